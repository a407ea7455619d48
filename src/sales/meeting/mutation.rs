//! The meeting mutations.

use async_graphql::{Context, ID, MaybeUndefined, Object};
use entity::meeting::{self, Model, Purpose, Status};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::{
    Meeting,
    input::{MeetingAttemptInput, MeetingBookInput, MeetingHoldInput, MeetingRescheduleInput, MeetingUpdateInput},
    setup,
    state::{self, MeetingStep},
};
use crate::{
    error::{Result, UserError},
    graphql::{
        input::{self, LINE},
        payload::answer,
    },
    mutation::Act,
    payload,
    sales::related_to::{RelatedTo, RelatedToInput, optional},
};

payload!("meetingAttempt", MeetingAttemptPayload, meeting: Meeting);
payload!("meetingBook", MeetingBookPayload, meeting: Meeting);
payload!("meetingUpdate", MeetingUpdatePayload, meeting: Meeting);
payload!("meetingReschedule", MeetingReschedulePayload, meeting: Meeting);
payload!("meetingHold", MeetingHoldPayload, meeting: Meeting);
payload!("meetingMiss", MeetingMissPayload, meeting: Meeting);
payload!("meetingCancel", MeetingCancelPayload, meeting: Meeting);
payload!("meetingDelete", MeetingDeletePayload, meeting: Meeting);
payload!("meetingRestore", MeetingRestorePayload, meeting: Meeting);

/// Changing meetings.
#[derive(Default)]
pub struct MeetingMutation;

#[Object]
impl MeetingMutation {
    /// Records that a meeting was asked for.
    async fn meeting_attempt(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The attempt.")] input: MeetingAttemptInput,
    ) -> Option<Result<MeetingAttemptPayload>> {
        answer(attempt(ctx, input).await)
    }

    /// Books a meeting, from an attempt or without one.
    async fn meeting_book(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The meeting.")] input: MeetingBookInput,
    ) -> Option<Result<MeetingBookPayload>> {
        answer(book(ctx, input).await)
    }

    /// Changes a meeting.
    async fn meeting_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The meeting.")] id: ID,
        #[graphql(desc = "The changes.")] input: MeetingUpdateInput,
    ) -> Option<Result<MeetingUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Moves the start of a booked or missed meeting; it stays one meeting.
    async fn meeting_reschedule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The meeting.")] id: ID,
        #[graphql(desc = "The new start.")] input: MeetingRescheduleInput,
    ) -> Option<Result<MeetingReschedulePayload>> {
        answer(reschedule(ctx, id, input).await)
    }

    /// Marks a meeting as held, once it has started.
    async fn meeting_hold(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The meeting.")] id: ID,
        #[graphql(desc = "How it was held.")] input: Option<MeetingHoldInput>,
    ) -> Option<Result<MeetingHoldPayload>> {
        answer(hold(ctx, id, input.unwrap_or_default()).await)
    }

    /// Marks a meeting as missed by the other side, once it should have started.
    async fn meeting_miss(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The meeting.")] id: ID,
        #[graphql(desc = "The version you read; CONFLICT when the meeting has changed since.")] version: Option<i32>,
    ) -> Option<Result<MeetingMissPayload>> {
        answer(miss(ctx, id, version).await)
    }

    /// Cancels a meeting or an attempt.
    async fn meeting_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The meeting.")] id: ID,
        #[graphql(desc = "The version you read; CONFLICT when the meeting has changed since.")] version: Option<i32>,
    ) -> Option<Result<MeetingCancelPayload>> {
        answer(cancel(ctx, id, version).await)
    }

    /// Deletes a meeting.
    /// It leaves lists and figures and can be restored.
    async fn meeting_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The meeting.")] id: ID,
    ) -> Option<Result<MeetingDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted meeting.
    async fn meeting_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The meeting.")] id: ID,
    ) -> Option<Result<MeetingRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn attempt(ctx: &Context<'_>, input: MeetingAttemptInput) -> Result<Meeting> {
    let act = Act::begin(ctx).await?;
    let (host, set_by) = setup::people(&act, input.host.as_ref(), input.set_by.as_ref()).await?;
    let attempted_at = act.past(input.attempted_at, &["input", "attemptedAt"])?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let related_input = RelatedToInput {
        customer: optional(input.customer),
        contact: optional(input.contact),
        lead: optional(input.lead),
        deal: optional(input.deal),
    };
    let related = RelatedTo::default().changed(&act, &related_input).await?;
    let said = input.purpose.map(Into::into);
    let (purpose, purpose_given) = setup::purpose(&act, said, None, related.customer, attempted_at).await?;
    let mut active = meeting::ActiveModel {
        purpose: Set(purpose),
        purpose_given: Set(purpose_given),
        status: Set(Status::Attempted),
        subject: Set(input::optional(input.subject.as_deref(), LINE, &["input", "subject"])?),
        attempted_at: Set(Some(attempted_at)),
        reschedule_count: Set(0),
        host_id: Set(host),
        set_by_id: Set(set_by),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    setup::set_related_to(&mut active, related);
    insert(act, active).await
}

async fn book(ctx: &Context<'_>, input: MeetingBookInput) -> Result<Meeting> {
    let act = Act::begin(ctx).await?;
    let attempt = match &input.attempt {
        Some(attempt) => {
            let attempt = setup::open_to_edit(&act, attempt, &["input", "attempt"]).await?;
            act.expect_version::<meeting::Entity>(&attempt, input.version)?;
            state::after(attempt.status, MeetingStep::Book)
                .map_err(|why| UserError::conflict(&["input", "attempt"], why))?;
            Some(attempt)
        }
        None => None,
    };
    let starts_at = input.starts_at.0;
    let booked_at = match input.booked_at {
        None => act.now.min(starts_at),
        given => act.past(given, &["input", "bookedAt"])?,
    };
    if attempt.as_ref().and_then(|attempt| attempt.attempted_at).is_some_and(|asked| booked_at < asked) {
        let field = if input.booked_at.is_some() { "bookedAt" } else { "startsAt" };
        return Err(UserError::input(&["input", field], "A meeting cannot be booked before it was asked for.").into());
    }
    let related_input = RelatedToInput {
        customer: optional(input.customer),
        contact: optional(input.contact),
        lead: optional(input.lead),
        deal: optional(input.deal),
    };
    let related = attempt.as_ref().map(setup::related_to_of).unwrap_or_default().changed(&act, &related_input).await?;
    let said = input.purpose.map(Into::into);
    let (purpose, purpose_given) = setup::purpose(&act, said, attempt.as_ref(), related.customer, starts_at).await?;
    let subject = input::optional(input.subject.as_deref(), LINE, &["input", "subject"])?;
    let mut active = attempt.clone().map_or_else(
        || meeting::ActiveModel { reschedule_count: Set(0), subject: Set(None), ..Default::default() },
        IntoActiveModel::into_active_model,
    );
    active.purpose = Set(purpose);
    active.purpose_given = Set(purpose_given);
    active.status = Set(Status::Booked);
    active.booked_at = Set(Some(booked_at));
    active.starts_at = Set(Some(starts_at));
    if subject.is_some() {
        active.subject = Set(subject);
    }
    setup::set_related_to(&mut active, related);
    match attempt {
        Some(attempt) => {
            let host = setup::person(&act, &optional(input.host), &["input", "host"]).await?.unwrap_or(attempt.host_id);
            let set_by = setup::person(&act, &optional(input.set_by), &["input", "setBy"]).await?;
            let set_by = set_by.unwrap_or(attempt.set_by_id);
            setup::may_edit(&act, host, set_by)?;
            active.host_id = Set(host);
            active.set_by_id = Set(set_by);
            change(act, attempt, active).await
        }
        None => {
            let (host, set_by) = setup::people(&act, input.host.as_ref(), input.set_by.as_ref()).await?;
            let (system, external) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
            active.host_id = Set(host);
            active.set_by_id = Set(set_by);
            active.source_system = Set(system);
            active.external_id = Set(external);
            insert(act, active).await
        }
    }
}

async fn update(ctx: &Context<'_>, id: ID, input: MeetingUpdateInput) -> Result<Meeting> {
    let act = Act::begin(ctx).await?;
    let before = setup::open_to_edit(&act, &id, &["id"]).await?;
    act.expect_version::<meeting::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(subject) = input::change_optional(&input.subject, LINE, &["input", "subject"])? {
        active.subject = Set(subject);
    }
    let host = setup::person(&act, &input.host, &["input", "host"]).await?.unwrap_or(before.host_id);
    let set_by = setup::person(&act, &input.set_by, &["input", "setBy"]).await?.unwrap_or(before.set_by_id);
    setup::may_edit(&act, host, set_by)?;
    active.host_id = Set(host);
    active.set_by_id = Set(set_by);
    let related_input =
        RelatedToInput { customer: input.customer, contact: input.contact, lead: input.lead, deal: input.deal };
    let related = setup::related_to_of(&before).changed(&act, &related_input).await?;
    let (said, noted) = match input.purpose {
        MaybeUndefined::Undefined => (None, Some(&before)),
        MaybeUndefined::Null => (None, None),
        MaybeUndefined::Value(purpose) => (Some(purpose.into()), None),
    };
    let at = before.starts_at.or(before.attempted_at).unwrap_or(before.created_at);
    let (purpose, purpose_given) = setup::purpose(&act, said, noted, related.customer, at).await?;
    active.purpose = Set(purpose);
    active.purpose_given = Set(purpose_given);
    setup::set_related_to(&mut active, related);
    change(act, before, active).await
}

async fn reschedule(ctx: &Context<'_>, id: ID, input: MeetingRescheduleInput) -> Result<Meeting> {
    let act = Act::begin(ctx).await?;
    let before = setup::open_to_edit(&act, &id, &["id"]).await?;
    act.expect_version::<meeting::Entity>(&before, input.version)?;
    let status = setup::step(&before, MeetingStep::Reschedule)?;
    let starts_at = Some(input.starts_at.0);
    if before.starts_at == starts_at {
        return Err(UserError::input(&["input", "startsAt"], "The meeting already starts then.").into());
    }
    let mut active = before.clone().into_active_model();
    active.status = Set(status);
    active.starts_at = Set(starts_at);
    active.closed_at = Set(None);
    active.reschedule_count = Set(before.reschedule_count.saturating_add(1));
    change(act, before, active).await
}

async fn hold(ctx: &Context<'_>, id: ID, input: MeetingHoldInput) -> Result<Meeting> {
    let act = Act::begin(ctx).await?;
    let before = setup::open_to_edit(&act, &id, &["id"]).await?;
    act.expect_version::<meeting::Entity>(&before, input.version)?;
    let said = input.purpose.map(Into::into);
    let starts_at = before.starts_at.unwrap_or(act.now);
    let purpose = setup::purpose(&act, said, Some(&before), before.customer_id, starts_at).await?;
    close(act, before, MeetingStep::Hold, purpose).await
}

async fn miss(ctx: &Context<'_>, id: ID, version: Option<i32>) -> Result<Meeting> {
    let act = Act::begin(ctx).await?;
    let before = setup::open_to_edit(&act, &id, &["id"]).await?;
    act.expect_version::<meeting::Entity>(&before, version)?;
    let purpose = (before.purpose, before.purpose_given);
    close(act, before, MeetingStep::Miss, purpose).await
}

async fn cancel(ctx: &Context<'_>, id: ID, version: Option<i32>) -> Result<Meeting> {
    let act = Act::begin(ctx).await?;
    let before = setup::open_to_edit(&act, &id, &["id"]).await?;
    act.expect_version::<meeting::Entity>(&before, version)?;
    let purpose = (before.purpose, before.purpose_given);
    close(act, before, MeetingStep::Cancel, purpose).await
}

/// Gives a meeting its outcome. Whether it was held or missed is known only once it has started.
async fn close(act: Act<'_>, before: Model, step: MeetingStep, purpose: (Purpose, bool)) -> Result<Meeting> {
    let status = setup::step(&before, step)?;
    if step != MeetingStep::Cancel && before.starts_at.is_some_and(|starts_at| starts_at > act.now) {
        return Err(UserError::conflict(&["id"], "The meeting has not started yet.").into());
    }
    let mut active = before.clone().into_active_model();
    active.status = Set(status);
    (active.purpose, active.purpose_given) = (Set(purpose.0), Set(purpose.1));
    active.closed_at = Set(Some(act.now));
    change(act, before, active).await
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Meeting> {
    let mut act = Act::begin(ctx).await?;
    let before = setup::open_to_edit(&act, &id, &["id"]).await?;
    let after = act.delete::<meeting::Entity>(&before).await?;
    done(act, Some(before), after).await
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Meeting> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<meeting::Entity>(&id, &["id"]).await?;
    setup::may_edit(&act, before.host_id, before.set_by_id)?;
    let after = act.restore::<meeting::Entity>(&before).await?;
    done(act, Some(before), after).await
}

async fn insert(mut act: Act<'_>, active: meeting::ActiveModel) -> Result<Meeting> {
    let made = act.insert::<meeting::Entity>(Act::new_id(), active).await?;
    done(act, None, made).await
}

async fn change(mut act: Act<'_>, before: Model, active: meeting::ActiveModel) -> Result<Meeting> {
    let after = act.update::<meeting::Entity>(&before, active).await?;
    done(act, Some(before), after).await
}

async fn done(mut act: Act<'_>, before: Option<Model>, after: Model) -> Result<Meeting> {
    act.restate(before, Some(after.clone()));
    act.commit().await?;
    Ok(Meeting(after))
}
