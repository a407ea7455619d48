//! Where a request comes from.

use std::{
    net::{IpAddr, Ipv6Addr},
    sync::atomic::{AtomicBool, Ordering},
};

use async_graphql::Context;
use uuid::Uuid;

use crate::error::{Error, ErrorCode, Result};

/// Where a request comes from, beside who sends it. Put into its data together with [`crate::graphql::request::Request`].
#[derive(Debug, Default)]
pub struct Origin {
    /// The network address.
    pub address: Option<IpAddr>,
    /// The session that its token names.
    pub session: Option<Uuid>,
    guessed: AtomicBool,
}

impl Origin {
    /// The origin of a request.
    pub fn new(address: Option<IpAddr>, session: Option<Uuid>) -> Self {
        Self { address, session, guessed: AtomicBool::new(false) }
    }

    /// The origin of the request that a resolver runs in.
    pub fn of<'a>(ctx: &Context<'a>) -> Result<&'a Self> {
        ctx.data::<Self>().map_err(|_| Error::Bug("a request without its origin".into()))
    }

    /// Lets one password be tried a request, however many aliases it has.
    pub fn guess(&self) -> Result<()> {
        if self.guessed.swap(true, Ordering::Relaxed) {
            return Err(Error::Refused(ErrorCode::LimitExceeded, "Sign in once per request only.".into()));
        }
        Ok(())
    }
}

/// What attempts from an address are counted under: one subscriber of IPv6 has a whole network of 64 bits.
pub fn neighbourhood(address: Option<IpAddr>) -> String {
    match address.map(|address| address.to_canonical()) {
        None => "unknown".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_counted_together() {
        let of = |text: &str| neighbourhood(Some(text.parse().unwrap()));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:2"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }

    #[test]
    fn a_request_guesses_once() {
        let origin = Origin::default();
        assert!(origin.guess().is_ok());
        assert!(origin.guess().is_err());
    }
}
