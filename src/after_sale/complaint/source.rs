//! Reads complaints for the ledger to verify and restate.

use async_trait::async_trait;
use entity::{Kind, complaint};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::ComplaintState;
use crate::{
    error::Result,
    ledger::{self, Days, PostingContext, Source, States},
};

/// The complaints.
pub struct Complaints;

#[async_trait]
impl Source for Complaints {
    fn kind(&self) -> Kind {
        Kind::Complaint
    }

    async fn count(&self, tx: &DatabaseTransaction) -> Result<u64> {
        ledger::count::<complaint::Entity>(tx).await
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ledger::ids::<complaint::Entity>(tx, after, limit).await
    }

    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let complaints =
            complaint::Entity::find().filter(complaint::Column::Id.is_in(ids.iter().copied())).all(tx).await?;
        let states = ComplaintState::load(tx, complaints).await?;
        Ok(states.into_iter().map(ledger::boxed).collect())
    }

    /// All of the rep's: the team is that of the day of the sale, and the fact stands on another.
    async fn of_rep(&self, tx: &DatabaseTransaction, rep: Uuid, _days: Days) -> Result<Vec<Uuid>> {
        ledger::stated_of_rep(tx, Kind::Complaint, rep, Days::new(None, None)).await
    }

    /// Those with a refund in the currency that were made on those days.
    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn of_currency(
        &self,
        tx: &DatabaseTransaction,
        currency: &str,
        days: Days,
        context: &PostingContext,
    ) -> Result<Vec<Uuid>> {
        let made = complaint::Entity::find()
            .select_only()
            .column(complaint::Column::Id)
            .filter(complaint::Column::RefundCurrency.eq(currency))
            .filter(context.within(complaint::Column::OpenedAt, days));
        Ok(made.into_tuple().all(tx).await?)
    }
}
