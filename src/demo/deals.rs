//! Deals: opened, moved from stage to stage, and won or lost in the end.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    deal::{Model, Status},
    deal_credit, deal_line,
    outcome_reason::Outcome,
};
use uuid::Uuid;

use super::{
    calendar,
    clients::Client,
    company::Company,
    looks::Looks,
    staff::{Hands, Rep},
    touches::About,
    words,
};
use crate::sales::{
    deal::{DealState, line_amount},
    interaction::Activity,
};

/// What lines come to before discount; `None` when there are none.
fn list_amount(lines: &[deal_line::Model]) -> Option<i64> {
    let full = |line: &deal_line::Model| line_amount(line.quantity_e4, line.unit_price, 0);
    Some(lines.iter().map(full).sum::<Option<i64>>()?).filter(|_| !lines.is_empty())
}

/// How a deal begins.
pub struct Opening {
    /// When.
    pub at: DateTime<Utc>,
    /// The place of the client.
    pub client: usize,
    /// The contact person.
    pub contact: Uuid,
    /// The lead that it comes from.
    pub lead: Option<Uuid>,
    /// Whose it is at first.
    pub owner: Option<Rep>,
    /// Where it comes from.
    pub source: Option<String>,
    /// The campaign that it comes from, and whether that is one of marketing's.
    pub campaign: Option<(Uuid, bool)>,
    /// Whether it is new business; a renewal or an extension otherwise.
    pub is_new_business: bool,
}

/// The course that a deal takes.
pub struct Course {
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it closes, be that yet to come.
    pub closes_at: DateTime<Utc>,
    /// How and when it closed; `None` while it is open.
    pub closed: Option<(Status, DateTime<Utc>)>,
    /// Whose it is.
    pub hands: Hands,
    /// How many hundredths of the stages it gets through.
    pub gets_through: i64,
}

impl Course {
    /// How far the deal's past reaches.
    pub fn until(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.closed.map_or(now, |(_, at)| at)
    }
}

impl Company {
    /// A deal opened on a day with somebody who is known, without a lead.
    pub(super) fn direct_deal(&mut self, day: NaiveDate) {
        let at = self.office(day);
        if at > self.calendar.now {
            return;
        }
        let Some(place) = self.clients.known(at, &mut self.dice) else { return };
        let Some(client) = self.clients.get(place) else { return };
        let (contact, is_customer, mut owner) = (client.contact, client.is_customer(at), client.hands.at(at));
        if self.dice.chance(40) {
            owner = self.staff.on_duty(day, &mut self.dice);
        }
        let is_new_business = !is_customer || self.dice.chance(55);
        let source = self.dice.choose(&[(55, "Existing customer"), (20, "Partner")], "Cold call");
        let source = Some(source.to_owned());
        self.deal(&Opening { at, client: place, contact, lead: None, owner, source, campaign: None, is_new_business });
    }

    /// A deal with its whole story; answers its id.
    pub(super) fn deal(&mut self, opening: &Opening) -> Option<Uuid> {
        let client = self.clients.get(opening.client)?.clone();
        let id = self.ids.at(opening.at);
        let course = self.course(opening);
        let offer = self.offer(id, &client, opening.at);
        let looks = self.looks(id, &client, opening, &course, offer.amount);
        let last = looks.rows.last()?;
        let lines = if last.amount == Some(offer.amount) { offer.lines } else { Vec::new() };
        let deal = Model {
            name: format!("{} for {}", offer.subject, client.name),
            pipeline_id: looks.pipeline,
            list_amount: list_amount(&lines),
            ..self.row(opening, &client, &course, last)
        };
        let credits = self.credits(&deal, &course);
        let state = DealState {
            counts_as_loss: self.counts_as_loss(deal.reason_id),
            credits: credits.iter().map(|credit| (credit.rep_id, credit.share_bp)).collect(),
            history: looks.rows.iter().cloned().map(Into::into).collect(),
            deal: deal.clone(),
        };
        self.batch.state(&self.context, &state);
        if deal.status == Status::Won {
            self.clients.won(opening.client, &state);
        }
        self.around(&deal, opening, &course, &looks);
        self.after_sale(&state, &lines, &client);
        self.batch.lines.extend(lines);
        self.batch.credits.extend(credits);
        self.batch.history.extend(looks.rows);
        self.batch.deals.push(deal);
        Some(id)
    }

    /// Where a deal goes from its opening.
    fn course(&mut self, opening: &Opening) -> Course {
        let skill = opening.owner.map_or(80, |rep| rep.skill);
        let (chance, slowest) = if opening.is_new_business { (42, 170) } else { (58, 80) };
        let wins = self.dice.chance((chance * skill / 100).min(90));
        let days = if wins { 6 + self.dice.mostly_small(2, slowest) } else { self.dice.between(4, slowest) };
        let mut closes_at = self.after(opening.at, days);
        if wins && self.dice.chance(35) {
            let end = calendar::month_end(self.context.day(closes_at), &mut self.dice);
            closes_at = closes_at.max(self.office(end));
        }
        // Now and then a deal is forgotten.
        let closes = !self.dice.chance(3);
        let status = if wins { Status::Won } else { Status::Lost };
        let closed = self.calendar.past(closes_at).filter(|_| closes).map(|at| (status, at));
        let until = closed.map_or(self.calendar.now, |(_, at)| at);
        let hands = self.staff.hands(&self.context, opening.owner, opening.at, until, &mut self.dice);
        let gets_through = if wins { 100 } else { self.dice.between(0, 95) };
        Course { opened_at: opening.at, closes_at, closed, hands, gets_through }
    }

    /// The row of a deal that looks like this now. The name and the pipeline are the caller's.
    fn row(
        &mut self,
        opening: &Opening,
        client: &Client,
        course: &Course,
        last: &entity::deal_history::Model,
    ) -> Model {
        let outcome = match last.status {
            Status::Won if self.dice.chance(80) => Some(Outcome::Won),
            Status::Lost if self.dice.chance(94) => Some(Outcome::Lost),
            _ => None,
        };
        let reason = outcome.and_then(|outcome| self.market.reason(outcome, &mut self.dice)).map(|reason| reason.id);
        let competitor = match last.status {
            Status::Lost if self.dice.chance(35) => Some(self.dice.word(words::COMPETITORS).to_owned()),
            _ => None,
        };
        Model {
            id: last.deal_id,
            name: String::new(),
            customer_id: Some(client.id),
            contact_id: Some(opening.contact),
            lead_id: opening.lead,
            pipeline_id: Uuid::nil(),
            stage_id: last.stage_id,
            owner_id: last.owner_id,
            status: last.status,
            amount: last.amount,
            currency: last.currency.clone(),
            probability_bp: None,
            forecast_category: None,
            expected_close_on: last.expected_close_on,
            next_step_on: None,
            list_amount: None,
            cost_amount: None,
            opened_at: Some(opening.at),
            closed_at: course.closed.map(|(_, at)| at),
            reason_id: reason,
            reason_note: None,
            competitor,
            source: opening.source.clone(),
            campaign_id: opening.campaign.map(|(id, _)| id),
            is_marketing_sourced: opening.campaign.is_some_and(|(_, is_marketing)| is_marketing),
            source_system: None,
            external_id: None,
            version: 1,
            created_at: opening.at,
            updated_at: last.from_at,
            deleted_at: None,
        }
    }

    /// How the credit for a deal is shared: seldom, and then with one or two colleagues.
    fn credits(&mut self, deal: &Model, course: &Course) -> Vec<deal_credit::Model> {
        let until = course.until(self.calendar.now);
        let owner = course.hands.at(until);
        let (Some(own), true) = (owner, self.dice.chance(6)) else { return Vec::new() };
        let day = self.context.day(until);
        let shares: &[i32] =
            self.dice.choose(&[(40, [6_000, 4_000].as_slice()), (30, &[5_000, 5_000])], &[5_000, 3_000, 2_000]);
        let mut reps = vec![own.id];
        while reps.len() < shares.len() {
            match self.staff.colleague(owner, day, &mut self.dice) {
                Some(other) if !reps.contains(&other.id) => reps.push(other.id),
                // In a small team chance may find nobody else: then nothing is shared.
                _ => return Vec::new(),
            }
        }
        reps.into_iter()
            .zip(shares)
            .map(|(rep_id, share_bp)| deal_credit::Model {
                id: self.ids.at(until),
                deal_id: deal.id,
                rep_id,
                share_bp: *share_bp,
            })
            .collect()
    }

    fn counts_as_loss(&self, reason: Option<Uuid>) -> bool {
        let harmless = self.market.reasons.iter().find(|known| Some(known.id) == reason && !known.counts_as_loss);
        harmless.is_none()
    }

    /// What happens around a deal: interactions, meetings, quotes, contracts.
    fn around(&mut self, deal: &Model, opening: &Opening, course: &Course, looks: &Looks) {
        let now = self.calendar.now;
        let about = About {
            client: Some(opening.client),
            customer: deal.customer_id,
            contact: deal.contact_id,
            deal: Some(deal.id),
            won_at: Activity::won_at(deal),
            ..About::of(course.hands)
        };
        let until = course.until(now).min(course.closes_at.max(opening.at));
        let count = self.dice.between(2, 8);
        self.touches(about, count, opening.at, until);
        let meetings = self.dice.choose(&[(35, 0), (45, 1)], 2);
        for _ in 0..meetings {
            self.meeting(about, opening.at, until);
        }
        if deal.status == Status::Open && until == now && self.dice.chance(50) {
            self.plan(about);
        }
        if let Some(proposed_at) = looks.proposed_at.filter(|_| self.dice.chance(80)) {
            self.quotes(deal, course, proposed_at);
        }
    }
}
