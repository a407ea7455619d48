//! Making and revoking API tokens.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use entity::api_token;
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::ApiToken;
use crate::{
    access::{
        Scope, Scopes,
        secret_token::{SecretToken, TokenFormat},
    },
    error::{Result, UserError},
    graphql::{
        DateTime,
        input::{self, LINE},
        payload::{Payload, answer},
    },
    mutation::Act,
    payload,
};

/// A new API token.
#[derive(InputObject)]
pub struct ApiTokenCreateInput {
    /// What the token is for, at most 200 characters.
    pub name: String,
    /// The scopes, as in `deals:read`.
    /// The token may do nothing else.
    ///
    /// `kpi:read` gives figures without rows. All others name a kind of record and `read` or `write`. An unknown scope
    /// is refused with BAD_USER_INPUT.
    pub scopes: Vec<String>,
    /// When it expires, in the future (default: never).
    pub expires_at: Option<DateTime>,
}

/// The result of `apiTokenCreate`.
#[derive(SimpleObject)]
pub struct ApiTokenCreatePayload {
    /// The token, to send as `Authorization: Bearer …`; null when refused.
    ///
    /// It is shown here and never again.
    pub token: Option<String>,
    /// The record after the change; null when nothing changed.
    pub api_token: Option<ApiToken>,
    /// Why nothing changed; empty on success.
    pub errors: Vec<UserError>,
}

impl Payload for ApiTokenCreatePayload {
    type Subject = (String, api_token::Model);
    fn new(made: Option<Self::Subject>, errors: Vec<UserError>) -> Self {
        let (token, row) = made.unzip();
        Self { token, api_token: row.map(ApiToken), errors }
    }
}

payload!("apiTokenRevoke", ApiTokenRevokePayload, api_token: ApiToken);

/// Making and revoking API tokens.
#[derive(Default)]
pub struct ApiTokenMutation;

#[Object]
impl ApiTokenMutation {
    /// Creates an API token, for admins.
    ///
    /// It stops working when its creator is locked out or is no longer an admin.
    async fn api_token_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new token.")] input: ApiTokenCreateInput,
    ) -> Option<Result<ApiTokenCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Revokes an API token immediately and permanently, for admins.
    async fn api_token_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The API token to revoke.")] id: ID,
    ) -> Option<Result<ApiTokenRevokePayload>> {
        answer(revoke(ctx, id).await)
    }
}

/// An API token to be made.
pub struct NewToken<'a> {
    /// What the token is for.
    pub name: &'a str,
    /// What it may do.
    pub scopes: &'a [String],
    /// When it stops working.
    pub expires_at: Option<chrono::DateTime<chrono::Utc>>,
}

impl NewToken<'_> {
    /// Makes it: the text to hand over, and the record.
    pub async fn create(&self, act: &mut Act<'_>) -> Result<(String, api_token::Model)> {
        let name = input::text(self.name, LINE, &["input", "name"])?;
        let scopes = self.scopes()?;
        if self.expires_at.is_some_and(|end| end <= act.now) {
            return Err(UserError::input(&["input", "expiresAt"], "This must be in the future.").into());
        }
        let token = SecretToken::generate(Act::new_id())?;
        let row = api_token::ActiveModel {
            name: Set(name),
            secret_hash: Set(token.hash()),
            scopes: Set(scopes.to_string()),
            created_by_id: Set(act.viewer.user().map(|user| user.id)),
            expires_at: Set(self.expires_at),
            revoked_at: Set(None),
            last_used_at: Set(None),
            ..Default::default()
        };
        let row = act.insert::<api_token::Entity>(token.id, row).await?;
        Ok((TokenFormat::api().write(&token), row))
    }

    fn scopes(&self) -> Result<Scopes, UserError> {
        for (place, word) in self.scopes.iter().enumerate() {
            if Scope::parse(word).is_none() {
                let all: Vec<String> = Scope::all().iter().map(Scope::to_string).collect();
                let message = format!("There is no such scope; there are {}.", all.join(", "));
                return Err(UserError::input(&["input", "scopes", &place.to_string()], message));
            }
        }
        match Scopes::parse(&self.scopes.join(" ")) {
            Ok(scopes) if !scopes.is_empty() => Ok(scopes),
            _ => Err(UserError::input(&["input", "scopes"], "Give at least one scope.")),
        }
    }
}

async fn create(ctx: &Context<'_>, input: ApiTokenCreateInput) -> Result<(String, api_token::Model)> {
    let mut act = Act::begin(ctx).await?;
    let expires_at = input.expires_at.map(|at| at.0);
    let made = NewToken { name: &input.name, scopes: &input.scopes, expires_at }.create(&mut act).await?;
    act.commit().await?;
    Ok(made)
}

async fn revoke(ctx: &Context<'_>, id: ID) -> Result<ApiToken> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<api_token::Entity>(&id, &["id"]).await?;
    if before.revoked_at.is_some() {
        return Err(UserError::conflict(&["id"], "The API token is revoked.").into());
    }
    let mut active = before.clone().into_active_model();
    active.revoked_at = Set(Some(act.now));
    let after = act.update::<api_token::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(ApiToken(after))
}
