//! Loaders: many resolvers ask for a row each, one statement answers them all.
//!
//! Invariant: loaders live as long as one request and hold its viewer, so that they can neither widen what is visible nor
//! serve one viewer's rows to another.

mod every;

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    marker::PhantomData,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_graphql::OutputType;
use chrono::NaiveDate;
use futures_util::future::BoxFuture;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, Iden, JoinType, ModelTrait,
    QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Asterisk, Expr, ExprTrait, IntoCondition, SelectStatement, UnionType},
};
use uuid::Uuid;

use super::{
    Batcher, Loader,
    page::{CursorKey, Cursors, Page, Paging, Sort, Total},
};
use crate::{
    access::{Structure, Structures, Viewer, record::Record},
    collections::Map,
    database::RequestConnection,
    error::Result,
};

/// The loaders of one request.
pub struct Loaders {
    rows: Arc<Batcher<Rows>>,
    structures: Structures,
    /// The structure of the company as the request found it, or as it was read after an act of the request; none since one
    /// that may have changed it.
    structure: Mutex<Option<Arc<Structure>>>,
}

/// Reads rows through the viewer's door.
pub struct Rows {
    db: RequestConnection,
    viewer: Arc<Viewer>,
    key: CursorKey,
}

impl Loaders {
    /// The loaders of a request.
    pub fn new(
        db: RequestConnection,
        viewer: Arc<Viewer>,
        (structures, structure): (Structures, Arc<Structure>),
        key: CursorKey,
    ) -> Self {
        let rows = Arc::new(Batcher::new(Rows { db, viewer, key }));
        Self { rows, structures, structure: Mutex::new(Some(structure)) }
    }

    fn known(&self) -> MutexGuard<'_, Option<Arc<Structure>>> {
        self.structure.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that a mutation begins or has ended: what was known of the structure may not hold any more.
    pub fn act(&self) {
        *self.known() = None;
    }

    /// The structure of the company, unless it has to be read.
    pub fn known_structure(&self) -> Option<Arc<Structure>> {
        self.known().clone()
    }

    /// The structure of the company.
    pub async fn structure(&self) -> Result<Arc<Structure>> {
        if let Some(known) = self.known_structure() {
            return Ok(known);
        }
        let now = self.structures.now(&self.rows.loader().db).await?;
        *self.known() = Some(Arc::clone(&now));
        Ok(now)
    }

    /// The row of an id, if the viewer may see it.
    pub async fn one<E: Record<Model: FromQueryResult>>(&self, id: Uuid) -> Result<Option<E::Model>> {
        if E::IS_KEPT {
            let structure = self.structure().await?;
            return Ok(E::kept(&structure, &self.rows.loader().viewer, id));
        }
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

    /// The team that a rep belongs to on a day, whether or not the viewer may see it.
    pub async fn team_of(&self, rep: Uuid, day: NaiveDate) -> Result<Option<Uuid>> {
        Ok(self.structure().await?.membership(rep, day).map(|membership| membership.team_id))
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
        let identity = format!("{}={parent}", parent_column.to_string());
        let condition = parent_column.eq(parent).into_condition();
        let list = List::<E> { identity, condition, parent: Some((parent_column, parent)) };
        self.page(list, sort, paging).await
    }

    /// The same for rows that a condition tells apart; `identity` says the condition in words, for the cursors and so that
    /// lists that are asked for twice are read once.
    pub async fn listed<E, N>(
        &self,
        identity: String,
        condition: Condition,
        sort: Sort<E::Column>,
        paging: &Paging,
    ) -> Result<Page<N>>
    where
        E: Record<Model: FromQueryResult + ModelTrait<Entity = E>>,
        N: OutputType + From<E::Model>,
    {
        self.page(List::<E> { identity, condition, parent: None }, sort, paging).await
    }

    async fn page<E, N>(&self, list: List<E>, sort: Sort<E::Column>, paging: &Paging) -> Result<Page<N>>
    where
        E: Record<Model: FromQueryResult + ModelTrait<Entity = E>>,
        N: OutputType + From<E::Model>,
    {
        self.rows.loader().viewer.expect_scope_to_read(E::KIND)?;
        let key = ListPage { list: list.clone(), sort, paging: paging.clone() };
        let rows = self.rows.load_one(key).await?.unwrap_or_default();
        let loader = self.rows.loader();
        let cursors = Cursors::<E>::new(&loader.key, &loader.viewer, &list.identity, sort);
        let rows_loader = Arc::clone(&self.rows);
        let counted = list.clone();
        let total = Total::new(move || -> BoxFuture<'static, Result<u64>> {
            let (rows_loader, list) = (Arc::clone(&rows_loader), counted.clone());
            Box::pin(async move { Ok(rows_loader.load_one(list).await?.unwrap_or(0)) })
        });
        Ok(cursors.page(rows, paging, total))
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

    async fn load(&self, keys: &[ById<E>]) -> Result<Map<ById<E>, E::Model>> {
        let ids = keys.iter().map(|key| key.0);
        let rows = self.viewer.find::<E>().filter(E::id().is_in(ids)).all(&self.db).await;
        Ok(rows?.into_iter().map(|row| (ById(E::id_of(&row), PhantomData), row)).collect())
    }
}

/// A list: as a key of its length.
struct List<E: EntityTrait> {
    identity: String,
    condition: Condition,
    /// The row that all of it hangs on, and by which column, if that is all the condition says.
    parent: Option<(E::Column, Uuid)>,
}

impl<E: EntityTrait> Clone for List<E> {
    fn clone(&self) -> Self {
        Self { identity: self.identity.clone(), condition: self.condition.clone(), parent: self.parent }
    }
}
impl<E: EntityTrait> PartialEq for List<E> {
    fn eq(&self, other: &Self) -> bool {
        self.identity == other.identity
    }
}
impl<E: EntityTrait> Eq for List<E> {}
impl<E: EntityTrait> Hash for List<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity.hash(state);
    }
}

/// A page of a list.
struct ListPage<E: Record> {
    list: List<E>,
    sort: Sort<E::Column>,
    paging: Paging,
}

impl<E: Record> ListPage<E> {
    fn place(&self) -> (&List<E>, String, bool, &Paging) {
        let Self { list, sort, paging } = self;
        (list, sort.column.to_string(), sort.descending, paging)
    }
}
impl<E: Record> Clone for ListPage<E> {
    fn clone(&self) -> Self {
        Self { list: self.list.clone(), sort: self.sort, paging: self.paging.clone() }
    }
}
impl<E: Record> PartialEq for ListPage<E> {
    fn eq(&self, other: &Self) -> bool {
        self.place() == other.place()
    }
}
impl<E: Record> Eq for ListPage<E> {}
impl<E: Record> Hash for ListPage<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.place().hash(state);
    }
}

/// How many selects one statement joins: SQLite takes 500, and a plan costs time with each. A document of ordinary size
/// costs one statement; only one that asks for hundreds of lists costs more.
const BRANCHES: usize = 200;

/// Joins one select a key by `UNION ALL`, numbered by the column `branch`: each reads no more of its index than it needs.
fn union(selects: impl IntoIterator<Item = SelectStatement>) -> Option<SelectStatement> {
    joined((0_i32..).zip(selects).map(|(branch, select)| numbered(branch, select)))
}

fn numbered(branch: i32, select: SelectStatement) -> SelectStatement {
    let mut numbered = SelectStatement::new();
    numbered.column(Asterisk).expr_as(Expr::value(branch), "branch").from_subquery(select, "page");
    numbered
}

fn joined(selects: impl IntoIterator<Item = SelectStatement>) -> Option<SelectStatement> {
    selects.into_iter().reduce(|mut joined, select| joined.union(UnionType::All, select).to_owned())
}

/// What lists of different parents have in common that are read together: the column that names the parent, that of the
/// order, its direction, and the page.
type Alike<'a> = (String, String, bool, &'a Paging);

/// What some parents are called where a select is made for each of them.
const PARENT: &str = "parent";

impl Rows {
    /// One select for the lists of many parents that are alike: PostgreSQL plans it once, and not once a parent.
    fn of_each<E: Record<Model: FromQueryResult + ModelTrait<Entity = E>>>(
        &self,
        keys: &[(i32, &ListPage<E>)],
    ) -> Result<Option<SelectStatement>> {
        let Some((_, ListPage { list, sort, paging })) = keys.first() else { return Ok(None) };
        let Some((column, _)) = list.parent else { return Ok(None) };
        let parents = keys.iter().filter_map(|(branch, key)| Some((*branch, key.list.parent?.1)));
        let cursors = Cursors::<E>::new(&self.key, &self.viewer, &list.identity, *sort);
        let theirs = Expr::col(column.as_column_ref()).eq(Expr::col((PARENT, "column2")));
        let page = cursors.select(self.viewer.find::<E>().filter(theirs), paging)?.into_query();
        let mut select = SelectStatement::new();
        select
            .column(("page", Asterisk))
            .expr_as(Expr::col((PARENT, "column1")), "branch")
            .from_values(parents, PARENT)
            .join_lateral(JoinType::InnerJoin, page, "page", Expr::cust("TRUE"));
        Ok(Some(select))
    }

    /// The statement that reads some lists, each row with the number of its list.
    fn lists<E: Record<Model: FromQueryResult + ModelTrait<Entity = E>>>(
        &self,
        keys: &[ListPage<E>],
    ) -> Result<Option<SelectStatement>> {
        let can_join = self.db.get_database_backend() == DbBackend::Postgres;
        let mut alike: HashMap<Alike<'_>, Vec<(i32, &ListPage<E>)>> = HashMap::new();
        let mut selects = Vec::new();
        for (branch, key) in (0_i32..).zip(keys) {
            let ListPage { list, sort, paging } = key;
            match list.parent {
                // A cursor is of one list.
                Some((column, _)) if can_join && paging.after().is_none() => {
                    let kind = (column.to_string(), sort.column.to_string(), sort.descending, paging);
                    alike.entry(kind).or_default().push((branch, key));
                }
                _ => {
                    let cursors = Cursors::<E>::new(&self.key, &self.viewer, &list.identity, *sort);
                    let select = self.viewer.find::<E>().filter(list.condition.clone());
                    selects.push(numbered(branch, cursors.select(select, paging)?.into_query()));
                }
            }
        }
        for keys in alike.into_values() {
            selects.extend(self.of_each(&keys)?);
        }
        Ok(joined(selects))
    }
}

impl<E: Record<Model: FromQueryResult + ModelTrait<Entity = E>>> Loader<ListPage<E>> for Rows {
    type Value = Vec<E::Model>;

    async fn load(&self, keys: &[ListPage<E>]) -> Result<Map<ListPage<E>, Vec<E::Model>>> {
        let mut found: Map<ListPage<E>, Vec<E::Model>> = Map::default();
        for keys in keys.chunks(BRANCHES) {
            let Some(statement) = self.lists(keys)? else { break };
            for row in self.db.query_all(&statement).await? {
                let branch: i32 = row.try_get("", "branch")?;
                if let Some(key) = usize::try_from(branch).ok().and_then(|branch| keys.get(branch)) {
                    found.entry(key.clone()).or_default().push(E::Model::from_query_result(&row, "")?);
                }
            }
        }
        Ok(found)
    }
}

impl<E: Record> Loader<List<E>> for Rows {
    type Value = u64;

    async fn load(&self, keys: &[List<E>]) -> Result<Map<List<E>, u64>> {
        let mut found = Map::default();
        for keys in keys.chunks(BRANCHES) {
            let counts = keys.iter().map(|list| {
                let select = self.viewer.find::<E>().filter(list.condition.clone());
                select.select_only().column_as(E::id().count(), "rows").into_query()
            });
            let Some(statement) = union(counts) else { break };
            for row in self.db.query_all(&statement).await? {
                let (branch, rows): (i32, i64) = (row.try_get("", "branch")?, row.try_get("", "rows")?);
                if let Some(list) = usize::try_from(branch).ok().and_then(|branch| keys.get(branch)) {
                    found.insert(list.clone(), u64::try_from(rows).unwrap_or(0));
                }
            }
        }
        Ok(found)
    }
}
