//! The page for people: write a query, run it, read the schema. It fetches nothing from anywhere else.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    web,
};

use super::front::Front;

const PAGE: &str = include_str!("explorer/explorer.html");
const SCRIPT: &str = include_str!("explorer/explorer.js");
const STYLE: &str = include_str!("explorer/explorer.css");

/// The page may run its own script and talk to its own origin, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The schema as text.
pub struct Sdl(pub String);

/// The routes of the page and of the schema's text.
pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/", web::get().to(page))
        .route("/explorer.js", web::get().to(|| file("text/javascript; charset=utf-8", SCRIPT)))
        .route("/explorer.css", web::get().to(|| file("text/css; charset=utf-8", STYLE)))
        .route("/schema.graphql", web::get().to(schema));
}

async fn page() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(PAGE)
}

async fn file(content_type: &'static str, text: &'static str) -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, content_type)).insert_header((CACHE_CONTROL, "no-cache")).body(text)
}

/// The schema, for whoever may read it.
async fn schema(request: HttpRequest, front: web::Data<Front>, sdl: web::Data<Sdl>) -> HttpResponse {
    match front.may_read_schema(&request).await {
        Ok(()) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
            .insert_header((CACHE_CONTROL, "no-cache"))
            .body(sdl.0.clone()),
        Err(refusal) => refusal,
    }
}
