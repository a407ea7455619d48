//! Given values: every bad one is reported, at its place, before anything runs.

use async_graphql::{
    Enum, InputObject, InputValueError, InputValueResult, MaybeUndefined, Object, OneofObject, Scalar, ScalarType,
    Value as Constant,
};
use pilotage::server::Options;
use serde_json::{Value, json};

use crate::http_node::{Node, schema};

struct Day;

/// A day, as in `2026-03-31`.
#[Scalar]
impl ScalarType for Day {
    fn parse(value: Constant) -> InputValueResult<Self> {
        if Self::is_valid(&value) { Ok(Self) } else { Err(InputValueError::expected_type(value)) }
    }
    fn is_valid(value: &Constant) -> bool {
        matches!(value, Constant::String(text) if chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok())
    }
    fn to_value(&self) -> Constant {
        Constant::Null
    }
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum Colour {
    Red,
}

#[derive(InputObject)]
struct Line {
    quantity: i32,
    #[graphql(default = 3)]
    size: i32,
}

#[derive(InputObject)]
struct Change {
    on: Option<Day>,
    colour: Option<Colour>,
    note: MaybeUndefined<String>,
    lines: Option<Vec<Line>>,
    when: Option<When>,
}

#[derive(OneofObject)]
enum When {
    Year(i32),
    Day(Day),
}

#[derive(Clone, Copy)]
struct Query;
#[derive(Clone, Copy)]
struct Mutation;

#[Object]
impl Query {
    async fn first(&self, #[graphql(default = 20)] first: i32, after: Option<String>) -> String {
        format!("{first} {after:?}")
    }
    async fn inner(&self) -> Self {
        Self
    }
}

#[Object]
impl Mutation {
    /// Says what became of the note, and how much there is.
    async fn change(&self, input: Change) -> String {
        let quantity: i32 = input.lines.unwrap_or_default().iter().map(|line| line.quantity).sum();
        match input.note {
            MaybeUndefined::Undefined => format!("keep {quantity}"),
            MaybeUndefined::Null => format!("clear {quantity}"),
            MaybeUndefined::Value(note) => format!("{note} {quantity}"),
        }
    }
}

async fn ask(node: &Node, query: &str, variables: Value) -> Value {
    node.post(&[], &json!({ "query": query, "variables": variables }).to_string()).await.json()
}

async fn node() -> Node {
    Node::start(Options::default(), schema(Query, Mutation)).await
}

/// The fields of all faults; each must be a BAD_USER_INPUT that names place and path.
fn fields(answer: &Value) -> Vec<String> {
    assert!(answer.get("data").is_none(), "{answer}");
    let errors = answer["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| {
            assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{error}");
            assert!(error["locations"][0]["line"].is_number(), "{error}");
            let field = error["extensions"]["field"].as_array().unwrap();
            field.iter().map(|part| part.as_str().unwrap()).collect::<Vec<_>>().join(".")
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn values_are_looked_at_each_time_a_document_is_asked() {
    let document = "mutation($input: Change!, $also: Int) { change(input: $input) other: change(input: {lines: [{quantity: $also}]}) }";
    let node = node().await;
    let good = json!({ "input": { "on": "2026-11-26" }, "also": 1 });
    let bad = json!({ "input": { "on": "2017-02-30", "lines": [{}] }, "also": "many" });
    let fresh = ask(&node, document, bad.clone()).await;
    assert_eq!(fields(&fresh).len(), 3, "{fresh}");
    for _ in 0..2 {
        assert_eq!(ask(&node, document, good.clone()).await["data"]["other"], "keep 1");
        assert_eq!(ask(&node, document, bad.clone()).await, fresh);
    }
    let less = ask(&node, document, json!({ "also": 1 })).await;
    assert_eq!(fields(&less), ["input"], "a variable that is not given is told apart");
    let unknown = json!({ "input": {}, "also": 2, "whatever": "x".repeat(1000) });
    assert_eq!(ask(&node, document, unknown).await["data"]["other"], "keep 2");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_bad_literal_is_reported() {
    let document = r#"mutation { mine: change(input: {
        on: "2017-02-30", colour: PINK, other: 1, lines: [{quantity: 1}, {quantity: 3000000000}, {}], when: {year: 1, day: "2017-01-01"}
    }) }"#;
    let answer = ask(&node().await, document, json!({})).await;
    let mut found = fields(&answer);
    found.sort();
    assert_eq!(
        found,
        ["input.colour", "input.lines.1.quantity", "input.lines.2.quantity", "input.on", "input.other", "input.when"]
    );
    assert_eq!(answer["errors"][0]["path"], json!(["mine"]));
    let messages = answer["errors"].to_string();
    assert!(messages.contains("2017-02-30") && messages.contains("A day, as in"), "{messages}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_bad_variable_is_reported_where_it_is_used() {
    let node = node().await;
    let document =
        "mutation($input: Change!, $note: String) { change(input: $input) other: change(input: {note: $note}) }";
    let variables = json!({ "input": { "on": "2017-02-30", "colour": "PINK", "lines": [{}], "when": {} }, "note": 1 });
    assert_eq!(
        fields(&ask(&node, document, variables).await),
        ["input.on", "input.colour", "input.lines.0.quantity", "input.when", "input.note"]
    );
    let answer = ask(&node, "mutation($input: Change!) { change(input: $input) }", json!({})).await;
    assert_eq!(fields(&answer), ["input"]);
    let answer =
        ask(&node, "query($first: Int!) { inner { inner { first(first: $first) } } }", json!({"first": null})).await;
    assert_eq!(fields(&answer), ["first"]);
    assert_eq!(answer["errors"][0]["path"], json!(["inner", "inner", "first"]));
    let answer = ask(&node, "query($skip: Boolean!) { first @skip(if: $skip) }", json!({"skip": "no"})).await;
    assert_eq!(fields(&answer), ["if"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn missing_arguments_and_values_of_another_type_are_reported() {
    let node = node().await;
    for (document, field) in [
        ("mutation { change }", "input"),
        ("mutation { change(input: 1) }", "input"),
        ("mutation { change(input: null) }", "input"),
        ("mutation { change(input: {colour: \"RED\"}) }", "input.colour"),
        ("{ first(first: \"1\") }", "first"),
        ("{ first(first: 1.5) }", "first"),
        ("{ first(first: null) }", "first"),
        ("{ ...F } fragment F on Query { inner { ... on Query { first(after: 1) } } }", "after"),
        ("query($n: Int = \"x\") { first(first: $n) }", "first"),
    ] {
        assert_eq!(fields(&ask(&node, document, json!({})).await), [field], "{document}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_absent_variable_leaves_a_value_alone_and_null_clears_it() {
    let node = node().await;
    let document = "mutation($note: String, $lines: [Line!]) { change(input: {note: $note, lines: $lines}) }";
    for (variables, expected) in [
        (json!({}), "keep 0"),
        (json!({ "note": null }), "clear 0"),
        (json!({ "note": "n", "lines": {"quantity": 2} }), "n 2"),
        (json!({ "lines": [{"quantity": 2}, {"quantity": 3, "size": 1}] }), "keep 5"),
    ] {
        let answer = ask(&node, document, variables).await;
        assert_eq!(answer, json!({ "data": { "change": expected } }));
    }
    let document = "query($n: Int, $after: String) { first(first: $n, after: $after) }";
    assert_eq!(ask(&node, document, json!({})).await, json!({ "data": { "first": "20 None" } }));
    assert_eq!(fields(&ask(&node, document, json!({ "n": null })).await), ["first"]);
}

#[tokio::test]
async fn p07_a_misspelled_name_is_answered_with_the_nearest_to_those_who_may_read_the_schema() {
    let node = Node::start(Options::default(), schema(Query, Mutation)).await;
    for (document, expected) in [
        ("{ frist }", r#"Unknown field "frist" on type "Query". Did you mean "first"?"#),
        ("{ first(fist: 1) }", r#"Unknown argument "fist" on field "first" of type "Query". Did you mean "first"?"#),
        ("{ quarterlyRevenue }", r#"Unknown field "quarterlyRevenue" on type "Query"."#),
    ] {
        let body = json!({ "query": document }).to_string();
        let known = node.post(&[("authorization", "Bearer good")], &body).await.json();
        assert_eq!(known["errors"][0]["message"], expected);
        let nobody = node.query(document).await.json();
        assert_eq!(nobody["errors"][0]["message"], expected.split(" Did you").next().unwrap());
    }
}
