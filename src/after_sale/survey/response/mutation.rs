//! The survey response mutations.

use async_graphql::{Context, ID, InputObject, Object};
use entity::{
    customer, interaction, survey,
    survey_response::{self, Model},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::SurveyResponse;
use crate::{
    access::policy,
    after_sale::survey::Scale,
    error::{Result, UserError},
    graphql::{
        Count, DateTime,
        input::{self, NOTE},
        payload::answer,
    },
    mutation::Act,
    payload,
    sales::related_to::{RelatedTo, RelatedToInput, optional},
};

/// A survey sent to a customer.
#[derive(InputObject)]
pub struct SurveyResponseSendInput {
    /// The survey to send.
    pub survey: ID,
    /// The customer (default: that of the deal, interaction or contact).
    pub customer: Option<ID>,
    /// The contact who is asked.
    pub contact: Option<ID>,
    /// The interaction that is rated.
    /// Its performer is credited; without one, the owner of the account is.
    pub interaction: Option<ID>,
    /// The deal that is rated.
    pub deal: Option<ID>,
    /// When it was sent (default: now).
    /// Not in the future. Only managers may date it more than a day back.
    pub sent_at: Option<DateTime>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// A customer's answer.
#[derive(InputObject)]
pub struct SurveyResponseAnswerInput {
    /// The answer on the survey's scale.
    pub value: Count,
    /// A comment, at most 10 000 characters.
    pub comment: Option<String>,
    /// When it was answered (default: now).
    /// Not in the future or before the survey was sent. Only managers may date it more than a day back.
    pub responded_at: Option<DateTime>,
    /// The version you read; CONFLICT when the response has changed since.
    pub version: Option<i32>,
}

payload!("surveyResponseSend", SurveyResponseSendPayload, survey_response: SurveyResponse);
payload!("surveyResponseAnswer", SurveyResponseAnswerPayload, survey_response: SurveyResponse);
payload!("surveyResponseDelete", SurveyResponseDeletePayload, survey_response: SurveyResponse);
payload!("surveyResponseRestore", SurveyResponseRestorePayload, survey_response: SurveyResponse);

/// Sending surveys and taking down answers.
#[derive(Default)]
pub struct SurveyResponseMutation;

#[Object]
impl SurveyResponseMutation {
    /// Records that a survey was sent to a customer.
    async fn survey_response_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The recipient.")] input: SurveyResponseSendInput,
    ) -> Option<Result<SurveyResponseSendPayload>> {
        answer(send(ctx, input).await)
    }

    /// Records the answer to a survey.
    /// Only managers and API tokens can correct an answer; the credit stays where it is.
    async fn survey_response_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The response.")] id: ID,
        #[graphql(desc = "The answer.")] input: SurveyResponseAnswerInput,
    ) -> Option<Result<SurveyResponseAnswerPayload>> {
        answer(respond(ctx, id, input).await)
    }

    /// Deletes a response.
    /// It leaves lists and figures and can be restored.
    async fn survey_response_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The response.")] id: ID,
    ) -> Option<Result<SurveyResponseDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted response.
    async fn survey_response_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The response.")] id: ID,
    ) -> Option<Result<SurveyResponseRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn send(ctx: &Context<'_>, input: SurveyResponseSendInput) -> Result<SurveyResponse> {
    let mut act = Act::begin(ctx).await?;
    let survey = act.read::<survey::Entity>(&input.survey, &["input", "survey"]).await?;
    if !survey.is_active {
        return Err(UserError::input(&["input", "survey"], "The survey is no longer active.").into());
    }
    let sent_at = act.backdated(input.sent_at, &["input", "sentAt"])?;
    let rated = match &input.interaction {
        Some(id) => Some(act.read::<interaction::Entity>(id, &["input", "interaction"]).await?),
        None => None,
    };
    let related = RelatedTo { customer: rated.as_ref().and_then(|rated| rated.customer_id), ..RelatedTo::default() };
    let related_input = RelatedToInput {
        customer: optional(input.customer),
        contact: optional(input.contact),
        deal: optional(input.deal),
        ..RelatedToInput::default()
    };
    let related = related.changed(&act, &related_input).await?;
    let (customer, owner) = related.account(&act).await?;
    if rated.as_ref().and_then(|rated| rated.customer_id).is_some_and(|rated| rated != customer) {
        return Err(UserError::input(&["input", "interaction"], "The interaction is with another customer.").into());
    }
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let performer = rated.as_ref().and_then(|rated| rated.performer_id);
    let active = survey_response::ActiveModel {
        survey_id: Set(survey.id),
        kind: Set(survey.kind),
        scale_version: Set(survey.scale_version),
        scale_min: Set(survey.scale_min),
        scale_max: Set(survey.scale_max),
        direction: Set(survey.direction),
        threshold: Set(survey.threshold),
        customer_id: Set(customer),
        contact_id: Set(related.contact),
        interaction_id: Set(rated.map(|rated| rated.id)),
        deal_id: Set(related.deal),
        sent_at: Set(sent_at),
        sent_rep_id: Set(performer.or(owner)),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let sent = act.insert::<survey_response::Entity>(Act::new_id(), active).await?;
    done(act, None, sent).await
}

async fn respond(ctx: &Context<'_>, id: ID, input: SurveyResponseAnswerInput) -> Result<SurveyResponse> {
    let mut act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id).await?;
    act.expect_version::<survey_response::Entity>(&before, input.version)?;
    let is_correction = before.responded_at.is_some();
    if is_correction && policy::allow_mutation(act.viewer, "surveyResponseDelete").is_err() {
        let message = "It is answered already: only a manager can correct that.";
        return Err(UserError::conflict(&["id"], message).into());
    }
    if let Some(why) = Scale::from(&before).refuses(before.kind, input.value.0) {
        return Err(UserError::input(&["input", "value"], why).into());
    }
    let responded_at = match (input.responded_at, before.responded_at) {
        (None, Some(known)) => known,
        (given, _) => act.backdated(given, &["input", "respondedAt"])?,
    };
    if responded_at < before.sent_at {
        let message = "An answer cannot come before the survey was sent.";
        return Err(UserError::input(&["input", "respondedAt"], message).into());
    }
    let mut active = before.clone().into_active_model();
    active.value = Set(Some(input.value.0));
    active.comment = Set(input::optional(input.comment.as_deref(), NOTE, &["input", "comment"])?);
    active.responded_at = Set(Some(responded_at));
    if !is_correction {
        active.response_rep_id = Set(credited(&act, &before).await?);
    }
    let after = act.update::<survey_response::Entity>(&before, active).await?;
    done(act, Some(before), after).await
}

/// Who is credited with an answer that comes now: the rep of the interaction that is rated, otherwise the owner of the
/// account.
#[expect(clippy::disallowed_methods, reason = "the credit is the same whoever takes the answer down")]
async fn credited(act: &Act<'_>, response: &Model) -> Result<Option<Uuid>> {
    use sea_orm::EntityTrait;
    if let Some(rated) = response.interaction_id {
        let rated = interaction::Entity::find().filter(interaction::Column::Id.eq(rated)).one(&act.tx).await?;
        if let Some(performer) = rated.and_then(|rated| rated.performer_id) {
            return Ok(Some(performer));
        }
    }
    let account = customer::Entity::find().filter(customer::Column::Id.eq(response.customer_id)).one(&act.tx).await?;
    Ok(account.and_then(|account| account.owner_id))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<SurveyResponse> {
    let mut act = Act::begin(ctx).await?;
    let before = open_to_edit(&act, &id).await?;
    let after = act.delete::<survey_response::Entity>(&before).await?;
    done(act, Some(before), after).await
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<SurveyResponse> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<survey_response::Entity>(&id, &["id"]).await?;
    may_edit(&act, &before)?;
    let after = act.restore::<survey_response::Entity>(&before).await?;
    done(act, Some(before), after).await
}

/// The response of an id, if it is the viewer's to change.
async fn open_to_edit(act: &Act<'_>, id: &ID) -> Result<Model> {
    let response = act.get::<survey_response::Entity>(id, &["id"]).await?;
    may_edit(act, &response)?;
    Ok(response)
}

fn may_edit(act: &Act<'_>, response: &Model) -> Result<()> {
    act.may_edit(response.response_rep_id).or_else(|_| act.may_edit(response.sent_rep_id))
}

async fn done(mut act: Act<'_>, before: Option<Model>, after: Model) -> Result<SurveyResponse> {
    act.restate(before, Some(after.clone()));
    act.commit().await?;
    Ok(SurveyResponse(after))
}
