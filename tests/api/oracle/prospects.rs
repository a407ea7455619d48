//! The formulas of the file of prospects once more: straight over leads, what was answered about them and what was learned
//! of their needs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    criteria_set, criterion, key_fact, key_fact_verification, lead, lead_former_owner, qualification_answer as answer,
};
use sea_orm::{ActiveEnum, EntityTrait};
use serde_json::Value;
use uuid::Uuid;

use super::{
    formulas::{Ask, Number, ratio},
    records::half_even,
};
use crate::world::World;

/// What is known of leads beside their own rows.
pub struct File {
    former: BTreeMap<Uuid, Vec<lead_former_owner::Model>>,
    answers: BTreeMap<Uuid, Vec<answer::Model>>,
    thresholds: BTreeMap<Uuid, i64>,
    criteria: BTreeMap<Uuid, Vec<criterion::Model>>,
    learned: BTreeMap<Uuid, Vec<key_fact::Model>>,
    verified: BTreeMap<Uuid, Vec<DateTime<Utc>>>,
    required: BTreeSet<String>,
    fresh_days: i64,
}

fn grouped<T>(rows: Vec<T>, key: impl Fn(&T) -> Uuid) -> BTreeMap<Uuid, Vec<T>> {
    let mut groups: BTreeMap<Uuid, Vec<T>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

impl File {
    #[expect(clippy::disallowed_methods, reason = "the oracle looks at the bare tables")]
    pub async fn read(world: &World) -> Self {
        let db = world.state.database.reader();
        let organization = world.organization().await;
        let mut former = grouped(lead_former_owner::Entity::find().all(db).await.unwrap(), |row| row.lead_id);
        former.values_mut().for_each(|rows| rows.sort_by_key(|row| row.until_at));
        let mut answers = grouped(answer::Entity::find().all(db).await.unwrap(), |row| row.lead_id);
        answers.values_mut().for_each(|rows| rows.sort_by_key(|row| (row.answered_at, row.id)));
        let sets = criteria_set::Entity::find().all(db).await.unwrap();
        let known = key_fact::Entity::find().all(db).await.unwrap();
        let known: Vec<_> = known.into_iter().filter(|row| row.deleted_at.is_none() && row.lead_id.is_some()).collect();
        let mut verified: BTreeMap<Uuid, Vec<DateTime<Utc>>> = BTreeMap::new();
        for row in key_fact_verification::Entity::find().all(db).await.unwrap() {
            verified.entry(row.key_fact_id).or_default().push(row.verified_at);
        }
        Self {
            former,
            answers,
            thresholds: sets.into_iter().map(|set| (set.id, i64::from(set.threshold_bp))).collect(),
            criteria: grouped(criterion::Entity::find().all(db).await.unwrap(), |row| row.set_id),
            learned: grouped(known, |row| row.lead_id.unwrap()),
            verified,
            required: organization.required_key_facts.split(',').map(str::to_owned).collect(),
            fresh_days: organization.key_fact_fresh_days.into(),
        }
    }
}

/// What a KPI comes to; as in the other formulas.
pub fn value(ask: &Ask<'_>, key: &str) -> Option<Option<Number>> {
    let prospects = || ask.prospects();
    let each = |number: usize| i64::try_from(number).unwrap() * 10_000;
    let of_file =
        |count: fn(&Ask<'_>, &lead::Model) -> usize| each(prospects().into_iter().map(|one| count(ask, one)).sum());
    let filled = || of_file(|ask, lead| ask.kinds(lead).len());
    Some(match key {
        "PROSPECT_QUALIFICATION" => {
            let qualified = prospects().into_iter().filter(|lead| ask.is_qualified(lead)).count();
            ratio(each(qualified), each(prospects().len()))
        }
        "KEY_INFORMATION_COMPLETENESS" => {
            let required = &ask.records.file.required;
            let filled = of_file(|ask, lead| ask.kinds(lead).intersection(&ask.records.file.required).count());
            ratio(filled, each(prospects().len() * required.len()))
        }
        "KEY_FACTS_FILLED" => Some(Number::Count(filled())),
        "KEY_INFORMATION_FRESHNESS" => ratio(of_file(|ask, lead| ask.fresh(lead).len()), filled()),
        "LEAD_QUALITY_SCORE" => {
            let received = ask.records.leads.iter().filter(|lead| {
                let day = ask.records.day(lead.received_at);
                ask.span.has(day) && ask.records.counts(ask.who, lead.first_owner_id, day)
            });
            let first: Vec<i64> = received.filter_map(|lead| ask.first_score(lead)).collect();
            ratio(first.iter().sum(), each(first.len()))
        }
        _ => return None,
    })
}

/// What an answer scores, by the rules that its criterion is published with.
fn score(criterion: &criterion::Model, answer: &answer::Model, on: NaiveDate) -> Option<i64> {
    let rules: Value = serde_json::from_str(&criterion.scoring).unwrap();
    let whole = |field: &str| rules[field].as_i64().unwrap();
    let reached = |number: i64| {
        let steps =
            rules["steps"].as_array().unwrap().iter().filter(|step| step["at_least"].as_i64().unwrap() <= number);
        steps.max_by_key(|step| step["at_least"].as_i64()).map_or(0, |step| step["score"].as_i64().unwrap())
    };
    match criterion.kind {
        criterion::Kind::Boolean => answer.boolean.map(|yes| whole(if yes { "when_true" } else { "when_false" })),
        criterion::Kind::Scale => answer.number_e4.map(|place| {
            let (worst, best) = (whole("worst"), whole("best"));
            half_even(i128::from(place - worst * 10_000), i128::from(best - worst))
        }),
        criterion::Kind::Choice => answer.choice.as_ref().map(|word| {
            let mut choices = rules["choices"].as_array().unwrap().iter();
            choices.find(|choice| choice["value"] == **word).unwrap()["score"].as_i64().unwrap()
        }),
        criterion::Kind::Number => answer.number_e4.map(reached),
        criterion::Kind::Date => answer.day.map(|day| reached((day - on).num_days())),
    }
}

/// Whether a key fact says something: an amount, a day, or words that are not another way to say "unknown". Erased words
/// go on saying that something was known.
fn says_something(known: &key_fact::Model) -> bool {
    let text = known.text.as_deref().unwrap_or_default().trim().to_lowercase();
    let empty = ["n/a", "na", "nc", "tbd", "unknown", "inconnu", "à définir"].contains(&text.as_str());
    known.erased_at.is_some()
        || known.amount.is_some()
        || known.day.is_some()
        || text.chars().any(char::is_alphanumeric) && !empty
}

impl Ask<'_> {
    /// The leads that are prospects of somebody at the end of the last day.
    fn prospects(&self) -> Vec<&lead::Model> {
        let day = self.last_day();
        let leads = self.records.leads.iter().filter(|lead| {
            let closed_at = match lead.status {
                lead::Status::Converted => lead.converted_at,
                lead::Status::Disqualified => lead.disqualified_at,
                _ => None,
            };
            let is_open = closed_at.is_none_or(|at| day < self.records.day(at));
            is_open && self.records.day(lead.received_at) <= day
        });
        leads.filter(|lead| self.records.counts(self.who, self.holder(lead, day), day)).collect()
    }

    /// Who works a lead at the end of a day.
    fn holder(&self, lead: &lead::Model, day: NaiveDate) -> Option<Uuid> {
        let mut former = self.records.file.former.get(&lead.id).into_iter().flatten();
        former.find(|row| day < self.records.day(row.until_at)).map_or(lead.owner_id, |row| row.rep_id)
    }

    /// The score of a lead at the end of a day, if anything that counts is answered, and whether that makes it qualified.
    fn scored(&self, lead: &lead::Model, day: NaiveDate) -> Option<(i64, bool)> {
        let file = &self.records.file;
        let answers: Vec<&answer::Model> =
            file.answers.get(&lead.id)?.iter().filter(|answer| self.records.day(answer.answered_at) <= day).collect();
        let set = answers.last()?.set_id;
        let (mut weights, mut points, mut is_complete) = (0, 0, true);
        for criterion in &file.criteria[&set] {
            let last = answers.iter().rfind(|answer| answer.criterion_id == criterion.id);
            let counting = last.and_then(|answer| {
                let on = self.records.day(answer.answered_at);
                let score = score(criterion, answer, on);
                assert_eq!(score, answer.score_bp.map(i64::from), "what an answer scores is kept with it");
                let is_fresh = criterion.max_age_days.is_none_or(|days| (day - on).num_days() < i64::from(days));
                score.filter(|_| is_fresh)
            });
            match counting {
                Some(score) => {
                    weights += i64::from(criterion.weight);
                    points += i64::from(criterion.weight) * score;
                }
                None => is_complete &= !criterion.is_mandatory,
            }
        }
        let score = (weights > 0).then(|| half_even(points.into(), weights.into()))?;
        Some((score, is_complete && score >= file.thresholds[&set]))
    }

    fn is_qualified(&self, lead: &lead::Model) -> bool {
        self.scored(lead, self.last_day()).is_some_and(|(_, is_qualified)| is_qualified)
    }

    /// The score of the first day on which anything was answered.
    fn first_score(&self, lead: &lead::Model) -> Option<i64> {
        let first = self.records.file.answers.get(&lead.id)?.first()?;
        self.scored(lead, self.records.day(first.answered_at)).map(|(score, _)| score)
    }

    /// What is known of a lead at the end of the last day.
    fn known(&self, lead: &lead::Model) -> impl Iterator<Item = &key_fact::Model> {
        let day = self.last_day();
        let learned = self.records.file.learned.get(&lead.id).into_iter().flatten();
        learned.filter(move |known| says_something(known) && self.records.day(known.captured_at) <= day)
    }

    /// The kinds of what is known.
    fn kinds(&self, lead: &lead::Model) -> BTreeSet<String> {
        self.known(lead).map(|known| known.kind.to_value()).collect()
    }

    /// The kinds of what was found to hold lately.
    fn fresh(&self, lead: &lead::Model) -> BTreeSet<String> {
        let day = self.last_day();
        let fresh = self.known(lead).filter(|known| {
            let mut verified = self.records.file.verified.get(&known.id).into_iter().flatten();
            verified.any(|at| {
                let since = (day - self.records.day(*at)).num_days();
                (0..self.records.file.fresh_days).contains(&since)
            })
        });
        fresh.map(|known| known.kind.to_value()).collect()
    }
}
