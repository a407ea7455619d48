//! `/graphql`: from bytes to an answer. Queries come by POST or GET, mutations by POST only.

use std::{net::IpAddr, num::NonZeroU32, sync::Arc, time::Instant};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, StatusCode, header::CONTENT_LENGTH},
    web,
};
use async_graphql::{
    Request,
    parser::{
        parse_query,
        types::{ExecutableDocument, OperationType},
    },
};
use futures_util::future::BoxFuture;
use tokio::{runtime::Handle, sync::Semaphore, task::JoinHandle, time::timeout};
use tracing::Instrument;

use super::{
    Options,
    answer::Answer,
    authenticate::{self, Authenticate, Credentials, Lookup, Sender},
    body,
    call::{Call, Malformed},
    checks::{Began, Checked, ReadsSchema},
    coded,
    documents::{Documents, Read},
    expansion,
    guard::{self, Refusal},
    health::Health,
    input, limits, metrics,
    negotiate::{self, Media},
    parse_error,
    request_id::RequestId,
    set_code,
    throttle::Throttle,
};
use crate::{
    clock::Clock,
    error::{Error, ErrorCode},
};

/// Something that executes requests: a schema.
pub trait Execute: Send + Sync + 'static {
    /// Executes a request.
    fn execute(&self, request: Request) -> BoxFuture<'static, async_graphql::Response>;
}

impl<Q, M, S> Execute for Checked<Q, M, S>
where
    Q: async_graphql::ObjectType + 'static,
    M: async_graphql::ObjectType + 'static,
    S: async_graphql::SubscriptionType + 'static,
{
    fn execute(&self, request: Request) -> BoxFuture<'static, async_graphql::Response> {
        let schema = self.clone();
        Box::pin(async move { schema.execute(request).await })
    }
}

/// The front of a node.
pub struct Front {
    pub(super) schema: Arc<dyn Execute>,
    pub(super) authenticator: Arc<dyn Authenticate>,
    pub(super) clock: Clock,
    pub(super) options: Options,
    /// One for each request that is being worked on.
    pub(super) slots: Semaphore,
    /// One for each byte of the bodies that are being read.
    pub(super) bodies: Semaphore,
    /// The documents that were asked lately.
    pub(super) documents: Documents,
    pub(super) throttle: Option<Throttle>,
    /// Where operations run: not on the threads that talk to the network, so that a busy one delays no other.
    pub(super) runtime: Handle,
}

/// Answers a request to `/graphql`.
pub async fn graphql(
    request: HttpRequest,
    payload: web::Payload,
    front: web::Data<Front>,
    health: web::Data<Health>,
) -> HttpResponse {
    let started = Instant::now();
    let _in_flight = metrics::InFlight::enter();
    let media = negotiate::accepted(request.headers());
    let mut kind = "none";
    let answer = match health.is_open() {
        true => match front.answer(&request, payload, media, &mut kind).await {
            Ok(answer) | Err(answer) => answer,
        },
        false => starting(),
    };
    metrics::answered(kind, &answer, started.elapsed());
    answer.into_http(media.unwrap_or(Media::Json), RequestId::of(&request).as_str())
}

impl Front {
    /// The answer; `Err` only leaves earlier.
    async fn answer(
        self: &Arc<Self>,
        request: &HttpRequest,
        payload: web::Payload,
        media: Option<Media>,
        kind: &mut &'static str,
    ) -> Result<Answer, Answer> {
        admit(request, media)?;
        if self.slots.available_permits() == 0 {
            return Err(busy());
        }
        let client = self.client(request);
        let sender = self.sender(request, client);
        let by_get = request.method() == Method::GET;
        // No slot is held meanwhile: who sends slowly keeps nobody out.
        let body = body::read(payload, &self.bodies).await?;
        let _slot = self.slots.try_acquire().map_err(|_| busy())?;
        let call = if by_get { Call::from_query_string(request.query_string()) } else { Call::parse(&body) };
        let call = call.map_err(|malformed| match malformed {
            Malformed::Body(message) => Answer::refused(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message),
            Malformed::TooDeep => over_limit("The variables nest too deep.".to_owned()),
        })?;
        let read = self.read(&call.query)?;
        let expansion = read.expansion;
        if expansion.selections > limits::SELECTIONS {
            return Err(over_limit(format!("The document selects more than {} fields.", limits::SELECTIONS)));
        }
        if call.values.saturating_mul(expansion.uses.max(1)) > limits::VALUES_READ {
            return Err(over_limit("The variables hold too much to be read as often as the document does.".to_owned()));
        }
        let mut needs_nobody = false;
        if let Some(operation) = input::operation(&read.document, call.operation_name.as_deref()) {
            *kind = metrics::kind(operation.ty);
            if by_get && operation.ty != OperationType::Query {
                let message = "Send mutations by POST.";
                return Err(Answer::refused(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::BadRequest, message));
            }
            needs_nobody = operation.ty == OperationType::Mutation
                && input::root_fields(&read.document, operation)
                    .is_some_and(|fields| fields.iter().all(|field| self.authenticator.needs_nobody(field)));
        }
        // Who signs in need not be signed in: a token that has ended, as clients go on sending it, is no hindrance.
        let sender = match sender {
            Err(_) if needs_nobody => self.anonymous(client).map_err(not_authenticated)?,
            sender => sender?,
        };
        let front = Arc::clone(self);
        self.run(async move {
            let sender = match sender.await {
                Err(_) if needs_nobody => front.anonymous(client).map_err(not_authenticated)?.await,
                sender => sender,
            };
            let sender = sender.map_err(not_authenticated)?;
            if expansion.introspects && sender.principal.is_none() && !front.options.open {
                let message = "Sign in to read the schema.".to_owned();
                return Err(Answer::not_run(coded(ErrorCode::Unauthenticated, message)));
            }
            front.charge(&sender, client, expansion.selections)?;
            Ok(front.execute(call, read, sender).await)
        })
        .await
    }

    /// The document of a request.
    fn read(&self, text: &str) -> Result<Arc<Read>, Answer> {
        if let Some(read) = self.documents.get(text) {
            return Ok(read);
        }
        let document = document(text)?;
        let expansion = expansion::measure(&document).map_err(|cycle| {
            let message = format!("The fragment {} spreads itself.", cycle.0);
            Answer::not_run(coded(ErrorCode::GraphqlValidationFailed, message))
        })?;
        let read = Arc::new(Read::new(document, expansion));
        if expansion.selections <= limits::SELECTIONS {
            self.documents.put(text, Arc::clone(&read));
        }
        Ok(read)
    }

    fn sender(&self, request: &HttpRequest, client: Option<IpAddr>) -> Result<Lookup, Answer> {
        let bearer = authenticate::bearer(request.headers())
            .map_err(|_| unauthenticated("Send `Authorization: Bearer TOKEN`, or no such header."))?;
        let credentials = Credentials { bearer, peer: client, now: self.clock.now() };
        Arc::clone(&self.authenticator).authenticate(credentials).map_err(not_authenticated)
    }

    /// The sender of a request, as if it showed no token.
    fn anonymous(&self, client: Option<IpAddr>) -> Result<Lookup, Error> {
        let credentials = Credentials { bearer: None, peer: client, now: self.clock.now() };
        Arc::clone(&self.authenticator).authenticate(credentials)
    }

    /// Lets those pass who may read the schema.
    pub async fn may_read_schema(&self, request: &HttpRequest) -> Result<(), HttpResponse> {
        if self.options.open {
            return Ok(());
        }
        let looked_up = match self.sender(request, self.client(request)) {
            Ok(sender) => self.run(async move { sender.await.map_err(not_authenticated) }).await,
            Err(refusal) => Err(refusal),
        };
        let refusal = match looked_up {
            Ok(sender) if sender.principal.is_some() => return Ok(()),
            Ok(_anonymous) => unauthenticated("Sign in to read the schema."),
            Err(refusal) => refusal,
        };
        Err(refusal.into_http(Media::Json, RequestId::of(request).as_str()))
    }

    fn client(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr().map(|peer| peer.ip());
        authenticate::client(peer, request.headers(), self.options.trusted_proxies)
    }

    fn charge(&self, sender: &Sender, client: Option<IpAddr>, selections: usize) -> Result<(), Answer> {
        let Some(throttle) = &self.throttle else { return Ok(()) };
        let who = match &sender.principal {
            Some(principal) => principal.clone(),
            None => client.map(|address| address.to_string()).unwrap_or_default(),
        };
        let cost = u32::try_from(selections).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN);
        throttle.admit(&who, cost).map_err(|wait| {
            let message = "You ask for too much in a short time; wait, then try again.";
            Answer::refused(StatusCode::TOO_MANY_REQUESTS, ErrorCode::Throttled, message).retry_after(wait)
        })
    }

    async fn execute(&self, call: Call, read: Arc<Read>, sender: Sender) -> Answer {
        let began = Began::default();
        let mut request = Request::new(call.query).variables(call.variables);
        request.operation_name = call.operation_name;
        let is_known = sender.principal.is_some();
        request.data = sender.data;
        if self.options.open || is_known {
            request.data.insert(ReadsSchema);
        }
        request.data.insert(began.clone());
        request.data.insert(read);
        Answer::of(self.schema.execute(request).await, began.get())
    }

    /// Runs a task apart, for a bounded time: its panic and its stubbornness end nothing but itself.
    async fn run<T: Send + 'static>(
        &self,
        task: impl Future<Output = Result<T, Answer>> + Send + 'static,
    ) -> Result<T, Answer> {
        let mut task = Apart(self.runtime.spawn(task.in_current_span()));
        match timeout(self.options.execution_time, &mut task.0).await {
            Ok(Ok(done)) => done,
            Ok(Err(_panic)) => Err(Answer::broken()),
            Err(_elapsed) => Err(Answer::timed_out()),
        }
    }
}

/// A task that ends with the request that started it.
struct Apart<T>(JoinHandle<T>);

impl<T> Drop for Apart<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Lets in what looks like a GraphQL request from its head alone.
fn admit(request: &HttpRequest, media: Option<Media>) -> Result<(), Answer> {
    let headers = request.headers();
    let refused = |status, code, message: &str| Err(Answer::refused(status, code, message));
    let by_get = request.method() == Method::GET;
    if !by_get && request.method() != Method::POST {
        return refused(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::BadRequest, "Send GraphQL requests by POST or GET.");
    }
    if media.is_none() {
        let message = "We answer in application/json or application/graphql-response+json.";
        return refused(StatusCode::NOT_ACCEPTABLE, ErrorCode::BadRequest, message);
    }
    if by_get {
        return Ok(());
    }
    if !negotiate::is_json(headers) || !negotiate::is_plain(headers) {
        let message = "Send the body as `application/json`, in UTF-8, not compressed.";
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::BadRequest, message);
    }
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    match announced.map(usize::try_from) {
        None | Some(Ok(0..=limits::BODY_BYTES)) => Ok(()),
        Some(_) => Err(body::too_large()),
    }
}

/// The document, parsed once it is known to be small.
fn document(query: &str) -> Result<ExecutableDocument, Answer> {
    guard::check(query).map_err(|refusal| match refusal {
        Refusal::Limit(message) => over_limit(message),
        Refusal::Unclosed => Answer::not_run(parse_error("a string is not closed", vec![])),
    })?;
    parse_query(query).map_err(|error| {
        let mut refused = parse_error(&error.to_string(), error.positions().collect());
        if matches!(error, async_graphql::parser::Error::RecursionLimitExceeded) {
            set_code(&mut refused, ErrorCode::LimitExceeded);
        }
        Answer::not_run(refused)
    })
}

/// There is nothing to serve yet.
fn starting() -> Answer {
    let message = "The node is starting; try again.";
    Answer::refused(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, message)
}

/// A node that has all the work it takes.
pub(super) fn busy() -> Answer {
    let message = "Too many requests at once; try again.";
    Answer::refused(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, message)
}

fn over_limit(message: String) -> Answer {
    Answer::not_run(coded(ErrorCode::LimitExceeded, message))
}

fn unauthenticated(message: &str) -> Answer {
    Answer::refused(StatusCode::UNAUTHORIZED, ErrorCode::Unauthenticated, message)
}

/// A sender who could not be made out: by their fault, or by ours.
fn not_authenticated(error: Error) -> Answer {
    match error {
        Error::Refused(ErrorCode::Throttled, message) => {
            Answer::refused(StatusCode::TOO_MANY_REQUESTS, ErrorCode::Throttled, message)
        }
        Error::Refused(_, message) => unauthenticated(&message),
        Error::Input(_) => unauthenticated("The credentials are not valid."),
        Error::Database(cause) => {
            tracing::error!(%cause, "the database failed");
            let message = "The service cannot answer now; try again.";
            Answer::refused(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, message)
        }
        Error::Bug(cause) => {
            tracing::error!(cause, "a defect");
            Answer::broken()
        }
    }
}
