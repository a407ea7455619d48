//! One given value against the type that the schema declares for it.

use std::collections::HashSet;

use async_graphql::{
    Name, Positioned, Value as Constant, Variables,
    indexmap::IndexMap,
    parser::types::VariableDefinition,
    registry::{MetaInputValue, MetaType, MetaTypeName, Registry},
};
use async_graphql_value::Value;

use super::limits;

/// A walk through one value, collecting its faults.
pub struct Coercion<'a> {
    registry: &'a Registry,
    definitions: &'a [Positioned<VariableDefinition>],
    variables: &'a Variables,
    used: &'a mut HashSet<Name>,
    /// Where we are: argument, input field, index, …
    at: Vec<String>,
    faults: Vec<(Vec<String>, String)>,
}

impl<'a> Coercion<'a> {
    /// Begins a walk. `used` gathers the variables met.
    pub fn new(
        registry: &'a Registry,
        definitions: &'a [Positioned<VariableDefinition>],
        variables: &'a Variables,
        used: &'a mut HashSet<Name>,
    ) -> Self {
        Self { registry, definitions, variables, used, at: vec![], faults: vec![] }
    }

    /// The faults: the path of each, and what it is.
    pub fn into_faults(self) -> Vec<(Vec<String>, String)> {
        self.faults
    }

    /// Looks at an argument or an input field, given or not.
    pub fn member(&mut self, declared: &MetaInputValue, given: Option<&Value>) {
        self.at.push(declared.name.clone());
        match given {
            Some(value) => self.value(&declared.ty, value, false),
            None if declared.default_value.is_none() => self.absent(&declared.ty),
            None => {}
        }
        self.at.pop();
    }

    /// Looks at a variable, unless an argument has used it already; tells whether it did.
    pub fn unused(&mut self, definition: &VariableDefinition) -> bool {
        let fresh = !self.used.contains(&definition.name.node);
        if fresh {
            let ty = definition.var_type.node.to_string();
            self.at.push(definition.name.node.to_string());
            self.variable(&ty, &definition.name.node);
            self.at.pop();
        }
        fresh
    }

    fn fault(&mut self, message: String) {
        if !self.is_full() {
            self.faults.push((self.at.clone(), message));
        }
    }

    /// Whether there are as many faults as an answer may hold.
    fn is_full(&self) -> bool {
        self.faults.len() >= limits::ERRORS
    }

    fn absent(&mut self, ty: &str) {
        if ty.ends_with('!') {
            self.fault(format!("A value of type {ty} is required."));
        }
    }

    /// `sent` tells a value that came as JSON, where an enum's value is a string, from one written in the document.
    fn value(&mut self, ty: &str, value: &Value, sent: bool) {
        if self.is_full() {
            return;
        }
        match (MetaTypeName::create(ty), value) {
            (_, Value::Variable(name)) => self.variable(ty, name),
            (MetaTypeName::NonNull(_), Value::Null) => self.absent(ty),
            (MetaTypeName::NonNull(inner), value) => self.value(inner, value, sent),
            (_, Value::Null) => {}
            (MetaTypeName::List(inner), Value::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.at.push(index.to_string());
                    self.value(inner, item, sent);
                    self.at.pop();
                }
            }
            // A single value stands for a list of one.
            (MetaTypeName::List(inner), value) => self.value(inner, value, sent),
            (MetaTypeName::Named(name), value) => self.named(name, value, sent),
        }
    }

    fn variable(&mut self, ty: &str, name: &Name) {
        let first = self.used.insert(name.clone());
        let Some(definition) = self.definitions.iter().find(|definition| definition.node.name.node == *name) else {
            return;
        };
        let declared = definition.node.var_type.node.to_string();
        let Some(constant) = self.variables.get(name).or_else(|| definition.node.default_value()) else {
            if first {
                self.fault(format!("The variable ${name} of type {declared} is required."));
            }
            return;
        };
        let value = constant.clone().into_value();
        let before = self.faults.len();
        self.value(&declared, &value, true);
        if self.faults.len() == before && ty != declared {
            self.value(ty, &value, true);
        }
    }

    fn named(&mut self, name: &str, value: &Value, sent: bool) {
        let registry = self.registry;
        match registry.types.get(name) {
            Some(MetaType::InputObject { input_fields, oneof, .. }) => match value {
                Value::Object(members) => self.object(name, input_fields, *oneof, members, sent),
                _ => self.fault(format!("Expected an object of type {name}, found {}.", shown(value))),
            },
            Some(MetaType::Enum { enum_values, .. }) => match value {
                Value::Enum(given) if enum_values.contains_key(given.as_str()) => {}
                Value::String(given) if sent && enum_values.contains_key(given.as_str()) => {}
                _ => self.fault(format!("Expected a value of {name}, found {}.", shown(value))),
            },
            Some(MetaType::Scalar { is_valid, description, .. }) => {
                let Some(constant) = self.constant(value) else { return };
                let valid = is_valid.as_ref().is_none_or(|is_valid| is_valid(&constant));
                if !valid || (name == "Int" && !is_int(&constant)) {
                    // The scalar's own description says best how to write it.
                    let hint = description.as_deref().and_then(|text| text.lines().next()).unwrap_or_default();
                    let message = format!("Expected a value of type {name}, found {}. {hint}", shown(value));
                    self.fault(message.trim_end().to_owned());
                }
            }
            _ => {}
        }
    }

    fn object(
        &mut self,
        name: &str,
        declared: &IndexMap<String, MetaInputValue>,
        oneof: bool,
        given: &IndexMap<Name, Value>,
        sent: bool,
    ) {
        for unknown in given.keys().filter(|key| !declared.contains_key(key.as_str())) {
            self.at.push(unknown.to_string());
            self.fault(format!("{name} has no field {unknown}."));
            self.at.pop();
        }
        if oneof && (given.len() != 1 || given.values().any(|value| self.is_null(value))) {
            self.fault(format!("Give exactly one field of {name}, and not null."));
            return;
        }
        // What restricts a list must not vanish where its value is missing.
        let restricts = name.trim_end_matches("Input").ends_with("Filter");
        for field in declared.values() {
            match given.get(field.name.as_str()) {
                Some(value) if restricts && self.is_null(value) => {
                    self.at.push(field.name.clone());
                    self.fault(format!(
                        "Null chooses nothing: leave {} out of {name}, or give it a value.",
                        field.name
                    ));
                    self.at.pop();
                }
                Some(value) => {
                    self.at.push(field.name.clone());
                    self.value(&field.ty, value, sent);
                    self.at.pop();
                }
                None => self.member(field, None),
            }
        }
    }

    fn is_null(&self, value: &Value) -> bool {
        self.constant(value).is_some_and(|constant| constant == Constant::Null)
    }

    /// The value with its variables filled in.
    fn constant(&self, value: &Value) -> Option<Constant> {
        let filled = value.clone().into_const_with(|name| {
            let definition = self.definitions.iter().find(|definition| definition.node.name.node == name);
            self.variables
                .get(&name)
                .or_else(|| definition.and_then(|definition| definition.node.default_value()))
                .cloned()
                .ok_or(())
        });
        filled.ok()
    }
}

/// The numbers of GraphQL's `Int`.
fn is_int(value: &Constant) -> bool {
    matches!(value, Constant::Number(number) if number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()))
}

/// A value as it may stand in a message: short.
fn shown(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::String(text) if text.chars().nth(SHOWN).is_some() => {
            format!("{}…", Value::String(text.chars().take(SHOWN).collect()))
        }
        value => value.to_string(),
    }
}

/// Characters of a string that a message quotes.
const SHOWN: usize = 60;
