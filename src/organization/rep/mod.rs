//! Reps: the people who are credited with sales.

mod mutation;
mod query;

pub use mutation::RepMutation;
pub use query::RepQuery;

use async_graphql::{Context, Description, ID, Object, parser::types::SelectionSet};
use entity::{
    Kind, contract as contracts, deal as deals, expense as expenses, interaction as interactions, meeting as meetings,
    quote as quotes, rep, team, team_membership,
};

use crate::{
    access::Subject,
    error::Result,
    graphql::{
        Date, DateTime, Page, id,
        json::{Json, Written},
        period::{Comparison, PeriodInput},
        plain::{self, Plain, Plainly},
        request::Request,
    },
    kpi::{self, BatchedFigures, FilterInput, Lens, ViewArguments},
    marketing::expense::{self, Expense},
    organization::{
        membership::{self, Membership},
        team::Team,
    },
    sales::{
        contract::{self, Contract},
        deal::{self, Deal},
        interaction::{self, Interaction},
        meeting::{self, Meeting},
        quote::{self, Quote},
    },
};

/// A sales rep, whom results are credited to.
#[derive(Description, Clone)]
pub struct Rep(pub rep::Model);

impl From<rep::Model> for Rep {
    fn from(model: rep::Model) -> Self {
        Self(model)
    }
}

impl From<rep::Model> for Plainly<Rep> {
    fn from(model: rep::Model) -> Self {
        Self(Rep(model))
    }
}

impl Plain for Rep {
    fn write(&self, json: &mut Json, name: &str, below: &SelectionSet, request: &Request) -> Written {
        match name {
            "id" => json.bare(id::encode(Kind::Rep, self.0.id).0),
            "name" => json.text(&self.0.name),
            "email" => json.or_null(self.0.email.as_deref(), Json::text),
            "team" => json.or_null(request.known_team_of(self.0.id)?, |json, team| {
                plain::selected(json, &Team(team), below, request)
            }),
            _ => None,
        }
    }
}

#[Object(use_type_description)]
impl Rep {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Rep, self.0.id)
    }

    /// The full name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The work address; null when unknown.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// The first working day; null when unknown.
    async fn hired_on(&self) -> Option<Date> {
        self.0.hired_on.map(Date)
    }

    /// The first day after the last working day; null while employed.
    async fn left_on(&self) -> Option<Date> {
        self.0.left_on.map(Date)
    }

    /// The rep's team today; null when there is none you may see.
    async fn team(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Team>>> {
        self.read_team(ctx).await.transpose()
    }

    /// The rep's past, present and future team memberships, newest first.
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Membership>>> {
        Some(membership::of_parent(ctx, team_membership::Column::RepId, self.0.id, first, after).await)
    }

    /// The deals the rep owns, newest first.
    async fn deals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Deal>>>> {
        Some(deal::query::of_parent(ctx, deals::Column::OwnerId, self.0.id, first, after).await)
    }

    /// The KPIs of the rep over a period.
    /// FORBIDDEN when you may not read them.
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
            kpi::kpis_of(ctx, Subject::Rep(self.0.id), period, compare_to, ViewArguments { lens, as_of, filter }).await,
        )
    }

    /// The rep's interactions that you may see, latest first.
    async fn interactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Interaction>>>> {
        Some(interaction::query::of_parent(ctx, interactions::Column::PerformerId, self.0.id, first, after).await)
    }

    /// The meetings the rep holds that you may see, latest start first.
    async fn meetings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Meeting>>> {
        Some(meeting::query::of_parent(ctx, meetings::Column::HostId, self.0.id, first, after).await)
    }

    /// The rep's quotes that you may see, newest first.
    async fn quotes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Quote>>> {
        Some(quote::query::of_parent(ctx, quotes::Column::AuthorId, self.0.id, first, after).await)
    }

    /// The contracts credited to the rep that you may see, newest first.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Contract>>> {
        Some(contract::query::of_parent(ctx, contracts::Column::OwnerId, self.0.id, first, after).await)
    }

    /// The expenses the rep bears alone that you may see, latest first.
    async fn expenses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Expense>>> {
        Some(expense::query::of_parent(ctx, expenses::Column::RepId, self.0.id, first, after).await)
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

impl Rep {
    async fn read_team(&self, ctx: &Context<'_>) -> Result<Option<Plainly<Team>>> {
        let request = Request::of(ctx)?;
        let team = request.team_of(self.0.id).await?;
        request.loaders.maybe::<team::Entity, _>(team).await
    }
}
