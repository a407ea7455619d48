//! Deals.

use chrono::{DateTime, Utc};
use entity::deal;
use uuid::Uuid;

use super::{NewRecord, Target, sourced};
use crate::import::{
    draft::Draft,
    report::{Outcome, Remark},
};

impl Target for deal::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        deal::Model {
            id,
            name: String::new(),
            customer_id: None,
            contact_id: None,
            lead_id: None,
            pipeline_id: Uuid::nil(),
            stage_id: Uuid::nil(),
            owner_id: None,
            status: deal::Status::Open,
            amount: None,
            currency: String::new(),
            probability_bp: None,
            forecast_category: None,
            expected_close_on: None,
            next_step_on: None,
            list_amount: None,
            cost_amount: None,
            opened_at: None,
            closed_at: None,
            reason_id: None,
            reason_note: None,
            competitor: None,
            source: None,
            campaign_id: None,
            is_marketing_sourced: false,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(deal: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.put(&mut deal.name, "name");
        draft.put(&mut deal.pipeline_id, "pipeline");
        draft.put(&mut deal.stage_id, "stage");
        draft.word(&mut deal.status, "status");
        draft.put(&mut deal.currency, "currency");
        draft.set(&mut deal.customer_id, "customer");
        draft.set(&mut deal.contact_id, "contact");
        draft.set(&mut deal.lead_id, "lead");
        draft.set(&mut deal.owner_id, "owner");
        draft.set(&mut deal.amount, "amount");
        draft.set(&mut deal.probability_bp, "probability");
        draft.set(&mut deal.expected_close_on, "expected_close_on");
        draft.set(&mut deal.opened_at, "opened_at");
        draft.set(&mut deal.closed_at, "closed_at");
        draft.set(&mut deal.reason_id, "reason");
        draft.set(&mut deal.reason_note, "reason_note");
        draft.set(&mut deal.competitor, "competitor");
        draft.set(&mut deal.source, "source");
        draft.on_that_day_after([("closed_at", &mut deal.closed_at)], deal.opened_at);
        match (deal.status, deal.closed_at) {
            // Some systems keep one date: until a deal is closed, it says when it should be.
            (deal::Status::Open, _) => {
                deal.closed_at = None;
                draft.remarks.retain(|remark| !remark.reason.starts_with("closed_at: taken from"));
            }
            (_, None) => {
                let reason = "closed_at: A closed deal needs the day it was closed on.";
                return Err(Remark::row(Outcome::Rejected, reason));
            }
            (_, Some(closed_at)) if deal.opened_at.is_some_and(|opened_at| opened_at > closed_at) => {
                draft.remarks.push(Remark::row(Outcome::Noted, "kept although it was closed before it was opened"));
            }
            _ => {}
        }
        Ok(())
    }
}
sourced!(deal, Some(deal::Column::Name));
