//! Values as the API shows them.

use async_graphql::{Context, Enum, Object, SimpleObject, parser::types::SelectionSet};

use crate::{
    graphql::{
        Count, Days, Money, Ratio,
        json::{Json, Written},
        period::{Period, ResolvedPeriod},
        plain::Plain,
        request::Request,
        scalars::float,
    },
    kpi::Value,
    ledger::{decimals, money::WHOLE},
};

/// What a reader of a figure should know.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarningCode {
    /// Amounts could not be converted for want of an exchange rate: the figure is null until the rate is entered.
    MissingRate,
    /// Deals were won for nothing, or for an amount nobody entered.
    ZeroAmount,
    /// The figure is taken of fewer than 30 things, as `count` says: one more or less would move it by points.
    SmallSample,
    /// The figure is the opinion of fewer people than `count`: it is null, for you may not read what each of them said.
    Suppressed,
    /// Deals were left out because not all they sell has a list price.
    /// They have no lines, or one whose product has no list price in the deal's currency.
    MissingListPrice,
    /// Deals were left out because not of all they sell the cost is known.
    /// They have no lines, or one whose product has no cost in the deal's currency.
    MissingCost,
    /// Meetings were booked of which nobody logged that they were asked for: the rate leaves them out.
    UnloggedAttempt,
    /// Interactions of the period concern no deal: the figure leaves them out.
    UnlinkedActivity,
}

/// A warning about a figure.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct KpiWarning {
    /// What it is about.
    pub code: WarningCode,
    /// How many records it concerns.
    pub count: Count,
}

/// A value of any unit: the field of its unit is filled, the others are null.
#[derive(SimpleObject, Clone, Debug, PartialEq)]
#[graphql(name = "KpiAmount")]
pub struct Amount {
    /// The value, when it is money.
    pub money: Option<Money>,
    /// The value, when it is a number of things.
    pub count: Option<Count>,
    /// The value, when it is a quotient that is neither money nor days: a share, or so many a day.
    pub ratio: Option<Ratio>,
    /// The value, when it is a number of days.
    pub days: Option<Days>,
    /// The value, when it is points of a score, from −100 to 100.
    pub points: Option<f64>,
}

impl Amount {
    /// A value as the API shows it.
    pub fn new(value: Value, currency: &str) -> Self {
        let empty = Self { money: None, count: None, ratio: None, days: None, points: None };
        match value {
            Value::Money(minor) => Self { money: Some(Money::new(minor, currency)), ..empty },
            Value::Count(count) => Self { count: Some(Count(count)), ..empty },
            Value::Ratio(ratio) => Self { ratio: Some(Ratio(ratio)), ..empty },
            Value::Days(days) => Self { days: Some(Days(days)), ..empty },
            Value::Points(points) => Self { points: Some(points), ..empty },
        }
    }

    /// Writes what is selected of it; `None` when not all of that is plain.
    pub fn write(&self, json: &mut Json, set: &SelectionSet) -> Written {
        json.object("KpiAmount", set, |json, name, below| match name {
            "money" => json.or_null(self.money.as_ref(), |json, money| money.write(json, below)),
            "count" => json.or_null(self.count.as_ref(), Json::scalar),
            "ratio" => json.or_null(self.ratio.as_ref(), Json::scalar),
            "days" => json.or_null(self.days.as_ref(), Json::scalar),
            "points" => json.serialized(&self.points),
            _ => None,
        })
    }
}

/// How a figure changed.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(name = "KpiChange")]
pub struct Change {
    /// The period that it is compared to.
    pub period: ResolvedPeriod,
    /// The figure then; null when there was none, or when it is withheld from you.
    pub base: Option<Amount>,
    /// The figure now less the figure then; null when either is.
    pub delta: Option<Amount>,
    /// The difference as a share of the figure then; null when that is null or 0.
    pub relative: Option<Ratio>,
}

impl Change {
    /// Writes what is selected of it; `None` when not all of that is plain.
    pub(in crate::kpi) fn write(&self, json: &mut Json, set: &SelectionSet) -> Written {
        let amount = |json: &mut Json, amount: &Option<Amount>, below: &SelectionSet| {
            json.or_null(amount.as_ref(), |json, amount| amount.write(json, below))
        };
        json.object("KpiChange", set, |json, name, below| match name {
            "period" => self.period.write(json, below),
            "base" => amount(json, &self.base, below),
            "delta" => amount(json, &self.delta, below),
            "relative" => json.or_null(self.relative.as_ref(), Json::scalar),
            _ => None,
        })
    }
}

/// What of a figure corrects days whose books were closed when the correction came.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(name = "KpiAdjustments")]
pub struct Adjustments {
    /// What they come to by themselves; null in KPIs that divide when there is nothing to divide by.
    pub value: Option<Amount>,
    /// What they add to what is divided; null in KPIs that do not divide.
    pub numerator: Option<Amount>,
    /// What they add to what it is divided by; null in KPIs that do not divide.
    pub denominator: Option<Amount>,
}

/// A point of a series.
#[derive(Clone, Copy)]
pub struct SeriesPoint {
    pub(in crate::kpi) period: Period,
    /// The figure; `None` within where there is none, and without where it is withheld.
    pub(in crate::kpi) figure: Option<Option<Value>>,
}

/// A point of a series.
#[Object(name = "KpiPoint")]
impl SeriesPoint {
    /// The piece of the period.
    async fn period(&self) -> ResolvedPeriod {
        self.period.into()
    }

    /// The figure of that piece; null when there is none, or when it is withheld.
    async fn value(&self, ctx: &Context<'_>) -> Option<Amount> {
        Some(Amount::new(self.figure.flatten()?, &Request::of(ctx).ok()?.organization.currency))
    }

    /// The same as a plain number in the KPI's `unit`, as charts want it: money in units of the organization's currency,
    /// not in cents; a share as a fraction, 0.25 for 25 %. Null when `value` is. To add figures up, take `value`: it is
    /// exact, where this may be a billionth off.
    async fn number(&self, ctx: &Context<'_>) -> Option<f64> {
        Some(plain(self.figure.flatten()?, &Request::of(ctx).ok()?.organization.currency))
    }

    /// Whether the figure is withheld from you, because too few people stand behind it.
    async fn is_withheld(&self) -> bool {
        self.figure.is_none()
    }
}

impl Plain for SeriesPoint {
    fn write(&self, json: &mut Json, name: &str, below: &SelectionSet, request: &Request) -> Written {
        let (figure, currency) = (self.figure.flatten(), &request.organization.currency);
        match name {
            "period" => Into::<ResolvedPeriod>::into(self.period).write(json, below),
            "value" => json.or_null(figure, |json, value| Amount::new(value, currency).write(json, below)),
            "number" => json.or_null(figure, |json, value| json.serialized(&plain(value, currency))),
            "isWithheld" => json.serialized(&self.figure.is_none()),
            _ => None,
        }
    }
}

/// A value as a plain number, money in whole units.
fn plain(value: Value, currency: &str) -> f64 {
    match value {
        Value::Money(minor) => decimals(currency)
            .map_or(float(minor), |decimals| float(minor) / 10_f64.powi(i32::try_from(decimals).unwrap_or(0))),
        Value::Count(count) => float(count) / float(WHOLE),
        Value::Ratio(number) | Value::Days(number) | Value::Points(number) => number,
    }
}

pub fn money(value: Option<Value>, ctx: &Context<'_>) -> Option<Money> {
    match value? {
        Value::Money(minor) => Some(Money::new(minor, &Request::of(ctx).ok()?.organization.currency)),
        Value::Count(_) | Value::Ratio(_) | Value::Days(_) | Value::Points(_) => None,
    }
}

pub const fn count(value: Option<Value>) -> Option<Count> {
    match value {
        Some(Value::Count(count)) => Some(Count(count)),
        _ => None,
    }
}

pub const fn ratio(value: Option<Value>) -> Option<Ratio> {
    match value {
        Some(Value::Ratio(ratio)) => Some(Ratio(ratio)),
        _ => None,
    }
}

pub const fn days(value: Option<Value>) -> Option<Days> {
    match value {
        Some(Value::Days(days)) => Some(Days(days)),
        _ => None,
    }
}

/// Days in minutes, to the hundredth.
pub fn minutes(value: Option<Value>) -> Option<f64> {
    days(value).map(|days| (days.0 * 144_000.0).round() / 100.0)
}
