//! Host, purpose and related records of a meeting: what the meeting mutations share.

use async_graphql::{ID, MaybeUndefined};
use chrono::{DateTime, Utc};
use entity::{
    deal,
    meeting::{self, Model, Purpose},
    rep,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::state::{self, MeetingStep};
use crate::{
    access::policy,
    error::{Error, Result, UserError},
    mutation::Act,
    sales::related_to::RelatedTo,
};

/// The meeting of an id, if it is the viewer's to change: its host's, or whose who set it up.
pub async fn open_to_edit(act: &Act<'_>, id: &ID, field: &[&str]) -> Result<Model> {
    let meeting = act.get::<meeting::Entity>(id, field).await?;
    may_edit(act, meeting.host_id, meeting.set_by_id)?;
    Ok(meeting)
}

/// Refuses a meeting of which neither the host nor who set it up is the viewer's to act for.
pub fn may_edit(act: &Act<'_>, host: Option<Uuid>, set_by: Option<Uuid>) -> Result<()> {
    if policy::may_edit(act.viewer, host) || policy::may_edit(act.viewer, set_by) {
        Ok(())
    } else {
        Err(Error::forbidden())
    }
}

/// The host and who set it up, of a new meeting.
pub async fn people(act: &Act<'_>, host: Option<&ID>, set_by: Option<&ID>) -> Result<(Option<Uuid>, Option<Uuid>)> {
    let set_by = match set_by {
        Some(set_by) => Some(act.refer::<rep::Entity>(set_by, &["input", "setBy"]).await?),
        None => act.viewer.rep(),
    };
    let host = match host {
        Some(host) => Some(act.refer::<rep::Entity>(host, &["input", "host"]).await?),
        None => set_by,
    };
    if host.is_none() && !policy::may_edit(act.viewer, None) {
        return Err(UserError::input(&["input", "host"], "Name a rep.").into());
    }
    may_edit(act, host, set_by)?;
    Ok((host, set_by))
}

/// The rep that a change names; `None` keeps.
pub async fn person(act: &Act<'_>, rep: &MaybeUndefined<ID>, field: &[&str]) -> Result<Option<Option<Uuid>>> {
    match rep {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(rep) => Ok(Some(Some(act.refer::<rep::Entity>(rep, field).await?))),
    }
}

/// Why one meets a customer at an instant, and whether somebody said so: in this act, or in one before.
pub async fn purpose(
    act: &Act<'_>,
    said: Option<Purpose>,
    before: Option<&Model>,
    customer: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<(Purpose, bool)> {
    let said = said.or(before.filter(|before| before.purpose_given).map(|before| before.purpose));
    match said {
        Some(purpose) => Ok((purpose, true)),
        None => Ok((state::purpose_at(first_win(act, customer).await?, at), false)),
    }
}

/// When a customer first bought; `None` when it never did.
#[expect(clippy::disallowed_methods, reason = "whether somebody is a customer does not depend on who asks")]
async fn first_win(act: &Act<'_>, customer: Option<Uuid>) -> Result<Option<DateTime<Utc>>> {
    let Some(customer) = customer else { return Ok(None) };
    let first = deal::Entity::find()
        .filter(deal::Column::CustomerId.eq(customer))
        .filter(deal::Column::Status.eq(deal::Status::Won))
        .filter(deal::Column::DeletedAt.is_null())
        .filter(deal::Column::ClosedAt.is_not_null())
        .order_by_asc(deal::Column::ClosedAt)
        .one(&act.tx)
        .await?;
    Ok(first.and_then(|deal| deal.closed_at))
}

/// Where a step leads a meeting, or a conflict.
pub fn step(meeting: &Model, step: MeetingStep) -> Result<meeting::Status> {
    Ok(state::after(meeting.status, step).map_err(|why| UserError::conflict(&["id"], why))?)
}

/// What a meeting is about.
pub const fn related_to_of(meeting: &Model) -> RelatedTo {
    RelatedTo {
        customer: meeting.customer_id,
        contact: meeting.contact_id,
        lead: meeting.lead_id,
        deal: meeting.deal_id,
    }
}

/// Writes what a meeting is about.
pub fn set_related_to(active: &mut meeting::ActiveModel, related: RelatedTo) {
    active.customer_id = Set(related.customer);
    active.contact_id = Set(related.contact);
    active.lead_id = Set(related.lead);
    active.deal_id = Set(related.deal);
}
