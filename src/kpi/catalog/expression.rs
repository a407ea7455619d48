//! Expressions: the arithmetic of a formula over its inputs, for writing it down and for working it out by hand. Pure.

use std::ops::{Add, Div, Mul, Sub};

use crate::{
    graphql::scalars::float,
    kpi::{AttainmentBand, Input, Inputs, PeriodPart, Statistic, When},
    ledger::{Measure, Unit},
};

/// Inputs added up, each as many times as its factor says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms(Vec<(i32, Input)>);

/// What a measure sums to in the period.
pub fn sum(measure: Measure) -> Terms {
    of(measure, When::Period)
}

/// What a running balance is at the end of the period, or today while it runs.
pub fn at_end(measure: Measure) -> Terms {
    of(measure, When::AtEnd)
}

/// What a running balance was when the period began.
pub fn at_start(measure: Measure) -> Terms {
    of(measure, When::AtStart)
}

/// What a measure sums to over some days.
pub fn of(measure: Measure, when: When) -> Terms {
    Terms::from(Input::Sum(measure, when))
}

/// What the facts of the period come to, beyond their sum.
pub fn statistic(statistic: Statistic) -> Terms {
    Terms::from(Input::Statistic(statistic, When::Period))
}

/// The same up to today while the period runs.
pub fn statistic_so_far(statistic: Statistic) -> Terms {
    Terms::from(Input::Statistic(statistic, When::SoFar))
}

/// Working days of the calendar.
pub fn selling_days(part: PeriodPart) -> Terms {
    Terms::from(Input::SellingDays(part))
}

/// How many reps are where with their revenue target.
pub fn reps_at(band: AttainmentBand) -> Terms {
    Terms::from(Input::Attainment(band))
}

impl From<Input> for Terms {
    fn from(input: Input) -> Self {
        Self(vec![(1, input)])
    }
}

impl Terms {
    /// The inputs.
    pub fn inputs(&self) -> impl Iterator<Item = Input> {
        self.0.iter().map(|(_, input)| *input)
    }

    /// Whether they are amounts of money.
    pub fn are_money(&self) -> bool {
        self.inputs().all(|input| input.unit() == Unit::Money)
    }

    /// What they come to.
    pub fn total(&self, inputs: &Inputs<'_>) -> i64 {
        self.0.iter().map(|(factor, input)| i64::from(*factor) * inputs.read(*input)).sum()
    }
}

impl Add for Terms {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl Sub for Terms {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + other * -1
    }
}

impl Mul<i32> for Terms {
    type Output = Self;

    fn mul(self, times: i32) -> Self {
        Self(self.0.into_iter().map(|(factor, input)| (factor * times, input)).collect())
    }
}

/// Arithmetic over inputs.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// An input.
    Input(Input),
    /// A number.
    Number(i32),
    /// One plus another.
    Plus(Box<Self>, Box<Self>),
    /// One less another.
    Less(Box<Self>, Box<Self>),
    /// One times another.
    Times(Box<Self>, Box<Self>),
    /// One by another.
    By(Box<Self>, Box<Self>),
    /// What it comes to, without its sign.
    Absolute(Box<Self>),
    /// What it comes to, or 0 where that is below 0.
    NotBelowZero(Box<Self>),
}

impl From<i32> for Expression {
    fn from(number: i32) -> Self {
        Self::Number(number)
    }
}

impl From<Terms> for Expression {
    fn from(terms: Terms) -> Self {
        let mut sum: Option<Self> = None;
        for (factor, input) in terms.0 {
            let term = match factor.abs() {
                1 => Self::Input(input),
                times => Self::Number(times) * Self::Input(input),
            };
            sum = Some(match sum {
                None if factor < 0 => Self::Number(0) - term,
                None => term,
                Some(sum) if factor < 0 => sum - term,
                Some(sum) => sum + term,
            });
        }
        sum.unwrap_or(Self::Number(0))
    }
}

macro_rules! operators {
    ($($operator:ident $function:ident $variant:ident),+) => {$(
        impl<T: Into<Expression>> $operator<T> for Expression {
            type Output = Expression;

            fn $function(self, other: T) -> Expression {
                Expression::$variant(Box::new(self), Box::new(other.into()))
            }
        }
    )+};
}

operators!(Add add Plus, Sub sub Less, Mul mul Times, Div div By);

impl<T: Into<Expression>> Div<T> for Terms {
    type Output = Expression;

    fn div(self, other: T) -> Expression {
        Expression::from(self) / other
    }
}

impl Mul<Expression> for Terms {
    type Output = Expression;

    fn mul(self, other: Expression) -> Expression {
        Expression::from(self) * other
    }
}

/// How closely the operators of an expression bind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Product,
    Whole,
}

impl Expression {
    /// The inputs, each once, in the order that they are read in.
    pub fn inputs(&self) -> Vec<Input> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect(&self, found: &mut Vec<Input>) {
        match self {
            Self::Input(input) => {
                if !found.contains(input) {
                    found.push(*input);
                }
            }
            Self::Number(_) => {}
            Self::Plus(one, other) | Self::Less(one, other) | Self::Times(one, other) | Self::By(one, other) => {
                one.collect(found);
                other.collect(found);
            }
            Self::Absolute(inner) | Self::NotBelowZero(inner) => inner.collect(found),
        }
    }

    /// Whether the numbers of teams sum to that of the organization.
    pub fn is_additive(&self) -> bool {
        match self {
            Self::Input(input) => input.is_additive(),
            Self::Plus(one, other) | Self::Less(one, other) => one.is_additive() && other.is_additive(),
            Self::Number(_) | Self::Times(..) | Self::By(..) | Self::Absolute(_) | Self::NotBelowZero(_) => false,
        }
    }

    /// What it comes to; `None` where it divides by 0.
    pub fn value(&self, of: &dyn Fn(Input) -> f64) -> Option<f64> {
        Some(match self {
            Self::Input(input) => of(*input),
            Self::Number(number) => float(i64::from(*number)),
            Self::Plus(one, other) => one.value(of)? + other.value(of)?,
            Self::Less(one, other) => one.value(of)? - other.value(of)?,
            Self::Times(one, other) => one.value(of)? * other.value(of)?,
            Self::By(one, other) => {
                let by = other.value(of)?;
                if by == 0.0 {
                    return None;
                }
                one.value(of)? / by
            }
            Self::Absolute(inner) => inner.value(of)?.abs(),
            Self::NotBelowZero(inner) => inner.value(of)?.max(0.0),
        })
    }

    /// The expression written down, with what is written for each input.
    pub fn written(&self, of: &dyn Fn(Input) -> String) -> String {
        self.bound(of).0
    }

    fn bound(&self, of: &dyn Fn(Input) -> String) -> (String, Binding) {
        let within = |inner: &Self, least: Binding| {
            let (text, binding) = inner.bound(of);
            if binding < least { format!("({text})") } else { text }
        };
        match self {
            Self::Input(input) => (of(*input), Binding::Whole),
            Self::Number(number) => (number.to_string(), Binding::Whole),
            Self::Plus(one, other) => {
                (format!("{} + {}", within(one, Binding::Sum), within(other, Binding::Product)), Binding::Sum)
            }
            Self::Less(one, other) => {
                (format!("{} − {}", within(one, Binding::Sum), within(other, Binding::Product)), Binding::Sum)
            }
            Self::Times(one, other) => {
                (format!("{} × {}", within(one, Binding::Product), within(other, Binding::Whole)), Binding::Product)
            }
            Self::By(one, other) => {
                (format!("{} / {}", within(one, Binding::Product), within(other, Binding::Whole)), Binding::Product)
            }
            Self::Absolute(inner) => (format!("|{}|", within(inner, Binding::Sum)), Binding::Whole),
            Self::NotBelowZero(inner) => (format!("max(0, {})", within(inner, Binding::Sum)), Binding::Whole),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Measure as M;

    fn written(expression: Expression) -> String {
        expression.written(&|input| match input {
            Input::Sum(measure, _) => measure.label_en().to_owned(),
            _ => String::new(),
        })
    }

    #[test]
    fn parentheses_stand_where_they_are_needed_and_around_quotients_that_are_multiplied() {
        let (won, lost, revenue) = (|| sum(M::DealsWon), || sum(M::DealsLost), || sum(M::Revenue));
        assert_eq!(written(won() / (won() + lost())), "deals won / (deals won + deals lost)");
        assert_eq!(written((won() - lost()).into()), "deals won − deals lost");
        assert_eq!(
            written(won() * (revenue() / won()) / (lost() / won())),
            "deals won × (revenue / deals won) / (deals lost / deals won)"
        );
        assert_eq!(written(Expression::from(1) - won() / lost()), "1 − deals won / deals lost");
        assert_eq!(written((won() * 2).into()), "2 × deals won");
    }
}
