//! Reads deals for the ledger to verify and restate: all, those of a rep, those in a currency.

use std::collections::BTreeSet;

use async_trait::async_trait;
use entity::{Kind, deal, deal_history, fact};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::DealState;
use crate::{
    error::Result,
    ledger::{self, Days, PostingContext, Source, States},
};

/// The deals.
pub struct Deals;

#[async_trait]
impl Source for Deals {
    fn kind(&self) -> Kind {
        Kind::Deal
    }

    async fn count(&self, tx: &DatabaseTransaction) -> Result<u64> {
        ledger::count::<deal::Entity>(tx).await
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ledger::ids::<deal::Entity>(tx, after, limit).await
    }

    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let deals = deal::Entity::find().filter(deal::Column::Id.is_in(ids.iter().copied())).all(tx).await?;
        let states = DealState::load(tx, deals).await?;
        Ok(states.into_iter().map(ledger::boxed).collect())
    }

    /// Those with a fact on those days or later, for a deal goes out of a team's pipeline when it closes; and those still
    /// open, which move with their owner.
    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn of_rep(&self, tx: &DatabaseTransaction, rep: Uuid, days: Days) -> Result<Vec<Uuid>> {
        let since = ledger::stated_of_rep(tx, Kind::Deal, rep, Days::new(days.from, None)).await?;
        let stated = fact::Entity::find()
            .select_only()
            .column(fact::Column::SourceId)
            .filter(fact::Column::RepId.eq(rep))
            .filter(fact::Column::SourceKind.eq(Kind::Deal));
        let open: Vec<Uuid> = deal::Entity::find()
            .select_only()
            .column(deal::Column::Id)
            .filter(deal::Column::Status.eq(deal::Status::Open))
            .filter(deal::Column::Id.in_subquery(stated.into_query()))
            .into_tuple()
            .all(tx)
            .await?;
        Ok(since.into_iter().chain(open).collect::<BTreeSet<_>>().into_iter().collect())
    }

    /// Those that had an amount in the currency and were opened, changed or closed on those days.
    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn of_currency(
        &self,
        tx: &DatabaseTransaction,
        currency: &str,
        days: Days,
        context: &PostingContext,
    ) -> Result<Vec<Uuid>> {
        let looks = deal_history::Entity::find()
            .select_only()
            .column(deal_history::Column::DealId)
            .filter(deal_history::Column::Currency.eq(currency));
        let changed: Vec<Uuid> =
            looks.clone().filter(context.within(deal_history::Column::FromAt, days)).into_tuple().all(tx).await?;
        let deals = deal::Entity::find().select_only().column(deal::Column::Id);
        // The first look holds since the opening, even if the row was written later.
        let opened: Vec<Uuid> = deals
            .clone()
            .filter(deal::Column::Id.in_subquery(looks.into_query()))
            .filter(context.within(deal::Column::OpenedAt, days))
            .into_tuple()
            .all(tx)
            .await?;
        let closed: Vec<Uuid> = deals
            .filter(deal::Column::Currency.eq(currency))
            .filter(context.within(deal::Column::ClosedAt, days))
            .into_tuple()
            .all(tx)
            .await?;
        Ok(changed.into_iter().chain(opened).chain(closed).collect::<BTreeSet<_>>().into_iter().collect())
    }
}
