//! The complaint mutations.

use async_graphql::{Context, ID, MaybeUndefined, Object};
use entity::{
    complaint::{self, Model},
    outcome_reason::Outcome,
    product,
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::{
    Complaint, ComplaintState,
    input::{ComplaintOpenInput, ComplaintResolveInput, ComplaintUpdateInput},
};
use crate::{
    access::policy,
    after_sale::won_deal_credit,
    error::{Error, Result, UserError},
    graphql::{
        input::{self, LINE, NOTE},
        payload::answer,
    },
    mutation::Act,
    payload,
    sales::{
        reason,
        related_to::{RelatedTo, RelatedToInput, optional},
    },
};

payload!("complaintOpen", ComplaintOpenPayload, complaint: Complaint);
payload!("complaintUpdate", ComplaintUpdatePayload, complaint: Complaint);
payload!("complaintResolve", ComplaintResolvePayload, complaint: Complaint);
payload!("complaintReopen", ComplaintReopenPayload, complaint: Complaint);
payload!("complaintDelete", ComplaintDeletePayload, complaint: Complaint);
payload!("complaintRestore", ComplaintRestorePayload, complaint: Complaint);

/// Opening and settling complaints.
#[derive(Default)]
pub struct ComplaintMutation;

#[Object]
impl ComplaintMutation {
    /// Creates a complaint.
    async fn complaint_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new complaint.")] input: ComplaintOpenInput,
    ) -> Option<Result<ComplaintOpenPayload>> {
        answer(open(ctx, input).await)
    }

    /// Changes a complaint.
    async fn complaint_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
        #[graphql(desc = "The changes.")] input: ComplaintUpdateInput,
    ) -> Option<Result<ComplaintUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Resolves an open complaint.
    async fn complaint_resolve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
        #[graphql(desc = "How it was resolved.")] input: Option<ComplaintResolveInput>,
    ) -> Option<Result<ComplaintResolvePayload>> {
        answer(resolve(ctx, id, input.unwrap_or_default()).await)
    }

    /// Reopens a resolved complaint.
    /// It no longer counts in the period it was resolved in.
    async fn complaint_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
        #[graphql(desc = "The version you read; CONFLICT when the complaint has changed since.")] version: Option<i32>,
    ) -> Option<Result<ComplaintReopenPayload>> {
        answer(reopen(ctx, id, version).await)
    }

    /// Deletes a complaint.
    /// It leaves lists and figures and can be restored.
    async fn complaint_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
    ) -> Option<Result<ComplaintDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted complaint.
    async fn complaint_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
    ) -> Option<Result<ComplaintRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn open(ctx: &Context<'_>, input: ComplaintOpenInput) -> Result<Complaint> {
    let mut act = Act::begin(ctx).await?;
    let opened_at = act.backdated(input.opened_at, &["input", "openedAt"])?;
    let handler = act.owner(input.handler.as_ref(), &["input", "handler"]).await?;
    let related_input =
        RelatedToInput { customer: optional(input.customer), deal: optional(input.deal), ..RelatedToInput::default() };
    let related = RelatedTo::default().changed(&act, &related_input).await?;
    let (customer, owner) = related.account(&act).await?;
    let product = act.refer_maybe::<product::Entity>(input.product.as_ref(), &["input", "product"]).await?;
    let (reason, secondary) = (input.reason.as_ref(), input.secondary_reason.as_ref());
    let refund = match &input.refund {
        Some(refund) => Some(refund.minor(&act.organization.currency, &["input", "refund"])?),
        None => None,
    };
    let (refund_amount, refund_currency) = refund.unzip();
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let active = complaint::ActiveModel {
        customer_id: Set(customer),
        deal_id: Set(related.deal),
        product_id: Set(product),
        order_number: Set(input::optional(input.order_number.as_deref(), LINE, &["input", "orderNumber"])?),
        reason_id: Set(reason::chosen(&act, reason, Outcome::Complaint).await?),
        secondary_reason_id: Set(reason::chosen_at(&act, secondary, Outcome::Complaint, SECONDARY).await?),
        subject: Set(input::optional(input.subject.as_deref(), LINE, &["input", "subject"])?),
        note: Set(input::optional(input.note.as_deref(), NOTE, &["input", "note"])?),
        owner_id: Set(owner),
        handler_id: Set(handler),
        opened_at: Set(opened_at),
        reopen_count: Set(0),
        refund_amount: Set(refund_amount),
        refund_currency: Set(refund_currency),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    won_deal_credit::hold(&act.tx, related.deal).await?;
    let made = act.insert::<complaint::Entity>(Act::new_id(), active).await?;
    done(act, None, made).await
}

async fn update(ctx: &Context<'_>, id: ID, input: ComplaintUpdateInput) -> Result<Complaint> {
    let mut act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id, input.version).await?;
    let mut active = before.clone().into_active_model();
    if !input.customer.is_undefined() || !input.deal.is_undefined() {
        policy::allow_mutation(act.viewer, "complaintDelete").map_err(|_| Error::forbidden())?;
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
    if let Some(number) = input::change_optional(&input.order_number, LINE, &["input", "orderNumber"])? {
        active.order_number = Set(number);
    }
    if !input.reason.is_undefined() {
        active.reason_id = Set(reason::chosen(&act, input.reason.value(), Outcome::Complaint).await?);
    }
    if !input.secondary_reason.is_undefined() {
        let reason = input.secondary_reason.value();
        active.secondary_reason_id = Set(reason::chosen_at(&act, reason, Outcome::Complaint, SECONDARY).await?);
    }
    if let Some(subject) = input::change_optional(&input.subject, LINE, &["input", "subject"])? {
        active.subject = Set(subject);
    }
    if let Some(note) = input::change_optional(&input.note, NOTE, &["input", "note"])? {
        active.note = Set(note);
    }
    if let Some(handler) = act.new_owner(&input.handler, &["input", "handler"]).await? {
        active.handler_id = Set(handler);
    }
    match &input.refund {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => {
            active.refund_amount = Set(None);
            active.refund_currency = Set(None);
        }
        MaybeUndefined::Value(refund) => {
            let (amount, currency) = refund.minor(&act.organization.currency, &["input", "refund"])?;
            active.refund_amount = Set(Some(amount));
            active.refund_currency = Set(Some(currency));
        }
    }
    let after = act.update::<complaint::Entity>(&before, active).await?;
    done(act, Some(before), after).await
}

async fn resolve(ctx: &Context<'_>, id: ID, input: ComplaintResolveInput) -> Result<Complaint> {
    let mut act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id, input.version).await?;
    if before.resolved_at.is_some() {
        return Err(UserError::conflict(&["id"], "The complaint is already resolved.").into());
    }
    let resolved_at = act.backdated(input.resolved_at, &["input", "resolvedAt"])?;
    if resolved_at < before.opened_at {
        let message = "A complaint cannot be resolved before it is made.";
        return Err(UserError::input(&["input", "resolvedAt"], message).into());
    }
    let mut active = before.clone().into_active_model();
    active.resolved_at = Set(Some(resolved_at));
    if let Some(refund) = &input.refund {
        let (amount, currency) = refund.minor(&act.organization.currency, &["input", "refund"])?;
        active.refund_amount = Set(Some(amount));
        active.refund_currency = Set(Some(currency));
    }
    if let Some(note) = input::optional(input.note.as_deref(), NOTE, &["input", "note"])? {
        active.note = Set(Some(note));
    }
    let after = act.update::<complaint::Entity>(&before, active).await?;
    done(act, Some(before), after).await
}

async fn reopen(ctx: &Context<'_>, id: ID, version: Option<i32>) -> Result<Complaint> {
    let mut act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id, version).await?;
    if before.resolved_at.is_none() {
        return Err(UserError::conflict(&["id"], "The complaint is open.").into());
    }
    let mut active = before.clone().into_active_model();
    active.resolved_at = Set(None);
    active.reopen_count = Set(before.reopen_count.saturating_add(1));
    let after = act.update::<complaint::Entity>(&before, active).await?;
    done(act, Some(before), after).await
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Complaint> {
    let mut act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id, None).await?;
    let after = act.delete::<complaint::Entity>(&before).await?;
    done(act, Some(before), after).await
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Complaint> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<complaint::Entity>(&id, &["id"]).await?;
    may_edit(&act, &before)?;
    let after = act.restore::<complaint::Entity>(&before).await?;
    done(act, Some(before), after).await
}

/// The path to the further reason.
const SECONDARY: &[&str] = &["input", "secondaryReason"];

/// The complaint of an id, if it is the viewer's to change and as they read it.
async fn open_to_edit(act: &Act<'_>, id: &ID, version: Option<i32>) -> Result<Model> {
    let complaint = act.get::<complaint::Entity>(id, &["id"]).await?;
    may_edit(act, &complaint)?;
    act.expect_version::<complaint::Entity>(&complaint, version)?;
    Ok(complaint)
}

/// Whoever handles a complaint, and whose customer complained, may change it.
fn may_edit(act: &Act<'_>, complaint: &Model) -> Result<()> {
    act.may_edit(complaint.handler_id).or_else(|_| act.may_edit(complaint.owner_id))
}

/// Has what a complaint states posted, and ends the act.
async fn done(mut act: Act<'_>, before: Option<Model>, after: Model) -> Result<Complaint> {
    let deals = before.iter().chain([&after]).filter_map(|complaint| complaint.deal_id);
    won_deal_credit::hold(&act.tx, deals).await?;
    let states = ComplaintState::load(&act.tx, before.into_iter().chain([after.clone()]).collect()).await?;
    let mut states = states.into_iter().rev();
    let (stated_after, stated_before) = (states.next(), states.next());
    act.restate(stated_before, stated_after);
    act.commit().await?;
    Ok(Complaint(after))
}
