//! The access matrix: every field and every mutation of the schema, as everybody who may ask.
//!
//! The matrix is `tests/api/access_matrix/matrix.txt`: a reviewer reads there who can do what. The schema is walked by
//! introspection, so that a field that is added is tried without being told, and shows as a difference until its line is
//! looked at and committed: `UPDATE_MATRIX=1 cargo test --test api access_matrix`.
//! A refused mutation must also leave no trace in the change log.

mod records;
mod shape;

use std::{
    collections::{BTreeMap, VecDeque},
    fmt::Write,
};

use pilotage::access::Scope;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::Value;

use self::{
    records::{Records, Whose, noun_of, outcome},
    shape::{Field, Reference, Shape},
};
use crate::world::{Someone, World};

/// Who tries, and on whose records.
const COLUMNS: [(&str, Whose); 8] = [
    ("anonymous", Whose::Own),
    ("rep, own", Whose::Own),
    ("rep, other", Whose::Other),
    ("manager, own", Whose::Own),
    ("manager, other", Whose::Other),
    ("admin", Whose::Own),
    ("token, scope", Whose::Own),
    ("token, none", Whose::Own),
];

/// Fields that no generated document can try, each with the test that does. This list may only shrink.
const ELSEWHERE: &[(&str, &str)] = &[
    ("Mutation.signIn", "auth"),
    ("Mutation.sessionRefresh", "auth"),
    ("Mutation.signOut", "auth"),
    ("Mutation.userChangePassword", "auth"),
];

async fn column<'a>(world: &'a World, column: &str, scopes: &str) -> Someone<'a> {
    match column {
        "anonymous" => world.as_nobody(),
        "rep, own" | "rep, other" => world.as_user("alice").await,
        "manager, own" | "manager, other" => world.as_user("nora").await,
        "admin" => world.as_user("ada").await,
        "token, scope" => world.as_token(&all_scopes(|_| true)),
        _ => world.as_token(scopes),
    }
}

fn all_scopes(keep: impl Fn(&str) -> bool) -> String {
    let words = Scope::all().into_iter().map(|scope| scope.to_string()).filter(|word| keep(word));
    words.collect::<Vec<_>>().join(" ")
}

/// Every scope but those that a field needs.
fn without(noun: &str) -> String {
    let plural = match noun {
        "kpi" => "kpi".to_owned(),
        "stage" | "outcomeReason" | "pipeline" => "pipelines".to_owned(),
        "membership" | "teamMembership" => "teams".to_owned(),
        "exchangeRate" => "rates".to_owned(),
        "surveyResponse" => "responses".to_owned(),
        "productReturn" => "returns".to_owned(),
        "qualificationCriterion" => "criteriaSets".to_owned(),
        "organization" | "holiday" => "organization".to_owned(),
        "forecastSubmission" | "forecastAdjustment" => "forecasts".to_owned(),
        noun => format!("{noun}s"),
    };
    all_scopes(|word| word.split(':').next() != Some(&plural))
}

/// How a type is reached: the document around a selection of its fields, by whose record.
struct Path {
    open: String,
    close: String,
    noun: String,
}

/// A way to every object type that hangs on a record or on the root, the shortest first.
fn paths(shape: &Shape, records: &Records<'_>, whose: Whose) -> BTreeMap<String, Path> {
    let mut found: BTreeMap<String, Path> = BTreeMap::new();
    let mut queue: VecDeque<String> = VecDeque::new();
    for object in &shape.nodes {
        if let Some(id) = records.standing(object, whose) {
            let open = format!("node(id: \"{id}\") {{ ... on {object} {{ ");
            let noun = format!("{}{}", object[..1].to_lowercase(), &object[1..]);
            found.insert(object.clone(), Path { open, close: " } }".into(), noun });
            queue.push_back(object.clone());
        }
    }
    found.insert("Query".into(), Path { open: String::new(), close: String::new(), noun: String::new() });
    queue.push_back("Query".into());
    while let Some(object) = queue.pop_front() {
        for field in shape.fields(&object) {
            let target = &field.output.name;
            let is_new = !field.output.is_leaf && shape.objects.contains_key(target) && !found.contains_key(target);
            if is_new && target != "Query" && !(object == "Query" && field.name == "node") {
                let from = &found[&object];
                let call =
                    shape.call(field, &|name, reference| argument(shape, records, field, name, reference, whose));
                let call = call.trim_end_matches(" { __typename }");
                let noun = if matches!(target.as_str(), "Kpis" | "ForecastWhatIf") {
                    "kpi".to_owned()
                } else {
                    from.noun.clone()
                };
                let path = Path { open: format!("{}{call} {{ ", from.open), close: format!(" }}{}", from.close), noun };
                found.insert(target.clone(), path);
                queue.push_back(target.clone());
            }
        }
    }
    found
}

fn argument(
    shape: &Shape,
    records: &Records<'_>,
    field: &Field,
    name: &str,
    reference: &Reference,
    whose: Whose,
) -> String {
    match reference.name.as_str() {
        "PeriodInput" => "{year: 2026}".into(),
        // A year has more days than a forecast has snapshots.
        "Grain" if field.name == "snapshots" => "QUARTER".into(),
        "ID" => {
            let object = if name == "id" { field.output.name.as_str() } else { "Deal" };
            format!("\"{}\"", records.standing(object, whose).unwrap_or_default())
        }
        _ => shape.least(reference, &|name, reference| argument(shape, records, field, name, reference, whose)),
    }
}

/// The value at the end of a document that goes straight down.
fn reading(answer: &Value) -> String {
    if let Some(code) = answer["errors"][0]["extensions"]["code"].as_str() {
        return format!("✘ {code}");
    }
    let mut value = &answer["data"];
    loop {
        match value {
            Value::Object(fields) if fields.len() == 1 && !fields.contains_key("__typename") => {
                value = fields.values().next().unwrap();
            }
            Value::Array(list) if list.first().is_some_and(Value::is_object) => value = &list[0],
            Value::Null => return "null".into(),
            Value::Object(fields) if fields.is_empty() => return "null".into(),
            _ => return "✔".into(),
        }
    }
}

async fn fields_of_records(world: &World, shape: &Shape, records: &Records<'_>, matrix: &mut Matrix) {
    let own = paths(shape, records, Whose::Own);
    let other = paths(shape, records, Whose::Other);
    for (object, fields) in &shape.objects {
        // What only a mutation answers is tried with it.
        if object == "Mutation" || object == "UserError" || object.ends_with("Payload") {
            continue;
        }
        for field in fields {
            let row = format!("{object}.{}", field.name);
            let (Some(own), Some(other)) = (own.get(object), other.get(object)) else {
                matrix.missing.push(row);
                continue;
            };
            let mut cells = Vec::new();
            for (who, whose) in COLUMNS {
                let path = if whose == Whose::Own { own } else { other };
                let noun = if object == "Query" { noun_of_query(&field.name) } else { path.noun.clone() };
                let call =
                    shape.call(field, &|name, reference| argument(shape, records, field, name, reference, whose));
                let document = format!("{{ {}{call}{} }}", path.open, path.close);
                let answer = column(world, who, &without(&noun)).await.run(&document).await;
                cells.push(reading(&answer.0));
            }
            matrix.rows.insert(row, cells);
        }
    }
}

/// The scope that a root field goes with, by its name.
fn noun_of_query(field: &str) -> String {
    match field.strip_suffix('s').unwrap_or(field) {
        "leaderboard" | "kpiCatalog" | "forecastWhatIf" => "kpi".into(),
        "holiday" => "organization".into(),
        "forecastSubmission" | "forecastAdjustment" => "forecast".into(),
        noun => noun.into(),
    }
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn changes(world: &World) -> u64 {
    entity::change_log::Entity::find().count(world.state.database.reader()).await.unwrap()
}

async fn mutations(world: &World, shape: &Shape, records: &Records<'_>, matrix: &mut Matrix) {
    for mutation in shape.fields("Mutation") {
        let row = format!("Mutation.{}", mutation.name);
        if ELSEWHERE.iter().any(|(known, _)| *known == row) {
            continue;
        }
        let mut cells = Vec::new();
        for (who, whose) in COLUMNS {
            let record = match records.ready_for(mutation, whose).await {
                Ok(record) => record,
                Err(why) => {
                    matrix.missing.push(format!("{row}: {why}"));
                    break;
                }
            };
            let document = format!("mutation {{ act: {} }}", records.document(mutation, whose, record.as_deref()));
            let before = changes(world).await;
            let someone = column(world, who, &without(noun_of(&mutation.name))).await;
            let answer = someone.run(&document).await;
            let cell = outcome(&answer.0, "act");
            if cell != "✔" {
                assert_eq!(changes(world).await, before, "{document} was refused and changed something");
            }
            cells.push(cell);
        }
        matrix.rows.insert(row, cells);
    }
}

#[derive(Default)]
struct Matrix {
    rows: BTreeMap<String, Vec<String>>,
    missing: Vec<String>,
}

impl Matrix {
    fn print(&self) -> String {
        // Wider than any name, so that a new one changes no other line.
        let width = self.rows.keys().map(|row| row.len()).max().unwrap_or(0).max(64);
        let mut text = String::from(
            "Who can do what. Made by tests/api/access_matrix; `own` is a record of Alice (team North), `other` of Dora\n\
             (team South); the manager manages North. A token has every scope, or every scope but the field's own.\n\n",
        );
        let heads: Vec<String> = COLUMNS.iter().map(|(who, _)| format!("{who:<18}")).collect();
        let _ = writeln!(text, "{:<width$}  {}", "", heads.join("").trim_end());
        for (row, cells) in &self.rows {
            let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:<18}")).collect();
            let _ = writeln!(text, "{row:<width$}  {}", cells.join("").trim_end());
        }
        text
    }
}

#[tokio::test]
async fn everybody_can_do_what_the_matrix_says_and_nothing_else() {
    let world = World::new().await;
    let shape = Shape::of(&world).await;
    let records = Records::new(&world, &shape).await;
    let mut matrix = Matrix::default();
    fields_of_records(&world, &shape, &records, &mut matrix).await;
    mutations(&world, &shape, &records, &mut matrix).await;

    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/api/access_matrix/matrix.txt");
    let found = matrix.print();
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        std::fs::write(file, &found).unwrap();
    }
    assert!(matrix.missing.is_empty(), "no way leads to these fields:\n{}", matrix.missing.join("\n"));
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    let differences: Vec<String> = found
        .lines()
        .filter(|line| !committed.lines().any(|known| known == *line))
        .map(|line| format!("+ {line}"))
        .chain(committed.lines().filter(|line| !found.lines().any(|new| new == *line)).map(|line| format!("- {line}")))
        .collect();
    assert!(
        differences.is_empty(),
        "The access matrix changed. If that is meant: UPDATE_MATRIX=1 cargo test --test api access_matrix\n{}",
        differences.join("\n")
    );
}

#[test]
fn every_mutation_has_a_rule_and_every_rule_a_mutation() {
    let schema = pilotage::registry::schema::sdl(&pilotage::registry::schema::build());
    let mutations: Vec<&str> = schema
        .split("type Mutation {")
        .nth(1)
        .unwrap()
        .split("\n}")
        .next()
        .unwrap()
        .lines()
        .filter_map(|line| line.trim().split(['(', ':']).next().filter(|name| name.starts_with(char::is_lowercase)))
        .filter(|name| name.chars().all(char::is_alphanumeric))
        .collect();
    for (rule, _) in pilotage::access::policy::MUTATIONS {
        assert!(mutations.contains(rule), "{rule} has a rule and does not exist");
    }
}
