//! The family of a session: refresh tokens of which each is exchanged for the next, and one is current.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{session, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use crate::{
    access::{Keys, Viewer, secret_token::SecretToken, token},
    database::Database,
    error::{Error, ErrorCode, Result, UserError},
};

/// A session that is not used for so long ends.
const IDLE: TimeDelta = TimeDelta::days(7);
/// A session ends after so long, used or not.
const LONGEST: TimeDelta = TimeDelta::days(30);
/// For so long a spent token is answered with its successor again: the answer may have been lost, or two tabs of a browser
/// may have refreshed at once.
const GRACE: TimeDelta = TimeDelta::seconds(30);

/// What somebody who is signed in holds.
pub struct Tokens {
    /// The access token.
    pub access: String,
    /// The refresh token.
    pub refresh: String,
    /// When the access token ends.
    pub ends: DateTime<Utc>,
}

/// Begins a session of a user.
pub async fn begin(db: &impl ConnectionTrait, keys: &Keys, user: Uuid, now: DateTime<Utc>) -> Result<Tokens> {
    forget_ended(db, user, now).await?;
    let refresh = SecretToken::generate(Uuid::now_v7())?;
    let row = session::ActiveModel {
        id: Set(refresh.id),
        user_id: Set(user),
        refresh_hash: Set(refresh.hash()),
        created_at: Set(now),
        refreshed_at: Set(now),
        expires_at: Set(now + LONGEST),
        revoked_at: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(db).await?;
    tokens(keys, user, &refresh, now)
}

/// Exchanges a refresh token for its successor. Within [`GRACE`] a spent token is answered with the same successor again;
/// after that it ends the session, for one of the two who held it has stolen it.
pub async fn renew(database: &Database, keys: &Keys, shown: &str, now: DateTime<Utc>) -> Result<Tokens> {
    let shown = keys.refresh().read(shown).ok_or_else(ended)?;
    let found = Viewer::system()
        .find::<session::Entity>()
        .filter(session::Column::Id.eq(shown.id))
        .find_also_related(user::Entity)
        .one(database.reader())
        .await?;
    let Some((session, Some(user))) = found else { return Err(ended()) };
    if !is_alive(&session, &user, now) {
        return Err(ended());
    }
    let next = keys.refresh().successor(&shown)?;
    let tx = database.write().await?;
    if shown.matches(&session.refresh_hash) {
        if !exchange(&tx, &session, &next, now).await? && !is_current(&tx, &next).await? {
            return Err(ended());
        }
        tx.commit().await?;
        return tokens(keys, user.id, &next, now);
    }
    if next.matches(&session.refresh_hash) && now < session.refreshed_at + GRACE {
        return tokens(keys, user.id, &next, now);
    }
    end(&tx, session.id, now).await?;
    tx.commit().await?;
    tracing::warn!(session = %session.id, user = %user.id, "a spent refresh token was shown: the session is over");
    Err(ended())
}

/// Whether a token is the current one of its session: somebody else who held the one before exchanged it first.
async fn is_current(db: &impl ConnectionTrait, token: &SecretToken) -> Result<bool> {
    let alive = Viewer::system()
        .find::<session::Entity>()
        .filter(session::Column::Id.eq(token.id))
        .filter(session::Column::RevokedAt.is_null());
    Ok(alive.one(db).await?.is_some_and(|session| token.matches(&session.refresh_hash)))
}

/// Whether a session may still be used by its user.
pub fn is_alive(session: &session::Model, user: &user::Model, now: DateTime<Utc>) -> bool {
    session.revoked_at.is_none()
        && now < session.expires_at
        && now < session.refreshed_at + IDLE
        && user.disabled_at.is_none()
}

/// Ends a session.
pub async fn end(db: &impl ConnectionTrait, session: Uuid, now: DateTime<Utc>) -> Result<()> {
    revoke(db, Condition::all().add(session::Column::Id.eq(session)), now).await
}

/// Ends the sessions of a user, all or all but one.
pub async fn end_all(db: &impl ConnectionTrait, user: Uuid, except: Option<Uuid>, now: DateTime<Utc>) -> Result<()> {
    let others = except.map(|session| session::Column::Id.ne(session));
    revoke(db, Condition::all().add(session::Column::UserId.eq(user)).add_option(others), now).await
}

fn ended() -> Error {
    let message = "The session is over; sign in again.";
    UserError::new(ErrorCode::Unauthenticated, &["input", "refreshToken"], message).into()
}

fn tokens(keys: &Keys, user: Uuid, refresh: &SecretToken, now: DateTime<Utc>) -> Result<Tokens> {
    let (access, ends) = token::issue(keys, token::Holder { user, session: refresh.id }, now)?;
    Ok(Tokens { access, refresh: keys.refresh().write(refresh), ends })
}

/// Whether the session still had the token that was read, and has the next one now.
#[expect(clippy::disallowed_methods, reason = "sessions are no records: this file alone writes them")]
async fn exchange(
    db: &impl ConnectionTrait,
    read: &session::Model,
    next: &SecretToken,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = session::Entity::update_many()
        .col_expr(session::Column::RefreshHash, Expr::value(next.hash()))
        .col_expr(session::Column::RefreshedAt, Expr::value(now))
        .filter(session::Column::Id.eq(read.id))
        .filter(session::Column::RefreshHash.eq(&read.refresh_hash))
        .filter(session::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

#[expect(clippy::disallowed_methods, reason = "sessions are no records: this file alone writes them")]
async fn revoke(db: &impl ConnectionTrait, which: Condition, now: DateTime<Utc>) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(which)
        .filter(session::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Takes away what a user's sessions have left behind.
#[expect(clippy::disallowed_methods, reason = "sessions are no records: this file alone writes them")]
async fn forget_ended(db: &impl ConnectionTrait, user: Uuid, now: DateTime<Utc>) -> Result<()> {
    session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::ExpiresAt.lt(now))
        .exec(db)
        .await?;
    Ok(())
}
