//! Checked inputs that many mutations share: instants that users date themselves, and reps who receive records.

use async_graphql::{ID, MaybeUndefined};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::Act;
use crate::{
    access::Reach,
    error::{Result, UserError},
    graphql::DateTime as Instant,
};

impl Act<'_> {
    /// The instant given, or now. What is still to come is refused.
    pub fn past(&self, given: Option<Instant>, field: &[&str]) -> Result<DateTime<Utc>> {
        match given {
            Some(Instant(at)) if at > self.now => Err(UserError::input(field, "This cannot be in the future.").into()),
            Some(Instant(at)) => Ok(at),
            None => Ok(self.now),
        }
    }

    /// The same for what periods are closed on: more than a day back only a manager may date it.
    pub fn backdated(&self, given: Option<Instant>, field: &[&str]) -> Result<DateTime<Utc>> {
        let at = self.past(given, field)?;
        match self.viewer.reach() {
            Reach::Own(_) if self.now.signed_duration_since(at) > TimeDelta::days(1) => {
                Err(UserError::input(field, "Only a manager can date this more than a day back.").into())
            }
            _ => Ok(at),
        }
    }

    /// Whom a record is handed to: `None` keeps its rep, `Some(None)` leaves it without one.
    pub async fn new_owner(&self, rep: &MaybeUndefined<ID>, field: &[&str]) -> Result<Option<Option<Uuid>>> {
        match rep {
            MaybeUndefined::Undefined => Ok(None),
            MaybeUndefined::Null => self.may_edit(None).map(|()| Some(None)),
            MaybeUndefined::Value(rep) => self.owner(Some(rep), field).await.map(Some),
        }
    }
}
