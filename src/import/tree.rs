//! Keeping trees trees: a record that would come to lie below itself is kept without what is above it.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    report::{Outcome, Remark},
    target::Sourced,
    upsert::{Verdict, Written},
};
use crate::{error::Result, mutation::Act};

/// Takes the parent off every record of the batch that would be its own ancestor: a statement a level of the tree.
pub async fn break_cycles<E: Sourced>(
    act: &Act<'_>,
    written: &mut Written<E::Model>,
    verdicts: &mut [Verdict],
) -> Result<()> {
    let Some(parent_column) = E::parent_column() else { return Ok(()) };
    let mut parents: HashMap<Uuid, Option<Uuid>> = HashMap::new();
    let created = written.created.iter_mut().map(|(record, draft)| (record, &*draft));
    let changed = written.changed.iter_mut().map(|(_, record, draft)| (record, &*draft));
    let mut records: Vec<_> = created.chain(changed).collect();
    for (record, _) in &mut records {
        let id = E::id_of(record);
        parents.insert(id, E::parent(record).and_then(|parent| *parent));
    }
    loop {
        let unknown: BTreeSet<Uuid> =
            parents.values().flatten().filter(|parent| !parents.contains_key(parent)).copied().collect();
        if unknown.is_empty() {
            break;
        }
        let select = act.viewer.find_with_deleted::<E>().filter(E::id().is_in(unknown.iter().copied()));
        let rows: Vec<(Uuid, Option<Uuid>)> =
            select.select_only().columns([E::id(), parent_column]).into_tuple().all(&act.tx).await?;
        parents.extend(unknown.into_iter().map(|id| (id, None)));
        parents.extend(rows);
    }
    for (record, draft) in records {
        let id = E::id_of(record);
        if !is_own_ancestor(id, &parents) {
            continue;
        }
        parents.insert(id, None);
        if let Some(parent) = E::parent(record) {
            *parent = None;
        }
        for verdict in verdicts.iter_mut().filter(|verdict| verdict.line == draft.line) {
            verdict.remarks.push(Remark::row(Outcome::Noted, "kept at the top: it would lie below itself"));
        }
    }
    Ok(())
}

fn is_own_ancestor(id: Uuid, parents: &HashMap<Uuid, Option<Uuid>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut at = id;
    while let Some(Some(parent)) = parents.get(&at) {
        if *parent == id {
            return true;
        }
        // A cycle further up is for the records in it.
        if !seen.insert(*parent) {
            return false;
        }
        at = *parent;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_seen_by_the_records_in_them() {
        let id = Uuid::from_u128;
        let parents = HashMap::from([(id(1), Some(id(2))), (id(2), Some(id(3))), (id(3), Some(id(2))), (id(4), None)]);
        assert!(!is_own_ancestor(id(1), &parents));
        assert!(is_own_ancestor(id(2), &parents));
        assert!(is_own_ancestor(id(3), &parents));
        assert!(!is_own_ancestor(id(4), &parents));
        assert!(is_own_ancestor(id(5), &HashMap::from([(id(5), Some(id(5)))])));
    }
}
