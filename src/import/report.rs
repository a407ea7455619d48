//! What an import did: counts by kind of record, and every row that was rejected, repaired or lacks something.

use std::{
    collections::BTreeMap,
    fmt::{self, Display},
    fs, io,
    path::{Path, PathBuf},
};

use super::{kind::Kind, upsert::UpsertOutcome};
use crate::ledger::decimals;

/// What became of a row that is worth a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Not imported.
    Rejected,
    /// Imported with a spelling put right.
    Repaired,
    /// Imported although something is missing.
    Noted,
}

impl Outcome {
    const fn name(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Repaired => "repaired",
            Self::Noted => "noted",
        }
    }
}

/// One thing to say about one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What became of the row.
    pub outcome: Outcome,
    /// The column at fault; empty when it is the whole row.
    pub column: String,
    /// What the row says there.
    pub text: String,
    /// Why, without quoting the text, so that equal reasons can be counted.
    pub reason: String,
}

impl Remark {
    /// A remark.
    pub fn new(outcome: Outcome, column: &str, text: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { outcome, column: column.to_owned(), text: text.into(), reason: reason.into() }
    }

    /// A remark on a whole row.
    pub fn row(outcome: Outcome, reason: impl Into<String>) -> Self {
        Self::new(outcome, "", "", reason)
    }
}

/// What became of the rows of a kind. `read` = `created` + `updated` + `unchanged` + `rejected`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that are such a record.
    pub read: u64,
    /// Records that came to be.
    pub created: u64,
    /// Records that changed.
    pub updated: u64,
    /// Rows that say what is known already.
    pub unchanged: u64,
    /// Rows that were not imported.
    pub rejected: u64,
    /// Rows that were imported with a spelling put right.
    pub repaired: u64,
    /// Rows that were imported although something is missing.
    pub noted: u64,
}

/// What an import did.
#[derive(Debug, Default)]
pub struct Report {
    /// By kind of record.
    pub counts: BTreeMap<Kind, Counts>,
    /// How often each reason was given.
    pub reasons: BTreeMap<(Outcome, String), u64>,
    /// The reports written beside the files.
    pub written: Vec<PathBuf>,
    /// Rows that cannot be read at all.
    pub unreadable: u64,
    /// Files that could not be read to their end.
    pub broken: Vec<String>,
    /// What the rejected rows are worth, in minor units, by kind and currency.
    pub lost: BTreeMap<(Kind, String), i64>,
    /// Whether nothing was kept.
    pub dry_run: bool,
}

impl Report {
    /// Counts what became of one row.
    pub fn count(&mut self, kind: Kind, outcome: UpsertOutcome, remarks: &[Remark]) {
        let counts = self.counts.entry(kind).or_default();
        counts.read += 1;
        match outcome {
            UpsertOutcome::Created => counts.created += 1,
            UpsertOutcome::Updated => counts.updated += 1,
            UpsertOutcome::Unchanged => counts.unchanged += 1,
            UpsertOutcome::Rejected => counts.rejected += 1,
        }
        if outcome != UpsertOutcome::Rejected {
            counts.repaired += u64::from(remarks.iter().any(|remark| remark.outcome == Outcome::Repaired));
            counts.noted += u64::from(remarks.iter().any(|remark| remark.outcome == Outcome::Noted));
        }
    }

    /// Counts what a rejected row is worth.
    pub fn lose(&mut self, kind: Kind, currency: &str, amount: i64) {
        let lost = self.lost.entry((kind, currency.to_owned())).or_default();
        *lost = lost.saturating_add(amount);
    }

    /// How many rows were rejected in a hundred, rounded up. A file that was not read to its end counts as rejected whole.
    pub fn rejected_percent(&self) -> u64 {
        if !self.broken.is_empty() {
            return 100;
        }
        let rejected = self.unreadable + self.counts.values().map(|counts| counts.rejected).sum::<u64>();
        let read = self.unreadable + self.counts.values().map(|counts| counts.read).sum::<u64>();
        (rejected * 100).div_ceil(read.max(1))
    }

    /// The counts of a kind.
    pub fn of(&self, kind: Kind) -> Counts {
        self.counts.get(&kind).copied().unwrap_or_default()
    }

    /// Whether the database is as it was before.
    pub fn changed_nothing(&self) -> bool {
        self.counts.values().all(|counts| counts.created == 0 && counts.updated == 0)
    }

    /// Whether some row or file was not imported.
    pub fn is_incomplete(&self) -> bool {
        self.unreadable > 0 || !self.broken.is_empty() || self.counts.values().any(|counts| counts.rejected > 0)
    }
}

impl Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{:<14}{:>9}{:>9}{:>9}{:>10}{:>9}{:>9}{:>9}",
            "kind", "read", "created", "updated", "unchanged", "rejected", "repaired", "noted"
        )?;
        for (kind, counts) in &self.counts {
            let Counts { read, created, updated, unchanged, rejected, repaired, noted } = counts;
            writeln!(
                out,
                "{:<14}{read:>9}{created:>9}{updated:>9}{unchanged:>10}{rejected:>9}{repaired:>9}{noted:>9}",
                kind.name()
            )?;
        }
        if self.unreadable > 0 {
            writeln!(out, "rows that cannot be read: {}", self.unreadable)?;
        }
        for ((outcome, reason), count) in &self.reasons {
            writeln!(out, "{}: {count} × {reason}", outcome.name())?;
        }
        for ((kind, currency), amount) in &self.lost {
            writeln!(out, "rejected {} rows are worth {} {currency}", kind.name(), in_units(*amount, currency))?;
        }
        for broken in &self.broken {
            writeln!(out, "not read to its end: {broken}")?;
        }
        for path in &self.written {
            writeln!(out, "see {}", path.display())?;
        }
        if self.dry_run {
            writeln!(out, "This was a dry run: nothing was kept.")?;
        }
        Ok(())
    }
}

/// Minor units as people write them.
fn in_units(amount: i64, currency: &str) -> String {
    let decimals = decimals(currency).unwrap_or(0);
    match 10_i64.checked_pow(decimals) {
        Some(unit) if decimals > 0 => {
            let width = usize::try_from(decimals).unwrap_or(0);
            format!("{}.{:0width$}", amount / unit, amount % unit)
        }
        _ => amount.to_string(),
    }
}

/// Finds out whether reports can be written to a directory.
pub fn try_directory(directory: &Path) -> io::Result<()> {
    let path = directory.join("try.report.csv");
    fs::File::create(&path)?;
    fs::remove_file(&path)
}

/// The report on one file: `FILE.report.csv`, begun at the first remark.
pub struct FileReport {
    file: String,
    path: PathBuf,
    writer: Option<csv::Writer<fs::File>>,
}

impl FileReport {
    /// A report on that file, in that directory; an older one is removed.
    pub fn new(file: &str, directory: &Path) -> io::Result<Self> {
        let path = directory.join(format!("{file}.report.csv"));
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
            _ => Ok(Self { file: file.to_owned(), path, writer: None }),
        }
    }

    /// Adds a remark, to the file and to the summary.
    pub fn add(&mut self, line: u64, kind: Option<Kind>, remark: &Remark, report: &mut Report) -> io::Result<()> {
        let subject = kind.map_or("row", Kind::name);
        *report.reasons.entry((remark.outcome, format!("{subject}: {}", remark.reason))).or_default() += 1;
        let writer = match &mut self.writer {
            Some(writer) => writer,
            none => {
                let mut writer = csv::Writer::from_writer(fs::File::create(&self.path)?);
                writer.write_record(["file", "line", "kind", "outcome", "column", "value", "reason"])?;
                report.written.push(self.path.clone());
                none.insert(writer)
            }
        };
        let line = line.to_string();
        let cells = [&self.file, &line, subject, remark.outcome.name(), &remark.column, &remark.text, &remark.reason];
        writer.write_record(cells.map(harmless))?;
        Ok(())
    }

    /// Writes out what is buffered.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.as_mut().map_or(Ok(()), csv::Writer::flush)
    }
}

/// A cell that no spreadsheet takes for a formula.
pub fn harmless(cell: &str) -> String {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']);
    let quote = if risky { "'" } else { "" };
    format!("{quote}{}", cell.replace('\0', "\u{fffd}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_written_at_the_first_remark_and_holds_no_formula() {
        let directory = tempfile::tempdir().unwrap();
        let mut report = Report::default();
        let mut file = FileReport::new("deals.csv", directory.path()).unwrap();
        file.flush().unwrap();
        assert!(report.written.is_empty());

        let remark = Remark::new(Outcome::Rejected, "=A1", "=HYPERLINK(\"x\")", "amount: not an amount");
        file.add(7, Some(Kind::Deal), &remark, &mut report).unwrap();
        file.add(9, None, &Remark::row(Outcome::Rejected, "the row has fewer fields than the header"), &mut report)
            .unwrap();
        file.flush().unwrap();
        let written = fs::read_to_string(&report.written[0]).unwrap();
        assert_eq!(
            written,
            "file,line,kind,outcome,column,value,reason\n\
             deals.csv,7,deal,rejected,'=A1,\"'=HYPERLINK(\"\"x\"\")\",amount: not an amount\n\
             deals.csv,9,row,rejected,,,the row has fewer fields than the header\n"
        );
        assert_eq!(report.reasons[&(Outcome::Rejected, "deal: amount: not an amount".to_owned())], 1);

        FileReport::new("deals.csv", directory.path()).unwrap();
        assert!(!report.written[0].exists(), "a new report begins with nothing");
    }

    #[test]
    fn cells_that_begin_like_formulas_are_quoted() {
        for cell in ["=1", "+1", "-1", "@x", "\tx", "\rx", "\0x"] {
            assert!(harmless(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(harmless("Acme = best"), "Acme = best");
    }

    #[test]
    fn the_summary_names_counts_and_reasons() {
        let mut report = Report { dry_run: true, ..Report::default() };
        report.counts.insert(Kind::Deal, Counts { read: 3, created: 2, rejected: 1, ..Counts::default() });
        report.reasons.insert((Outcome::Noted, "deal: kept without customer".into()), 2);
        let text = report.to_string();
        assert!(text.contains("deal") && text.contains("noted: 2 × deal: kept without customer"), "{text}");
        assert!(text.contains("dry run"));
        assert!(report.is_incomplete() && !report.changed_nothing());
    }
}
