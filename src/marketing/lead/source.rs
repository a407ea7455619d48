//! Reads leads for the ledger to verify and restate.

use async_trait::async_trait;
use entity::{Kind, lead};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::LeadState;
use crate::{
    error::Result,
    ledger::{self, Source, States},
};

/// The leads.
pub struct Leads;

#[async_trait]
impl Source for Leads {
    fn kind(&self) -> Kind {
        Kind::Lead
    }

    async fn count(&self, tx: &DatabaseTransaction) -> Result<u64> {
        ledger::count::<lead::Entity>(tx).await
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ledger::ids::<lead::Entity>(tx, after, limit).await
    }

    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let leads = lead::Entity::find().filter(lead::Column::Id.is_in(ids.iter().copied())).all(tx).await?;
        let states = LeadState::load(tx, leads).await?;
        Ok(states.into_iter().map(ledger::boxed).collect())
    }
}
