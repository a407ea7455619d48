//! Changing reasons.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::outcome_reason;
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::{OutcomeReason, ReasonOutcome};
use crate::{
    error::{Result, UserError},
    graphql::{
        input::{self, LINE},
        payload::answer,
    },
    mutation::{Act, restate},
    payload,
};

/// A new reason.
#[derive(InputObject)]
pub struct OutcomeReasonCreateInput {
    /// The wording, at most 200 characters.
    pub name: String,
    /// The outcome it explains; it cannot change later.
    pub outcome: ReasonOutcome,
    /// Whether a deal lost for this reason counts as lost in figures.
    /// Only for the outcome LOST.
    #[graphql(default = true)]
    pub counts_as_loss: bool,
    /// Whether it may be chosen.
    #[graphql(default = true)]
    pub is_active: bool,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a reason.
/// Omitted fields keep their value; none can be cleared.
#[derive(InputObject)]
pub struct OutcomeReasonUpdateInput {
    /// The wording, for past records too.
    pub name: MaybeUndefined<String>,
    /// Whether a deal lost for this reason counts as lost.
    /// A change restates the figures of deals lost for it.
    pub counts_as_loss: MaybeUndefined<bool>,
    /// Whether it may still be chosen.
    pub is_active: MaybeUndefined<bool>,
    /// The version you read; CONFLICT when the reason has changed since.
    pub version: Option<i32>,
}

payload!("outcomeReasonCreate", OutcomeReasonCreatePayload, outcome_reason: OutcomeReason);
payload!("outcomeReasonUpdate", OutcomeReasonUpdatePayload, outcome_reason: OutcomeReason);
payload!("outcomeReasonDelete", OutcomeReasonDeletePayload, outcome_reason: OutcomeReason);
payload!("outcomeReasonRestore", OutcomeReasonRestorePayload, outcome_reason: OutcomeReason);

/// Changing reasons.
#[derive(Default)]
pub struct OutcomeReasonMutation;

#[Object]
impl OutcomeReasonMutation {
    /// Creates an outcome reason.
    async fn outcome_reason_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: OutcomeReasonCreateInput,
    ) -> Option<Result<OutcomeReasonCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a reason.
    async fn outcome_reason_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reason.")] id: ID,
        #[graphql(desc = "The changes.")] input: OutcomeReasonUpdateInput,
    ) -> Option<Result<OutcomeReasonUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes a reason.
    /// Records closed for it keep it. It can be restored.
    async fn outcome_reason_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reason.")] id: ID,
    ) -> Option<Result<OutcomeReasonDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted reason.
    async fn outcome_reason_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reason.")] id: ID,
    ) -> Option<Result<OutcomeReasonRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: OutcomeReasonCreateInput) -> Result<OutcomeReason> {
    let mut act = Act::begin(ctx).await?;
    let outcome = outcome_reason::Outcome::from(input.outcome);
    check(outcome, input.counts_as_loss)?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let active = outcome_reason::ActiveModel {
        name: Set(input::text(&input.name, LINE, &["input", "name"])?),
        outcome: Set(outcome),
        counts_as_loss: Set(input.counts_as_loss),
        is_active: Set(input.is_active),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let reason = act.insert::<outcome_reason::Entity>(Act::new_id(), active).await?;
    act.commit().await?;
    Ok(OutcomeReason(reason))
}

async fn update(ctx: &Context<'_>, id: ID, input: OutcomeReasonUpdateInput) -> Result<OutcomeReason> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<outcome_reason::Entity>(&id, &["id"]).await?;
    act.expect_version::<outcome_reason::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    if let Some(counts) = input::change_value(&input.counts_as_loss, &["input", "countsAsLoss"])? {
        check(before.outcome, counts)?;
        active.counts_as_loss = Set(counts);
    }
    if let Some(is_active) = input::change_value(&input.is_active, &["input", "isActive"])? {
        active.is_active = Set(is_active);
    }
    let reason = act.update::<outcome_reason::Entity>(&before, active).await?;
    if reason.counts_as_loss != before.counts_as_loss {
        restate::lost_for(&mut act, reason.id).await?;
    }
    act.commit().await?;
    Ok(OutcomeReason(reason))
}

/// Only a loss can be one that does not count.
fn check(outcome: outcome_reason::Outcome, counts_as_loss: bool) -> Result<()> {
    if outcome != outcome_reason::Outcome::Lost && !counts_as_loss {
        return Err(UserError::input(&["input", "countsAsLoss"], "`countsAsLoss` can be false for losses only.").into());
    }
    Ok(())
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<OutcomeReason> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<outcome_reason::Entity>(&id, &["id"]).await?;
    let reason = act.delete::<outcome_reason::Entity>(&before).await?;
    act.commit().await?;
    Ok(OutcomeReason(reason))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<OutcomeReason> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<outcome_reason::Entity>(&id, &["id"]).await?;
    let reason = act.restore::<outcome_reason::Entity>(&before).await?;
    act.commit().await?;
    Ok(OutcomeReason(reason))
}
