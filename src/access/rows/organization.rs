//! Whose the organization, its people and its settings are.

use entity::{
    Kind, api_token, change_log, exchange_rate, holiday, organization, product, rep, session, sign_in_attempt, team,
    team_membership, user,
};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use super::{Ids, Scoped, all, none, shared, when};
use crate::access::{Principal, Reach, Structure, Viewer};

scoped!(organization, None, |viewer| shared(viewer, Kind::Organization));
scoped!(product, Some(product::Column::DeletedAt), |viewer| shared(viewer, Kind::Product));
scoped!(exchange_rate, None, |viewer| shared(viewer, Kind::ExchangeRate));
scoped!(holiday, None, |viewer| shared(viewer, Kind::Holiday));

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

scoped!(
    team,
    Some(team::Column::DeletedAt),
    |viewer| teams(viewer).condition(team::Column::Id),
    kept teams by teams
);
fn teams(viewer: &Viewer) -> Ids {
    match viewer.reach() {
        Reach::Nothing | Reach::Own(None) => Ids::none(),
        Reach::Everything => Ids::All,
        Reach::Teams { teams, .. } => Ids::Some(teams.clone()),
        Reach::Own(Some(member)) => Ids::Some(member.team.iter().map(|team| team.id).collect()),
        Reach::Scopes(scopes) => Ids::when(scopes.reads(Kind::Team)),
    }
}

scoped!(team_membership, Some(team_membership::Column::DeletedAt), |viewer| match viewer.reach() {
    Reach::Nothing | Reach::Own(None) => none(),
    Reach::Everything => all(),
    Reach::Teams { teams, .. } => all().add(team_membership::Column::TeamId.is_in(teams.iter().copied())),
    Reach::Own(Some(member)) => all().add(team_membership::Column::RepId.eq(member.rep)),
    Reach::Scopes(scopes) => when(scopes.reads(Kind::Membership)),
});

scoped!(rep, Some(rep::Column::DeletedAt), |viewer| reps(viewer).condition(rep::Column::Id), kept reps by reps);
fn reps(viewer: &Viewer) -> Ids {
    match viewer.reach() {
        Reach::Nothing | Reach::Own(None) => Ids::none(),
        Reach::Everything => Ids::All,
        Reach::Teams { reps, own, .. } => Ids::Some(reps.iter().copied().chain(*own).collect()),
        Reach::Own(Some(member)) => Ids::Some(member.mates.clone()),
        Reach::Scopes(scopes) => Ids::when(scopes.reads(Kind::Rep)),
    }
}
