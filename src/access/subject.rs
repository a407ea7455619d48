//! Subjects of KPIs: the organization, a team or a rep, and who may read their figures.

use std::hash::{Hash, Hasher};

use uuid::Uuid;

use super::{Reach, Viewer};
use crate::error::{Error, Result};

/// Whom a KPI is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Everybody, what is credited to nobody included.
    Organization,
    /// A team and all below it.
    Team(Uuid),
    /// A rep.
    Rep(Uuid),
}

impl Subject {
    /// The id as a number, to look up by; 0 for everybody.
    pub const fn number(self) -> u128 {
        match self {
            Self::Organization => 0,
            Self::Team(id) | Self::Rep(id) => id.as_u128(),
        }
    }
}

/// By that number alone: figures are looked up by whose they are, thousands at a time.
impl Hash for Subject {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u128(self.number());
    }
}

/// How the figures of a subject may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measuring {
    /// As asked.
    Freely,
    /// As those of a group, which tell nothing of any of its members: by whom, if by a rep.
    AsAGroup {
        /// The rep who reads, and knows their own part; `None` for a token, which reads other groups too.
        reader: Option<Uuid>,
    },
}

impl Viewer {
    /// Refuses figures of a subject that is not wholly visible: a sum over a part of it would be a wrong figure under its
    /// name. Says how they may be read otherwise.
    pub fn may_measure(&self, subject: Subject) -> Result<Measuring> {
        match (self.reach(), subject) {
            (Reach::Nothing, _) => Err(Error::unauthenticated()),
            (Reach::Everything, _) => Ok(Measuring::Freely),
            (Reach::Teams { teams, .. }, Subject::Team(team)) if teams.contains(&team) => Ok(Measuring::Freely),
            (Reach::Teams { reps, own, .. }, Subject::Rep(rep)) if reps.contains(&rep) || *own == Some(rep) => {
                Ok(Measuring::Freely)
            }
            (Reach::Own(Some(member)), Subject::Rep(rep)) if member.rep == rep => Ok(Measuring::Freely),
            (Reach::Own(Some(member)), Subject::Team(id))
                if member.team.as_ref().is_some_and(|team| team.id == id && team.shares_kpis) =>
            {
                Ok(Measuring::AsAGroup { reader: Some(member.rep) })
            }
            (Reach::Scopes(scopes), _) if scopes.reads_kpis() => Ok(Measuring::AsAGroup { reader: None }),
            (Reach::Scopes(_) | Reach::Teams { .. } | Reach::Own(_), _) => Err(Error::forbidden()),
        }
    }
}
