//! Opening a deal: its stage, its amount and its first snapshot.

use async_graphql::ID;
use entity::{deal, deal_history, pipeline, stage};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::state::{DealState, Outlook, Snapshot};
use crate::{
    error::{Result, UserError},
    graphql::MoneyInput,
    marketing::lead::LeadState,
    mutation::Act,
};

/// The stage named, or the first of the pipeline named, or the first of the default pipeline.
pub async fn stage(act: &Act<'_>, pipeline: Option<&ID>, stage: Option<&ID>) -> Result<stage::Model> {
    let pipeline = match pipeline {
        Some(pipeline) => Some(act.get::<pipeline::Entity>(pipeline, &["input", "pipeline"]).await?),
        None => None,
    };
    if let Some(stage) = stage {
        let stage = act.get::<stage::Entity>(stage, &["input", "stage"]).await?;
        return match pipeline {
            Some(pipeline) if pipeline.id != stage.pipeline_id => {
                Err(UserError::input(&["input", "stage"], "The stage belongs to another pipeline.").into())
            }
            _ => Ok(stage),
        };
    }
    let pipeline = match pipeline {
        Some(pipeline) => pipeline,
        None => act
            .viewer
            .find::<pipeline::Entity>()
            .order_by_desc(pipeline::Column::IsDefault)
            .order_by_asc(pipeline::Column::Position)
            .one(&act.tx)
            .await?
            .ok_or_else(|| UserError::input(&["input", "pipeline"], "There is no pipeline yet; create one first."))?,
    };
    Ok(act
        .viewer
        .find::<stage::Entity>()
        .filter(stage::Column::PipelineId.eq(pipeline.id))
        .order_by_asc(stage::Column::Position)
        .one(&act.tx)
        .await?
        .ok_or_else(|| UserError::input(&["input", "pipeline"], "The pipeline has no stage yet; create one first."))?)
}

/// The amount given in minor units, and its currency: the organization's where none is given.
pub fn amount(act: &Act<'_>, given: Option<&MoneyInput>) -> Result<(Option<i64>, String)> {
    let currency = &act.organization.currency;
    match given {
        Some(given) => {
            let (amount, currency) = given.minor(currency, &["input", "amount"])?;
            Ok((Some(amount), currency))
        }
        None => Ok((None, currency.clone())),
    }
}

/// Makes a deal with its first snapshot, and has it state itself.
pub async fn open(act: &mut Act<'_>, active: deal::ActiveModel, stage: &stage::Model) -> Result<deal::Model> {
    let lead: Vec<_> = match &active.lead_id {
        Set(lead) => lead.iter().copied().collect(),
        _ => Vec::new(),
    };
    let lead = LeadState::hold(act, &lead).await?;
    let deal = act.insert::<deal::Entity>(Act::new_id(), active).await?;
    let snapshot = Snapshot::of(&deal, Outlook::of(&deal, stage), deal.opened_at.unwrap_or(act.now));
    deal_history::Entity::insert(snapshot.row(deal.id)).exec_without_returning(&act.tx).await?;
    let state = DealState { deal: deal.clone(), credits: Vec::new(), history: vec![snapshot], counts_as_loss: true };
    act.restate(None, Some(state));
    LeadState::deal_changed(act, lead, &deal);
    Ok(deal)
}
