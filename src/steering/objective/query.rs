//! Reading objectives.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, objective};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::Objective;
use crate::{
    error::{Error, Result},
    graphql::{Listing, Page, Paging, id, page::Sort, period::PeriodInput, request::Request},
    kpi::Kpi,
};

/// Which objectives to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct ObjectiveFilter {
    /// Only objectives for this KPI.
    pub kpi: Option<Kpi>,
    /// Only objectives of this rep.
    pub rep: Option<ID>,
    /// Only objectives of this team, without teams below it.
    pub team: Option<ID>,
    /// Only objectives for exactly this period.
    pub period: Option<PeriodInput>,
}

/// The sort order of objectives.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectiveOrder {
    /// Latest period first.
    Latest,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl ObjectiveOrder {
    const fn sort(self) -> Sort<objective::Column> {
        match self {
            Self::Latest => Sort::descending(objective::Column::StartsOn),
            Self::Newest => Sort::descending(objective::Column::Id),
            Self::Oldest => Sort::ascending(objective::Column::Id),
        }
    }
}

impl ObjectiveFilter {
    fn condition(&self, request: &Request) -> Result<Condition> {
        use objective::Column as C;
        let rep = id::filter(Kind::Rep, self.rep.as_ref(), "rep")?;
        let team = id::filter(Kind::Team, self.team.as_ref(), "team")?;
        let period = self.period.map(|period| request.calendar().resolve(period, request.today)).transpose()?;
        Ok(Condition::all()
            .add_option(self.kpi.map(|kpi| C::Kpi.eq(kpi.definition().field)))
            .add_option(rep.map(|rep| C::RepId.eq(rep)))
            .add_option(team.map(|team| C::TeamId.eq(team)))
            .add_option(period.map(|period| C::StartsOn.eq(period.from)))
            .add_option(period.map(|period| C::EndsOn.eq(period.to))))
    }
}

/// Reading objectives.
#[derive(Default)]
pub struct ObjectiveQuery;

#[Object]
impl ObjectiveQuery {
    /// An objective by id.
    async fn objective(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the objective.")] id: ID,
    ) -> Option<Result<Objective>> {
        Some(find(ctx, &id).await)
    }

    /// The objectives you may see.
    /// Reps see their own, and their team's if it shares its figures.
    async fn objectives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which objectives to list (default: all).")] filter: Option<ObjectiveFilter>,
        #[graphql(desc = "The sort order.", default_with = "ObjectiveOrder::Latest")] order_by: ObjectiveOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Objective>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Objective> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Objective, id, &["id"])?;
    request.loaders.one::<objective::Entity>(id).await?.map(Objective).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: ObjectiveFilter,
    order: ObjectiveOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Objective>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<objective::Entity>().filter(filter.condition(request)?);
    Listing { select, sort: order.sort(), identity: format!("objectives {filter:?}") }.page(request, &paging).await
}
