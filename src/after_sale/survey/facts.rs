//! The facts of a survey response: that it was sent, and how it was answered. Pure.

use entity::{Kind, survey, survey_response::Model};
use uuid::Uuid;

use super::scale::{self, Scale};
use crate::{
    graphql::id,
    ledger::{Dimensions, Fact, Facts, Measure, PostingContext, States, money::WHOLE},
};

impl States for Model {
    fn kind(&self) -> Kind {
        Kind::SurveyResponse
    }

    fn id(&self) -> Uuid {
        self.id
    }

    fn reps(&self) -> Vec<Uuid> {
        self.sent_rep_id.into_iter().chain(self.response_rep_id).collect()
    }

    fn currencies(&self) -> Vec<&str> {
        Vec::new()
    }

    /// The sending on its day, with whether it was ever answered; the answer on the day it came, worth what the scale it
    /// was asked on says.
    fn facts(&self, context: &PostingContext) -> Vec<Fact> {
        if self.deleted_at.is_some() {
            return Vec::new();
        }
        let survey = id::encode(Kind::Survey, self.survey_id).0;
        let dimensions = Dimensions { customer: Some(self.customer_id), kind: Some(survey), ..Dimensions::default() };
        let mut facts = Facts::new(context, dimensions);
        let sent_on = context.day(self.sent_at);
        facts.state(sent_on, self.sent_rep_id, Measure::SurveysSent, WHOLE);
        let (Some(responded_at), Some(value)) = (self.responded_at, self.value) else { return facts.done() };
        facts.state(sent_on, self.sent_rep_id, Measure::SurveysAnswered, WHOLE);
        let (scale, day, rep) = (Scale::from(self), context.day(responded_at), self.response_rep_id);
        facts.state(day, rep, Measure::SurveyResponses, WHOLE);
        facts.state(day, rep, Measure::SatisfactionScore, scale.score(value));
        if scale.is_satisfied(value) {
            facts.state(day, rep, Measure::SatisfiedResponses, WHOLE);
        }
        if self.kind == survey::Kind::Nps {
            facts.state(day, rep, Measure::NpsResponses, WHOLE);
            if scale::is_promoter(value) {
                facts.state(day, rep, Measure::Promoters, WHOLE);
            }
            if scale::is_detractor(value) {
                facts.state(day, rep, Measure::Detractors, WHOLE);
            }
        }
        facts.done()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use entity::survey::Direction;

    use super::*;
    use crate::ledger::samples;

    fn recommendation(value: Option<i64>) -> Model {
        let sent_at: DateTime<Utc> = "2026-03-25T09:00:00Z".parse().unwrap();
        Model {
            id: Uuid::from_u128(1),
            survey_id: Uuid::from_u128(2),
            kind: survey::Kind::Nps,
            scale_version: 1,
            scale_min: 0,
            scale_max: 10 * WHOLE,
            direction: Direction::Higher,
            threshold: 9 * WHOLE,
            customer_id: Uuid::from_u128(20),
            contact_id: None,
            interaction_id: None,
            deal_id: None,
            sent_at,
            sent_rep_id: Some(Uuid::from_u128(3)),
            responded_at: value.and_then(|_| "2026-03-31T22:30:00Z".parse().ok()),
            response_rep_id: value.map(|_| Uuid::from_u128(4)),
            value: value.map(|value| value * WHOLE),
            comment: None,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: sent_at,
            updated_at: sent_at,
            deleted_at: None,
        }
    }

    /// The measure, the day, the rep and the value of each fact.
    fn stated(response: &Model) -> Vec<(Measure, String, Option<u128>, i64)> {
        let facts = response.facts(&samples::paris()).into_iter();
        facts
            .map(|fact| (fact.key.measure, fact.key.day.to_string(), fact.key.rep.map(|rep| rep.as_u128()), fact.value))
            .collect()
    }

    #[test]
    fn what_is_not_answered_was_sent_and_no_more() {
        let sent = (Measure::SurveysSent, "2026-03-25".to_owned(), Some(3), WHOLE);
        assert_eq!(stated(&recommendation(None)), [sent]);
    }

    #[test]
    fn the_sending_stays_with_who_had_the_account_then_and_the_answer_counts_for_who_has_it() {
        let of = |measure: Measure, value| {
            let on_sending = matches!(measure, Measure::SurveysSent | Measure::SurveysAnswered);
            let (day, rep) = if on_sending { ("2026-03-25", 3) } else { ("2026-04-01", 4) };
            (measure, day.to_owned(), Some(rep), value)
        };
        assert_eq!(
            stated(&recommendation(Some(9))),
            [
                of(Measure::SurveysSent, WHOLE),
                of(Measure::SurveysAnswered, WHOLE),
                of(Measure::SurveyResponses, WHOLE),
                of(Measure::SatisfactionScore, 9_000),
                of(Measure::SatisfiedResponses, WHOLE),
                of(Measure::NpsResponses, WHOLE),
                of(Measure::Promoters, WHOLE),
            ]
        );
    }

    #[test]
    fn six_is_a_detractor_and_seven_neither() {
        let measures = |value| stated(&recommendation(Some(value))).into_iter().map(|(measure, ..)| measure);
        assert!(measures(6).any(|measure| measure == Measure::Detractors));
        assert!(!measures(7).any(|measure| matches!(measure, Measure::Detractors | Measure::Promoters)));
    }

    #[test]
    fn a_deleted_response_states_nothing() {
        let response = recommendation(Some(9));
        let deleted = Model { deleted_at: Some(response.created_at), ..response };
        assert_eq!(stated(&deleted), []);
    }
}
