//! Reading responses.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, survey_response};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::SurveyResponse;
use crate::{
    error::{Error, Result},
    graphql::{Date, Listing, Page, Paging, RecordFilter, id, page::Sort, request::Request},
    ledger::PostingContext,
};

/// Which responses to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct SurveyResponseFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only responses to this survey.
    pub survey: Option<ID>,
    /// Only responses of this customer.
    pub customer: Option<ID>,
    /// Only responses about this deal.
    pub deal: Option<ID>,
    /// Only answered ones, or only unanswered ones.
    pub is_answered: Option<bool>,
    /// Only those sent on this day or later.
    pub sent_from: Option<Date>,
    /// Only those sent before this day.
    pub sent_before: Option<Date>,
    /// Only those answered on this day or later.
    pub responded_from: Option<Date>,
    /// Only those answered before this day.
    pub responded_before: Option<Date>,
}

/// The sort order of responses.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyResponseOrder {
    /// Latest sent first.
    LastSent,
    /// Earliest sent first.
    FirstSent,
    /// Most recently recorded first.
    Newest,
    /// First recorded first.
    Oldest,
}

impl SurveyResponseOrder {
    const fn sort(self) -> Sort<survey_response::Column> {
        match self {
            Self::LastSent => LAST_SENT,
            Self::FirstSent => Sort::ascending(survey_response::Column::SentAt),
            Self::Newest => Sort::descending(survey_response::Column::Id),
            Self::Oldest => Sort::ascending(survey_response::Column::Id),
        }
    }
}

const LAST_SENT: Sort<survey_response::Column> = Sort::descending(survey_response::Column::SentAt);

impl SurveyResponseFilter {
    fn condition(&self, context: &PostingContext) -> Result<Condition> {
        use survey_response::Column;
        let answered = self.is_answered.map(|is_answered| match is_answered {
            true => Column::RespondedAt.is_not_null(),
            false => Column::RespondedAt.is_null(),
        });
        Ok(Condition::all()
            .add_option(id::filter(Kind::Survey, self.survey.as_ref(), "survey")?.map(|id| Column::SurveyId.eq(id)))
            .add_option(
                id::filter(Kind::Customer, self.customer.as_ref(), "customer")?.map(|id| Column::CustomerId.eq(id)),
            )
            .add_option(id::filter(Kind::Deal, self.deal.as_ref(), "deal")?.map(|id| Column::DealId.eq(id)))
            .add_option(answered)
            .add_option(self.sent_from.map(|day| Column::SentAt.gte(context.midnight(day.0))))
            .add_option(self.sent_before.map(|day| Column::SentAt.lt(context.midnight(day.0))))
            .add_option(self.responded_from.map(|day| Column::RespondedAt.gte(context.midnight(day.0))))
            .add_option(self.responded_before.map(|day| Column::RespondedAt.lt(context.midnight(day.0)))))
    }
}

/// Reading responses.
#[derive(Default)]
pub struct SurveyResponseQuery;

#[Object]
impl SurveyResponseQuery {
    /// A survey response by id.
    async fn survey_response(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the response.")] id: ID,
    ) -> Option<Result<SurveyResponse>> {
        Some(one(ctx, &id).await)
    }

    /// The survey responses you may see: those credited to you or your teams.
    async fn survey_responses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which responses to list (default: all).")] filter: Option<SurveyResponseFilter>,
        #[graphql(desc = "The sort order.", default_with = "SurveyResponseOrder::LastSent")]
        order_by: SurveyResponseOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<SurveyResponse>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<SurveyResponse> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::SurveyResponse, id, &["id"])?;
    request.loaders.one::<survey_response::Entity>(id).await?.map(SurveyResponse).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: SurveyResponseFilter,
    order: SurveyResponseOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<SurveyResponse>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let condition = filter.condition(&PostingContext::new(&request.organization)?)?;
    let select = request.viewer.find::<survey_response::Entity>().filter(condition);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("survey_responses {filter:?}") }
        .page(request, &paging)
        .await
}

/// What a customer was asked, or what rates a deal: the last sent first.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: survey_response::Column,
    parent: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<SurveyResponse>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    request.loaders.children::<survey_response::Entity, _>(column, parent, LAST_SENT, &paging).await
}
