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
    sea_query::{Expr, ExprTrait, SelectStatement, UnionType},
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

/// What was credited to a team, whoever is in it now.
fn credited(kind: Kind, teams: &[Uuid]) -> SelectStatement {
    ids::<fact::Entity>(
        fact::Column::SourceId,
        fact::Column::TeamId.is_in(teams.iter().copied()).and(fact::Column::SourceKind.eq(kind)),
    )
}

/// What belongs to a rep through one column.
fn mine<C: ColumnTrait>(viewer: &Viewer, kind: Kind, id: C, owner: C) -> Condition {
    match &viewer.reach() {
        Reach::Nothing | Reach::Own(None) => none(),
        Reach::Everything => all(),
        Reach::Own(Some(member)) => all().add(owner.eq(member.rep)),
        Reach::Teams { teams, reps, has_former_reps, own } => {
            let current = Condition::any().add(owner.is_in(reps.iter().copied().chain(*own)));
            if *has_former_reps { current.add(id.in_subquery(credited(kind, teams))) } else { current }
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
    Reach::Own(Some(member)) => own_deals(&[member.rep]),
    Reach::Teams { teams, reps, has_former_reps, own } => {
        let reps: Vec<Uuid> = reps.iter().copied().chain(*own).collect();
        let current = Condition::any().add(own_deals(&reps));
        if *has_former_reps { current.add(deal::Column::Id.in_subquery(credited(Kind::Deal, teams))) } else { current }
    }
    _ => mine(viewer, Kind::Deal, deal::Column::Id, deal::Column::OwnerId),
});

/// One list of ids instead of an `OR` over two tables, so that both databases read no more than the reps' own rows.
fn own_deals(reps: &[Uuid]) -> Condition {
    let mut own = ids::<deal::Entity>(deal::Column::Id, deal::Column::OwnerId.is_in(reps.iter().copied()));
    own.union(
        UnionType::Distinct,
        ids::<deal_credit::Entity>(deal_credit::Column::DealId, deal_credit::Column::RepId.is_in(reps.iter().copied())),
    );
    all().add(deal::Column::Id.in_subquery(own))
}

scoped!(deal_line, None, |viewer| through::<deal::Entity>(viewer, deal_line::Column::DealId));
scoped!(deal_credit, None, |viewer| through::<deal::Entity>(viewer, deal_credit::Column::DealId));
scoped!(deal_history, None, |viewer| through::<deal::Entity>(viewer, deal_history::Column::DealId));

// A customer belongs to its account owner, and is seen by whoever sees a deal with it.
scoped!(customer, Some(customer::Column::DeletedAt), |viewer| match viewer.reach() {
    Reach::Own(Some(_)) | Reach::Teams { .. } => {
        let own = mine(viewer, Kind::Customer, customer::Column::Id, customer::Column::OwnerId);
        let mut visible = ids::<customer::Entity>(customer::Column::Id, own);
        visible.union(UnionType::Distinct, ids::<deal::Entity>(deal::Column::CustomerId, with_customer(viewer)));
        all().add(customer::Column::Id.in_subquery(visible))
    }
    _ => mine(viewer, Kind::Customer, customer::Column::Id, customer::Column::OwnerId),
});

fn with_customer(viewer: &Viewer) -> Condition {
    deal::Entity::rows(viewer).add(deal::Column::CustomerId.is_not_null()).add(deal::Column::DeletedAt.is_null())
}

scoped!(contact, Some(contact::Column::DeletedAt), |viewer| match viewer.reach() {
    Reach::Scopes(scopes) => when(scopes.reads(Kind::Contact)),
    _ => through::<customer::Entity>(viewer, contact::Column::CustomerId),
});
scoped!(lead, Some(lead::Column::DeletedAt), |viewer| mine(
    viewer,
    Kind::Lead,
    lead::Column::Id,
    lead::Column::OwnerId
));
scoped!(interaction, Some(interaction::Column::DeletedAt), |viewer| {
    mine(viewer, Kind::Interaction, interaction::Column::Id, interaction::Column::PerformerId)
});
// A meeting belongs to its host and to whoever asked for it.
scoped!(meeting, Some(meeting::Column::DeletedAt), |viewer| {
    Condition::any().add(mine(viewer, Kind::Meeting, meeting::Column::Id, meeting::Column::HostId)).add(mine(
        viewer,
        Kind::Meeting,
        meeting::Column::Id,
        meeting::Column::SetById,
    ))
});
scoped!(quote, Some(quote::Column::DeletedAt), |viewer| {
    mine(viewer, Kind::Quote, quote::Column::Id, quote::Column::AuthorId)
});
scoped!(contract, Some(contract::Column::DeletedAt), |viewer| {
    mine(viewer, Kind::Contract, contract::Column::Id, contract::Column::OwnerId)
});
