//! Exchange rates: what a currency is worth from a day on.

mod mutation;
mod query;

pub use mutation::ExchangeRateMutation;
pub use query::ExchangeRateQuery;

use async_graphql::{Description, ID, Object};
use entity::{Kind, exchange_rate};

use crate::graphql::{CurrencyCode, Date, DateTime, Decimal, id};

/// An exchange rate, valid from a day until that of the next rate.
#[derive(Description)]
pub struct ExchangeRate(pub exchange_rate::Model);

impl From<exchange_rate::Model> for ExchangeRate {
    fn from(model: exchange_rate::Model) -> Self {
        Self(model)
    }
}

/// The decimals that a rate is kept to.
const PLACES: u32 = 10;

#[Object(use_type_description)]
impl ExchangeRate {
    /// The id, for `exchangeRate(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::ExchangeRate, self.0.id)
    }

    /// The currency converted from.
    async fn from(&self) -> CurrencyCode {
        CurrencyCode(self.0.base_currency.clone())
    }

    /// The currency converted to.
    async fn to(&self) -> CurrencyCode {
        CurrencyCode(self.0.quote_currency.clone())
    }

    /// The first day it applies; it applies until the day of the next rate.
    async fn valid_on(&self) -> Date {
        Date(self.0.valid_on)
    }

    /// How many units of `to` one unit of `from` is worth.
    async fn rate(&self) -> Decimal {
        Decimal(rust_decimal::Decimal::new(self.0.rate_e10, PLACES).normalize())
    }

    /// The version; send it with an update to detect concurrent changes.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was created here.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
