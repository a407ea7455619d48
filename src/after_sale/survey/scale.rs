//! Scales of surveys: the score of an answer. Pure.

use entity::{
    survey::{self, Direction, Kind},
    survey_response,
};

use crate::ledger::money::{WHOLE, divide_half_even};

/// The lowest answer that makes a promoter.
const PROMOTER: i64 = 9 * WHOLE;
/// The highest answer that makes a detractor.
const DETRACTOR: i64 = 6 * WHOLE;
/// The farthest from 0 that a scale may reach.
const FAR: i64 = 1_000_000 * WHOLE;

/// From where to where customers answer, and what is good. All numbers are ten-thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The lowest answer.
    pub min: i64,
    /// The highest.
    pub max: i64,
    /// Which end is better.
    pub direction: Direction,
    /// From which answer on a customer is satisfied.
    pub threshold: i64,
}

/// The scale on which customers say how likely they recommend somebody.
pub const NPS: Scale = Scale { min: 0, max: 10 * WHOLE, direction: Direction::Higher, threshold: PROMOTER };

impl Scale {
    /// Why there is no such scale, with the field at fault; `None` when there is.
    pub fn mistake(&self, kind: Kind) -> Option<(&'static str, &'static str)> {
        if kind == Kind::Nps && *self != (Self { threshold: self.threshold, ..NPS }) {
            return Some(("min", "The net promoter score goes from 0 to 10, more is better."));
        }
        if self.min.abs() > FAR {
            return Some(("min", "A scale reaches from −1 000 000 to 1 000 000 at most."));
        }
        if self.max <= self.min || self.max > FAR {
            return Some(("max", "The highest answer lies above the lowest, and at 1 000 000 at most."));
        }
        let holds = (self.min..=self.max).contains(&self.threshold);
        (!holds).then_some(("satisfiedThreshold", "The threshold lies on the scale."))
    }

    /// Why an answer does not fit; `None` when it does.
    pub fn refuses(&self, kind: Kind, value: i64) -> Option<&'static str> {
        if !(self.min..=self.max).contains(&value) {
            return Some("The answer lies outside the scale of the survey.");
        }
        (kind == Kind::Nps && value % WHOLE != 0).then_some("The answer is a whole number from 0 to 10.")
    }

    /// What an answer is worth in ten-thousandths, from 0, the worst, to 1, the best.
    pub fn score(&self, value: i64) -> i64 {
        let above = match self.direction {
            Direction::Higher => value.saturating_sub(self.min),
            Direction::Lower => self.max.saturating_sub(value),
        };
        let length = i128::from(self.max) - i128::from(self.min);
        divide_half_even(i128::from(above) * i128::from(WHOLE), length).unwrap_or(0).clamp(0, WHOLE)
    }

    /// Whether an answer says that the customer is satisfied.
    pub const fn is_satisfied(&self, value: i64) -> bool {
        match self.direction {
            Direction::Higher => value >= self.threshold,
            Direction::Lower => value <= self.threshold,
        }
    }
}

/// Whether an answer of recommendation comes from a promoter.
pub const fn is_promoter(value: i64) -> bool {
    value >= PROMOTER
}

/// Whether it comes from a detractor.
pub const fn is_detractor(value: i64) -> bool {
    value <= DETRACTOR
}

impl From<&survey::Model> for Scale {
    fn from(survey: &survey::Model) -> Self {
        Self { min: survey.scale_min, max: survey.scale_max, direction: survey.direction, threshold: survey.threshold }
    }
}

impl From<&survey_response::Model> for Scale {
    fn from(response: &survey_response::Model) -> Self {
        Self {
            min: response.scale_min,
            max: response.scale_max,
            direction: response.direction,
            threshold: response.threshold,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STARS: Scale = Scale { min: WHOLE, max: 5 * WHOLE, direction: Direction::Higher, threshold: 4 * WHOLE };

    #[test]
    fn an_answer_is_worth_its_place_between_the_worst_and_the_best() {
        let scores = [1, 2, 3, 5].map(|stars| STARS.score(stars * WHOLE));
        assert_eq!(scores, [0, 2_500, 5_000, WHOLE]);
        let effort = Scale { direction: Direction::Lower, threshold: 2 * WHOLE, ..STARS };
        assert_eq!([1, 4].map(|effort_made| effort.score(effort_made * WHOLE)), [WHOLE, 2_500]);
        assert!(effort.is_satisfied(2 * WHOLE) && !effort.is_satisfied(3 * WHOLE));
        assert!(STARS.is_satisfied(4 * WHOLE) && !STARS.is_satisfied(3 * WHOLE));
    }

    #[test]
    fn what_is_no_scale_is_refused_where_it_is_wrong() {
        let field = |scale: Scale, kind| scale.mistake(kind).map(|(field, _)| field);
        assert_eq!(field(STARS, Kind::Csat), None);
        assert_eq!(field(Scale { max: WHOLE, ..STARS }, Kind::Csat), Some("max"));
        assert_eq!(field(Scale { threshold: 0, ..STARS }, Kind::Csat), Some("satisfiedThreshold"));
        assert_eq!(field(STARS, Kind::Nps), Some("min"));
        assert_eq!(field(Scale { threshold: 8 * WHOLE, ..NPS }, Kind::Nps), None);
    }

    #[test]
    fn answers_of_recommendation_are_whole() {
        assert!(NPS.refuses(Kind::Nps, 65_000).is_some() && NPS.refuses(Kind::Custom, 65_000).is_none());
        assert!(NPS.refuses(Kind::Nps, 11 * WHOLE).is_some() && NPS.refuses(Kind::Nps, 0).is_none());
    }

    proptest! {
        #[test]
        fn every_answer_on_a_scale_is_worth_something_from_0_to_1(min in -FAR..FAR, length in 1..FAR, part in 0_i64..=1_000) {
            let max = (min + length).min(FAR);
            prop_assume!(min < max);
            let value = min + (max - min) / 1_000 * part;
            let scale = Scale { min, max, direction: Direction::Higher, threshold: min };
            let other = Scale { direction: Direction::Lower, ..scale };
            prop_assert!((scale.score(value) + other.score(value) - WHOLE).abs() <= 1);
        }
    }
}
