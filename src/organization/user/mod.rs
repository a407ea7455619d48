//! Users: the people who sign in.

pub mod account;
mod mutation;
mod query;

pub use mutation::UserMutation;
pub use query::UserQuery;

use async_graphql::{Context, Enum, ID, Object};
use entity::{Kind, rep, user};

use crate::{
    error::Result,
    graphql::{DateTime, id, plain::Plainly, request::Request},
    organization::rep::Rep,
};

/// What a user may do.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "user::Role")]
pub enum Role {
    /// Everything.
    Admin,
    /// What concerns the teams they manage and all below them.
    Manager,
    /// What concerns their own records.
    Rep,
}

/// A user: somebody who can sign in.
pub struct User(pub user::Model);

impl From<user::Model> for User {
    fn from(model: user::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl User {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::User, self.0.id)
    }

    /// The sign-in address.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// The name shown to others.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What they may do.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Their sales profile; null when they do not sell.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.rep_id).await.transpose()
    }

    /// The language they read, `en` or `fr`.
    async fn locale(&self) -> &str {
        &self.0.locale
    }

    /// When they were locked out; null while they may sign in.
    async fn disabled_at(&self) -> Option<DateTime> {
        self.0.disabled_at.map(DateTime)
    }

    /// The version: send it with an update to be refused when somebody else was faster.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was made here.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
