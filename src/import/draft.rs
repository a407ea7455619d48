//! A draft: what a row says about a record, as typed values, references still by name. Pure.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    kind::{Field, Kind},
    moment::When,
    report::Remark,
    source::By,
};

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Text, or a word of a closed list.
    Text(String),
    /// A calendar day.
    Day(NaiveDate),
    /// An instant, or some time of a day.
    Instant(When),
    /// Minor units, a count, basis points, ten-thousandths or a scaled rate.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A record by what it is called.
    Reference(Reference),
    /// A user by name or e-mail.
    User(String),
    /// A record that was found.
    Id(Uuid),
}

/// What a record is called in the export.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The kind of record.
    pub kind: Kind,
    /// Whether `key` is its external id or its name.
    pub by: By,
    /// The external id or name.
    pub key: String,
}

/// A field of a draft.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The field.
    pub field: &'static Field,
    /// Its value.
    pub value: Value,
    /// The column that it comes from, for the report.
    pub column: String,
    /// What a reference refers to instead when there is no such record.
    pub fallback: Option<Reference>,
}

/// What a row says about a record. Fields that the mapping does not fill are absent.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The kind of record.
    pub kind: Kind,
    /// The line of the row.
    pub line: u64,
    /// The identifier in the source system, where the kind has one.
    pub external_id: Option<String>,
    /// The fields, in the order of the kind's.
    pub entries: Vec<Entry>,
    /// What was repaired or is missing.
    pub remarks: Vec<Remark>,
    /// The required fields that the row does not fill: without them no record can be made, but one can be updated.
    pub lacks: Vec<Remark>,
}

impl Draft {
    /// A draft that comes from the mapping and not from a row.
    pub fn declared(kind: Kind, external_id: String, values: Vec<(&str, Value)>) -> Self {
        let mut draft = Self {
            kind,
            line: 0,
            external_id: Some(external_id),
            entries: Vec::new(),
            remarks: Vec::new(),
            lacks: Vec::new(),
        };
        for (name, value) in values {
            draft.fill(name, value);
        }
        draft
    }

    /// Fills a field of the kind with what follows from others.
    pub fn fill(&mut self, name: &str, value: Value) {
        if let Some(field) = self.kind.field(name) {
            self.entries.retain(|entry| entry.field.name != name);
            self.entries.push(Entry { field, value, column: String::new(), fallback: None });
        }
    }

    /// What the record is worth, as the row says: its currency and minor units.
    pub fn money(&self) -> Option<(String, i64)> {
        Some((self.get("currency")?, self.get("amount")?))
    }
}
