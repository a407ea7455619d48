//! Forecasts: what a period should bring, by every method. Pure.

use crate::{
    graphql::scalars::float,
    kpi::{
        Figure, ForecastSource, Input, Inputs, PeriodPart, Timing, Value, When,
        catalog::{
            expression::{Expression, Terms, at_end, of, sum},
            formula::{Formula, code},
        },
    },
    ledger::{Measure as M, money},
};

/// What a period should bring, in minor units; `None` where it is unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// What is won.
    pub won: Option<i64>,
    /// What is won, and what is open times its chance.
    pub weighted: Option<i64>,
    /// What is open, in full.
    pub open: Option<i64>,
    /// The amount and the number of the open deals that will come, that come if things go well, that may come, and that
    /// are left out.
    pub categories: [(Option<i64>, i64); 4],
    /// What reps said.
    pub submitted: Option<i64>,
    /// How many said something, in ten-thousandths.
    pub submitters: i64,
    /// The same with what managers made of it.
    pub adjusted: Option<i64>,
    /// What is won by working day, over all working days.
    pub run_rate: Option<i64>,
    /// What the same period brought a year earlier, times the growth of the year since.
    pub historical: Option<i64>,
    /// How far the weighted forecast may be off: one standard deviation.
    pub deviation: Option<i64>,
    /// Deals won, in ten-thousandths.
    pub won_deals: i64,
    /// Deals won and open ones by their chance, in ten-thousandths.
    pub weighted_deals: i64,
    /// Open deals, in ten-thousandths.
    pub open_deals: i64,
    /// Open deals whose day has passed, in full.
    pub overdue: Option<i64>,
    /// Open deals without a day, in full.
    pub undated: Option<i64>,
}

/// What [`forecast`] reads.
pub fn inputs(with_history: bool) -> Vec<Input> {
    let sums = [M::Revenue, M::RevenueUnconverted, M::DealsWon].map(sum);
    let remaining = [
        M::ExpectedUnconverted,
        M::ExpectedWeighted,
        M::ExpectedAmount,
        M::ExpectedCommit,
        M::ExpectedCommitDeals,
        M::ExpectedBestCase,
        M::ExpectedBestCaseDeals,
        M::ExpectedPipeline,
        M::ExpectedPipelineDeals,
        M::ExpectedOmitted,
        M::ExpectedOmittedDeals,
        M::ExpectedVariance,
        M::ExpectedWeightedDeals,
        M::ExpectedDeals,
    ]
    .map(|measure| of(measure, When::Remaining));
    let overdue = [M::ExpectedAmount, M::ExpectedUnconverted].map(|measure| of(measure, When::Overdue));
    let days = [PeriodPart::Whole, PeriodPart::Elapsed, PeriodPart::Left].map(Input::SellingDays);
    let said =
        [ForecastSource::Reps, ForecastSource::RepsSpoke, ForecastSource::Managers, ForecastSource::ManagersSpoke]
            .map(Input::Said);
    let history = PAST.iter().flat_map(|when| [M::Revenue, M::RevenueUnconverted].map(|measure| of(measure, *when)));
    let terms = sums.into_iter().chain(remaining).chain(overdue).chain([at_end(M::UndatedAmount)]);
    let terms: Vec<Terms> = terms.chain(history.filter(|_| with_history)).collect();
    terms.iter().flat_map(Terms::inputs).chain(days).chain(said).collect()
}

/// What the historical method reads: the same days a year earlier, and the two years before the period.
const PAST: [When; 3] = [When::YearBefore, When::TwelveMonths { before: 12 }, When::TwelveMonths { before: 24 }];

/// What a period should bring. `with_history` also by what earlier years brought, which is read from them.
pub fn forecast(m: &Inputs<'_>, with_history: bool) -> Forecast {
    let (revenue, unconverted) = (m.sum(M::Revenue), m.sum(M::RevenueUnconverted));
    let won = (unconverted == 0).then_some(revenue);
    let is_known = m.remaining(M::ExpectedUnconverted) == 0;
    let expected = |measure| Some(m.remaining(measure)).filter(|_| is_known);
    let weighted = expected(M::ExpectedWeighted);
    let [total, elapsed, _] = m.selling_days();
    let run_rate = won.and_then(|won| {
        money::divide_half_even(i128::from(won) * i128::from(total), i128::from(elapsed)).filter(|_| elapsed > 0)
    });
    let submitters = m.said(ForecastSource::RepsSpoke);
    let adjusters = m.said(ForecastSource::ManagersSpoke);
    let (submitted, adjusted) = (m.said(ForecastSource::Reps), m.said(ForecastSource::Managers));
    let historical = if with_history { historical(m) } else { None };
    let won_deals = m.sum(M::DealsWon);
    Forecast {
        won,
        weighted: won.zip(weighted).map(|(won, weighted)| won + weighted),
        open: expected(M::ExpectedAmount),
        categories: [
            (expected(M::ExpectedCommit), m.remaining(M::ExpectedCommitDeals)),
            (expected(M::ExpectedBestCase), m.remaining(M::ExpectedBestCaseDeals)),
            (expected(M::ExpectedPipeline), m.remaining(M::ExpectedPipelineDeals)),
            (expected(M::ExpectedOmitted), m.remaining(M::ExpectedOmittedDeals)),
        ],
        submitted: (submitters != 0).then_some(submitted),
        submitters,
        adjusted: (adjusters != 0).then_some(adjusted),
        run_rate,
        historical,
        deviation: expected(M::ExpectedVariance).map(money::deviation),
        won_deals,
        weighted_deals: won_deals + m.remaining(M::ExpectedWeightedDeals),
        open_deals: m.remaining(M::ExpectedDeals),
        overdue: Some(m.overdue(M::ExpectedAmount)).filter(|_| m.overdue(M::ExpectedUnconverted) == 0),
        undated: Some(m.at_end(M::UndatedAmount)),
    }
}

/// What the same period brought a year earlier, times what the twelve months before it brought over the twelve before those.
fn historical(m: &Inputs<'_>) -> Option<i64> {
    let unconverted = PAST.map(|when| m.over(M::RevenueUnconverted, when));
    let [base, recent, former] = PAST.map(|when| m.over(M::Revenue, when));
    if unconverted != [0; 3] || former <= 0 {
        return None;
    }
    money::rounded(float(base) * float(recent) / float(former))
}

/// What is won, and what is open times its probability; beside it what is open, overdue and undated.
pub fn weighted() -> Formula {
    let value = sum(M::Revenue) + of(M::ExpectedWeighted, When::Remaining);
    let further = [
        sum(M::RevenueUnconverted),
        of(M::ExpectedUnconverted, When::Remaining),
        of(M::ExpectedAmount, When::Remaining),
        of(M::ExpectedAmount, When::Overdue),
        at_end(M::UndatedAmount),
        of(M::ExpectedDeals, When::Remaining),
    ];
    code(value, &further, |m| {
        let won = Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted));
        let weighted = Figure::money(m.remaining(M::ExpectedWeighted), m.remaining(M::ExpectedUnconverted));
        let value = match (won.value, weighted.value) {
            (Some(Value::Money(won)), Some(Value::Money(weighted))) => Some(Value::Money(won + weighted)),
            _ => None,
        };
        let parts = vec![
            won.value,
            weighted.value,
            Some(Value::Money(m.remaining(M::ExpectedAmount))),
            Some(Value::Money(m.overdue(M::ExpectedAmount))),
            Some(Value::Money(m.at_end(M::UndatedAmount))),
            Some(Value::Count(m.remaining(M::ExpectedDeals))),
        ];
        Figure { value, parts, warnings: [won.warnings, weighted.warnings].concat(), ..Figure::default() }
    })
}

/// What was forecast when the period began.
fn forecast_at_start() -> Terms {
    Terms::from(Input::KnownAtStart(M::Revenue)) + Terms::from(Input::KnownAtStart(M::ExpectedWeighted))
}

/// What the comparison of a forecast with what came reads beside them.
fn unconverted() -> [Terms; 3] {
    [
        sum(M::RevenueUnconverted),
        Input::KnownAtStart(M::RevenueUnconverted).into(),
        Input::KnownAtStart(M::ExpectedUnconverted).into(),
    ]
}

/// What was forecast when the period began, and what it brought: both with what is unknown.
fn then_and_now(m: &Inputs<'_>) -> (Figure, Figure) {
    let unknown = m.known_at_start(M::RevenueUnconverted) + m.known_at_start(M::ExpectedUnconverted);
    let forecast = Figure::money(m.known_at_start(M::Revenue) + m.known_at_start(M::ExpectedWeighted), unknown);
    let actual = Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted));
    let is_over = m.timing() == Timing::Over;
    (forecast, Figure { value: actual.value.filter(|_| is_over), ..actual })
}

fn compared(m: &Inputs<'_>, compare: fn(i64, i64) -> Option<f64>) -> Figure {
    let (forecast, actual) = then_and_now(m);
    let value = match (forecast.value, actual.value) {
        (Some(Value::Money(forecast)), Some(Value::Money(actual))) => compare(forecast, actual).map(Value::Ratio),
        _ => None,
    };
    let warnings = [forecast.warnings, actual.warnings].concat();
    Figure { value, numerator: forecast.value, denominator: actual.value, warnings, ..Figure::default() }
}

/// How near a forecast came: 1 is exact. `None` when nothing came.
pub fn nearness(forecast: i64, actual: i64) -> Option<f64> {
    (actual != 0).then(|| 1.0 - float((forecast - actual).abs()) / float(actual))
}

/// By how much a forecast was too high, as a share of what came. `None` when nothing came.
pub fn excess(forecast: i64, actual: i64) -> Option<f64> {
    (actual != 0).then(|| float(forecast - actual) / float(actual))
}

/// How near the forecast of the first day came.
pub fn accuracy() -> Formula {
    let off = Expression::Absolute(Box::new((forecast_at_start() - sum(M::Revenue)).into()));
    code(Expression::from(1) - off / sum(M::Revenue), &unconverted(), |m| compared(m, nearness))
}

/// By how much it was too high.
pub fn bias() -> Formula {
    code((forecast_at_start() - sum(M::Revenue)) / sum(M::Revenue), &unconverted(), |m| compared(m, excess))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forecast_of_the_worked_example_was_near_and_low() {
        let rounded = |share: Option<f64>| share.map(|share| (share * 1e6).round());
        assert_eq!(rounded(nearness(2_784_000, 3_000_000)), Some(928_000.0));
        assert_eq!(rounded(excess(2_784_000, 3_000_000)), Some(-72_000.0));
        assert_eq!(nearness(100, 0), None, "nothing came");
    }
}
