//! Reading surveys.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, survey};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::{Survey, SurveyKind};
use crate::{
    error::{Error, Result},
    graphql::{
        Listing, Page, Paging, RecordFilter, id, input,
        page::{self, Sort},
        request::Request,
    },
};

/// Which surveys to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct SurveyFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only surveys that measure this.
    pub kind: Option<SurveyKind>,
    /// Only surveys that may still be sent, or only those that may not.
    pub is_active: Option<bool>,
    /// Only surveys whose name contains these words (case-insensitive).
    pub search: Option<String>,
}

/// The sort order of surveys.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyOrder {
    /// By name.
    Name,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl SurveyOrder {
    const fn sort(self) -> Sort<survey::Column> {
        match self {
            Self::Name => Sort::ascending(survey::Column::Name),
            Self::Newest => Sort::descending(survey::Column::Id),
            Self::Oldest => Sort::ascending(survey::Column::Id),
        }
    }
}

impl SurveyFilter {
    fn condition(&self) -> Result<Condition> {
        Ok(Condition::all()
            .add_option(self.kind.map(|kind| survey::Column::Kind.eq(survey::Kind::from(kind))))
            .add_option(self.is_active.map(|active| survey::Column::IsActive.eq(active)))
            .add_option(
                input::search(self.search.as_deref())?.map(|words| page::contains(survey::Column::Name, &words)),
            ))
    }
}

/// Reading surveys.
#[derive(Default)]
pub struct SurveyQuery;

#[Object]
impl SurveyQuery {
    /// A survey by id.
    async fn survey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the survey.")] id: ID,
    ) -> Option<Result<Survey>> {
        Some(one(ctx, &id).await)
    }

    /// The surveys you may see.
    async fn surveys(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which surveys to list (default: all).")] filter: Option<SurveyFilter>,
        #[graphql(desc = "The sort order.", default_with = "SurveyOrder::Name")] order_by: SurveyOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Survey>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<Survey> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Survey, id, &["id"])?;
    request.loaders.one::<survey::Entity>(id).await?.map(Survey).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: SurveyFilter,
    order: SurveyOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Survey>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<survey::Entity>().filter(filter.condition()?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("surveys {filter:?}") }.page(request, &paging).await
}
