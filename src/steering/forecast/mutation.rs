//! Giving a forecast, and judging it.

use async_graphql::{Context, ID, InputObject, Object};
use entity::{forecast_adjustment, forecast_submission, rep, team};
use sea_orm::ActiveValue::Set;

use super::{ForecastAdjustment, ForecastSubmission};
use crate::{
    access::{Subject, policy},
    error::{Error, Result, UserError},
    graphql::{
        MoneyInput,
        input::{self, NOTE},
        payload::answer,
        period::{Calendar, Period, PeriodInput},
    },
    ledger::PostingContext,
    mutation::Act,
    payload,
};

/// A rep's forecast for a period.
#[derive(InputObject)]
pub struct ForecastSubmitInput {
    /// The rep who forecasts (default: you).
    /// Managers may submit for a rep of their teams.
    pub rep: Option<ID>,
    /// The period.
    pub period: PeriodInput,
    /// The whole period's revenue, already won deals included.
    /// In the organization's currency.
    pub amount: MoneyInput,
    /// A comment, at most 10 000 characters.
    pub note: Option<String>,
}

/// A manager's adjustment of a forecast.
#[derive(InputObject)]
pub struct ForecastAdjustInput {
    /// The rep whose forecast is adjusted.
    /// Name a rep or a team.
    pub rep: Option<ID>,
    /// The team whose forecast is adjusted, with all below it.
    pub team: Option<ID>,
    /// The period.
    pub period: PeriodInput,
    /// The whole period's revenue, already won deals included.
    /// In the organization's currency.
    pub amount: MoneyInput,
    /// The rationale, at most 10 000 characters.
    pub note: String,
}

payload!("forecastSubmit", ForecastSubmitPayload, forecast_submission: ForecastSubmission);
payload!("forecastAdjust", ForecastAdjustPayload, forecast_adjustment: ForecastAdjustment);

/// Giving a forecast.
#[derive(Default)]
pub struct ForecastMutation;

#[Object]
impl ForecastMutation {
    /// Submits a rep's forecast for a period.
    /// The last submission is valid; earlier ones stay as history.
    async fn forecast_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The forecast.")] input: ForecastSubmitInput,
    ) -> Option<Result<ForecastSubmitPayload>> {
        answer(submit(ctx, input).await)
    }

    /// Adjusts a rep's or a team's forecast, for managers.
    /// The rep's own submission stays as it is.
    async fn forecast_adjust(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The adjustment.")] input: ForecastAdjustInput,
    ) -> Option<Result<ForecastAdjustPayload>> {
        answer(adjust(ctx, input).await)
    }
}

async fn submit(ctx: &Context<'_>, input: ForecastSubmitInput) -> Result<ForecastSubmission> {
    let mut act = Act::begin(ctx).await?;
    let rep = act
        .owner(input.rep.as_ref(), &["input", "rep"])
        .await?
        .ok_or_else(|| UserError::input(&["input", "rep"], "Name a rep."))?;
    let period = resolved(&act, input.period)?;
    let (amount, currency) = figure(&act, &input.amount)?;
    let active = forecast_submission::ActiveModel {
        rep_id: Set(rep),
        starts_on: Set(period.from),
        ends_on: Set(period.to),
        amount: Set(amount),
        currency: Set(currency),
        note: Set(input::optional(input.note.as_deref(), NOTE, &["input", "note"])?),
        ..Default::default()
    };
    let submission = act.insert::<forecast_submission::Entity>(Act::new_id(), active).await?;
    act.commit().await?;
    Ok(ForecastSubmission(submission))
}

async fn adjust(ctx: &Context<'_>, input: ForecastAdjustInput) -> Result<ForecastAdjustment> {
    let mut act = Act::begin(ctx).await?;
    let team = act.refer_maybe::<team::Entity>(input.team.as_ref(), &["input", "team"]).await?;
    let rep = act.refer_maybe::<rep::Entity>(input.rep.as_ref(), &["input", "rep"]).await?;
    let subject = match (team, rep) {
        (Some(team), None) => Subject::Team(team),
        (None, Some(rep)) => Subject::Rep(rep),
        _ => return Err(UserError::input(&["input", "rep"], "Name a rep or a team.").into()),
    };
    if !policy::may_steer(act.viewer, subject) {
        return Err(Error::forbidden());
    }
    let period = resolved(&act, input.period)?;
    let (amount, currency) = figure(&act, &input.amount)?;
    let active = forecast_adjustment::ActiveModel {
        team_id: Set(team),
        rep_id: Set(rep),
        author_id: Set(act.viewer.user().map(|user| user.id)),
        starts_on: Set(period.from),
        ends_on: Set(period.to),
        amount: Set(amount),
        currency: Set(currency),
        note: Set(input::text(&input.note, NOTE, &["input", "note"])?),
        ..Default::default()
    };
    let adjustment = act.insert::<forecast_adjustment::Entity>(Act::new_id(), active).await?;
    act.commit().await?;
    Ok(ForecastAdjustment(adjustment))
}

fn resolved(act: &Act<'_>, period: PeriodInput) -> Result<Period> {
    Calendar::from(act.organization).resolve(period, PostingContext::new(act.organization)?.day(act.now))
}

/// The amount in minor units of the organization's currency: figures of several reps are summed.
fn figure(act: &Act<'_>, amount: &MoneyInput) -> Result<(i64, String)> {
    let own = &act.organization.currency;
    let (amount, currency) = amount.minor(own, &["input", "amount"])?;
    if currency != *own {
        let message = format!("Forecasts are given in {own}, which figures are given in.");
        return Err(UserError::input(&["input", "amount", "currency"], message).into());
    }
    Ok((amount, currency))
}
