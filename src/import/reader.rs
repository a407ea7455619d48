//! Rows of a CSV or TSV file, one at a time, with their line numbers. Memory stays bounded whatever the file holds.

use std::{
    collections::HashSet,
    io::{self, BufRead, Read},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use encoding_rs::Encoding;
use unicode_normalization::UnicodeNormalization;

use super::decode::Utf8;

/// The longest field, in bytes.
pub const MAX_FIELD: usize = 64 * 1024;
/// The most columns of a file.
pub const MAX_COLUMNS: usize = 100;
/// The longest row, in bytes: an open quote must not swallow the rest of the file into memory.
const MAX_ROW: usize = 1024 * 1024;

/// A row, or why it cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it begins, counted from 1.
    pub line: u64,
    /// Its fields, or why it is not a row.
    pub fields: Result<Vec<String>, &'static str>,
}

/// Why a file cannot be read any further.
#[derive(Debug)]
pub struct Broken {
    /// Where, counted from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// A file being read.
pub struct Sheet<R: BufRead> {
    csv: csv::Reader<Metered<Utf8<R>>>,
    allowance: Arc<AtomicUsize>,
    columns: Vec<String>,
    record: csv::StringRecord,
}

impl<R: BufRead> Sheet<R> {
    /// Opens a file by reading its header.
    pub fn open(inner: R, encoding: &'static Encoding, delimiter: u8) -> Result<Self, Broken> {
        let allowance = Arc::new(AtomicUsize::new(MAX_ROW));
        let metered = Metered { inner: Utf8::new(inner, encoding), allowance: Arc::clone(&allowance) };
        let mut csv = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(16 * 1024)
            .from_reader(metered);
        let mut header = csv::StringRecord::new();
        let found = csv.read_record(&mut header).map_err(|cause| broken(&cause, 1))?;
        if !found {
            return Err(Broken { line: 1, reason: "the file is empty".into() });
        }
        if header.len() > MAX_COLUMNS {
            return Err(Broken { line: 1, reason: format!("the file has more than {MAX_COLUMNS} columns") });
        }
        let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let mut seen = HashSet::new();
        for name in columns.iter().filter(|name| !name.is_empty()) {
            if !seen.insert(normalized(name)) {
                return Err(Broken { line: 1, reason: format!("two columns are called `{name}`") });
            }
        }
        Ok(Self { csv, allowance, columns, record: csv::StringRecord::new() })
    }

    /// The names of the columns, as written.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The rank of a column; case and spacing do not matter.
    pub fn column(&self, name: &str) -> Option<usize> {
        let wanted = normalized(name);
        self.columns.iter().position(|column| normalized(column) == wanted)
    }

    /// How far into the decoded text the reader is, in bytes.
    pub fn position(&self) -> u64 {
        self.csv.position().byte()
    }

    /// The next row; `None` at the end.
    pub fn next_row(&mut self) -> Result<Option<Row>, Broken> {
        self.allowance.store(MAX_ROW, Ordering::Relaxed);
        let line = self.csv.position().line();
        if !self.csv.read_record(&mut self.record).map_err(|cause| broken(&cause, line))? {
            return Ok(None);
        }
        // The parser counts blank lines before a row as part of it, so the row's place is told from its end.
        let breaks = self.record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
        let line = self.csv.position().line().saturating_sub(1).saturating_sub(u64::try_from(breaks).unwrap_or(0));
        Ok(Some(Row { line, fields: self.fields() }))
    }

    fn fields(&self) -> Result<Vec<String>, &'static str> {
        if self.record.len() > self.columns.len() {
            return Err("the row has more fields than the header");
        }
        if self.record.len() < self.columns.len() {
            return Err("the row has fewer fields than the header");
        }
        if self.record.iter().any(|field| field.len() > MAX_FIELD) {
            return Err("a field is longer than 64 KiB");
        }
        if self.record.iter().any(|field| field.contains('\0')) {
            return Err("the row holds a NUL character");
        }
        Ok(self.record.iter().map(str::to_owned).collect())
    }
}

fn broken(cause: &csv::Error, line: u64) -> Broken {
    Broken { line, reason: cause.to_string() }
}

/// A column name for comparison: composed, in lower case, with single spaces.
fn normalized(name: &str) -> String {
    let folded: String = name.nfc().collect::<String>().to_lowercase();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Stops reading once a row has used up its allowance.
struct Metered<R> {
    inner: R,
    allowance: Arc<AtomicUsize>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let allowance = self.allowance.load(Ordering::Relaxed);
        if allowance == 0 {
            return Err(io::Error::other("the row is longer than 1 MiB; is a quotation mark left open?"));
        }
        let count = self.inner.read(out)?;
        self.allowance.store(allowance.saturating_sub(count), Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{UTF_8, WINDOWS_1252};

    fn rows(text: &[u8], delimiter: u8) -> Vec<Row> {
        let mut sheet = Sheet::open(text, UTF_8, delimiter).unwrap();
        std::iter::from_fn(|| sheet.next_row().unwrap()).collect()
    }

    fn row(line: u64, fields: &[&str]) -> Row {
        Row { line, fields: Ok(fields.iter().map(|field| (*field).to_owned()).collect()) }
    }

    #[test]
    fn rows_know_the_line_they_begin_on() {
        let text = b"name,note\r\nAcme,\"two\nlines\"\r\n\r\nBeta,x\n";
        assert_eq!(rows(text, b','), [row(2, &["Acme", "two\nlines"]), row(5, &["Beta", "x"])]);
    }

    #[test]
    fn delimiters_and_encodings_vary() {
        assert_eq!(rows(b"a;b\n1;2\n", b';'), [row(2, &["1", "2"])]);
        assert_eq!(rows(b"a\tb\n1\t2", b'\t'), [row(2, &["1", "2"])]);
        let mut latin = Sheet::open(&b"soci\xe9t\xe9\nCaf\xe9\n"[..], WINDOWS_1252, b',').unwrap();
        assert_eq!(latin.column("SOCIÉTÉ"), Some(0));
        assert_eq!(latin.next_row().unwrap(), Some(row(2, &["Café"])));
    }

    #[test]
    fn columns_are_found_whatever_their_case_and_spacing() {
        let sheet = Sheet::open(&b"\xef\xbb\xbfDeal  Stage , Close Date\n"[..], UTF_8, b',').unwrap();
        assert_eq!(sheet.column("deal stage"), Some(0));
        assert_eq!(sheet.column("Close Date"), Some(1));
        assert_eq!(sheet.column("amount"), None);
    }

    #[test]
    fn a_row_that_does_not_fit_is_told_apart_from_the_others() {
        let rows = rows(b"a,b\n1\n1,2,3\n1,\0\n1,2\n", b',');
        let lines: Vec<_> = rows.iter().map(|row| (row.line, row.fields.is_ok())).collect();
        assert_eq!(lines, [(2, false), (3, false), (4, false), (5, true)]);
    }

    #[test]
    fn long_fields_are_refused_and_open_quotes_end_the_file() {
        let mut text = b"a,b\n1,".to_vec();
        text.extend(std::iter::repeat_n(b'x', MAX_FIELD + 1));
        text.extend(b"\n3,4\n");
        let found = rows(&text, b',');
        assert_eq!(found[0].fields, Err("a field is longer than 64 KiB"));
        assert_eq!(found[1], row(3, &["3", "4"]));

        // An endless field: reading stops long before memory does.
        let endless = io::BufReader::new(Read::chain(&b"a,b\n1,\""[..], io::repeat(b'x')));
        let mut sheet = Sheet::open(endless, UTF_8, b',').unwrap();
        let broken = sheet.next_row().unwrap_err();
        assert_eq!(broken.line, 2);
        assert!(broken.reason.contains("quotation mark"), "{}", broken.reason);
    }

    #[test]
    fn a_header_must_be_there_and_be_plain() {
        assert!(Sheet::open(&b""[..], UTF_8, b',').is_err());
        assert!(Sheet::open(&b"a,A \n"[..], UTF_8, b',').is_err());
        let wide = vec!["c"; MAX_COLUMNS + 1].join(",");
        assert!(Sheet::open(wide.as_bytes(), UTF_8, b',').is_err());
        assert!(Sheet::open(io::BufReader::new(io::repeat(b'x')), UTF_8, b',').is_err());
    }
}
