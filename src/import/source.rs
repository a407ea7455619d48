//! Where a field comes from: a column, the first of several, or a table that says more.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de};

use super::value::ShareUnit;

/// Where a field comes from, and what is done to the text on the way.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The columns, in order of preference, or the parts to join.
    pub columns: Vec<String>,
    /// What stands between joined columns.
    pub join: Option<String>,
    /// The separator of a list whose first entry counts.
    pub split: Option<String>,
    /// The text of every row.
    pub value: Option<String>,
    /// Texts that mean nothing.
    pub empty: Vec<String>,
    /// Wrong spellings and what they should be.
    pub aliases: BTreeMap<String, String>,
    /// Their words and ours.
    pub values: BTreeMap<String, String>,
    /// What an empty text stands for.
    pub default: Option<String>,
    /// What is put before the text.
    pub prefix: Option<String>,
    /// What a reference is by.
    pub by: Option<By>,
    /// The unit of a share.
    pub unit: Option<ShareUnit>,
    /// Formats of dates.
    pub dates: Option<Vec<String>>,
    /// Which of its columns hold calendar days, whatever time of day is written beside them.
    pub day: DayColumns,
    /// The columns that stand in for empty ones; the report says so.
    pub fallback: Vec<String>,
    /// Whether it is the name of the file and the line of the row.
    pub line: bool,
}

/// What a reference names its record by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The identifier in the source system.
    #[default]
    ExternalId,
    /// The name.
    Name,
}

/// The columns of a source that hold calendar days.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum DayColumns {
    /// All, or none.
    All(bool),
    /// These.
    Some(Vec<String>),
}

impl Default for DayColumns {
    fn default() -> Self {
        Self::All(false)
    }
}

impl DayColumns {
    /// Whether a column holds days.
    pub fn contains(&self, column: &str) -> bool {
        match self {
            Self::All(all) => *all,
            Self::Some(columns) => columns.iter().any(|known| known == column),
        }
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SourceVisitor)
    }
}

struct SourceVisitor;

impl<'de> de::Visitor<'de> for SourceVisitor {
    type Value = Source;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a column, a list of columns, or a table that says more")
    }

    fn visit_str<E: de::Error>(self, column: &str) -> Result<Source, E> {
        Ok(Source { columns: vec![column.to_owned()], ..Source::default() })
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Source, A::Error> {
        let mut columns = Vec::new();
        while let Some(column) = list.next_element()? {
            columns.push(column);
        }
        Ok(Source { columns, ..Source::default() })
    }

    fn visit_map<A: de::MapAccess<'de>>(self, table: A) -> Result<Source, A::Error> {
        Table::deserialize(de::value::MapAccessDeserializer::new(table)).map(Source::from)
    }
}

/// A source written out as a table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    column: Option<String>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    join: Option<String>,
    #[serde(default)]
    split: Option<String>,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    empty: Vec<String>,
    #[serde(default)]
    aliases: BTreeMap<String, String>,
    #[serde(default)]
    values: BTreeMap<String, String>,
    #[serde(default)]
    default: Option<String>,
    #[serde(default)]
    prefix: Option<String>,
    #[serde(default)]
    by: Option<By>,
    #[serde(default)]
    unit: Option<ShareUnit>,
    #[serde(default)]
    dates: Option<Vec<String>>,
    #[serde(default)]
    day: DayColumns,
    #[serde(default)]
    fallback: Vec<String>,
    #[serde(default)]
    line: bool,
}

impl From<Table> for Source {
    fn from(table: Table) -> Self {
        let Table { column, columns, join, split, value, empty, aliases, values, default, .. } = table;
        let Table { prefix, by, unit, dates, day, fallback, line, .. } = table;
        let columns = column.into_iter().chain(columns).collect();
        Self {
            columns,
            join,
            split,
            value,
            empty,
            aliases,
            values,
            default,
            prefix,
            by,
            unit,
            dates,
            day,
            fallback,
            line,
        }
    }
}
