//! Ageing: open deals that have been in their stage for longer than most deals that were won. Pure.
//!
//! How long is too long is told stage by stage by the deals that were won in the twelve months before, whoever won them:
//! the third quartile of the time that each of them spent in the stage altogether. The age of an open deal is counted in
//! whole days, from the day it came into its stage.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::{
    kpi::{
        Figure, Input, Statistic, When,
        catalog::{
            expression::Terms,
            formula::{Formula, code},
        },
        engine::{
            figure::Value,
            input::a_year_before,
            reduction::{Stated, sums},
        },
    },
    ledger::Measure as M,
};

/// What tells when deals came into their stages, and how long those took that were won.
pub const STAYS: [M; 3] = [M::StagesEntered, M::WonStageSeconds, M::WonStages];

/// How many deals are ageing; beside it what they are worth.
pub fn formula() -> Formula {
    let of = |measure| Terms::from(Input::Statistic(Statistic::Aged(measure), When::AtEnd));
    code(of(M::OpenDeals), &[of(M::OpenAmount), of(M::OpenUnconverted)], |m| {
        let of = |measure| m.read(Input::Statistic(Statistic::Aged(measure), When::AtEnd));
        let amount = Figure::money(of(M::OpenAmount), of(M::OpenUnconverted));
        Figure {
            value: Some(Value::Count(of(M::OpenDeals))),
            parts: vec![amount.value],
            warnings: amount.warnings,
            ..Figure::default()
        }
    })
}

/// What a balance of open deals comes to before a day, of the deals that are ageing by then.
pub fn sum<'a>(
    stated: impl Iterator<Item = &'a Stated>,
    around: impl Iterator<Item = &'a Stated>,
    balance: M,
    to: NaiveDate,
) -> i64 {
    let around: Vec<&Stated> = around.collect();
    let of = |measure: M| around.iter().copied().filter(move |stated| stated.measure == measure.code());
    let mut entered: BTreeMap<(Uuid, Uuid), NaiveDate> = BTreeMap::new();
    for ((stage, deal, day), _) in sums(of(M::StagesEntered), |stated| Some((stated.stage?, stated.source, stated.day)))
    {
        // In the order of days: the last one stays.
        entered.insert((stage, deal), day);
    }
    let won = |measure: M| {
        let lately = of(measure).filter(|stated| a_year_before(to) <= stated.day);
        sums(lately, |stated| Some((stated.stage?, stated.source)))
    };
    let seconds = won(M::WonStageSeconds);
    let mut times: BTreeMap<Uuid, Vec<i64>> = BTreeMap::new();
    for (stay, _) in won(M::WonStages) {
        times.entry(stay.0).or_default().push(seconds.get(&stay).copied().unwrap_or(0));
    }
    let longest: BTreeMap<Uuid, i64> =
        times.into_iter().filter_map(|(stage, times)| Some((stage, third_quartile(times)?))).collect();
    let is_ageing = |(stage, deal): (Uuid, Uuid)| {
        let age = entered.get(&(stage, deal)).map(|day| to.pred_opt().unwrap_or(to).signed_duration_since(*day));
        age.zip(longest.get(&stage)).is_some_and(|(age, longest)| age.num_seconds() > *longest)
    };
    let open =
        sums(stated.filter(|stated| stated.measure == balance.code()), |stated| Some((stated.stage?, stated.source)));
    open.into_iter().filter(|(stay, _)| is_ageing(*stay)).map(|(_, value)| value).sum()
}

/// From which time on a stay in a stage is long, by the deals that were won there; `None` when none was.
pub fn long_stay<'a>(stated: impl Iterator<Item = &'a Stated>) -> Option<i64> {
    let stated: Vec<&Stated> = stated.collect();
    let of = |measure: M| {
        sums(stated.iter().copied().filter(move |stated| stated.measure == measure.code()), |stated| {
            Some(stated.source)
        })
    };
    let seconds = of(M::WonStageSeconds);
    third_quartile(of(M::WonStages).keys().map(|deal| seconds.get(deal).copied().unwrap_or(0)).collect())
}

/// The smallest of some times that three in four do not exceed.
fn third_quartile(mut times: Vec<i64>) -> Option<i64> {
    times.sort_unstable();
    let place = (times.len() * 3).div_ceil(4);
    times.get(place.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::money::WHOLE;

    const DAY: i64 = 86_400;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn stated(deal: u128, measure: M, on: &str, value: i64) -> Stated {
        let (source, stage) = (Uuid::from_u128(deal), Some(Uuid::from_u128(1)));
        Stated { measure: measure.code(), day: day(on), source, rep: None, customer: None, kind: None, stage, value }
    }

    fn won(deal: u128, on: &str, days: i64) -> [Stated; 2] {
        [stated(deal, M::WonStageSeconds, on, days * DAY), stated(deal, M::WonStages, on, WHOLE)]
    }

    fn open(deal: u128, on: &str) -> [Stated; 2] {
        [stated(deal, M::StagesEntered, on, WHOLE), stated(deal, M::OpenDeals, on, WHOLE)]
    }

    #[test]
    fn the_third_quartile_is_the_time_of_one_of_them() {
        let of = |times: &[i64]| third_quartile(times.to_vec());
        assert_eq!((of(&[]), of(&[7]), of(&[2, 1])), (None, Some(7), Some(2)));
        assert_eq!((of(&[4, 3, 2, 1]), of(&[5, 4, 3, 2, 1])), (Some(3), Some(4)));
    }

    #[test]
    fn a_stay_is_long_beyond_those_of_three_in_four_deals_won() {
        let facts = [won(1, "2026-03-01", 4), won(2, "2026-03-02", 0), won(3, "2026-03-02", 9)].concat();
        assert_eq!(long_stay(facts.iter()), Some(9 * DAY));
        assert_eq!(long_stay(facts.iter().take(4)), Some(4 * DAY));
        assert_eq!(long_stay([].iter()), None);
    }

    #[test]
    fn a_deal_is_ageing_from_the_day_it_is_older_than_most_that_were_won() {
        let facts =
            [won(1, "2026-03-01", 4), won(2, "2026-03-02", 0), open(3, "2026-03-01"), open(4, "2026-03-02")].concat();
        let on = |to: &str| sum(facts.iter(), facts.iter(), M::OpenDeals, day(to));
        assert_eq!((on("2026-03-06"), on("2026-03-07"), on("2026-03-08")), (0, WHOLE, 2 * WHOLE));
        assert_eq!(on("2027-03-03"), 0, "nothing was won there for a year");
        assert_eq!(sum([].iter(), facts.iter(), M::OpenDeals, day("2026-03-08")), 0, "others' deals");
        let back = [facts.clone(), vec![stated(3, M::StagesEntered, "2026-03-05", WHOLE)]].concat();
        assert_eq!(sum(back.iter(), back.iter(), M::OpenDeals, day("2026-03-07")), 0, "it came back later");
    }
}
