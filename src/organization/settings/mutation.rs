//! Changing the organization's settings.

use std::collections::BTreeSet;

use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use entity::{key_fact, organization};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::{Organization, Weekday};
use crate::{
    error::{Result, UserError},
    graphql::{
        CurrencyCode,
        input::{self, LINE},
        payload::answer,
    },
    marketing::key_fact::KeyFactKind,
    mutation::{Act, restate},
    payload,
};

/// Changes to the settings.
/// Omitted fields keep their value; none can be cleared.
#[derive(InputObject)]
pub struct OrganizationUpdateInput {
    /// The name, at most 200 characters.
    pub name: MaybeUndefined<String>,
    /// The currency of all figures.
    /// A change restates every figure. Amounts without an exchange rate into it stay unconverted until there is one.
    pub currency: MaybeUndefined<CurrencyCode>,
    /// The IANA time zone, as in `Europe/Paris`.
    /// A change restates every figure.
    pub time_zone: MaybeUndefined<String>,
    /// The month the fiscal year starts in, 1 to 12.
    #[graphql(validator(minimum = 1, maximum = 12))]
    pub fiscal_year_start_month: MaybeUndefined<i16>,
    /// The first day of the week.
    pub week_starts_on: MaybeUndefined<Weekday>,
    /// The months after a win during which a customer is active, 1 to 120.
    #[graphql(validator(minimum = 1, maximum = 120))]
    pub activity_window_months: MaybeUndefined<i16>,
    /// The smallest number of contributors shown to everybody, 1 to 100.
    /// Figures of fewer are withheld from those who may not see each contributor.
    #[graphql(validator(minimum = 1, maximum = 100))]
    pub group_minimum: MaybeUndefined<i16>,
    /// The hours within which sales should contact a lead, 1 to 2 000.
    /// A change restates which leads were contacted in time.
    #[graphql(validator(minimum = 1, maximum = 2_000))]
    pub hand_over_sla_hours: MaybeUndefined<i16>,
    /// The kinds of key fact required of every prospect; empty for none.
    /// A change restates all figures of key information, past ones included.
    pub required_key_facts: MaybeUndefined<Vec<KeyFactKind>>,
    /// The days a key fact is fresh after verification, 1 to 3650.
    /// A change restates all figures of key information.
    #[graphql(validator(minimum = 1, maximum = 3650))]
    pub key_fact_fresh_days: MaybeUndefined<i16>,
    /// The working weekdays, at least one.
    /// Pace and frequency KPIs use them, without holidays.
    pub working_weekdays: MaybeUndefined<Vec<Weekday>>,
    /// The hours within which a lead should be contacted, 1 to 720.
    /// A change restates past leads too.
    #[graphql(validator(minimum = 1, maximum = 720))]
    pub lead_response_hours: MaybeUndefined<i16>,
    /// The days after which an open deal is stalled, 1 to 365.
    #[graphql(validator(minimum = 1, maximum = 365))]
    pub stalled_after_days: MaybeUndefined<i16>,
    /// The version you read; CONFLICT when the settings have changed since.
    pub version: Option<i32>,
}

payload!("organizationUpdate", OrganizationUpdatePayload, organization: Organization);

/// Changing the organization's settings.
#[derive(Default)]
pub struct OrganizationMutation;

#[Object]
impl OrganizationMutation {
    /// Changes the settings that figures depend on.
    async fn organization_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes.")] input: OrganizationUpdateInput,
    ) -> Option<Result<OrganizationUpdatePayload>> {
        answer(update(ctx, input).await)
    }
}

async fn update(ctx: &Context<'_>, input: OrganizationUpdateInput) -> Result<Organization> {
    let mut act = Act::begin(ctx).await?;
    let before = act.row::<organization::Entity>(act.organization.id, &[]).await?;
    act.lock_exclusive().await?;
    act.expect_version::<organization::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    if let Some(currency) = input::change_value(&input.currency, &["input", "currency"])? {
        active.currency = Set(currency.0);
    }
    if let Some(zone) = input::change(&input.time_zone, LINE, &["input", "timeZone"])? {
        active.time_zone = Set(time_zone(&zone)?);
    }
    if let Some(month) = input::change_value(&input.fiscal_year_start_month, &["input", "fiscalYearStartMonth"])? {
        active.fiscal_year_start_month = Set(month);
    }
    if let Some(day) = input::change_value(&input.week_starts_on, &["input", "weekStartsOn"])? {
        active.week_starts_on = Set(day.number());
    }
    if let Some(months) = input::change_value(&input.activity_window_months, &["input", "activityWindowMonths"])? {
        active.activity_window_months = Set(months);
    }
    if let Some(minimum) = input::change_value(&input.group_minimum, &["input", "groupMinimum"])? {
        active.group_minimum = Set(minimum);
    }
    if let Some(hours) = input::change_value(&input.hand_over_sla_hours, &["input", "handOverSlaHours"])? {
        active.hand_over_sla_hours = Set(hours);
    }

    if let Some(kinds) = input::change_value(&input.required_key_facts, &["input", "requiredKeyFacts"])? {
        let kinds: BTreeSet<key_fact::Kind> = kinds.into_iter().map(key_fact::Kind::from).collect();
        active.required_key_facts = Set(kinds.into_iter().map(key_fact::Kind::name).collect::<Vec<_>>().join(","));
    }
    if let Some(days) = input::change_value(&input.key_fact_fresh_days, &["input", "keyFactFreshDays"])? {
        active.key_fact_fresh_days = Set(days);
    }

    if let Some(days) = input::change_value(&input.working_weekdays, &["input", "workingWeekdays"])? {
        let bits = days.into_iter().fold(0, |bits, day| bits | day.bit());
        if bits == 0 {
            return Err(UserError::input(&["input", "workingWeekdays"], "Give at least one working weekday.").into());
        }
        active.working_weekdays = Set(bits);
    }

    if let Some(hours) = input::change_value(&input.lead_response_hours, &["input", "leadResponseHours"])? {
        active.lead_response_hours = Set(hours);
    }
    if let Some(days) = input::change_value(&input.stalled_after_days, &["input", "stalledAfterDays"])? {
        active.stalled_after_days = Set(days);
    }
    let after = act.update::<organization::Entity>(&before, active).await?;
    restate::organization(&mut act, &before, &after).await?;
    act.commit().await?;
    Ok(Organization(after))
}

/// The name of a time zone as IANA spells it.
fn time_zone(name: &str) -> Result<String, UserError> {
    let zone: Result<chrono_tz::Tz, _> = name.parse();
    match zone {
        Ok(zone) => Ok(zone.name().to_owned()),
        Err(_) => Err(UserError::input(
            &["input", "timeZone"],
            "This is not an IANA time zone; write one such as `Europe/Paris`.",
        )),
    }
}
