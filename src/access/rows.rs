//! Which rows: the whole policy on one screen, one implementation an entity and no default.
//!
//! `mine` is the rule for what belongs to a rep: reps see their own; managers see what belongs to the reps of their teams
//! today, and what was credited to their teams while somebody else was in them.

use entity::{
    Kind, api_token, change_log, contact, contract, customer, deal, deal_credit, deal_history, deal_line,
    exchange_rate, fact, interaction, lead, meeting, organization, outcome_reason, pipeline, product, quote, rep,
    session, sign_in_attempt, stage, team, team_membership, user,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr, UnionType},
};
use uuid::Uuid;

use super::{Principal, Reach, Viewer};

/// An entity whose rows are not for everybody.
pub trait Scoped: EntityTrait {
    /// The rows that a viewer may see.
    fn rows(viewer: &Viewer) -> Condition;
    /// The column of the primary key.
    fn id() -> Self::Column;
    /// The column that marks deleted rows, where there is one.
    fn deleted_at() -> Option<Self::Column>;
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
        columns.iter().fold(Condition::any(), |any, column| any.add(column.is_in(reps.iter().copied())))
    };
    match &viewer.reach() {
        Reach::Nothing | Reach::Own(None) => none(),
        Reach::Everything => all(),
        Reach::Own(Some(member)) => owners.iter().fold(Condition::any(), |any, owner| any.add(owner.eq(member.rep))),
        Reach::Teams { teams, reps, former, own } => {
            let current: Vec<Uuid> = reps.iter().copied().chain(*own).collect();
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

/// What every user may read, and a token that lists it.
fn shared(viewer: &Viewer, kind: Kind) -> Condition {
    when(viewer.may_read(kind))
}

/// What hangs on another row.
fn through<E: Scoped>(viewer: &Viewer, column: impl ColumnTrait) -> Condition {
    match viewer.reach() {
        Reach::Everything => all(),
        Reach::Nothing => none(),
        _ => all().add(column.in_subquery(ids::<E>(E::id(), E::rows(viewer)))),
    }
}

macro_rules! scoped {
    ($entity:ident, $deleted:expr, |$viewer:ident| $rows:expr) => {
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
        }
    };
}

scoped!(organization, None, |viewer| shared(viewer, Kind::Organization));
scoped!(product, Some(product::Column::DeletedAt), |viewer| shared(viewer, Kind::Product));
scoped!(exchange_rate, None, |viewer| shared(viewer, Kind::ExchangeRate));
scoped!(pipeline, Some(pipeline::Column::DeletedAt), |viewer| shared(viewer, Kind::Pipeline));
scoped!(stage, Some(stage::Column::DeletedAt), |viewer| shared(viewer, Kind::Stage));
scoped!(outcome_reason, Some(outcome_reason::Column::DeletedAt), |viewer| shared(viewer, Kind::OutcomeReason));

scoped!(user, None, |viewer| match (viewer.reach(), viewer.principal()) {
    (Reach::Everything, _) => all(),
    (Reach::Scopes(scopes), _) => when(scopes.reads(Kind::User)),
    (_, Principal::User(user)) => all().add(user::Column::Id.eq(user.id)),
    _ => none(),
});
scoped!(session, None, |viewer| match viewer.principal() {
    Principal::System => all(),
    Principal::User(user) => all().add(session::Column::UserId.eq(user.id)),
    Principal::Anonymous | Principal::Token { .. } => none(),
});
scoped!(sign_in_attempt, None, |viewer| when(matches!(viewer.principal(), Principal::System)));
scoped!(api_token, None, |viewer| when(matches!(viewer.reach(), Reach::Everything)));
scoped!(change_log, None, |viewer| when(matches!(viewer.reach(), Reach::Everything)));

scoped!(team, Some(team::Column::DeletedAt), |viewer| match viewer.reach() {
    Reach::Nothing | Reach::Own(None) => none(),
    Reach::Everything => all(),
    Reach::Teams { teams, .. } => all().add(team::Column::Id.is_in(teams.iter().copied())),
    Reach::Own(Some(member)) => all().add(team::Column::Id.is_in(member.team.iter().map(|team| team.id))),
    Reach::Scopes(scopes) => when(scopes.reads(Kind::Team)),
});
scoped!(team_membership, Some(team_membership::Column::DeletedAt), |viewer| match viewer.reach() {
    Reach::Nothing | Reach::Own(None) => none(),
    Reach::Everything => all(),
    Reach::Teams { teams, .. } => all().add(team_membership::Column::TeamId.is_in(teams.iter().copied())),
    Reach::Own(Some(member)) => all().add(team_membership::Column::RepId.eq(member.rep)),
    Reach::Scopes(scopes) => when(scopes.reads(Kind::Membership)),
});
scoped!(rep, Some(rep::Column::DeletedAt), |viewer| match viewer.reach() {
    Reach::Nothing | Reach::Own(None) => none(),
    Reach::Everything => all(),
    Reach::Teams { reps, own, .. } => all().add(rep::Column::Id.is_in(reps.iter().copied().chain(*own))),
    Reach::Own(Some(member)) => all().add(rep::Column::Id.is_in(member.mates.iter().copied())),
    Reach::Scopes(scopes) => when(scopes.reads(Kind::Rep)),
});

// A deal belongs to its owner and to everybody who holds a share of it.
scoped!(deal, Some(deal::Column::DeletedAt), |viewer| match viewer.reach() {
    Reach::Own(Some(member)) => {
        // One list of ids instead of an `OR` over two tables, so that no more than the rep's own rows are read.
        let mut own = ids::<deal::Entity>(deal::Column::Id, deal::Column::OwnerId.eq(member.rep));
        let shares = ids::<deal_credit::Entity>(deal_credit::Column::DealId, deal_credit::Column::RepId.eq(member.rep));
        own.union(UnionType::Distinct, shares);
        all().add(deal::Column::Id.in_subquery(own))
    }
    Reach::Teams { teams, reps, former, own } => {
        let reps: Vec<Uuid> = reps.iter().copied().chain(*own).collect();
        let share = Condition::all()
            .add(same(deal_credit::Column::DealId, deal::Column::Id))
            .add(deal_credit::Column::RepId.is_in(reps.iter().copied()));
        let current = Condition::any().add(deal::Column::OwnerId.is_in(reps)).add(exists::<deal_credit::Entity>(share));
        if former.is_empty() { current } else { current.add(was_credited(Kind::Deal, deal::Column::Id, teams)) }
    }
    _ => mine(viewer, Kind::Deal, deal::Column::Id, &[deal::Column::OwnerId], &[]),
});

scoped!(deal_line, None, |viewer| through::<deal::Entity>(viewer, deal_line::Column::DealId));
scoped!(deal_credit, None, |viewer| through::<deal::Entity>(viewer, deal_credit::Column::DealId));
scoped!(deal_history, None, |viewer| through::<deal::Entity>(viewer, deal_history::Column::DealId));

// A customer belongs to its account owner, and is seen by whoever sees a deal with it.
scoped!(customer, Some(customer::Column::DeletedAt), |viewer| {
    let own = mine(viewer, Kind::Customer, customer::Column::Id, &[customer::Column::OwnerId], &[]);
    let dealt = deal::Entity::rows(viewer).add(deal::Column::DeletedAt.is_null());
    match viewer.reach() {
        Reach::Own(Some(_)) => {
            let mut visible = ids::<customer::Entity>(customer::Column::Id, own);
            let dealt = dealt.add(deal::Column::CustomerId.is_not_null());
            visible.union(UnionType::Distinct, ids::<deal::Entity>(deal::Column::CustomerId, dealt));
            all().add(customer::Column::Id.in_subquery(visible))
        }
        Reach::Teams { .. } => {
            let dealt = dealt.add(same(deal::Column::CustomerId, customer::Column::Id));
            Condition::any().add(own).add(exists::<deal::Entity>(dealt))
        }
        _ => own,
    }
});

scoped!(contact, Some(contact::Column::DeletedAt), |viewer| match viewer.reach() {
    Reach::Scopes(scopes) => when(scopes.reads(Kind::Contact)),
    _ => through::<customer::Entity>(viewer, contact::Column::CustomerId),
});
scoped!(lead, Some(lead::Column::DeletedAt), |viewer| {
    mine(viewer, Kind::Lead, lead::Column::Id, &[lead::Column::OwnerId], &[lead::Column::FirstOwnerId])
});
scoped!(interaction, Some(interaction::Column::DeletedAt), |viewer| {
    mine(viewer, Kind::Interaction, interaction::Column::Id, &[interaction::Column::PerformerId], &[])
});
// A meeting belongs to its host and to whoever asked for it.
scoped!(meeting, Some(meeting::Column::DeletedAt), |viewer| {
    mine(viewer, Kind::Meeting, meeting::Column::Id, &[meeting::Column::HostId, meeting::Column::SetById], &[])
});
scoped!(quote, Some(quote::Column::DeletedAt), |viewer| {
    mine(viewer, Kind::Quote, quote::Column::Id, &[quote::Column::AuthorId], &[])
});
scoped!(contract, Some(contract::Column::DeletedAt), |viewer| {
    mine(viewer, Kind::Contract, contract::Column::Id, &[contract::Column::OwnerId], &[])
});
