//! `pilotage token`

use chrono::TimeDelta;

use super::{Failure, open};
use crate::{
    access::Viewer,
    cli::config::Config,
    clock::Clock,
    mutation::Act,
    organization::{api_token::NewToken, settings},
};

#[derive(clap::Subcommand, Debug)]
pub enum Token {
    /// Makes an API token for a partner's program, and prints it: this once.
    Create(Create),
}

#[derive(clap::Args, Debug)]
pub struct Create {
    /// What it is for
    #[arg(long, default_value = "command line")]
    name: String,
    /// What it may do, as in `kpi:read`, `deals:read` or `leads:write`; may be given again, or with commas
    #[arg(long = "scope", required = true, num_args = 1.., value_delimiter = ',', value_name = "SCOPE")]
    scopes: Vec<String>,
    /// In how many days it stops working [default: never]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..))]
    expires: Option<u16>,
}

impl Token {
    /// Does what the command says.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        match self {
            Self::Create(create) => create.run(config).await,
        }
    }
}

impl Create {
    async fn run(self, config: Config) -> Result<(), Failure> {
        let database = open(&config).await?;
        let organization = settings::current(database.reader()).await?;
        let (viewer, now) = (Viewer::system(), Clock::system().now());
        let mut act = Act::new(&viewer, database.write().await?, now, &organization);
        let expires_at = self.expires.map(|days| now + TimeDelta::days(i64::from(days)));
        let (token, _) = NewToken { name: &self.name, scopes: &self.scopes, expires_at }.create(&mut act).await?;
        act.commit().await?;
        println!("{token}");
        Ok(database.close().await?)
    }
}
