//! Reading stages.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, stage};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::Stage;
use crate::{
    error::{Error, Result},
    graphql::{Listing, Page, Paging, RecordFilter, id, page::Sort, request::Request},
};

/// Which stages to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct StageFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only stages of this pipeline.
    pub pipeline: Option<ID>,
}

/// The sort order of stages.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageOrder {
    /// By position in the pipeline.
    Position,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl StageOrder {
    const fn sort(self) -> Sort<stage::Column> {
        match self {
            Self::Position => Sort::ascending(stage::Column::Position),
            Self::Newest => Sort::descending(stage::Column::Id),
            Self::Oldest => Sort::ascending(stage::Column::Id),
        }
    }
}

impl StageFilter {
    fn condition(&self) -> Result<Condition> {
        let pipeline = id::filter(Kind::Pipeline, self.pipeline.as_ref(), "pipeline")?;
        Ok(Condition::all().add_option(pipeline.map(|pipeline| stage::Column::PipelineId.eq(pipeline))))
    }
}

/// Reading stages.
#[derive(Default)]
pub struct StageQuery;

#[Object]
impl StageQuery {
    /// A stage by id.
    async fn stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the stage.")] id: ID,
    ) -> Option<Result<Stage>> {
        Some(find(ctx, &id).await)
    }

    /// The stages you may see.
    async fn stages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which stages to list (default: all).")] filter: Option<StageFilter>,
        #[graphql(desc = "The sort order.", default_with = "StageOrder::Position")] order_by: StageOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Stage>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Stage> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Stage, id, &["id"])?;
    request.loaders.one::<stage::Entity>(id).await?.map(Stage).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: StageFilter,
    order: StageOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Stage>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<stage::Entity>().filter(filter.condition()?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("stages {filter:?}") }.page(request, &paging).await
}
