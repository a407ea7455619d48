//! Customers that turned out to be the same as another.

use sea_orm_migration::prelude::*;

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = ColumnDef::new("merged_into_id");
        column.uuid().null();
        manager.alter_table(Table::alter().table("customer").add_column(&mut column).to_owned()).await?;
        index(manager, "customer", &["merged_into_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("idx-customer-merged_into_id").table("customer").to_owned()).await?;
        manager.alter_table(Table::alter().table("customer").drop_column("merged_into_id").to_owned()).await
    }
}
