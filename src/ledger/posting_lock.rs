//! Whose turn it is: posting goes on side by side, but never while what facts depend on is being changed.
//!
//! An act that posts reads the posting context and posts by it. An act that changes the posting context (a membership,
//! a rate, a setting) restates what others have posted by the old one. On PostgreSQL the first kind shares a lock and
//! the second holds it alone; SQLite has one writer anyway.

use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, Statement};

use crate::error::{Error, ErrorCode, LOCK_NOT_AVAILABLE, Result, sql_state};

/// The key of the advisory lock on the posting context.
const BOOK: i64 = 0x70_69_6c_6f_74_62_6f_6b;

/// Joins those who post until the end of the transaction; waits for whoever changes the posting context.
pub async fn join(tx: &DatabaseTransaction) -> Result<()> {
    lock(tx, "SELECT pg_advisory_xact_lock_shared($1)").await
}

/// Waits for those who post and holds back all others until the end of the transaction.
pub async fn lock_exclusive(tx: &DatabaseTransaction) -> Result<()> {
    lock(tx, "SELECT pg_advisory_xact_lock($1)").await
}

async fn lock(tx: &DatabaseTransaction, statement: &str) -> Result<()> {
    let backend = tx.get_database_backend();
    if backend != DatabaseBackend::Postgres {
        return Ok(());
    }
    match tx.execute_raw(Statement::from_sql_and_values(backend, statement, [BOOK.into()])).await {
        Ok(_) => Ok(()),
        Err(cause) if sql_state(&cause).as_deref() == Some(LOCK_NOT_AVAILABLE) => Err(Error::Refused(
            ErrorCode::Unavailable,
            "Figures are being restated after a change of settings; try again in a moment.".into(),
        )),
        Err(cause) => Err(cause.into()),
    }
}
