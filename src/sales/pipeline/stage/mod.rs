//! Stages of pipelines.

mod mutation;
mod query;

pub use mutation::StageMutation;
pub use query::StageQuery;

use async_graphql::{Context, Description, Enum, ID, Object};
use entity::{Kind, deal as deals, pipeline, stage};

use super::Pipeline;
use crate::{
    error::Result,
    graphql::{DateTime, Page, Ratio, id, plain::Plainly, request::Request},
    sales::deal::{self, Deal},
};

/// How likely an open deal is to close.
/// A won deal counts as closed.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stage::ForecastCategory")]
pub enum ForecastCategory {
    /// It may close.
    Pipeline,
    /// It closes if things go well.
    BestCase,
    /// It will close.
    Commit,
    /// It is in no category; the weighted forecast still counts it.
    Omitted,
}

/// A stage of a pipeline.
#[derive(Description)]
pub struct Stage(pub stage::Model);

impl From<stage::Model> for Stage {
    fn from(model: stage::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Stage {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Stage, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The pipeline; null when it was deleted.
    async fn pipeline(&self, ctx: &Context<'_>) -> Option<Result<Pipeline>> {
        Request::of(ctx).ok()?.loaders.maybe::<pipeline::Entity, _>(Some(self.0.pipeline_id)).await.transpose()
    }

    /// Its position in the pipeline, from 0.
    async fn position(&self) -> i32 {
        self.0.position
    }

    /// The win probability of its deals without one of their own, 0 to 1.
    async fn probability(&self) -> Ratio {
        Ratio(f64::from(self.0.probability_bp) / 1e4)
    }

    /// The forecast category of its deals without one of their own.
    async fn forecast_category(&self) -> ForecastCategory {
        self.0.forecast_category.into()
    }

    /// Its deals that you may see, newest first.
    async fn deals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Deal>>>> {
        Some(deal::query::of_parent(ctx, deals::Column::StageId, self.0.id, first, after).await)
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
