//! A node on a free port, and a client that can also misbehave.

use std::{net::SocketAddr, sync::Arc};

use actix_web::dev::ServerHandle;
use async_graphql::{EmptySubscription, ObjectType, Schema};
use pilotage::{
    clock::Clock,
    database::{Database, Settings},
    error::{Error, Result},
    server::{self, Authenticate, Checked, Credentials, Lookup, Options, Sender, Services},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A node that serves until the test ends.
pub struct Node {
    pub address: SocketAddr,
    handle: ServerHandle,
    _directory: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// The code of the first error.
    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or("none").to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// Knows one token.
struct OneToken;

impl Authenticate for OneToken {
    fn authenticate(self: Arc<Self>, credentials: Credentials) -> Result<Lookup> {
        let principal = match credentials.bearer.as_deref() {
            None => None,
            Some("good") => Some("somebody".to_owned()),
            Some(_) => return Err(Error::unauthenticated()),
        };
        Ok(Box::pin(async { Ok(Sender { principal, ..Sender::default() }) }))
    }
}

/// A schema with the limits and checks of ours.
pub fn schema<Q: ObjectType + Copy + 'static, M: ObjectType + Copy + 'static>(
    query: Q,
    mutation: M,
) -> Checked<Q, M, EmptySubscription> {
    Checked::new(|| Schema::build(query, mutation, EmptySubscription), "")
}

impl Node {
    pub async fn start<Q: ObjectType + 'static, M: ObjectType + 'static>(
        options: Options,
        schema: Checked<Q, M, EmptySubscription>,
    ) -> Self {
        Self::knowing(Arc::new(OneToken), options, schema).await
    }

    /// A node that tells senders as an authenticator does.
    pub async fn knowing<Q: ObjectType + 'static, M: ObjectType + 'static>(
        authenticator: Arc<dyn Authenticate>,
        options: Options,
        schema: Checked<Q, M, EmptySubscription>,
    ) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("node.sqlite").display());
        let database = Database::connect(&Settings::new(url)).await.unwrap();
        database.migrate().await.unwrap();
        let options = Options { listen: SocketAddr::from(([127, 0, 0, 1], 0)), ..options };
        let services = Services {
            sdl: schema.schema().sdl(),
            schema: Arc::new(schema),
            authenticator,
            database,
            clock: Clock::system(),
        };
        let node = server::start(options, services).unwrap();
        let address = node.addresses()[0];
        let handle = node.handle();
        tokio::spawn(node.serve());
        Self { address, handle, _directory: directory }
    }

    /// Stops the node; what is under way may finish.
    pub async fn stop(&self) {
        self.handle.stop(true).await;
    }

    /// Sends bytes as they are, and reads all that comes.
    pub async fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut answer = vec![];
        stream.read_to_end(&mut answer).await.unwrap();
        Answer::parse(&answer)
    }

    pub async fn send(&self, line: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut head = format!("{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        self.raw(format!("{head}content-length: {}\r\n\r\n{body}", body.len()).as_bytes()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path}"), &[], "").await
    }

    pub async fn post(&self, headers: &[(&str, &str)], body: &str) -> Answer {
        let headers = [&[("content-type", "application/json")], headers].concat();
        self.send("POST /graphql", &headers, body).await
    }

    pub async fn query(&self, query: &str) -> Answer {
        self.post(&[], &json!({ "query": query }).to_string()).await
    }
}
