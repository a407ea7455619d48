//! What an interaction states to the ledger. Pure.

use entity::{
    Kind,
    interaction::{Model, Status},
};
use uuid::Uuid;

use crate::ledger::{Book, Dimensions, Fact, Facts, Measure, States, money::WHOLE};

impl States for Model {
    fn kind(&self) -> Kind {
        Kind::Interaction
    }

    fn id(&self) -> Uuid {
        self.id
    }

    fn reps(&self) -> Vec<Uuid> {
        self.performer_id.into_iter().collect()
    }

    fn currencies(&self) -> Vec<&str> {
        Vec::new()
    }

    /// One interaction on the day it took place, for whoever performed it. What is only planned states nothing.
    fn facts(&self, book: &Book) -> Vec<Fact> {
        let mut facts = Facts::new(
            book,
            Dimensions { customer: self.customer_id, kind: Some(self.kind.name()), ..Dimensions::default() },
        );
        if self.deleted_at.is_none() && self.status == Status::Done {
            facts.state(book.day(self.occurred_at), self.performer_id, Measure::Interactions, WHOLE);
        }
        facts.done()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use entity::interaction;

    use super::*;
    use crate::ledger::samples;

    fn call() -> Model {
        let at: DateTime<Utc> = "2026-03-31T22:30:00Z".parse().unwrap();
        Model {
            id: Uuid::from_u128(1),
            kind: interaction::Kind::Call,
            direction: interaction::Direction::Outbound,
            status: Status::Done,
            outcome: None,
            occurred_at: at,
            performer_id: Some(Uuid::from_u128(7)),
            customer_id: None,
            contact_id: None,
            lead_id: None,
            deal_id: None,
            subject: None,
            note: None,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        }
    }

    #[test]
    fn a_call_counts_on_the_local_day_it_took_place() {
        let facts = call().facts(&samples::paris());
        assert_eq!(facts.len(), 1);
        assert_eq!(facts[0].key.day.to_string(), "2026-04-01", "half past midnight in Paris");
        assert_eq!(facts[0].key.dimensions.kind.as_deref(), Some("CALL"));
    }

    #[test]
    fn what_is_planned_or_deleted_counts_nowhere() {
        let planned = Model { status: Status::Planned, ..call() };
        let deleted = Model { deleted_at: Some(call().created_at), ..call() };
        assert!(planned.facts(&samples::paris()).is_empty());
        assert!(deleted.facts(&samples::paris()).is_empty());
    }
}
