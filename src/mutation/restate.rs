//! Restating: posting the facts of records anew when the posting context has changed.
//!
//! A membership, a rate or a setting changes the facts of records that nobody touched. The act that changes it calls one
//! of these after the change and before its end, having held all others back by [`Act::lock_exclusive`].

use entity::{Kind, deal, deal_history, organization, stage};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait};
use uuid::Uuid;

use crate::{
    after_sale::{complaint::Complaints, product_return::Returns, won_deal_credit},
    error::Result,
    ledger::{Days, PostingContext, Source},
    marketing::prospect,
    mutation::Act,
    registry::fact_sources,
    sales::deal::{DealState, Deals, Outlook, Snapshot},
};

/// How many records are held in memory at once.
const BATCH: usize = 500;

/// Restates what concerns a rep whose team on some days is another.
pub async fn rep(act: &mut Act<'_>, rep: Uuid, days: Days) -> Result<()> {
    for source in fact_sources::all() {
        let ids = source.of_rep(&act.tx, rep, days).await?;
        records(act, &*source, &ids).await?;
    }
    Ok(())
}

/// Restates what is in a currency whose rate on some days is another.
pub async fn currency(act: &mut Act<'_>, currency: &str, days: Days) -> Result<()> {
    let context = PostingContext::new(act.organization)?;
    for source in fact_sources::all() {
        let ids = source.of_currency(&act.tx, currency, days, &context).await?;
        records(act, &*source, &ids).await?;
    }
    Ok(())
}

/// Restates everything when a setting of the organization needs it.
pub async fn organization(act: &mut Act<'_>, before: &organization::Model, after: &organization::Model) -> Result<()> {
    let everything = (&before.time_zone, &before.currency) != (&after.time_zone, &after.currency);
    let leads = (before.hand_over_sla_hours, before.lead_response_hours)
        != (after.hand_over_sla_hours, after.lead_response_hours);
    let prospects = prospect::rule(before) != prospect::rule(after);
    let window = before.activity_window_months != after.activity_window_months;
    let touched = |kind| {
        everything
            || match kind {
                Kind::Lead => leads,
                Kind::Prospect => prospects,
                Kind::Customer => window,
                _ => false,
            }
    };
    for source in fact_sources::all().into_iter().filter(|source| touched(source.kind())) {
        let mut last = None;
        loop {
            let ids = source.ids(&act.tx, last, u64::try_from(BATCH).unwrap_or(u64::MAX)).await?;
            records(act, &*source, &ids).await?;
            last = ids.last().copied();
            if last.is_none() {
                break;
            }
        }
    }
    Ok(())
}

/// Has restated what hangs on a deal that is another sale now, or none: its complaints and returns are credited as it is.
pub async fn after_sale(act: &mut Act<'_>, deal: Uuid) -> Result<()> {
    let (complaints, returns) = won_deal_credit::hanging_on(&act.tx, &[deal]).await?;
    if !complaints.is_empty() {
        act.restate_posted(Complaints.load(&act.tx, &complaints).await?);
    }
    if !returns.is_empty() {
        act.restate_posted(Returns.load(&act.tx, &returns).await?);
    }
    Ok(())
}

/// Restates some records of a source.
async fn records(act: &mut Act<'_>, source: &dyn Source, ids: &[Uuid]) -> Result<()> {
    for ids in ids.chunks(BATCH) {
        let states = source.load(&act.tx, ids).await?;
        act.restate_posted(states);
        act.flush().await?;
    }
    Ok(())
}

/// Restates the deals that were lost for a reason which now counts, or counts no longer.
#[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
pub async fn lost_for(act: &mut Act<'_>, reason: Uuid) -> Result<()> {
    // Locked first: an act that is changing one of them has read what the reason was.
    let lost: Vec<Uuid> = deal::Entity::find()
        .select_only()
        .column(deal::Column::Id)
        .filter(deal::Column::ReasonId.eq(reason))
        .filter(deal::Column::Status.eq(deal::Status::Lost))
        .order_by_asc(deal::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(&act.tx)
        .await?;
    act.lock_exclusive().await?;
    records(act, &Deals, &lost).await
}

/// Gives the open deals of a stage, where they say nothing of their own, its new chance and category from now on.
#[expect(clippy::disallowed_methods, reason = "the stage's chance is that of all deals in it, whoever may see them")]
pub async fn outlook(act: &mut Act<'_>, stage: &stage::Model) -> Result<()> {
    let open: Vec<Uuid> = deal::Entity::find()
        .select_only()
        .column(deal::Column::Id)
        .filter(deal::Column::StageId.eq(stage.id))
        .filter(deal::Column::Status.eq(deal::Status::Open))
        .filter(deal::Column::ProbabilityBp.is_null().or(deal::Column::ForecastCategory.is_null()))
        .order_by_asc(deal::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(&act.tx)
        .await?;
    for ids in open.chunks(BATCH) {
        let deals = deal::Entity::find().filter(deal::Column::Id.is_in(ids.iter().copied())).all(&act.tx).await?;
        let mut looks = Vec::with_capacity(ids.len());
        for before in DealState::load(&act.tx, deals).await? {
            let look = Snapshot::of(&before.deal, Outlook::of(&before.deal, stage), before.next_instant(act.now));
            if before.history.last().is_some_and(|last| last.looks_like(&look)) {
                continue;
            }
            looks.push(look.row(before.deal.id));
            let mut after = before.clone();
            after.history.push(look);
            act.restate(Some(before), Some(after));
        }
        if !looks.is_empty() {
            deal_history::Entity::insert_many(looks).exec_without_returning(&act.tx).await?;
        }
        act.flush().await?;
    }
    Ok(())
}
