//! A reason for a win, a loss, a disqualification, a complaint, a return or a departure.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// What a reason explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// A deal that was won.
    Won,
    /// A deal that was lost.
    Lost,
    /// A lead that was disqualified.
    Disqualified,
    /// A complaint.
    Complaint,
    /// Goods that came back.
    Return,
    /// A customer that left.
    Churned,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "outcome_reason")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The wording.
    pub name: String,
    /// What it explains.
    pub outcome: Outcome,
    /// Whether a deal closed for this reason counts as lost in rates.
    pub counts_as_loss: bool,
    /// Whether it may still be chosen.
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
