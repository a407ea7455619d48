//! Spans of days with open ends: which facts a change of the posting context touches. Pure.

use chrono::NaiveDate;

/// The days from one to another; open ends are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// First day; `None` = since ever.
    pub from: Option<NaiveDate>,
    /// First day after the last; `None` = for ever.
    pub to: Option<NaiveDate>,
}

impl Days {
    /// The days from one to another.
    pub const fn new(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        Self { from, to }
    }

    /// Whether two spans share a day.
    pub fn overlaps(self, other: Self) -> bool {
        begins_before(self.from, other.to) && begins_before(other.from, self.to)
    }

    /// Whether a day is among them.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }

    /// The shortest span that holds both.
    pub fn hull(self, other: Self) -> Self {
        Self {
            // No start is the earliest of all, no end the latest.
            from: self.from.zip(other.from).map(|(one, other)| one.min(other)),
            to: self.to.zip(other.to).map(|(one, other)| one.max(other)),
        }
    }

    /// A span that holds every day on which the two differ; `None` when they are the same.
    pub fn difference(self, other: Self) -> Option<Self> {
        if self == other {
            return None;
        }
        let hull = self.hull(other);
        let from = if self.from == other.from { self.to.into_iter().chain(other.to).min() } else { hull.from };
        let to = if self.to == other.to { self.from.into_iter().chain(other.from).max() } else { hull.to };
        Some(Self { from, to })
    }
}

fn begins_before(from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
    from.zip(to).is_none_or(|(from, to)| from < to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(number: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::TimeDelta::days(number)
    }

    fn days(from: impl Into<Option<i64>>, to: impl Into<Option<i64>>) -> Days {
        Days::new(from.into().map(day), to.into().map(day))
    }

    #[test]
    fn spans_that_touch_do_not_overlap() {
        assert!(!days(0, 10).overlaps(days(10, None)));
        assert!(days(0, None).overlaps(days(10, 20)));
        assert!(days(None, None).overlaps(days(None, 0)));
    }

    #[test]
    fn a_moved_end_touches_the_days_between_only() {
        assert_eq!(days(0, 10).difference(days(0, 20)), Some(days(10, 20)));
        assert_eq!(days(0, None).difference(days(0, 20)), Some(days(20, None)));
        assert_eq!(days(None, 20).difference(days(5, 20)), Some(days(None, 5)));
        assert_eq!(days(0, 10).difference(days(0, 10)), None);
    }

    fn span() -> impl Strategy<Value = Days> {
        (proptest::option::of(0_i64..30), proptest::option::of(0_i64..30)).prop_map(|(from, to)| days(from, to))
    }

    proptest! {
        #[test]
        fn a_day_that_only_one_span_holds_is_in_the_difference(one in span(), other in span(), at in -5_i64..35) {
            let day = day(at);
            if one.contains(day) != other.contains(day) {
                prop_assert!(one.difference(other).is_some_and(|days| days.contains(day)));
            }
        }
    }
}
