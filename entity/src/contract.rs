//! A signed contract.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "contract")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The number printed on it.
    pub number: Option<String>,
    /// The quote that it was signed from.
    pub quote_id: Option<Uuid>,
    /// The deal that it seals.
    pub deal_id: Option<Uuid>,
    /// The other party.
    pub customer_id: Option<Uuid>,
    /// Who is credited with the signature.
    pub owner_id: Option<Uuid>,
    /// Total value net of tax, in minor units.
    pub amount: i64,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// When it was signed.
    pub signed_at: DateTimeUtc,
    /// First day in force.
    pub starts_on: Date,
    /// First day no longer in force; `None` = without end.
    pub ends_on: Option<Date>,
    /// The contract that this one renews.
    pub renews_id: Option<Uuid>,
    /// First day no longer in force, when it was ended early.
    pub terminated_on: Option<Date>,
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
    #[sea_orm(belongs_to, relation_enum = "Quote", from = "quote_id", to = "id")]
    pub quote: BelongsTo<Option<super::quote::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Deal", from = "deal_id", to = "id")]
    pub deal: BelongsTo<Option<super::deal::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Customer", from = "customer_id", to = "id")]
    pub customer: BelongsTo<Option<super::customer::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Owner", from = "owner_id", to = "id")]
    pub owner: BelongsTo<Option<super::rep::Entity>>,
    #[serde(skip)]
    #[sea_orm(self_ref, relation_enum = "Renews", from = "renews_id", to = "id")]
    pub renews: BelongsTo<Option<Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
