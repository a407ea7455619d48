//! More dimensions of facts, the day that an adjustment is about, and the way to what was recorded since an instant.

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
        for mut column in added() {
            manager.alter_table(Table::alter().table("fact").add_column(&mut column).to_owned()).await?;
        }
        index(manager, "fact", &["recorded_at"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("idx-fact-recorded_at").table("fact").to_owned()).await?;
        for column in ["adjusted_day", "product_id", "campaign_id"] {
            manager.alter_table(Table::alter().table("fact").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

fn added() -> [ColumnDef; 3] {
    let mut campaign = ColumnDef::new("campaign_id");
    campaign.uuid().null();
    let mut product = ColumnDef::new("product_id");
    product.uuid().null();
    let mut adjusted = ColumnDef::new("adjusted_day");
    adjusted.date().null();
    [campaign, product, adjusted]
}
