//! Reading exchange rates.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, exchange_rate};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::ExchangeRate;
use crate::{
    error::{Error, Result},
    graphql::{CurrencyCode, Listing, Page, Paging, id, page::Sort, request::Request},
};

/// Which exchange rates to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct ExchangeRateFilter {
    /// Only rates from this currency.
    pub from: Option<CurrencyCode>,
    /// Only rates into this currency.
    pub to: Option<CurrencyCode>,
}

/// The sort order of exchange rates.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExchangeRateOrder {
    /// The latest day first.
    Latest,
    /// The earliest day first.
    Earliest,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl ExchangeRateOrder {
    const fn sort(self) -> Sort<exchange_rate::Column> {
        match self {
            Self::Latest => Sort::descending(exchange_rate::Column::ValidOn),
            Self::Earliest => Sort::ascending(exchange_rate::Column::ValidOn),
            Self::Newest => Sort::descending(exchange_rate::Column::Id),
            Self::Oldest => Sort::ascending(exchange_rate::Column::Id),
        }
    }
}

impl ExchangeRateFilter {
    fn condition(&self) -> Result<Condition> {
        Ok(Condition::all()
            .add_option(self.from.as_ref().map(|code| exchange_rate::Column::BaseCurrency.eq(&code.0)))
            .add_option(self.to.as_ref().map(|code| exchange_rate::Column::QuoteCurrency.eq(&code.0))))
    }
}

/// Reading exchange rates.
#[derive(Default)]
pub struct ExchangeRateQuery;

#[Object]
impl ExchangeRateQuery {
    /// An exchange rate by id.
    async fn exchange_rate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the exchange rate.")] id: ID,
    ) -> Option<Result<ExchangeRate>> {
        Some(find(ctx, &id).await)
    }

    /// The exchange rates you may see.
    async fn exchange_rates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which exchange rates to list (default: all).")] filter: Option<ExchangeRateFilter>,
        #[graphql(desc = "The sort order.", default_with = "ExchangeRateOrder::Latest")] order_by: ExchangeRateOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<ExchangeRate>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<ExchangeRate> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::ExchangeRate, id, &["id"])?;
    request.loaders.one::<exchange_rate::Entity>(id).await?.map(ExchangeRate).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: ExchangeRateFilter,
    order: ExchangeRateOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<ExchangeRate>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<exchange_rate::Entity>().filter(filter.condition()?);
    Listing { select, sort: order.sort(), identity: format!("exchange_rates {filter:?}") }.page(request, &paging).await
}
