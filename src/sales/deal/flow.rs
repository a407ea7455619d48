//! The facts of the pipeline waterfall and of data hygiene. Pure.
//!
//! Invariant: over any days, for any rep or team, what entered, grew and moved in less what shrank, moved out, was won and
//! was lost is by how much the open amount changed.

use chrono::NaiveDate;
use entity::deal;
use uuid::Uuid;

use super::{
    facts::Stretch,
    state::{DealState, Snapshot},
};
use crate::ledger::{Days, Facts, Measure, PostingContext, money::WHOLE};

/// What a deal counts for in one place of the open pipeline.
#[derive(Clone, Copy)]
struct Place {
    since: NaiveDate,
    owner: Option<Uuid>,
    team: Option<Uuid>,
    value: i64,
}

impl Place {
    fn state(self, facts: &mut Facts<'_>, day: NaiveDate, measure: Measure, value: i64) {
        facts.state_in(day, self.owner, self.team, measure, value);
    }
}

impl DealState {
    /// What moved the open amount, from the day the deal was opened to the day it was closed.
    pub(super) fn flows(&self, context: &PostingContext, facts: &mut Facts<'_>, stretches: &[Stretch<'_>]) {
        let mut last: Option<Place> = None;
        for stretch in stretches {
            let value = stretch.value(context).flatten().unwrap_or(0);
            let owner = stretch.look.owner;
            for since in stretch.days(context) {
                let team = owner.and_then(|owner| context.team(owner, since));
                let place = Place { since, owner, team, value };
                match last {
                    None => place.state(facts, since, Measure::PipelineEntered, value),
                    Some(before) => change(facts, before, place),
                }
                last = Some(place);
            }
        }
        let closed_on = self.deal.closed_at.map(|at| context.day(at));
        let outcome = match self.deal.status {
            deal::Status::Open => return,
            deal::Status::Won => Measure::PipelineWon,
            deal::Status::Lost => Measure::PipelineLost,
        };
        let (Some(last), Some(closed_on)) = (last.or_else(|| self.passing(context)), closed_on) else { return };
        if stretches.is_empty() {
            last.state(facts, closed_on, Measure::PipelineEntered, last.value);
        }
        last.state(facts, closed_on, outcome, last.value);
    }

    /// Where a deal would have stood that was opened and closed on the same day.
    fn passing(&self, context: &PostingContext) -> Option<Place> {
        let look = self.history.iter().rfind(|look| look.status == deal::Status::Open)?;
        let since = context.day(self.deal.closed_at?);
        let team = look.owner.and_then(|owner| context.team(owner, since));
        Some(Place { since, owner: look.owner, team, value: context.convert(look.amount?, &look.currency, since)? })
    }

    /// An open deal while its expected day has passed, or else while it has no amount.
    pub(super) fn untidy(&self, facts: &mut Facts<'_>, look: &Snapshot, days: Days, team: Option<Uuid>) {
        let overdue = look.expected_close_on.and_then(|day| day.succ_opt());
        let turns = overdue.max(days.from);
        let is_overdue = overdue.is_some() && days.to.is_none_or(|to| turns.is_some_and(|turns| turns < to));
        let mut stands = |from: Option<NaiveDate>, to: Option<NaiveDate>, measure: Measure| {
            for (day, sign) in [(from, 1), (to, -1)] {
                if let Some(day) = day {
                    facts.state_in(day, look.owner, team, measure, sign * WHOLE);
                }
            }
        };
        if is_overdue {
            stands(turns, days.to, Measure::OverdueDeals);
        }
        let tidied = if is_overdue { turns } else { days.to };
        if look.amount.is_none() && tidied != days.from {
            stands(days.from, tidied, Measure::UnpricedDeals);
        }
    }
}

/// From one place to the next: to whom the amount moves first, then what it becomes there.
fn change(facts: &mut Facts<'_>, before: Place, after: Place) {
    if (before.owner, before.team) != (after.owner, after.team) {
        before.state(facts, after.since, Measure::PipelineMovedOut, before.value);
        after.state(facts, after.since, Measure::PipelineMovedIn, before.value);
    }
    let grown = after.value - before.value;
    let measure = if grown > 0 { Measure::PipelineIncreased } else { Measure::PipelineDecreased };
    after.state(facts, after.since, measure, grown.abs());
}
