//! `pilotage serve`

use std::sync::Arc;

use super::{Failure, open};
use crate::{
    clock::Clock,
    config::Config,
    schema,
    server::{self, Nobody, Services},
};

#[derive(clap::Args, Debug)]
pub struct Serve {
    /// Lets everybody read the schema.
    #[arg(long)]
    demo: bool,
}

impl Serve {
    /// Serves until a signal says to stop.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        let database = open(&config).await?;
        let schema = schema::build();
        let mut options = config.server;
        options.open |= self.demo;
        let services = Services {
            sdl: schema::sdl(&schema),
            schema: Arc::new(schema),
            authenticator: Arc::new(Nobody),
            database: database.clone(),
            clock: Clock::system(),
        };
        let node = server::start(options, services)?;
        for address in node.addresses() {
            tracing::info!("serving on http://{address}");
        }
        node.serve().await?;
        database.close().await?;
        Ok(())
    }
}
