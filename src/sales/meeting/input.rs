//! What the mutations of meetings are told.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::MeetingPurpose;
use crate::graphql::DateTime;

/// What is asked for.
#[derive(InputObject)]
pub struct MeetingAttemptInput {
    /// Why one would meet: decided by whether the customer has bought by then when left out.
    pub purpose: Option<MeetingPurpose>,
    /// What it would be about, in a few words: at most 200 characters.
    pub subject: Option<String>,
    /// When it was asked for; now when left out. Not in the future.
    pub attempted_at: Option<DateTime>,
    /// Who would hold it; whoever asks when left out. Either of the two must be you, or a rep of your teams.
    pub host: Option<ID>,
    /// Who asked, and is credited with the attempt; you when left out.
    pub set_by: Option<ID>,
    /// With which customer; that of the deal, the contact or the lead when left out.
    pub customer: Option<ID>,
    /// With whom.
    pub contact: Option<ID>,
    /// About which lead.
    pub lead: Option<ID>,
    /// About which deal.
    pub deal: Option<ID>,
    /// The system that writes it, for partners: unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its identifier in `sourceSystem`.
    pub external_id: Option<String>,
}

/// What is agreed.
#[derive(InputObject)]
pub struct MeetingBookInput {
    /// The attempt that led to it; what is left out below stays as the attempt has it. None books a meeting of its own.
    pub attempt: Option<ID>,
    /// When it starts.
    pub starts_at: DateTime,
    /// When it was agreed; now when left out, or its start where that has passed. Not in the future.
    pub booked_at: Option<DateTime>,
    /// Why one meets: decided by whether the customer has bought by then when left out.
    pub purpose: Option<MeetingPurpose>,
    /// What it is about, in a few words: at most 200 characters.
    pub subject: Option<String>,
    /// Who holds it; whoever set it up when left out. Either of the two must be you, or a rep of your teams.
    pub host: Option<ID>,
    /// Who set it up, and is credited with that; you when left out.
    pub set_by: Option<ID>,
    /// With which customer; that of the deal, the contact or the lead when left out.
    pub customer: Option<ID>,
    /// With whom.
    pub contact: Option<ID>,
    /// About which lead.
    pub lead: Option<ID>,
    /// About which deal.
    pub deal: Option<ID>,
    /// The system that writes it, for partners: unique together with `externalId`. Not with `attempt`.
    pub source_system: Option<String>,
    /// Its identifier in `sourceSystem`. Not with `attempt`.
    pub external_id: Option<String>,
    /// The version of the attempt that you read: refused with CONFLICT when it has changed since.
    pub version: Option<i32>,
}

/// What changes of a meeting: a field left out keeps its value, null clears it.
#[derive(InputObject)]
pub struct MeetingUpdateInput {
    /// Why one meets: null leaves it to whether the customer has bought by then.
    pub purpose: MaybeUndefined<MeetingPurpose>,
    /// What it is about.
    pub subject: MaybeUndefined<String>,
    /// Who holds it. Either host or setBy must be you, or a rep of your teams.
    pub host: MaybeUndefined<ID>,
    /// Who asked for it.
    pub set_by: MaybeUndefined<ID>,
    /// With which customer.
    pub customer: MaybeUndefined<ID>,
    /// With whom.
    pub contact: MaybeUndefined<ID>,
    /// About which lead.
    pub lead: MaybeUndefined<ID>,
    /// About which deal: its customer is filled in.
    pub deal: MaybeUndefined<ID>,
    /// The version that you read: the update is refused with CONFLICT when the meeting has changed since.
    pub version: Option<i32>,
}

/// When a meeting starts instead.
#[derive(InputObject)]
pub struct MeetingRescheduleInput {
    /// The new start.
    pub starts_at: DateTime,
    /// The version that you read: refused with CONFLICT when the meeting has changed since.
    pub version: Option<i32>,
}

/// How a meeting was held.
#[derive(InputObject, Default)]
pub struct MeetingHoldInput {
    /// Why one met; when left out, a customer who bought since the booking makes it a customer meeting.
    pub purpose: Option<MeetingPurpose>,
    /// The version that you read: refused with CONFLICT when the meeting has changed since.
    pub version: Option<i32>,
}
