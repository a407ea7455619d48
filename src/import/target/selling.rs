//! Selling before there is a deal: customers, contacts, pipelines, stages, reasons, leads.

use chrono::{DateTime, Utc};
use entity::{contact, customer, lead, outcome_reason, pipeline, stage};
use uuid::Uuid;

use super::{NewRecord, Target, sourced};
use crate::import::{draft::Draft, report::Remark};

impl Target for customer::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        customer::Model {
            id,
            name: String::new(),
            parent_id: None,
            segment: None,
            industry: None,
            employee_count: None,
            country: None,
            website: None,
            owner_id: None,
            merged_into_id: None,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(customer: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.put(&mut customer.name, "name");
        draft.set(&mut customer.parent_id, "parent");
        draft.set(&mut customer.segment, "segment");
        draft.set(&mut customer.industry, "industry");
        draft.set(&mut customer.employee_count, "employee_count");
        draft.set(&mut customer.country, "country");
        draft.set(&mut customer.website, "website");
        draft.set(&mut customer.owner_id, "owner");
        Ok(())
    }
}
sourced!(customer, Some(customer::Column::Name), parent_id, ParentId; merged_into_id, MergedIntoId);

impl Target for contact::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        contact::Model {
            id,
            customer_id: None,
            name: String::new(),
            email: None,
            phone: None,
            job_title: None,
            erased_at: None,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(contact: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        // What was blanked on request must not come back.
        if contact.erased_at.is_some() {
            return Ok(());
        }
        draft.put(&mut contact.name, "name");
        draft.set(&mut contact.customer_id, "customer");
        draft.set(&mut contact.email, "email");
        draft.set(&mut contact.phone, "phone");
        draft.set(&mut contact.job_title, "job_title");
        Ok(())
    }
}
sourced!(contact, Some(contact::Column::Name));

impl Target for pipeline::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        pipeline::Model {
            id,
            name: String::new(),
            is_default: false,
            position: 0,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(pipeline: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.put(&mut pipeline.name, "name");
        draft.put(&mut pipeline.position, "position");
        Ok(())
    }
}
sourced!(pipeline, Some(pipeline::Column::Name));

impl Target for stage::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        stage::Model {
            id,
            pipeline_id: Uuid::nil(),
            name: String::new(),
            position: 0,
            probability_bp: 0,
            forecast_category: stage::ForecastCategory::default(),
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(stage: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.put(&mut stage.pipeline_id, "pipeline");
        draft.put(&mut stage.name, "name");
        draft.put(&mut stage.position, "position");
        draft.put(&mut stage.probability_bp, "probability");
        Ok(())
    }
}
sourced!(stage, Some(stage::Column::Name));

impl Target for outcome_reason::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        outcome_reason::Model {
            id,
            name: String::new(),
            outcome: outcome_reason::Outcome::Lost,
            counts_as_loss: true,
            is_active: true,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(outcome_reason: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.put(&mut outcome_reason.name, "name");
        draft.word(&mut outcome_reason.outcome, "outcome");
        draft.put(&mut outcome_reason.counts_as_loss, "counts_as_loss");
        Ok(())
    }
}
sourced!(outcome_reason, Some(outcome_reason::Column::Name));

impl Target for lead::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        lead::Model {
            id,
            title: String::new(),
            company: None,
            contact_name: None,
            email: None,
            phone: None,
            source: None,
            campaign_id: None,
            status: lead::Status::New,
            owner_id: None,
            first_owner_id: None,
            received_at: now,
            contacted_at: None,
            contacted_by_id: None,
            qualified_at: None,
            qualified_by_id: None,
            disqualified_at: None,
            disqualified_by_id: None,
            reason_id: None,
            handed_over_at: None,
            handed_over_to_id: None,
            accepted_at: None,
            rejected_at: None,
            rejection_reason_id: None,
            rejection_note: None,
            converted_at: None,
            converted_by_id: None,
            customer_id: None,
            deal_id: None,
            erased_at: None,
            recycled_at: None,
            merged_into_id: None,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(lead: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        let is_new = lead.title.is_empty();
        draft.set(&mut lead.company, "company");
        // What was blanked on request must not come back.
        if lead.erased_at.is_none() {
            draft.put(&mut lead.title, "title");
            draft.set(&mut lead.contact_name, "contact_name");
            draft.set(&mut lead.email, "email");
            draft.set(&mut lead.phone, "phone");
        }
        // Where it came from and who got it first are frozen at first touch.
        if is_new {
            draft.set(&mut lead.source, "source");
            draft.set(&mut lead.first_owner_id, "owner");
            draft.put(&mut lead.received_at, "received_at");
        }
        // A lead that became a customer stays what it is.
        if lead.status == lead::Status::Converted && !is_new {
            lead.customer_id = lead.customer_id.or(draft.get("customer"));
            lead.deal_id = lead.deal_id.or(draft.get("deal"));
            return Ok(());
        }
        draft.word(&mut lead.status, "status");
        draft.set(&mut lead.owner_id, "owner");
        draft.set(&mut lead.contacted_at, "contacted_at");
        draft.set(&mut lead.qualified_at, "qualified_at");
        draft.set(&mut lead.disqualified_at, "disqualified_at");
        draft.set(&mut lead.converted_at, "converted_at");
        draft.set(&mut lead.reason_id, "reason");
        draft.set(&mut lead.customer_id, "customer");
        draft.set(&mut lead.deal_id, "deal");
        let steps = [
            ("contacted_at", &mut lead.contacted_at),
            ("qualified_at", &mut lead.qualified_at),
            ("disqualified_at", &mut lead.disqualified_at),
            ("converted_at", &mut lead.converted_at),
        ];
        draft.on_that_day_after(steps, Some(lead.received_at));
        if lead.status != lead::Status::Converted {
            lead.converted_at = None;
        }
        if lead.status != lead::Status::Disqualified {
            lead.disqualified_at = None;
        }
        // Whoever works it when a step is first told of is credited with it.
        for (at, by) in [
            (lead.contacted_at, &mut lead.contacted_by_id),
            (lead.qualified_at, &mut lead.qualified_by_id),
            (lead.disqualified_at, &mut lead.disqualified_by_id),
            (lead.converted_at, &mut lead.converted_by_id),
        ] {
            *by = at.and((*by).or(lead.owner_id));
        }
        Ok(())
    }
}
sourced!(lead, Some(lead::Column::Title); merged_into_id, MergedIntoId);
