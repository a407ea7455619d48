//! Whose turn it is: posting goes on side by side, but never while what facts depend on is being changed.
//!
//! An act that posts reads the book and posts by it. An act that changes the book (a membership, a rate, a setting)
//! restates what others have posted by the old one. On PostgreSQL the first kind shares a lock and the second holds it
//! alone; SQLite has one writer anyway.

use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, RuntimeErr, Statement, sqlx};

use crate::error::{Error, ErrorCode, Result};

/// The key of the advisory lock on the book.
const BOOK: i64 = 0x70_69_6c_6f_74_62_6f_6b;

/// Joins those who post until the end of the transaction; waits for whoever changes the book.
pub async fn join(tx: &DatabaseTransaction) -> Result<()> {
    lock(tx, "SELECT pg_advisory_xact_lock_shared($1)").await
}

/// Waits for those who post and holds back all others until the end of the transaction.
pub async fn alone(tx: &DatabaseTransaction) -> Result<()> {
    lock(tx, "SELECT pg_advisory_xact_lock($1)").await
}

async fn lock(tx: &DatabaseTransaction, statement: &str) -> Result<()> {
    let backend = tx.get_database_backend();
    if backend != DatabaseBackend::Postgres {
        return Ok(());
    }
    match tx.execute_raw(Statement::from_sql_and_values(backend, statement, [BOOK.into()])).await {
        Ok(_) => Ok(()),
        Err(cause) if is_timeout(&cause) => Err(Error::Refused(
            ErrorCode::Unavailable,
            "Figures are being restated after a change of settings; try again in a moment.".into(),
        )),
        Err(cause) => Err(cause.into()),
    }
}

/// Whether the wait for a lock took too long.
fn is_timeout(cause: &DbErr) -> bool {
    match cause {
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            matches!(&**cause, sqlx::Error::Database(cause) if cause.code().as_deref() == Some("55P03"))
        }
        _ => false,
    }
}
