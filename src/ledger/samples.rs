//! Books for the unit tests of facts.

use chrono::{DateTime, Utc};
use entity::organization;
use uuid::Uuid;

use super::PostingContext;

/// The posting context of an organization in Paris that counts in euros, without teams or rates.
pub fn paris() -> PostingContext {
    paris_of(12)
}

/// The same with a window of so many months in which a customer counts as active after a win.
pub fn paris_of(activity_window_months: i16) -> PostingContext {
    let at = DateTime::<Utc>::UNIX_EPOCH;
    PostingContext::new(&organization::Model {
        id: Uuid::nil(),
        name: "Company".to_owned(),
        currency: "EUR".to_owned(),
        time_zone: "Europe/Paris".to_owned(),
        fiscal_year_start_month: 1,
        week_starts_on: 1,
        activity_window_months,
        group_minimum: 5,
        locked_through: None,
        losses_by_totals: true,
        hand_over_sla_hours: 24,
        required_key_facts: "NEED,BUDGET".into(),
        key_fact_fresh_days: 90,
        working_weekdays: 0b001_1111,
        lead_response_hours: 24,
        stalled_after_days: 30,
        version: 1,
        created_at: at,
        updated_at: at,
    })
    .unwrap()
}
