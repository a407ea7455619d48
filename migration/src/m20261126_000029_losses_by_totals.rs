//! Whether customers lost are read from totals: not where facts are older than the measures that tell, nor where days were
//! ever locked.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = ColumnDef::new("losses_by_totals");
        column.boolean().not_null().default(false);
        manager.alter_table(Table::alter().table("organization").add_column(&mut column).to_owned()).await?;
        let blank = "UPDATE organization SET losses_by_totals = true \
                     WHERE locked_through IS NULL AND NOT EXISTS (SELECT 1 FROM fact)";
        manager.get_connection().execute_unprepared(blank).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("organization").drop_column("losses_by_totals").to_owned()).await
    }
}
