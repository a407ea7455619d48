//! A criterion of a set: a question, how its answers score, and how much it weighs.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// Yes or no.
    Boolean,
    /// A whole number between two ends.
    Scale,
    /// One of several words.
    Choice,
    /// A number.
    Number,
    /// A day.
    Date,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "criterion")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The set.
    pub set_id: Uuid,
    /// Its rank in the set, from 0.
    pub position: i32,
    /// What is asked.
    pub question: String,
    /// What an answer is.
    pub kind: Kind,
    /// How answers score, as JSON.
    pub scoring: String,
    /// How much it weighs beside the others.
    pub weight: i32,
    /// Whether a lead must answer it to count as qualified.
    pub is_mandatory: bool,
    /// After how many days an answer no longer counts; `None` for never.
    pub max_age_days: Option<i32>,
    /// Grows by one with each change; an update that names an older one is refused.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Set", from = "set_id", to = "id")]
    pub set: BelongsTo<super::criteria_set::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
