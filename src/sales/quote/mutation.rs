//! Changing quotes: one mutation an act.

use async_graphql::{Context, ID, MaybeUndefined, Object};
use entity::quote::{self, Status};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::{
    Quote, QuoteState,
    input::{QuoteAnswerInput, QuoteCreateInput, QuoteReviseInput, QuoteSendInput, QuoteUpdateInput},
    lifecycle,
    state::QuoteStep,
};
use crate::{
    error::{Result, UserError},
    graphql::{
        Date, MoneyInput,
        input::{self, LINE},
        payload::answer,
    },
    mutation::Act,
    payload,
    sales::related_to::{RelatedTo, RelatedToInput, optional},
};

payload!("quoteCreate", QuoteCreatePayload, quote: Quote);
payload!("quoteUpdate", QuoteUpdatePayload, quote: Quote);
payload!("quoteRevise", QuoteRevisePayload, quote: Quote);
payload!("quoteSend", QuoteSendPayload, quote: Quote);
payload!("quoteAccept", QuoteAcceptPayload, quote: Quote);
payload!("quoteDecline", QuoteDeclinePayload, quote: Quote);
payload!("quoteExpire", QuoteExpirePayload, quote: Quote);
payload!("quoteDelete", QuoteDeletePayload, quote: Quote);
payload!("quoteRestore", QuoteRestorePayload, quote: Quote);

/// Changing quotes.
#[derive(Default)]
pub struct QuoteMutation;

#[Object]
impl QuoteMutation {
    /// Creates a quote as a draft, the first revision of an offer.
    async fn quote_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The quote.")] input: QuoteCreateInput,
    ) -> Option<Result<QuoteCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a draft; a sent quote is revised instead.
    async fn quote_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The quote.")] id: ID,
        #[graphql(desc = "The changes.")] input: QuoteUpdateInput,
    ) -> Option<Result<QuoteUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Creates the next revision of an offer as a draft, and returns it.
    ///
    /// The revision before becomes SUPERSEDED.
    async fn quote_revise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last revision of the offer.")] id: ID,
        #[graphql(desc = "The new revision.")] input: Option<QuoteReviseInput>,
    ) -> Option<Result<QuoteRevisePayload>> {
        answer(revise(ctx, id, input.unwrap_or_default()).await)
    }

    /// Marks a draft as sent to the customer.
    async fn quote_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The quote.")] id: ID,
        #[graphql(desc = "When it was sent.")] input: Option<QuoteSendInput>,
    ) -> Option<Result<QuoteSendPayload>> {
        answer(send(ctx, id, input.unwrap_or_default()).await)
    }

    /// Marks a quote as accepted by the customer, while it is valid.
    async fn quote_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The quote.")] id: ID,
        #[graphql(desc = "When it was accepted.")] input: Option<QuoteAnswerInput>,
    ) -> Option<Result<QuoteAcceptPayload>> {
        answer(close(ctx, id, QuoteStep::Accept, input.unwrap_or_default()).await)
    }

    /// Marks a quote as declined by the customer.
    async fn quote_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The quote.")] id: ID,
        #[graphql(desc = "When it was declined.")] input: Option<QuoteAnswerInput>,
    ) -> Option<Result<QuoteDeclinePayload>> {
        answer(close(ctx, id, QuoteStep::Decline, input.unwrap_or_default()).await)
    }

    /// Marks a quote as expired: nobody answered in time.
    async fn quote_expire(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The quote.")] id: ID,
        #[graphql(desc = "The version you read; CONFLICT when the quote has changed since.")] version: Option<i32>,
    ) -> Option<Result<QuoteExpirePayload>> {
        answer(close(ctx, id, QuoteStep::Expire, QuoteAnswerInput { answered_at: None, version }).await)
    }

    /// Deletes a revision of a quote.
    /// It leaves lists and figures and can be restored.
    async fn quote_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The quote.")] id: ID,
    ) -> Option<Result<QuoteDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted revision, unless a later one replaced it.
    async fn quote_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The quote.")] id: ID,
    ) -> Option<Result<QuoteRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: QuoteCreateInput) -> Result<Quote> {
    let mut act = Act::begin(ctx).await?;
    let author = act.owner(input.author.as_ref(), &["input", "author"]).await?;
    let related_input =
        RelatedToInput { deal: optional(input.deal), customer: optional(input.customer), ..RelatedToInput::default() };
    let related = addressed(RelatedTo::default().changed(&act, &related_input).await?)?;
    let (amount, currency) = input.amount.minor(&act.organization.currency, &["input", "amount"])?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let id = Act::new_id();
    let active = quote::ActiveModel {
        family_id: Set(id),
        revision: Set(1),
        number: Set(input::optional(input.number.as_deref(), LINE, &["input", "number"])?),
        deal_id: Set(related.deal),
        customer_id: Set(related.customer),
        author_id: Set(author),
        status: Set(Status::Draft),
        amount: Set(amount),
        currency: Set(currency),
        valid_until_on: Set(input.valid_until_on.map(|day| day.0)),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let made = act.insert::<quote::Entity>(id, active).await?;
    lifecycle::done(act, Vec::new(), made).await
}

/// Refuses an offer to nobody.
fn addressed(related: RelatedTo) -> Result<RelatedTo> {
    if related.customer.is_none() && related.deal.is_none() {
        return Err(UserError::input(&["input", "customer"], "A quote needs a deal or a customer.").into());
    }
    Ok(related)
}

async fn update(ctx: &Context<'_>, id: ID, input: QuoteUpdateInput) -> Result<Quote> {
    let act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id, input.version).await?;
    lifecycle::step(&before, QuoteStep::Update, &["id"])?;
    let mut active = before.clone().into_active_model();
    if let Some(author) = act.new_owner(&input.author, &["input", "author"]).await? {
        active.author_id = Set(author);
    }
    let related = RelatedTo { deal: before.deal_id, customer: before.customer_id, ..RelatedTo::default() };
    let related_input = RelatedToInput { deal: input.deal, customer: input.customer, ..RelatedToInput::default() };
    let related = addressed(related.changed(&act, &related_input).await?)?;
    active.deal_id = Set(related.deal);
    active.customer_id = Set(related.customer);
    set_offer(&act, &mut active, &input.amount, &input.number, input.valid_until_on)?;
    lifecycle::change(act, before, active).await
}

/// Writes what a quote offers: left out keeps.
fn set_offer(
    act: &Act<'_>,
    active: &mut quote::ActiveModel,
    amount: &MaybeUndefined<MoneyInput>,
    number: &MaybeUndefined<String>,
    valid_until_on: MaybeUndefined<Date>,
) -> Result<()> {
    match amount {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => return Err(UserError::input(&["input", "amount"], "This cannot be cleared.").into()),
        MaybeUndefined::Value(amount) => {
            let (amount, currency) = amount.minor(&act.organization.currency, &["input", "amount"])?;
            active.amount = Set(amount);
            active.currency = Set(currency);
        }
    }
    if let Some(number) = input::change_optional(number, LINE, &["input", "number"])? {
        active.number = Set(number);
    }
    if !valid_until_on.is_undefined() {
        active.valid_until_on = Set(valid_until_on.value().map(|day| day.0));
    }
    Ok(())
}

async fn revise(ctx: &Context<'_>, id: ID, input: QuoteReviseInput) -> Result<Quote> {
    let mut act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id, input.version).await?;
    let status = lifecycle::step(&before, QuoteStep::Revise, &["id"])?;
    let offer = QuoteState::hold(&act, before.family_id).await?;
    let family = lifecycle::family(&act, before.family_id).await?;
    if family.iter().any(|row| row.revision > before.revision && row.deleted_at.is_none()) {
        return Err(UserError::conflict(&["id"], "A later revision replaced the quote.").into());
    }
    let last = family.last().map_or(before.revision, |row| row.revision);
    let mut revised = quote::ActiveModel {
        family_id: Set(before.family_id),
        revision: Set(last.saturating_add(1)),
        number: Set(before.number.clone()),
        deal_id: Set(before.deal_id),
        customer_id: Set(before.customer_id),
        author_id: Set(before.author_id),
        status: Set(Status::Draft),
        amount: Set(before.amount),
        currency: Set(before.currency.clone()),
        valid_until_on: Set(before.valid_until_on),
        ..Default::default()
    };
    set_offer(&act, &mut revised, &input.amount, &input.number, input.valid_until_on)?;
    let mut active = before.clone().into_active_model();
    active.status = Set(status);
    act.update::<quote::Entity>(&before, active).await?;
    let made = act.insert::<quote::Entity>(Act::new_id(), revised).await?;
    lifecycle::done(act, offer, made).await
}

async fn send(ctx: &Context<'_>, id: ID, input: QuoteSendInput) -> Result<Quote> {
    let act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id, input.version).await?;
    let status = lifecycle::step(&before, QuoteStep::Send, &["id"])?;
    let sent_at = act.backdated(input.sent_at, &["input", "sentAt"])?;
    lifecycle::expect_valid(&act, &before, sent_at, &["id"])?;
    let mut active = before.clone().into_active_model();
    active.status = Set(status);
    active.sent_at = Set(Some(sent_at));
    lifecycle::change(act, before, active).await
}

async fn close(ctx: &Context<'_>, id: ID, answer: QuoteStep, input: QuoteAnswerInput) -> Result<Quote> {
    let mut act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id, input.version).await?;
    let at = act.backdated(input.answered_at, &["input", "answeredAt"])?;
    let after = lifecycle::close(&mut act, before, answer, at, &["id"]).await?;
    act.commit().await?;
    Ok(Quote(after))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Quote> {
    let mut act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id, None).await?;
    let offer = QuoteState::hold(&act, before.family_id).await?;
    let after = act.delete::<quote::Entity>(&before).await?;
    lifecycle::done(act, offer, after).await
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Quote> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<quote::Entity>(&id, &["id"]).await?;
    act.may_edit(before.author_id)?;
    let offer = QuoteState::hold(&act, before.family_id).await?;
    let family = lifecycle::family(&act, before.family_id).await?;
    let is_replaced = family.iter().any(|row| row.revision > before.revision && row.deleted_at.is_none());
    if is_replaced && before.status != Status::Superseded {
        return Err(UserError::conflict(&["id"], "A later revision replaced the quote.").into());
    }
    let after = act.restore::<quote::Entity>(&before).await?;
    lifecycle::done(act, offer, after).await
}
