//! Groups: which company is a subsidiary of which.
//!
//! Invariant: nobody is their own parent, however many steps up, and no group is deeper than [`DEEPEST`].

use std::collections::HashSet;

use entity::{customer, organization};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    error::{Result, UserError},
    mutation::Act,
};

/// How many companies a group may have from its head down to the furthest subsidiary.
const DEEPEST: usize = 20;

/// Why a company cannot belong to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Misfit {
    /// It would be its own parent.
    Cycle,
    /// The group would be deeper than [`DEEPEST`].
    TooDeep,
}

/// Whether a company can belong to the first of `ancestors`, who are in order from the parent up. `height` counts the
/// levels from the company down to its furthest subsidiary, itself included.
fn fit(company: Option<Uuid>, ancestors: &[Uuid], height: usize) -> Result<(), Misfit> {
    if company.is_some_and(|company| ancestors.contains(&company)) {
        return Err(Misfit::Cycle);
    }
    if ancestors.len().saturating_add(height) > DEEPEST { Err(Misfit::TooDeep) } else { Ok(()) }
}

/// Refuses a parent that a company, or one about to be made, cannot have.
pub async fn check(act: &Act<'_>, company: Option<Uuid>, parent: Uuid) -> Result<()> {
    lock(act).await?;
    let ancestors = ancestors(act, parent).await?;
    let height = match company {
        Some(company) => height(act, company).await?,
        None => 1,
    };
    let field = &["input", "parent"];
    Ok(match fit(company, &ancestors, height) {
        Ok(()) => Ok(()),
        Err(Misfit::Cycle) => Err(UserError::input(field, "A company cannot belong to itself or its subsidiary.")),
        Err(Misfit::TooDeep) => Err(UserError::input(field, format!("Subsidiaries nest at most {DEEPEST} deep."))),
    }?)
}

/// Refuses to make one company of two of which one belongs to the other, or by which a group would become too deep.
pub async fn check_merge(act: &Act<'_>, from: &customer::Model, into: &customer::Model) -> Result<()> {
    lock(act).await?;
    let (above_from, above_into) = (ancestors(act, from.id).await?, ancestors(act, into.id).await?);
    let refused = |why: String| Err(UserError::input(&["input", "from"], why).into());
    if above_from.contains(&into.id) || above_into.contains(&from.id) {
        return refused("One of them belongs to the other: take it out of the group first.".into());
    }
    // Who belongs to no group yet joins that of the other.
    let above = if into.parent_id.is_some() { &above_into } else { &above_from };
    let height = height(act, from.id).await?.max(height(act, into.id).await?);
    match fit(None, above.get(1..).unwrap_or_default(), height) {
        Ok(()) => Ok(()),
        Err(_) => refused(format!("Subsidiaries nest at most {DEEPEST} deep.")),
    }
}

/// Changes of groups wait for each other: two that are harmless alone could close a circle together.
#[expect(clippy::disallowed_methods, reason = "a lock, not a reading")]
async fn lock(act: &Act<'_>) -> Result<()> {
    let row = organization::Entity::find().filter(organization::Column::Id.eq(act.organization.id)).lock_exclusive();
    row.one(&act.tx).await?;
    Ok(())
}

/// A company and those above it. Deleted companies count, for they can come back.
#[expect(clippy::disallowed_methods, reason = "a group reaches further than what the viewer sees of it")]
async fn ancestors(act: &Act<'_>, company: Uuid) -> Result<Vec<Uuid>> {
    let mut found = vec![company];
    let mut next = company;
    while found.len() <= DEEPEST {
        let parent: Option<Option<Uuid>> = customer::Entity::find()
            .select_only()
            .column(customer::Column::ParentId)
            .filter(customer::Column::Id.eq(next))
            .into_tuple()
            .one(&act.tx)
            .await?;
        match parent.flatten() {
            Some(parent) => {
                found.push(parent);
                next = parent;
            }
            None => break,
        }
    }
    Ok(found)
}

/// How many levels a company has from itself down. No further than matters.
#[expect(clippy::disallowed_methods, reason = "a group reaches further than what the viewer sees of it")]
async fn height(act: &Act<'_>, company: Uuid) -> Result<usize> {
    let mut seen = HashSet::from([company]);
    let mut level = vec![company];
    let mut height = 1;
    while height <= DEEPEST {
        let mut below: Vec<Uuid> = Vec::new();
        for parents in level.chunks(1_000) {
            below.extend(
                customer::Entity::find()
                    .select_only()
                    .column(customer::Column::Id)
                    .filter(customer::Column::ParentId.is_in(parents.iter().copied()))
                    .into_tuple::<Uuid>()
                    .all(&act.tx)
                    .await?,
            );
        }
        below.retain(|company| seen.insert(*company));
        if below.is_empty() {
            break;
        }
        height += 1;
        level = below;
    }
    Ok(height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_their_own_parent() {
        let [head, middle, leaf] = [1, 2, 3].map(Uuid::from_u128);
        assert_eq!(fit(Some(head), &[leaf, middle, head], 3), Err(Misfit::Cycle));
        assert_eq!(fit(Some(head), &[head], 1), Err(Misfit::Cycle));
        assert_eq!(fit(Some(leaf), &[middle, head], 1), Ok(()));
        assert_eq!(fit(None, &[leaf, middle, head], 1), Ok(()));
    }

    #[test]
    fn a_group_ends_at_its_twentieth_level() {
        let above: Vec<Uuid> = (1..=19).map(Uuid::from_u128).collect();
        assert_eq!(fit(None, &above, 1), Ok(()));
        assert_eq!(fit(None, &above, 2), Err(Misfit::TooDeep));
        assert_eq!(fit(Some(Uuid::from_u128(99)), &above[..18], 2), Ok(()));
    }
}
