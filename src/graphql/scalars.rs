//! The scalars and small types that every domain speaks: dates, money, ratios, counts.

use async_graphql::{
    Description, InputObject, InputValueError, InputValueResult, Number, Scalar, ScalarType, SimpleObject, Value,
    parser::types::SelectionSet,
};
use chrono::{DateTime as ChronoDateTime, NaiveDate, SecondsFormat, SubsecRound, Utc};

use crate::{
    error::UserError,
    graphql::json::{Json, Written},
    ledger::{decimals, money},
};

pub use crate::ledger::money::float;

/// A JSON string with a calendar day (ISO 8601), as in `"2026-03-31"`.
/// From 1990-01-01 to 2100-12-31.
#[derive(Description, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub NaiveDate);

#[Scalar(use_type_description, specified_by_url = "https://scalars.graphql.org/andimarek/local-date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        // The length keeps out what chrono forgives: signs, one-digit months.
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10);
        match day {
            Some(day) if is_business_day(day) => Ok(Self(day)),
            Some(_) => Err(InputValueError::custom("days from 1990-01-01 to 2100-12-31 are accepted")),
            None => Err(InputValueError::custom("this is not a day; write YYYY-MM-DD")),
        }
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

fn is_business_day(day: NaiveDate) -> bool {
    use chrono::Datelike;
    (1990..=2100).contains(&day.year())
}

/// A JSON string with an instant (RFC 3339), as in `"2026-03-31T22:00:00Z"`.
/// Answers are in UTC. Inputs may have any offset and are kept to the microsecond. From 1990 to 2100.
#[derive(Description, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(pub ChronoDateTime<Utc>);

#[Scalar(use_type_description, specified_by_url = "https://scalars.graphql.org/andimarek/date-time")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        match ChronoDateTime::parse_from_rfc3339(text) {
            Ok(at) if is_business_day(at.naive_utc().date()) => Ok(Self(at.with_timezone(&Utc).trunc_subsecs(6))),
            Ok(_) => Err(InputValueError::custom("instants from 1990 to 2100 are accepted")),
            Err(_) => Err(InputValueError::custom("this is not an instant; write YYYY-MM-DDThh:mm:ssZ")),
        }
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// A JSON string with an exact decimal number, as in `"1054.50"`.
/// JSON numbers are refused, because clients round them.
#[derive(Description, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal(pub rust_decimal::Decimal);

#[Scalar(use_type_description)]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        match rust_decimal::Decimal::from_str_exact(text) {
            Ok(number) if text.len() <= 32 => Ok(Self(number)),
            _ => Err(InputValueError::custom("this is not a decimal number; write \"1054.50\"")),
        }
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A JSON number with at most nine decimals: a quotient, as in `0.631500522`.
/// A share lies between 0 and 1; 0.25 stands for 25 %. Other quotients take any value.
#[derive(Description, Clone, Copy, Debug, PartialEq)]
pub struct Ratio(pub f64);

#[Scalar(use_type_description)]
impl ScalarType for Ratio {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::Number(number) => match number.as_f64() {
                Some(ratio) if ratio.is_finite() => Ok(Self(ratio)),
                _ => Err(InputValueError::custom("this is not a ratio; write a number such as 0.25")),
            },
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        rounded(self.0, 1e9)
    }
}

/// A JSON number with at most four decimals: a count, as in `4238`.
/// Split credits can make a count a fraction, as in `0.6`.
#[derive(Description, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub i64);

#[Scalar(use_type_description)]
impl ScalarType for Count {
    fn parse(value: Value) -> InputValueResult<Self> {
        let scaled = match &value {
            Value::Number(number) => number.as_f64().map(|count| (count * 1e4).round()),
            _ => None,
        };
        match scaled {
            #[expect(clippy::as_conversions, reason = "bounded just before; there is no other way from f64")]
            Some(scaled) if scaled.abs() < 1e15 => Ok(Self(scaled as i64)),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        if self.0 % money::WHOLE == 0 {
            Value::Number((self.0 / money::WHOLE).into())
        } else {
            rounded(float(self.0) / 1e4, 1e4)
        }
    }
}

/// A JSON number of days with at most four decimals, as in `51.7794`.
#[derive(Description, Clone, Copy, Debug, PartialEq)]
pub struct Days(pub f64);

#[Scalar(use_type_description)]
impl ScalarType for Days {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::Number(number) => number.as_f64().map(Self).ok_or_else(|| InputValueError::expected_type(value)),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        rounded(self.0, 1e4)
    }
}

/// A JSON string with an ISO 4217 currency code, as in `"EUR"`.
#[derive(Description, Clone, Debug, PartialEq, Eq, Hash)]
pub struct CurrencyCode(pub String);

#[Scalar(use_type_description, specified_by_url = "https://www.iso.org/iso-4217-currency-codes.html")]
impl ScalarType for CurrencyCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(code) if decimals(&code).is_some() => Ok(Self(code)),
            Value::String(_) => Err(InputValueError::custom("this is not an ISO 4217 currency code")),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

fn rounded(value: f64, scale: f64) -> Value {
    let rounded = (value * scale).round() / scale;
    // Zero has no sign in business.
    Number::from_f64(if rounded == 0.0 { 0.0 } else { rounded }).map_or(Value::Null, Value::Number)
}

/// An amount of money.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// The amount in units of the currency, with all its decimals.
    pub amount: Decimal,
    /// The currency.
    pub currency: CurrencyCode,
}

impl Money {
    /// Writes what is selected of it; `None` when not all of that is plain.
    pub fn write(&self, json: &mut Json, set: &SelectionSet) -> Written {
        json.object("Money", set, |json, name, _| match name {
            "amount" => json.bare(self.amount.0),
            "currency" => json.bare(&self.currency.0),
            _ => None,
        })
    }

    /// An amount from minor units.
    pub fn new(minor: i64, currency: &str) -> Self {
        let amount = rust_decimal::Decimal::new(minor, decimals(currency).unwrap_or(2));
        Self { amount: Decimal(amount), currency: CurrencyCode(currency.to_owned()) }
    }
}

/// An amount of money as input.
#[derive(InputObject, Clone, Debug, PartialEq, Eq)]
pub struct MoneyInput {
    /// The amount, not negative, with at most the currency's decimals.
    pub amount: Decimal,
    /// The currency (default: the organization's).
    pub currency: Option<CurrencyCode>,
}

impl MoneyInput {
    /// The amount in minor units with its currency; a mistake is said at `field`.
    pub fn minor(&self, default_currency: &str, field: &[&str]) -> Result<(i64, String), UserError> {
        let currency = self.currency.as_ref().map_or(default_currency, |code| code.0.as_str());
        let at = |message: &str| {
            let path: Vec<&str> = field.iter().copied().chain(["amount"]).collect();
            UserError::input(&path, message)
        };
        let places = decimals(currency).ok_or_else(|| at("This is not an ISO 4217 currency code."))?;
        let amount = self.amount.0;
        if amount.is_sign_negative() && !amount.is_zero() {
            return Err(at("An amount cannot be negative."));
        }
        let scaled = 10_i64
            .checked_pow(places)
            .and_then(|scale| amount.checked_mul(scale.into()))
            .filter(|scaled| scaled.fract().is_zero());
        let Some(scaled) = scaled else {
            return Err(at(&format!("{currency} has {places} decimals.")));
        };
        i64::try_from(scaled.trunc().normalize())
            .ok()
            .filter(|minor| *minor <= money::LARGEST)
            .map(|minor| (minor, currency.to_owned()))
            .ok_or_else(|| at("The amount is too large."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euros(text: &str) -> Result<(i64, String), UserError> {
        let amount = Decimal(rust_decimal::Decimal::from_str_exact(text).unwrap());
        MoneyInput { amount, currency: None }.minor("EUR", &["input"])
    }

    #[test]
    fn amounts_become_minor_units_or_are_refused() {
        assert_eq!(euros("1054.50"), Ok((105_450, "EUR".into())));
        assert_eq!(euros("-0"), Ok((0, "EUR".into())));
        for wrong in ["-1", "0.005", "10000000000.01"] {
            assert_eq!(euros(wrong).unwrap_err().field, ["input", "amount"], "{wrong}");
        }
    }

    #[test]
    fn there_is_no_thirtieth_of_february() {
        let parse = |text: &str| Date::parse(Value::String(text.into())).is_ok();
        assert!(parse("2024-02-29"));
        for wrong in ["2026-02-30", "2026-2-3", "1989-12-31", "+2026-01-01", "2026-01-01T00:00:00Z"] {
            assert!(!parse(wrong), "{wrong}");
        }
    }

    #[test]
    fn counts_are_whole_unless_split() {
        assert_eq!(Count(42_380_000).to_value(), Value::Number(4238.into()));
        assert_eq!(Count(6_000).to_value().to_string(), "0.6");
    }
}
