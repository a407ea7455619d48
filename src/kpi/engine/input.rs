//! Inputs: the numbers that formulas are made of, whoever's and whenever. Pure.

use std::{
    collections::BTreeSet,
    hash::{Hash, Hasher},
    mem,
};

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::{
    access::Subject,
    collections::Map,
    graphql::{Read, period::Period},
    kpi::{Kpi, Statistic},
    ledger::{Measure, Topic, Unit},
};

/// A number that a formula is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The sum of a measure.
    Sum(Measure, When),
    /// What facts come to beyond their sum.
    Statistic(Statistic, When),
    /// Working days of each member, in ten-thousandths, up to today while the period runs.
    WorkingDays,
    /// Working days of the calendar, in ten-thousandths, whoever is there.
    SellingDays(PeriodPart),
    /// The target of a KPI for exactly this subject and period, in its unit; 0 without one.
    Target(Kpi),
    /// The sum of a measure as it was known when the period began.
    KnownAtStart(Measure),
    /// What reps or managers forecast for exactly this period.
    Said(ForecastSource),
    /// How many reps are where with their revenue target, in ten-thousandths.
    Attainment(AttainmentBand),
}

/// Which days an input covers, seen from a period and today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The period, whatever of it is still to come.
    Period,
    /// The period, up to today while it runs.
    SoFar,
    /// All days up to the end of the period, or up to today while it runs: for running balances.
    AtEnd,
    /// All days before the period.
    AtStart,
    /// As [`AtEnd`](Self::AtEnd), and 0 before the period begins.
    AtEndOnceBegun,
    /// As [`AtStart`](Self::AtStart), and 0 before the period begins.
    AtStartOnceBegun,
    /// From today to the end of the period.
    Remaining,
    /// The days of the period before today.
    Overdue,
    /// From today on, however far; nothing of a period that is over.
    Ahead,
    /// Today; nothing of a period that is over.
    Today,
    /// So many days that end with the period, or today while it runs.
    Last(u16),
    /// The same days a year earlier.
    YearBefore,
    /// The same days a year earlier, of those up to today while the period runs.
    SoFarYearBefore,
    /// The twelve months that begin so many months before the period, or before tomorrow where it is yet to begin.
    TwelveMonths {
        /// How many months before.
        before: u8,
    },
}

/// The days that a sum covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first day; `None` = since ever, for running balances.
    pub from: Option<NaiveDate>,
    /// The first day after the last.
    pub to: NaiveDate,
}

/// A part of a period, by where today is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeriodPart {
    /// All of it.
    Whole,
    /// Up to today, today included.
    Elapsed,
    /// After today.
    Left,
}

/// Whose forecast of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ForecastSource {
    /// What the reps said last, summed up, in minor units.
    Reps,
    /// How many reps said something, in ten-thousandths.
    RepsSpoke,
    /// The same with what managers made of it, in minor units.
    Managers,
    /// How many figures managers changed, in ten-thousandths.
    ManagersSpoke,
}

/// How near a rep is to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttainmentBand {
    /// At it or above.
    Reached,
    /// At four fifths of it or above.
    Near,
    /// Below.
    Below,
}

fn tomorrow(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(1)).unwrap_or(today)
}

/// The same day a year earlier.
pub(in crate::kpi) fn a_year_before(day: NaiveDate) -> NaiveDate {
    day.checked_sub_months(Months::new(12)).unwrap_or(NaiveDate::MIN)
}

impl When {
    /// The days; `None` where there are none.
    pub fn span(self, period: Period, today: NaiveDate) -> Option<Span> {
        let Period { from, to, .. } = period;
        // The first day after the one that balances are read on.
        let end = to.min(tomorrow(today));
        let has_begun = from < end;
        let days = |from: NaiveDate, to: NaiveDate| Span { from: Some(from), to };
        let until = |to: NaiveDate| Span { from: None, to };
        match self {
            Self::Period => Some(days(from, to)),
            Self::SoFar => has_begun.then(|| days(from, end)),
            Self::AtEnd => Some(until(end)),
            Self::AtStart => Some(until(from)),
            Self::AtEndOnceBegun => has_begun.then(|| until(end)),
            Self::AtStartOnceBegun => has_begun.then(|| until(from)),
            Self::Remaining => (from.max(today) < to).then(|| days(from.max(today), to)),
            Self::Overdue => (from < to.min(today)).then(|| days(from, to.min(today))),
            Self::Ahead => {
                let far = today.checked_add_months(Months::new(1_200))?;
                (today < to).then(|| days(today, far))
            }
            Self::Today => (today < to).then(|| days(today, tomorrow(today))),
            Self::Last(number) => Some(Span { from: end.checked_sub_days(Days::new(number.into())), to: end }),
            Self::YearBefore => Some(days(a_year_before(from), a_year_before(to))),
            Self::SoFarYearBefore => has_begun.then(|| days(a_year_before(from), a_year_before(end))),
            Self::TwelveMonths { before } => {
                let start = from.min(tomorrow(today));
                let from = start.checked_sub_months(Months::new(before.into())).unwrap_or(start);
                let to = from.checked_add_months(Months::new(12)).unwrap_or(start).min(start);
                Some(days(from, to))
            }
        }
    }
}

impl Input {
    /// The number of a subject and period, seen from a day; `None` where there is none to read and it counts as 0.
    pub fn key(self, subject: Subject, period: Period, today: NaiveDate) -> Option<InputKey> {
        let whole = Span { from: Some(period.from), to: period.to };
        let end = period.to.min(tomorrow(today)).max(period.from);
        Some(match self {
            Self::Sum(measure, when) => InputKey::Sum(subject, measure, when.span(period, today)?),
            Self::Statistic(statistic, when) => InputKey::Statistic(subject, statistic, when.span(period, today)?),
            Self::WorkingDays => InputKey::WorkingDays(subject, When::SoFar.span(period, today)?),
            Self::SellingDays(part) => {
                let span = match part {
                    PeriodPart::Whole => whole,
                    PeriodPart::Elapsed => Span { to: end, ..whole },
                    PeriodPart::Left => Span { from: Some(end), ..whole },
                };
                InputKey::SellingDays(part, span)
            }
            Self::Target(kpi) => InputKey::Target(subject, kpi, whole),
            Self::KnownAtStart(measure) => InputKey::Known(subject, measure, whole, period.from),
            Self::Said(source) => InputKey::Said(subject, source, whole),
            Self::Attainment(band) => InputKey::Attainment(subject, band, whole),
        })
    }

    /// What its number is.
    pub fn unit(self) -> Unit {
        match self {
            Self::Sum(measure, _) | Self::KnownAtStart(measure) => measure.unit(),
            Self::Statistic(statistic, _) => statistic.unit(),
            Self::WorkingDays
            | Self::SellingDays(_)
            | Self::Attainment(_)
            | Self::Said(ForecastSource::RepsSpoke | ForecastSource::ManagersSpoke) => Unit::Count,
            Self::Said(ForecastSource::Reps | ForecastSource::Managers) => Unit::Money,
            Self::Target(kpi) => match kpi.definition().unit {
                crate::kpi::Unit::Money | crate::kpi::Unit::MoneyPerDay => Unit::Money,
                crate::kpi::Unit::Count => Unit::Count,
                crate::kpi::Unit::Ratio
                | crate::kpi::Unit::Days
                | crate::kpi::Unit::PerDay
                | crate::kpi::Unit::PerHundred
                | crate::kpi::Unit::PerWin
                | crate::kpi::Unit::Months
                | crate::kpi::Unit::Points => Unit::Millionths,
            },
        }
    }

    /// How many of the records behind an amount could not be converted for want of a rate; `None` where all can.
    pub const fn unconverted(self) -> Option<Self> {
        match self {
            Self::Sum(amount, when) => match amount.unconverted() {
                Some(measure) => Some(Self::Sum(measure, when)),
                None => None,
            },
            Self::Statistic(Statistic::Returned(amount), when) => match amount.unconverted() {
                Some(measure) => Some(Self::Statistic(Statistic::Returned(measure), when)),
                None => None,
            },
            _ => None,
        }
    }

    /// Whether the numbers of teams sum to that of the organization.
    pub fn is_additive(self) -> bool {
        match self {
            // Deals that are due are read for the whole of a subject, by who owned them when the period began.
            Self::Sum(measure, _) => measure.topic() != Topic::Due,
            Self::Statistic(statistic, _) => {
                matches!(statistic, Statistic::Left | Statistic::Returned(_) | Statistic::Aged(_))
            }
            _ => false,
        }
    }
}

/// An input of one subject and period: one number to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKey {
    /// The sum of a measure.
    Sum(Subject, Measure, Span),
    /// What the facts of a span come to, beyond their sum.
    Statistic(Subject, Statistic, Span),
    /// How many days reps were there to work in the span, in ten-thousandths: working days of each member.
    WorkingDays(Subject, Span),
    /// How many days are worked in the span, in ten-thousandths, whoever is there.
    SellingDays(PeriodPart, Span),
    /// The target of a KPI for exactly these days, in its unit; 0 without one.
    Target(Subject, Kpi, Span),
    /// The sum of a measure as it was known when a day began.
    Known(Subject, Measure, Span, NaiveDate),
    /// What was forecast for exactly these days.
    Said(Subject, ForecastSource, Span),
    /// How many reps of the subject are where with their revenue target of exactly these days, in ten-thousandths.
    Attainment(Subject, AttainmentBand, Span),
}

/// By its kind and one number of whose it is, which measure and when: a dashboard looks up thousands. The rest of what tells
/// cells apart, equality does.
impl Hash for InputKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let (measure, span) = match self {
            Self::Sum(_, measure, span) | Self::Known(_, measure, span, _) => (measure.code().unsigned_abs(), span),
            Self::Statistic(_, _, span)
            | Self::WorkingDays(_, span)
            | Self::SellingDays(_, span)
            | Self::Target(_, _, span)
            | Self::Said(_, _, span)
            | Self::Attainment(_, _, span) => (0, span),
        };
        let day = |day: NaiveDate| u128::from(day.num_days_from_ce().unsigned_abs());
        let days = (span.from.map_or(0, day) << 32) | day(span.to);
        let whose = self.subject().map_or(0, Subject::number);
        mem::discriminant(self).hash(state);
        state.write_u128(whose ^ days ^ (u128::from(measure) << 64));
    }
}

impl InputKey {
    /// Whose it is; `None` for what is the same for all.
    pub const fn subject(&self) -> Option<Subject> {
        match self {
            Self::Sum(subject, ..)
            | Self::Statistic(subject, ..)
            | Self::WorkingDays(subject, _)
            | Self::Target(subject, ..)
            | Self::Known(subject, ..)
            | Self::Said(subject, ..)
            | Self::Attainment(subject, ..) => Some(*subject),
            Self::SellingDays(..) => None,
        }
    }

    /// The measures whose facts it is made of.
    pub fn measures(&self) -> BTreeSet<Measure> {
        match self {
            Self::Sum(_, measure, _) | Self::Known(_, measure, ..) => BTreeSet::from([*measure]),
            Self::Statistic(_, spread, _) => spread.measures(),
            Self::WorkingDays(..)
            | Self::SellingDays(..)
            | Self::Target(..)
            | Self::Said(..)
            | Self::Attainment(..) => BTreeSet::new(),
        }
    }
}

/// The numbers of cells.
pub enum Numbers {
    /// Read together with those of others.
    Read(Read<InputKey, i64>),
    /// Made for one purpose.
    Made(Map<InputKey, i64>),
    /// Made up for tests, from a seed.
    #[cfg(test)]
    MadeUp(u64),
}

impl Numbers {
    /// The number of a cell; 0 where there is none.
    pub fn of(&self, cell: &InputKey) -> i64 {
        let number = match self {
            Self::Read(read) => read.get(cell),
            Self::Made(made) => made.get(cell),
            #[cfg(test)]
            Self::MadeUp(seed) => return made_up(*seed, cell),
        };
        number.copied().unwrap_or(0)
    }
}

/// A number for a key, of a seed: mostly large ones, and some that are 0, below 0 or round; few amounts lack a rate.
#[cfg(test)]
fn made_up(seed: u64, cell: &InputKey) -> i64 {
    use std::hash::DefaultHasher;
    let mut hasher = DefaultHasher::new();
    format!("{seed} {cell:?}").hash(&mut hasher);
    let number = hasher.finish();
    let (chance, size) = (number % 100, i64::try_from((number >> 8) % 10_000_000).unwrap());
    let is_rate = format!("{cell:?}").contains("Unconverted");
    match chance {
        0..85 if is_rate => 0,
        0..10 => 0,
        10..15 => -1,
        15..20 => -size,
        20..40 => size / 10_000 * 10_000,
        _ => size,
    }
}
