//! Merging two customers that are the same.
//!
//! Everything that refers to the one that goes refers to the one that stays from then on, and both state anew what they
//! were: the figures of the past come out as if there had always been one.

use std::collections::BTreeSet;

use async_graphql::{Context, ID, InputObject, Object};
use chrono::NaiveDate;
use entity::{
    Kind, complaint, contact, contract, customer, customer_churn, deal, interaction, key_fact, lead, meeting,
    product_return, quote, survey_response,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Customer, group};
use crate::{
    error::{Result, UserError},
    graphql::{id, payload::answer},
    mutation::Act,
    payload,
};

/// Two customers that are the same.
#[derive(InputObject)]
pub struct CustomerMergeInput {
    /// The customer to remove; it leaves all lists and figures permanently.
    pub from: ID,
    /// The customer to keep.
    pub into: ID,
    /// The version you read of the customer to keep.
    /// CONFLICT when it has changed since.
    pub version: Option<i32>,
}

payload!("customerMerge", CustomerMergePayload, customer: Customer);

/// Merging customers.
#[derive(Default)]
pub struct CustomerMergeMutation;

#[Object]
impl CustomerMergeMutation {
    /// Merges two customers that are the same, and returns the one kept.
    ///
    /// Contacts, leads, deals, interactions, meetings, quotes, contracts, survey responses, complaints, returns, key
    /// facts, departures and subsidiaries move to it, and figures of all periods become as if there had always been
    /// one. Its empty fields are filled from the other. You must be allowed to change both accounts, and neither may be
    /// a subsidiary of the other. The removed customer cannot be restored; imports map its identifier to the one kept.
    async fn customer_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Two customers that are the same.")] input: CustomerMergeInput,
    ) -> Option<Result<CustomerMergePayload>> {
        answer(merge(ctx, input).await)
    }
}

const FROM: [&str; 2] = ["input", "from"];
const INTO: [&str; 2] = ["input", "into"];

async fn merge(ctx: &Context<'_>, input: CustomerMergeInput) -> Result<Customer> {
    let mut act = Act::begin(ctx).await?;
    let from = id::parse(Kind::Customer, &input.from, &FROM)?;
    let into = id::parse(Kind::Customer, &input.into, &INTO)?;
    if from == into {
        return Err(UserError::input(&FROM, "A customer cannot be merged into itself.").into());
    }
    hold(&act, from, into).await?;
    let from = act.row::<customer::Entity>(from, &FROM).await?;
    let into = act.row::<customer::Entity>(into, &INTO).await?;
    act.may_edit(from.owner_id)?;
    act.may_edit(into.owner_id)?;
    act.expect_version::<customer::Entity>(&into, input.version)?;
    group::check_merge(&act, &from, &into).await?;

    hand_over(&mut act, from.id, into.id).await?;
    leave_once(&mut act, from.id, into.id).await?;
    let merged = act.update::<customer::Entity>(&into, known(&into, &from)).await?;
    let mut active = from.clone().into_active_model();
    active.merged_into_id = Set(Some(into.id));
    let gone = act.update::<customer::Entity>(&from, active).await?;
    act.delete::<customer::Entity>(&gone).await?;
    act.follow(Kind::Customer, from.id);
    act.follow(Kind::Customer, into.id);
    act.commit().await?;
    Ok(Customer(merged))
}

/// What hangs on a customer is held before the customer, and customers in the order of their ids, as everywhere.
#[expect(clippy::disallowed_methods, reason = "a lock, not a reading")]
async fn hold(act: &Act<'_>, from: Uuid, into: Uuid) -> Result<()> {
    act.hold::<interaction::Entity>(interaction::Column::CustomerId, from).await?;
    act.hold::<meeting::Entity>(meeting::Column::CustomerId, from).await?;
    act.hold::<survey_response::Entity>(survey_response::Column::CustomerId, from).await?;
    act.hold::<complaint::Entity>(complaint::Column::CustomerId, from).await?;
    act.hold::<product_return::Entity>(product_return::Column::CustomerId, from).await?;
    act.hold::<contract::Entity>(contract::Column::CustomerId, from).await?;
    act.hold::<quote::Entity>(quote::Column::CustomerId, from).await?;
    act.hold::<deal::Entity>(deal::Column::CustomerId, from).await?;
    act.hold::<lead::Entity>(lead::Column::CustomerId, from).await?;
    act.hold::<contact::Entity>(contact::Column::CustomerId, from).await?;
    let customers = Condition::any()
        .add(customer::Column::Id.is_in([from, into]))
        .add(customer::Column::ParentId.eq(from))
        .add(customer::Column::MergedIntoId.eq(from));
    let held = customer::Entity::find().select_only().column(customer::Column::Id).filter(customers);
    held.order_by_asc(customer::Column::Id).lock(LockType::Update).into_tuple::<Uuid>().all(&act.tx).await?;
    Ok(())
}

/// Has everything that refers to one customer refer to another, and state anew what it states.
async fn hand_over(act: &mut Act<'_>, from: Uuid, into: Uuid) -> Result<()> {
    macro_rules! redirect {
        ($($entity:ident: $value:expr, $($kind:ident)*;)+) => {$(
            let moved = act.redirect::<$entity::Entity>($entity::Column::CustomerId, from, |row| row.customer_id = $value);
            for id in moved.await? {
                $(act.follow(Kind::$kind, id);)*
                let _ = id;
            }
        )+};
    }
    redirect! {
        interaction: Some(into), Interaction;
        meeting: Some(into), Meeting;
        survey_response: into, SurveyResponse;
        complaint: into, Complaint;
        product_return: into, ProductReturn;
        contract: Some(into), Contract;
        quote: Some(into), Quote;
        deal: Some(into), Deal;
        lead: Some(into), Lead Prospect;
        contact: Some(into),;
        key_fact: Some(into),;
    }
    act.redirect::<customer::Entity>(customer::Column::ParentId, from, |row| row.parent_id = Some(into)).await?;
    // Those merged before point to the one that is left, so that nobody has to follow a chain.
    act.redirect::<customer::Entity>(customer::Column::MergedIntoId, from, |row| row.merged_into_id = Some(into))
        .await?;
    Ok(())
}

/// Has the departures of one customer be those of another, each day once.
#[expect(clippy::disallowed_methods, reason = "departures of customers that were found through the viewer's door")]
async fn leave_once(act: &mut Act<'_>, from: Uuid, into: Uuid) -> Result<()> {
    let churns = customer_churn::Entity::find()
        .filter(customer_churn::Column::CustomerId.is_in([from, into]))
        .order_by_asc(customer_churn::Column::ChurnedOn)
        .all(&act.tx)
        .await?;
    let kept: BTreeSet<NaiveDate> =
        churns.iter().filter(|churn| churn.customer_id == into).map(|churn| churn.churned_on).collect();
    for churn in churns.iter().filter(|churn| churn.customer_id == from) {
        let one = customer_churn::Column::Id.eq(churn.id);
        let said = json!({"on": churn.churned_on, "reason": churn.reason_id});
        act.note(Kind::Customer, from, "churn", said.clone(), Value::Null)?;
        if kept.contains(&churn.churned_on) {
            customer_churn::Entity::delete_many().filter(one).exec(&act.tx).await?;
            continue;
        }
        let to = Expr::value(into);
        let moved = customer_churn::Entity::update_many().col_expr(customer_churn::Column::CustomerId, to).filter(one);
        moved.exec(&act.tx).await?;
        act.note(Kind::Customer, into, "churn", Value::Null, said)?;
    }
    Ok(())
}

/// The customer that stays, with what only the other says.
fn known(into: &customer::Model, from: &customer::Model) -> customer::ActiveModel {
    let word = |one: &Option<String>, other: &Option<String>| one.clone().or_else(|| other.clone());
    let mut active = into.clone().into_active_model();
    active.parent_id = Set(into.parent_id.or(from.parent_id));
    active.segment = Set(word(&into.segment, &from.segment));
    active.industry = Set(word(&into.industry, &from.industry));
    active.employee_count = Set(into.employee_count.or(from.employee_count));
    active.country = Set(word(&into.country, &from.country));
    active.website = Set(word(&into.website, &from.website));
    active.owner_id = Set(into.owner_id.or(from.owner_id));
    active
}
