//! Formulas over what customers answered. Pure.
//!
//! Of several answers of a customer to one survey within the period, the last counts. Scales differ, so answers are never
//! averaged as they are: each becomes a number from 0, the worst of its scale, to 1, the best.

use crate::{
    graphql::scalars::float,
    kpi::{Figure, Inputs, Statistic, engine::figure::Value},
    ledger::{Measure as M, money},
};

/// The mean of all answers on a scale from 0 to 1; null without an answer.
pub fn score(m: &Inputs<'_>) -> Figure {
    let answers = last(m, M::SurveyResponses);
    opinion(m, Figure::ratio(last(m, M::SatisfactionScore), answers), M::SurveyResponses, answers)
}

/// The share of the answers that reach the threshold of their survey; null without an answer.
pub fn satisfied(m: &Inputs<'_>) -> Figure {
    let answers = last(m, M::SurveyResponses);
    opinion(m, Figure::ratio(last(m, M::SatisfiedResponses), answers), M::SurveyResponses, answers)
}

/// The share of promoters less that of detractors, in points; null without an answer.
pub fn net_promoters(m: &Inputs<'_>) -> Figure {
    let of = |measure| m.spread(Statistic::Latest(measure, M::NpsResponses));
    let (answers, promoters, detractors) = (of(M::NpsResponses), of(M::Promoters), of(M::Detractors));
    let value = money::divide_half_even(i128::from(promoters - detractors) * 1_000_000, i128::from(answers))
        .map(|points| Value::Points(float(points) / 1e4));
    let parts = [promoters, answers - promoters - detractors, detractors];
    let figure = Figure {
        value,
        denominator: Some(Value::Count(answers)),
        parts: parts.map(|part| Some(Value::Count(part))).to_vec(),
        ..Figure::default()
    };
    opinion(m, figure, M::NpsResponses, answers)
}

fn last(m: &Inputs<'_>, measure: M) -> i64 {
    m.spread(Statistic::Latest(measure, M::SurveyResponses))
}

/// A figure that says how many answers and how many customers are behind it.
fn opinion(m: &Inputs<'_>, figure: Figure, answers: M, count: i64) -> Figure {
    figure.sampled(count).of_people(m.spread(Statistic::Customers(answers)))
}
