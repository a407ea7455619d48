//! Room in the pages of totals: a total that grows is written beside itself, and no index has to be told where it went.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TOTALS: [&str; 3] = ["total_rep_day", "total_rep_month", "total_team_month"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        each(manager, "SET (fillfactor = 75)").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        each(manager, "RESET (fillfactor)").await
    }
}

/// SQLite writes in place as it is.
async fn each(manager: &SchemaManager<'_>, what: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        for table in TOTALS {
            manager.get_connection().execute_unprepared(&format!("ALTER TABLE {table} {what}")).await?;
        }
    }
    Ok(())
}
