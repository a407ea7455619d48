//! The command line: one file a command.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{
    cli::config::{Config, Settings},
    clock::Clock,
    database::{self, Database},
    error::Error,
    organization::settings,
};

mod bar;
pub mod config;
mod demo;
mod import;
mod ledger;
mod log;
mod migrate;
mod schema;
mod serve;
mod token;
mod user;

/// A GraphQL backend for sales steering.
#[derive(Parser, Debug)]
#[command(name = "pilotage", version, about, disable_help_subcommand = true)]
struct Line {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Answers requests until it is told to stop.
    Serve(serve::Serve),
    /// Imports the CSV export of a CRM. A second import of the same files changes nothing.
    Import(import::Import),
    /// Loads a company that does not exist, up to today, into a database without records.
    Demo(demo::Demo),
    /// Brings the database's schema up to date. `serve` does so too.
    Migrate,
    /// Checks the ledger of facts against the records, or rebuilds it from them.
    #[command(subcommand)]
    Ledger(ledger::Ledger),
    /// Prints the GraphQL schema, as committed in `schema.graphql`.
    Schema,
    /// Makes API tokens.
    #[command(subcommand)]
    Token(token::Token),
    /// Makes users.
    #[command(subcommand)]
    User(user::User),
}

/// Why a command failed, in words for the operator.
#[derive(Debug)]
pub struct Failure(pub String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(cause: E) -> Self {
        Self(cause.to_string())
    }
}

impl Failure {
    /// A failure of work on a database, with what to do about it where we know.
    fn of(cause: Error, url: &str) -> Self {
        match &cause {
            Error::Database(refused) => match database::advice(refused, url) {
                Some(advice) => Self(advice),
                None => cause.into(),
            },
            _ => cause.into(),
        }
    }
}

impl From<Error> for Failure {
    fn from(cause: Error) -> Self {
        Self(match cause {
            Error::Refused(_, message) | Error::Bug(message) => message,
            Error::Input(errors) => errors
                .iter()
                .map(|error| format!("{}: {}", error.field.join("."), error.message))
                .collect::<Vec<_>>()
                .join("; "),
            Error::Database(cause) => cause.to_string(),
        })
    }
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let line = Line::parse();
    let settings = match &line.command {
        Command::Serve(serve) => serve.settings(line.settings),
        _ => line.settings.resolve(),
    };
    let done = settings.map_err(Failure).and_then(|config| {
        log::install(&config)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(run(line.command, config))
    });
    match done {
        Ok(code) => code,
        Err(Failure(message)) => {
            eprintln!("pilotage: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command, config: Config) -> Result<ExitCode, Failure> {
    match command {
        Command::Serve(serve) => serve.run(config).await,
        Command::Import(import) => return import.run(config).await,
        Command::Demo(demo) => demo.run(config).await,
        Command::Migrate => migrate::run(config).await,
        Command::Ledger(ledger) => ledger.run(config).await,
        Command::Schema => schema::run(),
        Command::Token(token) => token.run(config).await,
        Command::User(user) => user.run(config).await,
    }?;
    Ok(ExitCode::SUCCESS)
}

/// Opens the database, its schema up to date, with an organization in it.
async fn open(config: &Config) -> Result<Database, Failure> {
    let of = |cause: Error| Failure::of(cause, &config.database.url);
    let database = Database::connect(&config.database).await.map_err(|cause| of(cause.into()))?;
    bring_up_to_date(&database).await.map_err(of)?;
    Ok(database)
}

/// Brings a database's schema up to date, and makes an organization where there is none.
async fn bring_up_to_date(database: &Database) -> Result<(), Error> {
    database.migrate().await?;
    settings::ensure(database, Clock::system().now()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Line::command().debug_assert();
    }
}
