//! One file: batch after batch, and once more for references to records that came further down in it.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    io::BufRead,
};

use super::{
    draft::{Draft, Value},
    kind::Kind,
    plan::{Context, Missing, Plan, Reading},
    reader::{Broken, Row, Sheet},
    report::{FileReport, Outcome, Remark},
    resolve::Later,
    run::{Import, unwritable},
    survey::Found,
    upsert::{UpsertOutcome, Verdict},
};
use crate::error::{Error, Result};

/// What a record of the mapping saw in its file.
struct Track<'m> {
    plan: Plan<'m>,
    /// The external ids seen, and what their rows said, both hashed.
    seen: HashMap<u128, u64>,
    /// Whether some row refers to a record that was not there yet.
    awaits: bool,
}

impl<'a> Import<'a> {
    /// Reads a file; `done` bytes were read before it.
    pub async fn file(&mut self, found: &Found<'a>, done: u64) -> Result<()> {
        let mut file_report =
            FileReport::new(&found.name, self.reports).map_err(|cause| unwritable(self.reports, &cause))?;
        let mut sheet = found.open().map_err(Error::bad_input)?;
        let context = Context {
            file: &found.name,
            style: &found.style,
            zone: self.zone,
            home: self.home,
            currency: &self.mapping.currency,
        };
        let mut tracks: Vec<Track<'_>> = found
            .file
            .records
            .iter()
            .filter_map(|record| {
                let plan = Plan::new(record, context, |name| sheet.column(name), &mut Missing::default())?;
                Some(Track { plan, seen: HashMap::new(), awaits: false })
            })
            .collect();
        let ranks: Vec<usize> = tracks.iter().flat_map(|track| track.plan.ranks()).collect();
        sheet.keep_only(ranks.iter().copied());
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
                    Reading::Rejected(draft, remarks) => verdicts.push((told, Verdict::refused(&draft, remarks))),
                    Reading::Draft(draft) => {
                        let (key, content) = hashes(&draft);
                        match track.seen.insert(key, content) {
                            None => drafts.push(draft),
                            Some(earlier) if earlier == content => {
                                verdicts.push((told, Verdict::kept(row.line, UpsertOutcome::Unchanged, repeated(kind))))
                            }
                            Some(earlier) => {
                                // The first row counts, so that a second import finds what the first one left.
                                track.seen.insert(key, earlier);
                                let reason = "an earlier row has the same external id and says otherwise";
                                let remarks = vec![Remark::row(Outcome::Rejected, reason)];
                                verdicts.push((told, Verdict::refused(&draft, remarks)));
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
                Some(kind) => {
                    self.report.count(*kind, verdict.outcome, &verdict.remarks);
                    if let Some((currency, amount)) = &verdict.lost {
                        self.report.lose(*kind, currency, *amount);
                    }
                }
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
        sheet.keep_only(tracks.iter().flat_map(|track| track.plan.ranks()));
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
}

/// What to say of a row that says the same as one before. Names come again and again; what happens does not.
fn repeated(kind: Kind) -> Vec<Remark> {
    let is_named = kind.natural_key() == Some("name") || !kind.has_external_id();
    let remark = || Remark::row(Outcome::Noted, "the same as an earlier row: the two are one record");
    (!is_named).then(remark).into_iter().collect()
}

/// The next rows, and why there are no more of them when the file is broken.
fn read<R: BufRead>(sheet: &mut Sheet<R>, count: usize) -> (Vec<Row>, Option<Broken>) {
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
