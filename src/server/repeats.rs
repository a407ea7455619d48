//! Whether a document selects something twice under one key: the answers are merged then, which only values can be and
//! text that is written already cannot.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Name, Positioned,
    parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet},
};

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// Whether a document selects an object twice under one key, fragments written out, or any field twice beside itself.
/// Its fragments must not spread themselves: see [`super::expansion`].
pub fn any(document: &ExecutableDocument) -> bool {
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
    operations.chain(fragments).any(|set| within(set, &document.fragments))
}

/// Whether a selection or one below it does.
fn within(set: &SelectionSet, fragments: &Fragments) -> bool {
    let below = |selection: &Positioned<Selection>| match &selection.node {
        Selection::Field(field) => within(&field.node.selection_set.node, fragments),
        Selection::InlineFragment(fragment) => within(&fragment.node.selection_set.node, fragments),
        // Looked at by itself.
        Selection::FragmentSpread(_) => false,
    };
    let mut keys = set.items.iter().filter_map(|selection| match &selection.node {
        Selection::Field(field) => Some(field.node.response_key().node.as_str()),
        _ => None,
    });
    let mut beside = HashSet::new();
    let beside = keys.any(|key| !beside.insert(key));
    beside || Seen::default().twice(set, fragments) || set.items.iter().any(below)
}

/// The objects and fragments that a selection was seen to have.
#[derive(Default)]
struct Seen<'a> {
    objects: HashSet<&'a str>,
    spreads: HashSet<&'a str>,
}

impl<'a> Seen<'a> {
    /// Sees a selection; whether something was seen before.
    fn twice(&mut self, set: &'a SelectionSet, fragments: &'a Fragments) -> bool {
        set.items.iter().any(|selection| match &selection.node {
            Selection::Field(field) if field.node.selection_set.node.items.is_empty() => false,
            Selection::Field(field) => !self.objects.insert(&field.node.response_key().node),
            Selection::InlineFragment(fragment) => self.twice(&fragment.node.selection_set.node, fragments),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                let fragment = fragments.get(name);
                !self.spreads.insert(name)
                    || fragment.is_some_and(|fragment| self.twice(&fragment.node.selection_set.node, fragments))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn objects_that_are_to_be_merged_are_seen_wherever_they_are() {
        for (document, repeats) in [
            ("{ a { b c } d { b c } }", false),
            ("{ a { b } a { c } }", true),
            ("{ x: a { b } y: a { c } }", false),
            ("{ x: a { b } x: a { c } }", true),
            ("{ a { b b } }", true),
            ("{ a { b x: b } }", false),
            ("{ a { b } ... on Query { a { c } } }", true),
            ("{ a { b ... on X { b } } }", false),
            ("{ a { b { c } ...F } } fragment F on X { b { d } }", true),
            ("{ a { b ...F } } fragment F on X { b }", false),
            (
                "{ ...F ...G } fragment F on Query { a { b } } fragment G on Query { ...H } fragment H on Query { a { c } }",
                true,
            ),
            ("{ ...F ...F } fragment F on Query { a { b } }", true),
            ("{ a { ...F } x: a { ...F } } fragment F on X { b { c } }", false),
            ("{ a { ...F } } fragment F on X { b { c { d } c { e } } }", true),
            ("query A { a { b } } query B { a { b } }", false),
        ] {
            assert_eq!(any(&parse_query(document).unwrap()), repeats, "{document}");
        }
    }
}
