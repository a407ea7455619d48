//! Reading customers.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, customer};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::Customer;
use crate::{
    error::{Error, Result},
    graphql::{
        Listing, Page, Paging, RecordFilter, id,
        input::{self, LINE},
        page::{self, Sort},
        request::Request,
    },
};

/// Which customers to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct CustomerFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only customers whose name contains these words (case-insensitive).
    pub search: Option<String>,
    /// Only customers of this market segment (exact spelling).
    pub segment: Option<String>,
    /// Only customers of this industry (exact spelling).
    pub industry: Option<String>,
    /// Only customers in this country (exact spelling).
    pub country: Option<String>,
    /// Only customers whose account this rep owns.
    pub rep: Option<ID>,
    /// Only customers that no rep works, or only those that one does.
    pub is_unassigned: Option<bool>,
    /// Only direct subsidiaries of this customer.
    pub parent: Option<ID>,
}

/// The sort order of customers.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomerOrder {
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// By name.
    Name,
}

impl CustomerOrder {
    const fn sort(self) -> Sort<customer::Column> {
        match self {
            Self::Newest => Sort::descending(customer::Column::Id),
            Self::Oldest => Sort::ascending(customer::Column::Id),
            Self::Name => Sort::ascending(customer::Column::Name),
        }
    }
}

impl CustomerFilter {
    fn condition(&self) -> Result<Condition> {
        let word = |value: &Option<String>, name| input::optional(value.as_deref(), LINE, &["filter", name]);
        let words = input::search(self.search.as_deref())?;
        let rep = id::filter(Kind::Rep, self.rep.as_ref(), "rep")?;
        let parent = id::filter(Kind::Customer, self.parent.as_ref(), "parent")?;
        let country = word(&self.country, "country")?.map(super::mutation::country);
        Ok(Condition::all()
            .add_option(words.map(|words| page::contains(customer::Column::Name, &words)))
            .add_option(word(&self.segment, "segment")?.map(|segment| customer::Column::Segment.eq(segment)))
            .add_option(word(&self.industry, "industry")?.map(|industry| customer::Column::Industry.eq(industry)))
            .add_option(country.map(|country| customer::Column::Country.eq(country)))
            .add_option(rep.map(|id| customer::Column::OwnerId.eq(id)))
            .add_option(self.is_unassigned.map(|is_so| page::says(customer::Column::OwnerId, !is_so)))
            .add_option(parent.map(|id| customer::Column::ParentId.eq(id))))
    }
}

/// Reading customers.
#[derive(Default)]
pub struct CustomerQuery;

#[Object]
impl CustomerQuery {
    /// A customer by id.
    async fn customer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the customer.")] id: ID,
    ) -> Option<Result<Customer>> {
        Some(one(ctx, &id).await)
    }

    /// The customers you may see: your accounts and those of your deals.
    async fn customers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which customers to list (default: all).")] filter: Option<CustomerFilter>,
        #[graphql(desc = "The sort order.", default_with = "CustomerOrder::Newest")] order_by: CustomerOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Customer>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<Customer> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Customer, id, &["id"])?;
    request.loaders.one::<customer::Entity>(id).await?.map(Customer).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: CustomerFilter,
    order: CustomerOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Customer>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<customer::Entity>().filter(filter.condition()?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("customers {filter:?}") }.page(request, &paging).await
}

/// The customers of a rep, or the subsidiaries of a customer, by name.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: customer::Column,
    parent: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Customer>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let sort = Sort::ascending(customer::Column::Name);
    request.loaders.children::<customer::Entity, _>(column, parent, sort, &paging).await
}
