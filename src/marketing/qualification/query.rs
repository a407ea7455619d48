//! Reading sets of criteria.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, criteria_set};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::{CriteriaSet, CriteriaSetStatus};
use crate::{
    error::{Error, Result},
    graphql::{
        Listing, Page, Paging, id,
        input::{self, LINE},
        page::{self, Sort},
        request::Request,
    },
};

/// Which sets of criteria to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct CriteriaSetFilter {
    /// Only editions with one of these statuses.
    pub status: Option<Vec<CriteriaSetStatus>>,
    /// Only sets for leads of this source (exact spelling).
    pub lead_source: Option<String>,
    /// Only sets whose name contains these words (case-insensitive).
    pub search: Option<String>,
}

/// The sort order of sets of criteria.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CriteriaSetOrder {
    /// By name.
    Name,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl CriteriaSetOrder {
    const fn sort(self) -> Sort<criteria_set::Column> {
        match self {
            Self::Name => Sort::ascending(criteria_set::Column::Name),
            Self::Newest => Sort::descending(criteria_set::Column::Id),
            Self::Oldest => Sort::ascending(criteria_set::Column::Id),
        }
    }
}

impl CriteriaSetFilter {
    fn condition(&self) -> Result<Condition> {
        let statuses = self.status.as_ref().map(|all| all.iter().map(|status| criteria_set::Status::from(*status)));
        let source = input::optional(self.lead_source.as_deref(), LINE, &["filter", "leadSource"])?;
        let words = input::search(self.search.as_deref())?;
        Ok(Condition::all()
            .add_option(statuses.map(|statuses| criteria_set::Column::Status.is_in(statuses)))
            .add_option(source.map(|source| criteria_set::Column::LeadSource.eq(source)))
            .add_option(words.map(|words| page::contains(criteria_set::Column::Name, &words))))
    }
}

/// Reading sets of criteria.
#[derive(Default)]
pub struct CriteriaSetQuery;

#[Object]
impl CriteriaSetQuery {
    /// An edition of a set of criteria by id.
    async fn criteria_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the edition.")] id: ID,
    ) -> Option<Result<CriteriaSet>> {
        Some(one(ctx, &id).await)
    }

    /// The sets of criteria, each edition as a row.
    async fn criteria_sets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sets to list (default: all).")] filter: Option<CriteriaSetFilter>,
        #[graphql(desc = "The sort order.", default_with = "CriteriaSetOrder::Newest")] order_by: CriteriaSetOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<CriteriaSet>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<CriteriaSet> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::CriteriaSet, id, &["id"])?;
    request.loaders.one::<criteria_set::Entity>(id).await?.map(CriteriaSet).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: CriteriaSetFilter,
    order: CriteriaSetOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<CriteriaSet>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<criteria_set::Entity>().filter(filter.condition()?);
    Listing { select, sort: order.sort(), identity: format!("criteria_sets {filter:?}") }.page(request, &paging).await
}
