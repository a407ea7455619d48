//! Reads contracts for the ledger to verify and restate: all, those of a rep, those in a currency.

use async_trait::async_trait;
use entity::{Kind, contract};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    error::Result,
    ledger::{Days, Plain, PostingContext, Source, States},
};

/// The contracts.
#[derive(Default)]
pub struct Contracts(Plain<contract::Entity>);

#[async_trait]
impl Source for Contracts {
    fn kind(&self) -> Kind {
        self.0.kind()
    }

    async fn count(&self, tx: &DatabaseTransaction) -> Result<u64> {
        self.0.count(tx).await
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        self.0.ids(tx, after, limit).await
    }

    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        self.0.load(tx, ids).await
    }

    /// Those in the currency that were signed on those days.
    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn of_currency(
        &self,
        tx: &DatabaseTransaction,
        currency: &str,
        days: Days,
        context: &PostingContext,
    ) -> Result<Vec<Uuid>> {
        let signed = contract::Entity::find()
            .select_only()
            .column(contract::Column::Id)
            .filter(contract::Column::Currency.eq(currency))
            .filter(context.within(contract::Column::SignedAt, days));
        Ok(signed.into_tuple().all(tx).await?)
    }
}
