//! Quotes: sent, sometimes revised, and answered when the deal is.

use chrono::{DateTime, Days, TimeDelta, Utc};
use entity::{
    deal,
    quote::{Model, Status},
};

use super::{
    calendar::{plus, way},
    company::Company,
    deals::Course,
};
use crate::sales::quote::{Offer, QuoteState};

/// How many days a quote holds.
const HOLDS: u64 = 30;

impl Company {
    /// The offer made for a deal since an instant, with one or two revisions; a contract follows from its acceptance.
    pub(super) fn quotes(&mut self, deal: &deal::Model, course: &Course, proposed_at: DateTime<Utc>) {
        let until = course.until(self.calendar.now);
        let days = self.dice.between(0, 3);
        let sent_at = self.after(proposed_at, days);
        let (Some(amount), true) = (deal.amount, sent_at < until) else { return };
        let id = self.ids.at(sent_at);
        self.papers += 1;
        let first = Model {
            id,
            family_id: id,
            revision: 1,
            number: Some(format!("Q-{:06}", self.papers)),
            deal_id: Some(deal.id),
            customer_id: deal.customer_id,
            author_id: course.hands.at(sent_at).map(|rep| rep.id),
            status: Status::Sent,
            amount,
            currency: deal.currency.clone(),
            valid_until_on: Some(plus(self.context.day(sent_at), HOLDS)),
            sent_at: Some(sent_at),
            closed_at: None,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: sent_at,
            updated_at: sent_at,
            deleted_at: None,
        };
        let resent_at = way(sent_at, until, 50);
        let (mut last, mut former) = (first, None);
        if self.dice.chance(24) && sent_at + TimeDelta::days(1) < resent_at {
            let (superseded, revised) = self.revise(last, course, resent_at);
            (last, former) = (revised, Some(superseded));
        }
        self.answer(&mut last, deal, course);
        let mut contract = None;
        if last.status == Status::Accepted && self.dice.chance(62) {
            contract = self.contracts(deal, &last, course);
        }
        let revisions: Vec<Model> = former.into_iter().chain([last]).collect();
        let mut offer = Some(Offer { revisions: revisions.clone(), contract });
        for quote in revisions {
            let state = QuoteState { quote, offer: offer.take() };
            self.batch.state(&self.context, &state);
            self.batch.quotes.push(state.quote);
        }
    }

    /// A quote once it is replaced, and the revision in its place.
    fn revise(&mut self, mut former: Model, course: &Course, at: DateTime<Utc>) -> (Model, Model) {
        former.status = Status::Superseded;
        former.updated_at = at;
        // The first offer was a little more.
        let revised = Model {
            id: self.ids.at(at),
            revision: former.revision + 1,
            author_id: course.hands.at(at).map(|rep| rep.id),
            status: Status::Sent,
            valid_until_on: Some(plus(self.context.day(at), HOLDS)),
            sent_at: Some(at),
            created_at: at,
            ..former.clone()
        };
        former.amount += former.amount * self.dice.between(1, 12) / 100;
        (former, revised)
    }

    /// What the customer says to the last revision: nothing yet while the deal is open, unless it ran out.
    fn answer(&mut self, quote: &mut Model, deal: &deal::Model, course: &Course) {
        let Some(last_day) = quote.valid_until_on else { return };
        let runs_out_at = self.context.midnight(plus(last_day, 1)) + TimeDelta::hours(9);
        let expired = (Status::Expired, runs_out_at);
        let answer = match (deal.status, course.closed) {
            (deal::Status::Won, Some((_, at))) => {
                // It was prolonged where it would have run out before.
                let day = self.context.day(at);
                quote.valid_until_on = Some(last_day.max(day.checked_add_days(Days::new(2)).unwrap_or(day)));
                Some((Status::Accepted, at))
            }
            (deal::Status::Lost, Some((_, at))) if at <= runs_out_at => Some((Status::Declined, at)),
            (deal::Status::Lost, Some(_)) => Some(expired),
            _ => (runs_out_at <= self.calendar.now && self.dice.chance(70)).then_some(expired),
        };
        if let Some((status, at)) = answer {
            quote.status = status;
            quote.closed_at = Some(at);
            quote.updated_at = at;
        }
    }
}
