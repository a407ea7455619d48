//! Whose objectives and forecasts are.

use entity::{Kind, forecast_adjustment, forecast_submission, objective};
use sea_orm::{ColumnTrait, Condition};

use super::{Scoped, all, none, when};
use crate::access::{Reach, Viewer};

// Reps see their own objectives, and their team's where the team shows its figures; managers those of their teams.
scoped!(objective, Some(objective::Column::DeletedAt), |viewer| match viewer.reach() {
    Reach::Nothing | Reach::Own(None) => none(),
    Reach::Everything => all(),
    Reach::Own(Some(member)) => {
        let team = member.team.as_ref().filter(|team| team.shares_kpis);
        Condition::any()
            .add(objective::Column::RepId.eq(member.rep))
            .add_option(team.map(|team| objective::Column::TeamId.eq(team.id)))
    }
    Reach::Teams { teams, reps, own, .. } => Condition::any()
        .add(objective::Column::TeamId.is_in(teams.iter().copied()))
        .add(objective::Column::RepId.is_in(reps.iter().copied().chain(*own))),
    Reach::Scopes(scopes) => when(scopes.reads(Kind::Objective)),
});
scoped!(forecast_submission, None, |viewer| match viewer.reach() {
    Reach::Nothing | Reach::Own(None) => none(),
    Reach::Everything => all(),
    Reach::Own(Some(member)) => all().add(forecast_submission::Column::RepId.eq(member.rep)),
    Reach::Teams { reps, own, .. } => {
        all().add(forecast_submission::Column::RepId.is_in(reps.iter().copied().chain(*own)))
    }
    Reach::Scopes(scopes) => when(scopes.reads(Kind::ForecastSubmission)),
});
// What a manager makes of a figure is not for those whose figure it is.
scoped!(forecast_adjustment, None, |viewer| match viewer.reach() {
    Reach::Nothing | Reach::Own(_) => none(),
    Reach::Everything => all(),
    Reach::Teams { teams, reps, .. } => Condition::any()
        .add(forecast_adjustment::Column::TeamId.is_in(teams.iter().copied()))
        .add(forecast_adjustment::Column::RepId.is_in(reps.iter().copied())),
    Reach::Scopes(scopes) => when(scopes.reads(Kind::ForecastAdjustment)),
});
