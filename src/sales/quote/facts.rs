//! The facts of a quote. Pure.
//!
//! Each revision that was sent counts as sent; of an answer only that to the revision in force counts, for a revision that
//! was replaced is neither accepted nor refused. All revisions are one offer, issued when the first of them was sent:
//! what becomes of it is stated on that day, for the author of that revision, and a signature also on its own day. A
//! contract without a quote is none of an offer's.

use entity::{
    Kind,
    quote::{Model, Status},
};
use uuid::Uuid;

use super::offer::{Offer, QuoteState};
use crate::ledger::{
    Dimensions, Fact, Facts, Measure, PostingContext, States,
    money::{WHOLE, divide_half_even},
};

impl States for QuoteState {
    fn kind(&self) -> Kind {
        Kind::Quote
    }

    fn id(&self) -> Uuid {
        self.quote.id
    }

    fn reps(&self) -> Vec<Uuid> {
        let revisions = self.offer.iter().flat_map(|offer| &offer.revisions);
        revisions.chain([&self.quote]).filter_map(|quote| quote.author_id).collect()
    }

    fn currencies(&self) -> Vec<&str> {
        let Some(offer) = &self.offer else { return Vec::new() };
        let signed = offer.contract.iter().map(|contract| contract.currency.as_str());
        offer.revisions.iter().map(|quote| quote.currency.as_str()).chain(signed).collect()
    }

    fn facts(&self, context: &PostingContext) -> Vec<Fact> {
        let quote = &self.quote;
        let mut facts = Facts::new(context, Dimensions { customer: quote.customer_id, ..Dimensions::default() });
        // The first revision may be deleted and the offer go on.
        if let Some(offer) = &self.offer {
            offer.state(&mut facts, context);
        }
        facts.with(|dimensions| dimensions.customer = quote.customer_id);
        if quote.deleted_at.is_some() {
            return facts.done();
        }
        if let Some(at) = quote.sent_at {
            facts.state(context.day(at), quote.author_id, Measure::QuotesSent, WHOLE);
        }
        let answer = match quote.status {
            Status::Accepted => Some(Measure::QuotesAccepted),
            Status::Declined | Status::Expired => Some(Measure::QuotesRefused),
            Status::Draft | Status::Sent | Status::Superseded => None,
        };
        if let (Some(measure), Some(at)) = (answer, quote.closed_at) {
            facts.state(context.day(at), quote.author_id, measure, WHOLE);
        }
        facts.done()
    }
}

impl Offer {
    /// The first revision that was sent.
    fn issued(&self) -> Option<&Model> {
        self.revisions.iter().filter(|quote| quote.sent_at.is_some()).min_by_key(|quote| quote.sent_at)
    }

    /// The last revision that was sent: what the customer has in hand.
    fn in_hand(&self) -> Option<&Model> {
        self.revisions.iter().rfind(|quote| quote.sent_at.is_some())
    }

    fn state(&self, facts: &mut Facts<'_>, context: &PostingContext) {
        let (Some(issued), Some(in_hand)) = (self.issued(), self.in_hand()) else { return };
        let Some(issued_at) = issued.sent_at else { return };
        let (day, author) = (context.day(issued_at), issued.author_id);
        facts.with(|dimensions| dimensions.customer = in_hand.customer_id);
        facts.state(day, author, Measure::OffersIssued, WHOLE);
        let fate = match (&self.contract, in_hand.status) {
            (Some(_), _) => Some(Measure::OffersIssuedSigned),
            (None, Status::Declined) => Some(Measure::OffersIssuedDeclined),
            (None, Status::Expired) => Some(Measure::OffersIssuedExpired),
            _ => None,
        };
        if let Some(measure) = fate {
            facts.state(day, author, measure, WHOLE);
        }
        // Each amount at the rate of its own day.
        let offered = context.convert(in_hand.amount, &in_hand.currency, day);
        let signed = self.contract.as_ref().map(|contract| {
            let on = context.day(contract.signed_at);
            (contract, on, context.convert(contract.amount, &contract.currency, on))
        });
        facts.with(|dimensions| dimensions.currency = Some(in_hand.currency.clone()));
        facts.state(day, author, Measure::OfferedAmount, offered.unwrap_or(0));
        if let Some((_, _, amount)) = &signed {
            facts.state(day, author, Measure::OfferedSignedAmount, amount.unwrap_or(0));
        }
        if offered.is_none() || signed.as_ref().is_some_and(|(.., amount)| amount.is_none()) {
            facts.state(day, author, Measure::OffersUnconverted, WHOLE);
        }
        facts.with(|dimensions| dimensions.currency = None);
        let Some((contract, on, amount)) = signed else { return };
        let waited = contract.signed_at.signed_duration_since(issued_at).num_seconds().max(0);
        facts.state(on, author, Measure::OffersSigned, WHOLE);
        facts.state(on, author, Measure::SignatureSeconds, waited);
        let first = context.convert(issued.amount, &issued.currency, on).filter(|first| *first > 0);
        let share = first.zip(amount).and_then(|(first, signed)| {
            divide_half_even((i128::from(first) - i128::from(signed)) * i128::from(WHOLE), i128::from(first))
        });
        if let Some(share) = share {
            facts.state(on, author, Measure::OfferDiscounts, share);
            facts.state(on, author, Measure::OffersCompared, WHOLE);
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use entity::contract;

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
        let facts = QuoteState { quote: quote(status), offer: None }.facts(&samples::paris());
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

    /// What an offer states: the measure, the day and the value.
    fn offered(revisions: Vec<Model>, contract: Option<contract::Model>) -> Vec<(Measure, String, i64)> {
        let offer = Offer { revisions, contract };
        let quote = Model { deleted_at: Some(DateTime::UNIX_EPOCH), ..quote(Status::Draft) };
        let facts = QuoteState { quote, offer: Some(offer) }.facts(&samples::paris());
        facts.into_iter().map(|fact| (fact.key.measure, fact.key.day.to_string(), fact.value)).collect()
    }

    fn revision(number: i32, status: Status, amount: i64) -> Model {
        let sent_at = quote(Status::Sent).sent_at.map(|at| at + TimeDelta::days(i64::from(number) - 1));
        let id = Uuid::from_u128(u128::try_from(number).unwrap());
        Model { id, revision: number, amount, sent_at, ..quote(status) }
    }

    #[test]
    fn four_revisions_are_one_offer_worth_the_last() {
        let superseded = |number| revision(number, Status::Superseded, 120_000);
        let four = vec![superseded(1), superseded(2), superseded(3), revision(4, Status::Sent, 100_000)];
        let on_the_day = |measure, value| (measure, "2026-03-02".to_owned(), value);
        let wanted = [on_the_day(Measure::OffersIssued, WHOLE), on_the_day(Measure::OfferedAmount, 100_000)];
        assert_eq!(offered(four, None), wanted);
        let draft = vec![superseded(1), Model { sent_at: None, ..revision(2, Status::Draft, 1) }];
        assert_eq!(offered(draft, None)[1], on_the_day(Measure::OfferedAmount, 120_000), "a draft is not in hand");
    }

    #[test]
    fn a_signature_counts_for_the_offer_and_on_its_own_day() {
        let contract = contract::Model {
            amount: 90_000,
            currency: "EUR".to_owned(),
            signed_at: "2026-04-01T09:00:00Z".parse().unwrap(),
            ..crate::sales::contract::tests::contract()
        };
        let revisions = vec![revision(1, Status::Superseded, 120_000), revision(2, Status::Accepted, 100_000)];
        let issued = |measure, value| (measure, "2026-03-02".to_owned(), value);
        let signed = |measure, value| (measure, "2026-04-01".to_owned(), value);
        assert_eq!(
            offered(revisions, Some(contract)),
            [
                issued(Measure::OffersIssued, WHOLE),
                issued(Measure::OffersIssuedSigned, WHOLE),
                issued(Measure::OfferedAmount, 100_000),
                issued(Measure::OfferedSignedAmount, 90_000),
                signed(Measure::OffersSigned, WHOLE),
                signed(Measure::SignatureSeconds, 30 * 86_400),
                signed(Measure::OfferDiscounts, WHOLE / 4),
                signed(Measure::OffersCompared, WHOLE),
            ]
        );
    }

    #[test]
    fn an_answer_to_the_last_revision_is_the_offers() {
        let declined = offered(vec![revision(1, Status::Declined, 100_000)], None);
        assert_eq!(declined[1].0, Measure::OffersIssuedDeclined);
        let expired = offered(vec![revision(1, Status::Expired, 100_000)], None);
        assert_eq!(expired[1].0, Measure::OffersIssuedExpired);
        assert_eq!(offered(Vec::new(), None), []);
    }
}
