//! The database: connecting, migrating, and beginning a write.
//!
//! SQLite gets one writer connection and a few readers over a write-ahead log, so that nobody ever meets "database is
//! locked" and an acknowledged write is on disk. PostgreSQL gets one pool. Code elsewhere sees only [`Database`].

mod bulk;
mod connection;

use std::{fmt, str::FromStr, sync::Arc, time::Duration};

use migration::Migrator;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr,
    IsolationLevel, RuntimeErr, SqliteTransactionMode, SqlxPostgresConnector, TransactionOptions, TransactionTrait,
    sqlx::{
        postgres::{PgConnectOptions, PgPoolOptions},
        sqlite::{SqliteJournalMode, SqliteSynchronous},
    },
};
use sea_orm_migration::MigratorTrait;

pub use bulk::Bulk;
pub use connection::RequestConnection;

/// How to reach the database.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite://FILE` or `postgres://…`.
    pub url: String,
    /// Connections of the PostgreSQL pool, or reader connections of SQLite.
    pub connections: u32,
    /// SQLite only: whether a commit waits until the disk has it (`synchronous = FULL`).
    pub durable: bool,
}

impl Settings {
    /// The defaults for a URL.
    pub fn new(url: impl Into<String>) -> Self {
        let url = url.into();
        let connections = if url.starts_with("sqlite:") { 2 } else { 10 };
        Self { url, connections, durable: true }
    }
}

/// The connections of a node.
#[derive(Clone)]
pub struct Database {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    observe: Option<Observe>,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("reader", &self.reader).finish_non_exhaustive()
    }
}

/// What is called with each statement.
type Observe = Arc<dyn Fn(&str) + Send + Sync>;

/// The key of the advisory lock that keeps nodes from migrating at once.
const MIGRATION_LOCK: i64 = 0x70_69_6c_6f_74_61_67_65;

impl Database {
    /// Opens the pools. A SQLite file is created when it is missing.
    pub async fn connect(settings: &Settings) -> Result<Self, DbErr> {
        Self::open(settings, false).await
    }

    /// The same, though the server may be away: it is called when it is needed.
    pub async fn connect_when_needed(settings: &Settings) -> Result<Self, DbErr> {
        Self::open(settings, true).await
    }

    async fn open(settings: &Settings, when_needed: bool) -> Result<Self, DbErr> {
        if settings.url.starts_with("sqlite:") {
            let writer = sea_orm::Database::connect(sqlite(settings, 1)).await?;
            let reader = sea_orm::Database::connect(sqlite(settings, settings.connections)).await?;
            Ok(Self { writer, reader, observe: None })
        } else {
            let mut options = ConnectOptions::new(&settings.url);
            options
                .max_connections(settings.connections)
                .connect_lazy(when_needed)
                .acquire_timeout(Duration::from_secs(2))
                .connect_timeout(Duration::from_secs(3))
                // A connection in use is not asked before each statement whether it still is one: that costs as much again.
                .test_before_acquire_if_idle_for(Duration::from_secs(1))
                .sqlx_logging(false)
                .map_sqlx_postgres_opts(|options| {
                    options.application_name("pilotage").options([
                        ("statement_timeout", "5000"),
                        ("lock_timeout", "2000"),
                        ("idle_in_transaction_session_timeout", "10000"),
                    ])
                });
            let pool = sea_orm::Database::connect(options).await?;
            Ok(Self { writer: pool.clone(), reader: pool, observe: None })
        }
    }

    /// Where to read outside a transaction.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Where one request reads.
    pub fn line(&self) -> RequestConnection {
        RequestConnection::new(&self.reader, self.observe.clone())
    }

    /// Which of the two databases this is.
    pub fn backend(&self) -> DatabaseBackend {
        self.reader.get_database_backend()
    }

    /// Begins a transaction that may write. On SQLite it takes the write lock at once, so that no later statement can
    /// fail for having read first.
    pub async fn write(&self) -> Result<DatabaseTransaction, DbErr> {
        self.writer
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await
    }

    /// The same for long work outside a request: no statement of it is cut off.
    pub async fn write_at_leisure(&self) -> Result<DatabaseTransaction, DbErr> {
        let tx = self.write().await?;
        without_limits(&tx).await?;
        Ok(tx)
    }

    /// Begins a transaction that reads one state of the database however long it takes.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        match self.backend() {
            DatabaseBackend::Postgres => {
                let isolation = Some(IsolationLevel::RepeatableRead);
                let tx = self.reader.begin_with_config(isolation, Some(AccessMode::ReadOnly)).await?;
                without_limits(&tx).await?;
                Ok(tx)
            }
            _ => self.reader.begin().await,
        }
    }

    /// Brings the schema up to date. Nodes that start together migrate once: the others wait. A current schema is only
    /// looked at, so that a role that may not change it can serve.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        if self.is_migrated().await? {
            return Ok(());
        }
        match self.backend() {
            DatabaseBackend::Postgres => {
                // The lock must live on a connection of its own: migrations open their own transactions.
                let guard = self.writer.begin().await?;
                without_limits(&guard).await?;
                guard.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
                let patient = self.patient();
                Migrator::up(&patient, None).await?;
                patient.close().await?;
                guard.commit().await
            }
            _ => {
                // One writer connection a process; a lock file would not survive a crash any better than trying again.
                let mut attempts = 0;
                loop {
                    match Migrator::up(&self.writer, None).await {
                        Err(cause) if attempts < 5 => {
                            attempts += 1;
                            tracing::warn!(%cause, attempts, "migrating again: another process may be doing it");
                            tokio::time::sleep(Duration::from_millis(200 * attempts)).await;
                        }
                        done => return done,
                    }
                }
            }
        }
    }

    /// A connection to PostgreSQL of its own whose statements take as long as they need: an index over millions of facts.
    fn patient(&self) -> DatabaseConnection {
        let options = self.writer.get_postgres_connection_pool().connect_options();
        let options = PgConnectOptions::clone(&options).options(LIMITS.map(|limit| (limit, "0")));
        SqlxPostgresConnector::from_sqlx_postgres_pool(
            PgPoolOptions::new().max_connections(1).connect_lazy_with(options),
        )
    }

    /// Whether the schema is as this program expects it.
    pub async fn is_migrated(&self) -> Result<bool, DbErr> {
        Ok(Migrator::get_pending_migrations_read_only(&self.reader).await?.is_empty())
    }

    /// Calls a function with every statement sent from now on: for counting them.
    pub fn on_statement(&mut self, observe: impl Fn(&str) + Clone + Send + Sync + 'static) {
        let (first, second) = (observe.clone(), observe.clone());
        self.observe = Some(Arc::new(observe));
        self.reader.set_metric_callback(move |info| first(&info.statement.sql));
        self.writer.set_metric_callback(move |info| second(&info.statement.sql));
    }

    /// Answers when the database does.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.reader.ping().await
    }

    /// Closes every connection.
    pub async fn close(self) -> Result<(), DbErr> {
        self.reader.close().await?;
        self.writer.close().await
    }
}

/// What bounds how long statements take.
const LIMITS: [&str; 3] = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"];

/// Lets the statements of a transaction take as long as they need.
async fn without_limits(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        for limit in LIMITS {
            tx.execute_unprepared(&format!("SET LOCAL {limit} = 0")).await?;
        }
    }
    Ok(())
}

fn sqlite(settings: &Settings, connections: u32) -> ConnectOptions {
    let durable = settings.durable;
    let mut options = ConnectOptions::new(&settings.url);
    options
        .max_connections(connections)
        .min_connections(1)
        // Writers wait for their turn here, in order of arrival, and not in SQLite's busy loop.
        .acquire_timeout(Duration::from_secs(10))
        // A file does not go away.
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(if durable { SqliteSynchronous::Full } else { SqliteSynchronous::Normal })
                .busy_timeout(Duration::from_secs(10))
                .optimize_on_close(true, None)
        });
    options
}

/// Where a database is, without user and password: `db.example:5432/sales`, or the file.
pub fn place(url: &str) -> String {
    match PgConnectOptions::from_str(url) {
        Ok(options) if !url.starts_with("sqlite:") => {
            let database = options.get_database().unwrap_or_default();
            format!("{}:{}/{database}", options.get_host(), options.get_port())
        }
        _ => url.trim_start_matches("sqlite:").trim_start_matches("//").to_owned(),
    }
}

/// What an operator can do about a failure, where we know: the cause in words, then the way out. Holds no secret.
pub fn advice(cause: &DbErr, url: &str) -> Option<String> {
    let place = place(url);
    let code = refusal(cause);
    Some(match code.as_deref() {
        Some("28P01" | "28000") => {
            format!("{place} refuses the user or the password. Check `--database-url` or DATABASE_URL.")
        }
        Some("3D000") => format!("There is no such database: {place}. Make it first, as with `createdb`."),
        Some("42501") => format!(
            "The schema of {place} is older than this program, and this role may not change it. Run `pilotage migrate` as its owner."
        ),
        Some(_) => return None,
        None if matches!(cause, DbErr::Conn(_) | DbErr::ConnectionAcquire(_)) => {
            format!("The database at {place} does not answer: {cause}")
        }
        None => return None,
    })
}

/// The code by which a server refused us, if it is there: trying again would not help.
pub fn refusal(cause: &DbErr) -> Option<String> {
    match cause {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            let code = cause.as_database_error()?.code()?.into_owned();
            // The server starts or is full.
            (!matches!(code.as_str(), "57P03" | "53300")).then_some(code)
        }
        _ => None,
    }
}

/// Whether a URL names a database that we can talk to.
pub fn is_supported(url: &str) -> bool {
    url.starts_with("sqlite:") && sea_orm::sqlx::sqlite::SqliteConnectOptions::from_str(url).is_ok()
        || url.starts_with("postgres://")
        || url.starts_with("postgresql://")
}
