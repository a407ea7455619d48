//! `pilotage import`

use std::{io::IsTerminal, path::PathBuf};

use clap::Args;

use super::{Failure, open};
use crate::{
    cli::config::Config,
    clock::Clock,
    import::{self, Mapping, Options},
};

/// What to import, and how.
#[derive(Args, Debug)]
pub struct Import {
    /// The mapping: a TOML file that says which file holds what; examples lie in `examples/`
    #[arg(long, value_name = "FILE.toml")]
    mapping: PathBuf,

    /// The directory of the export
    #[arg(value_name = "DIR")]
    directory: PathBuf,

    /// Reads and checks everything, says what would become of it, and keeps nothing
    #[arg(long)]
    dry_run: bool,

    /// Where to write FILE.report.csv for every file with something to say [default: DIR]
    #[arg(long, value_name = "DIR")]
    reports: Option<PathBuf>,
}

impl Import {
    /// Imports an export and prints what became of it. Rejected rows are no failure: the report lists them.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        let text = std::fs::read_to_string(&self.mapping)
            .map_err(|cause| Failure(format!("{}: {cause}", self.mapping.display())))?;
        let mapping = Mapping::parse(&text)?;
        let database = open(&config).await?;
        let options = Options {
            dry_run: self.dry_run,
            progress: std::io::stderr().is_terminal(),
            reports: self.reports,
            ..Options::default()
        };
        let report = import::run(&database, &Clock::system(), &mapping, &self.directory, options).await?;
        database.close().await?;
        print!("{report}");
        if report.broken.is_empty() { Ok(()) } else { Err(Failure("a file could not be read to its end".into())) }
    }
}
