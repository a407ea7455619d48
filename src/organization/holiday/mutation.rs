//! Changing holidays. Figures that count working days follow at once: they are counted when they are asked for.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::holiday;
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::Holiday;
use crate::{
    error::{Error, Result, UserError},
    graphql::{
        Date,
        input::{self, LINE},
        payload::answer,
    },
    mutation::Act,
    payload,
};

/// A new holiday.
#[derive(InputObject)]
pub struct HolidayCreateInput {
    /// The day; there is at most one holiday a day.
    pub day: Date,
    /// The name, at most 200 characters.
    pub name: String,
}

/// Changes to a holiday.
/// Omitted fields keep their value; none can be cleared.
#[derive(InputObject)]
pub struct HolidayUpdateInput {
    /// The day; there is at most one holiday a day.
    pub day: MaybeUndefined<Date>,
    /// The name, at most 200 characters.
    pub name: MaybeUndefined<String>,
    /// The version you read; CONFLICT when the holiday has changed since.
    pub version: Option<i32>,
}

payload!("holidayCreate", HolidayCreatePayload, holiday: Holiday);
payload!("holidayUpdate", HolidayUpdatePayload, holiday: Holiday);
payload!("holidayDelete", HolidayDeletePayload, holiday: Holiday);

/// Changing holidays.
#[derive(Default)]
pub struct HolidayMutation;

#[Object]
impl HolidayMutation {
    /// Creates a holiday.
    async fn holiday_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: HolidayCreateInput,
    ) -> Option<Result<HolidayCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a holiday.
    async fn holiday_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The holiday.")] id: ID,
        #[graphql(desc = "The changes.")] input: HolidayUpdateInput,
    ) -> Option<Result<HolidayUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes a holiday permanently; the day becomes a normal weekday.
    async fn holiday_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The holiday.")] id: ID,
    ) -> Option<Result<HolidayDeletePayload>> {
        answer(delete(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: HolidayCreateInput) -> Result<Holiday> {
    let mut act = Act::begin(ctx).await?;
    let active = holiday::ActiveModel {
        day: Set(input.day.0),
        name: Set(input::text(&input.name, LINE, &["input", "name"])?),
        ..Default::default()
    };
    let holiday = act.insert::<holiday::Entity>(Act::new_id(), active).await.map_err(taken)?;
    act.commit().await?;
    Ok(Holiday(holiday))
}

async fn update(ctx: &Context<'_>, id: ID, input: HolidayUpdateInput) -> Result<Holiday> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<holiday::Entity>(&id, &["id"]).await?;
    act.expect_version::<holiday::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(day) = input::change_value(&input.day, &["input", "day"])? {
        active.day = Set(day.0);
    }
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    let holiday = act.update::<holiday::Entity>(&before, active).await.map_err(taken)?;
    act.commit().await?;
    Ok(Holiday(holiday))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Holiday> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<holiday::Entity>(&id, &["id"]).await?;
    act.remove::<holiday::Entity>(&before).await?;
    act.commit().await?;
    Ok(Holiday(before))
}

/// Says at which argument two holidays collide.
fn taken(error: Error) -> Error {
    match error {
        Error::Input(errors) if errors.iter().any(|error| error.field == ["input"]) => {
            UserError::conflict(&["input", "day"], "That day is already a holiday.").into()
        }
        other => other,
    }
}
