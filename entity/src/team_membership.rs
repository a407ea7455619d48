//! A dated membership: from when to when a rep belongs to a team.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "team_membership")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The member.
    pub rep_id: Uuid,
    /// The team.
    pub team_id: Uuid,
    /// First day; `None` = since ever.
    pub starts_on: Option<Date>,
    /// First day after the last; `None` = until further notice.
    pub ends_on: Option<Date>,
    /// Grows by one with each change; an update that names an older one is refused.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
    /// When the record was deleted; a deleted record can be restored.
    pub deleted_at: Option<DateTimeUtc>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Rep", from = "rep_id", to = "id")]
    pub rep: BelongsTo<super::rep::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Team", from = "team_id", to = "id")]
    pub team: BelongsTo<super::team::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
