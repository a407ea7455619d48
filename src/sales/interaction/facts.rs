//! The facts of an interaction. Pure.

use entity::{
    Kind,
    interaction::{self, Direction, Outcome, Status},
};
use uuid::Uuid;

use super::Activity;
use crate::ledger::{Dimensions, Fact, Facts, Measure, PostingContext, States, money::WHOLE};

impl States for Activity {
    fn kind(&self) -> Kind {
        Kind::Interaction
    }

    fn id(&self) -> Uuid {
        self.interaction.id
    }

    fn reps(&self) -> Vec<Uuid> {
        self.interaction.performer_id.into_iter().collect()
    }

    fn currencies(&self) -> Vec<&str> {
        Vec::new()
    }

    /// One interaction on the day it took place, for whoever performed it, and once more on the day that the deal which
    /// it concerns was won. What is only planned states nothing.
    fn facts(&self, context: &PostingContext) -> Vec<Fact> {
        let interaction = &self.interaction;
        let kind = Some(interaction.kind.name());
        let mut facts =
            Facts::new(context, Dimensions { customer: interaction.customer_id, kind, ..Dimensions::default() });
        if interaction.deleted_at.is_some() || interaction.status != Status::Done {
            return facts.done();
        }
        let (day, performer) = (context.day(interaction.occurred_at), interaction.performer_id);
        let call = interaction.kind == interaction::Kind::Call && interaction.direction == Direction::Outbound;
        for (holds, measure) in [
            (true, Measure::Interactions),
            (call, Measure::CallsMade),
            (call && interaction.outcome == Some(Outcome::MeetingBooked), Measure::CallsBooked),
            (interaction.deal_id.is_none(), Measure::InteractionsUnlinked),
        ] {
            if holds {
                facts.state(day, performer, measure, WHOLE);
            }
        }
        if let Some(at) = self.won_at {
            facts.state(context.day(at), performer, Measure::ActivitiesOfWins, WHOLE);
        }
        facts.done()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use entity::interaction::Model;

    use super::*;
    use crate::ledger::samples;

    fn call() -> Model {
        let at: DateTime<Utc> = "2026-03-31T22:30:00Z".parse().unwrap();
        Model {
            id: Uuid::from_u128(1),
            kind: interaction::Kind::Call,
            direction: Direction::Outbound,
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

    fn stated(interaction: Model, won_at: Option<DateTime<Utc>>) -> Vec<(Measure, String)> {
        let facts = Activity { interaction, won_at }.facts(&samples::paris());
        assert!(facts.iter().all(|fact| fact.key.dimensions.kind.as_deref() == Some("CALL")));
        facts.into_iter().map(|fact| (fact.key.measure, fact.key.day.to_string())).collect()
    }

    #[test]
    fn a_call_counts_on_the_local_day_it_took_place() {
        let half_past_midnight = |measure| (measure, "2026-04-01".to_owned());
        let unlinked =
            [Measure::Interactions, Measure::CallsMade, Measure::InteractionsUnlinked].map(half_past_midnight);
        assert_eq!(stated(call(), None), unlinked);
        let answered = Model {
            outcome: Some(Outcome::MeetingBooked),
            direction: Direction::Inbound,
            deal_id: Some(Uuid::from_u128(3)),
            ..call()
        };
        assert_eq!(stated(answered, None), [half_past_midnight(Measure::Interactions)], "they called us");
    }

    #[test]
    fn it_counts_once_more_on_the_day_of_the_win() {
        let about_deal = Model { deal_id: Some(Uuid::from_u128(3)), ..call() };
        let facts = stated(about_deal, Some("2026-05-04T09:00:00Z".parse().unwrap()));
        assert_eq!(facts.last(), Some(&(Measure::ActivitiesOfWins, "2026-05-04".to_owned())));
    }

    #[test]
    fn what_is_planned_or_deleted_counts_nowhere() {
        let planned = Model { status: Status::Planned, ..call() };
        let deleted = Model { deleted_at: Some(call().created_at), ..call() };
        assert_eq!(stated(planned, None), []);
        assert_eq!(stated(deleted, Some(call().created_at)), []);
    }
}
