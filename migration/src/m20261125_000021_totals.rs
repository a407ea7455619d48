//! Totals in the order in which they are read: what one rep or team has of a measure lies together, whatever the days.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The tables, each with whose totals it holds, of which days, and what else its key needs.
const TOTALS: [(&str, &str, &str, &[&str]); 3] = [
    ("total_rep_day", "rep_id", "day", &["team_id"]),
    ("total_rep_month", "rep_id", "month", &[]),
    ("total_team_month", "team_id", "month", &[]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_index(manager, "team_id-day").await?;
        drop_index(manager, "day").await?;
        for (table, holder, day, more) in TOTALS {
            order(manager, table, &[&[holder, "measure", day], more].concat()).await?;
        }
        index(manager, "total_rep_day", &["team_id", "measure", "day"]).await?;
        index(manager, "total_rep_day", &["measure", "day"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_index(manager, "measure-day").await?;
        drop_index(manager, "team_id-measure-day").await?;
        for (table, holder, day, more) in TOTALS {
            order(manager, table, &[&[holder, day, "measure"], more].concat()).await?;
        }
        index(manager, "total_rep_day", &["team_id", "day"]).await?;
        index(manager, "total_rep_day", &["day"]).await
    }
}

async fn drop_index(manager: &SchemaManager<'_>, columns: &str) -> Result<(), DbErr> {
    let name = format!("idx-total_rep_day-{columns}");
    manager.drop_index(Index::drop().name(name).table("total_rep_day").to_owned()).await
}

/// Gives a table of totals another order of its key.
async fn order(manager: &SchemaManager<'_>, table: &'static str, key: &[&'static str]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Postgres {
        let key = key.join(", ");
        let sql = format!("ALTER TABLE {table} DROP CONSTRAINT {table}_pkey, ADD PRIMARY KEY ({key})");
        db.execute_unprepared(&sql).await?;
        return Ok(());
    }
    // SQLite cannot change a key: the table is made anew.
    let former = format!("{table}_former");
    db.execute_unprepared(&format!("ALTER TABLE {table} RENAME TO {former}")).await?;
    let mut anew = Table::create();
    let mut primary = Index::create();
    for column in key {
        let mut definition = ColumnDef::new(*column);
        match *column {
            "measure" => definition.small_integer(),
            "day" | "month" => definition.date(),
            _ => definition.uuid(),
        };
        anew.col(definition.not_null());
        primary.col(*column);
    }
    anew.table(table).col(ColumnDef::new("value").big_integer().not_null()).primary_key(&mut primary);
    manager.create_table(anew).await?;
    let columns = format!("{}, value", key.join(", "));
    db.execute_unprepared(&format!("INSERT INTO {table} ({columns}) SELECT {columns} FROM {former}")).await?;
    db.execute_unprepared(&format!("DROP TABLE {former}")).await?;
    Ok(())
}
