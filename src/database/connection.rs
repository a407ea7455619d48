//! The line of one request to the database: its statements go over one connection.
//!
//! A pool takes a connection back after each statement and asks it, by a statement of its own, whether it is still good:
//! as many round trips again as a request has statements. A line takes a connection when it is first needed and keeps it
//! until the request ends.
//!
//! Invariant: who holds a line takes no other connection of the pool before [releasing](RequestConnection::release) it, or requests
//! that each hold one would wait for each other.

use std::sync::Arc;

use async_trait::async_trait;
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseBackend, DatabaseConnection, DbErr, ExecResult, QueryResult, RuntimeErr,
    Statement,
    sea_query::Values,
    sqlx::{self, AssertSqlSafe, Executor, PgPool, Postgres, pool::PoolConnection, query::Query},
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use super::Observe;

/// The line of a request. Clones share the connection.
#[derive(Clone)]
pub struct RequestConnection(Arc<Kind>);

enum Kind {
    /// Over the pool: what SQLite's readers ask one another costs little, and there are few of them.
    Shared(DatabaseConnection),
    /// Over one connection.
    Held { pool: PgPool, connection: Mutex<Option<PoolConnection<Postgres>>>, observe: Option<Observe> },
}

impl RequestConnection {
    pub(super) fn new(reader: &DatabaseConnection, observe: Option<Observe>) -> Self {
        Self(Arc::new(match reader.get_database_backend() {
            DatabaseBackend::Postgres => {
                let pool = reader.get_postgres_connection_pool().clone();
                Kind::Held { pool, connection: Mutex::new(None), observe }
            }
            _ => Kind::Shared(reader.clone()),
        }))
    }

    /// Gives the connection back, before another one is taken. It is taken anew when it is needed again.
    pub async fn release(&self) {
        if let Kind::Held { connection, .. } = &*self.0 {
            connection.lock().await.take();
        }
    }
}

async fn taken<'a>(
    pool: &PgPool,
    connection: &'a Mutex<Option<PoolConnection<Postgres>>>,
) -> Result<MappedMutexGuard<'a, PoolConnection<Postgres>>, DbErr> {
    let mut held = connection.lock().await;
    if held.is_none() {
        *held = Some(pool.acquire().await.map_err(not_acquired)?);
    }
    MutexGuard::try_map(held, Option::as_mut).map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))
}

fn query(statement: &Statement) -> Query<'_, Postgres, SqlxValues> {
    let values = statement.values.clone().unwrap_or(Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

#[async_trait]
impl ConnectionTrait for RequestConnection {
    fn get_database_backend(&self) -> DatabaseBackend {
        match &*self.0 {
            Kind::Shared(reader) => reader.get_database_backend(),
            Kind::Held { .. } => DatabaseBackend::Postgres,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match &*self.0 {
            Kind::Shared(reader) => reader.execute_raw(statement).await,
            Kind::Held { pool, connection, observe } => {
                let mut connection = taken(pool, connection).await?;
                let done = query(&statement).execute(&mut **connection).await;
                observe.iter().for_each(|observe| observe(&statement.sql));
                done.map(ExecResult::from).map_err(|cause| DbErr::Exec(failed(cause)))
            }
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match &*self.0 {
            Kind::Shared(reader) => reader.execute_unprepared(sql).await,
            Kind::Held { pool, connection, .. } => {
                let mut connection = taken(pool, connection).await?;
                let done = connection.execute(AssertSqlSafe(sql.to_owned())).await;
                done.map(ExecResult::from).map_err(|cause| DbErr::Exec(failed(cause)))
            }
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match &*self.0 {
            Kind::Shared(reader) => reader.query_one_raw(statement).await,
            Kind::Held { pool, connection, observe } => {
                let mut connection = taken(pool, connection).await?;
                let row = query(&statement).fetch_optional(&mut **connection).await;
                observe.iter().for_each(|observe| observe(&statement.sql));
                Ok(row.map_err(|cause| DbErr::Query(failed(cause)))?.map(QueryResult::from))
            }
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match &*self.0 {
            Kind::Shared(reader) => reader.query_all_raw(statement).await,
            Kind::Held { pool, connection, observe } => {
                let mut connection = taken(pool, connection).await?;
                let rows = query(&statement).fetch_all(&mut **connection).await;
                observe.iter().for_each(|observe| observe(&statement.sql));
                Ok(rows.map_err(|cause| DbErr::Query(failed(cause)))?.into_iter().map(QueryResult::from).collect())
            }
        }
    }
}

fn failed(cause: sqlx::Error) -> RuntimeErr {
    RuntimeErr::SqlxError(Arc::new(cause))
}

fn not_acquired(cause: sqlx::Error) -> DbErr {
    match cause {
        sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        sqlx::Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        cause => DbErr::Conn(failed(cause)),
    }
}
