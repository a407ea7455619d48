//! What every request to the schema goes through, however it came: each error gets its code, and each given value is
//! looked at before anything runs.

use std::{
    any::TypeId,
    collections::HashSet,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use async_graphql::{
    Name, ObjectType, Request, Response, Schema, SchemaBuilder, SchemaEnv, ServerError, ServerResult, SubscriptionType,
    ValidationMode, ValidationResult, Value, Variables,
    async_trait::async_trait,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery, NextPrepareRequest, NextRequest,
        NextValidation,
    },
    parser::types::ExecutableDocument,
    registry::Registry,
};

use super::{
    absent, coded,
    documents::{Pass, Read},
    input, limits, nearest, parse_error, repeats, set_code,
};
use crate::{
    error::{ErrorCode, INTERNAL_MESSAGE},
    graphql::json::Once,
};

/// A schema whose requests go through the limits and the checks before anything of them runs.
///
/// It is held twice, for the library takes a much longer way to each field of a schema that something listens to: one is
/// listened to and never runs, the other one runs and nobody listens.
pub struct Checked<Q, M, S> {
    checking: Schema<Q, M, S>,
    running: Schema<Q, M, S>,
    description: &'static str,
}

impl<Q, M, S> Clone for Checked<Q, M, S> {
    fn clone(&self) -> Self {
        Self { checking: self.checking.clone(), running: self.running.clone(), description: self.description }
    }
}

impl<Q, M, S> Checked<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    /// The schema that a function begins, and what `__schema.description` says of it.
    pub fn new(begin: impl Fn() -> SchemaBuilder<Q, M, S>, description: &'static str) -> Self {
        let checking = begin()
            .limit_depth(limits::DEPTH)
            .limit_complexity(limits::COMPLEXITY)
            .disable_suggestions()
            .extension(Checks)
            .finish();
        Self { checking, running: begin().validation_mode(ValidationMode::Fast).finish(), description }
    }

    /// Checks a request and executes it.
    pub async fn execute(&self, mut request: Request) -> Response {
        let (data, introspection) = (std::mem::take(&mut request.data), request.introspection_mode);
        if data.contains_key(&TypeId::of::<ReadsSchema>()) {
            request.data.insert(ReadsSchema);
        }
        let call = match self
            .check(request, data.get(&TypeId::of::<Arc<Read>>()).and_then(|read| read.downcast_ref()))
            .await
        {
            Ok(call) => call,
            Err(refused) => return refused,
        };
        let Call { operation, variables, document, repeats } = call;
        if let Some(began) = data.get(&TypeId::of::<Began>()).and_then(|began| began.downcast_ref::<Began>()) {
            began.0.store(true, Ordering::Release);
        }
        let mut request = Request::new(String::new()).variables(variables);
        (request.operation_name, request.data, request.introspection_mode) = (operation, data, introspection);
        if !repeats {
            request.data.insert(Once);
        }
        request.set_parsed_query(document);
        let mut response = self.running.execute(request).await;
        encode_all(&mut response, Stage::Running);
        describe(&mut response, self.description);
        response
    }

    /// Checks a request, of a document that was read already or not.
    async fn check(&self, mut request: Request, read: Option<&Arc<Read>>) -> Result<Call, Response> {
        let operation = request.operation_name.clone();
        if let Some(read) = read {
            if let Some(pass) = read.passed(operation.as_deref(), &request.variables) {
                let Pass { document, schema, repeats } = pass;
                let faults = faults(&schema.registry, &document, operation.as_deref(), &request.variables);
                if !faults.is_empty() {
                    return Err(Response::from_errors(faults));
                }
                return Ok(Call { operation, variables: request.variables, document, repeats });
            }
            request.set_parsed_query(read.document.clone());
        }
        let passed = Passed::default();
        request.data.insert(passed.clone());
        let refused = self.checking.execute(request).await;
        let (call, schema) = passed.take().ok_or(refused)?;
        if let Some(read) = read {
            let pass = Pass { document: call.document.clone(), schema, repeats: call.repeats };
            read.pass(call.operation.as_deref(), &call.variables, pass);
        }
        Ok(call)
    }

    /// The schema that runs: to print it.
    pub fn schema(&self) -> &Schema<Q, M, S> {
        &self.running
    }
}

/// Put into the data of a request whose sender may read the schema: misspelled names are answered with the nearest ones.
#[derive(Clone, Copy, Debug)]
pub struct ReadsSchema;

struct Checks;

impl ExtensionFactory for Checks {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Check(Mutex::default()))
    }
}

/// What passed the checks, as it is to be run.
struct Call {
    operation: Option<String>,
    variables: Variables,
    document: ExecutableDocument,
    repeats: bool,
}

/// Where the checks put what passed.
#[derive(Clone, Default)]
struct Passed(Arc<Mutex<Option<(Call, SchemaEnv)>>>);

impl Passed {
    fn put(&self, call: Option<(Call, SchemaEnv)>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = call;
    }

    fn take(&self) -> Option<(Call, SchemaEnv)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Put into a request's data, tells afterwards whether its operation began to run.
#[derive(Clone, Debug, Default)]
pub struct Began(Arc<AtomicBool>);

impl Began {
    /// Whether the operation began.
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    #[default]
    Parsing,
    Validating,
    Choosing,
    Running,
}

#[derive(Default)]
struct State {
    stage: Stage,
    operation: Option<String>,
    variables: Variables,
    document: Option<ExecutableDocument>,
    absent: HashSet<Name>,
}

struct Check(Mutex<State>);

impl Check {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Extension for Check {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        let mut response = next.run(ctx).await;
        encode_all(&mut response, self.state().stage);
        response
    }

    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let request = next.run(ctx, request).await?;
        let mut state = self.state();
        state.operation.clone_from(&request.operation_name);
        state.variables = request.variables.clone();
        Ok(request)
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let mut document = next.run(ctx, query, variables).await?;
        let mut state = self.state();
        state.stage = Stage::Validating;
        state.absent = absent::take_out(&mut document, state.operation.as_deref(), variables);
        state.document = Some(document.clone());
        Ok(document)
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let result = next.run(ctx).await;
        let mut state = self.state();
        let found = result.as_ref().err().cloned().unwrap_or_default();
        let (of_values, mut of_document): (Vec<_>, Vec<_>) =
            found.into_iter().filter(|error| !state.explains(error)).partition(is_of_values);
        if !of_document.is_empty() {
            if ctx.data_opt::<ReadsSchema>().is_some() {
                nearest::suggest(&mut of_document, &ctx.schema_env.registry);
            }
            return Err(of_document);
        }
        let faults = state.faults(&ctx.schema_env.registry);
        if !faults.is_empty() {
            return Err(faults);
        }
        if !of_values.is_empty() {
            return Err(of_values);
        }
        state.stage = Stage::Choosing;
        // What is left of the errors was about absent variables; without them the document is as good as valid.
        Ok(result.unwrap_or(ValidationResult { cache_control: Default::default(), complexity: 0, depth: 0 }))
    }

    /// Everything holds: it is run elsewhere.
    async fn execute(&self, ctx: &ExtensionContext<'_>, _: Option<&str>, _: NextExecute<'_>) -> Response {
        if let Some(passed) = ctx.data_opt::<Passed>() {
            passed.put(self.state().call().map(|call| (call, ctx.schema_env.clone())));
        }
        Response::default()
    }
}

impl State {
    /// The request as it passed.
    fn call(&mut self) -> Option<Call> {
        let document = self.document.take()?;
        let (operation, variables) = (self.operation.take(), std::mem::take(&mut self.variables));
        Some(Call { operation, variables, repeats: repeats::any(&document), document })
    }

    fn faults(&self, registry: &Registry) -> Vec<ServerError> {
        let Some(document) = &self.document else { return vec![] };
        faults(registry, document, self.operation.as_deref(), &self.variables)
    }

    /// Whether an error complains of a variable that nothing uses because we took its uses out.
    fn explains(&self, error: &ServerError) -> bool {
        let unused = error.message.strip_prefix("Variable \"$").and_then(|rest| rest.split_once("\" is not used"));
        unused.is_some_and(|(name, _)| self.absent.contains(name))
    }
}

/// The faults of the values that a request gives.
fn faults(
    registry: &Registry,
    document: &ExecutableDocument,
    operation: Option<&str>,
    variables: &Variables,
) -> Vec<ServerError> {
    match input::operation(document, operation) {
        Some(operation) => input::faults(registry, document, operation, variables),
        None => vec![],
    }
}

/// Answers `__schema { description }` with our description: the library has a fixed one.
fn describe(response: &mut Response, description: &str) {
    const FIXED: &str = "A GraphQL Schema defines the capabilities of a GraphQL server. It exposes all available types \
        and directives on the server, as well as the entry points for query, mutation, and subscription operations.";
    let Value::Object(fields) = &mut response.data else { return };
    for field in fields.values_mut() {
        let Value::Object(fields) = field else { continue };
        for value in fields.values_mut() {
            if matches!(value, Value::String(text) if text == FIXED) {
                *value = Value::from(description);
            }
        }
    }
}

fn is_coded(error: &ServerError) -> bool {
    error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some())
}

/// Whether the library complains of a given value and not of the document's shape: it tells the two apart only in words.
fn is_of_values(error: &ServerError) -> bool {
    let message = error.message.as_str();
    [
        "Invalid value for argument ",
        "Invalid default value for argument",
        "Failed to parse \"",
        "Expected input type \"",
    ]
    .iter()
    .any(|start| message.starts_with(start))
        || message.ends_with(" is required but not provided")
        || (message.starts_with("Variable ") && message.ends_with(" is not defined."))
}

/// Gives a code to each error that has none.
fn encode_all(response: &mut Response, stage: Stage) {
    for error in response.errors.iter_mut().filter(|error| !is_coded(error)) {
        encode(error, stage);
    }
}

fn encode(error: &mut ServerError, stage: Stage) {
    let limit = error.message.starts_with("The recursion depth of the query")
        || matches!(error.message.as_str(), "Query is too complex." | "Query is nested too deep.");
    match stage {
        _ if limit && stage != Stage::Running => set_code(error, ErrorCode::LimitExceeded),
        Stage::Parsing => *error = parse_error(&error.message, std::mem::take(&mut error.locations)),
        Stage::Validating if !is_of_values(error) => set_code(error, ErrorCode::GraphqlValidationFailed),
        Stage::Choosing => set_code(error, ErrorCode::OperationResolutionFailure),
        // A running operation has errors without a code only where a value was not what a resolver's argument takes.
        Stage::Validating | Stage::Running if is_of_values(error) => set_code(error, ErrorCode::BadUserInput),
        Stage::Validating | Stage::Running => {
            tracing::error!(cause = error.message, path = ?error.path, "an error without a code");
            let masked = coded(ErrorCode::Internal, INTERNAL_MESSAGE.to_owned());
            *error = ServerError {
                path: std::mem::take(&mut error.path),
                locations: std::mem::take(&mut error.locations),
                ..masked
            };
        }
    }
}
