//! Figures: what a formula comes to. Pure.

use crate::{graphql::scalars::float, kpi::Status, ledger::money};

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
    /// Points of a score, from −100 to 100.
    Points(f64),
}

impl Value {
    /// The value as a number of its unit, for comparing.
    pub fn number(self) -> f64 {
        match self {
            Self::Money(minor) => float(minor),
            Self::Count(count) => float(count) / 1e4,
            Self::Ratio(number) | Self::Days(number) | Self::Points(number) => number,
        }
    }

    /// The difference from a base of the same unit; `None` when the units differ.
    pub fn minus(self, base: Self) -> Option<Self> {
        Some(match (self, base) {
            (Self::Money(value), Self::Money(base)) => Self::Money(value.checked_sub(base)?),
            (Self::Count(value), Self::Count(base)) => Self::Count(value.checked_sub(base)?),
            (Self::Ratio(value), Self::Ratio(base)) => Self::Ratio(value - base),
            (Self::Days(value), Self::Days(base)) => Self::Days(value - base),
            (Self::Points(value), Self::Points(base)) => Self::Points(value - base),
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
    /// The figure rests on no more than so many things (in ten-thousandths).
    SmallSample(i64),
    /// So many wins (in ten-thousandths) are left out for want of list prices.
    MissingListPrice(i64),
    /// So many wins (in ten-thousandths) are left out for want of costs.
    MissingCost(i64),
    /// So many meetings (in ten-thousandths) were booked without a logged attempt, and are not counted.
    UnloggedAttempt(i64),
    /// So many interactions (in ten-thousandths) concern no deal, and are not counted.
    UnlinkedActivity(i64),
}

/// The fewest things, in ten-thousandths, that a mean or a share is taken of without a warning: below some thirty the
/// chance of one more or less moves it by several points.
pub const FAIR_SAMPLE: i64 = 30 * money::WHOLE;

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
    /// How many people gave their opinion for it, in ten-thousandths; `None` where it is nobody's opinion.
    pub people: Option<i64>,
    /// How many people, in ten-thousandths, must give their opinion for it to be shown, where fewer did: it is withheld.
    pub withheld: Option<i64>,
    /// Where it stands with a target, in KPIs that are about one.
    pub status: Option<Status>,
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

    /// Warns when it is taken of too few things to say much.
    pub fn sampled(self, count: i64) -> Self {
        if count < FAIR_SAMPLE { self.warn(Warning::SmallSample(count)) } else { self }
    }

    /// Says how many people gave their opinion for it.
    pub fn of_people(self, people: i64) -> Self {
        Self { people: Some(people), ..self }
    }

    /// The figure as it may be shown: nothing of it when it is the opinion of fewer people than the least, in
    /// ten-thousandths.
    pub fn guarded(self, least: i64) -> Self {
        match self.people {
            Some(people) if 0 < people && people < least => Self { withheld: Some(least), ..Self::default() },
            _ => self,
        }
    }

    /// Money by money, times so much; null when either is unknown or the latter is 0.
    pub fn quotient(numerator: Self, denominator: Self, times: f64) -> Self {
        let value = match (numerator.value, denominator.value) {
            (Some(Value::Money(part)), Some(Value::Money(whole))) if whole != 0 => {
                Some(Value::Ratio(times * float(part) / float(whole)))
            }
            _ => None,
        };
        let warnings = [numerator.warnings, denominator.warnings].concat();
        Self { value, numerator: numerator.value, denominator: denominator.value, warnings, ..Self::default() }
    }

    /// Whether there is nothing to show of it.
    pub fn is_empty(&self) -> bool {
        let values = [self.value, self.numerator, self.denominator, self.median].into_iter().chain(self.parts.clone());
        self.warnings.is_empty() && values.flatten().all(|value| value.number() == 0.0)
    }

    /// Adds a warning when there is something to warn of.
    pub fn warn(mut self, warning: Warning) -> Self {
        let (Warning::MissingRate(count)
        | Warning::ZeroAmount(count)
        | Warning::SmallSample(count)
        | Warning::MissingListPrice(count)
        | Warning::MissingCost(count)
        | Warning::UnloggedAttempt(count)
        | Warning::UnlinkedActivity(count)) = warning;
        if count != 0 {
            self.warnings.push(warning);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::money::WHOLE;

    #[test]
    fn few_things_are_warned_of_and_none_or_many_are_not() {
        let warnings = |count| Figure::ratio(WHOLE, count).sampled(count).warnings;
        assert_eq!(warnings(29 * WHOLE), [Warning::SmallSample(29 * WHOLE)]);
        assert_eq!((warnings(30 * WHOLE), warnings(0)), (vec![], vec![]));
    }

    #[test]
    fn the_opinion_of_too_few_is_withheld_altogether() {
        let figure = |people| Figure::ratio(WHOLE, 4 * WHOLE).of_people(people).guarded(5 * WHOLE);
        assert_eq!(figure(4 * WHOLE), Figure { withheld: Some(5 * WHOLE), ..Figure::default() });
        assert_eq!(figure(5 * WHOLE).value, Some(Value::Ratio(0.25)));
        assert_eq!(figure(0).withheld, None, "nobody's opinion is no secret");
    }
}
