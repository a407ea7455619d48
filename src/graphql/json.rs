//! JSON text: writes answers, or parts of them, directly as text.
//!
//! What is known at once is written at once: it stands among the values of the library as text, which the answer takes over
//! as it is. No tree of values is made of it, to be walked through and taken apart again.

use std::{fmt::Display, io::Write};

use async_graphql::{
    ScalarType, Value,
    parser::types::{Selection, SelectionSet},
};
use serde::Serialize;

/// Among the data of a request: its document selects each object once. Text cannot be merged, so that nothing is written at
/// once in a request without it.
#[derive(Clone, Copy, Debug)]
pub struct Once;

/// Text on its way.
#[derive(Debug, Default)]
pub struct Json(Vec<u8>);

/// Whether something was written; `None` for what is not plain, after which the text is of no use.
pub type Written = Option<()>;

impl Json {
    /// A value of the library, and the text within it.
    pub fn value(&mut self, value: &Value) -> Written {
        match value {
            Value::Null => self.0.extend(b"null"),
            Value::Number(number) => return self.serialized(number),
            Value::String(text) => return self.text(text),
            Value::Boolean(yes) => self.0.extend(if *yes { &b"true"[..] } else { b"false" }),
            Value::Enum(name) => return self.bare(name),
            Value::Binary(text) => self.0.extend(&**text),
            Value::List(items) => return self.list(items, Self::value),
            Value::Object(members) => {
                return self.members(members, |json, (name, value)| json.key(name).and_then(|()| json.value(value)));
            }
        }
        Some(())
    }

    /// A value of one of our scalars.
    pub fn scalar(&mut self, scalar: &impl ScalarType) -> Written {
        self.value(&scalar.to_value())
    }

    /// A text.
    pub fn text(&mut self, text: &str) -> Written {
        self.serialized(text)
    }

    /// A text of which no letter is to be escaped.
    pub fn bare(&mut self, text: impl Display) -> Written {
        write!(self.0, "\"{text}\"").ok()
    }

    /// A number, or whatever else there is one way to write.
    pub fn serialized(&mut self, value: &(impl Serialize + ?Sized)) -> Written {
        serde_json::to_writer(&mut self.0, value).ok()
    }

    /// What may be missing: null where it is.
    pub fn or_null<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T) -> Written) -> Written {
        match value {
            Some(value) => write(self, value),
            None => self.value(&Value::Null),
        }
    }

    /// A list.
    pub fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut Self, T) -> Written,
    ) -> Written {
        self.joined(*b"[]", items, write)
    }

    /// An object, each member written as [key](Self::key) and value.
    pub fn members<T>(
        &mut self,
        members: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut Self, T) -> Written,
    ) -> Written {
        self.joined(*b"{}", members, write)
    }

    fn joined<T>(
        &mut self,
        [open, close]: [u8; 2],
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T) -> Written,
    ) -> Written {
        self.0.push(open);
        for (place, item) in items.into_iter().enumerate() {
            if place > 0 {
                self.0.push(b',');
            }
            write(self, item)?;
        }
        self.0.push(close);
        Some(())
    }

    /// An object of a type with what is selected of it, each field written by its name and the selection below it. Fragments,
    /// directives and fields with arguments are not plain.
    pub fn object(
        &mut self,
        type_name: &str,
        set: &SelectionSet,
        mut write: impl FnMut(&mut Self, &str, &SelectionSet) -> Written,
    ) -> Written {
        self.members(&set.items, |json, selection| {
            let Selection::Field(field) = &selection.node else { return None };
            let field = &field.node;
            if !field.arguments.is_empty() || !field.directives.is_empty() {
                return None;
            }
            json.key(&field.response_key().node)?;
            match field.name.node.as_str() {
                "__typename" => json.bare(type_name),
                name => write(json, name, &field.selection_set.node),
            }
        })
    }

    /// The name of a member: GraphQL has none with a letter to be escaped.
    pub fn key(&mut self, name: &str) -> Written {
        write!(self.0, "\"{name}\":").ok()
    }

    /// The text.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl From<Json> for Value {
    /// The text as a value among others: nothing else in an answer is binary.
    fn from(json: Json) -> Self {
        Self::Binary(json.0.into())
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::{parser::parse_query, value};

    use super::*;

    fn written(write: impl FnOnce(&mut Json) -> Written) -> Option<String> {
        let mut json = Json::default();
        write(&mut json)?;
        Some(String::from_utf8(json.into_bytes()).unwrap())
    }

    #[test]
    fn values_are_written_as_the_library_writes_them() {
        let value = value!({
            "text": "a \"quoted\" line\n\u{1}é", "numbers": [0, -7, 0.1, 1e-9, 1234567.125], "empty": {}, "none": [],
            "enum": (Value::Enum(async_graphql::Name::new("MONTH"))), "nested": { "yes": true, "no": false, "nothing": null },
        });
        assert_eq!(written(|json| json.value(&value)), Some(serde_json::to_string(&value).unwrap()));
    }

    #[test]
    fn text_within_values_is_taken_over_as_it_is() {
        let mut json = Json::default();
        json.list(&[1, 2], |json, number| json.serialized(number)).unwrap();
        let value = Value::List(vec![json.into(), Value::Null]);
        assert_eq!(written(|json| json.value(&value)).unwrap(), "[[1,2],null]");
    }

    #[test]
    fn an_object_has_what_is_selected_of_it_and_nothing_that_is_not_plain() {
        let of = |selection: &str| {
            let document = parse_query(format!("{{ {selection} }}")).unwrap();
            let (_, operation) = document.operations.iter().next().unwrap();
            let set = &operation.node.selection_set.node;
            written(|json| {
                json.object("Thing", set, |json, name, below| match name {
                    "name" => json.text("x"),
                    "none" => json.or_null(None::<&str>, Json::text),
                    "inner" => json.object("Inner", below, |json, _, _| json.bare("y")),
                    _ => None,
                })
            })
        };
        let whole = r#"{"__typename":"Thing","other":"x","none":null,"inner":{"a":"y"}}"#;
        assert_eq!(of("__typename other: name none inner { a }").as_deref(), Some(whole));
        for selection in ["name more", "name(first: 1)", "name @include(if: true)", "... on Thing { name }"] {
            assert_eq!(of(selection), None, "{selection}");
        }
    }
}
