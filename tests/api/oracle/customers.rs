//! Customers over time, once more: day by day, who is active and who is lost.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};
use entity::deal::{self, Status};
use uuid::Uuid;

use super::{
    formulas::{Number, float, ratio},
    records::{Records, Span, Who},
};

/// What a KPI about customers comes to for the whole organization; `None` when this file does not know it.
pub fn value(records: &Records, key: &str, span: Span) -> Option<Option<Number>> {
    let end = span.to.min(records.today.checked_add_days(Days::new(1)).unwrap());
    if span.from >= end {
        return None;
    }
    let ask = Ask { records, from: span.from, end };
    let (before, after, lost) = (ask.active(span.from), ask.active(end), ask.lost(span.from));
    let is_count = |set: usize| Some(Number::Count(count(set)));
    let left = before.difference(&after).count();
    let new = ask.new();
    let back: BTreeSet<Uuid> = ask.arrived().intersection(&lost).copied().collect();
    Some(match key {
        "ACTIVE_CUSTOMERS" => is_count(after.len()),
        "LOST_CUSTOMERS" => is_count(left),
        "WON_BACK_CUSTOMERS" => is_count(back.len()),
        "CUSTOMER_RETENTION_RATE" => ratio(count(before.len() - left), count(before.len())),
        "CHURN_RATE" => ratio(count(left), count(before.len())),
        "WIN_BACK_RATE" => ratio(count(back.len()), count(before.len())),
        "WIN_BACK_RATE_OF_LOST" => ratio(count(back.len()), count(lost.len())),
        "CONQUEST_RATE" => ratio(count(new.len()), count(before.len())),
        "REPEAT_PURCHASE_RATE" => {
            let bought = ask.bought(span);
            let again = bought.values().filter(|deals| deals.len() > 1).count();
            ratio(count(again), count(bought.len()))
        }
        "TOP_CUSTOMER_SHARE" => {
            let sums = ask.brought(span)?;
            let whole: i64 = sums.values().sum();
            (whole > 0).then(|| Number::Ratio(float(*sums.values().max().unwrap()) / float(whole)))
        }
        "CUSTOMER_CONCENTRATION" => {
            let sums = ask.brought(span)?;
            let whole = float(sums.values().sum());
            (whole > 0.0).then(|| Number::Ratio(sums.values().map(|sum| (float(*sum) / whole).powi(2)).sum()))
        }
        _ => return None,
    })
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap() * 10_000
}

struct Ask<'a> {
    records: &'a Records,
    from: NaiveDate,
    /// The first day after the last that counts.
    end: NaiveDate,
}

impl Ask<'_> {
    fn wins(&self, customer: Uuid) -> Vec<(&deal::Model, NaiveDate)> {
        self.records
            .deals
            .iter()
            .filter(|deal| deal.customer_id == Some(customer) && deal.status == Status::Won)
            .filter_map(|deal| Some((deal, self.records.day(deal.closed_at?))))
            .collect()
    }

    /// Whether a customer is active at the end of a day: a contract is in force, or a win is less than the window ago.
    fn is_active(&self, customer: Uuid, day: NaiveDate) -> bool {
        let window = Months::new(u32::from(self.records.window));
        let bought =
            self.wins(customer).iter().any(|(_, won)| *won <= day && day < won.checked_add_months(window).unwrap());
        bought
            || self.records.contracts.iter().filter(|contract| contract.customer_id == Some(customer)).any(|contract| {
                let end = contract.ends_on.into_iter().chain(contract.terminated_on).min();
                contract.starts_on <= day && end.is_none_or(|end| day < end)
            })
    }

    /// The first day on which a customer was one.
    fn since(&self, customer: Uuid) -> Option<NaiveDate> {
        let won = self.wins(customer).into_iter().map(|(_, day)| day).min();
        let signed = self.records.contracts.iter().filter(|contract| contract.customer_id == Some(customer));
        signed.map(|contract| contract.starts_on).chain(won).min()
    }

    /// Those active when a day begins.
    fn active(&self, day: NaiveDate) -> BTreeSet<Uuid> {
        let before = day.pred_opt().unwrap();
        self.records.customers.keys().copied().filter(|customer| self.is_active(*customer, before)).collect()
    }

    /// Those who were customers once and are not active when a day begins.
    fn lost(&self, day: NaiveDate) -> BTreeSet<Uuid> {
        let active = self.active(day);
        let once = |customer: &Uuid| self.since(*customer).is_some_and(|since| since < day);
        self.records.customers.keys().copied().filter(|one| once(one) && !active.contains(one)).collect()
    }

    fn new(&self) -> BTreeSet<Uuid> {
        let new = |customer: &Uuid| self.since(*customer).is_some_and(|since| self.from <= since && since < self.end);
        self.records.customers.keys().copied().filter(new).collect()
    }

    /// Those who were active on some day of the period.
    fn arrived(&self) -> BTreeSet<Uuid> {
        let days: Vec<NaiveDate> = self.from.iter_days().take_while(|day| *day < self.end).collect();
        let there = |customer: &Uuid| days.iter().any(|day| self.is_active(*customer, *day));
        self.records.customers.keys().copied().filter(there).collect()
    }

    fn bought(&self, span: Span) -> BTreeMap<Uuid, BTreeSet<Uuid>> {
        let mut bought: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
        for (deal, _) in self.records.closed(Status::Won, span) {
            if let Some(customer) = deal.customer_id {
                bought.entry(customer).or_default().insert(deal.id);
            }
        }
        bought
    }

    /// What each customer brought; `None` when a rate is missing.
    fn brought(&self, span: Span) -> Option<BTreeMap<Uuid, i64>> {
        let mut brought: BTreeMap<Uuid, i64> = BTreeMap::new();
        for (deal, day) in self.records.closed(Status::Won, span) {
            let worth = self.records.worth(deal.amount.unwrap_or(0), &deal.currency, day)?;
            if let Some(customer) = deal.customer_id {
                *brought.entry(customer).or_default() += self.records.part(&Who::Everybody, deal, worth, day);
            }
        }
        brought.retain(|_, sum| *sum != 0);
        Some(brought)
    }
}
