//! What is known of leads: who worked them, what was answered about the recent ones, and what was learned of their needs.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    criteria_set, criterion,
    key_fact::{self, Kind},
    key_fact_verification, lead, lead_former_owner, qualification_answer,
};
use uuid::Uuid;

use super::{batch::Batch, company::Company, dice::Dice, ids::Ids, market::CURRENCY, staff::Hands};
use crate::{
    error::Result,
    marketing::{
        prospect::{Answer, Known, Prospect, Rule},
        qualification::{self, Given, Scoring, Set},
    },
};

/// The seed of all chance about prospects.
const SEED: u64 = 0x71_75_61_6c;

/// For how many days back leads have answers and key facts: what is older costs more than it shows.
const RECENT: i64 = 90;

/// What a salesperson hears, by what it is about, with how often in a hundred it is asked.
const HEARD: &[(Kind, i64, &[&str])] = &[
    (
        Kind::Need,
        85,
        &["One tool for three sites", "Fewer manual steps", "To replace an old system", "To train a new team"],
    ),
    (Kind::Budget, 55, &["Agreed for this year", "To be confirmed by the board", "n/a"]),
    (Kind::DecisionMaker, 55, &["The managing director", "The head of operations", "The purchasing department", "?"]),
    (Kind::Deadline, 45, &["Before the season", "By the end of the quarter", "No hurry"]),
    (Kind::CurrentSupplier, 30, &["A local company", "Nobody", "Their parent company"]),
    (Kind::Pain, 25, &["Late deliveries", "No figures before the month is over", "Too many tools"]),
];

/// The criteria that leads are qualified by.
pub struct Criteria {
    set: Uuid,
    rows: Vec<(Uuid, Scoring)>,
    rules: Set,
    rule: Rule,
    /// Dice of its own: what is known of leads changes nothing else.
    dice: Dice,
}

impl Criteria {
    /// Publishes BANT on the first day.
    pub fn publish(rule: Rule, founded: DateTime<Utc>, ids: &mut Ids, batch: &mut Batch) -> Result<Self> {
        let template = qualification::bant();
        let id = ids.at(founded);
        let set = criteria_set::Model {
            id,
            first_id: id,
            edition: 1,
            name: template.name.to_owned(),
            lead_source: None,
            threshold_bp: template.threshold_bp,
            status: criteria_set::Status::Published,
            published_at: Some(founded),
            retired_at: None,
            version: 1,
            created_at: founded,
            updated_at: founded,
        };
        let (mut rows, mut criteria) = (Vec::new(), Vec::new());
        for (position, draft) in (0_i32..).zip(template.criteria) {
            let row = criterion::Model {
                id: ids.at(founded),
                set_id: id,
                position,
                question: draft.question.clone(),
                kind: draft.kind(),
                scoring: qualification::kept(&draft.scoring)?,
                weight: draft.weight,
                is_mandatory: draft.is_mandatory,
                max_age_days: draft.max_age_days,
                version: 1,
                created_at: founded,
                updated_at: founded,
            };
            rows.push((row.id, draft.scoring));
            criteria.push(row);
        }
        let rules = qualification::set_of(&set, &criteria);
        batch.criteria_sets.push(set);
        batch.criteria.extend(criteria);
        Ok(Self { set: id, rows, rules, rule, dice: Dice::new(SEED) })
    }
}

impl Company {
    /// A lead as a prospect, with all that is known of it.
    pub(super) fn prospect(&mut self, lead: &lead::Model, hands: &Hands, until: DateTime<Utc>) {
        let mut former = Vec::new();
        if let Some(at) = hands.changes_at().filter(|at| *at <= until) {
            former.push((at, lead.first_owner_id));
            self.batch.former_owners.push(lead_former_owner::Model {
                id: self.ids.at(at),
                lead_id: lead.id,
                rep_id: lead.first_owner_id,
                until_at: at,
            });
        }
        let spoken_to = lead.contacted_at.filter(|at| self.calendar.now - *at < TimeDelta::days(RECENT));
        let (answers, known) = match spoken_to {
            Some(at) => (self.answers(lead, at), self.learned(lead, at)),
            None => (Vec::new(), Vec::new()),
        };
        let sets = if answers.is_empty() {
            HashMap::new()
        } else {
            HashMap::from([(self.criteria.set, self.criteria.rules.clone())])
        };
        let prospect = Prospect { lead: lead.clone(), former, answers, sets, known, rule: self.criteria.rule.clone() };
        self.batch.state(&self.context, &prospect);
    }

    /// Most of what is asked is answered in the first conversation.
    fn answers(&mut self, lead: &lead::Model, at: DateTime<Utc>) -> Vec<Answer> {
        let (set, on) = (self.criteria.set, self.context.day(at));
        let mut answers = Vec::new();
        for place in 0..self.criteria.rows.len() {
            if !self.criteria.dice.chance(85) {
                continue;
            }
            let Some((criterion, scoring)) = self.criteria.rows.get(place) else { continue };
            let criterion = *criterion;
            let given = match scoring {
                Scoring::Boolean { .. } => Given::Boolean(self.criteria.dice.chance(50)),
                Scoring::Scale { worst, best } => {
                    let place = self.criteria.dice.between(i64::from(*worst.min(best)), i64::from(*worst.max(best)));
                    Given::Scale(i32::try_from(place).unwrap_or(*best))
                }
                Scoring::Choice { choices } => {
                    let words: Vec<&String> = choices.iter().map(|choice| &choice.value).collect();
                    Given::Choice(self.criteria.dice.pick(&words).cloned().unwrap_or_default())
                }
                Scoring::Number { .. } => Given::Number(self.criteria.dice.between(0, 100) * 10_000),
                Scoring::Date { .. } => Given::Date(on + TimeDelta::days(self.criteria.dice.mostly_small(14, 500))),
            };
            let score = scoring.score(&given, on);
            let id = self.ids.at(at);
            self.batch.answers.push(qualification_answer::Model {
                id,
                lead_id: lead.id,
                set_id: set,
                criterion_id: criterion,
                boolean: if let Given::Boolean(yes) = given { Some(yes) } else { None },
                number_e4: match given {
                    Given::Scale(place) => Some(i64::from(place) * 10_000),
                    Given::Number(number) => Some(number),
                    _ => None,
                },
                day: if let Given::Date(day) = given { Some(day) } else { None },
                choice: if let Given::Choice(word) = given { Some(word) } else { None },
                score_bp: score,
                answered_by_id: None,
                answered_at: at,
                version: 1,
                created_at: at,
                updated_at: at,
            });
            answers.push(Answer { set, criterion, score, at });
        }
        answers
    }

    /// What was learned in the first conversation, and found to hold since.
    fn learned(&mut self, lead: &lead::Model, at: DateTime<Utc>) -> Vec<Known> {
        let mut known = Vec::new();
        for (kind, often, words) in HEARD {
            if !self.criteria.dice.chance(*often) {
                continue;
            }
            let text = self.criteria.dice.word(words);
            let amount = (*kind == Kind::Budget && self.criteria.dice.chance(60))
                .then(|| self.criteria.dice.between(10, 90) * 100_000);
            let later = at + TimeDelta::days(self.criteria.dice.between(2, 40));
            let verified_at = Some(later).filter(|later| *later <= self.calendar.now && self.criteria.dice.chance(40));
            let is_filled = amount.is_some() || !matches!(text, "n/a" | "?");
            let id = self.ids.at(at);
            self.batch.key_facts.push(key_fact::Model {
                id,
                lead_id: Some(lead.id),
                customer_id: None,
                kind: *kind,
                text: Some(text.to_owned()),
                amount,
                currency: amount.map(|_| CURRENCY.to_owned()),
                day: None,
                is_filled,
                learned_from: Some("The first conversation".to_owned()),
                author_id: None,
                captured_at: at,
                verified_at: verified_at.filter(|_| is_filled),
                confidence_bp: Some(i32::try_from(self.criteria.dice.between(4, 10) * 1_000).unwrap_or(5_000)),
                erased_at: None,
                source_system: None,
                external_id: None,
                version: 1,
                created_at: at,
                updated_at: verified_at.unwrap_or(at),
                deleted_at: None,
            });
            if !is_filled {
                continue;
            }
            if let Some(verified_at) = verified_at {
                self.batch.verifications.push(key_fact_verification::Model {
                    id: self.ids.at(verified_at),
                    key_fact_id: id,
                    verified_at,
                });
            }
            known.push(Known { kind: *kind, captured_at: at, verified_at: verified_at.into_iter().collect() });
        }
        known
    }
}
