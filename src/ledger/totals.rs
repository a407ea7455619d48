//! Comparing totals with the facts under them, one rep or team at a time, and setting them right.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use entity::{fact, total_rep_day, total_rep_month, total_team_month};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{ExprTrait, OnConflict},
};
use uuid::Uuid;

use crate::error::Result;

/// A table of totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// By rep, team of the day, and day.
    RepDay,
    /// By rep and month.
    RepMonth,
    /// By team and month.
    TeamMonth,
}

impl Table {
    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RepDay => "total_rep_day",
            Self::RepMonth => "total_rep_month",
            Self::TeamMonth => "total_team_month",
        }
    }
}

/// A row of a table of totals, apart from its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// The table.
    pub table: Table,
    /// The rep or team; nil for nobody.
    pub owner: Uuid,
    /// The day, or the first day of the month.
    pub day: NaiveDate,
    /// The code of the measure.
    pub measure: i16,
    /// The team of the day, by rep and day; nil elsewhere.
    pub team: Uuid,
}

/// A total that is not the sum of its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TotalMismatch {
    /// Where.
    pub slot: Slot,
    /// What the total says.
    pub total: i64,
    /// What the facts sum to.
    pub facts: i64,
}

/// Whose totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A rep's.
    Rep,
    /// A team's.
    Team,
}

impl Owner {
    /// What the walk over them is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rep => "totals by rep",
            Self::Team => "totals by team",
        }
    }
}

/// The next owner, in order, of whom there are facts or totals.
#[expect(clippy::disallowed_methods, reason = "the ledger reads its own tables")]
pub async fn next(tx: &DatabaseTransaction, owner: Owner, after: Option<Uuid>) -> Result<Option<Uuid>> {
    let (of_facts, of_months) = match owner {
        Owner::Rep => (
            first(fact::Entity::find(), fact::Column::RepId, tx, after).await?,
            first(total_rep_month::Entity::find(), total_rep_month::Column::RepId, tx, after).await?,
        ),
        Owner::Team => (
            first(fact::Entity::find(), fact::Column::TeamId, tx, after).await?,
            first(total_team_month::Entity::find(), total_team_month::Column::TeamId, tx, after).await?,
        ),
    };
    let of_days = match owner {
        Owner::Rep => first(total_rep_day::Entity::find(), total_rep_day::Column::RepId, tx, after).await?,
        Owner::Team => None,
    };
    Ok(of_facts.into_iter().chain(of_months).chain(of_days).min())
}

async fn first<E: EntityTrait>(
    select: Select<E>,
    column: E::Column,
    tx: &DatabaseTransaction,
    after: Option<Uuid>,
) -> Result<Option<Uuid>> {
    let mut select = select.select_only().column(column).order_by_asc(column).limit(1);
    if let Some(after) = after {
        select = select.filter(column.gt(after));
    }
    Ok(select.into_tuple().one(tx).await?)
}

/// The totals of an owner that are not the sums of their facts.
pub async fn mismatches(tx: &DatabaseTransaction, owner: Owner, id: Uuid) -> Result<Vec<TotalMismatch>> {
    let mut sums: HashMap<Slot, i64> = HashMap::new();
    let mut add = |table, day, measure, team, value| {
        *sums.entry(Slot { table, owner: id, day, measure, team }).or_default() += value;
    };
    let column = match owner {
        Owner::Rep => fact::Column::RepId,
        Owner::Team => fact::Column::TeamId,
    };
    for (day, measure, team, value) in of_facts(tx, column, id).await? {
        let month = day.with_day(1).unwrap_or(day);
        match owner {
            Owner::Rep => {
                add(Table::RepDay, day, measure, team, value);
                add(Table::RepMonth, month, measure, Uuid::nil(), value);
            }
            Owner::Team => add(Table::TeamMonth, month, measure, Uuid::nil(), value),
        }
    }
    let mut mismatches = Vec::new();
    for (slot, total) in of_totals(tx, owner, id).await? {
        let facts = sums.remove(&slot).unwrap_or(0);
        if total != facts {
            mismatches.push(TotalMismatch { slot, total, facts });
        }
    }
    let missing = sums.into_iter().filter(|(_, facts)| *facts != 0);
    mismatches.extend(missing.map(|(slot, facts)| TotalMismatch { slot, total: 0, facts }));
    Ok(mismatches)
}

#[expect(clippy::disallowed_methods, reason = "the ledger reads its own tables")]
async fn of_facts(
    tx: &DatabaseTransaction,
    column: fact::Column,
    id: Uuid,
) -> Result<Vec<(NaiveDate, i16, Uuid, i64)>> {
    Ok(fact::Entity::find()
        .select_only()
        .column(fact::Column::Day)
        .column(fact::Column::Measure)
        .column(fact::Column::TeamId)
        .column_as(fact::Column::Value.sum().cast_as("bigint"), "sum")
        .filter(column.eq(id))
        .group_by(fact::Column::Day)
        .group_by(fact::Column::Measure)
        .group_by(fact::Column::TeamId)
        .into_tuple()
        .all(tx)
        .await?)
}

#[expect(clippy::disallowed_methods, reason = "the ledger reads its own tables")]
async fn of_totals(tx: &DatabaseTransaction, owner: Owner, id: Uuid) -> Result<Vec<(Slot, i64)>> {
    let slot = |table, day, measure, team| Slot { table, owner: id, day, measure, team };
    Ok(match owner {
        Owner::Rep => {
            let days = total_rep_day::Entity::find().filter(total_rep_day::Column::RepId.eq(id)).all(tx).await?;
            let months = total_rep_month::Entity::find().filter(total_rep_month::Column::RepId.eq(id)).all(tx).await?;
            let days = days.into_iter().map(|row| (slot(Table::RepDay, row.day, row.measure, row.team_id), row.value));
            let months =
                months.into_iter().map(|row| (slot(Table::RepMonth, row.month, row.measure, Uuid::nil()), row.value));
            days.chain(months).collect()
        }
        Owner::Team => {
            let months =
                total_team_month::Entity::find().filter(total_team_month::Column::TeamId.eq(id)).all(tx).await?;
            months
                .into_iter()
                .map(|row| (slot(Table::TeamMonth, row.month, row.measure, Uuid::nil()), row.value))
                .collect()
        }
    })
}

/// Sets totals to the sums of their facts.
pub async fn repair(tx: &DatabaseTransaction, mismatches: &[TotalMismatch]) -> Result<()> {
    for mismatches in mismatches.chunks(1_000) {
        let of = |table| mismatches.iter().filter(move |mismatch| mismatch.slot.table == table);
        let days = of(Table::RepDay).map(|TotalMismatch { slot, facts, .. }| total_rep_day::ActiveModel {
            rep_id: Set(slot.owner),
            day: Set(slot.day),
            measure: Set(slot.measure),
            team_id: Set(slot.team),
            value: Set(*facts),
        });
        let rep_months = of(Table::RepMonth).map(|TotalMismatch { slot, facts, .. }| total_rep_month::ActiveModel {
            rep_id: Set(slot.owner),
            month: Set(slot.day),
            measure: Set(slot.measure),
            value: Set(*facts),
        });
        let team_months = of(Table::TeamMonth).map(|TotalMismatch { slot, facts, .. }| total_team_month::ActiveModel {
            team_id: Set(slot.owner),
            month: Set(slot.day),
            measure: Set(slot.measure),
            value: Set(*facts),
        });
        use sea_orm::Iterable;
        set::<total_rep_day::Entity>(
            tx,
            days.collect(),
            total_rep_day::PrimaryKey::iter(),
            total_rep_day::Column::Value,
        )
        .await?;
        set::<total_rep_month::Entity>(
            tx,
            rep_months.collect(),
            total_rep_month::PrimaryKey::iter(),
            total_rep_month::Column::Value,
        )
        .await?;
        set::<total_team_month::Entity>(
            tx,
            team_months.collect(),
            total_team_month::PrimaryKey::iter(),
            total_team_month::Column::Value,
        )
        .await?;
    }
    Ok(())
}

async fn set<E: EntityTrait>(
    tx: &DatabaseTransaction,
    rows: Vec<E::ActiveModel>,
    key: impl IntoIterator<Item = E::PrimaryKey>,
    value: E::Column,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let replace = OnConflict::columns(key).update_column(value).to_owned();
    E::insert_many(rows).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}
