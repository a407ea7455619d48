//! Reads interactions for the ledger to verify and restate.

use async_trait::async_trait;
use entity::{Kind, interaction};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::Activity;
use crate::{
    error::Result,
    ledger::{self, Source, States},
};

/// The interactions.
pub struct Interactions;

#[async_trait]
impl Source for Interactions {
    fn kind(&self) -> Kind {
        Kind::Interaction
    }

    async fn count(&self, tx: &DatabaseTransaction) -> Result<u64> {
        ledger::count::<interaction::Entity>(tx).await
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ledger::ids::<interaction::Entity>(tx, after, limit).await
    }

    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let rows = interaction::Entity::find().filter(interaction::Column::Id.is_in(ids.iter().copied())).all(tx);
        let states = Activity::load(tx, rows.await?).await?;
        Ok(states.into_iter().map(ledger::boxed).collect())
    }
}
