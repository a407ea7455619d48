//! Changing surveys.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::survey::{self, Kind, Model};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::{
    Survey, SurveyKind, SurveyScaleInput,
    scale::{self, Scale},
};
use crate::{
    error::{Result, UserError},
    graphql::{
        input::{self, LINE, NOTE},
        payload::answer,
    },
    mutation::Act,
    payload,
};

/// A new survey.
#[derive(InputObject)]
pub struct SurveyCreateInput {
    /// The internal name, at most 200 characters.
    pub name: String,
    /// The question, at most 10 000 characters.
    pub question: Option<String>,
    /// What it measures; it cannot change later.
    pub kind: SurveyKind,
    /// The scale.
    /// Default for NPS: 0 to 10 with threshold 9. Required for other kinds.
    pub scale: Option<SurveyScaleInput>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a survey.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct SurveyUpdateInput {
    /// The internal name; it cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// The question.
    pub question: MaybeUndefined<String>,
    /// The scale; it cannot be cleared.
    /// A change creates a new version for what is sent from now on. What was sent, and past figures, keep the old one.
    pub scale: MaybeUndefined<SurveyScaleInput>,
    /// Whether it may still be sent; it cannot be cleared.
    pub is_active: MaybeUndefined<bool>,
    /// The version you read; CONFLICT when the survey has changed since.
    pub version: Option<i32>,
}

payload!("surveyCreate", SurveyCreatePayload, survey: Survey);
payload!("surveyUpdate", SurveyUpdatePayload, survey: Survey);
payload!("surveyDelete", SurveyDeletePayload, survey: Survey);
payload!("surveyRestore", SurveyRestorePayload, survey: Survey);

/// Changing surveys.
#[derive(Default)]
pub struct SurveyMutation;

#[Object]
impl SurveyMutation {
    /// Creates a survey.
    async fn survey_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: SurveyCreateInput,
    ) -> Option<Result<SurveyCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a survey.
    async fn survey_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The survey.")] id: ID,
        #[graphql(desc = "The changes.")] input: SurveyUpdateInput,
    ) -> Option<Result<SurveyUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes a survey.
    /// Figures keep its answers. It can be restored.
    async fn survey_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The survey.")] id: ID,
    ) -> Option<Result<SurveyDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted survey.
    async fn survey_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The survey.")] id: ID,
    ) -> Option<Result<SurveyRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: SurveyCreateInput) -> Result<Survey> {
    let mut act = Act::begin(ctx).await?;
    let kind = Kind::from(input.kind);
    let scale = match (input.scale, kind) {
        (Some(scale), _) => Scale::from(scale),
        (None, Kind::Nps) => scale::NPS,
        (None, Kind::Csat | Kind::Custom) => {
            return Err(UserError::input(&["input", "scale"], "Give the scale of the survey.").into());
        }
    };
    expect_scale(kind, scale)?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let mut active = survey::ActiveModel {
        name: Set(input::text(&input.name, LINE, &["input", "name"])?),
        question: Set(input::optional(input.question.as_deref(), NOTE, &["input", "question"])?),
        kind: Set(kind),
        scale_version: Set(1),
        is_active: Set(true),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    set_scale(&mut active, scale);
    let survey = act.insert::<survey::Entity>(Act::new_id(), active).await?;
    act.commit().await?;
    Ok(Survey(survey))
}

async fn update(ctx: &Context<'_>, id: ID, input: SurveyUpdateInput) -> Result<Survey> {
    let mut act = Act::begin(ctx).await?;
    let before: Model = act.get::<survey::Entity>(&id, &["id"]).await?;
    act.expect_version::<survey::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    if let Some(question) = input::change_optional(&input.question, NOTE, &["input", "question"])? {
        active.question = Set(question);
    }
    if let Some(scale) = input::change_value(&input.scale, &["input", "scale"])?.map(Scale::from) {
        expect_scale(before.kind, scale)?;
        if scale != Scale::from(&before) {
            set_scale(&mut active, scale);
            active.scale_version = Set(before.scale_version.saturating_add(1));
        }
    }
    if let Some(is_active) = input::change_value(&input.is_active, &["input", "isActive"])? {
        active.is_active = Set(is_active);
    }
    let survey = act.update::<survey::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(Survey(survey))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Survey> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<survey::Entity>(&id, &["id"]).await?;
    let survey = act.delete::<survey::Entity>(&before).await?;
    act.commit().await?;
    Ok(Survey(survey))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Survey> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<survey::Entity>(&id, &["id"]).await?;
    let survey = act.restore::<survey::Entity>(&before).await?;
    act.commit().await?;
    Ok(Survey(survey))
}

fn expect_scale(kind: Kind, scale: Scale) -> Result<()> {
    match scale.mistake(kind) {
        Some((field, why)) => Err(UserError::input(&["input", "scale", field], why).into()),
        None => Ok(()),
    }
}

fn set_scale(active: &mut survey::ActiveModel, scale: Scale) {
    active.scale_min = Set(scale.min);
    active.scale_max = Set(scale.max);
    active.direction = Set(scale.direction);
    active.threshold = Set(scale.threshold);
}
