//! Writing a great many rows in one transaction: with more memory, and with indexes made at the end, which is cheaper than
//! keeping them row by row.

use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, Statement};

/// What was changed for a bulk write, to be put back with [`Bulk::end`]; rolling the transaction back does so too, but for
/// the memory that SQLite's writer takes.
#[must_use = "an index that is not restored is lost"]
pub struct Bulk {
    /// The statements that make the indexes again.
    indexes: Vec<String>,
}

impl Bulk {
    /// Drops the indexes of some tables, but for those behind a primary key or another constraint.
    pub async fn begin(tx: &DatabaseTransaction, tables: &[&str]) -> Result<Self, DbErr> {
        let backend = tx.get_database_backend();
        let (memory, sql) = match backend {
            DatabaseBackend::Postgres => {
                ("SET LOCAL work_mem = '128MB'; SET LOCAL maintenance_work_mem = '256MB'", POSTGRES)
            }
            _ => ("PRAGMA cache_size = -262144", SQLITE),
        };
        tx.execute_unprepared(memory).await?;
        let tables = serde_json::json!(tables).to_string();
        let rows = tx.query_all_raw(Statement::from_sql_and_values(backend, sql, [tables.into()])).await?;
        let mut indexes = Vec::with_capacity(rows.len());
        for row in rows {
            let (name, statement): (String, String) = (row.try_get("", "name")?, row.try_get("", "statement")?);
            tx.execute_unprepared(&format!("DROP INDEX \"{name}\"")).await?;
            indexes.push(statement);
        }
        Ok(Self { indexes })
    }

    /// How many indexes are to be made.
    pub const fn indexes(&self) -> usize {
        self.indexes.len()
    }

    /// Makes the indexes, calling a function after each, and has the database look at what it holds now.
    pub async fn end(self, tx: &DatabaseTransaction, mut made: impl FnMut()) -> Result<(), DbErr> {
        for statement in self.indexes {
            tx.execute_unprepared(&statement).await?;
            made();
        }
        let look = match tx.get_database_backend() {
            DatabaseBackend::Postgres => "ANALYZE",
            _ => "PRAGMA cache_size = -2000; PRAGMA analysis_limit = 1000; ANALYZE",
        };
        tx.execute_unprepared(look).await?;
        Ok(())
    }
}

const POSTGRES: &str = "
SELECT indexname::text AS name, indexdef AS statement FROM pg_indexes
WHERE schemaname = current_schema()
  AND tablename IN (SELECT json_array_elements_text($1::json))
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = format('%I.%I', schemaname, indexname)::regclass)
ORDER BY 1";

/// SQLite keeps no statement for the indexes behind constraints.
const SQLITE: &str = "
SELECT name, sql AS statement FROM sqlite_master
WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (SELECT value FROM json_each(?1))
ORDER BY 1";
