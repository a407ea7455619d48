//! A user: somebody who can sign in.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Everything.
    Admin,
    /// The teams they manage and all below them.
    Manager,
    /// Their own records.
    Rep,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "user_account")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The sign-in address, lower case, NFC.
    pub email: String,
    /// The name shown in the change log.
    pub name: String,
    /// PHC string of argon2id.
    #[serde(skip)]
    pub password_hash: String,
    /// What the user may do.
    pub role: Role,
    /// The sales profile of a user who sells.
    pub rep_id: Option<Uuid>,
    /// BCP 47 tag, `en` or `fr`.
    pub locale: String,
    /// When the user was locked out; sessions and tokens died with it.
    pub disabled_at: Option<DateTimeUtc>,
    /// Grows by one with each change; an update that names an older one is refused.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Rep", from = "rep_id", to = "id")]
    pub rep: BelongsTo<Option<super::rep::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
