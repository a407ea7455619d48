//! An expense with what its facts depend on: who shares it.

use std::collections::HashMap;

use entity::{Kind, expense, expense_share, rep, team_membership, total_rep_day};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::ExprTrait,
};
use serde_json::json;
use uuid::Uuid;

use super::key::{self, Share, Stay};
use crate::{
    error::Result,
    ledger::{Days, Measure},
    mutation::Act,
};

/// An expense and who shares it.
#[derive(Clone, Debug)]
pub struct ExpenseState {
    /// The row.
    pub expense: expense::Model,
    /// Who shares it, in which proportion: nobody, where a rep bears it alone or nobody could.
    pub shares: Vec<Share>,
}

impl ExpenseState {
    /// Reads the states of some expenses, in the order given: one statement, however many.
    #[expect(
        clippy::disallowed_methods,
        reason = "the expenses were found through the viewer's door, or are everybody's"
    )]
    pub async fn load(db: &impl ConnectionTrait, expenses: Vec<expense::Model>) -> Result<Vec<Self>> {
        let rows = expense_share::Entity::find()
            .filter(expense_share::Column::ExpenseId.is_in(expenses.iter().map(|expense| expense.id)))
            .order_by_asc(expense_share::Column::Id)
            .all(db)
            .await?;
        let mut shares: HashMap<Uuid, Vec<Share>> = HashMap::new();
        for row in rows {
            shares.entry(row.expense_id).or_default().push((&row).into());
        }
        let state = |expense: expense::Model| {
            let shares = shares.remove(&expense.id).unwrap_or_default();
            Self { expense, shares }
        };
        Ok(expenses.into_iter().map(state).collect())
    }

    /// The state of one expense.
    pub async fn of(db: &impl ConnectionTrait, expense: expense::Model) -> Result<Self> {
        let states = Self::load(db, vec![expense.clone()]).await?;
        Ok(states.into_iter().next().unwrap_or(Self { expense, shares: Vec::new() }))
    }
}

impl From<&expense_share::Model> for Share {
    fn from(row: &expense_share::Model) -> Self {
        Self { rep: row.rep_id, team: row.team_id, weight: row.weight }
    }
}

/// Decides who shares an expense by what is known now, in place of who shared it before.
#[expect(clippy::disallowed_methods, reason = "the shares of an expense that was found through the viewer's door")]
pub async fn allocate(act: &mut Act<'_>, expense: &expense::Model, before: &[Share]) -> Result<Vec<Share>> {
    let shares = decided(act, expense).await?;
    if shares == before {
        return Ok(shares);
    }
    let id = expense.id;
    expense_share::Entity::delete_many().filter(expense_share::Column::ExpenseId.eq(id)).exec(&act.tx).await?;
    let row = |share: &Share| expense_share::ActiveModel {
        id: Set(Act::new_id()),
        expense_id: Set(id),
        rep_id: Set(share.rep),
        team_id: Set(share.team),
        weight: Set(share.weight),
    };
    for chunk in shares.chunks(500) {
        expense_share::Entity::insert_many(chunk.iter().map(row)).exec_without_returning(&act.tx).await?;
    }
    let said = |shares: &[Share]| json!(shares.iter().map(|share| (share.rep, share.weight)).collect::<Vec<_>>());
    act.note(Kind::Expense, id, "shares", said(before), said(&shares))?;
    Ok(shares)
}

async fn decided(act: &Act<'_>, expense: &expense::Model) -> Result<Vec<Share>> {
    if expense.rep_id.is_some() {
        return Ok(Vec::new());
    }
    let teams = expense.team_id.map(|team| act.viewer.tree().subtree([team]));
    if expense.allocation == expense::Allocation::Revenue {
        return Ok(key::shares(revenue(act, expense, teams.as_deref()).await?.into_iter()));
    }
    let stays = stays(act, teams.as_deref()).await?;
    Ok(key::by_presence(expense.allocation, &stays, expense.incurred_on))
}

/// Who was there when, in some teams or anywhere.
#[expect(clippy::disallowed_methods, reason = "a cost is shared by everybody concerned, whoever may see them")]
async fn stays(act: &Act<'_>, teams: Option<&[Uuid]>) -> Result<Vec<Stay>> {
    let reps = rep::Entity::find().filter(rep::Column::DeletedAt.is_null()).all(&act.tx).await?;
    let memberships =
        team_membership::Entity::find().filter(team_membership::Column::DeletedAt.is_null()).all(&act.tx).await?;
    let mut there: HashMap<Uuid, Vec<Stay>> = HashMap::new();
    for row in memberships {
        let stay = Stay { rep: row.rep_id, team: Some(row.team_id), days: Days::new(row.starts_on, row.ends_on) };
        there.entry(row.rep_id).or_default().push(stay);
    }
    let mut stays = Vec::new();
    for rep in reps {
        let employed = Days::new(rep.hired_on, rep.left_on);
        let mut own = there.remove(&rep.id).unwrap_or_default();
        own.sort_by_key(|stay| stay.days.from);
        own.extend(key::between(rep.id, &own));
        let clipped = own.into_iter().filter_map(|stay| Some(Stay { days: key::both(stay.days, employed)?, ..stay }));
        stays.extend(clipped);
    }
    stays.retain(|stay| teams.is_none_or(|teams| stay.team.is_some_and(|team| teams.contains(&team))));
    Ok(stays)
}

/// What each rep booked in the month of an expense, in each of some teams or anywhere.
#[expect(clippy::disallowed_methods, reason = "a cost is shared by everybody concerned, whoever may see them")]
async fn revenue(
    act: &Act<'_>,
    expense: &expense::Model,
    teams: Option<&[Uuid]>,
) -> Result<Vec<(Uuid, Option<Uuid>, i64)>> {
    use total_rep_day::Column as C;
    let month = key::month(expense.incurred_on);
    let mut select = total_rep_day::Entity::find()
        .select_only()
        .columns([C::RepId, C::TeamId])
        .column_as(C::Value.sum().cast_as("BIGINT"), "value")
        .filter(C::Measure.eq(Measure::Revenue.code()))
        .group_by(C::RepId)
        .group_by(C::TeamId);
    if let Some(from) = month.from {
        select = select.filter(C::Day.gte(from));
    }
    if let Some(to) = month.to {
        select = select.filter(C::Day.lt(to));
    }
    if let Some(teams) = teams {
        select = select.filter(C::TeamId.is_in(teams.iter().copied()));
    }
    let rows: Vec<(Uuid, Uuid, i64)> = select.into_tuple().all(&act.tx).await?;
    Ok(rows.into_iter().map(|(rep, team, value)| (rep, Some(team).filter(|team| !team.is_nil()), value)).collect())
}
