//! Survey responses: surveys sent to customers, and their answers.

mod mutation;
pub mod query;

pub use mutation::SurveyResponseMutation;
pub use query::{SurveyResponseFilter, SurveyResponseQuery};

use async_graphql::{Context, Description, ID, Object};
use entity::{Kind, contact, customer, deal, interaction, rep, survey, survey_response};

use super::{Scale, Survey, SurveyScale};
use crate::{
    error::Result,
    graphql::{Count, DateTime, Ratio, id, plain::Plainly, request::Request, scalars::float},
    organization::rep::Rep,
    sales::{contact::Contact, customer::Customer, deal::Deal, interaction::Interaction},
};

/// A survey sent to a customer, with the answer once it came.
#[derive(Description)]
pub struct SurveyResponse(pub survey_response::Model);

impl From<survey_response::Model> for SurveyResponse {
    fn from(model: survey_response::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl SurveyResponse {
    /// The id, for `surveyResponse(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::SurveyResponse, self.0.id)
    }

    /// The survey; null when it was deleted.
    async fn survey(&self, ctx: &Context<'_>) -> Option<Result<Survey>> {
        Request::of(ctx).ok()?.loaders.maybe::<survey::Entity, _>(Some(self.0.survey_id)).await.transpose()
    }

    /// The scale it was sent with.
    async fn scale(&self) -> SurveyScale {
        SurveyScale::new(self.0.scale_version, Scale::from(&self.0))
    }

    /// Who was asked; null when there is none you may see.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(Some(self.0.customer_id)).await.transpose()
    }

    /// The person who was asked; null when unknown.
    async fn contact(&self, ctx: &Context<'_>) -> Option<Result<Contact>> {
        Request::of(ctx).ok()?.loaders.maybe::<contact::Entity, _>(self.0.contact_id).await.transpose()
    }

    /// The interaction that is rated; null when there is none you may see.
    async fn interaction(&self, ctx: &Context<'_>) -> Option<Result<Interaction>> {
        Request::of(ctx).ok()?.loaders.maybe::<interaction::Entity, _>(self.0.interaction_id).await.transpose()
    }

    /// The deal that is rated; null when there is none you may see.
    async fn deal(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Deal>>> {
        Request::of(ctx).ok()?.loaders.maybe::<deal::Entity, _>(self.0.deal_id).await.transpose()
    }

    /// When it was sent.
    async fn sent_at(&self) -> DateTime {
        DateTime(self.0.sent_at)
    }

    /// When it was answered; null until then.
    async fn responded_at(&self) -> Option<DateTime> {
        self.0.responded_at.map(DateTime)
    }

    /// Who is credited with the answer, or with sending it until answered.
    /// Null when there is none or you may not see them.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        let rep = if self.0.responded_at.is_some() { self.0.response_rep_id } else { self.0.sent_rep_id };
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(rep).await.transpose()
    }

    /// The answer on the scale; null until answered.
    async fn value(&self) -> Option<Count> {
        self.0.value.map(Count)
    }

    /// The answer from 0, the worst, to 1, the best; null until answered.
    async fn score(&self) -> Option<Ratio> {
        self.0.value.map(|value| Ratio(float(Scale::from(&self.0).score(value)) / 1e4))
    }

    /// Whether the customer is satisfied; null until answered.
    async fn is_satisfied(&self) -> Option<bool> {
        self.0.value.map(|value| Scale::from(&self.0).is_satisfied(value))
    }

    /// The comment; null when not given.
    async fn comment(&self) -> Option<&str> {
        self.0.comment.as_deref()
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
