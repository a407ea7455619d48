//! A set of criteria that leads are qualified by: one edition of it, immutable once published.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// How far an edition has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Being written; nobody answers it yet.
    Draft,
    /// Answered about leads.
    Published,
    /// No longer answered; the answers given stay what they are.
    Retired,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "criteria_set")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The first edition of the set; its own id for the first.
    pub first_id: Uuid,
    /// 1 for the first edition, one more with each.
    pub edition: i32,
    /// The name.
    pub name: String,
    /// The source of the leads that it is for; `None` for all that have no set of their own.
    pub lead_source: Option<String>,
    /// The score from which a lead counts as qualified.
    pub threshold_bp: i32,
    /// How far it has come.
    pub status: Status,
    /// Since when it is answered.
    pub published_at: Option<DateTimeUtc>,
    /// Since when it no longer is.
    pub retired_at: Option<DateTimeUtc>,
    /// Grows by one with each change; an update that names an older one is refused.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
