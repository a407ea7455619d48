//! A campaign: what the company undertakes so that leads come in.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "campaign")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The lever that it pulls, or the channel that it goes through: what breakdowns group campaigns by.
    pub lever: Option<String>,
    /// Whether marketing runs it; never changes, for what it brought is frozen with it.
    pub is_marketing: bool,
    /// The source that its leads, deals and expenses carry; never changes, as theirs does not.
    pub lead_source: Option<String>,
    /// First day.
    pub starts_on: Option<Date>,
    /// First day after the last.
    pub ends_on: Option<Date>,
    /// What it may cost, in minor units.
    pub budget: Option<i64>,
    /// ISO 4217 code of the budget.
    pub currency: Option<String>,
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
