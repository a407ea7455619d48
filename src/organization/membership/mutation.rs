//! Changing memberships. Each restates what the rep stated in another team than before.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::{rep, team, team_membership};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::Membership;
use crate::{
    error::{Result, UserError},
    graphql::{Date, input, payload::answer},
    ledger::Days,
    mutation::{Act, restate},
    payload,
};

/// A new membership of a rep in a team.
#[derive(InputObject)]
pub struct MembershipCreateInput {
    /// The member.
    pub rep: ID,
    /// The team.
    pub team: ID,
    /// The first day (default: no start).
    pub starts_on: Option<Date>,
    /// The first day after the membership (default: open-ended).
    pub ends_on: Option<Date>,
}

/// Changes to a membership.
/// Omitted fields keep their value; null removes that bound.
#[derive(InputObject)]
pub struct MembershipUpdateInput {
    /// The team; it cannot be cleared.
    /// To move a rep on a day, end this membership on that day and create another.
    pub team: MaybeUndefined<ID>,
    /// The first day; null for no start.
    pub starts_on: MaybeUndefined<Date>,
    /// The first day after the membership; null for open-ended.
    pub ends_on: MaybeUndefined<Date>,
    /// The version you read; CONFLICT when the membership has changed since.
    pub version: Option<i32>,
}

payload!("membershipCreate", MembershipCreatePayload, membership: Membership);
payload!("membershipUpdate", MembershipUpdatePayload, membership: Membership);
payload!("membershipDelete", MembershipDeletePayload, membership: Membership);

/// Changing memberships.
#[derive(Default)]
pub struct MembershipMutation;

#[Object]
impl MembershipMutation {
    /// Adds a rep to a team.
    /// What the rep did on those days counts for that team. Memberships of a rep do not overlap.
    async fn membership_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership.")] input: MembershipCreateInput,
    ) -> Option<Result<MembershipCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a membership; the figures of its days are restated.
    async fn membership_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership.")] id: ID,
        #[graphql(desc = "The changes.")] input: MembershipUpdateInput,
    ) -> Option<Result<MembershipUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes a membership as if it had never been.
    /// What the rep did on its days counts for no team. To end it, set `endsOn` instead.
    async fn membership_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The membership.")] id: ID,
    ) -> Option<Result<MembershipDeletePayload>> {
        answer(delete(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: MembershipCreateInput) -> Result<Membership> {
    let mut act = Act::begin(ctx).await?;
    act.lock_exclusive().await?;
    let rep = act.refer::<rep::Entity>(&input.rep, &["input", "rep"]).await?;
    let team = act.refer::<team::Entity>(&input.team, &["input", "team"]).await?;
    let days = Days::new(input.starts_on.map(|day| day.0), input.ends_on.map(|day| day.0));
    check(&act, rep, days, None).await?;
    let active = team_membership::ActiveModel {
        rep_id: Set(rep),
        team_id: Set(team),
        starts_on: Set(days.from),
        ends_on: Set(days.to),
        ..Default::default()
    };
    let membership = act.insert::<team_membership::Entity>(Act::new_id(), active).await?;
    restate::rep(&mut act, rep, days).await?;
    act.commit().await?;
    Ok(Membership(membership))
}

async fn update(ctx: &Context<'_>, id: ID, input: MembershipUpdateInput) -> Result<Membership> {
    let mut act = Act::begin(ctx).await?;
    act.lock_exclusive().await?;
    let before = act.get::<team_membership::Entity>(&id, &["id"]).await?;
    act.expect_version::<team_membership::Entity>(&before, input.version)?;
    let day = |day: Option<Date>| day.map(|day| day.0);
    let days = Days::new(
        input::change_maybe(input.starts_on).map_or(before.starts_on, day),
        input::change_maybe(input.ends_on).map_or(before.ends_on, day),
    );
    check(&act, before.rep_id, days, Some(before.id)).await?;
    let team = match input::change_value(&input.team, &["input", "team"])? {
        Some(team) => act.refer::<team::Entity>(&team, &["input", "team"]).await?,
        None => before.team_id,
    };
    let mut active = before.clone().into_active_model();
    active.team_id = Set(team);
    active.starts_on = Set(days.from);
    active.ends_on = Set(days.to);
    let membership = act.update::<team_membership::Entity>(&before, active).await?;
    let held = Days::new(before.starts_on, before.ends_on);
    let touched = if team == before.team_id { held.difference(days) } else { Some(held.hull(days)) };
    if let Some(touched) = touched {
        restate::rep(&mut act, membership.rep_id, touched).await?;
    }
    act.commit().await?;
    Ok(Membership(membership))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Membership> {
    let mut act = Act::begin(ctx).await?;
    act.lock_exclusive().await?;
    let before = act.get::<team_membership::Entity>(&id, &["id"]).await?;
    let membership = act.delete::<team_membership::Entity>(&before).await?;
    restate::rep(&mut act, before.rep_id, Days::new(before.starts_on, before.ends_on)).await?;
    act.commit().await?;
    Ok(Membership(membership))
}

/// Refuses a membership without a day, or one that overlaps another of the rep.
#[expect(clippy::disallowed_methods, reason = "a rep is in one team a day, whoever may see the other membership")]
async fn check(act: &Act<'_>, rep: Uuid, days: Days, except: Option<Uuid>) -> Result<()> {
    if days.from.zip(days.to).is_some_and(|(from, to)| to <= from) {
        return Err(UserError::input(&["input", "endsOn"], "It must end after its first day.").into());
    }
    let others = team_membership::Entity::find()
        .filter(team_membership::Column::RepId.eq(rep))
        .filter(team_membership::Column::DeletedAt.is_null())
        .all(&act.tx)
        .await?;
    let overlap = others
        .into_iter()
        .filter(|other| Some(other.id) != except)
        .find(|other| days.overlaps(Days::new(other.starts_on, other.ends_on)));
    let Some(other) = overlap else { return Ok(()) };
    let word = |day: Option<chrono::NaiveDate>, open: &str| day.map_or_else(|| open.to_owned(), |day| day.to_string());
    let (from, to) = (word(other.starts_on, "ever"), word(other.ends_on, "further notice"));
    // The end at fault is the one that reaches into the other.
    let field = match days.from {
        Some(from) if Days::new(other.starts_on, other.ends_on).contains(from) => "startsOn",
        None => "startsOn",
        Some(_) => "endsOn",
    };
    let message = format!("The rep has another membership then: from {from} to {to}.");
    Err(UserError::input(&["input", field], message).into())
}
