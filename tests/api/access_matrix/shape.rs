//! The shape of the schema, by introspection, and documents made from it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::world::World;

/// A type reference, unwrapped: its name, and whether it must be given.
#[derive(Clone, Debug)]
pub struct Reference {
    pub name: String,
    pub is_required: bool,
    pub is_leaf: bool,
}

/// A field with its arguments.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub arguments: Vec<(String, Reference)>,
    pub output: Reference,
}

/// The types of the schema.
pub struct Shape {
    pub objects: BTreeMap<String, Vec<Field>>,
    pub inputs: BTreeMap<String, Vec<(String, Reference)>>,
    pub enums: BTreeMap<String, Vec<String>>,
    /// The objects that implement `Node`.
    pub nodes: Vec<String>,
}

impl Shape {
    pub async fn of(world: &World) -> Self {
        let answer = world.as_user("ada").await.ok(include_str!("../introspection.graphql")).await;
        let mut shape =
            Self { objects: BTreeMap::new(), inputs: BTreeMap::new(), enums: BTreeMap::new(), nodes: Vec::new() };
        for kind in answer["__schema"]["types"].as_array().unwrap() {
            let name = text(&kind["name"]);
            if name.starts_with("__") {
                continue;
            }
            match kind["kind"].as_str().unwrap() {
                "OBJECT" => {
                    let fields = kind["fields"].as_array().unwrap().iter().map(|field| Field {
                        name: text(&field["name"]),
                        arguments: arguments(&field["args"]),
                        output: reference(&field["type"]),
                    });
                    shape.objects.insert(name.clone(), fields.collect());
                    let interfaces = kind["interfaces"].as_array().cloned().unwrap_or_default();
                    if interfaces.iter().any(|interface| interface["name"] == "Node") {
                        shape.nodes.push(name);
                    }
                }
                "INPUT_OBJECT" => {
                    shape.inputs.insert(name, arguments(&kind["inputFields"]));
                }
                "ENUM" => {
                    let values = kind["enumValues"].as_array().unwrap();
                    shape.enums.insert(name, values.iter().map(|value| text(&value["name"])).collect());
                }
                _ => {}
            }
        }
        shape
    }

    pub fn fields(&self, object: &str) -> &[Field] {
        self.objects.get(object).map_or(&[], Vec::as_slice)
    }

    /// A field with the least that it needs: required arguments, and a selection where it is an object.
    pub fn call(&self, field: &Field, value: &dyn Fn(&str, &Reference) -> String) -> String {
        let given: Vec<String> = field
            .arguments
            .iter()
            .filter(|(_, reference)| reference.is_required)
            .map(|(name, reference)| format!("{name}: {}", value(name, reference)))
            .collect();
        let arguments = if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) };
        let selection = if field.output.is_leaf { "" } else { " { __typename }" };
        format!("{}{arguments}{selection}", field.name)
    }

    /// The least value of an input type.
    pub fn least(&self, reference: &Reference, value: &dyn Fn(&str, &Reference) -> String) -> String {
        if let Some(values) = self.enums.get(&reference.name) {
            return values[0].clone();
        }
        let Some(fields) = self.inputs.get(&reference.name) else { return leaf(&reference.name) };
        let given: Vec<String> = fields
            .iter()
            .filter(|(_, reference)| reference.is_required)
            .map(|(name, reference)| format!("{name}: {}", value(name, reference)))
            .collect();
        format!("{{{}}}", given.join(", "))
    }
}

fn leaf(scalar: &str) -> String {
    match scalar {
        "Int" | "Count" => "1",
        "Float" | "Ratio" => "0.5",
        "Boolean" => "true",
        "Date" => "\"2026-11-02\"",
        "DateTime" => "\"2026-11-20T09:00:00Z\"",
        "Decimal" => "\"1\"",
        "CurrencyCode" => "\"USD\"",
        _ => "\"Something\"",
    }
    .to_owned()
}

fn arguments(list: &Value) -> Vec<(String, Reference)> {
    let argument = |argument: &Value| {
        let mut reference = reference(&argument["type"]);
        reference.is_required &= argument["defaultValue"].is_null();
        (text(&argument["name"]), reference)
    };
    list.as_array().unwrap().iter().map(argument).collect()
}

fn reference(kind: &Value) -> Reference {
    let is_required = kind["kind"] == "NON_NULL";

    let mut inner = kind;
    while inner["name"].is_null() {
        inner = &inner["ofType"];
    }
    let is_leaf = matches!(inner["kind"].as_str(), Some("SCALAR" | "ENUM"));
    Reference { name: text(&inner["name"]), is_required, is_leaf }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
