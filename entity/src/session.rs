//! A signed-in session: a family of refresh tokens of which one is current.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who signed in.
    pub user_id: Uuid,
    /// SHA-256 of the current refresh token.
    #[serde(skip)]
    pub refresh_hash: String,
    /// When it began.
    pub created_at: DateTimeUtc,
    /// When the token was last exchanged.
    pub refreshed_at: DateTimeUtc,
    /// When it ends at the latest.
    pub expires_at: DateTimeUtc,
    /// When it was ended: signed out, or a spent token was shown again.
    pub revoked_at: Option<DateTimeUtc>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "User", from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
