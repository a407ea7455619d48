//! Reading API tokens.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, api_token};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::ApiToken;
use crate::{
    error::{Error, Result},
    graphql::{Listing, Page, Paging, id, page::Sort, request::Request},
};

/// Which API tokens to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct ApiTokenFilter {
    /// Only tokens that were revoked, or only those that were not.
    pub revoked: Option<bool>,
}

/// The sort order of API tokens.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiTokenOrder {
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

/// Reading API tokens.
#[derive(Default)]
pub struct ApiTokenQuery;

#[Object]
impl ApiTokenQuery {
    /// An API token by id, for admins.
    async fn api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the API token.")] id: ID,
    ) -> Option<Result<ApiToken>> {
        Some(one(ctx, &id).await)
    }

    /// The API tokens, for admins; empty for others.
    async fn api_tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which API tokens to list (default: all).")] filter: Option<ApiTokenFilter>,
        #[graphql(desc = "The sort order.", default_with = "ApiTokenOrder::Newest")] order_by: ApiTokenOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<ApiToken>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<ApiToken> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::ApiToken, id, &["id"])?;
    request.loaders.one::<api_token::Entity>(id).await?.map(ApiToken).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: ApiTokenFilter,
    order: ApiTokenOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<ApiToken>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let revoked = filter.revoked.map(|revoked| {
        if revoked { api_token::Column::RevokedAt.is_not_null() } else { api_token::Column::RevokedAt.is_null() }
    });
    let select = request.viewer.find::<api_token::Entity>().filter(Condition::all().add_option(revoked));
    let sort = match order {
        ApiTokenOrder::Newest => Sort::descending(api_token::Column::Id),
        ApiTokenOrder::Oldest => Sort::ascending(api_token::Column::Id),
    };
    Listing { select, sort, identity: format!("apiTokens {filter:?}") }.page(request, &paging).await
}
