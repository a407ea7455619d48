//! An API token: how a partner's program signs in. The secret is shown once and kept as a hash.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// SHA-256 of the secret.
    #[serde(skip)]
    pub secret_hash: String,
    /// Space-separated scopes.
    pub scopes: String,
    /// The admin who made it; `None` from the command line.
    pub created_by_id: Option<Uuid>,
    /// When it stops working; `None` = never.
    pub expires_at: Option<DateTimeUtc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
    /// When it last signed in, to the minute.
    pub last_used_at: Option<DateTimeUtc>,
    /// Grows by one with each change; an update that names an older one is refused.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "CreatedBy", from = "created_by_id", to = "id")]
    pub created_by: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
