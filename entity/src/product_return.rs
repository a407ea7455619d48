//! Goods that a customer sent back.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "product_return")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who sent it back.
    pub customer_id: Uuid,
    /// The sale that it belonged to.
    pub deal_id: Option<Uuid>,
    /// The product.
    pub product_id: Option<Uuid>,
    /// How much of it, in ten-thousandths.
    pub units_e4: i64,
    /// What is paid back for it, in minor units.
    pub amount: i64,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// Why.
    pub reason_id: Option<Uuid>,
    /// What was said.
    pub note: Option<String>,
    /// The owner of the account when it came back: credited where no sale says who is.
    pub owner_id: Option<Uuid>,
    /// The day on which it came back.
    pub returned_on: Date,
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
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Customer", from = "customer_id", to = "id")]
    pub customer: BelongsTo<super::customer::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Deal", from = "deal_id", to = "id")]
    pub deal: BelongsTo<Option<super::deal::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Product", from = "product_id", to = "id")]
    pub product: BelongsTo<Option<super::product::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Reason", from = "reason_id", to = "id")]
    pub reason: BelongsTo<Option<super::outcome_reason::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Owner", from = "owner_id", to = "id")]
    pub owner: BelongsTo<Option<super::rep::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
