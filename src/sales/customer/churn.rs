//! Departures: customers that leave before their activity window or their contract ends.

use async_graphql::{Context, Description, ID, InputObject, Object};
use chrono::NaiveDate;
use entity::{Kind, customer, customer_churn, outcome_reason};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Customer, Life};
use crate::{
    access::policy,
    error::{Error, Result, UserError},
    graphql::{Date, DateTime, payload::answer, request::Request},
    ledger::PostingContext,
    mutation::Act,
    payload,
    sales::reason::{self, OutcomeReason},
};

/// A departure of a customer.
#[derive(Description)]
pub struct CustomerChurn(pub customer_churn::Model);

#[Object(use_type_description)]
impl CustomerChurn {
    /// The first day on which it is no longer a customer.
    async fn churned_on(&self) -> Date {
        Date(self.0.churned_on)
    }

    /// Why it left; null when not given.
    async fn reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.reason_id).await.transpose()
    }

    /// When this was recorded.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}

/// The departures of a customer, the earliest first.
pub(super) async fn of_customer(ctx: &Context<'_>, customer: Uuid) -> Result<Vec<CustomerChurn>> {
    use customer_churn::Column::{ChurnedOn, CustomerId};
    let rows = Request::of(ctx)?.loaders.every::<customer_churn::Entity>(CustomerId, customer, ChurnedOn).await?;
    Ok(rows.into_iter().map(CustomerChurn).collect())
}

/// When and why a customer leaves.
#[derive(InputObject, Default)]
pub struct CustomerChurnInput {
    /// The first day it is no longer a customer (default: today).
    /// Reps may date it back by one day at most.
    pub on: Option<Date>,
    /// The reason, one with the outcome CHURNED.
    pub reason: Option<ID>,
}

payload!("customerChurn", CustomerChurnPayload, customer: Customer);
payload!("customerChurnRevoke", CustomerChurnRevokePayload, customer: Customer);

/// Departures of customers.
#[derive(Default)]
pub struct CustomerChurnMutation;

#[Object]
impl CustomerChurnMutation {
    /// Records that a customer leaves.
    ///
    /// From that day on it is lost, whatever was won or signed with it before. A win on that day or later brings it
    /// back.
    async fn customer_churn(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The customer.")] id: ID,
        #[graphql(desc = "When and why.")] input: Option<CustomerChurnInput>,
    ) -> Option<Result<CustomerChurnPayload>> {
        answer(leave(ctx, id, input.unwrap_or_default()).await)
    }

    /// Revokes the last recorded departure of a customer.
    async fn customer_churn_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The customer.")] id: ID,
    ) -> Option<Result<CustomerChurnRevokePayload>> {
        answer(stay(ctx, id).await)
    }
}

async fn leave(ctx: &Context<'_>, id: ID, input: CustomerChurnInput) -> Result<Customer> {
    const ON: [&str; 2] = ["input", "on"];
    let mut act = Act::begin(ctx).await?;
    let customer = act.get::<customer::Entity>(&id, &["id"]).await?;
    act.may_edit(customer.owner_id)?;
    let context = PostingContext::new(act.organization)?;
    let today = context.day(act.now);
    let on = input.on.map_or(today, |day| day.0);
    expect_datable(&act, on, today)?;
    let reason = reason::chosen(&act, input.reason.as_ref(), outcome_reason::Outcome::Churned).await?;
    let before = life(&act, customer.id).await?;
    if !before.is_active_around(&context, on) {
        return Err(UserError::input(&ON, "It is not an active customer on that day.").into());
    }
    let row = customer_churn::ActiveModel {
        id: Set(Act::new_id()),
        customer_id: Set(customer.id),
        churned_on: Set(on),
        reason_id: Set(reason),
        created_at: Set(act.now),
    };
    customer_churn::Entity::insert(row).exec_without_returning(&act.tx).await?;
    act.note(Kind::Customer, customer.id, "churn", Value::Null, json!({"on": on, "reason": reason}))?;
    let mut after = before.clone();
    after.churns.push(on);
    act.restate(Some(before), Some(after));
    act.commit().await?;
    Ok(Customer(customer))
}

#[expect(clippy::disallowed_methods, reason = "a departure of a customer that was found through the viewer's door")]
async fn stay(ctx: &Context<'_>, id: ID) -> Result<Customer> {
    let mut act = Act::begin(ctx).await?;
    let customer = act.get::<customer::Entity>(&id, &["id"]).await?;
    act.may_edit(customer.owner_id)?;
    let last = customer_churn::Entity::find()
        .filter(customer_churn::Column::CustomerId.eq(customer.id))
        .order_by_desc(customer_churn::Column::ChurnedOn)
        .one(&act.tx)
        .await?;
    let Some(last) = last else {
        return Err(UserError::conflict(&["id"], "The customer has no recorded departure.").into());
    };
    let context = PostingContext::new(act.organization)?;
    expect_datable(&act, last.churned_on, context.day(act.now)).map_err(|_| Error::forbidden())?;
    let before = life(&act, customer.id).await?;
    customer_churn::Entity::delete_many().filter(customer_churn::Column::Id.eq(last.id)).exec(&act.tx).await?;
    let was = json!({"on": last.churned_on, "reason": last.reason_id});
    act.note(Kind::Customer, customer.id, "churn", was, Value::Null)?;
    let mut after = before.clone();
    after.churns.retain(|churn| *churn != last.churned_on);
    act.restate(Some(before), Some(after));
    act.commit().await?;
    Ok(Customer(customer))
}

/// Refuses a day to come, and one further back than the viewer may restate.
fn expect_datable(act: &Act<'_>, on: NaiveDate, today: NaiveDate) -> Result<()> {
    let refused = |why| Err(UserError::input(&["input", "on"], why).into());
    if on > today {
        return refused("This cannot be in the future.");
    }
    let is_manager = policy::allow_mutation(act.viewer, "customerDelete").is_ok();
    if !is_manager && on.succ_opt().is_some_and(|next| next < today) {
        return refused("Only a manager can date this more than a day back.");
    }
    Ok(())
}

/// The life of a customer that the act has locked.
pub(super) async fn life(act: &Act<'_>, customer: Uuid) -> Result<Life> {
    let lives = Life::load(&act.tx, &[customer]).await?;
    lives.into_iter().next().ok_or_else(|| Error::Bug("a customer without a life".into()))
}
