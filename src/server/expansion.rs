//! How large a document is once its fragments are written out, found without writing them out.
//!
//! Validation and execution follow every spread anew, so that a few fragments that spread one another stand for more
//! work than the universe has time for. Here each fragment is counted once.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet},
};
use async_graphql_value::Value;

/// What a document amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// Selections, fragments written out. Saturates.
    pub selections: usize,
    /// Variables in arguments, likewise: each is read, and checked, as often. Saturates.
    pub uses: usize,
    /// Whether it asks about the schema itself.
    pub introspects: bool,
}

/// A fragment that spreads itself, directly or through others.
#[derive(Debug, PartialEq, Eq)]
pub struct Cycle(pub String);

/// Measures a document. Its nesting must be bounded: see [`super::guard`].
pub fn measure(document: &ExecutableDocument) -> Result<Expansion, Cycle> {
    let mut measured = Measure { fragments: &document.fragments, known: HashMap::new() };
    let mut total = Expansion::default();
    for (_, operation) in document.operations.iter() {
        total.add(measured.set(&operation.node.selection_set.node)?);
    }
    // Validation walks through unused fragments too.
    for name in document.fragments.keys() {
        let fragment = measured.fragment(name)?;
        total.selections = total.selections.max(fragment.selections);
        total.uses = total.uses.max(fragment.uses);
    }
    Ok(total)
}

impl Expansion {
    fn add(&mut self, other: Self) {
        self.selections = self.selections.saturating_add(other.selections);
        self.uses = self.uses.saturating_add(other.uses);
        self.introspects |= other.introspects;
    }
}

struct Measure<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    /// `None` while a fragment is being measured.
    known: HashMap<&'a str, Option<Expansion>>,
}

impl<'a> Measure<'a> {
    fn set(&mut self, set: &'a SelectionSet) -> Result<Expansion, Cycle> {
        let mut total = Expansion::default();
        for selection in &set.items {
            total.selections = total.selections.saturating_add(1);
            total.add(match &selection.node {
                Selection::Field(field) => {
                    let mut whole = self.set(&field.node.selection_set.node)?;
                    let name = field.node.name.node.as_str();
                    whole.introspects |= name == "__schema" || name == "__type";
                    let uses = field.node.arguments.iter().map(|(_, value)| uses(&value.node)).sum();
                    whole.uses = whole.uses.saturating_add(uses);
                    whole
                }
                Selection::InlineFragment(fragment) => self.set(&fragment.node.selection_set.node)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node)?,
            });
        }
        Ok(total)
    }

    fn fragment(&mut self, name: &str) -> Result<Expansion, Cycle> {
        let Some((name, fragment)) = self.fragments.get_key_value(name) else {
            return Ok(Expansion::default());
        };
        match self.known.get(name.as_str()) {
            Some(Some(known)) => return Ok(*known),
            Some(None) => return Err(Cycle(name.to_string())),
            None => {}
        }
        self.known.insert(name, None);
        let total = self.set(&fragment.node.selection_set.node)?;
        self.known.insert(name, Some(total));
        Ok(total)
    }
}

fn uses(value: &Value) -> usize {
    match value {
        Value::Variable(_) => 1,
        Value::List(items) => items.iter().map(uses).sum(),
        Value::Object(members) => members.values().map(uses).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use async_graphql::parser::parse_query;

    use super::*;

    fn measured(document: &str) -> Result<Expansion, Cycle> {
        measure(&parse_query(document).unwrap())
    }

    #[test]
    fn selections_are_counted_where_fragments_are_used() {
        let document = "{ a ...F ...F ... on X { b } } fragment F on X { c d { e } }";
        assert_eq!(measured(document).unwrap().selections, 1 + 2 * (1 + 3) + 2);
    }

    #[test]
    fn fragments_that_fan_out_are_counted_without_following_them() {
        let mut document = "{ ...F0 }".to_owned();
        for level in 0..40 {
            let next = format!("...F{} ", level + 1).repeat(60);
            write!(document, " fragment F{level} on Query {{ {next} }}").unwrap();
        }
        document.push_str(" fragment F40 on Query { __typename }");
        assert_eq!(measured(&document).unwrap().selections, usize::MAX);
    }

    #[test]
    fn variables_are_counted_where_they_are_read() {
        let document = "query($v: Int) { a(b: $v, c: [{d: $v}]) ...F ...F } fragment F on X { e(f: $v) }";
        assert_eq!(measured(document).unwrap().uses, 4);
    }

    #[test]
    fn a_cycle_is_named_even_when_nothing_uses_it() {
        let document = "{ a } fragment F on X { ...G } fragment G on X { a { ...F } }";
        assert!(measured(document).is_err());
    }

    #[test]
    fn questions_about_the_schema_are_seen_through_fragments() {
        assert!(measured("{ ...F } fragment F on Query { __schema { queryType { name } } }").unwrap().introspects);
        assert!(!measured("{ __typename }").unwrap().introspects);
    }
}
