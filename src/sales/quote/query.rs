//! Reading quotes.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, quote};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::{Quote, QuoteStatus};
use crate::{
    error::{Error, Result},
    graphql::{Date, Listing, Page, Paging, RecordFilter, id, page::Sort, request::Request},
    ledger::PostingContext,
};

/// Which quotes to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct QuoteFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only quotes with one of these statuses.
    /// Leave SUPERSEDED out to list each offer once.
    pub status: Option<Vec<QuoteStatus>>,
    /// Only quotes that this rep made.
    pub author: Option<ID>,
    /// Only quotes to this customer.
    pub customer: Option<ID>,
    /// Only quotes for this deal.
    pub deal: Option<ID>,
    /// Only the revisions of one offer, by the id of its first.
    pub family: Option<ID>,
    /// Only quotes sent on this day or later.
    pub sent_from: Option<Date>,
    /// Only quotes sent before this day.
    pub sent_before: Option<Date>,
}

/// The sort order of quotes.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteOrder {
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// Latest sent first; drafts come last.
    LastSent,
}

impl QuoteOrder {
    const fn sort(self) -> Sort<quote::Column> {
        match self {
            Self::Newest => NEWEST,
            Self::Oldest => Sort::ascending(quote::Column::Id),
            Self::LastSent => Sort::descending(quote::Column::SentAt),
        }
    }
}

const NEWEST: Sort<quote::Column> = Sort::descending(quote::Column::Id);

impl QuoteFilter {
    fn condition(&self, context: &PostingContext) -> Result<Condition> {
        use quote::Column;
        Ok(Condition::all()
            .add_option(
                self.status
                    .as_ref()
                    .map(|statuses| Column::Status.is_in(statuses.iter().map(|status| quote::Status::from(*status)))),
            )
            .add_option(id::filter(Kind::Rep, self.author.as_ref(), "author")?.map(|id| Column::AuthorId.eq(id)))
            .add_option(
                id::filter(Kind::Customer, self.customer.as_ref(), "customer")?.map(|id| Column::CustomerId.eq(id)),
            )
            .add_option(id::filter(Kind::Deal, self.deal.as_ref(), "deal")?.map(|id| Column::DealId.eq(id)))
            .add_option(id::filter(Kind::Quote, self.family.as_ref(), "family")?.map(|id| Column::FamilyId.eq(id)))
            .add_option(self.sent_from.map(|day| Column::SentAt.gte(context.midnight(day.0))))
            .add_option(self.sent_before.map(|day| Column::SentAt.lt(context.midnight(day.0)))))
    }
}

/// Reading quotes.
#[derive(Default)]
pub struct QuoteQuery;

#[Object]
impl QuoteQuery {
    /// A quote by id.
    async fn quote(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the quote.")] id: ID,
    ) -> Option<Result<Quote>> {
        Some(one(ctx, &id).await)
    }

    /// The quotes you may see, each revision as a row.
    async fn quotes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which quotes to list (default: all).")] filter: Option<QuoteFilter>,
        #[graphql(desc = "The sort order.", default_with = "QuoteOrder::Newest")] order_by: QuoteOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Quote>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<Quote> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Quote, id, &["id"])?;
    request.loaders.one::<quote::Entity>(id).await?.map(Quote).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: QuoteFilter,
    order: QuoteOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Quote>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let condition = filter.condition(&PostingContext::new(&request.organization)?)?;
    let select = request.viewer.find::<quote::Entity>().filter(condition);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("quotes {filter:?}") }.page(request, &paging).await
}

/// The quotes to a customer, for a deal, or of an author: the last made first.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: quote::Column,
    parent: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Quote>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    request.loaders.children::<quote::Entity, _>(column, parent, NEWEST, &paging).await
}
