//! What a rep says a period will bring. Rows are only added: the last one of a rep and period holds.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "forecast_submission")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose word it is.
    pub rep_id: Uuid,
    /// First day of the period.
    pub starts_on: Date,
    /// First day after the period.
    pub ends_on: Date,
    /// In minor units.
    pub amount: i64,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// What the rep has to say about it.
    pub note: Option<String>,
    /// Always 1: a new word is a new row.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// The same.
    pub updated_at: DateTimeUtc,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Rep", from = "rep_id", to = "id")]
    pub rep: BelongsTo<super::rep::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
