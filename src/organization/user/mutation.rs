//! The user mutations.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::{Kind, rep, user};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::{Value, json};

use super::{
    Role, User,
    account::{self, Account, Admins},
};
use crate::{
    access::{password, policy},
    error::{Error, Result, UserError},
    graphql::{
        input::{self, LINE},
        payload::answer,
        request::Request,
    },
    kpi::insight::explain::Language,
    mutation::Act,
    organization::session::{Attempt, Origin, family},
    payload,
};

/// A new user.
#[derive(InputObject)]
pub struct UserCreateInput {
    /// The sign-in e-mail address, unique among users.
    pub email: String,
    /// The name shown to others, at most 200 characters.
    pub name: String,
    /// The role.
    /// A manager steers the teams that name them as manager.
    pub role: Role,
    /// Their rep, if they sell.
    pub rep: Option<ID>,
    /// The preferred language (default: EN).
    pub locale: Option<Language>,
    /// The initial password, 12 to 128 characters.
    pub password: String,
}

/// Changes to a user.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct UserUpdateInput {
    /// The name; it cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// The role, from the next request on; it cannot be cleared.
    pub role: MaybeUndefined<Role>,
    /// Their rep.
    pub rep: MaybeUndefined<ID>,
    /// The preferred language; it cannot be cleared.
    pub locale: MaybeUndefined<Language>,
    /// The version you read; CONFLICT when the user has changed since.
    pub version: Option<i32>,
}

/// The new password of another user.
#[derive(InputObject)]
pub struct UserResetPasswordInput {
    /// The new password, 12 to 128 characters.
    /// Pass it on confidentially.
    pub new: String,
    /// The version you read; CONFLICT when the user has changed since.
    pub version: Option<i32>,
}

/// Your present and your new password.
#[derive(InputObject)]
pub struct UserChangePasswordInput {
    /// Your present password.
    pub current: String,
    /// The new password, 12 to 128 characters.
    pub new: String,
}

payload!("userCreate", UserCreatePayload, user: User);
payload!("userUpdate", UserUpdatePayload, user: User);
payload!("userDisable", UserDisablePayload, user: User);
payload!("userEnable", UserEnablePayload, user: User);
payload!("userResetPassword", UserResetPasswordPayload, user: User);
payload!("userChangePassword", UserChangePasswordPayload, user: User);

/// Changing users.
#[derive(Default)]
pub struct UserMutation;

#[Object]
impl UserMutation {
    /// Creates a user, for admins.
    async fn user_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A new user.")] input: UserCreateInput,
    ) -> Option<Result<UserCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a user, for admins; the last admin stays one.
    async fn user_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] id: ID,
        #[graphql(desc = "The changes.")] input: UserUpdateInput,
    ) -> Option<Result<UserUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Locks a user out at once, for admins.
    ///
    /// Their sessions and the API tokens they created stop working; their records stay theirs. Locking out the last
    /// admin is refused with CONFLICT.
    async fn user_disable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] id: ID,
        #[graphql(desc = "The version you read; CONFLICT when the user has changed since.")] version: Option<i32>,
    ) -> Option<Result<UserDisablePayload>> {
        answer(disable(ctx, id, version).await)
    }

    /// Lets a locked-out user sign in again, for admins.
    async fn user_enable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] id: ID,
        #[graphql(desc = "The version you read; CONFLICT when the user has changed since.")] version: Option<i32>,
    ) -> Option<Result<UserEnablePayload>> {
        answer(enable(ctx, id, version).await)
    }

    /// Sets another user's password and ends their sessions, for admins.
    ///
    /// The API tokens they created keep working. CONFLICT for your own password: use `userChangePassword`.
    async fn user_reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] id: ID,
        #[graphql(desc = "The new password.")] input: UserResetPasswordInput,
    ) -> Option<Result<UserResetPasswordPayload>> {
        answer(reset_password(ctx, id, input).await)
    }

    /// Changes your own password, and ends all your other sessions.
    ///
    /// BAD_USER_INPUT at `current` when that is not your password; THROTTLED after five failures in a minute.
    async fn user_change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Your present and your new password.")] input: UserChangePasswordInput,
    ) -> Option<Result<UserChangePasswordPayload>> {
        answer(change_password(ctx, input).await)
    }
}

async fn create(ctx: &Context<'_>, input: UserCreateInput) -> Result<User> {
    // Asked before the act begins: a hash is dear, and not to be had by everybody.
    policy::allow_mutation(&Request::of(ctx)?.viewer, ctx.field().name())?;
    let account =
        Account::check(&input.email, &input.name, input.role.into(), input.locale.unwrap_or_default(), &input.password)
            .await?;
    let mut act = Act::begin(ctx).await?;
    let rep = act.refer_maybe::<rep::Entity>(input.rep.as_ref(), &["input", "rep"]).await?;
    let user = account.create(&mut act, rep).await?;
    act.commit().await?;
    Ok(User(user))
}

async fn update(ctx: &Context<'_>, id: ID, input: UserUpdateInput) -> Result<User> {
    let mut act = Act::begin(ctx).await?;
    let admins = Admins::lock(&act).await?;
    let before = act.get::<user::Entity>(&id, &["id"]).await?;
    act.expect_version::<user::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    match input.role {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => return Err(cannot_be_cleared(&["input", "role"])),
        MaybeUndefined::Value(role) => {
            if role != Role::Admin {
                admins.spare(before.id, &["input", "role"])?;
            }
            active.role = Set(role.into());
        }
    }
    match &input.rep {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => active.rep_id = Set(None),
        MaybeUndefined::Value(rep) => {
            active.rep_id = Set(Some(act.refer::<rep::Entity>(rep, &["input", "rep"]).await?));
        }
    }
    match input.locale {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => return Err(cannot_be_cleared(&["input", "locale"])),
        MaybeUndefined::Value(language) => active.locale = Set(account::tag(language).to_owned()),
    }
    let user = act.update::<user::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(User(user))
}

async fn disable(ctx: &Context<'_>, id: ID, version: Option<i32>) -> Result<User> {
    let mut act = Act::begin(ctx).await?;
    let admins = Admins::lock(&act).await?;
    let before = act.get::<user::Entity>(&id, &["id"]).await?;
    act.expect_version::<user::Entity>(&before, version)?;
    if before.disabled_at.is_some() {
        return Err(UserError::conflict(&["id"], "The user is locked out.").into());
    }
    admins.spare(before.id, &["id"])?;
    let mut active = before.clone().into_active_model();
    active.disabled_at = Set(Some(act.now));
    let user = act.update::<user::Entity>(&before, active).await?;
    // Else they would come back to life with the user.
    family::end_all(&act.tx, user.id, None, act.now).await?;
    act.commit().await?;
    Ok(User(user))
}

async fn enable(ctx: &Context<'_>, id: ID, version: Option<i32>) -> Result<User> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<user::Entity>(&id, &["id"]).await?;
    act.expect_version::<user::Entity>(&before, version)?;
    if before.disabled_at.is_none() {
        return Err(UserError::conflict(&["id"], "The user is not locked out.").into());
    }
    let mut active = before.clone().into_active_model();
    active.disabled_at = Set(None);
    let user = act.update::<user::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(User(user))
}

async fn reset_password(ctx: &Context<'_>, id: ID, input: UserResetPasswordInput) -> Result<User> {
    // Asked before the act begins: a hash is dear, and not to be had by everybody.
    policy::allow_mutation(&Request::of(ctx)?.viewer, ctx.field().name())?;
    password::check(&input.new, &["input", "new"])?;
    let hash = password::hash(&input.new).await?;
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<user::Entity>(&id, &["id"]).await?;
    act.expect_version::<user::Entity>(&before, input.version)?;
    if act.viewer.user().is_some_and(|admin| admin.id == before.id) {
        // Whoever finds an open session must not be able to take the account over.
        return Err(UserError::conflict(&["id"], "Change your own password with `userChangePassword`.").into());
    }
    let mut active = before.clone().into_active_model();
    active.password_hash = Set(hash);
    let changed = act.update::<user::Entity>(&before, active).await?;
    act.note(Kind::User, changed.id, "password", Value::Null, json!("reset"))?;
    family::end_all(&act.tx, changed.id, None, act.now).await?;
    act.commit().await?;
    Ok(User(changed))
}

async fn change_password(ctx: &Context<'_>, input: UserChangePasswordInput) -> Result<User> {
    let request = Request::of(ctx)?;
    policy::allow_mutation(&request.viewer, ctx.field().name())?;
    let user = request.viewer.user().ok_or_else(Error::unauthenticated)?;
    let origin = Origin::of(ctx)?;
    origin.guess()?;
    password::check(&input.new, &["input", "new"])?;
    let attempt = Attempt::begin(&request.state.database, &user.email, origin.address, request.now).await?;
    if !attempt.verify(&request.state.database, &input.current, Some(&user.password_hash)).await? {
        return Err(UserError::input(&["input", "current"], "This is not your password.").into());
    }
    let hash = password::hash(&input.new).await?;
    let mut act = Act::begin(ctx).await?;
    let before = act.row::<user::Entity>(user.id, &[]).await?;
    if before.password_hash != user.password_hash {
        return Err(UserError::conflict(&[], "The password has changed meanwhile; try again.").into());
    }
    let mut active = before.clone().into_active_model();
    active.password_hash = Set(hash);
    let changed = act.update::<user::Entity>(&before, active).await?;
    act.note(Kind::User, changed.id, "password", Value::Null, json!("changed"))?;
    attempt.forget(&act.tx).await?;
    family::end_all(&act.tx, changed.id, origin.session, act.now).await?;
    act.commit().await?;
    Ok(User(changed))
}

fn cannot_be_cleared(field: &[&str]) -> Error {
    UserError::input(field, "This cannot be cleared.").into()
}
