//! API tokens: how the programs of partners sign in.

mod mutation;
mod query;

pub use mutation::{ApiTokenMutation, NewToken};
pub use query::ApiTokenQuery;

use async_graphql::{Context, Description, ID, Object};
use entity::{Kind, api_token, user};

use crate::{
    error::Result,
    graphql::{DateTime, id, request::Request},
    organization::user::User,
};

/// An API token, with which a partner's program signs in.
/// It may do what its scopes list, and nothing else.
#[derive(Description)]
pub struct ApiToken(pub api_token::Model);

impl From<api_token::Model> for ApiToken {
    fn from(model: api_token::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl ApiToken {
    /// The id, for `node(id)`.
    /// It is not the token.
    pub async fn id(&self) -> ID {
        id::encode(Kind::ApiToken, self.0.id)
    }

    /// What the token is for.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The scopes, as in `deals:read` or `kpi:read`.
    async fn scopes(&self) -> Vec<&str> {
        self.0.scopes.split(' ').collect()
    }

    /// The admin who created it; null when the operator did.
    /// The token stops working when that user is locked out or no longer an admin.
    async fn created_by(&self, ctx: &Context<'_>) -> Option<Result<User>> {
        Request::of(ctx).ok()?.loaders.maybe::<user::Entity, _>(self.0.created_by_id).await.transpose()
    }

    /// When it expires; null when never.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// When it was revoked; null while it works.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }

    /// When it was last used, to the minute; null when never.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime)
    }

    /// The version, which grows by one with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was created here.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
