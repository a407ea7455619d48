//! `pilotage serve`

use std::sync::Arc;

use super::{Failure, demo, open};
use crate::{
    access::Keys,
    api::page::CursorKey,
    authenticator::Authenticator,
    clock::Clock,
    config::{Config, Settings},
    request::State,
    schema,
    server::{self, Services},
};

#[derive(clap::Args, Debug)]
pub struct Serve {
    /// Serves a small company that does not exist, in a file of its own unless a database is named, and lets everybody
    /// read the schema
    #[arg(long)]
    demo: bool,
}

/// The database of the demo where none is named.
const DEMO: &str = "sqlite://pilotage-demo.sqlite";

impl Serve {
    /// The settings in force.
    pub fn settings(&self, given: Settings) -> Result<Config, String> {
        if self.demo { given.resolve_with(DEMO) } else { given.resolve() }
    }

    /// Serves until a signal says to stop.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        let keys = match &config.signing_key {
            Some(pem) => Keys::from_pem(pem),
            None => Keys::open(&config.key_file),
        };
        let keys = keys.map_err(Failure)?;
        let cursor_key = CursorKey::new(&keys.cursor_secret().map_err(Failure)?);
        let database = open(&config).await?;
        if self.demo {
            demo::ensure(&database).await?;
        }
        let clock = Clock::system();
        let state = State { database: database.clone(), clock: clock.clone(), cursor_key };
        let schema = schema::build();
        let mut options = config.server;
        options.open |= self.demo;
        let services = Services {
            sdl: schema::sdl(&schema),
            schema: Arc::new(schema),
            authenticator: Arc::new(Authenticator::new(state, keys)),
            database: database.clone(),
            clock,
        };
        let node = server::start(options, services)?;
        for address in node.addresses() {
            tracing::info!("serving on http://{address}");
        }
        if let (true, Some(address)) = (self.demo, node.addresses().first()) {
            println!("{}", demo::Welcome(*address));
        }
        node.serve().await?;
        database.close().await?;
        Ok(())
    }
}
