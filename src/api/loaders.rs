//! Loaders: many resolvers ask for a row each, one statement answers them all.
//!
//! Invariant: loaders live as long as one request and hold its viewer, so that they can neither widen what is visible nor
//! serve one viewer's rows to another.

mod every;

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    marker::PhantomData,
    sync::Arc,
    time::Duration,
};

use async_graphql::{
    OutputType,
    dataloader::{DataLoader, Loader},
};
use futures_util::future::BoxFuture;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, FromQueryResult, Iden, ModelTrait, QueryFilter, QuerySelect,
    QueryTrait,
    sea_query::{Asterisk, Expr, SelectStatement, UnionType},
};
use uuid::Uuid;

use super::page::{CursorKey, Cursors, Page, Paging, Sort, Total};
use crate::{
    access::Viewer,
    error::{Error, Result},
    kpi::Sums,
    record::Record,
};

/// The loaders of one request.
pub struct Loaders {
    rows: Arc<DataLoader<Rows>>,
    /// The sums that KPIs are made of.
    pub sums: DataLoader<Sums>,
}

/// Reads rows through the viewer's door.
pub struct Rows {
    db: DatabaseConnection,
    viewer: Arc<Viewer>,
    key: CursorKey,
}

impl Loaders {
    /// The loaders of a request.
    pub fn new(db: DatabaseConnection, viewer: Arc<Viewer>, key: CursorKey) -> Self {
        let sums = Sums::new(db.clone(), viewer.tree().clone());
        Self {
            rows: Arc::new(DataLoader::new(Rows { db, viewer, key }, tokio::spawn).delay(Duration::ZERO)),
            sums: DataLoader::new(sums, tokio::spawn).delay(Duration::ZERO),
        }
    }

    /// The row of an id, if the viewer may see it.
    pub async fn one<E: Record<Model: FromQueryResult>>(&self, id: Uuid) -> Result<Option<E::Model>> {
        self.rows.load_one(ById::<E>(id, PhantomData)).await
    }

    /// The row that a nullable reference names, as the object of the API.
    pub async fn maybe<E: Record<Model: FromQueryResult>, N: From<E::Model>>(
        &self,
        id: Option<Uuid>,
    ) -> Result<Option<N>> {
        match id {
            Some(id) => Ok(self.one::<E>(id).await?.map(N::from)),
            None => Ok(None),
        }
    }

    /// A page of the rows that hang on a parent: as many parents as a request has cost one statement.
    pub async fn children<E, N>(
        &self,
        parent_column: E::Column,
        parent: Uuid,
        sort: Sort<E::Column>,
        paging: &Paging,
    ) -> Result<Page<N>>
    where
        E: Record<Model: FromQueryResult + ModelTrait<Entity = E>>,
        N: OutputType + From<E::Model>,
    {
        let key = Children::<E> { parent_column, parent, sort, paging: paging.clone() };
        let rows = self.rows.load_one(key).await?.unwrap_or_default();
        let rows_loader = Arc::clone(&self.rows);
        let total = Total::new(move || -> BoxFuture<'static, Result<u64>> {
            let rows_loader = Arc::clone(&rows_loader);
            Box::pin(async move {
                let key = Counted::<E> { parent_column, parent };
                Ok(rows_loader.load_one(key).await?.unwrap_or(0))
            })
        });
        let loader = self.rows.loader();
        let identity = identity(parent_column, parent);
        Ok(Cursors::<E>::new(&loader.key, &loader.viewer, &identity, sort).page(rows, paging, total))
    }
}

struct ById<E>(Uuid, PhantomData<fn() -> E>);

impl<E> Clone for ById<E> {
    fn clone(&self) -> Self {
        Self(self.0, PhantomData)
    }
}
impl<E> PartialEq for ById<E> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<E> Eq for ById<E> {}
impl<E> Hash for ById<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<E: Record<Model: FromQueryResult>> Loader<ById<E>> for Rows {
    type Value = E::Model;
    type Error = Error;

    async fn load(&self, keys: &[ById<E>]) -> Result<HashMap<ById<E>, E::Model>> {
        let ids = keys.iter().map(|key| key.0);
        let rows = self.viewer.find::<E>().filter(E::id().is_in(ids)).all(&self.db).await;
        Ok(rows?.into_iter().map(|row| (ById(E::id_of(&row), PhantomData), row)).collect())
    }
}

/// The children of one parent, a page of them.
struct Children<E: Record> {
    parent_column: E::Column,
    parent: Uuid,
    sort: Sort<E::Column>,
    paging: Paging,
}

impl<E: Record> Children<E> {
    fn place(&self) -> (String, Uuid, String, bool, &Paging) {
        let Self { parent_column, parent, sort, paging } = self;
        (parent_column.to_string(), *parent, sort.column.to_string(), sort.descending, paging)
    }
}
impl<E: Record> Clone for Children<E> {
    fn clone(&self) -> Self {
        Self { parent_column: self.parent_column, parent: self.parent, sort: self.sort, paging: self.paging.clone() }
    }
}
impl<E: Record> PartialEq for Children<E> {
    fn eq(&self, other: &Self) -> bool {
        self.place() == other.place()
    }
}
impl<E: Record> Eq for Children<E> {}
impl<E: Record> Hash for Children<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.place().hash(state);
    }
}

fn identity(column: impl ColumnTrait, parent: Uuid) -> String {
    format!("{}={parent}", column.to_string())
}

impl<E: Record<Model: FromQueryResult + ModelTrait<Entity = E>>> Loader<Children<E>> for Rows {
    type Value = Vec<E::Model>;
    type Error = Error;

    async fn load(&self, keys: &[Children<E>]) -> Result<HashMap<Children<E>, Vec<E::Model>>> {
        let mut found = HashMap::with_capacity(keys.len());
        // A document of ordinary size costs one statement; only one that asks for hundreds of lists costs more.
        for keys in keys.chunks(MOST_BRANCHES) {
            found.extend(self.pages(keys).await?);
        }
        Ok(found)
    }
}

/// How many lists one statement reads: SQLite joins at most 500 selects, and a plan costs time with each.
const MOST_BRANCHES: usize = 200;

impl Rows {
    /// One select a parent, joined by `UNION ALL`: each branch reads no more of its index than its page holds.
    async fn pages<E>(&self, keys: &[Children<E>]) -> Result<HashMap<Children<E>, Vec<E::Model>>>
    where
        E: Record<Model: FromQueryResult + ModelTrait<Entity = E>>,
    {
        let mut statement: Option<SelectStatement> = None;
        for (branch, key) in (0_i32..).zip(keys) {
            let identity = identity(key.parent_column, key.parent);
            let cursors = Cursors::<E>::new(&self.key, &self.viewer, &identity, key.sort);
            let select = self.viewer.find::<E>().filter(key.parent_column.eq(key.parent));
            let page = cursors.select(select, &key.paging)?.into_query();
            let mut numbered = SelectStatement::new();
            numbered.column(Asterisk).expr_as(Expr::value(branch), "branch").from_subquery(page, "page");
            match &mut statement {
                Some(statement) => {
                    statement.union(UnionType::All, numbered);
                }
                None => statement = Some(numbered),
            }
        }
        let Some(statement) = statement else { return Ok(HashMap::new()) };
        let rows = self.db.query_all(&statement).await?;
        let mut pages: Vec<Vec<E::Model>> = keys.iter().map(|_| Vec::new()).collect();
        for row in rows {
            let branch: i32 = row.try_get("", "branch")?;
            if let Some(page) = usize::try_from(branch).ok().and_then(|branch| pages.get_mut(branch)) {
                page.push(E::Model::from_query_result(&row, "")?);
            }
        }
        Ok(keys.iter().cloned().zip(pages).collect())
    }
}

struct Counted<E: Record> {
    parent_column: E::Column,
    parent: Uuid,
}

impl<E: Record> Clone for Counted<E> {
    fn clone(&self) -> Self {
        Self { parent_column: self.parent_column, parent: self.parent }
    }
}
impl<E: Record> PartialEq for Counted<E> {
    fn eq(&self, other: &Self) -> bool {
        identity(self.parent_column, self.parent) == identity(other.parent_column, other.parent)
    }
}
impl<E: Record> Eq for Counted<E> {}
impl<E: Record> Hash for Counted<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        identity(self.parent_column, self.parent).hash(state);
    }
}

impl<E: Record> Loader<Counted<E>> for Rows {
    type Value = u64;
    type Error = Error;

    async fn load(&self, keys: &[Counted<E>]) -> Result<HashMap<Counted<E>, u64>> {
        let mut found: HashMap<Counted<E>, u64> = HashMap::new();
        // All keys of a batch nearly always name one column; each column costs one statement.
        for column in columns(keys) {
            let parents = keys.iter().filter(|key| key.parent_column.to_string() == column.to_string());
            let counts: Vec<(Uuid, i64)> = self
                .viewer
                .find::<E>()
                .filter(column.is_in(parents.map(|key| key.parent)))
                .select_only()
                .column(column)
                .column_as(E::id().count(), "rows")
                .group_by(column)
                .into_tuple()
                .all(&self.db)
                .await?;
            for (parent, count) in counts {
                let count = u64::try_from(count).unwrap_or(0);
                found.insert(Counted { parent_column: column, parent }, count);
            }
        }
        Ok(found)
    }
}

fn columns<E: Record>(keys: &[Counted<E>]) -> Vec<E::Column> {
    let mut columns: Vec<E::Column> = Vec::new();
    for key in keys {
        if !columns.iter().any(|known| known.to_string() == key.parent_column.to_string()) {
            columns.push(key.parent_column);
        }
    }
    columns
}
