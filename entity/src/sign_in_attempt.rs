//! A sign-in attempt, counted to slow down guessing.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "sign_in_attempt")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// SHA-256 of the address tried.
    pub account: String,
    /// The network address it came from.
    pub address: String,
    /// When.
    pub attempted_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
