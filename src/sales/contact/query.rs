//! Reading contacts.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, contact};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::Contact;
use crate::{
    error::{Error, Result},
    graphql::{
        Listing, Page, Paging, RecordFilter, id, input,
        page::{self, Sort},
        request::Request,
    },
};

/// Which contacts to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct ContactFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only the people at this customer.
    pub customer: Option<ID>,
    /// Only the person with this e-mail address (case-insensitive).
    pub email: Option<String>,
    /// Only people whose name contains these words (case-insensitive).
    pub search: Option<String>,
}

/// The sort order of contacts.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactOrder {
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// By name; erased people come first.
    Name,
}

impl ContactOrder {
    const fn sort(self) -> Sort<contact::Column> {
        match self {
            Self::Newest => Sort::descending(contact::Column::Id),
            Self::Oldest => Sort::ascending(contact::Column::Id),
            Self::Name => Sort::ascending(contact::Column::Name),
        }
    }
}

impl ContactFilter {
    fn condition(&self) -> Result<Condition> {
        let customer = id::filter(Kind::Customer, self.customer.as_ref(), "customer")?;
        let email = input::optional_email(self.email.as_deref(), &["filter", "email"])?;
        let words = input::search(self.search.as_deref())?;
        Ok(Condition::all()
            .add_option(customer.map(|id| contact::Column::CustomerId.eq(id)))
            .add_option(email.map(|email| contact::Column::Email.eq(email)))
            .add_option(words.map(|words| page::contains(contact::Column::Name, &words))))
    }
}

/// Reading contacts.
#[derive(Default)]
pub struct ContactQuery;

#[Object]
impl ContactQuery {
    /// A contact by id.
    async fn contact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the contact.")] id: ID,
    ) -> Option<Result<Contact>> {
        Some(one(ctx, &id).await)
    }

    /// The contacts at customers you may see.
    async fn contacts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which contacts to list (default: all).")] filter: Option<ContactFilter>,
        #[graphql(desc = "The sort order.", default_with = "ContactOrder::Newest")] order_by: ContactOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Contact>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<Contact> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Contact, id, &["id"])?;
    request.loaders.one::<contact::Entity>(id).await?.map(Contact).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: ContactFilter,
    order: ContactOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Contact>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<contact::Entity>().filter(filter.condition()?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("contacts {filter:?}") }.page(request, &paging).await
}

/// The people at a customer, the last made first.
pub async fn of_customer(
    ctx: &Context<'_>,
    customer: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Contact>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let (column, sort) = (contact::Column::CustomerId, Sort::descending(contact::Column::Id));
    request.loaders.children::<contact::Entity, _>(column, customer, sort, &paging).await
}
