//! The contract mutations.

use async_graphql::{Context, ID, MaybeUndefined, Object};
use entity::contract::{self, Model};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::{
    Contract,
    input::{ContractRenewInput, ContractSignInput, ContractTerminateInput, ContractUpdateInput},
    signing, term,
};
use crate::{
    access::policy,
    error::{Error, Result, UserError},
    graphql::{
        input::{self, LINE},
        payload::answer,
    },
    ledger::PostingContext,
    mutation::Act,
    payload,
    sales::{
        customer::Life,
        quote::QuoteState,
        related_to::{RelatedTo, RelatedToInput, optional},
    },
};

payload!("contractSign", ContractSignPayload, contract: Contract);
payload!("contractUpdate", ContractUpdatePayload, contract: Contract);
payload!("contractRenew", ContractRenewPayload, contract: Contract);
payload!("contractTerminate", ContractTerminatePayload, contract: Contract);
payload!("contractDelete", ContractDeletePayload, contract: Contract);
payload!("contractRestore", ContractRestorePayload, contract: Contract);

/// Signing and changing contracts.
#[derive(Default)]
pub struct ContractMutation;

#[Object]
impl ContractMutation {
    /// Signs a contract, from a quote or without one.
    async fn contract_sign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A signed contract.")] input: ContractSignInput,
    ) -> Option<Result<ContractSignPayload>> {
        answer(sign(ctx, input).await)
    }

    /// Changes a contract.
    async fn contract_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] id: ID,
        #[graphql(desc = "The changes.")] input: ContractUpdateInput,
    ) -> Option<Result<ContractUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Signs a contract that renews another, and returns the new one.
    async fn contract_renew(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract to renew.")] id: ID,
        #[graphql(desc = "The renewal.")] input: ContractRenewInput,
    ) -> Option<Result<ContractRenewPayload>> {
        answer(renew(ctx, id, input).await)
    }

    /// Ends a contract early; its signature still counts.
    async fn contract_terminate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] id: ID,
        #[graphql(desc = "When it ends.")] input: Option<ContractTerminateInput>,
    ) -> Option<Result<ContractTerminatePayload>> {
        answer(terminate(ctx, id, input.unwrap_or_default()).await)
    }

    /// Deletes a contract.
    /// It leaves lists and figures and can be restored.
    async fn contract_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] id: ID,
    ) -> Option<Result<ContractDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted contract.
    async fn contract_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] id: ID,
    ) -> Option<Result<ContractRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn sign(ctx: &Context<'_>, input: ContractSignInput) -> Result<Contract> {
    let mut act = Act::begin(ctx).await?;
    let signed_at = act.backdated(input.signed_at, &["input", "signedAt"])?;
    let (starts_on, ends_on) = (input.starts_on.0, input.ends_on.map(|day| day.0));
    signing::expect_term(starts_on, ends_on)?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let quote = signing::from_quote(&mut act, input.quote.as_ref(), signed_at).await?;
    let owner = match (&input.rep, &quote) {
        (None, Some(quote)) => quote.author_id,
        (rep, _) => act.owner(rep.as_ref(), &["input", "rep"]).await?,
    };
    let (amount, currency) = match (&input.amount, &quote) {
        (Some(amount), _) => amount.minor(&act.organization.currency, &["input", "amount"])?,
        (None, Some(quote)) => (quote.amount, quote.currency.clone()),
        (None, None) => return Err(UserError::input(&["input", "amount"], "Give the amount of the contract.").into()),
    };
    let quoted = quote.as_ref().map(|quote| RelatedTo {
        deal: quote.deal_id,
        customer: quote.customer_id,
        ..RelatedTo::default()
    });
    let related_input =
        RelatedToInput { deal: optional(input.deal), customer: optional(input.customer), ..RelatedToInput::default() };
    let related = quoted.unwrap_or_default().changed(&act, &related_input).await?;
    if related.customer.is_none() && related.deal.is_none() {
        return Err(UserError::input(&["input", "customer"], "A contract needs a customer or a deal.").into());
    }
    let active = contract::ActiveModel {
        number: Set(input::optional(input.number.as_deref(), LINE, &["input", "number"])?),
        quote_id: Set(quote.map(|quote| quote.id)),
        deal_id: Set(related.deal),
        customer_id: Set(related.customer),
        owner_id: Set(owner),
        amount: Set(amount),
        currency: Set(currency),
        signed_at: Set(signed_at),
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    insert(act, active).await
}

async fn renew(ctx: &Context<'_>, id: ID, input: ContractRenewInput) -> Result<Contract> {
    let mut act = Act::begin(ctx).await?;
    let former = open_to_edit(&act, &id, input.version).await?;
    if former.terminated_on.is_some() {
        return Err(UserError::conflict(&["id"], "The contract was terminated; sign a new one.").into());
    }
    if is_renewed(&act, former.id).await? {
        return Err(UserError::conflict(&["id"], "The contract is already renewed.").into());
    }
    let signed_at = act.backdated(input.signed_at, &["input", "signedAt"])?;
    let Some(starts_on) = input.starts_on.map(|day| day.0).or(former.ends_on) else {
        let message = "The contract has no end: say when its renewal starts.";
        return Err(UserError::input(&["input", "startsOn"], message).into());
    };
    if starts_on <= former.starts_on {
        let message = "A renewal starts after the contract that it renews.";
        return Err(UserError::input(&["input", "startsOn"], message).into());
    }
    let ends_on = input.ends_on.map(|day| day.0);
    signing::expect_term(starts_on, ends_on)?;
    let quote = signing::from_quote(&mut act, input.quote.as_ref(), signed_at).await?;
    let owner = match &input.rep {
        Some(rep) => act.owner(Some(rep), &["input", "rep"]).await?,
        None => former.owner_id,
    };
    let (amount, currency) = match (&input.amount, &quote) {
        (Some(amount), _) => amount.minor(&former.currency, &["input", "amount"])?,
        (None, Some(quote)) => (quote.amount, quote.currency.clone()),
        (None, None) => (former.amount, former.currency.clone()),
    };
    let active = contract::ActiveModel {
        number: Set(input::optional(input.number.as_deref(), LINE, &["input", "number"])?),
        quote_id: Set(quote.as_ref().map(|quote| quote.id)),
        deal_id: Set(quote.and_then(|quote| quote.deal_id)),
        customer_id: Set(former.customer_id),
        owner_id: Set(owner),
        amount: Set(amount),
        currency: Set(currency),
        signed_at: Set(signed_at),
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        renews_id: Set(Some(former.id)),
        ..Default::default()
    };
    insert(act, active).await
}

#[expect(clippy::disallowed_methods, reason = "a contract is renewed once, whoever asks")]
async fn is_renewed(act: &Act<'_>, contract: Uuid) -> Result<bool> {
    let renewal = contract::Entity::find()
        .filter(contract::Column::RenewsId.eq(contract))
        .filter(contract::Column::DeletedAt.is_null())
        .one(&act.tx)
        .await?;
    Ok(renewal.is_some())
}

async fn update(ctx: &Context<'_>, id: ID, input: ContractUpdateInput) -> Result<Contract> {
    let act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id, input.version).await?;
    let mut active = before.clone().into_active_model();
    if !input.amount.is_undefined() || !input.rep.is_undefined() {
        // Both restate the period of the signature.
        policy::allow_mutation(act.viewer, "contractDelete").map_err(|_| Error::forbidden())?;
    }
    match &input.amount {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => return Err(UserError::input(&["input", "amount"], "This cannot be cleared.").into()),
        MaybeUndefined::Value(amount) => {
            let (amount, currency) = amount.minor(&act.organization.currency, &["input", "amount"])?;
            active.amount = Set(amount);
            active.currency = Set(currency);
        }
    }
    if let Some(owner) = act.new_owner(&input.rep, &["input", "rep"]).await? {
        active.owner_id = Set(owner);
    }
    if let Some(number) = input::change_optional(&input.number, LINE, &["input", "number"])? {
        active.number = Set(number);
    }
    let starts_on = input::change_value(&input.starts_on, &["input", "startsOn"])?;
    let starts_on = starts_on.map_or(before.starts_on, |day| day.0);
    let ends_on = match input.ends_on {
        MaybeUndefined::Undefined => before.ends_on,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(day) => Some(day.0),
    };
    signing::expect_term(starts_on, ends_on)?;
    active.starts_on = Set(starts_on);
    active.ends_on = Set(ends_on);
    let related = RelatedTo { deal: before.deal_id, customer: before.customer_id, ..RelatedTo::default() };
    let related_input = RelatedToInput { deal: input.deal, customer: input.customer, ..RelatedToInput::default() };
    let related = related.changed(&act, &related_input).await?;
    active.deal_id = Set(related.deal);
    active.customer_id = Set(related.customer);
    change(act, before, active).await
}

async fn terminate(ctx: &Context<'_>, id: ID, input: ContractTerminateInput) -> Result<Contract> {
    let act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id, input.version).await?;
    if before.terminated_on.is_some() {
        return Err(UserError::conflict(&["id"], "The contract is already terminated.").into());
    }
    let on = match input.terminated_on {
        Some(day) => day.0,
        None => PostingContext::new(act.organization)?.day(act.now),
    };
    if let Some(why) = term::refuses_end(&before, on) {
        return Err(UserError::input(&["input", "terminatedOn"], why).into());
    }
    let mut active = before.clone().into_active_model();
    active.terminated_on = Set(Some(on));
    change(act, before, active).await
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Contract> {
    let mut act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id, None).await?;
    let offer = QuoteState::hold_of(&act, before.quote_id).await?;
    let after = act.delete::<contract::Entity>(&before).await?;
    done(act, Some(before), after, offer).await
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Contract> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<contract::Entity>(&id, &["id"]).await?;
    act.may_edit(before.owner_id)?;
    let offer = QuoteState::hold_of(&act, before.quote_id).await?;
    if signing::is_signed_from(&act, before.quote_id).await? {
        let message = "Another contract was signed from the offer meanwhile.";
        return Err(UserError::conflict(&["id"], message).into());
    }
    if let Some(renews) = before.renews_id
        && is_renewed(&act, renews).await?
    {
        return Err(UserError::conflict(&["id"], "Another contract has renewed it meanwhile.").into());
    }
    let after = act.restore::<contract::Entity>(&before).await?;
    done(act, Some(before), after, offer).await
}

/// The contract of an id, if it is the viewer's to change and as they read it.
async fn open_to_edit(act: &Act<'_>, id: &ID, version: Option<i32>) -> Result<Model> {
    let contract = act.get::<contract::Entity>(id, &["id"]).await?;
    act.may_edit(contract.owner_id)?;
    act.expect_version::<contract::Entity>(&contract, version)?;
    Ok(contract)
}

async fn insert(mut act: Act<'_>, active: contract::ActiveModel) -> Result<Contract> {
    let quote = match &active.quote_id {
        Set(quote) => *quote,
        _ => None,
    };
    let offer = QuoteState::hold_of(&act, quote).await?;
    let made = act.insert::<contract::Entity>(Act::new_id(), active).await?;
    done(act, None, made, offer).await
}

async fn change(mut act: Act<'_>, before: Model, active: contract::ActiveModel) -> Result<Contract> {
    let offer = QuoteState::hold_of(&act, before.quote_id).await?;
    let after = act.update::<contract::Entity>(&before, active).await?;
    done(act, Some(before), after, offer).await
}

/// Has a contract and the offer that it was signed from restated, and commits.
async fn done(mut act: Act<'_>, before: Option<Model>, after: Model, offer: Vec<QuoteState>) -> Result<Contract> {
    Life::contract_changed(&mut act, before.as_ref(), &after).await?;
    act.restate(before, Some(after.clone()));
    QuoteState::restate_held(&mut act, offer).await?;
    act.commit().await?;
    Ok(Contract(after))
}
