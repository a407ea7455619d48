//! A cell of a row, and all that the mapping does to its text. Pure.

use super::{
    report::{Outcome, Remark},
    source::Source,
};

/// A source with its columns found in the header of a file.
pub struct Cell<'m> {
    /// What the mapping says.
    pub source: &'m Source,
    /// The columns, by rank.
    pub ranks: Vec<usize>,
    /// Their names, for the report.
    pub column: String,
}

impl<'m> Cell<'m> {
    /// `None` when no column of the source is there.
    pub fn find(source: &'m Source, rank_of: impl Fn(&str) -> Option<usize>) -> Option<Self> {
        let found: Vec<_> = source.columns.iter().filter_map(|name| rank_of(name).map(|rank| (name, rank))).collect();
        if found.is_empty() && source.value.is_none() {
            return None;
        }
        let column = found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" + ");
        Some(Self { source, ranks: found.into_iter().map(|(_, rank)| rank).collect(), column })
    }

    /// What the row says, untouched.
    pub fn raw(&self, row: &[String]) -> String {
        let texts: Vec<_> = self.ranks.iter().filter_map(|rank| row.get(*rank)).map(String::as_str).collect();
        texts.join(" + ")
    }

    /// What the row says, after all that the mapping does to it; `None` = nothing.
    pub fn text(&self, row: &[String], remarks: &mut Vec<Remark>) -> Option<String> {
        let source = self.source;
        let mut parts = self
            .ranks
            .iter()
            .filter_map(|rank| row.get(*rank))
            .map(|text| text.trim())
            .filter(|text| !text.is_empty() && !source.empty.iter().any(|nothing| nothing == text));
        let mut text = match (&source.value, &source.join) {
            (Some(value), _) => value.clone(),
            (None, Some(separator)) => parts.collect::<Vec<_>>().join(separator),
            (None, None) => parts.next().unwrap_or_default().to_owned(),
        };
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

fn translated<'m>(source: &'m Source, text: &str) -> Option<&'m String> {
    source.values.get(text).or_else(|| {
        let folded = text.to_lowercase();
        source.values.iter().find(|(theirs, _)| theirs.to_lowercase() == folded).map(|(_, ours)| ours)
    })
}

/// The columns of a source, in words.
pub fn columns_of(source: &Source) -> String {
    source.columns.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(" or ")
}
