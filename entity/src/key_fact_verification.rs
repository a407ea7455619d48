//! An instant at which a key fact was found to hold.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "key_fact_verification")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The key fact.
    pub key_fact_id: Uuid,
    /// When.
    pub verified_at: DateTimeUtc,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "KeyFact", from = "key_fact_id", to = "id")]
    pub key_fact: BelongsTo<super::key_fact::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
