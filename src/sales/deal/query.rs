//! Reading deals.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, deal};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::{Deal, DealStatus};
use crate::{
    error::{Error, Result},
    graphql::{
        Date, Listing, Page, Paging, RecordFilter, id, input,
        page::{self, Sort},
        plain::Plainly,
        request::Request,
    },
    ledger::PostingContext,
};

/// Which deals to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct DealFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only deals with one of these statuses.
    pub status: Option<Vec<DealStatus>>,
    /// Only deals that this rep owns.
    pub rep: Option<ID>,
    /// Only deals that no rep works, or only those that one does.
    pub is_unassigned: Option<bool>,
    /// Only deals with this customer.
    pub customer: Option<ID>,
    /// Only deals that name a customer, or only those that name none.
    pub has_customer: Option<bool>,
    /// Only deals with an amount, or only those without.
    pub has_amount: Option<bool>,
    /// Only deals that are expected on some day, or only those without such a day.
    pub has_expected_close: Option<bool>,
    /// Only deals of this pipeline.
    pub pipeline: Option<ID>,
    /// Only deals in this stage.
    pub stage: Option<ID>,
    /// Only deals that came from this campaign.
    pub campaign: Option<ID>,
    /// Only deals whose name contains these words (case-insensitive).
    pub search: Option<String>,
    /// Only deals closed on this day or later.
    pub closed_from: Option<Date>,
    /// Only deals closed before this day.
    pub closed_before: Option<Date>,
    /// Only deals expected to close on this day or later.
    pub expected_from: Option<Date>,
    /// Only deals expected to close before this day.
    pub expected_before: Option<Date>,
}

/// The sort order of deals.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum DealOrder {
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// Largest value first; deals without a value come last.
    LargestAmount,
    /// Earliest expected close date first; deals without one come last.
    ExpectedFirst,
    /// Last closed first; open deals come last.
    LastClosed,
    /// By name.
    Name,
}

impl DealOrder {
    const fn sort(self) -> Sort<deal::Column> {
        match self {
            Self::Newest => Sort::descending(deal::Column::Id),
            Self::Oldest => Sort::ascending(deal::Column::Id),
            Self::LargestAmount => Sort::descending(deal::Column::Amount),
            Self::ExpectedFirst => Sort::ascending(deal::Column::ExpectedCloseOn),
            Self::LastClosed => Sort::descending(deal::Column::ClosedAt),
            Self::Name => Sort::ascending(deal::Column::Name),
        }
    }
}

impl DealFilter {
    fn condition(&self, context: &PostingContext) -> Result<Condition> {
        let reference = |kind, id: &Option<ID>, name| match id {
            Some(id) => id::parse(kind, id, &["filter", name]).map(Some),
            None => Ok(None),
        };
        let mut condition = Condition::all()
            .add_option(
                self.status.as_ref().map(|statuses| {
                    deal::Column::Status.is_in(statuses.iter().map(|status| deal::Status::from(*status)))
                }),
            )
            .add_option(reference(Kind::Rep, &self.rep, "rep")?.map(|id| deal::Column::OwnerId.eq(id)))
            .add_option(self.is_unassigned.map(|is_so| page::says(deal::Column::OwnerId, !is_so)))
            .add_option(self.has_customer.map(|has_one| page::says(deal::Column::CustomerId, has_one)))
            .add_option(self.has_amount.map(|has_one| page::says(deal::Column::Amount, has_one)))
            .add_option(self.has_expected_close.map(|has_one| page::says(deal::Column::ExpectedCloseOn, has_one)))
            .add_option(
                reference(Kind::Customer, &self.customer, "customer")?.map(|id| deal::Column::CustomerId.eq(id)),
            )
            .add_option(
                reference(Kind::Pipeline, &self.pipeline, "pipeline")?.map(|id| deal::Column::PipelineId.eq(id)),
            )
            .add_option(reference(Kind::Stage, &self.stage, "stage")?.map(|id| deal::Column::StageId.eq(id)))
            .add_option(
                reference(Kind::Campaign, &self.campaign, "campaign")?.map(|id| deal::Column::CampaignId.eq(id)),
            )
            .add_option(input::search(self.search.as_deref())?.map(|words| page::contains(deal::Column::Name, &words)))
            .add_option(self.expected_from.map(|day| deal::Column::ExpectedCloseOn.gte(day.0)))
            .add_option(self.expected_before.map(|day| deal::Column::ExpectedCloseOn.lt(day.0)));
        for (day, from) in [(self.closed_from, true), (self.closed_before, false)] {
            if let Some(day) = day {
                let midnight = context.midnight(day.0);
                let bound =
                    if from { deal::Column::ClosedAt.gte(midnight) } else { deal::Column::ClosedAt.lt(midnight) };
                condition = condition.add(bound);
            }
        }
        Ok(condition)
    }
}

/// Reading deals.
#[derive(Default)]
pub struct DealQuery;

#[Object]
impl DealQuery {
    /// A deal by id.
    async fn deal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the deal.")] id: ID,
    ) -> Option<Result<Plainly<Deal>>> {
        Some(one(ctx, &id).await)
    }

    /// The deals you may see.
    async fn deals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which deals to list (default: all).")] filter: Option<DealFilter>,
        #[graphql(desc = "The sort order.", default_with = "DealOrder::Newest")] order_by: DealOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Deal>>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<Plainly<Deal>> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Deal, id, &["id"])?;
    request.loaders.one::<deal::Entity>(id).await?.map(Plainly::from).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: DealFilter,
    order: DealOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Plainly<Deal>>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let condition = filter.condition(&PostingContext::new(&request.organization)?)?;
    let select = request.viewer.find::<deal::Entity>().filter(condition);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("deals {filter:?}") }.page(request, &paging).await
}

/// The deals of a customer, a rep, a pipeline or a stage, the last made first.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: deal::Column,
    parent: uuid::Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Plainly<Deal>>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    request.loaders.children::<deal::Entity, _>(column, parent, Sort::descending(deal::Column::Id), &paging).await
}
