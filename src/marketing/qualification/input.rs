//! Inputs of criteria, checked and turned into rows.

use async_graphql::{InputObject, OneofObject};
use entity::criterion;
use rust_decimal::prelude::ToPrimitive;

use super::scoring::{Choice, Given, MOST, ScoreStep, Scoring};
use crate::{
    error::{Error, Result, UserError},
    graphql::{
        Date, Decimal, Ratio,
        input::{self, LINE},
    },
};

/// How many criteria a set may have.
pub const LONGEST: usize = 100;

/// A criterion of a set.
#[derive(InputObject)]
pub struct CriterionInput {
    /// The question, at most 200 characters.
    pub question: String,
    /// The kind of answer and how it scores.
    pub scoring: CriterionScoringInput,
    /// Its weight relative to the other criteria, from 1 to 1000.
    #[graphql(default = 1, validator(minimum = 1, maximum = 1000))]
    pub weight: i32,
    /// Whether a lead must answer it to count as qualified.
    #[graphql(default = false)]
    pub is_mandatory: bool,
    /// Days after which an answer expires, 1 to 3650 (default: never).
    #[graphql(validator(minimum = 1, maximum = 3650))]
    pub max_age_days: Option<i32>,
}

/// The kind of answer to a criterion and how it scores.
#[derive(OneofObject)]
pub enum CriterionScoringInput {
    /// Yes or no.
    Boolean(BooleanScoringInput),
    /// A whole number on a scale.
    Scale(ScaleScoringInput),
    /// One of several words.
    Choice(ChoiceScoringInput),
    /// A number.
    Number(NumberScoringInput),
    /// A day.
    Date(DateScoringInput),
}

/// The scores of yes and no.
#[derive(InputObject)]
pub struct BooleanScoringInput {
    /// The score of yes, from 0 to 1 (default: 1).
    pub when_true: Option<Ratio>,
    /// The score of no, from 0 to 1 (default: 0).
    pub when_false: Option<Ratio>,
}

/// The ends of a scale, which scores linearly between them.
#[derive(InputObject)]
pub struct ScaleScoringInput {
    /// The end that scores 0, from -1000 to 1000.
    /// It may be the larger number.
    pub worst: i32,
    /// The end that scores 1, from -1000 to 1000.
    pub best: i32,
}

/// The words to choose from.
#[derive(InputObject)]
pub struct ChoiceScoringInput {
    /// The choices, 1 to 50, each word once.
    pub choices: Vec<ScoredChoiceInput>,
}

/// A choice and its score.
#[derive(InputObject)]
pub struct ScoredChoiceInput {
    /// The word to choose, at most 200 characters.
    pub value: String,
    /// The score, from 0 to 1.
    pub score: Ratio,
}

/// The scores of numbers.
#[derive(InputObject)]
pub struct NumberScoringInput {
    /// The steps, 1 to 50, lowest first.
    /// The highest step reached gives the score; below all steps the score is 0.
    pub steps: Vec<NumberStepInput>,
}

/// A step: the smallest number for a score.
#[derive(InputObject)]
pub struct NumberStepInput {
    /// The number, with at most four decimals.
    pub at_least: Decimal,
    /// The score for reaching it, from 0 to 1.
    pub score: Ratio,
}

/// The scores of dates, by how far ahead they are.
#[derive(InputObject)]
pub struct DateScoringInput {
    /// The steps, 1 to 50, lowest first.
    /// The highest step reached gives the score; below all steps the score is 0.
    pub steps: Vec<DateStepInput>,
}

/// A step: how far ahead a date must be for a score.
#[derive(InputObject)]
pub struct DateStepInput {
    /// Days from the answer to the date; negative when it has passed.
    pub at_least_days: i32,
    /// The score for reaching it, from 0 to 1.
    pub score: Ratio,
}

/// The value of an answer: set the field of the criterion's kind.
#[derive(OneofObject)]
pub enum AnswerValueInput {
    /// The answer to a BOOLEAN criterion.
    Boolean(bool),
    /// The answer to a SCALE criterion.
    Scale(i32),
    /// The answer to a CHOICE criterion, spelled as in its choices.
    Choice(String),
    /// The answer to a NUMBER criterion, with at most four decimals.
    Number(Decimal),
    /// The answer to a DATE criterion.
    Date(Date),
}

/// Where a mistake is: the path of a field below another.
fn below(field: &[&str], more: &[&str]) -> Vec<String> {
    field.iter().chain(more).map(|part| (*part).to_owned()).collect()
}

fn at<T>(result: Result<T, UserError>, field: Vec<String>) -> Result<T> {
    result.map_err(|error| UserError { field, ..error }.into())
}

/// A number with at most four decimals, in ten-thousandths.
fn ten_thousandths(number: Decimal) -> Result<i64, UserError> {
    let scaled = number.0.checked_mul(10_000.into()).filter(|scaled| scaled.fract().is_zero());
    let scaled = scaled.and_then(|scaled| scaled.to_i64()).filter(|scaled| scaled.abs() <= 10_i64.pow(16));
    scaled.ok_or_else(|| UserError::input(&[], "Give a number up to 10^12 with at most four decimals."))
}

impl CriterionScoringInput {
    /// The rule, if it makes sense.
    fn read(self, field: &[&str]) -> Result<Scoring> {
        let score = |ratio: Ratio, path: &[&str]| at(input::basis_points(ratio.0, &[]), below(field, path));
        let (scoring, path): (Scoring, &[&str]) = match self {
            Self::Boolean(BooleanScoringInput { when_true, when_false }) => (
                Scoring::Boolean {
                    when_true: score(when_true.unwrap_or(Ratio(1.0)), &["boolean", "whenTrue"])?,
                    when_false: score(when_false.unwrap_or(Ratio(0.0)), &["boolean", "whenFalse"])?,
                },
                &["boolean"],
            ),
            Self::Scale(ScaleScoringInput { worst, best }) => (Scoring::Scale { worst, best }, &["scale"]),
            Self::Choice(ChoiceScoringInput { choices }) => {
                let path: &[&str] = &["choice", "choices"];
                let mut read = Vec::with_capacity(choices.len().min(MOST));
                // One more than may be shows that there are too many.
                for choice in choices.into_iter().take(MOST + 1) {
                    let value = at(input::text(&choice.value, LINE, &[]), below(field, path))?;
                    read.push(Choice { value, score: score(choice.score, path)? });
                }
                (Scoring::Choice { choices: read }, path)
            }
            Self::Number(NumberScoringInput { steps }) => {
                let path: &[&str] = &["number", "steps"];
                let mut read = Vec::with_capacity(steps.len().min(MOST));
                for step in steps.into_iter().take(MOST + 1) {
                    let at_least = at(ten_thousandths(step.at_least), below(field, path))?;
                    read.push(ScoreStep { at_least, score: score(step.score, path)? });
                }
                (Scoring::Number { steps: read }, path)
            }
            Self::Date(DateScoringInput { steps }) => {
                let path: &[&str] = &["date", "steps"];
                let mut read = Vec::with_capacity(steps.len().min(MOST));
                for step in steps.into_iter().take(MOST + 1) {
                    read.push(ScoreStep { at_least: step.at_least_days.into(), score: score(step.score, path)? });
                }
                (Scoring::Date { steps: read }, path)
            }
        };
        match scoring.mistake() {
            None => Ok(scoring),
            Some(mistake) => at(Err(UserError::input(&[], mistake)), below(field, path)),
        }
    }
}

/// A criterion as it was read, before it belongs to a set.
pub struct Draft {
    /// The question.
    pub question: String,
    /// How answers score.
    pub scoring: Scoring,
    /// How much it weighs.
    pub weight: i32,
    /// Whether it is mandatory.
    pub is_mandatory: bool,
    /// After how many days an answer no longer counts.
    pub max_age_days: Option<i32>,
}

impl Draft {
    /// What an answer is.
    pub const fn kind(&self) -> criterion::Kind {
        match self.scoring {
            Scoring::Boolean { .. } => criterion::Kind::Boolean,
            Scoring::Scale { .. } => criterion::Kind::Scale,
            Scoring::Choice { .. } => criterion::Kind::Choice,
            Scoring::Number { .. } => criterion::Kind::Number,
            Scoring::Date { .. } => criterion::Kind::Date,
        }
    }
}

/// The criteria of an input.
pub fn criteria(given: Vec<CriterionInput>) -> Result<Vec<Draft>> {
    if given.is_empty() || given.len() > LONGEST {
        return Err(UserError::input(&["input", "criteria"], "Give 1 to 100 criteria.").into());
    }
    let mut drafts = Vec::with_capacity(given.len());
    for (place, criterion) in given.into_iter().enumerate() {
        let place = place.to_string();
        let field = ["input", "criteria", &place];
        let question = at(input::text(&criterion.question, LINE, &[]), below(&field, &["question"]))?;
        let scoring = criterion.scoring.read(&[field.as_slice(), &["scoring"]].concat())?;
        drafts.push(Draft {
            question,
            scoring,
            weight: criterion.weight,
            is_mandatory: criterion.is_mandatory,
            max_age_days: criterion.max_age_days,
        });
    }
    Ok(drafts)
}

impl AnswerValueInput {
    /// The answer as it is scored.
    pub fn read(self, field: &[&str]) -> Result<Given> {
        Ok(match self {
            Self::Boolean(yes) => Given::Boolean(yes),
            Self::Scale(place) => Given::Scale(place),
            Self::Choice(word) => Given::Choice(at(input::text(&word, LINE, &[]), below(field, &["choice"]))?),
            Self::Number(number) => Given::Number(at(ten_thousandths(number), below(field, &["number"]))?),
            Self::Date(Date(day)) => Given::Date(day),
        })
    }
}

/// How a rule is kept.
pub fn kept(scoring: &Scoring) -> Result<String> {
    serde_json::to_string(scoring).map_err(|cause| Error::Bug(cause.to_string()))
}
