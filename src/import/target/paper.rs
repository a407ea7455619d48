//! What is signed: quotes and contracts.

use chrono::{DateTime, Utc};
use entity::{contract, quote};
use uuid::Uuid;

use super::{NewRecord, Target, sourced};
use crate::import::{
    draft::Draft,
    report::{Outcome, Remark},
};

impl Target for quote::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        quote::Model {
            id,
            family_id: id,
            revision: 1,
            number: None,
            deal_id: None,
            customer_id: None,
            author_id: None,
            status: quote::Status::Draft,
            amount: 0,
            currency: String::new(),
            valid_until_on: None,
            sent_at: None,
            closed_at: None,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(quote: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.word(&mut quote.status, "status");
        draft.put(&mut quote.amount, "amount");
        draft.put(&mut quote.currency, "currency");
        draft.set(&mut quote.number, "number");
        draft.set(&mut quote.deal_id, "deal");
        draft.set(&mut quote.customer_id, "customer");
        draft.set(&mut quote.author_id, "author");
        draft.set(&mut quote.valid_until_on, "valid_until_on");
        draft.set(&mut quote.sent_at, "sent_at");
        draft.set(&mut quote.closed_at, "closed_at");
        match quote.status {
            quote::Status::Draft => {
                quote.sent_at = None;
                quote.closed_at = None;
            }
            quote::Status::Sent => quote.closed_at = None,
            _ => {}
        }
        Ok(())
    }
}
sourced!(quote, Some(quote::Column::Number));

impl Target for contract::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        contract::Model {
            id,
            number: None,
            quote_id: None,
            deal_id: None,
            customer_id: None,
            owner_id: None,
            amount: 0,
            currency: String::new(),
            signed_at: now,
            starts_on: now.date_naive(),
            ends_on: None,
            renews_id: None,
            terminated_on: None,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(contract: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.put(&mut contract.amount, "amount");
        draft.put(&mut contract.currency, "currency");
        draft.put(&mut contract.signed_at, "signed_at");
        draft.put(&mut contract.starts_on, "starts_on");
        draft.set(&mut contract.number, "number");
        draft.set(&mut contract.quote_id, "quote");
        draft.set(&mut contract.deal_id, "deal");
        draft.set(&mut contract.customer_id, "customer");
        draft.set(&mut contract.owner_id, "owner");
        draft.set(&mut contract.ends_on, "ends_on");
        draft.set(&mut contract.renews_id, "renews");
        draft.set(&mut contract.terminated_on, "terminated_on");
        if contract.ends_on.is_some_and(|ends_on| ends_on <= contract.starts_on) {
            let reason = "ends_on: A contract ends after it starts.";
            return Err(Remark::row(Outcome::Rejected, reason));
        }
        Ok(())
    }
}
sourced!(contract, Some(contract::Column::Number), renews_id, RenewsId);
