//! Merging two leads that are the same.

use async_graphql::{ID, InputObject};
use chrono::{DateTime, Utc};
use entity::{Kind, deal, interaction, key_fact, lead, lead_recycling, meeting, qualification_answer};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{LeadState, rules};
use crate::{
    error::{Result, UserError},
    graphql::id,
    marketing::prospect,
    mutation::Act,
};

/// A duplicate of a lead.
#[derive(InputObject)]
pub struct LeadMergeInput {
    /// The lead to remove; it leaves all lists and figures permanently.
    pub duplicate: ID,
    /// The version you read of the lead to keep.
    /// CONFLICT when it has changed since.
    pub version: Option<i32>,
}

/// Makes one lead of two.
pub async fn merge(act: &mut Act<'_>, id: &ID, input: &LeadMergeInput) -> Result<lead::Model> {
    const FIELD: [&str; 2] = ["input", "duplicate"];
    let (stays, goes) = (id::parse(Kind::Lead, id, &["id"])?, id::parse(Kind::Lead, &input.duplicate, &FIELD)?);
    if stays == goes {
        return Err(UserError::input(&FIELD, "A lead cannot be merged into itself.").into());
    }
    // What hangs on a lead is held before the lead, and leads in the order of their ids, as everywhere.
    act.hold::<interaction::Entity>(interaction::Column::LeadId, goes).await?;
    act.hold::<meeting::Entity>(meeting::Column::LeadId, goes).await?;
    act.hold::<deal::Entity>(deal::Column::LeadId, goes).await?;
    let (stays, goes) = if stays < goes {
        let stays = act.row::<lead::Entity>(stays, &["id"]).await?;
        (stays, act.row::<lead::Entity>(goes, &FIELD).await?)
    } else {
        let goes = act.row::<lead::Entity>(goes, &FIELD).await?;
        (act.row::<lead::Entity>(stays, &["id"]).await?, goes)
    };
    act.may_edit(stays.owner_id)?;
    act.may_edit(goes.owner_id)?;
    act.expect_version::<lead::Entity>(&stays, input.version)?;
    let before = LeadState::load(&act.tx, vec![stays.clone(), goes.clone()]).await?;

    let (from, to) = (goes.id, stays.id);
    act.redirect::<interaction::Entity>(interaction::Column::LeadId, from, |row| row.lead_id = Some(to)).await?;
    act.redirect::<meeting::Entity>(meeting::Column::LeadId, from, |row| row.lead_id = Some(to)).await?;
    act.redirect::<deal::Entity>(deal::Column::LeadId, from, |row| row.lead_id = Some(to)).await?;
    act.redirect::<key_fact::Entity>(key_fact::Column::LeadId, from, |row| row.lead_id = Some(to)).await?;
    // All of them: the latest answer of a criterion counts, whichever lead it was given about.
    act.redirect::<qualification_answer::Entity>(qualification_answer::Column::LeadId, from, |row| row.lead_id = to)
        .await?;
    act.redirect::<lead::Entity>(lead::Column::MergedIntoId, from, |row| row.merged_into_id = Some(to)).await?;
    recycle(act, from, to).await?;
    if stays.owner_id.is_none() && goes.owner_id.is_some() {
        prospect::pass_on(act, &stays).await?;
    }
    let merged = act.update::<lead::Entity>(&stays, both(&stays, &goes)).await?;
    let mut active = goes.clone().into_active_model();
    active.merged_into_id = Set(Some(to));
    let goes = act.update::<lead::Entity>(&goes, active).await?;
    let gone = act.delete::<lead::Entity>(&goes).await?;
    let after = LeadState::load(&act.tx, vec![merged.clone(), gone]).await?;
    for (before, after) in before.into_iter().zip(after) {
        act.restate(Some(before), Some(after));
    }
    Ok(merged)
}

/// A step: when, and by whom.
type DatedStep = (Option<DateTime<Utc>>, Option<Uuid>);

fn earlier(one: DatedStep, other: DatedStep) -> DatedStep {
    match (one.0, other.0) {
        (Some(at), Some(before)) if before < at => other,
        (None, Some(_)) => other,
        _ => one,
    }
}

/// The lead that stays, with what both know: the first touch and the first of each step.
fn both(stays: &lead::Model, goes: &lead::Model) -> lead::ActiveModel {
    let mut active = stays.clone().into_active_model();
    let word = |one: &Option<String>, other: &Option<String>| one.clone().or_else(|| other.clone());
    active.company = Set(word(&stays.company, &goes.company));
    active.contact_name = Set(word(&stays.contact_name, &goes.contact_name));
    active.email = Set(word(&stays.email, &goes.email));
    active.phone = Set(word(&stays.phone, &goes.phone));
    active.owner_id = Set(stays.owner_id.or(goes.owner_id));
    let (first, second) = if goes.received_at < stays.received_at { (goes, stays) } else { (stays, goes) };
    active.received_at = Set(first.received_at);
    active.source = Set(first.source.clone());
    active.first_owner_id = Set(first.first_owner_id.or(second.first_owner_id));
    let contacted = earlier((stays.contacted_at, stays.contacted_by_id), (goes.contacted_at, goes.contacted_by_id));
    (active.contacted_at, active.contacted_by_id) = (Set(contacted.0), Set(contacted.1));
    let qualified = earlier((stays.qualified_at, stays.qualified_by_id), (goes.qualified_at, goes.qualified_by_id));
    (active.qualified_at, active.qualified_by_id) = (Set(qualified.0), Set(qualified.1));
    let status = rules::merged(stays.status, goes.status);
    active.status = Set(status);
    if status != lead::Status::Disqualified {
        active.disqualified_at = Set(None);
        active.disqualified_by_id = Set(None);
        active.reason_id = Set(None);
    }
    let is_later = |other: DateTime<Utc>| stays.converted_at.is_none_or(|at| other < at);
    if goes.converted_at.is_some_and(is_later) {
        active.converted_at = Set(goes.converted_at);
        active.converted_by_id = Set(goes.converted_by_id);
        active.customer_id = Set(goes.customer_id);
        active.deal_id = Set(goes.deal_id);
    }
    active.recycled_at = Set(stays.recycled_at.max(goes.recycled_at));
    active
}

/// Has the times that a lead came in again count for another.
#[expect(clippy::disallowed_methods, reason = "what hangs on a lead goes with it, whoever may see it")]
async fn recycle(act: &Act<'_>, from: Uuid, to: Uuid) -> Result<()> {
    lead_recycling::Entity::update_many()
        .col_expr(lead_recycling::Column::LeadId, Expr::value(to))
        .filter(lead_recycling::Column::LeadId.eq(from))
        .exec(&act.tx)
        .await?;
    Ok(())
}
