//! Meetings: asked for, booked, then held, missed or called off.

mod facts;
mod input;
mod mutation;
pub mod query;
mod setup;
mod state;

pub use mutation::MeetingMutation;
pub use query::{MeetingFilter, MeetingQuery};

use async_graphql::{Context, Enum, ID, Object};
use entity::{Kind, contact, customer, deal, lead, meeting, rep};

use crate::{
    error::Result,
    graphql::{DateTime, id, plain::Plainly, request::Request},
    marketing::lead::Lead,
    organization::rep::Rep,
    sales::{contact::Contact, customer::Customer, deal::Deal},
};

/// Why one meets.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "meeting::Purpose")]
pub enum MeetingPurpose {
    /// To win somebody who is no customer yet.
    Prospecting,
    /// With an existing customer.
    Customer,
}

/// How far a meeting has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "meeting::Status")]
pub enum MeetingStatus {
    /// It was asked for and is not agreed.
    Attempted,
    /// It is agreed.
    Booked,
    /// It took place.
    Held,
    /// They did not come.
    NoShow,
    /// It was called off, or the attempt was given up.
    Cancelled,
}

/// A meeting. One that moves stays one meeting.
pub struct Meeting(pub meeting::Model);

impl From<meeting::Model> for Meeting {
    fn from(model: meeting::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl Meeting {
    /// The id, for `meeting(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Meeting, self.0.id)
    }

    /// Whether it is to win somebody, or with somebody who was a customer by its start.
    async fn purpose(&self) -> MeetingPurpose {
        self.0.purpose.into()
    }

    /// How far it has come.
    async fn status(&self) -> MeetingStatus {
        self.0.status.into()
    }

    /// What it is about; null when nobody said.
    async fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }

    /// When it was asked for; null when it was booked without a logged attempt.
    async fn attempted_at(&self) -> Option<DateTime> {
        self.0.attempted_at.map(DateTime)
    }

    /// When it was agreed; null while it is not.
    async fn booked_at(&self) -> Option<DateTime> {
        self.0.booked_at.map(DateTime)
    }

    /// When it starts, as agreed last; null while it is not agreed.
    async fn starts_at(&self) -> Option<DateTime> {
        self.0.starts_at.map(DateTime)
    }

    /// When it was noted as held, missed or called off; null while open.
    async fn closed_at(&self) -> Option<DateTime> {
        self.0.closed_at.map(DateTime)
    }

    /// How often its start moved.
    async fn reschedule_count(&self) -> i32 {
        self.0.reschedule_count
    }

    /// Who holds it, and is credited with it; null when nobody was named, or you may not see that rep.
    async fn host(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.host_id).await.transpose()
    }

    /// Who asked for it, and is credited with that; null when nobody was named, or you may not see that rep.
    async fn set_by(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.set_by_id).await.transpose()
    }

    /// With which customer; null when with none that you may see.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(self.0.customer_id).await.transpose()
    }

    /// With whom; null when unknown.
    async fn contact(&self, ctx: &Context<'_>) -> Option<Result<Contact>> {
        Request::of(ctx).ok()?.loaders.maybe::<contact::Entity, _>(self.0.contact_id).await.transpose()
    }

    /// About which lead; null when about none that you may see.
    async fn lead(&self, ctx: &Context<'_>) -> Option<Result<Lead>> {
        Request::of(ctx).ok()?.loaders.maybe::<lead::Entity, _>(self.0.lead_id).await.transpose()
    }

    /// About which deal; null when about none that you may see.
    async fn deal(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Deal>>> {
        Request::of(ctx).ok()?.loaders.maybe::<deal::Entity, _>(self.0.deal_id).await.transpose()
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
