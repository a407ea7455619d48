//! What a lead states to the ledger. Pure.
//!
//! The receipt is credited to the first rep whom the lead was assigned to, whoever works it later, so that the cohort of
//! a month never changes hands; and so are its conversion and its disqualification, seen from that cohort. A hand-over is
//! credited to the first rep who had the lead after it, with all that sales thought of it. What was done with the lead is credited
//! to the rep who works it.

use entity::{Kind, lead};
use uuid::Uuid;

use crate::ledger::{Book, Dimensions, Fact, Facts, Measure, States, money::WHOLE};

impl States for lead::Model {
    fn kind(&self) -> Kind {
        Kind::Lead
    }

    fn id(&self) -> Uuid {
        self.id
    }

    fn reps(&self) -> Vec<Uuid> {
        self.first_owner_id.into_iter().chain(self.owner_id).chain(self.handed_over_to_id).collect()
    }

    fn currencies(&self) -> Vec<&str> {
        Vec::new()
    }

    fn facts(&self, book: &Book) -> Vec<Fact> {
        if self.deleted_at.is_some() {
            return Vec::new();
        }
        let dimensions = Dimensions {
            customer: self.customer_id,
            source: self.source.clone(),
            campaign: self.campaign_id,
            ..Dimensions::default()
        };
        let mut facts = Facts::new(book, dimensions);
        let received_on = book.day(self.received_at);
        facts.state(received_on, self.first_owner_id, Measure::LeadsReceived, WHOLE);
        if self.converted_at.is_some() {
            facts.state(received_on, self.first_owner_id, Measure::ReceivedLeadsConverted, WHOLE);
        }
        if self.disqualified_at.is_some() {
            facts.state(received_on, self.first_owner_id, Measure::ReceivedLeadsDisqualified, WHOLE);
        }
        if let Some(at) = self.handed_over_at {
            // Whoever was spoken to before the hand-over need not wait for it.
            let in_time = self.contacted_at.is_some_and(|contacted| contacted - at <= book.hand_over_sla());
            let is_explained = self.rejection_reason_id.is_some() || self.rejection_note.is_some();
            for (counts, measure) in [
                (true, Measure::LeadsHandedOver),
                (self.accepted_at.is_some(), Measure::HandOversAccepted),
                (self.rejected_at.is_some(), Measure::HandOversRejected),
                (self.rejected_at.is_some() && is_explained, Measure::HandOversExplained),
                (in_time, Measure::HandOversContactedInTime),
            ] {
                if counts {
                    facts.state(book.day(at), self.handed_over_to_id, measure, WHOLE);
                }
            }
        }
        for (at, measure) in [
            (self.contacted_at, Measure::LeadsContacted),
            (self.qualified_at, Measure::LeadsQualified),
            (self.disqualified_at, Measure::LeadsDisqualified),
            (self.converted_at, Measure::LeadsConverted),
        ] {
            if let Some(at) = at {
                facts.state(book.day(at), self.owner_id, measure, WHOLE);
            }
        }
        facts.done()
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use entity::{lead::Model, organization};

    use super::*;
    use crate::{
        lead::samples::{at, lead},
        ledger::Membership,
    };

    const FIRST: Uuid = Uuid::from_u128(1);
    const LATER: Uuid = Uuid::from_u128(2);
    const TEAM: Uuid = Uuid::from_u128(9);

    fn book() -> Book {
        let mut book = Book::new(&organization::Model {
            id: Uuid::nil(),
            name: "Aurora".into(),
            currency: "EUR".into(),
            time_zone: "Europe/Paris".into(),
            fiscal_year_start_month: 1,
            week_starts_on: 1,
            activity_window_months: 12,
            group_minimum: 3,
            locked_through: None,
            hand_over_sla_hours: 24,
            required_key_facts: "NEED,BUDGET".into(),
            key_fact_fresh_days: 90,
            working_weekdays: 0b001_1111,
            version: 1,
            created_at: at("2026-01-01T00:00:00Z"),
            updated_at: at("2026-01-01T00:00:00Z"),
        })
        .unwrap();
        book.add_membership(FIRST, Membership { team: TEAM, from: None, to: day("2026-03-15") });
        book
    }

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    /// The day, the measure, the rep and the team of a fact.
    type Stated = (Option<NaiveDate>, Measure, Option<Uuid>, Option<Uuid>);

    fn stated(lead: &Model) -> Vec<Stated> {
        let facts = lead.facts(&book());
        assert!(facts.iter().all(|fact| fact.value == WHOLE));
        facts.into_iter().map(|fact| (Some(fact.key.day), fact.key.measure, fact.key.rep, fact.key.team)).collect()
    }

    #[test]
    fn the_receipt_stays_with_the_first_owner() {
        let lead = Model {
            first_owner_id: Some(FIRST),
            owner_id: Some(LATER),
            contacted_at: Some(at("2026-03-20T10:00:00Z")),
            converted_at: Some(at("2026-04-02T10:00:00Z")),
            ..lead()
        };
        assert_eq!(
            stated(&lead),
            [
                (day("2026-03-01"), Measure::LeadsReceived, Some(FIRST), Some(TEAM)),
                (day("2026-03-01"), Measure::ReceivedLeadsConverted, Some(FIRST), Some(TEAM)),
                (day("2026-03-20"), Measure::LeadsContacted, Some(LATER), None),
                (day("2026-04-02"), Measure::LeadsConverted, Some(LATER), None),
            ]
        );
    }

    #[test]
    fn a_lead_counts_on_the_local_day() {
        let lead = Model { received_at: at("2026-03-31T22:30:00Z"), ..lead() };
        assert_eq!(stated(&lead), [(day("2026-04-01"), Measure::LeadsReceived, None, None)]);
    }

    #[test]
    fn a_deleted_lead_states_nothing() {
        let lead = Model { deleted_at: Some(at("2026-03-20T10:00:00Z")), first_owner_id: Some(FIRST), ..lead() };
        assert_eq!(stated(&lead), []);
    }

    #[test]
    fn facts_tell_where_the_lead_came_from_and_what_it_became() {
        let customer = Some(Uuid::from_u128(5));
        let lead = Model { customer_id: customer, source: Some("fair".into()), ..lead() };
        let dimensions = Dimensions { customer, source: Some("fair".into()), ..Dimensions::default() };
        assert!(lead.facts(&book()).iter().all(|fact| fact.key.dimensions == dimensions));
    }
}
