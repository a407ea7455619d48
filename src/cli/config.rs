//! The settings of a node: from flags, from the environment, from a file, from the defaults; the first that says wins.
//!
//! One structure reads all of them. Each setting has a flag (`--listen`), a variable (`PILOTAGE_LISTEN`) and a key of
//! the TOML file (`listen`).

use std::{
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;

use crate::{database, server};

/// The database where none is named.
const DATABASE: &str = "sqlite://pilotage.sqlite";

/// The settings that were given; what was not is none.
#[derive(clap::Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[command(next_help_heading = "Settings, for every command")]
pub struct Settings {
    /// A TOML file with any of the settings below.
    #[arg(long, global = true, env = "PILOTAGE_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,

    /// `sqlite://FILE` or `postgres://…` [default: sqlite://pilotage.sqlite]
    #[arg(long, global = true, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// Connections to PostgreSQL, or readers of SQLite [default: 10, or 2]
    #[arg(long, global = true, env = "PILOTAGE_DATABASE_CONNECTIONS", value_name = "N")]
    pub database_connections: Option<u32>,

    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, global = true, env = "PILOTAGE_LISTEN", value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,

    /// The key that signs tokens; made when it is missing [default: pilotage.key]
    #[arg(long, global = true, env = "PILOTAGE_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,

    /// The key itself, in PEM, instead of a file: for nodes that share one
    #[arg(long, global = true, env = "PILOTAGE_SIGNING_KEY", value_name = "PEM", hide_env_values = true)]
    pub signing_key: Option<String>,

    /// Origins whose pages may call, separated by commas; `*` for all [default: none]
    #[arg(long, global = true, env = "PILOTAGE_CORS_ORIGINS", value_name = "ORIGIN", value_delimiter = ',')]
    pub cors_origins: Option<Vec<String>>,

    /// Whether everybody may read the schema, signed in or not [default: false]
    #[arg(long, global = true, env = "PILOTAGE_OPEN_SCHEMA", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub open_schema: Option<bool>,

    /// Proxies in front of us whose `X-Forwarded-For` is true [default: 0]
    #[arg(long, global = true, env = "PILOTAGE_TRUSTED_PROXIES", value_name = "N")]
    pub trusted_proxies: Option<usize>,

    /// Requests at once; more are turned away with 503 [default: 256]
    #[arg(long, global = true, env = "PILOTAGE_MAX_IN_FLIGHT", value_name = "N")]
    pub max_in_flight: Option<usize>,

    /// Seconds that one request may execute [default: 10]
    #[arg(long, global = true, env = "PILOTAGE_REQUEST_SECONDS", value_name = "SECONDS")]
    pub request_seconds: Option<u64>,

    /// Fields that one principal may ask for in a second, in the long run; 0 for no bound [default: 20000]
    #[arg(long, global = true, env = "PILOTAGE_FIELDS_PER_SECOND", value_name = "N")]
    pub fields_per_second: Option<u32>,

    /// Seconds to go on accepting after SIGTERM, not ready [default: 2]
    #[arg(long, global = true, env = "PILOTAGE_DRAIN_NOTICE_SECONDS", value_name = "SECONDS")]
    pub drain_notice_seconds: Option<u64>,

    /// What to log, as in `debug` or `pilotage=debug,warn` [default: pilotage=info,warn]
    #[arg(long, global = true, env = "PILOTAGE_LOG", value_name = "FILTER")]
    pub log: Option<String>,

    /// How to log [default: plain on a terminal, else json]
    #[arg(long, global = true, env = "PILOTAGE_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// How the log is written.
#[derive(clap::ValueEnum, Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// Lines for people.
    Plain,
    /// One JSON object a line.
    Json,
}

/// The settings in force.
#[derive(Clone, Debug)]
pub struct Config {
    /// How to reach the database.
    pub database: database::Settings,
    /// How to serve.
    pub server: server::Options,
    /// The key that signs tokens, where it is given as text.
    pub signing_key: Option<String>,
    /// Where it is otherwise.
    pub key_file: PathBuf,
    /// What to log.
    pub log: String,
    /// How to log; none decides by where the log goes.
    pub log_format: Option<LogFormat>,
}

impl Settings {
    /// The settings in force: these, then the file's, then the defaults. The text of a failure is for the operator.
    pub fn resolve(self) -> Result<Config, String> {
        self.resolve_with(DATABASE)
    }

    /// The same with another database by default.
    pub fn resolve_with(self, database: &str) -> Result<Config, String> {
        let file = match &self.config {
            Some(path) => Self::read(path)?,
            None => Self::default(),
        };
        self.or(file).with_defaults(database)
    }

    fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|cause| format!("{}: {cause}", path.display()))?;
        toml::from_str(&text).map_err(|cause| format!("{}: {cause}", path.display()))
    }

    fn or(self, other: Self) -> Self {
        Self {
            config: self.config.or(other.config),
            database_url: self.database_url.or(other.database_url),
            database_connections: self.database_connections.or(other.database_connections),
            listen: self.listen.or(other.listen),
            key_file: self.key_file.or(other.key_file),
            signing_key: self.signing_key.or(other.signing_key),
            cors_origins: self.cors_origins.or(other.cors_origins),
            open_schema: self.open_schema.or(other.open_schema),
            trusted_proxies: self.trusted_proxies.or(other.trusted_proxies),
            max_in_flight: self.max_in_flight.or(other.max_in_flight),
            request_seconds: self.request_seconds.or(other.request_seconds),
            fields_per_second: self.fields_per_second.or(other.fields_per_second),
            drain_notice_seconds: self.drain_notice_seconds.or(other.drain_notice_seconds),
            log: self.log.or(other.log),
            log_format: self.log_format.or(other.log_format),
        }
    }

    fn with_defaults(self, database: &str) -> Result<Config, String> {
        let mut database = database::Settings::new(self.database_url.unwrap_or_else(|| database.to_owned()));
        if !database::is_supported(&database.url) {
            return Err("the database URL must begin with sqlite:// or postgres://".to_owned());
        }
        database.connections = self.database_connections.unwrap_or(database.connections);
        let mut server = server::Options::default();
        server.listen = self.listen.unwrap_or(server.listen);
        server.open = self.open_schema.unwrap_or(server.open);
        server.cors_origins = self.cors_origins.unwrap_or(server.cors_origins);
        server.trusted_proxies = self.trusted_proxies.unwrap_or(server.trusted_proxies);
        server.in_flight = self.max_in_flight.unwrap_or(server.in_flight);
        server.execution_time = self.request_seconds.map_or(server.execution_time, Duration::from_secs);
        server.selections_per_second = self.fields_per_second.map_or(server.selections_per_second, NonZeroU32::new);
        server.drain_notice = self.drain_notice_seconds.map_or(server.drain_notice, Duration::from_secs);
        Ok(Config {
            database,
            server,
            signing_key: self.signing_key,
            key_file: self.key_file.unwrap_or_else(|| "pilotage.key".into()),
            log: self.log.unwrap_or_else(|| "pilotage=info,warn".to_owned()),
            log_format: self.log_format,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_first_wins_over_the_file_and_the_file_over_the_defaults() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("pilotage.toml");
        std::fs::write(&file, "listen = \"0.0.0.0:1\"\ntrusted-proxies = 2\nlog-format = \"json\"").unwrap();
        let flags = Settings { config: Some(file), trusted_proxies: Some(1), ..Settings::default() };
        let config = flags.resolve().unwrap();
        assert_eq!(config.server.listen, "0.0.0.0:1".parse().unwrap());
        assert_eq!(config.server.trusted_proxies, 1);
        assert_eq!(config.log_format, Some(LogFormat::Json));
        assert_eq!(config.database.url, "sqlite://pilotage.sqlite");
    }

    #[test]
    fn a_setting_that_does_not_exist_and_a_database_that_we_cannot_talk_to_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("pilotage.toml");
        std::fs::write(&file, "listne = \"0.0.0.0:1\"").unwrap();
        assert!(Settings { config: Some(file), ..Settings::default() }.resolve().unwrap_err().contains("listne"));
        assert!(Settings { database_url: Some("mysql://x".into()), ..Settings::default() }.resolve().is_err());
    }
}
