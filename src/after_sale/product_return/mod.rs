//! Product returns: what customers sent back, and of which sale.

mod facts;
mod mutation;
pub mod query;
mod source;
mod state;

pub use mutation::ProductReturnMutation;
pub use query::{ProductReturnFilter, ProductReturnQuery};
pub use source::Returns;
pub use state::ReturnState;

use async_graphql::{Context, ID, Object};
use entity::{Kind, customer, deal, outcome_reason, product, product_return, rep};

use crate::{
    error::Result,
    graphql::{Count, Date, DateTime, Money, id, plain::Plainly, request::Request},
    organization::{product::Product, rep::Rep},
    sales::{customer::Customer, deal::Deal, reason::OutcomeReason},
};

/// Goods that a customer sent back.
pub struct ProductReturn(pub product_return::Model);

impl From<product_return::Model> for ProductReturn {
    fn from(model: product_return::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl ProductReturn {
    /// The id, for `productReturn(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::ProductReturn, self.0.id)
    }

    /// Who sent the goods back; null when it is none that you may see.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(Some(self.0.customer_id)).await.transpose()
    }

    /// The sale that they come from, whose sellers are credited with it; null when it is none that you may see.
    async fn deal(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Deal>>> {
        Request::of(ctx).ok()?.loaders.maybe::<deal::Entity, _>(self.0.deal_id).await.transpose()
    }

    /// The product; null when unknown.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        Request::of(ctx).ok()?.loaders.maybe::<product::Entity, _>(self.0.product_id).await.transpose()
    }

    /// How many units came back.
    async fn units(&self) -> Count {
        Count(self.0.units_e4)
    }

    /// What is paid back for them, net of tax.
    async fn refund(&self) -> Money {
        Money::new(self.0.amount, &self.0.currency)
    }

    /// Why they came back; null when nobody said.
    async fn reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.reason_id).await.transpose()
    }

    /// What was said; null when nobody wrote it down.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The owner of the account when they came back, who is credited unless it names a deal that was won. Null when there
    /// was none, or you may not see that rep.
    async fn account_owner(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// The day on which they came back.
    async fn returned_on(&self) -> Date {
        Date(self.0.returned_on)
    }

    /// The system that it was imported from or written by; null for records made here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its identifier in `sourceSystem`; null for records made here.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
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
