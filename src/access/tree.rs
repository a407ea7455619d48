//! The team tree, read once per request.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::team;
use uuid::Uuid;

/// How deep a tree may be; a deeper one is refused when it is made.
pub const DEEPEST: usize = 20;

/// The teams and who is below whom. Deleted teams stay in it, for the past is theirs too.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    parents: HashMap<Uuid, Option<Uuid>>,
    children: HashMap<Uuid, Vec<Uuid>>,
    /// The moves that made it what it is, the last first.
    moves: Vec<Move>,
}

/// That a team was put elsewhere in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// When.
    pub at: DateTime<Utc>,
    /// Which team.
    pub team: Uuid,
    /// Below which one it was before.
    pub from: Option<Uuid>,
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

    /// The same tree, knowing how it came about.
    pub fn after(self, mut moves: Vec<Move>) -> Self {
        moves.sort_by_key(|one| std::cmp::Reverse(one.at));
        Self { moves, ..self }
    }

    /// The teams that were below a team at an instant, itself included; now, without one.
    pub fn subtree_at(&self, root: Uuid, at: Option<DateTime<Utc>>) -> Vec<Uuid> {
        match at.filter(|at| self.moves.first().is_some_and(|last| *at < last.at)) {
            Some(at) => self.at(at).subtree([root]),
            None => self.subtree([root]),
        }
    }

    /// The tree as it was at an instant: what was moved since is put back.
    fn at(&self, at: DateTime<Utc>) -> Self {
        let mut parents = self.parents.clone();
        for Move { team, from, .. } in self.moves.iter().take_while(|one| at < one.at) {
            parents.insert(*team, *from);
        }
        Self::of(parents)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_moved_since_is_put_back() {
        let [north, south, east] = [1, 2, 3].map(Uuid::from_u128);
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let tree = Tree::of([(north, None), (south, None), (east, Some(south))]);
        let [first, second] = [(at(10), None), (at(20), Some(north))].map(|(at, from)| Move { at, team: east, from });
        let tree = tree.after(vec![first, second]);
        let below = |root, at| {
            let mut found = tree.subtree_at(root, at);
            found.sort_unstable();
            found
        };
        assert_eq!(below(north, Some(at(5))), [north], "it was below none");
        assert_eq!(below(north, Some(at(15))), [north, east]);
        assert_eq!(below(north, Some(at(20))), [north], "the move is known from its instant on");
        assert_eq!((below(south, Some(at(15))), below(south, None)), (vec![south], vec![south, east]));
    }
}
