//! Inputs: what a formula may ask of the ledger, and how what it asks is found out. Pure.

use std::{cell::RefCell, collections::HashMap};

use chrono::{Days, NaiveDate};

use super::Spread;
use crate::{access::Subject, api::period::Period, ledger::Measure};

/// The days that a sum covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first day; `None` = since ever, for running balances.
    pub from: Option<NaiveDate>,
    /// The first day after the last.
    pub to: NaiveDate,
}

/// One number asked of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cell {
    /// The sum of a measure.
    Sum(Subject, Measure, Span),
    /// What the facts of a span come to, beyond their sum.
    Spread(Subject, Spread, Span),
    /// How many days reps were there to work in the span, in ten-thousandths: weekdays of each member.
    WorkingDays(Subject, Span),
}

/// What a formula sees: the sums of one subject over one period.
pub struct Inputs<'a> {
    subject: Subject,
    period: Period,
    today: NaiveDate,
    known: Option<&'a HashMap<Cell, i64>>,
    asked: RefCell<Vec<Cell>>,
}

impl<'a> Inputs<'a> {
    /// Inputs that answer 0 and remember what they were asked.
    pub const fn recorder(subject: Subject, period: Period, today: NaiveDate) -> Self {
        Self { subject, period, today, known: None, asked: RefCell::new(Vec::new()) }
    }

    /// Inputs that answer what is known.
    pub const fn known(subject: Subject, period: Period, today: NaiveDate, known: &'a HashMap<Cell, i64>) -> Self {
        Self { subject, period, today, known: Some(known), asked: RefCell::new(Vec::new()) }
    }

    /// What was asked.
    pub fn asked(self) -> Vec<Cell> {
        self.asked.into_inner()
    }

    fn ask(&self, cell: Cell) -> i64 {
        match self.known {
            Some(known) => known.get(&cell).copied().unwrap_or(0),
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
        self.ask(Cell::Sum(self.subject, measure, self.span()))
    }

    /// What a running balance stands at, at the end of the period or today while it runs.
    pub fn balance(&self, measure: Measure) -> i64 {
        self.ask(Cell::Sum(self.subject, measure, Span { from: None, to: self.moment() }))
    }

    /// What a measure of expected days sums to from today to the end of the period.
    pub fn still_expected(&self, measure: Measure) -> i64 {
        let from = self.period.from.max(self.today);
        if from >= self.period.to {
            return 0;
        }
        self.ask(Cell::Sum(self.subject, measure, Span { from: Some(from), to: self.period.to }))
    }

    /// What a measure of expected days sums to on the days of the period before today.
    pub fn overdue(&self, measure: Measure) -> i64 {
        let to = self.period.to.min(self.today);
        if to <= self.period.from {
            return 0;
        }
        self.ask(Cell::Sum(self.subject, measure, Span { from: Some(self.period.from), to }))
    }

    /// What a measure sums to over the days that end with the period, or today while it runs.
    pub fn trailing(&self, measure: Measure, days: u64) -> i64 {
        let to = self.moment();
        let from = to.checked_sub_days(Days::new(days));
        self.ask(Cell::Sum(self.subject, measure, Span { from, to }))
    }

    /// What a running balance stood at when the period began.
    pub fn balance_before(&self, measure: Measure) -> i64 {
        self.ask(Cell::Sum(self.subject, measure, Span { from: None, to: self.period.from }))
    }

    /// What the facts of the period come to, beyond their sum.
    pub fn spread(&self, spread: Spread) -> i64 {
        self.ask(Cell::Spread(self.subject, spread, self.span()))
    }

    /// The median of what the facts of the period say, in seconds; `None` when they say nothing.
    pub fn median(&self, seconds: Measure, shares: Measure) -> Option<i64> {
        Some(self.spread(Spread::Median(seconds, shares))).filter(|seconds| *seconds >= 0)
    }

    /// How many days reps were there to work in the period, up to today while it runs.
    pub fn working_days(&self) -> i64 {
        let to = self.moment();
        if to <= self.period.from {
            return 0;
        }
        self.ask(Cell::WorkingDays(self.subject, Span { from: Some(self.period.from), to }))
    }
}
