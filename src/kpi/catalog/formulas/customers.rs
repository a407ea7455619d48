//! Formulas of customers over time. Pure.
//!
//! B are the customers active when the period begins, E those active when it ends, or now while it runs; N are new in it,
//! R won back. Lost are B∖E: a customer lost and back within the period was retained, one who came and was lost within it
//! was never among those to lose. Won back are R∖B, and a new customer that is lost and returns within the period is new.
//! So |E| = |B| − |B∖E| + |N∩E| + |(R∖B)∩E|, for every subject.

use crate::{
    graphql::scalars::float,
    kpi::{
        Figure, Inputs, Statistic, Value, Warning, When,
        catalog::{
            expression::{Terms, of, statistic, statistic_so_far, sum},
            formula::{Formula, code, count, ratio},
        },
    },
    ledger::{Measure as M, money},
};

fn active_at_start() -> Terms {
    of(M::ActiveCustomers, When::AtStartOnceBegun)
}

fn active_at_end() -> Terms {
    of(M::ActiveCustomers, When::AtEndOnceBegun)
}

fn lost() -> Terms {
    statistic_so_far(Statistic::Left)
}

/// How many customers were active when the period began, and when it ended or now while it runs.
fn active(m: &Inputs<'_>) -> (i64, i64) {
    (m.over(M::ActiveCustomers, When::AtStartOnceBegun), m.over(M::ActiveCustomers, When::AtEndOnceBegun))
}

/// Customers lost by those active at the start; beside it by the mean of start and end, and by those active at the end.
pub fn churn() -> Formula {
    ratio(lost(), active_at_start())
        .part(ratio(lost() * 2, active_at_start() + active_at_end()))
        .part(ratio(lost(), active_at_end()))
        .part(count(active_at_end()))
}

/// Complaints by the mean of the customers active at the start and at the end.
pub fn complaint_rate() -> Formula {
    let value = sum(M::Complaints) / ((active_at_start() + active_at_end()) / 2);
    code(value, &[], |m| {
        let (complaints, (before, at_end)) = (m.sum(M::Complaints), active(m));
        let mean = (before + at_end) / 2;
        let value = Figure::ratio(2 * complaints, before + at_end).value;
        Figure { value, ..Figure::ratio(complaints, mean).sampled(mean) }
    })
}

/// The gross margin of an active customer by the churn rate.
pub fn lifetime_value() -> Formula {
    let margin = (sum(M::CostedRevenue) - sum(M::CostAmount)) / sum(M::CostedRevenue);
    let mean = (active_at_start() + active_at_end()) / 2;
    let value = sum(M::Revenue) * margin / mean / (lost() / active_at_start());
    code(value, &[sum(M::RevenueUnconverted), sum(M::DealsWon), sum(M::CostedDeals)], |m| {
        let ((before, at_end), lost) = (active(m), m.statistic_so_far(Statistic::Left));
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
    })
}

/// The revenue of last year's customers now, by their revenue of then.
pub fn net_retention() -> Formula {
    retention(Statistic::FormerNow(M::Revenue), |m| kept_revenue(m, Statistic::FormerNow(M::Revenue)))
}

/// The same, each customer at most with its revenue of then.
pub fn gross_retention() -> Formula {
    retention(Statistic::FormerKept(M::Revenue), |m| kept_revenue(m, Statistic::FormerKept(M::Revenue)))
}

fn retention(now: Statistic, compute: fn(&Inputs<'_>) -> Figure) -> Formula {
    let unconverted = [When::SoFar, When::SoFarYearBefore].map(|when| of(M::RevenueUnconverted, when));
    code(statistic_so_far(now) / statistic_so_far(Statistic::FormerThen(M::Revenue)), &unconverted, compute)
}

fn kept_revenue(m: &Inputs<'_>, now: Statistic) -> Figure {
    let (now, then) = (m.statistic_so_far(now), m.statistic_so_far(Statistic::FormerThen(M::Revenue)));
    let unconverted =
        [When::SoFar, When::SoFarYearBefore].into_iter().map(|when| m.over(M::RevenueUnconverted, when)).sum();
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

/// The revenue of the largest customer by that of all.
pub fn top_customer_share() -> Formula {
    share(Statistic::TopShare(M::Revenue), |m| millionths(m, Statistic::TopShare(M::Revenue)))
}

/// The squared shares of the customers in the revenue, added up.
pub fn customer_concentration() -> Formula {
    share(Statistic::Concentration(M::Revenue), |m| millionths(m, Statistic::Concentration(M::Revenue)))
}

/// The revenue of the rep with the most of it by that of all.
pub fn top_rep_share() -> Formula {
    share(Statistic::TopRepShare(M::Revenue), |m| millionths(m, Statistic::TopRepShare(M::Revenue)))
}

/// The squared shares of the reps in the revenue, added up.
pub fn rep_concentration() -> Formula {
    share(Statistic::RepConcentration(M::Revenue), |m| millionths(m, Statistic::RepConcentration(M::Revenue)))
}

fn share(of: Statistic, compute: fn(&Inputs<'_>) -> Figure) -> Formula {
    code(statistic(of), &[sum(M::RevenueUnconverted)], compute)
}

/// A share that is given in millionths, −1 where there is none.
fn millionths(m: &Inputs<'_>, share: Statistic) -> Figure {
    let millionths = m.statistic(share);
    let unconverted = m.sum(M::RevenueUnconverted);
    let value = (millionths >= 0 && unconverted == 0).then(|| Value::Ratio(float(millionths) / 1e6));
    Figure { value, ..Figure::default() }.warn(Warning::MissingRate(unconverted))
}
