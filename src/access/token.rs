//! Access tokens: who is signed in, for ten minutes, in a signed text.
//!
//! A token names a user and a session, never a role or a team: those are read at each request. Whatever is wrong with a
//! token, the answer is the same.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Keys;
use crate::{
    collections::GenerationalCache,
    error::{Error, Result},
};

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

/// A token whose signature was found to be ours: whom it names and when it is good.
#[derive(Clone, Copy, Debug)]
struct Proven {
    holder: Holder,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Verifies tokens, each signature once: what a token is good for at an instant is asked each time.
pub struct Verifier {
    keys: Keys,
    /// By the digest, so that looking one up tells nothing of another.
    proven: Mutex<GenerationalCache<[u8; 32], Proven>>,
}

/// How many tokens are remembered, twice.
const REMEMBERED: usize = 4_096;

impl Verifier {
    /// A verifier of tokens that some keys sign.
    pub fn new(keys: Keys) -> Self {
        Self { keys, proven: Mutex::new(GenerationalCache::within(REMEMBERED)) }
    }

    /// Whom a token names, if it is one of ours and good now.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Holder> {
        let digest: [u8; 32] = Sha256::digest(token).into();
        let proven = || self.proven.lock().unwrap_or_else(PoisonError::into_inner);
        let known = proven().get(&digest);
        let token = known.or_else(|| read(&self.keys, token)).ok_or_else(Error::unauthenticated)?;
        if !holds(&token, now.timestamp()) {
            return Err(Error::unauthenticated());
        }
        if known.is_none() {
            proven().put(digest, token, 1);
        }
        Ok(token.holder)
    }
}

/// What a token of ours says, whenever.
fn read(keys: &Keys, token: &str) -> Option<Proven> {
    let (header, _) = token.split_once('.')?;
    if header != HEADER {
        return None;
    }
    let mut validation = Validation::new(Algorithm::EdDSA);
    // The library asks the machine's clock and lets much of this pass when it is absent: [`holds`] is stricter.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let Claims { iss, aud, sub, sid, iat, nbf, exp, .. } = decode(token, keys.verifying(), &validation).ok()?.claims;
    let is_ours = iss == ISSUER && aud == AUDIENCE;
    is_ours.then_some(Proven { holder: Holder { user: sub, session: sid }, iat, nbf, exp })
}

fn holds(token: &Proven, now: i64) -> bool {
    let latest = now.saturating_add(LEEWAY.num_seconds());
    token.iat <= latest
        && token.nbf <= latest
        && token.nbf <= token.exp
        && now < token.exp
        && token.exp.saturating_sub(token.iat) <= LIFETIME.num_seconds()
}

#[cfg(test)]
mod tests;
