//! Users: the people who sign in.

pub mod account;
mod mutation;
mod query;

pub use mutation::UserMutation;
pub use query::UserQuery;

use async_graphql::{Context, Description, Enum, ID, Object};
use entity::{Kind, rep, user};

use crate::{
    error::Result,
    graphql::{DateTime, id, plain::Plainly, request::Request},
    kpi::insight::explain::Language,
    organization::rep::Rep,
};

/// The role of a user.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "user::Role")]
pub enum Role {
    /// Everything.
    Admin,
    /// The teams they manage and all below them.
    Manager,
    /// Their own records.
    Rep,
}

/// A user, who can sign in.
#[derive(Description)]
pub struct User(pub user::Model);

impl From<user::Model> for User {
    fn from(model: user::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl User {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::User, self.0.id)
    }

    /// The sign-in e-mail address.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// The name shown to others.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The role.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Their rep; null when they do not sell.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.rep_id).await.transpose()
    }

    /// The preferred language.
    async fn locale(&self) -> Language {
        account::language(&self.0.locale)
    }

    /// When they were locked out; null while they may sign in.
    async fn disabled_at(&self) -> Option<DateTime> {
        self.0.disabled_at.map(DateTime)
    }

    /// The version; send it with an update to detect concurrent changes.
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
