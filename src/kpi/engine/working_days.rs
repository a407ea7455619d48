//! Working days: the days that the organization works, and how many of them reps were there.
//!
//! A rep was there on the working days from being hired to leaving; in a team, on those of its members.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{Datelike, NaiveDate, Weekday};
use entity::{holiday, rep, team_membership};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    access::Subject,
    collections::Map,
    error::Result,
    kpi::{
        GroupedInput, GroupedValues, InputKey, Span, Sums,
        engine::{fact_query::Group, view::Key},
    },
    ledger::{Dimension, PostingContext, money::WHOLE},
};

/// The days that the organization works.
pub(in crate::kpi) struct Workdays<'a> {
    book: &'a PostingContext,
    holidays: BTreeSet<NaiveDate>,
}

/// Who was there when.
struct Presence<'a> {
    workdays: Workdays<'a>,
    reps: Vec<rep::Model>,
    memberships: Vec<team_membership::Model>,
}

impl Sums {
    /// Counts the working days of slices: three statements, however many.
    pub(in crate::kpi) async fn working_slices(
        &self,
        slices: &[&GroupedInput],
        found: &mut Map<GroupedInput, GroupedValues>,
    ) -> Result<()> {
        if slices.is_empty() {
            return Ok(());
        }
        let workdays = self.workdays().await?;
        for slice in slices {
            if let InputKey::SellingDays(_, span) = slice.cell {
                found.insert((*slice).clone(), GroupedValues::Same(workdays.count(span) * WHOLE));
            }
        }
        if slices.iter().all(|slice| matches!(slice.cell, InputKey::SellingDays(..))) {
            return Ok(());
        }
        let presence = self.presence(workdays).await?;
        for slice in slices {
            let InputKey::WorkingDays(subject, span) = slice.cell else { continue };
            let teams: Option<HashSet<Uuid>> = match subject {
                Subject::Team(team) => Some(self.tree.subtree_at(team, slice.view.teams_at).into_iter().collect()),
                Subject::Organization | Subject::Rep(_) => None,
            };
            let stays: Vec<(Uuid, Option<Uuid>, i64)> = match (&teams, slice.by) {
                (Some(_), _) | (None, Some(Group::Dimension(Dimension::Team))) => presence.in_teams(span),
                (None, _) => presence.anywhere(span),
            };
            let stays = stays.into_iter().filter(|(rep, team, _)| match subject {
                Subject::Organization => true,
                Subject::Rep(id) => *rep == id,
                Subject::Team(_) => team.is_some_and(|team| teams.as_ref().is_some_and(|teams| teams.contains(&team))),
            });
            let sliced = match slice.by {
                Some(Group::Dimension(Dimension::Team)) => {
                    by_key(stays.map(|(_, team, days)| (team.map_or(Key::Nothing, Key::Id), days)))
                }
                Some(Group::Dimension(Dimension::Rep)) => by_key(stays.map(|(rep, _, days)| (Key::Id(rep), days))),
                _ => GroupedValues::Same(stays.map(|(_, _, days)| days).sum::<i64>() * WHOLE),
            };
            found.insert((*slice).clone(), sliced);
        }
        Ok(())
    }

    /// The days that the organization works.
    #[expect(clippy::disallowed_methods, reason = "the calendar is everybody's")]
    pub(in crate::kpi) async fn workdays(&self) -> Result<Workdays<'_>> {
        let holidays = holiday::Entity::find().all(&self.db).await?.into_iter().map(|holiday| holiday.day).collect();
        Ok(Workdays { book: &self.ground.book, holidays })
    }

    #[expect(clippy::disallowed_methods, reason = "counted for a subject that the viewer may measure")]
    async fn presence<'a>(&self, workdays: Workdays<'a>) -> Result<Presence<'a>> {
        let reps = rep::Entity::find().filter(rep::Column::DeletedAt.is_null()).all(&self.db).await?;
        let memberships =
            team_membership::Entity::find().filter(team_membership::Column::DeletedAt.is_null()).all(&self.db).await?;
        Ok(Presence { workdays, reps, memberships })
    }
}

fn by_key(days: impl Iterator<Item = (Key, i64)>) -> GroupedValues {
    let mut keys: BTreeMap<Key, i64> = BTreeMap::new();
    for (key, days) in days {
        *keys.entry(key).or_default() += days * WHOLE;
    }
    GroupedValues::Keys(keys)
}

impl Presence<'_> {
    /// The working days of each rep.
    fn anywhere(&self, span: Span) -> Vec<(Uuid, Option<Uuid>, i64)> {
        self.reps.iter().map(|rep| (rep.id, None, self.workdays.count(clip(span, rep.hired_on, rep.left_on)))).collect()
    }

    /// The working days of each rep in each team.
    fn in_teams(&self, span: Span) -> Vec<(Uuid, Option<Uuid>, i64)> {
        let there: HashMap<Uuid, Span> =
            self.reps.iter().map(|rep| (rep.id, clip(span, rep.hired_on, rep.left_on))).collect();
        self.memberships
            .iter()
            .filter_map(|row| {
                let days = self.workdays.count(clip(*there.get(&row.rep_id)?, row.starts_on, row.ends_on));
                Some((row.rep_id, Some(row.team_id), days))
            })
            .collect()
    }
}

fn clip(span: Span, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Span {
    Span { from: span.from.max(from), to: to.map_or(span.to, |to| span.to.min(to)) }
}

impl Workdays<'_> {
    /// How many days of a span are worked.
    pub(in crate::kpi) fn count(&self, span: Span) -> i64 {
        let Some(from) = span.from.filter(|from| *from < span.to) else { return 0 };
        let works = |weekday: Weekday| self.book.works_on(weekday);
        let days = (span.to - from).num_days();
        let a_week =
            std::iter::successors(Some(Weekday::Mon), |day| Some(day.succ())).take(7).filter(|day| works(*day));
        let rest = usize::try_from(days % 7).unwrap_or(0);
        let rest =
            std::iter::successors(Some(from.weekday()), |day| Some(day.succ())).take(rest).filter(|day| works(*day));
        let off = self.holidays.range(from..span.to).filter(|day| works(day.weekday()));
        let number = |count: usize| i64::try_from(count).unwrap_or(0);
        days / 7 * number(a_week.count()) + number(rest.count()) - number(off.count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::samples;

    fn span(from: &str, to: &str) -> Span {
        Span { from: Some(from.parse().unwrap()), to: to.parse().unwrap() }
    }

    #[test]
    fn working_days_leave_out_the_week_end_and_holidays() {
        let book = samples::paris();
        // New Year's Day is a Thursday, the 4th of January a Sunday that nobody works anyway.
        let holidays = ["2026-01-01", "2026-01-04"].map(|day| day.parse().unwrap()).into();
        let workdays = Workdays { book: &book, holidays };
        assert_eq!(workdays.count(span("2026-01-01", "2026-04-01")), 63);
        assert_eq!(workdays.count(span("2026-01-01", "2026-03-01")), 41);
        assert_eq!(workdays.count(span("2026-02-28", "2026-03-02")), 0, "a Saturday and a Sunday");
        assert_eq!(workdays.count(span("2026-03-02", "2026-03-02")), 0);
    }
}
