//! Expenses as the ledger reads them: all of them, those that a rep bears, those in a currency.

use async_trait::async_trait;
use entity::{Kind, expense};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::ExpenseState;
use crate::{
    error::Result,
    ledger::{self, Days, PostingContext, Source, States},
};

/// The expenses.
pub struct Expenses;

#[async_trait]
impl Source for Expenses {
    fn kind(&self) -> Kind {
        Kind::Expense
    }

    async fn count(&self, tx: &DatabaseTransaction) -> Result<u64> {
        ledger::count::<expense::Entity>(tx).await
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ledger::ids::<expense::Entity>(tx, after, limit).await
    }

    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let expenses = expense::Entity::find().filter(expense::Column::Id.is_in(ids.iter().copied())).all(tx).await?;
        let states = ExpenseState::load(tx, expenses).await?;
        Ok(states.into_iter().map(ledger::boxed).collect())
    }

    /// Those that the rep bears alone. What is shared is shared as it was decided, wherever its bearers move.
    async fn of_rep(&self, tx: &DatabaseTransaction, rep: Uuid, days: Days) -> Result<Vec<Uuid>> {
        found(tx, Condition::all().add(expense::Column::RepId.eq(rep)), days).await
    }

    /// Those in the currency that were incurred or paid on those days.
    async fn of_currency(
        &self,
        tx: &DatabaseTransaction,
        currency: &str,
        days: Days,
        _book: &PostingContext,
    ) -> Result<Vec<Uuid>> {
        found(tx, Condition::all().add(expense::Column::Currency.eq(currency)), days).await
    }
}

#[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
async fn found(tx: &DatabaseTransaction, which: Condition, days: Days) -> Result<Vec<Uuid>> {
    let within = |column: expense::Column| {
        Condition::all()
            .add(column.is_not_null())
            .add_option(days.from.map(|from| column.gte(from)))
            .add_option(days.to.map(|to| column.lt(to)))
    };
    let touched = Condition::any().add(within(expense::Column::IncurredOn)).add(within(expense::Column::PaidOn));
    let select = expense::Entity::find().select_only().column(expense::Column::Id).filter(which.add(touched));
    Ok(select.into_tuple().all(tx).await?)
}
