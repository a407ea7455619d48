//! Reading stages.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, stage};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::Stage;
use crate::{
    error::{Error, Result},
    graphql::{Listing, Page, Paging, RecordFilter, id, page::Sort, request::Request},
};

/// Which stages to list; conditions that are left out do not restrict.
#[derive(InputObject, Default, Debug)]
pub struct StageFilter {
    /// By id or by identifier in another system.
    pub record: Option<RecordFilter>,
    /// Only stages of this pipeline.
    pub pipeline: Option<ID>,
}

/// What stages are listed by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageOrder {
    /// By rank in the pipeline.
    Position,
    /// The last made first.
    Newest,
    /// The first made first.
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
    /// One stage. Null, with the error NOT_FOUND, when there is none that you may see.
    async fn stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the stage.")] id: ID,
    ) -> Option<Result<Stage>> {
        Some(find(ctx, &id).await)
    }

    /// The stages that you may see. Null only together with an error.
    async fn stages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which stages; all when left out.")] filter: Option<StageFilter>,
        #[graphql(desc = "In which order.", default_with = "StageOrder::Position")] order_by: StageOrder,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
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
