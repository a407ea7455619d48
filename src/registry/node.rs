//! `node(id)`: any record by its global id.

use async_graphql::{Context, ID, Interface, Object};
use entity::{
    Kind, api_token, campaign, complaint, contact, contract, criteria_set, criterion, customer, deal, exchange_rate,
    expense, forecast_adjustment, forecast_submission, holiday, interaction, key_fact, lead, meeting, objective,
    organization, outcome_reason, pipeline, product, product_return, qualification_answer, quote, rep, stage, survey,
    survey_response, team, team_membership, user,
};
use futures_util::future::BoxFuture;
use uuid::Uuid;

use crate::{
    after_sale::{
        complaint::Complaint,
        product_return::ProductReturn,
        survey::{Survey, SurveyResponse},
    },
    error::{Error, Result},
    graphql::{id, node::AnyNode, request::Request},
    marketing::{
        campaign::Campaign,
        expense::Expense,
        key_fact::KeyFact,
        lead::Lead,
        qualification::{CriteriaSet, QualificationAnswer, QualificationCriterion},
    },
    organization::{
        api_token::ApiToken, exchange_rate::ExchangeRate, holiday::Holiday, membership::Membership, product::Product,
        rep::Rep, settings::Organization, team::Team, user::User,
    },
    sales::{
        contact::Contact,
        contract::Contract,
        customer::Customer,
        deal::Deal,
        interaction::Interaction,
        meeting::Meeting,
        pipeline::{Pipeline, Stage},
        quote::Quote,
        reason::OutcomeReason,
    },
    steering::{
        forecast::{ForecastAdjustment, ForecastSubmission},
        objective::Objective,
    },
};

/// A record with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The global id, which encodes the kind of record and never changes."))]
pub enum Node {
    /// An API token.
    ApiToken(ApiToken),
    /// A complaint.
    Complaint(Complaint),
    /// A campaign.
    Campaign(Campaign),
    /// A contract.
    Contract(Contract),
    /// A contact.
    Contact(Contact),
    /// A set of criteria.
    CriteriaSet(CriteriaSet),
    /// A customer.
    Customer(Customer),
    /// A deal.
    Deal(Deal),
    /// An exchange rate.
    ExchangeRate(ExchangeRate),
    /// An expense.
    Expense(Expense),
    /// What a manager makes of a forecast.
    ForecastAdjustment(ForecastAdjustment),
    /// What a rep says a period will bring.
    ForecastSubmission(ForecastSubmission),
    /// A holiday.
    Holiday(Holiday),
    /// An interaction.
    Interaction(Interaction),
    /// A key fact.
    KeyFact(KeyFact),
    /// A lead.
    Lead(Lead),
    /// A meeting.
    Meeting(Meeting),
    /// A membership.
    Membership(Membership),
    /// An objective.
    Objective(Objective),
    /// The organization.
    Organization(Organization),
    /// A reason.
    OutcomeReason(OutcomeReason),
    /// A pipeline.
    Pipeline(Pipeline),
    /// A product.
    Product(Product),
    /// Goods that came back.
    ProductReturn(ProductReturn),
    /// An answer to a criterion.
    QualificationAnswer(QualificationAnswer),
    /// A criterion.
    QualificationCriterion(QualificationCriterion),
    /// A quote.
    Quote(Quote),
    /// A rep.
    Rep(Rep),
    /// A stage.
    Stage(Stage),
    /// A satisfaction survey.
    Survey(Survey),
    /// A survey that was sent, and its answer.
    SurveyResponse(SurveyResponse),
    /// A team.
    Team(Team),
    /// A user.
    User(User),
}

/// Reading any record.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// A record of any kind by its global id.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of a record of any kind.")] id: ID,
    ) -> Option<Result<Node>> {
        Some(find(ctx, &id).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Node> {
    let request = Request::signed_in(ctx)?;
    let (kind, id) = id::decode(id).ok_or_else(|| Error::bad_input("`id` is not a valid id."))?;
    maybe(request, kind, id).await?.ok_or_else(Error::not_found)
}

/// Finds any record for fields that know no kinds.
pub fn boxed<'a>(request: &'a Request, kind: Kind, id: Uuid) -> BoxFuture<'a, Result<Option<AnyNode>>> {
    Box::pin(async move { Ok(maybe(request, kind, id).await?.map(AnyNode::new)) })
}

/// The record of a kind and a bare id, if the viewer may see it.
async fn maybe(request: &Request, kind: Kind, id: Uuid) -> Result<Option<Node>> {
    let loaders = &request.loaders;
    macro_rules! of {
        ($entity:ident, $node:ident) => {
            loaders.maybe::<$entity::Entity, $node>(Some(id)).await?.map(Node::$node)
        };
    }
    Ok(match kind {
        Kind::Organization => of!(organization, Organization),
        Kind::User => of!(user, User),
        Kind::Rep => of!(rep, Rep),
        Kind::Team => of!(team, Team),
        Kind::Membership => of!(team_membership, Membership),
        Kind::Product => of!(product, Product),
        Kind::ExchangeRate => of!(exchange_rate, ExchangeRate),
        Kind::Customer => of!(customer, Customer),
        Kind::Contact => of!(contact, Contact),
        Kind::OutcomeReason => of!(outcome_reason, OutcomeReason),
        Kind::Pipeline => of!(pipeline, Pipeline),
        Kind::Stage => of!(stage, Stage),
        Kind::Lead => of!(lead, Lead),
        Kind::Deal => of!(deal, Deal),
        Kind::ApiToken => of!(api_token, ApiToken),
        Kind::Interaction => of!(interaction, Interaction),
        Kind::Meeting => of!(meeting, Meeting),
        Kind::Quote => of!(quote, Quote),
        Kind::Contract => of!(contract, Contract),
        Kind::Survey => of!(survey, Survey),
        Kind::SurveyResponse => of!(survey_response, SurveyResponse),
        Kind::Complaint => of!(complaint, Complaint),
        Kind::ProductReturn => of!(product_return, ProductReturn),
        Kind::Campaign => of!(campaign, Campaign),
        Kind::Expense => of!(expense, Expense),
        Kind::CriteriaSet => of!(criteria_set, CriteriaSet),
        Kind::Criterion => of!(criterion, QualificationCriterion),
        Kind::KeyFact => of!(key_fact, KeyFact),
        Kind::QualificationAnswer => of!(qualification_answer, QualificationAnswer),
        Kind::Prospect => of!(lead, Lead),
        Kind::Objective => of!(objective, Objective),
        Kind::ForecastSubmission => of!(forecast_submission, ForecastSubmission),
        Kind::ForecastAdjustment => of!(forecast_adjustment, ForecastAdjustment),
        Kind::Holiday => of!(holiday, Holiday),
        Kind::Session => None,
    })
}
