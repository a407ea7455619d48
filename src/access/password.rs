//! Passwords: argon2id, a few at a time.
//!
//! A hash costs 19 MiB and some 50 ms of a core on purpose. So few are made at once and few may wait; whoever comes when
//! the queue is full is turned away before anything is spent on them.

use std::sync::LazyLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, ErrorCode, Result, UserError};

/// The fewest characters of a password.
pub const SHORTEST: usize = 12;
/// The most characters of a password.
pub const LONGEST: usize = 128;

static QUEUE: Queue = Queue::new(2, 20);

/// The hash that nobody's password has: compared with where there is no account, so that it takes as long as where there
/// is one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2Q$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static ARGON2ID: LazyLock<Argon2<'static>> = LazyLock::new(Argon2::default);

/// Refuses a new password that is too short or too long; `field` is the argument.
pub fn check(password: &str, field: &[&str]) -> Result<(), UserError> {
    match normal(password).chars().count() {
        SHORTEST..=LONGEST => Ok(()),
        _ => Err(UserError::input(field, format!("The password must have {SHORTEST} to {LONGEST} characters."))),
    }
}

/// The PHC string that a password is kept as.
pub async fn hash(password: &str) -> Result<String> {
    let password = normal(password);
    let hashed = QUEUE.run(move || ARGON2ID.hash_password(password.as_bytes())).await?;
    hashed.map(|hash| hash.to_string()).map_err(|cause| Error::Bug(cause.to_string()))
}

/// Whether a password is the one that was kept; never where nothing was, and not any sooner.
pub async fn verify(password: &str, kept: Option<&str>) -> Result<bool> {
    let password = normal(password);
    let hash = kept.unwrap_or(NOBODY).to_owned();
    let is_known = kept.is_some();
    let matches = QUEUE
        .run(move || {
            let hash = PasswordHash::new(&hash)?;
            ARGON2ID.verify_password(password.as_bytes(), &hash)
        })
        .await?;
    Ok(matches.is_ok() && is_known)
}

/// The same characters, however the keyboard composed them.
fn normal(password: &str) -> String {
    password.nfc().collect()
}

/// Who computes a hash, and who waits to.
struct Queue {
    places: Semaphore,
    running: Semaphore,
}

impl Queue {
    const fn new(running: usize, waiting: usize) -> Self {
        Self { places: Semaphore::const_new(running + waiting), running: Semaphore::const_new(running) }
    }

    async fn run<T: Send + 'static>(&'static self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let busy = || Error::Refused(ErrorCode::Unavailable, "Too many sign-ins at the moment; try again.".into());
        let place = self.places.try_acquire().map_err(|_full| busy())?;
        let turn = self.running.acquire().await.map_err(|_closed| busy())?;
        // They are given up when the work is done, and not when the one who asked for it has gone.
        let held = (place, turn);
        let work = tokio::task::spawn_blocking(move || {
            let _held = held;
            work()
        });
        work.await.map_err(|cause| Error::Bug(cause.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_recognised_however_its_accents_were_typed() {
        let kept = hash("un café à Besançon").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("un cafe\u{301} a\u{300} Besanc\u{327}on", Some(&kept)).await.unwrap());
        assert!(!verify("un cafe a Besancon", Some(&kept)).await.unwrap());
        assert_ne!(kept, hash("un café à Besançon").await.unwrap(), "each has its own salt");
    }

    #[tokio::test]
    async fn nobody_has_a_password_and_what_was_spoilt_is_none() {
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert!(!verify("", None).await.unwrap());
        assert!(!verify("", Some("plain text")).await.unwrap());
    }

    #[test]
    fn a_password_has_a_length_in_characters() {
        for good in ["twelve chars", &"é".repeat(128)] {
            assert!(check(good, &[]).is_ok());
        }
        for bad in ["eleven char", "", &"x".repeat(129)] {
            assert!(check(bad, &[]).is_err());
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_finds_the_queue_full_is_turned_away() {
        static SHORT: Queue = Queue::new(1, 1);
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let first = tokio::spawn(SHORT.run(move || wait.recv().is_ok()));
        while SHORT.running.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let second = tokio::spawn(SHORT.run(|| true));
        while SHORT.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(SHORT.run(|| true).await, Err(Error::Refused(ErrorCode::Unavailable, _))));
        go.send(()).unwrap();
        assert!(first.await.unwrap().unwrap() && second.await.unwrap().unwrap());
        assert!(SHORT.run(|| true).await.is_ok(), "both places are free again");
    }
}
