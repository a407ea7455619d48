//! Who asks: the seam between the front, which knows headers, and access, which knows people.

use std::{net::IpAddr, sync::Arc};

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use async_graphql::Data;
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use crate::error::{Error, Result};

/// What a request shows of its sender.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The bearer token, as sent.
    pub bearer: Option<String>,
    /// The address that the request came from.
    pub peer: Option<IpAddr>,
    /// When it came.
    pub now: DateTime<Utc>,
}

/// What is known of a request's sender.
#[derive(Debug, Default)]
pub struct Sender {
    /// Who it is, the same text for each of their requests; none when nobody is signed in.
    pub principal: Option<String>,
    /// What the resolvers find in their context.
    pub data: Data,
}

/// A sender who is being looked up.
pub type Lookup = BoxFuture<'static, Result<Sender>>;

/// Tells who sends a request.
pub trait Authenticate: Send + Sync + 'static {
    /// The sender, still to be looked up. A token that shows by itself that it is not good is refused at once, so that
    /// nothing more of its request is read. A request without a token is anonymous, which is no error; a token that is not
    /// good (any more) is [`Error::unauthenticated`].
    fn authenticate(self: Arc<Self>, credentials: Credentials) -> Result<Lookup>;

    /// Whether a field of `Mutation` is for those who are not signed in, so that a token that is not good does not
    /// matter: a client that always sends its token can sign in again.
    fn needs_nobody(&self, _field: &str) -> bool {
        false
    }
}

/// Knows nobody: whoever sends no token is anonymous, and no token is good.
#[derive(Clone, Copy, Debug)]
pub struct Nobody;

impl Authenticate for Nobody {
    fn authenticate(self: Arc<Self>, credentials: Credentials) -> Result<Lookup> {
        match credentials.bearer {
            None => Ok(Box::pin(async { Ok(Sender::default()) })),
            Some(_) => Err(Error::unauthenticated()),
        }
    }
}

/// A header that is not a bearer token.
#[derive(Debug, PartialEq, Eq)]
pub struct BadShape;

/// The longest token that is worth a look.
const TOKEN_BYTES: usize = 4096;

/// The bearer token of a request, if it sends one.
pub fn bearer(headers: &HeaderMap) -> Result<Option<String>, BadShape> {
    let mut values = headers.get_all(AUTHORIZATION);
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(BadShape);
    }
    let (scheme, token) = value.to_str().map_err(|_| BadShape)?.split_once(' ').ok_or(BadShape)?;
    let is_token = (1..=TOKEN_BYTES).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte));
    if scheme.eq_ignore_ascii_case("bearer") && is_token { Ok(Some(token.to_owned())) } else { Err(BadShape) }
}

/// The address that a request came from: the peer's, or what `proxies` trusted proxies in front of us have noted.
pub fn client(peer: Option<IpAddr>, headers: &HeaderMap, proxies: usize) -> Option<IpAddr> {
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    match proxies {
        0 => peer,
        // Each proxy adds the address that it saw at the end; what stands before theirs anybody can have written.
        _ => hops.iter().rev().nth(proxies - 1).and_then(|hop| hop.parse().ok()).or(peer),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn with(name: HeaderName, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_str(value).unwrap());
        headers
    }

    #[test]
    fn only_a_bearer_token_has_the_right_shape() {
        assert_eq!(bearer(&HeaderMap::new()), Ok(None));
        assert_eq!(bearer(&with(AUTHORIZATION, "bearer a.b-c")), Ok(Some("a.b-c".to_owned())));
        for bad in ["Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Bearer é", "Bearer a\"b", &"a".repeat(9_000)] {
            assert_eq!(bearer(&with(AUTHORIZATION, bad)), Err(BadShape), "{bad}");
        }
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let peer = Some("10.0.0.1".parse().unwrap());
        let headers = with(HeaderName::from_static("x-forwarded-for"), "1.1.1.1, 2.2.2.2");
        assert_eq!(client(peer, &headers, 0), peer);
        assert_eq!(client(peer, &headers, 1), Some("2.2.2.2".parse().unwrap()));
        assert_eq!(client(peer, &headers, 2), Some("1.1.1.1".parse().unwrap()));
        assert_eq!(client(peer, &headers, 3), peer);
    }
}
