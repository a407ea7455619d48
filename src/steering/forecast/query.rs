//! Reading what was said of periods.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, forecast_adjustment, forecast_submission};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::{ForecastAdjustment, ForecastSubmission};
use crate::{
    error::Result,
    graphql::{
        Listing, Page, Paging, id,
        page::Sort,
        period::{Period, PeriodInput},
        request::Request,
    },
};

/// Which submissions to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct ForecastSubmissionFilter {
    /// Only those of this rep.
    pub rep: Option<ID>,
    /// Only those for exactly this period.
    pub period: Option<PeriodInput>,
}

/// Which adjustments to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct ForecastAdjustmentFilter {
    /// Only adjustments of this rep's forecast.
    pub rep: Option<ID>,
    /// Only adjustments of this team's forecast.
    pub team: Option<ID>,
    /// Only those for exactly this period.
    pub period: Option<PeriodInput>,
}

/// The sort order of submissions and adjustments.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForecastOrder {
    /// Newest first; the first of a subject and period is the valid one.
    Newest,
    /// Oldest first.
    Oldest,
}

/// Reading what was said of periods.
#[derive(Default)]
pub struct ForecastQuery;

#[Object]
impl ForecastQuery {
    /// The forecast submissions you may see.
    async fn forecast_submissions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which submissions to list (default: all).")] filter: Option<ForecastSubmissionFilter>,
        #[graphql(desc = "The sort order.", default_with = "ForecastOrder::Newest")] order_by: ForecastOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<ForecastSubmission>>> {
        Some(submissions(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }

    /// The forecast adjustments you may see; reps see none.
    async fn forecast_adjustments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which adjustments to list (default: all).")] filter: Option<ForecastAdjustmentFilter>,
        #[graphql(desc = "The sort order.", default_with = "ForecastOrder::Newest")] order_by: ForecastOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<ForecastAdjustment>>> {
        Some(adjustments(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

fn resolved(request: &Request, period: Option<PeriodInput>) -> Result<Option<Period>> {
    period.map(|period| request.calendar().resolve(period, request.today)).transpose()
}

async fn submissions(
    ctx: &Context<'_>,
    filter: ForecastSubmissionFilter,
    order: ForecastOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<ForecastSubmission>> {
    use forecast_submission::Column as C;
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let period = resolved(request, filter.period)?;
    let condition = Condition::all()
        .add_option(id::filter(Kind::Rep, filter.rep.as_ref(), "rep")?.map(|rep| C::RepId.eq(rep)))
        .add_option(period.map(|period| C::StartsOn.eq(period.from)))
        .add_option(period.map(|period| C::EndsOn.eq(period.to)));
    let sort = match order {
        ForecastOrder::Newest => Sort::descending(C::Id),
        ForecastOrder::Oldest => Sort::ascending(C::Id),
    };
    let select = request.viewer.find::<forecast_submission::Entity>().filter(condition);
    Listing { select, sort, identity: format!("forecast_submissions {filter:?}") }.page(request, &paging).await
}

async fn adjustments(
    ctx: &Context<'_>,
    filter: ForecastAdjustmentFilter,
    order: ForecastOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<ForecastAdjustment>> {
    use forecast_adjustment::Column as C;
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let period = resolved(request, filter.period)?;
    let condition = Condition::all()
        .add_option(id::filter(Kind::Rep, filter.rep.as_ref(), "rep")?.map(|rep| C::RepId.eq(rep)))
        .add_option(id::filter(Kind::Team, filter.team.as_ref(), "team")?.map(|team| C::TeamId.eq(team)))
        .add_option(period.map(|period| C::StartsOn.eq(period.from)))
        .add_option(period.map(|period| C::EndsOn.eq(period.to)));
    let sort = match order {
        ForecastOrder::Newest => Sort::descending(C::Id),
        ForecastOrder::Oldest => Sort::ascending(C::Id),
    };
    let select = request.viewer.find::<forecast_adjustment::Entity>().filter(condition);
    Listing { select, sort, identity: format!("forecast_adjustments {filter:?}") }.page(request, &paging).await
}
