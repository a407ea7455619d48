//! What periods are compared to, and how they are cut.

use super::*;
use proptest::prelude::*;

const CALENDAR: Calendar = Calendar { fiscal_start: 4, week_start: 1 };

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn range(period: Period) -> (String, String) {
    (period.from.to_string(), period.to.to_string())
}

fn base(input: PeriodInput, today: &str, comparison: Comparison) -> (String, String) {
    let period = CALENDAR.resolve(input, day(today)).unwrap();
    range(CALENDAR.base(period, comparison))
}

#[test]
fn march_is_compared_to_the_whole_of_february() {
    let march = PeriodInput::Month(MonthInput { year: 2026, month: 3 });
    let before = base(march, "2026-11-24", Comparison::PreviousPeriod);
    assert_eq!(before, ("2026-02-01".into(), "2026-03-01".into()));
}

#[test]
fn a_year_to_date_is_compared_to_the_same_days_of_the_year_before() {
    let to_date = PeriodInput::Preset(PeriodPreset::YearToDate);
    let expected = ("2025-01-01".to_owned(), "2025-03-01".to_owned());
    assert_eq!(base(to_date, "2026-02-28", Comparison::PreviousPeriod), expected);
    assert_eq!(base(to_date, "2026-02-28", Comparison::SamePeriodLastYear), expected);
}

#[test]
fn the_thirty_first_of_march_to_date_stops_at_the_end_of_february() {
    let to_date = PeriodInput::Preset(PeriodPreset::MonthToDate);
    let before = base(to_date, "2026-03-31", Comparison::PreviousPeriod);
    assert_eq!(before, ("2026-02-01".into(), "2026-03-01".into()));
}

#[test]
fn a_custom_range_is_preceded_by_as_many_days() {
    let ten = DayRangeInput { from: Date(day("2026-03-01")), to: Date(day("2026-03-11")) };
    let before = base(PeriodInput::Between(ten), "2026-11-24", Comparison::PreviousPeriod);
    assert_eq!(before, ("2026-02-19".into(), "2026-03-01".into()));
}

#[test]
fn fiscal_years_start_in_april_here() {
    let unit = |grain, at| range(CALENDAR.unit(grain, day(at)));
    assert_eq!(unit(Grain::FiscalYear, "2026-03-31"), ("2025-04-01".into(), "2026-04-01".into()));
    assert_eq!(unit(Grain::FiscalQuarter, "2026-03-31"), ("2026-01-01".into(), "2026-04-01".into()));
    assert_eq!(unit(Grain::Week, "2026-01-01"), ("2025-12-29".into(), "2026-01-05".into()));
}

#[test]
fn an_empty_or_reversed_range_is_refused() {
    let empty = DayRangeInput { from: Date(day("2026-03-01")), to: Date(day("2026-03-01")) };
    assert!(CALENDAR.resolve(PeriodInput::Between(empty), day("2026-11-24")).is_err());
}

proptest! {
    #[test]
    fn the_pieces_of_a_period_join_without_gap(start in 0_i64..20_000, length in 1_u64..900, grain in 0_usize..7) {
        let grains = [Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Year, Grain::FiscalQuarter, Grain::FiscalYear];
        let from = day("1990-01-01") + chrono::TimeDelta::days(start);
        let period = Period { from, to: plus_days(from, length), grain: Grain::Custom, to_date: false };
        let pieces = CALENDAR.split(period, grains[grain]).unwrap();
        let mut next = from;
        for piece in &pieces {
            prop_assert_eq!(piece.from, next);
            prop_assert!(piece.to > piece.from);
            next = piece.to;
        }
        prop_assert_eq!(next, period.to);
    }

    #[test]
    fn the_previous_unit_ends_where_the_unit_begins(start in 0_i64..20_000, grain in 0_usize..7) {
        let grains = [Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Year, Grain::FiscalQuarter, Grain::FiscalYear];
        let unit = CALENDAR.unit(grains[grain], day("1991-01-01") + chrono::TimeDelta::days(start));
        prop_assert_eq!(CALENDAR.previous(unit).to, unit.from);
    }
}

/// Every period that is named by today, and the same days as a range.
fn named_by(today: NaiveDate) -> Vec<Period> {
    use PeriodPreset as P;
    let presets = [
        P::Today,
        P::Yesterday,
        P::ThisWeek,
        P::LastWeek,
        P::ThisMonth,
        P::LastMonth,
        P::ThisQuarter,
        P::LastQuarter,
        P::ThisYear,
        P::LastYear,
        P::ThisFiscalQuarter,
        P::LastFiscalQuarter,
        P::ThisFiscalYear,
        P::LastFiscalYear,
        P::MonthToDate,
        P::QuarterToDate,
        P::YearToDate,
        P::FiscalYearToDate,
        P::Last7Days,
        P::Last30Days,
        P::Last90Days,
        P::Last365Days,
    ];
    let named: Vec<Period> = presets.into_iter().map(|preset| CALENDAR.preset(preset, today)).collect();
    let ranges: Vec<Period> =
        named.iter().map(|period| Period { grain: Grain::Custom, to_date: false, ..*period }).collect();
    [named, ranges].concat()
}

/// Every day from before a leap year until after the next one.
fn days() -> impl Iterator<Item = NaiveDate> {
    day("2023-01-01").iter_days().take_while(|today| *today < day("2029-04-01"))
}

#[test]
fn p08_a_year_earlier_the_same_days_are_meant_whatever_february_is_like() {
    for period in days().flat_map(named_by).filter(|period| period.grain != Grain::Week) {
        let base = CALENDAR.base(period, Comparison::SamePeriodLastYear);
        let last = |period: Period| minus_days(period.to, 1);
        let is_leap_day = period.from.month() == 2 && period.from.day() == 29;
        let first = if is_leap_day { 28 } else { period.from.day() };
        let year = period.from.year() - 1;
        assert_eq!(
            (base.from.year(), base.from.month(), base.from.day()),
            (year, period.from.month(), first),
            "{period:?}"
        );
        assert_eq!((base.grain, base.to_date), (period.grain, period.to_date));
        assert_eq!(last(base).month(), last(period).month(), "{period:?}: {base:?}");
        if period.days() == 1 {
            assert_eq!(base.days(), 1, "{period:?}: {base:?}");
        } else if period.to.day() == 1 {
            assert_eq!(base.to.day(), 1, "what ends with a month is compared to what does: {period:?}: {base:?}");
        } else {
            assert_eq!(last(base).day(), last(period).day(), "{period:?}: {base:?}");
        }
        assert_eq!(last(base).year(), last(period).year() - 1, "{period:?}: {base:?}");
    }
}

#[test]
fn p08_no_day_is_in_a_period_and_in_what_it_is_compared_to() {
    for period in days().flat_map(named_by) {
        for comparison in [Comparison::PreviousPeriod, Comparison::SamePeriodLastYear] {
            let base = CALENDAR.base(period, comparison);
            assert!(base.from < base.to && base.to <= period.from, "{period:?} by {comparison:?}: {base:?}");
        }
    }
}

#[test]
fn p08_a_range_that_is_a_unit_is_compared_a_year_earlier_as_that_unit() {
    for today in days() {
        for grain in [Grain::Day, Grain::Month, Grain::Quarter, Grain::Year, Grain::FiscalQuarter, Grain::FiscalYear] {
            let unit = CALENDAR.unit(grain, today);
            let range = Period { grain: Grain::Custom, ..unit };
            let earlier = |period| range_of(CALENDAR.base(period, Comparison::SamePeriodLastYear));
            assert_eq!(earlier(range), earlier(unit), "{unit:?}");
        }
    }
}

fn range_of(period: Period) -> (NaiveDate, NaiveDate) {
    (period.from, period.to)
}

#[test]
fn p08_the_cases_around_29_february_come_out_as_they_were_reckoned() {
    use Comparison::{PreviousPeriod, SamePeriodLastYear};
    let between =
        |from: &str, to: &str| PeriodInput::Between(DayRangeInput { from: Date(day(from)), to: Date(day(to)) });
    let preset = PeriodInput::Preset;
    let year_to_date = preset(PeriodPreset::YearToDate);
    for (input, today, comparison, from, to) in [
        (between("2025-01-01", "2026-01-01"), "2026-06-01", SamePeriodLastYear, "2024-01-01", "2025-01-01"),
        (between("2025-01-01", "2025-07-01"), "2026-06-01", SamePeriodLastYear, "2024-01-01", "2024-07-01"),
        (between("2025-02-01", "2025-03-01"), "2026-06-01", SamePeriodLastYear, "2024-02-01", "2024-03-01"),
        (between("2024-01-01", "2025-01-01"), "2026-06-01", SamePeriodLastYear, "2023-01-01", "2024-01-01"),
        (between("2024-02-01", "2024-03-01"), "2026-06-01", SamePeriodLastYear, "2023-02-01", "2023-03-01"),
        (between("2024-02-29", "2024-03-03"), "2026-06-01", SamePeriodLastYear, "2023-02-28", "2023-03-03"),
        (between("2024-02-10", "2024-02-29"), "2026-06-01", SamePeriodLastYear, "2023-02-10", "2023-03-01"),
        (year_to_date, "2025-12-31", PreviousPeriod, "2024-01-01", "2025-01-01"),
        (year_to_date, "2025-12-31", SamePeriodLastYear, "2024-01-01", "2025-01-01"),
        (year_to_date, "2025-03-31", PreviousPeriod, "2024-01-01", "2024-04-01"),
        (year_to_date, "2028-03-01", PreviousPeriod, "2027-01-01", "2027-03-02"),
        (year_to_date, "2028-03-01", SamePeriodLastYear, "2027-01-01", "2027-03-02"),
        (year_to_date, "2028-02-29", PreviousPeriod, "2027-01-01", "2027-03-01"),
        (preset(PeriodPreset::FiscalYearToDate), "2028-03-01", PreviousPeriod, "2026-04-01", "2027-03-02"),
        (preset(PeriodPreset::QuarterToDate), "2025-03-31", SamePeriodLastYear, "2024-01-01", "2024-04-01"),
        (preset(PeriodPreset::QuarterToDate), "2028-03-01", SamePeriodLastYear, "2027-01-01", "2027-03-02"),
        (preset(PeriodPreset::MonthToDate), "2025-02-28", SamePeriodLastYear, "2024-02-01", "2024-03-01"),
        (preset(PeriodPreset::Today), "2024-02-29", SamePeriodLastYear, "2023-02-28", "2023-03-01"),
        (preset(PeriodPreset::Today), "2025-02-28", SamePeriodLastYear, "2024-02-28", "2024-02-29"),
        (preset(PeriodPreset::LastYear), "2025-06-01", SamePeriodLastYear, "2023-01-01", "2024-01-01"),
    ] {
        assert_eq!(base(input, today, comparison), (from.to_owned(), to.to_owned()), "{input:?} on {today}");
    }
}
