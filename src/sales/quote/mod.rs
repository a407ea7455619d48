//! Quotes: an offer and its revisions, from draft to answer.

mod facts;
mod input;
pub mod lifecycle;
mod mutation;
mod offer;
pub mod query;
mod source;
pub mod state;

pub use mutation::QuoteMutation;
pub use offer::{Offer, QuoteState};
pub use query::{QuoteFilter, QuoteQuery};
pub use source::Offers;

use async_graphql::{Context, Description, Enum, ID, Object};
use entity::{Kind, contract, customer, deal, quote, rep};
use futures_util::future::try_join_all;

use crate::{
    error::Result,
    graphql::{Date, DateTime, Money, id, plain::Plainly, request::Request},
    organization::rep::Rep,
    sales::{contract::Contract, customer::Customer, deal::Deal},
};

/// The status of a quote.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "quote::Status")]
pub enum QuoteStatus {
    /// It was not sent yet and may change.
    Draft,
    /// It is with the customer.
    Sent,
    /// The customer agreed.
    Accepted,
    /// The customer declined.
    Declined,
    /// Nobody answered in time.
    Expired,
    /// A later revision replaced it.
    Superseded,
}

/// A quote: one revision of an offer.
/// The revisions of an offer share their `family`.
#[derive(Description)]
pub struct Quote(pub quote::Model);

impl From<quote::Model> for Quote {
    fn from(model: quote::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Quote {
    /// The id, for `quote(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Quote, self.0.id)
    }

    /// The id shared by all revisions of one offer: that of the first.
    async fn family(&self) -> ID {
        id::encode(Kind::Quote, self.0.family_id)
    }

    /// The number of the revision, from 1.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Every revision of the offer you may see, oldest first.
    async fn revisions(&self, ctx: &Context<'_>) -> Option<Result<Vec<Quote>>> {
        Some(self.read_revisions(ctx).await.map(|rows| rows.into_iter().map(Quote).collect()))
    }

    /// The contract signed from any revision; null when there is none you may see.
    async fn contract(&self, ctx: &Context<'_>) -> Option<Result<Contract>> {
        self.read_contract(ctx).await.transpose()
    }

    /// The number printed on it; null when there is none.
    async fn number(&self) -> Option<&str> {
        self.0.number.as_deref()
    }

    /// The status.
    async fn status(&self) -> QuoteStatus {
        self.0.status.into()
    }

    /// The deal it is made for; null when there is none you may see.
    async fn deal(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Deal>>> {
        Request::of(ctx).ok()?.loaders.maybe::<deal::Entity, _>(self.0.deal_id).await.transpose()
    }

    /// The recipient; null when there is none you may see.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(self.0.customer_id).await.transpose()
    }

    /// The rep who made it and is credited.
    /// Null when there is none or you may not see them.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.author_id).await.transpose()
    }

    /// The total, net of tax and discount.
    async fn amount(&self) -> Money {
        Money::new(self.0.amount, &self.0.currency)
    }

    /// The last day it can be accepted; null when it does not expire.
    async fn valid_until_on(&self) -> Option<Date> {
        self.0.valid_until_on.map(Date)
    }

    /// When it was sent; null while it was not.
    async fn sent_at(&self) -> Option<DateTime> {
        self.0.sent_at.map(DateTime)
    }

    /// When it was accepted, declined or expired; null when it was not.
    async fn closed_at(&self) -> Option<DateTime> {
        self.0.closed_at.map(DateTime)
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

impl Quote {
    async fn read_revisions(&self, ctx: &Context<'_>) -> Result<Vec<quote::Model>> {
        let loaders = &Request::of(ctx)?.loaders;
        let (family, revision) = (quote::Column::FamilyId, quote::Column::Revision);
        loaders.every::<quote::Entity>(family, self.0.family_id, revision).await
    }

    async fn read_contract(&self, ctx: &Context<'_>) -> Result<Option<Contract>> {
        let loaders = &Request::of(ctx)?.loaders;
        let revisions = self.read_revisions(ctx).await?;
        // Asked all at once, so that one statement reads them for every quote of the request.
        let signed = revisions.iter().map(|revision| {
            loaders.every::<contract::Entity>(contract::Column::QuoteId, revision.id, contract::Column::SignedAt)
        });
        Ok(try_join_all(signed).await?.into_iter().flatten().next_back().map(Contract))
    }
}
