//! Meetings: asked for, booked, then held, missed or called off.

mod facts;
mod input;
mod mutation;
pub mod query;
mod setup;
mod state;

pub use mutation::MeetingMutation;
pub use query::{MeetingFilter, MeetingQuery};

use async_graphql::{Context, Description, Enum, ID, Object};
use entity::{Kind, contact, customer, deal, lead, meeting, rep};

use crate::{
    error::Result,
    graphql::{DateTime, id, plain::Plainly, request::Request},
    marketing::lead::Lead,
    organization::rep::Rep,
    sales::{contact::Contact, customer::Customer, deal::Deal},
};

/// The purpose of a meeting.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "meeting::Purpose")]
pub enum MeetingPurpose {
    /// To win somebody who is not a customer yet.
    Prospecting,
    /// With an existing customer.
    Customer,
}

/// The status of a meeting.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "meeting::Status")]
pub enum MeetingStatus {
    /// It was asked for and is not booked yet.
    Attempted,
    /// It is booked.
    Booked,
    /// It took place.
    Held,
    /// The other side did not come.
    NoShow,
    /// It or the attempt was cancelled.
    Cancelled,
}

/// A meeting; a rescheduled one stays one meeting.
#[derive(Description)]
pub struct Meeting(pub meeting::Model);

impl From<meeting::Model> for Meeting {
    fn from(model: meeting::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Meeting {
    /// The id, for `meeting(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Meeting, self.0.id)
    }

    /// Whether it is with a prospect or with an existing customer.
    async fn purpose(&self) -> MeetingPurpose {
        self.0.purpose.into()
    }

    /// The status.
    async fn status(&self) -> MeetingStatus {
        self.0.status.into()
    }

    /// What it is about; null when not given.
    async fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }

    /// When it was asked for; null when booked without a logged attempt.
    async fn attempted_at(&self) -> Option<DateTime> {
        self.0.attempted_at.map(DateTime)
    }

    /// When it was booked; null while it is not.
    async fn booked_at(&self) -> Option<DateTime> {
        self.0.booked_at.map(DateTime)
    }

    /// When it starts; null while it is not booked.
    async fn starts_at(&self) -> Option<DateTime> {
        self.0.starts_at.map(DateTime)
    }

    /// When it was marked as held, missed or cancelled; null while open.
    async fn closed_at(&self) -> Option<DateTime> {
        self.0.closed_at.map(DateTime)
    }

    /// How often it was rescheduled.
    async fn reschedule_count(&self) -> i32 {
        self.0.reschedule_count
    }

    /// The rep who holds it and is credited.
    /// Null when there is none or you may not see them.
    async fn host(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.host_id).await.transpose()
    }

    /// The rep who set it up and is credited with the booking.
    /// Null when there is none or you may not see them.
    async fn set_by(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.set_by_id).await.transpose()
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
