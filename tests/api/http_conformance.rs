//! What the GraphQL specification says of null and of order, which not every version of the library does.

use async_graphql::Object;
use pilotage::{
    error::{Error, Result},
    server::Options,
};

use crate::http_node::{Node, schema};

#[derive(Clone, Copy)]
struct Query;
struct Part;
#[derive(Clone, Copy)]
struct Mutation;

fn failure<T>() -> Result<T> {
    Err(Error::bad_input("no"))
}

#[Object]
impl Query {
    async fn slow(&self) -> i32 {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        1
    }
    async fn fast(&self) -> i32 {
        2
    }
    async fn maybe(&self) -> Option<Part> {
        Some(Part)
    }
    async fn must(&self) -> Part {
        Part
    }
    async fn list(&self) -> Vec<Option<Part>> {
        vec![Some(Part), Some(Part)]
    }
    async fn figure(&self) -> Option<Result<i32>> {
        Some(failure())
    }
}

#[Object]
impl Part {
    async fn ok(&self) -> i32 {
        1
    }
    async fn bad(&self) -> Result<i32> {
        failure()
    }
}

#[Object]
impl Mutation {
    async fn fail(&self) -> Result<i32> {
        failure()
    }
    async fn fast(&self) -> i32 {
        2
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn null_spreads_to_the_nearest_nullable_parent_and_fields_come_in_the_order_asked() {
    let node = Node::start(Options::default(), schema(Query, Mutation)).await;
    for (document, data) in [
        ("{ slow fast __typename }", r#"{"slow":1,"fast":2,"__typename":"Query"}"#),
        ("{ b: fast a: slow }", r#"{"b":2,"a":1}"#),
        ("{ maybe { ok bad } fast }", r#"{"maybe":null,"fast":2}"#),
        ("{ must { ok bad } fast }", "null"),
        ("{ list { ok bad } }", r#"{"list":[null,null]}"#),
        ("{ figure fast }", r#"{"figure":null,"fast":2}"#),
        ("mutation { fail fast }", "null"),
    ] {
        let answer = node.query(document).await;
        assert_eq!(answer.status, 200);
        assert!(answer.body.starts_with(&format!(r#"{{"data":{data}"#)), "{document}: {}", answer.body);
    }
    let failed = node.query("{ maybe { ok bad } }").await.json();
    assert_eq!(failed["errors"][0]["path"], serde_json::json!(["maybe", "bad"]));
}
