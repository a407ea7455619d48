//! Statistics: what facts come to beyond their sum – a median, a number of different customers, who left and who came
//! back. Pure.

use std::collections::BTreeSet;

use crate::{
    kpi::{
        Span,
        engine::{ageing, input::a_year_before},
    },
    ledger::{Measure, Unit},
};

/// What the facts of a period come to, beyond their sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Statistic {
    /// The median of what records state, their shares undone; −1 when there is none.
    Median(Measure, Measure),
    /// How many different customers have facts of a measure, in ten-thousandths.
    Customers(Measure),
    /// How many different customers have facts of a measure from two records or more, in ten-thousandths.
    RepeatCustomers(Measure),
    /// How many of the records that state seconds, their shares undone, took at most so many of them.
    Within(Measure, Measure, i64),
    /// How many different prospects the meetings of a measure concern: a customer, or else a lead, a person, or the meeting
    /// itself.
    Prospects(Measure),
    /// How many times records of a measure follow each other with the same customer on another day.
    Gaps(Measure),
    /// The seconds between them.
    GapSeconds(Measure),
    /// The median of these; −1 when there is none.
    GapMedian(Measure),
    /// How many different records have facts of a measure, in ten-thousandths: a split deal is one.
    Records(Measure),
    /// What the customers who had facts of a measure a year earlier come to, then.
    FormerThen(Measure),
    /// What the same customers come to in the period.
    FormerNow(Measure),
    /// The same, each customer at most with what it came to a year earlier.
    FormerKept(Measure),
    /// The share of the largest customer in the sum, in millionths.
    TopShare(Measure),
    /// How many customers were active when the period began and are not when it ends, in ten-thousandths. Who was lost and
    /// came back within it is not among them, nor who came and was lost.
    Left,
    /// What the return of customers comes to who were lost when the period began: how many they are, or what it brought.
    Returned(Measure),
    /// The sum of the squares of all customers' shares in the sum, in millionths: 1 000 000 when there is one customer.
    Concentration(Measure),
    /// The share of the rep with the most in the sum, in millionths; what is nobody's is left out.
    TopRepShare(Measure),
    /// The sum of the squares of all reps' shares in the sum, in millionths; what is nobody's is left out.
    RepConcentration(Measure),
    /// What a balance of open deals comes to of those that are [ageing].
    Aged(Measure),
    /// How many seconds in a stage three in four deals that were won there did not exceed; −1 when none was.
    LongStay,
    /// How many reps are credited with them.
    StayWinners,
    /// What the last answer of each customer to each survey sums to; the second measure tells what is an answer.
    Latest(Measure, Measure),
}

impl Statistic {
    /// What its number is.
    pub const fn unit(self) -> Unit {
        match self {
            Self::GapSeconds(_) | Self::GapMedian(_) | Self::LongStay => Unit::Seconds,
            Self::Customers(_)
            | Self::RepeatCustomers(_)
            | Self::Records(_)
            | Self::Within(..)
            | Self::Prospects(_)
            | Self::Gaps(_)
            | Self::StayWinners
            | Self::Left => Unit::Count,
            Self::Median(measure, _)
            | Self::FormerThen(measure)
            | Self::FormerNow(measure)
            | Self::FormerKept(measure)
            | Self::Returned(measure)
            | Self::Aged(measure)
            | Self::Latest(measure, _) => measure.unit(),
            Self::TopShare(_) | Self::Concentration(_) | Self::TopRepShare(_) | Self::RepConcentration(_) => {
                Unit::Millionths
            }
        }
    }

    /// The measures whose facts it is made of.
    pub fn measures(self) -> BTreeSet<Measure> {
        match self {
            Self::Median(measure, other) | Self::Within(measure, other, _) | Self::Latest(measure, other) => {
                BTreeSet::from([measure, other])
            }
            Self::Left => BTreeSet::from([Measure::ActiveCustomers]),
            Self::Returned(measure) => BTreeSet::from([Measure::ActiveCustomers, measure]),
            Self::Aged(measure) => BTreeSet::from([measure]).into_iter().chain(ageing::STAYS).collect(),
            Self::LongStay | Self::StayWinners => BTreeSet::from([Measure::WonStageSeconds, Measure::WonStages]),
            Self::Customers(measure)
            | Self::Prospects(measure)
            | Self::Gaps(measure)
            | Self::GapSeconds(measure)
            | Self::GapMedian(measure)
            | Self::RepeatCustomers(measure)
            | Self::Records(measure)
            | Self::FormerThen(measure)
            | Self::FormerNow(measure)
            | Self::FormerKept(measure)
            | Self::TopShare(measure)
            | Self::Concentration(measure)
            | Self::TopRepShare(measure)
            | Self::RepConcentration(measure) => BTreeSet::from([measure]),
        }
    }

    /// The days whose facts it is made of, for a period.
    pub fn days(self, period: Span) -> Span {
        match self {
            Self::FormerThen(_) | Self::FormerNow(_) | Self::FormerKept(_) => {
                Span { from: period.from.map(a_year_before), to: period.to }
            }
            Self::Aged(_) => Span { from: Some(a_year_before(period.to)), to: period.to },
            _ => period,
        }
    }

    /// Whether what a subject comes to depends on what others state: who holds a customer at the end is not always who held
    /// it at the start, nor who owns a deal who brought it to its stage.
    pub const fn looks_around(self) -> bool {
        matches!(self, Self::Left | Self::Returned(_) | Self::Aged(_))
    }

    /// Whether all that deals state is needed, however old, of those that were open since the first of its days.
    pub const fn reaches_back(self) -> bool {
        matches!(self, Self::Aged(_))
    }

    /// Whether it tells how single people or deals of a group stand.
    pub const fn singles_out(self) -> bool {
        matches!(self, Self::TopRepShare(_) | Self::RepConcentration(_) | Self::Aged(_))
    }
}
