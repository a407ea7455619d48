//! Interactions: every call, e-mail and visit, and who performed it.

mod activity;
mod facts;
mod mutation;
pub mod query;
mod source;

pub use activity::Activity;
pub use mutation::InteractionMutation;
pub use query::{InteractionFilter, InteractionQuery};
pub use source::Interactions;

use async_graphql::{Context, Description, Enum, ID, Object, parser::types::SelectionSet, resolver_utils::enum_value};
use entity::{Kind, contact, customer, deal, interaction, lead, rep};

use crate::{
    error::Result,
    graphql::{
        DateTime, id,
        json::{Json, Written},
        plain::{Plain, Plainly},
        request::Request,
    },
    marketing::lead::Lead,
    organization::rep::Rep,
    sales::{contact::Contact, customer::Customer, deal::Deal},
};

/// The channel of an interaction.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "interaction::Kind")]
pub enum InteractionKind {
    /// A telephone or video call.
    Call,
    /// An e-mail written by a person, not a mass mailing.
    Email,
    /// A visit in person.
    Visit,
    /// A chat or text message.
    Message,
    /// A demonstration.
    Demo,
    /// An exchange on a social network.
    Social,
}

/// Who took the initiative.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "interaction::Direction")]
pub enum InteractionDirection {
    /// The rep.
    Outbound,
    /// The customer or prospect.
    Inbound,
}

/// Whether an interaction took place.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "interaction::Status")]
pub enum InteractionStatus {
    /// It is planned and counts in no figure.
    Planned,
    /// It took place.
    Done,
}

/// The outcome of an interaction.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "interaction::Outcome")]
pub enum InteractionOutcome {
    /// The person was reached.
    Reached,
    /// Nobody answered.
    NoAnswer,
    /// A message was left.
    LeftMessage,
    /// A meeting was agreed.
    MeetingBooked,
    /// They declined.
    NotInterested,
    /// A follow-up was agreed.
    FollowUp,
}

/// A contact with a customer or prospect: a call, an e-mail, a visit.
#[derive(Description)]
pub struct Interaction(pub interaction::Model);

impl From<interaction::Model> for Interaction {
    fn from(model: interaction::Model) -> Self {
        Self(model)
    }
}

impl From<interaction::Model> for Plainly<Interaction> {
    fn from(model: interaction::Model) -> Self {
        Self(Interaction(model))
    }
}

impl Plain for Interaction {
    fn write(&self, json: &mut Json, name: &str, _: &SelectionSet, _: &Request) -> Written {
        match name {
            "id" => json.bare(id::encode(Kind::Interaction, self.0.id).0),
            "kind" => json.value(&enum_value(InteractionKind::from(self.0.kind))),
            "status" => json.value(&enum_value(InteractionStatus::from(self.0.status))),
            "occurredAt" => json.scalar(&DateTime(self.0.occurred_at)),
            "subject" => json.or_null(self.0.subject.as_deref(), Json::text),
            "note" => json.or_null(self.0.note.as_deref(), Json::text),
            _ => None,
        }
    }
}

#[Object(use_type_description)]
impl Interaction {
    /// The id, for `interaction(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Interaction, self.0.id)
    }

    /// The channel.
    async fn kind(&self) -> InteractionKind {
        self.0.kind.into()
    }

    /// Who took the initiative.
    async fn direction(&self) -> InteractionDirection {
        self.0.direction.into()
    }

    /// Whether it took place; only done ones count.
    async fn status(&self) -> InteractionStatus {
        self.0.status.into()
    }

    /// The outcome; null when not given.
    async fn outcome(&self) -> Option<InteractionOutcome> {
        self.0.outcome.map(Into::into)
    }

    /// When it took place or is planned.
    async fn occurred_at(&self) -> DateTime {
        DateTime(self.0.occurred_at)
    }

    /// The rep who did it and is credited.
    /// Null when there is none or you may not see them.
    async fn performer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.performer_id).await.transpose()
    }

    /// The customer; null when there is none you may see.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(self.0.customer_id).await.transpose()
    }

    /// The contact person; null when unknown.
    async fn contact(&self, ctx: &Context<'_>) -> Option<Result<Contact>> {
        Request::of(ctx).ok()?.loaders.maybe::<contact::Entity, _>(self.0.contact_id).await.transpose()
    }

    /// The lead it is about; null when there is none you may see.
    async fn lead(&self, ctx: &Context<'_>) -> Option<Result<Lead>> {
        Request::of(ctx).ok()?.loaders.maybe::<lead::Entity, _>(self.0.lead_id).await.transpose()
    }

    /// The deal it is about; null when there is none you may see.
    async fn deal(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Deal>>> {
        Request::of(ctx).ok()?.loaders.maybe::<deal::Entity, _>(self.0.deal_id).await.transpose()
    }

    /// What it was about; null when not given.
    async fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }

    /// What was said; null when not given.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
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
