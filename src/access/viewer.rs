//! The viewer: the caller of a request and what they may see, determined anew at each request.

use std::sync::Arc;

use chrono::NaiveDate;
use entity::{Kind, team, user};
use sea_orm::{ColumnTrait, Condition, DatabaseConnection, QueryFilter, Select};
use uuid::Uuid;

use super::{Scoped, Scopes, Structure, Tree, holds_on};
use crate::error::{Error, Result};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// Nobody signed in.
    Anonymous,
    /// The command line, an import, the server itself.
    System,
    /// A signed-in user.
    User(user::Model),
    /// A partner's program.
    Token {
        /// The token's id.
        id: Uuid,
        /// What it lists.
        scopes: Scopes,
    },
}

/// How far a viewer sees.
#[derive(Clone, Debug)]
pub enum Reach {
    /// Nothing at all.
    Nothing,
    /// Everything.
    Everything,
    /// The teams that a manager manages and all below them, and the manager's own sales profile.
    Teams {
        /// The teams.
        teams: Vec<Uuid>,
        /// The reps who belong to them today.
        reps: Vec<Uuid>,
        /// Other reps who belonged to them once: what those did then is visible too.
        former: Vec<Uuid>,
        /// The manager's own sales profile.
        own: Option<Uuid>,
    },
    /// A rep's own records.
    Own(Option<Member>),
    /// What the scopes of a token list.
    Scopes(Scopes),
}

/// A rep among their team.
#[derive(Clone, Debug)]
pub struct Member {
    /// The rep.
    pub rep: Uuid,
    /// The team that the rep belongs to today.
    pub team: Option<team::Model>,
    /// The reps who belong to it today.
    pub mates: Vec<Uuid>,
}

/// Who asks, how far they see, and the door to the tables.
#[derive(Clone, Debug)]
pub struct Viewer {
    principal: Principal,
    reach: Reach,
    tree: Arc<Tree>,
}

impl Viewer {
    /// Nobody: sees nothing.
    pub fn anonymous() -> Self {
        Self { principal: Principal::Anonymous, reach: Reach::Nothing, tree: Arc::default() }
    }

    /// The command line, an import, the server itself: sees everything. `tree` may be empty where no team is asked about.
    pub fn system() -> Self {
        Self { principal: Principal::System, reach: Reach::Everything, tree: Arc::default() }
    }

    /// Finds out how far a principal sees on a day.
    pub fn of(principal: Principal, structure: &Structure, today: NaiveDate) -> Self {
        let reach = match &principal {
            Principal::Anonymous => Reach::Nothing,
            Principal::System => Reach::Everything,
            Principal::Token { scopes, .. } => Reach::Scopes(scopes.clone()),
            Principal::User(user) => match user.role {
                user::Role::Admin => Reach::Everything,
                user::Role::Manager => teams(user, structure, today),
                user::Role::Rep => Reach::Own(user.rep_id.map(|rep| member(rep, structure, today))),
            },
        };
        Self { principal, reach, tree: Arc::clone(&structure.tree) }
    }

    /// Who asks.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// How far they see.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// The team tree.
    pub fn tree(&self) -> &Arc<Tree> {
        &self.tree
    }

    /// The signed-in user, if it is one.
    pub fn user(&self) -> Option<&user::Model> {
        match &self.principal {
            Principal::User(user) => Some(user),
            _ => None,
        }
    }

    /// The viewer's own sales profile.
    pub fn rep(&self) -> Option<Uuid> {
        match &self.reach {
            Reach::Own(member) => member.as_ref().map(|member| member.rep),
            Reach::Teams { own, .. } => *own,
            _ => self.user().and_then(|user| user.rep_id),
        }
    }

    /// The only door to a record's table: the live rows that the viewer may see.
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    pub fn find<E: Scoped>(&self) -> Select<E> {
        let select = E::find().filter(E::rows(self));
        match E::deleted_at() {
            Some(column) => select.filter(column.is_null()),
            None => select,
        }
    }

    /// The same with deleted rows, for restoring them.
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    pub fn find_with_deleted<E: Scoped>(&self) -> Select<E> {
        E::find().filter(E::rows(self))
    }

    /// The viewer's rows as a condition, for statements that `find` cannot express.
    pub fn condition<E: Scoped>(&self) -> Condition {
        let rows = E::rows(self);
        match E::deleted_at() {
            Some(column) => rows.add(column.is_null()),
            None => rows,
        }
    }

    /// Whether a token, if it is one, lists reading of a kind; users always may.
    pub fn may_read(&self, kind: Kind) -> bool {
        match &self.reach {
            Reach::Nothing => false,
            Reach::Scopes(scopes) => scopes.reads(kind),
            Reach::Everything | Reach::Teams { .. } | Reach::Own(_) => true,
        }
    }

    /// Refuses a token that may not read a kind, naming the scope that it lacks: an empty list would look like no records.
    pub fn expect_scope_to_read(&self, kind: Kind) -> Result<()> {
        match &self.reach {
            Reach::Scopes(scopes) if !scopes.reads(kind) => Err(Error::missing_scope(&Scopes::word_to_read(kind))),
            _ => Ok(()),
        }
    }

    /// Whether figures of cost are theirs to read: they tell what people earn.
    pub fn may_know_costs(&self) -> bool {
        match &self.reach {
            Reach::Everything | Reach::Teams { .. } => true,
            Reach::Scopes(scopes) => scopes.reads(Kind::Expense),
            Reach::Own(_) | Reach::Nothing => false,
        }
    }

    /// Refuses nobody's requests.
    pub fn signed_in(&self) -> Result<()> {
        match self.principal {
            Principal::Anonymous => Err(Error::unauthenticated()),
            _ => Ok(()),
        }
    }

    /// Reads what only the viewer's own door can: used by loaders that hold the connection.
    pub async fn one<E: Scoped>(&self, db: &DatabaseConnection, id: Uuid) -> Result<Option<E::Model>> {
        Ok(self.find::<E>().filter(E::id().eq(id)).one(db).await?)
    }
}

/// How far a manager sees.
fn teams(user: &user::Model, structure: &Structure, today: NaiveDate) -> Reach {
    let managed = structure.teams.values().filter(|team| team.manager_id == Some(user.id)).map(|team| team.id);
    let teams = structure.tree.subtree(managed);
    let members = || structure.members(teams.iter().copied());
    let mut reps: Vec<Uuid> = members().filter(|row| holds_on(row, today)).map(|row| row.rep_id).collect();
    reps.sort_unstable();
    reps.dedup();
    let mut former: Vec<Uuid> =
        members().map(|row| row.rep_id).filter(|rep| reps.binary_search(rep).is_err()).collect();
    former.sort_unstable();
    former.dedup();
    Reach::Teams { teams, reps, former, own: user.rep_id }
}

/// A rep among their team.
fn member(rep: Uuid, structure: &Structure, today: NaiveDate) -> Member {
    let current = structure.membership(rep, today).map(|row| row.team_id);
    let mut mates = vec![rep];
    mates.extend(structure.members(current).filter(|row| holds_on(row, today)).map(|row| row.rep_id));
    mates.sort_unstable();
    mates.dedup();
    let team = current.and_then(|team| structure.teams.get(&team)).filter(|team| team.deleted_at.is_none());
    Member { rep, team: team.cloned(), mates }
}
