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

/// Which responses to list; conditions that are left out do not restrict.
#[derive(InputObject, Default, Debug)]
pub struct SurveyResponseFilter {
    /// By id or by identifier in another system.
    pub record: Option<RecordFilter>,
    /// Only responses to this survey.
    pub survey: Option<ID>,
    /// Only what this customer was asked.
    pub customer: Option<ID>,
    /// Only what rates this deal.
    pub deal: Option<ID>,
    /// Only what was answered, or only what was not yet.
    pub is_answered: Option<bool>,
    /// Only what was sent on this day or later.
    pub sent_from: Option<Date>,
    /// Only what was sent before this day.
    pub sent_before: Option<Date>,
    /// Only answers that came on this day or later.
    pub responded_from: Option<Date>,
    /// Only answers that came before this day.
    pub responded_before: Option<Date>,
}

/// What responses are listed by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyResponseOrder {
    /// The last sent first.
    LastSent,
    /// The first sent first.
    FirstSent,
    /// The last written down first.
    Newest,
    /// The first written down first.
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
    fn condition(&self, book: &PostingContext) -> Result<Condition> {
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
            .add_option(self.sent_from.map(|day| Column::SentAt.gte(book.midnight(day.0))))
            .add_option(self.sent_before.map(|day| Column::SentAt.lt(book.midnight(day.0))))
            .add_option(self.responded_from.map(|day| Column::RespondedAt.gte(book.midnight(day.0))))
            .add_option(self.responded_before.map(|day| Column::RespondedAt.lt(book.midnight(day.0)))))
    }
}

/// Reading responses.
#[derive(Default)]
pub struct SurveyResponseQuery;

#[Object]
impl SurveyResponseQuery {
    /// One response. Null, with the error NOT_FOUND, when there is none that you may see.
    async fn survey_response(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the response.")] id: ID,
    ) -> Option<Result<SurveyResponse>> {
        Some(one(ctx, &id).await)
    }

    /// The surveys sent that you may see, with their answers: those that you are credited with, or your teams. Null only
    /// together with an error.
    async fn survey_responses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which responses; all when left out.")] filter: Option<SurveyResponseFilter>,
        #[graphql(desc = "In which order.", default_with = "SurveyResponseOrder::LastSent")]
        order_by: SurveyResponseOrder,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
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
