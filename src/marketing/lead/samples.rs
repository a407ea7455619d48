//! A lead for unit tests.

use chrono::{DateTime, Utc};
use entity::lead;
use uuid::Uuid;

/// An instant.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A lead as it was received on 1 March 2026 at noon, with nobody on it.
pub fn lead() -> lead::Model {
    lead::Model {
        id: Uuid::from_u128(7),
        title: "Solar roof".into(),
        company: None,
        contact_name: None,
        email: None,
        phone: None,
        source: None,
        campaign_id: None,
        status: lead::Status::New,
        owner_id: None,
        first_owner_id: None,
        received_at: at("2026-03-01T12:00:00Z"),
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
        source_system: None,
        external_id: None,
        version: 1,
        created_at: at("2026-03-01T12:00:00Z"),
        updated_at: at("2026-03-01T12:00:00Z"),
        deleted_at: None,
    }
}
