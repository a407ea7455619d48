//! `pilotage user`

use std::io::Read;

use clap::ValueEnum;
use entity::{rep, team, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, QueryFilter};

use super::{Failure, open};
use crate::{
    access::Viewer,
    cli::config::Config,
    clock::Clock,
    kpi::insight::explain::Language,
    mutation::Act,
    organization::{settings, user::account::Account},
};

#[derive(clap::Subcommand, Debug)]
pub enum User {
    /// Lets somebody sign in.
    Create(Create),
}

#[derive(clap::Args, Debug)]
pub struct Create {
    /// The sign-in address
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// What they may do
    #[arg(long, ignore_case = true)]
    role: Role,
    /// The name shown to others [default: the rep's, else the first part of the address]
    #[arg(long)]
    name: Option<String>,
    /// Their sales profile, by its name or its external id
    #[arg(long, value_name = "NAME_OR_EXTERNAL_ID")]
    rep: Option<String>,
    /// A team that they manage from now on, by its name or its external id; may be given again
    #[arg(long, value_name = "TEAM")]
    manages: Vec<String>,
    /// Reads the password, 12 to 128 characters, from the standard input
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Admin,
    Manager,
    Rep,
}

impl User {
    /// Does what the command says.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        match self {
            Self::Create(create) => create.run(config).await,
        }
    }
}

impl Create {
    async fn run(self, config: Config) -> Result<(), Failure> {
        let role = match self.role {
            Role::Admin => user::Role::Admin,
            Role::Manager => user::Role::Manager,
            Role::Rep => user::Role::Rep,
        };
        if role == user::Role::Rep && !self.manages.is_empty() {
            return Err(Failure("a rep manages no team: give the role manager".to_owned()));
        }
        let password = password()?;
        let database = open(&config).await?;
        let organization = settings::current(database.reader()).await?;
        let viewer = Viewer::system();
        let mut act = Act::new(&viewer, database.write().await?, Clock::system().now(), &organization);
        let rep = match &self.rep {
            Some(named) => Some(find_rep(&act, named).await?),
            None => None,
        };
        let before_at = self.email.split('@').next().unwrap_or_default();
        let name = self.name.as_deref().or(rep.as_ref().map(|rep| rep.name.as_str())).unwrap_or(before_at);
        let account = Account::check(&self.email, name, role, Language::default(), &password).await?;
        let user = account.create(&mut act, rep.map(|rep| rep.id)).await?;
        for named in &self.manages {
            let team = find_team(&act, named).await?;
            let mut active = team.clone().into_active_model();
            active.manager_id = Set(Some(user.id));
            act.update::<team::Entity>(&team, active).await?;
        }
        act.commit().await?;
        println!("{} can sign in.", user.email);
        Ok(database.close().await?)
    }
}

/// The standard input without the end of its line.
fn password() -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

async fn find_rep(act: &Act<'_>, named: &str) -> Result<rep::Model, Failure> {
    let which = Condition::any().add(rep::Column::Name.eq(named)).add(rep::Column::ExternalId.eq(named));
    only("rep", named, act.viewer.find::<rep::Entity>().filter(which).all(&act.tx).await?)
}

async fn find_team(act: &Act<'_>, named: &str) -> Result<team::Model, Failure> {
    let which = Condition::any().add(team::Column::Name.eq(named)).add(team::Column::ExternalId.eq(named));
    only("team", named, act.viewer.find::<team::Entity>().filter(which).all(&act.tx).await?)
}

fn only<T>(kind: &str, named: &str, found: Vec<T>) -> Result<T, Failure> {
    let count = found.len();
    match found.into_iter().next() {
        Some(one) if count == 1 => Ok(one),
        Some(_) => Err(Failure(format!("{count} {kind}s are called {named:?}: give the external id"))),
        None => Err(Failure(format!("no {kind} is called {named:?}"))),
    }
}
