//! Reading memberships.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, team_membership};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::Membership;
use crate::{
    error::{Error, Result},
    graphql::{Date, Listing, Page, Paging, id, page::Sort, request::Request},
};

/// Which memberships to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct MembershipFilter {
    /// Only memberships of this rep.
    pub rep: Option<ID>,
    /// Only memberships in this team, without teams below it.
    pub team: Option<ID>,
    /// Only memberships in effect on this day.
    pub on: Option<Date>,
}

/// The sort order of memberships.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MembershipOrder {
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl MembershipOrder {
    const fn sort(self) -> Sort<team_membership::Column> {
        match self {
            Self::Newest => Sort::descending(team_membership::Column::Id),
            Self::Oldest => Sort::ascending(team_membership::Column::Id),
        }
    }
}

impl MembershipFilter {
    fn condition(&self) -> Result<Condition> {
        let rep = id::filter(Kind::Rep, self.rep.as_ref(), "rep")?;
        let team = id::filter(Kind::Team, self.team.as_ref(), "team")?;
        Ok(Condition::all()
            .add_option(rep.map(|rep| team_membership::Column::RepId.eq(rep)))
            .add_option(team.map(|team| team_membership::Column::TeamId.eq(team)))
            .add_option(self.on.map(|day| super::holds_on(day.0))))
    }
}

/// Reading memberships.
#[derive(Default)]
pub struct MembershipQuery;

#[Object]
impl MembershipQuery {
    /// A membership by id.
    async fn membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the membership.")] id: ID,
    ) -> Option<Result<Membership>> {
        Some(find(ctx, &id).await)
    }

    /// The memberships you may see.
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which memberships to list (default: all).")] filter: Option<MembershipFilter>,
        #[graphql(desc = "The sort order.", default_with = "MembershipOrder::Newest")] order_by: MembershipOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Membership>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Membership> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Membership, id, &["id"])?;
    request.loaders.one::<team_membership::Entity>(id).await?.map(Membership).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: MembershipFilter,
    order: MembershipOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Membership>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<team_membership::Entity>().filter(filter.condition()?);
    Listing { select, sort: order.sort(), identity: format!("memberships {filter:?}") }.page(request, &paging).await
}
