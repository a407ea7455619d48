//! Every change of a deal takes this one path from the state before to the state after.

use async_graphql::ID;
use entity::{Kind, deal, deal_credit, deal_history, stage};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use uuid::Uuid;

use super::state::{DealState, Outlook, Route, Snapshot};
use crate::{
    access::policy,
    after_sale::won_deal_credit::Sale,
    error::{Error, Result, UserError},
    marketing::lead::LeadState,
    mutation::{Act, restate},
    sales::{customer::Life, interaction::Activity},
};

/// The deal of an id with its state, if the viewer may see it.
pub async fn open(act: &Act<'_>, id: &ID) -> Result<DealState> {
    let deal = act.get::<deal::Entity>(id, &["id"]).await?;
    state_of(act, deal).await
}

/// The same, if it is also the viewer's to change.
pub async fn open_to_edit(act: &Act<'_>, id: &ID) -> Result<DealState> {
    let state = open(act, id).await?;
    act.may_edit(state.deal.owner_id)?;
    Ok(state)
}

/// A deal with its credits and history.
pub async fn state_of(act: &Act<'_>, deal: deal::Model) -> Result<DealState> {
    let states = DealState::load(&act.tx, vec![deal]).await?;
    states.into_iter().next().ok_or_else(|| Error::Bug("a deal without a state".into()))
}

/// What becomes of a deal.
pub struct Change {
    /// The columns that change.
    pub active: deal::ActiveModel,
    /// The credits, where they change.
    pub credits: Option<Vec<(Uuid, i32)>>,
    /// What is thought of it now, where that changes.
    pub outlook: Option<Outlook>,
    /// Whether it is being deleted or restored rather than updated.
    pub deleted: Option<bool>,
    /// How it comes to its stage or to its end.
    pub route: Route,
}

impl Change {
    /// A change of columns only.
    pub const fn columns(active: deal::ActiveModel) -> Self {
        Self {
            active,
            credits: None,
            outlook: None,
            deleted: None,
            route: Route { is_back: false, passed: Vec::new() },
        }
    }
}

/// Changes a deal: the row, its credits, its history, what it and its customers state.
pub async fn change(act: &mut Act<'_>, before: DealState, change: Change) -> Result<deal::Model> {
    // What became of a lead and what its activities came to is told by whether its deal is there, won or lost.
    let changes_fate = change.deleted.is_some() || matches!(change.active.status, Set(_));
    let leads: Vec<Uuid> = before.deal.lead_id.into_iter().filter(|_| changes_fate).collect();
    let leads = LeadState::hold(act, &leads).await?;
    let touches_wins = before.deal.status == deal::Status::Won || change.active.status == Set(deal::Status::Won);
    let activities =
        if touches_wins && changes_fate { Activity::of_deal(act, &before.deal).await? } else { Vec::new() };

    let deal = match change.deleted {
        Some(true) => act.delete::<deal::Entity>(&before.deal).await?,
        Some(false) => act.restore::<deal::Entity>(&before.deal).await?,
        None => act.update::<deal::Entity>(&before.deal, change.active).await?,
    };
    let credits = match change.credits {
        Some(credits) => set_credits(act, &before, credits).await?,
        None => before.credits.clone(),
    };
    let mut history = before.history.clone();
    let outlook = change.outlook.unwrap_or_else(|| before.outlook());
    let mut snapshot = Snapshot::of(&deal, outlook, before.next_instant(act.now));
    snapshot.route = change.route;
    if history.last().is_none_or(|last| !last.looks_like(&snapshot)) {
        deal_history::Entity::insert(snapshot.row(deal.id)).exec_without_returning(&act.tx).await?;
        history.push(snapshot);
    }
    let counts_as_loss = match (deal.status, deal.reason_id) {
        (deal::Status::Lost, Some(reason)) if before.deal.reason_id != Some(reason) => act
            .viewer
            .find::<entity::outcome_reason::Entity>()
            .filter(entity::outcome_reason::Column::Id.eq(reason))
            .one(&act.tx)
            .await?
            .is_none_or(|reason| reason.counts_as_loss),
        (deal::Status::Lost, None) => true,
        _ => before.counts_as_loss,
    };
    let after = DealState { deal: deal.clone(), credits, history, counts_as_loss };
    if Sale::of(&before) != Sale::of(&after) {
        restate::after_sale(act, deal.id).await?;
    }
    Life::deal_changed(act, &before, &after).await?;
    act.restate(Some(before), Some(after));
    LeadState::deal_changed(act, leads, &deal);
    for activity in activities {
        let after = Activity { won_at: Activity::won_at(&deal), ..activity.clone() };
        act.restate(Some(activity), Some(after));
    }
    Ok(deal)
}

/// The way of a deal from its stage to another, or to the end of its pipeline.
pub async fn route(act: &Act<'_>, deal: &deal::Model, to: Option<Uuid>) -> Result<Route> {
    let stages = act.viewer.find::<stage::Entity>().filter(stage::Column::PipelineId.eq(deal.pipeline_id));
    let stages = stages.order_by_asc(stage::Column::Position).order_by_asc(stage::Column::Id).all(&act.tx).await?;
    let stages: Vec<Uuid> = stages.into_iter().map(|stage| stage.id).collect();
    Ok(Route::between(&stages, deal.stage_id, to))
}

/// Replaces the shares of a deal.
#[expect(clippy::disallowed_methods, reason = "the shares of a deal that was found through the viewer's door")]
async fn set_credits(act: &mut Act<'_>, before: &DealState, credits: Vec<(Uuid, i32)>) -> Result<Vec<(Uuid, i32)>> {
    if before.credits == credits {
        return Ok(credits);
    }
    let id = before.deal.id;
    deal_credit::Entity::delete_many().filter(deal_credit::Column::DealId.eq(id)).exec(&act.tx).await?;
    let rows = credits.iter().map(|(rep, share)| deal_credit::ActiveModel {
        id: Set(Act::new_id()),
        deal_id: Set(id),
        rep_id: Set(*rep),
        share_bp: Set(*share),
    });
    if !credits.is_empty() {
        deal_credit::Entity::insert_many(rows).exec_without_returning(&act.tx).await?;
    }
    act.note(Kind::Deal, id, "credits", json!(before.credits), json!(credits))?;
    Ok(credits)
}

/// Refuses an act on a deal in another state than it needs.
pub fn expect_status(deal: &deal::Model, wanted: deal::Status) -> Result<()> {
    match (deal.status, wanted) {
        (found, wanted) if found == wanted => Ok(()),
        (deal::Status::Won, _) => Err(UserError::conflict(&["id"], "The deal is won.").into()),
        (deal::Status::Lost, _) => Err(UserError::conflict(&["id"], "The deal is lost.").into()),
        (deal::Status::Open, _) => Err(UserError::conflict(&["id"], "The deal is open.").into()),
    }
}

/// Whether the viewer may change what a closed deal states.
pub fn may_correct(act: &Act<'_>, deal: &deal::Model) -> Result<()> {
    let is_manager = policy::allow_mutation(act.viewer, "dealReassign").is_ok();
    if deal.status == deal::Status::Open || is_manager { Ok(()) } else { Err(Error::forbidden()) }
}
