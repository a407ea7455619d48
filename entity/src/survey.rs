//! A satisfaction survey: what customers are asked, and on which scale they answer.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// What a survey measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// Satisfaction with a purchase, a service, a contact.
    Csat,
    /// How likely somebody recommends us, from 0 to 10.
    Nps,
    /// Anything else that has a scale.
    Custom,
}

/// Which end of a scale is the good one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better, as in "how much effort did it take".
    Lower,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "survey")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it is called here.
    pub name: String,
    /// What customers are asked.
    pub question: Option<String>,
    /// What it measures.
    pub kind: Kind,
    /// The lowest answer, in ten-thousandths.
    pub scale_min: i64,
    /// The highest answer, in ten-thousandths.
    pub scale_max: i64,
    /// Which end is the good one.
    pub direction: Direction,
    /// From which answer on a customer is satisfied, in ten-thousandths.
    pub threshold: i64,
    /// Grows by one with each change of the scale; what was sent keeps the scale it was sent with.
    pub scale_version: i32,
    /// Whether it may still be sent.
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
