//! Corrections that turn losses by day into losses of the customers active when a period began. Pure.
//!
//! Retention asks which of the customers that were active when a period began are lost when it ends, and asks whoever held
//! them when it began. Losses count on their day, for whoever held the customer last. The two are nearly always the same, so
//! that only their difference is stated: over any first days of a unit, losses and difference sum up to who is lost.

use chrono::NaiveDate;

use super::facts::{Claim, Stay};
use crate::ledger::{CalendarUnit, Facts, Measure, PostingContext};

/// States the differences of all units in which a customer was lost.
pub(super) fn differ(context: &PostingContext, facts: &mut Facts<'_>, stays: &[Stay<'_>]) {
    for unit in CalendarUnit::ALL {
        for (place, stay) in stays.iter().enumerate() {
            let Some(lost_on) = stay.to else { continue };
            let begins = unit.first_day(lost_on);
            let eve = begins.pred_opt().unwrap_or(begins);
            let at_start = Holding { claim: held_before(stays, begins), team_on: eve };
            let last = Holding { claim: Some(stay.last()), team_on: lost_on };
            let measure = unit.loss_difference();
            at_start.state(context, facts, lost_on, measure, 1);
            last.state(context, facts, lost_on, measure, -1);
            let back_on = stays.get(place + 1).map(|next| next.from);
            if let Some(back_on) = back_on.filter(|day| unit.first_day(*day) == begins) {
                at_start.state(context, facts, back_on, measure, -1);
            }
        }
    }
}

/// The win or contract by which the customer was held on the day before one; `None` when nobody held it.
fn held_before<'a, 'b>(stays: &'a [Stay<'b>], day: NaiveDate) -> Option<&'a Claim<'b>> {
    let stay = stays.iter().rfind(|stay| stay.from < day)?;
    if stay.to.is_some_and(|to| to < day) {
        return None;
    }
    Some(stay.further.iter().rfind(|claim| claim.from < day).unwrap_or(&stay.first))
}

/// Those who hold a customer, in their teams of a day.
struct Holding<'a, 'b> {
    claim: Option<&'a Claim<'b>>,
    team_on: NaiveDate,
}

impl Holding<'_, '_> {
    fn state(&self, context: &PostingContext, facts: &mut Facts<'_>, day: NaiveDate, measure: Measure, sign: i64) {
        for (rep, share) in self.claim.iter().flat_map(|claim| &claim.shares) {
            let team = rep.and_then(|rep| context.team(rep, self.team_on));
            facts.state_in(day, *rep, team, measure, sign * share);
        }
    }
}
