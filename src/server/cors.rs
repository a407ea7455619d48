//! Which pages of other origins may call, and read what they get.

use actix_cors::Cors;
use actix_web::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName};

/// How long a browser may remember the permission, in seconds.
const REMEMBERED: usize = 3600;

/// The rules for a list of origins; `*` stands for all. No cookies are involved: a token is sent by who holds it.
pub fn of(origins: &[String]) -> Cors {
    let request_id = HeaderName::from_static("x-request-id");
    let rules = Cors::default()
        .allowed_methods(["POST"])
        .allowed_headers([ACCEPT, AUTHORIZATION, CONTENT_TYPE, request_id.clone()])
        .expose_headers([request_id, actix_web::http::header::RETRY_AFTER])
        .max_age(REMEMBERED);
    if origins.iter().any(|origin| origin == "*") {
        return rules.allow_any_origin();
    }
    origins.iter().fold(rules, |rules, origin| rules.allowed_origin(origin))
}
