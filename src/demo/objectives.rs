//! Objectives of the demo: revenue by quarter and year, for reps, teams and the organization.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use entity::objective;
use uuid::Uuid;

use super::{company::Company, market::CURRENCY, staff::Rep};
use crate::kpi::Kpi;

/// What a rep brings in a quarter for each deal that the company has for each rep in three years, in minor units.
const A_DEAL: i64 = 200_000;

/// What a quarter of the year brings, in hundredths of an ordinary one.
const SEASON: [i64; 4] = [96, 106, 97, 101];

/// How much more is expected from year to year, in hundredths.
const GROWTH: i64 = 5;

/// What is expected of somebody who came less than half a year before, in hundredths.
const LEARNING: i64 = 60;

/// To what objectives are rounded, in minor units.
const STEP: i64 = 100_000;

/// Whose an objective is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Company,
    Team(Uuid),
    Rep(Uuid),
}

/// An objective's days: the first, and the first after the last.
type Span = (NaiveDate, NaiveDate);

impl Company {
    /// Sets the objectives of all years that the company looks back on, and of the present one.
    pub(super) fn set_objectives(&mut self, at: DateTime<Utc>) {
        let mut targets: BTreeMap<(Whose, Span), i64> = BTreeMap::new();
        for quarter in self.quarters() {
            for rep in self.staff.reps.iter().filter(|rep| rep.is_here(quarter.0)) {
                let target = self.quota(rep, quarter.0);
                let teams = self.staff.line(rep.team(quarter.0)).into_iter().map(Whose::Team);
                for whose in [Whose::Company, Whose::Rep(rep.id)].into_iter().chain(teams) {
                    *targets.entry((whose, quarter)).or_default() += target;
                    *targets.entry((whose, year(quarter.0))).or_default() += target;
                }
            }
        }
        for ((whose, span), target) in targets {
            let row = self.objective(whose, span, target, at);
            self.batch.objectives.push(row);
        }
    }

    /// The quarters of the years that the calendar touches.
    fn quarters(&self) -> Vec<Span> {
        let years = self.calendar.first.year()..=self.calendar.today.year();
        let starts = years.flat_map(|year| {
            [1, 4, 7, 10].into_iter().filter_map(move |month| NaiveDate::from_ymd_opt(year, month, 1))
        });
        starts.map(|from| (from, plus(from, 3))).collect()
    }

    /// What a rep is to bring in the quarter that begins on a day.
    fn quota(&self, rep: &Rep, from: NaiveDate) -> i64 {
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let ordinary = A_DEAL.saturating_mul(whole(self.size.deals)) / whole(self.size.reps).max(1);
        let season = usize::try_from(from.month0() / 3).ok().and_then(|quarter| SEASON.get(quarter)).unwrap_or(&100);
        let years = i64::from(from.year() - self.calendar.today.year());
        let is_learning = rep.hired_on > from.checked_sub_days(Days::new(182)).unwrap_or(from);
        let experience = if is_learning { LEARNING } else { 100 };
        let target = ordinary * season / 100 * (100 + years * GROWTH) / 100 * experience / 100;
        (target / STEP).max(1) * STEP
    }

    fn objective(
        &mut self,
        whose: Whose,
        (starts_on, ends_on): Span,
        target: i64,
        at: DateTime<Utc>,
    ) -> objective::Model {
        let (team_id, rep_id) = match whose {
            Whose::Company => (None, None),
            Whose::Team(team) => (Some(team), None),
            Whose::Rep(rep) => (None, Some(rep)),
        };
        let manager = self.staff.teams.iter().find(|team| Some(team.id) == team_id).map(|team| team.manager);
        objective::Model {
            id: self.ids.at(at),
            kpi: Kpi::Revenue.definition().field.to_owned(),
            team_id,
            rep_id,
            starts_on,
            ends_on,
            target,
            currency: Some(CURRENCY.to_owned()),
            owner_id: manager,
            rationale: None,
            version: 1,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        }
    }
}

/// The year of a day.
fn year(day: NaiveDate) -> Span {
    let from = NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day);
    (from, plus(from, 12))
}

fn plus(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(day)
}
