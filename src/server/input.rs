//! The values that a request gives: each one looked at before anything runs, and every fault reported at its place.

use std::collections::HashSet;

use async_graphql::{
    Name, PathSegment, Pos, Positioned, ServerError, Variables,
    parser::types::{
        Directive, DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
        SelectionSet,
    },
    registry::{MetaInputValue, MetaTypeName, Registry},
};
use async_graphql_value::Value;

use super::{coded, coerce::Coercion, limits};
use crate::error::ErrorCode;

/// The operation that a request names, or the only one.
pub fn operation<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a OperationDefinition> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(&operation.node),
        (DocumentOperations::Multiple(all), Some(name)) => all.get(name).map(|operation| &operation.node),
        (DocumentOperations::Multiple(all), None) if all.len() == 1 => {
            all.values().next().map(|operation| &operation.node)
        }
        _ => None,
    }
}

/// The names of the fields that an operation begins with, those of fragments included; `None` when a fragment is missing.
/// `__typename` does not count.
pub fn root_fields<'a>(document: &'a ExecutableDocument, operation: &'a OperationDefinition) -> Option<Vec<&'a str>> {
    let mut fields = vec![];
    let mut sets = vec![&operation.selection_set.node];
    while let Some(set) = sets.pop() {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) if field.node.name.node == "__typename" => {}
                Selection::Field(field) => fields.push(field.node.name.node.as_str()),
                Selection::InlineFragment(fragment) => sets.push(&fragment.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    let fragment = document.fragments.get(&spread.node.fragment_name.node)?;
                    sets.push(&fragment.node.selection_set.node);
                }
            }
        }
    }
    Some(fields)
}

/// Every value of the operation's arguments and variables that its type does not admit. The document must have passed
/// validation.
pub fn faults(
    registry: &Registry,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Vec<ServerError> {
    let mut walk =
        Walk { registry, document, operation, variables, used: HashSet::new(), path: vec![], faults: vec![] };
    let root = match operation.ty {
        OperationType::Query => Some(&registry.query_type),
        OperationType::Mutation => registry.mutation_type.as_ref(),
        OperationType::Subscription => registry.subscription_type.as_ref(),
    };
    if let Some(root) = root {
        walk.directives(&operation.directives);
        walk.selections(root, &operation.selection_set.node);
    }
    walk.unused_variables();
    walk.faults
}

struct Walk<'a> {
    registry: &'a Registry,
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    used: HashSet<Name>,
    path: Vec<PathSegment>,
    faults: Vec<ServerError>,
}

type Arguments = [(Positioned<Name>, Positioned<Value>)];

impl Walk<'_> {
    fn selections(&mut self, parent: &str, set: &SelectionSet) {
        for selection in &set.items {
            self.directives(selection.node.directives());
            match &selection.node {
                Selection::Field(field) => self.field(parent, field),
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().map_or(parent, |on| on.node.on.node.as_str());
                    self.selections(on, &fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.selections(on, &fragment.node.selection_set.node);
                    }
                }
            }
        }
    }

    fn field(&mut self, parent: &str, field: &Positioned<Field>) {
        let registry = self.registry;
        let name = field.node.name.node.as_str();
        let Some(declared) = registry.types.get(parent).and_then(|parent| parent.field_by_name(name)) else {
            // `__typename` and the like; validation has refused everything else.
            return;
        };
        self.path.push(PathSegment::Field(field.node.response_key().node.to_string()));
        self.arguments(declared.args.values(), &field.node.arguments, field.pos);
        self.selections(MetaTypeName::concrete_typename(&declared.ty), &field.node.selection_set.node);
        self.path.pop();
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) {
        let registry = self.registry;
        for directive in directives {
            if let Some(declared) = registry.directives.get(directive.node.name.node.as_str()) {
                self.arguments(declared.args.values(), &directive.node.arguments, directive.pos);
            }
        }
    }

    fn arguments<'d>(&mut self, declared: impl Iterator<Item = &'d MetaInputValue>, given: &Arguments, owner: Pos) {
        for argument in declared {
            if self.faults.len() >= limits::ERRORS {
                return;
            }
            let value = given.iter().find(|(name, _)| name.node == argument.name).map(|(_, value)| value);
            let mut coercion =
                Coercion::new(self.registry, &self.operation.variable_definitions, self.variables, &mut self.used);
            coercion.member(argument, value.map(|value| &value.node));
            let pos = value.map_or(owner, |value| value.pos);
            let faults = coercion.into_faults();
            self.report(pos, faults);
        }
    }

    fn unused_variables(&mut self) {
        for definition in &self.operation.variable_definitions {
            let mut coercion =
                Coercion::new(self.registry, &self.operation.variable_definitions, self.variables, &mut self.used);
            if coercion.unused(&definition.node) {
                let faults = coercion.into_faults();
                self.report(definition.pos, faults);
            }
        }
    }

    fn report(&mut self, pos: Pos, faults: Vec<(Vec<String>, String)>) {
        for (field, message) in faults {
            let mut error = coded(ErrorCode::BadUserInput, message);
            error.extensions.get_or_insert_default().set("field", field);
            error.locations = vec![pos];
            error.path = self.path.clone();
            self.faults.push(error);
        }
    }
}
