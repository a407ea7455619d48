//! After the sale: who was asked how satisfied they are, what was complained about, what came back.
//!
//! It has dice of its own, so that what is sold does not depend on what comes of it.

use chrono::{DateTime, Utc};
use entity::{complaint, deal_line, outcome_reason::Outcome, product_return, survey, survey_response};
use uuid::Uuid;

use super::{clients::Client, company::Company, words};
use crate::{
    after_sale::{complaint::ComplaintState, product_return::ReturnState, won_deal_credit::Sale},
    ledger::money::{self, WHOLE},
    sales::deal::DealState,
};

impl Company {
    /// What comes after a deal, if it was won.
    pub(super) fn after_sale(&mut self, deal: &DealState, lines: &[deal_line::Model], client: &Client) {
        let Some(sale) = Sale::of(deal) else { return };
        if self.moods.chance(35) {
            self.ask(deal.deal.id, &sale, client);
        }
        if self.moods.chance(5) {
            self.complain(deal, &sale, lines, client);
        }
        if self.moods.chance(4) {
            self.send_back(deal, &sale, lines, client);
        }
    }

    /// An instant so many days after a sale, if it is not yet to come.
    fn days_after(&mut self, at: DateTime<Utc>, days: i64) -> Option<DateTime<Utc>> {
        let at = self.calendar.after(&self.context, at, days, &mut self.moods);
        self.calendar.past(at)
    }

    /// A survey, which fewer than half answer.
    fn ask(&mut self, deal: Uuid, sale: &Sale, client: &Client) {
        let days = self.moods.between(3, 20);
        let Some(sent_at) = self.days_after(sale.sold_at, days) else { return };
        let kind = self.moods.choose(&[(60, survey::Kind::Csat)], survey::Kind::Nps);
        let Some(survey) = self.market.surveys.iter().find(|survey| survey.kind == kind).cloned() else { return };
        let answers = self.moods.chance(42);
        let days = self.moods.mostly_small(0, 12);
        let responded_at = self.days_after(sent_at, days).filter(|_| answers);
        let value = responded_at.map(|_| WHOLE * self.mood(kind));
        let comment = value.and_then(|_| self.moods.chance(30).then(|| self.moods.word(words::COMMENTS).to_owned()));
        let response = survey_response::Model {
            id: self.ids.at(sent_at),
            survey_id: survey.id,
            kind,
            scale_version: survey.scale_version,
            scale_min: survey.scale_min,
            scale_max: survey.scale_max,
            direction: survey.direction,
            threshold: survey.threshold,
            customer_id: client.id,
            contact_id: Some(client.contact),
            interaction_id: None,
            deal_id: Some(deal),
            sent_at,
            sent_rep_id: client.hands.at(sent_at).map(|rep| rep.id),
            responded_at,
            response_rep_id: responded_at.and_then(|at| client.hands.at(at)).map(|rep| rep.id),
            value,
            comment,
            source_system: None,
            external_id: None,
            version: if responded_at.is_some() { 2 } else { 1 },
            created_at: sent_at,
            updated_at: responded_at.unwrap_or(sent_at),
            deleted_at: None,
        };
        self.batch.state(&self.context, &response);
        self.batch.responses.push(response);
    }

    /// What somebody answers.
    fn mood(&mut self, kind: survey::Kind) -> i64 {
        match kind {
            survey::Kind::Nps => {
                self.moods.choose(&[(24, 10), (20, 9), (22, 8), (13, 7), (7, 6), (5, 5), (4, 3), (3, 2)], 0)
            }
            survey::Kind::Csat | survey::Kind::Custom => self.moods.choose(&[(37, 5), (34, 4), (16, 3), (8, 2)], 1),
        }
    }

    /// A complaint, which is mostly settled within the month.
    fn complain(&mut self, deal: &DealState, sale: &Sale, lines: &[deal_line::Model], client: &Client) {
        let days = self.moods.mostly_small(4, 200);
        let Some(opened_at) = self.days_after(sale.sold_at, days) else { return };
        let handler = match client.hands.at(opened_at) {
            Some(owner) if self.moods.chance(70) => Some(owner),
            owner => self.staff.colleague(owner, self.context.day(opened_at), &mut self.moods),
        };
        let days = self.moods.mostly_small(0, 45);
        let resolved_at = self.days_after(opened_at, days);
        let is_paid_back = resolved_at.is_some() && self.moods.chance(25);
        let refund_amount = if is_paid_back { self.part(deal, 2, 12) } else { None };
        let has_reason = self.moods.chance(90);
        let reason = self.market.reason(Outcome::Complaint, &mut self.moods).filter(|_| has_reason);
        let complaint = complaint::Model {
            id: self.ids.at(opened_at),
            customer_id: client.id,
            deal_id: Some(deal.deal.id),
            product_id: lines.first().and_then(|line| line.product_id),
            order_number: None,
            reason_id: reason.map(|reason| reason.id),
            secondary_reason_id: None,
            subject: reason.map(|reason| format!("{} at {}", reason.name, client.name)),
            note: None,
            owner_id: client.hands.at(opened_at).map(|rep| rep.id),
            handler_id: handler.map(|rep| rep.id),
            opened_at,
            resolved_at,
            reopen_count: i32::from(resolved_at.is_some() && self.moods.chance(12)),
            refund_amount,
            refund_currency: refund_amount.map(|_| deal.deal.currency.clone()),
            source_system: None,
            external_id: None,
            version: if resolved_at.is_some() { 2 } else { 1 },
            created_at: opened_at,
            updated_at: resolved_at.unwrap_or(opened_at),
            deleted_at: None,
        };
        let state = ComplaintState { complaint, sale: Some(sale.clone()) };
        self.batch.state(&self.context, &state);
        self.batch.complaints.push(state.complaint);
    }

    /// A part of what was sold comes back.
    fn send_back(&mut self, deal: &DealState, sale: &Sale, lines: &[deal_line::Model], client: &Client) {
        let days = self.moods.mostly_small(3, 90);
        let (Some(at), Some(amount)) = (self.days_after(sale.sold_at, days), self.part(deal, 5, 40)) else { return };
        let has_reason = self.moods.chance(92);
        let reason = self.market.reason(Outcome::Return, &mut self.moods).filter(|_| has_reason);
        let returned = product_return::Model {
            id: self.ids.at(at),
            customer_id: client.id,
            deal_id: Some(deal.deal.id),
            product_id: lines.first().and_then(|line| line.product_id),
            units_e4: WHOLE * self.moods.mostly_small(1, 6),
            amount,
            currency: deal.deal.currency.clone(),
            reason_id: reason.map(|reason| reason.id),
            note: None,
            owner_id: client.hands.at(at).map(|rep| rep.id),
            returned_on: self.context.day(at),
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        };
        let state = ReturnState { returned, sale: Some(sale.clone()) };
        self.batch.state(&self.context, &state);
        self.batch.returns.push(state.returned);
    }

    /// Some hundredths of what a deal came to.
    fn part(&mut self, deal: &DealState, low: i64, high: i64) -> Option<i64> {
        let hundredths = self.moods.between(low, high);
        deal.deal.amount.map(|amount| money::share_of(amount, hundredths * 100)).filter(|part| *part > 0)
    }
}
