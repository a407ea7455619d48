//! Which pages of other origins may call, and read what they get.

use actix_cors::Cors;
use actix_web::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, RETRY_AFTER};

/// How long a browser may remember the permission, in seconds.
const REMEMBERED: usize = 3600;

/// What GraphQL clients and tracing libraries send beside: we need none of it, and a refused header would fail the whole
/// request.
const OF_CLIENTS: [&str; 6] = [
    "apollographql-client-name",
    "apollographql-client-version",
    "graphql-require-preflight",
    "idempotency-key",
    "traceparent",
    "tracestate",
];

/// The rules for a list of origins; `*` stands for all. No cookies are involved: a token is sent by who holds it.
pub fn of(origins: &[String]) -> Cors {
    let request_id = HeaderName::from_static("x-request-id");
    let of_clients = OF_CLIENTS.map(HeaderName::from_static);
    let rules = Cors::default()
        .allowed_methods(["GET", "POST"])
        .allowed_headers([ACCEPT, AUTHORIZATION, CONTENT_TYPE, request_id.clone()].into_iter().chain(of_clients))
        .expose_headers([request_id, RETRY_AFTER])
        .max_age(REMEMBERED);
    if origins.iter().any(|origin| origin == "*") {
        return rules.allow_any_origin();
    }
    origins.iter().fold(rules, |rules, origin| rules.allowed_origin(origin))
}
