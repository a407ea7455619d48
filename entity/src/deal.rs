//! A deal: one sale that is won or lost.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// Where a deal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Being worked.
    Open,
    /// Signed; its amount is revenue.
    Won,
    /// Not to be had.
    Lost,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "deal")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What is sold to whom.
    pub name: String,
    /// The buyer; unknown in some imports.
    pub customer_id: Option<Uuid>,
    /// The person dealt with.
    pub contact_id: Option<Uuid>,
    /// The lead that it came from.
    pub lead_id: Option<Uuid>,
    /// The pipeline.
    pub pipeline_id: Uuid,
    /// The stage, of that pipeline.
    pub stage_id: Uuid,
    /// The rep who works it; `None` while unassigned.
    pub owner_id: Option<Uuid>,
    /// Open, won or lost.
    pub status: Status,
    /// Net of tax and discount, in minor units; `None` while unknown.
    pub amount: Option<i64>,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// Chance of winning in basis points, where it differs from the stage's.
    pub probability_bp: Option<i32>,
    /// How sure it is, where it is judged otherwise than by its stage. Moving it changes nothing of that.
    pub forecast_category: Option<super::stage::ForecastCategory>,
    /// When it should close.
    pub expected_close_on: Option<Date>,
    /// The day of the next step that was agreed or planned.
    pub next_step_on: Option<Date>,
    /// What the lines come to at list prices, in minor units; `None` unless all have one.
    pub list_amount: Option<i64>,
    /// What the lines cost, in minor units; `None` unless that is known of all.
    pub cost_amount: Option<i64>,
    /// When the sale began; unknown in some imports.
    pub opened_at: Option<DateTimeUtc>,
    /// When it was won or lost.
    pub closed_at: Option<DateTimeUtc>,
    /// The primary reason of the outcome.
    pub reason_id: Option<Uuid>,
    /// The reason in words.
    pub reason_note: Option<String>,
    /// Whom it was lost to, or won against.
    pub competitor: Option<String>,
    /// Where the lead came from, frozen at first touch.
    pub source: Option<String>,
    /// The campaign that it came from, frozen at first touch.
    pub campaign_id: Option<Uuid>,
    /// Whether that is one of marketing's.
    pub is_marketing_sourced: bool,
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
    pub customer: BelongsTo<Option<super::customer::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Contact", from = "contact_id", to = "id")]
    pub contact: BelongsTo<Option<super::contact::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Lead", from = "lead_id", to = "id")]
    pub lead: BelongsTo<Option<super::lead::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Campaign", from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<Option<super::campaign::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Pipeline", from = "pipeline_id", to = "id")]
    pub pipeline: BelongsTo<super::pipeline::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Stage", from = "stage_id", to = "id")]
    pub stage: BelongsTo<super::stage::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Owner", from = "owner_id", to = "id")]
    pub owner: BelongsTo<Option<super::rep::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Reason", from = "reason_id", to = "id")]
    pub reason: BelongsTo<Option<super::outcome_reason::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
