//! When things happen: seasons, working days and office hours, up to the present. Pure.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc, Weekday};

use super::dice::Dice;
use crate::ledger::PostingContext;

/// Months that the company looks back on.
const MONTHS: u32 = 36;

/// What a month brings, in hundredths of an ordinary one: August is slow, the ends of quarters are not.
const SEASON: [u64; 12] = [92, 96, 116, 100, 97, 112, 84, 58, 106, 108, 104, 86];

/// The days that the company looks back on.
pub struct Calendar {
    /// The present.
    pub now: DateTime<Utc>,
    /// The present day of the organization.
    pub today: NaiveDate,
    /// The first day.
    pub first: NaiveDate,
}

impl Calendar {
    /// Three years, up to the present.
    pub fn new(context: &PostingContext, now: DateTime<Utc>) -> Self {
        let today = context.day(now);
        let first = today.checked_sub_months(Months::new(MONTHS)).and_then(|day| day.with_day(1)).unwrap_or(today);
        Self { now, today, first }
    }

    /// The days in order, the present one last.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let today = self.today;
        self.first.iter_days().take_while(move |day| *day <= today)
    }

    /// So many things shared out among the days: by season, more from year to year, and so many hundredths of a working
    /// day at weekends.
    pub fn shares(&self, total: u64, weekend: u64) -> Vec<u64> {
        let mut until = 0_u128;
        let sums: Vec<u128> = self
            .days()
            .map(|day| {
                let season = SEASON.get(usize::try_from(day.month0()).unwrap_or(0)).copied().unwrap_or(100);
                let months = u64::try_from((day - self.first).num_days() / 30).unwrap_or(0);
                let kind = if is_working(day) { 100 } else { weekend };
                until += u128::from(season * (100 + months) * kind);
                until
            })
            .collect();
        let all = sums.last().copied().unwrap_or(0).max(1);
        let mut before = 0;
        sums.into_iter()
            .map(|sum| {
                let reached = u128::from(total) * sum / all;
                let share = reached - before;
                before = reached;
                u64::try_from(share).unwrap_or(0)
            })
            .collect()
    }

    /// An instant within office hours on a day, or on the next working day.
    pub fn office(&self, context: &PostingContext, day: NaiveDate, dice: &mut Dice) -> DateTime<Utc> {
        // The clock changes on Sundays, so that hours count from midnight.
        context.midnight(working(day)) + TimeDelta::seconds(dice.between(8 * 3_600 + 1_800, 18 * 3_600))
    }

    /// An instant within office hours so many days after another, or later on its day.
    pub fn after(&self, context: &PostingContext, at: DateTime<Utc>, days: i64, dice: &mut Dice) -> DateTime<Utc> {
        match u64::try_from(days) {
            Ok(days @ 1..) => self.office(context, plus(context.day(at), days), dice),
            _ => at + TimeDelta::minutes(dice.between(5, 90)),
        }
    }

    /// An instant, if it is not in the future.
    pub fn past(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        (at <= self.now).then_some(at)
    }
}

/// A day so many days later.
pub fn plus(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// The last days of a day's month: where signatures crowd.
pub fn month_end(day: NaiveDate, dice: &mut Dice) -> NaiveDate {
    let next = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    let back = Days::new(u64::try_from(dice.between(1, 6)).unwrap_or(1));
    next.and_then(|next| next.checked_sub_days(back)).map_or(day, |end| end.max(day))
}

/// The first day of the month after a day's.
pub fn next_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1))).unwrap_or(day)
}

/// An instant between two: so many hundredths of the way.
pub fn way(from: DateTime<Utc>, to: DateTime<Utc>, hundredths: i64) -> DateTime<Utc> {
    from + TimeDelta::seconds((to - from).num_seconds() * hundredths / 100)
}

fn is_working(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn working(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|day| is_working(*day)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let first = NaiveDate::from_ymd_opt(2023, 11, 1).unwrap();
        Calendar { now: today.and_hms_opt(11, 0, 0).unwrap().and_utc(), today, first }
    }

    #[test]
    fn shares_sum_to_the_whole_and_leave_weekends_out() {
        let calendar = calendar();
        let shares = calendar.shares(10_007, 0);
        assert_eq!(shares.iter().sum::<u64>(), 10_007);
        let at_weekends = calendar.days().zip(&shares).filter(|(day, _)| !is_working(*day));
        assert_eq!(at_weekends.map(|(_, share)| share).sum::<u64>(), 0);
    }

    #[test]
    fn august_is_slower_than_march() {
        let calendar = calendar();
        let shares = calendar.shares(100_000, 0);
        let of =
            |month| calendar.days().zip(&shares).filter(|(day, _)| day.month() == month).map(|(_, n)| n).sum::<u64>();
        assert!(of(8) * 3 < of(3) * 2, "{} and {}", of(8), of(3));
    }

    #[test]
    fn what_ends_a_month_never_comes_before_the_day() {
        let mut dice = Dice::new(1);
        let day = NaiveDate::from_ymd_opt(2026, 2, 26).unwrap();
        for _ in 0..20 {
            let end = month_end(day, &mut dice);
            assert!(end >= day && end.month() == 2, "{end}");
        }
    }
}
