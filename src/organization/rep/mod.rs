//! Reps: the people whom sales are credited to.

mod mutation;
mod query;

pub use mutation::RepMutation;
pub use query::RepQuery;

use async_graphql::{Context, ID, Object, parser::types::SelectionSet};
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

/// A rep: a person whom sales are credited to.
#[derive(Clone)]
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

#[Object]
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

    /// The first day after the last working day; null while with us.
    async fn left_on(&self) -> Option<Date> {
        self.0.left_on.map(Date)
    }

    /// The team that the rep belongs to today; null when in none, or in one that you may not see.
    async fn team(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Team>>> {
        self.read_team(ctx).await.transpose()
    }

    /// The teams that the rep was, is or will be in, the last entered first. Null only together with an error.
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Membership>>> {
        Some(membership::of_parent(ctx, team_membership::Column::RepId, self.0.id, first, after).await)
    }

    /// The deals that the rep works, the last made first. Null only together with an error.
    async fn deals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Deal>>>> {
        Some(deal::query::of_parent(ctx, deals::Column::OwnerId, self.0.id, first, after).await)
    }

    /// The KPIs of the rep over a period. Null with the error FORBIDDEN when they are not yours to read.
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
            kpi::kpis_of(ctx, Subject::Rep(self.0.id), period, compare_to, ViewArguments { lens, as_of, filter }).await,
        )
    }

    /// What the rep performed and you may see, the latest first. Null only together with an error.
    async fn interactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Interaction>>>> {
        Some(interaction::query::of_parent(ctx, interactions::Column::PerformerId, self.0.id, first, after).await)
    }

    /// The meetings that the rep holds and you may see, the latest start first. Null only together with an error.
    async fn meetings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Meeting>>> {
        Some(meeting::query::of_parent(ctx, meetings::Column::HostId, self.0.id, first, after).await)
    }

    /// The quotes that the rep made and you may see, the last made first. Null only together with an error.
    async fn quotes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Quote>>> {
        Some(quote::query::of_parent(ctx, quotes::Column::AuthorId, self.0.id, first, after).await)
    }

    /// The contracts that the rep is credited with and you may see, the last made first. Null only together with an error.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Contract>>> {
        Some(contract::query::of_parent(ctx, contracts::Column::OwnerId, self.0.id, first, after).await)
    }

    /// The expenses that the rep bears alone and you may see, the last incurred first. Null only together with an error.
    async fn expenses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Expense>>> {
        Some(expense::query::of_parent(ctx, expenses::Column::RepId, self.0.id, first, after).await)
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

impl Rep {
    async fn read_team(&self, ctx: &Context<'_>) -> Result<Option<Plainly<Team>>> {
        let request = Request::of(ctx)?;
        let team = request.team_of(self.0.id).await?;
        request.loaders.maybe::<team::Entity, _>(team).await
    }
}
