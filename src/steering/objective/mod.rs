//! Objectives: what a KPI of a subject should come to in a period, who answers for it and why.

mod mutation;
mod query;

pub use mutation::ObjectiveMutation;
pub use query::ObjectiveQuery;

use async_graphql::{Context, Description, ID, Object};
use entity::{Kind, objective, rep, team, user};

use crate::{
    error::Result,
    graphql::{
        Date, DateTime, id,
        period::{Grain, ResolvedPeriod},
        plain::Plainly,
        request::Request,
    },
    kpi::{self, Amount, Kpi, ObjectiveProgress},
    organization::{rep::Rep, team::Team, user::User},
};

/// The target of a KPI for the organization, a team or a rep in a period.
#[derive(Description)]
pub struct Objective(pub objective::Model);

impl From<objective::Model> for Objective {
    fn from(model: objective::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Objective {
    /// The id, for `objective(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Objective, self.0.id)
    }

    /// The KPI; null when it no longer exists.
    async fn kpi(&self) -> Option<Kpi> {
        Kpi::of_field(&self.0.kpi)
    }

    /// The team whose objective it is.
    /// Null for a rep's or the organization's, and when the team was deleted.
    async fn team(&self, ctx: &Context<'_>) -> Option<Result<Team>> {
        Request::of(ctx).ok()?.loaders.maybe::<team::Entity, _>(self.0.team_id).await.transpose()
    }

    /// The rep whose objective it is.
    /// Null for a team's or the organization's, and when the rep was deleted.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.rep_id).await.transpose()
    }

    /// The period.
    async fn period(&self, ctx: &Context<'_>) -> ResolvedPeriod {
        let plain = ResolvedPeriod { from: Date(self.0.starts_on), to: Date(self.0.ends_on), grain: Grain::Custom };
        Request::of(ctx).map_or(plain, |request| request.calendar().named(self.0.starts_on, self.0.ends_on).into())
    }

    /// The target, in the KPI's unit; null when the KPI no longer exists.
    async fn target(&self, ctx: &Context<'_>) -> Option<Amount> {
        let own = &Request::of(ctx).ok()?.organization.currency;
        let unit = Kpi::of_field(&self.0.kpi)?.definition().unit;
        Some(Amount::new(kpi::target_value(unit, self.0.target), self.0.currency.as_ref().unwrap_or(own)))
    }

    /// The KPI's figure compared to the target.
    /// FORBIDDEN when you may not read the figure.
    async fn progress(&self, ctx: &Context<'_>) -> Option<Result<ObjectiveProgress>> {
        kpi::progress_of(Request::of(ctx).ok()?, &self.0).await.transpose()
    }

    /// The user responsible; null when there is none or you may not see them.
    async fn owner(&self, ctx: &Context<'_>) -> Option<Result<User>> {
        Request::of(ctx).ok()?.loaders.maybe::<user::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// Why this target is attainable and relevant; null when not given.
    async fn rationale(&self) -> Option<&str> {
        self.0.rationale.as_deref()
    }

    /// The version; send it with an update to detect concurrent changes.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was created here.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
