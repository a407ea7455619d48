//! Moving records from one parent to another in a merge, whoever may see them.

use sea_orm::{ColumnTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};
use uuid::Uuid;

use super::Act;
use crate::{access::record::Record, error::Result};

impl Act<'_> {
    /// Holds what refers to a record, deleted or not, until the end of the act, in the order of ids.
    #[expect(clippy::disallowed_methods, reason = "what hangs on a record goes with it, whoever may see it")]
    pub async fn hold<E: Record>(&self, column: E::Column, record: Uuid) -> Result<()> {
        let held = E::find().select_only().column(E::id()).filter(column.eq(record)).order_by_asc(E::id());
        held.lock(LockType::NoKeyUpdate).into_tuple::<Uuid>().all(&self.tx).await?;
        Ok(())
    }

    /// Has what refers to a record, deleted or not, refer to another: `refer` sets the reference. Answers the ids.
    #[expect(clippy::disallowed_methods, reason = "what hangs on a record goes with it, whoever may see it")]
    pub async fn redirect<E: Record>(
        &mut self,
        column: E::Column,
        record: Uuid,
        refer: impl Fn(&mut E::Model),
    ) -> Result<Vec<Uuid>>
    where
        E::Model: FromQueryResult,
    {
        let rows = E::find().filter(column.eq(record)).order_by_asc(E::id()).lock(LockType::NoKeyUpdate);
        let pairs = rows.all(&self.tx).await?.into_iter().map(|before| {
            let mut after = before.clone();
            refer(&mut after);
            (before, after)
        });
        let pairs: Vec<_> = pairs.collect();
        self.update_all::<E>(&pairs).await?;
        Ok(pairs.iter().map(|(before, _)| E::id_of(before)).collect())
    }
}
