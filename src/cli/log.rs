//! Logging: destination and format.

use std::io::IsTerminal;

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use super::Failure;
use crate::cli::config::{Config, LogFormat};

/// Sends the log to the standard error, and panics to the log.
pub fn install(config: &Config) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&config.log)?;
    let terminal = std::io::stderr().is_terminal();
    let format = config.log_format.unwrap_or(if terminal { LogFormat::Plain } else { LogFormat::Json });
    let registry = tracing_subscriber::registry().with(filter);
    match format {
        LogFormat::Plain => registry.with(fmt::layer().with_writer(std::io::stderr).with_ansi(terminal)).try_init()?,
        LogFormat::Json => {
            registry.with(fmt::layer().json().with_span_list(false).with_writer(std::io::stderr)).try_init()?
        }
    }
    std::panic::set_hook(Box::new(|panic| {
        tracing::error!(place = panic.location().map(ToString::to_string), "{panic}");
    }));
    Ok(())
}
