//! The facts of a lead. Pure.
//!
//! What became of a lead is stated on the day of its receipt, for the first rep whom it was assigned to, whoever works it
//! later, so that the cohort of a month never changes hands. What was done with it is credited to whoever worked it then,
//! on that day. However many deals were made of it, a lead counts once. A hand-over is credited to the first rep who had
//! the lead after it, with all that sales thought of it.

use chrono::{DateTime, Utc};
use entity::{Kind, deal::Status, lead};
use uuid::Uuid;

use super::state::LeadState;
use crate::ledger::{Dimensions, Fact, Facts, Measure, PostingContext, States, money::WHOLE};

/// How a lead ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// A deal was won.
    Won,
    /// Its deals were lost.
    Lost,
    /// It was disqualified.
    Disqualified,
    /// It is not decided yet.
    Open,
}

impl LeadState {
    /// When it became a deal; `None` when it did not, or every deal made of it is deleted.
    fn converted_at(&self) -> Option<DateTime<Utc>> {
        let is_undone = !self.deals.is_empty() && self.deals.iter().all(|deal| deal.is_deleted);
        self.lead.converted_at.filter(|_| !is_undone)
    }

    /// When the first of its deals was won.
    fn won_at(&self) -> Option<DateTime<Utc>> {
        let wins = self.deals.iter().filter(|deal| !deal.is_deleted && deal.status == Status::Won);
        wins.filter_map(|deal| deal.closed_at).min()
    }

    fn fate(&self) -> Fate {
        let mut deals = self.deals.iter().filter(|deal| !deal.is_deleted).peekable();
        if self.won_at().is_some() {
            Fate::Won
        } else if self.lead.disqualified_at.is_some() {
            Fate::Disqualified
        } else if deals.peek().is_some() && deals.all(|deal| deal.status == Status::Lost) {
            Fate::Lost
        } else {
            Fate::Open
        }
    }

    /// When we first tried to reach them.
    fn answered_at(&self) -> Option<DateTime<Utc>> {
        self.lead.contacted_at.into_iter().chain(self.reached_at).min()
    }

    /// What became of it, on the day of its receipt.
    fn cohort(&self, facts: &mut Facts<'_>, context: &PostingContext) {
        let lead = &self.lead;
        let (day, rep) = (context.day(lead.received_at), lead.first_owner_id);
        let (won, fate) = (self.won_at(), self.fate());
        // Whoever skipped a step has passed it.
        let converted = self.converted_at().is_some() || won.is_some();
        let qualified = converted || lead.qualified_at.is_some();
        let contacted = qualified || self.answered_at().is_some();
        for (holds, measure) in [
            (true, Measure::LeadsReceived),
            (contacted, Measure::ReceivedLeadsContacted),
            (qualified, Measure::ReceivedLeadsQualified),
            (converted, Measure::ReceivedLeadsConverted),
            (fate == Fate::Won, Measure::ReceivedLeadsWon),
            (fate == Fate::Disqualified, Measure::ReceivedLeadsDisqualified),
            (fate == Fate::Open, Measure::ReceivedLeadsOpen),
        ] {
            if holds {
                facts.state(day, rep, measure, WHOLE);
            }
        }
        if let Some(at) = won {
            let waited = at.signed_duration_since(lead.received_at).num_seconds().max(0);
            facts.state(day, rep, Measure::LeadWinSeconds, waited);
        }
        if let Some(at) = self.answered_at() {
            let waited = at.signed_duration_since(lead.received_at);
            facts.state(day, rep, Measure::LeadsAnswered, WHOLE);
            facts.state(day, rep, Measure::ResponseSeconds, waited.num_seconds().max(0));
            if waited <= context.lead_response() {
                facts.state(day, rep, Measure::LeadsAnsweredInTime, WHOLE);
            }
        }
    }

    /// What sales made of its hand-over, on that day, for the first rep who had it after.
    fn hand_over(&self, facts: &mut Facts<'_>, context: &PostingContext) {
        let lead = &self.lead;
        let Some(at) = lead.handed_over_at else { return };
        // Whoever was spoken to before the hand-over need not wait for it.
        let in_time = lead.contacted_at.is_some_and(|contacted| contacted - at <= context.hand_over_sla());
        let is_explained = lead.rejection_reason_id.is_some() || lead.rejection_note.is_some();
        for (counts, measure) in [
            (true, Measure::LeadsHandedOver),
            (lead.accepted_at.is_some(), Measure::HandOversAccepted),
            (lead.rejected_at.is_some(), Measure::HandOversRejected),
            (lead.rejected_at.is_some() && is_explained, Measure::HandOversExplained),
            (in_time, Measure::HandOversContactedInTime),
        ] {
            if counts {
                facts.state(context.day(at), lead.handed_over_to_id, measure, WHOLE);
            }
        }
    }
}

impl States for LeadState {
    fn kind(&self) -> Kind {
        Kind::Lead
    }

    fn id(&self) -> Uuid {
        self.lead.id
    }

    fn reps(&self) -> Vec<Uuid> {
        let lead::Model { first_owner_id, contacted_by_id, qualified_by_id, .. } = self.lead;
        let credited = [first_owner_id, contacted_by_id, qualified_by_id];
        let ends = [self.lead.disqualified_by_id, self.lead.converted_by_id];
        let recycled = self.recycled.iter().map(|(_, rep)| *rep);
        credited.into_iter().chain(ends).chain([self.lead.handed_over_to_id]).chain(recycled).flatten().collect()
    }

    fn currencies(&self) -> Vec<&str> {
        Vec::new()
    }

    fn facts(&self, context: &PostingContext) -> Vec<Fact> {
        let lead = &self.lead;
        if lead.deleted_at.is_some() {
            return Vec::new();
        }
        let dimensions = Dimensions {
            customer: lead.customer_id,
            source: lead.source.clone(),
            campaign: lead.campaign_id,
            ..Dimensions::default()
        };
        let mut facts = Facts::new(context, dimensions);
        self.cohort(&mut facts, context);
        self.hand_over(&mut facts, context);
        for (at, by, measure) in [
            (lead.contacted_at, lead.contacted_by_id, Measure::LeadsContacted),
            (lead.qualified_at, lead.qualified_by_id, Measure::LeadsQualified),
            (lead.disqualified_at, lead.disqualified_by_id, Measure::LeadsDisqualified),
            (self.converted_at(), lead.converted_by_id, Measure::LeadsConverted),
        ] {
            if let Some(at) = at {
                facts.state(context.day(at), by, measure, WHOLE);
            }
        }
        for (at, by) in &self.recycled {
            facts.state(context.day(*at), *by, Measure::LeadsRecycled, WHOLE);
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
        ledger::{Membership, Unit},
        marketing::lead::{
            samples::{at, lead},
            state::Offspring,
        },
    };

    const FIRST: Uuid = Uuid::from_u128(1);
    const LATER: Uuid = Uuid::from_u128(2);
    const TEAM: Uuid = Uuid::from_u128(9);

    fn context() -> PostingContext {
        let mut context = PostingContext::new(&organization::Model {
            id: Uuid::nil(),
            name: "Aurora".into(),
            currency: "EUR".into(),
            time_zone: "Europe/Paris".into(),
            fiscal_year_start_month: 1,
            week_starts_on: 1,
            activity_window_months: 12,
            group_minimum: 3,
            locked_through: None,
            losses_by_totals: true,
            hand_over_sla_hours: 24,
            required_key_facts: "NEED,BUDGET".into(),
            key_fact_fresh_days: 90,
            working_weekdays: 0b001_1111,
            lead_response_hours: 24,
            stalled_after_days: 30,
            version: 1,
            created_at: at("2026-01-01T00:00:00Z"),
            updated_at: at("2026-01-01T00:00:00Z"),
        })
        .unwrap();
        context.add_membership(FIRST, Membership { team: TEAM, from: None, to: day("2026-03-15") });
        context
    }

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    /// The day, the measure, the rep and the team of a fact.
    type Stated = (Option<NaiveDate>, Measure, Option<Uuid>, Option<Uuid>);

    fn stated(state: &LeadState) -> Vec<Stated> {
        let facts = state.facts(&context()).into_iter().filter(|fact| fact.key.measure.unit() == Unit::Count);
        facts.map(|fact| (Some(fact.key.day), fact.key.measure, fact.key.rep, fact.key.team)).collect()
    }

    fn cohort(state: &LeadState) -> Vec<Measure> {
        let facts = stated(state).into_iter().filter(|(day, ..)| *day == self::day("2026-03-01"));
        facts.map(|(_, measure, ..)| measure).collect()
    }

    fn deal(status: Status, is_deleted: bool) -> Offspring {
        let closed_at = (status != Status::Open).then(|| at("2026-04-10T12:00:00Z"));
        Offspring { id: Uuid::nil(), status, closed_at, is_deleted }
    }

    fn converted() -> Model {
        Model {
            first_owner_id: Some(FIRST),
            converted_at: Some(at("2026-04-02T10:00:00Z")),
            converted_by_id: Some(LATER),
            ..lead()
        }
    }

    #[test]
    fn the_receipt_is_the_first_owners_and_each_step_whose_who_took_it() {
        let lead = Model {
            owner_id: Some(Uuid::from_u128(3)),
            contacted_at: Some(at("2026-03-20T10:00:00Z")),
            contacted_by_id: Some(LATER),
            ..converted()
        };
        let state = LeadState { deals: vec![deal(Status::Open, false)], ..LeadState::of(lead) };
        let received = |measure| (day("2026-03-01"), measure, Some(FIRST), Some(TEAM));
        assert_eq!(
            stated(&state),
            [
                received(Measure::LeadsReceived),
                received(Measure::ReceivedLeadsContacted),
                received(Measure::ReceivedLeadsQualified),
                received(Measure::ReceivedLeadsConverted),
                received(Measure::ReceivedLeadsOpen),
                received(Measure::LeadsAnswered),
                (day("2026-03-20"), Measure::LeadsContacted, Some(LATER), None),
                (day("2026-04-02"), Measure::LeadsConverted, Some(LATER), None),
            ]
        );
    }

    #[test]
    fn a_lead_counts_on_the_local_day() {
        let lead = Model { received_at: at("2026-03-31T22:30:00Z"), ..lead() };
        let on_the_day = |measure| (day("2026-04-01"), measure, None, None);
        let wanted = [on_the_day(Measure::LeadsReceived), on_the_day(Measure::ReceivedLeadsOpen)];
        assert_eq!(stated(&LeadState::of(lead)), wanted);
    }

    #[test]
    fn a_deleted_lead_states_nothing() {
        let lead = Model { deleted_at: Some(at("2026-03-20T10:00:00Z")), first_owner_id: Some(FIRST), ..lead() };
        assert_eq!(stated(&LeadState::of(lead)), []);
    }

    #[test]
    fn facts_tell_where_the_lead_came_from_and_what_it_became() {
        let customer = Some(Uuid::from_u128(5));
        let lead = Model { customer_id: customer, source: Some("fair".into()), ..lead() };
        let dimensions = Dimensions { customer, source: Some("fair".into()), ..Dimensions::default() };
        assert!(LeadState::of(lead).facts(&context()).iter().all(|fact| fact.key.dimensions == dimensions));
    }

    #[test]
    fn one_win_makes_a_customer_however_many_deals_there_are() {
        let steps = |deals| cohort(&LeadState { deals, ..LeadState::of(converted()) });
        let (won, lost, open) = (deal(Status::Won, false), deal(Status::Lost, false), deal(Status::Open, false));
        assert_eq!(steps(vec![won, won, lost]).iter().filter(|step| **step == Measure::ReceivedLeadsWon).count(), 1);
        assert!(steps(vec![lost, open]).contains(&Measure::ReceivedLeadsOpen));
        let neither = [Measure::ReceivedLeadsWon, Measure::ReceivedLeadsOpen];
        assert!(steps(vec![lost]).iter().all(|step| !neither.contains(step)), "it is lost");
    }

    #[test]
    fn a_lead_whose_deals_are_deleted_is_open_again() {
        let undone = LeadState { deals: vec![deal(Status::Won, true)], ..LeadState::of(converted()) };
        assert_eq!(stated(&undone).len(), 2, "received and open, and never converted");
        assert!(cohort(&undone).contains(&Measure::ReceivedLeadsOpen));
        let unknown = LeadState::of(converted());
        assert!(cohort(&unknown).contains(&Measure::ReceivedLeadsConverted), "its deal may be in another system");
    }

    #[test]
    fn the_first_try_to_reach_them_ends_the_wait() {
        let late = Model { contacted_at: Some(at("2026-03-05T12:00:00Z")), ..lead() };
        let late = LeadState::of(late);
        assert!(!cohort(&late).contains(&Measure::LeadsAnsweredInTime));
        let called = LeadState { reached_at: Some(at("2026-03-01T13:00:00Z")), ..late };
        assert!(cohort(&called).contains(&Measure::LeadsAnsweredInTime));
        let waited = called.facts(&context()).into_iter().find(|fact| fact.key.measure == Measure::ResponseSeconds);
        assert_eq!(waited.map(|fact| fact.value), Some(3_600));
    }

    #[test]
    fn a_lead_that_comes_in_again_is_received_once() {
        let state = LeadState { recycled: vec![(at("2026-06-01T12:00:00Z"), Some(LATER))], ..LeadState::of(lead()) };
        let again = stated(&state).into_iter().filter(|(day, ..)| *day == self::day("2026-06-01"));
        assert_eq!(again.collect::<Vec<_>>(), [(day("2026-06-01"), Measure::LeadsRecycled, Some(LATER), None)]);
        assert_eq!(cohort(&state), [Measure::LeadsReceived, Measure::ReceivedLeadsOpen]);
    }
}
