//! Changing teams.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::{team, team_membership, user};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::ExprTrait,
};
use uuid::Uuid;

use super::Team;
use crate::{
    access::{DEEPEST, Tree},
    error::{Result, UserError},
    graphql::{
        input::{self, LINE},
        payload::answer,
    },
    ledger::PostingContext,
    mutation::Act,
    payload,
};

/// A new team.
#[derive(InputObject)]
pub struct TeamCreateInput {
    /// The name, unique among teams, at most 200 characters.
    pub name: String,
    /// The team above (default: none).
    pub parent: Option<ID>,
    /// The user who manages it and all below it, a manager or an admin.
    pub manager: Option<ID>,
    /// Whether members may read the team's figures.
    #[graphql(default = true)]
    pub shares_kpis: bool,
    /// Whether members see each other's figures on a leaderboard.
    #[graphql(default = false)]
    pub shares_leaderboard: bool,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a team.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct TeamUpdateInput {
    /// The name; it cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// The user who manages it and all below it, a manager or an admin.
    pub manager: MaybeUndefined<ID>,
    /// Whether members may read the team's figures; it cannot be cleared.
    pub shares_kpis: MaybeUndefined<bool>,
    /// Whether members see each other's leaderboard figures.
    /// It cannot be cleared.
    pub shares_leaderboard: MaybeUndefined<bool>,
    /// The version you read; CONFLICT when the team has changed since.
    pub version: Option<i32>,
}

/// The new place of a team in the tree.
#[derive(InputObject)]
pub struct TeamMoveInput {
    /// The new team above (default: none).
    pub parent: Option<ID>,
    /// The version you read; CONFLICT when the team has changed since.
    pub version: Option<i32>,
}

payload!("teamCreate", TeamCreatePayload, team: Team);
payload!("teamUpdate", TeamUpdatePayload, team: Team);
payload!("teamMove", TeamMovePayload, team: Team);
payload!("teamDelete", TeamDeletePayload, team: Team);
payload!("teamRestore", TeamRestorePayload, team: Team);

/// Changing teams.
#[derive(Default)]
pub struct TeamMutation;

#[Object]
impl TeamMutation {
    /// Creates a team without members.
    async fn team_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: TeamCreateInput,
    ) -> Option<Result<TeamCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a team.
    async fn team_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] id: ID,
        #[graphql(desc = "The changes.")] input: TeamUpdateInput,
    ) -> Option<Result<TeamUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Moves a team, with all below it, under another.
    /// The figures of the teams above change accordingly, past ones too.
    async fn team_move(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] id: ID,
        #[graphql(desc = "The new place.")] input: TeamMoveInput,
    ) -> Option<Result<TeamMovePayload>> {
        answer(move_to(ctx, id, input).await)
    }

    /// Deletes a team that has no teams below and no present or future members.
    /// Figures keep its past. It can be restored.
    async fn team_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] id: ID,
    ) -> Option<Result<TeamDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted team.
    async fn team_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The team.")] id: ID,
    ) -> Option<Result<TeamRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: TeamCreateInput) -> Result<Team> {
    let mut act = Act::begin(ctx).await?;
    let teams = teams(&act).await?;
    let name = input::text(&input.name, LINE, &["input", "name"])?;
    expect_free(&teams, &name, None)?;
    let parent = act.refer_maybe::<team::Entity>(input.parent.as_ref(), &["input", "parent"]).await?;
    if depth(&Tree::new(&teams), parent) >= DEEPEST {
        return Err(too_deep());
    }
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let active = team::ActiveModel {
        name: Set(name),
        parent_id: Set(parent),
        manager_id: Set(manager(&act, input.manager.as_ref()).await?),
        shares_kpis: Set(input.shares_kpis),
        shares_leaderboard: Set(input.shares_leaderboard),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let team = act.insert::<team::Entity>(Act::new_id(), active).await?;
    act.commit().await?;
    Ok(Team(team))
}

async fn update(ctx: &Context<'_>, id: ID, input: TeamUpdateInput) -> Result<Team> {
    let mut act = Act::begin(ctx).await?;
    let teams = teams(&act).await?;
    let before = act.get::<team::Entity>(&id, &["id"]).await?;
    act.expect_version::<team::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        expect_free(&teams, &name, Some(before.id))?;
        active.name = Set(name);
    }
    if let Some(id) = input::change_maybe(input.manager) {
        active.manager_id = Set(manager(&act, id.as_ref()).await?);
    }
    if let Some(shares) = input::change_value(&input.shares_kpis, &["input", "sharesKpis"])? {
        active.shares_kpis = Set(shares);
    }
    if let Some(shares) = input::change_value(&input.shares_leaderboard, &["input", "sharesLeaderboard"])? {
        active.shares_leaderboard = Set(shares);
    }
    let team = act.update::<team::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(Team(team))
}

async fn move_to(ctx: &Context<'_>, id: ID, input: TeamMoveInput) -> Result<Team> {
    let mut act = Act::begin(ctx).await?;
    let tree = Tree::new(&teams(&act).await?);
    let before = act.get::<team::Entity>(&id, &["id"]).await?;
    act.expect_version::<team::Entity>(&before, input.version)?;
    let parent = act.refer_maybe::<team::Entity>(input.parent.as_ref(), &["input", "parent"]).await?;
    expect_place(&tree, before.id, parent)?;
    let mut active = before.clone().into_active_model();
    active.parent_id = Set(parent);
    let team = act.update::<team::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(Team(team))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Team> {
    let mut act = Act::begin(ctx).await?;
    let teams = teams(&act).await?;
    let before = act.get::<team::Entity>(&id, &["id"]).await?;
    if teams.iter().any(|team| team.parent_id == Some(before.id) && team.deleted_at.is_none()) {
        return Err(UserError::conflict(&["id"], "It has teams below it; move or delete them first.").into());
    }
    if has_members(&act, before.id).await? {
        return Err(UserError::conflict(&["id"], "It has members; end their memberships first.").into());
    }
    let team = act.delete::<team::Entity>(&before).await?;
    act.commit().await?;
    Ok(Team(team))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Team> {
    let mut act = Act::begin(ctx).await?;
    let teams = teams(&act).await?;
    let before = act.get_deleted::<team::Entity>(&id, &["id"]).await?;
    expect_free(&teams, &before.name, Some(before.id))?;
    if teams.iter().any(|team| Some(team.id) == before.parent_id && team.deleted_at.is_some()) {
        return Err(UserError::conflict(&["id"], "The team above it is deleted; restore that one first.").into());
    }
    let team = act.restore::<team::Entity>(&before).await?;
    act.commit().await?;
    Ok(Team(team))
}

/// All teams, deleted ones too, held until the end of the act so that two moves at once make no circle.
#[expect(clippy::disallowed_methods, reason = "the tree is one, whoever may see which part of it")]
async fn teams(act: &Act<'_>) -> Result<Vec<team::Model>> {
    Ok(team::Entity::find().order_by_asc(team::Column::Id).lock_exclusive().all(&act.tx).await?)
}

/// Whether anybody belongs to a team today, or will.
#[expect(clippy::disallowed_methods, reason = "a team in use is in use, whoever may see the memberships")]
async fn has_members(act: &Act<'_>, team: Uuid) -> Result<bool> {
    let today = PostingContext::new(act.organization)?.day(act.now);
    let members = team_membership::Entity::find()
        .filter(team_membership::Column::TeamId.eq(team))
        .filter(team_membership::Column::DeletedAt.is_null())
        .filter(team_membership::Column::EndsOn.is_null().or(team_membership::Column::EndsOn.gt(today)));
    Ok(members.count(&act.tx).await? > 0)
}

/// The manager named, if the user's role lets them manage.
async fn manager(act: &Act<'_>, id: Option<&ID>) -> Result<Option<Uuid>> {
    let Some(id) = id else { return Ok(None) };
    let user = act.get::<user::Entity>(id, &["input", "manager"]).await?;
    if user.role == user::Role::Rep {
        return Err(UserError::input(&["input", "manager"], "A user with the role REP cannot manage a team.").into());
    }
    Ok(Some(user.id))
}

/// Refuses a name that another live team has.
fn expect_free(teams: &[team::Model], name: &str, except: Option<Uuid>) -> Result<(), UserError> {
    let taken = |team: &team::Model| team.name == name && team.deleted_at.is_none() && Some(team.id) != except;
    if teams.iter().any(taken) {
        return Err(UserError::conflict(&["input", "name"], "Another team already has this name."));
    }
    Ok(())
}

/// Refuses a place below the team itself, or too deep in the tree for it and what is below it.
fn expect_place(tree: &Tree, team: Uuid, parent: Option<Uuid>) -> Result<()> {
    let below = tree.subtree([team]);
    if parent.is_some_and(|parent| below.contains(&parent)) {
        return Err(UserError::input(&["input", "parent"], "A team cannot be below itself.").into());
    }
    let above = tree.ancestors(team).len();
    let height = below.iter().map(|lower| tree.ancestors(*lower).len().saturating_sub(above)).max().unwrap_or(0);
    if depth(tree, parent) + height >= DEEPEST { Err(too_deep()) } else { Ok(()) }
}

/// How many teams are above one right below a parent.
fn depth(tree: &Tree, parent: Option<Uuid>) -> usize {
    parent.map_or(0, |parent| tree.ancestors(parent).len() + 1)
}

fn too_deep() -> crate::error::Error {
    UserError::input(&["input", "parent"], format!("Teams nest at most {DEEPEST} deep.")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chain of teams, each below the one before: the numbers are their ids.
    fn chain(ids: std::ops::Range<u128>) -> Vec<team::Model> {
        let at = chrono::DateTime::UNIX_EPOCH;
        let first = ids.start;
        ids.map(|id| team::Model {
            id: Uuid::from_u128(id),
            name: id.to_string(),
            parent_id: (id > first).then(|| Uuid::from_u128(id - 1)),
            manager_id: None,
            shares_kpis: true,
            shares_leaderboard: false,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        })
        .collect()
    }

    fn place(tree: &Tree, team: u128, parent: u128) -> bool {
        expect_place(tree, Uuid::from_u128(team), Some(Uuid::from_u128(parent))).is_ok()
    }

    #[test]
    fn a_team_never_moves_below_itself() {
        let tree = Tree::new(&chain(1..5));
        assert!(!place(&tree, 1, 1));
        assert!(!place(&tree, 2, 4));
        assert!(place(&tree, 4, 1));
    }

    #[test]
    fn a_subtree_moves_only_where_it_still_fits() {
        let mut teams = chain(1..11);
        teams.extend(chain(101..111));
        let tree = Tree::new(&teams);
        assert!(place(&tree, 101, 10), "10 and 10 make {DEEPEST}");
        teams.push(team::Model { parent_id: Some(Uuid::from_u128(110)), ..chain(111..112).remove(0) });
        assert!(!place(&Tree::new(&teams), 101, 10));
    }
}
