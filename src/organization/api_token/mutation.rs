//! Making and revoking API tokens.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use entity::api_token;
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::ApiToken;
use crate::{
    access::{
        Scope, Scopes,
        secret_token::{SecretToken, Sort},
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

/// What a new API token may do.
#[derive(InputObject)]
pub struct ApiTokenCreateInput {
    /// What it is for: at most 200 characters.
    pub name: String,
    /// What it may do and nothing else, as in `deals:read`.
    ///
    /// `kpi:read` gives totals without rows; all others name a kind of record and `read` or `write`. An unknown one is
    /// refused with BAD_USER_INPUT.
    pub scopes: Vec<String>,
    /// When it stops working; never when left out. In the future.
    pub expires_at: Option<DateTime>,
}

/// The outcome of `apiTokenCreate`.
#[derive(SimpleObject)]
pub struct ApiTokenCreatePayload {
    /// What the program sends as `Authorization: Bearer …`.
    ///
    /// It is shown here and never again. Null when refused.
    pub token: Option<String>,
    /// The API token as it is now, or null when nothing changed.
    pub api_token: Option<ApiToken>,
    /// Why nothing changed: empty when the mutation did what it was asked.
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
    /// Makes an API token for a partner's program. For admins.
    ///
    /// It ends when its maker is locked out or is no admin any more. Null only together with an error.
    async fn api_token_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the token may do.")] input: ApiTokenCreateInput,
    ) -> Option<Result<ApiTokenCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Revokes an API token, at once and for ever. For admins.
    ///
    /// Null only together with an error.
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
    /// What it is for.
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
            return Err(UserError::input(&["input", "expiresAt"], "This is in the past.").into());
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
        Ok((Sort::api().write(&token), row))
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
            _ => Err(UserError::input(&["input", "scopes"], "List one scope at least.")),
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
