//! Reading teams.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, team};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::Team;
use crate::{
    error::{Error, Result},
    graphql::{
        Listing, Page, Paging, RecordFilter, id, input,
        page::{self, Sort},
        request::Request,
    },
};

/// Which teams to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct TeamFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only teams whose name contains these words (case-insensitive).
    pub search: Option<String>,
    /// Only teams directly below this one.
    pub parent: Option<ID>,
    /// Only teams that this user manages.
    pub manager: Option<ID>,
    /// Only teams without a team above, or only the others.
    pub is_root: Option<bool>,
}

/// The sort order of teams.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamOrder {
    /// By name.
    Name,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl TeamOrder {
    const fn sort(self) -> Sort<team::Column> {
        match self {
            Self::Name => Sort::ascending(team::Column::Name),
            Self::Newest => Sort::descending(team::Column::Id),
            Self::Oldest => Sort::ascending(team::Column::Id),
        }
    }
}

impl TeamFilter {
    fn condition(&self) -> Result<Condition> {
        let parent = id::filter(Kind::Team, self.parent.as_ref(), "parent")?;
        let manager = id::filter(Kind::User, self.manager.as_ref(), "manager")?;
        let root =
            |wanted| if wanted { team::Column::ParentId.is_null() } else { team::Column::ParentId.is_not_null() };
        Ok(Condition::all()
            .add_option(input::search(self.search.as_deref())?.map(|words| page::contains(team::Column::Name, &words)))
            .add_option(parent.map(|parent| team::Column::ParentId.eq(parent)))
            .add_option(manager.map(|manager| team::Column::ManagerId.eq(manager)))
            .add_option(self.is_root.map(root)))
    }
}

/// Reading teams.
#[derive(Default)]
pub struct TeamQuery;

#[Object]
impl TeamQuery {
    /// A team by id.
    async fn team(&self, ctx: &Context<'_>, #[graphql(desc = "The id of the team.")] id: ID) -> Option<Result<Team>> {
        Some(find(ctx, &id).await)
    }

    /// The teams you may see.
    async fn teams(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which teams to list (default: all).")] filter: Option<TeamFilter>,
        #[graphql(desc = "The sort order.", default_with = "TeamOrder::Name")] order_by: TeamOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Team>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Team> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Team, id, &["id"])?;
    request.loaders.one::<team::Entity>(id).await?.map(Team).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: TeamFilter,
    order: TeamOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Team>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<team::Entity>().filter(filter.condition()?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("teams {filter:?}") }.page(request, &paging).await
}
