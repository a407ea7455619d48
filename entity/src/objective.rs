//! An objective: what a KPI of a subject should come to in a period. Without team and rep it is the organization's.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "objective")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The field of the KPI in the catalogue.
    pub kpi: String,
    /// The team whose objective it is.
    pub team_id: Option<Uuid>,
    /// The rep whose objective it is.
    pub rep_id: Option<Uuid>,
    /// First day of the period.
    pub starts_on: Date,
    /// First day after the period.
    pub ends_on: Date,
    /// Minor units for money, ten-thousandths for numbers of things, millionths for everything else.
    pub target: i64,
    /// ISO 4217 code, for money.
    pub currency: Option<String>,
    /// Who answers for it.
    pub owner_id: Option<Uuid>,
    /// Why this much.
    pub rationale: Option<String>,
    /// Grows by one with each change; an update that names an older one is refused.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
    /// When the record was deleted; a deleted record can be restored.
    pub deleted_at: Option<DateTimeUtc>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Team", from = "team_id", to = "id")]
    pub team: BelongsTo<Option<super::team::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Rep", from = "rep_id", to = "id")]
    pub rep: BelongsTo<Option<super::rep::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Owner", from = "owner_id", to = "id")]
    pub owner: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
