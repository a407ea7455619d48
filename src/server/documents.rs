//! Documents that are asked again and again: read, measured and checked once.
//!
//! What depends on the text alone is kept with it. What depends on the values of a request as well – whether each is of
//! its type – is looked at each time.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Name, SchemaEnv, Variables, parser::types::ExecutableDocument};

use super::{expansion::Expansion, input};
use crate::collections::GenerationalCache;

/// A document that was read.
pub struct Read {
    /// The document.
    pub document: ExecutableDocument,
    /// What it amounts to.
    pub expansion: Expansion,
    /// How it passed the checks.
    passed: Mutex<Vec<(Manner, Pass)>>,
}

/// What decides, beside the text, whether a document passes whatever the values are.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Manner {
    operation: Option<String>,
    /// The variables of the operation that are given. What else is given is not kept: it may be anything.
    given: Vec<Name>,
}

/// A document that passed.
#[derive(Clone)]
pub struct Pass {
    /// The document as it is to be run.
    pub document: ExecutableDocument,
    /// The schema that it was held against.
    pub schema: SchemaEnv,
    /// Whether it [selects](super::repeats) something twice.
    pub repeats: bool,
}

impl Manner {
    fn of(document: &ExecutableDocument, operation: Option<&str>, variables: &Variables) -> Self {
        let definitions = input::operation(document, operation).map(|operation| &operation.variable_definitions);
        let declared = definitions.into_iter().flatten().map(|definition| &definition.node.name.node);
        let given = declared.filter(|name| variables.contains_key(*name)).cloned().collect();
        Self { operation: operation.map(str::to_owned), given }
    }
}

/// In how many manners a document is kept.
const MANNERS: usize = 4;

impl Read {
    /// A document that was read just now.
    pub fn new(document: ExecutableDocument, expansion: Expansion) -> Self {
        Self { document, expansion, passed: Mutex::default() }
    }

    /// The document as it passed before, if it did.
    pub fn passed(&self, operation: Option<&str>, variables: &Variables) -> Option<Pass> {
        let manner = Manner::of(&self.document, operation, variables);
        let passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        passed.iter().find(|(other, _)| *other == manner).map(|(_, pass)| pass.clone())
    }

    /// Keeps how it passed.
    pub fn pass(&self, operation: Option<&str>, variables: &Variables, pass: Pass) {
        let manner = Manner::of(&self.document, operation, variables);
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        if passed.len() < MANNERS && passed.iter().all(|(other, _)| *other != manner) {
            passed.push((manner, pass));
        }
    }
}

/// The documents that were asked lately.
pub struct Documents(Mutex<GenerationalCache<Box<str>, Arc<Read>>>);

/// How many bytes of documents are kept, twice. Read, a document takes many times as much.
const BYTES: usize = 128 * 1024;

impl Default for Documents {
    fn default() -> Self {
        Self(Mutex::new(GenerationalCache::within(BYTES)))
    }
}

impl Documents {
    /// A document that was read before.
    pub fn get(&self, text: &str) -> Option<Arc<Read>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(text)
    }

    /// Keeps a document.
    pub fn put(&self, text: &str, read: Arc<Read>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).put(text.into(), read, text.len());
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    fn manner(variables: serde_json::Value) -> Manner {
        let document = parse_query("query($first: Int, $after: String) { deals(first: $first, after: $after) { a } }");
        Manner::of(&document.unwrap(), None, &Variables::from_json(variables))
    }

    #[test]
    fn only_variables_that_the_operation_has_tell_requests_apart() {
        assert_eq!(manner(json!({ "first": 1 })), manner(json!({ "first": 2, "whatever": 3 })));
        assert_eq!(manner(json!({ "whatever": 3 })).given, Vec::<Name>::new());
        assert_ne!(manner(json!({ "first": 1 })), manner(json!({ "first": 1, "after": "a" })));
    }
}
