//! Before anything changes: which files there are, and whether they have the columns that the mapping names.

use std::{
    fs::File as Input,
    io::BufReader,
    path::{Path, PathBuf},
};

use chrono_tz::Tz;

use super::{
    mapping::{File, Mapping, Style},
    plan::{Context, Plan},
    reader::Sheet,
};
use crate::error::{Error, Result};

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
        let input = Input::open(&self.path).map_err(|cause| format!("{}: {cause}", self.name))?;
        Sheet::open(BufReader::with_capacity(64 * 1024, input), self.style.encoding, self.style.delimiter)
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
                    let mut lacking = Vec::new();
                    let mut notes = Vec::new();
                    // No row is read yet, so that the time zone does not matter.
                    let context = Context { style: &one.style, zone: Tz::UTC, currency: &mapping.currency };
                    for record in &file.records {
                        Plan::new(record, context, |name| sheet.column(name), &mut lacking, &mut notes);
                    }
                    notes.sort_unstable();
                    notes.dedup();
                    lacking.sort_unstable();
                    lacking.dedup();
                    complaints.extend(lacking.iter().map(|column| {
                        format!("{name}: has no column {column}; it has {}", sheet.columns().join(", "))
                    }));
                    one.notes = notes;
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
