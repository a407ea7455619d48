//! What a manager makes of the figure of a rep or team. Rows are only added: the last one of a subject and period holds.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "forecast_adjustment")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The team whose figure it is.
    pub team_id: Option<Uuid>,
    /// The rep whose figure it is.
    pub rep_id: Option<Uuid>,
    /// Who says so; `None` for a partner's program.
    pub author_id: Option<Uuid>,
    /// First day of the period.
    pub starts_on: Date,
    /// First day after the period.
    pub ends_on: Date,
    /// In minor units.
    pub amount: i64,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// Why.
    pub note: String,
    /// Always 1: a new word is a new row.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// The same.
    pub updated_at: DateTimeUtc,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Team", from = "team_id", to = "id")]
    pub team: BelongsTo<Option<super::team::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Rep", from = "rep_id", to = "id")]
    pub rep: BelongsTo<Option<super::rep::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Author", from = "author_id", to = "id")]
    pub author: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
