//! Complaints of customers: about which sale, and who resolves them.

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

use async_graphql::{Context, Description, ID, Object};
use entity::{Kind, complaint, customer, deal, outcome_reason, product, rep};

use crate::{
    error::Result,
    graphql::{DateTime, Money, id, plain::Plainly, request::Request},
    organization::{product::Product, rep::Rep},
    sales::{customer::Customer, deal::Deal, reason::OutcomeReason},
};

/// A complaint of a customer.
#[derive(Description)]
pub struct Complaint(pub complaint::Model);

impl From<complaint::Model> for Complaint {
    fn from(model: complaint::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Complaint {
    /// The id, for `complaint(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Complaint, self.0.id)
    }

    /// Who complains; null when there is none you may see.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(Some(self.0.customer_id)).await.transpose()
    }

    /// The sale it is about; null when there is none you may see.
    /// The sellers of that deal are credited with the complaint.
    async fn deal(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Deal>>> {
        Request::of(ctx).ok()?.loaders.maybe::<deal::Entity, _>(self.0.deal_id).await.transpose()
    }

    /// The product it is about; null when there is none.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        Request::of(ctx).ok()?.loaders.maybe::<product::Entity, _>(self.0.product_id).await.transpose()
    }

    /// The order number in another system; null when unknown.
    async fn order_number(&self) -> Option<&str> {
        self.0.order_number.as_deref()
    }

    /// The primary reason, which figures use; null when not given.
    async fn reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.reason_id).await.transpose()
    }

    /// A further reason, which figures ignore; null when there is none.
    async fn secondary_reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.secondary_reason_id).await.transpose()
    }

    /// What it is about; null when not given.
    async fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }

    /// What was said and done; null when not given.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The owner of the account when the complaint was made.
    /// That rep is credited, unless the complaint names a won deal. Null when there was none or you may not see them.
    async fn account_owner(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// Who handles it, and is credited with resolving it.
    /// Null when there is none or you may not see them.
    async fn handler(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.handler_id).await.transpose()
    }

    /// When it was made.
    async fn opened_at(&self) -> DateTime {
        DateTime(self.0.opened_at)
    }

    /// When it was last resolved; null while it is open.
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

    /// The refund; null when there was none.
    async fn refund(&self) -> Option<Money> {
        Some(Money::new(self.0.refund_amount?, self.0.refund_currency.as_deref()?))
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
