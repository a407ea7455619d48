//! Whose figures: and who may read them.

use uuid::Uuid;

use super::{Reach, Viewer};
use crate::error::{Error, ErrorCode, Result};

/// Whom a KPI is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// Everybody, what is credited to nobody included.
    Organization,
    /// A team and all below it.
    Team(Uuid),
    /// A rep.
    Rep(Uuid),
}

impl Viewer {
    /// Refuses figures of a subject that is not wholly visible: a sum over a part of it would be a wrong figure under its
    /// name. `contributors` is how many reps the subject covers, asked only where it matters: figures of fewer than
    /// `group_minimum` are withheld from those without a right to the individual ones.
    pub async fn may_measure(
        &self,
        subject: Subject,
        group_minimum: i16,
        contributors: impl Future<Output = Result<u64>>,
    ) -> Result<()> {
        let as_a_group = match (self.reach(), subject) {
            (Reach::Nothing, _) => return Err(Error::unauthenticated()),
            (Reach::Everything, _) => false,
            (Reach::Teams { teams, .. }, Subject::Team(team)) if teams.contains(&team) => false,
            (Reach::Teams { reps, own, .. }, Subject::Rep(rep)) if reps.contains(&rep) || *own == Some(rep) => false,
            (Reach::Own(Some(member)), Subject::Rep(rep)) if member.rep == rep => false,
            (Reach::Own(Some(member)), Subject::Team(id))
                if member.team.as_ref().is_some_and(|team| team.id == id && team.shares_kpis) =>
            {
                true
            }
            (Reach::Scopes(scopes), _) if scopes.reads_kpis() => true,
            (Reach::Scopes(_), _) => return Err(Error::forbidden()),
            (Reach::Teams { .. } | Reach::Own(_), _) => return Err(Error::forbidden()),
        };
        if as_a_group && contributors.await? < u64::try_from(group_minimum).unwrap_or(0) {
            let message = "The figure covers too few people to be shown to you.";
            return Err(Error::Refused(ErrorCode::Suppressed, message.into()));
        }
        Ok(())
    }
}
