//! Product returns: goods that customers sent back, and from which sale.

mod facts;
mod mutation;
pub mod query;
mod source;
mod state;

pub use mutation::ProductReturnMutation;
pub use query::{ProductReturnFilter, ProductReturnQuery};
pub use source::Returns;
pub use state::ReturnState;

use async_graphql::{Context, Description, ID, Object};
use entity::{Kind, customer, deal, outcome_reason, product, product_return, rep};

use crate::{
    error::Result,
    graphql::{Count, Date, DateTime, Money, id, plain::Plainly, request::Request},
    organization::{product::Product, rep::Rep},
    sales::{customer::Customer, deal::Deal, reason::OutcomeReason},
};

/// Goods that a customer sent back.
#[derive(Description)]
pub struct ProductReturn(pub product_return::Model);

impl From<product_return::Model> for ProductReturn {
    fn from(model: product_return::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl ProductReturn {
    /// The id, for `productReturn(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::ProductReturn, self.0.id)
    }

    /// Who sent the goods back; null when there is none you may see.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(Some(self.0.customer_id)).await.transpose()
    }

    /// The sale the goods come from; null when there is none you may see.
    /// The sellers of that deal are credited with the return.
    async fn deal(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Deal>>> {
        Request::of(ctx).ok()?.loaders.maybe::<deal::Entity, _>(self.0.deal_id).await.transpose()
    }

    /// The product; null when unknown.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        Request::of(ctx).ok()?.loaders.maybe::<product::Entity, _>(self.0.product_id).await.transpose()
    }

    /// The number of units that came back.
    async fn units(&self) -> Count {
        Count(self.0.units_e4)
    }

    /// The refund, net of tax.
    async fn refund(&self) -> Money {
        Money::new(self.0.amount, &self.0.currency)
    }

    /// Why they came back; null when not given.
    async fn reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.reason_id).await.transpose()
    }

    /// What was said; null when not given.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The owner of the account when the goods came back.
    /// That rep is credited, unless the return names a won deal. Null when there was none or you may not see them.
    async fn account_owner(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// The day they came back.
    async fn returned_on(&self) -> Date {
        Date(self.0.returned_on)
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
