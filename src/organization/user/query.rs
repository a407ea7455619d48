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

/// Which users to list; conditions that are left out do not restrict.
#[derive(InputObject, Default, Debug)]
pub struct UserFilter {
    /// Only users with one of these roles.
    pub role: Option<Vec<Role>>,
    /// Only users who are locked out, or only those who are not.
    pub disabled: Option<bool>,
    /// Only users whose name contains these words, in any case.
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

/// What users are listed by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserOrder {
    /// The last made first.
    Newest,
    /// The first made first.
    Oldest,
    /// By name.
    Name,
    /// By sign-in address.
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
    /// You; null when nobody is signed in, or a program by an API token.
    async fn me(&self, ctx: &Context<'_>) -> Option<Result<User>> {
        match Request::of(ctx) {
            Ok(request) => request.viewer.user().cloned().map(|user| Ok(User(user))),
            Err(error) => Some(Err(error)),
        }
    }

    /// One user. Null, with the error NOT_FOUND, when there is none that you may see.
    async fn user(&self, ctx: &Context<'_>, #[graphql(desc = "The id of the user.")] id: ID) -> Option<Result<User>> {
        Some(one(ctx, &id).await)
    }

    /// The users that you may see: all for admins, else yourself. Null only together with an error.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which users; all when left out.")] filter: Option<UserFilter>,
        #[graphql(desc = "In which order.", default_with = "UserOrder::Newest")] order_by: UserOrder,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
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
