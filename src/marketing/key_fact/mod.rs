//! Key facts: what is known of a prospect's needs – the need, the budget, who decides, by when – or of a customer's.
//!
//! A key fact belongs to a lead or to a customer: whoever sees that sees it, and whoever may change that may change it.
//! A lead's key facts are part of the prospect and move its figures.

pub mod erasure;
mod filled;
mod mutation;
pub mod query;

pub use mutation::KeyFactMutation;
pub use query::KeyFactQuery;

use async_graphql::{Context, Description, Enum, ID, Object};
use entity::{Kind, customer, key_fact, lead, user};

use crate::{
    error::Result,
    graphql::{Date, DateTime, Money, Ratio, id, plain::Plainly, request::Request},
    marketing::lead::Lead,
    organization::user::User,
    sales::customer::Customer,
};

/// The kind of a key fact.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "key_fact::Kind")]
pub enum KeyFactKind {
    /// What they need.
    Need,
    /// What they can spend.
    Budget,
    /// Who decides.
    DecisionMaker,
    /// When they need it.
    Deadline,
    /// The present supplier.
    CurrentSupplier,
    /// Competing suppliers.
    Competitor,
    /// Their problem today.
    Pain,
    /// Anything else worth knowing.
    Other,
}

/// A fact known about a prospect's or a customer's needs.
#[derive(Description)]
pub struct KeyFact(pub key_fact::Model);

impl From<key_fact::Model> for KeyFact {
    fn from(model: key_fact::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl KeyFact {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::KeyFact, self.0.id)
    }

    /// The kind.
    async fn kind(&self) -> KeyFactKind {
        self.0.kind.into()
    }

    /// The lead it is about; null when it is about a customer.
    async fn lead(&self, ctx: &Context<'_>) -> Option<Result<Lead>> {
        Request::of(ctx).ok()?.loaders.maybe::<lead::Entity, _>(self.0.lead_id).await.transpose()
    }

    /// The customer it is about; null when it is about a lead.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(self.0.customer_id).await.transpose()
    }

    /// The fact in words.
    /// Null when it is an amount or a date only, or was erased.
    async fn text(&self) -> Option<&str> {
        self.0.text.as_deref()
    }

    /// The fact as an amount; null when it is none.
    async fn amount(&self) -> Option<Money> {
        Some(Money::new(self.0.amount?, self.0.currency.as_deref()?))
    }

    /// The fact as a date; null when it is none.
    async fn date(&self) -> Option<Date> {
        self.0.day.map(Date)
    }

    /// Whether it says anything.
    /// Texts such as "n/a", "-" or "?" do not, and count as nothing known.
    async fn is_filled(&self) -> bool {
        self.0.is_filled
    }

    /// Who or what it was learned from; null when unknown or erased.
    async fn source(&self) -> Option<&str> {
        self.0.learned_from.as_deref()
    }

    /// Who recorded it; null for an API token or when you may not see them.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<User>> {
        Request::of(ctx).ok()?.loaders.maybe::<user::Entity, _>(self.0.author_id).await.transpose()
    }

    /// When it was learned.
    async fn captured_at(&self) -> DateTime {
        DateTime(self.0.captured_at)
    }

    /// When it was last verified; null when never.
    async fn verified_at(&self) -> Option<DateTime> {
        self.0.verified_at.map(DateTime)
    }

    /// The confidence, from 0 to 1; null when not given.
    async fn confidence(&self) -> Option<Ratio> {
        self.0.confidence_bp.map(|points| Ratio(f64::from(points) / 1e4))
    }

    /// When its text was erased on a person's request; null when not.
    /// It still counts as known.
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

/// The kinds that must be known of every prospect and are not known of a lead.
pub async fn missing(request: &Request, lead: &lead::Model) -> Result<Vec<KeyFactKind>> {
    let facts =
        request.loaders.every::<key_fact::Entity>(key_fact::Column::LeadId, lead.id, key_fact::Column::Id).await?;
    let mut required = key_fact::Kind::listed(&request.organization.required_key_facts);
    required.retain(|kind| !facts.iter().any(|fact| fact.is_filled && fact.kind == *kind));
    Ok(required.into_iter().map(KeyFactKind::from).collect())
}
