//! Which rows: one implementation an entity and no default, a file a group of domains. Here are the patterns they follow.
//!
//! `mine` is the rule for what belongs to a rep: reps see their own; managers see what belongs to the reps of their teams
//! today, and what was credited to their teams while somebody else was in them. Leads that belong to nobody are seen by
//! every manager, so that somebody hands them out.
//!
//! A rule is asked of each row that a list comes by, so that the list stops as soon as its page is full. Where few reps hold
//! the rows, a list would come by many others first: `ways` then say which indexes lead to theirs.

use entity::{Kind, fact};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, Func, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use super::{Reach, Structure, Viewer};

/// An entity whose rows are not for everybody.
pub trait Scoped: EntityTrait {
    /// The rows that a viewer may see.
    fn rows(viewer: &Viewer) -> Condition;
    /// The column of the primary key.
    fn id() -> Self::Column;
    /// The column that marks deleted rows, where there is one.
    fn deleted_at() -> Option<Self::Column>;
    /// Conditions that lead to the viewer's rows, all of them, by an index each; a row may be met on several. `rows` still
    /// decides. `None` where a list is best read in its own order.
    fn ways(viewer: &Viewer) -> Option<Vec<Condition>> {
        let _ = viewer;
        None
    }
    /// Whether the structure holds the rows.
    const IS_KEPT: bool = false;
    /// The live row of an id that the viewer may see, as the structure holds it.
    fn kept(structure: &Structure, viewer: &Viewer, id: Uuid) -> Option<Self::Model> {
        let _ = (structure, viewer, id);
        None
    }
}

/// Which rows, where that hangs on their ids alone: as a condition, or asked of one.
enum Ids {
    All,
    Some(Vec<Uuid>),
}

impl Ids {
    fn none() -> Self {
        Self::Some(Vec::new())
    }

    fn when(visible: bool) -> Self {
        if visible { Self::All } else { Self::none() }
    }

    fn hold(&self, id: Uuid) -> bool {
        match self {
            Self::All => true,
            Self::Some(ids) => ids.contains(&id),
        }
    }

    fn condition(self, column: impl ColumnTrait) -> Condition {
        match self {
            Self::All => all(),
            Self::Some(ids) => all().add(column.is_in(ids)),
        }
    }
}

/// How many reps' rows are looked for by an index each, at the most.
const FEW: usize = 32;
/// Of how many reps an index of owners may be made use of in lists; with more it would gather what need not be shown.
const VERY_FEW: usize = 3;

/// The reps whose rows a viewer sees, now and formerly, if they are few.
fn holders(viewer: &Viewer) -> Option<(Vec<Uuid>, &[Uuid])> {
    let (current, former): (Vec<Uuid>, &[Uuid]) = match viewer.reach() {
        Reach::Own(Some(member)) => (vec![member.rep], &[]),
        Reach::Own(None) | Reach::Nothing => (Vec::new(), &[]),
        Reach::Teams { reps, former, own, .. } => (own_too(reps, *own), former),
        Reach::Everything | Reach::Scopes(_) => return None,
    };
    (current.len() + former.len() <= FEW).then_some((current, former))
}

fn own_too(reps: &[Uuid], own: Option<Uuid>) -> Vec<Uuid> {
    let other = own.filter(|own| !reps.contains(own));
    reps.iter().copied().chain(other).collect()
}

fn all() -> Condition {
    Condition::all()
}

fn none() -> Condition {
    Condition::all().add(Expr::value(false))
}

fn when(visible: bool) -> Condition {
    if visible { all() } else { none() }
}

#[expect(clippy::disallowed_methods, reason = "the sub-select of a rule")]
fn ids<E: EntityTrait>(column: E::Column, which: impl sea_orm::sea_query::IntoCondition) -> SelectStatement {
    QueryFilter::filter(E::find().select_only().column(column), which).into_query()
}

/// Whether there is such a row: asked row by row of what is listed, so that a list stops as soon as its page is full.
#[expect(clippy::disallowed_methods, reason = "the sub-select of a rule")]
fn exists<E: EntityTrait>(which: Condition) -> SimpleExpr {
    // The offset keeps PostgreSQL from gathering all such rows first, which for a large team are most of the table.
    let rows = QueryFilter::filter(E::find().select_only().expr(Expr::value(1)), which).limit(1).offset(0);
    Expr::exists(rows.into_query())
}

/// Whether one column is the other, of different tables.
fn same(one: impl ColumnTrait, other: impl ColumnTrait) -> SimpleExpr {
    Expr::col(one.as_column_ref()).equals(other.as_column_ref())
}

/// Whether a record was credited to one of some teams, whoever is in them now.
fn was_credited(kind: Kind, id: impl ColumnTrait, teams: &[Uuid]) -> SimpleExpr {
    let credited = Condition::all()
        .add(same(fact::Column::SourceId, id))
        .add(fact::Column::SourceKind.eq(kind))
        .add(fact::Column::TeamId.is_in(teams.iter().copied()));
    exists::<fact::Entity>(credited)
}

/// What belongs to reps through some columns. `credited` are further columns of reps that facts are credited to.
fn mine<C: ColumnTrait>(viewer: &Viewer, kind: Kind, id: C, owners: &[C], credited: &[C]) -> Condition {
    let any_in = |columns: &[C], reps: &[Uuid]| {
        columns.iter().fold(Condition::any(), |any, column| any.add(among(*column, reps)))
    };
    match &viewer.reach() {
        Reach::Nothing | Reach::Own(None) => none(),
        Reach::Everything => all(),
        Reach::Own(Some(member)) => owners.iter().fold(Condition::any(), |any, owner| any.add(owner.eq(member.rep))),
        Reach::Teams { teams, reps, former, own } => {
            let current = own_too(reps, *own);
            let ever: Vec<Uuid> = reps.iter().chain(former).copied().collect();
            let current = any_in(owners, &current);
            // Facts name none but these reps, so nobody else's rows need be looked up.
            let past = match (former.is_empty(), credited.is_empty()) {
                (true, true) => return current,
                (true, false) => any_in(credited, &ever),
                (false, true) => any_in(owners, former),
                (false, false) => Condition::any().add(any_in(owners, former)).add(any_in(credited, &ever)),
            };
            current.add(Condition::all().add(past).add(was_credited(kind, id, teams)))
        }
        Reach::Scopes(scopes) => when(scopes.reads(kind)),
    }
}

/// Whether a column names one of some reps. Of many, no index is to be made of it: it would gather most of the table.
fn among(column: impl ColumnTrait, reps: &[Uuid]) -> SimpleExpr {
    let reps = reps.iter().copied();
    if reps.len() <= VERY_FEW {
        return column.is_in(reps);
    }
    Expr::expr(Func::coalesce([Expr::col(column.as_column_ref()), Expr::value(Uuid::nil())])).is_in(reps)
}

/// The ways to what `mine` lets through.
fn ways_to_mine<C: ColumnTrait>(viewer: &Viewer, owners: &[C], credited: &[C]) -> Option<Vec<Condition>> {
    let (current, former) = holders(viewer)?;
    let is = |column: &C, rep: &Uuid| Condition::all().add(column.eq(*rep));
    let owned = current.iter().chain(former).flat_map(|rep| owners.iter().map(move |owner| is(owner, rep)));
    let credited: &[C] = if matches!(viewer.reach(), Reach::Own(_)) { &[] } else { credited };
    let was = current.iter().chain(former).flat_map(|rep| credited.iter().map(move |column| is(column, rep)));
    Some(owned.chain(was).collect())
}

/// What every user may read, and a token that lists it.
fn shared(viewer: &Viewer, kind: Kind) -> Condition {
    when(viewer.may_read(kind))
}

/// What hangs on another row.
fn through<E: Scoped>(viewer: &Viewer, column: impl ColumnTrait) -> Condition {
    match viewer.reach() {
        Reach::Everything => all(),
        Reach::Nothing => none(),
        _ => all().add(exists::<E>(E::rows(viewer).add(same(E::id(), column)))),
    }
}

macro_rules! scoped {
    ($entity:ident, $deleted:expr, |$viewer:ident| $rows:expr $(, |$walker:ident| $ways:expr)? $(, kept $kept:ident by $ids:ident)?) => {
        impl Scoped for $entity::Entity {
            fn rows($viewer: &Viewer) -> Condition {
                // Whatever is added to it later narrows: added to an `OR` it would widen.
                Condition::all().add($rows)
            }
            fn id() -> Self::Column {
                $entity::Column::Id
            }
            fn deleted_at() -> Option<Self::Column> {
                $deleted
            }
            $(fn ways($walker: &Viewer) -> Option<Vec<Condition>> {
                $ways
            })?
            $(
                const IS_KEPT: bool = true;
                fn kept(structure: &Structure, viewer: &Viewer, id: Uuid) -> Option<Self::Model> {
                    let row = structure.$kept.get(&id)?;
                    (row.deleted_at.is_none() && $ids(viewer).hold(id)).then(|| row.clone())
                }
            )?
        }
    };
}

mod after_sale;
mod marketing;
mod organization;
mod sales;
mod steering;
