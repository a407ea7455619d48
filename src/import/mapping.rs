//! The declarative mapping: which file holds what, in TOML.
//!
//! ```toml
//! source_system = "crm"              # with the external ids, what makes a second import change nothing
//! currency = "EUR"                   # of amounts that name none
//! time_zone = "Europe/Paris"         # of dates that name none; default: the organization's
//!
//! [format]                           # how the files are written; a file may have a `format` of its own
//! delimiter = ";"                    # default: what the header shows; "tab" for TSV
//! encoding = "windows-1252"          # default "utf-8"; a byte order mark is taken off
//! decimal = ","                      # default "."
//! grouping = " "                     # default "," beside "." and " " beside ","
//! dates = ["%d/%m/%Y"]               # tried in order; instants with an offset (RFC 3339) are always understood
//! excel_dates = true                 # a bare number is a spreadsheet's number for a date; default false: it is refused
//! empty = ["NULL", "000000000000000AAA"]   # texts that mean nothing, in every field
//! missing_columns = "note"           # default "error": a column that a file lacks stops the import
//!
//! [organization]                     # settings, as long as no figure was stated by others
//! name = "Acme"
//!
//! [[pipeline]]                       # stages an export only names
//! name = "Sales"
//! stages = [{ name = "Qualified", probability = 20 }, { name = "Proposal", probability = 60 }]
//!
//! [[file]]
//! path = "deals*.csv"                # `*` stands for anything; every match is read, in order of name
//!
//! [[file.record]]                    # a row can be several records, made in this order
//! kind = "deal"
//! external_id = "Deal ID"            # default: the record's name, so that references can be by name
//! when = { column = "Type", is = ["New", "Renewal"] }   # other rows are not this record
//! optional = true                    # a row without an external id is not this record, and no mistake
//!
//! [file.record.fields]               # our field = where it comes from
//! name = "Deal Name"                                        # a column
//! closed_at = ["Won time", "Lost time"]                     # the first that holds something
//! status = { column = "Stage", values = { "Closed Won" = "WON", "Closed Lost" = "LOST" }, default = "OPEN" }
//! customer = { column = "Company", by = "name", aliases = { "Acme Inc" = "Acme" } }
//! direction = { value = "OUTBOUND" }                        # the same for every row
//! ```
//!
//! What a source may say besides its `column` (or `columns`): `join` puts several columns together; `split` takes the
//! first of a list; `empty` lists texts that mean nothing; `aliases` repairs spellings, and the report says so; `values`
//! translates; `default` stands in for an empty one; `prefix` is put before; `by` tells whether a reference is an
//! `external_id` (the default) or a `name`; `unit` says whether a share is a `percent` (the default) or a `fraction`;
//! `dates` are formats of its own; `day = true`, or a list of columns, says that they hold calendar days, which are the
//! organization's whatever the file's time zone. They apply in that order.
//!
//! `fallback` names columns that stand in for empty ones, and the report says so. `default` also stands in for a word that
//! `values` does not list and for a reference to nothing, which the report says too. `external_id = { line = true }` makes an
//! identifier of the file's name and the row's line, where an export has none.
//!
//! A record that leaves out required fields completes those that a record before it in the mapping made: its rows find them
//! by their external ids, and a row that finds none is rejected.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use encoding_rs::Encoding;
use serde::{Deserialize, Deserializer, de};

use super::{
    kind::{Kind, Need},
    number::NumberStyle,
    source::Source,
};

/// A mapping, as read and checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The name of the system that the export comes from.
    pub source_system: String,
    /// The currency of amounts that name none.
    pub currency: String,
    /// The time zone of dates that name none; `None` = the organization's.
    #[serde(default, deserialize_with = "zone")]
    pub time_zone: Option<Tz>,
    /// How files are written unless they say otherwise.
    #[serde(default)]
    pub format: Format,
    /// Settings of the organization, as long as no figure was stated by others.
    #[serde(default)]
    pub organization: Option<Organization>,
    /// Pipelines and stages that the export only names.
    #[serde(default, rename = "pipeline")]
    pub pipelines: Vec<Pipeline>,
    /// The files, in the order in which they are read.
    #[serde(rename = "file")]
    pub files: Vec<File>,
}

/// Settings of the organization.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// The name shown to users.
    pub name: String,
    /// The currency of figures; default: the mapping's.
    #[serde(default)]
    pub currency: Option<String>,
    /// The time zone of days; default: the mapping's, else UTC.
    #[serde(default, deserialize_with = "zone")]
    pub time_zone: Option<Tz>,
}

/// A pipeline and its stages of open deals, in order.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// The name; also the external id.
    pub name: String,
    /// The stages.
    pub stages: Vec<Stage>,
}

/// A stage.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The name.
    pub name: String,
    /// The default chance of winning, in percent.
    #[serde(default)]
    pub probability: u8,
}

/// One file, or several alike.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its name in the directory; `*` stands for anything.
    pub path: String,
    /// Whether it may be missing.
    #[serde(default)]
    pub optional: bool,
    /// How it is written, where that differs from the mapping's `format`.
    #[serde(default)]
    pub format: Format,
    /// What each row is.
    #[serde(rename = "record")]
    pub records: Vec<Record>,
}

impl File {
    /// The columns that its records name.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.records.iter().flat_map(|record| {
            let sources = record.fields.values().chain(&record.external_id);
            let columns = sources.flat_map(|source| source.columns.iter().chain(&source.fallback));
            columns.chain(record.when.iter().map(|when| &when.column)).map(String::as_str)
        })
    }
}

/// A record that a row is, or is among others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The kind of record.
    pub kind: Kind,
    /// Its identifier in the source system; default: its name or number.
    #[serde(default)]
    pub external_id: Option<Source>,
    /// Which rows are this record; default: all.
    #[serde(default)]
    pub when: Option<When>,
    /// Whether a row without an external id is simply not this record.
    #[serde(default)]
    pub optional: bool,
    /// Where the fields come from.
    pub fields: BTreeMap<String, Source>,
}

impl Record {
    /// Whether it fills all that a new record needs; else it only completes those that are there.
    pub fn makes_records(&self) -> bool {
        let mut fields = self.kind.fields().iter();
        fields.all(|field| field.need != Need::Required || self.fields.contains_key(field.name))
    }
}

/// A choice among rows by what one column says; case does not matter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The column.
    pub column: String,
    /// The texts that choose the row.
    #[serde(default)]
    pub is: Vec<String>,
    /// The texts that exclude it.
    #[serde(default)]
    pub is_not: Vec<String>,
}

/// How a file is written. What is `None` is as the mapping says, or as the module's documentation does.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Format {
    /// What separates fields: one character, or `tab`.
    #[serde(default)]
    pub delimiter: Option<String>,
    /// A label of the WHATWG encoding standard.
    #[serde(default)]
    pub encoding: Option<String>,
    /// What stands before decimals.
    #[serde(default)]
    pub decimal: Option<char>,
    /// What stands between groups of digits.
    #[serde(default)]
    pub grouping: Option<char>,
    /// The formats of dates, tried in order.
    #[serde(default)]
    pub dates: Option<Vec<String>>,
    /// Whether a bare number is a spreadsheet's number for a date.
    #[serde(default)]
    pub excel_dates: Option<bool>,
    /// Texts that mean nothing, in every field.
    #[serde(default)]
    pub empty: Option<Vec<String>>,
    /// What a missing column means.
    #[serde(default)]
    pub missing_columns: Option<MissingColumns>,
}

/// What it means that a file lacks a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingColumns {
    /// The import stops before it changes anything.
    #[default]
    Error,
    /// Fields that may be empty are left alone, and the report says so.
    Note,
}

fn zone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Tz>, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse()
        .map(Some)
        .map_err(|_| de::Error::custom(format!("`{name}` is not an IANA time zone; write one such as `Europe/Paris`")))
}

/// How one file is written, with nothing left open.
#[derive(Clone, Debug)]
pub struct Style {
    /// What separates fields; `None` = what the header shows.
    pub delimiter: Option<u8>,
    /// The encoding of its bytes.
    pub encoding: &'static Encoding,
    /// How numbers are written.
    pub numbers: NumberStyle,
    /// The formats of dates.
    pub dates: Vec<String>,
    /// Whether a bare number is a spreadsheet's number for a date.
    pub excel_dates: bool,
    /// Texts that mean nothing, in every field.
    pub empty: Vec<String>,
    /// What a missing column means.
    pub missing: MissingColumns,
}

impl Format {
    /// What this format says, else what the mapping's does, else the defaults. The error says what is wrong with which
    /// key.
    pub fn style(&self, general: &Self) -> Result<Style, (&'static str, String)> {
        let delimiter = match self.delimiter.as_ref().or(general.delimiter.as_ref()) {
            None => None,
            Some(delimiter) => Some(match delimiter.as_bytes() {
                _ if delimiter.eq_ignore_ascii_case("tab") => b'\t',
                [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => *byte,
                _ => return Err(("delimiter", "must be one ASCII character, or `tab`".into())),
            }),
        };
        let label = self.encoding.as_ref().or(general.encoding.as_ref()).map_or("utf-8", String::as_str);
        let encoding = Encoding::for_label(label.as_bytes())
            .ok_or_else(|| ("encoding", format!("`{label}` is not an encoding; try `utf-8` or `windows-1252`")))?;
        let decimal = self.decimal.or(general.decimal).unwrap_or('.');
        let usual = if decimal == ',' { ' ' } else { ',' };
        let grouping = self.grouping.or(general.grouping).unwrap_or(usual);
        if decimal == grouping || decimal.is_ascii_digit() || grouping.is_ascii_digit() {
            return Err(("grouping", "must differ from `decimal`, and neither may be a digit".into()));
        }
        let dates = self
            .dates
            .clone()
            .or_else(|| general.dates.clone())
            .unwrap_or_else(|| super::moment::DEFAULT_FORMATS.iter().map(|format| (*format).to_owned()).collect());
        Ok(Style {
            delimiter,
            encoding,
            numbers: NumberStyle { decimal, grouping: Some(grouping) },
            dates,
            excel_dates: self.excel_dates.or(general.excel_dates).unwrap_or(false),
            empty: self.empty.clone().or_else(|| general.empty.clone()).unwrap_or_default(),
            missing: self.missing_columns.or(general.missing_columns).unwrap_or_default(),
        })
    }
}
