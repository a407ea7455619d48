//! One error, one closed table of codes, and the line that nothing internal crosses.
//!
//! Invariant: [`Error`] has no `Display`, so that the only way into an answer is [`Error::expose`], which says what a
//! client may know. The cause of an [`ErrorCode::Internal`] goes to the log and never to the client.

use std::borrow::Cow;

use async_graphql::{Enum, ErrorExtensions, ID, SimpleObject};
use sea_orm::{DbErr, RuntimeErr};

/// What went wrong, for programs.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// Nobody is signed in, or the token is no longer valid.
    /// Sign in, or refresh the session.
    Unauthenticated,
    /// You may not do this, or not read this field.
    Forbidden,
    /// There is no such record, or none you may see.
    NotFound,
    /// A value in the request is invalid; `field` names it.
    BadUserInput,
    /// The record has changed since you read it, or its state forbids this.
    /// Read it again.
    Conflict,
    /// The request exceeds a limit: size, depth, complexity or list length.
    LimitExceeded,
    /// The figure covers too few people to be shown to you.
    Suppressed,
    /// Too many attempts, or too much work asked in a short time.
    /// Wait, then try again.
    Throttled,
    /// The request took too long and was stopped.
    Timeout,
    /// The service is temporarily unavailable; try again.
    Unavailable,
    /// The request body is not a GraphQL request.
    BadRequest,
    /// The document is not GraphQL.
    GraphqlParseFailed,
    /// The document does not fit the schema.
    GraphqlValidationFailed,
    /// The document has several operations, and the request does not name one of them.
    OperationResolutionFailure,
    /// A defect of the service.
    /// Report the request id in `extensions.requestId`.
    Internal,
}

impl ErrorCode {
    /// The code as it stands in `extensions.code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::Conflict => "CONFLICT",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::Suppressed => "SUPPRESSED",
            Self::Throttled => "THROTTLED",
            Self::Timeout => "TIMEOUT",
            Self::Unavailable => "UNAVAILABLE",
            Self::BadRequest => "BAD_REQUEST",
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::OperationResolutionFailure => "OPERATION_RESOLUTION_FAILURE",
            Self::Internal => "INTERNAL",
        }
    }
}

/// Why a mutation changed nothing; one entry for each fault.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct UserError {
    /// What went wrong, for programs.
    pub code: ErrorCode,
    /// The path of the faulty argument, as in `["input", "amount"]`.
    /// Empty when no single argument is at fault.
    pub field: Vec<String>,
    /// What went wrong and what to do, in English.
    pub message: String,
    /// The record in conflict, as for an external id already taken.
    /// Null when there is none you may see.
    pub conflicts_with: Option<ID>,
}

impl UserError {
    /// A refusal of one argument.
    pub fn new(code: ErrorCode, field: &[&str], message: impl Into<String>) -> Self {
        Self {
            code,
            field: field.iter().map(|part| (*part).to_owned()).collect(),
            message: message.into(),
            conflicts_with: None,
        }
    }

    /// The same, with the record that is in the way.
    #[must_use]
    pub fn conflicting_with(self, record: Option<ID>) -> Self {
        Self { conflicts_with: record, ..self }
    }

    /// A value that is not acceptable.
    pub fn input(field: &[&str], message: impl Into<String>) -> Self {
        Self::new(ErrorCode::BadUserInput, field, message)
    }

    /// An object that does not exist for the viewer. Always the same words, so that hidden and missing look alike.
    pub fn not_found(field: &[&str]) -> Self {
        Self::new(ErrorCode::NotFound, field, "No such object.")
    }

    /// A state that does not allow the act.
    pub fn conflict(field: &[&str], message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Conflict, field, message)
    }
}

/// Why something was not done.
#[derive(Clone, Debug)]
pub enum Error {
    /// The client asked for something that it should not; the text is for it.
    Refused(ErrorCode, String),
    /// The input of a mutation is at fault: the payload lists why.
    Input(Vec<UserError>),
    /// The database failed.
    Database(DbErr),
    /// We are at fault; the text is for the log.
    Bug(String),
}

/// The result of everything that can be refused or fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Nobody is signed in. One text for all causes.
    pub fn unauthenticated() -> Self {
        Self::Refused(ErrorCode::Unauthenticated, "Sign in to do this.".into())
    }

    /// A visible object, but not this act or field.
    pub fn forbidden() -> Self {
        Self::Refused(ErrorCode::Forbidden, "You may not do or read this.".into())
    }

    /// A token without the scope that is needed.
    pub fn missing_scope(scope: &str) -> Self {
        Self::Refused(ErrorCode::Forbidden, format!("The token lacks the scope `{scope}`."))
    }

    /// No such object for the viewer.
    pub fn not_found() -> Self {
        Self::Refused(ErrorCode::NotFound, "No such object.".into())
    }

    /// A value of a query's argument that is not acceptable.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::Refused(ErrorCode::BadUserInput, message.into())
    }

    /// What a client may know of it.
    pub fn expose(self) -> async_graphql::Error {
        let (code, message, field) = match self {
            Self::Refused(code, message) => (code, message, None),
            Self::Input(errors) => match errors.into_iter().next() {
                Some(error) => (error.code, error.message, Some(error.field)),
                None => (ErrorCode::BadUserInput, "The input is not acceptable.".to_owned(), None),
            },
            Self::Database(cause) => {
                tracing::error!(%cause, "the database failed");
                match cause {
                    DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => {
                        (ErrorCode::Unavailable, "The service cannot answer now; try again.".to_owned(), None)
                    }
                    cause if matches!(sql_state(&cause).as_deref(), Some(DEADLOCK | LOCK_NOT_AVAILABLE)) => {
                        let message = "Somebody changes the same records at the same time; try again.";
                        (ErrorCode::Unavailable, message.to_owned(), None)
                    }
                    _ => (ErrorCode::Internal, INTERNAL_MESSAGE.to_owned(), None),
                }
            }
            Self::Bug(cause) => {
                tracing::error!(cause, "a defect");
                (ErrorCode::Internal, INTERNAL_MESSAGE.to_owned(), None)
            }
        };
        async_graphql::Error::new(message).extend_with(|_, extensions| {
            extensions.set("code", code.as_str());
            if let Some(field) = &field {
                extensions.set("field", field.clone());
            }
        })
    }
}

/// PostgreSQL's word for two transactions of which each waits for the other: one was taken back.
const DEADLOCK: &str = "40P01";

/// PostgreSQL's word for a wait for a lock that took too long.
pub const LOCK_NOT_AVAILABLE: &str = "55P03";

/// The code by which a database says what it refused, PostgreSQL's of five letters or SQLite's number.
pub fn sql_state(cause: &DbErr) -> Option<Cow<'_, str>> {
    match cause {
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            cause.as_database_error()?.code()
        }
        _ => None,
    }
}

/// The only text that goes with [`ErrorCode::Internal`].
pub const INTERNAL_MESSAGE: &str = "Something went wrong on our side.";

impl From<DbErr> for Error {
    fn from(cause: DbErr) -> Self {
        Self::Database(cause)
    }
}

impl From<UserError> for Error {
    fn from(error: UserError) -> Self {
        Self::Input(vec![error])
    }
}

impl From<Error> for async_graphql::Error {
    fn from(error: Error) -> Self {
        error.expose()
    }
}
