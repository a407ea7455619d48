//! From which time in a stage on deals are ageing, stage by stage: what [`ageing`](super::ageing) holds them against.

use std::{collections::BTreeSet, sync::Arc};

use async_graphql::SimpleObject;

use super::{
    Cell, Question, Sliced, Span, Spread,
    breakdown::{label, written},
    evaluate::told_apart,
    pull::Group,
    spread::a_year_before,
    view::{Key, View},
};
use crate::{
    access::{Reach, Subject},
    api::{Count, Days, scalars::float},
    error::Result,
    ledger::{self, money::WHOLE},
    request::Request,
};

/// From which time on open deals of a stage are ageing.
#[derive(SimpleObject)]
#[graphql(name = "KpiAgeingThreshold")]
pub struct AgeingThreshold {
    /// The id of the stage.
    pub stage: Option<String>,
    /// What it is called; null when it is deleted.
    pub label: Option<String>,
    /// The time in the stage that three in four of the deals won did not exceed.
    /// Null when fewer reps than the organization's `groupMinimum` won them and you may not read everybody's figures.
    pub days: Option<Days>,
    /// How many deals were won that went through the stage.
    pub wins: Count,
}

/// The thresholds of a question about ageing deals, by the label of the stage.
pub async fn read(request: &Request, view: &Arc<View>, question: Question) -> Result<Vec<AgeingThreshold>> {
    let sums = &request.loaders.sums;
    let tomorrow = sums.loader().day_of(view).succ_opt().unwrap_or(question.period.to);
    let to = question.period.to.min(tomorrow);
    let span = Span { from: Some(a_year_before(to)), to };
    let cell = |spread| Cell::Spread(Subject::Organization, spread, span);
    let [days, wins, winners] =
        [Spread::LongStay, Spread::Records(ledger::Measure::WonStages), Spread::StayWinners].map(cell);
    let by = ledger::Dimension::Stage;
    let read = told_apart(sums, view, [days, wins, winners], Group::Dimension(by)).await?;
    let number = |cell: &Cell, key: &Key| read.get(cell).map_or(0, |sliced| sliced.of(key));
    let keys: BTreeSet<&Key> = read.values().flat_map(Sliced::keys).collect();
    let least = match request.viewer.reach() {
        Reach::Everything => 0,
        _ => i64::from(request.organization.group_minimum) * WHOLE,
    };
    let keys: Vec<&Key> = keys.into_iter().filter(|key| number(&wins, key) > 0).collect();
    let labels = futures_util::future::join_all(keys.iter().map(|key| label(request, by, key))).await;
    let mut thresholds = Vec::with_capacity(keys.len());
    for (key, label) in keys.into_iter().zip(labels) {
        let may_tell = number(&winners, key) >= least;
        thresholds.push(AgeingThreshold {
            stage: written(by, key),
            label: label?,
            days: Some(number(&days, key)).filter(|seconds| may_tell && *seconds >= 0).map(days_of),
            wins: Count(number(&wins, key)),
        });
    }
    thresholds.sort_by(|one, other| one.label.cmp(&other.label));
    Ok(thresholds)
}

fn days_of(seconds: i64) -> Days {
    Days(float(seconds) / 86_400.0)
}
