//! Plain objects: all requested fields are known without further reads.
//!
//! The library answers every field of every object by a future of its own. Of a series there are thousands, all of which
//! are known as soon as the series is, and of a list there are the names of as many people; here such objects are written
//! down as they are. What is not plain in a selection – a directive, a field with arguments – the library answers, and all
//! of it where there is a fragment.
//!
//! Invariant: text cannot be merged. Where a document selects objects of one key twice the library answers both and merges
//! them, so that nothing is written at once then: only where [`Once`] is among the data of the request.

use std::borrow::Cow;

use async_graphql::{
    ContextSelectionSet, Name, OutputType, Positioned, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{Field, Selection, SelectionSet},
    registry::Registry,
};

use crate::graphql::{
    json::{Json, Once, Written},
    request::Request,
};

/// The request, where what is plain may be written.
pub fn request<'a>(ctx: &ContextSelectionSet<'a>) -> Option<&'a Request> {
    ctx.data_opt::<Once>()?;
    ctx.data_opt()
}

/// An object of which fields are known at once.
pub trait Plain: OutputType {
    /// Writes the value of a field with a selection below it; `None` for a field that is not plain.
    fn write(&self, json: &mut Json, name: &str, below: &SelectionSet, request: &Request) -> Written;
}

/// Writes what is selected of an object; `None` when not all of it is plain.
pub fn selected<T: Plain>(json: &mut Json, object: &T, set: &SelectionSet, request: &Request) -> Written {
    json.object(&T::type_name(), set, |json, name, below| object.write(json, name, below, request))
}

/// An object whose plain fields are written down at once: in the schema the object itself.
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
        let mut json = Json::default();
        let request = request(ctx);
        if request.and_then(|request| selected(&mut json, &self.0, &ctx.item.node, request)).is_some() {
            return Ok(json.into());
        }
        // Boxed: whoever holds many keeps room for each.
        match request.and_then(|request| Parted::of(&self.0, &ctx.item.node, request)) {
            Some(parted) => Box::pin(parted.answered(&self.0, ctx, field)).await,
            None => Box::pin(self.0.resolve(ctx, field)).await,
        }
    }
}

/// What is selected of an object: its plain fields as they are written, and the others.
struct Parted {
    written: IndexMap<Name, Value>,
    others: Vec<Positioned<Selection>>,
}

impl Parted {
    /// The fields of a selection; `None` where there is a fragment, or nothing plain.
    fn of<T: Plain>(object: &T, set: &SelectionSet, request: &Request) -> Option<Self> {
        let (mut written, mut others) = (IndexMap::with_capacity(set.items.len()), Vec::new());
        for selection in &set.items {
            let Selection::Field(field) = &selection.node else { return None };
            let Field { name, arguments, directives, selection_set, .. } = &field.node;
            let mut json = Json::default();
            let is_bare = arguments.is_empty() && directives.is_empty();
            if is_bare && object.write(&mut json, &name.node, &selection_set.node, request).is_some() {
                written.insert(field.node.response_key().node.clone(), json.into());
            } else {
                others.push(selection.clone());
            }
        }
        (!written.is_empty()).then_some(Self { written, others })
    }

    /// The object, the other fields as the library answers them, all in the order asked.
    async fn answered<T: Plain>(
        mut self,
        object: &T,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let others = Positioned::new(SelectionSet { items: self.others }, ctx.item.pos);
        let mut answered = match object.resolve(&ctx.with_selection_set(&others), field).await? {
            Value::Object(answered) => answered,
            other => return Ok(other),
        };
        let keys = ctx.item.node.items.iter().filter_map(|selection| match &selection.node {
            Selection::Field(field) => Some(&field.node.response_key().node),
            _ => None,
        });
        let value = |key| answered.swap_remove_entry(key).or_else(|| self.written.swap_remove_entry(key));
        Ok(Value::Object(keys.filter_map(value).collect()))
    }
}
