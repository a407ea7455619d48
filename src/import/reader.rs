//! Rows of a CSV or TSV file, one at a time, with their line numbers. Columns that nobody asks for are skipped, so that
//! they can be as many and as long as they like; memory stays bounded whatever the file holds.

use std::{
    collections::HashMap,
    io::{BufRead, Read},
};

use encoding_rs::Encoding;
use unicode_normalization::UnicodeNormalization;

use super::decode::Utf8;

/// The longest field that is kept, in bytes.
pub const MAX_FIELD: usize = 64 * 1024;
/// The longest header, in bytes.
const MAX_HEADER: usize = 1024 * 1024;
/// The longest row, in bytes: an open quote must not swallow a file without end.
const MAX_ROW: u64 = 16 * 1024 * 1024;

/// A row, or why it cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it begins, counted from 1.
    pub line: u64,
    /// A text for each column of the header, empty for those that nobody asked for; or why it is not a row.
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
    parser: Parser<Utf8<R>>,
    columns: Vec<String>,
    /// The columns by their normalized names, and how many are called so.
    ranks: HashMap<String, (usize, usize)>,
    /// Which columns are kept.
    wanted: Vec<bool>,
}

impl<R: BufRead> Sheet<R> {
    /// Opens a file by reading its header.
    pub fn open(inner: R, encoding: &'static Encoding, delimiter: u8) -> Result<Self, Broken> {
        let mut parser = Parser::new(Utf8::new(inner, encoding), delimiter);
        let Some(header) = parser.next_record(&mut |_| Some(MAX_HEADER))? else {
            return Err(Broken { line: 1, reason: "the file is empty".into() });
        };
        if header.is_overlong || header.fields.iter().map(String::len).sum::<usize>() > MAX_HEADER {
            return Err(Broken { line: 1, reason: "the header is longer than 1 MiB".into() });
        }
        let columns: Vec<String> = header.fields.iter().map(|name| name.trim().to_owned()).collect();
        let mut ranks: HashMap<String, (usize, usize)> = HashMap::new();
        for (rank, name) in columns.iter().enumerate() {
            ranks.entry(normalized(name)).and_modify(|(_, count)| *count += 1).or_insert((rank, 1));
        }
        let wanted = vec![true; columns.len()];
        Ok(Self { parser, columns, ranks, wanted })
    }

    /// The names of the columns, as written.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The rank of a column; case and spacing do not matter.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.ranks.get(&normalized(name)).map(|(rank, _)| *rank)
    }

    /// Whether several columns are called so.
    pub fn is_ambiguous(&self, name: &str) -> bool {
        self.ranks.get(&normalized(name)).is_some_and(|(_, count)| *count > 1)
    }

    /// Keeps these columns and skips the others.
    pub fn keep_only(&mut self, ranks: impl IntoIterator<Item = usize>) {
        self.wanted.fill(false);
        for rank in ranks {
            if let Some(wanted) = self.wanted.get_mut(rank) {
                *wanted = true;
            }
        }
    }

    /// How far into the decoded text the reader is, in bytes.
    pub const fn position(&self) -> u64 {
        self.parser.position
    }

    /// The next row; `None` at the end.
    pub fn next_row(&mut self) -> Result<Option<Row>, Broken> {
        let wanted = &self.wanted;
        // One byte of a cell beyond the header tells whether it is empty.
        let limit = |rank: usize| match wanted.get(rank) {
            Some(true) => Some(MAX_FIELD),
            Some(false) => None,
            None => Some(1),
        };
        let Some(record) = self.parser.next_record(&mut { limit })? else { return Ok(None) };
        let Record { line, mut fields, is_overlong } = record;
        let count = self.columns.len();
        let is_beyond = fields.iter().skip(count).any(|text| !text.is_empty());
        fields.resize(count, String::new());
        let fields = if is_beyond {
            Err("the row has more fields than the header")
        } else if is_overlong {
            Err("a field is longer than 64 KiB")
        } else {
            Ok(fields)
        };
        Ok(Some(Row { line, fields }))
    }
}

/// The fields of a row of the file, whatever the header says.
struct Record {
    line: u64,
    fields: Vec<String>,
    /// Whether a field that is kept is longer than its limit, and was cut there.
    is_overlong: bool,
}

/// Where in a field the parser is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// After a quotation mark in a quoted field: its end, or half of an escaped one.
    QuoteInQuoted,
}

/// Splits text into fields, a byte at a time. Lines end in `\n` only.
struct Parser<R> {
    inner: R,
    delimiter: u8,
    buffer: Vec<u8>,
    /// What of the buffer was consumed and what of it is filled.
    at: usize,
    filled: usize,
    /// The line that the next byte is on.
    line: u64,
    position: u64,
}

impl<R: Read> Parser<R> {
    fn new(inner: R, delimiter: u8) -> Self {
        Self { inner, delimiter, buffer: vec![0; 16 * 1024], at: 0, filled: 0, line: 1, position: 0 }
    }

    fn next_byte(&mut self) -> Result<Option<u8>, Broken> {
        if self.at == self.filled {
            self.at = 0;
            self.filled = self
                .inner
                .read(&mut self.buffer)
                .map_err(|cause| Broken { line: self.line, reason: cause.to_string() })?;
        }
        let Some(byte) = self.buffer.get(self.at).filter(|_| self.at < self.filled).copied() else { return Ok(None) };
        self.at += 1;
        self.position += 1;
        self.line += u64::from(byte == b'\n');
        Ok(Some(byte))
    }

    /// The next row that is not blank. `limit` says how many bytes of a field are kept; `None` = the field is skipped.
    fn next_record(&mut self, limit: &mut dyn FnMut(usize) -> Option<usize>) -> Result<Option<Record>, Broken> {
        let mut line = self.line;
        let mut begins_at = self.position;
        let mut record = Record { line, fields: Vec::new(), is_overlong: false };
        let mut field: Vec<u8> = Vec::new();
        let mut keep = limit(0);
        let mut state = State::FieldStart;
        loop {
            if self.position - begins_at > MAX_ROW {
                let reason = "the row is longer than 16 MiB; is a quotation mark left open?".into();
                return Err(Broken { line, reason });
            }
            let Some(byte) = self.next_byte()? else {
                return match state {
                    State::Quoted => {
                        let reason = "a quotation mark is left open: the rest of the file lies inside it".into();
                        Err(Broken { line, reason })
                    }
                    // The decoder ends every line, the last one too.
                    _ => Ok(None),
                };
            };
            let is_quoted = state == State::Quoted;
            if byte == b'\n' && !is_quoted && state == State::FieldStart && record.fields.is_empty() {
                // A blank line.
                (line, begins_at) = (self.line, self.position);
                continue;
            }
            if !is_quoted && (byte == self.delimiter || byte == b'\n') {
                record.fields.push(String::from_utf8_lossy(&field).into_owned());
                field.clear();
                if byte == b'\n' {
                    record.line = line;
                    return Ok(Some(record));
                }
                keep = limit(record.fields.len());
                state = State::FieldStart;
                continue;
            }
            let is_text = match (state, byte) {
                (State::FieldStart, b'"') => {
                    state = State::Quoted;
                    false
                }
                (State::Quoted, b'"') => {
                    state = State::QuoteInQuoted;
                    false
                }
                (State::QuoteInQuoted, b'"') => {
                    state = State::Quoted;
                    true
                }
                (State::Quoted, _) => true,
                _ => {
                    state = State::Plain;
                    true
                }
            };
            match keep {
                Some(limit) if is_text && field.len() < limit => field.push(byte),
                Some(_) if is_text => record.is_overlong = true,
                _ => {}
            }
        }
    }
}

/// A column name for comparison: composed, in lower case, with single spaces.
fn normalized(name: &str) -> String {
    let folded: String = name.nfc().collect::<String>().to_lowercase();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::io;

    use encoding_rs::{UTF_8, WINDOWS_1252};

    use super::*;

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
    fn p15_a_row_is_kept_when_only_empty_cells_are_too_many_or_missing() {
        let found = rows(b"a,b\n1\n1,2,,\n1,2,3\n\"\",\n", b',');
        assert_eq!(
            found,
            [
                row(2, &["1", ""]),
                row(3, &["1", "2"]),
                Row { line: 4, fields: Err("the row has more fields than the header") },
                row(5, &["", ""]),
            ]
        );
    }

    #[test]
    fn quotation_marks_are_read_as_spreadsheets_write_them() {
        let found = rows(b"a,b\n\"x \"\"y\"\", z\",5\" wide\n\"a\"b,\"\"\n", b',');
        assert_eq!(found, [row(2, &["x \"y\", z", "5\" wide"]), row(3, &["ab", ""])]);
    }

    #[test]
    fn p11_what_nobody_asks_for_is_skipped_whatever_its_size() {
        let mut text = b"a,b\n1,".to_vec();
        text.extend(std::iter::repeat_n(b'x', MAX_FIELD + 1));
        text.extend(b"\n3,4\n");
        let found = rows(&text, b',');
        assert_eq!(found[0].fields, Err("a field is longer than 64 KiB"));
        assert_eq!(found[1], row(3, &["3", "4"]));
        let mut sheet = Sheet::open(&text[..], UTF_8, b',').unwrap();
        sheet.keep_only([0]);
        assert_eq!(sheet.next_row().unwrap(), Some(row(2, &["1", ""])));
        assert_eq!(sheet.next_row().unwrap(), Some(row(3, &["3", ""])));

        let wide = format!("{}\n{}\n", vec!["c"; 5_000].join(","), vec!["1"; 5_000].join(","));
        let mut sheet = Sheet::open(wide.as_bytes(), UTF_8, b',').unwrap();
        assert!(sheet.is_ambiguous("C") && !sheet.is_ambiguous("d"));
        assert_eq!(sheet.next_row().unwrap().unwrap().fields.unwrap().len(), 5_000);
    }

    #[test]
    fn an_open_quotation_mark_ends_the_file_and_says_so() {
        let mut sheet = Sheet::open(&b"a,b\n1,2\n1,\"x\n3,4\n"[..], UTF_8, b',').unwrap();
        sheet.keep_only([0]);
        assert!(sheet.next_row().is_ok());
        let broken = sheet.next_row().unwrap_err();
        assert_eq!(broken.line, 3);
        assert!(broken.reason.contains("left open"), "{}", broken.reason);

        // An endless field: reading stops long before memory does.
        let endless = io::BufReader::new(Read::chain(&b"a,b\n1,\""[..], io::repeat(b'x')));
        let mut sheet = Sheet::open(endless, UTF_8, b',').unwrap();
        let broken = sheet.next_row().unwrap_err();
        assert_eq!(broken.line, 2);
        assert!(broken.reason.contains("quotation mark"), "{}", broken.reason);
    }

    #[test]
    fn a_header_must_be_there_and_be_of_a_reasonable_length() {
        assert!(Sheet::open(&b""[..], UTF_8, b',').is_err());
        assert!(Sheet::open(io::BufReader::new(io::repeat(b'x')), UTF_8, b',').is_err());
    }
}
