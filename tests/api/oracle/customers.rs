//! The formulas of customers over time once more, straight over wins and contracts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use entity::deal::{self, Status};
use uuid::Uuid;

use super::{
    formulas::{Number, ratio},
    records::{Records, Span, Who},
};

/// What makes a customer active from a day to another, and who brought it.
struct Claim<'a> {
    from: NaiveDate,
    to: Option<NaiveDate>,
    won_at: Option<DateTime<Utc>>,
    id: Uuid,
    shares: Vec<(Option<Uuid>, i64)>,
    win: Option<&'a deal::Model>,
}

fn claims<'a>(records: &'a Records, customer: Uuid) -> Vec<Claim<'a>> {
    let mut claims = Vec::new();
    for deal in records.deals.iter().filter(|deal| deal.customer_id == Some(customer) && deal.status == Status::Won) {
        let Some(won_at) = deal.closed_at else { continue };
        let from = records.day(won_at);
        let to = from.checked_add_months(Months::new(records.window));
        let shares = records.shares(deal);
        claims.push(Claim { from, to, won_at: Some(won_at), id: deal.id, shares, win: Some(deal) });
    }
    for contract in records.contracts.iter().filter(|contract| contract.customer_id == Some(customer)) {
        let signed = records.day(contract.signed_at);
        let from = if contract.renews_id.is_none() { contract.starts_on.max(signed) } else { contract.starts_on };
        let to = [contract.ends_on, contract.terminated_on].into_iter().flatten().min();
        if to.is_none_or(|to| from < to) {
            let shares = vec![(contract.owner_id, 10_000)];
            claims.push(Claim { from, to, won_at: None, id: contract.id, shares, win: None });
        }
    }
    claims.sort_by_key(|claim| (claim.from, claim.won_at, claim.id));
    claims
}

/// Who holds a customer at the end of a day, if it is active; and who held it last, with the day it was lost, if not.
enum Standing<'c, 'a> {
    Nobody,
    Active(&'c Claim<'a>),
    Lost(&'c Claim<'a>, NaiveDate),
}

fn standing<'c, 'a>(claims: &'c [Claim<'a>], day: NaiveDate) -> Standing<'c, 'a> {
    let begun: Vec<&Claim<'_>> = claims.iter().filter(|claim| claim.from <= day).collect();
    let Some(last) = claims.iter().rfind(|claim| claim.from <= day) else { return Standing::Nobody };
    if begun.iter().any(|claim| claim.to.is_none_or(|to| day < to)) {
        return Standing::Active(last);
    }
    Standing::Lost(last, begun.iter().filter_map(|claim| claim.to).max().unwrap())
}

/// What came of the customers in a period.
#[derive(Default)]
struct Sets {
    before: i64,
    lost_before: i64,
    at_end: i64,
    left: i64,
    new: i64,
    back: i64,
    back_revenue: Option<i64>,
}

/// What a KPI of customers comes to; `None` when it is none of them.
pub fn value(records: &Records, key: &str, who: &Who, span: Span) -> Option<Option<Number>> {
    let count = |number| Some(Number::Count(number));
    let sets = || sets(records, who, span);
    Some(match key {
        "ACTIVE_CUSTOMERS" => count(sets().at_end),
        "CUSTOMER_RETENTION_RATE" => ratio(sets().before - sets().left, sets().before),
        "CHURN_RATE" => ratio(sets().left, sets().before),
        "LOST_CUSTOMERS" => count(sets().left),
        "CHURN_EVENTS" => count(losses(records, who, span)),
        "WON_BACK_CUSTOMERS" => count(sets().back),
        "WON_BACK_REVENUE" => sets().back_revenue.map(Number::Money),
        "WIN_BACK_RATE" => ratio(sets().back, sets().before),
        "WIN_BACK_RATE_OF_LOST" => ratio(sets().back, sets().lost_before),
        "CONQUEST_RATE" => ratio(sets().new, sets().before),
        "NEW_CUSTOMERS" => count(sets().new),
        "NEW_CUSTOMER_REVENUE" => first_revenue(records, who, span).map(Number::Money),
        "REPEAT_PURCHASE_RATE" => {
            let mut wins: BTreeMap<Uuid, i64> = BTreeMap::new();
            for (deal, day) in records.closed(Status::Won, span) {
                if let Some(customer) = deal.customer_id.filter(|_| records.fraction(who, deal, day) != 0) {
                    *wins.entry(customer).or_default() += 1;
                }
            }
            let number =
                |least: i64| i64::try_from(wins.values().filter(|wins| **wins >= least).count()).unwrap() * 10_000;
            ratio(number(2), number(1))
        }
        "NET_REVENUE_RETENTION" => kept(records, who, span, |_, now| now),
        "GROSS_REVENUE_RETENTION" => kept(records, who, span, |then, now| then.min(now)),
        "TOP_CUSTOMER_SHARE" => {
            by_customer(records, who, span).and_then(|sums| share(*sums.values().max()?, sums.values().sum()))
        }
        "CUSTOMER_CONCENTRATION" => by_customer(records, who, span).and_then(|sums| {
            let total: i128 = sums.values().map(|sum| i128::from(*sum)).sum();
            let squares: i128 = sums.values().map(|sum| i128::from(*sum).pow(2)).sum();
            let per_million = squares.checked_mul(1_000_000)?.checked_div(total * total)?;
            share(i64::try_from(per_million).unwrap(), 1_000_000)
        }),
        _ => return None,
    })
}

/// A share that is said without its parts.
pub fn share(part: i64, whole: i64) -> Option<Number> {
    Number::Quotient(part, whole).shown()
}

/// How many customers were active at the start of a period, how many are at its end, and how many of the former are not.
pub fn turnover(records: &Records, who: &Who, span: Span) -> [i64; 3] {
    let sets = sets(records, who, span);
    if span.from <= records.today { [sets.before, sets.at_end, sets.left] } else { [0; 3] }
}

/// How many times a customer was lost in a period: of each day on which it is lost as against the day before.
fn losses(records: &Records, who: &Who, span: Span) -> i64 {
    let mut losses = 0;
    for customer in records.customers.keys() {
        let claims = claims(records, *customer);
        for day in claims.iter().filter_map(|claim| claim.to).collect::<BTreeSet<_>>() {
            if !span.has(day) || day > records.today {
                continue;
            }
            if let (Standing::Active(claim), Standing::Lost(..)) =
                (standing(&claims, day - Days::new(1)), standing(&claims, day))
            {
                let shares = claim.shares.iter().filter(|(rep, _)| records.counts(who, *rep, day));
                losses += shares.map(|(_, share)| share).sum::<i64>();
            }
        }
    }
    losses
}

fn sets(records: &Records, who: &Who, span: Span) -> Sets {
    let eve = span.from - Days::new(1);
    let last = (span.to - Days::new(1)).min(records.today);
    let has_begun = span.from <= records.today;
    let mut sets = Sets { back_revenue: Some(0), ..Sets::default() };
    for customer in records.customers.keys() {
        let claims = claims(records, *customer);
        let part = |claim: &Claim<'_>, day: NaiveDate| -> i64 {
            let shares = claim.shares.iter().filter(|(rep, _)| records.counts(who, *rep, day));
            shares.map(|(_, share)| share).sum()
        };
        if let Some(first) = claims.first().filter(|first| span.has(first.from)) {
            sets.new += part(first, first.from);
        }
        let at_end = standing(&claims, last);
        if let Standing::Active(claim) = &at_end {
            sets.at_end += part(claim, last);
        }
        if !has_begun {
            continue;
        }
        match standing(&claims, eve) {
            Standing::Active(claim) => {
                sets.before += part(claim, eve);
                if !matches!(at_end, Standing::Active(_)) {
                    sets.left += part(claim, eve);
                }
            }
            Standing::Lost(claim, day) => {
                sets.lost_before += part(claim, day);
                if let Some(back) = claims.iter().find(|claim| span.from <= claim.from && claim.from <= last) {
                    sets.back += part(back, back.from);
                    if let Some(deal) = back.win {
                        let worth = worth(records, who, deal, back.from);
                        sets.back_revenue = sets.back_revenue.zip(worth).map(|(sum, worth)| sum + worth);
                    }
                }
            }
            Standing::Nobody => {}
        }
    }
    sets
}

/// What a win brought somebody; `None` when nobody knows for want of a rate.
fn worth(records: &Records, who: &Who, deal: &deal::Model, day: NaiveDate) -> Option<i64> {
    let amount = deal.amount.unwrap_or(0);
    if amount == 0 || records.fraction(who, deal, day) == 0 {
        return Some(0);
    }
    Some(records.part(who, deal, records.worth(amount, &deal.currency, day)?, day))
}

fn first_revenue(records: &Records, who: &Who, span: Span) -> Option<i64> {
    let mut sum = 0;
    for customer in records.customers.keys() {
        let claims = claims(records, *customer);
        let first = claims.iter().filter(|claim| claim.win.is_some()).min_by_key(|claim| (claim.won_at, claim.id));
        if let Some((deal, day)) =
            first.and_then(|first| Some((first.win?, first.from))).filter(|(_, day)| span.has(*day))
        {
            sum += worth(records, who, deal, day)?;
        }
    }
    Some(sum)
}

/// The revenue of each customer; `None` when some of it is not known.
fn by_customer(records: &Records, who: &Who, span: Span) -> Option<BTreeMap<Uuid, i64>> {
    let mut sums = BTreeMap::new();
    for (deal, day) in records.closed(Status::Won, span) {
        let worth = worth(records, who, deal, day)?;
        if let Some(customer) = deal.customer_id {
            *sums.entry(customer).or_insert(0) += worth;
        }
    }
    Some(sums)
}

fn kept(records: &Records, who: &Who, span: Span, of: fn(i64, i64) -> i64) -> Option<Number> {
    let to = span.to.min(records.today + Days::new(1));
    if to <= span.from {
        return None;
    }
    let year_before = |day: NaiveDate| day.checked_sub_months(Months::new(12)).unwrap();
    let then = by_customer(records, who, Span { from: year_before(span.from), to: year_before(to) })?;
    let now = by_customer(records, who, Span { from: span.from, to })?;
    let then = then.into_iter().filter(|(_, then)| *then > 0);
    let (mut kept, mut all) = (0, 0);
    for (customer, then) in then {
        kept += of(then, now.get(&customer).copied().unwrap_or(0));
        all += then;
    }
    ratio(kept, all)
}
