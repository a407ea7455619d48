//! Inputs of the meeting mutations.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::MeetingPurpose;
use crate::graphql::DateTime;

/// An attempt to get a meeting.
#[derive(InputObject)]
pub struct MeetingAttemptInput {
    /// The purpose.
    /// By default CUSTOMER if the customer has bought by then, otherwise PROSPECTING.
    pub purpose: Option<MeetingPurpose>,
    /// What it would be about, at most 200 characters.
    pub subject: Option<String>,
    /// When it was asked for, not in the future (default: now).
    pub attempted_at: Option<DateTime>,
    /// The rep who would hold it (default: `setBy`).
    /// `host` or `setBy` must be you or a rep of your teams.
    pub host: Option<ID>,
    /// The rep who asked and is credited with the attempt (default: you).
    pub set_by: Option<ID>,
    /// The customer (default: that of the deal, the contact or the lead).
    pub customer: Option<ID>,
    /// The contact person.
    pub contact: Option<ID>,
    /// The lead it is about.
    pub lead: Option<ID>,
    /// The deal it is about.
    pub deal: Option<ID>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// A booked meeting.
#[derive(InputObject)]
pub struct MeetingBookInput {
    /// The attempt that led to it; omitted fields keep the attempt's values.
    /// By default a meeting without an attempt is booked.
    pub attempt: Option<ID>,
    /// When it starts.
    pub starts_at: DateTime,
    /// When it was booked, not in the future.
    /// Default: now, or its start if that has passed.
    pub booked_at: Option<DateTime>,
    /// The purpose.
    /// By default CUSTOMER if the customer has bought by then, otherwise PROSPECTING.
    pub purpose: Option<MeetingPurpose>,
    /// What it is about, at most 200 characters.
    pub subject: Option<String>,
    /// The rep who holds it (default: `setBy`).
    /// `host` or `setBy` must be you or a rep of your teams.
    pub host: Option<ID>,
    /// The rep who set it up and is credited with it (default: you).
    pub set_by: Option<ID>,
    /// The customer (default: that of the deal, the contact or the lead).
    pub customer: Option<ID>,
    /// The contact person.
    pub contact: Option<ID>,
    /// The lead it is about.
    pub lead: Option<ID>,
    /// The deal it is about.
    pub deal: Option<ID>,
    /// The external system that writes it; unique together with `externalId`.
    /// Mutually exclusive with `attempt`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    /// Mutually exclusive with `attempt`.
    pub external_id: Option<String>,
    /// The version you read of the attempt; CONFLICT when it has changed since.
    pub version: Option<i32>,
}

/// Changes to a meeting.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct MeetingUpdateInput {
    /// The purpose.
    /// Null derives it from whether the customer has bought by then.
    pub purpose: MaybeUndefined<MeetingPurpose>,
    /// What it is about.
    pub subject: MaybeUndefined<String>,
    /// The rep who holds it.
    /// `host` or `setBy` must be you or a rep of your teams.
    pub host: MaybeUndefined<ID>,
    /// The rep who set it up.
    pub set_by: MaybeUndefined<ID>,
    /// The customer.
    pub customer: MaybeUndefined<ID>,
    /// The contact person.
    pub contact: MaybeUndefined<ID>,
    /// The lead it is about.
    pub lead: MaybeUndefined<ID>,
    /// The deal it is about; its customer is filled in.
    pub deal: MaybeUndefined<ID>,
    /// The version you read; CONFLICT when the meeting has changed since.
    pub version: Option<i32>,
}

/// The new start of a meeting.
#[derive(InputObject)]
pub struct MeetingRescheduleInput {
    /// The new start.
    pub starts_at: DateTime,
    /// The version you read; CONFLICT when the meeting has changed since.
    pub version: Option<i32>,
}

/// A meeting that took place.
#[derive(InputObject, Default)]
pub struct MeetingHoldInput {
    /// The purpose.
    /// By default CUSTOMER if the customer has bought since the booking.
    pub purpose: Option<MeetingPurpose>,
    /// The version you read; CONFLICT when the meeting has changed since.
    pub version: Option<i32>,
}
