//! The facts of a complaint. Pure.
//!
//! That it was made, and what was paid back for it, is credited as the sale was; that it was resolved, and how long that
//! took, to who handles it.

use entity::Kind;
use uuid::Uuid;

use super::state::ComplaintState;
use crate::{
    after_sale::won_deal_credit::{self, Credits},
    ledger::{Fact, Facts, Measure, PostingContext, States, money::WHOLE},
};

impl States for ComplaintState {
    fn kind(&self) -> Kind {
        Kind::Complaint
    }

    fn id(&self) -> Uuid {
        self.complaint.id
    }

    fn reps(&self) -> Vec<Uuid> {
        let sellers = self.sale.iter().flat_map(|sale| sale.shares.iter().filter_map(|(rep, _)| *rep));
        sellers.chain(self.complaint.owner_id).chain(self.complaint.handler_id).collect()
    }

    fn currencies(&self) -> Vec<&str> {
        self.complaint.refund_currency.as_deref().into_iter().collect()
    }

    fn facts(&self, context: &PostingContext) -> Vec<Fact> {
        let complaint = &self.complaint;
        if complaint.deleted_at.is_some() {
            return Vec::new();
        }
        let sale = self.sale.as_ref();
        let opened_on = context.day(complaint.opened_at);
        let credits = Credits::of(context, sale, complaint.owner_id, opened_on);
        let mut facts =
            Facts::new(context, won_deal_credit::dimensions(sale, complaint.customer_id, complaint.product_id));
        credits.state(&mut facts, opened_on, Measure::Complaints, WHOLE);
        if let Some(resolved_at) = complaint.resolved_at {
            let (day, handler) = (context.day(resolved_at), complaint.handler_id);
            // Wall-clock time, so that a change to summer time costs nobody an hour.
            let seconds = (context.local(resolved_at) - context.local(complaint.opened_at)).num_seconds().max(0);
            facts.state(day, handler, Measure::ComplaintsResolved, WHOLE);
            facts.state(day, handler, Measure::ResolutionSeconds, seconds);
            if complaint.reopen_count > 0 {
                facts.state(day, handler, Measure::ReopenedComplaints, WHOLE);
            }
        }
        if let (Some(refund), Some(currency)) = (complaint.refund_amount, &complaint.refund_currency) {
            facts.with(|dimensions| dimensions.currency = Some(currency.clone()));
            match context.convert(refund, currency, opened_on) {
                Some(value) => credits.state(&mut facts, opened_on, Measure::ComplaintRefunds, value),
                None => credits.state(&mut facts, opened_on, Measure::ComplaintRefundsUnconverted, WHOLE),
            }
        }
        facts.done()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, Utc};
    use entity::complaint::Model;

    use super::*;
    use crate::{
        after_sale::won_deal_credit::samples::shared,
        ledger::{Membership, samples},
    };

    fn complaint() -> Model {
        let at: DateTime<Utc> = "2026-03-25T09:00:00Z".parse().unwrap();
        Model {
            id: Uuid::from_u128(1),
            customer_id: Uuid::from_u128(20),
            deal_id: None,
            product_id: None,
            order_number: None,
            reason_id: None,
            secondary_reason_id: None,
            subject: None,
            note: None,
            owner_id: Some(Uuid::from_u128(3)),
            handler_id: Some(Uuid::from_u128(4)),
            opened_at: at,
            resolved_at: None,
            reopen_count: 0,
            refund_amount: None,
            refund_currency: None,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        }
    }

    /// The day, the measure, the rep and the value of each fact.
    fn stated(state: &ComplaintState) -> Vec<(String, Measure, Option<u128>, i64)> {
        let facts = state.facts(&samples::paris()).into_iter();
        facts
            .map(|fact| (fact.key.day.to_string(), fact.key.measure, fact.key.rep.map(|rep| rep.as_u128()), fact.value))
            .collect()
    }

    #[test]
    fn it_is_credited_as_the_sale_was_and_without_one_to_the_owner_of_the_account() {
        let alone = ComplaintState { complaint: complaint(), sale: None };
        assert_eq!(stated(&alone), [("2026-03-25".to_owned(), Measure::Complaints, Some(3), WHOLE)]);
        let sold = ComplaintState { sale: Some(shared("2026-01-05T09:00:00Z")), ..alone };
        assert_eq!(
            stated(&sold),
            [
                ("2026-03-25".to_owned(), Measure::Complaints, Some(1), 6_000),
                ("2026-03-25".to_owned(), Measure::Complaints, Some(2), 4_000),
            ]
        );
    }

    #[test]
    fn the_team_is_that_of_the_day_of_the_sale() {
        let mut context = samples::paris();
        let (then, now) = (Uuid::from_u128(8), Uuid::from_u128(9));
        let moved: Option<NaiveDate> = "2026-02-01".parse().ok();
        context.add_membership(Uuid::from_u128(1), Membership { team: then, from: None, to: moved });
        context.add_membership(Uuid::from_u128(1), Membership { team: now, from: moved, to: None });
        let state = ComplaintState { complaint: complaint(), sale: Some(shared("2026-01-05T09:00:00Z")) };
        let teams: Vec<_> = state.facts(&context).into_iter().map(|fact| fact.key.team).collect();
        assert_eq!(teams, [Some(then), None]);
    }

    #[test]
    fn handling_is_credited_to_who_handles_it_and_lasts_across_summer_time() {
        let resolved_at = "2026-03-31T08:00:00Z".parse().ok();
        let complaint = Model { resolved_at, reopen_count: 2, ..complaint() };
        let facts = stated(&ComplaintState { complaint, sale: None });
        let day = "2026-03-31".to_owned();
        assert_eq!(
            facts[1..],
            [
                (day.clone(), Measure::ComplaintsResolved, Some(4), WHOLE),
                (day.clone(), Measure::ResolutionSeconds, Some(4), 6 * 86_400),
                (day, Measure::ReopenedComplaints, Some(4), WHOLE),
            ]
        );
    }

    #[test]
    fn a_refund_is_split_to_the_cent_and_said_to_be_missing_without_a_rate() {
        let refund = |currency: &str| {
            let (refund_amount, refund_currency) = (Some(1_001), Some(currency.to_owned()));
            let complaint = Model { refund_amount, refund_currency, ..complaint() };
            let facts = stated(&ComplaintState { complaint, sale: Some(shared("2026-01-05T09:00:00Z")) });
            facts[2..].iter().map(|(_, measure, _, value)| (*measure, *value)).collect::<Vec<_>>()
        };
        assert_eq!(refund("EUR"), [(Measure::ComplaintRefunds, 601), (Measure::ComplaintRefunds, 400)]);
        let missing = Measure::ComplaintRefundsUnconverted;
        assert_eq!(refund("USD"), [(missing, 6_000), (missing, 4_000)]);
    }

    #[test]
    fn a_deleted_complaint_states_nothing() {
        let complaint = Model { deleted_at: Some(complaint().created_at), ..complaint() };
        assert_eq!(stated(&ComplaintState { complaint, sale: None }), []);
    }
}
