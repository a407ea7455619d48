//! Pipelines and their stages.

mod mutation;
mod query;
mod stage;

pub use mutation::PipelineMutation;
pub use query::PipelineQuery;
pub use stage::{ForecastCategory, Stage, StageMutation, StageQuery};

use async_graphql::{Context, ID, Object};
use entity::{Kind, deal as deals, pipeline, stage as stages};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    error::Result,
    graphql::{DateTime, Page, Paging, id, page::Sort, plain::Plainly, request::Request},
    sales::deal::{self, Deal},
};

/// A pipeline: the stages that deals of one sort go through.
pub struct Pipeline(pub pipeline::Model);

impl From<pipeline::Model> for Pipeline {
    fn from(model: pipeline::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl Pipeline {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Pipeline, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether new deals start here unless they say otherwise.
    async fn is_default(&self) -> bool {
        self.0.is_default
    }

    /// Its rank among pipelines, from 0.
    async fn position(&self) -> i32 {
        self.0.position
    }

    /// Its stages, by rank. Null only together with an error.
    async fn stages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Stage>>> {
        Some(self.read_stages(ctx, first, after).await)
    }

    /// The deals in it that you may see, the last made first. Null only together with an error.
    async fn deals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Deal>>>> {
        Some(deal::query::of_parent(ctx, deals::Column::PipelineId, self.0.id, first, after).await)
    }

    /// The system that it was imported from or written by; null for records made here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its identifier in `sourceSystem`; null for records made here.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The version: send it with an update to be refused when somebody else was faster.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was made here.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

impl Pipeline {
    async fn read_stages(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Page<Stage>> {
        let (loaders, paging) = (&Request::of(ctx)?.loaders, Paging::new(first, after)?);
        let by_rank = Sort::ascending(stages::Column::Position);
        loaders.children::<stages::Entity, _>(stages::Column::PipelineId, self.0.id, by_rank, &paging).await
    }
}

/// Whether deals are open in a pipeline or a stage, whoever may see them.
#[expect(clippy::disallowed_methods, reason = "what is in use is in use, whoever asks")]
async fn has_open_deals(db: &impl ConnectionTrait, column: deals::Column, id: Uuid) -> Result<bool> {
    let open = deals::Entity::find()
        .filter(column.eq(id))
        .filter(deals::Column::Status.eq(deals::Status::Open))
        .filter(deals::Column::DeletedAt.is_null());
    Ok(open.count(db).await? > 0)
}
