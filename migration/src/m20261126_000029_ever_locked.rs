//! Whether days were ever locked: since then facts may count on other days than their own.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = ColumnDef::new("ever_locked");
        column.boolean().not_null().default(false);
        manager.alter_table(Table::alter().table("organization").add_column(&mut column).to_owned()).await?;
        let locked = "UPDATE organization SET ever_locked = true WHERE locked_through IS NOT NULL \
                      OR EXISTS (SELECT 1 FROM fact WHERE adjusted_day IS NOT NULL)";
        manager.get_connection().execute_unprepared(locked).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("organization").drop_column("ever_locked").to_owned()).await
    }
}
