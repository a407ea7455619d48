//! How much one principal may ask for in a time: a bucket of selections that refills steadily.

use std::{
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};

/// The buckets of a node, one a principal.
pub struct Throttle {
    buckets: DefaultKeyedRateLimiter<String>,
    burst: NonZeroU32,
    admitted: AtomicU32,
}

/// Seconds of refilling that a full bucket holds.
const BURST_SECONDS: u32 = 5;
/// After how many requests full buckets are forgotten.
const FORGET_EVERY: u32 = 10_000;

impl Throttle {
    /// Buckets that refill by so many selections a second.
    pub fn new(per_second: NonZeroU32) -> Self {
        let burst = per_second.saturating_mul(NonZeroU32::MIN.saturating_add(BURST_SECONDS - 1));
        let quota = Quota::per_second(per_second).allow_burst(burst);
        Self { buckets: RateLimiter::keyed(quota), burst, admitted: AtomicU32::new(0) }
    }

    /// Takes a request's cost out of a principal's bucket; or says how long to wait until it holds as much.
    pub fn admit(&self, who: &str, cost: NonZeroU32) -> Result<(), Duration> {
        if self.admitted.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.buckets.retain_recent();
        }
        match self.buckets.check_key_n(&who.to_owned(), cost.min(self.burst)) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(later)) => Err(later.wait_time_from(DefaultClock::default().now())),
            // Not reached: the cost is no more than the bucket holds.
            Err(_) => Err(Duration::from_secs(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greedy_principal_empties_no_bucket_but_its_own() {
        let throttle = Throttle::new(NonZeroU32::MIN);
        let cost = NonZeroU32::new(BURST_SECONDS).unwrap();
        assert_eq!(throttle.admit("greedy", cost), Ok(()));
        let wait = throttle.admit("greedy", cost).unwrap_err();
        assert!(wait > Duration::from_secs(4) && wait <= Duration::from_secs(5), "{wait:?}");
        assert_eq!(throttle.admit("modest", NonZeroU32::MIN), Ok(()));
    }
}
