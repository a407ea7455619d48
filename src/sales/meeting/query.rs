//! Reading meetings.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, meeting};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::{Meeting, MeetingPurpose, MeetingStatus};
use crate::{
    error::{Error, Result},
    graphql::{Date, Listing, Page, Paging, RecordFilter, id, page::Sort, request::Request},
    ledger::PostingContext,
};

/// Which meetings to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct MeetingFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only meetings of this purpose.
    pub purpose: Option<MeetingPurpose>,
    /// Only meetings with one of these statuses.
    pub status: Option<Vec<MeetingStatus>>,
    /// Only meetings this rep holds.
    pub host: Option<ID>,
    /// Only meetings this rep set up.
    pub set_by: Option<ID>,
    /// Only meetings with this customer.
    pub customer: Option<ID>,
    /// Only meetings about this lead.
    pub lead: Option<ID>,
    /// Only meetings about this deal.
    pub deal: Option<ID>,
    /// Only meetings that start on this day or later.
    pub starts_from: Option<Date>,
    /// Only meetings that start before this day.
    pub starts_before: Option<Date>,
}

/// The sort order of meetings.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingOrder {
    /// Latest start first; attempts, which have none, come last.
    LatestStart,
    /// Earliest start first; attempts, which have none, come last.
    EarliestStart,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl MeetingOrder {
    const fn sort(self) -> Sort<meeting::Column> {
        match self {
            Self::LatestStart => LATEST,
            Self::EarliestStart => Sort::ascending(meeting::Column::StartsAt),
            Self::Newest => Sort::descending(meeting::Column::Id),
            Self::Oldest => Sort::ascending(meeting::Column::Id),
        }
    }
}

const LATEST: Sort<meeting::Column> = Sort::descending(meeting::Column::StartsAt);

impl MeetingFilter {
    fn condition(&self, context: &PostingContext) -> Result<Condition> {
        use meeting::Column;
        Ok(Condition::all()
            .add_option(self.purpose.map(|purpose| Column::Purpose.eq(meeting::Purpose::from(purpose))))
            .add_option(
                self.status
                    .as_ref()
                    .map(|statuses| Column::Status.is_in(statuses.iter().map(|status| meeting::Status::from(*status)))),
            )
            .add_option(id::filter(Kind::Rep, self.host.as_ref(), "host")?.map(|id| Column::HostId.eq(id)))
            .add_option(id::filter(Kind::Rep, self.set_by.as_ref(), "setBy")?.map(|id| Column::SetById.eq(id)))
            .add_option(
                id::filter(Kind::Customer, self.customer.as_ref(), "customer")?.map(|id| Column::CustomerId.eq(id)),
            )
            .add_option(id::filter(Kind::Lead, self.lead.as_ref(), "lead")?.map(|id| Column::LeadId.eq(id)))
            .add_option(id::filter(Kind::Deal, self.deal.as_ref(), "deal")?.map(|id| Column::DealId.eq(id)))
            .add_option(self.starts_from.map(|day| Column::StartsAt.gte(context.midnight(day.0))))
            .add_option(self.starts_before.map(|day| Column::StartsAt.lt(context.midnight(day.0)))))
    }
}

/// Reading meetings.
#[derive(Default)]
pub struct MeetingQuery;

#[Object]
impl MeetingQuery {
    /// A meeting by id.
    async fn meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the meeting.")] id: ID,
    ) -> Option<Result<Meeting>> {
        Some(one(ctx, &id).await)
    }

    /// The meetings you may see.
    async fn meetings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meetings to list (default: all).")] filter: Option<MeetingFilter>,
        #[graphql(desc = "The sort order.", default_with = "MeetingOrder::LatestStart")] order_by: MeetingOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Meeting>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<Meeting> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Meeting, id, &["id"])?;
    request.loaders.one::<meeting::Entity>(id).await?.map(Meeting).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: MeetingFilter,
    order: MeetingOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Meeting>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let condition = filter.condition(&PostingContext::new(&request.organization)?)?;
    let select = request.viewer.find::<meeting::Entity>().filter(condition);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("meetings {filter:?}") }.page(request, &paging).await
}

/// The meetings with a customer, about a lead or a deal, or of a host: the latest start first.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: meeting::Column,
    parent: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Meeting>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    request.loaders.children::<meeting::Entity, _>(column, parent, LATEST, &paging).await
}
