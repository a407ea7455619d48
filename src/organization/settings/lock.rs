//! Closing the books: figures of locked days no longer change, what is corrected later is an adjustment of an open day.

use async_graphql::{Context, InputObject, Object};
use chrono::NaiveDate;
use entity::organization;
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::Organization;
use crate::{
    error::{Result, UserError},
    graphql::{Date, payload::answer},
    ledger::PostingContext,
    mutation::Act,
    payload,
};

/// The days whose books are closed.
#[derive(InputObject)]
pub struct PeriodLockInput {
    /// The last day to lock: before today and after the days already locked.
    pub through: Date,
    /// The version you read of the organization.
    /// CONFLICT when it has changed since.
    pub version: Option<i32>,
}

/// The last day that stays locked.
#[derive(InputObject)]
pub struct PeriodUnlockInput {
    /// The last day that stays locked (default: none).
    pub through: Option<Date>,
    /// The version you read of the organization.
    /// CONFLICT when it has changed since.
    pub version: Option<i32>,
}

payload!("periodLock", PeriodLockPayload, organization: Organization);
payload!("periodUnlock", PeriodUnlockPayload, organization: Organization);

/// Closing and opening the books.
#[derive(Default)]
pub struct LockMutation;

#[Object]
impl LockMutation {
    /// Closes the books up to a day: figures of those days no longer change.
    /// Later corrections of those days count as adjustments on the day of the change; a KPI shows them in
    /// `adjustments`.
    async fn period_lock(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last day to lock.")] input: PeriodLockInput,
    ) -> Option<Result<PeriodLockPayload>> {
        answer(lock(ctx, input).await)
    }

    /// Reopens closed books.
    /// Adjustments made meanwhile stay where they are.
    async fn period_unlock(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last day that stays locked.")] input: PeriodUnlockInput,
    ) -> Option<Result<PeriodUnlockPayload>> {
        answer(unlock(ctx, input).await)
    }
}

const THROUGH: [&str; 2] = ["input", "through"];

async fn lock(ctx: &Context<'_>, input: PeriodLockInput) -> Result<Organization> {
    let Date(through) = input.through;
    let act = Act::begin(ctx).await?;
    let today = PostingContext::new(act.organization)?.day(act.now);
    if through >= today {
        return Err(UserError::input(&THROUGH, "Lock days before today only.").into());
    }
    change(act, Some(through), input.version, |locked| locked.is_none_or(|locked| locked < through)).await
}

async fn unlock(ctx: &Context<'_>, input: PeriodUnlockInput) -> Result<Organization> {
    let act = Act::begin(ctx).await?;
    let through = input.through.map(|Date(through)| through);
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
