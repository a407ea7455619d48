//! Variables that a request declares and does not give.
//!
//! The specification has an argument or input field that holds such a variable be absent, and "absent" means "leave it
//! as it is" to our mutations where "null" means "clear it". The library reads null; so we take them out beforehand.

use std::collections::HashSet;

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{DocumentOperations, ExecutableDocument, Selection, SelectionSet},
};
use async_graphql_value::Value;

use super::input;

/// Takes arguments and input fields out whose variable has neither a value nor a default, and names the variables.
pub fn take_out(document: &mut ExecutableDocument, operation: Option<&str>, variables: &Variables) -> HashSet<Name> {
    let absent: HashSet<Name> = input::operation(document, operation)
        .into_iter()
        .flat_map(|operation| &operation.variable_definitions)
        .map(|definition| &definition.node)
        .filter(|definition| {
            definition.default_value.is_none()
                && definition.var_type.node.nullable
                && !variables.contains_key(&definition.name.node)
        })
        .map(|definition| definition.name.node.clone())
        .collect();
    if absent.is_empty() {
        return absent;
    }
    match &mut document.operations {
        DocumentOperations::Single(operation) => {
            in_selections(&mut operation.node.selection_set.node, &absent);
        }
        DocumentOperations::Multiple(operations) => {
            for operation in operations.values_mut() {
                in_selections(&mut operation.node.selection_set.node, &absent);
            }
        }
    }
    for fragment in document.fragments.values_mut() {
        in_selections(&mut fragment.node.selection_set.node, &absent);
    }
    absent
}

fn in_selections(set: &mut SelectionSet, absent: &HashSet<Name>) {
    for selection in &mut set.items {
        match &mut selection.node {
            Selection::Field(field) => {
                in_arguments(&mut field.node.arguments, absent);
                in_selections(&mut field.node.selection_set.node, absent);
            }
            Selection::InlineFragment(fragment) => in_selections(&mut fragment.node.selection_set.node, absent),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn in_arguments(arguments: &mut Vec<(Positioned<Name>, Positioned<Value>)>, absent: &HashSet<Name>) {
    arguments.retain(|(_, value)| !is_absent(&value.node, absent));
    for (_, value) in arguments {
        in_value(&mut value.node, absent);
    }
}

fn in_value(value: &mut Value, absent: &HashSet<Name>) {
    match value {
        Value::Object(members) => {
            members.retain(|_, value| !is_absent(value, absent));
            members.values_mut().for_each(|value| in_value(value, absent));
        }
        Value::List(items) => items.iter_mut().for_each(|value| in_value(value, absent)),
        _ => {}
    }
}

fn is_absent(value: &Value, absent: &HashSet<Name>) -> bool {
    matches!(value, Value::Variable(name) if absent.contains(name))
}
