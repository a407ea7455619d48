//! Stages of pipelines.

mod mutation;
mod query;

pub use mutation::StageMutation;
pub use query::StageQuery;

use async_graphql::{Context, Enum, ID, Object};
use entity::{Kind, deal as deals, pipeline, stage};

use super::Pipeline;
use crate::{
    error::Result,
    graphql::{DateTime, Page, Ratio, id, plain::Plainly, request::Request},
    sales::deal::{self, Deal},
};

/// How sure a deal is, as forecasts tell open deals apart. A deal that is won counts as closed.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stage::ForecastCategory")]
pub enum ForecastCategory {
    /// It may come.
    Pipeline,
    /// It comes if things go well.
    BestCase,
    /// It will come.
    Commit,
    /// It is left out of the categories; the weighted forecast still counts it.
    Omitted,
}

/// A stage of a pipeline.
pub struct Stage(pub stage::Model);

impl From<stage::Model> for Stage {
    fn from(model: stage::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl Stage {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Stage, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The pipeline; null when it was deleted since.
    async fn pipeline(&self, ctx: &Context<'_>) -> Option<Result<Pipeline>> {
        Request::of(ctx).ok()?.loaders.maybe::<pipeline::Entity, _>(Some(self.0.pipeline_id)).await.transpose()
    }

    /// Its rank in the pipeline, from 0.
    async fn position(&self) -> i32 {
        self.0.position
    }

    /// The chance of winning a deal in this stage, from 0 to 1, where the deal does not say otherwise.
    async fn probability(&self) -> Ratio {
        Ratio(f64::from(self.0.probability_bp) / 1e4)
    }

    /// How sure the deals in it are, where they do not say otherwise.
    async fn forecast_category(&self) -> ForecastCategory {
        self.0.forecast_category.into()
    }

    /// The deals in it that you may see, the last made first. Null only together with an error.
    async fn deals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Deal>>>> {
        Some(deal::query::of_parent(ctx, deals::Column::StageId, self.0.id, first, after).await)
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
