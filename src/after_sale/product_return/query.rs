//! Reading returns.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, product_return};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::ProductReturn;
use crate::{
    error::{Error, Result},
    graphql::{Date, Listing, Page, Paging, RecordFilter, id, page::Sort, request::Request},
};

/// Which returns to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct ProductReturnFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only returns by this customer.
    pub customer: Option<ID>,
    /// Only returns of this sale.
    pub deal: Option<ID>,
    /// Only returns of this product.
    pub product: Option<ID>,
    /// Only returns for this reason.
    pub reason: Option<ID>,
    /// Only returns on this day or later.
    pub returned_from: Option<Date>,
    /// Only returns before this day.
    pub returned_before: Option<Date>,
}

/// The sort order of returns.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductReturnOrder {
    /// Latest return first.
    Latest,
    /// Earliest return first.
    Earliest,
    /// Most recently recorded first.
    Newest,
    /// First recorded first.
    Oldest,
}

impl ProductReturnOrder {
    const fn sort(self) -> Sort<product_return::Column> {
        match self {
            Self::Latest => LATEST,
            Self::Earliest => Sort::ascending(product_return::Column::ReturnedOn),
            Self::Newest => Sort::descending(product_return::Column::Id),
            Self::Oldest => Sort::ascending(product_return::Column::Id),
        }
    }
}

const LATEST: Sort<product_return::Column> = Sort::descending(product_return::Column::ReturnedOn);

impl ProductReturnFilter {
    fn condition(&self) -> Result<Condition> {
        use product_return::Column;
        Ok(Condition::all()
            .add_option(
                id::filter(Kind::Customer, self.customer.as_ref(), "customer")?.map(|id| Column::CustomerId.eq(id)),
            )
            .add_option(id::filter(Kind::Deal, self.deal.as_ref(), "deal")?.map(|id| Column::DealId.eq(id)))
            .add_option(id::filter(Kind::Product, self.product.as_ref(), "product")?.map(|id| Column::ProductId.eq(id)))
            .add_option(
                id::filter(Kind::OutcomeReason, self.reason.as_ref(), "reason")?.map(|id| Column::ReasonId.eq(id)),
            )
            .add_option(self.returned_from.map(|day| Column::ReturnedOn.gte(day.0)))
            .add_option(self.returned_before.map(|day| Column::ReturnedOn.lt(day.0))))
    }
}

/// Reading returns.
#[derive(Default)]
pub struct ProductReturnQuery;

#[Object]
impl ProductReturnQuery {
    /// A return by id.
    async fn product_return(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the return.")] id: ID,
    ) -> Option<Result<ProductReturn>> {
        Some(one(ctx, &id).await)
    }

    /// The returns you may see, of your sales and by your customers.
    async fn product_returns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which returns to list (default: all).")] filter: Option<ProductReturnFilter>,
        #[graphql(desc = "The sort order.", default_with = "ProductReturnOrder::Latest")] order_by: ProductReturnOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<ProductReturn>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<ProductReturn> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::ProductReturn, id, &["id"])?;
    request.loaders.one::<product_return::Entity>(id).await?.map(ProductReturn).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: ProductReturnFilter,
    order: ProductReturnOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<ProductReturn>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<product_return::Entity>().filter(filter.condition()?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("product_returns {filter:?}") }.page(request, &paging).await
}

/// The returns of a customer or of a sale: the latest first.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: product_return::Column,
    parent: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<ProductReturn>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    request.loaders.children::<product_return::Entity, _>(column, parent, LATEST, &paging).await
}
