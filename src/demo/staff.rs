//! The demo sales force: reps, teams and dated memberships. Pure.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::{calendar::Calendar, dice::Dice, ids::Ids, size::Size, words, words::Person};
use crate::ledger::{Membership, PostingContext};

/// A team of the tree.
pub struct Team {
    /// The team.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The team above.
    pub parent: Option<Uuid>,
    /// The user who manages it.
    pub manager: Uuid,
}

/// A rep, as far as the story needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Rep {
    /// The rep.
    pub id: Uuid,
    /// Their name.
    pub person: Person,
    /// First working day.
    pub hired_on: NaiveDate,
    /// First day after the last.
    pub left_on: Option<NaiveDate>,
    /// The team that they joined.
    pub team: Uuid,
    /// The day on which they moved, and the team that they moved to.
    pub moved: Option<(NaiveDate, Uuid)>,
    /// How well they sell, in hundredths of the ordinary.
    pub skill: i64,
}

impl Rep {
    /// Whether they work here on a day.
    pub fn is_here(&self, day: NaiveDate) -> bool {
        self.hired_on <= day && self.left_on.is_none_or(|left| day < left)
    }

    /// The team of a day.
    pub fn team(&self, day: NaiveDate) -> Uuid {
        self.moved.filter(|(moved_on, _)| *moved_on <= day).map_or(self.team, |(_, team)| team)
    }

    /// The memberships, one after the other.
    pub fn memberships(&self) -> Vec<Membership> {
        let (from, to) = (Some(self.hired_on), self.left_on);
        match self.moved {
            Some((moved_on, team)) => vec![
                Membership { team: self.team, from, to: Some(moved_on) },
                Membership { team, from: Some(moved_on), to },
            ],
            None => vec![Membership { team: self.team, from, to }],
        }
    }
}

/// Whose something is: one rep's, then another's when the first left or gave it away.
#[derive(Clone, Copy, Debug)]
pub struct Hands {
    first: Option<Rep>,
    next: Option<(DateTime<Utc>, Option<Rep>)>,
}

impl Hands {
    /// Whose it is at an instant.
    pub fn at(&self, at: DateTime<Utc>) -> Option<Rep> {
        match self.next {
            Some((from, rep)) if from <= at => rep,
            _ => self.first,
        }
    }

    /// When it changes hands.
    pub fn changes_at(&self) -> Option<DateTime<Utc>> {
        self.next.map(|(from, _)| from)
    }
}

/// Everybody who sells or sold.
pub struct Staff {
    /// The tree: the root, the regions, the teams.
    pub teams: Vec<Team>,
    /// The reps.
    pub reps: Vec<Rep>,
}

impl Staff {
    /// Hires a staff: most were there before the first day, some came later, some left, some moved to another team.
    pub fn hire(size: &Size, calendar: &Calendar, ids: &mut Ids, founded: DateTime<Utc>, dice: &mut Dice) -> Self {
        let mut teams = tree(size, ids, founded);
        let bottom: Vec<Uuid> = teams.iter().rev().map(|team| team.id).take(number(size.teams)).collect();
        let reps = (0..number(size.reps))
            .filter_map(|place| {
                let team = *bottom.get(place % bottom.len().max(1))?;
                Some(rep(place, team, &bottom, calendar, ids.at(founded), dice))
            })
            .collect();
        teams.sort_by_key(|team| team.id);
        Self { teams, reps }
    }

    /// A team and those above it.
    pub fn line(&self, team: Uuid) -> Vec<Uuid> {
        let above = |team: &Uuid| self.teams.iter().find(|other| other.id == *team)?.parent;
        std::iter::successors(Some(team), above).collect()
    }

    /// Somebody who is here on a day.
    pub fn on_duty(&self, day: NaiveDate, dice: &mut Dice) -> Option<Rep> {
        self.somebody(dice, |rep| rep.is_here(day))
    }

    /// Somebody else who is here on a day, of the same team if there is one.
    pub fn colleague(&self, of: Option<Rep>, day: NaiveDate, dice: &mut Dice) -> Option<Rep> {
        let Some(of) = of else { return self.on_duty(day, dice) };
        let stays = |rep: &Rep| rep.id != of.id && rep.is_here(day) && rep.left_on.is_none();
        self.somebody(dice, |rep| stays(rep) && rep.team(day) == of.team(day)).or_else(|| self.somebody(dice, stays))
    }

    /// Whose something is from an instant to another, that began as a rep's: a colleague's once the rep has left, and now
    /// and then because it was given away.
    pub fn hands(
        &self,
        context: &PostingContext,
        first: Option<Rep>,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        dice: &mut Dice,
    ) -> Hands {
        let leaves = first.and_then(|rep| rep.left_on).map(|day| context.midnight(day)).filter(|at| *at <= until);
        let given_away = (dice.chance(4) && until - from > TimeDelta::days(10))
            .then(|| from + TimeDelta::seconds((until - from).num_seconds() / 3));
        let at = match (leaves, given_away) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        let next = at.map(|at| (at, self.colleague(first, context.day(at), dice)));
        Hands { first, next }
    }

    /// Somebody of whom something is true: by chance at first, in order when chance finds nobody.
    fn somebody(&self, dice: &mut Dice, is_fit: impl Fn(&Rep) -> bool) -> Option<Rep> {
        let by_chance = (0..24).find_map(|_| dice.pick(&self.reps).filter(&is_fit));
        by_chance.or_else(|| self.reps.iter().find(|rep| is_fit(rep)).copied())
    }
}

/// The root, the regions, and the teams below them, in that order.
fn tree(size: &Size, ids: &mut Ids, founded: DateTime<Utc>) -> Vec<Team> {
    let mut team = |name: String, parent| Team { id: ids.at(founded), name, parent, manager: ids.at(founded) };
    let root = team("Sales".to_owned(), None);
    let regions: Vec<Team> = (0..number(size.regions))
        .map(|place| {
            let (name, _) = named(place);
            team(numbered(name, place / words::REGIONS.len()), Some(root.id))
        })
        .collect();
    let bottom: Vec<Team> = (0..number(size.teams))
        .map(|place| {
            let (region, rank) = (place % regions.len().max(1), place / regions.len().max(1));
            let (_, cities) = named(region);
            let city = cities.get(rank % cities.len().max(1)).copied().unwrap_or_default();
            // Regions repeat after the last one, cities within a region after its last.
            let round = rank / cities.len().max(1) + region / words::REGIONS.len() * 10;
            team(numbered(city, round), regions.get(region).map(|region| region.id))
        })
        .collect();
    [root].into_iter().chain(regions).chain(bottom).collect()
}

fn named(place: usize) -> (&'static str, &'static [&'static str]) {
    words::REGIONS.get(place % words::REGIONS.len()).copied().unwrap_or_default()
}

fn numbered(name: &str, round: usize) -> String {
    if round == 0 { name.to_owned() } else { format!("{name} {}", round + 1) }
}

/// One rep of every team was there before the first day and stays, so that there is always somebody.
fn rep(place: usize, team: Uuid, teams: &[Uuid], calendar: &Calendar, id: Uuid, dice: &mut Dice) -> Rep {
    let span = (calendar.today - calendar.first).num_days();
    let stays = place < teams.len();
    let came_later = !stays && dice.chance(35);
    let hired_on = if came_later {
        after(calendar.first, dice.between(30, span - 60))
    } else {
        let days = u64::try_from(dice.between(30, 2_500)).unwrap_or(30);
        calendar.first.checked_sub_days(Days::new(days)).unwrap_or(calendar.first)
    };
    let since = hired_on.max(calendar.first);
    let left = (calendar.today - since).num_days();
    let left_on = (!stays && dice.chance(18) && left > 250).then(|| after(since, dice.between(180, left - 20)));
    let until = left_on.unwrap_or(calendar.today);
    let months = (until - since).num_days();
    let elsewhere = dice.pick(teams).filter(|other| *other != team);
    let moved = elsewhere
        .filter(|_| dice.chance(20) && months > 150)
        .map(|other| (after(since, dice.between(60, months - 60)), other));
    let skill = dice.between(65, 110) + dice.mostly_small(0, 60);
    Rep { id, person: Person::any(dice), hired_on, left_on, team, moved, skill }
}

fn after(day: NaiveDate, days: i64) -> NaiveDate {
    super::calendar::plus(day, u64::try_from(days).unwrap_or(0))
}

fn number(of: u64) -> usize {
    usize::try_from(of).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::demo::size::Scale;

    fn staff(scale: &str) -> (Staff, Calendar) {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let first = NaiveDate::from_ymd_opt(2023, 11, 1).unwrap();
        let now = today.and_hms_opt(11, 0, 0).unwrap().and_utc();
        let calendar = Calendar { now, today, first };
        let size = Size::from(scale.parse::<Scale>().unwrap());
        (Staff::hire(&size, &calendar, &mut Ids::default(), now, &mut Dice::new(1)), calendar)
    }

    #[test]
    fn the_tree_has_three_levels_and_no_two_teams_of_one_name() {
        for scale in ["0.002", "1", "30"] {
            let (staff, _) = staff(scale);
            let names: BTreeSet<&str> = staff.teams.iter().map(|team| team.name.as_str()).collect();
            assert_eq!(names.len(), staff.teams.len(), "{names:?}");
            assert_eq!(staff.teams.iter().filter(|team| team.parent.is_none()).count(), 1);
        }
    }

    #[test]
    fn memberships_follow_each_other_while_the_rep_is_here() {
        let (staff, _) = staff("1");
        for rep in &staff.reps {
            for membership in rep.memberships() {
                assert!(membership.from < Some(membership.to.unwrap_or(NaiveDate::MAX)), "{rep:?}");
            }
        }
        assert!(staff.reps.iter().any(|rep| rep.moved.is_some()) && staff.reps.iter().any(|rep| rep.left_on.is_some()));
    }

    #[test]
    fn there_is_always_somebody_on_duty() {
        let (staff, calendar) = staff("0.002");
        let mut dice = Dice::new(3);
        for day in calendar.days() {
            assert!(staff.on_duty(day, &mut dice).is_some_and(|rep| rep.is_here(day)));
        }
    }
}
