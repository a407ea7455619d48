//! Indexes that lists are put together from – what one rep holds, in the order of the list – and the mark of leads whose
//! person was erased.

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
        latest(manager, "meeting", &["set_by_id"], "starts_at").await?;
        latest(manager, "quote", &["author_id"], "sent_at").await?;
        index(manager, "lead", &["owner_id", "received_at", "id"]).await?;
        index(manager, "contract", &["owner_id", "signed_at", "id"]).await?;
        index(manager, "contact", &["name", "id"]).await?;
        let mut erased = ColumnDef::new("erased_at");
        erased.timestamp_with_time_zone().null();
        manager.alter_table(Table::alter().table("lead").add_column(&mut erased).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("lead").drop_column("erased_at").to_owned()).await?;
        for (table, columns) in [
            ("contact", "name-id"),
            ("contract", "owner_id-signed_at-id"),
            ("lead", "owner_id-received_at-id"),
            ("quote", "author_id-sent_at-latest"),
            ("meeting", "set_by_id-starts_at-latest"),
        ] {
            manager.drop_index(Index::drop().name(format!("idx-{table}-{columns}")).table(table).to_owned()).await?;
        }
        Ok(())
    }
}
