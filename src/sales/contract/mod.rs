//! Contracts: what was signed, from when to when.

mod facts;
mod input;
mod mutation;
pub mod query;
mod signing;
mod source;
mod term;

#[cfg(test)]
pub use facts::tests;
pub use mutation::ContractMutation;
pub use query::{ContractFilter, ContractQuery};
pub use source::Contracts;

use async_graphql::{Context, Description, Enum, ID, Object};
use entity::{Kind, contract, customer, deal, quote, rep};

use crate::{
    error::Result,
    graphql::{Date, DateTime, Money, id, plain::Plainly, request::Request},
    organization::rep::Rep,
    sales::{customer::Customer, deal::Deal, quote::Quote},
};

/// The state of a contract today.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "term::Standing")]
pub enum ContractStanding {
    /// It is signed and starts later.
    Upcoming,
    /// It is in force.
    InForce,
    /// It reached its end.
    Ended,
    /// It was terminated early.
    Terminated,
}

/// A signed contract.
#[derive(Description)]
pub struct Contract(pub contract::Model);

impl From<contract::Model> for Contract {
    fn from(model: contract::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Contract {
    /// The id, for `contract(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Contract, self.0.id)
    }

    /// The number printed on it; null when there is none.
    async fn number(&self) -> Option<&str> {
        self.0.number.as_deref()
    }

    /// Its state today.
    async fn standing(&self, ctx: &Context<'_>) -> Option<Result<ContractStanding>> {
        Some(Request::of(ctx).map(|request| term::standing(&self.0, request.today).into()))
    }

    /// The quote it was signed from; null when there is none you may see.
    async fn quote(&self, ctx: &Context<'_>) -> Option<Result<Quote>> {
        Request::of(ctx).ok()?.loaders.maybe::<quote::Entity, _>(self.0.quote_id).await.transpose()
    }

    /// The deal it belongs to; null when there is none you may see.
    async fn deal(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Deal>>> {
        Request::of(ctx).ok()?.loaders.maybe::<deal::Entity, _>(self.0.deal_id).await.transpose()
    }

    /// The other party; null when there is none you may see.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(self.0.customer_id).await.transpose()
    }

    /// Who is credited with the signature.
    /// Null when there is none or you may not see them.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// Its total value, net of tax and discount.
    async fn amount(&self) -> Money {
        Money::new(self.0.amount, &self.0.currency)
    }

    /// When it was signed.
    async fn signed_at(&self) -> DateTime {
        DateTime(self.0.signed_at)
    }

    /// The first day in force.
    async fn starts_on(&self) -> Date {
        Date(self.0.starts_on)
    }

    /// The first day no longer in force; null when it has no end.
    async fn ends_on(&self) -> Option<Date> {
        self.0.ends_on.map(Date)
    }

    /// The first day no longer in force after early termination; null otherwise.
    async fn terminated_on(&self) -> Option<Date> {
        self.0.terminated_on.map(Date)
    }

    /// The contract it renews; null when there is none you may see.
    async fn renews(&self, ctx: &Context<'_>) -> Option<Result<Contract>> {
        Request::of(ctx).ok()?.loaders.maybe::<contract::Entity, _>(self.0.renews_id).await.transpose()
    }

    /// The contract that renews it; null when there is none you may see.
    async fn renewal(&self, ctx: &Context<'_>) -> Option<Result<Contract>> {
        let (renews, signed_at) = (contract::Column::RenewsId, contract::Column::SignedAt);
        let renewals = Request::of(ctx).ok()?.loaders.every::<contract::Entity>(renews, self.0.id, signed_at).await;
        renewals.map(|renewals| renewals.into_iter().next_back().map(Contract)).transpose()
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
