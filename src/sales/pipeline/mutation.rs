//! Changing pipelines.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::{deal, pipeline};
use sea_orm::{ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::{Pipeline, has_open_deals};
use crate::{
    error::{Result, UserError},
    graphql::{
        input::{self, LINE},
        payload::answer,
    },
    mutation::Act,
    payload,
};

/// A new pipeline.
#[derive(InputObject)]
pub struct PipelineCreateInput {
    /// The name, at most 200 characters.
    pub name: String,
    /// Whether it becomes the default pipeline of new deals.
    #[graphql(default = false)]
    pub is_default: bool,
    /// The position among pipelines, from 0 (default: last).
    #[graphql(validator(minimum = 0, maximum = 1_000))]
    pub position: Option<i32>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a pipeline.
/// Omitted fields keep their value; none can be cleared.
#[derive(InputObject)]
pub struct PipelineUpdateInput {
    /// The name, at most 200 characters.
    pub name: MaybeUndefined<String>,
    /// Whether it becomes the default pipeline of new deals, the only one.
    pub is_default: MaybeUndefined<bool>,
    /// The position among pipelines, from 0.
    #[graphql(validator(minimum = 0, maximum = 1_000))]
    pub position: MaybeUndefined<i32>,
    /// The version you read; CONFLICT when the pipeline has changed since.
    pub version: Option<i32>,
}

payload!("pipelineCreate", PipelineCreatePayload, pipeline: Pipeline);
payload!("pipelineUpdate", PipelineUpdatePayload, pipeline: Pipeline);
payload!("pipelineDelete", PipelineDeletePayload, pipeline: Pipeline);
payload!("pipelineRestore", PipelineRestorePayload, pipeline: Pipeline);

/// Changing pipelines.
#[derive(Default)]
pub struct PipelineMutation;

#[Object]
impl PipelineMutation {
    /// Creates a pipeline without stages.
    async fn pipeline_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: PipelineCreateInput,
    ) -> Option<Result<PipelineCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a pipeline.
    async fn pipeline_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pipeline.")] id: ID,
        #[graphql(desc = "The changes.")] input: PipelineUpdateInput,
    ) -> Option<Result<PipelineUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes a pipeline without open deals; it can be restored.
    async fn pipeline_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pipeline.")] id: ID,
    ) -> Option<Result<PipelineDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted pipeline.
    async fn pipeline_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pipeline.")] id: ID,
    ) -> Option<Result<PipelineRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: PipelineCreateInput) -> Result<Pipeline> {
    let mut act = Act::begin(ctx).await?;
    let last = act
        .viewer
        .find::<pipeline::Entity>()
        .order_by_desc(pipeline::Column::Position)
        .one(&act.tx)
        .await?
        .map_or(0, |last| last.position.saturating_add(1));
    if input.is_default {
        depose(&mut act).await?;
    }
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let active = pipeline::ActiveModel {
        name: Set(input::text(&input.name, LINE, &["input", "name"])?),
        is_default: Set(input.is_default),
        position: Set(input.position.unwrap_or(last)),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let pipeline = act.insert::<pipeline::Entity>(Act::new_id(), active).await?;
    act.commit().await?;
    Ok(Pipeline(pipeline))
}

async fn update(ctx: &Context<'_>, id: ID, input: PipelineUpdateInput) -> Result<Pipeline> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<pipeline::Entity>(&id, &["id"]).await?;
    act.expect_version::<pipeline::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    if let Some(position) = input::change_value(&input.position, &["input", "position"])? {
        active.position = Set(position);
    }
    if let Some(is_default) = input::change_value(&input.is_default, &["input", "isDefault"])? {
        if is_default && !before.is_default {
            depose(&mut act).await?;
        }
        active.is_default = Set(is_default);
    }
    let pipeline = act.update::<pipeline::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(Pipeline(pipeline))
}

/// Takes its rank from the pipeline that is the default.
async fn depose(act: &mut Act<'_>) -> Result<()> {
    let defaults = act.viewer.find::<pipeline::Entity>().filter(pipeline::Column::IsDefault.eq(true));
    for before in defaults.lock_exclusive().all(&act.tx).await? {
        let mut active = before.clone().into_active_model();
        active.is_default = Set(false);
        act.update::<pipeline::Entity>(&before, active).await?;
    }
    Ok(())
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Pipeline> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<pipeline::Entity>(&id, &["id"]).await?;
    if has_open_deals(&act.tx, deal::Column::PipelineId, before.id).await? {
        return Err(UserError::conflict(&["id"], "It has open deals; close them first.").into());
    }
    let pipeline = act.delete::<pipeline::Entity>(&before).await?;
    act.commit().await?;
    Ok(Pipeline(pipeline))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Pipeline> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<pipeline::Entity>(&id, &["id"]).await?;
    if before.is_default {
        depose(&mut act).await?;
    }
    let pipeline = act.restore::<pipeline::Entity>(&before).await?;
    act.commit().await?;
    Ok(Pipeline(pipeline))
}
