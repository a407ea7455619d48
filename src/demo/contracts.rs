//! Contracts: signed from an accepted quote, some ended early, most renewed.

use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use entity::{contract::Model, deal, quote};

use super::{calendar::next_month, company::Company, deals::Course, staff::Hands};

impl Company {
    /// The contract that seals a deal, with its renewals so far; `None` when it is not signed yet.
    pub(super) fn contracts(&mut self, deal: &deal::Model, quote: &quote::Model, course: &Course) -> Option<Model> {
        let accepted_at = quote.closed_at?;
        let days = self.dice.mostly_small(0, 9);
        let signed_at = self.after(accepted_at, days);
        if signed_at > self.calendar.now {
            return None;
        }
        let starts_on = next_month(self.context.day(signed_at));
        let months = self.dice.choose(&[(10, None), (55, Some(12)), (15, Some(24))], Some(36));
        let ends_on = months.and_then(|months| starts_on.checked_add_months(Months::new(months)));
        let mut contract = Model {
            id: self.ids.at(signed_at),
            number: self.contract_number(),
            quote_id: Some(quote.id),
            deal_id: Some(deal.id),
            customer_id: deal.customer_id,
            owner_id: course.hands.at(accepted_at).map(|rep| rep.id),
            amount: quote.amount,
            currency: quote.currency.clone(),
            signed_at,
            starts_on,
            ends_on,
            renews_id: None,
            terminated_on: None,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: signed_at,
            updated_at: signed_at,
            deleted_at: None,
        };
        if self.dice.chance(5) {
            self.end_early(&mut contract);
        }
        let signed = contract.clone();
        while let Some(renewal) = self.renewal(&contract, course.hands) {
            self.contract(std::mem::replace(&mut contract, renewal));
        }
        self.contract(contract);
        Some(signed)
    }

    /// The contract is ended early, if that is not yet to come.
    fn end_early(&mut self, contract: &mut Model) {
        let days = Days::new(u64::try_from(self.dice.between(30, 300)).unwrap_or(30));
        let on = contract.starts_on.checked_add_days(days).filter(|on| *on <= self.calendar.today);
        if let Some(on) = on {
            contract.terminated_on = Some(on);
            contract.updated_at = self.context.midnight(on);
        }
    }

    /// The contract that renews another, signed some weeks before that ends; `None` when it is not renewed, or not yet.
    fn renewal(&mut self, former: &Model, hands: Hands) -> Option<Model> {
        let ends_on = former.ends_on.filter(|_| former.terminated_on.is_none())?;
        let signed_at = self.signing(ends_on);
        if signed_at > self.calendar.now || !self.dice.chance(72) {
            return None;
        }
        let day = self.context.day(signed_at);
        let owner = match hands.at(signed_at) {
            Some(owner) if owner.left_on.is_none_or(|left| day < left) => Some(owner),
            owner => self.staff.colleague(owner, day, &mut self.dice),
        };
        Some(Model {
            id: self.ids.at(signed_at),
            number: self.contract_number(),
            quote_id: None,
            deal_id: None,
            owner_id: owner.map(|rep| rep.id),
            amount: former.amount + former.amount * self.dice.between(0, 6) / 100,
            signed_at,
            starts_on: ends_on,
            ends_on: ends_on.checked_add_months(Months::new(12)),
            renews_id: Some(former.id),
            created_at: signed_at,
            updated_at: signed_at,
            ..former.clone()
        })
    }

    fn signing(&mut self, ends_on: NaiveDate) -> DateTime<Utc> {
        let early = ends_on - TimeDelta::days(self.dice.between(10, 60));
        self.office(early)
    }

    fn contract_number(&mut self) -> Option<String> {
        self.papers += 1;
        Some(format!("C-{:06}", self.papers))
    }

    fn contract(&mut self, contract: Model) {
        self.batch.state(&self.context, &contract);
        self.clients.signed(&contract);
        self.batch.contracts.push(contract);
    }
}
