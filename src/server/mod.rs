//! The HTTP front: what stands between the network and the schema.
//!
//! Each step is cheaper than the next, and refuses what the next should not see: method, content type, credentials,
//! size, JSON, tokens ([`guard`]), fragments ([`expansion`]), the library's rules, the given values ([`input`]), and
//! only then execution, bounded in time.

use std::{io, net::SocketAddr, num::NonZeroU32, sync::Arc, time::Duration};

use actix_web::{
    App, HttpResponse, HttpServer,
    dev::{Server, ServerHandle},
    http::StatusCode,
    middleware::{Compress, Condition, from_fn},
    web,
};
use async_graphql::{Pos, ServerError};
use tokio::{runtime::Handle, sync::Semaphore};

use crate::{clock::Clock, database::Database, error::ErrorCode};

mod absent;
mod answer;
mod authenticate;
mod body;
mod call;
mod checks;
mod coerce;
mod cors;
mod documents;
mod drain;
mod expansion;
mod explorer;
mod front;
mod guard;
mod health;
mod input;
pub mod limits;
mod metrics;
mod nearest;
mod negotiate;
mod repeats;
mod request_id;
mod throttle;

pub use answer::body;
pub use authenticate::{Authenticate, Credentials, Lookup, Nobody, Sender};
pub use checks::Checked;
pub use front::Execute;
pub use request_id::RequestId;

/// How a node serves.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen. Port 0 takes any that is free.
    pub listen: SocketAddr,
    /// Whether everybody may read the schema, and not only who is signed in.
    pub open: bool,
    /// Pages from these origins may call; `*` stands for all.
    pub cors_origins: Vec<String>,
    /// How many proxies in front of us tell the truth in `X-Forwarded-For`.
    pub trusted_proxies: usize,
    /// Requests at once; more are turned away.
    pub in_flight: usize,
    /// How long one request may execute.
    pub execution_time: Duration,
    /// Selections that one principal may ask for in a second, in the long run; none is without bound.
    pub selections_per_second: Option<NonZeroU32>,
    /// After SIGTERM: how long to go on accepting while `/readyz` says no, so that balancers notice.
    pub drain_notice: Duration,
    /// After that: how long requests may take to finish.
    pub drain_time: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            open: false,
            cors_origins: vec![],
            trusted_proxies: 0,
            in_flight: 256,
            execution_time: limits::EXECUTION_TIME,
            selections_per_second: NonZeroU32::new(20_000),
            drain_notice: Duration::from_secs(2),
            drain_time: Duration::from_secs(15),
        }
    }
}

/// What a node serves.
pub struct Services {
    /// The schema, built with [`Checked`].
    pub schema: Arc<dyn Execute>,
    /// The schema as text.
    pub sdl: String,
    /// Who tells who asks.
    pub authenticator: Arc<dyn Authenticate>,
    /// What readiness depends on.
    pub database: Database,
    /// What time it is.
    pub clock: Clock,
}

/// A node that serves.
pub struct Node {
    addresses: Vec<SocketAddr>,
    server: Server,
    health: web::Data<health::Health>,
    options: Options,
}

/// Starts a node. Operations run on the runtime of the caller.
pub fn start(options: Options, services: Services) -> io::Result<Node> {
    metrics::install();
    let health = web::Data::new(health::Health::new(services.database));
    let sdl = web::Data::new(explorer::Sdl(services.sdl));
    let front = web::Data::new(front::Front {
        schema: services.schema,
        authenticator: services.authenticator,
        clock: services.clock,
        slots: Semaphore::new(options.in_flight),
        bodies: Semaphore::new(limits::BODIES_BYTES),
        documents: documents::Documents::default(),
        throttle: options.selections_per_second.map(throttle::Throttle::new),
        runtime: Handle::current(),
        options: options.clone(),
    });
    let state = (health.clone(), options.cors_origins.clone());
    let server = HttpServer::new(move || {
        let (health, origins) = &state;
        App::new()
            .app_data(front.clone())
            .app_data(health.clone())
            .app_data(sdl.clone())
            .wrap(Compress::default())
            .wrap(Condition::new(!origins.is_empty(), cors::of(origins)))
            .wrap(from_fn(drain::say_goodbye))
            .wrap(from_fn(request_id::named))
            .route("/graphql", web::route().to(front::graphql))
            .route("/healthz", web::get().to(health::healthz))
            .route("/readyz", web::get().to(health::readyz))
            .route("/metrics", web::get().to(metrics::metrics))
            .configure(explorer::routes)
            .default_service(web::to(nothing_here))
    })
    .client_request_timeout(Duration::from_secs(5))
    .disable_signals()
    .shutdown_timeout(options.drain_time.as_secs())
    .bind(options.listen)?;
    let addresses = server.addrs();
    Ok(Node { addresses, server: server.run(), health, options })
}

impl Node {
    /// Where the node listens.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Has the node refuse requests, alive but not ready, until the gate is opened.
    pub fn shut(&self) -> Gate {
        self.health.open(false);
        Gate(self.health.clone())
    }

    /// Stops the node from elsewhere, as SIGTERM does.
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Serves until SIGTERM or SIGINT, then finishes what is under way.
    pub async fn serve(self) -> io::Result<()> {
        let stop = drain::on_signal(self.server.handle(), self.health, self.options.drain_notice);
        let watch = tokio::spawn(stop);
        let served = self.server.await;
        watch.abort();
        served
    }
}

/// What keeps requests from a node that has nothing to serve yet.
pub struct Gate(web::Data<health::Health>);

impl Gate {
    /// Lets requests in.
    pub fn open(self) {
        self.0.open(true);
    }
}

async fn nothing_here(request: actix_web::HttpRequest) -> HttpResponse {
    let answer = answer::Answer::refused(StatusCode::NOT_FOUND, ErrorCode::NotFound, "There is nothing here.");
    answer.into_http(negotiate::Media::Json, RequestId::of(&request).as_str())
}

/// An error with its code.
fn coded(code: ErrorCode, message: String) -> ServerError {
    let mut error = ServerError::new(message, None);
    set_code(&mut error, code);
    error
}

fn set_code(error: &mut ServerError, code: ErrorCode) {
    error.extensions.get_or_insert_default().set("code", code.as_str());
}

/// A parser's complaint in one line: it draws several, with the document in them.
fn parse_error(message: &str, locations: Vec<Pos>) -> ServerError {
    let reason = message.lines().filter_map(|line| line.trim().strip_prefix("= ")).next_back();
    let place = locations.first().map(|at| format!(" at line {}, column {}", at.line, at.column)).unwrap_or_default();
    let message = match reason {
        Some(reason) => format!("The document is not GraphQL{place}: {reason}."),
        None => format!("The document is not GraphQL{place}: {}.", message.lines().next().unwrap_or_default()),
    };
    let mut error = coded(ErrorCode::GraphqlParseFailed, message);
    error.locations = locations;
    error
}
