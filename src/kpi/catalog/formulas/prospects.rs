//! Formulas of the file of prospects. Pure.

use crate::{
    graphql::scalars::float,
    kpi::{Figure, Inputs, engine::figure::Value},
    ledger::Measure as M,
};

/// A sum of scores in a number of things, each in ten-thousandths.
fn mean(sum: i64, count: i64) -> Option<Value> {
    (count != 0).then(|| Value::Ratio(float(sum) / float(count)))
}

/// Which share of the prospects is qualified; beside it the mean score, how many have one or none, and the bands.
pub fn qualification(m: &Inputs<'_>) -> Figure {
    let prospects = m.balance(M::Prospects);
    let bands = [
        M::ProspectsInFirstQuarter,
        M::ProspectsInSecondQuarter,
        M::ProspectsInThirdQuarter,
        M::ProspectsInLastQuarter,
    ]
    .map(|band| m.balance(band));
    let scored = bands.iter().sum();
    let counts = [scored, prospects - scored].into_iter().chain(bands);
    let mut parts = vec![mean(m.balance(M::ProspectScores), scored)];
    parts.extend(counts.map(|number| Some(Value::Count(number))));
    Figure { parts, ..Figure::ratio(m.balance(M::QualifiedProspects), prospects) }
}

/// Which share of what must be known of prospects is known; beside it how many prospects there are.
pub fn completeness(m: &Inputs<'_>) -> Figure {
    let parts = vec![Some(Value::Count(m.balance(M::Prospects)))];
    Figure { parts, ..Figure::ratio(m.balance(M::RequiredKeyFactsFilled), m.balance(M::KeyFactsRequired)) }
}

/// How many key facts are known.
fn filled(m: &Inputs<'_>) -> i64 {
    m.balance(M::RequiredKeyFactsFilled) + m.balance(M::FurtherKeyFactsFilled)
}

/// How many key facts are known of prospects.
pub fn known(m: &Inputs<'_>) -> Figure {
    Figure::count(filled(m))
}

/// Which share of what is known was found to hold lately.
pub fn freshness(m: &Inputs<'_>) -> Figure {
    Figure::ratio(m.balance(M::KeyFactsFresh), filled(m))
}

/// The mean of the first scores of the leads received; beside it that of their latest, and how many were received.
pub fn quality(m: &Inputs<'_>) -> Figure {
    let scored = m.sum(M::ScoredLeads);
    let parts = vec![mean(m.sum(M::LatestScores), scored), Some(Value::Count(m.sum(M::LeadsReceived)))];
    Figure { parts, ..Figure::ratio(m.sum(M::FirstScores), scored) }
}
