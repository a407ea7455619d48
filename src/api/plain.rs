//! Plain objects: what is asked of them is known at once.
//!
//! The library answers every field of every object by a future of its own. Of a series there are thousands, all of which
//! are known as soon as the series is, and of a list there are the names of as many people; here such objects are written
//! down as they are. What is not plain in a selection – a
//! fragment, a directive, a field with arguments – has the library answer all of it.

use std::borrow::Cow;

use async_graphql::{
    ContextSelectionSet, Name, OutputType, Positioned, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{Field, Selection, SelectionSet},
    registry::Registry,
};

use crate::request::Request;

/// An object of which fields are known at once.
pub trait Plain: OutputType {
    /// The value of a field with a selection below it; `None` for a field that is not plain.
    fn field(&self, name: &str, below: &SelectionSet, request: &Request) -> Option<Value>;
}

/// What is selected of an object; `None` when not all of it is plain.
pub fn selected<T: Plain>(object: &T, set: &SelectionSet, request: &Request) -> Option<Value> {
    self::object(&T::type_name(), set, |name, below| object.field(name, below, request))
}

/// An object of a type with what is selected of it; `None` when not all of it is plain.
pub fn object(
    type_name: &str,
    set: &SelectionSet,
    field: impl Fn(&str, &SelectionSet) -> Option<Value>,
) -> Option<Value> {
    let mut object = IndexMap::with_capacity(set.items.len());
    for selection in &set.items {
        let Selection::Field(selected) = &selection.node else { return None };
        let Field { name, arguments, directives, selection_set, .. } = &selected.node;
        if !arguments.is_empty() || !directives.is_empty() {
            return None;
        }
        let value = match name.node.as_str() {
            "__typename" => Value::String(type_name.to_owned()),
            name => field(name, &selection_set.node)?,
        };
        let key: Name = selected.node.response_key().node.clone();
        // The same key twice is to be merged.
        if object.insert(key, value).is_some() {
            return None;
        }
    }
    Some(Value::Object(object))
}

/// A list of objects with what is selected of each; `None` when not all of it is plain.
pub fn list<T: Plain>(items: &[T], set: &SelectionSet, request: &Request) -> Option<Value> {
    items.iter().map(|item| selected(item, set, request)).collect::<Option<Vec<Value>>>().map(Value::List)
}

/// A text that may be missing.
pub fn text(text: Option<&str>) -> Value {
    text.map(Value::from).unwrap_or_default()
}

/// An object that is written down at once where only plain fields of it are selected: in the schema the object itself.
#[derive(Clone)]
pub struct Plainly<T>(pub T);

impl<T: Plain> OutputType for Plainly<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn qualified_type_name() -> String {
        T::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let request = ctx.data::<Request>().ok();
        match request.and_then(|request| selected(&self.0, &ctx.item.node, request)) {
            Some(object) => Ok(object),
            // Boxed: whoever holds many keeps room for each.
            None => Box::pin(self.0.resolve(ctx, field)).await,
        }
    }
}
