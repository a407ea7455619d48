//! `pilotage import`

use std::{io::IsTerminal, path::PathBuf, process::ExitCode};

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

    /// How many rows in a hundred may be rejected; more, and the exit status is 2. What could be imported stays imported
    #[arg(long, value_name = "PERCENT", default_value_t = 0)]
    max_rejected: u8,
}

impl Import {
    /// Imports an export and prints what became of it. The exit status is 2 when more rows were rejected than may be.
    pub async fn run(self, config: Config) -> Result<ExitCode, Failure> {
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
        let rejected = report.rejected_percent();
        if rejected <= self.max_rejected.into() {
            return Ok(ExitCode::SUCCESS);
        }
        eprintln!(
            "pilotage: {rejected} % of the rows were rejected, and --max-rejected allows {} %; the others were imported",
            self.max_rejected
        );
        Ok(ExitCode::from(2))
    }
}
