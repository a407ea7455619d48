//! From which time in a stage on deals are ageing, stage by stage: what [`ageing`](crate::kpi::engine::ageing) holds them against.

use std::{collections::BTreeSet, sync::Arc};

use async_graphql::{ID, SimpleObject};

use crate::{
    access::{Reach, Subject},
    error::Result,
    graphql::{Count, Days, request::Request, scalars::float},
    kpi::{
        GroupedValues, InputKey, Question, Span, Statistic, Sums,
        engine::{
            evaluate::grouped,
            fact_query::Group,
            input::a_year_before,
            view::{Key, View},
        },
        insight::breakdown::{label, written},
        suppression::{contributor_counts, groups},
    },
    ledger::{self, money::WHOLE},
};

/// From which time on open deals of a stage are ageing.
#[derive(SimpleObject)]
#[graphql(name = "KpiAgeingThreshold")]
pub struct AgeingThreshold {
    /// The id of the stage.
    pub stage: ID,
    /// What it is called; null when it is deleted.
    pub label: Option<String>,
    /// The time in the stage that three in four of the deals won did not exceed.
    pub days: Days,
    /// How many deals were won that went through the stage. Null when you may not read everybody's figures.
    pub wins: Option<Count>,
}

/// The thresholds of a question about ageing deals, by the label of the stage: everybody's wins make them, whosever
/// deals are held against them. Who may not read everybody's figures is told those alone that enough reps made together.
pub async fn read(request: &Request, view: &Arc<View>, question: Question) -> Result<Vec<AgeingThreshold>> {
    let reads_all = matches!(request.viewer.reach(), Reach::Everything);
    let is_whole = view.is_plain() && groups::Unit::of(request.calendar(), question.period).is_some();
    if !reads_all && !is_whole {
        return Err(contributor_counts::too_fine());
    }
    let least = if reads_all { 0 } else { i64::from(request.organization.group_minimum) * WHOLE };
    let sums = Sums::of(request);
    let tomorrow = sums.loader().day_of(view).succ_opt().unwrap_or(question.period.to);
    let to = question.period.to.min(tomorrow);
    let span = Span { from: Some(a_year_before(to)), to };
    let cell = |spread| InputKey::Statistic(Subject::Organization, spread, span);
    let [days, wins, winners] =
        [Statistic::LongStay, Statistic::Records(ledger::Measure::WonStages), Statistic::StayWinners].map(cell);
    let by = ledger::Dimension::Stage;
    let read = grouped(sums, view, [days, wins, winners], Group::Dimension(by)).await?;
    let number = |cell: &InputKey, key: &Key| read.get(cell).map_or(0, |sliced| sliced.of(key));
    let keys: BTreeSet<&Key> = read.values().flat_map(GroupedValues::keys).collect();
    let may_tell = |key: &&Key| number(&wins, key) > 0 && number(&days, key) >= 0 && number(&winners, key) >= least;
    let keys: Vec<&Key> = keys.into_iter().filter(may_tell).collect();
    let labels = futures_util::future::join_all(keys.iter().map(|key| label(request, by, key))).await;
    let mut thresholds = Vec::with_capacity(keys.len());
    for (key, label) in keys.into_iter().zip(labels) {
        let (Some(stage), label) = (written(by, key), label?) else { continue };
        let days = Days(float(number(&days, key)) / 86_400.0);
        let wins = reads_all.then(|| Count(number(&wins, key)));
        thresholds.push(AgeingThreshold { stage: ID(stage), label, days, wins });
    }
    thresholds.sort_by(|one, other| one.label.cmp(&other.label));
    Ok(thresholds)
}
