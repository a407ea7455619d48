//! Access tokens: who is signed in, for ten minutes, in a signed text.
//!
//! A token names a user and a session, never a role or a team: those are read at each request. Whatever is wrong with a
//! token, the answer is the same.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Keys;
use crate::error::{Error, Result};

/// How long a token is good for.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// How far the clocks of two nodes may differ.
const LEEWAY: TimeDelta = TimeDelta::seconds(30);

const ISSUER: &str = "pilotage";
const AUDIENCE: &str = "pilotage/graphql";

/// The first part of every token that we sign, `{"typ":"at+jwt","alg":"EdDSA"}`. A token that begins otherwise is not
/// ours, whatever its header says: another algorithm, a key to fetch, an extension to understand.
const HEADER: &str = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSJ9";

/// Whom a token names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The user.
    pub user: Uuid,
    /// The session.
    pub session: Uuid,
}

/// What a token says. Times are whole seconds: a text or a fraction in their place is refused.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    jti: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// A token for a holder, and when it ends.
pub fn issue(keys: &Keys, holder: Holder, now: DateTime<Utc>) -> Result<(String, DateTime<Utc>)> {
    let iat = now.timestamp();
    let exp = iat.saturating_add(LIFETIME.num_seconds());
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: holder.user,
        sid: holder.session,
        jti: Uuid::new_v4(),
        iat,
        nbf: iat,
        exp,
    };
    let mut header = Header::new(Algorithm::EdDSA);
    header.typ = Some("at+jwt".to_owned());
    let token = encode(&header, &claims, keys.signing()).map_err(|cause| Error::Bug(cause.to_string()))?;
    let ends = DateTime::from_timestamp(exp, 0).ok_or_else(|| Error::Bug("a time out of range".into()))?;
    Ok((token, ends))
}

/// Whom a token names, if it is one of ours and good now.
pub fn verify(keys: &Keys, token: &str, now: DateTime<Utc>) -> Result<Holder> {
    let claims = read(keys, token).ok_or_else(Error::unauthenticated)?;
    if holds(&claims, now.timestamp()) {
        Ok(Holder { user: claims.sub, session: claims.sid })
    } else {
        Err(Error::unauthenticated())
    }
}

/// What a token of ours says, whenever.
fn read(keys: &Keys, token: &str) -> Option<Claims> {
    let (header, _) = token.split_once('.')?;
    if header != HEADER {
        return None;
    }
    let mut validation = Validation::new(Algorithm::EdDSA);
    // The library asks the machine's clock and lets much of this pass when it is absent: [`holds`] is stricter.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    decode(token, keys.verifying(), &validation).ok().map(|token| token.claims)
}

fn holds(claims: &Claims, now: i64) -> bool {
    let latest = now.saturating_add(LEEWAY.num_seconds());
    claims.iss == ISSUER
        && claims.aud == AUDIENCE
        && claims.iat <= latest
        && claims.nbf <= latest
        && claims.nbf <= claims.exp
        && now < claims.exp
        && claims.exp.saturating_sub(claims.iat) <= LIFETIME.num_seconds()
}

#[cfg(test)]
mod tests;
