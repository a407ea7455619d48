//! Deals of one state in each order that they are listed in: open deals are few, and most of the history is closed.

use sea_orm_migration::prelude::*;

use crate::columns::{index, latest};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        latest(manager, "deal", &["status"], "amount").await?;
        index(manager, "deal", &["status", "expected_close_on", "id"]).await?;
        index(manager, "deal", &["status", "name", "id"]).await?;
        index(manager, "deal", &["status", "id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for columns in ["status-id", "status-name-id", "status-expected_close_on-id", "status-amount-latest"] {
            manager.drop_index(Index::drop().name(format!("idx-deal-{columns}")).table("deal").to_owned()).await?;
        }
        Ok(())
    }
}
