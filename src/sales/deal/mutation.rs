//! The deal mutations.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::{contact, customer, deal, lead, outcome_reason, rep, stage};
use sea_orm::{ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter};

use super::{
    Deal,
    lifecycle::{self, Change},
    lines::{self, DealLineInput},
    opening,
    state::{DealState, Outlook},
};
use crate::{
    error::{Result, UserError},
    graphql::{
        Date, DateTime, MoneyInput, Ratio,
        input::{self, LINE, NOTE},
        payload::answer,
    },
    ledger::money,
    marketing::campaign::Origin,
    mutation::Act,
    payload,
    sales::{pipeline::ForecastCategory, reason},
};

/// A new deal.
#[derive(InputObject)]
pub struct DealCreateInput {
    /// What is sold to whom, at most 200 characters.
    pub name: String,
    /// The customer.
    pub customer: Option<ID>,
    /// The contact person.
    pub contact: Option<ID>,
    /// The lead it comes from; its source and campaign become the deal's.
    pub lead: Option<ID>,
    /// The pipeline (default: the default pipeline).
    pub pipeline: Option<ID>,
    /// The stage, in that pipeline (default: the first).
    pub stage: Option<ID>,
    /// The owner (default: you).
    pub rep: Option<ID>,
    /// The value, net of tax and discount.
    pub amount: Option<MoneyInput>,
    /// The win probability, from 0 to 1, where it differs from the stage's.
    pub probability: Option<Ratio>,
    /// The forecast category, where it differs from the stage's.
    pub forecast_category: Option<ForecastCategory>,
    /// The expected close date.
    pub expected_close_on: Option<Date>,
    /// The date of the next step.
    pub next_step_on: Option<Date>,
    /// When the sale began, not in the future (default: now).
    pub opened_at: Option<DateTime>,
    /// The source of the business (default: the campaign's or the lead's).
    pub source: Option<String>,
    /// The campaign it came from (default: the lead's).
    /// It cannot change later.
    pub campaign: Option<ID>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a deal.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct DealUpdateInput {
    /// The name; it cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// The customer.
    pub customer: MaybeUndefined<ID>,
    /// The contact person.
    pub contact: MaybeUndefined<ID>,
    /// The value.
    /// On a closed deal only a manager may change it, because the period it closed in is restated.
    pub amount: MaybeUndefined<MoneyInput>,
    /// The win probability, from 0 to 1; null returns to the stage's.
    pub probability: MaybeUndefined<Ratio>,
    /// The forecast category, whatever the stage; null returns to the stage's.
    pub forecast_category: MaybeUndefined<ForecastCategory>,
    /// The expected close date.
    pub expected_close_on: MaybeUndefined<Date>,
    /// The date of the next step.
    pub next_step_on: MaybeUndefined<Date>,
    /// The competitor it is lost to or won against.
    pub competitor: MaybeUndefined<String>,
    /// The version you read; CONFLICT when the deal has changed since.
    pub version: Option<i32>,
}

/// The move of a deal to another stage.
#[derive(InputObject)]
pub struct DealMoveInput {
    /// The stage to move to, in the deal's own pipeline.
    pub stage: ID,
    /// The version you read; CONFLICT when the deal has changed since.
    pub version: Option<i32>,
}

/// The new owner of a deal.
#[derive(InputObject)]
pub struct DealReassignInput {
    /// The new owner.
    /// Credit for what was won stays where it is.
    pub rep: ID,
    /// The version you read; CONFLICT when the deal has changed since.
    pub version: Option<i32>,
}

/// A share of the credit for a deal.
#[derive(InputObject)]
pub struct DealCreditInput {
    /// Who is credited.
    pub rep: ID,
    /// The share in basis points, 1 to 10 000.
    #[graphql(validator(minimum = 1, maximum = 10_000))]
    pub share_bp: i32,
}

/// The credit split of a deal.
#[derive(InputObject)]
pub struct DealSetCreditsInput {
    /// The shares, which sum to 10 000; each rep appears once.
    /// Empty gives all credit to the owner.
    pub credits: Vec<DealCreditInput>,
    /// The version you read; CONFLICT when the deal has changed since.
    pub version: Option<i32>,
}

/// The lines of a deal.
#[derive(InputObject)]
pub struct DealSetLinesInput {
    /// The lines in order, at most 100; the deal's amount becomes their sum.
    /// Empty leaves the amount as it is.
    pub lines: Vec<DealLineInput>,
    /// The version you read; CONFLICT when the deal has changed since.
    pub version: Option<i32>,
}

/// The win of a deal.
#[derive(InputObject, Default)]
pub struct DealWinInput {
    /// When it was won (default: now).
    /// Not in the future. Only managers may date it more than a day back.
    pub closed_at: Option<DateTime>,
    /// The won amount, net of tax and discount (default: the deal's amount).
    pub amount: Option<MoneyInput>,
    /// The primary reason, one with the outcome WON.
    pub reason: Option<ID>,
    /// The reason in words.
    pub reason_note: Option<String>,
    /// The competitor it was won against.
    pub competitor: Option<String>,
    /// The version you read; CONFLICT when the deal has changed since.
    pub version: Option<i32>,
}

/// The loss of a deal.
#[derive(InputObject, Default)]
pub struct DealLoseInput {
    /// When it was lost (default: now).
    /// Not in the future. Only managers may date it more than a day back.
    pub closed_at: Option<DateTime>,
    /// The primary reason, one with the outcome LOST.
    pub reason: Option<ID>,
    /// The reason in words.
    pub reason_note: Option<String>,
    /// The competitor it was lost to.
    pub competitor: Option<String>,
    /// The version you read; CONFLICT when the deal has changed since.
    pub version: Option<i32>,
}

payload!("dealCreate", DealCreatePayload, deal: Deal);
payload!("dealUpdate", DealUpdatePayload, deal: Deal);
payload!("dealMove", DealMovePayload, deal: Deal);
payload!("dealReassign", DealReassignPayload, deal: Deal);
payload!("dealSetCredits", DealSetCreditsPayload, deal: Deal);
payload!("dealSetLines", DealSetLinesPayload, deal: Deal);
payload!("dealWin", DealWinPayload, deal: Deal);
payload!("dealLose", DealLosePayload, deal: Deal);
payload!("dealReopen", DealReopenPayload, deal: Deal);
payload!("dealDelete", DealDeletePayload, deal: Deal);
payload!("dealRestore", DealRestorePayload, deal: Deal);

/// Changing deals.
#[derive(Default)]
pub struct DealMutation;

#[Object]
impl DealMutation {
    /// Creates a deal.
    async fn deal_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: DealCreateInput,
    ) -> Option<Result<DealCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a deal.
    async fn deal_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deal.")] id: ID,
        #[graphql(desc = "The changes.")] input: DealUpdateInput,
    ) -> Option<Result<DealUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Moves an open deal to another stage of its pipeline.
    async fn deal_move(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deal.")] id: ID,
        #[graphql(desc = "The new place.")] input: DealMoveInput,
    ) -> Option<Result<DealMovePayload>> {
        answer(move_to(ctx, id, input).await)
    }

    /// Gives a deal to another rep of your teams.
    async fn deal_reassign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deal.")] id: ID,
        #[graphql(desc = "The new owner.")] input: DealReassignInput,
    ) -> Option<Result<DealReassignPayload>> {
        answer(reassign(ctx, id, input).await)
    }

    /// Splits the credit for a deal among reps.
    async fn deal_set_credits(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deal.")] id: ID,
        #[graphql(desc = "The shares.")] input: DealSetCreditsInput,
    ) -> Option<Result<DealSetCreditsPayload>> {
        answer(set_credits(ctx, id, input).await)
    }

    /// Replaces the lines of a deal; its amount becomes their sum.
    async fn deal_set_lines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deal.")] id: ID,
        #[graphql(desc = "The lines.")] input: DealSetLinesInput,
    ) -> Option<Result<DealSetLinesPayload>> {
        answer(set_lines(ctx, id, input).await)
    }

    /// Closes an open deal as won: its amount becomes revenue of that day.
    async fn deal_win(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deal.")] id: ID,
        #[graphql(desc = "How it was won.")] input: Option<DealWinInput>,
    ) -> Option<Result<DealWinPayload>> {
        answer(win(ctx, id, input.unwrap_or_default()).await)
    }

    /// Closes an open deal as lost.
    async fn deal_lose(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deal.")] id: ID,
        #[graphql(desc = "How it was lost.")] input: Option<DealLoseInput>,
    ) -> Option<Result<DealLosePayload>> {
        answer(lose(ctx, id, input.unwrap_or_default()).await)
    }

    /// Reopens a closed deal.
    /// Its outcome no longer counts in the period it was closed in.
    async fn deal_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deal.")] id: ID,
        #[graphql(desc = "The version you read; CONFLICT when the deal has changed since.")] version: Option<i32>,
    ) -> Option<Result<DealReopenPayload>> {
        answer(reopen(ctx, id, version).await)
    }

    /// Deletes a deal.
    /// It leaves every list and figure and can be restored.
    async fn deal_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deal.")] id: ID,
    ) -> Option<Result<DealDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted deal.
    async fn deal_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deal.")] id: ID,
    ) -> Option<Result<DealRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: DealCreateInput) -> Result<Deal> {
    let mut act = Act::begin(ctx).await?;
    let name = input::text(&input.name, LINE, &["input", "name"])?;
    let owner = act.owner(input.rep.as_ref(), &["input", "rep"]).await?;
    let lead = match &input.lead {
        Some(lead) => Some(act.get::<lead::Entity>(lead, &["input", "lead"]).await?),
        None => None,
    };
    let stage = opening::stage(&act, input.pipeline.as_ref(), input.stage.as_ref()).await?;
    let (amount, currency) = opening::amount(&act, input.amount.as_ref())?;
    let probability =
        input.probability.map(|ratio| input::basis_points(ratio.0, &["input", "probability"])).transpose()?;
    let opened_at = input.opened_at.map_or(act.now, |at| at.0);
    if opened_at > act.now {
        return Err(UserError::input(&["input", "openedAt"], "A deal cannot be opened in the future.").into());
    }
    let source = input::optional(input.source.as_deref(), LINE, &["input", "source"])?;
    let origin = Origin::inherited(&act, input.campaign.as_ref(), source, lead.as_ref()).await?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let active = deal::ActiveModel {
        name: Set(name),
        customer_id: Set(act.refer_maybe::<customer::Entity>(input.customer.as_ref(), &["input", "customer"]).await?),
        contact_id: Set(act.refer_maybe::<contact::Entity>(input.contact.as_ref(), &["input", "contact"]).await?),
        lead_id: Set(lead.as_ref().map(|lead| lead.id)),
        pipeline_id: Set(stage.pipeline_id),
        stage_id: Set(stage.id),
        owner_id: Set(owner),
        status: Set(deal::Status::Open),
        amount: Set(amount),
        currency: Set(currency),
        probability_bp: Set(probability),
        forecast_category: Set(input.forecast_category.map(Into::into)),
        expected_close_on: Set(input.expected_close_on.map(|day| day.0)),
        next_step_on: Set(input.next_step_on.map(|day| day.0)),
        opened_at: Set(Some(opened_at)),
        source: Set(origin.source),
        campaign_id: Set(origin.campaign),
        is_marketing_sourced: Set(origin.is_marketing),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let deal = opening::open(&mut act, active, &stage).await?;
    act.commit().await?;
    Ok(Deal(deal))
}

async fn update(ctx: &Context<'_>, id: ID, input: DealUpdateInput) -> Result<Deal> {
    let mut act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id).await?;
    act.expect_version::<deal::Entity>(&before.deal, input.version)?;
    let mut active = before.deal.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    match &input.customer {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => active.customer_id = Set(None),
        MaybeUndefined::Value(id) => {
            active.customer_id = Set(Some(act.refer::<customer::Entity>(id, &["input", "customer"]).await?));
        }
    }
    match &input.contact {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => active.contact_id = Set(None),
        MaybeUndefined::Value(id) => {
            active.contact_id = Set(Some(act.refer::<contact::Entity>(id, &["input", "contact"]).await?));
        }
    }
    match &input.amount {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => {
            lifecycle::may_correct(&act, &before.deal)?;
            active.amount = Set(None);
        }
        MaybeUndefined::Value(amount) => {
            lifecycle::may_correct(&act, &before.deal)?;
            let (amount, currency) = amount.minor(&act.organization.currency, &["input", "amount"])?;
            lines::forget_other_than(&mut active, &before.deal, &currency);
            active.amount = Set(Some(amount));
            active.currency = Set(currency);
        }
    }
    if let Some(competitor) = input::change_optional(&input.competitor, LINE, &["input", "competitor"])? {
        active.competitor = Set(competitor);
    }
    if !input.next_step_on.is_undefined() {
        active.next_step_on = Set(input.next_step_on.value().map(|day| day.0));
    }
    if !input.expected_close_on.is_undefined() {
        active.expected_close_on = Set(input.expected_close_on.value().map(|day| day.0));
    }
    let outlook = outlook(&act, &before, &input, &mut active).await?;
    let mut change = Change::columns(active);
    change.outlook = Some(outlook);
    let deal = lifecycle::change(&mut act, before, change).await?;
    act.commit().await?;
    Ok(Deal(deal))
}

/// What is thought of a deal after an update of its own chance and category.
async fn outlook(
    act: &Act<'_>,
    before: &DealState,
    input: &DealUpdateInput,
    active: &mut deal::ActiveModel,
) -> Result<Outlook> {
    let mut outlook = before.outlook();
    let stage = match (input.probability, input.forecast_category) {
        (MaybeUndefined::Null, _) | (_, MaybeUndefined::Null) => {
            Some(act.row::<stage::Entity>(before.deal.stage_id, &["id"]).await?)
        }
        _ => None,
    };
    if let Some(ratio) = input::change_maybe(input.probability) {
        let own = ratio.map(|ratio| input::basis_points(ratio.0, &["input", "probability"])).transpose()?;
        active.probability_bp = Set(own);
        let by_stage = stage.as_ref().map(|stage| stage.probability_bp);
        outlook.probability_bp = own.or(by_stage).unwrap_or(outlook.probability_bp);
    }
    if let Some(category) = input::change_maybe(input.forecast_category) {
        let own = category.map(Into::into);
        active.forecast_category = Set(own);
        let by_stage = stage.as_ref().map(|stage| stage.forecast_category);
        outlook.category = own.or(by_stage).unwrap_or(outlook.category);
    }
    Ok(outlook)
}

async fn move_to(ctx: &Context<'_>, id: ID, input: DealMoveInput) -> Result<Deal> {
    let mut act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id).await?;
    act.expect_version::<deal::Entity>(&before.deal, input.version)?;
    lifecycle::expect_status(&before.deal, deal::Status::Open)?;
    let stage = act.get::<stage::Entity>(&input.stage, &["input", "stage"]).await?;
    if stage.pipeline_id != before.deal.pipeline_id {
        return Err(UserError::input(&["input", "stage"], "The stage belongs to another pipeline.").into());
    }
    let mut active = before.deal.clone().into_active_model();
    active.stage_id = Set(stage.id);
    let mut change = Change::columns(active);
    change.route = lifecycle::route(&act, &before.deal, Some(stage.id)).await?;
    // What the deal says of itself stays: a stage must not overwrite a judgement.
    change.outlook = Some(Outlook::of(&before.deal, &stage));
    let deal = lifecycle::change(&mut act, before, change).await?;
    act.commit().await?;
    Ok(Deal(deal))
}

async fn reassign(ctx: &Context<'_>, id: ID, input: DealReassignInput) -> Result<Deal> {
    let mut act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id).await?;
    act.expect_version::<deal::Entity>(&before.deal, input.version)?;
    let rep = act.owner(Some(&input.rep), &["input", "rep"]).await?;
    let mut active = before.deal.clone().into_active_model();
    active.owner_id = Set(rep);
    let mut change = Change::columns(active);
    match before.deal.status {
        // The new owner takes over the old one's share of what may still be won.
        deal::Status::Open => {
            if let (Some(new), Some(old)) = (rep, before.deal.owner_id) {
                let mut credits = before.credits.clone();
                if !credits.iter().any(|(rep, _)| *rep == new) {
                    for credit in credits.iter_mut().filter(|(rep, _)| *rep == old) {
                        credit.0 = new;
                    }
                }
                change.credits = Some(credits);
            }
        }
        // What was closed stays credited to whom it was: written down before the owner changes.
        deal::Status::Won | deal::Status::Lost => {
            let whole = i32::try_from(money::WHOLE).unwrap_or(i32::MAX);
            if let (true, Some(old)) = (before.credits.is_empty(), before.deal.owner_id) {
                change.credits = Some(vec![(old, whole)]);
            }
        }
    }
    let deal = lifecycle::change(&mut act, before, change).await?;
    act.commit().await?;
    Ok(Deal(deal))
}

async fn set_credits(ctx: &Context<'_>, id: ID, input: DealSetCreditsInput) -> Result<Deal> {
    let mut act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id).await?;
    act.expect_version::<deal::Entity>(&before.deal, input.version)?;
    let mut credits = Vec::with_capacity(input.credits.len());
    for (place, credit) in input.credits.iter().enumerate() {
        let place = place.to_string();
        let rep = act.refer::<rep::Entity>(&credit.rep, &["input", "credits", &place, "rep"]).await?;
        if credits.iter().any(|(known, _)| *known == rep) {
            return Err(UserError::input(&["input", "credits", &place, "rep"], "The rep already has a share.").into());
        }
        credits.push((rep, credit.share_bp));
    }
    let sum: i64 = credits.iter().map(|(_, share)| i64::from(*share)).sum();
    if !credits.is_empty() && sum != money::WHOLE {
        let message = format!("The shares sum to {sum} basis points; they must sum to {}.", money::WHOLE);
        return Err(UserError::input(&["input", "credits"], message).into());
    }
    // The row's version counts changes of its shares too.
    let mut change = Change::columns(before.deal.clone().into_active_model());
    change.credits = Some(credits);
    let deal = lifecycle::change(&mut act, before, change).await?;
    act.commit().await?;
    Ok(Deal(deal))
}

async fn set_lines(ctx: &Context<'_>, id: ID, input: DealSetLinesInput) -> Result<Deal> {
    let mut act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id).await?;
    act.expect_version::<deal::Entity>(&before.deal, input.version)?;
    lifecycle::may_correct(&act, &before.deal)?;
    let mut active = before.deal.clone().into_active_model();
    let sums = lines::replace(&mut act, &before.deal, &input.lines).await?;
    if let Some(amount) = sums.amount {
        active.amount = Set(Some(amount));
    }
    active.list_amount = Set(sums.list);
    active.cost_amount = Set(sums.cost);
    let deal = lifecycle::change(&mut act, before, Change::columns(active)).await?;
    act.commit().await?;
    Ok(Deal(deal))
}

async fn win(ctx: &Context<'_>, id: ID, input: DealWinInput) -> Result<Deal> {
    let mut act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id).await?;
    act.expect_version::<deal::Entity>(&before.deal, input.version)?;
    lifecycle::expect_status(&before.deal, deal::Status::Open)?;
    let mut active = before.deal.clone().into_active_model();
    active.status = Set(deal::Status::Won);
    active.closed_at = Set(Some(act.backdated(input.closed_at, &["input", "closedAt"])?));
    if let Some(amount) = &input.amount {
        let (amount, currency) = amount.minor(&act.organization.currency, &["input", "amount"])?;
        lines::forget_other_than(&mut active, &before.deal, &currency);
        active.amount = Set(Some(amount));
        active.currency = Set(currency);
    }
    active.reason_id = Set(reason::chosen(&act, input.reason.as_ref(), outcome_reason::Outcome::Won).await?);
    active.reason_note = Set(input::optional(input.reason_note.as_deref(), NOTE, &["input", "reasonNote"])?);
    if let Some(competitor) = input::optional(input.competitor.as_deref(), LINE, &["input", "competitor"])? {
        active.competitor = Set(Some(competitor));
    }
    let mut change = Change::columns(active);
    change.route = lifecycle::route(&act, &before.deal, None).await?;
    let deal = lifecycle::change(&mut act, before, change).await?;
    act.commit().await?;
    Ok(Deal(deal))
}

async fn lose(ctx: &Context<'_>, id: ID, input: DealLoseInput) -> Result<Deal> {
    let mut act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id).await?;
    act.expect_version::<deal::Entity>(&before.deal, input.version)?;
    lifecycle::expect_status(&before.deal, deal::Status::Open)?;
    let mut active = before.deal.clone().into_active_model();
    active.status = Set(deal::Status::Lost);
    active.closed_at = Set(Some(act.backdated(input.closed_at, &["input", "closedAt"])?));
    active.reason_id = Set(reason::chosen(&act, input.reason.as_ref(), outcome_reason::Outcome::Lost).await?);
    active.reason_note = Set(input::optional(input.reason_note.as_deref(), NOTE, &["input", "reasonNote"])?);
    if let Some(competitor) = input::optional(input.competitor.as_deref(), LINE, &["input", "competitor"])? {
        active.competitor = Set(Some(competitor));
    }
    let deal = lifecycle::change(&mut act, before, Change::columns(active)).await?;
    act.commit().await?;
    Ok(Deal(deal))
}

async fn reopen(ctx: &Context<'_>, id: ID, version: Option<i32>) -> Result<Deal> {
    let mut act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id).await?;
    act.expect_version::<deal::Entity>(&before.deal, version)?;
    if before.deal.status == deal::Status::Open {
        return Err(UserError::conflict(&["id"], "The deal is open.").into());
    }
    let mut active = before.deal.clone().into_active_model();
    active.status = Set(deal::Status::Open);
    active.closed_at = Set(None);
    active.reason_id = Set(None);
    active.reason_note = Set(None);
    let mut change = Change::columns(active);
    // What is thought of the stage may be another than when the deal was closed.
    let stage = act.viewer.find::<stage::Entity>().filter(stage::Column::Id.eq(before.deal.stage_id));
    let stage = stage.one(&act.tx).await?;
    change.outlook = stage.map(|stage| Outlook::of(&before.deal, &stage));
    let deal = lifecycle::change(&mut act, before, change).await?;
    act.commit().await?;
    Ok(Deal(deal))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Deal> {
    let mut act = Act::begin(ctx).await?;
    let before = lifecycle::open_to_edit(&act, &id).await?;
    let mut change = Change::columns(before.deal.clone().into_active_model());
    change.deleted = Some(true);
    let deal = lifecycle::change(&mut act, before, change).await?;
    act.commit().await?;
    Ok(Deal(deal))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Deal> {
    let mut act = Act::begin(ctx).await?;
    let deal = act.get_deleted::<deal::Entity>(&id, &["id"]).await?;
    act.may_edit(deal.owner_id)?;
    let before = lifecycle::state_of(&act, deal).await?;
    let mut change = Change::columns(before.deal.clone().into_active_model());
    change.deleted = Some(false);
    let deal = lifecycle::change(&mut act, before, change).await?;
    act.commit().await?;
    Ok(Deal(deal))
}
