//! Changing reps.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use chrono::NaiveDate;
use entity::rep;
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::Rep;
use crate::{
    error::{Result, UserError},
    graphql::{
        Date,
        input::{self, LINE},
        payload::answer,
    },
    mutation::Act,
    payload,
};

/// A new rep.
#[derive(InputObject)]
pub struct RepCreateInput {
    /// The full name, at most 200 characters.
    pub name: String,
    /// The work address.
    pub email: Option<String>,
    /// The first working day.
    pub hired_on: Option<Date>,
    /// The first day after the last working day.
    pub left_on: Option<Date>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a rep.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct RepUpdateInput {
    /// The full name; it cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// The work address.
    pub email: MaybeUndefined<String>,
    /// The first working day.
    pub hired_on: MaybeUndefined<Date>,
    /// The first day after the last working day.
    /// Memberships are not ended.
    pub left_on: MaybeUndefined<Date>,
    /// The version you read; CONFLICT when the rep has changed since.
    pub version: Option<i32>,
}

payload!("repCreate", RepCreatePayload, rep: Rep);
payload!("repUpdate", RepUpdatePayload, rep: Rep);
payload!("repDelete", RepDeletePayload, rep: Rep);
payload!("repRestore", RepRestorePayload, rep: Rep);

/// Changing reps.
#[derive(Default)]
pub struct RepMutation;

#[Object]
impl RepMutation {
    /// Creates a rep in no team; `membershipCreate` adds them to one.
    async fn rep_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: RepCreateInput,
    ) -> Option<Result<RepCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a rep.
    async fn rep_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rep.")] id: ID,
        #[graphql(desc = "The changes.")] input: RepUpdateInput,
    ) -> Option<Result<RepUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes a rep.
    /// Figures keep what was credited to them. They can be restored.
    async fn rep_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rep.")] id: ID,
    ) -> Option<Result<RepDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted rep.
    async fn rep_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rep.")] id: ID,
    ) -> Option<Result<RepRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: RepCreateInput) -> Result<Rep> {
    let mut act = Act::begin(ctx).await?;
    let (hired_on, left_on) = (input.hired_on.map(|day| day.0), input.left_on.map(|day| day.0));
    check(hired_on, left_on)?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let active = rep::ActiveModel {
        name: Set(input::text(&input.name, LINE, &["input", "name"])?),
        email: Set(input::optional_email(input.email.as_deref(), &["input", "email"])?),
        hired_on: Set(hired_on),
        left_on: Set(left_on),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let rep = act.insert::<rep::Entity>(Act::new_id(), active).await?;
    act.commit().await?;
    Ok(Rep(rep))
}

async fn update(ctx: &Context<'_>, id: ID, input: RepUpdateInput) -> Result<Rep> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<rep::Entity>(&id, &["id"]).await?;
    act.may_edit(Some(before.id))?;
    act.expect_version::<rep::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    if let Some(email) = input::change_email(&input.email, &["input", "email"])? {
        active.email = Set(email);
    }
    let day = |day: Option<Date>| day.map(|day| day.0);
    let hired_on = input::change_maybe(input.hired_on).map_or(before.hired_on, day);
    let left_on = input::change_maybe(input.left_on).map_or(before.left_on, day);
    check(hired_on, left_on)?;
    active.hired_on = Set(hired_on);
    active.left_on = Set(left_on);
    let rep = act.update::<rep::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(Rep(rep))
}

fn check(hired_on: Option<NaiveDate>, left_on: Option<NaiveDate>) -> Result<()> {
    match hired_on.zip(left_on) {
        Some((hired, left)) if left < hired => {
            Err(UserError::input(&["input", "leftOn"], "This cannot be before the first working day.").into())
        }
        _ => Ok(()),
    }
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Rep> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<rep::Entity>(&id, &["id"]).await?;
    let rep = act.delete::<rep::Entity>(&before).await?;
    act.commit().await?;
    Ok(Rep(rep))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Rep> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<rep::Entity>(&id, &["id"]).await?;
    let rep = act.restore::<rep::Entity>(&before).await?;
    act.commit().await?;
    Ok(Rep(rep))
}
