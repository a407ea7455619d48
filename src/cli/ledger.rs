//! `pilotage ledger verify | rebuild`

use std::io::Write;

use clap::Subcommand;

use super::{Failure, bar::Bar, open};
use crate::{
    cli::config::Config,
    clock::Clock,
    ledger::{self, Report},
    registry::fact_sources,
};

#[derive(Subcommand, Debug)]
pub enum Ledger {
    /// Compares every record with the ledger, and every total with its facts; fails when they differ.
    Verify,
    /// Posts what the ledger lacks and sets the totals right. Others may go on working meanwhile.
    Rebuild,
}

impl Ledger {
    /// Does it, showing how far it has come.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        let database = open(&config).await?;
        let sources = fact_sources::all();
        let bar = Bar::default();
        let report = match self {
            Self::Verify => ledger::verify(&database, &sources, &bar).await?,
            Self::Rebuild => ledger::rebuild(&database, &sources, Clock::system().now(), &bar).await?,
        };
        bar.clear();
        database.close().await?;
        print(&report)?;
        match self {
            Self::Verify if !report.is_clean() => {
                Err(Failure("the ledger is not what the records state; `pilotage ledger rebuild` mends it".into()))
            }
            _ => Ok(()),
        }
    }
}

fn print(report: &Report) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for difference in &report.differences {
        writeln!(out, "{difference}")?;
    }
    let listed = u64::try_from(report.differences.len()).unwrap_or(u64::MAX);
    if report.found > listed {
        writeln!(out, "… and {} more", report.found - listed)?;
    }
    writeln!(out, "{} records, {} differences", report.records, report.found)
}
