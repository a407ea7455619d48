//! Closing the books: figures of locked days no longer change, what is corrected later is an adjustment of an open day.

use async_graphql::{Context, InputObject, Object};
use chrono::NaiveDate;
use entity::organization;
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::Organization;
use crate::{
    error::{Result, UserError},
    graphql::payload::answer,
    ledger::PostingContext,
    mutation::Act,
    payload,
};

/// Up to which day the books are closed.
#[derive(InputObject)]
pub struct PeriodLockInput {
    /// The last day to lock: before today, and after what is locked already.
    pub through: NaiveDate,
    /// The version of the organization that you read: refused with CONFLICT when it has changed since.
    pub version: Option<i32>,
}

/// Up to which day the books stay closed.
#[derive(InputObject)]
pub struct PeriodUnlockInput {
    /// The last day that stays locked; all days are open again when it is left out or null.
    pub through: Option<NaiveDate>,
    /// The version of the organization that you read: refused with CONFLICT when it has changed since.
    pub version: Option<i32>,
}

payload!("periodLock", PeriodLockPayload, organization: Organization);
payload!("periodUnlock", PeriodUnlockPayload, organization: Organization);

/// Closing and opening the books.
#[derive(Default)]
pub struct LockMutation;

#[Object]
impl LockMutation {
    /// Locks all days up to one: their figures stay as they are from now on.
    /// Whatever is changed about them later counts as an adjustment on the day of the change, and is shown as such in
    /// `adjustments` of a KPI. Null only together with an error.
    async fn period_lock(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Up to which day.")] input: PeriodLockInput,
    ) -> Option<Result<PeriodLockPayload>> {
        answer(lock(ctx, input).await)
    }

    /// Opens locked days again. Adjustments that were made meanwhile stay where they are.
    /// Null only together with an error.
    async fn period_unlock(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Up to which day the books stay closed.")] input: PeriodUnlockInput,
    ) -> Option<Result<PeriodUnlockPayload>> {
        answer(unlock(ctx, input).await)
    }
}

const THROUGH: [&str; 2] = ["input", "through"];

async fn lock(ctx: &Context<'_>, input: PeriodLockInput) -> Result<Organization> {
    let act = Act::begin(ctx).await?;
    let today = PostingContext::new(act.organization)?.day(act.now);
    if input.through >= today {
        return Err(UserError::input(&THROUGH, "Only days that are over can be locked.").into());
    }
    change(act, Some(input.through), input.version, |locked| locked.is_none_or(|locked| locked < input.through)).await
}

async fn unlock(ctx: &Context<'_>, input: PeriodUnlockInput) -> Result<Organization> {
    let act = Act::begin(ctx).await?;
    let through = input.through;
    let opens = |locked: Option<NaiveDate>| locked.is_some_and(|locked| through.is_none_or(|through| through < locked));
    change(act, through, input.version, opens).await
}

/// Sets the last locked day, if that is a change in the right direction. Nobody posts meanwhile.
async fn change(
    mut act: Act<'_>,
    through: Option<NaiveDate>,
    version: Option<i32>,
    fits: impl Fn(Option<NaiveDate>) -> bool,
) -> Result<Organization> {
    let before = act.row::<organization::Entity>(act.organization.id, &[]).await?;
    act.lock_exclusive().await?;
    act.expect_version::<organization::Entity>(&before, version)?;
    if !fits(before.locked_through) {
        let message = match before.locked_through {
            Some(locked) => format!("The books are closed through {locked}."),
            None => "No day is locked.".to_owned(),
        };
        return Err(UserError::input(&THROUGH, message).into());
    }
    let mut active = before.clone().into_active_model();
    active.locked_through = Set(through);
    active.losses_by_totals = Set(false);
    let after = act.update::<organization::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(Organization(after))
}
