//! Changing expenses: one mutation an act.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use chrono::NaiveDate;
use entity::{expense, team};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

use super::{AllocationKey, Expense, ExpenseCategory, ExpenseState, key, state::allocate};
use crate::{
    access::policy,
    error::{Error, Result, UserError},
    graphql::{
        Date, MoneyInput,
        input::{self, LINE},
        payload::answer,
    },
    ledger::PostingContext,
    marketing::campaign::Origin,
    mutation::Act,
    payload,
};

/// A new expense.
#[derive(InputObject)]
pub struct ExpenseCreateInput {
    /// The category.
    pub category: ExpenseCategory,
    /// The description, at most 200 characters.
    pub description: Option<String>,
    /// The amount, net of tax.
    pub amount: MoneyInput,
    /// The day it is a cost of, not in the future.
    pub incurred_on: Date,
    /// The day it was paid, not in the future.
    pub paid_on: Option<Date>,
    /// The rep who bears it alone.
    /// Mutually exclusive with `team`; without either, all reps share it.
    pub rep: Option<ID>,
    /// The team whose reps share it.
    /// Mutually exclusive with `rep`.
    pub team: Option<ID>,
    /// The campaign it was spent on.
    pub campaign: Option<ID>,
    /// The lead source it was spent on (default: the campaign's).
    pub lead_source: Option<String>,
    /// The allocation key, unless a rep bears it alone.
    #[graphql(default_with = "AllocationKey::HeadcountDays")]
    pub allocation: AllocationKey,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to an expense.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct ExpenseUpdateInput {
    /// The category; it cannot be cleared.
    pub category: MaybeUndefined<ExpenseCategory>,
    /// The description.
    pub description: MaybeUndefined<String>,
    /// The amount; it cannot be cleared.
    /// The proportions of the shares stay.
    pub amount: MaybeUndefined<MoneyInput>,
    /// The day it is a cost of; it cannot be cleared.
    /// A new day allocates the expense again.
    pub incurred_on: MaybeUndefined<Date>,
    /// The day it was paid.
    pub paid_on: MaybeUndefined<Date>,
    /// The rep who bears it alone, instead of a team.
    /// A new bearer allocates the expense again.
    pub rep: MaybeUndefined<ID>,
    /// The team whose reps share it, instead of a rep.
    pub team: MaybeUndefined<ID>,
    /// The campaign it was spent on.
    /// Its lead source becomes the expense's, unless you give another.
    pub campaign: MaybeUndefined<ID>,
    /// The lead source it was spent on.
    pub lead_source: MaybeUndefined<String>,
    /// The allocation key; it cannot be cleared.
    /// A new key allocates the expense again.
    pub allocation: MaybeUndefined<AllocationKey>,
    /// The version you read; CONFLICT when the expense has changed since.
    pub version: Option<i32>,
}

payload!("expenseCreate", ExpenseCreatePayload, expense: Expense);
payload!("expenseUpdate", ExpenseUpdatePayload, expense: Expense);
payload!("expenseAllocate", ExpenseAllocatePayload, expense: Expense);
payload!("expenseDelete", ExpenseDeletePayload, expense: Expense);
payload!("expenseRestore", ExpenseRestorePayload, expense: Expense);

/// Changing expenses.
#[derive(Default)]
pub struct ExpenseMutation;

#[Object]
impl ExpenseMutation {
    /// Creates an expense and allocates it.
    ///
    /// Managers record what their reps and teams bear; only admins record what everybody shares.
    async fn expense_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: ExpenseCreateInput,
    ) -> Option<Result<ExpenseCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes an expense; the figures of its days are restated.
    async fn expense_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The expense.")] id: ID,
        #[graphql(desc = "The changes.")] input: ExpenseUpdateInput,
    ) -> Option<Result<ExpenseUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Allocates an expense again, by today's working days or revenue.
    ///
    /// Nothing else does: memberships or deals corrected later leave the shares as they are.
    async fn expense_allocate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The expense.")] id: ID,
    ) -> Option<Result<ExpenseAllocatePayload>> {
        answer(allocate_anew(ctx, id).await)
    }

    /// Deletes an expense.
    /// It leaves every list and figure and can be restored.
    async fn expense_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The expense.")] id: ID,
    ) -> Option<Result<ExpenseDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted expense.
    async fn expense_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The expense.")] id: ID,
    ) -> Option<Result<ExpenseRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: ExpenseCreateInput) -> Result<Expense> {
    let mut act = Act::begin(ctx).await?;
    let (amount, currency) = input.amount.minor(&act.organization.currency, &["input", "amount"])?;
    let incurred_on = past(&act, input.incurred_on, "incurredOn")?;
    let paid_on = input.paid_on.map(|day| past(&act, day, "paidOn")).transpose()?;
    if input.rep.is_some() && input.team.is_some() {
        return Err(UserError::input(&["input", "team"], "Name a rep or a team, not both.").into());
    }
    let (rep, team) = bearer(&act, input.rep.as_ref(), input.team.as_ref()).await?;
    let source = input::optional(input.lead_source.as_deref(), LINE, &["input", "leadSource"])?;
    let origin = Origin::named(&act, input.campaign.as_ref(), source).await?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let active = expense::ActiveModel {
        category: Set(input.category.into()),
        description: Set(input::optional(input.description.as_deref(), LINE, &["input", "description"])?),
        amount: Set(amount),
        currency: Set(currency),
        incurred_on: Set(incurred_on),
        paid_on: Set(paid_on),
        rep_id: Set(rep),
        team_id: Set(team),
        campaign_id: Set(origin.campaign),
        lead_source: Set(origin.source),
        allocation: Set(input.allocation.into()),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let expense = act.insert::<expense::Entity>(Act::new_id(), active).await?;
    let shares = allocate(&mut act, &expense, &[]).await?;
    act.restate(None, Some(ExpenseState { expense: expense.clone(), shares }));
    act.commit().await?;
    Ok(Expense(expense))
}

async fn update(ctx: &Context<'_>, id: ID, input: ExpenseUpdateInput) -> Result<Expense> {
    let mut act = Act::begin(ctx).await?;
    let before = open(&act, &id).await?;
    act.expect_version::<expense::Entity>(&before.expense, input.version)?;
    let mut active = before.expense.clone().into_active_model();
    if let Some(category) = input::change_value(&input.category, &["input", "category"])? {
        active.category = Set(category.into());
    }
    if let Some(description) = input::change_optional(&input.description, LINE, &["input", "description"])? {
        active.description = Set(description);
    }
    if input.amount.is_null() {
        return Err(UserError::input(&["input", "amount"], "This cannot be cleared.").into());
    }
    if let MaybeUndefined::Value(amount) = &input.amount {
        let (amount, currency) = amount.minor(&act.organization.currency, &["input", "amount"])?;
        active.amount = Set(amount);
        active.currency = Set(currency);
    }
    if let Some(day) = input::change_value(&input.incurred_on, &["input", "incurredOn"])? {
        active.incurred_on = Set(past(&act, day, "incurredOn")?);
    }
    if let Some(day) = input::change_maybe(input.paid_on) {
        active.paid_on = Set(day.map(|day| past(&act, day, "paidOn")).transpose()?);
    }
    if !input.rep.is_undefined() || !input.team.is_undefined() {
        let (rep, team) = new_bearer(&act, &before.expense, &input.rep, &input.team).await?;
        active.rep_id = Set(rep);
        active.team_id = Set(team);
    }
    if let Some(campaign) = input::change_maybe(input.campaign) {
        let origin = Origin::named(&act, campaign.as_ref(), None).await?;
        active.campaign_id = Set(origin.campaign);
        active.lead_source = Set(origin.source);
    }
    if let Some(source) = input::change_optional(&input.lead_source, LINE, &["input", "leadSource"])? {
        active.lead_source = Set(source);
    }
    if let Some(allocation) = input::change_value(&input.allocation, &["input", "allocation"])? {
        active.allocation = Set(allocation.into());
    }
    let expense = act.update::<expense::Entity>(&before.expense, active).await?;
    let shares = if is_shared_otherwise(&before.expense, &expense) {
        allocate(&mut act, &expense, &before.shares).await?
    } else {
        before.shares.clone()
    };
    act.restate(Some(before), Some(ExpenseState { expense: expense.clone(), shares }));
    act.commit().await?;
    Ok(Expense(expense))
}

async fn allocate_anew(ctx: &Context<'_>, id: ID) -> Result<Expense> {
    let mut act = Act::begin(ctx).await?;
    let before = open(&act, &id).await?;
    let expense = before.expense.clone();
    let shares = allocate(&mut act, &expense, &before.shares).await?;
    act.restate(Some(before), Some(ExpenseState { expense: expense.clone(), shares }));
    act.commit().await?;
    Ok(Expense(expense))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Expense> {
    let mut act = Act::begin(ctx).await?;
    let before = open(&act, &id).await?;
    let expense = act.delete::<expense::Entity>(&before.expense).await?;
    let after = ExpenseState { expense: expense.clone(), ..before.clone() };
    act.restate(Some(before), Some(after));
    act.commit().await?;
    Ok(Expense(expense))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Expense> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<expense::Entity>(&id, &["id"]).await?;
    may_record(&act, before.rep_id, before.team_id)?;
    let before = ExpenseState::of(&act.tx, before).await?;
    let expense = act.restore::<expense::Entity>(&before.expense).await?;
    let after = ExpenseState { expense: expense.clone(), ..before.clone() };
    act.restate(Some(before), Some(after));
    act.commit().await?;
    Ok(Expense(expense))
}

/// The expense of an id with its shares, if it is the viewer's to change.
async fn open(act: &Act<'_>, id: &ID) -> Result<ExpenseState> {
    let expense = act.get::<expense::Entity>(id, &["id"]).await?;
    may_record(act, expense.rep_id, expense.team_id)?;
    ExpenseState::of(&act.tx, expense).await
}

fn may_record(act: &Act<'_>, rep: Option<Uuid>, team: Option<Uuid>) -> Result<()> {
    if policy::may_bear(act.viewer, rep, team) { Ok(()) } else { Err(Error::forbidden()) }
}

/// Who bears an expense: the rep or the team named, or everybody.
async fn bearer(act: &Act<'_>, rep: Option<&ID>, team: Option<&ID>) -> Result<(Option<Uuid>, Option<Uuid>)> {
    let rep = act.refer_maybe::<entity::rep::Entity>(rep, &["input", "rep"]).await?;
    let team = act.refer_maybe::<team::Entity>(team, &["input", "team"]).await?;
    may_record(act, rep, team)?;
    Ok((rep, team))
}

/// Who bears it from now on: a rep named takes the place of a team, and a team that of a rep.
async fn new_bearer(
    act: &Act<'_>,
    before: &expense::Model,
    rep: &MaybeUndefined<ID>,
    team: &MaybeUndefined<ID>,
) -> Result<(Option<Uuid>, Option<Uuid>)> {
    let named = (rep.value(), team.value());
    if let (Some(_), Some(_)) = named {
        return Err(UserError::input(&["input", "team"], "Name a rep or a team, not both.").into());
    }
    if named != (None, None) {
        return bearer(act, named.0, named.1).await;
    }
    // What is cleared is borne by everybody; what is left out stays.
    let rep = if rep.is_null() { None } else { before.rep_id };
    let team = if team.is_null() { None } else { before.team_id };
    may_record(act, rep, team)?;
    Ok((rep, team))
}

/// Whether who shares an expense is to be decided anew.
fn is_shared_otherwise(before: &expense::Model, after: &expense::Model) -> bool {
    let by = |expense: &expense::Model| {
        let day = match expense.allocation {
            expense::Allocation::Equal => Some(expense.incurred_on),
            expense::Allocation::HeadcountDays | expense::Allocation::Revenue => key::month(expense.incurred_on).from,
        };
        (expense.rep_id, expense.team_id, expense.allocation, day)
    };
    by(before) != by(after)
}

/// A day that is not still to come.
fn past(act: &Act<'_>, day: Date, name: &str) -> Result<NaiveDate> {
    if day.0 > PostingContext::new(act.organization)?.day(act.now) {
        return Err(UserError::input(&["input", name], "This cannot be in the future.").into());
    }
    Ok(day.0)
}
