//! Reading leads.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, lead};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::{Lead, LeadStatus};
use crate::{
    error::{Error, Result},
    graphql::{
        Date, Listing, Page, Paging, RecordFilter, id,
        input::{self, LINE},
        page::{self, Sort},
        request::Request,
    },
    ledger::PostingContext,
};

/// Which leads to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct LeadFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only leads with one of these statuses.
    pub status: Option<Vec<LeadStatus>>,
    /// Only leads that this rep owns.
    pub rep: Option<ID>,
    /// Only leads that no rep works, or only those that one does.
    pub is_unassigned: Option<bool>,
    /// Only leads that became this customer.
    pub customer: Option<ID>,
    /// Only leads from this source (exact spelling).
    pub source: Option<String>,
    /// Only leads that came from this campaign.
    pub campaign: Option<ID>,
    /// Only leads whose title contains these words (case-insensitive).
    pub search: Option<String>,
    /// Only leads received on this day or later.
    pub received_from: Option<Date>,
    /// Only leads received before this day.
    pub received_before: Option<Date>,
}

/// The sort order of leads.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadOrder {
    /// Latest received first.
    LastReceived,
    /// Longest waiting first.
    FirstReceived,
    /// Most recently created first.
    Newest,
    /// First created first.
    Oldest,
}

impl LeadOrder {
    const fn sort(self) -> Sort<lead::Column> {
        match self {
            Self::LastReceived => Sort::descending(lead::Column::ReceivedAt),
            Self::FirstReceived => Sort::ascending(lead::Column::ReceivedAt),
            Self::Newest => Sort::descending(lead::Column::Id),
            Self::Oldest => Sort::ascending(lead::Column::Id),
        }
    }
}

impl LeadFilter {
    fn condition(&self, context: &PostingContext) -> Result<Condition> {
        let statuses = self.status.as_ref().map(|statuses| statuses.iter().map(|status| lead::Status::from(*status)));
        let rep = id::filter(Kind::Rep, self.rep.as_ref(), "rep")?;
        let customer = id::filter(Kind::Customer, self.customer.as_ref(), "customer")?;
        let campaign = id::filter(Kind::Campaign, self.campaign.as_ref(), "campaign")?;
        let source = input::optional(self.source.as_deref(), LINE, &["filter", "source"])?;
        let words = input::search(self.search.as_deref())?;
        Ok(Condition::all()
            .add_option(statuses.map(|statuses| lead::Column::Status.is_in(statuses)))
            .add_option(rep.map(|id| lead::Column::OwnerId.eq(id)))
            .add_option(self.is_unassigned.map(|is_so| page::says(lead::Column::OwnerId, !is_so)))
            .add_option(customer.map(|id| lead::Column::CustomerId.eq(id)))
            .add_option(campaign.map(|id| lead::Column::CampaignId.eq(id)))
            .add_option(source.map(|source| lead::Column::Source.eq(source)))
            .add_option(words.map(|words| page::contains(lead::Column::Title, &words)))
            .add_option(self.received_from.map(|day| lead::Column::ReceivedAt.gte(context.midnight(day.0))))
            .add_option(self.received_before.map(|day| lead::Column::ReceivedAt.lt(context.midnight(day.0)))))
    }
}

/// Reading leads.
#[derive(Default)]
pub struct LeadQuery;

#[Object]
impl LeadQuery {
    /// A lead by id.
    async fn lead(&self, ctx: &Context<'_>, #[graphql(desc = "The id of the lead.")] id: ID) -> Option<Result<Lead>> {
        Some(one(ctx, &id).await)
    }

    /// The leads you may see.
    async fn leads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which leads to list (default: all).")] filter: Option<LeadFilter>,
        #[graphql(desc = "The sort order.", default_with = "LeadOrder::LastReceived")] order_by: LeadOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Lead>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<Lead> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Lead, id, &["id"])?;
    request.loaders.one::<lead::Entity>(id).await?.map(Lead).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: LeadFilter,
    order: LeadOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Lead>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let condition = filter.condition(&PostingContext::new(&request.organization)?)?;
    let select = request.viewer.find::<lead::Entity>().filter(condition);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("leads {filter:?}") }.page(request, &paging).await
}

/// The leads of a customer or a rep, the last received first.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: lead::Column,
    parent: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Lead>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let sort = Sort::descending(lead::Column::ReceivedAt);
    request.loaders.children::<lead::Entity, _>(column, parent, sort, &paging).await
}
