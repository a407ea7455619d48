//! The states of a lead and the steps between them. Pure.
//!
//! ```text
//! NEW ──contact──▶ CONTACTED ──qualify──▶ QUALIFIED ──convert──▶ CONVERTED
//! ```
//!
//! Steps may be skipped. Every lead that is not converted can be disqualified; a disqualified one can be qualified after
//! all. A converted lead stays what it is: what happens next happens to its deal.

use chrono::{DateTime, TimeDelta, Utc};
use entity::lead::{Model, Status};

use crate::error::UserError;

/// An act on a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadStep {
    /// Giving it to a rep.
    Assign,
    /// Speaking to them for the first time.
    Contact,
    /// Accepting it.
    Qualify,
    /// Turning it down.
    Disqualify,
    /// Making a customer and a deal of it.
    Convert,
    /// Handing it over to sales.
    HandOver,
    /// Accepting the hand-over.
    Accept,
    /// Rejecting it.
    Reject,
    /// Taking it in again.
    Recycle,
}

/// Refuses a step that the lead's state does not allow.
pub fn allow(lead: &Model, step: LeadStep) -> Result<(), UserError> {
    let refused = match (lead.status, step) {
        (Status::Converted, _) => "The lead is converted.",
        (_, LeadStep::HandOver) if lead.handed_over_at.is_some() => "The lead was handed over before.",
        (_, LeadStep::Accept | LeadStep::Reject) if lead.handed_over_at.is_none() => "The lead was not handed over.",
        (_, LeadStep::Accept) if lead.accepted_at.is_some() => "The lead is accepted.",
        (_, LeadStep::Reject) if lead.rejected_at.is_some() => "The lead is rejected.",
        (
            Status::Disqualified,
            LeadStep::Contact | LeadStep::Disqualify | LeadStep::Convert | LeadStep::HandOver | LeadStep::Accept,
        ) => "The lead is disqualified.",
        (Status::Qualified, LeadStep::Qualify) => "The lead is qualified.",
        (Status::New, LeadStep::Recycle) => "Nobody worked the lead yet.",
        (_, LeadStep::Contact) if lead.contacted_at.is_some() => "The lead was contacted before.",
        _ => return Ok(()),
    };
    Err(UserError::conflict(&["id"], refused))
}

/// The status after a first contact: a lead that was qualified unseen stays qualified.
pub fn contacted(status: Status) -> Status {
    if status == Status::New { Status::Contacted } else { status }
}

/// The status of a lead that comes in again: a first contact stays the first.
pub const fn recycled(lead: &Model) -> Status {
    if lead.contacted_at.is_some() { Status::Contacted } else { Status::New }
}

/// The status of two leads that are one: the furthest. Turned down is only who was so twice.
pub fn merged(one: Status, other: Status) -> Status {
    let rank = |status: &Status| match status {
        Status::Disqualified => 0,
        Status::New => 1,
        Status::Contacted => 2,
        Status::Qualified => 3,
        Status::Converted => 4,
    };
    [one, other].into_iter().max_by_key(rank).unwrap_or(one)
}

/// When something happened to a lead: now, or when the caller says. Never in the future nor before the lead was
/// received; `recent_only` refuses what is more than a day back.
pub fn happened(
    lead: &Model,
    given: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    recent_only: bool,
    field: &[&str],
) -> Result<DateTime<Utc>, UserError> {
    let refused = match given {
        None => return Ok(now),
        Some(at) if at > now => "This cannot have happened in the future.",
        Some(at) if at < lead.received_at => "This cannot have happened before the lead was received.",
        Some(at) if recent_only && now.signed_duration_since(at) > TimeDelta::days(1) => {
            "Only a manager can date this more than a day back."
        }
        Some(at) => return Ok(at),
    };
    Err(UserError::input(field, refused))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marketing::lead::samples::{at, lead};

    #[test]
    fn each_state_allows_what_leads_onward() {
        use LeadStep::{Assign, Contact, Convert, Disqualify, Qualify, Recycle};
        use Status::{Contacted, Converted, Disqualified, New, Qualified};
        let steps = [Assign, Contact, Qualify, Disqualify, Convert, Recycle];
        let allowed: &[(Status, &[LeadStep])] = &[
            (New, &[Assign, Contact, Qualify, Disqualify, Convert]),
            (Contacted, &[Assign, Qualify, Disqualify, Convert, Recycle]),
            (Qualified, &[Assign, Contact, Disqualify, Convert, Recycle]),
            (Disqualified, &[Assign, Qualify, Recycle]),
            (Converted, &[]),
        ];
        for (status, expected) in allowed {
            let contacted_at = (*status == Contacted).then(|| at("2026-03-02T10:00:00Z"));
            let lead = Model { status: *status, contacted_at, ..lead() };
            let found: Vec<LeadStep> = steps.into_iter().filter(|step| allow(&lead, *step).is_ok()).collect();
            assert_eq!(found, *expected, "{status:?}");
        }
    }

    #[test]
    fn a_lead_is_handed_over_once_and_sales_may_come_round() {
        let allowed = |lead: &Model| {
            let steps = [LeadStep::HandOver, LeadStep::Accept, LeadStep::Reject].into_iter();
            steps.filter(|step| allow(lead, *step).is_ok()).collect::<Vec<_>>()
        };
        let at = Some(at("2026-03-02T10:00:00Z"));
        assert_eq!(allowed(&lead()), [LeadStep::HandOver]);
        let handed_over = Model { handed_over_at: at, ..lead() };
        assert_eq!(allowed(&handed_over), [LeadStep::Accept, LeadStep::Reject]);
        assert_eq!(allowed(&Model { accepted_at: at, ..handed_over.clone() }), [LeadStep::Reject]);
        assert_eq!(allowed(&Model { rejected_at: at, ..handed_over.clone() }), [LeadStep::Accept]);
        assert_eq!(allowed(&Model { status: Status::Converted, ..handed_over }), []);
    }

    #[test]
    fn a_first_contact_happens_once() {
        let lead = Model { status: Status::Qualified, contacted_at: Some(at("2026-03-02T10:00:00Z")), ..lead() };
        assert!(allow(&lead, LeadStep::Contact).is_err());
        assert_eq!(contacted(Status::New), Status::Contacted);
        assert_eq!(contacted(Status::Qualified), Status::Qualified);
    }

    #[test]
    fn two_leads_that_are_one_are_as_far_as_the_furthest() {
        assert_eq!(merged(Status::New, Status::Converted), Status::Converted);
        assert_eq!(merged(Status::Disqualified, Status::New), Status::New);
        assert_eq!(merged(Status::Disqualified, Status::Disqualified), Status::Disqualified);
    }

    #[test]
    fn events_lie_between_the_receipt_and_now() {
        let (lead, now) = (lead(), at("2026-03-10T12:00:00Z"));
        let check = |given, recent_only| happened(&lead, Some(at(given)), now, recent_only, &["input", "contactedAt"]);
        assert_eq!(happened(&lead, None, now, true, &[]), Ok(now));
        assert_eq!(check("2026-03-05T12:00:00Z", false), Ok(at("2026-03-05T12:00:00Z")));
        assert!(check("2026-03-05T12:00:00Z", true).is_err());
        assert!(check("2026-03-09T12:00:00Z", true).is_ok());
        assert!(check("2026-03-10T12:00:01Z", false).is_err());
        assert!(check("2026-02-28T12:00:00Z", false).is_err());
    }
}
