//! An exchange rate: what one unit of a currency is worth from a day on, until the next rate.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "exchange_rate")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The currency converted from.
    pub base_currency: String,
    /// The currency converted to.
    pub quote_currency: String,
    /// The first day that the rate holds for.
    pub valid_on: Date,
    /// Units of `quote_currency` for one of `base_currency`, times ten to the tenth.
    pub rate_e10: i64,
    /// Grows by one with each change; an update that names an older one is refused.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
