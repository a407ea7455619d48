//! Reading contracts.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, contract};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::Contract;
use crate::{
    error::{Error, Result},
    graphql::{Date, Listing, Page, Paging, RecordFilter, id, page::Sort, request::Request},
    ledger::PostingContext,
};

/// Which contracts to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct ContractFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only contracts that this rep is credited with.
    pub rep: Option<ID>,
    /// Only contracts with this customer.
    pub customer: Option<ID>,
    /// Only contracts of this deal.
    pub deal: Option<ID>,
    /// Only contracts signed on this day or later.
    pub signed_from: Option<Date>,
    /// Only contracts signed before this day.
    pub signed_before: Option<Date>,
    /// Only contracts in force on this day.
    pub in_force_on: Option<Date>,
    /// Only contracts that end on this day or later.
    /// Open-ended ones are left out.
    pub ends_from: Option<Date>,
    /// Only contracts that end before this day; open-ended ones are left out.
    pub ends_before: Option<Date>,
}

/// The sort order of contracts.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContractOrder {
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// Latest signature first.
    LastSigned,
    /// Earliest end first; open-ended contracts come last.
    EndsFirst,
}

impl ContractOrder {
    const fn sort(self) -> Sort<contract::Column> {
        match self {
            Self::Newest => NEWEST,
            Self::Oldest => Sort::ascending(contract::Column::Id),
            Self::LastSigned => Sort::descending(contract::Column::SignedAt),
            Self::EndsFirst => Sort::ascending(contract::Column::EndsOn),
        }
    }
}

const NEWEST: Sort<contract::Column> = Sort::descending(contract::Column::Id);

impl ContractFilter {
    fn condition(&self, context: &PostingContext) -> Result<Condition> {
        use contract::Column;
        let in_force = self.in_force_on.map(|day| {
            let until = |end: Column| Condition::any().add(end.is_null()).add(end.gt(day.0));
            let started = Condition::all().add(Column::StartsOn.lte(day.0));
            started.add(until(Column::EndsOn)).add(until(Column::TerminatedOn))
        });
        Ok(Condition::all()
            .add_option(id::filter(Kind::Rep, self.rep.as_ref(), "rep")?.map(|id| Column::OwnerId.eq(id)))
            .add_option(
                id::filter(Kind::Customer, self.customer.as_ref(), "customer")?.map(|id| Column::CustomerId.eq(id)),
            )
            .add_option(id::filter(Kind::Deal, self.deal.as_ref(), "deal")?.map(|id| Column::DealId.eq(id)))
            .add_option(self.signed_from.map(|day| Column::SignedAt.gte(context.midnight(day.0))))
            .add_option(self.signed_before.map(|day| Column::SignedAt.lt(context.midnight(day.0))))
            .add_option(in_force)
            .add_option(self.ends_from.map(|day| Column::EndsOn.gte(day.0)))
            .add_option(self.ends_before.map(|day| Column::EndsOn.lt(day.0))))
    }
}

/// Reading contracts.
#[derive(Default)]
pub struct ContractQuery;

#[Object]
impl ContractQuery {
    /// A contract by id.
    async fn contract(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the contract.")] id: ID,
    ) -> Option<Result<Contract>> {
        Some(one(ctx, &id).await)
    }

    /// The contracts you may see.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which contracts to list (default: all).")] filter: Option<ContractFilter>,
        #[graphql(desc = "The sort order.", default_with = "ContractOrder::Newest")] order_by: ContractOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Contract>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<Contract> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Contract, id, &["id"])?;
    request.loaders.one::<contract::Entity>(id).await?.map(Contract).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: ContractFilter,
    order: ContractOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Contract>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let condition = filter.condition(&PostingContext::new(&request.organization)?)?;
    let select = request.viewer.find::<contract::Entity>().filter(condition);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("contracts {filter:?}") }.page(request, &paging).await
}

/// The contracts with a customer, of a deal or of a rep: the last made first.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: contract::Column,
    parent: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Contract>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    request.loaders.children::<contract::Entity, _>(column, parent, NEWEST, &paging).await
}
