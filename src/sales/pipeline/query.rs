//! Reading pipelines.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, pipeline};
use sea_orm::{Condition, QueryFilter};

use super::Pipeline;
use crate::{
    error::{Error, Result},
    graphql::{
        Listing, Page, Paging, RecordFilter, id, input,
        page::{self, Sort},
        request::Request,
    },
};

/// Which pipelines to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct PipelineFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only pipelines whose name contains these words (case-insensitive).
    pub search: Option<String>,
}

/// The sort order of pipelines.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PipelineOrder {
    /// By position.
    Position,
    /// By name.
    Name,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl PipelineOrder {
    const fn sort(self) -> Sort<pipeline::Column> {
        match self {
            Self::Position => Sort::ascending(pipeline::Column::Position),
            Self::Name => Sort::ascending(pipeline::Column::Name),
            Self::Newest => Sort::descending(pipeline::Column::Id),
            Self::Oldest => Sort::ascending(pipeline::Column::Id),
        }
    }
}

impl PipelineFilter {
    fn condition(&self) -> Result<Condition> {
        Ok(Condition::all().add_option(
            input::search(self.search.as_deref())?.map(|words| page::contains(pipeline::Column::Name, &words)),
        ))
    }
}

/// Reading pipelines.
#[derive(Default)]
pub struct PipelineQuery;

#[Object]
impl PipelineQuery {
    /// A pipeline by id.
    async fn pipeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the pipeline.")] id: ID,
    ) -> Option<Result<Pipeline>> {
        Some(find(ctx, &id).await)
    }

    /// The pipelines you may see.
    async fn pipelines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which pipelines to list (default: all).")] filter: Option<PipelineFilter>,
        #[graphql(desc = "The sort order.", default_with = "PipelineOrder::Position")] order_by: PipelineOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Pipeline>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Pipeline> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Pipeline, id, &["id"])?;
    request.loaders.one::<pipeline::Entity>(id).await?.map(Pipeline).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: PipelineFilter,
    order: PipelineOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Pipeline>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<pipeline::Entity>().filter(filter.condition()?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("pipelines {filter:?}") }.page(request, &paging).await
}
