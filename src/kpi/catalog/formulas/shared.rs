//! Formulas of deals, and the arithmetic that several share. Pure.

use crate::{
    graphql::scalars::float,
    kpi::{
        Figure, Inputs, Statistic, Timing, Value, Warning, When,
        catalog::{
            expression::{Terms, at_end, at_start, of, statistic, sum},
            formula::{Formula, code, count, ratio},
        },
    },
    ledger::{
        Measure as M,
        money::{self, WHOLE},
    },
};

/// Seconds shared among reps, over deals shared the same way, in days.
pub fn days(seconds: i64, deals: i64) -> Option<Value> {
    (deals != 0).then(|| Value::Days(float(seconds) * float(WHOLE) / float(deals) / 86_400.0))
}

/// Seconds in days.
pub fn in_days(seconds: i64) -> Value {
    Value::Days(float(seconds) / 86_400.0)
}

/// The days that the pace of selling is taken from.
const PACE: When = When::Last(90);

/// Open deals times the win rate times the average deal value, by the sales cycle.
pub fn sales_velocity() -> Formula {
    let win_rate = of(M::DealsWon, PACE) / (of(M::DealsWon, PACE) + of(M::DealsLost, PACE));
    let deal_value = of(M::Revenue, PACE) / of(M::DealsWon, PACE);
    let cycle = of(M::CycleSeconds, PACE) / of(M::CycleDeals, PACE);
    let value = at_end(M::OpenDeals) * win_rate * deal_value / cycle;
    code(value, &[of(M::RevenueUnconverted, PACE)], |m| {
        let lately = |measure| m.over(measure, PACE);
        let closed = lately(M::DealsWon) + lately(M::DealsLost);
        let revenue = Figure::money(lately(M::Revenue), lately(M::RevenueUnconverted));
        let cycle = days(lately(M::CycleSeconds), lately(M::CycleDeals));
        let open = m.at_end(M::OpenDeals);
        let value = match (revenue.value, cycle) {
            (Some(Value::Money(revenue)), Some(Value::Days(cycle))) if closed != 0 && cycle > 0.0 => {
                // open × (won / closed) × (revenue / won) / cycle, without the won that cancel out.
                money::rounded(float(open) / float(closed) * float(revenue) / cycle).map(Value::Money)
            }
            _ => None,
        };
        Figure { value, warnings: revenue.warnings, ..Figure::default() }
    })
}

/// Revenue over the amounts of all deals closed.
pub fn win_rate_by_value() -> Formula {
    let value = sum(M::Revenue) / (sum(M::Revenue) + sum(M::LostAmount));
    code(value, &[sum(M::RevenueUnconverted), sum(M::LostUnconverted)], |m| {
        let (won, unconverted) = (m.sum(M::Revenue), m.sum(M::RevenueUnconverted));
        let closed = Figure::money(won + m.sum(M::LostAmount), unconverted + m.sum(M::LostUnconverted));
        Figure::quotient(Figure::money(won, unconverted), closed, 1.0)
    })
}

/// The amount of the deals won at the median.
pub fn median_deal_value() -> Formula {
    let value = statistic(Statistic::Median(M::Revenue, M::DealsWon));
    code(value, &[sum(M::RevenueUnconverted)], |m| {
        let unconverted = m.sum(M::RevenueUnconverted);
        let value = m.median(M::Revenue, M::DealsWon).filter(|_| unconverted == 0).map(Value::Money);
        Figure { value, ..Figure::default() }.warn(Warning::MissingRate(unconverted))
    })
}

/// What adds to the open pipeline, and what takes from it, in the order that the answer shows.
const FLOWS: [(M, i32); 7] = [
    (M::PipelineEntered, 1),
    (M::PipelineIncreased, 1),
    (M::PipelineDecreased, -1),
    (M::PipelineWon, -1),
    (M::PipelineLost, -1),
    (M::PipelineMovedOut, -1),
    (M::PipelineMovedIn, 1),
];

/// What moved the open pipeline.
pub fn waterfall() -> Formula {
    let value = FLOWS.iter().fold(at_start(M::OpenAmount), |value, (flow, sign)| value + sum(*flow) * *sign);
    let unconverted = [at_start(M::OpenUnconverted), at_end(M::OpenUnconverted), sum(M::CreatedUnconverted)];
    let further = unconverted.into_iter().chain([at_end(M::OpenAmount)]).collect::<Vec<Terms>>();
    code(value, &further, |m| {
        let unconverted = m.at_start(M::OpenUnconverted) + m.at_end(M::OpenUnconverted) + m.sum(M::CreatedUnconverted);
        let shown = |amount: i64| Some(Value::Money(amount)).filter(|_| unconverted == 0);
        let flows = FLOWS.iter().map(|(flow, _)| m.sum(*flow));
        let parts = std::iter::once(m.at_start(M::OpenAmount)).chain(flows).map(shown).collect();
        Figure { value: shown(m.at_end(M::OpenAmount)), parts, ..Figure::default() }
            .warn(Warning::MissingRate(unconverted))
    })
}

/// What became of the deals that came into stages: beside those that went on, those lost, dropped, gone back, still there.
pub fn stage_conversion() -> Formula {
    let (lost, dropped, back) = (sum(M::StagesLost), sum(M::StagesDropped), sum(M::StagesBack));
    let still = sum(M::StagesEntered) - sum(M::StagesAdvanced) - lost.clone() - dropped.clone() - back.clone();
    ratio(sum(M::StagesAdvanced) + sum(M::StagesPassed), sum(M::StagesEntered) + sum(M::StagesPassed))
        .part(count(lost))
        .part(count(dropped))
        .part(count(back))
        .part(count(still))
}

/// Open deals with a next step ahead, of all; not computed for a period that is over.
pub fn next_steps() -> Formula {
    code(of(M::NextSteps, When::Ahead) / at_end(M::OpenDeals), &[], |m| {
        if m.timing() == Timing::Over {
            return Figure::default();
        }
        Figure::ratio(m.over(M::NextSteps, When::Ahead), m.at_end(M::OpenDeals))
    })
}

/// Deals due and not closed, of those due; not computed until the period is over.
pub fn slippage() -> Formula {
    code(sum(M::DealsSlipped) / sum(M::DealsDue), &[], |m| {
        let figure = Figure::ratio(m.sum(M::DealsSlipped), m.sum(M::DealsDue));
        if m.timing() == Timing::Over { figure } else { Figure { value: None, numerator: None, ..figure } }
    })
}

/// Stalled deals; not computed for a period that is over.
pub fn stalled_deals() -> Formula {
    code(of(M::StalledDeals, When::Today), &[], |m: &Inputs<'_>| {
        if m.timing() == Timing::Over {
            return Figure::default();
        }
        Figure::count(m.over(M::StalledDeals, When::Today))
    })
}
