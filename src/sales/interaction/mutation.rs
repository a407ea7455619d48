//! The interaction mutations.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use chrono::Utc;
use entity::interaction::{self, Model, Status};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::{
    Activity, Interaction, InteractionDirection, InteractionKind, InteractionOutcome, InteractionStatus, activity,
};
use crate::{
    error::{Result, UserError},
    graphql::{
        DateTime,
        input::{self, LINE, NOTE},
        payload::answer,
    },
    marketing::lead::LeadState,
    mutation::Act,
    payload,
    sales::related_to::{RelatedTo, RelatedToInput, optional},
};

/// A new interaction.
#[derive(InputObject)]
pub struct InteractionLogInput {
    /// The channel.
    pub kind: InteractionKind,
    /// Who took the initiative (default: OUTBOUND).
    #[graphql(default_with = "InteractionDirection::Outbound")]
    pub direction: InteractionDirection,
    /// Whether it took place (default: DONE).
    #[graphql(default_with = "InteractionStatus::Done")]
    pub status: InteractionStatus,
    /// The outcome.
    pub outcome: Option<InteractionOutcome>,
    /// When it took place or is planned (default: now).
    /// A done interaction cannot be in the future.
    pub occurred_at: Option<DateTime>,
    /// The rep who did it and is credited (default: you).
    /// Managers may name a rep of their teams.
    pub performer: Option<ID>,
    /// The customer (default: that of the deal, the contact or the lead).
    pub customer: Option<ID>,
    /// The contact person.
    pub contact: Option<ID>,
    /// The lead it is about.
    pub lead: Option<ID>,
    /// The deal it is about.
    pub deal: Option<ID>,
    /// What it was about, at most 200 characters.
    pub subject: Option<String>,
    /// What was said, at most 10 000 characters.
    pub note: Option<String>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to an interaction.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct InteractionUpdateInput {
    /// The channel; it cannot be cleared.
    pub kind: MaybeUndefined<InteractionKind>,
    /// Who took the initiative; it cannot be cleared.
    pub direction: MaybeUndefined<InteractionDirection>,
    /// Whether it took place; it cannot be cleared.
    pub status: MaybeUndefined<InteractionStatus>,
    /// The outcome.
    pub outcome: MaybeUndefined<InteractionOutcome>,
    /// When it took place or is planned; it cannot be cleared.
    /// A done interaction cannot be in the future.
    pub occurred_at: MaybeUndefined<DateTime>,
    /// The rep who did it and is credited.
    pub performer: MaybeUndefined<ID>,
    /// The customer.
    pub customer: MaybeUndefined<ID>,
    /// The contact person.
    pub contact: MaybeUndefined<ID>,
    /// The lead it is about.
    pub lead: MaybeUndefined<ID>,
    /// The deal it is about; its customer is filled in.
    pub deal: MaybeUndefined<ID>,
    /// What it was about.
    pub subject: MaybeUndefined<String>,
    /// What was said.
    pub note: MaybeUndefined<String>,
    /// The version you read; CONFLICT when the interaction has changed since.
    pub version: Option<i32>,
}

payload!("interactionLog", InteractionLogPayload, interaction: Interaction);
payload!("interactionUpdate", InteractionUpdatePayload, interaction: Interaction);
payload!("interactionDelete", InteractionDeletePayload, interaction: Interaction);
payload!("interactionRestore", InteractionRestorePayload, interaction: Interaction);

/// Logging interactions.
#[derive(Default)]
pub struct InteractionMutation;

#[Object]
impl InteractionMutation {
    /// Logs an interaction that took place, or plans one.
    async fn interaction_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The interaction.")] input: InteractionLogInput,
    ) -> Option<Result<InteractionLogPayload>> {
        answer(log(ctx, input).await)
    }

    /// Changes an interaction.
    async fn interaction_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The interaction.")] id: ID,
        #[graphql(desc = "The changes.")] input: InteractionUpdateInput,
    ) -> Option<Result<InteractionUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes an interaction.
    /// It leaves lists and figures and can be restored.
    async fn interaction_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The interaction.")] id: ID,
    ) -> Option<Result<InteractionDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted interaction.
    async fn interaction_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The interaction.")] id: ID,
    ) -> Option<Result<InteractionRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn log(ctx: &Context<'_>, input: InteractionLogInput) -> Result<Interaction> {
    let mut act = Act::begin(ctx).await?;
    let performer = act.owner(input.performer.as_ref(), &["input", "performer"]).await?;
    let status = Status::from(input.status);
    let occurred_at = input.occurred_at.map_or(act.now, |at| at.0);
    expect_past(&act, status, occurred_at)?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let related_input = RelatedToInput {
        customer: optional(input.customer),
        contact: optional(input.contact),
        lead: optional(input.lead),
        deal: optional(input.deal),
    };
    let related = RelatedTo::default().changed(&act, &related_input).await?;
    let mut active = interaction::ActiveModel {
        kind: Set(input.kind.into()),
        direction: Set(input.direction.into()),
        status: Set(status),
        outcome: Set(input.outcome.map(Into::into)),
        occurred_at: Set(occurred_at),
        performer_id: Set(performer),
        subject: Set(input::optional(input.subject.as_deref(), LINE, &["input", "subject"])?),
        note: Set(input::optional(input.note.as_deref(), NOTE, &["input", "note"])?),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    set_related_to(&mut active, related);
    let leads = activity::hold(&act, [related.deal, None], [related.lead, None]).await?;
    let interaction = act.insert::<interaction::Entity>(Act::new_id(), active).await?;
    done(act, None, interaction, leads).await
}

async fn update(ctx: &Context<'_>, id: ID, input: InteractionUpdateInput) -> Result<Interaction> {
    let mut act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id).await?;
    act.expect_version::<interaction::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(kind) = input::change_value(&input.kind, &["input", "kind"])? {
        active.kind = Set(kind.into());
    }
    if let Some(direction) = input::change_value(&input.direction, &["input", "direction"])? {
        active.direction = Set(direction.into());
    }
    let status = input::change_value(&input.status, &["input", "status"])?.map_or(before.status, Status::from);
    let occurred_at = input::change_value(&input.occurred_at, &["input", "occurredAt"])?;
    let occurred_at = occurred_at.map_or(before.occurred_at, |at| at.0);
    expect_past(&act, status, occurred_at)?;
    active.status = Set(status);
    active.occurred_at = Set(occurred_at);
    if !input.outcome.is_undefined() {
        active.outcome = Set(input.outcome.value().map(|outcome| (*outcome).into()));
    }
    if let Some(performer) = act.new_owner(&input.performer, &["input", "performer"]).await? {
        active.performer_id = Set(performer);
    }
    if let Some(subject) = input::change_optional(&input.subject, LINE, &["input", "subject"])? {
        active.subject = Set(subject);
    }
    if let Some(note) = input::change_optional(&input.note, NOTE, &["input", "note"])? {
        active.note = Set(note);
    }
    let related_input =
        RelatedToInput { customer: input.customer, contact: input.contact, lead: input.lead, deal: input.deal };
    let related = related_to_of(&before).changed(&act, &related_input).await?;
    set_related_to(&mut active, related);
    let leads = activity::hold(&act, [before.deal_id, related.deal], [before.lead_id, related.lead]).await?;
    let after = act.update::<interaction::Entity>(&before, active).await?;
    done(act, Some(before), after, leads).await
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Interaction> {
    let mut act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id).await?;
    let leads = activity::hold(&act, [before.deal_id, None], [before.lead_id, None]).await?;
    let after = act.delete::<interaction::Entity>(&before).await?;
    done(act, Some(before), after, leads).await
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Interaction> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<interaction::Entity>(&id, &["id"]).await?;
    act.may_edit(before.performer_id)?;
    let leads = activity::hold(&act, [before.deal_id, None], [before.lead_id, None]).await?;
    let after = act.restore::<interaction::Entity>(&before).await?;
    done(act, Some(before), after, leads).await
}

/// Has an interaction and the leads that it concerns restated, and commits.
async fn done(mut act: Act<'_>, before: Option<Model>, after: Model, leads: Vec<LeadState>) -> Result<Interaction> {
    let was_there = before.is_some();
    let states = Activity::load(&act.tx, before.into_iter().chain([after.clone()]).collect()).await?;
    let mut states = states.into_iter();
    let before = if was_there { states.next() } else { None };
    act.restate(before, states.next());
    LeadState::touched(&mut act, leads).await?;
    act.commit().await?;
    Ok(Interaction(after))
}

/// The interaction of an id, if it is the viewer's to change.
async fn open_to_edit(act: &Act<'_>, id: &ID) -> Result<Model> {
    let interaction = act.get::<interaction::Entity>(id, &["id"]).await?;
    act.may_edit(interaction.performer_id)?;
    Ok(interaction)
}

/// Refuses what is done and yet to come.
fn expect_past(act: &Act<'_>, status: Status, occurred_at: chrono::DateTime<Utc>) -> Result<()> {
    if status == Status::Done && occurred_at > act.now {
        let message = "What took place cannot be in the future: log it as planned.";
        return Err(UserError::input(&["input", "occurredAt"], message).into());
    }
    Ok(())
}

const fn related_to_of(interaction: &Model) -> RelatedTo {
    RelatedTo {
        customer: interaction.customer_id,
        contact: interaction.contact_id,
        lead: interaction.lead_id,
        deal: interaction.deal_id,
    }
}

fn set_related_to(active: &mut interaction::ActiveModel, related: RelatedTo) {
    active.customer_id = Set(related.customer);
    active.contact_id = Set(related.contact);
    active.lead_id = Set(related.lead);
    active.deal_id = Set(related.deal);
}
