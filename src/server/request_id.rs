//! A name for each request, on its answer and on every line of the log about it; and the headers of every answer.

use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
};
use tracing::Instrument;
use uuid::Uuid;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The name of a request.
#[derive(Clone, Debug)]
pub struct RequestId(String);

impl RequestId {
    /// The name that the request got when it came in.
    pub fn of(request: &HttpRequest) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_else(Self::new)
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn new() -> Self {
        Self(Uuid::now_v7().to_string())
    }

    /// The name that the client or a proxy gave, if it is one that cannot spoil a log.
    fn given(headers: &HeaderMap) -> Option<Self> {
        let given = headers.get(HEADER)?.to_str().ok()?;
        let well_formed = (8..=128).contains(&given.len())
            && given.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        well_formed.then(|| Self(given.to_owned()))
    }
}

/// Names a request, and logs it.
pub async fn named<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let id = RequestId::given(request.headers()).unwrap_or_else(RequestId::new);
    let span = tracing::info_span!("request", id = id.as_str(), method = %request.method(), path = request.path());
    request.extensions_mut().insert(id.clone());
    let mut response = async {
        let response = next.call(request).await?;
        tracing::debug!(status = response.status().as_u16(), "done");
        Ok::<_, Error>(response)
    }
    .instrument(span)
    .await?;
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        headers.insert(HEADER, id);
    }
    for (name, value) in SECURITY {
        if !headers.contains_key(name) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    }
    Ok(response)
}

/// What keeps a browser from making more of an answer than it is.
const SECURITY: [(&str, &str); 4] = [
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
];
