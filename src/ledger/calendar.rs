//! Calendar units: the months, quarters and years that figures are most often asked for.

use chrono::{Datelike, Months, NaiveDate};

use super::Measure;

/// A kind of calendar unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarUnit {
    /// A month.
    Month,
    /// Three months, the first of which is January, April, July or October.
    Quarter,
    /// A year from the first of January.
    Year,
}

impl CalendarUnit {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    /// The first day of the unit that a day lies in.
    pub fn first_day(self, day: NaiveDate) -> NaiveDate {
        let month = day.month0() / self.months() * self.months();
        NaiveDate::from_ymd_opt(day.year(), month + 1, 1).unwrap_or(day)
    }

    /// The first day after the unit that a day lies in; the last day there is where the calendar ends.
    pub fn end(self, day: NaiveDate) -> NaiveDate {
        self.first_day(day).checked_add_months(Months::new(self.months())).unwrap_or(NaiveDate::MAX)
    }

    /// The shortest unit that begins on a day and holds all days until another.
    pub fn that_holds(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.first_day(from) == from && to <= unit.end(from))
    }

    /// The measure that tells the customers lost of those who were active when the unit began from all who were lost in it.
    pub const fn loss_difference(self) -> Measure {
        match self {
            Self::Month => Measure::MonthLossDifference,
            Self::Quarter => Measure::QuarterLossDifference,
            Self::Year => Measure::YearLossDifference,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_unit_is_the_shortest_that_holds_the_days() {
        let held = |from, to| CalendarUnit::that_holds(day(from), day(to));
        assert_eq!(held("2026-10-01", "2026-11-01"), Some(CalendarUnit::Month));
        assert_eq!(held("2026-10-01", "2026-10-07"), Some(CalendarUnit::Month));
        assert_eq!(held("2026-10-01", "2026-11-02"), Some(CalendarUnit::Quarter));
        assert_eq!(held("2026-01-01", "2026-04-02"), Some(CalendarUnit::Year));
        assert_eq!(held("2026-11-01", "2026-12-02"), None, "no quarter begins in November");
        assert_eq!(held("2026-10-02", "2026-10-07"), None);
        assert_eq!(held("2026-01-01", "2027-01-02"), None);
    }

    #[test]
    fn units_follow_each_other() {
        let (first, end) = (CalendarUnit::first_day, CalendarUnit::end);
        assert_eq!(first(CalendarUnit::Quarter, day("2026-12-31")), day("2026-10-01"));
        assert_eq!(end(CalendarUnit::Quarter, day("2026-12-31")), day("2027-01-01"));
        assert_eq!(first(CalendarUnit::Year, day("2024-02-29")), day("2024-01-01"));
        assert_eq!(end(CalendarUnit::Month, day("2024-02-29")), day("2024-03-01"));
    }
}
