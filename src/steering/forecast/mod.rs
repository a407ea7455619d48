//! Forecasts as people give them: what reps say a period will bring, and what their managers make of it. Both are kept
//! apart from the computed ones, and nothing is ever overwritten: a new word is a new row.

mod mutation;
mod query;
mod what_if;

pub use mutation::ForecastMutation;
pub use query::ForecastQuery;
pub use what_if::ForecastWhatIfQuery;

use async_graphql::{Context, Description, ID, Object};
use chrono::NaiveDate;
use entity::{Kind, forecast_adjustment, forecast_submission, rep, team, user};

use crate::{
    error::Result,
    graphql::{
        Date, DateTime, Money, id,
        period::{Grain, ResolvedPeriod},
        plain::Plainly,
        request::Request,
    },
    organization::{rep::Rep, team::Team, user::User},
};

/// A rep's own forecast for a period.
/// The last one of a rep and period is valid; earlier ones are its history.
#[derive(Description)]
pub struct ForecastSubmission(pub forecast_submission::Model);

impl From<forecast_submission::Model> for ForecastSubmission {
    fn from(model: forecast_submission::Model) -> Self {
        Self(model)
    }
}

fn period(ctx: &Context<'_>, from: NaiveDate, to: NaiveDate) -> ResolvedPeriod {
    let plain = ResolvedPeriod { from: Date(from), to: Date(to), grain: Grain::Custom };
    Request::of(ctx).map_or(plain, |request| request.calendar().named(from, to).into())
}

#[Object(use_type_description)]
impl ForecastSubmission {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::ForecastSubmission, self.0.id)
    }

    /// The rep who forecasts; null when the rep was deleted.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(Some(self.0.rep_id)).await.transpose()
    }

    /// The period.
    async fn period(&self, ctx: &Context<'_>) -> ResolvedPeriod {
        period(ctx, self.0.starts_on, self.0.ends_on)
    }

    /// The whole period's revenue, already won deals included.
    async fn amount(&self) -> Money {
        Money::new(self.0.amount, &self.0.currency)
    }

    /// The rep's comment; null when there is none.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// When it was given.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}

/// A manager's adjustment of a rep's or a team's forecast.
/// The last one of a subject and period is valid.
#[derive(Description)]
pub struct ForecastAdjustment(pub forecast_adjustment::Model);

impl From<forecast_adjustment::Model> for ForecastAdjustment {
    fn from(model: forecast_adjustment::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl ForecastAdjustment {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::ForecastAdjustment, self.0.id)
    }

    /// The rep whose forecast it adjusts.
    /// Null for a team's forecast, and when the rep was deleted.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.rep_id).await.transpose()
    }

    /// The team whose forecast it adjusts.
    /// Null for a rep's forecast, and when the team was deleted.
    async fn team(&self, ctx: &Context<'_>) -> Option<Result<Team>> {
        Request::of(ctx).ok()?.loaders.maybe::<team::Entity, _>(self.0.team_id).await.transpose()
    }

    /// The period.
    async fn period(&self, ctx: &Context<'_>) -> ResolvedPeriod {
        period(ctx, self.0.starts_on, self.0.ends_on)
    }

    /// The whole period's revenue in the manager's judgement.
    /// Already won deals are included.
    async fn amount(&self) -> Money {
        Money::new(self.0.amount, &self.0.currency)
    }

    /// The rationale.
    async fn note(&self) -> &str {
        &self.0.note
    }

    /// The manager; null for an API token or when you may not see them.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<User>> {
        Request::of(ctx).ok()?.loaders.maybe::<user::Entity, _>(self.0.author_id).await.transpose()
    }

    /// When it was given.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}
