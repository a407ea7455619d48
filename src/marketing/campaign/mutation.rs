//! Changing campaigns.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use chrono::NaiveDate;
use entity::campaign;
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::Campaign;
use crate::{
    error::{Result, UserError},
    graphql::{
        Date, MoneyInput,
        input::{self, LINE},
        payload::answer,
    },
    mutation::Act,
    payload,
};

/// A new campaign.
#[derive(InputObject)]
pub struct CampaignCreateInput {
    /// The name, at most 200 characters.
    pub name: String,
    /// The marketing lever or channel, as in `Trade fairs`.
    pub lever: Option<String>,
    /// Whether its leads and deals count as marketing-sourced.
    /// It cannot change later.
    #[graphql(default = true)]
    pub is_marketing: bool,
    /// The source of its leads, deals and expenses, as in `fair`.
    /// It cannot change later.
    pub lead_source: Option<String>,
    /// The first day.
    pub starts_on: Option<Date>,
    /// The first day after the campaign.
    pub ends_on: Option<Date>,
    /// The planned cost, net of tax.
    pub budget: Option<MoneyInput>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a campaign.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct CampaignUpdateInput {
    /// The name; it cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// The marketing lever or channel.
    /// Breakdowns by lever use the present one for past periods too.
    pub lever: MaybeUndefined<String>,
    /// The first day.
    pub starts_on: MaybeUndefined<Date>,
    /// The first day after the campaign.
    pub ends_on: MaybeUndefined<Date>,
    /// The planned cost, net of tax.
    pub budget: MaybeUndefined<MoneyInput>,
    /// The version you read; CONFLICT when the campaign has changed since.
    pub version: Option<i32>,
}

payload!("campaignCreate", CampaignCreatePayload, campaign: Campaign);
payload!("campaignUpdate", CampaignUpdatePayload, campaign: Campaign);
payload!("campaignDelete", CampaignDeletePayload, campaign: Campaign);
payload!("campaignRestore", CampaignRestorePayload, campaign: Campaign);

/// Changing campaigns.
#[derive(Default)]
pub struct CampaignMutation;

#[Object]
impl CampaignMutation {
    /// Creates a campaign.
    async fn campaign_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: CampaignCreateInput,
    ) -> Option<Result<CampaignCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a campaign.
    async fn campaign_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] id: ID,
        #[graphql(desc = "The changes.")] input: CampaignUpdateInput,
    ) -> Option<Result<CampaignUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes a campaign.
    /// Its leads and deals keep their attribution. It can be restored.
    async fn campaign_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] id: ID,
    ) -> Option<Result<CampaignDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted campaign.
    async fn campaign_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] id: ID,
    ) -> Option<Result<CampaignRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: CampaignCreateInput) -> Result<Campaign> {
    let mut act = Act::begin(ctx).await?;
    let word = |value: &Option<String>, name| input::optional(value.as_deref(), LINE, &["input", name]);
    let budget = input.budget.map(|budget| budget.minor(&act.organization.currency, &["input", "budget"]));
    let (budget, currency) = budget.transpose()?.unzip();
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let (starts_on, ends_on) = (input.starts_on.map(|day| day.0), input.ends_on.map(|day| day.0));
    expect_days(starts_on, ends_on)?;
    let active = campaign::ActiveModel {
        name: Set(input::text(&input.name, LINE, &["input", "name"])?),
        lever: Set(word(&input.lever, "lever")?),
        is_marketing: Set(input.is_marketing),
        lead_source: Set(word(&input.lead_source, "leadSource")?),
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        budget: Set(budget),
        currency: Set(currency),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let campaign = act.insert::<campaign::Entity>(Act::new_id(), active).await?;
    act.commit().await?;
    Ok(Campaign(campaign))
}

async fn update(ctx: &Context<'_>, id: ID, input: CampaignUpdateInput) -> Result<Campaign> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<campaign::Entity>(&id, &["id"]).await?;
    act.expect_version::<campaign::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    if let Some(lever) = input::change_optional(&input.lever, LINE, &["input", "lever"])? {
        active.lever = Set(lever);
    }
    let day = |day: Option<Date>| day.map(|day| day.0);
    let starts_on = input::change_maybe(input.starts_on).map_or(before.starts_on, day);
    let ends_on = input::change_maybe(input.ends_on).map_or(before.ends_on, day);
    expect_days(starts_on, ends_on)?;
    active.starts_on = Set(starts_on);
    active.ends_on = Set(ends_on);
    if let Some(budget) = input::change_maybe(input.budget) {
        let budget = budget.map(|budget| budget.minor(&act.organization.currency, &["input", "budget"]));
        let (budget, currency) = budget.transpose()?.unzip();
        active.budget = Set(budget);
        active.currency = Set(currency);
    }
    let campaign = act.update::<campaign::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(Campaign(campaign))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Campaign> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<campaign::Entity>(&id, &["id"]).await?;
    let campaign = act.delete::<campaign::Entity>(&before).await?;
    act.commit().await?;
    Ok(Campaign(campaign))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Campaign> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<campaign::Entity>(&id, &["id"]).await?;
    let campaign = act.restore::<campaign::Entity>(&before).await?;
    act.commit().await?;
    Ok(Campaign(campaign))
}

/// Refuses a campaign without a day.
fn expect_days(starts_on: Option<NaiveDate>, ends_on: Option<NaiveDate>) -> Result<(), UserError> {
    if starts_on.zip(ends_on).is_some_and(|(from, to)| to <= from) {
        return Err(UserError::input(&["input", "endsOn"], "It must end after its first day."));
    }
    Ok(())
}
