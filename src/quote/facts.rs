//! What a quote states to the ledger. Pure.
//!
//! Each revision that was sent counts as sent; of an answer only that to the revision in force counts, for a revision that
//! was replaced is neither accepted nor refused.

use entity::{
    Kind,
    quote::{Model, Status},
};
use uuid::Uuid;

use crate::ledger::{Book, Dimensions, Fact, Facts, Measure, States, money::WHOLE};

impl States for Model {
    fn kind(&self) -> Kind {
        Kind::Quote
    }

    fn id(&self) -> Uuid {
        self.id
    }

    fn reps(&self) -> Vec<Uuid> {
        self.author_id.into_iter().collect()
    }

    fn currencies(&self) -> Vec<&str> {
        Vec::new()
    }

    fn facts(&self, book: &Book) -> Vec<Fact> {
        let mut facts = Facts::new(book, Dimensions { customer: self.customer_id, ..Dimensions::default() });
        if self.deleted_at.is_some() {
            return facts.done();
        }
        if let Some(at) = self.sent_at {
            facts.state(book.day(at), self.author_id, Measure::QuotesSent, WHOLE);
        }
        let answer = match self.status {
            Status::Accepted => Some(Measure::QuotesAccepted),
            Status::Declined | Status::Expired => Some(Measure::QuotesRefused),
            Status::Draft | Status::Sent | Status::Superseded => None,
        };
        if let (Some(measure), Some(at)) = (answer, self.closed_at) {
            facts.state(book.day(at), self.author_id, measure, WHOLE);
        }
        facts.done()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::ledger::samples;

    fn quote(status: Status) -> Model {
        let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
        Model {
            id: Uuid::from_u128(1),
            family_id: Uuid::from_u128(1),
            revision: 1,
            number: None,
            deal_id: None,
            customer_id: None,
            author_id: Some(Uuid::from_u128(7)),
            status,
            amount: 100_000,
            currency: "EUR".to_owned(),
            valid_until_on: None,
            sent_at: (status != Status::Draft).then(|| at("2026-03-02T09:00:00Z")),
            closed_at: (!matches!(status, Status::Draft | Status::Sent)).then(|| at("2026-03-20T09:00:00Z")),
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at("2026-03-01T09:00:00Z"),
            updated_at: at("2026-03-01T09:00:00Z"),
            deleted_at: None,
        }
    }

    fn stated(status: Status) -> Vec<(Measure, String)> {
        let facts = quote(status).facts(&samples::paris());
        facts.into_iter().map(|fact| (fact.key.measure, fact.key.day.to_string())).collect()
    }

    #[test]
    fn a_quote_counts_when_it_is_sent_and_when_it_is_answered() {
        let sent = (Measure::QuotesSent, "2026-03-02".to_owned());
        let answered = |measure| (measure, "2026-03-20".to_owned());
        assert_eq!(stated(Status::Draft), []);
        assert_eq!(stated(Status::Sent), std::slice::from_ref(&sent));
        assert_eq!(stated(Status::Accepted), [sent.clone(), answered(Measure::QuotesAccepted)]);
        assert_eq!(stated(Status::Expired), [sent.clone(), answered(Measure::QuotesRefused)]);
        assert_eq!(stated(Status::Superseded), [sent], "its refusal passed to the revision");
    }
}
