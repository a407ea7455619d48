//! What a deal looked like from an instant on: one row a change of anything that figures depend on.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "deal_history")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The deal.
    pub deal_id: Uuid,
    /// Since when it looked like this.
    pub from_at: DateTimeUtc,
    /// The stage.
    pub stage_id: Uuid,
    /// The owner.
    pub owner_id: Option<Uuid>,
    /// The amount in minor units.
    pub amount: Option<i64>,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// The chance of winning in force.
    pub probability_bp: i32,
    /// The forecast category in force.
    pub forecast_category: super::stage::ForecastCategory,
    /// When it was expected to close.
    pub expected_close_on: Option<Date>,
    /// Open, won or lost.
    pub status: super::deal::Status,
    /// Whether the stage was come back to from a later one.
    pub is_back: bool,
    /// The stages passed over on the way here, by id and separated by commas; `None` when there were none.
    pub passed: Option<String>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Deal", from = "deal_id", to = "id")]
    pub deal: BelongsTo<super::deal::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Stage", from = "stage_id", to = "id")]
    pub stage: BelongsTo<super::stage::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Owner", from = "owner_id", to = "id")]
    pub owner: BelongsTo<Option<super::rep::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
