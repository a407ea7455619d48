//! Inputs: what a formula may ask of the ledger, and how what it asks is found out. Pure.

use std::{
    cell::RefCell,
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
    ledger::Measure,
};

/// The days that a sum covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first day; `None` = since ever, for running balances.
    pub from: Option<NaiveDate>,
    /// The first day after the last.
    pub to: NaiveDate,
}

/// One number asked of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKey {
    /// The sum of a measure.
    Sum(Subject, Measure, Span),
    /// What the facts of a span come to, beyond their sum.
    Statistic(Subject, Statistic, Span),
    /// How many days reps were there to work in the span, in ten-thousandths: working days of each member.
    WorkingDays(Subject, Span),
    /// How many days are worked in the span, in ten-thousandths, whoever is there.
    SellingDays(Stretch, Span),
    /// What a KPI of the subject should come to in exactly these days, in its unit; 0 without an objective.
    Target(Subject, Kpi, Span),
    /// The sum of a measure as it was known when a day began.
    Known(Subject, Measure, Span, NaiveDate),
    /// What was said of exactly these days.
    Said(Subject, ForecastSource, Span),
    /// How many reps of the subject stand where with their revenue of exactly these days, in ten-thousandths.
    Attainment(Subject, Band, Span),
}

/// Which part of a period days are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stretch {
    /// All of it.
    Whole,
    /// Up to today, today included.
    Elapsed,
    /// After today.
    Left,
}

/// Whose word on a period.
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

/// Where today is, seen from a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Before it.
    Before,
    /// In it.
    During,
    /// After it.
    After,
}

/// Where a rep stands with an objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Band {
    /// At it or above.
    Reached,
    /// At four fifths of it or above.
    Near,
    /// Below.
    Below,
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
}

impl Numbers {
    /// The number of a cell; 0 where there is none.
    pub fn of(&self, cell: &InputKey) -> i64 {
        let number = match self {
            Self::Read(read) => read.get(cell),
            Self::Made(made) => made.get(cell),
        };
        number.copied().unwrap_or(0)
    }
}

/// What a formula sees: the sums of one subject over one period.
pub struct Inputs<'a> {
    subject: Subject,
    period: Period,
    today: NaiveDate,
    known: Option<&'a Numbers>,
    asked: RefCell<Vec<InputKey>>,
}

impl<'a> Inputs<'a> {
    /// Inputs that answer 0 and remember what they were asked.
    pub const fn recorder(subject: Subject, period: Period, today: NaiveDate) -> Self {
        Self { subject, period, today, known: None, asked: RefCell::new(Vec::new()) }
    }

    /// Inputs that answer what is known.
    pub const fn known(subject: Subject, period: Period, today: NaiveDate, known: &'a Numbers) -> Self {
        Self { subject, period, today, known: Some(known), asked: RefCell::new(Vec::new()) }
    }

    /// What was asked.
    pub fn asked(self) -> Vec<InputKey> {
        self.asked.into_inner()
    }

    fn ask(&self, cell: InputKey) -> i64 {
        match self.known {
            Some(known) => known.of(&cell),
            None => {
                self.asked.borrow_mut().push(cell);
                0
            }
        }
    }

    /// The days of the period.
    const fn span(&self) -> Span {
        Span { from: Some(self.period.from), to: self.period.to }
    }

    /// The first day after the moment at which balances are read: the end of the period, or of today while it runs.
    fn moment(&self) -> NaiveDate {
        let tomorrow = self.today.checked_add_days(Days::new(1)).unwrap_or(self.today);
        self.period.to.min(tomorrow)
    }

    /// What a measure sums to in the period.
    pub fn sum(&self, measure: Measure) -> i64 {
        self.ask(InputKey::Sum(self.subject, measure, self.span()))
    }

    /// The same up to today while the period runs: for measures of days to come.
    pub fn sum_so_far(&self, measure: Measure) -> i64 {
        if !self.has_begun() {
            return 0;
        }
        self.ask(InputKey::Sum(self.subject, measure, Span { from: Some(self.period.from), to: self.moment() }))
    }

    /// What a running balance stands at, at the end of the period or today while it runs.
    pub fn balance(&self, measure: Measure) -> i64 {
        self.ask(InputKey::Sum(self.subject, measure, Span { from: None, to: self.moment() }))
    }

    /// What a measure of expected days sums to from today to the end of the period.
    pub fn still_expected(&self, measure: Measure) -> i64 {
        let from = self.period.from.max(self.today);
        if from >= self.period.to {
            return 0;
        }
        self.ask(InputKey::Sum(self.subject, measure, Span { from: Some(from), to: self.period.to }))
    }

    /// What a measure of expected days sums to on the days of the period before today.
    pub fn overdue(&self, measure: Measure) -> i64 {
        let to = self.period.to.min(self.today);
        if to <= self.period.from {
            return 0;
        }
        self.ask(InputKey::Sum(self.subject, measure, Span { from: Some(self.period.from), to }))
    }

    /// What a measure of days to come sums to from today on, however far; `None` for a period that is over.
    pub fn ahead(&self, measure: Measure) -> Option<i64> {
        let to = self.today.checked_add_months(Months::new(1_200))?;
        (self.today < self.period.to)
            .then(|| self.ask(InputKey::Sum(self.subject, measure, Span { from: Some(self.today), to })))
    }

    /// Whether the period is over.
    pub fn is_over(&self) -> bool {
        self.period.to <= self.today
    }

    /// What a measure of the present comes to; `None` for a period that is over.
    pub fn present(&self, measure: Measure) -> Option<i64> {
        let to = self.today.checked_add_days(Days::new(1))?;
        (!self.is_over()).then(|| self.ask(InputKey::Sum(self.subject, measure, Span { from: Some(self.today), to })))
    }

    /// What a measure sums to over the days that end with the period, or today while it runs.
    pub fn trailing(&self, measure: Measure, days: u64) -> i64 {
        let to = self.moment();
        let from = to.checked_sub_days(Days::new(days));
        self.ask(InputKey::Sum(self.subject, measure, Span { from, to }))
    }

    /// What a running balance stood at when the period began.
    pub fn balance_before(&self, measure: Measure) -> i64 {
        self.ask(InputKey::Sum(self.subject, measure, Span { from: None, to: self.period.from }))
    }

    /// Whether any of the period's days has come.
    pub fn has_begun(&self) -> bool {
        self.period.from < self.moment()
    }

    /// What the facts of the period come to, beyond their sum, up to today while it runs.
    pub fn spread_so_far(&self, spread: Statistic) -> i64 {
        if !self.has_begun() {
            return 0;
        }
        self.ask(InputKey::Statistic(self.subject, spread, Span { from: Some(self.period.from), to: self.moment() }))
    }

    /// What a measure sums to in the period, up to today while it runs, and in the same days a year earlier.
    pub fn sum_with_year_before(&self, measure: Measure) -> i64 {
        if !self.has_begun() {
            return 0;
        }
        let year_before = |day: NaiveDate| day.checked_sub_months(Months::new(12)).unwrap_or(NaiveDate::MIN);
        let then = Span { from: Some(year_before(self.period.from)), to: year_before(self.moment()) };
        let now = Span { from: Some(self.period.from), to: self.moment() };
        [then, now].into_iter().map(|span| self.ask(InputKey::Sum(self.subject, measure, span))).sum()
    }

    /// What the facts of the period come to, beyond their sum.
    pub fn spread(&self, spread: Statistic) -> i64 {
        self.ask(InputKey::Statistic(self.subject, spread, self.span()))
    }

    /// What the facts come to, beyond their sum, at the end of the period or today while it runs.
    pub fn spread_at_end(&self, spread: Statistic) -> i64 {
        self.ask(InputKey::Statistic(self.subject, spread, Span { from: None, to: self.moment() }))
    }

    /// The median of what the facts of the period say, in the measure's unit; `None` when they say nothing.
    pub fn median(&self, measure: Measure, shares: Measure) -> Option<i64> {
        Some(self.spread(Statistic::Median(measure, shares))).filter(|middle| *middle >= 0)
    }

    /// How many days reps were there to work in the period, up to today while it runs.
    pub fn working_days(&self) -> i64 {
        let to = self.moment();
        if to <= self.period.from {
            return 0;
        }
        self.ask(InputKey::WorkingDays(self.subject, Span { from: Some(self.period.from), to }))
    }

    /// How many days of the period are worked, whoever is there.
    pub fn selling_days(&self) -> i64 {
        self.ask(InputKey::SellingDays(Stretch::Whole, self.span()))
    }

    /// The same up to today, today included.
    pub fn selling_days_elapsed(&self) -> i64 {
        let to = self.moment().max(self.period.from);
        self.ask(InputKey::SellingDays(Stretch::Elapsed, Span { from: Some(self.period.from), to }))
    }

    /// The same after today.
    pub fn selling_days_left(&self) -> i64 {
        let from = self.moment().max(self.period.from);
        self.ask(InputKey::SellingDays(Stretch::Left, Span { from: Some(from), to: self.period.to }))
    }

    /// What a KPI should come to in the period, in its unit; 0 without an objective.
    pub fn target(&self, kpi: Kpi) -> i64 {
        self.ask(InputKey::Target(self.subject, kpi, self.span()))
    }

    /// How many reps stand where with their revenue of the period.
    pub fn attainment(&self, band: Band) -> i64 {
        self.ask(InputKey::Attainment(self.subject, band, self.span()))
    }

    /// What a measure of the period summed to as it was known when the period began.
    pub fn known_at_start(&self, measure: Measure) -> i64 {
        self.ask(InputKey::Known(self.subject, measure, self.span(), self.period.from))
    }

    /// What was said of the period.
    pub fn said(&self, voice: ForecastSource) -> i64 {
        self.ask(InputKey::Said(self.subject, voice, self.span()))
    }

    /// What a measure sums to over months that begin so many months before the period, or before tomorrow where the
    /// period is yet to begin, and last so many.
    pub fn months_before(&self, measure: Measure, before: u32, months: u32) -> i64 {
        let start = self.period.from.min(self.today.checked_add_days(Days::new(1)).unwrap_or(self.today));
        let from = start.checked_sub_months(Months::new(before)).unwrap_or(start);
        let to = from.checked_add_months(Months::new(months)).unwrap_or(start).min(start);
        self.ask(InputKey::Sum(self.subject, measure, Span { from: Some(from), to }))
    }

    /// What a measure sums to over the same days a year earlier.
    pub fn year_before(&self, measure: Measure) -> i64 {
        let earlier = |day: NaiveDate| day.checked_sub_months(Months::new(12)).unwrap_or(day);
        let span = Span { from: Some(earlier(self.period.from)), to: earlier(self.period.to) };
        self.ask(InputKey::Sum(self.subject, measure, span))
    }

    /// Where in the period today is.
    pub fn where_today_is(&self) -> Moment {
        if self.today < self.period.from {
            Moment::Before
        } else if self.today < self.period.to {
            Moment::During
        } else {
            Moment::After
        }
    }
}
