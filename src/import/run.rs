//! An import from beginning to end: organization, stages, then file after file in batches of one transaction each.
//!
//! A batch is all or nothing, and what it holds is recognised by its external ids: an import that was killed is completed
//! by the same import.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use chrono_tz::Tz;
use entity::organization;
use indicatif::{ProgressBar, ProgressStyle};

use super::{
    batch::Batch,
    draft::{Context, Draft, Plan, Reading, Value},
    kind::Kind,
    mapping::Mapping,
    reader::Row,
    report::{FileReport, Outcome, Remark, Report},
    resolve::Later,
    setup,
    survey::{Found, survey},
    upsert::{Fate, Verdict},
};
use crate::{
    access::Viewer,
    act::Act,
    clock::Clock,
    db::Database,
    error::{Error, Result},
    ledger::Book,
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
    let (opening, organization) = setup::organization(database.write().await?, clock, &viewer, mapping).await?;
    // A dry run is one transaction that is never committed; the organization is part of it.
    let held = if options.dry_run {
        Some(opening)
    } else {
        opening.commit().await?;
        None
    };
    let book = Book::new(&organization)?;
    let bar = progress(&options, &files);
    let mut import = Import {
        database,
        clock,
        mapping,
        organization: &organization,
        viewer: &viewer,
        zone: mapping.time_zone.unwrap_or(book.zone()),
        today: book.day(clock.now()),
        options: &options,
        reports: options.reports.as_deref().unwrap_or(directory),
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

struct Import<'a> {
    database: &'a Database,
    clock: &'a Clock,
    mapping: &'a Mapping,
    organization: &'a organization::Model,
    viewer: &'a Viewer,
    zone: Tz,
    today: NaiveDate,
    options: &'a Options,
    reports: &'a Path,
    report: Report,
    /// The batch under way; in a dry run the only one.
    batch: Option<Batch<'a>>,
    bar: ProgressBar,
}

/// What a record of the mapping saw in its file.
struct Track<'m> {
    plan: Plan<'m>,
    /// The external ids seen, and what their rows said, both hashed.
    seen: HashMap<u128, u64>,
    /// Whether some row refers to a record that was not there yet.
    awaits: bool,
}

impl<'a> Import<'a> {
    /// The pipelines and stages that the mapping declares.
    async fn pipelines(&mut self) -> Result<()> {
        let (pipelines, stages) = setup::pipelines(self.mapping);
        for (kind, drafts) in [(Kind::Pipeline, pipelines), (Kind::Stage, stages)] {
            let batch = self.begin().await?;
            for verdict in batch.write(kind, drafts, Later::Never).await? {
                self.report.count(kind, verdict.fate, &verdict.remarks);
            }
            self.end().await?;
        }
        Ok(())
    }

    async fn file(&mut self, found: &Found<'a>, done: u64) -> Result<()> {
        let mut file_report =
            FileReport::new(&found.name, self.reports).map_err(|cause| unwritable(self.reports, &cause))?;
        let mut sheet = found.open().map_err(Error::bad_input)?;
        let context = Context { style: &found.style, zone: self.zone, currency: &self.mapping.currency };
        let mut tracks: Vec<Track<'_>> = found
            .file
            .records
            .iter()
            .map(|record| Track {
                plan: Plan::new(record, context, |name| sheet.column(name), &mut Vec::new(), &mut Vec::new()),
                seen: HashMap::new(),
                awaits: false,
            })
            .collect();
        for note in &found.notes {
            let remark = Remark::row(
                Outcome::Noted,
                format!("the file has no column {note}: its fields are left alone, or take their default"),
            );
            self.say(&mut file_report, 1, None, &remark)?;
        }
        loop {
            let (rows, broken) = read(&mut sheet, self.options.batch);
            let is_last = rows.len() < self.options.batch;
            if !rows.is_empty() {
                self.rows(&mut tracks, &rows, &mut file_report).await?;
            }
            self.bar.set_position(done.saturating_add(sheet.position()));
            if let Some(broken) = broken {
                self.say(&mut file_report, broken.line, None, &Remark::row(Outcome::Rejected, broken.reason.clone()))?;
                self.report.broken.push(format!("{}, line {}: {}", found.name, broken.line, broken.reason));
            }
            if is_last {
                break;
            }
        }
        if tracks.iter().any(|track| track.awaits) {
            self.again(found, &tracks, &mut file_report).await?;
        }
        file_report.flush().map_err(|cause| unwritable(self.reports, &cause))
    }

    /// Writes a batch of rows: record after record of the mapping, so that one can refer to those before it.
    async fn rows(&mut self, tracks: &mut [Track<'_>], rows: &[Row], file_report: &mut FileReport) -> Result<()> {
        let mut verdicts: Vec<(Option<Kind>, Verdict)> = Vec::new();
        for row in rows {
            if let Err(reason) = row.fields {
                verdicts.push((None, Verdict::rejected(row.line, Remark::row(Outcome::Rejected, reason))));
            }
        }
        for track in tracks {
            let kind = track.plan.kind();
            let told = Some(kind);
            let mut drafts = Vec::new();
            for row in rows {
                let Ok(fields) = &row.fields else { continue };
                match track.plan.read(row.line, fields) {
                    Reading::Other => {}
                    Reading::Rejected(remarks) => {
                        verdicts.push((told, Verdict { line: row.line, fate: Fate::Rejected, remarks, awaits: false }));
                    }
                    Reading::Draft(draft) => {
                        let (key, content) = hashes(&draft);
                        match track.seen.insert(key, content) {
                            None => drafts.push(draft),
                            Some(earlier) if earlier == content => verdicts.push((
                                told,
                                Verdict { line: row.line, fate: Fate::Unchanged, remarks: Vec::new(), awaits: false },
                            )),
                            Some(earlier) => {
                                // The first row counts, so that a second import finds what the first one left.
                                track.seen.insert(key, earlier);
                                let reason = "an earlier row has the same external id and says otherwise";
                                verdicts
                                    .push((told, Verdict::rejected(row.line, Remark::row(Outcome::Rejected, reason))));
                            }
                        }
                    }
                }
            }
            let batch = self.begin().await?;
            for verdict in batch.write(kind, drafts, Later::May).await? {
                track.awaits |= verdict.awaits;
                verdicts.push((told, verdict));
            }
        }
        self.end().await?;
        verdicts.sort_by_key(|(kind, verdict)| (verdict.line, *kind));
        for (kind, verdict) in &verdicts {
            match kind {
                Some(kind) => self.report.count(*kind, verdict.fate, &verdict.remarks),
                None => self.report.unreadable += 1,
            }
            for remark in &verdict.remarks {
                self.say(file_report, verdict.line, *kind, remark)?;
            }
        }
        Ok(())
    }

    /// Reads a file again for references to records that came further down in it. The rows were counted already.
    async fn again(&mut self, found: &Found<'a>, tracks: &[Track<'_>], file_report: &mut FileReport) -> Result<()> {
        let mut sheet = found.open().map_err(Error::bad_input)?;
        loop {
            let (rows, _) = read(&mut sheet, self.options.batch);
            let is_last = rows.len() < self.options.batch;
            for track in tracks.iter().filter(|track| track.awaits) {
                let kind = track.plan.kind();
                let mut drafts: HashMap<u128, Draft> = HashMap::new();
                for row in &rows {
                    let Ok(fields) = &row.fields else { continue };
                    let Reading::Draft(draft) = track.plan.read(row.line, fields) else { continue };
                    let (key, content) = hashes(&draft);
                    let refers = draft
                        .entries
                        .iter()
                        .any(|entry| matches!(&entry.value, Value::Reference(reference) if reference.kind == kind));
                    if refers && track.seen.get(&key) == Some(&content) {
                        drafts.entry(key).or_insert(draft);
                    }
                }
                let mut drafts: Vec<Draft> = drafts.into_values().collect();
                drafts.sort_by_key(|draft| draft.line);
                for draft in &mut drafts {
                    draft.remarks.clear();
                }
                let batch = self.begin().await?;
                let verdicts = batch.write(kind, drafts, Later::Never).await?;
                self.end().await?;
                for verdict in verdicts {
                    for remark in &verdict.remarks {
                        self.say(file_report, verdict.line, Some(kind), remark)?;
                    }
                }
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// The batch under way, or a new one.
    async fn begin(&mut self) -> Result<&mut Batch<'a>> {
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
    async fn end(&mut self) -> Result<()> {
        let Some(mut batch) = self.batch.take() else { return Ok(()) };
        batch.settle().await?;
        if self.options.dry_run {
            self.batch = Some(batch);
            return Ok(());
        }
        batch.act.commit().await
    }

    fn say(&mut self, file: &mut FileReport, line: u64, kind: Option<Kind>, remark: &Remark) -> Result<()> {
        file.add(line, kind, remark, &mut self.report).map_err(|cause| unwritable(self.reports, &cause))
    }
}

/// The next rows, and why there are no more of them when the file is broken.
fn read<R: std::io::BufRead>(
    sheet: &mut super::reader::Sheet<R>,
    count: usize,
) -> (Vec<Row>, Option<super::reader::Broken>) {
    let mut rows = Vec::new();
    while rows.len() < count {
        match sheet.next_row() {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => break,
            Err(broken) => return (rows, Some(broken)),
        }
    }
    (rows, None)
}

/// What a draft is told apart by, and all that it says.
fn hashes(draft: &Draft) -> (u128, u64) {
    let hash = |salt: u8, what: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        what(&mut hasher);
        hasher.finish()
    };
    let says = |hasher: &mut DefaultHasher| {
        for entry in &draft.entries {
            (entry.field.name, &entry.value).hash(hasher);
        }
    };
    let is = |hasher: &mut DefaultHasher| match &draft.external_id {
        Some(id) => id.hash(hasher),
        None => says(hasher),
    };
    ((u128::from(hash(0, &is)) << 64) | u128::from(hash(1, &is)), hash(2, &says))
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

fn unwritable(directory: &Path, cause: &std::io::Error) -> Error {
    Error::bad_input(format!("the report cannot be written to {}: {cause}", directory.display()))
}
