//! Handing leads over from marketing to sales, and what sales makes of it.
//!
//! A lead is handed over once. Sales accepts or rejects it, and may come round until the lead is converted; whoever
//! qualifies or converts it has accepted it. Rejecting tells marketing why: it is not disqualifying, which tells whether
//! the lead is worth selling to at all.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime as Instant, Utc};
use entity::{lead, outcome_reason};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::{
    Lead,
    mutation::{happened, open, save},
    rules::{self, LeadStep},
};
use crate::{
    error::{Result, UserError},
    graphql::{
        DateTime,
        input::{self, NOTE},
        payload::answer,
    },
    marketing::prospect,
    mutation::Act,
    payload,
    sales::reason,
};

/// The hand-over of a lead to sales.
#[derive(InputObject, Default)]
pub struct LeadHandOverInput {
    /// The new owner (default: the present one).
    pub rep: Option<ID>,
    /// When it happened (default: now).
    /// Not in the future or before the receipt.
    pub handed_over_at: Option<DateTime>,
    /// The version you read; CONFLICT when the lead has changed since.
    pub version: Option<i32>,
}

/// The acceptance of a lead by sales.
#[derive(InputObject, Default)]
pub struct LeadAcceptInput {
    /// When it happened (default: now).
    /// Not in the future or before the hand-over. Only managers may date it more than a day back.
    pub accepted_at: Option<DateTime>,
    /// The version you read; CONFLICT when the lead has changed since.
    pub version: Option<i32>,
}

/// The rejection of a lead by sales.
#[derive(InputObject, Default)]
pub struct LeadRejectInput {
    /// When it happened (default: now).
    /// Not in the future or before the hand-over. Only managers may date it more than a day back.
    pub rejected_at: Option<DateTime>,
    /// The reason, one with the outcome DISQUALIFIED.
    pub reason: Option<ID>,
    /// Feedback to marketing in words, at most 10 000 characters.
    pub note: Option<String>,
    /// The version you read; CONFLICT when the lead has changed since.
    pub version: Option<i32>,
}

payload!("leadHandOver", LeadHandOverPayload, lead: Lead);
payload!("leadAccept", LeadAcceptPayload, lead: Lead);
payload!("leadReject", LeadRejectPayload, lead: Lead);

/// Handing leads over.
#[derive(Default)]
pub struct LeadHandOverMutation;

#[Object]
impl LeadHandOverMutation {
    /// Hands a lead over from marketing to sales, once.
    async fn lead_hand_over(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
        #[graphql(desc = "How it is handed over.")] input: Option<LeadHandOverInput>,
    ) -> Option<Result<LeadHandOverPayload>> {
        answer(hand_over(ctx, id, input.unwrap_or_default()).await)
    }

    /// Accepts a lead that was handed over, a rejected one included.
    async fn lead_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
        #[graphql(desc = "When it was accepted.")] input: Option<LeadAcceptInput>,
    ) -> Option<Result<LeadAcceptPayload>> {
        answer(accept(ctx, id, input.unwrap_or_default()).await)
    }

    /// Rejects a lead that was handed over, with feedback to marketing.
    async fn lead_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
        #[graphql(desc = "Why and when it was rejected.")] input: Option<LeadRejectInput>,
    ) -> Option<Result<LeadRejectPayload>> {
        answer(reject(ctx, id, input.unwrap_or_default()).await)
    }
}

async fn hand_over(ctx: &Context<'_>, id: ID, input: LeadHandOverInput) -> Result<Lead> {
    let act = Act::begin(ctx).await?;
    let before = open(&act, &id, input.version).await?;
    rules::allow(&before, LeadStep::HandOver)?;
    let owner = match &input.rep {
        Some(rep) => act.owner(Some(rep), &["input", "rep"]).await?,
        None => before.owner_id,
    };
    if owner != before.owner_id {
        prospect::pass_on(&act, &before).await?;
    }
    let mut active = before.clone().into_active_model();
    active.owner_id = Set(owner);
    active.first_owner_id = Set(before.first_owner_id.or(owner));
    active.handed_over_at = Set(Some(happened(&act, &before, input.handed_over_at, "handedOverAt")?));
    active.handed_over_to_id = Set(owner);
    save(act, before, active).await
}

async fn accept(ctx: &Context<'_>, id: ID, input: LeadAcceptInput) -> Result<Lead> {
    let act = Act::begin(ctx).await?;
    let before = open(&act, &id, input.version).await?;
    rules::allow(&before, LeadStep::Accept)?;
    let at = since(&before, happened(&act, &before, input.accepted_at, "acceptedAt")?, "acceptedAt")?;
    let mut active = before.clone().into_active_model();
    accepted(&mut active, at);
    save(act, before, active).await
}

async fn reject(ctx: &Context<'_>, id: ID, input: LeadRejectInput) -> Result<Lead> {
    let act = Act::begin(ctx).await?;
    let before = open(&act, &id, input.version).await?;
    rules::allow(&before, LeadStep::Reject)?;
    let at = since(&before, happened(&act, &before, input.rejected_at, "rejectedAt")?, "rejectedAt")?;
    let mut active = before.clone().into_active_model();
    active.accepted_at = Set(None);
    active.rejected_at = Set(Some(at));
    let reason = reason::chosen(&act, input.reason.as_ref(), outcome_reason::Outcome::Disqualified).await?;
    active.rejection_reason_id = Set(reason);
    active.rejection_note = Set(input::optional(input.note.as_deref(), NOTE, &["input", "note"])?);
    save(act, before, active).await
}

/// A lead that sales takes up, by qualifying or converting it, is accepted with that.
pub(super) fn taken_up(active: &mut lead::ActiveModel, before: &lead::Model, at: Instant<Utc>) {
    if before.handed_over_at.is_some() && before.accepted_at.is_none() {
        accepted(active, at);
    }
}

fn accepted(active: &mut lead::ActiveModel, at: Instant<Utc>) {
    active.accepted_at = Set(Some(at));
    active.rejected_at = Set(None);
    active.rejection_reason_id = Set(None);
    active.rejection_note = Set(None);
}

/// Refuses an answer before the hand-over that it answers.
fn since(lead: &lead::Model, at: Instant<Utc>, name: &str) -> Result<Instant<Utc>, UserError> {
    if lead.handed_over_at.is_some_and(|handed_over_at| at < handed_over_at) {
        return Err(UserError::input(&["input", name], "This cannot be before the hand-over."));
    }
    Ok(at)
}
