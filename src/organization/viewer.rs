//! Who asks: what a client needs to know of its own sign-in.

use async_graphql::{Context, Enum, Object};

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

/// Who asks, as the service knows them.
pub struct Viewer<'a>(&'a Asker);

#[Object]
impl Viewer<'_> {
    /// What kind of caller asks.
    async fn kind(&self) -> ViewerKind {
        match self.0.principal() {
            Principal::User(_) => ViewerKind::User,
            Principal::Token { .. } => ViewerKind::Token,
            Principal::Anonymous | Principal::System => ViewerKind::Anonymous,
        }
    }

    /// The user who is signed in; null for a token and for nobody.
    async fn user(&self) -> Option<User> {
        self.0.user().cloned().map(User)
    }

    /// What the token may do, as in `deals:read`; null for a user, whose role decides, and for nobody.
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
    /// Who asks: the user or the token that the request is signed in with. Nobody needs to be.
    async fn viewer<'a>(&self, ctx: &Context<'a>) -> Option<Result<Viewer<'a>>> {
        Some(Request::of(ctx).map(|request| Viewer(&request.viewer)))
    }
}
