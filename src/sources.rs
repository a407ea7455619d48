//! The kinds of record that state facts, in one list: what the ledger is verified against and rebuilt from.

use async_trait::async_trait;
use entity::{Kind, customer, deal};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    customer::Life,
    deal::DealState,
    error::Result,
    ledger::{self, Source, States},
};

/// Every source of facts. A new kind of record that states facts adds a line here.
pub fn all() -> Vec<Box<dyn Source>> {
    vec![Box::new(Deals), Box::new(Lives)]
}

struct Deals;

#[async_trait]
impl Source for Deals {
    fn kind(&self) -> Kind {
        Kind::Deal
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ledger::ids::<deal::Entity>(tx, after, limit).await
    }

    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let deals = deal::Entity::find().filter(deal::Column::Id.is_in(ids.iter().copied())).all(tx).await?;
        let states = DealState::load(tx, deals).await?;
        Ok(states.into_iter().map(|state| Box::new(state) as Box<dyn States>).collect())
    }
}

struct Lives;

#[async_trait]
impl Source for Lives {
    fn kind(&self) -> Kind {
        Kind::Customer
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ledger::ids::<customer::Entity>(tx, after, limit).await
    }

    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let lives = Life::load(tx, ids).await?;
        Ok(lives.into_iter().map(|life| Box::new(life) as Box<dyn States>).collect())
    }
}
