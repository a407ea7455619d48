//! Meetings: asked for, agreed, and what became of them.

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use entity::meeting::{Model, Purpose, Status};

use super::{calendar, clients::Client, company::Company, touches::About};

impl Company {
    /// A meeting asked for between two instants, unless that is yet to come or nobody's business.
    pub(super) fn meeting(&mut self, about: About, from: DateTime<Utc>, until: DateTime<Utc>) {
        let hundredths = self.dice.between(5, 65);
        let day = self.context.day(calendar::way(from, until, hundredths));
        let asked_at = self.office(day).max(from);
        let Some(asker) = about.hands.at(asked_at).filter(|_| asked_at <= self.calendar.now) else { return };
        let setter = if self.dice.chance(12) {
            self.staff.colleague(Some(asker), self.context.day(asked_at), &mut self.dice)
        } else {
            None
        };
        let mut meeting = Model {
            id: self.ids.at(asked_at),
            purpose: Purpose::Prospecting,
            purpose_given: false,
            status: Status::Attempted,
            subject: None,
            attempted_at: Some(asked_at),
            booked_at: None,
            starts_at: None,
            closed_at: None,
            reschedule_count: 0,
            host_id: Some(asker.id),
            set_by_id: setter.or(Some(asker)).map(|rep| rep.id),
            customer_id: about.customer,
            contact_id: about.contact,
            lead_id: about.lead,
            deal_id: about.deal,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: asked_at,
            updated_at: asked_at,
            deleted_at: None,
        };
        if self.dice.chance(76) {
            self.book_meeting(&mut meeting, asked_at);
        } else if self.dice.chance(60) {
            self.give_up(&mut meeting, asked_at);
        }
        if let Some(starts_at) = meeting.starts_at {
            meeting.host_id = about.hands.at(starts_at).map(|rep| rep.id);
            let client = about.client.and_then(|place| self.clients.get(place));
            meeting.purpose = purpose(client, starts_at);
        }
        self.batch.state(&self.context, &meeting);
        self.batch.meetings.push(meeting);
    }

    /// The other side agrees, if that is not yet to come; then it takes place or not.
    fn book_meeting(&mut self, meeting: &mut Model, asked_at: DateTime<Utc>) {
        let days = self.dice.mostly_small(0, 6);
        let booked_at = self.after(asked_at, days);
        if booked_at > self.calendar.now {
            return;
        }
        let days = self.dice.between(2, 16);
        let starts_at = on_the_half_hour(self.after(booked_at, days));
        meeting.status = Status::Booked;
        meeting.booked_at = Some(booked_at);
        meeting.starts_at = Some(starts_at);
        meeting.updated_at = booked_at;
        meeting.reschedule_count = if self.dice.chance(14) { 1 } else { 0 };
        if self.dice.chance(20) {
            // Booked without a logged attempt.
            meeting.attempted_at = None;
        }
        let (status, closed_at) = self.dice.choose(
            &[
                (9, (Status::NoShow, starts_at + TimeDelta::minutes(30))),
                (11, (Status::Cancelled, calendar::way(booked_at, starts_at, 70))),
            ],
            (Status::Held, starts_at + TimeDelta::hours(1)),
        );
        if closed_at <= self.calendar.now {
            meeting.status = status;
            meeting.closed_at = Some(closed_at);
            meeting.updated_at = closed_at;
        }
    }

    /// Nobody answers for a month.
    fn give_up(&self, meeting: &mut Model, asked_at: DateTime<Utc>) {
        let closed_at = asked_at + TimeDelta::days(30);
        if closed_at <= self.calendar.now {
            meeting.status = Status::Cancelled;
            meeting.closed_at = Some(closed_at);
            meeting.updated_at = closed_at;
        }
    }
}

/// With whom one meets at an instant.
fn purpose(client: Option<&Client>, at: DateTime<Utc>) -> Purpose {
    if client.is_some_and(|client| client.is_customer(at)) { Purpose::Customer } else { Purpose::Prospecting }
}

fn on_the_half_hour(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::seconds(i64::from(at.num_seconds_from_midnight() % 1_800))
}
