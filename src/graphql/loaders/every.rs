//! All child rows of a parent, where they are few: the lines of a deal, the revisions of a quote.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
};

use sea_orm::{FromQueryResult, Iden, ModelTrait, Order, QueryFilter, QueryOrder, Value, sea_query::ValueType};
use uuid::Uuid;

use super::{Loader, Loaders, Rows};
use crate::{access::Scoped, collections::Map, error::Result};
use sea_orm::ColumnTrait;

impl Loaders {
    /// The rows that hang on a parent through a column and that the viewer may see, smallest `order` first: one
    /// statement, however many parents.
    pub async fn every<E>(&self, parent_column: E::Column, parent: Uuid, order: E::Column) -> Result<Vec<E::Model>>
    where
        E: Scoped<Model: FromQueryResult + ModelTrait<Entity = E> + Clone + Send + Sync>,
    {
        Ok(self.rows.load_one(Every::<E> { parent_column, parent, order }).await?.unwrap_or_default())
    }
}

/// The rows of one parent.
struct Every<E: Scoped> {
    parent_column: E::Column,
    parent: Uuid,
    order: E::Column,
}

impl<E: Scoped> Every<E> {
    fn list(&self) -> (String, String) {
        (self.parent_column.to_string(), self.order.to_string())
    }
}
impl<E: Scoped> Clone for Every<E> {
    fn clone(&self) -> Self {
        Self { parent_column: self.parent_column, parent: self.parent, order: self.order }
    }
}
impl<E: Scoped> PartialEq for Every<E> {
    fn eq(&self, other: &Self) -> bool {
        self.parent == other.parent && self.list() == other.list()
    }
}
impl<E: Scoped> Eq for Every<E> {}
impl<E: Scoped> Hash for Every<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parent.hash(state);
        self.list().hash(state);
    }
}

impl<E> Loader<Every<E>> for Rows
where
    E: Scoped<Model: FromQueryResult + ModelTrait<Entity = E> + Clone + Send + Sync>,
{
    type Value = Vec<E::Model>;

    async fn load(&self, keys: &[Every<E>]) -> Result<Map<Every<E>, Vec<E::Model>>> {
        let mut found: Map<Every<E>, Vec<E::Model>> = Map::default();
        let mut lists: HashMap<(String, String), Vec<&Every<E>>> = HashMap::new();
        for key in keys {
            lists.entry(key.list()).or_default().push(key);
        }
        // All keys of a batch nearly always name one list; each list costs one statement.
        for keys in lists.into_values() {
            let Some(Every { parent_column, order, .. }) = keys.first() else { continue };
            let rows = self
                .viewer
                .find::<E>()
                .filter(parent_column.is_in(keys.iter().map(|key| key.parent)))
                .order_by(*order, Order::Asc)
                .order_by(E::id(), Order::Asc)
                .all(&self.db)
                .await?;
            for row in rows {
                let Some(parent) = uuid_of(row.get(*parent_column)) else { continue };
                let key = Every { parent_column: *parent_column, parent, order: *order };
                found.entry(key).or_default().push(row);
            }
        }
        Ok(found)
    }
}

fn uuid_of(value: Value) -> Option<Uuid> {
    <Uuid as ValueType>::try_from(value).ok()
}
