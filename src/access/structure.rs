//! The structure of the company: its settings, its teams, its reps, who is in which team when, and the stages that deals go
//! through. Every request needs it and it seldom changes, so it is kept in memory for as long as the database says that
//! nothing of it has changed.
//!
//! Invariant: a transaction that changes any of it also changes its revision – triggers see to that – and a request goes by
//! the structure of the revision that it read, or by a later one, never by an earlier one.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{Kind, change_log, organization, rep, stage, team, team_membership};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, Query, SimpleExpr},
};
use uuid::Uuid;

use super::{Tree, tree::Move};
use crate::error::{Error, Result};

/// The settings, the teams, the reps, who is in which team when, and the stages.
#[derive(Debug)]
pub struct Structure {
    revision: i64,
    /// The settings.
    pub organization: Arc<organization::Model>,
    /// Who is below whom.
    pub tree: Arc<Tree>,
    /// The teams, those deleted too.
    pub teams: HashMap<Uuid, team::Model>,
    /// The reps, those deleted too.
    pub reps: HashMap<Uuid, rep::Model>,
    /// The stages of all pipelines, those deleted too.
    pub stages: HashMap<Uuid, stage::Model>,
    /// The memberships of each team.
    members: HashMap<Uuid, Vec<team_membership::Model>>,
    /// The teams that each rep was ever in.
    teams_of: HashMap<Uuid, Vec<Uuid>>,
}

impl Structure {
    #[expect(clippy::disallowed_methods, reason = "what decides who sees what cannot itself be read through a viewer")]
    async fn read(db: &impl ConnectionTrait, revision: i64) -> Result<Self> {
        let organization = organization::Entity::find().one(db).await?;
        let organization = organization.ok_or_else(|| Error::Bug("the organization has no row".into()))?;
        let teams = team::Entity::find().all(db).await?;
        let reps = rep::Entity::find().all(db).await?.into_iter().map(|rep| (rep.id, rep)).collect();
        let stages = stage::Entity::find().all(db).await?.into_iter().map(|stage| (stage.id, stage)).collect();
        let memberships =
            team_membership::Entity::find().filter(team_membership::Column::DeletedAt.is_null()).all(db).await?;
        let mut members: HashMap<Uuid, Vec<team_membership::Model>> = HashMap::new();
        let mut teams_of: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for membership in memberships {
            let teams: &mut Vec<Uuid> = teams_of.entry(membership.rep_id).or_default();
            if !teams.contains(&membership.team_id) {
                teams.push(membership.team_id);
            }
            members.entry(membership.team_id).or_default().push(membership);
        }
        let tree = Tree::new(&teams).after(moves(db, &teams).await?);
        let (organization, tree) = (Arc::new(organization), Arc::new(tree));
        let teams = teams.into_iter().map(|team| (team.id, team)).collect();
        Ok(Self { revision, organization, tree, teams, reps, stages, members, teams_of })
    }

    /// The memberships of some teams.
    pub fn members(&self, teams: impl IntoIterator<Item = Uuid>) -> impl Iterator<Item = &team_membership::Model> {
        teams.into_iter().filter_map(|team| self.members.get(&team)).flatten()
    }

    /// Which revision it is.
    pub const fn revision(&self) -> i64 {
        self.revision
    }

    /// The memberships of a rep.
    pub fn memberships(&self, rep: Uuid) -> impl Iterator<Item = &team_membership::Model> {
        let teams = self.teams_of.get(&rep).into_iter().flatten().copied();
        self.members(teams).filter(move |row| row.rep_id == rep)
    }

    /// The membership of a rep that holds on a day; of several, the one that began last.
    pub fn membership(&self, rep: Uuid, day: NaiveDate) -> Option<&team_membership::Model> {
        self.memberships(rep).filter(|row| holds_on(row, day)).max_by_key(|row| (row.starts_on, row.team_id))
    }
}

/// The moves of some teams, as the change log tells them.
#[expect(clippy::disallowed_methods, reason = "what decides who sees what cannot itself be read through a viewer")]
async fn moves(db: &impl ConnectionTrait, teams: &[team::Model]) -> Result<Vec<Move>> {
    use change_log::Column as C;
    let changes = change_log::Entity::find()
        .select_only()
        .columns([C::RecordedAt, C::RecordId, C::Changes])
        .filter(C::RecordId.is_in(teams.iter().map(|team| team.id)))
        .filter(C::RecordKind.eq(Kind::Team.name()))
        .filter(C::Action.eq(change_log::Action::Update))
        .filter(C::Changes.contains("\"parent_id\":"))
        .into_tuple::<(DateTime<Utc>, Uuid, String)>()
        .all(db)
        .await?;
    let moves = changes.into_iter().filter_map(|(at, team, changes)| {
        let changes: serde_json::Value = serde_json::from_str(&changes).ok()?;
        let from = changes.get("parent_id")?.get(0)?.as_str().and_then(|parent| parent.parse().ok());
        Some(Move { at, team, from })
    });
    Ok(moves.collect())
}

/// Whether a membership holds on a day.
pub fn holds_on(row: &team_membership::Model, day: NaiveDate) -> bool {
    row.starts_on.is_none_or(|from| from <= day) && row.ends_on.is_none_or(|to| day < to)
}

/// The structure that a node knows. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Structures(Arc<Mutex<Option<Arc<Structure>>>>);

impl Structures {
    /// The revision, as a part of a statement.
    pub fn revision() -> SimpleExpr {
        Expr::cust("(SELECT revision FROM structure)")
    }

    /// The revision as a transaction sees it.
    pub async fn revision_now(db: &impl ConnectionTrait) -> Result<i64> {
        let row = db.query_one(Query::select().expr_as(Self::revision(), "revision")).await?;
        let row = row.ok_or_else(|| Error::Bug("the structure has no revision".into()))?;
        Ok(row.try_get("", "revision")?)
    }

    /// The structure as it is now.
    pub async fn now(&self, db: &impl ConnectionTrait) -> Result<Arc<Structure>> {
        self.of(db, Self::revision_now(db).await?).await
    }

    /// The structure of a revision that was just read, or of a later one.
    pub async fn of(&self, db: &impl ConnectionTrait, revision: i64) -> Result<Arc<Structure>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kept) = kept.filter(|kept| kept.revision == revision) {
            return Ok(kept);
        }
        // What is read now is of this revision or of a later one, and is taken for this one: then it is read once more.
        let read = Arc::new(Structure::read(db, revision).await?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&read));
        Ok(read)
    }
}
