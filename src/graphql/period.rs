//! Periods: half-open ranges of the organization's local days, named the way people name them. Pure.

use async_graphql::{
    Enum, InputObject, OneofObject, SimpleObject, parser::types::SelectionSet, resolver_utils::enum_value,
};
use chrono::{Datelike, Days, Months, NaiveDate};
use entity::organization;

use super::scalars::Date;
use crate::{
    error::{Error, Result},
    graphql::json::{Json, Written},
};

/// The calendar unit of a period or of its pieces.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grain {
    /// A day.
    Day,
    /// A week, from the organization's first weekday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
    /// A quarter of the fiscal year.
    FiscalQuarter,
    /// A fiscal year.
    FiscalYear,
    /// Any range of days.
    Custom,
}

/// A period relative to today, in the organization's time zone.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodPreset {
    /// Today.
    Today,
    /// Yesterday.
    Yesterday,
    /// The current week.
    ThisWeek,
    /// The week before the current one.
    LastWeek,
    /// The current month, to its end.
    ThisMonth,
    /// The month before the current one.
    LastMonth,
    /// The current quarter, to its end.
    ThisQuarter,
    /// The quarter before the current one.
    LastQuarter,
    /// The current year, to its end.
    ThisYear,
    /// The year before the current one.
    LastYear,
    /// The current fiscal quarter, to its end.
    ThisFiscalQuarter,
    /// The fiscal quarter before the current one.
    LastFiscalQuarter,
    /// The current fiscal year, to its end.
    ThisFiscalYear,
    /// The fiscal year before the current one.
    LastFiscalYear,
    /// The current month up to and including today.
    MonthToDate,
    /// The current quarter up to and including today.
    QuarterToDate,
    /// The current year up to and including today.
    YearToDate,
    /// The current fiscal year up to and including today.
    FiscalYearToDate,
    /// The 7 days up to and including today.
    Last7Days,
    /// The 30 days up to and including today.
    Last30Days,
    /// The 90 days up to and including today.
    Last90Days,
    /// The 365 days up to and including today.
    Last365Days,
}

/// A month of a year.
#[derive(InputObject, Clone, Copy, Debug)]
pub struct MonthInput {
    /// The year, from 1990 to 2100.
    #[graphql(validator(minimum = 1990, maximum = 2100))]
    pub year: i32,
    /// The month, 1 for January to 12 for December.
    #[graphql(validator(minimum = 1, maximum = 12))]
    pub month: u32,
}

/// A quarter of a year.
#[derive(InputObject, Clone, Copy, Debug)]
pub struct QuarterInput {
    /// The year, from 1990 to 2100.
    #[graphql(validator(minimum = 1990, maximum = 2100))]
    pub year: i32,
    /// The quarter, 1 to 4.
    #[graphql(validator(minimum = 1, maximum = 4))]
    pub quarter: u32,
}

/// A range of days.
#[derive(InputObject, Clone, Copy, Debug)]
pub struct DayRangeInput {
    /// The first day.
    pub from: Date,
    /// The first day after the last.
    pub to: Date,
}

/// A period: set exactly one field.
#[derive(OneofObject, Clone, Copy, Debug)]
pub enum PeriodInput {
    /// A period relative to today.
    Preset(PeriodPreset),
    /// A calendar month.
    Month(MonthInput),
    /// A calendar quarter.
    Quarter(QuarterInput),
    /// A calendar year, from 1990 to 2100, as in `2026`.
    Year(i32),
    /// The fiscal year that starts in this calendar year.
    FiscalYear(i32),
    /// A range of days; `to` is excluded.
    Between(DayRangeInput),
}

/// What a period is compared to.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// The calendar unit before.
    /// March is compared to February; any other range to the same number of days before it; a period to date to the
    /// unit before up to the same point.
    PreviousPeriod,
    /// The same days a year earlier.
    /// 29 February becomes the 28th, and what ends with a month still does. A week is compared to the week of the same day.
    SamePeriodLastYear,
}

/// A resolved period.
#[derive(SimpleObject, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[graphql(name = "Period")]
pub struct ResolvedPeriod {
    /// The first day.
    pub from: Date,
    /// The first day after the period.
    pub to: Date,
    /// The calendar unit; CUSTOM for any other range.
    pub grain: Grain,
}

/// A half-open range of local days, and the calendar unit that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// First day after the last.
    pub to: NaiveDate,
    /// The calendar unit.
    pub grain: Grain,
    /// Whether it is that unit up to a point.
    pub to_date: bool,
}

impl ResolvedPeriod {
    /// Writes what is selected of it; `None` when not all of that is plain.
    pub fn write(self, json: &mut Json, set: &SelectionSet) -> Written {
        json.object("Period", set, |json, name, _| match name {
            "from" => json.bare(self.from.0),
            "to" => json.bare(self.to.0),
            "grain" => json.value(&enum_value(self.grain)),
            _ => None,
        })
    }
}

impl From<Period> for ResolvedPeriod {
    fn from(period: Period) -> Self {
        Self { from: Date(period.from), to: Date(period.to), grain: period.grain }
    }
}

/// How an organization counts weeks and fiscal years.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// The month in which the fiscal year starts.
    pub fiscal_start: u32,
    /// ISO number of the first day of the week.
    pub week_start: u32,
}

impl From<&organization::Model> for Calendar {
    fn from(organization: &organization::Model) -> Self {
        let number = |value: i16| u32::try_from(value).unwrap_or(1);
        Self {
            fiscal_start: number(organization.fiscal_year_start_month),
            week_start: number(organization.week_starts_on),
        }
    }
}

fn plus_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

fn minus_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

fn plus_days(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

fn minus_days(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

/// The first day after the same days a year earlier. 29 February becomes the 28th; what ends with a month still does, also
/// where February is longer.
fn end_a_year_before(period: Period) -> NaiveDate {
    if period.days() > 1 && period.to.day() == 1 {
        return minus_months(period.to, 12);
    }
    plus_days(minus_months(minus_days(period.to, 1), 12), 1)
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

impl Calendar {
    /// The calendar unit that a day falls in.
    pub fn unit(self, grain: Grain, day: NaiveDate) -> Period {
        let month = first_of_month(day);
        let (from, to) = match grain {
            Grain::Day | Grain::Custom => (day, plus_days(day, 1)),
            Grain::Week => {
                let since = (day.weekday().number_from_monday() + 7 - self.week_start) % 7;
                let from = minus_days(day, since.into());
                (from, plus_days(from, 7))
            }
            Grain::Month => (month, plus_months(month, 1)),
            Grain::Quarter => {
                let from = minus_months(month, day.month0() % 3);
                (from, plus_months(from, 3))
            }
            Grain::Year => {
                let from = minus_months(month, day.month0());
                (from, plus_months(from, 12))
            }
            Grain::FiscalQuarter => {
                let from = minus_months(month, (day.month() + 12 - self.fiscal_start) % 12 % 3);
                (from, plus_months(from, 3))
            }
            Grain::FiscalYear => {
                let from = minus_months(month, (day.month() + 12 - self.fiscal_start) % 12);
                (from, plus_months(from, 12))
            }
        };
        Period { from, to, grain, to_date: false }
    }

    fn to_date(self, grain: Grain, today: NaiveDate) -> Period {
        Period { to: plus_days(today, 1), to_date: true, ..self.unit(grain, today) }
    }

    /// The period that an input names, seen from today.
    pub fn resolve(self, input: PeriodInput, today: NaiveDate) -> Result<Period> {
        let first = |year: i32, month: u32| {
            NaiveDate::from_ymd_opt(year, month, 1)
                .filter(|_| (1990..=2100).contains(&year))
                .ok_or_else(|| Error::bad_input("The year must be from 1990 to 2100."))
        };
        Ok(match input {
            PeriodInput::Preset(preset) => self.preset(preset, today),
            PeriodInput::Month(MonthInput { year, month }) => self.unit(Grain::Month, first(year, month)?),
            PeriodInput::Quarter(QuarterInput { year, quarter }) => {
                self.unit(Grain::Quarter, first(year, quarter.saturating_mul(3).saturating_sub(2))?)
            }
            PeriodInput::Year(year) => self.unit(Grain::Year, first(year, 1)?),
            PeriodInput::FiscalYear(year) => self.unit(Grain::FiscalYear, first(year, self.fiscal_start)?),
            PeriodInput::Between(DayRangeInput { from, to }) => {
                if to <= from {
                    return Err(Error::bad_input(
                        "The period must end after it starts; `to` is the first day after it.",
                    ));
                }
                Period { from: from.0, to: to.0, grain: Grain::Custom, to_date: false }
            }
        })
    }

    fn preset(self, preset: PeriodPreset, today: NaiveDate) -> Period {
        use PeriodPreset as P;
        let this = |grain| self.unit(grain, today);
        let last = |grain| self.previous(self.unit(grain, today));
        let days = |days: u64| Period {
            from: minus_days(today, days - 1),
            to: plus_days(today, 1),
            grain: Grain::Custom,
            to_date: false,
        };
        match preset {
            P::Today => this(Grain::Day),
            P::Yesterday => last(Grain::Day),
            P::ThisWeek => this(Grain::Week),
            P::LastWeek => last(Grain::Week),
            P::ThisMonth => this(Grain::Month),
            P::LastMonth => last(Grain::Month),
            P::ThisQuarter => this(Grain::Quarter),
            P::LastQuarter => last(Grain::Quarter),
            P::ThisYear => this(Grain::Year),
            P::LastYear => last(Grain::Year),
            P::ThisFiscalQuarter => this(Grain::FiscalQuarter),
            P::LastFiscalQuarter => last(Grain::FiscalQuarter),
            P::ThisFiscalYear => this(Grain::FiscalYear),
            P::LastFiscalYear => last(Grain::FiscalYear),
            P::MonthToDate => self.to_date(Grain::Month, today),
            P::QuarterToDate => self.to_date(Grain::Quarter, today),
            P::YearToDate => self.to_date(Grain::Year, today),
            P::FiscalYearToDate => self.to_date(Grain::FiscalYear, today),
            P::Last7Days => days(7),
            P::Last30Days => days(30),
            P::Last90Days => days(90),
            P::Last365Days => days(365),
        }
    }

    /// The unit before; a custom range is preceded by as many days.
    fn previous(self, period: Period) -> Period {
        if period.grain == Grain::Custom {
            return Period { from: minus_days(period.from, period.days()), to: period.from, ..period };
        }
        let unit = self.unit(period.grain, minus_days(period.from, 1));
        period.clip(unit)
    }

    /// What a period is compared to.
    pub fn base(self, period: Period, comparison: Comparison) -> Period {
        let is_of_year = matches!(period.grain, Grain::Year | Grain::FiscalYear);
        match comparison {
            // The year before up to the same point is the same days a year earlier.
            Comparison::PreviousPeriod if !(period.to_date && is_of_year) => self.previous(period),
            Comparison::PreviousPeriod | Comparison::SamePeriodLastYear => {
                let from = minus_months(period.from, 12);
                match period.grain {
                    // A week a year ago is the week of the same day.
                    Grain::Week => self.unit(Grain::Week, minus_days(period.from, 364)),
                    Grain::Day => Period { from, to: plus_days(from, 1), ..period },
                    grain if grain != Grain::Custom && !period.to_date => self.unit(grain, from),
                    _ => Period { from, to: end_a_year_before(period), ..period },
                }
            }
        }
    }

    /// A range of days by the calendar unit that it is.
    pub fn named(self, from: NaiveDate, to: NaiveDate) -> Period {
        const UNITS: [Grain; 7] = [
            Grain::Day,
            Grain::Week,
            Grain::Month,
            Grain::Quarter,
            Grain::Year,
            Grain::FiscalQuarter,
            Grain::FiscalYear,
        ];
        let units = UNITS.into_iter().map(|grain| self.unit(grain, from));
        let is_it = |unit: &Period| unit.from == from && unit.to == to;
        units.into_iter().find(is_it).unwrap_or(Period { from, to, grain: Grain::Custom, to_date: false })
    }

    /// Cuts a period into units; the first and last may be partial. At most 1 000 pieces.
    pub fn split(self, period: Period, by: Grain) -> Result<Vec<Period>> {
        if by == Grain::Custom {
            return Ok(vec![period]);
        }
        let mut pieces = Vec::new();
        let mut from = period.from;
        while from < period.to {
            let unit = self.unit(by, from);
            let to = unit.to.min(period.to);
            let whole = unit.from == from && unit.to == to;
            let grain = if whole { by } else { Grain::Custom };
            pieces.push(Period { from, to, grain, to_date: false });
            if pieces.len() > 1_000 {
                return Err(Error::bad_input("A series has at most 1 000 points; choose a coarser grain."));
            }
            from = to;
        }
        Ok(pieces)
    }
}

impl Period {
    /// The number of days.
    pub fn days(self) -> u64 {
        u64::try_from((self.to - self.from).num_days()).unwrap_or(0)
    }

    /// A unit up to the point that this period has reached, if it is one to date.
    fn clip(self, unit: Self) -> Self {
        if self.to_date {
            Self { to: plus_days(unit.from, self.days()).min(unit.to), to_date: true, ..unit }
        } else {
            unit
        }
    }
}

#[cfg(test)]
mod tests;
