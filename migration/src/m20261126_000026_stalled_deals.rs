//! After how many days without anything done about it an open deal is stalled.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let days = ColumnDef::new("stalled_after_days").small_integer().not_null().default(30).to_owned();
        manager.alter_table(Table::alter().table("organization").add_column(days).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("organization").drop_column("stalled_after_days").to_owned()).await
    }
}
