//! Teams: the tree that steers the sales force.

mod mutation;
mod query;

pub use mutation::TeamMutation;
pub use query::TeamQuery;

use async_graphql::{Context, Description, ID, Object, parser::types::SelectionSet};
use entity::{Kind, expense as expenses, rep, team, team_membership, user};
use sea_orm::{ColumnTrait, sea_query::IntoCondition};

use crate::{
    access::Subject,
    error::Result,
    graphql::{
        DateTime, Page, Paging, id,
        json::{Json, Written},
        page::Sort,
        period::{Comparison, PeriodInput},
        plain::{Plain, Plainly},
        request::Request,
    },
    kpi::{self, BatchedFigures, FilterInput, Lens, ViewArguments},
    marketing::expense::{self, Expense},
    organization::{
        membership::{self, Membership},
        rep::Rep,
        user::User,
    },
};

/// A team, in the tree of the sales force.
#[derive(Description)]
pub struct Team(pub team::Model);

impl From<team::Model> for Team {
    fn from(model: team::Model) -> Self {
        Self(model)
    }
}

impl From<team::Model> for Plainly<Team> {
    fn from(model: team::Model) -> Self {
        Self(Team(model))
    }
}

impl Plain for Team {
    fn write(&self, json: &mut Json, name: &str, _: &SelectionSet, _: &Request) -> Written {
        match name {
            "id" => json.bare(id::encode(Kind::Team, self.0.id).0),
            "name" => json.text(&self.0.name),
            _ => None,
        }
    }
}

#[Object(use_type_description)]
impl Team {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Team, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The team above; null when there is none you may see.
    async fn parent(&self, ctx: &Context<'_>) -> Option<Result<Team>> {
        Request::of(ctx).ok()?.loaders.maybe::<team::Entity, _>(self.0.parent_id).await.transpose()
    }

    /// The teams directly below it that you may see, by name.
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Team>>> {
        Some(self.read_children(ctx, first, after).await)
    }

    /// The reps in the team today, by name, without teams below it.
    async fn reps(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Rep>>> {
        Some(self.read_reps(ctx, first, after).await)
    }

    /// The team's past, present and future memberships, newest first.
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Membership>>> {
        Some(membership::of_parent(ctx, team_membership::Column::TeamId, self.0.id, first, after).await)
    }

    /// The manager of it and all below it.
    /// Null when there is none or you may not see them.
    async fn manager(&self, ctx: &Context<'_>) -> Option<Result<User>> {
        Request::of(ctx).ok()?.loaders.maybe::<user::Entity, _>(self.0.manager_id).await.transpose()
    }

    /// Whether members may read the team's figures.
    async fn shares_kpis(&self) -> bool {
        self.0.shares_kpis
    }

    /// Whether members see each other's figures on a leaderboard.
    async fn shares_leaderboard(&self) -> bool {
        self.0.shares_leaderboard
    }

    /// The KPIs of the team and all below it over a period.
    /// FORBIDDEN when you may not read them, SUPPRESSED when they cover too few people.
    async fn kpis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The period.")] period: PeriodInput,
        #[graphql(desc = "What to compare each figure to, in its `change`.")] compare_to: Option<Comparison>,
        #[graphql(desc = "Whom events are credited to (default: EVENT).")] lens: Option<Lens>,
        #[graphql(desc = "The instant whose knowledge counts (default: now).")] as_of: Option<DateTime>,
        #[graphql(desc = "Which records count (default: all).")] filter: Option<FilterInput>,
    ) -> Option<Result<BatchedFigures>> {
        Some(
            kpi::kpis_of(ctx, Subject::Team(self.0.id), period, compare_to, ViewArguments { lens, as_of, filter })
                .await,
        )
    }

    /// The expenses the team bears that you may see, latest first.
    async fn expenses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Expense>>> {
        Some(expense::query::of_parent(ctx, expenses::Column::TeamId, self.0.id, first, after).await)
    }

    /// The external system it comes from; null for records created here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its id in `sourceSystem`; null for records created here.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
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

impl Team {
    async fn read_children(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Page<Team>> {
        let (loaders, paging) = (&Request::of(ctx)?.loaders, Paging::new(first, after)?);
        let by_name = Sort::ascending(team::Column::Name);
        loaders.children::<team::Entity, _>(team::Column::ParentId, self.0.id, by_name, &paging).await
    }

    async fn read_reps(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Page<Rep>> {
        let request = Request::of(ctx)?;
        let paging = Paging::new(first, after)?;
        let of_today = rep::Column::Id.in_subquery(membership::reps_of(self.0.id, request.today)).into_condition();
        let identity = format!("reps of {}", self.0.id);
        request.loaders.listed::<rep::Entity, _>(identity, of_today, Sort::ascending(rep::Column::Name), &paging).await
    }
}
