//! What the tables share: the columns of every record, and how indexes are named.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Adds `version`, `created_at`, `updated_at`, and `deleted_at` where records are deleted softly.
pub fn timestamps(table: &mut TableCreateStatement, soft_delete: bool) {
    table
        .col(ColumnDef::new("version").integer().not_null().default(1))
        .col(ColumnDef::new("created_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("updated_at").timestamp_with_time_zone().not_null());
    if soft_delete {
        table.col(ColumnDef::new("deleted_at").timestamp_with_time_zone().null());
    }
}

/// Creates an index named after its table and columns.
pub async fn index(manager: &SchemaManager<'_>, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    manager.create_index(statement(table, columns)).await
}

/// Creates an index in the place of another, which is named by its columns.
pub async fn replace(
    manager: &SchemaManager<'_>,
    table: &'static str,
    former: &str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    manager.drop_index(Index::drop().name(format!("idx-{table}-{former}")).table(table).to_owned()).await?;
    index(manager, table, columns).await
}

/// Creates a unique index named after its table and columns.
pub async fn unique(manager: &SchemaManager<'_>, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    manager.create_index(statement(table, columns).unique().to_owned()).await
}

/// Creates an index for lists with the latest or largest first and rows without a value last: `prefix`, then `column`, then
/// the id.
pub async fn latest(
    manager: &SchemaManager<'_>,
    table: &'static str,
    prefix: &[&'static str],
    column: &'static str,
) -> Result<(), DbErr> {
    // SQLite reads an ordinary index backwards that way; PostgreSQL would put the rows without a value first.
    let order = match manager.get_database_backend() {
        DbBackend::Postgres => "DESC NULLS LAST",
        _ => "DESC",
    };
    let name: String = prefix.iter().flat_map(|column| [*column, "-"]).collect();
    let prefix: String = prefix.iter().map(|column| format!("\"{column}\", ")).collect();
    let sql = format!(
        "CREATE INDEX \"idx-{table}-{name}{column}-latest\" ON \"{table}\" ({prefix}\"{column}\" {order}, \"id\" DESC)"
    );
    manager.get_connection().execute_unprepared(&sql).await?;
    Ok(())
}

fn statement(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut statement = Index::create();
    statement.name(format!("idx-{table}-{}", columns.join("-"))).table(table);
    for column in columns {
        statement.col(*column);
    }
    statement
}
