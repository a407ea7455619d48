//! Authenticates a request: from the token in its header to the viewer that resolvers use.

use std::{net::IpAddr, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{api_token, session, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, QueryFilter, QueryTrait,
    SelectA, SelectB, SelectTwo, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    access::{
        Keys, Principal, Scopes, Structure, Structures, Viewer,
        secret_token::{SecretToken, TokenFormat},
        token::{self, Verifier},
    },
    database::{Database, RequestConnection},
    error::{Error, Result},
    graphql::request::{Request, State},
    organization::session::{Origin, family},
    server::{Authenticate, Credentials, Lookup, Sender},
};

/// Knows users by their access tokens and programs by their API tokens, as the database says at each request.
pub struct Authenticator {
    state: State,
    keys: Keys,
    verifier: Verifier,
    api_tokens: TokenFormat,
}

impl Authenticator {
    /// An authenticator of a node.
    pub fn new(state: State, keys: Keys) -> Self {
        Self { state, verifier: Verifier::new(keys.clone()), keys, api_tokens: TokenFormat::api() }
    }

    async fn user(&self, db: &RequestConnection, holder: token::Holder, now: DateTime<Utc>) -> Result<Known> {
        let select = Viewer::system()
            .find::<session::Entity>()
            .filter(session::Column::Id.eq(holder.session))
            .filter(session::Column::UserId.eq(holder.user))
            .find_also_related(user::Entity);
        match self.with_structure(db, select).await? {
            Some((session, Some(user), structure)) if family::is_alive(&session, &user, now) => {
                Ok(Known { principal: Principal::User(user), session: Some(session.id), structure })
            }
            _ => Err(Error::unauthenticated()),
        }
    }

    /// A row and the user it belongs to, with the structure of that moment: one statement while that stays the same.
    async fn with_structure<E: EntityTrait<Model: FromQueryResult>>(
        &self,
        db: &RequestConnection,
        mut select: SelectTwo<E, user::Entity>,
    ) -> Result<Option<(E::Model, Option<user::Model>, Arc<Structure>)>> {
        QueryTrait::query(&mut select).expr_as(Structures::revision(), "revision");
        let Some(row) = db.query_one(QueryTrait::query(&mut select)).await? else { return Ok(None) };
        let structure = self.state.structures.of(db, row.try_get("", "revision")?).await?;
        let user = user::Model::from_query_result_optional(&row, SelectB.as_str())?;
        Ok(Some((E::Model::from_query_result(&row, SelectA.as_str())?, user, structure)))
    }

    async fn program(&self, db: &RequestConnection, shown: &SecretToken, now: DateTime<Utc>) -> Result<Known> {
        let select = Viewer::system()
            .find::<api_token::Entity>()
            .filter(api_token::Column::Id.eq(shown.id))
            .find_also_related(user::Entity);
        let found = self.with_structure(db, select).await?;
        let Some((row, maker, structure)) = found else { return Err(Error::unauthenticated()) };
        if !shown.matches(&row.secret_hash) || !is_alive(&row, maker.as_ref(), now) {
            return Err(Error::unauthenticated());
        }
        let scopes = Scopes::parse(&row.scopes).map_err(|word| Error::Bug(format!("unknown scope {word}")))?;
        if row.last_used_at.is_none_or(|last| last + MINUTE <= now) {
            // Apart, so that no reader waits for a writer.
            tokio::spawn(note_use(self.state.database.clone(), row.id, now));
        }
        Ok(Known { principal: Principal::Token { id: row.id, scopes }, session: None, structure })
    }
}

/// A token, as far as it tells by itself.
enum Shown {
    /// A user's.
    User(token::Holder),
    /// A program's.
    Program(SecretToken),
}

/// Whom a token names, and the company as it was when it was looked up.
struct Known {
    principal: Principal,
    session: Option<Uuid>,
    structure: Arc<Structure>,
}

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// Whether a token may still be used: it neither outlives its maker nor exceeds them.
fn is_alive(token: &api_token::Model, maker: Option<&user::Model>, now: DateTime<Utc>) -> bool {
    let maker_may = maker
        .map_or(token.created_by_id.is_none(), |maker| maker.disabled_at.is_none() && maker.role == user::Role::Admin);
    token.revoked_at.is_none() && token.expires_at.is_none_or(|end| now < end) && maker_may
}

#[expect(clippy::disallowed_methods, reason = "that a token was used is no change of it: neither version nor log")]
async fn note_use(database: Database, token: Uuid, now: DateTime<Utc>) {
    let never = api_token::Column::LastUsedAt.is_null();
    let long_ago = api_token::Column::LastUsedAt.lte(now - MINUTE);
    let noted = async {
        let tx = database.write().await?;
        api_token::Entity::update_many()
            .col_expr(api_token::Column::LastUsedAt, Expr::value(now))
            .filter(api_token::Column::Id.eq(token))
            .filter(Condition::any().add(never).add(long_ago))
            .exec(&tx)
            .await?;
        tx.commit().await
    };
    if let Err(cause) = noted.await {
        tracing::warn!(%cause, %token, "the use of an API token was not noted");
    }
}

/// What somebody may do who is not signed in, or not any more.
const NEED_NOBODY: [&str; 2] = ["signIn", "sessionRefresh"];

impl Authenticate for Authenticator {
    fn needs_nobody(&self, field: &str) -> bool {
        NEED_NOBODY.contains(&field)
    }

    fn authenticate(self: Arc<Self>, credentials: Credentials) -> Result<Lookup> {
        let Credentials { bearer, peer, now } = credentials;
        let shown = bearer.map(|bearer| self.shown(&bearer, now)).transpose()?;
        Ok(Box::pin(async move { self.sender(shown, peer, now).await }))
    }
}

impl Authenticator {
    /// What a token says by itself.
    fn shown(&self, bearer: &str, now: DateTime<Utc>) -> Result<Shown> {
        if self.api_tokens.is_claimed_by(bearer) {
            return Ok(Shown::Program(self.api_tokens.read(bearer).ok_or_else(Error::unauthenticated)?));
        }
        Ok(Shown::User(self.verifier.verify(bearer, now)?))
    }

    async fn sender(&self, shown: Option<Shown>, peer: Option<IpAddr>, now: DateTime<Utc>) -> Result<Sender> {
        let line = self.state.database.line();
        let Known { principal, session, structure } = match &shown {
            Some(Shown::Program(token)) => self.program(&line, token, now).await?,
            Some(Shown::User(holder)) => self.user(&line, *holder, now).await?,
            None => {
                let structure = self.state.structures.now(&line).await?;
                Known { principal: Principal::Anonymous, session: None, structure }
            }
        };
        let name = match &principal {
            Principal::User(user) => Some(format!("user {}", user.id)),
            Principal::Token { id, .. } => Some(format!("token {id}")),
            Principal::Anonymous | Principal::System => None,
        };
        let mut sender = Sender { principal: name, ..Sender::default() };
        sender.data.insert(Request::new(self.state.clone(), line, principal, structure, now)?);
        sender.data.insert(Origin::new(peer, session));
        sender.data.insert(self.keys.clone());
        Ok(sender)
    }
}
