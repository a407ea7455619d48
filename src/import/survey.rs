//! Before anything changes: which files there are, and whether they have the columns that the mapping names.

use std::{
    collections::BTreeSet,
    fs::File as Input,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use chrono_tz::Tz;

use super::{
    decode::Utf8,
    mapping::{File, Mapping, Style},
    plan::{Context, Missing, Plan},
    reader::Sheet,
};
use crate::error::{Error, Result};

/// How much of a file is looked at to find its delimiter, in bytes.
const MAX_HEADER: u64 = 256 * 1024;

/// A file to be read, and how.
pub struct Found<'m> {
    /// Where it is.
    pub path: PathBuf,
    /// Its name, for the report.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// What the mapping says about it.
    pub file: &'m File,
    /// How it is written.
    pub style: Style,
    /// Columns that it may lack, and does.
    pub notes: Vec<String>,
}

impl Found<'_> {
    /// Opens it. The error is for the report.
    pub fn open(&self) -> Result<Sheet<BufReader<Input>>, String> {
        let open = || {
            let input = Input::open(&self.path).map_err(|cause| format!("{}: {cause}", self.name))?;
            Ok::<_, String>(BufReader::with_capacity(64 * 1024, input))
        };
        let delimiter = match self.style.delimiter {
            Some(delimiter) => delimiter,
            None => {
                let mut start = Vec::new();
                let text = Utf8::new(open()?, self.style.encoding);
                text.take(MAX_HEADER).read_to_end(&mut start).map_err(|cause| format!("{}: {cause}", self.name))?;
                delimiter_of(&header_of(&start), self.file)
            }
        };
        Sheet::open(open()?, self.style.encoding, delimiter)
            .map_err(|broken| format!("{}, line {}: {}", self.name, broken.line, broken.reason))
    }
}

/// Finds the files of a mapping, in the order in which they are read. The error lists all that is wrong.
pub fn survey<'m>(mapping: &'m Mapping, directory: &Path) -> Result<Vec<Found<'m>>> {
    let mut names = names_in(directory)?;
    names.sort_unstable();
    let mut found = Vec::new();
    let mut complaints = Vec::new();
    for file in &mapping.files {
        let matches: Vec<&String> = names.iter().filter(|name| is_called(name, &file.path)).collect();
        if matches.is_empty() && !file.optional {
            complaints.push(format!("{}: there is no such file in {}", file.path, directory.display()));
        }
        for name in matches {
            let style = file
                .format
                .style(&mapping.format)
                .map_err(|(key, message)| Error::bad_input(format!("{key}: {message}")))?;
            let path = directory.join(name);
            let size = std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
            let mut one = Found { path, name: name.clone(), size, file, style, notes: Vec::new() };
            match one.open() {
                Err(complaint) => complaints.push(complaint),
                Ok(sheet) => {
                    let missing = missing_columns(&one, mapping, &sheet);
                    complaints.extend(unreadable(name, file, &sheet, &missing));
                    one.notes = missing.notes;
                }
            }
            found.push(one);
        }
    }
    if complaints.is_empty() {
        Ok(found)
    } else {
        Err(Error::bad_input(format!("the files do not fit the mapping:\n  {}", complaints.join("\n  "))))
    }
}

/// The columns that a file does not have, each once.
fn missing_columns<R: BufRead>(found: &Found<'_>, mapping: &Mapping, sheet: &Sheet<R>) -> Missing {
    // No row is read yet, so that time zones do not matter.
    let (zone, home) = (Tz::UTC, Tz::UTC);
    let context = Context { file: &found.name, style: &found.style, zone, home, currency: &mapping.currency };
    let mut missing = Missing::default();
    for record in &found.file.records {
        Plan::new(record, context, |name| sheet.column(name), &mut missing);
    }
    for list in [&mut missing.errors, &mut missing.notes] {
        list.sort_unstable();
        list.dedup();
    }
    missing
}

/// Why a file cannot be read by the mapping.
fn unreadable<R: BufRead>(name: &str, file: &File, sheet: &Sheet<R>, missing: &Missing) -> Vec<String> {
    let named: BTreeSet<&str> = file.columns().collect();
    if !missing.errors.is_empty() && named.iter().all(|column| sheet.column(column).is_none()) {
        return vec![format!(
            "{name}: none of the columns of the mapping is in its first line, which reads `{}`; is it the header, and \
             does it separate columns as the mapping's `delimiter` says?",
            sheet.columns().join(" | ")
        )];
    }
    let has = || sheet.columns().join(", ");
    let missing = missing.errors.iter().map(|column| format!("{name}: has no column {column}; it has {}", has()));
    let ambiguous = named.into_iter().filter(|column| sheet.is_ambiguous(column));
    missing.chain(ambiguous.map(|column| format!("{name}: two columns are called `{column}`"))).collect()
}

/// The first line, whose quoted fields may hold line breaks.
fn header_of(start: &[u8]) -> String {
    let mut is_quoted = false;
    let header = start.iter().take_while(|byte| {
        is_quoted ^= **byte == b'"';
        is_quoted || **byte != b'\n'
    });
    String::from_utf8_lossy(&header.copied().collect::<Vec<u8>>()).into_owned()
}

/// The separator under which the header has most of the columns that a mapping names.
fn delimiter_of(header: &str, file: &File) -> u8 {
    let columns_by = |delimiter: u8| -> (usize, usize) {
        let Ok(sheet) = Sheet::open(header.as_bytes(), encoding_rs::UTF_8, delimiter) else { return (0, 0) };
        let named: BTreeSet<&str> = file.columns().collect();
        (named.into_iter().filter(|name| sheet.column(name).is_some()).count(), sheet.columns().len())
    };
    // Of equals the last one counts: the comma.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|delimiter| columns_by(*delimiter)).unwrap_or(b',')
}

fn names_in(directory: &Path) -> Result<Vec<String>> {
    let unreadable = |cause| Error::bad_input(format!("{} cannot be read: {cause}", directory.display()));
    let mut names = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        // Our own reports lie beside the files.
        names.extend(name.to_str().filter(|name| !name.ends_with(".report.csv")).map(str::to_owned));
    }
    Ok(names)
}

/// Whether a name is as a pattern says, where `*` stands for anything. Case does not matter.
fn is_called(name: &str, pattern: &str) -> bool {
    let (name, pattern) = (name.to_lowercase(), pattern.to_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::is_called;

    #[test]
    fn a_star_stands_for_anything() {
        for (name, pattern, expected) in [
            ("deals.csv", "deals.csv", true),
            ("Deals.CSV", "deals.csv", true),
            ("deals.csv.bak", "deals.csv", false),
            ("hubspot-crm-exports-all-deals-2026.csv", "*deals*.csv", true),
            ("deals.csv", "*deals*.csv", true),
            ("contacts.csv", "*deals*.csv", false),
            ("a.csv", "a*a.csv", false),
        ] {
            assert_eq!(is_called(name, pattern), expected, "{name} {pattern}");
        }
    }
}
