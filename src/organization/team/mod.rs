//! Teams: the tree that steers the sales force.

mod mutation;
mod query;

pub use mutation::TeamMutation;
pub use query::TeamQuery;

use async_graphql::{Context, ID, Object, parser::types::SelectionSet};
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

/// A team: a node of the tree that steers the sales force.
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

#[Object]
impl Team {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Team, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The team above; null for a root, or when you may not see it.
    async fn parent(&self, ctx: &Context<'_>) -> Option<Result<Team>> {
        Request::of(ctx).ok()?.loaders.maybe::<team::Entity, _>(self.0.parent_id).await.transpose()
    }

    /// The teams right below it that you may see, by name. Null only together with an error.
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Team>>> {
        Some(self.read_children(ctx, first, after).await)
    }

    /// The reps who belong to the team itself today, by name. Null only together with an error.
    async fn reps(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Rep>>> {
        Some(self.read_reps(ctx, first, after).await)
    }

    /// Who was, is or will be in the team itself, and when: the last entered first. Null only together with an error.
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Membership>>> {
        Some(membership::of_parent(ctx, team_membership::Column::TeamId, self.0.id, first, after).await)
    }

    /// Who manages it and all below it; null when nobody does, or you may not see them.
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
    /// Null with the error FORBIDDEN when they are not yours to read, with SUPPRESSED when they cover too few people.
    async fn kpis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When.")] period: PeriodInput,
        #[graphql(desc = "What the figures are compared to, as `change` of each.")] compare_to: Option<Comparison>,
        #[graphql(desc = "By whom events count; EVENT when left out.")] lens: Option<Lens>,
        #[graphql(desc = "What was known at this instant; all that is known now when left out.")] as_of: Option<
            DateTime,
        >,
        #[graphql(desc = "Which records the figures are made of; all when left out.")] filter: Option<FilterInput>,
    ) -> Option<Result<BatchedFigures>> {
        Some(
            kpi::kpis_of(ctx, Subject::Team(self.0.id), period, compare_to, ViewArguments { lens, as_of, filter })
                .await,
        )
    }

    /// The expenses that the team bears and you may see, the last incurred first. Null only together with an error.
    async fn expenses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Expense>>> {
        Some(expense::query::of_parent(ctx, expenses::Column::TeamId, self.0.id, first, after).await)
    }

    /// The system that it was imported from or written by; null for records made here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its identifier in `sourceSystem`; null for records made here.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The version: send it with an update to be refused when somebody else was faster.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was made here.
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
