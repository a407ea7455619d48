//! A lead with the records its facts depend on: its deals, the first attempt to reach it, and how often it
//! came in again.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{deal, interaction, lead, lead_recycling};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::LockType,
};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    mutation::Act,
};

/// A lead and what became of it.
#[derive(Clone, Debug)]
pub struct LeadState {
    /// The row.
    pub lead: lead::Model,
    /// The first outbound interaction about it that took place since its receipt.
    pub reached_at: Option<DateTime<Utc>>,
    /// The deals that were made of it, deleted ones included.
    pub deals: Vec<Offspring>,
    /// When it came in again, and who was given it then.
    pub recycled: Vec<(DateTime<Utc>, Option<Uuid>)>,
}

/// A deal that was made of a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offspring {
    /// The deal.
    pub id: Uuid,
    /// Open, won or lost.
    pub status: deal::Status,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Whether it is deleted.
    pub is_deleted: bool,
}

/// What of a deal is read for the lead that it was made of.
#[derive(FromQueryResult)]
struct Made {
    lead_id: Uuid,
    id: Uuid,
    status: deal::Status,
    closed_at: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
}

impl From<&deal::Model> for Offspring {
    fn from(deal: &deal::Model) -> Self {
        Self { id: deal.id, status: deal.status, closed_at: deal.closed_at, is_deleted: deal.deleted_at.is_some() }
    }
}

impl LeadState {
    /// A lead of which there is nothing but the row.
    pub const fn of(lead: lead::Model) -> Self {
        Self { lead, reached_at: None, deals: Vec::new(), recycled: Vec::new() }
    }

    /// The state of a lead that the act holds.
    pub async fn read(act: &Act<'_>, lead: lead::Model) -> Result<Self> {
        let states = Self::load(&act.tx, vec![lead]).await?;
        states.into_iter().next().ok_or_else(|| Error::Bug("a lead without a state".into()))
    }

    /// Holds some leads until the end of the transaction, in the order of their ids, and reads their states: whatever
    /// changes what a lead states does so one after the other.
    #[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
    pub async fn hold(act: &Act<'_>, leads: &[Uuid]) -> Result<Vec<Self>> {
        if leads.is_empty() {
            return Ok(Vec::new());
        }
        let rows = lead::Entity::find()
            .filter(lead::Column::Id.is_in(leads.iter().copied()))
            .order_by_asc(lead::Column::Id)
            // Weaker than for an update: others may go on referring to the lead.
            .lock(LockType::NoKeyUpdate)
            .all(&act.tx)
            .await?;
        Self::load(&act.tx, rows).await
    }

    /// Has leads that the act holds state what they do now that a deal made of them is another, or there at all.
    pub fn deal_changed(act: &mut Act<'_>, leads: Vec<Self>, deal: &deal::Model) {
        for before in leads {
            let mut after = before.clone();
            after.deals.retain(|known| known.id != deal.id);
            after.deals.push(deal.into());
            act.restate_around(before, after);
        }
    }

    /// Has leads that the act holds state what they do now that an interaction about them is another.
    pub async fn touched(act: &mut Act<'_>, leads: Vec<Self>) -> Result<()> {
        let untouched = leads.iter().map(|state| Self { reached_at: None, ..state.clone() }).collect();
        let touched = reached(&act.tx, untouched).await?;
        for (before, after) in leads.into_iter().zip(touched) {
            act.restate_around(before, after);
        }
        Ok(())
    }

    /// Reads the states of some leads, in their order: three statements, however many.
    #[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
    pub async fn load(db: &impl ConnectionTrait, leads: Vec<lead::Model>) -> Result<Vec<Self>> {
        let ids: Vec<Uuid> = leads.iter().map(|lead| lead.id).collect();
        let mut states = reached(db, leads.into_iter().map(Self::of).collect()).await?;
        if states.is_empty() {
            return Ok(states);
        }
        use deal::Column::{ClosedAt, DeletedAt, Id, LeadId, Status};
        let deals = deal::Entity::find()
            .select_only()
            .columns([LeadId, Id, Status, ClosedAt, DeletedAt])
            .filter(LeadId.is_in(ids.iter().copied()))
            .order_by_asc(Id);
        let deals: Vec<Made> = deals.into_model().all(db).await?;
        let recycled = lead_recycling::Entity::find()
            .filter(lead_recycling::Column::LeadId.is_in(ids))
            .order_by_asc(lead_recycling::Column::RecycledAt)
            .all(db)
            .await?;
        let places = places(&states);
        for Made { lead_id, id, status, closed_at, deleted_at } in deals {
            if let Some(state) = places.get(&lead_id).and_then(|place| states.get_mut(*place)) {
                state.deals.push(Offspring { id, status, closed_at, is_deleted: deleted_at.is_some() });
            }
        }
        for row in recycled {
            if let Some(state) = places.get(&row.lead_id).and_then(|place| states.get_mut(*place)) {
                state.recycled.push((row.recycled_at, row.rep_id));
            }
        }
        Ok(states)
    }
}

fn places(states: &[LeadState]) -> HashMap<Uuid, usize> {
    states.iter().enumerate().map(|(place, state)| (state.lead.id, place)).collect()
}

/// Leads with the first time that we tried to reach them.
#[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
async fn reached(db: &impl ConnectionTrait, mut states: Vec<LeadState>) -> Result<Vec<LeadState>> {
    if states.is_empty() {
        return Ok(states);
    }
    let touches = interaction::Entity::find()
        .select_only()
        .columns([interaction::Column::LeadId, interaction::Column::OccurredAt])
        .filter(interaction::Column::LeadId.is_in(states.iter().map(|state| state.lead.id)))
        .filter(interaction::Column::Direction.eq(interaction::Direction::Outbound))
        .filter(interaction::Column::Status.eq(interaction::Status::Done))
        .filter(interaction::Column::DeletedAt.is_null());
    let touches: Vec<(Uuid, DateTime<Utc>)> = touches.into_tuple().all(db).await?;
    let places = places(&states);
    for (lead, at) in touches {
        if let Some(state) = places.get(&lead).and_then(|place| states.get_mut(*place))
            && at >= state.lead.received_at
        {
            state.reached_at = Some(state.reached_at.map_or(at, |first| first.min(at)));
        }
    }
    Ok(states)
}
