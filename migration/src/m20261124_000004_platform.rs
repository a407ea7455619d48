//! The platform: sessions, API tokens, sign-in attempts, the change log.

use sea_orm_migration::prelude::*;

use crate::columns::{index, timestamps};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        session(manager).await?;
        api_token(manager).await?;
        sign_in_attempt(manager).await?;
        change_log(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["change_log", "sign_in_attempt", "api_token", "session"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// A signed-in session: a family of refresh tokens of which one is current.
async fn session(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("session")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("user_id").uuid().not_null())
        .col(ColumnDef::new("refresh_hash").text().not_null())
        .col(ColumnDef::new("created_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("refreshed_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("expires_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("revoked_at").timestamp_with_time_zone().null())
        .foreign_key(
            ForeignKey::create().name("fk_session_user_id").from("session", "user_id").to("user_account", "id"),
        );
    manager.create_table(table).await?;
    index(manager, "session", &["user_id"]).await?;
    Ok(())
}

/// An API token: how a partner's program signs in. The secret is shown once and kept as a hash.
async fn api_token(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("api_token")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("secret_hash").text().not_null())
        .col(ColumnDef::new("scopes").text().not_null())
        .col(ColumnDef::new("created_by_id").uuid().null())
        .col(ColumnDef::new("expires_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("revoked_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("last_used_at").timestamp_with_time_zone().null())
        .foreign_key(
            ForeignKey::create()
                .name("fk_api_token_created_by_id")
                .from("api_token", "created_by_id")
                .to("user_account", "id"),
        );
    timestamps(&mut table, false);
    manager.create_table(table).await?;
    index(manager, "api_token", &["created_by_id"]).await?;
    Ok(())
}

/// A sign-in attempt, counted to slow down guessing.
async fn sign_in_attempt(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("sign_in_attempt")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("account").text().not_null())
        .col(ColumnDef::new("address").text().not_null())
        .col(ColumnDef::new("attempted_at").timestamp_with_time_zone().not_null());
    manager.create_table(table).await?;
    index(manager, "sign_in_attempt", &["account", "attempted_at"]).await?;
    index(manager, "sign_in_attempt", &["address", "attempted_at"]).await?;
    Ok(())
}

/// One change of one record: who, when, which field from what to what. Rows are only ever added.
async fn change_log(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("change_log")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("recorded_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("actor_kind").string_len(24).not_null())
        .col(ColumnDef::new("actor_id").uuid().null())
        .col(ColumnDef::new("record_kind").text().not_null())
        .col(ColumnDef::new("record_id").uuid().not_null())
        .col(ColumnDef::new("action").string_len(24).not_null())
        .col(ColumnDef::new("changes").text().not_null());
    manager.create_table(table).await?;
    index(manager, "change_log", &["record_id", "id"]).await?;
    index(manager, "change_log", &["actor_id"]).await?;
    index(manager, "change_log", &["recorded_at"]).await?;
    Ok(())
}
