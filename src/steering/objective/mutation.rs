//! Assigning objectives: one mutation an act.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, OneofObject};
use entity::{objective, rep, team, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::Objective;
use crate::{
    access::{Subject, Viewer, policy},
    error::{Error, Result, UserError},
    graphql::{
        Count, Days, MoneyInput, Ratio,
        input::{self, NOTE},
        payload::answer,
        period::{Calendar, PeriodInput},
    },
    kpi::{self, Kpi, Unit},
    ledger::{PostingContext, money},
    mutation::Act,
    payload,
};

/// The target of a KPI: set the field of the KPI's unit.
#[derive(OneofObject, Clone)]
pub enum ObjectiveTargetInput {
    /// For KPIs in money, or money a day.
    Money(MoneyInput),
    /// For KPIs that count things.
    Count(Count),
    /// For KPIs that are a share, as in `0.25`, or a number a working day.
    Ratio(Ratio),
    /// For KPIs in days.
    Days(Days),
}

/// A new objective.
#[derive(InputObject)]
pub struct ObjectiveAssignInput {
    /// The KPI.
    pub kpi: Kpi,
    /// The rep whose objective it is.
    /// Without `rep` and `team` it is the organization's.
    pub rep: Option<ID>,
    /// The team whose objective it is, with all below it.
    /// Mutually exclusive with `rep`.
    pub team: Option<ID>,
    /// The period; there is one objective for a KPI, subject and period.
    pub period: PeriodInput,
    /// The target.
    pub target: ObjectiveTargetInput,
    /// The user responsible.
    /// Default: the rep's own user, the team's manager, or you for the organization.
    pub owner: Option<ID>,
    /// Why this target, at most 10 000 characters.
    pub rationale: Option<String>,
}

/// Changes to an objective.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct ObjectiveUpdateInput {
    /// The target; it cannot be cleared.
    pub target: MaybeUndefined<ObjectiveTargetInput>,
    /// The user responsible.
    pub owner: MaybeUndefined<ID>,
    /// Why this target, at most 10 000 characters.
    pub rationale: MaybeUndefined<String>,
    /// The version you read; CONFLICT when the objective has changed since.
    pub version: Option<i32>,
}

payload!("objectiveAssign", ObjectiveAssignPayload, objective: Objective);
payload!("objectiveUpdate", ObjectiveUpdatePayload, objective: Objective);
payload!("objectiveDelete", ObjectiveDeletePayload, objective: Objective);
payload!("objectiveRestore", ObjectiveRestorePayload, objective: Objective);

/// Assigning objectives.
#[derive(Default)]
pub struct ObjectiveMutation;

#[Object]
impl ObjectiveMutation {
    /// Sets the target of a KPI for a rep, a team or the organization.
    /// Managers set targets for their teams, those below and the reps in them; admins for everybody.
    async fn objective_assign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: ObjectiveAssignInput,
    ) -> Option<Result<ObjectiveAssignPayload>> {
        answer(assign(ctx, input).await)
    }

    /// Changes an objective; figures are compared to the new target at once.
    async fn objective_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The objective.")] id: ID,
        #[graphql(desc = "The changes.")] input: ObjectiveUpdateInput,
    ) -> Option<Result<ObjectiveUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes an objective; it can be restored.
    async fn objective_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The objective.")] id: ID,
    ) -> Option<Result<ObjectiveDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted objective, unless another took its place.
    async fn objective_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The objective.")] id: ID,
    ) -> Option<Result<ObjectiveRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn assign(ctx: &Context<'_>, input: ObjectiveAssignInput) -> Result<Objective> {
    let mut act = Act::begin(ctx).await?;
    let team = act.refer_maybe::<team::Entity>(input.team.as_ref(), &["input", "team"]).await?;
    let rep = act.refer_maybe::<rep::Entity>(input.rep.as_ref(), &["input", "rep"]).await?;
    let subject = match (team, rep) {
        (Some(_), Some(_)) => {
            return Err(UserError::input(&["input", "team"], "Name a rep or a team, not both.").into());
        }
        (Some(team), None) => Subject::Team(team),
        (None, Some(rep)) => Subject::Rep(rep),
        (None, None) => Subject::Organization,
    };
    may_steer(&act, subject)?;
    let today = PostingContext::new(act.organization)?.day(act.now);
    let period = Calendar::from(act.organization).resolve(input.period, today)?;
    let (target, currency) = stored(&act, input.kpi, &input.target)?;
    let owner = match &input.owner {
        Some(owner) => Some(act.refer::<user::Entity>(owner, &["input", "owner"]).await?),
        None => responsible(&act, subject).await?,
    };
    let active = objective::ActiveModel {
        kpi: Set(input.kpi.definition().field.to_owned()),
        team_id: Set(team),
        rep_id: Set(rep),
        starts_on: Set(period.from),
        ends_on: Set(period.to),
        target: Set(target),
        currency: Set(currency),
        owner_id: Set(owner),
        rationale: Set(input::optional(input.rationale.as_deref(), NOTE, &["input", "rationale"])?),
        ..Default::default()
    };
    let objective = act
        .insert::<objective::Entity>(Act::new_id(), active)
        .await
        .map_err(|error| taken(error, &["input", "period"]))?;
    act.commit().await?;
    Ok(Objective(objective))
}

async fn update(ctx: &Context<'_>, id: ID, input: ObjectiveUpdateInput) -> Result<Objective> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<objective::Entity>(&id, &["id"]).await?;
    may_steer(&act, kpi::subject_of(&before))?;
    act.expect_version::<objective::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(target) = input::change_value(&input.target, &["input", "target"])? {
        let kpi = Kpi::of_field(&before.kpi)
            .ok_or_else(|| UserError::conflict(&["id"], "The KPI is no longer in the catalogue."))?;
        let (target, currency) = stored(&act, kpi, &target)?;
        active.target = Set(target);
        active.currency = Set(currency);
    }
    match &input.owner {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => active.owner_id = Set(None),
        MaybeUndefined::Value(owner) => {
            active.owner_id = Set(Some(act.refer::<user::Entity>(owner, &["input", "owner"]).await?));
        }
    }
    if let Some(rationale) = input::change_optional(&input.rationale, NOTE, &["input", "rationale"])? {
        active.rationale = Set(rationale);
    }
    let objective = act.update::<objective::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(Objective(objective))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Objective> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<objective::Entity>(&id, &["id"]).await?;
    may_steer(&act, kpi::subject_of(&before))?;
    let objective = act.delete::<objective::Entity>(&before).await?;
    act.commit().await?;
    Ok(Objective(objective))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Objective> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<objective::Entity>(&id, &["id"]).await?;
    may_steer(&act, kpi::subject_of(&before))?;
    let objective = act.restore::<objective::Entity>(&before).await.map_err(|error| taken(error, &["id"]))?;
    act.commit().await?;
    Ok(Objective(objective))
}

fn may_steer(act: &Act<'_>, subject: Subject) -> Result<()> {
    if policy::may_steer(act.viewer, subject) { Ok(()) } else { Err(Error::forbidden()) }
}

/// A target as it is kept: minor units, ten-thousandths, or millionths; with its currency.
fn stored(act: &Act<'_>, kpi: Kpi, target: &ObjectiveTargetInput) -> Result<(i64, Option<String>)> {
    let field = &["input", "target"];
    let millionths = |number: f64| {
        let stored = money::rounded(number * 1e6).filter(|stored| (0..=money::LARGEST).contains(stored));
        stored.ok_or_else(|| UserError::input(field, "Give a number from 0 to 1 000 000."))
    };
    Ok(match (kpi.definition().unit, target) {
        (Unit::Money | Unit::MoneyPerDay, ObjectiveTargetInput::Money(money)) => {
            let (minor, currency) = money.minor(&act.organization.currency, &["input", "target", "money"])?;
            if currency != act.organization.currency {
                let message = format!("Targets are set in {}, which figures are given in.", act.organization.currency);
                return Err(UserError::input(&["input", "target", "money", "currency"], message).into());
            }
            (minor, Some(currency))
        }
        (Unit::Count, ObjectiveTargetInput::Count(Count(count))) if (0..=money::LARGEST).contains(count) => {
            (*count, None)
        }
        (Unit::Count, ObjectiveTargetInput::Count(_)) => {
            return Err(UserError::input(field, "Give a number from 0 to 100 000 000.").into());
        }
        (
            Unit::Ratio | Unit::PerDay | Unit::PerHundred | Unit::PerWin | Unit::Months | Unit::Points,
            ObjectiveTargetInput::Ratio(Ratio(ratio)),
        ) => (millionths(*ratio)?, None),
        (Unit::Days, ObjectiveTargetInput::Days(Days(days))) => (millionths(*days)?, None),
        (unit, _) => {
            let wanted = match unit {
                Unit::Money | Unit::MoneyPerDay => "money",
                Unit::Count => "count",
                Unit::Ratio | Unit::PerDay | Unit::PerHundred | Unit::PerWin | Unit::Months | Unit::Points => "ratio",
                Unit::Days => "days",
            };
            let message = format!("The target of {} is given as `{wanted}`.", kpi.definition().field);
            return Err(UserError::input(field, message).into());
        }
    })
}

/// Who answers for a subject: the rep's own login, the team's manager; for the organization whoever acts.
async fn responsible(act: &Act<'_>, subject: Subject) -> Result<Option<Uuid>> {
    // Whoever may set the objective may say for whom, even if the list of users is not theirs to see.
    let system = Viewer::system();
    Ok(match subject {
        Subject::Organization => act.viewer.user().map(|user| user.id),
        Subject::Team(team) => {
            let team = system.find::<team::Entity>().filter(team::Column::Id.eq(team)).one(&act.tx).await?;
            team.and_then(|team| team.manager_id)
        }
        Subject::Rep(rep) => system
            .find::<user::Entity>()
            .filter(user::Column::RepId.eq(rep))
            .order_by_asc(user::Column::Id)
            .one(&act.tx)
            .await?
            .map(|user| user.id),
    })
}

/// Says at which argument two objectives collide.
fn taken(error: Error, field: &[&str]) -> Error {
    match error {
        Error::Input(errors) if errors.iter().any(|error| error.field == ["input"]) => {
            UserError::conflict(field, "This KPI, subject and period already has an objective; change that one.").into()
        }
        other => other,
    }
}
