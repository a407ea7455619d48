//! A cell of a row, and all that the mapping does to its text. Pure.

use super::{
    report::{Outcome, Remark},
    source::Source,
};

/// A source with its columns found in the header of a file.
pub struct Cell<'m> {
    /// What the mapping says.
    pub source: &'m Source,
    /// Texts that mean nothing, in every field.
    empty: &'m [String],
    /// The columns, by rank.
    ranks: Vec<usize>,
    /// The columns that stand in for empty ones.
    fallback: Vec<(usize, &'m str)>,
    /// Those of them that hold calendar days.
    days: Vec<usize>,
    /// Their names, for the report.
    pub column: String,
}

impl<'m> Cell<'m> {
    /// `None` when no column of the source is there.
    pub fn find(source: &'m Source, empty: &'m [String], rank_of: impl Fn(&str) -> Option<usize>) -> Option<Self> {
        let found: Vec<_> = source.columns.iter().filter_map(|name| rank_of(name).map(|rank| (name, rank))).collect();
        let fallback: Vec<_> =
            source.fallback.iter().filter_map(|name| Some((rank_of(name)?, name.as_str()))).collect();
        if found.is_empty() && fallback.is_empty() && source.value.is_none() && !source.line {
            return None;
        }
        let named = found.iter().map(|(name, rank)| (*rank, name.as_str())).chain(fallback.iter().copied());
        let days = named.filter(|(_, name)| source.day.contains(name)).map(|(rank, _)| rank).collect();
        let column = found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" + ");
        Some(Self { source, empty, ranks: found.into_iter().map(|(_, rank)| rank).collect(), fallback, days, column })
    }

    /// A source without columns, of which there is only its default.
    pub const fn of_default(source: &'m Source) -> Self {
        Self { source, empty: &[], ranks: Vec::new(), fallback: Vec::new(), days: Vec::new(), column: String::new() }
    }

    /// The columns that it reads.
    pub fn ranks(&self) -> impl Iterator<Item = usize> + '_ {
        self.ranks.iter().copied().chain(self.fallback.iter().map(|(rank, _)| *rank))
    }

    /// What the row says, untouched.
    pub fn raw(&self, row: &[String]) -> String {
        let texts: Vec<_> = self.ranks.iter().filter_map(|rank| row.get(*rank)).map(String::as_str).collect();
        texts.join(" + ")
    }

    /// A cell's text, if it says something.
    fn said<'r>(&self, row: &'r [String], rank: usize) -> Option<&'r str> {
        let text = row.get(rank)?.trim();
        let nothing = self.source.empty.iter().chain(self.empty).any(|nothing| nothing == text);
        (!text.is_empty() && !nothing).then_some(text)
    }

    /// Whether what the row says is a calendar day.
    pub fn is_day(&self, row: &[String]) -> bool {
        self.ranks().find(|rank| self.said(row, *rank).is_some()).is_some_and(|rank| self.days.contains(&rank))
    }

    /// What the row says, after all that the mapping does to it; `None` = nothing.
    pub fn text(&self, row: &[String], remarks: &mut Vec<Remark>) -> Option<String> {
        let source = self.source;
        let mut parts = self.ranks.iter().filter_map(|rank| self.said(row, *rank));
        let mut text = match (&source.value, &source.join) {
            (Some(value), _) => value.clone(),
            (None, Some(separator)) => parts.collect::<Vec<_>>().join(separator),
            (None, None) => parts.next().unwrap_or_default().to_owned(),
        };
        if text.is_empty()
            && let Some((instead, column)) =
                self.fallback.iter().find_map(|(rank, column)| Some((self.said(row, *rank)?, *column)))
        {
            instead.clone_into(&mut text);
            let reason = format!("{FALLBACK} `{column}`: `{}` is empty", self.column);
            remarks.push(Remark::new(Outcome::Noted, column, instead, reason));
        }
        if let Some(separator) = &source.split {
            text =
                text.split(separator.as_str()).map(str::trim).find(|part| !part.is_empty()).unwrap_or_default().into();
        }
        if let Some(right) = source.aliases.get(&text) {
            remarks.push(Remark::new(Outcome::Repaired, &self.column, text.as_str(), format!("read as `{right}`")));
            text.clone_from(right);
        }
        if let Some(ours) = translated(source, &text) {
            text.clone_from(ours);
        }
        if text.is_empty() {
            text = source.default.clone()?;
        }
        Some(format!("{}{text}", source.prefix.as_deref().unwrap_or_default()))
    }
}

/// How a remark begins that tells of a column that stood in for another.
pub const FALLBACK: &str = "taken from";

fn translated<'m>(source: &'m Source, text: &str) -> Option<&'m String> {
    source.values.get(text).or_else(|| {
        let folded = text.to_lowercase();
        source.values.iter().find(|(theirs, _)| theirs.to_lowercase() == folded).map(|(_, ours)| ours)
    })
}

/// The columns of a source, in words.
pub fn columns_of(source: &Source) -> String {
    source.columns.iter().chain(&source.fallback).map(|column| format!("`{column}`")).collect::<Vec<_>>().join(" or ")
}
