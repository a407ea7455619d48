//! Leaderboards: the reps of a team, ranked by a KPI.

use std::{cmp::Ordering, sync::Arc};

use async_graphql::{Context, ID, Object, SimpleObject, parser::types::SelectionSet};
use entity::{Kind, rep};
use uuid::Uuid;

use crate::{
    access::{Reach, Scoped, Subject},
    error::{Error, Result},
    graphql::{
        id,
        json::{Json, Written},
        period::{PeriodInput, ResolvedPeriod},
        plain::{self, Plain, Plainly},
        request::Request,
    },
    kpi::{Amount, Direction, Kpi, Question, Sums, Value, engine::evaluate::evaluate, rank_period},
    organization::rep::Rep,
};

/// The longest leaderboard.
const LONGEST: i32 = 500;

/// Reps ranked by a KPI.
#[derive(SimpleObject)]
pub struct Leaderboard {
    /// What they are ranked by.
    pub kpi: Kpi,
    /// The resolved period.
    pub period: ResolvedPeriod,
    /// The reps, best first; those without a figure come last.
    pub entries: Vec<Plainly<LeaderboardEntry>>,
    /// Your own entry, whatever its rank; null when you have none.
    pub you: Option<Plainly<LeaderboardEntry>>,
}

/// A rep's place on a leaderboard.
#[derive(SimpleObject, Clone)]
pub struct LeaderboardEntry {
    /// The rank; equal figures share one: 1, 2, 2, 4.
    /// Null without a figure.
    pub rank: Option<i32>,
    /// The rep.
    pub rep: Plainly<Rep>,
    /// The figure.
    /// Null when there is none, or when the team does not share it with its members.
    pub value: Option<Amount>,
}

impl Plain for LeaderboardEntry {
    fn write(&self, json: &mut Json, name: &str, below: &SelectionSet, request: &Request) -> Written {
        match name {
            "rank" => json.serialized(&self.rank),
            "rep" => plain::selected(json, &self.rep.0, below, request),
            "value" => json.or_null(self.value.as_ref(), |json, value| value.write(json, below)),
            _ => None,
        }
    }
}

/// Reading leaderboards.
#[derive(Default)]
pub struct LeaderboardQuery;

#[Object]
impl LeaderboardQuery {
    /// The reps of a team and all below it, ranked by a KPI.
    /// Reps see the ranks of their own team. They see others' figures only if the team shares them; otherwise the
    /// period must be a calendar month, quarter or year.
    async fn leaderboard(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The KPI to rank by.")] kpi: Kpi,
        #[graphql(desc = "The period.")] period: PeriodInput,
        #[graphql(desc = "The team.\nDefault: a rep's own team, a manager's teams, everybody for admins.")]
        within: Option<ID>,
        #[graphql(desc = "The number of entries, 1 to 500 (default: 100).")] first: Option<i32>,
    ) -> Option<Result<Leaderboard>> {
        Some(read(ctx, kpi, period, within, first.unwrap_or(100)).await)
    }
}

async fn read(ctx: &Context<'_>, kpi: Kpi, period: PeriodInput, within: Option<ID>, first: i32) -> Result<Leaderboard> {
    let request = Request::signed_in(ctx)?;
    let first = usize::try_from(first)
        .ok()
        .filter(|_| (1..=LONGEST).contains(&first))
        .ok_or_else(|| Error::bad_input(format!("`first` must be from 1 to {LONGEST}.")))?;
    let team = within.map(|team| id::parse(Kind::Team, &team, &["within"])).transpose()?;
    let shows_figures = allowed(request, team)?;
    let period = request.calendar().resolve(period, request.today)?;
    if !shows_figures {
        rank_period(request, period)?;
    }
    let reps = members(request, team).await?;
    let questions: Vec<Question> =
        reps.iter().map(|rep| Question { kpi, subject: Subject::Rep(rep.id), period }).collect();
    let figures = evaluate(Sums::of(request), &Arc::default(), &questions).await?;
    let mut scored: Vec<(rep::Model, Option<Value>)> =
        reps.into_iter().zip(figures).map(|(rep, figure)| (rep, figure.value)).collect();
    let lower_is_better = kpi.definition().direction == Direction::Lower;
    scored.sort_by(|(rep, value), (other_rep, other)| {
        better_first(*value, *other, lower_is_better)
            .then_with(|| rep.name.cmp(&other_rep.name))
            .then_with(|| rep.id.cmp(&other_rep.id))
    });
    let own = request.viewer.rep();
    let currency = &request.organization.currency;
    let ranks = ranks(&scored.iter().map(|(_, value)| *value).collect::<Vec<_>>());
    let mut entries: Vec<(Uuid, Plainly<LeaderboardEntry>)> = scored
        .into_iter()
        .zip(ranks)
        .map(|((rep, value), rank)| {
            let shown = shows_figures || own == Some(rep.id);
            let value = value.filter(|_| shown).map(|value| Amount::new(value, currency));
            (rep.id, Plainly(LeaderboardEntry { rank, rep: Plainly(Rep(rep)), value }))
        })
        .collect();
    let you = entries.iter().find(|(rep, _)| own == Some(*rep)).map(|(_, entry)| entry.clone());
    entries.truncate(first);
    Ok(Leaderboard { kpi, period: period.into(), entries: entries.into_iter().map(|(_, entry)| entry).collect(), you })
}

/// Whether the viewer may read the leaderboard at all, and all its figures.
fn allowed(request: &Request, team: Option<Uuid>) -> Result<bool> {
    match request.viewer.reach() {
        Reach::Everything => Ok(true),
        Reach::Teams { teams, .. } if team.is_none_or(|team| teams.contains(&team)) => Ok(true),
        Reach::Own(Some(member)) => match &member.team {
            Some(own) if team.is_none_or(|team| team == own.id) => Ok(own.shares_leaderboard),
            Some(_) | None => Err(Error::forbidden()),
        },
        // A token that reads totals reads nobody's own figures.
        Reach::Teams { .. } | Reach::Own(None) | Reach::Scopes(_) | Reach::Nothing => Err(Error::forbidden()),
    }
}

/// The reps who belong to a team or any below it today, as far as the viewer sees them.
async fn members(request: &Request, team: Option<Uuid>) -> Result<Vec<rep::Model>> {
    let (structure, viewer) = (request.loaders.structure().await?, &request.viewer);
    // A rep sees nobody but the mates of their own team.
    let teams = team.filter(|_| !matches!(viewer.reach(), Reach::Own(_))).map(|team| structure.tree.subtree([team]));
    let is_in = |rep: &Uuid| {
        let Some(teams) = &teams else { return true };
        structure.membership(*rep, request.today).is_some_and(|membership| teams.contains(&membership.team_id))
    };
    let reps = structure.reps.keys().filter(|rep| is_in(rep));
    Ok(reps.filter_map(|rep| rep::Entity::kept(&structure, viewer, *rep)).collect())
}

fn better_first(value: Option<Value>, other: Option<Value>, lower_is_better: bool) -> Ordering {
    match (value, other) {
        (Some(value), Some(other)) => {
            let order = other.number().total_cmp(&value.number());
            if lower_is_better { order.reverse() } else { order }
        }
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// The ranks of values that are sorted, the best first: "1224".
fn ranks(sorted: &[Option<Value>]) -> Vec<Option<i32>> {
    let mut ranks: Vec<Option<i32>> = Vec::with_capacity(sorted.len());
    let mut previous: Option<(Value, i32)> = None;
    for (place, value) in (1_i32..).zip(sorted) {
        let rank = value.map(|value| match previous {
            Some((equal, rank)) if equal == value => rank,
            _ => place,
        });
        previous = value.zip(rank);
        ranks.push(rank);
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_figures_share_a_rank_and_the_next_is_skipped() {
        let count = |count| Some(Value::Count(count));
        let ranks = ranks(&[count(9), count(7), count(7), count(3), None]);
        assert_eq!(ranks, [Some(1), Some(2), Some(2), Some(4), None]);
    }
}
