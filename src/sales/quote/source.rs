//! Quotes and offers as the ledger reads them.

use std::collections::BTreeSet;

use async_trait::async_trait;
use entity::{Kind, contract, quote};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::QuoteState;
use crate::{
    error::Result,
    ledger::{self, Days, PostingContext, Source, States},
};

/// The quotes, the first of each offer with the offer.
pub struct Offers;

#[async_trait]
impl Source for Offers {
    fn kind(&self) -> Kind {
        Kind::Quote
    }

    async fn count(&self, tx: &DatabaseTransaction) -> Result<u64> {
        ledger::count::<quote::Entity>(tx).await
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ledger::ids::<quote::Entity>(tx, after, limit).await
    }

    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let quotes = quote::Entity::find().filter(quote::Column::Id.is_in(ids.iter().copied())).all(tx).await?;
        let states = QuoteState::load(tx, quotes).await?;
        Ok(states.into_iter().map(ledger::boxed).collect())
    }

    /// The offers in the currency that went out on those days, and those from which a contract in it was signed then.
    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn of_currency(
        &self,
        tx: &DatabaseTransaction,
        currency: &str,
        days: Days,
        context: &PostingContext,
    ) -> Result<Vec<Uuid>> {
        let families = quote::Entity::find().select_only().column(quote::Column::FamilyId);
        let sent = families.clone().filter(context.within(quote::Column::SentAt, days));
        let offered: Vec<Uuid> = families
            .clone()
            .filter(quote::Column::Currency.eq(currency))
            .filter(quote::Column::FamilyId.in_subquery(sent.into_query()))
            .into_tuple()
            .all(tx)
            .await?;
        // What was first offered is compared to what was signed at the rate of the signature.
        let signed: Vec<Uuid> = contract::Entity::find()
            .select_only()
            .column(contract::Column::QuoteId)
            .filter(contract::Column::QuoteId.is_not_null())
            .filter(context.within(contract::Column::SignedAt, days))
            .into_tuple()
            .all(tx)
            .await?;
        let mut found: BTreeSet<Uuid> = offered.into_iter().collect();
        for quotes in signed.chunks(500) {
            let signed = families.clone().filter(quote::Column::Id.is_in(quotes.iter().copied()));
            found.extend(signed.into_tuple::<Uuid>().all(tx).await?);
        }
        Ok(found.into_iter().collect())
    }
}
