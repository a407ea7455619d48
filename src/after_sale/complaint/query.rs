//! Reading complaints.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, complaint};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::Complaint;
use crate::{
    error::{Error, Result},
    graphql::{Date, Listing, Page, Paging, RecordFilter, id, page::Sort, request::Request},
    ledger::PostingContext,
};

/// Which complaints to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct ComplaintFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only complaints of this customer.
    pub customer: Option<ID>,
    /// Only complaints about this sale.
    pub deal: Option<ID>,
    /// Only complaints about this product.
    pub product: Option<ID>,
    /// Only complaints for this primary reason.
    pub reason: Option<ID>,
    /// Only complaints that this rep handles.
    pub handler: Option<ID>,
    /// Only complaints that are resolved, or only those that are open.
    pub is_resolved: Option<bool>,
    /// Only complaints made on this day or later.
    pub opened_from: Option<Date>,
    /// Only complaints made before this day.
    pub opened_before: Option<Date>,
}

/// The sort order of complaints.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComplaintOrder {
    /// Latest complaint first.
    Latest,
    /// Earliest complaint first.
    Earliest,
    /// Most recently recorded first.
    Newest,
    /// First recorded first.
    Oldest,
}

impl ComplaintOrder {
    const fn sort(self) -> Sort<complaint::Column> {
        match self {
            Self::Latest => LATEST,
            Self::Earliest => Sort::ascending(complaint::Column::OpenedAt),
            Self::Newest => Sort::descending(complaint::Column::Id),
            Self::Oldest => Sort::ascending(complaint::Column::Id),
        }
    }
}

const LATEST: Sort<complaint::Column> = Sort::descending(complaint::Column::OpenedAt);

impl ComplaintFilter {
    fn condition(&self, context: &PostingContext) -> Result<Condition> {
        use complaint::Column;
        let resolved = self.is_resolved.map(|is_resolved| match is_resolved {
            true => Column::ResolvedAt.is_not_null(),
            false => Column::ResolvedAt.is_null(),
        });
        Ok(Condition::all()
            .add_option(
                id::filter(Kind::Customer, self.customer.as_ref(), "customer")?.map(|id| Column::CustomerId.eq(id)),
            )
            .add_option(id::filter(Kind::Deal, self.deal.as_ref(), "deal")?.map(|id| Column::DealId.eq(id)))
            .add_option(id::filter(Kind::Product, self.product.as_ref(), "product")?.map(|id| Column::ProductId.eq(id)))
            .add_option(
                id::filter(Kind::OutcomeReason, self.reason.as_ref(), "reason")?.map(|id| Column::ReasonId.eq(id)),
            )
            .add_option(id::filter(Kind::Rep, self.handler.as_ref(), "handler")?.map(|id| Column::HandlerId.eq(id)))
            .add_option(resolved)
            .add_option(self.opened_from.map(|day| Column::OpenedAt.gte(context.midnight(day.0))))
            .add_option(self.opened_before.map(|day| Column::OpenedAt.lt(context.midnight(day.0)))))
    }
}

/// Reading complaints.
#[derive(Default)]
pub struct ComplaintQuery;

#[Object]
impl ComplaintQuery {
    /// A complaint by id.
    async fn complaint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the complaint.")] id: ID,
    ) -> Option<Result<Complaint>> {
        Some(one(ctx, &id).await)
    }

    /// The complaints you may see.
    /// Those about your sales, of your customers or handled by you.
    async fn complaints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which complaints to list (default: all).")] filter: Option<ComplaintFilter>,
        #[graphql(desc = "The sort order.", default_with = "ComplaintOrder::Latest")] order_by: ComplaintOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Complaint>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<Complaint> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Complaint, id, &["id"])?;
    request.loaders.one::<complaint::Entity>(id).await?.map(Complaint).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: ComplaintFilter,
    order: ComplaintOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Complaint>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let condition = filter.condition(&PostingContext::new(&request.organization)?)?;
    let select = request.viewer.find::<complaint::Entity>().filter(condition);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("complaints {filter:?}") }.page(request, &paging).await
}

/// The complaints of a customer or about a sale: the latest first.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: complaint::Column,
    parent: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Complaint>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    request.loaders.children::<complaint::Entity, _>(column, parent, LATEST, &paging).await
}
