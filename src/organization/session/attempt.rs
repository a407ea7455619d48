//! Attempts to sign in, counted in the database so that all nodes slow a guesser down together.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use entity::sign_in_attempt as attempt;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use sha2::{Digest, Sha256};
use uuid::{NoContext, Timestamp, Uuid};

use super::origin::neighbourhood;
use crate::{
    access::{Viewer, password},
    database::Database,
    error::{Error, ErrorCode, Result, UserError},
};

/// Within this time attempts add up.
const WINDOW: TimeDelta = TimeDelta::minutes(1);
/// How many may fail for one account from one address.
const PER_ACCOUNT: usize = 5;
/// How many may fail from one address.
const PER_ADDRESS: usize = 20;
/// For how long they are kept.
const KEPT: TimeDelta = TimeDelta::days(1);

/// An attempt under way. It counts as failed until it is [forgotten](Self::forget).
pub struct Attempt(Uuid);

impl Attempt {
    /// Counts an attempt, or refuses it when there were too many; a refused one does not count.
    pub async fn begin(database: &Database, email: &str, address: Option<IpAddr>, now: DateTime<Utc>) -> Result<Self> {
        let account = hex::encode(Sha256::digest(email));
        let address = neighbourhood(address);
        let this = Self(id_at(now));
        let row = attempt::ActiveModel {
            id: Set(this.0),
            account: Set(account.clone()),
            address: Set(address.clone()),
            attempted_at: Set(now),
        };
        // Committed before it is counted: of attempts at the same time each sees all that came before it.
        let tx = database.write().await?;
        attempt::Entity::insert(row).exec_without_returning(&tx).await?;
        sweep(&tx, now).await?;
        tx.commit().await?;

        let tx = database.write().await?;
        let accounts: Vec<String> = Viewer::system()
            .find::<attempt::Entity>()
            .filter(attempt::Column::Address.eq(address))
            .filter(attempt::Column::AttemptedAt.gt(now - WINDOW))
            .select_only()
            .column(attempt::Column::Account)
            .into_tuple()
            .all(&tx)
            .await?;
        let same = accounts.iter().filter(|other| **other == account).count();
        if same <= PER_ACCOUNT && accounts.len() <= PER_ADDRESS {
            return Ok(this);
        }
        this.forget(&tx).await?;
        tx.commit().await?;
        tracing::warn!(account, "sign-in attempts are throttled");
        Err(throttled())
    }

    /// Whether the password is the one that was kept. When we have no time to find out, the attempt is forgotten.
    pub async fn verify(&self, database: &Database, password: &str, kept: Option<&str>) -> Result<bool> {
        let fits = password::verify(password, kept).await;
        if fits.is_err() {
            let tx = database.write().await?;
            self.forget(&tx).await?;
            tx.commit().await?;
        }
        fits
    }

    /// Forgets the attempt.
    #[expect(clippy::disallowed_methods, reason = "attempts are no records: nobody sees them, nothing logs them")]
    pub async fn forget(&self, db: &impl ConnectionTrait) -> Result<()> {
        attempt::Entity::delete_by_id(self.0).exec(db).await?;
        Ok(())
    }
}

fn throttled() -> Error {
    UserError::new(ErrorCode::Throttled, &["input"], "Too many failed attempts; wait a minute.").into()
}

/// Within this many seconds the attempts that were counted are forgotten.
pub const RETRY_AFTER_SECONDS: i64 = WINDOW.num_seconds();

/// Ids are in the order of time, by the same clock as everything else: what is old has a small one.
fn id_at(now: DateTime<Utc>) -> Uuid {
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds(now), now.timestamp_subsec_nanos()))
}

fn seconds(at: DateTime<Utc>) -> u64 {
    u64::try_from(at.timestamp()).unwrap_or(0)
}

#[expect(clippy::disallowed_methods, reason = "attempts are no records: nobody sees them, nothing logs them")]
async fn sweep(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<()> {
    let oldest = u128::from(seconds(now - KEPT)).saturating_mul(1_000) << 80;
    attempt::Entity::delete_many().filter(attempt::Column::Id.lt(Uuid::from_u128(oldest))).exec(db).await?;
    Ok(())
}
