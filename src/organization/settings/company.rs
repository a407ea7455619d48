//! The row of settings: reading it, and making that of a fresh database.

use chrono::{DateTime, Utc};
use entity::organization;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder, sea_query::OnConflict};
use uuid::Uuid;

use crate::{
    access::Viewer,
    database::Database,
    error::{Error, Result},
};

/// The id of the row that [`ensure`] makes: the same on every node, so that nodes that start together make one row.
const ID: Uuid = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001);

/// The settings.
pub async fn current(db: &impl ConnectionTrait) -> Result<organization::Model> {
    found(db).await?.ok_or_else(|| Error::Bug("the organization has no row".into()))
}

/// The settings; in a fresh database they are the defaults from now on.
pub async fn ensure(database: &Database, now: DateTime<Utc>) -> Result<organization::Model> {
    if let Some(row) = found(database.reader()).await? {
        return Ok(row);
    }
    let row = organization::ActiveModel {
        id: Set(ID),
        name: Set("Pilotage".to_owned()),
        currency: Set("EUR".to_owned()),
        time_zone: Set("Europe/Paris".to_owned()),
        fiscal_year_start_month: Set(1),
        week_starts_on: Set(1),
        activity_window_months: Set(12),
        group_minimum: Set(5),
        locked_through: Set(None),
        losses_by_totals: Set(true),
        hand_over_sla_hours: Set(24),
        required_key_facts: Set("NEED,BUDGET,DECISION_MAKER,DEADLINE".to_owned()),
        key_fact_fresh_days: Set(90),
        working_weekdays: Set(0b001_1111),
        lead_response_hours: Set(24),
        stalled_after_days: Set(30),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let tx = database.write().await?;
    let unless_there = OnConflict::column(organization::Column::Id).do_nothing().to_owned();
    organization::Entity::insert(row).on_conflict(unless_there).exec_without_returning(&tx).await?;
    let row = current(&tx).await?;
    tx.commit().await?;
    Ok(row)
}

async fn found(db: &impl ConnectionTrait) -> Result<Option<organization::Model>> {
    let row = Viewer::system().find::<organization::Entity>().order_by_asc(organization::Column::Id).one(db).await?;
    Ok(row)
}
