//! `pilotage demo`, and what `pilotage serve --demo` says

use std::{fmt, net::SocketAddr};

use super::{Failure, bar::Bar, open};
use crate::{
    cli::config::Config,
    clock::Clock,
    database::Database,
    demo::{self, FIRST_QUERY, Login, PASSWORD, Scale},
};

#[derive(clap::Args, Debug)]
pub struct Demo {
    /// How large: 1 is 200 reps with 300 000 leads and 200 000 deals, 0.01 a hundredth of that
    #[arg(long, value_name = "N", default_value = "1")]
    scale: Scale,
}

impl Demo {
    /// Loads the company and says who can sign in.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        let database = open(&config).await?;
        load(&database, self.scale).await?;
        database.close().await?;
        println!("The company is loaded. `pilotage serve` serves it to:\n\n{Logins}");
        Ok(())
    }
}

/// Sees to it that a database holds the demo: loads a small one where there is nothing, refuses what is something else.
pub async fn ensure(database: &Database) -> Result<(), Failure> {
    if demo::is_demo(database).await? { Ok(()) } else { load(database, Scale::SMALL).await }
}

async fn load(database: &Database, scale: Scale) -> Result<(), Failure> {
    let bar = Bar::default();
    let loaded = demo::load(database, scale, Clock::system().now(), &bar).await;
    bar.clear();
    Ok(loaded?)
}

/// Who can sign in.
struct Logins;

impl fmt::Display for Logins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for login in Login::ALL {
            writeln!(f, "  {:22} who sees {}", login.email(), login.sees())?;
        }
        write!(f, "\nEach with the password {PASSWORD}")
    }
}

/// What to do first with the demo at an address.
pub struct Welcome(pub SocketAddr);

impl fmt::Display for Welcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (address, admin) = (self.0, Login::Admin.email());
        write!(
            f,
            r#"
Pilotage serves a company that does not exist, at http://{address}

{Logins}

A first question, to paste into a shell:

  TOKEN=$(curl -s http://{address}/graphql -H 'content-type: application/json' \
    -d '{{"query": "mutation {{ signIn(input: {{email: \"{admin}\", password: \"{PASSWORD}\"}}) {{ accessToken }} }}"}}' \
    | sed 's/.*"accessToken":"\([^"]*\)".*/\1/')
  curl -s http://{address}/graphql -H 'content-type: application/json' -H "authorization: Bearer $TOKEN" \
    -d '{{"query": "{FIRST_QUERY}"}}'
"#
        )
    }
}
