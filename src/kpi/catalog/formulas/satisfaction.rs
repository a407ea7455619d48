//! Formulas over what customers answered. Pure.
//!
//! Of several answers of a customer to one survey within the period, the last counts. Scales differ, so answers are never
//! averaged as they are: each becomes a number from 0, the worst of its scale, to 1, the best.

use crate::{
    graphql::scalars::float,
    kpi::{
        Figure, Statistic, Value,
        catalog::{
            expression::statistic,
            formula::{Formula, code},
        },
    },
    ledger::{Measure as M, money},
};

const fn last(measure: M) -> Statistic {
    Statistic::Latest(measure, M::NpsResponses)
}

/// The share of promoters less that of detractors, in points.
pub fn net_promoters() -> Formula {
    let [answers, promoters, detractors] =
        [M::NpsResponses, M::Promoters, M::Detractors].map(|measure| statistic(last(measure)));
    code((promoters - detractors) / answers * 100, &[], |m| {
        let of = |measure| m.statistic(last(measure));
        let (answers, promoters, detractors) = (of(M::NpsResponses), of(M::Promoters), of(M::Detractors));
        let value = money::divide_half_even(i128::from(promoters - detractors) * 1_000_000, i128::from(answers))
            .map(|points| Value::Points(float(points) / 1e4));
        let parts = [promoters, answers - promoters - detractors, detractors];
        Figure {
            value,
            denominator: Some(Value::Count(answers)),
            parts: parts.map(|part| Some(Value::Count(part))).to_vec(),
            ..Figure::default()
        }
    })
    .sampled()
    .opinion_of(Statistic::Customers(M::NpsResponses))
}
