//! Changing stages.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::{deal, pipeline, stage};
use sea_orm::{ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::{ForecastCategory, Stage};
use crate::{
    error::{Result, UserError},
    graphql::{
        Ratio,
        input::{self, LINE},
        payload::answer,
    },
    mutation::{Act, restate},
    payload,
    sales::pipeline::has_open_deals,
};

/// A new stage.
#[derive(InputObject)]
pub struct StageCreateInput {
    /// The pipeline it belongs to.
    pub pipeline: ID,
    /// The name, at most 200 characters.
    pub name: String,
    /// The position in the pipeline, from 0 (default: last).
    #[graphql(validator(minimum = 0, maximum = 1_000))]
    pub position: Option<i32>,
    /// The win probability of its deals without one of their own, 0 to 1.
    pub probability: Ratio,
    /// The forecast category of its deals (default: PIPELINE).
    pub forecast_category: Option<ForecastCategory>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a stage.
/// Omitted fields keep their value; none can be cleared.
#[derive(InputObject)]
pub struct StageUpdateInput {
    /// The name, at most 200 characters.
    pub name: MaybeUndefined<String>,
    /// The position in the pipeline, from 0.
    #[graphql(validator(minimum = 0, maximum = 1_000))]
    pub position: MaybeUndefined<i32>,
    /// The win probability of its deals, from 0 to 1.
    /// Open deals without a probability of their own take it from now on.
    pub probability: MaybeUndefined<Ratio>,
    /// The forecast category of its deals.
    /// Open deals without a category of their own take it from now on.
    pub forecast_category: MaybeUndefined<ForecastCategory>,
    /// The version you read; CONFLICT when the stage has changed since.
    pub version: Option<i32>,
}

payload!("stageCreate", StageCreatePayload, stage: Stage);
payload!("stageUpdate", StageUpdatePayload, stage: Stage);
payload!("stageDelete", StageDeletePayload, stage: Stage);
payload!("stageRestore", StageRestorePayload, stage: Stage);

/// Changing stages.
#[derive(Default)]
pub struct StageMutation;

#[Object]
impl StageMutation {
    /// Creates a stage in a pipeline.
    async fn stage_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: StageCreateInput,
    ) -> Option<Result<StageCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a stage.
    async fn stage_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stage.")] id: ID,
        #[graphql(desc = "The changes.")] input: StageUpdateInput,
    ) -> Option<Result<StageUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes a stage without open deals; it can be restored.
    async fn stage_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stage.")] id: ID,
    ) -> Option<Result<StageDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted stage.
    async fn stage_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stage.")] id: ID,
    ) -> Option<Result<StageRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: StageCreateInput) -> Result<Stage> {
    let mut act = Act::begin(ctx).await?;
    let pipeline = act.get::<pipeline::Entity>(&input.pipeline, &["input", "pipeline"]).await?;
    let last = act
        .viewer
        .find::<stage::Entity>()
        .filter(stage::Column::PipelineId.eq(pipeline.id))
        .order_by_desc(stage::Column::Position)
        .one(&act.tx)
        .await?
        .map_or(0, |last| last.position.saturating_add(1));
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let active = stage::ActiveModel {
        pipeline_id: Set(pipeline.id),
        name: Set(input::text(&input.name, LINE, &["input", "name"])?),
        position: Set(input.position.unwrap_or(last)),
        probability_bp: Set(input::basis_points(input.probability.0, &["input", "probability"])?),
        forecast_category: Set(input.forecast_category.map_or_else(Default::default, Into::into)),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let stage = act.insert::<stage::Entity>(Act::new_id(), active).await?;
    act.commit().await?;
    Ok(Stage(stage))
}

async fn update(ctx: &Context<'_>, id: ID, input: StageUpdateInput) -> Result<Stage> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<stage::Entity>(&id, &["id"]).await?;
    act.expect_version::<stage::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    if let Some(position) = input::change_value(&input.position, &["input", "position"])? {
        active.position = Set(position);
    }
    if let Some(ratio) = input::change_value(&input.probability, &["input", "probability"])? {
        active.probability_bp = Set(input::basis_points(ratio.0, &["input", "probability"])?);
    }
    if let Some(category) = input::change_value(&input.forecast_category, &["input", "forecastCategory"])? {
        active.forecast_category = Set(category.into());
    }
    let stage = act.update::<stage::Entity>(&before, active).await?;
    if (stage.probability_bp, stage.forecast_category) != (before.probability_bp, before.forecast_category) {
        restate::outlook(&mut act, &stage).await?;
    }
    act.commit().await?;
    Ok(Stage(stage))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Stage> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<stage::Entity>(&id, &["id"]).await?;
    if has_open_deals(&act.tx, deal::Column::StageId, before.id).await? {
        return Err(UserError::conflict(&["id"], "It has open deals; move them first.").into());
    }
    let stage = act.delete::<stage::Entity>(&before).await?;
    act.commit().await?;
    Ok(Stage(stage))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Stage> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<stage::Entity>(&id, &["id"]).await?;
    let stage = act.restore::<stage::Entity>(&before).await?;
    act.commit().await?;
    Ok(Stage(stage))
}
