//! Formulas of the file of prospects. Pure.

use crate::{
    kpi::catalog::{
        expression::{Terms, at_end},
        formula::{Formula, count, ratio},
    },
    ledger::Measure as M,
};

/// Which share of the prospects is qualified; beside it the mean score, how many have one or none, and the bands.
pub fn qualification() -> Formula {
    let bands = || {
        [M::ProspectsInFirstQuarter, M::ProspectsInSecondQuarter, M::ProspectsInThirdQuarter, M::ProspectsInLastQuarter]
            .map(at_end)
    };
    let scored = || bands().into_iter().fold(Terms::default(), |sum, band| sum + band);
    let formula = ratio(at_end(M::QualifiedProspects), at_end(M::Prospects))
        .part(ratio(at_end(M::ProspectScores), scored()))
        .part(count(scored()))
        .part(count(at_end(M::Prospects) - scored()));
    bands().into_iter().fold(formula, |formula, band| formula.part(count(band)))
}
