//! Scores of answers and of leads. Pure.
//!
//! A score is a number from 0 to 1 in ten-thousandths. The score of a lead is `Σ weight × score / Σ weight` over the
//! criteria that were answered, so that what nobody asked yet neither helps nor harms; how complete the answers are is
//! said apart.

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ledger::money::{WHOLE, divide_half_even};

/// How the answers to a criterion score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Scoring {
    /// Yes and no score what is said here.
    Boolean {
        /// What yes scores.
        when_true: i32,
        /// What no scores.
        when_false: i32,
    },
    /// From 0 at the worst end to 1 at the best, evenly.
    Scale {
        /// The end that scores 0.
        worst: i32,
        /// The end that scores 1.
        best: i32,
    },
    /// Each word scores what is said beside it.
    Choice {
        /// The words.
        choices: Vec<Choice>,
    },
    /// A number, in ten-thousandths, scores what the highest step that it reaches says; 0 below the first.
    Number {
        /// The steps, the lowest first.
        steps: Vec<ScoreStep>,
    },
    /// The same for the number of days from the answer to the day named, which is negative when it is over.
    Date {
        /// The steps, the lowest first.
        steps: Vec<ScoreStep>,
    },
}

/// A choice and its score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The word to choose.
    pub value: String,
    /// What it scores.
    pub score: i32,
}

/// A step and the score for reaching it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreStep {
    /// From where it is reached.
    pub at_least: i64,
    /// What it scores.
    pub score: i32,
}

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Yes or no.
    Boolean(bool),
    /// A place on a scale.
    Scale(i32),
    /// A word.
    Choice(String),
    /// A number in ten-thousandths.
    Number(i64),
    /// A day.
    Date(NaiveDate),
}

/// How many choices or steps a criterion may have.
pub const MOST: usize = 50;

impl Scoring {
    /// What is wrong with it, if anything.
    pub fn mistake(&self) -> Option<&'static str> {
        match self {
            Self::Boolean { .. } => None,
            Self::Scale { worst, best } if worst == best => Some("The ends of a scale differ."),
            Self::Scale { worst, best } if worst.abs().max(best.abs()) > 1_000 => {
                Some("The ends of a scale lie between -1000 and 1000.")
            }
            Self::Scale { .. } => None,
            Self::Choice { choices } => {
                let different: BTreeSet<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
                if choices.is_empty() || choices.len() > MOST {
                    Some("From 1 to 50 choices are accepted.")
                } else if different.len() < choices.len() {
                    Some("Each choice is wanted once.")
                } else {
                    None
                }
            }
            Self::Number { steps } | Self::Date { steps } => {
                if steps.is_empty() || steps.len() > MOST {
                    Some("From 1 to 50 steps are accepted.")
                } else if steps.windows(2).any(|pair| matches!(pair, [low, high] if low.at_least >= high.at_least)) {
                    Some("Each step is higher than the one before.")
                } else {
                    None
                }
            }
        }
    }

    /// What an answer scores that is given on a day; `None` when it is no answer to this.
    pub fn score(&self, given: &Given, on: NaiveDate) -> Option<i32> {
        match (self, given) {
            (Self::Boolean { when_true, when_false }, Given::Boolean(yes)) => {
                Some(if *yes { *when_true } else { *when_false })
            }
            (Self::Scale { worst, best }, Given::Scale(place)) => {
                let (low, high) = (*worst.min(best), *worst.max(best));
                let from_worst = i64::from(*place) - i64::from(*worst);
                let length = i64::from(*best) - i64::from(*worst);
                let score = divide_half_even(i128::from(from_worst * WHOLE), i128::from(length))?;
                i32::try_from(score).ok().filter(|_| (low..=high).contains(place))
            }
            (Self::Choice { choices }, Given::Choice(word)) => {
                choices.iter().find(|choice| choice.value == *word).map(|choice| choice.score)
            }
            (Self::Number { steps }, Given::Number(number)) => Some(reached(steps, *number)),
            (Self::Date { steps }, Given::Date(day)) => Some(reached(steps, (*day - on).num_days())),
            _ => None,
        }
    }
}

/// What the highest step that a number reaches scores.
fn reached(steps: &[ScoreStep], number: i64) -> i32 {
    steps.iter().rev().find(|step| step.at_least <= number).map_or(0, |step| step.score)
}

/// A set as scores are computed by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// The score from which a lead counts as qualified.
    pub threshold: i64,
    /// Its criteria.
    pub criteria: Vec<Criterion>,
}

/// A criterion as scores are computed by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// The criterion.
    pub id: Uuid,
    /// How much it weighs.
    pub weight: i32,
    /// Whether a lead must answer it to count as qualified.
    pub is_mandatory: bool,
    /// After how many days an answer no longer counts.
    pub max_age_days: Option<i32>,
}

impl Criterion {
    /// The first day on which an answer of some day no longer counts.
    pub fn expires_on(&self, answered_on: NaiveDate) -> Option<NaiveDate> {
        let days = u64::try_from(self.max_age_days?).ok()?;
        answered_on.checked_add_days(Days::new(days))
    }
}

/// An answer as scores are computed from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The edition of the set that was answered.
    pub set: Uuid,
    /// The criterion.
    pub criterion: Uuid,
    /// What it scores; `None` takes the answer before back.
    pub score: Option<i32>,
    /// The organization's local day.
    pub on: NaiveDate,
}

/// What the answers about a lead come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The edition of the set that they are measured by: that of the latest answer.
    pub set: Uuid,
    /// The score in ten-thousandths; `None` when nothing is answered.
    pub score: Option<i64>,
    /// The weight of what is answered in the weight of all, in ten-thousandths.
    pub completeness: i64,
    /// Whether all that is mandatory is answered.
    pub is_complete: bool,
    /// Whether it is, with a score from the threshold up.
    pub is_qualified: bool,
}

/// What answers come to at the end of a day, or, without a day, if answers never grew too old. `answers` are in the order
/// they were given. `None` before the first.
///
/// Each answer counts by the set that it was given to. When a new edition is answered, the answers to the one before no
/// longer count.
pub fn outcome(sets: &HashMap<Uuid, Set>, answers: &[Answered], day: Option<NaiveDate>) -> Option<Outcome> {
    let so_far = || answers.iter().filter(|answer| day.is_none_or(|day| answer.on <= day));
    let id = so_far().next_back()?.set;
    let set = sets.get(&id)?;
    let (mut weights, mut answered, mut weighted) = (0_i64, 0_i64, 0_i64);
    let mut is_complete = true;
    for criterion in &set.criteria {
        let weight = i64::from(criterion.weight);
        weights += weight;
        let latest = so_far().rfind(|answer| answer.set == id && answer.criterion == criterion.id);
        let fresh = latest.filter(|answer| {
            let expires_on = criterion.expires_on(answer.on);
            day.is_none_or(|day| expires_on.is_none_or(|expires_on| day < expires_on))
        });
        match fresh.and_then(|answer| answer.score) {
            Some(score) => {
                answered += weight;
                weighted += weight * i64::from(score);
            }
            None => is_complete &= !criterion.is_mandatory,
        }
    }
    let score = divide_half_even(weighted.into(), answered.into());
    let completeness = divide_half_even(i128::from(answered * WHOLE), weights.into()).unwrap_or(0);
    let is_qualified = is_complete && score.is_some_and(|score| score >= set.threshold);
    Some(Outcome { set: id, score, completeness, is_complete, is_qualified })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SET: Uuid = Uuid::from_u128(1);
    const NEXT: Uuid = Uuid::from_u128(2);
    const BUDGET: Uuid = Uuid::from_u128(11);
    const NEED: Uuid = Uuid::from_u128(12);
    const CHAMPION: Uuid = Uuid::from_u128(13);

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sets() -> HashMap<Uuid, Set> {
        let criterion = |id, weight, is_mandatory, max_age_days| Criterion { id, weight, is_mandatory, max_age_days };
        let criteria = vec![
            criterion(BUDGET, 3, true, Some(30)),
            criterion(NEED, 1, true, None),
            criterion(CHAMPION, 1, false, None),
        ];
        let heavier = vec![criterion(NEED, 9, false, None), criterion(CHAMPION, 1, false, None)];
        HashMap::from([(SET, Set { threshold: 6_000, criteria }), (NEXT, Set { threshold: 6_000, criteria: heavier })])
    }

    fn answer(criterion: Uuid, score: i32, on: &str) -> Answered {
        Answered { set: SET, criterion, score: Some(score), on: day(on) }
    }

    fn on(answers: &[Answered], text: &str) -> Option<Outcome> {
        outcome(&sets(), answers, Some(day(text)))
    }

    #[test]
    fn each_kind_of_answer_scores_by_its_own_rule() {
        let on = day("2026-03-01");
        let choices =
            vec![Choice { value: "yes".into(), score: 10_000 }, Choice { value: "soon".into(), score: 4_000 }];
        let steps = vec![ScoreStep { at_least: 0, score: 10_000 }, ScoreStep { at_least: 90, score: 5_000 }];
        let amounts =
            vec![ScoreStep { at_least: 50_000_000, score: 5_000 }, ScoreStep { at_least: 200_000_000, score: 10_000 }];
        let by_day = |text: &str| (Scoring::Date { steps: steps.clone() }, Given::Date(day(text)));
        let scale = |place| (Scoring::Scale { worst: 1, best: 5 }, Given::Scale(place));
        for ((scoring, given), expected) in [
            ((Scoring::Boolean { when_true: 10_000, when_false: 0 }, Given::Boolean(true)), Some(10_000)),
            (scale(1), Some(0)),
            (scale(4), Some(7_500)),
            (scale(6), None),
            ((Scoring::Scale { worst: 3, best: 0 }, Given::Scale(1)), Some(6_667)),
            ((Scoring::Choice { choices: choices.clone() }, Given::Choice("soon".into())), Some(4_000)),
            ((Scoring::Choice { choices }, Given::Choice("never".into())), None),
            ((Scoring::Number { steps: amounts.clone() }, Given::Number(49_999_999)), Some(0)),
            ((Scoring::Number { steps: amounts }, Given::Number(200_000_000)), Some(10_000)),
            (by_day("2026-02-28"), Some(0)),
            (by_day("2026-03-01"), Some(10_000)),
            (by_day("2026-06-01"), Some(5_000)),
            ((Scoring::Boolean { when_true: 1, when_false: 0 }, Given::Scale(1)), None),
        ] {
            assert_eq!(scoring.score(&given, on), expected, "{scoring:?} {given:?}");
        }
    }

    #[test]
    fn only_what_is_answered_counts_and_completeness_is_said_apart() {
        assert_eq!(on(&[], "2026-03-01"), None);
        let answers = [answer(BUDGET, 10_000, "2026-03-01"), answer(CHAMPION, 0, "2026-03-02")];
        let first = on(&answers, "2026-03-01").unwrap();
        assert_eq!((first.score, first.completeness, first.is_complete), (Some(10_000), 6_000, false));
        let second = on(&answers, "2026-03-02").unwrap();
        assert_eq!((second.score, second.completeness), (Some(7_500), 8_000));
        assert!(!second.is_qualified, "a mandatory criterion is open");
        let all = [answers.as_slice(), &[answer(NEED, 5_000, "2026-03-03")]].concat();
        let third = on(&all, "2026-03-03").unwrap();
        assert_eq!((third.score, third.completeness), (Some(7_000), 10_000));
        assert!(third.is_complete && third.is_qualified);
    }

    #[test]
    fn an_answer_grows_too_old_and_can_be_taken_back() {
        let answers = [answer(BUDGET, 10_000, "2026-03-01"), answer(NEED, 10_000, "2026-03-01")];
        assert!(on(&answers, "2026-03-30").unwrap().is_qualified);
        let old = on(&answers, "2026-03-31").unwrap();
        assert_eq!((old.score, old.completeness, old.is_qualified), (Some(10_000), 2_000, false));
        assert!(outcome(&sets(), &answers, None).unwrap().is_qualified, "without a day nothing grows old");
        let back = [answers.as_slice(), &[Answered { score: None, ..answer(NEED, 0, "2026-04-02") }]].concat();
        assert_eq!(on(&back, "2026-04-02").unwrap().score, None);
    }

    #[test]
    fn a_new_edition_counts_from_its_first_answer() {
        let answers =
            [answer(NEED, 10_000, "2026-03-01"), Answered { set: NEXT, ..answer(CHAMPION, 2_000, "2026-03-05") }];
        assert_eq!(on(&answers, "2026-03-04").unwrap().set, SET);
        let later = on(&answers, "2026-03-05").unwrap();
        assert_eq!((later.set, later.score, later.completeness), (NEXT, Some(2_000), 1_000));
    }

    #[test]
    fn rules_that_make_no_sense_are_refused() {
        let step = |at_least| ScoreStep { at_least, score: 1 };
        for wrong in [
            Scoring::Scale { worst: 2, best: 2 },
            Scoring::Scale { worst: 0, best: 5_000 },
            Scoring::Choice { choices: Vec::new() },
            Scoring::Choice { choices: vec![Choice { value: "a".into(), score: 1 }; 2] },
            Scoring::Number { steps: vec![step(2), step(1)] },
            Scoring::Date { steps: Vec::new() },
        ] {
            assert!(wrong.mistake().is_some(), "{wrong:?}");
        }
        assert_eq!(Scoring::Number { steps: vec![step(1), step(2)] }.mistake(), None);
    }
}
