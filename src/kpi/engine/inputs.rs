//! What a formula sees: the inputs that it declares, read for one subject and period. Pure.

use std::cell::Cell;

use chrono::NaiveDate;

use crate::{
    access::Subject,
    error::{Error, Result},
    graphql::period::Period,
    kpi::{ForecastSource, Input, InputKey, Kpi, Numbers, PeriodPart, Statistic, When},
    ledger::Measure,
};

/// Where a period is, seen from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// It is yet to begin.
    Upcoming,
    /// Today is in it.
    Running,
    /// It is over.
    Over,
}

/// What a formula is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// Whose figure it is.
    pub subject: Subject,
    /// Of which days.
    pub period: Period,
    /// The day it is seen from.
    pub today: NaiveDate,
}

impl Scope {
    /// The numbers to read for some inputs.
    pub fn keys(self, inputs: &[Input]) -> Vec<InputKey> {
        inputs.iter().filter_map(|input| input.key(self.subject, self.period, self.today)).collect()
    }

    /// Computes a formula of declared inputs. Fails when it reads another one, whatever the data: nothing was read for it.
    pub fn compute<T>(self, declared: &[Input], numbers: &Numbers, formula: impl Fn(&Inputs<'_>) -> T) -> Result<T> {
        let inputs = Inputs { scope: self, declared, numbers, undeclared: Cell::new(None) };
        let computed = formula(&inputs);
        match inputs.undeclared.get() {
            None => Ok(computed),
            Some(input) => Err(Error::Bug(format!("a formula reads {input:?} and does not declare it"))),
        }
    }
}

/// The declared inputs of one subject and period.
pub struct Inputs<'a> {
    scope: Scope,
    declared: &'a [Input],
    numbers: &'a Numbers,
    undeclared: Cell<Option<Input>>,
}

impl Inputs<'_> {
    /// The number of an input; 0 where there is none to read.
    pub fn read(&self, input: Input) -> i64 {
        if !self.declared.contains(&input) {
            self.undeclared.set(Some(input));
            return 0;
        }
        let Scope { subject, period, today } = self.scope;
        input.key(subject, period, today).map_or(0, |key| self.numbers.of(&key))
    }

    /// What a measure sums to over some days.
    pub fn over(&self, measure: Measure, when: When) -> i64 {
        self.read(Input::Sum(measure, when))
    }

    /// What a measure sums to in the period.
    pub fn sum(&self, measure: Measure) -> i64 {
        self.read(Input::Sum(measure, When::Period))
    }

    /// What a running balance is at the end of the period, or today while it runs.
    pub fn at_end(&self, measure: Measure) -> i64 {
        self.read(Input::Sum(measure, When::AtEnd))
    }

    /// What a running balance was when the period began.
    pub fn at_start(&self, measure: Measure) -> i64 {
        self.read(Input::Sum(measure, When::AtStart))
    }

    /// What a measure of expected days sums to from today to the end of the period.
    pub fn remaining(&self, measure: Measure) -> i64 {
        self.read(Input::Sum(measure, When::Remaining))
    }

    /// What a measure of expected days sums to on the days of the period before today.
    pub fn overdue(&self, measure: Measure) -> i64 {
        self.read(Input::Sum(measure, When::Overdue))
    }

    /// What the facts of the period come to, beyond their sum.
    pub fn statistic(&self, statistic: Statistic) -> i64 {
        self.read(Input::Statistic(statistic, When::Period))
    }

    /// The same up to today while the period runs.
    pub fn statistic_so_far(&self, statistic: Statistic) -> i64 {
        self.read(Input::Statistic(statistic, When::SoFar))
    }

    /// The median of what the facts of the period say, in the measure's unit; `None` when they say nothing.
    pub fn median(&self, measure: Measure, shares: Measure) -> Option<i64> {
        Some(self.statistic(Statistic::Median(measure, shares))).filter(|middle| *middle >= 0)
    }

    /// The working days of the period, whoever is there: in all, up to today, after today.
    pub fn selling_days(&self) -> [i64; 3] {
        [PeriodPart::Whole, PeriodPart::Elapsed, PeriodPart::Left].map(|part| self.read(Input::SellingDays(part)))
    }

    /// What a KPI should come to in the period, in its unit; 0 without a target.
    pub fn target(&self, kpi: Kpi) -> i64 {
        self.read(Input::Target(kpi))
    }

    /// What a measure of the period summed to as it was known when the period began.
    pub fn known_at_start(&self, measure: Measure) -> i64 {
        self.read(Input::KnownAtStart(measure))
    }

    /// What was forecast for the period.
    pub fn said(&self, source: ForecastSource) -> i64 {
        self.read(Input::Said(source))
    }

    /// Where the period is, seen from today.
    pub fn timing(&self) -> Timing {
        let Scope { period, today, .. } = self.scope;
        if today < period.from {
            Timing::Upcoming
        } else if today < period.to {
            Timing::Running
        } else {
            Timing::Over
        }
    }
}
