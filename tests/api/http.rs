//! The HTTP front: what it refuses, what it survives, and what it says.

use std::time::Duration;

use async_graphql::{EmptyMutation, EmptySubscription, Object};
use pilotage::{
    error::{Error, Result},
    server::{Checked, Options, limits},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::http_node::{Answer, Node, schema};

#[derive(Clone, Copy)]
struct Query;

#[Object]
impl Query {
    async fn version(&self) -> &str {
        "1"
    }
    async fn takes(&self, value: Vec<i32>) -> usize {
        value.len()
    }
    async fn panics(&self, #[graphql(default = true)] really: bool) -> i32 {
        assert!(!really, "on purpose");
        1
    }
    async fn never_ends(&self) -> i32 {
        std::future::pending().await
    }
    async fn rests(&self) -> i32 {
        metrics::gauge!("pilotage_test_resting").set(1);
        tokio::time::sleep(Duration::from_secs(1)).await;
        1
    }
    async fn blocks(&self) -> i32 {
        std::thread::sleep(Duration::from_secs(3));
        1
    }
    async fn breaks(&self) -> Option<Result<i32>> {
        Some(Err(Error::Bug("the secret table".to_owned())))
    }
    async fn leaks(&self) -> async_graphql::Result<i32> {
        Err("the secret table".into())
    }
    async fn complains(&self) -> Vec<Option<Result<i32>>> {
        (0..40).map(|_| Some(Err(Error::bad_input("long ".repeat(100))))).collect()
    }
}

fn tiny() -> Checked<Query, EmptyMutation, EmptySubscription> {
    schema(Query, EmptyMutation)
}

async fn node() -> Node {
    Node::start(Options::default(), tiny()).await
}

async fn is_alive(node: &Node) {
    assert_eq!(node.query("{ version }").await.body, r#"{"data":{"version":"1"}}"#);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_documents_are_refused_in_a_few_words() {
    let node = node().await;
    let nested = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    let fragments = |depth: usize, width: usize| {
        let spreads = |level: usize| format!("...F{level} ").repeat(width);
        let defined: String =
            (0..depth).map(|level| format!(" fragment F{level} on Query {{ {} }}", spreads(level + 1))).collect();
        format!("{{ {} }} {defined} fragment F{depth} on Query {{ __typename }}", spreads(0))
    };
    let aliases: String = (0..10_000).map(|n| format!("a{n}: version ")).collect();
    for (what, document) in [
        ("list literals nested deep", format!("{{ takes(value: {}) }}", nested(100_000))),
        ("list literals nested deep in a small document", format!("{{ takes(value: {}) }}", nested(1_500))),
        ("a default nested deep", format!("query($v: [Int!]! = {}) {{ takes(value: $v) }}", nested(1_500))),
        ("object literals nested deep", format!("{{ takes(value: {}", "{a:".repeat(3_000))),
        ("a type nested deep", format!("query($v: {}", "[".repeat(5_000))),
        ("selections nested deep", "{ version ".repeat(1_000)),
        ("fragments, 4 levels of 60", fragments(4, 60)),
        ("fragments within the guard's limits", fragments(15, 3)),
        ("10 000 aliases", format!("{{ {aliases} }}")),
        ("60 aliases", format!("{{ {} }}", (0..60).map(|n| format!("a{n}: version ")).collect::<String>())),
        ("directives", format!("{{ version {} }}", "@include(if: true) ".repeat(40))),
    ] {
        let answer = node.query(&document).await;
        assert_eq!(answer.code(), "LIMIT_EXCEEDED", "{what}");
        assert!(answer.body.len() < 500, "{what}: {}", answer.body);
    }
    let cycle = node.query("{ ...F } fragment F on Query { ...G ...G } fragment G on Query { ...F ...F }").await;
    assert_eq!(cycle.code(), "GRAPHQL_VALIDATION_FAILED");
    let variables = format!(
        r#"{{"query": "query($v: [Int!]!) {{ takes(value: $v) }}", "variables": {{"v": {}}}}}"#,
        nested(100_000)
    );
    assert_eq!(node.post(&[], &variables).await.code(), "BAD_REQUEST");
    let often = format!("query($v: [Int!]!) {{ {} }}", "takes(value: $v) ".repeat(300));
    let many = serde_json::json!({ "query": often, "variables": { "v": vec![1; 300_000] } });
    assert_eq!(node.post(&[], &many.to_string()).await.code(), "LIMIT_EXCEEDED");
    is_alive(&node).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_under_way_is_finished_when_the_node_stops() {
    let node = node().await;
    let (answer, ()) = tokio::join!(node.query("{ rests }"), async {
        while !node.get("/metrics").await.body.contains("pilotage_test_resting 1") {}
        node.stop().await;
    });
    assert_eq!(answer.body, r#"{"data":{"rests":1}}"#);
    assert!(TcpStream::connect(node.address).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_body_is_cut_off_and_not_kept() {
    let node = node().await;
    let announced = node.raw(b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 300000000\r\n\r\n{}").await;
    assert_eq!((announced.status, announced.code()), (413, "LIMIT_EXCEEDED".to_owned()));

    let mut stream = TcpStream::connect(node.address).await.unwrap();
    let head =
        b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head).await.unwrap();
    let (mut reader, mut writer) = stream.split();
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
    let pour = async {
        for _ in 0..300_000_000 / 0x10000 {
            if writer.write_all(&chunk).await.is_err() {
                break;
            }
        }
        std::future::pending::<()>().await
    };
    let mut answer = vec![0; 4096];
    let length = tokio::select! {
        () = pour => 0,
        length = reader.read(&mut answer) => length.unwrap(),
    };
    assert_eq!(Answer::parse(&answer[..length]).status, 413);
    is_alive(&node).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_graphql_request_is_refused_with_its_reason() {
    let node = node().await;
    let body = r#"{"query":"{ version }"}"#;
    let json = ("content-type", "application/json");
    for (line, headers, body, status, code) in [
        ("GET /graphql?query=mutation%7BsignOut%7Berrors%7Bcode%7D%7D%7D", vec![], "", 405, "BAD_REQUEST"),
        ("GET /graphql", vec![], "", 400, "BAD_REQUEST"),
        ("GET /graphql?query=%7Bversion%7D&variables=x", vec![], "", 400, "BAD_REQUEST"),
        ("PUT /graphql", vec![json], body, 405, "BAD_REQUEST"),
        ("POST /graphql", vec![], body, 415, "BAD_REQUEST"),
        ("POST /graphql", vec![("content-type", "text/plain")], body, 415, "BAD_REQUEST"),
        ("POST /graphql", vec![("content-type", "multipart/form-data; boundary=x")], body, 415, "BAD_REQUEST"),
        ("POST /graphql", vec![json, ("content-encoding", "gzip")], body, 415, "BAD_REQUEST"),
        ("POST /graphql", vec![json, ("accept", "text/html")], body, 406, "BAD_REQUEST"),
        ("POST /graphql", vec![json, ("authorization", "Basic YTpi")], body, 401, "UNAUTHENTICATED"),
        ("POST /graphql", vec![json, ("authorization", "Bearer stale")], body, 401, "UNAUTHENTICATED"),
        ("POST /graphql", vec![json], r#"[{"query":"{ version }"}]"#, 400, "BAD_REQUEST"),
        ("POST /graphql", vec![json], "{", 400, "BAD_REQUEST"),
        ("POST /graphql", vec![json], r#"{"query":"{ version }","variables":[]}"#, 400, "BAD_REQUEST"),
        ("POST /elsewhere", vec![json], body, 404, "NOT_FOUND"),
    ] {
        let answer = node.send(line, &headers, body).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{line} {headers:?} {body}");
    }
    assert_eq!(node.send("PUT /graphql", &[json], body).await.header("allow"), Some("get, post"));
    let stale = node.post(&[("authorization", "Bearer stale")], body).await;
    assert_eq!(stale.header("www-authenticate"), Some("bearer"));
    for garbage in
        ["GARBAGE\r\n\r\n", "POST /graphql HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n", "\0\0\r\n\r\n"]
    {
        assert_eq!(node.raw(garbage.as_bytes()).await.status, 400, "{garbage:?}");
    }
    is_alive(&node).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn errors_carry_a_code_and_the_status_that_the_media_type_asks_for() {
    let node = node().await;
    for (document, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ takes(value: \"", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { version } query B { version }", "OPERATION_RESOLUTION_FAILURE"),
        ("subscription { version }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ takes(value: [1, \"x\"]) }", "BAD_USER_INPUT"),
    ] {
        let body = serde_json::json!({ "query": document }).to_string();
        for (accept, status) in [("application/json", 200), ("application/graphql-response+json", 400)] {
            let answer = node.post(&[("accept", accept)], &body).await;
            assert_eq!((answer.status, answer.code().as_str()), (status, code), "{document} {accept}");
            assert!(answer.json().get("data").is_none(), "{document}");
            assert!(answer.header("content-type").unwrap().starts_with(accept));
            let message = answer.json()["errors"][0]["message"].as_str().unwrap().to_owned();
            assert!(!message.contains('\n') && message.len() <= 200, "{message}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn our_own_faults_say_nothing_but_where_to_look() {
    let node = node().await;
    for document in ["{ breaks }", "{ leaks }", "{ panics }"] {
        let answer = node.post(&[("x-request-id", "from-a-proxy-1")], &format!(r#"{{"query":"{document}"}}"#)).await;
        assert_eq!(answer.code(), "INTERNAL", "{document}");
        assert_eq!(answer.json()["errors"][0]["extensions"]["requestId"], "from-a-proxy-1");
        assert!(!answer.body.contains("secret") && !answer.body.contains("purpose"), "{}", answer.body);
    }
    is_alive(&node).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_holds_ten_errors_of_two_hundred_characters() {
    let answer = node().await.query("{ complains }").await;
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    assert_eq!(errors.len(), limits::ERRORS);
    assert_eq!(errors[0]["message"].as_str().unwrap().chars().count(), limits::MESSAGE_CHARACTERS);
    assert_eq!(answer.json()["data"]["complains"].as_array().unwrap().len(), 40);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_resolver_ends_its_own_request_only() {
    let options = Options { execution_time: Duration::from_millis(1_000), ..Options::default() };
    let node = Node::start(options, tiny()).await;
    let (endless, blocking, other) =
        tokio::join!(node.query("{ neverEnds }"), node.query("{ blocks }"), node.get("/healthz"));
    assert_eq!((endless.code().as_str(), blocking.code().as_str()), ("TIMEOUT", "TIMEOUT"));
    assert_eq!(other.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_requests_at_once_than_the_node_takes_are_turned_away() {
    let node = Node::start(Options { in_flight: 0, ..Options::default() }, tiny()).await;
    let answer = node.query("{ version }").await;
    assert_eq!((answer.status, answer.code().as_str()), (503, "UNAVAILABLE"));
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert_eq!(node.get("/readyz").await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sends_slowly_keeps_nobody_out() {
    let node = Node::start(Options { in_flight: 20, ..Options::default() }, tiny()).await;
    let mut slow = vec![];
    for _ in 0..40 {
        let mut stream = TcpStream::connect(node.address).await.unwrap();
        let begun =
            b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900000\r\n\r\n{";
        stream.write_all(begun).await.unwrap();
        slow.push(stream);
    }
    while node.query("{ version }").await.status != 200 {}
    let still_sending = slow.iter().filter(|stream| stream.try_read(&mut [0]).is_err()).count();
    assert!(still_sending > 20, "{still_sending} of 40 slow senders were still there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_for_too_much_waits() {
    let options = Options { selections_per_second: std::num::NonZeroU32::new(1), ..Options::default() };
    let node = Node::start(options, tiny()).await;
    let greedy = "{ version version version version version }";
    assert_eq!(node.query(greedy).await.status, 200);
    let answer = node.query(greedy).await;
    assert_eq!((answer.status, answer.code().as_str()), (429, "THROTTLED"));
    let other = node.post(&[("authorization", "Bearer good")], r#"{"query":"{ version }"}"#).await;
    assert_eq!(other.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schema_is_for_those_who_are_signed_in_unless_it_is_open() {
    let introspection = serde_json::json!({ "query": include_str!("introspection.graphql") }).to_string();
    let signed_in = [("authorization", "Bearer good")];
    let closed = node().await;
    assert_eq!(closed.post(&[], &introspection).await.code(), "UNAUTHENTICATED");
    assert_eq!(closed.get("/schema.graphql").await.status, 401);
    assert!(closed.post(&signed_in, &introspection).await.json().get("errors").is_none());
    assert_eq!(closed.send("GET /schema.graphql", &signed_in, "").await.status, 200);

    let open = Node::start(Options { open: true, ..Options::default() }, tiny()).await;
    let schema = open.post(&[], &introspection).await.json();
    assert_eq!(schema["data"]["__schema"]["queryType"]["name"], "Query");
    assert!(open.get("/schema.graphql").await.body.contains("type Query"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_is_named_and_locked_down() {
    let node = node().await;
    let named = |id: &'static str| [("x-request-id", id)];
    let kept = node.send("GET /healthz", &named("trace-12345"), "").await;
    assert_eq!(kept.header("x-request-id"), Some("trace-12345"));
    for bad in ["short", "with space and more", "a\"b\"c\"d\"e"] {
        let replaced = node.send("GET /healthz", &[("x-request-id", bad)], "").await;
        assert_eq!(replaced.header("x-request-id").unwrap().len(), 36, "{bad}");
    }
    for path in ["/", "/explorer.js", "/explorer.css", "/healthz", "/graphql", "/nowhere"] {
        let answer = node.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(answer.header("content-security-policy").unwrap().starts_with("default-src 'none'"), "{path}");
        assert!(answer.header("x-request-id").is_some(), "{path}");
    }
    let page = node.get("/").await.body;
    assert!(!page.contains("http://") && !page.contains("https://"), "the page fetches from elsewhere");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_origins_may_call_only_by_setting() {
    let preflight = [("origin", "https://app.example"), ("access-control-request-method", "POST")];
    let closed = node().await.send("OPTIONS /graphql", &preflight, "").await;
    assert_eq!((closed.status, closed.header("access-control-allow-origin")), (405, None));
    let options = Options { cors_origins: vec!["https://app.example".to_owned()], ..Options::default() };
    let node = Node::start(options, tiny()).await;
    let allowed = node.send("OPTIONS /graphql", &preflight, "").await;
    assert_eq!(allowed.header("access-control-allow-origin"), Some("https://app.example"));
    let foreign = [("origin", "https://evil.example"), ("access-control-request-method", "POST")];
    assert_eq!(node.send("OPTIONS /graphql", &foreign, "").await.header("access-control-allow-origin"), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_is_counted() {
    let node = node().await;
    is_alive(&node).await;
    node.query("{ nothing }").await;
    let metrics = node.get("/metrics").await.body;
    for line in [
        "pilotage_requests_total{operation=\"query\",outcome=\"ok\"}",
        "pilotage_errors_total{code=\"GRAPHQL_VALIDATION_FAILED\"}",
        "pilotage_request_seconds_bucket{operation=\"query\",le=\"0.001\"}",
        "pilotage_requests_in_flight",
    ] {
        assert!(metrics.contains(line), "{line} in {metrics}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c08_the_headers_of_graphql_clients_pass_the_preflight() {
    let options = Options { cors_origins: vec!["https://app.example".to_owned()], ..Options::default() };
    let node = Node::start(options, tiny()).await;
    let asked = "apollographql-client-name,apollographql-client-version,authorization,content-type,graphql-require-preflight,idempotency-key,traceparent,tracestate,x-request-id";
    let preflight = [
        ("origin", "https://app.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", asked),
    ];
    let allowed = node.send("OPTIONS /graphql", &preflight, "").await;
    assert_eq!((allowed.status, allowed.header("access-control-allow-origin")), (200, Some("https://app.example")));
    let unknown = [preflight[0], preflight[1], ("access-control-request-headers", "x-whatever")];
    assert_eq!(node.send("OPTIONS /graphql", &unknown, "").await.status, 400);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c12_queries_may_come_by_get() {
    let node = node().await;
    let answer = node
        .get("/graphql?query=query(%24v%3A%5BInt!%5D!)%7Btakes(value%3A%24v)%7D&variables=%7B%22v%22%3A%5B1%2C2%5D%7D")
        .await;
    assert_eq!((answer.status, answer.body.as_str()), (200, r#"{"data":{"takes":2}}"#));
}
