//! Who worked a lead before it was given to somebody else.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "lead_former_owner")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The lead.
    pub lead_id: Uuid,
    /// Who worked it; `None` while nobody did.
    pub rep_id: Option<Uuid>,
    /// Until when.
    pub until_at: DateTimeUtc,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Lead", from = "lead_id", to = "id")]
    pub lead: BelongsTo<super::lead::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Rep", from = "rep_id", to = "id")]
    pub rep: BelongsTo<Option<super::rep::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
