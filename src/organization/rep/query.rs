//! Reading reps.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, rep};
use sea_orm::{ColumnTrait, Condition, QueryFilter, sea_query::ExprTrait};

use super::Rep;
use crate::{
    error::{Error, Result},
    graphql::{
        Listing, Page, Paging, RecordFilter, id, input,
        page::{self, Sort},
        request::Request,
    },
    organization::membership,
};

/// Which reps to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct RepFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only reps whose name contains these words (case-insensitive).
    pub search: Option<String>,
    /// Only reps who are in this team today, without teams below it.
    pub team: Option<ID>,
    /// Only reps employed today, or only those who left or have not begun.
    pub is_active: Option<bool>,
}

/// The sort order of reps.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepOrder {
    /// By name.
    Name,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl RepOrder {
    const fn sort(self) -> Sort<rep::Column> {
        match self {
            Self::Name => Sort::ascending(rep::Column::Name),
            Self::Newest => Sort::descending(rep::Column::Id),
            Self::Oldest => Sort::ascending(rep::Column::Id),
        }
    }
}

impl RepFilter {
    fn condition(&self, request: &Request) -> Result<Condition> {
        let team = id::filter(Kind::Team, self.team.as_ref(), "team")?;
        let today = request.today;
        let active = Condition::all()
            .add(rep::Column::HiredOn.is_null().or(rep::Column::HiredOn.lte(today)))
            .add(rep::Column::LeftOn.is_null().or(rep::Column::LeftOn.gt(today)));
        Ok(Condition::all()
            .add_option(input::search(self.search.as_deref())?.map(|words| page::contains(rep::Column::Name, &words)))
            .add_option(team.map(|team| rep::Column::Id.in_subquery(membership::reps_of(team, today))))
            .add_option(self.is_active.map(|wanted| if wanted { active } else { active.not() })))
    }
}

/// Reading reps.
#[derive(Default)]
pub struct RepQuery;

#[Object]
impl RepQuery {
    /// A rep by id.
    async fn rep(&self, ctx: &Context<'_>, #[graphql(desc = "The id of the rep.")] id: ID) -> Option<Result<Rep>> {
        Some(find(ctx, &id).await)
    }

    /// The reps you may see.
    async fn reps(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which reps to list (default: all).")] filter: Option<RepFilter>,
        #[graphql(desc = "The sort order.", default_with = "RepOrder::Name")] order_by: RepOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Rep>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Rep> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Rep, id, &["id"])?;
    request.loaders.one::<rep::Entity>(id).await?.map(Rep).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: RepFilter,
    order: RepOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Rep>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<rep::Entity>().filter(filter.condition(request)?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("reps {filter:?}") }.page(request, &paging).await
}
