//! Facts, and the pure functions from a record to the facts it stands for.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::Kind;
use uuid::Uuid;

use super::{Measure, PostingContext};

/// What a record contributes to a measure on a day, apart from the value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The organization's local day.
    pub day: NaiveDate,
    /// The measure.
    pub measure: Measure,
    /// Who is credited; nobody is `None`.
    pub rep: Option<Uuid>,
    /// The team of that rep on that day.
    pub team: Option<Uuid>,
    /// The dimensions that breakdowns group by.
    pub dimensions: Dimensions,
}

/// The dimensions of a fact, each `None` where it does not apply.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dimensions {
    /// The customer concerned.
    pub customer: Option<Uuid>,
    /// The pipeline concerned.
    pub pipeline: Option<Uuid>,
    /// The stage concerned.
    pub stage: Option<Uuid>,
    /// Where the business came from.
    pub source: Option<String>,
    /// The campaign it came from.
    pub campaign: Option<Uuid>,
    /// The product sold.
    pub product: Option<Uuid>,
    /// Kind, purpose or reason, as the measure says.
    pub kind: Option<String>,
    /// The record's own currency, for amounts.
    pub currency: Option<String>,
}

/// A fact: a key and a value in the measure's unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Where it counts.
    pub key: Key,
    /// How much.
    pub value: i64,
}

/// A record that states facts.
///
/// Invariant: `facts` is a pure function of the record as it is now and of the [`PostingContext`]; a deleted record states none.
/// The ledger's sum for a record always equals it, which `pilotage ledger verify` checks.
pub trait States: Send + Sync {
    /// The kind of the record.
    fn kind(&self) -> Kind;
    /// The record's id.
    fn id(&self) -> Uuid;
    /// The facts that it stands for.
    fn facts(&self, context: &PostingContext) -> Vec<Fact>;
    /// The reps whose memberships the facts depend on.
    fn reps(&self) -> Vec<Uuid>;
    /// The currencies whose rates they depend on.
    fn currencies(&self) -> Vec<&str>;
}

/// A state among those of other kinds.
pub fn boxed<S: States + 'static>(state: S) -> Box<dyn States> {
    Box::new(state)
}

/// The facts of one record, summed by key; keys that sum to nothing are absent.
pub type Net = HashMap<Key, i64>;

/// Sums facts by key.
pub fn net(facts: impl IntoIterator<Item = Fact>) -> Net {
    let mut sums = Net::new();
    for fact in facts {
        *sums.entry(fact.key).or_default() += fact.value;
    }
    sums.retain(|_, value| *value != 0);
    sums
}

/// What must be posted so that a record that stood for `before` stands for `after`.
pub fn restatement(before: Net, after: Net) -> Net {
    let mut sums = after;
    for (key, value) in before {
        *sums.entry(key).or_default() -= value;
    }
    sums.retain(|_, value| *value != 0);
    sums
}

/// Collects the facts of one record: a small builder that the pure functions of the domains share.
pub struct Facts<'a> {
    context: &'a PostingContext,
    dimensions: Dimensions,
    facts: Vec<Fact>,
}

impl<'a> Facts<'a> {
    /// Begins with the dimensions that all facts of the record share.
    pub fn new(context: &'a PostingContext, dimensions: Dimensions) -> Self {
        Self { context, dimensions, facts: Vec::new() }
    }

    /// States a value on a day for a rep, in the team that the rep belongs to on that day.
    pub fn state(&mut self, day: NaiveDate, rep: Option<Uuid>, measure: Measure, value: i64) {
        self.state_in(day, rep, rep.and_then(|rep| self.context.team(rep, day)), measure, value);
    }

    /// States a value for a team that the caller knows.
    pub fn state_in(&mut self, day: NaiveDate, rep: Option<Uuid>, team: Option<Uuid>, measure: Measure, value: i64) {
        if value != 0 {
            let key = Key { day, measure, rep, team, dimensions: self.dimensions.clone() };
            self.facts.push(Fact { key, value });
        }
    }

    /// Replaces the dimensions for what follows.
    pub fn with(&mut self, change: impl FnOnce(&mut Dimensions)) -> &mut Self {
        change(&mut self.dimensions);
        self
    }

    /// The facts stated.
    pub fn done(self) -> Vec<Fact> {
        self.facts
    }
}
