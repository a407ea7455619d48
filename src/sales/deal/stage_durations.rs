//! The facts of the stages that a deal went through. Pure.
//!
//! A stay counts on the day it began, and so does what became of it: of the deals that came into a stage some went on, some
//! were lost or dropped, some went back, and the rest is still there. A stage passed over counts as passed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::deal;
use uuid::Uuid;

use super::state::{DealState, Snapshot};
use crate::ledger::{Facts, Measure, PostingContext, money::WHOLE};

/// A deal in a stage.
struct Stay {
    stage: Uuid,
    since: DateTime<Utc>,
    /// Whose it was at first.
    first: Option<Uuid>,
    /// Whose it was last.
    last: Option<Uuid>,
}

impl Stay {
    /// States what became of it, and how long it took; answers that.
    fn end(&self, context: &PostingContext, facts: &mut Facts<'_>, at: DateTime<Utc>, outcome: Measure) -> i64 {
        facts.with(|dimensions| dimensions.stage = Some(self.stage));
        facts.state(context.day(self.since), self.first, outcome, WHOLE);
        let seconds = (context.local(at) - context.local(self.since)).num_seconds().max(0);
        facts.state(context.day(at), self.last, Measure::StageSeconds, seconds);
        facts.state(context.day(at), self.last, Measure::StageStays, WHOLE);
        facts.with(|dimensions| dimensions.stage = None);
        seconds
    }
}

impl DealState {
    /// The stages it came to, how it left them and how long it stayed. A deal that was closed and reopened was in its stage
    /// all along.
    pub(super) fn stays(&self, context: &PostingContext, facts: &mut Facts<'_>) {
        let mut stay: Option<Stay> = None;
        let mut times: BTreeMap<Uuid, i64> = BTreeMap::new();
        for look in self.history.iter().filter(|look| look.status == deal::Status::Open) {
            let mut since = look.from_at;
            match &mut stay {
                Some(stay) if stay.stage == look.stage => {
                    stay.last = look.owner;
                    continue;
                }
                Some(stay) => {
                    let outcome = if look.route.is_back { Measure::StagesBack } else { Measure::StagesAdvanced };
                    *times.entry(stay.stage).or_default() += stay.end(context, facts, look.from_at, outcome);
                    self.passed(context, facts, look, look.from_at);
                }
                // The first look holds since the opening, even if the row was written later.
                None => since = self.deal.opened_at.unwrap_or(since),
            }
            facts.with(|dimensions| dimensions.stage = Some(look.stage));
            facts.state(context.day(since), look.owner, Measure::StagesEntered, WHOLE);
            facts.with(|dimensions| dimensions.stage = None);
            stay = Some(Stay { stage: look.stage, since, first: look.owner, last: look.owner });
        }
        let (Some(stay), Some(at)) = (stay, self.deal.closed_at) else { return };
        let outcome = match self.deal.status {
            deal::Status::Open => return,
            deal::Status::Won => Measure::StagesAdvanced,
            deal::Status::Lost if self.counts_as_loss => Measure::StagesLost,
            deal::Status::Lost => Measure::StagesDropped,
        };
        *times.entry(stay.stage).or_default() += stay.end(context, facts, at, outcome);
        if self.deal.status == deal::Status::Won {
            for (stage, seconds) in times {
                facts.with(|dimensions| dimensions.stage = Some(stage));
                facts.state(context.day(at), stay.last, Measure::WonStageSeconds, seconds);
                facts.state(context.day(at), stay.last, Measure::WonStages, WHOLE);
            }
            facts.with(|dimensions| dimensions.stage = None);
        }
        let closing = self.history.iter().rev().take_while(|look| look.status != deal::Status::Open).last();
        if let (Some(closing), deal::Status::Won) = (closing, self.deal.status) {
            self.passed(context, facts, closing, at);
        }
    }

    /// The stages that were passed over on the way to a look.
    fn passed(&self, context: &PostingContext, facts: &mut Facts<'_>, look: &Snapshot, at: DateTime<Utc>) {
        for stage in &look.route.passed {
            facts.with(|dimensions| dimensions.stage = Some(*stage));
            facts.state(context.day(at), look.owner, Measure::StagesPassed, WHOLE);
        }
        facts.with(|dimensions| dimensions.stage = None);
    }
}
