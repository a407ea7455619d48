//! The revision of the structure also grows when stages change: nodes keep them in memory too.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            let trigger = "CREATE TRIGGER structure_changed AFTER INSERT OR UPDATE OR DELETE ON stage \
                           FOR EACH STATEMENT EXECUTE FUNCTION structure_changed()";
            db.execute_unprepared(trigger).await?;
            return Ok(());
        }
        for event in ["insert", "update", "delete"] {
            let grow = "UPDATE structure SET revision = revision + 1";
            let trigger = format!("CREATE TRIGGER structure_stage_{event} AFTER {event} ON stage BEGIN {grow}; END");
            db.execute_unprepared(&trigger).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            db.execute_unprepared("DROP TRIGGER structure_changed ON stage").await?;
            return Ok(());
        }
        for event in ["insert", "update", "delete"] {
            db.execute_unprepared(&format!("DROP TRIGGER structure_stage_{event}")).await?;
        }
        Ok(())
    }
}
