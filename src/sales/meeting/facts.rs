//! The facts of a meeting. Pure.
//!
//! Asking and agreeing are credited to whoever set the meeting up, or else to its host; what became of it to the host, on
//! the day it starts. A meeting that moved states its last start only: it stays one meeting.

use entity::{
    Kind,
    meeting::{Model, Purpose, Status},
};
use uuid::Uuid;

use crate::ledger::{Dimensions, Fact, Facts, Measure, PostingContext, States, money::WHOLE};

impl States for Model {
    fn kind(&self) -> Kind {
        Kind::Meeting
    }

    fn id(&self) -> Uuid {
        self.id
    }

    fn reps(&self) -> Vec<Uuid> {
        self.host_id.into_iter().chain(self.set_by_id).collect()
    }

    fn currencies(&self) -> Vec<&str> {
        Vec::new()
    }

    fn facts(&self, context: &PostingContext) -> Vec<Fact> {
        let mut facts = Facts::new(
            context,
            Dimensions { customer: self.customer_id, kind: Some(self.purpose.name()), ..Dimensions::default() },
        );
        if self.deleted_at.is_some() {
            return facts.done();
        }
        let set_by = self.set_by_id.or(self.host_id);
        if let Some(at) = self.attempted_at {
            facts.state(context.day(at), set_by, Measure::MeetingsAttempted, WHOLE);
            if self.booked_at.is_some() {
                facts.state(context.day(at), set_by, Measure::AttemptsBooked, WHOLE);
            }
        }
        if let Some(at) = self.booked_at {
            facts.state(context.day(at), set_by, Measure::MeetingsBooked, WHOLE);
            if self.attempted_at.is_none() {
                facts.state(context.day(at), set_by, Measure::BookedUnasked, WHOLE);
            }
        }
        if let (Some(measure), Some(at)) = (outcome(self), self.starts_at) {
            let host = self.host_id.or(self.set_by_id);
            facts.state(context.day(at), host, measure, WHOLE);
            if measure == Measure::ProspectingMeetingsHeld && self.deal_id.is_some() {
                facts.state(context.day(at), host, Measure::HeldWithDeal, WHOLE);
            }
        }
        facts.done()
    }
}

/// What became of a meeting; `None` while it is only asked for.
const fn outcome(meeting: &Model) -> Option<Measure> {
    match (meeting.status, meeting.purpose) {
        (Status::Held, Purpose::Prospecting) => Some(Measure::ProspectingMeetingsHeld),
        (Status::Held, Purpose::Customer) => Some(Measure::CustomerMeetingsHeld),
        (Status::NoShow, _) => Some(Measure::MeetingsMissed),
        (Status::Cancelled, _) => Some(Measure::MeetingsCancelled),
        (Status::Booked, _) => Some(Measure::MeetingsUndecided),
        (Status::Attempted, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::ledger::samples;

    const HOST: Uuid = Uuid::from_u128(7);
    const SETTER: Uuid = Uuid::from_u128(8);

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn booked() -> Model {
        Model {
            id: Uuid::from_u128(1),
            purpose: Purpose::Prospecting,
            purpose_given: false,
            status: Status::Booked,
            subject: None,
            attempted_at: Some(at("2026-03-02T09:00:00Z")),
            booked_at: Some(at("2026-03-04T09:00:00Z")),
            starts_at: Some(at("2026-04-10T09:00:00Z")),
            closed_at: None,
            reschedule_count: 0,
            host_id: Some(HOST),
            set_by_id: Some(SETTER),
            customer_id: None,
            contact_id: None,
            lead_id: None,
            deal_id: None,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at("2026-03-02T09:00:00Z"),
            updated_at: at("2026-03-02T09:00:00Z"),
            deleted_at: None,
        }
    }

    fn stated(meeting: &Model) -> Vec<(Measure, Option<Uuid>, String)> {
        let facts = meeting.facts(&samples::paris());
        facts.into_iter().map(|fact| (fact.key.measure, fact.key.rep, fact.key.day.to_string())).collect()
    }

    #[test]
    fn asking_and_agreeing_are_credited_to_who_set_it_up() {
        let wanted = [
            (Measure::MeetingsAttempted, Some(SETTER), "2026-03-02".to_owned()),
            (Measure::AttemptsBooked, Some(SETTER), "2026-03-02".to_owned()),
            (Measure::MeetingsBooked, Some(SETTER), "2026-03-04".to_owned()),
            (Measure::MeetingsUndecided, Some(HOST), "2026-04-10".to_owned()),
        ];
        assert_eq!(stated(&booked()), wanted);
        let alone = Model { set_by_id: None, attempted_at: None, starts_at: None, ..booked() };
        let agreed = |measure| (measure, Some(HOST), "2026-03-04".to_owned());
        assert_eq!(stated(&alone), [agreed(Measure::MeetingsBooked), agreed(Measure::BookedUnasked)]);
    }

    #[test]
    fn the_outcome_is_the_hosts_on_the_day_of_the_start() {
        let on_the_day = |measure| Some((measure, Some(HOST), "2026-04-10".to_owned()));
        let held = Model { status: Status::Held, ..booked() };
        assert_eq!(stated(&held).pop(), on_the_day(Measure::ProspectingMeetingsHeld));
        let with_deal = Model { deal_id: Some(Uuid::from_u128(3)), ..held.clone() };
        assert_eq!(stated(&with_deal).pop(), on_the_day(Measure::HeldWithDeal));
        let with_customer = Model { purpose: Purpose::Customer, ..held };
        assert_eq!(stated(&with_customer).pop(), on_the_day(Measure::CustomerMeetingsHeld));
        let missed = Model { status: Status::NoShow, ..booked() };
        assert_eq!(stated(&missed).pop(), on_the_day(Measure::MeetingsMissed));
    }

    #[test]
    fn an_attempt_that_was_given_up_is_no_cancelled_meeting() {
        let given_up = Model { status: Status::Cancelled, booked_at: None, starts_at: None, ..booked() };
        assert_eq!(stated(&given_up), [(Measure::MeetingsAttempted, Some(SETTER), "2026-03-02".to_owned())]);
    }
}
