//! Facts of a rep, and of a record, with what they come to and whom they concern in the index: customers who left are
//! counted without a look at the facts themselves, which lie scattered over the table.

use sea_orm_migration::prelude::*;

use crate::columns::replace;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, "fact", "rep_id-measure-day", &["rep_id", "measure", "day", "source_id", "value"]).await?;
        replace(manager, "fact", "source_id-measure-day", &["source_id", "measure", "day", "value"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, "fact", "source_id-measure-day-value", &["source_id", "measure", "day"]).await?;
        replace(manager, "fact", "rep_id-measure-day-source_id-value", &["rep_id", "measure", "day"]).await
    }
}
