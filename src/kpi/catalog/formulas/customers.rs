//! Formulas of customers over time. Pure.
//!
//! B are the customers active when the period begins, E those active when it ends, or now while it runs; N are new in it,
//! R won back. Lost are B∖E: who was lost and came back within the period was retained, who came and was lost within it was
//! never among those to lose. Won back are R∖B, and a new customer that is lost and returns within the period is new. So
//! |E| = |B| − |B∖E| + |N∩E| + |(R∖B)∩E|, for every subject.

use crate::{
    graphql::scalars::float,
    kpi::{Figure, Inputs, Statistic, Warning, engine::figure::Value},
    ledger::{Measure as M, money},
};

/// How many customers were active when the period began; 0 before it does.
fn active_before(m: &Inputs<'_>) -> i64 {
    if m.has_begun() { m.balance_before(M::ActiveCustomers) } else { 0 }
}

/// How many of them stayed.
pub fn retention(m: &Inputs<'_>) -> Figure {
    let active = active_before(m);
    Figure::ratio(active - m.spread_so_far(Statistic::Left), active)
}

/// How many of them were lost, of those active at the start; of the mean of start and end; of those active at the end.
pub fn churn(m: &Inputs<'_>) -> Figure {
    let ((before, at_end), lost) = (active(m), m.spread_so_far(Statistic::Left));
    let parts = vec![
        Figure::ratio(2 * lost, before + at_end).value,
        Figure::ratio(lost, at_end).value,
        Some(Value::Count(at_end)),
    ];
    Figure { parts, ..Figure::ratio(lost, before) }
}

/// How many customers were active when the period began and when it ended, or now while it runs.
fn active(m: &Inputs<'_>) -> (i64, i64) {
    (active_before(m), if m.has_begun() { m.balance(M::ActiveCustomers) } else { 0 })
}

/// How many complaints there are for each customer.
pub fn complaint_rate(m: &Inputs<'_>) -> Figure {
    let (complaints, (before, at_end)) = (m.sum(M::Complaints), active(m));
    let mean = (before + at_end) / 2;
    Figure {
        value: Figure::ratio(2 * complaints, before + at_end).value,
        ..Figure::ratio(complaints, mean).sampled(mean)
    }
}

/// What a customer brings as long as it stays: its margin by the churn.
pub fn lifetime_value(m: &Inputs<'_>) -> Figure {
    let ((before, at_end), lost) = (active(m), m.spread_so_far(Statistic::Left));
    let (revenue, costed) = (m.sum(M::Revenue), m.sum(M::CostedRevenue));
    let margin = costed - m.sum(M::CostAmount);
    let unconverted = m.sum(M::RevenueUnconverted);
    let is_known = [before + at_end, lost, costed].iter().all(|whole| *whole != 0) && unconverted == 0;
    // Both the margin and the churn of a period are as many times those of a month as it has months.
    let brings = || float(revenue) * float(margin) / float(costed) * 2.0 / float(before + at_end);
    let value =
        if is_known { money::rounded(brings() * float(before) / float(lost) * float(money::WHOLE)) } else { None };
    Figure { value: value.map(Value::Money), ..Figure::default() }
        .warn(Warning::MissingRate(unconverted))
        .warn(Warning::MissingCost(m.sum(M::DealsWon) - m.sum(M::CostedDeals)))
}

/// How many customers came back, of those active at the start.
pub fn win_back(m: &Inputs<'_>) -> Figure {
    Figure::ratio(m.spread_so_far(Statistic::Returned(M::CustomersWonBack)), active_before(m))
}

/// How many came back, of those who could: the customers lost when the period began.
pub fn win_back_of_lost(m: &Inputs<'_>) -> Figure {
    let lost = if m.has_begun() { m.balance_before(M::LostCustomers) } else { 0 };
    Figure::ratio(m.spread_so_far(Statistic::Returned(M::CustomersWonBack)), lost)
}

/// How many new customers came, of those active at the start.
pub fn conquest(m: &Inputs<'_>) -> Figure {
    Figure::ratio(m.sum(M::NewCustomers), active_before(m))
}

/// What last year's customers bring, as a share of what they brought then: all of it, or each at most what it brought.
pub fn kept_revenue(m: &Inputs<'_>, now: Statistic) -> Figure {
    let (now, then) = (m.spread_so_far(now), m.spread_so_far(Statistic::FormerThen(M::Revenue)));
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

/// A share of revenue by customers or reps, given in millionths.
pub fn share(m: &Inputs<'_>, spread: Statistic) -> Figure {
    let millionths = m.spread(spread);
    let unconverted = m.sum(M::RevenueUnconverted);
    let value = (millionths >= 0 && unconverted == 0).then(|| Value::Ratio(float(millionths) / 1e6));
    Figure { value, ..Figure::default() }.warn(Warning::MissingRate(unconverted))
}
