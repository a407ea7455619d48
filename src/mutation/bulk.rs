//! Bulk writes for imports and the demo, where one statement per record would be too slow.

use entity::change_log::Action;
use sea_orm::{ActiveModelTrait, IntoActiveModel, Iterable, sea_query::OnConflict};
use serde_json::Value;

use super::{Act, differences, json_of, taken};
use crate::{access::record::Record, error::Result};

/// How many rows a statement writes: the widest table stays well below the parameters that either database takes.
const ROWS: usize = 500;

impl Act<'_> {
    /// Makes records that carry their ids already: stamps them, writes them, logs them.
    pub async fn insert_all<E: Record>(&mut self, records: &[E::Model]) -> Result<()> {
        for chunk in records.chunks(ROWS) {
            let rows = chunk.iter().map(|record| {
                let mut active = record.clone().into_active_model().reset_all();
                E::stamp_new(&mut active, E::id_of(record), self.now);
                active
            });
            E::insert_many(rows).exec_without_returning(&self.tx).await.map_err(|cause| taken(cause, E::KIND))?;
        }
        for record in records {
            let changes = differences(&Value::Null, &json_of(record)?);
            self.record(E::KIND, E::id_of(record), Action::Create, changes)?;
        }
        Ok(())
    }

    /// Changes records that were read, and locked, in this act: each pair is a record before and after.
    pub async fn update_all<E: Record>(&mut self, pairs: &[(E::Model, E::Model)]) -> Result<()> {
        for chunk in pairs.chunks(ROWS) {
            let rows = chunk.iter().map(|(before, after)| {
                let mut active = after.clone().into_active_model().reset_all();
                E::stamp(&mut active, E::version_of(before).saturating_add(1), self.now);
                active
            });
            // Every row is there, so each insert turns into the update of one.
            let replace = OnConflict::column(E::id()).update_columns(E::Column::iter()).to_owned();
            E::insert_many(rows)
                .on_conflict(replace)
                .exec_without_returning(&self.tx)
                .await
                .map_err(|cause| taken(cause, E::KIND))?;
        }
        for (before, after) in pairs {
            let changes = differences(&json_of(before)?, &json_of(after)?);
            self.record(E::KIND, E::id_of(before), Action::Update, changes)?;
        }
        Ok(())
    }
}
