//! What happens around a deal: interactions and meetings.

use chrono::{DateTime, Utc};
use entity::{interaction, meeting};

use super::{NewRecord, Target, sourced};
use crate::import::{draft::Draft, report::Remark};

impl Target for interaction::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        interaction::Model {
            id,
            kind: interaction::Kind::Call,
            direction: interaction::Direction::Outbound,
            status: interaction::Status::Planned,
            outcome: None,
            occurred_at: now,
            performer_id: None,
            customer_id: None,
            contact_id: None,
            lead_id: None,
            deal_id: None,
            subject: None,
            note: None,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(interaction: &mut Self::Model, draft: &mut Draft, now: DateTime<Utc>) -> Result<(), Remark> {
        draft.word(&mut interaction.kind, "kind");
        draft.word(&mut interaction.direction, "direction");
        draft.put(&mut interaction.occurred_at, "occurred_at");
        // Nothing says whether it took place: what lies in the past did.
        if draft.value("status").is_none() && interaction.occurred_at <= now {
            interaction.status = interaction::Status::Done;
        }
        draft.word(&mut interaction.status, "status");
        draft.word_maybe(&mut interaction.outcome, "outcome");
        draft.set(&mut interaction.performer_id, "performer");
        draft.set(&mut interaction.customer_id, "customer");
        draft.set(&mut interaction.contact_id, "contact");
        draft.set(&mut interaction.lead_id, "lead");
        draft.set(&mut interaction.deal_id, "deal");
        draft.set(&mut interaction.subject, "subject");
        draft.set(&mut interaction.note, "note");
        Ok(())
    }
}
sourced!(interaction, None);

impl Target for meeting::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        meeting::Model {
            id,
            purpose: meeting::Purpose::Prospecting,
            purpose_given: true,
            status: meeting::Status::Booked,
            subject: None,
            attempted_at: None,
            booked_at: None,
            starts_at: None,
            closed_at: None,
            reschedule_count: 0,
            host_id: None,
            set_by_id: None,
            customer_id: None,
            contact_id: None,
            lead_id: None,
            deal_id: None,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(meeting: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.word(&mut meeting.purpose, "purpose");
        draft.word(&mut meeting.status, "status");
        draft.set(&mut meeting.subject, "subject");
        draft.set(&mut meeting.attempted_at, "attempted_at");
        draft.set(&mut meeting.booked_at, "booked_at");
        draft.set(&mut meeting.starts_at, "starts_at");
        draft.set(&mut meeting.closed_at, "closed_at");
        draft.set(&mut meeting.host_id, "host");
        draft.set(&mut meeting.set_by_id, "set_by");
        draft.set(&mut meeting.customer_id, "customer");
        draft.set(&mut meeting.contact_id, "contact");
        draft.set(&mut meeting.lead_id, "lead");
        draft.set(&mut meeting.deal_id, "deal");
        match meeting.status {
            meeting::Status::Attempted | meeting::Status::Booked => meeting.closed_at = None,
            _ => meeting.closed_at = meeting.closed_at.or(meeting.starts_at),
        }
        Ok(())
    }
}
sourced!(meeting, None);
