//! Reduction: the facts of a period, record by record, to a [statistic](Statistic). It costs what happened in it. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::{
    kpi::{
        Span, Statistic,
        engine::{ageing, input::a_year_before},
    },
    ledger::{
        Measure,
        money::{WHOLE, divide_half_even},
    },
};

/// The sum of a record's facts of a measure on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The measure.
    pub measure: i16,
    /// The day.
    pub day: NaiveDate,
    /// The record.
    pub source: Uuid,
    /// The rep who is credited.
    pub rep: Option<Uuid>,
    /// The customer concerned.
    pub customer: Option<Uuid>,
    /// The kind of record, or the survey.
    pub kind: Option<String>,
    /// The stage concerned.
    pub stage: Option<Uuid>,
    /// The sum.
    pub value: i64,
}

impl Statistic {
    /// What the facts of those days come to. `around` are those of everybody, where the statistic [looks
    /// around](Self::looks_around).
    pub fn reduce<'a>(
        self,
        stated: impl Iterator<Item = &'a Stated>,
        around: impl Iterator<Item = &'a Stated>,
        period: Span,
    ) -> i64 {
        let around =
            around.filter(|stated| period.from.is_none_or(|from| from <= stated.day) && stated.day < period.to);
        let codes: Vec<i16> = self.measures().into_iter().map(Measure::code).collect();
        let mut days = self.days(period);
        if self.reaches_back() {
            days.from = None;
        }
        let stated = stated.filter(|stated| {
            codes.contains(&stated.measure) && days.from.is_none_or(|from| from <= stated.day) && stated.day < days.to
        });
        match self {
            Self::Latest(measure, answers) => latest(stated, measure, answers),
            Self::Median(seconds, _) => median(times(stated, seconds)),
            Self::Within(seconds, _, bound) => {
                whole(times(stated, seconds).into_iter().filter(|time| *time <= bound).count())
            }
            Self::Prospects(_) => whole(sums(stated, |stated| stated.customer.or(Some(stated.source))).len()),
            Self::Gaps(_) => whole(gaps(stated).len()),
            Self::GapSeconds(_) => gaps(stated).into_iter().sum(),
            Self::GapMedian(_) => median(gaps(stated)),
            Self::Customers(_) => whole(sums(stated, |stated| stated.customer).len()),
            Self::Records(_) => whole(sums(stated, |stated| Some(stated.source)).len()),
            Self::RepeatCustomers(_) => {
                let mut records: HashMap<Uuid, BTreeSet<Uuid>> = HashMap::new();
                for ((customer, source), _) in sums(stated, |stated| Some((stated.customer?, stated.source))) {
                    records.entry(customer).or_default().insert(source);
                }
                whole(records.values().filter(|records| records.len() > 1).count())
            }
            Self::FormerThen(_) => former(stated, period).map(|(then, _)| then).sum(),
            Self::FormerNow(_) => former(stated, period).map(|(_, now)| now).sum(),
            Self::FormerKept(_) => former(stated, period).map(|(then, now)| then.min(now)).sum(),
            Self::Left => {
                let own = sums(stated, |stated| stated.customer);
                let left = sums(around, |stated| stated.customer).into_iter().filter(|(_, change)| *change < 0);
                left.filter_map(|(customer, _)| own.get(&customer)).map(|change| -change).sum()
            }
            Self::Returned(measure) => {
                let returned = arrivals(around);
                let days = stated.filter(|stated| stated.measure == measure.code());
                days.filter(|stated| stated.customer.and_then(|customer| returned.get(&customer)) == Some(&stated.day))
                    .map(|stated| stated.value)
                    .sum()
            }
            Self::TopShare(_) => top_share(&sums(stated, |stated| stated.customer)),
            Self::TopRepShare(_) => top_share(&sums(stated, |stated| stated.rep)),
            Self::Concentration(_) => concentration(&sums(stated, |stated| stated.customer)),
            Self::RepConcentration(_) => concentration(&sums(stated, |stated| stated.rep)),
            Self::Aged(measure) => ageing::sum(stated, around, measure, period.to),
            Self::LongStay => ageing::long_stay(stated).unwrap_or(-1),
            Self::StayWinners => whole(
                sums(stated.filter(|stated| stated.measure == Measure::WonStages.code()), |stated| stated.rep).len(),
            ),
        }
    }
}

/// The largest part of a whole, in millionths.
fn top_share(sums: &BTreeMap<Uuid, i64>) -> i64 {
    share(sums.values().copied().max().unwrap_or(0).into(), sums.values().map(|sum| i128::from(*sum)).sum())
}

/// The sum of the squared parts of a whole, in millionths.
fn concentration(sums: &BTreeMap<Uuid, i64>) -> i64 {
    let total: i128 = sums.values().map(|sum| i128::from(*sum)).sum();
    let squares = sums.values().map(|sum| i128::from(*sum).saturating_pow(2)).fold(0, i128::saturating_add);
    share(squares, total.saturating_mul(total))
}

/// A part of a whole in millionths; −1 when there is no whole.
fn share(part: i128, whole: i128) -> i64 {
    // Halved until the product fits: shares need no more than a dozen digits.
    let (mut part, mut whole) = (part, whole);
    while part.checked_mul(2_000_000).is_none() {
        (part, whole) = (part / 2, whole / 2);
    }
    if whole <= 0 { -1 } else { divide_half_even(part * 1_000_000, whole).unwrap_or(-1) }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX / WHOLE).saturating_mul(WHOLE)
}

/// Sums by key, without those that come to nothing.
pub(in crate::kpi) fn sums<'a, K: Ord>(
    stated: impl Iterator<Item = &'a Stated>,
    key: impl Fn(&Stated) -> Option<K>,
) -> BTreeMap<K, i64> {
    let mut sums = BTreeMap::new();
    for stated in stated {
        if let Some(key) = key(stated) {
            *sums.entry(key).or_default() += stated.value;
        }
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

/// The day on which each customer became active who was not when the period began.
fn arrivals<'a>(around: impl Iterator<Item = &'a Stated>) -> BTreeMap<Uuid, NaiveDate> {
    let active = around.filter(|stated| stated.measure == Measure::ActiveCustomers.code());
    // A customer that goes from one rep to another on a day comes to nothing on it.
    let changes = sums(active, |stated| Some((stated.customer?, stated.day)));
    let mut firsts: BTreeMap<Uuid, (NaiveDate, i64)> = BTreeMap::new();
    for ((customer, day), change) in changes {
        firsts.entry(customer).or_insert((day, change));
    }
    firsts.into_iter().filter(|(_, (_, change))| *change > 0).map(|(customer, (day, _))| (customer, day)).collect()
}

/// What each customer of a year earlier came to then, and comes to in the period.
fn former<'a>(stated: impl Iterator<Item = &'a Stated>, period: Span) -> impl Iterator<Item = (i64, i64)> {
    let then = a_year_before(period.to);
    let mut sums: BTreeMap<Uuid, (i64, i64)> = BTreeMap::new();
    for stated in stated {
        let Some(customer) = stated.customer else { continue };
        let (before, now) = sums.entry(customer).or_default();
        if stated.day < then {
            *before += stated.value;
        }
        if period.from.is_none_or(|from| from <= stated.day) {
            *now += stated.value;
        }
    }
    sums.into_values().filter(|(then, _)| *then > 0)
}

/// The seconds from one day with a customer to the next, customer by customer.
fn gaps<'a>(stated: impl Iterator<Item = &'a Stated>) -> Vec<i64> {
    let mut days: BTreeMap<Uuid, BTreeSet<NaiveDate>> = BTreeMap::new();
    for ((customer, day, _), _) in sums(stated, |stated| Some((stated.customer?, stated.day, stated.source))) {
        days.entry(customer).or_default().insert(day);
    }
    let pauses = days.into_values().flat_map(|days| {
        let next: Vec<NaiveDate> = days.iter().copied().skip(1).collect();
        days.into_iter().zip(next).map(|(day, next)| next.signed_duration_since(day).num_seconds())
    });
    pauses.collect()
}

/// What records state. A share of a record is undone: half a deal took as long as the whole.
fn times<'a>(stated: impl Iterator<Item = &'a Stated>, seconds: Measure) -> Vec<i64> {
    /// A deal states each of its stays in stages, and what has no stage once.
    type Stay = (Uuid, Option<(Uuid, NaiveDate)>);
    let mut records: HashMap<Stay, (i64, i64)> = HashMap::new();
    for stated in stated {
        let stay = stated.stage.map(|stage| (stage, stated.day));
        let (time, share) = records.entry((stated.source, stay)).or_default();
        if stated.measure == seconds.code() {
            *time += stated.value;
        } else {
            *share += stated.value;
        }
    }
    records
        .into_values()
        .filter(|(_, share)| *share != 0)
        .filter_map(|(time, share)| divide_half_even(i128::from(time) * i128::from(WHOLE), i128::from(share)))
        .collect()
}

/// The middle; −1 when there is none.
fn median(mut times: Vec<i64>) -> i64 {
    times.sort_unstable();
    let middle = times.len() / 2;
    match (times.get(middle.wrapping_sub(1)), times.get(middle)) {
        (Some(before), Some(after)) if times.len().is_multiple_of(2) => (before + after) / 2,
        (_, Some(middle)) => *middle,
        _ => -1,
    }
}

/// What the last answers come to: of several answers of a customer to one survey, the one that came last counts; of two
/// on one day, the one that was asked for last.
fn latest<'a>(stated: impl Iterator<Item = &'a Stated>, measure: Measure, answers: Measure) -> i64 {
    let mut came: HashMap<Uuid, NaiveDate> = HashMap::new();
    let mut values: HashMap<Uuid, i64> = HashMap::new();
    let mut surveys: HashMap<(Option<Uuid>, &str), BTreeSet<Uuid>> = HashMap::new();
    for stated in stated {
        if stated.measure == answers.code() && stated.value > 0 {
            came.insert(stated.source, stated.day);
            let survey = (stated.customer, stated.kind.as_deref().unwrap_or_default());
            surveys.entry(survey).or_default().insert(stated.source);
        }
        if stated.measure == measure.code() {
            *values.entry(stated.source).or_default() += stated.value;
        }
    }
    let last = surveys.values().filter_map(|answers| answers.iter().max_by_key(|answer| (came.get(answer), **answer)));
    last.filter_map(|answer| values.get(answer)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const PERIOD: &str = "2026-01-01";

    fn period() -> Span {
        Span { from: Some(day(PERIOD)), to: day("2027-01-01") }
    }

    fn stated(source: u128, customer: u128, measure: Measure, on: &str, value: i64) -> Stated {
        let customer = Some(Uuid::from_u128(customer)).filter(|id| !id.is_nil());
        let source = Uuid::from_u128(source);
        Stated { measure: measure.code(), day: day(on), source, rep: None, customer, kind: None, stage: None, value }
    }

    #[test]
    fn a_median_lies_between_the_two_in_the_middle() {
        let deal = |source, seconds, share| {
            [
                stated(source, 0, Measure::CycleSeconds, PERIOD, seconds),
                stated(source, 0, Measure::CycleDeals, PERIOD, share),
            ]
        };
        let statistic = Statistic::Median(Measure::CycleSeconds, Measure::CycleDeals);
        let two = [deal(1, 100, 10_000), deal(2, 300, 10_000)].concat();
        assert_eq!(statistic.reduce(two.iter(), [].iter(), period()), 200);
        assert_eq!(
            statistic.reduce(deal(3, 50, 5_000).iter(), [].iter(), period()),
            100,
            "half the credit, the whole time"
        );
        assert_eq!(statistic.reduce([].iter(), [].iter(), period()), -1);
    }

    #[test]
    fn customers_are_counted_once_and_what_was_taken_back_not_at_all() {
        let won = |source, customer, value| stated(source, customer, Measure::DealsWon, PERIOD, value);
        let facts = [won(1, 7, 10_000), won(2, 7, 10_000), won(3, 8, 10_000), won(4, 9, 10_000), won(4, 9, -10_000)];
        assert_eq!(Statistic::Customers(Measure::DealsWon).reduce(facts.iter(), [].iter(), period()), 2 * WHOLE);
        assert_eq!(Statistic::RepeatCustomers(Measure::DealsWon).reduce(facts.iter(), [].iter(), period()), WHOLE);
        assert_eq!(Statistic::Records(Measure::DealsWon).reduce(facts.iter(), [].iter(), period()), 3 * WHOLE);
    }

    #[test]
    fn revenue_of_last_years_customers_leaves_out_new_ones_and_caps_what_is_kept() {
        let revenue = |source, customer, on, value| stated(source, customer, Measure::Revenue, on, value);
        let facts = [
            revenue(1, 7, "2025-05-01", 100),
            revenue(2, 7, "2026-05-01", 150),
            revenue(3, 8, "2025-05-01", 100),
            revenue(4, 8, "2026-05-01", 40),
            revenue(5, 9, "2026-05-01", 1_000),
        ];
        let reduce = |statistic: Statistic| statistic.reduce(facts.iter(), [].iter(), period());
        assert_eq!(reduce(Statistic::FormerThen(Measure::Revenue)), 200);
        assert_eq!(reduce(Statistic::FormerNow(Measure::Revenue)), 190);
        assert_eq!(reduce(Statistic::FormerKept(Measure::Revenue)), 140);
    }

    #[test]
    fn of_several_answers_of_a_customer_to_a_survey_the_last_in_the_period_counts() {
        let answer = |source, customer, survey: &str, on, score| {
            let of = |measure, value| Stated {
                kind: Some(survey.to_owned()),
                ..stated(source, customer, measure, on, value)
            };
            [of(Measure::SurveyResponses, WHOLE), of(Measure::SatisfactionScore, score)]
        };
        let facts = [
            answer(1, 7, "a", "2026-03-01", 10_000),
            answer(2, 7, "a", "2026-02-01", 2_000),
            answer(3, 7, "b", "2026-02-01", 3_000),
            answer(4, 8, "a", "2026-02-01", 500),
            answer(5, 8, "a", "2026-02-01", 0),
            answer(6, 7, "a", "2027-01-01", 70),
        ]
        .concat();
        let reduce =
            |measure| Statistic::Latest(measure, Measure::SurveyResponses).reduce(facts.iter(), [].iter(), period());
        assert_eq!(reduce(Measure::SurveyResponses), 3 * WHOLE);
        assert_eq!(reduce(Measure::SatisfactionScore), 13_000, "an answer of 0 is an answer too");
    }

    #[test]
    fn concentration_is_the_sum_of_squared_shares() {
        let revenue = |customer, value| stated(customer, customer, Measure::Revenue, PERIOD, value);
        let facts = [revenue(1, 500_000_000_000), revenue(2, 300_000_000_000), revenue(3, 200_000_000_000)];
        assert_eq!(Statistic::Concentration(Measure::Revenue).reduce(facts.iter(), [].iter(), period()), 380_000);
        assert_eq!(Statistic::TopShare(Measure::Revenue).reduce(facts.iter(), [].iter(), period()), 500_000);
        assert_eq!(Statistic::TopShare(Measure::Revenue).reduce([].iter(), [].iter(), period()), -1);
    }

    #[test]
    fn a_share_of_reps_adds_up_what_each_has_and_leaves_out_what_is_nobodys() {
        let revenue = |source, rep, value| Stated {
            rep: Some(Uuid::from_u128(rep)).filter(|id| !id.is_nil()),
            ..stated(source, 7, Measure::Revenue, PERIOD, value)
        };
        let facts =
            [revenue(1, 1, 200), revenue(1, 2, 300), revenue(2, 1, 100), revenue(3, 3, 400), revenue(4, 0, 900)];
        let reduce = |statistic: Statistic| statistic.reduce(facts.iter(), [].iter(), period());
        assert_eq!(reduce(Statistic::TopRepShare(Measure::Revenue)), 400_000);
        assert_eq!(reduce(Statistic::RepConcentration(Measure::Revenue)), 340_000);
    }

    /// Customers coming (+), going (−) and being handed from one to another.
    const COMING_AND_GOING: &[(u128, &str, i64, bool)] = &[
        (1, "2026-02-10", -1, true),
        (2, "2026-03-05", -1, true),
        (2, "2026-03-20", 1, true),
        (3, "2026-03-25", 1, true),
        (3, "2026-04-25", -1, true),
        (4, "2026-05-01", -1, true),
        (4, "2026-05-01", 1, false),
        (4, "2026-06-01", -1, false),
        (5, "2026-01-15", 1, false),
    ];

    fn coming_and_going(own: bool) -> Vec<Stated> {
        COMING_AND_GOING
            .iter()
            .filter(|(_, _, _, theirs)| *theirs || !own)
            .map(|(customer, on, change, _)| stated(*customer, *customer, Measure::ActiveCustomers, on, change * WHOLE))
            .collect()
    }

    #[test]
    fn a_customer_has_left_who_was_there_at_the_start_and_is_not_at_the_end() {
        let all = coming_and_going(false);
        let left = |own: &[Stated]| Statistic::Left.reduce(own.iter(), all.iter(), period());
        assert_eq!(left(&all), 2 * WHOLE, "1 and 4: 2 came back, 3 came and went");
        assert_eq!(left(&coming_and_going(true)), 2 * WHOLE, "held at the start, whoever held it when it was lost");
        assert_eq!(left(&[]), 0);
    }

    #[test]
    fn a_customer_has_returned_who_was_not_there_at_the_start() {
        let mut all = coming_and_going(false);
        let back = |customer, on| stated(customer, customer, Measure::CustomersWonBack, on, WHOLE);
        all.extend([back(2, "2026-03-20"), back(5, "2026-01-15")]);
        let statistic = Statistic::Returned(Measure::CustomersWonBack);
        assert_eq!(statistic.reduce(all.iter(), all.iter(), period()), WHOLE, "5 only: 2 was there at the start");
    }

    #[test]
    fn what_took_longer_than_the_bound_is_left_out() {
        let lead = |source, seconds| {
            [
                stated(source, 0, Measure::LeadWinSeconds, PERIOD, seconds),
                stated(source, 0, Measure::ReceivedLeadsWon, PERIOD, 10_000),
            ]
        };
        let statistic = Statistic::Within(Measure::LeadWinSeconds, Measure::ReceivedLeadsWon, 100);
        let facts = [lead(1, 100), lead(2, 101)].concat();
        assert_eq!(statistic.reduce(facts.iter(), [].iter(), period()), WHOLE);
    }

    #[test]
    fn pauses_are_counted_from_day_to_day_with_each_customer() {
        let call = |source, customer, on| stated(source, customer, Measure::Interactions, on, 10_000);
        let facts = [
            call(1, 7, "2026-03-01"),
            call(2, 7, "2026-03-01"),
            call(3, 7, "2026-03-04"),
            call(4, 8, "2026-03-02"),
            call(5, 7, "2026-03-05"),
            call(6, 0, "2026-03-09"),
        ];
        let reduce = |statistic: Statistic| statistic.reduce(facts.iter(), [].iter(), period());
        assert_eq!(reduce(Statistic::Gaps(Measure::Interactions)), 2 * WHOLE);
        assert_eq!(reduce(Statistic::GapSeconds(Measure::Interactions)), 4 * 86_400);
        assert_eq!(reduce(Statistic::GapMedian(Measure::Interactions)), 2 * 86_400);
    }
}
