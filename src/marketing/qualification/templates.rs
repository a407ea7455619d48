//! Sets of criteria to begin with: BANT and MEDDIC, as sales methods teach them. Pure.

use super::{
    input::Draft,
    scoring::{Choice, ScoreStep, Scoring},
};

/// What a set made from a template holds.
pub struct Template {
    /// The name.
    pub name: &'static str,
    /// The score from which a lead counts as qualified.
    pub threshold_bp: i32,
    /// The criteria.
    pub criteria: Vec<Draft>,
}

fn choice(choices: &[(&str, i32)]) -> Scoring {
    let choice = |(value, score): &(&str, i32)| Choice { value: (*value).to_owned(), score: *score };
    Scoring::Choice { choices: choices.iter().map(choice).collect() }
}

fn criterion(question: &str, weight: i32, scoring: Scoring) -> Draft {
    Draft { question: question.to_owned(), scoring, weight, is_mandatory: true, max_age_days: None }
}

const YES_OR_NO: Scoring = Scoring::Boolean { when_true: 10_000, when_false: 0 };

/// Budget, authority, need, timeline: is there money, does this person decide, is there a need, and by when.
pub fn bant() -> Template {
    let budget = choice(&[("Approved", 10_000), ("Planned", 6_000), ("Under discussion", 3_000), ("None", 0)]);
    let authority =
        choice(&[("Decides", 10_000), ("Takes part in the decision", 6_000), ("Advises", 3_000), ("Has no say", 0)]);
    let step = |at_least, score| ScoreStep { at_least, score };
    // A deadline that is over scores nothing, one within a quarter most.
    let timeline = Scoring::Date { steps: vec![step(0, 10_000), step(91, 6_000), step(181, 3_000), step(366, 1_000)] };
    Template {
        name: "BANT",
        threshold_bp: 6_000,
        criteria: vec![
            Draft { max_age_days: Some(180), ..criterion("Budget: is there money for it?", 3, budget) },
            criterion("Authority: does the person whom we speak to decide?", 2, authority),
            criterion("Need: how badly do they need it, from 0 to 5?", 3, Scoring::Scale { worst: 0, best: 5 }),
            Draft { max_age_days: Some(180), ..criterion("Timeline: by when must it be in place?", 2, timeline) },
        ],
    }
}

/// Metrics, buyer, decision criteria and process, pain, champion.
pub fn meddic() -> Template {
    Template {
        name: "MEDDIC",
        threshold_bp: 6_000,
        criteria: vec![
            criterion("Metrics: can they say in numbers what it will bring?", 2, YES_OR_NO),
            criterion("Economic buyer: have we spoken to whoever releases the money?", 3, YES_OR_NO),
            criterion("Decision criteria: do we know what they will choose by?", 2, YES_OR_NO),
            criterion("Decision process: do we know who decides when, and how?", 2, YES_OR_NO),
            criterion("Identified pain: how much does it hurt, from 0 to 5?", 3, Scoring::Scale { worst: 0, best: 5 }),
            Draft { is_mandatory: false, ..criterion("Champion: does somebody there sell it for us?", 2, YES_OR_NO) },
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_hold_rules_that_make_sense() {
        for template in [bant(), meddic()] {
            assert!(template.criteria.iter().all(|draft| draft.scoring.mistake().is_none()), "{}", template.name);
        }
        assert_eq!((bant().criteria.len(), meddic().criteria.len()), (4, 6));
    }
}
