//! Forecast categories: of stages, of deals that are judged otherwise, and of their history.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["stage", "deal_history"] {
            let mut category = ColumnDef::new("forecast_category");
            category.string_len(24).not_null().default("PIPELINE");
            manager.alter_table(Table::alter().table(table).add_column(&mut category).to_owned()).await?;
        }
        let mut own = ColumnDef::new("forecast_category");
        own.string_len(24).null();
        manager.alter_table(Table::alter().table("deal").add_column(&mut own).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["deal", "deal_history", "stage"] {
            manager.alter_table(Table::alter().table(table).drop_column("forecast_category").to_owned()).await?;
        }
        Ok(())
    }
}
