//! `pilotage ledger verify | rebuild`

use std::{
    io::Write,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Failure, open};
use crate::{
    clock::Clock,
    config::Config,
    ledger::{self, Progress, Report},
    sources,
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
        let sources = sources::all();
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

/// A bar on the terminal for each part of the walk.
#[derive(Default)]
struct Bar(Mutex<Option<ProgressBar>>);

impl Bar {
    fn clear(&self) {
        if let Some(bar) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn begin(&self, part: &str, steps: u64) {
        self.clear();
        let bar = if steps == 0 { ProgressBar::new_spinner() } else { ProgressBar::new(steps) };
        let template = if steps == 0 {
            "{spinner} {msg} {human_pos}"
        } else {
            "{msg:14} {wide_bar} {human_pos}/{human_len} {eta}"
        };
        // The template is ours; were it wrong, the plain bar does as well.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(part.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar);
    }

    fn step(&self, steps: u64) {
        if let Some(bar) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            bar.inc(steps);
        }
    }
}
