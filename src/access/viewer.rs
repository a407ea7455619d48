//! The viewer: who asks, and how far they see, read from the database at each request.

use chrono::NaiveDate;
use entity::{Kind, team, team_membership, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseConnection, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    Select,
};
use uuid::Uuid;

use super::{Scoped, Scopes, Tree};
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
    tree: Tree,
}

impl Viewer {
    /// Nobody: sees nothing.
    pub fn anonymous() -> Self {
        Self { principal: Principal::Anonymous, reach: Reach::Nothing, tree: Tree::default() }
    }

    /// The command line, an import, the server itself: sees everything. `tree` may be empty where no team is asked about.
    pub fn system() -> Self {
        Self { principal: Principal::System, reach: Reach::Everything, tree: Tree::default() }
    }

    /// Finds out how far a principal sees on a day.
    #[expect(clippy::disallowed_methods, reason = "what decides who sees what cannot itself be read through a viewer")]
    pub async fn load(db: &impl ConnectionTrait, principal: Principal, today: NaiveDate) -> Result<Self> {
        let teams = team::Entity::find().all(db).await?;
        let tree = Tree::new(&teams);
        let reach = match &principal {
            Principal::Anonymous => Reach::Nothing,
            Principal::System => Reach::Everything,
            Principal::Token { scopes, .. } => Reach::Scopes(scopes.clone()),
            Principal::User(user) => match user.role {
                user::Role::Admin => Reach::Everything,
                user::Role::Manager => {
                    let managed = teams.iter().filter(|team| team.manager_id == Some(user.id)).map(|team| team.id);
                    let teams = tree.subtree(managed);
                    let members = memberships(db, team_membership::Column::TeamId.is_in(teams.iter().copied())).await?;
                    let mut reps: Vec<Uuid> =
                        members.iter().filter(|row| holds_on(row, today)).map(|row| row.rep_id).collect();
                    reps.sort_unstable();
                    reps.dedup();
                    let mut former: Vec<Uuid> =
                        members.iter().map(|row| row.rep_id).filter(|rep| reps.binary_search(rep).is_err()).collect();
                    former.sort_unstable();
                    former.dedup();
                    Reach::Teams { teams, reps, former, own: user.rep_id }
                }
                user::Role::Rep => match user.rep_id {
                    None => Reach::Own(None),
                    Some(rep) => {
                        let around = memberships(db, in_a_team_of(rep)).await?;
                        let today = || around.iter().filter(|row| holds_on(row, today));
                        let current = today()
                            .filter(|row| row.rep_id == rep)
                            .max_by_key(|row| (row.starts_on, row.team_id))
                            .map(|row| row.team_id);
                        let mut mates = vec![rep];
                        mates.extend(today().filter(|row| Some(row.team_id) == current).map(|row| row.rep_id));
                        mates.sort_unstable();
                        mates.dedup();
                        let team = teams.into_iter().find(|team| Some(team.id) == current && team.deleted_at.is_none());
                        Reach::Own(Some(Member { rep, team, mates }))
                    }
                },
            },
        };
        Ok(Self { principal, reach, tree })
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
    pub fn tree(&self) -> &Tree {
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

#[expect(clippy::disallowed_methods, reason = "what decides who sees what cannot itself be read through a viewer")]
async fn memberships(
    db: &impl ConnectionTrait,
    which: sea_orm::sea_query::SimpleExpr,
) -> Result<Vec<team_membership::Model>> {
    Ok(team_membership::Entity::find()
        .filter(which)
        .filter(team_membership::Column::DeletedAt.is_null())
        .all(db)
        .await?)
}

/// Everybody's membership of a team that a rep was ever in.
#[expect(clippy::disallowed_methods, reason = "what decides who sees what cannot itself be read through a viewer")]
fn in_a_team_of(rep: Uuid) -> sea_orm::sea_query::SimpleExpr {
    let teams = team_membership::Entity::find()
        .select_only()
        .column(team_membership::Column::TeamId)
        .filter(team_membership::Column::RepId.eq(rep))
        .filter(team_membership::Column::DeletedAt.is_null());
    team_membership::Column::TeamId.in_subquery(teams.into_query())
}

/// Whether a membership holds on a day.
pub fn holds_on(row: &team_membership::Model, day: NaiveDate) -> bool {
    row.starts_on.is_none_or(|from| from <= day) && row.ends_on.is_none_or(|to| day < to)
}
