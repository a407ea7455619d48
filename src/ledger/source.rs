//! Where the records that state facts are read from, kind by kind: for verifying, rebuilding and restating.

use std::{collections::HashMap, marker::PhantomData};

use async_trait::async_trait;
use entity::{Kind, fact};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{Dimensions, Key, Measure, Net, States};
use crate::{
    error::{Error, Result},
    record::Record,
};

/// The records of one kind, deleted ones included: they state nothing, which is to be checked too.
#[async_trait]
pub trait Source: Send + Sync {
    /// The kind.
    fn kind(&self) -> Kind;

    /// The next ids after one, in order: at most `limit`.
    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>>;

    /// The records of some ids with all that their facts depend on.
    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>>;
}

/// A kind whose row alone states its facts.
pub struct Plain<E>(PhantomData<fn() -> E>);

impl<E> Default for Plain<E> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

#[async_trait]
impl<E: Record<Model: States + FromQueryResult + 'static>> Source for Plain<E> {
    fn kind(&self) -> Kind {
        E::KIND
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ids::<E>(tx, after, limit).await
    }

    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let rows = E::find().filter(E::id().is_in(ids.iter().copied())).all(tx).await?;
        Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn States>).collect())
    }
}

/// The next ids of an entity after one, in order.
#[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
pub async fn ids<E: Record>(tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
    let mut select = E::find().select_only().column(E::id()).order_by_asc(E::id()).limit(limit);
    if let Some(after) = after {
        select = select.filter(E::id().gt(after));
    }
    Ok(select.into_tuple().all(tx).await?)
}

/// What the ledger says of some records: the sum of their facts by key, without those that sum to nothing.
#[expect(clippy::disallowed_methods, reason = "the ledger reads its own table")]
pub async fn stated(tx: &DatabaseTransaction, kind: Kind, ids: &[Uuid]) -> Result<HashMap<Uuid, Net>> {
    let mut found: HashMap<Uuid, Net> = HashMap::new();
    for ids in ids.chunks(1_000) {
        let rows = fact::Entity::find()
            .filter(fact::Column::SourceId.is_in(ids.iter().copied()))
            .filter(fact::Column::SourceKind.eq(kind))
            .all(tx)
            .await?;
        for row in rows {
            let id = row.source_id;
            let (key, value) = key_of(row)?;
            *found.entry(id).or_default().entry(key).or_default() += value;
        }
    }
    for net in found.values_mut() {
        net.retain(|_, value| *value != 0);
    }
    found.retain(|_, net| !net.is_empty());
    Ok(found)
}

/// The records of a kind of which the ledger says something about a rep from a day on.
#[expect(clippy::disallowed_methods, reason = "the ledger reads its own table")]
pub async fn stated_of_rep(
    tx: &DatabaseTransaction,
    kind: Kind,
    rep: Uuid,
    from: Option<chrono::NaiveDate>,
) -> Result<Vec<Uuid>> {
    let mut select = fact::Entity::find()
        .select_only()
        .column(fact::Column::SourceId)
        .filter(fact::Column::RepId.eq(rep))
        .filter(fact::Column::SourceKind.eq(kind))
        .distinct();
    if let Some(from) = from {
        select = select.filter(fact::Column::Day.gte(from));
    }
    Ok(select.into_tuple().all(tx).await?)
}

fn key_of(row: fact::Model) -> Result<(Key, i64)> {
    let measure = Measure::from_code(row.measure)
        .ok_or_else(|| Error::Bug(format!("fact {} has the unknown measure {}", row.id, row.measure)))?;
    let some = |id: Uuid| Some(id).filter(|id| !id.is_nil());
    let key = Key {
        day: row.day,
        measure,
        rep: some(row.rep_id),
        team: some(row.team_id),
        dimensions: Dimensions {
            customer: row.customer_id,
            pipeline: row.pipeline_id,
            stage: row.stage_id,
            source: row.source,
            kind: row.kind,
            currency: row.currency,
        },
    };
    Ok((key, row.value))
}
