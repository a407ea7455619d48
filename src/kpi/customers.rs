//! Formulas of customers over time. Pure.
//!
//! B are the customers active when the period begins, E those active when it ends, or now while it runs; N are new in it,
//! R won back. Lost are B∖E: who was lost and came back within the period was retained, who came and was lost within it was
//! never among those to lose. Won back are R∖B, and a new customer that is lost and returns within the period is new. So
//! |E| = |B| − |B∖E| + |N∩E| + |(R∖B)∩E|, for every subject.

use super::{Figure, Inputs, Spread, Warning, figure::Value};
use crate::{api::scalars::float, ledger::Measure as M};

/// How many customers were active when the period began; 0 before it does.
fn active_before(m: &Inputs<'_>) -> i64 {
    if m.has_begun() { m.balance_before(M::ActiveCustomers) } else { 0 }
}

/// How many of them stayed.
pub fn retention(m: &Inputs<'_>) -> Figure {
    let active = active_before(m);
    Figure::ratio(active - m.spread_so_far(Spread::Left), active)
}

/// How many of them were lost, of those active at the start; of the mean of start and end; of those active at the end.
pub fn churn(m: &Inputs<'_>) -> Figure {
    let (before, lost) = (active_before(m), m.spread_so_far(Spread::Left));
    let at_end = if m.has_begun() { m.balance(M::ActiveCustomers) } else { 0 };
    let parts = vec![
        Figure::ratio(2 * lost, before + at_end).value,
        Figure::ratio(lost, at_end).value,
        Some(Value::Count(at_end)),
    ];
    Figure { parts, ..Figure::ratio(lost, before) }
}

/// How many customers came back, of those active at the start.
pub fn win_back(m: &Inputs<'_>) -> Figure {
    Figure::ratio(m.spread_so_far(Spread::Returned(M::CustomersWonBack)), active_before(m))
}

/// How many came back, of those who could: the customers lost when the period began.
pub fn win_back_of_lost(m: &Inputs<'_>) -> Figure {
    let lost = if m.has_begun() { m.balance_before(M::LostCustomers) } else { 0 };
    Figure::ratio(m.spread_so_far(Spread::Returned(M::CustomersWonBack)), lost)
}

/// How many new customers came, of those active at the start.
pub fn conquest(m: &Inputs<'_>) -> Figure {
    Figure::ratio(m.sum(M::NewCustomers), active_before(m))
}

/// What last year's customers bring, as a share of what they brought then: all of it, or each at most what it brought.
pub fn kept_revenue(m: &Inputs<'_>, now: Spread) -> Figure {
    let (now, then) = (m.spread_so_far(now), m.spread_so_far(Spread::FormerThen(M::Revenue)));
    let unconverted = m.sum_with_year_before(M::RevenueUnconverted);
    if unconverted != 0 {
        return Figure::default().warn(Warning::MissingRate(unconverted));
    }
    Figure {
        numerator: Some(Value::Money(now)),
        denominator: Some(Value::Money(then)),
        value: (then != 0).then(|| Value::Ratio(float(now) / float(then))),
        ..Figure::default()
    }
}

/// A share of revenue by customers, given in millionths.
pub fn share(m: &Inputs<'_>, spread: Spread) -> Figure {
    let millionths = m.spread(spread);
    let unconverted = m.sum(M::RevenueUnconverted);
    let value = (millionths >= 0 && unconverted == 0).then(|| Value::Ratio(float(millionths) / 1e6));
    Figure { value, ..Figure::default() }.warn(Warning::MissingRate(unconverted))
}
