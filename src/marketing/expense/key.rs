//! Keys: among whom an expense is shared that no rep bears alone, and in which proportion. Pure.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use entity::expense::Allocation;
use uuid::Uuid;

use crate::ledger::{Days, money};

/// What a rep bears of an expense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The rep.
    pub rep: Uuid,
    /// The team that the rep bears it in.
    pub team: Option<Uuid>,
    /// In proportion to those of the others.
    pub weight: i64,
}

/// The days that a rep was there in a team, or in none.
#[derive(Clone, Copy, Debug)]
pub struct Stay {
    /// The rep.
    pub rep: Uuid,
    /// The team.
    pub team: Option<Uuid>,
    /// From when to when.
    pub days: Days,
}

/// The month whose days and revenue decide.
pub fn month(day: NaiveDate) -> Days {
    let first = day.with_day(1).unwrap_or(day);
    Days::new(Some(first), first.checked_add_months(Months::new(1)))
}

/// Who shares by having been there; nobody does by revenue, which days do not say.
pub fn by_presence(allocation: Allocation, stays: &[Stay], incurred_on: NaiveDate) -> Vec<Share> {
    let weigh = |stay: &Stay| match allocation {
        Allocation::HeadcountDays => working_days(stay.days, month(incurred_on)),
        Allocation::Equal => i64::from(stay.days.contains(incurred_on)),
        Allocation::Revenue => 0,
    };
    shares(stays.iter().map(|stay| (stay.rep, stay.team, weigh(stay))))
}

/// Who shares by weights that were found; what is credited to nobody bears nothing, and so does a loss.
pub fn shares(weights: impl Iterator<Item = (Uuid, Option<Uuid>, i64)>) -> Vec<Share> {
    let mut sums: BTreeMap<(Uuid, Option<Uuid>), i64> = BTreeMap::new();
    for (rep, team, weight) in weights {
        *sums.entry((rep, team)).or_default() += weight;
    }
    let shares = sums.into_iter().map(|((rep, team), weight)| Share { rep, team, weight });
    shares.filter(|share| share.weight > 0 && !share.rep.is_nil()).collect()
}

/// What each bears of an amount: the parts sum to it exactly.
pub fn parts(amount: i64, shares: &[Share]) -> Vec<i64> {
    money::apportion(amount, &shares.iter().map(|share| share.weight).collect::<Vec<_>>())
}

/// The days of a rep between stays in teams that are in order and do not overlap.
pub fn between(rep: Uuid, stays: &[Stay]) -> Vec<Stay> {
    let mut gaps = Vec::new();
    let mut from = None;
    let mut is_open = true;
    for stay in stays {
        if is_open && stay.days.from.is_some_and(|to| from.is_none_or(|from| from < to)) {
            gaps.push(Stay { rep, team: None, days: Days::new(from, stay.days.from) });
        }
        (from, is_open) = (stay.days.to, stay.days.to.is_some());
    }
    if is_open {
        gaps.push(Stay { rep, team: None, days: Days::new(from, None) });
    }
    gaps
}

/// The days that are in both spans; `None` when there are none.
pub fn both(one: Days, other: Days) -> Option<Days> {
    let from = one.from.max(other.from);
    // No end is the latest of all.
    let to = one.to.into_iter().chain(other.to).min();
    one.overlaps(other).then_some(Days::new(from, to))
}

/// How many days from Monday to Friday are in both spans, of which the second has both ends.
fn working_days(stay: Days, month: Days) -> i64 {
    let (Some(from), Some(to)) = (month.from, month.to) else { return 0 };
    let days = from.iter_days().take_while(|day| *day < to);
    let worked = days.filter(|day| day.weekday().num_days_from_monday() < 5 && stay.contains(*day)).count();
    i64::try_from(worked).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: Uuid = Uuid::from_u128(1);
    const BEN: Uuid = Uuid::from_u128(2);
    const NORTH: Uuid = Uuid::from_u128(8);
    const SOUTH: Uuid = Uuid::from_u128(9);

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Ann in the North all along; Ben moved South on Monday 16 November 2026.
    fn stays() -> Vec<Stay> {
        let moved = Some(day("2026-11-16"));
        vec![
            Stay { rep: ANN, team: Some(NORTH), days: Days::new(None, None) },
            Stay { rep: BEN, team: Some(NORTH), days: Days::new(None, moved) },
            Stay { rep: BEN, team: Some(SOUTH), days: Days::new(moved, None) },
        ]
    }

    fn weights(allocation: Allocation, on: &str) -> Vec<(Uuid, Option<Uuid>, i64)> {
        let shares = by_presence(allocation, &stays(), day(on));
        shares.into_iter().map(|share| (share.rep, share.team, share.weight)).collect()
    }

    #[test]
    fn working_days_of_the_month_weigh_where_they_were_worked() {
        let found = weights(Allocation::HeadcountDays, "2026-11-24");
        assert_eq!(found, [(ANN, Some(NORTH), 21), (BEN, Some(NORTH), 10), (BEN, Some(SOUTH), 11)]);
    }

    #[test]
    fn equal_shares_go_to_those_who_were_there_on_the_day() {
        assert_eq!(weights(Allocation::Equal, "2026-11-24"), [(ANN, Some(NORTH), 1), (BEN, Some(SOUTH), 1)]);
    }

    #[test]
    fn who_is_in_no_team_is_still_there() {
        let stay = |team, from: Option<&str>, to: Option<&str>| Stay {
            rep: ANN,
            team,
            days: Days::new(from.map(day), to.map(day)),
        };
        let gaps = |stays: &[Stay]| between(ANN, stays).into_iter().map(|gap| gap.days).collect::<Vec<_>>();
        let (first, second) =
            (stay(Some(NORTH), None, Some("2026-03-01")), stay(Some(SOUTH), Some("2026-04-01"), Some("2026-05-01")));
        let wanted = [Days::new(first.days.to, second.days.from), Days::new(second.days.to, None)];
        assert_eq!(gaps(&[first, second]), wanted);
        assert_eq!(gaps(&[]), [Days::new(None, None)]);
        assert_eq!(gaps(&[stay(Some(NORTH), None, None)]), []);
        assert_eq!(both(first.days, second.days), None);
        assert_eq!(both(first.days, Days::new(Some(day("2026-02-01")), None)).and_then(|days| days.to), first.days.to);
    }

    #[test]
    fn parts_sum_to_the_whole_and_losses_bear_nothing() {
        let found = shares([(ANN, None, 200), (BEN, None, 100), (Uuid::nil(), None, 5), (NORTH, None, -7)].into_iter());
        assert_eq!(found.len(), 2);
        assert_eq!(parts(100, &found), [67, 33]);
        assert_eq!(parts(100, &[]), Vec::<i64>::new());
    }
}
