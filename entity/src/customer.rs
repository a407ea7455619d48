//! A customer account, or a company that may become one.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "customer")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The group that it is a subsidiary of.
    pub parent_id: Option<Uuid>,
    /// The market segment.
    pub segment: Option<String>,
    /// The industry.
    pub industry: Option<String>,
    /// How many people work there.
    pub employee_count: Option<i32>,
    /// Country, ISO 3166-1 alpha-2 where known.
    pub country: Option<String>,
    /// The public site.
    pub website: Option<String>,
    /// The account owner.
    pub owner_id: Option<Uuid>,
    /// The customer that it turned out to be the same as; it is deleted then.
    pub merged_into_id: Option<Uuid>,
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
    #[serde(skip)]
    #[sea_orm(self_ref, relation_enum = "Parent", from = "parent_id", to = "id")]
    pub parent: BelongsTo<Option<Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Owner", from = "owner_id", to = "id")]
    pub owner: BelongsTo<Option<super::rep::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
