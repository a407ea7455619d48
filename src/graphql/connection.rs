//! Relay connections: what every list answers with.

use std::borrow::Cow;

use async_graphql::{Object, OutputType, SimpleObject, TypeName, connection::CursorType};

use crate::{error::Result, graphql::page::Total};

/// A page of a list, after Relay's specification of connections.
pub struct Connection<C, N> {
    /// The rows of the page, each with its cursor.
    pub edges: Vec<Edge<C, N>>,
    has_previous_page: bool,
    has_next_page: bool,
    total: Total,
}

impl<C, N> Connection<C, N> {
    /// A page without rows yet.
    pub const fn new(has_previous_page: bool, has_next_page: bool, total: Total) -> Self {
        Self { edges: Vec::new(), has_previous_page, has_next_page, total }
    }
}

impl<C: Send + Sync, N: OutputType> TypeName for Connection<C, N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}

/// A page of a list.
#[Object(name_type)]
impl<C: CursorType + Send + Sync, N: OutputType> Connection<C, N> {
    /// Where the page lies in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous_page,
            has_next_page: self.has_next_page,
            start_cursor: self.edges.first().map(|edge| edge.cursor.encode_cursor()),
            end_cursor: self.edges.last().map(|edge| edge.cursor.encode_cursor()),
        }
    }

    /// The rows of the page, each with its cursor.
    async fn edges(&self) -> &[Edge<C, N>] {
        &self.edges
    }

    /// The rows of the page.
    async fn nodes(&self) -> Vec<&N> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// How many rows the whole list has for you.
    async fn total_count(&self) -> Option<Result<u64>> {
        Some(self.total.count().await)
    }
}

/// A row of a page and its cursor.
pub struct Edge<C, N> {
    cursor: C,
    /// The row.
    pub node: N,
}

impl<C, N> Edge<C, N> {
    /// A row at a place of its list.
    pub const fn new(cursor: C, node: N) -> Self {
        Self { cursor, node }
    }
}

impl<C: Send + Sync, N: OutputType> TypeName for Edge<C, N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
}

/// A row of a page and its cursor.
#[Object(name_type)]
impl<C: CursorType + Send + Sync, N: OutputType> Edge<C, N> {
    /// The cursor of the row, for `after`.
    async fn cursor(&self) -> String {
        self.cursor.encode_cursor()
    }

    /// The row.
    async fn node(&self) -> &N {
        &self.node
    }
}

/// Where a page lies in its list.
#[derive(SimpleObject)]
pub struct PageInfo {
    /// Whether there are rows before the page.
    has_previous_page: bool,
    /// Whether there are rows after the page.
    has_next_page: bool,
    /// The cursor of the first row; null for an empty page.
    start_cursor: Option<String>,
    /// The cursor of the last row, for `after`; null for an empty page.
    end_cursor: Option<String>,
}
