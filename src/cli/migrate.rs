//! `pilotage migrate`

use super::{Failure, open};
use crate::cli::config::Config;

/// Brings the database's schema up to date.
pub async fn run(config: Config) -> Result<(), Failure> {
    open(&config).await?.close().await?;
    println!("The database is up to date.");
    Ok(())
}
