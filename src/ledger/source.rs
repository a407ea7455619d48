//! Where the records that state facts are read from, kind by kind: for verifying, rebuilding and restating.

use std::{collections::HashMap, marker::PhantomData};

use async_trait::async_trait;
use entity::{Kind, fact};
use futures_util::TryStreamExt;
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::IntoCondition,
};
use uuid::Uuid;

use super::{Days, Dimensions, Key, Measure, Net, PostingContext, States, boxed};
use crate::{
    access::record::Record,
    error::{Error, Result},
};

/// The records of one kind, deleted ones included: they state nothing, which is to be checked too.
#[async_trait]
pub trait Source: Send + Sync {
    /// The kind.
    fn kind(&self) -> Kind;

    /// How many records there are, for the length of a progress bar; 0 when nobody counts them.
    async fn count(&self, _tx: &DatabaseTransaction) -> Result<u64> {
        Ok(0)
    }

    /// The next ids after one, in order: at most `limit`.
    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>>;

    /// The records of some ids with all that their facts depend on.
    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>>;

    /// The records that state something else when a rep's team on some days is another.
    async fn of_rep(&self, tx: &DatabaseTransaction, rep: Uuid, days: Days) -> Result<Vec<Uuid>> {
        stated_of_rep(tx, self.kind(), rep, days).await
    }

    /// The records that state something else when the rate of a currency on some days is another: none of a kind
    /// without amounts.
    async fn of_currency(
        &self,
        _tx: &DatabaseTransaction,
        _currency: &str,
        _days: Days,
        _book: &PostingContext,
    ) -> Result<Vec<Uuid>> {
        Ok(Vec::new())
    }
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

    async fn count(&self, tx: &DatabaseTransaction) -> Result<u64> {
        count::<E>(tx).await
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ids::<E>(tx, after, limit).await
    }

    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let rows = E::find().filter(E::id().is_in(ids.iter().copied())).all(tx).await?;
        Ok(rows.into_iter().map(boxed).collect())
    }
}

/// How many rows an entity has.
#[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
pub async fn count<E: Record<Model: FromQueryResult>>(tx: &DatabaseTransaction) -> Result<u64> {
    Ok(E::find().count(tx).await?)
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
pub async fn stated(tx: &DatabaseTransaction, kind: Kind, ids: &[Uuid]) -> Result<HashMap<Uuid, Net>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(1_000) {
        found.extend(sums(tx, kind, fact::Column::SourceId.is_in(ids.iter().copied()).into_condition()).await?);
    }
    Ok(found)
}

/// The same of all records of a kind after one id, up to another or to the last.
pub async fn stated_between(
    tx: &DatabaseTransaction,
    kind: Kind,
    after: Option<Uuid>,
    until: Option<Uuid>,
) -> Result<HashMap<Uuid, Net>> {
    let range = Condition::all()
        .add_option(after.map(|after| fact::Column::SourceId.gt(after)))
        .add_option(until.map(|until| fact::Column::SourceId.lte(until)));
    sums(tx, kind, range).await
}

#[expect(clippy::disallowed_methods, reason = "the ledger reads its own table")]
async fn sums(tx: &DatabaseTransaction, kind: Kind, which: Condition) -> Result<HashMap<Uuid, Net>> {
    let mut found: HashMap<Uuid, Net> = HashMap::new();
    let facts = fact::Entity::find().filter(which).filter(fact::Column::SourceKind.eq(kind));
    let mut rows = facts.stream(tx).await?;
    while let Some(row) = rows.try_next().await? {
        let id = row.source_id;
        let (key, value) = key_of(row)?;
        *found.entry(id).or_default().entry(key).or_default() += value;
    }
    for net in found.values_mut() {
        net.retain(|_, value| *value != 0);
    }
    found.retain(|_, net| !net.is_empty());
    Ok(found)
}

/// The records of a kind of which the ledger says something about a rep on some days.
#[expect(clippy::disallowed_methods, reason = "the ledger reads its own table")]
pub async fn stated_of_rep(tx: &DatabaseTransaction, kind: Kind, rep: Uuid, days: Days) -> Result<Vec<Uuid>> {
    let mut select = fact::Entity::find()
        .select_only()
        .column(fact::Column::SourceId)
        .filter(fact::Column::RepId.eq(rep))
        .filter(fact::Column::SourceKind.eq(kind))
        .distinct();
    // What was posted behind a lock counts later, but is about its own day.
    let on = |column: fact::Column| {
        Condition::all().add_option(days.from.map(|from| column.gte(from))).add_option(days.to.map(|to| column.lt(to)))
    };
    let adjusted = on(fact::Column::AdjustedDay).add(fact::Column::AdjustedDay.is_not_null());
    select = select.filter(Condition::any().add(on(fact::Column::Day)).add(adjusted));
    Ok(select.into_tuple().all(tx).await?)
}

fn key_of(row: fact::Model) -> Result<(Key, i64)> {
    let measure = Measure::from_code(row.measure)
        .ok_or_else(|| Error::Bug(format!("fact {} has the unknown measure {}", row.id, row.measure)))?;
    let some = |id: Uuid| Some(id).filter(|id| !id.is_nil());
    let key = Key {
        // What was posted behind a lock counts later, but is about its own day.
        day: row.adjusted_day.unwrap_or(row.day),
        measure,
        rep: some(row.rep_id),
        team: some(row.team_id),
        dimensions: Dimensions {
            customer: row.customer_id,
            pipeline: row.pipeline_id,
            stage: row.stage_id,
            source: row.source,
            campaign: row.campaign_id,
            product: row.product_id,
            kind: row.kind,
            currency: row.currency,
        },
    };
    Ok((key, row.value))
}

/// Whether nothing was ever stated.
#[expect(clippy::disallowed_methods, reason = "the ledger reads its own table")]
pub async fn is_blank(tx: &DatabaseTransaction) -> Result<bool> {
    Ok(fact::Entity::find().limit(1).one(tx).await?.is_none())
}
