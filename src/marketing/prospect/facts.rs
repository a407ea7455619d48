//! The facts of a prospect. Pure.
//!
//! From the day it is received until the day it is converted or turned down, a prospect stands in the file of whoever
//! works it: as one prospect, with its score, with what is known of it. Each change moves it on the day of the change.
//! What time alone changes – an answer that grows too old, a fact that was not verified again – is stated beforehand on
//! the day it will change: facts on a day to come count when the day comes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::{Kind, key_fact, lead};
use uuid::Uuid;

use crate::{
    ledger::{Dimensions, Fact, Facts, Measure, PostingContext, States, money::WHOLE},
    marketing::qualification::{Answered, Outcome, Set, outcome},
};

/// A lead with all that is known of it.
#[derive(Clone, Debug)]
pub struct Prospect {
    /// The lead.
    pub lead: lead::Model,
    /// Who worked it before, each until an instant, the first first.
    pub former: Vec<(DateTime<Utc>, Option<Uuid>)>,
    /// The answers about it, in the order they were given.
    pub answers: Vec<Answer>,
    /// The sets that they were given to.
    pub sets: HashMap<Uuid, Set>,
    /// What is known of it and says something.
    pub known: Vec<Known>,
    /// What must be known.
    pub rule: Rule,
}

/// An answer, with the instant that it was given at.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// The edition of the set.
    pub set: Uuid,
    /// The criterion.
    pub criterion: Uuid,
    /// What it scores; `None` takes the answer before back.
    pub score: Option<i32>,
    /// When it was given.
    pub at: DateTime<Utc>,
}

/// A key fact that says something.
#[derive(Clone, Debug)]
pub struct Known {
    /// The kind.
    pub kind: key_fact::Kind,
    /// Since when it is known.
    pub captured_at: DateTime<Utc>,
    /// When it was verified.
    pub verified_at: Vec<DateTime<Utc>>,
}

/// What must be known of every prospect, and for how long it is fresh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The kinds of key fact.
    pub required: BTreeSet<key_fact::Kind>,
    /// For how many days after it was found to hold.
    pub fresh_days: u64,
}

/// The parts that scores are told apart by, from below a quarter to three quarters and above.
const BANDS: [Measure; 4] = [
    Measure::ProspectsInFirstQuarter,
    Measure::ProspectsInSecondQuarter,
    Measure::ProspectsInThirdQuarter,
    Measure::ProspectsInLastQuarter,
];

/// How a prospect stands at the end of a day.
struct Look {
    rep: Option<Uuid>,
    team: Option<Uuid>,
    values: BTreeMap<(Measure, Option<key_fact::Kind>), i64>,
}

impl States for Prospect {
    fn kind(&self) -> Kind {
        Kind::Prospect
    }

    fn id(&self) -> Uuid {
        self.lead.id
    }

    fn reps(&self) -> Vec<Uuid> {
        let former = self.former.iter().filter_map(|(_, rep)| *rep);
        former.chain(self.lead.owner_id).chain(self.lead.first_owner_id).collect()
    }

    fn currencies(&self) -> Vec<&str> {
        Vec::new()
    }

    fn facts(&self, context: &PostingContext) -> Vec<Fact> {
        if self.lead.deleted_at.is_some() {
            return Vec::new();
        }
        let dimensions = Dimensions {
            customer: self.lead.customer_id,
            source: self.lead.source.clone(),
            campaign: self.lead.campaign_id,
            ..Dimensions::default()
        };
        let mut facts = Facts::new(context, dimensions);
        let answers = self.answered(context);
        self.quality(context, &answers, &mut facts);
        let closed_on = match self.closed_at() {
            Ok(at) => at.map(|at| context.day(at)),
            // Closed, and nobody knows when.
            Err(()) => return facts.done(),
        };
        let mut before: Option<Look> = None;
        for day in self.days(context, &answers, closed_on) {
            let after = self.look(context, &answers, day);
            moved(&mut facts, day, before.as_ref(), Some(&after));
            before = Some(after);
        }
        if let Some(day) = closed_on {
            moved(&mut facts, day, before.as_ref(), None);
        }
        facts.done()
    }
}

impl Prospect {
    /// When it stopped being one; an error when that is unknown.
    fn closed_at(&self) -> Result<Option<DateTime<Utc>>, ()> {
        let at = self.lead.converted_at.or(self.lead.disqualified_at);
        match self.lead.status {
            lead::Status::Converted | lead::Status::Disqualified => at.map(Some).ok_or(()),
            _ => Ok(None),
        }
    }

    fn answered(&self, context: &PostingContext) -> Vec<Answered> {
        let answered = |answer: &Answer| Answered {
            set: answer.set,
            criterion: answer.criterion,
            score: answer.score,
            on: context.day(answer.at),
        };
        self.answers.iter().map(answered).collect()
    }

    /// The score that the lead came to have first, and the one that it has now if answers never grew too old, among the
    /// leads of the day it was received. A lead all of whose answers were taken back has none.
    fn quality(&self, context: &PostingContext, answers: &[Answered], facts: &mut Facts<'_>) {
        let score = |day| outcome(&self.sets, answers, day).and_then(|outcome| outcome.score);
        let days: BTreeSet<NaiveDate> = answers.iter().map(|answer| answer.on).collect();
        let first = days.into_iter().find_map(|day| score(Some(day)));
        if let (Some(first), Some(latest)) = (first, score(None)) {
            let (on, rep) = (context.day(self.lead.received_at), self.lead.first_owner_id);
            facts.state(on, rep, Measure::ScoredLeads, WHOLE);
            facts.state(on, rep, Measure::FirstScores, first);
            facts.state(on, rep, Measure::LatestScores, latest);
        }
    }

    /// The days on which the prospect may look different from the day before, the first first.
    fn days(
        &self,
        context: &PostingContext,
        answers: &[Answered],
        closed_on: Option<NaiveDate>,
    ) -> BTreeSet<NaiveDate> {
        let received_on = context.day(self.lead.received_at);
        let mut days = BTreeSet::from([received_on]);
        days.extend(self.former.iter().map(|(until, _)| context.day(*until)));
        for rep in self.reps() {
            days.extend(context.team_changes(rep, received_on, closed_on));
        }
        for answer in answers {
            days.insert(answer.on);
            let criteria = self.sets.get(&answer.set).into_iter().flat_map(|set| &set.criteria);
            let criterion = criteria.into_iter().find(|criterion| criterion.id == answer.criterion);
            days.extend(criterion.and_then(|criterion| criterion.expires_on(answer.on)));
        }
        for known in &self.known {
            days.insert(context.day(known.captured_at));
            for verified in &known.verified_at {
                let on = context.day(*verified);
                days.extend([Some(on), self.rule.stale_on(on)].into_iter().flatten());
            }
        }
        days.retain(|day| received_on <= *day && closed_on.is_none_or(|closed_on| *day < closed_on));
        days
    }

    /// How it stands at the end of a day on which it is one.
    fn look(&self, context: &PostingContext, answers: &[Answered], day: NaiveDate) -> Look {
        let former = self.former.iter().find(|(until, _)| day < context.day(*until));
        let rep = former.map_or(self.lead.owner_id, |(_, rep)| *rep);
        let mut values = BTreeMap::from([((Measure::Prospects, None), WHOLE)]);
        let required = i64::try_from(self.rule.required.len()).unwrap_or(0);
        values.insert((Measure::KeyFactsRequired, None), required * WHOLE);
        if let Some(Outcome { score: Some(score), is_qualified, .. }) = outcome(&self.sets, answers, Some(day)) {
            values.insert((Measure::ProspectScores, None), score);
            values.insert((band(score), None), WHOLE);
            if is_qualified {
                values.insert((Measure::QualifiedProspects, None), WHOLE);
            }
        }
        for known in self.known.iter().filter(|known| context.day(known.captured_at) <= day) {
            let is_required = self.rule.required.contains(&known.kind);
            let filled = if is_required { Measure::RequiredKeyFactsFilled } else { Measure::FurtherKeyFactsFilled };
            values.insert((filled, Some(known.kind)), WHOLE);
            let is_fresh = known
                .verified_at
                .iter()
                .map(|at| context.day(*at))
                .any(|on| on <= day && self.rule.stale_on(on).is_none_or(|stale_on| day < stale_on));
            if is_fresh {
                values.insert((Measure::KeyFactsFresh, Some(known.kind)), WHOLE);
            }
        }
        Look { rep, team: rep.and_then(|rep| context.team(rep, day)), values }
    }
}

impl Rule {
    /// The first day on which what was found to hold on a day is no longer fresh.
    fn stale_on(&self, verified_on: NaiveDate) -> Option<NaiveDate> {
        verified_on.checked_add_days(Days::new(self.fresh_days))
    }
}

/// The quarter that a score falls in.
fn band(score: i64) -> Measure {
    let [first, second, third, last] = BANDS;
    match score {
        ..2_500 => first,
        2_500..5_000 => second,
        5_000..7_500 => third,
        _ => last,
    }
}

/// States what changes on a day from one look to the next.
fn moved(facts: &mut Facts<'_>, day: NaiveDate, before: Option<&Look>, after: Option<&Look>) {
    type Slot = (Option<Uuid>, Option<Uuid>, Measure, Option<key_fact::Kind>);
    let mut changes: BTreeMap<Slot, i64> = BTreeMap::new();
    for (look, sign) in before.map(|look| (look, -1)).into_iter().chain(after.map(|look| (look, 1))) {
        for ((measure, kind), value) in &look.values {
            *changes.entry((look.rep, look.team, *measure, *kind)).or_default() += sign * value;
        }
    }
    for ((rep, team, measure, kind), value) in changes {
        facts.with(|dimensions| dimensions.kind = kind.map(key_fact::Kind::name));
        facts.state_in(day, rep, team, measure, value);
    }
    facts.with(|dimensions| dimensions.kind = None);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ledger::{Membership, samples},
        marketing::{
            lead::samples::{at, lead},
            qualification::Criterion,
        },
    };

    const ANN: Uuid = Uuid::from_u128(1);
    const BEN: Uuid = Uuid::from_u128(2);
    const NORTH: Uuid = Uuid::from_u128(8);
    const SOUTH: Uuid = Uuid::from_u128(9);
    const SET: Uuid = Uuid::from_u128(20);
    const BUDGET: Uuid = Uuid::from_u128(21);

    fn prospect() -> Prospect {
        let criteria = vec![Criterion { id: BUDGET, weight: 1, is_mandatory: true, max_age_days: Some(10) }];
        Prospect {
            lead: lead::Model { owner_id: Some(ANN), first_owner_id: Some(ANN), ..lead() },
            former: Vec::new(),
            answers: Vec::new(),
            sets: HashMap::from([(SET, Set { threshold: 5_000, criteria })]),
            known: Vec::new(),
            rule: Rule { required: BTreeSet::from([key_fact::Kind::Need, key_fact::Kind::Budget]), fresh_days: 30 },
        }
    }

    fn answer(score: i32, text: &str) -> Answer {
        Answer { set: SET, criterion: BUDGET, score: Some(score), at: at(text) }
    }

    /// What a measure comes to, day by day, for each rep and team.
    fn told(
        prospect: &Prospect,
        context: &PostingContext,
        measure: Measure,
    ) -> Vec<(String, Option<Uuid>, Option<Uuid>, i64)> {
        let mut facts = prospect.facts(context);
        facts.retain(|fact| fact.key.measure == measure);
        facts.sort_by(|one, other| one.key.cmp(&other.key));
        let told = facts.into_iter().map(|fact| (fact.key.day.to_string(), fact.key.rep, fact.key.team, fact.value));
        told.collect()
    }

    #[test]
    fn a_prospect_stands_with_whoever_works_it_in_the_team_of_the_day() {
        let mut context = samples::paris();
        context.add_membership(ANN, Membership { team: NORTH, from: None, to: "2026-03-10".parse().ok() });
        context.add_membership(ANN, Membership { team: SOUTH, from: "2026-03-10".parse().ok(), to: None });
        let sold = lead::Model {
            owner_id: Some(BEN),
            status: lead::Status::Converted,
            converted_at: Some(at("2026-04-01T10:00:00Z")),
            ..prospect().lead
        };
        let moved = Prospect { lead: sold, former: vec![(at("2026-03-20T10:00:00Z"), Some(ANN))], ..prospect() };
        let day = |text: &str| text.to_owned();
        assert_eq!(
            told(&moved, &context, Measure::Prospects),
            [
                (day("2026-03-01"), Some(ANN), Some(NORTH), WHOLE),
                (day("2026-03-10"), Some(ANN), Some(NORTH), -WHOLE),
                (day("2026-03-10"), Some(ANN), Some(SOUTH), WHOLE),
                (day("2026-03-20"), Some(ANN), Some(SOUTH), -WHOLE),
                (day("2026-03-20"), Some(BEN), None, WHOLE),
                (day("2026-04-01"), Some(BEN), None, -WHOLE),
            ]
        );
        let required = told(&moved, &context, Measure::KeyFactsRequired);
        assert_eq!(required.first().map(|fact| fact.3), Some(2 * WHOLE));
        assert_eq!(required.iter().map(|fact| fact.3).sum::<i64>(), 0);
    }

    #[test]
    fn an_answer_counts_until_it_is_too_old() {
        let answered = Prospect {
            answers: vec![answer(4_000, "2026-03-02T10:00:00Z"), answer(8_000, "2026-03-05T10:00:00Z")],
            ..prospect()
        };
        let context = samples::paris();
        let values = |measure| {
            let facts = told(&answered, &context, measure).into_iter();
            facts.map(|(day, _, _, value)| (day, value)).collect::<Vec<_>>()
        };
        let day = |text: &str| text.to_owned();
        assert_eq!(
            values(Measure::ProspectScores),
            [(day("2026-03-02"), 4_000), (day("2026-03-05"), 4_000), (day("2026-03-15"), -8_000)]
        );
        assert_eq!(values(Measure::QualifiedProspects), [(day("2026-03-05"), WHOLE), (day("2026-03-15"), -WHOLE)]);
        assert_eq!(
            values(Measure::ProspectsInSecondQuarter),
            [(day("2026-03-02"), WHOLE), (day("2026-03-05"), -WHOLE)]
        );
        assert_eq!(values(Measure::FirstScores), [(day("2026-03-01"), 4_000)], "frozen on the day of the receipt");
        assert_eq!(values(Measure::LatestScores), [(day("2026-03-01"), 8_000)]);
        assert_eq!(values(Measure::ScoredLeads), [(day("2026-03-01"), WHOLE)]);
    }

    #[test]
    fn a_fact_is_fresh_for_a_while_after_each_verification_and_a_kind_counts_once() {
        let known = |kind, captured: &str, verified: &[&str]| Known {
            kind,
            captured_at: at(captured),
            verified_at: verified.iter().map(|text| at(text)).collect(),
        };
        let well_known = Prospect {
            known: vec![
                known(key_fact::Kind::Need, "2026-02-01T10:00:00Z", &["2026-03-02T10:00:00Z", "2026-03-20T10:00:00Z"]),
                known(key_fact::Kind::Need, "2026-03-03T10:00:00Z", &[]),
                known(key_fact::Kind::Pain, "2026-03-04T10:00:00Z", &[]),
            ],
            ..prospect()
        };
        let facts = well_known.facts(&samples::paris());
        let of = |measure| {
            let facts = facts.iter().filter(move |fact| fact.key.measure == measure);
            facts
                .map(|fact| {
                    (fact.key.day.to_string(), fact.key.dimensions.kind.clone().unwrap_or_default(), fact.value)
                })
                .collect::<Vec<_>>()
        };
        let fact = |day: &str, kind: &str, value| (day.to_owned(), kind.to_owned(), value);
        assert_eq!(of(Measure::RequiredKeyFactsFilled), [fact("2026-03-01", "NEED", WHOLE)]);
        assert_eq!(of(Measure::FurtherKeyFactsFilled), [fact("2026-03-04", "PAIN", WHOLE)]);
        assert_eq!(
            of(Measure::KeyFactsFresh),
            [fact("2026-03-02", "NEED", WHOLE), fact("2026-04-19", "NEED", -WHOLE)],
            "verified again before it was stale"
        );
    }

    #[test]
    fn what_was_turned_down_or_deleted_is_no_prospect() {
        let context = samples::paris();
        let deleted = lead::Model { deleted_at: Some(at("2026-03-20T10:00:00Z")), ..prospect().lead };
        assert!(Prospect { lead: deleted, ..prospect() }.facts(&context).is_empty());
        let down = lead::Model {
            status: lead::Status::Disqualified,
            disqualified_at: Some(at("2026-03-01T15:00:00Z")),
            ..prospect().lead
        };
        assert!(Prospect { lead: down, ..prospect() }.facts(&context).is_empty(), "on the day it came");
        let sometime = lead::Model { status: lead::Status::Converted, ..prospect().lead };
        assert!(Prospect { lead: sometime, ..prospect() }.facts(&context).is_empty(), "nobody knows when");
    }
}
