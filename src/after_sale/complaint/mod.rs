//! Complaints: what customers were not content with, who sold it, who settles it.

mod facts;
mod input;
mod mutation;
pub mod query;
mod source;
mod state;

pub use mutation::ComplaintMutation;
pub use query::{ComplaintFilter, ComplaintQuery};
pub use source::Complaints;
pub use state::ComplaintState;

use async_graphql::{Context, ID, Object};
use entity::{Kind, complaint, customer, deal, outcome_reason, product, rep};

use crate::{
    error::Result,
    graphql::{DateTime, Money, id, plain::Plainly, request::Request},
    organization::{product::Product, rep::Rep},
    sales::{customer::Customer, deal::Deal, reason::OutcomeReason},
};

/// A complaint of a customer.
pub struct Complaint(pub complaint::Model);

impl From<complaint::Model> for Complaint {
    fn from(model: complaint::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl Complaint {
    /// The id, for `complaint(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Complaint, self.0.id)
    }

    /// Who complains; null when it is none that you may see.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(Some(self.0.customer_id)).await.transpose()
    }

    /// The sale that it is about, whose sellers are credited with it; null when it is about none that you may see.
    async fn deal(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Deal>>> {
        Request::of(ctx).ok()?.loaders.maybe::<deal::Entity, _>(self.0.deal_id).await.transpose()
    }

    /// The product that it is about; null when it is about none.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        Request::of(ctx).ok()?.loaders.maybe::<product::Entity, _>(self.0.product_id).await.transpose()
    }

    /// The number of the order that it is about, as other systems call it; null when unknown.
    async fn order_number(&self) -> Option<&str> {
        self.0.order_number.as_deref()
    }

    /// The primary reason, which figures go by; null when nobody said.
    async fn reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.reason_id).await.transpose()
    }

    /// A further reason, which figures leave out so that no complaint counts twice; null when there is none.
    async fn secondary_reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.secondary_reason_id).await.transpose()
    }

    /// What it is about, in a few words; null when nobody said.
    async fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }

    /// What was said and done; null when nobody wrote it down.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The owner of the account when it was made, who is credited unless it names a deal that was won. Null when there
    /// was none, or you may not see that rep.
    async fn account_owner(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// Who handles it, and is credited with settling it; null when nobody does, or you may not see that rep.
    async fn handler(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.handler_id).await.transpose()
    }

    /// When it was made.
    async fn opened_at(&self) -> DateTime {
        DateTime(self.0.opened_at)
    }

    /// When it was resolved last; null while it is open.
    async fn resolved_at(&self) -> Option<DateTime> {
        self.0.resolved_at.map(DateTime)
    }

    /// Whether it is resolved.
    async fn is_resolved(&self) -> bool {
        self.0.resolved_at.is_some()
    }

    /// How often it was reopened after it had been resolved.
    async fn reopen_count(&self) -> i32 {
        self.0.reopen_count
    }

    /// What was paid back; null when nothing was.
    async fn refund(&self) -> Option<Money> {
        Some(Money::new(self.0.refund_amount?, self.0.refund_currency.as_deref()?))
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
