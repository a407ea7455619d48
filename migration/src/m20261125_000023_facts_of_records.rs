//! The facts of a record by measure and day: what others state of the customers around somebody is found among millions.

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
        replace(manager, "fact", "source_id-source_kind", &["source_id", "measure", "day"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, "fact", "source_id-measure-day", &["source_id", "source_kind"]).await
    }
}
