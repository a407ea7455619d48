//! A number that grows whenever the settings, the teams or the memberships change, whoever changes them: nodes keep these
//! in memory and ask for nothing but the number.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The tables whose changes count.
const TABLES: [&str; 3] = ["organization", "team", "team_membership"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let revision = ColumnDef::new("revision").big_integer().not_null().take();
        manager.create_table(Table::create().table("structure").col(revision).take()).await?;
        let db = manager.get_connection();
        db.execute_unprepared("INSERT INTO structure (revision) VALUES (1)").await?;
        let grow = "UPDATE structure SET revision = revision + 1";
        if manager.get_database_backend() == DbBackend::Postgres {
            let function = format!(
                "CREATE FUNCTION structure_changed() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN {grow}; RETURN NULL; END $$"
            );
            db.execute_unprepared(&function).await?;
            for table in TABLES {
                let trigger = format!(
                    "CREATE TRIGGER structure_changed AFTER INSERT OR UPDATE OR DELETE ON {table} \
                     FOR EACH STATEMENT EXECUTE FUNCTION structure_changed()"
                );
                db.execute_unprepared(&trigger).await?;
            }
            return Ok(());
        }
        for table in TABLES {
            for event in ["insert", "update", "delete"] {
                let trigger =
                    format!("CREATE TRIGGER structure_{table}_{event} AFTER {event} ON {table} BEGIN {grow}; END");
                db.execute_unprepared(&trigger).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            db.execute_unprepared("DROP FUNCTION structure_changed() CASCADE").await?;
        } else {
            for table in TABLES {
                for event in ["insert", "update", "delete"] {
                    db.execute_unprepared(&format!("DROP TRIGGER structure_{table}_{event}")).await?;
                }
            }
        }
        manager.drop_table(Table::drop().table("structure").take()).await
    }
}
