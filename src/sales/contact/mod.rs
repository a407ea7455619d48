//! Contacts: the people at a customer.
//!
//! A contact belongs to its customer: whoever sees the customer sees the contact and may change it.

mod erasure;
mod mutation;
pub mod query;

pub use mutation::ContactMutation;
pub use query::ContactQuery;

use async_graphql::{Context, Description, ID, Object};
use entity::{Kind, contact, customer};

use crate::{
    error::Result,
    graphql::{DateTime, id, plain::Plainly, request::Request},
    sales::customer::Customer,
};

/// A person at a customer.
#[derive(Description)]
pub struct Contact(pub contact::Model);

impl From<contact::Model> for Contact {
    fn from(model: contact::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Contact {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Contact, self.0.id)
    }

    /// The full name; empty once the person was erased.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The customer the person works for; null when unknown.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(self.0.customer_id).await.transpose()
    }

    /// The e-mail address; null when unknown.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// The telephone number; null when unknown.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// The job title; null when unknown.
    async fn job_title(&self) -> Option<&str> {
        self.0.job_title.as_deref()
    }

    /// When the person was erased on request; null when not.
    async fn erased_at(&self) -> Option<DateTime> {
        self.0.erased_at.map(DateTime)
    }

    /// The external system it comes from; null for records created here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its id in `sourceSystem`; null for records created here.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
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
