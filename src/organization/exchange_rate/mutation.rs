//! Changing exchange rates. Each restates what is in the currency from the rate's day until the next rate's.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use chrono::NaiveDate;
use entity::exchange_rate;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::{ExchangeRate, PLACES};
use crate::{
    error::{Result, UserError},
    graphql::{CurrencyCode, Date, Decimal, input, payload::answer},
    ledger::Days,
    mutation::{Act, restate},
    payload,
};

/// The largest rate: amounts times it stay far from overflow.
const LARGEST: i64 = 1_000_000;

/// A new exchange rate.
#[derive(InputObject)]
pub struct ExchangeRateCreateInput {
    /// The currency converted from.
    pub from: CurrencyCode,
    /// The currency converted to (default: the organization's).
    pub to: Option<CurrencyCode>,
    /// The first day it applies.
    pub valid_on: Date,
    /// How many units of `to` one unit of `from` is worth.
    /// Above 0, at most 1 000 000, at most 10 decimals.
    pub rate: Decimal,
}

/// Changes to an exchange rate.
/// Omitted fields keep their value; none can be cleared.
#[derive(InputObject)]
pub struct ExchangeRateUpdateInput {
    /// The first day it applies.
    pub valid_on: MaybeUndefined<Date>,
    /// How many units of `to` one unit of `from` is worth.
    /// Above 0, at most 1 000 000, at most 10 decimals.
    pub rate: MaybeUndefined<Decimal>,
    /// The version you read; CONFLICT when the rate has changed since.
    pub version: Option<i32>,
}

payload!("exchangeRateCreate", ExchangeRateCreatePayload, exchange_rate: ExchangeRate);
payload!("exchangeRateUpdate", ExchangeRateUpdatePayload, exchange_rate: ExchangeRate);
payload!("exchangeRateDelete", ExchangeRateDeletePayload, exchange_rate: ExchangeRate);

/// Changing exchange rates.
#[derive(Default)]
pub struct ExchangeRateMutation;

#[Object]
impl ExchangeRateMutation {
    /// Creates an exchange rate.
    /// Figures with amounts in the currency from that day on are restated.
    async fn exchange_rate_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: ExchangeRateCreateInput,
    ) -> Option<Result<ExchangeRateCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes an exchange rate.
    /// The figures that used it are restated.
    async fn exchange_rate_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The exchange rate.")] id: ID,
        #[graphql(desc = "The changes.")] input: ExchangeRateUpdateInput,
    ) -> Option<Result<ExchangeRateUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes an exchange rate permanently; the one before applies instead.
    /// The figures that used it are restated.
    async fn exchange_rate_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The exchange rate.")] id: ID,
    ) -> Option<Result<ExchangeRateDeletePayload>> {
        answer(delete(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: ExchangeRateCreateInput) -> Result<ExchangeRate> {
    let mut act = Act::begin(ctx).await?;
    act.lock_exclusive().await?;
    let to = input.to.map_or_else(|| act.organization.currency.clone(), |code| code.0);
    if input.from.0 == to {
        return Err(UserError::input(&["input", "from"], "`from` and `to` must differ.").into());
    }
    let valid_on = input.valid_on.0;
    let active = exchange_rate::ActiveModel {
        base_currency: Set(input.from.0),
        quote_currency: Set(to),
        valid_on: Set(valid_on),
        rate_e10: Set(scaled(input.rate)?),
        ..Default::default()
    };
    let rate = act.insert::<exchange_rate::Entity>(Act::new_id(), active).await.map_err(taken)?;
    let until = next(&act, &rate, valid_on).await?;
    restate::currency(&mut act, &rate.base_currency, Days::new(Some(valid_on), until)).await?;
    act.commit().await?;
    Ok(ExchangeRate(rate))
}

async fn update(ctx: &Context<'_>, id: ID, input: ExchangeRateUpdateInput) -> Result<ExchangeRate> {
    let mut act = Act::begin(ctx).await?;
    act.lock_exclusive().await?;
    let before = act.get::<exchange_rate::Entity>(&id, &["id"]).await?;
    act.expect_version::<exchange_rate::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(day) = input::change_value(&input.valid_on, &["input", "validOn"])? {
        active.valid_on = Set(day.0);
    }
    if let Some(rate) = input::change_value(&input.rate, &["input", "rate"])? {
        active.rate_e10 = Set(scaled(rate)?);
    }
    let rate = act.update::<exchange_rate::Entity>(&before, active).await.map_err(taken)?;
    if (rate.valid_on, rate.rate_e10) != (before.valid_on, before.rate_e10) {
        let until = next(&act, &rate, rate.valid_on.max(before.valid_on)).await?;
        let days = Days::new(Some(rate.valid_on.min(before.valid_on)), until);
        restate::currency(&mut act, &rate.base_currency, days).await?;
    }
    act.commit().await?;
    Ok(ExchangeRate(rate))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<ExchangeRate> {
    let mut act = Act::begin(ctx).await?;
    act.lock_exclusive().await?;
    let before = act.get::<exchange_rate::Entity>(&id, &["id"]).await?;
    act.remove::<exchange_rate::Entity>(&before).await?;
    let until = next(&act, &before, before.valid_on).await?;
    restate::currency(&mut act, &before.base_currency, Days::new(Some(before.valid_on), until)).await?;
    act.commit().await?;
    Ok(ExchangeRate(before))
}

/// The day of the first rate between the same currencies after a day.
#[expect(clippy::disallowed_methods, reason = "the next rate is the next, whoever asks")]
async fn next(act: &Act<'_>, rate: &exchange_rate::Model, day: NaiveDate) -> Result<Option<NaiveDate>> {
    let next = exchange_rate::Entity::find()
        .filter(exchange_rate::Column::BaseCurrency.eq(&rate.base_currency))
        .filter(exchange_rate::Column::QuoteCurrency.eq(&rate.quote_currency))
        .filter(exchange_rate::Column::ValidOn.gt(day))
        .order_by_asc(exchange_rate::Column::ValidOn)
        .one(&act.tx)
        .await?;
    Ok(next.map(|next| next.valid_on))
}

/// A rate times ten to the tenth.
fn scaled(rate: Decimal) -> Result<i64, UserError> {
    let refuse = |message: &str| UserError::input(&["input", "rate"], message);
    let rate = rate.0.normalize();
    if rate <= rust_decimal::Decimal::ZERO {
        return Err(refuse("A rate is above 0."));
    }
    if rate > LARGEST.into() {
        return Err(refuse("A rate is at most 1 000 000."));
    }
    if rate.scale() > PLACES {
        return Err(refuse("A rate has at most 10 decimals."));
    }
    let scaled = rate.checked_mul(10_i64.pow(PLACES).into()).and_then(|scaled| i64::try_from(scaled).ok());
    scaled.ok_or_else(|| refuse("A rate is at most 1 000 000."))
}

/// Says at which argument two rates collide.
fn taken(error: crate::error::Error) -> crate::error::Error {
    match error {
        crate::error::Error::Input(errors) if errors.iter().any(|error| error.field == ["input"]) => {
            UserError::conflict(&["input", "validOn"], "These currencies already have a rate on that day.").into()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(text: &str) -> Result<i64, UserError> {
        scaled(Decimal(rust_decimal::Decimal::from_str_exact(text).unwrap()))
    }

    #[test]
    fn rates_are_kept_to_ten_decimals_or_refused() {
        assert_eq!(rate("1.08"), Ok(10_800_000_000));
        assert_eq!(rate("0.0000000001"), Ok(1));
        assert_eq!(rate("1000000.00000000000"), Ok(10_000_000_000_000_000));
        for wrong in ["0", "-1", "0.00000000001", "1000000.1"] {
            assert_eq!(rate(wrong).unwrap_err().field, ["input", "rate"], "{wrong}");
        }
    }
}
