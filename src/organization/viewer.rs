//! The caller, as clients read it by `viewer`.

use async_graphql::{Context, Description, Enum, Object};

use super::user::User;
use crate::{
    access::{Principal, Viewer as Asker},
    error::Result,
    graphql::request::Request,
};

/// What kind of caller asks.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewerKind {
    /// Nobody is signed in.
    Anonymous,
    /// A user who is signed in.
    User,
    /// A program with an API token.
    Token,
}

/// The caller of the request.
#[derive(Description)]
pub struct Viewer<'a>(&'a Asker);

#[Object(use_type_description)]
impl Viewer<'_> {
    /// What kind of caller asks.
    async fn kind(&self) -> ViewerKind {
        match self.0.principal() {
            Principal::User(_) => ViewerKind::User,
            Principal::Token { .. } => ViewerKind::Token,
            Principal::Anonymous | Principal::System => ViewerKind::Anonymous,
        }
    }

    /// The signed-in user; null for API tokens and anonymous callers.
    async fn user(&self) -> Option<User> {
        self.0.user().cloned().map(User)
    }

    /// The scopes of the API token, as in `deals:read`; null for other callers.
    async fn scopes(&self) -> Option<Vec<String>> {
        match self.0.principal() {
            Principal::Token { scopes, .. } => Some(scopes.iter().map(|scope| scope.to_string()).collect()),
            _ => None,
        }
    }
}

/// Reading who asks.
#[derive(Default)]
pub struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// The caller: a user, an API token or nobody.
    async fn viewer<'a>(&self, ctx: &Context<'a>) -> Option<Result<Viewer<'a>>> {
        Some(Request::of(ctx).map(|request| Viewer(&request.viewer)))
    }
}
