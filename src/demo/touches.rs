//! Interactions of the demo.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::interaction::{Direction, Kind, Model, Outcome, Status};
use uuid::Uuid;

use super::{calendar, company::Company, staff::Hands, words};
use crate::sales::interaction::Activity;

/// What somebody meets or speaks about, and whose business it is.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The place of the client.
    pub client: Option<usize>,
    /// The customer.
    pub customer: Option<Uuid>,
    /// The person.
    pub contact: Option<Uuid>,
    /// The lead.
    pub lead: Option<Uuid>,
    /// The deal.
    pub deal: Option<Uuid>,
    /// When that was won.
    pub won_at: Option<DateTime<Utc>>,
    /// Whose business it is.
    pub hands: Hands,
}

impl About {
    /// About nothing yet.
    pub const fn of(hands: Hands) -> Self {
        Self { client: None, customer: None, contact: None, lead: None, deal: None, won_at: None, hands }
    }
}

impl Company {
    /// Some interactions between two instants.
    pub(super) fn touches(&mut self, about: About, count: i64, from: DateTime<Utc>, until: DateTime<Utc>) {
        for place in 0..count {
            let hundredths = (100 * place + self.dice.between(10, 90)) / count;
            let day = self.context.day(calendar::way(from, until, hundredths));
            let at = self.office(day);
            let direction = self.dice.choose(&[(32, Direction::Inbound)], Direction::Outbound);
            if from <= at && at <= until {
                self.touch(about, at, direction);
            }
        }
    }

    /// An interaction that is planned for the days to come.
    pub(super) fn plan(&mut self, about: About) {
        let days = self.dice.between(1, 12);
        let at = self.after(self.calendar.now, days);
        self.touch(about, at, Direction::Outbound);
    }

    /// An interaction that concerns a customer and nothing else.
    pub(super) fn call(&mut self, day: NaiveDate) {
        let at = self.office(day);
        if at > self.calendar.now {
            return;
        }
        let Some(place) = self.clients.known(at, &mut self.dice) else { return };
        let Some(client) = self.clients.get(place) else { return };
        let about = About {
            client: Some(place),
            customer: Some(client.id),
            contact: Some(client.contact),
            ..About::of(client.hands)
        };
        self.touch(about, at, Direction::Outbound);
    }

    /// An interaction, done by whoever's business it is then; planned if that is yet to come.
    pub(super) fn touch(&mut self, about: About, at: DateTime<Utc>, direction: Direction) {
        let kind = match direction {
            Direction::Outbound => self.dice.choose(
                &[(41, Kind::Email), (7, Kind::Visit), (4, Kind::Message), (5, Kind::Demo), (4, Kind::Social)],
                Kind::Call,
            ),
            Direction::Inbound => self.dice.choose(&[(55, Kind::Email), (10, Kind::Message)], Kind::Call),
        };
        let done = at <= self.calendar.now;
        let written_at = if done { at } else { self.calendar.now - TimeDelta::hours(self.dice.between(1, 48)) };
        let outcome = match kind {
            Kind::Call | Kind::Message | Kind::Social => Some(self.dice.choose(
                &[
                    (24, Outcome::NoAnswer),
                    (12, Outcome::LeftMessage),
                    (12, Outcome::MeetingBooked),
                    (6, Outcome::NotInterested),
                    (16, Outcome::FollowUp),
                ],
                Outcome::Reached,
            )),
            Kind::Visit | Kind::Demo => Some(self.dice.choose(&[(60, Outcome::FollowUp)], Outcome::Reached)),
            Kind::Email => None,
        };
        let interaction = Model {
            id: self.ids.at(written_at),
            kind,
            direction,
            status: if done { Status::Done } else { Status::Planned },
            outcome: outcome.filter(|_| done),
            occurred_at: at,
            performer_id: about.hands.at(at).map(|rep| rep.id),
            customer_id: about.customer,
            contact_id: about.contact,
            lead_id: about.lead,
            deal_id: about.deal,
            subject: Some(self.dice.word(words::SUBJECTS).to_owned()),
            note: None,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: written_at,
            updated_at: written_at,
            deleted_at: None,
        };
        let activity = Activity { interaction, won_at: about.won_at };
        self.batch.state(&self.context, &activity);
        self.batch.interactions.push(activity.interaction);
    }
}
