//! Formulas that several entries share, or that are too long for one. Pure.

use crate::{
    graphql::scalars::float,
    kpi::{Figure, Inputs, Warning, engine::figure::Value},
    ledger::{Measure as M, money::WHOLE},
};

/// Seconds shared among reps, over deals shared the same way, in days.
pub fn days(seconds: i64, deals: i64) -> Option<Value> {
    (deals != 0).then(|| Value::Days(float(seconds) * float(WHOLE) / float(deals) / 86_400.0))
}

/// How many records a mean is taken of, the mean in days and the median.
pub fn duration(m: &Inputs<'_>, seconds: M, shares: M) -> Figure {
    let sample = m.sum(shares);
    Figure {
        value: days(m.sum(seconds), sample),
        median: m.median(seconds, shares).map(|seconds| Value::Days(float(seconds) / 86_400.0)),
        denominator: Some(Value::Count(sample)),
        ..Figure::default()
    }
}

/// Deals closed one way, and what they come to.
pub fn closed(m: &Inputs<'_>, deals: M, amount: M, unconverted: M) -> Figure {
    let amount = Figure::money(m.sum(amount), m.sum(unconverted));
    Figure {
        value: Some(Value::Count(m.sum(deals))),
        parts: vec![amount.value],
        warnings: amount.warnings,
        ..Figure::default()
    }
}

/// What the deals won in the period brought at the median.
pub fn median_deal_value(m: &Inputs<'_>) -> Figure {
    let unconverted = m.sum(M::RevenueUnconverted);
    let value = m.median(M::Revenue, M::DealsWon).filter(|_| unconverted == 0).map(Value::Money);
    Figure { value, ..Figure::default() }.warn(Warning::MissingRate(unconverted))
}

/// What moved the open pipeline.
pub fn waterfall(m: &Inputs<'_>) -> Figure {
    let end = m.balance(M::OpenAmount);
    let flows = [
        M::PipelineEntered,
        M::PipelineIncreased,
        M::PipelineDecreased,
        M::PipelineWon,
        M::PipelineLost,
        M::PipelineMovedOut,
        M::PipelineMovedIn,
    ];
    let flows = flows.map(|flow| m.sum(flow));
    let unconverted =
        m.balance_before(M::OpenUnconverted) + m.balance(M::OpenUnconverted) + m.sum(M::CreatedUnconverted);
    // The last of that name: explanations show the start.
    let start = m.balance_before(M::OpenAmount);
    let shown = |amount: i64| Some(Value::Money(amount)).filter(|_| unconverted == 0);
    Figure { value: shown(end), parts: std::iter::once(start).chain(flows).map(shown).collect(), ..Figure::default() }
        .warn(Warning::MissingRate(unconverted))
}

/// What became of the deals that came into stages.
pub fn stage_conversion(m: &Inputs<'_>) -> Figure {
    let passed = m.sum(M::StagesPassed);
    let entries = m.sum(M::StagesEntered) + passed;
    let advanced = m.sum(M::StagesAdvanced) + passed;
    let (lost, dropped, back) = (m.sum(M::StagesLost), m.sum(M::StagesDropped), m.sum(M::StagesBack));
    let still = entries - advanced - lost - dropped - back;
    Figure {
        parts: [lost, dropped, back, still].map(|count| Some(Value::Count(count))).to_vec(),
        ..Figure::ratio(advanced, entries)
    }
}

/// What was given away of the list prices of the deals won.
pub fn discount_rate(m: &Inputs<'_>) -> Figure {
    let list = m.sum(M::ListedAmount);
    let given = Figure::money(list - m.sum(M::ListedRevenue), 0);
    Figure::money_ratio(given, Figure::money(list, 0))
        .warn(Warning::MissingListPrice(m.sum(M::DealsWon) - m.sum(M::ListedDeals)))
}

/// What is left of the revenue of the deals won after their cost.
pub fn gross_margin(m: &Inputs<'_>) -> Figure {
    let revenue = m.sum(M::CostedRevenue);
    let left = Figure::money(revenue - m.sum(M::CostAmount), 0);
    Figure::money_ratio(left, Figure::money(revenue, 0))
        .warn(Warning::MissingCost(m.sum(M::DealsWon) - m.sum(M::CostedDeals)))
}
