//! The product return mutations.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use chrono::NaiveDate;
use entity::{
    deal,
    outcome_reason::Outcome,
    product,
    product_return::{self, Model},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter};

use super::{ProductReturn, ReturnState};
use crate::{
    access::{Reach, policy},
    after_sale::won_deal_credit,
    error::{Error, Result, UserError},
    graphql::{
        Count, Date, MoneyInput,
        input::{self, NOTE},
        payload::answer,
    },
    ledger::PostingContext,
    mutation::Act,
    payload,
    sales::{
        reason,
        related_to::{RelatedTo, RelatedToInput, optional},
    },
};

/// A new return.
#[derive(InputObject)]
pub struct ProductReturnCreateInput {
    /// Who sent it back (default: the deal's customer).
    pub customer: Option<ID>,
    /// The sale the goods come from.
    /// The sellers of that deal are credited; without a deal, the owner of the account is.
    pub deal: Option<ID>,
    /// The product.
    pub product: Option<ID>,
    /// The number of units, above 0, to four decimals.
    pub units: Count,
    /// The refund, net of tax; 0 for a mere exchange.
    pub refund: MoneyInput,
    /// The reason, one with the outcome RETURN.
    pub reason: Option<ID>,
    /// What was said, at most 10 000 characters.
    pub note: Option<String>,
    /// The day they came back (default: today).
    /// Not in the future. Only managers may date it before yesterday.
    pub returned_on: Option<Date>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a return.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct ProductReturnUpdateInput {
    /// Who sent it back; it cannot be cleared.
    /// Only a manager may change it, because the credit moves.
    pub customer: MaybeUndefined<ID>,
    /// The sale the goods come from.
    /// Only a manager may change it, because the credit moves.
    pub deal: MaybeUndefined<ID>,
    /// The product.
    pub product: MaybeUndefined<ID>,
    /// The number of units; it cannot be cleared.
    pub units: MaybeUndefined<Count>,
    /// The refund; it cannot be cleared.
    /// Only a manager may change it, because its period is restated.
    pub refund: MaybeUndefined<MoneyInput>,
    /// The reason, one with the outcome RETURN.
    pub reason: MaybeUndefined<ID>,
    /// What was said.
    pub note: MaybeUndefined<String>,
    /// The day they came back; it cannot be cleared.
    /// Only a manager may change it, because two periods are restated.
    pub returned_on: MaybeUndefined<Date>,
    /// The version you read; CONFLICT when the return has changed since.
    pub version: Option<i32>,
}

payload!("productReturnCreate", ProductReturnCreatePayload, product_return: ProductReturn);
payload!("productReturnUpdate", ProductReturnUpdatePayload, product_return: ProductReturn);
payload!("productReturnDelete", ProductReturnDeletePayload, product_return: ProductReturn);
payload!("productReturnRestore", ProductReturnRestorePayload, product_return: ProductReturn);

/// Taking back goods.
#[derive(Default)]
pub struct ProductReturnMutation;

#[Object]
impl ProductReturnMutation {
    /// Records that goods came back.
    async fn product_return_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A new return.")] input: ProductReturnCreateInput,
    ) -> Option<Result<ProductReturnCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a return.
    async fn product_return_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The return.")] id: ID,
        #[graphql(desc = "The changes.")] input: ProductReturnUpdateInput,
    ) -> Option<Result<ProductReturnUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes a return.
    /// It leaves lists and figures and can be restored.
    async fn product_return_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The return.")] id: ID,
    ) -> Option<Result<ProductReturnDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted return.
    async fn product_return_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The return.")] id: ID,
    ) -> Option<Result<ProductReturnRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: ProductReturnCreateInput) -> Result<ProductReturn> {
    let mut act = Act::begin(ctx).await?;
    let today = PostingContext::new(act.organization)?.day(act.now);
    let returned_on = input.returned_on.map_or(today, |day| day.0);
    expect_day(&act, returned_on, today)?;
    let related_input =
        RelatedToInput { customer: optional(input.customer), deal: optional(input.deal), ..RelatedToInput::default() };
    let related = RelatedTo::default().changed(&act, &related_input).await?;
    let (customer, owner) = related.account(&act).await?;
    let product = act.refer_maybe::<product::Entity>(input.product.as_ref(), &["input", "product"]).await?;
    let (amount, currency) = input.refund.minor(&act.organization.currency, &["input", "refund"])?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let active = product_return::ActiveModel {
        customer_id: Set(customer),
        deal_id: Set(related.deal),
        product_id: Set(product),
        units_e4: Set(units(input.units)?),
        amount: Set(amount),
        currency: Set(currency),
        reason_id: Set(reason::chosen(&act, input.reason.as_ref(), Outcome::Return).await?),
        note: Set(input::optional(input.note.as_deref(), NOTE, &["input", "note"])?),
        owner_id: Set(owner),
        returned_on: Set(returned_on),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    won_deal_credit::hold(&act.tx, related.deal).await?;
    let made = act.insert::<product_return::Entity>(Act::new_id(), active).await?;
    done(act, None, made).await
}

async fn update(ctx: &Context<'_>, id: ID, input: ProductReturnUpdateInput) -> Result<ProductReturn> {
    let mut act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id, input.version).await?;
    let mut active = before.clone().into_active_model();
    let moves_credit = !input.customer.is_undefined() || !input.deal.is_undefined();
    if moves_credit || !input.refund.is_undefined() || !input.returned_on.is_undefined() {
        policy::allow_mutation(act.viewer, "productReturnDelete").map_err(|_| Error::forbidden())?;
    }
    if moves_credit {
        let related = RelatedTo { customer: Some(before.customer_id), deal: before.deal_id, ..RelatedTo::default() };
        let related_input = RelatedToInput { customer: input.customer, deal: input.deal, ..RelatedToInput::default() };
        let related = related.changed(&act, &related_input).await?;
        let (customer, owner) = related.account(&act).await?;
        active.deal_id = Set(related.deal);
        if customer != before.customer_id {
            active.customer_id = Set(customer);
            active.owner_id = Set(owner);
        }
        won_deal_credit::hold(&act.tx, before.deal_id.into_iter().chain(related.deal)).await?;
    }
    match &input.product {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => active.product_id = Set(None),
        MaybeUndefined::Value(id) => {
            active.product_id = Set(Some(act.refer::<product::Entity>(id, &["input", "product"]).await?));
        }
    }
    if let Some(count) = input::change_value(&input.units, &["input", "units"])? {
        active.units_e4 = Set(units(count)?);
    }
    if let Some(refund) = input::change_value(&input.refund, &["input", "refund"])? {
        let (amount, currency) = refund.minor(&act.organization.currency, &["input", "refund"])?;
        active.amount = Set(amount);
        active.currency = Set(currency);
    }
    if !input.reason.is_undefined() {
        active.reason_id = Set(reason::chosen(&act, input.reason.value(), Outcome::Return).await?);
    }
    if let Some(note) = input::change_optional(&input.note, NOTE, &["input", "note"])? {
        active.note = Set(note);
    }
    if let Some(day) = input::change_value(&input.returned_on, &["input", "returnedOn"])? {
        expect_day(&act, day.0, PostingContext::new(act.organization)?.day(act.now))?;
        active.returned_on = Set(day.0);
    }
    let after = act.update::<product_return::Entity>(&before, active).await?;
    done(act, Some(before), after).await
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<ProductReturn> {
    let mut act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id, None).await?;
    let after = act.delete::<product_return::Entity>(&before).await?;
    done(act, Some(before), after).await
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<ProductReturn> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<product_return::Entity>(&id, &["id"]).await?;
    may_edit(&act, &before).await?;
    let after = act.restore::<product_return::Entity>(&before).await?;
    done(act, Some(before), after).await
}

/// Refuses days to come, and of reps those before yesterday.
fn expect_day(act: &Act<'_>, day: NaiveDate, today: NaiveDate) -> Result<()> {
    let field = &["input", "returnedOn"];
    if day > today {
        return Err(UserError::input(field, "This cannot be in the future.").into());
    }
    if matches!(act.viewer.reach(), Reach::Own(_)) && (today - day).num_days() > 1 {
        return Err(UserError::input(field, "Only a manager can date this more than a day back.").into());
    }
    Ok(())
}

/// A number of units, within what is ever sold.
fn units(units: Count) -> Result<i64> {
    if units.0 <= 0 || units.0 > 10_000_000_000_000 {
        let message = "A number above 0, and no more than a thousand million, is wanted.";
        return Err(UserError::input(&["input", "units"], message).into());
    }
    Ok(units.0)
}

/// The return of an id, if it is the viewer's to change and as they read it.
async fn open_to_edit(act: &Act<'_>, id: &ID, version: Option<i32>) -> Result<Model> {
    let returned = act.get::<product_return::Entity>(id, &["id"]).await?;
    may_edit(act, &returned).await?;
    act.expect_version::<product_return::Entity>(&returned, version)?;
    Ok(returned)
}

/// Whose customer sent something back, and whose sale it comes from, may change what is said of it.
async fn may_edit(act: &Act<'_>, returned: &Model) -> Result<()> {
    let of_account = act.may_edit(returned.owner_id);
    match (&of_account, returned.deal_id) {
        (Err(_), Some(deal)) => {
            let deal = act.viewer.find::<deal::Entity>().filter(deal::Column::Id.eq(deal)).one(&act.tx).await?;
            deal.map_or(of_account, |deal| act.may_edit(deal.owner_id))
        }
        _ => of_account,
    }
}

/// Has what a return states posted, and ends the act.
async fn done(mut act: Act<'_>, before: Option<Model>, after: Model) -> Result<ProductReturn> {
    let deals = before.iter().chain([&after]).filter_map(|returned| returned.deal_id);
    won_deal_credit::hold(&act.tx, deals).await?;
    let states = ReturnState::load(&act.tx, before.into_iter().chain([after.clone()]).collect()).await?;
    let mut states = states.into_iter().rev();
    let (stated_after, stated_before) = (states.next(), states.next());
    act.restate(stated_before, stated_after);
    act.commit().await?;
    Ok(ProductReturn(after))
}
