//! Reading holidays.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, holiday};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::Holiday;
use crate::{
    error::{Error, Result},
    graphql::{Date, Listing, Page, Paging, id, page::Sort, request::Request},
};

/// Which holidays to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct HolidayFilter {
    /// Only holidays from this day on.
    pub from: Option<Date>,
    /// Only holidays before this day.
    pub to: Option<Date>,
}

/// The sort order of holidays.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolidayOrder {
    /// The earliest day first.
    Earliest,
    /// The latest day first.
    Latest,
    /// Newest first.
    Newest,
}

impl HolidayOrder {
    const fn sort(self) -> Sort<holiday::Column> {
        match self {
            Self::Earliest => Sort::ascending(holiday::Column::Day),
            Self::Latest => Sort::descending(holiday::Column::Day),
            Self::Newest => Sort::descending(holiday::Column::Id),
        }
    }
}

impl HolidayFilter {
    fn condition(&self) -> Condition {
        Condition::all()
            .add_option(self.from.map(|day| holiday::Column::Day.gte(day.0)))
            .add_option(self.to.map(|day| holiday::Column::Day.lt(day.0)))
    }
}

/// Reading holidays.
#[derive(Default)]
pub struct HolidayQuery;

#[Object]
impl HolidayQuery {
    /// A holiday by id.
    async fn holiday(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the holiday.")] id: ID,
    ) -> Option<Result<Holiday>> {
        Some(find(ctx, &id).await)
    }

    /// The holidays.
    async fn holidays(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which holidays to list (default: all).")] filter: Option<HolidayFilter>,
        #[graphql(desc = "The sort order.", default_with = "HolidayOrder::Earliest")] order_by: HolidayOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Holiday>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Holiday> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Holiday, id, &["id"])?;
    request.loaders.one::<holiday::Entity>(id).await?.map(Holiday).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: HolidayFilter,
    order: HolidayOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Holiday>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<holiday::Entity>().filter(filter.condition());
    Listing { select, sort: order.sort(), identity: format!("holidays {filter:?}") }.page(request, &paging).await
}
