//! Sessions: signing in, staying signed in, signing out.

mod attempt;
pub mod family;
mod origin;

pub use attempt::Attempt;
pub use origin::Origin;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use entity::user;
use sea_orm::{ColumnTrait, QueryFilter};

use self::family::Tokens;
use crate::{
    access::{Keys, Viewer, policy},
    error::{Error, ErrorCode, Result, UserError},
    graphql::{
        DateTime, input,
        payload::{Payload, answer},
        request::Request,
    },
    mutation::Act,
    organization::user::User,
    payload,
};

/// The credentials.
#[derive(InputObject)]
pub struct SignInInput {
    /// The sign-in e-mail address (case-insensitive).
    pub email: String,
    /// The password.
    pub password: String,
}

/// The refresh token.
#[derive(InputObject)]
pub struct SessionRefreshInput {
    /// The refresh token of the last `signIn` or `sessionRefresh`.
    pub refresh_token: String,
}

macro_rules! tokens_payload {
    ($mutation:literal, $name:ident) => {
        #[doc = concat!("The outcome of `", $mutation, "`.")]
        #[derive(SimpleObject)]
        pub struct $name {
            /// The access token for `Authorization: Bearer …`; null when refused.
            pub access_token: Option<String>,
            /// The refresh token, usable once; null when refused.
            pub refresh_token: Option<String>,
            /// When the access token expires; null when refused.
            pub expires_at: Option<DateTime>,
            /// Why it was refused; empty on success.
            pub errors: Vec<UserError>,
        }

        impl Payload for $name {
            type Subject = Tokens;
            fn new(tokens: Option<Tokens>, errors: Vec<UserError>) -> Self {
                match tokens {
                    Some(Tokens { access, refresh, ends }) => Self {
                        access_token: Some(access),
                        refresh_token: Some(refresh),
                        expires_at: Some(DateTime(ends)),
                        errors,
                    },
                    None => Self { access_token: None, refresh_token: None, expires_at: None, errors },
                }
            }
        }
    };
}

tokens_payload!("signIn", SignInPayload);
tokens_payload!("sessionRefresh", SessionRefreshPayload);
payload!("signOut", SignOutPayload, user: User);

/// Signing in and out.
#[derive(Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Signs in with an address and a password, once a request.
    ///
    /// Refused with UNAUTHENTICATED when they do not fit or the user is locked out, and with THROTTLED after five
    /// failures in a minute for one account, or twenty from one network address. The session ends after 7 days without
    /// `sessionRefresh`, and after 30 days at the latest.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The credentials.")] input: SignInInput,
    ) -> Option<Result<SignInPayload>> {
        answer(sign_in(ctx, input).await)
    }

    /// Exchanges a refresh token for new tokens.
    ///
    /// An access token in the header is ignored. Each refresh token is usable once; for 30 seconds it gives the same
    /// successor again, for a lost answer or a second tab. After that it counts as stolen: the whole session ends, and
    /// everybody with a token of it must sign in again. Refused with UNAUTHENTICATED.
    async fn session_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refresh token.")] input: SessionRefreshInput,
    ) -> Option<Result<SessionRefreshPayload>> {
        answer(refresh(ctx, input).await)
    }

    /// Ends your session; its tokens stop working at once.
    async fn sign_out(&self, ctx: &Context<'_>) -> Option<Result<SignOutPayload>> {
        answer(sign_out(ctx).await)
    }
}

fn keys<'a>(ctx: &Context<'a>) -> Result<&'a Keys> {
    ctx.data::<Keys>().map_err(|_| Error::Bug("a request without the node's keys".into()))
}

async fn sign_in(ctx: &Context<'_>, input: SignInInput) -> Result<Tokens> {
    let request = Request::of(ctx)?;
    policy::allow_mutation(&request.viewer, ctx.field().name())?;
    request.act().await;
    let origin = Origin::of(ctx)?;
    origin.guess()?;
    let email = input::email(&input.email, &["input", "email"])?;
    let database = &request.state.database;
    let attempt = Attempt::begin(database, &email, origin.address, request.now).await.inspect_err(|refused| {
        if matches!(refused, Error::Input(errors) if errors.iter().any(|error| error.code == ErrorCode::Throttled)) {
            ctx.insert_http_header("retry-after", attempt::RETRY_AFTER_SECONDS.to_string());
        }
    })?;
    let by_email = Viewer::system().find::<user::Entity>().filter(user::Column::Email.eq(&email));
    let user = by_email.one(database.reader()).await?;
    let kept = user.as_ref().map(|user| user.password_hash.as_str());
    let fits = attempt.verify(database, &input.password, kept).await?;
    match user {
        Some(user) if fits && user.disabled_at.is_none() => {
            let tx = database.write().await?;
            attempt.forget(&tx).await?;
            let tokens = family::begin(&tx, keys(ctx)?, user.id, request.now).await?;
            tx.commit().await?;
            tracing::info!(user = %user.id, "signed in");
            Ok(tokens)
        }
        _ => {
            let message = "The address and the password do not fit.";
            Err(UserError::new(ErrorCode::Unauthenticated, &["input"], message).into())
        }
    }
}

async fn refresh(ctx: &Context<'_>, input: SessionRefreshInput) -> Result<Tokens> {
    let request = Request::of(ctx)?;
    policy::allow_mutation(&request.viewer, ctx.field().name())?;
    request.act().await;
    family::renew(&request.state.database, keys(ctx)?, &input.refresh_token, request.now).await
}

async fn sign_out(ctx: &Context<'_>) -> Result<User> {
    let act = Act::begin(ctx).await?;
    let user = act.viewer.user().cloned().ok_or_else(Error::unauthenticated)?;
    if let Some(session) = Origin::of(ctx)?.session {
        family::end(&act.tx, session, act.now).await?;
    }
    act.commit().await?;
    Ok(User(user))
}
