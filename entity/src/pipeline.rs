//! A pipeline: an ordered list of stages.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "pipeline")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// Whether new deals start here unless they say otherwise.
    pub is_default: bool,
    /// Rank among pipelines.
    pub position: i32,
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
