//! Reading products.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, product};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::Product;
use crate::{
    error::{Error, Result},
    graphql::{
        Listing, Page, Paging, RecordFilter, id, input,
        page::{self, Sort},
        request::Request,
    },
};

/// Which products to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct ProductFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only products whose name contains these words (case-insensitive).
    pub search: Option<String>,
    /// Only products of this category.
    pub category: Option<String>,
    /// Only products that new deals may use, or only the others.
    pub is_active: Option<bool>,
}

/// The sort order of products.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductOrder {
    /// By name.
    Name,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl ProductOrder {
    const fn sort(self) -> Sort<product::Column> {
        match self {
            Self::Name => Sort::ascending(product::Column::Name),
            Self::Newest => Sort::descending(product::Column::Id),
            Self::Oldest => Sort::ascending(product::Column::Id),
        }
    }
}

impl ProductFilter {
    fn condition(&self) -> Result<Condition> {
        Ok(Condition::all()
            .add_option(
                input::search(self.search.as_deref())?.map(|words| page::contains(product::Column::Name, &words)),
            )
            .add_option(self.category.as_ref().map(|category| product::Column::Category.eq(category)))
            .add_option(self.is_active.map(|active| product::Column::IsActive.eq(active))))
    }
}

/// Reading products.
#[derive(Default)]
pub struct ProductQuery;

#[Object]
impl ProductQuery {
    /// A product by id.
    async fn product(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the product.")] id: ID,
    ) -> Option<Result<Product>> {
        Some(find(ctx, &id).await)
    }

    /// The products you may see.
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which products to list (default: all).")] filter: Option<ProductFilter>,
        #[graphql(desc = "The sort order.", default_with = "ProductOrder::Name")] order_by: ProductOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Product>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Product> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Product, id, &["id"])?;
    request.loaders.one::<product::Entity>(id).await?.map(Product).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: ProductFilter,
    order: ProductOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Product>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<product::Entity>().filter(filter.condition()?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("products {filter:?}") }.page(request, &paging).await
}
