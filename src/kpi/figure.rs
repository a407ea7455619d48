//! Figures: what a formula comes to. Pure.

use crate::{api::scalars::float, ledger::money};

/// A value with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// Minor units of the organization's currency.
    Money(i64),
    /// Ten-thousandths of a thing.
    Count(i64),
    /// A share, as a number.
    Ratio(f64),
    /// Days.
    Days(f64),
}

impl Value {
    /// The value as a number of its unit, for comparing.
    pub fn number(self) -> f64 {
        match self {
            Self::Money(minor) => float(minor),
            Self::Count(count) => float(count) / 1e4,
            Self::Ratio(number) | Self::Days(number) => number,
        }
    }

    /// The difference from a base of the same unit; `None` when the units differ.
    pub fn minus(self, base: Self) -> Option<Self> {
        Some(match (self, base) {
            (Self::Money(value), Self::Money(base)) => Self::Money(value.checked_sub(base)?),
            (Self::Count(value), Self::Count(base)) => Self::Count(value.checked_sub(base)?),
            (Self::Ratio(value), Self::Ratio(base)) => Self::Ratio(value - base),
            (Self::Days(value), Self::Days(base)) => Self::Days(value - base),
            _ => return None,
        })
    }
}

/// Something that a reader of a figure should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// So many records (in ten-thousandths) have an amount that could not be converted: the figure is null.
    MissingRate(i64),
    /// So many wins (in ten-thousandths) brought nothing.
    ZeroAmount(i64),
}

/// What a formula comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// The value; `None` where there is none.
    pub value: Option<Value>,
    /// What was divided.
    pub numerator: Option<Value>,
    /// What it was divided by.
    pub denominator: Option<Value>,
    /// The median, where the KPI has one.
    pub median: Option<Value>,
    /// Further parts, in the order that the KPI's own type says.
    pub parts: Vec<Option<Value>>,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
}

impl Figure {
    /// A count.
    pub fn count(count: i64) -> Self {
        Self { value: Some(Value::Count(count)), ..Self::default() }
    }

    /// A sum of money, null when some of it could not be converted.
    pub fn money(sum: i64, unconverted: i64) -> Self {
        if unconverted == 0 {
            return Self { value: Some(Value::Money(sum)), ..Self::default() };
        }
        Self { warnings: vec![Warning::MissingRate(unconverted)], ..Self::default() }
    }

    /// A share of counts; null when the whole is 0.
    pub fn ratio(numerator: i64, denominator: i64) -> Self {
        Self {
            value: (denominator != 0).then(|| Value::Ratio(float(numerator) / float(denominator))),
            numerator: Some(Value::Count(numerator)),
            denominator: Some(Value::Count(denominator)),
            ..Self::default()
        }
    }

    /// Money by a count of things; null when there are none. Rounded half to even.
    pub fn average(sum: Self, count: i64) -> Self {
        let value = match sum.value {
            Some(Value::Money(minor)) => {
                money::divide_half_even(i128::from(minor) * i128::from(money::WHOLE), i128::from(count))
                    .map(Value::Money)
            }
            _ => None,
        };
        Self {
            value,
            numerator: sum.value,
            denominator: Some(Value::Count(count)),
            warnings: sum.warnings,
            ..Self::default()
        }
    }

    /// Whether there is nothing to show of it.
    pub fn is_empty(&self) -> bool {
        let values = [self.value, self.numerator, self.denominator, self.median].into_iter().chain(self.parts.clone());
        self.warnings.is_empty() && values.flatten().all(|value| value.number() == 0.0)
    }

    /// Adds a warning when there is something to warn of.
    pub fn warn(mut self, warning: Warning) -> Self {
        let (Warning::MissingRate(count) | Warning::ZeroAmount(count)) = warning;
        if count != 0 {
            self.warnings.push(warning);
        }
        self
    }
}
