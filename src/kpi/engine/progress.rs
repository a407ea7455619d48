//! Progress: where a figure stands with its target. Pure.

use async_graphql::Enum;

use crate::{
    graphql::scalars::float,
    kpi::{Direction, Kind, Timing, Unit, Value},
    ledger::money::{self, WHOLE},
};

/// Where a subject stands with an objective.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(name = "ObjectiveStatus")]
pub enum Status {
    /// The period is yet to begin.
    NotStarted,
    /// The target is reached.
    Achieved,
    /// The period runs, and as much is done as the working days elapsed ask for.
    OnTrack,
    /// The period runs, and less is done than the working days elapsed ask for; for a KPI that is no sum over the period,
    /// the target is not reached at present.
    Behind,
    /// The period is over, or more happened than ever should, and the target was not reached.
    Missed,
}

/// What is known of an objective and a figure.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// What it should come to.
    pub target: Value,
    /// What it comes to; `None` where that is unknown.
    pub actual: Option<Value>,
    /// Whether more is better.
    pub direction: Direction,
    /// How the KPI relates to time.
    pub kind: Kind,
    /// Where the period is, seen from today.
    pub timing: Timing,
    /// Working days of the calendar, in ten-thousandths: in all, up to today, after today.
    pub days: [i64; 3],
}

/// Where a figure stands with its target.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// The share of the target that is reached.
    pub attainment: Option<f64>,
    /// What should be reached by today.
    pub expected: Option<Value>,
    /// What is reached as a share of that.
    pub pace: Option<f64>,
    /// What is left to do.
    pub remaining: Option<Value>,
    /// What each day left should bring.
    pub required: Option<Value>,
    /// What the whole period brings if it goes on like this.
    pub projected: Option<Value>,
    /// Where that leaves us.
    pub status: Option<Status>,
}

impl Standing {
    /// Where the figure stands.
    pub fn progress(self) -> Progress {
        let [total, elapsed, left] = self.days;
        let target = self.target.number();
        let lower = self.direction == Direction::Lower;
        let over = |one: f64, other: f64| (other != 0.0).then(|| one / other);
        // Where less is better, the quotients are turned round, so that more than 1 is good whatever the KPI.
        let quotient = |actual: f64, wanted: f64| if lower { over(wanted, actual) } else { over(actual, wanted) };
        let actual = self.actual.map(Value::number);
        let is_flow = self.kind == Kind::Flow;
        let attainment = actual.filter(|_| target != 0.0).and_then(|actual| quotient(actual, target));
        let expected = (is_flow && total > 0).then(|| target * float(elapsed) / float(total));
        let pace = actual.zip(expected).filter(|(_, expected)| *expected != 0.0);
        let pace = pace.and_then(|(actual, expected)| quotient(actual, expected));
        let remaining = actual.filter(|_| is_flow).map(|actual| (target - actual).max(0.0));
        let required = remaining.filter(|_| left > 0 && !lower).map(|rest| rest * float(WHOLE) / float(left));
        let projected = actual.filter(|_| is_flow && elapsed > 0).map(|actual| actual * float(total) / float(elapsed));
        let status = actual.map(|actual| self.status(actual, target, pace));
        let like = |number: Option<f64>| number.and_then(|number| self.target.of(number));
        Progress {
            attainment,
            expected: like(expected),
            pace,
            remaining: like(remaining),
            required: like(required),
            projected: like(projected),
            status,
        }
    }

    fn status(self, actual: f64, target: f64, pace: Option<f64>) -> Status {
        let lower = self.direction == Direction::Lower;
        let reached = if lower { actual <= target } else { actual >= target };
        let is_flow = self.kind == Kind::Flow;
        match self.timing {
            Timing::Upcoming => Status::NotStarted,
            Timing::Over if reached => Status::Achieved,
            Timing::Over => Status::Missed,
            // What must not grow is reached only at the end, and lost when it has grown too much.
            Timing::Running if lower && is_flow && !reached => Status::Missed,
            Timing::Running if reached && !(lower && is_flow) => Status::Achieved,
            Timing::Running if lower && is_flow && pace.is_none() => Status::OnTrack,
            Timing::Running if pace.is_some_and(|pace| pace >= 1.0) => Status::OnTrack,
            Timing::Running => Status::Behind,
        }
    }
}

impl Value {
    /// Another number of the same unit; `None` when it does not fit.
    pub fn of(self, number: f64) -> Option<Self> {
        Some(match self {
            Self::Money(_) => Self::Money(money::rounded(number)?),
            Self::Count(_) => Self::Count(money::rounded(number * float(WHOLE))?),
            Self::Ratio(_) => Self::Ratio(number),
            Self::Days(_) => Self::Days(number),
            Self::Points(_) => Self::Points(number),
        })
    }
}

/// A target as objectives keep it: minor units, ten-thousandths, or millionths.
pub fn target(unit: Unit, stored: i64) -> Value {
    match unit {
        Unit::Money | Unit::MoneyPerDay => Value::Money(stored),
        Unit::Count => Value::Count(stored),
        Unit::Ratio | Unit::PerDay | Unit::PerHundred | Unit::PerWin | Unit::Months => {
            Value::Ratio(float(stored) / 1e6)
        }
        Unit::Points => Value::Points(float(stored) / 1e6),
        Unit::Days => Value::Days(float(stored) / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quarter of the worked example, seen from 28 February: 13 000 of 32 000 after 41 of 63 days.
    const FEBRUARY: Standing = Standing {
        target: Value::Money(3_200_000),
        actual: Some(Value::Money(1_300_000)),
        direction: Direction::Higher,
        kind: Kind::Flow,
        timing: Timing::Running,
        days: [630_000, 410_000, 220_000],
    };

    #[test]
    fn a_running_period_is_held_against_the_working_days_elapsed() {
        let progress = FEBRUARY.progress();
        assert_eq!(progress.expected, Some(Value::Money(2_082_540)));
        assert_eq!(progress.pace.map(|pace| (pace * 1e3).round()), Some(624.0));
        assert_eq!(progress.required, Some(Value::Money(86_364)));
        assert_eq!(progress.projected, Some(Value::Money(1_997_561)));
        assert_eq!(progress.status, Some(Status::Behind));
    }

    #[test]
    fn a_target_of_nothing_has_no_attainment() {
        let progress = Standing { target: Value::Money(0), ..FEBRUARY }.progress();
        assert_eq!((progress.attainment, progress.pace), (None, None));
        assert_eq!((progress.remaining, progress.status), (Some(Value::Money(0)), Some(Status::Achieved)));
    }

    #[test]
    fn a_period_to_come_has_neither_pace_nor_projection() {
        let ahead = Standing {
            actual: Some(Value::Money(0)),
            timing: Timing::Upcoming,
            days: [630_000, 0, 630_000],
            ..FEBRUARY
        };
        let progress = ahead.progress();
        assert_eq!((progress.pace, progress.projected, progress.status), (None, None, Some(Status::NotStarted)));
        assert_eq!(progress.required, Some(Value::Money(50_794)));
    }

    #[test]
    fn where_less_is_better_the_quotient_is_turned_round() {
        let lost = |count, timing| Standing {
            target: Value::Count(80_000),
            actual: Some(Value::Count(count)),
            direction: Direction::Lower,
            timing,
            ..FEBRUARY
        };
        assert_eq!(lost(100_000, Timing::Over).progress().attainment, Some(0.8));
        assert_eq!(lost(100_000, Timing::Running).progress().status, Some(Status::Missed));
        assert_eq!(lost(40_000, Timing::Running).progress().status, Some(Status::OnTrack));
        assert_eq!(lost(70_000, Timing::Running).progress().status, Some(Status::Behind));
        assert_eq!(lost(70_000, Timing::Over).progress().status, Some(Status::Achieved));
        assert_eq!(
            lost(70_000, Timing::Running).progress().required,
            None,
            "nothing is required of what should not be"
        );
    }

    #[test]
    fn what_is_no_sum_over_the_period_is_held_against_its_target_directly() {
        let rate =
            Standing { target: Value::Ratio(0.4), actual: Some(Value::Ratio(0.3)), kind: Kind::Quotient, ..FEBRUARY };
        let progress = rate.progress();
        assert_eq!((progress.expected, progress.pace, progress.projected), (None, None, None));
        assert_eq!(progress.attainment.map(|share| (share * 1e6).round()), Some(750_000.0));
        assert_eq!(progress.status, Some(Status::Behind));
    }
}
