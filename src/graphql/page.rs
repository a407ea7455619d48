//! Pages: Relay connections over keyset cursors.
//!
//! A list is ordered by one column and the id, so that a cursor names a place that never moves. Cursors are
//! authenticated: they fit only the list and the viewer that they were given for, and never widen what is visible.

use std::{fmt, sync::Arc};

use async_graphql::{OutputType, connection::CursorType};
use aws_lc_rs::hmac;
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::future::BoxFuture;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, ModelTrait, Order, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Value,
    sea_query::{Asterisk, Expr, ExprTrait, NullOrdering, Query, SelectStatement, UnionType},
};
use uuid::Uuid;

use crate::{
    access::{Principal, Scoped, Viewer, record::Record},
    database::RequestConnection,
    error::{Error, Result},
    graphql::{
        connection::{Connection, Edge},
        request::Request,
    },
};

/// How many rows a page has unless asked otherwise.
pub const DEFAULT: usize = 20;
/// The longest page.
pub const LONGEST: usize = 100;

/// From how many ways a page is put together; where there are more the list is read in its order, for a page is full soon.
const MERGED: usize = 8;

/// A page of a list.
pub type Page<N> = Connection<Cursor, N>;

/// A place in a list, sealed only when it is asked for.
pub struct Cursor {
    key: CursorKey,
    context: Arc<str>,
    place: String,
}

impl CursorType for Cursor {
    type Error = &'static str;

    fn decode_cursor(_: &str) -> Result<Self, &'static str> {
        Err("a cursor is opened by the list that it belongs to")
    }

    fn encode_cursor(&self) -> String {
        self.key.seal(&self.context, &self.place)
    }
}

/// The key that cursors are authenticated with.
#[derive(Clone)]
pub struct CursorKey(Arc<hmac::Key>);

impl CursorKey {
    /// A key from secret bytes.
    pub fn new(secret: &[u8]) -> Self {
        Self(Arc::new(hmac::Key::new(hmac::HMAC_SHA256, secret)))
    }

    /// A cursor for a place in a list; `context` names the list and who reads it.
    pub fn seal(&self, context: &str, place: &str) -> String {
        let tag = hmac::sign(&self.0, format!("{context}\0{place}").as_bytes());
        format!("{}{}", hex::encode(tag.as_ref().get(..16).unwrap_or_default()), hex::encode(place))
    }

    /// The place that a cursor names, if it was given for that list and reader.
    pub fn open(&self, context: &str, cursor: &str) -> Option<String> {
        if cursor.len() > 2_048 {
            return None;
        }
        let bytes = hex::decode(cursor).ok()?;
        let (tag, place) = bytes.split_at_checked(16)?;
        let place = std::str::from_utf8(place).ok()?;
        let expected = hmac::sign(&self.0, format!("{context}\0{place}").as_bytes());
        aws_lc_rs::constant_time::verify_slices_are_equal(tag, expected.as_ref().get(..16)?).ok()?;
        Some(place.to_owned())
    }
}

/// What tells one reader's cursors from another's.
pub fn reader(viewer: &Viewer) -> Uuid {
    match viewer.principal() {
        Principal::Anonymous => Uuid::nil(),
        Principal::System => Uuid::max(),
        Principal::User(user) => user.id,
        Principal::Token { id, .. } => *id,
    }
}

impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CursorKey")
    }
}

/// The arguments of every list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Paging {
    first: usize,
    after: Option<String>,
}

impl Paging {
    /// Checks the arguments: `first` from 1 to 100, 20 when left out.
    pub fn new(first: Option<i32>, after: Option<String>) -> Result<Self> {
        let first = match first {
            None => DEFAULT,
            Some(first) => usize::try_from(first)
                .ok()
                .filter(|first| (1..=LONGEST).contains(first))
                .ok_or_else(|| Error::bad_input(format!("`first` must be from 1 to {LONGEST}.")))?,
        };
        Ok(Self { first, after })
    }

    /// The cursor to start after (default: from the beginning).
    pub fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// How many rows are wanted.
    pub const fn first(&self) -> usize {
        self.first
    }
}

/// What a list is ordered by; the id breaks ties in the same direction.
#[derive(Clone, Copy, Debug)]
pub struct Sort<C> {
    /// The column.
    pub column: C,
    /// Largest or latest first.
    pub descending: bool,
}

impl<C> Sort<C> {
    /// Smallest or earliest first.
    pub const fn ascending(column: C) -> Self {
        Self { column, descending: false }
    }

    /// Largest or latest first.
    pub const fn descending(column: C) -> Self {
        Self { column, descending: true }
    }
}

/// A list: the rows, their order, and what tells it from other lists (its filter), for its cursors.
pub struct Listing<E: Scoped> {
    /// The viewer's rows that pass the filter.
    pub select: Select<E>,
    /// The order.
    pub sort: Sort<E::Column>,
    /// The name of the list and everything that was filtered by.
    pub identity: String,
}

impl<E: Record<Model: ModelTrait<Entity = E>>> Listing<E> {
    /// Reads one page. `totalCount` is counted only when it is asked for. A token that may not read the kind is refused.
    pub async fn page<N: OutputType + From<E::Model>>(self, request: &Request, paging: &Paging) -> Result<Page<N>> {
        request.viewer.expect_scope_to_read(E::KIND)?;
        self.rows(request, paging).await
    }
}

impl<E: Scoped<Model: ModelTrait<Entity = E> + Sync>> Listing<E> {
    /// The same of rows that are no records.
    pub async fn rows<N: OutputType + From<E::Model>>(self, request: &Request, paging: &Paging) -> Result<Page<N>> {
        let cursors = Cursors::new(&request.state.cursor_key, &request.viewer, &self.identity, self.sort);
        let db = &request.line;
        let Some(ways) = E::ways(&request.viewer) else {
            let rows = cursors.select(self.select.clone(), paging)?.all(db).await?;
            return Ok(cursors.page(rows, paging, Total::of(db.clone(), self.select)));
        };
        let selects: Vec<Select<E>> = ways.into_iter().map(|way| self.select.clone().filter(way)).collect();
        let rows = if selects.len() > MERGED {
            cursors.select(self.select, paging)?.all(db).await?
        } else {
            let pages: Vec<SelectStatement> = selects
                .iter()
                .map(|select| Ok(cursors.select(select.clone(), paging)?.into_query()))
                .collect::<Result<_>>()?;
            let rows = match merged(pages) {
                Some(merged) => db.query_all(&cursors.order(merged, paging)).await?,
                None => Vec::new(),
            };
            rows.iter().map(|row| E::Model::from_query_result(row, "")).collect::<Result<_, _>>()?
        };
        let ids = selects.into_iter().map(|select| select.select_only().column(E::id()).into_query());
        Ok(cursors.page(rows, paging, Total::of_merged(db.clone(), merged(ids))))
    }
}

/// The rows that several selects find, each once.
fn merged(selects: impl IntoIterator<Item = SelectStatement>) -> Option<SelectStatement> {
    selects
        .into_iter()
        .map(|select| Query::select().column(Asterisk).from_subquery(select, "way").to_owned())
        .reduce(|mut merged, select| merged.union(UnionType::Distinct, select).to_owned())
}

/// The cursors of one list.
pub(super) struct Cursors<'a, E: Scoped> {
    key: &'a CursorKey,
    context: Arc<str>,
    sort: Sort<E::Column>,
}

impl<'a, E: Scoped<Model: ModelTrait<Entity = E>>> Cursors<'a, E> {
    pub(super) fn new(key: &'a CursorKey, viewer: &Viewer, identity: &str, sort: Sort<E::Column>) -> Self {
        use sea_orm::Iden;
        let who = reader(viewer);
        let context = format!("{who}\0{identity}\0{}\0{}", sort.column.to_string(), sort.descending).into();
        Self { key, context, sort }
    }

    /// The rows after the cursor in order, one more than the page holds.
    pub(super) fn select(&self, select: Select<E>, paging: &Paging) -> Result<Select<E>> {
        let select = match &paging.after {
            Some(cursor) => select.filter(self.after(cursor)?),
            None => select,
        };
        let order = if self.sort.descending { Order::Desc } else { Order::Asc };
        let limit = u64::try_from(paging.first).unwrap_or(0).saturating_add(1);
        let is_id = self.is_by_id();
        let select = if is_id {
            select
        } else if self.is_nullable() {
            select.order_by_with_nulls(self.sort.column, order.clone(), NullOrdering::Last)
        } else {
            select.order_by(self.sort.column, order.clone())
        };
        Ok(select.order_by(E::id(), order).limit(limit))
    }

    /// The first rows of a statement, in the same order.
    fn order(&self, rows: SelectStatement, paging: &Paging) -> SelectStatement {
        let order = if self.sort.descending { Order::Desc } else { Order::Asc };
        let mut ordered = Query::select();
        ordered.column(Asterisk).from_subquery(rows, "rows");
        if !self.is_by_id() && self.is_nullable() {
            ordered.order_by_with_nulls(self.sort.column, order.clone(), NullOrdering::Last);
        } else if !self.is_by_id() {
            ordered.order_by(self.sort.column, order.clone());
        }
        ordered.order_by(E::id(), order).limit(u64::try_from(paging.first).unwrap_or(0).saturating_add(1));
        ordered
    }

    pub(super) fn page<N: OutputType + From<E::Model>>(
        &self,
        mut rows: Vec<E::Model>,
        paging: &Paging,
        total: Total,
    ) -> Page<N> {
        let has_next = rows.len() > paging.first;
        rows.truncate(paging.first);
        let mut page = Connection::new(paging.after.is_some(), has_next, total);
        page.edges.extend(rows.into_iter().map(|row| Edge::new(self.cursor(&row), N::from(row))));
        page
    }

    fn is_by_id(&self) -> bool {
        use sea_orm::Iden;
        self.sort.column.to_string() == E::id().to_string()
    }

    fn is_nullable(&self) -> bool {
        self.sort.column.def().is_null()
    }

    fn after(&self, cursor: &str) -> Result<Condition> {
        let (value, id) = self.open(cursor).ok_or_else(|| Error::bad_input("`after` is not a cursor of this list."))?;
        let (column, id_column) = (self.sort.column, E::id());
        let beyond = |column: E::Column, value: Value| {
            if self.sort.descending { column.lt(value) } else { column.gt(value) }
        };
        if self.is_by_id() {
            return Ok(Condition::all().add(beyond(id_column, id.into())));
        }
        Ok(match value {
            // Rows without a value come last.
            None => Condition::all().add(column.is_null()).add(beyond(id_column, id.into())),
            Some(value) => {
                let tie = column.eq(value.clone()).and(beyond(id_column, id.into()));
                let after = Condition::any().add(beyond(column, value.clone())).add(tie);
                if self.is_nullable() {
                    return Ok(after.add(column.is_null()));
                }
                // Said once more as a bound that an index can begin at.
                let bound = if self.sort.descending { column.lte(value) } else { column.gte(value) };
                Condition::all().add(bound).add(after)
            }
        })
    }

    fn cursor(&self, row: &E::Model) -> Cursor {
        let value = if self.is_by_id() { String::from("n") } else { text_of(&row.get(self.sort.column)) };
        let place = format!("{}{value}", id_of::<E>(row).simple());
        Cursor { key: self.key.clone(), context: Arc::clone(&self.context), place }
    }

    fn open(&self, cursor: &str) -> Option<(Option<Value>, Uuid)> {
        let place = self.key.open(&self.context, cursor)?;
        let id = Uuid::parse_str(place.get(..32)?).ok()?;
        Some((value_of(place.get(32..)?)?, id))
    }
}

/// The id of a row.
fn id_of<E: Scoped<Model: ModelTrait<Entity = E>>>(row: &E::Model) -> Uuid {
    match row.get(E::id()) {
        Value::Uuid(Some(id)) => id,
        _ => Uuid::nil(),
    }
}

/// A sort value in text, its type in the first letter.
fn text_of(value: &Value) -> String {
    match value {
        Value::BigInt(Some(number)) => format!("i{number}"),
        Value::Int(Some(number)) => format!("j{number}"),
        Value::String(Some(text)) => format!("s{text}"),
        Value::ChronoDate(Some(day)) => format!("d{day}"),
        Value::ChronoDateTimeUtc(Some(at)) => format!("t{}", at.timestamp_micros()),
        _ => "n".to_owned(),
    }
}

fn value_of(text: &str) -> Option<Option<Value>> {
    let mut letters = text.chars();
    let kind = letters.next()?;
    let rest = letters.as_str();
    Some(match kind {
        'n' => None,
        'i' => Some(Value::from(rest.parse::<i64>().ok()?)),
        'j' => Some(Value::from(rest.parse::<i32>().ok()?)),
        's' => Some(Value::from(rest)),
        'd' => Some(Value::from(rest.parse::<NaiveDate>().ok()?)),
        't' => Some(Value::from(DateTime::<Utc>::from_timestamp_micros(rest.parse().ok()?)?)),
        _ => return None,
    })
}

/// How long the whole list is, counted only when somebody asks.
pub struct Total(Box<dyn Fn() -> BoxFuture<'static, Result<u64>> + Send + Sync>);

impl Total {
    /// Counts the rows of a select.
    pub fn of<E: EntityTrait<Model: Sync>>(db: RequestConnection, select: Select<E>) -> Self {
        Self::new(move || {
            let (db, select) = (db.clone(), select.clone());
            Box::pin(async move { Ok(select.count(&db).await?) })
        })
    }

    /// Counts the rows of a statement; none when there is no statement.
    fn of_merged(db: RequestConnection, ids: Option<SelectStatement>) -> Self {
        Self::new(move || {
            let (db, ids) = (db.clone(), ids.clone());
            Box::pin(async move {
                let Some(ids) = ids else { return Ok(0) };
                let mut counted = Query::select();
                counted.expr_as(Expr::col(Asterisk).count(), "rows").from_subquery(ids, "ids");
                let rows: i64 = match db.query_one(&counted).await? {
                    Some(row) => row.try_get("", "rows")?,
                    None => 0,
                };
                Ok(u64::try_from(rows).unwrap_or(0))
            })
        })
    }

    /// Counts by a function.
    pub fn new(count: impl Fn() -> BoxFuture<'static, Result<u64>> + Send + Sync + 'static) -> Self {
        Self(Box::new(count))
    }

    /// Counts.
    pub async fn count(&self) -> Result<u64> {
        (self.0)().await
    }
}

/// Rows that say something in a column, or those that do not.
pub fn says<C: ColumnTrait>(column: C, something: bool) -> sea_orm::sea_query::SimpleExpr {
    if something { column.is_not_null() } else { column.is_null() }
}

/// A search in a text column: the words as they are, in any case, wildcards taken literally.
pub fn contains<C: ColumnTrait>(column: C, words: &str) -> sea_orm::sea_query::SimpleExpr {
    let escaped: String = words
        .to_lowercase()
        .chars()
        .flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c]))
        .collect();
    let pattern = sea_orm::sea_query::LikeExpr::new(format!("%{escaped}%")).escape('\\');
    Expr::expr(sea_orm::sea_query::Func::lower(Expr::col(column.as_column_ref()))).like(pattern)
}
