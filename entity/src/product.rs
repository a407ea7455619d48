//! A product or service that deals are made of.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "product")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The stock-keeping code.
    pub sku: Option<String>,
    /// The family that breakdowns group by.
    pub category: Option<String>,
    /// Price of one unit before discount, in minor units.
    pub list_price: Option<i64>,
    /// What one unit costs, in minor units.
    pub unit_cost: Option<i64>,
    /// ISO 4217 code of the list price and of the cost.
    pub currency: Option<String>,
    /// Whether new deals may name it.
    pub is_active: bool,
    /// The system that the record was imported from or written by; `None` for records made here.
    pub source_system: Option<String>,
    /// The record's identifier in `source_system`; unique together with it.
    pub external_id: Option<String>,
    /// Grows by one with each change; an update that names an older one is refused.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
    /// When the record was deleted; a deleted record can be restored.
    pub deleted_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
