//! Reads product returns for the ledger to verify and restate.

use async_trait::async_trait;
use entity::{Kind, product_return};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::ReturnState;
use crate::{
    error::Result,
    ledger::{self, Days, PostingContext, Source, States},
};

/// The returns.
pub struct Returns;

#[async_trait]
impl Source for Returns {
    fn kind(&self) -> Kind {
        Kind::ProductReturn
    }

    async fn count(&self, tx: &DatabaseTransaction) -> Result<u64> {
        ledger::count::<product_return::Entity>(tx).await
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ledger::ids::<product_return::Entity>(tx, after, limit).await
    }

    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let returns = product_return::Entity::find()
            .filter(product_return::Column::Id.is_in(ids.iter().copied()))
            .all(tx)
            .await?;
        let states = ReturnState::load(tx, returns).await?;
        Ok(states.into_iter().map(ledger::boxed).collect())
    }

    /// All of the rep's: the team is that of the day of the sale, and the fact stands on another.
    async fn of_rep(&self, tx: &DatabaseTransaction, rep: Uuid, _days: Days) -> Result<Vec<Uuid>> {
        ledger::stated_of_rep(tx, Kind::ProductReturn, rep, Days::new(None, None)).await
    }

    /// Those in the currency that came back on those days.
    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn of_currency(
        &self,
        tx: &DatabaseTransaction,
        currency: &str,
        days: Days,
        _book: &PostingContext,
    ) -> Result<Vec<Uuid>> {
        let on = Condition::all()
            .add_option(days.from.map(|from| product_return::Column::ReturnedOn.gte(from)))
            .add_option(days.to.map(|to| product_return::Column::ReturnedOn.lt(to)));
        let came = product_return::Entity::find()
            .select_only()
            .column(product_return::Column::Id)
            .filter(product_return::Column::Currency.eq(currency))
            .filter(on);
        Ok(came.into_tuple().all(tx).await?)
    }
}
