//! Reading key facts.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, key_fact};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::{KeyFact, KeyFactKind};
use crate::{
    error::{Error, Result},
    graphql::{Listing, Page, Paging, RecordFilter, id, page::Sort, request::Request},
};

/// Which key facts to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct KeyFactFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only those of one of these kinds.
    pub kind: Option<Vec<KeyFactKind>>,
    /// Only those about this lead.
    pub lead: Option<ID>,
    /// Only those about this customer.
    pub customer: Option<ID>,
    /// Only those that say something, or only those that do not.
    pub is_filled: Option<bool>,
}

/// The sort order of key facts.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFactOrder {
    /// Most recently created first.
    Newest,
    /// First created first.
    Oldest,
}

impl KeyFactOrder {
    const fn sort(self) -> Sort<key_fact::Column> {
        match self {
            Self::Newest => Sort::descending(key_fact::Column::Id),
            Self::Oldest => Sort::ascending(key_fact::Column::Id),
        }
    }
}

impl KeyFactFilter {
    fn condition(&self) -> Result<Condition> {
        let kinds = self.kind.as_ref().map(|kinds| kinds.iter().map(|kind| key_fact::Kind::from(*kind)));
        let lead = id::filter(Kind::Lead, self.lead.as_ref(), "lead")?;
        let customer = id::filter(Kind::Customer, self.customer.as_ref(), "customer")?;
        Ok(Condition::all()
            .add_option(kinds.map(|kinds| key_fact::Column::Kind.is_in(kinds)))
            .add_option(lead.map(|id| key_fact::Column::LeadId.eq(id)))
            .add_option(customer.map(|id| key_fact::Column::CustomerId.eq(id)))
            .add_option(self.is_filled.map(|filled| key_fact::Column::IsFilled.eq(filled))))
    }
}

/// Reading key facts.
#[derive(Default)]
pub struct KeyFactQuery;

#[Object]
impl KeyFactQuery {
    /// A key fact by id.
    async fn key_fact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the key fact.")] id: ID,
    ) -> Option<Result<KeyFact>> {
        Some(one(ctx, &id).await)
    }

    /// The key facts you may see.
    async fn key_facts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which key facts to list (default: all).")] filter: Option<KeyFactFilter>,
        #[graphql(desc = "The sort order.", default_with = "KeyFactOrder::Newest")] order_by: KeyFactOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<KeyFact>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<KeyFact> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::KeyFact, id, &["id"])?;
    request.loaders.one::<key_fact::Entity>(id).await?.map(KeyFact).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: KeyFactFilter,
    order: KeyFactOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<KeyFact>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<key_fact::Entity>().filter(filter.condition()?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("key_facts {filter:?}") }.page(request, &paging).await
}

/// The key facts of a lead or a customer, the last made first.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: key_fact::Column,
    parent: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<KeyFact>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let sort = Sort::descending(key_fact::Column::Id);
    request.loaders.children::<key_fact::Entity, _>(column, parent, sort, &paging).await
}
