//! The team tree, read once a request.

use std::collections::{HashMap, HashSet};

use entity::team;
use uuid::Uuid;

/// How deep a tree may be; a deeper one is refused when it is made.
pub const DEEPEST: usize = 20;

/// The teams and who is below whom. Deleted teams stay in it, for the past is theirs too.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    parents: HashMap<Uuid, Option<Uuid>>,
    children: HashMap<Uuid, Vec<Uuid>>,
}

impl Tree {
    /// Builds the tree from the rows of the table.
    pub fn new(teams: &[team::Model]) -> Self {
        Self::of(teams.iter().map(|team| (team.id, team.parent_id)))
    }

    /// Builds the tree from teams and the teams above them.
    pub fn of(teams: impl IntoIterator<Item = (Uuid, Option<Uuid>)>) -> Self {
        let mut tree = Self::default();
        for (team, parent) in teams {
            tree.parents.insert(team, parent);
            if let Some(parent) = parent {
                tree.children.entry(parent).or_default().push(team);
            }
        }
        tree
    }

    /// The teams below some teams, themselves included. Ends even if the rows hold a cycle.
    pub fn subtree(&self, roots: impl IntoIterator<Item = Uuid>) -> Vec<Uuid> {
        let mut seen = HashSet::new();
        let mut queue: Vec<Uuid> = roots.into_iter().collect();
        let mut found = Vec::new();
        while let Some(team) = queue.pop() {
            if seen.insert(team) {
                found.push(team);
                queue.extend(self.children.get(&team).into_iter().flatten());
            }
        }
        found
    }

    /// The teams above a team, the nearest first. Ends even if the rows hold a cycle.
    pub fn ancestors(&self, team: Uuid) -> Vec<Uuid> {
        let mut found = Vec::new();
        let mut next = self.parents.get(&team).copied().flatten();
        while let Some(parent) = next.filter(|parent| !found.contains(parent)) {
            found.push(parent);
            next = self.parents.get(&parent).copied().flatten();
        }
        found
    }

    /// The teams that are below no other.
    pub fn roots(&self) -> Vec<Uuid> {
        let is_root = |parent: &Option<Uuid>| parent.is_none_or(|parent| !self.parents.contains_key(&parent));
        self.parents.iter().filter(|(_, parent)| is_root(parent)).map(|(team, _)| *team).collect()
    }

    /// The teams right below a team.
    pub fn children(&self, team: Uuid) -> Vec<Uuid> {
        self.children.get(&team).cloned().unwrap_or_default()
    }

    /// Every team.
    pub fn all(&self) -> impl Iterator<Item = Uuid> {
        self.parents.keys().copied()
    }

    /// Whether a team is known.
    pub fn contains(&self, team: Uuid) -> bool {
        self.parents.contains_key(&team)
    }
}
