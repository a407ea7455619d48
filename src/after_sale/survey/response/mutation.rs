//! Sending surveys and taking down answers: one mutation an act.

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
    sales::related_to::{Given, RelatedTo, given},
};

/// To whom a survey is sent.
#[derive(InputObject)]
pub struct SurveyResponseSendInput {
    /// What is asked.
    pub survey: ID,
    /// Who is asked; the customer of the deal, the interaction or the contact when left out.
    pub customer: Option<ID>,
    /// The person who is asked.
    pub contact: Option<ID>,
    /// The interaction that is rated: whoever performed it is credited, otherwise the owner of the account.
    pub interaction: Option<ID>,
    /// The deal that is rated.
    pub deal: Option<ID>,
    /// When it was sent; now when left out. Not in the future; more than a day back only by a manager.
    pub sent_at: Option<DateTime>,
    /// The system that writes it, for partners: unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its identifier in `sourceSystem`.
    pub external_id: Option<String>,
}

/// What a customer answered.
#[derive(InputObject)]
pub struct SurveyResponseAnswerInput {
    /// The answer, on the scale that was asked.
    pub value: Count,
    /// The answer in words: at most 10 000 characters.
    pub comment: Option<String>,
    /// When it came; now when left out. Not in the future, nor before the survey was sent; more than a day back only by a
    /// manager.
    pub responded_at: Option<DateTime>,
    /// The version that you read: refused with CONFLICT when the response has changed since.
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
    /// Takes down that a survey was sent; the answer is awaited. Null only together with an error.
    async fn survey_response_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To whom it is sent.")] input: SurveyResponseSendInput,
    ) -> Option<Result<SurveyResponseSendPayload>> {
        answer(send(ctx, input).await)
    }

    /// Takes down the answer to a survey. What is answered already only a manager, or a token, can correct; the credit
    /// stays where it is. Null only together with an error.
    async fn survey_response_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was sent.")] id: ID,
        #[graphql(desc = "What was answered.")] input: SurveyResponseAnswerInput,
    ) -> Option<Result<SurveyResponseAnswerPayload>> {
        answer(respond(ctx, id, input).await)
    }

    /// Deletes a response: it leaves lists and figures, and can be restored. Null only together with an error.
    async fn survey_response_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The response.")] id: ID,
    ) -> Option<Result<SurveyResponseDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Brings a deleted response back into lists and figures. Null only together with an error.
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
        return Err(UserError::input(&["input", "survey"], "The survey may no longer be sent.").into());
    }
    let sent_at = act.backdated(input.sent_at, &["input", "sentAt"])?;
    let rated = match &input.interaction {
        Some(id) => Some(act.read::<interaction::Entity>(id, &["input", "interaction"]).await?),
        None => None,
    };
    let about = RelatedTo { customer: rated.as_ref().and_then(|rated| rated.customer_id), ..RelatedTo::default() };
    let given = Given {
        customer: given(input.customer),
        contact: given(input.contact),
        deal: given(input.deal),
        ..Given::default()
    };
    let about = about.changed(&act, &given).await?;
    let (customer, owner) = about.account(&act).await?;
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
        contact_id: Set(about.contact),
        interaction_id: Set(rated.map(|rated| rated.id)),
        deal_id: Set(about.deal),
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
