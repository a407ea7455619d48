//! Working days: how many days reps were there to work.
//!
//! The weekdays on which each rep was hired and not gone; in a team, those of its members on that day.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use entity::{rep, team_membership};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{Cell, Slice, Sliced, Span, Sums, pull::Group, view::Key};
use crate::{
    access::Subject,
    error::Result,
    ledger::{Dimension, money::WHOLE},
};

/// Who was there when.
struct Presence {
    reps: Vec<rep::Model>,
    memberships: Vec<team_membership::Model>,
}

impl Sums {
    /// Counts the working days of slices: two statements, however many.
    pub(super) async fn working_slices(&self, slices: &[&Slice], found: &mut HashMap<Slice, Sliced>) -> Result<()> {
        if slices.is_empty() {
            return Ok(());
        }
        let presence = self.presence().await?;
        for slice in slices {
            let Cell::WorkingDays(subject, span) = slice.cell else { continue };
            // Days at work are no facts: nothing of them was ever adjusted.
            if slice.view.is_adjusted {
                found.insert((*slice).clone(), Sliced::Same(0));
                continue;
            }
            let teams: Option<HashSet<Uuid>> = match subject {
                Subject::Team(team) => Some(self.tree.subtree([team]).into_iter().collect()),
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
                _ => Sliced::Same(stays.map(|(_, _, days)| days).sum::<i64>() * WHOLE),
            };
            found.insert((*slice).clone(), sliced);
        }
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "counted for a subject that the viewer may measure")]
    async fn presence(&self) -> Result<Presence> {
        let reps = rep::Entity::find().filter(rep::Column::DeletedAt.is_null()).all(&self.db).await?;
        let memberships =
            team_membership::Entity::find().filter(team_membership::Column::DeletedAt.is_null()).all(&self.db).await?;
        Ok(Presence { reps, memberships })
    }
}

fn by_key(days: impl Iterator<Item = (Key, i64)>) -> Sliced {
    let mut keys: BTreeMap<Key, i64> = BTreeMap::new();
    for (key, days) in days {
        *keys.entry(key).or_default() += days * WHOLE;
    }
    Sliced::Keys(keys)
}

impl Presence {
    /// The working days of each rep.
    fn anywhere(&self, span: Span) -> Vec<(Uuid, Option<Uuid>, i64)> {
        self.reps.iter().map(|rep| (rep.id, None, weekdays(clip(span, rep.hired_on, rep.left_on)))).collect()
    }

    /// The working days of each rep in each team.
    fn in_teams(&self, span: Span) -> Vec<(Uuid, Option<Uuid>, i64)> {
        let there: HashMap<Uuid, Span> =
            self.reps.iter().map(|rep| (rep.id, clip(span, rep.hired_on, rep.left_on))).collect();
        self.memberships
            .iter()
            .filter_map(|row| {
                let days = weekdays(clip(*there.get(&row.rep_id)?, row.starts_on, row.ends_on));
                Some((row.rep_id, Some(row.team_id), days))
            })
            .collect()
    }
}

fn clip(span: Span, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Span {
    Span { from: span.from.max(from), to: to.map_or(span.to, |to| span.to.min(to)) }
}
/// How many days from Monday to Friday a span has.
fn weekdays(span: Span) -> i64 {
    let Some(from) = span.from.filter(|from| *from < span.to) else { return 0 };
    let days = (span.to - from).num_days();
    let whole_weeks = days / 7;
    let first = i64::from(from.weekday().num_days_from_monday());
    let rest = (0..days % 7).filter(|day| (first + day) % 7 < 5).count();
    whole_weeks * 5 + i64::try_from(rest).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Span {
        Span { from: Some(from.parse().unwrap()), to: to.parse().unwrap() }
    }

    #[test]
    fn weekdays_leave_out_the_week_end() {
        assert_eq!(weekdays(span("2026-01-01", "2026-04-01")), 64, "63 working days and New Year's Day");
        assert_eq!(weekdays(span("2026-02-28", "2026-03-02")), 0, "a Saturday and a Sunday");
        assert_eq!(weekdays(span("2026-03-02", "2026-03-02")), 0);
    }
}
