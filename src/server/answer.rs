//! The answer to a request: what the client sees of it, and with which status.

use std::{collections::BTreeMap, time::Duration};

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, VARY, WWW_AUTHENTICATE},
    },
};
use async_graphql::{Response, ServerError, Value};

use super::{coded, limits, negotiate::Media};
use crate::{
    error::{ErrorCode, INTERNAL_MESSAGE},
    graphql::json::Json,
};

/// What a request comes to.
#[derive(Debug)]
pub struct Answer {
    /// The result, if the operation ran; null where an error took all of it.
    data: Option<Value>,
    errors: Vec<ServerError>,
    status: Status,
    /// How many seconds the client should wait before it tries again.
    retry_after: Option<u64>,
}

#[derive(Clone, Copy, Debug)]
enum Status {
    /// The operation ran.
    Ran,
    /// It was a GraphQL request, and did not run or did not finish: an error only for those who asked for the newer
    /// media type, since older clients take every status but 200 for a failure of the network.
    Failed(StatusCode),
    /// It was not a GraphQL request that we would look at.
    Refused(StatusCode),
}

impl Answer {
    /// The answer of a schema. `ran` tells whether the operation began.
    pub fn of(response: Response, ran: bool) -> Self {
        let wait = response.http_headers.get("retry-after").and_then(|seconds| seconds.to_str().ok()?.parse().ok());
        let (data, status) = match ran {
            true => (Some(response.data), Status::Ran),
            false => (None, Status::Failed(StatusCode::BAD_REQUEST)),
        };
        Self { data, errors: response.errors, status, retry_after: wait }
    }

    /// A document that does not run.
    pub fn not_run(error: ServerError) -> Self {
        Self::new(error, Status::Failed(StatusCode::BAD_REQUEST))
    }

    /// An operation that took too long.
    pub fn timed_out() -> Self {
        let message = "The request took too long and was stopped.".to_owned();
        Self::new(coded(ErrorCode::Timeout, message), Status::Failed(StatusCode::SERVICE_UNAVAILABLE))
    }

    /// An operation that our own fault ended.
    pub fn broken() -> Self {
        let status = Status::Failed(StatusCode::INTERNAL_SERVER_ERROR);
        Self::new(coded(ErrorCode::Internal, INTERNAL_MESSAGE.to_owned()), status)
    }

    /// A request that goes no further.
    pub fn refused(status: StatusCode, code: ErrorCode, message: impl Into<String>) -> Self {
        let answer = Self::new(coded(code, message.into()), Status::Refused(status));
        match status {
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
                answer.retry_after(Duration::from_secs(1))
            }
            _ => answer,
        }
    }

    fn new(error: ServerError, status: Status) -> Self {
        Self { data: None, errors: vec![error], status, retry_after: None }
    }

    /// The same, with how long to wait before trying again.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        // Rounded up: who waits as long as we say is let in.
        self.retry_after = Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
        self
    }

    /// The codes of the errors, in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.errors.iter().filter_map(code)
    }

    /// `ok`, `partial` (some fields failed), `failed` or `refused`.
    pub fn outcome(&self) -> &'static str {
        match (self.status, &self.data) {
            (Status::Ran, _) if self.errors.is_empty() => "ok",
            (Status::Ran, Some(data)) if *data != Value::Null => "partial",
            (Status::Ran | Status::Failed(_), _) => "failed",
            (Status::Refused(_), _) => "refused",
        }
    }

    /// Writes it down.
    pub fn into_http(mut self, media: Media, request_id: &str) -> HttpResponse {
        self.errors.truncate(limits::ERRORS);
        let refused = matches!(self.status, Status::Refused(_));
        for error in &mut self.errors {
            if let (true, Some(seconds)) = (refused, self.retry_after) {
                error.extensions.get_or_insert_default().set("retryAfter", seconds);
            }
            if let Some((end, _)) = error.message.char_indices().nth(limits::MESSAGE_CHARACTERS) {
                error.message.truncate(end);
            }
            if code(error) == Some(ErrorCode::Internal.as_str()) {
                error.extensions.get_or_insert_default().set("requestId", request_id);
            }
        }
        let status = match self.status {
            Status::Ran => StatusCode::OK,
            Status::Failed(_) if media == Media::Json => StatusCode::OK,
            Status::Failed(status) | Status::Refused(status) => status,
        };
        let wait = self.retry_after.filter(|_| !refused);
        let body = written(self.data.as_ref(), &self.errors, wait);
        let mut http = HttpResponse::build(status);
        http.insert_header((CONTENT_TYPE, media.content_type()))
            .insert_header((VARY, "accept"))
            .insert_header((CACHE_CONTROL, "no-store"));
        match self.status {
            Status::Refused(StatusCode::UNAUTHORIZED) => {
                http.insert_header((WWW_AUTHENTICATE, "Bearer"));
            }
            Status::Refused(StatusCode::METHOD_NOT_ALLOWED) => {
                http.insert_header((ALLOW, "GET, POST"));
            }
            _ => {}
        }
        if let Some(seconds) = self.retry_after {
            http.insert_header((RETRY_AFTER, seconds));
        }
        match body {
            Some(body) => http.body(body),
            None => {
                tracing::error!("an answer that cannot be written");
                HttpResponse::InternalServerError().finish()
            }
        }
    }
}

/// The body of an answer whose operation ran, as clients get it.
pub fn body(response: &Response) -> Option<Vec<u8>> {
    written(Some(&response.data), &response.errors, None)
}

/// `retry_after` stands in the extensions of the whole answer: a payload's own errors have none.
fn written(data: Option<&Value>, errors: &[ServerError], retry_after: Option<u64>) -> Option<Vec<u8>> {
    let mut json = Json::default();
    let errors = Some(errors).filter(|errors| !errors.is_empty()).map(Member::Errors);
    let extensions = retry_after.map(Member::RetryAfter);
    json.members(data.map(Member::Data).into_iter().chain(errors).chain(extensions), |json, member| match member {
        Member::Data(data) => json.key("data").and_then(|()| json.value(data)),
        Member::Errors(errors) => json.key("errors").and_then(|()| json.serialized(errors)),
        Member::RetryAfter(seconds) => {
            json.key("extensions").and_then(|()| json.serialized(&BTreeMap::from([("retryAfter", seconds)])))
        }
    })?;
    Some(json.into_bytes())
}

/// What a body has.
enum Member<'a> {
    Data(&'a Value),
    Errors(&'a [ServerError]),
    RetryAfter(u64),
}

fn code(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        _ => None,
    }
}
