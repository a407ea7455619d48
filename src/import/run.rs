//! An import from beginning to end: organization, stages, then file after file in batches of one transaction each.
//!
//! A batch is all or nothing, and what it holds is recognised by its external ids: an import that was killed is completed
//! by the same import.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use chrono_tz::Tz;
use entity::organization;
use indicatif::{ProgressBar, ProgressStyle};

use super::{
    batch::Batch,
    kind::Kind,
    mapping::Mapping,
    report::{FileReport, Remark, Report, try_directory},
    resolve::Later,
    setup,
    survey::{Found, survey},
};
use crate::{
    access::Viewer,
    clock::Clock,
    database::Database,
    error::{Error, Result},
    ledger::PostingContext,
    mutation::Act,
};

/// How an import runs.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether to undo everything in the end.
    pub dry_run: bool,
    /// Whether to show a progress bar.
    pub progress: bool,
    /// Rows a transaction.
    pub batch: usize,
    /// Where to write the reports; `None` = beside the files.
    pub reports: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self { dry_run: false, progress: false, batch: 500, reports: None }
    }
}

/// Imports a directory.
pub async fn run(
    database: &Database,
    clock: &Clock,
    mapping: &Mapping,
    directory: &Path,
    options: Options,
) -> Result<Report> {
    let viewer = Viewer::system();
    let files = survey(mapping, directory)?;
    let reports = options.reports.as_deref().unwrap_or(directory);
    try_directory(reports).map_err(|cause| unwritable(reports, &cause))?;
    crate::organization::settings::ensure(database, clock.now()).await?;
    let (opening, organization) = setup::organization(database.write().await?, clock, &viewer, mapping).await?;
    // A dry run is one transaction that is never committed; the organization is part of it.
    let held = if options.dry_run {
        Some(opening)
    } else {
        opening.commit().await?;
        None
    };
    let context = PostingContext::new(&organization)?;
    let bar = progress(&options, &files);
    let mut import = Import {
        database,
        clock,
        mapping,
        organization: &organization,
        viewer: &viewer,
        zone: mapping.time_zone.unwrap_or(context.zone()),
        home: context.zone(),
        today: context.day(clock.now()),
        options: &options,
        reports,
        report: Report { dry_run: options.dry_run, ..Report::default() },
        batch: None,
        bar,
    };
    if let Some(tx) = held {
        let act = Act::new(&viewer, tx, clock.now(), &organization);
        import.batch = Some(Batch::new(act, &mapping.source_system, import.today));
    }
    import.pipelines().await?;
    let mut done = 0;
    for found in &files {
        import.file(found, done).await?;
        done += found.size;
    }
    import.bar.finish_and_clear();
    Ok(import.report)
}

/// An import under way.
pub struct Import<'a> {
    database: &'a Database,
    clock: &'a Clock,
    organization: &'a organization::Model,
    viewer: &'a Viewer,
    today: NaiveDate,
    /// What the files hold.
    pub mapping: &'a Mapping,
    /// The time zone of dates that name none.
    pub zone: Tz,
    /// The organization's time zone.
    pub home: Tz,
    /// How it runs.
    pub options: &'a Options,
    /// Where the reports on files go.
    pub reports: &'a Path,
    /// What was done so far.
    pub report: Report,
    /// The batch under way; in a dry run the only one.
    batch: Option<Batch<'a>>,
    /// The status.
    pub bar: ProgressBar,
}

impl<'a> Import<'a> {
    /// The pipelines and stages that the mapping declares.
    async fn pipelines(&mut self) -> Result<()> {
        let (pipelines, stages) = setup::pipelines(self.mapping);
        for (kind, drafts) in [(Kind::Pipeline, pipelines), (Kind::Stage, stages)] {
            let batch = self.begin().await?;
            for verdict in batch.write(kind, drafts, Later::Never).await? {
                self.report.count(kind, verdict.outcome, &verdict.remarks);
            }
            self.end().await?;
        }
        Ok(())
    }

    /// The batch under way, or a new one.
    pub async fn begin(&mut self) -> Result<&mut Batch<'a>> {
        let batch = match self.batch.take() {
            Some(batch) => batch,
            None => {
                let tx = self.database.write().await?;
                let act = Act::new(self.viewer, tx, self.clock.now(), self.organization);
                Batch::new(act, &self.mapping.source_system, self.today)
            }
        };
        Ok(self.batch.insert(batch))
    }

    /// Completes the batch under way. A dry run keeps it, to see what it wrote, and lets it go in the end.
    pub async fn end(&mut self) -> Result<()> {
        let Some(mut batch) = self.batch.take() else { return Ok(()) };
        batch.settle().await?;
        if self.options.dry_run {
            self.batch = Some(batch);
            return Ok(());
        }
        batch.act.commit().await
    }

    /// Says something about a row, in the file's report and in the summary.
    pub fn say(&mut self, file: &mut FileReport, line: u64, kind: Option<Kind>, remark: &Remark) -> Result<()> {
        file.add(line, kind, remark, &mut self.report).map_err(|cause| unwritable(self.reports, &cause))
    }
}

fn progress(options: &Options, files: &[Found<'_>]) -> ProgressBar {
    if !options.progress {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files.iter().map(|found| found.size).sum());
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {elapsed} (still {eta})") {
        bar.set_style(style);
    }
    bar
}

/// A report that cannot be written.
pub fn unwritable(directory: &Path, cause: &std::io::Error) -> Error {
    Error::bad_input(format!("the report cannot be written to {}: {cause}", directory.display()))
}
