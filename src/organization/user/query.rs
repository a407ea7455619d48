//! Reading users.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, user};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::{Role, User};
use crate::{
    error::{Error, Result},
    graphql::{
        Listing, Page, Paging, id,
        page::{self, Sort},
        request::Request,
    },
};

/// Which users to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct UserFilter {
    /// Only users with one of these roles.
    pub role: Option<Vec<Role>>,
    /// Only users who are locked out, or only the others.
    pub disabled: Option<bool>,
    /// Only users whose name contains these words (case-insensitive).
    pub search: Option<String>,
}

impl UserFilter {
    fn condition(&self) -> Condition {
        let roles = |roles: &Vec<Role>| user::Column::Role.is_in(roles.iter().map(|role| user::Role::from(*role)));
        let disabled = |disabled| {
            if disabled { user::Column::DisabledAt.is_not_null() } else { user::Column::DisabledAt.is_null() }
        };
        Condition::all()
            .add_option(self.role.as_ref().map(roles))
            .add_option(self.disabled.map(disabled))
            .add_option(self.search.as_ref().map(|words| page::contains(user::Column::Name, words)))
    }
}

/// The sort order of users.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserOrder {
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// By name.
    Name,
    /// By sign-in e-mail address.
    Email,
}

impl UserOrder {
    const fn sort(self) -> Sort<user::Column> {
        match self {
            Self::Newest => Sort::descending(user::Column::Id),
            Self::Oldest => Sort::ascending(user::Column::Id),
            Self::Name => Sort::ascending(user::Column::Name),
            Self::Email => Sort::ascending(user::Column::Email),
        }
    }
}

/// Reading users.
#[derive(Default)]
pub struct UserQuery;

#[Object]
impl UserQuery {
    /// The signed-in user; null without a session and for API tokens.
    async fn me(&self, ctx: &Context<'_>) -> Option<Result<User>> {
        match Request::of(ctx) {
            Ok(request) => request.viewer.user().cloned().map(|user| Ok(User(user))),
            Err(error) => Some(Err(error)),
        }
    }

    /// A user by id.
    async fn user(&self, ctx: &Context<'_>, #[graphql(desc = "The id of the user.")] id: ID) -> Option<Result<User>> {
        Some(one(ctx, &id).await)
    }

    /// The users you may see: all for admins, yourself for others.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which users to list (default: all).")] filter: Option<UserFilter>,
        #[graphql(desc = "The sort order.", default_with = "UserOrder::Newest")] order_by: UserOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<User>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<User> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::User, id, &["id"])?;
    request.loaders.one::<user::Entity>(id).await?.map(User).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: UserFilter,
    order: UserOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<User>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<user::Entity>().filter(filter.condition());
    Listing { select, sort: order.sort(), identity: format!("users {filter:?}") }.page(request, &paging).await
}
