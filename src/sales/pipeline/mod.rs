//! Pipelines and their stages.

mod mutation;
mod query;
mod stage;

pub use mutation::PipelineMutation;
pub use query::PipelineQuery;
pub use stage::{ForecastCategory, Stage, StageMutation, StageQuery};

use async_graphql::{Context, Description, ID, Object};
use entity::{Kind, deal as deals, pipeline, stage as stages};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    error::Result,
    graphql::{DateTime, Page, Paging, id, page::Sort, plain::Plainly, request::Request},
    sales::deal::{self, Deal},
};

/// A pipeline: the stages that deals of one kind go through.
#[derive(Description)]
pub struct Pipeline(pub pipeline::Model);

impl From<pipeline::Model> for Pipeline {
    fn from(model: pipeline::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Pipeline {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Pipeline, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether it is the default pipeline of new deals.
    async fn is_default(&self) -> bool {
        self.0.is_default
    }

    /// Its position among pipelines, from 0.
    async fn position(&self) -> i32 {
        self.0.position
    }

    /// Its stages, by position.
    async fn stages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Stage>>> {
        Some(self.read_stages(ctx, first, after).await)
    }

    /// Its deals that you may see, newest first.
    async fn deals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Deal>>>> {
        Some(deal::query::of_parent(ctx, deals::Column::PipelineId, self.0.id, first, after).await)
    }

    /// The external system it comes from; null for records created here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its id in `sourceSystem`; null for records created here.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The version; send it with an update to detect concurrent changes.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was created here.
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
