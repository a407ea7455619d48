//! One change of one record: who, when, which field from what to what. Rows are only ever added.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// What kind of principal made a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ActorKind {
    /// A signed-in user.
    User,
    /// An API token.
    Token,
    /// The command line, an import or the server itself.
    System,
}

/// What was done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Action {
    /// It came to be.
    Create,
    /// Fields changed.
    Update,
    /// It was deleted.
    Delete,
    /// It was brought back.
    Restore,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "change_log")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// When.
    pub recorded_at: DateTimeUtc,
    /// What kind of principal did it.
    pub actor_kind: ActorKind,
    /// The user or token; `None` for the system.
    pub actor_id: Option<Uuid>,
    /// The kind of record, as in the prefix of its id.
    pub record_kind: String,
    /// The record.
    pub record_id: Uuid,
    /// What was done.
    pub action: Action,
    /// A JSON object from field name to `[before, after]`.
    pub changes: String,
}

impl ActiveModelBehavior for ActiveModel {}
