//! Reads the lifecycles of customers for the ledger to verify and restate.

use async_trait::async_trait;
use entity::{Kind, customer, deal};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::Life;
use crate::{
    error::Result,
    ledger::{self, Days, PostingContext, Source, States},
};

/// The lives of customers.
pub struct CustomerLifecycles;

#[async_trait]
impl Source for CustomerLifecycles {
    fn kind(&self) -> Kind {
        Kind::Customer
    }

    async fn count(&self, tx: &DatabaseTransaction) -> Result<u64> {
        ledger::count::<customer::Entity>(tx).await
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ledger::ids::<customer::Entity>(tx, after, limit).await
    }

    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let lives = Life::load(tx, ids).await?;
        Ok(lives.into_iter().map(ledger::boxed).collect())
    }

    /// All that the rep ever held: a customer moves with its holder, and between two wins of one rep nothing is stated.
    async fn of_rep(&self, tx: &DatabaseTransaction, rep: Uuid, _days: Days) -> Result<Vec<Uuid>> {
        ledger::stated_of_rep(tx, self.kind(), rep, Days::new(None, None)).await
    }

    /// Those with whom a deal in the currency was won on those days: the first win may be among them.
    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn of_currency(
        &self,
        tx: &DatabaseTransaction,
        currency: &str,
        days: Days,
        context: &PostingContext,
    ) -> Result<Vec<Uuid>> {
        let customers: Vec<Uuid> = deal::Entity::find()
            .select_only()
            .column(deal::Column::CustomerId)
            .distinct()
            .filter(deal::Column::CustomerId.is_not_null())
            .filter(deal::Column::Status.eq(deal::Status::Won))
            .filter(deal::Column::Currency.eq(currency))
            .filter(context.within(deal::Column::ClosedAt, days))
            .into_tuple()
            .all(tx)
            .await?;
        Ok(customers)
    }
}
