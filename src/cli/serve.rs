//! `pilotage serve`

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use sea_orm::DbErr;

use super::{Failure, bring_up_to_date, demo};
use crate::{
    access::{Keys, Structures},
    cli::config::{Config, Settings},
    clock::Clock,
    database::{self, Database},
    error::Error,
    graphql::{page::CursorKey, request::State},
    organization::authenticator::Authenticator,
    registry::schema,
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
        let database = Database::connect_when_needed(&config.database).await?;
        let clock = Clock::system();
        let state =
            State { database: database.clone(), clock: clock.clone(), cursor_key, structures: Structures::default() };
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
        let listen = options.listen;
        let node = server::start(options, services).map_err(|cause| cannot_listen(listen, &cause))?;
        let gate = node.shut();
        let addresses = node.addresses().to_vec();
        let serving = node.serve();
        tokio::pin!(serving);
        tokio::select! {
            stopped = &mut serving => {
                stopped?;
                return Ok(());
            }
            prepared = self.prepare(&database, &config.database.url) => prepared?,
        }
        gate.open();
        for address in &addresses {
            tracing::info!("serving on http://{address}");
        }
        if let (true, Some(address)) = (self.demo, addresses.first()) {
            println!("{}", demo::Welcome(*address));
        }
        serving.await?;
        database.close().await?;
        Ok(())
    }

    /// Brings the database up to date. While its server is away the node lives, is not ready, and goes on trying.
    async fn prepare(&self, database: &Database, url: &str) -> Result<(), Failure> {
        let mut pause = SHORTEST_PAUSE;
        loop {
            match bring_up_to_date(database).await {
                Ok(()) if self.demo => return demo::ensure(database).await,
                Ok(()) => return Ok(()),
                Err(Error::Database(cause)) if is_away(&cause) => {
                    let place = database::place(url);
                    tracing::warn!(%cause, place, "the database does not answer: trying again");
                    // Nodes that lost it together do not come back together.
                    tokio::time::sleep(pause.mul_f64(rand::random_range(0.5..1.0))).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                Err(cause) => return Err(Failure::of(cause, url)),
            }
        }
    }
}

/// Why a node cannot listen, and what to do.
fn cannot_listen(address: SocketAddr, cause: &io::Error) -> Failure {
    Failure(match cause.kind() {
        io::ErrorKind::AddrInUse => {
            format!("{address} is in use by another program. Stop it, or name another address with `--listen`.")
        }
        io::ErrorKind::PermissionDenied => {
            format!("This user may not listen on {address}. Name a port above 1023 with `--listen`.")
        }
        _ => format!("Cannot listen on {address}: {cause}"),
    })
}

/// How soon the database is tried again at first.
const SHORTEST_PAUSE: Duration = Duration::from_millis(200);
/// How soon it is tried again at last.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Whether the database's server is away, or not ready itself: nothing is wrong with what it holds.
fn is_away(cause: &DbErr) -> bool {
    database::refusal(cause).is_none() && matches!(cause, DbErr::Conn(_) | DbErr::ConnectionAcquire(_))
}
