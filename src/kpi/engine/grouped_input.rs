//! Slices: numbers told apart by keys, or read by another view than the plain one. All slices of a request are read from
//! the facts by three statements at most: sums, customers who left, and what else is no sum.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{
    access::Subject,
    collections::Map,
    error::Result,
    graphql::Loader,
    kpi::{
        InputKey, Span, Statistic, Sums,
        engine::{
            customer_losses::{self, Departures},
            fact_query::{self, Detail, FactQuery, Group, Holders, Row},
            reduction::Stated,
            view::{Key, View},
        },
    },
    ledger::{Measure, Topic},
};

/// A number told apart by keys.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GroupedInput {
    /// The number.
    pub cell: InputKey,
    /// Which facts it is made of.
    pub view: Arc<View>,
    /// What it is told apart by; one number when `None`.
    pub by: Option<Group>,
    /// Only what comes from these records.
    pub sources: Option<Arc<[Uuid]>>,
}

/// What a slice comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupedValues {
    /// A number for each key; 0 for all others.
    Keys(BTreeMap<Key, i64>),
    /// The same number whatever the key.
    Same(i64),
}

impl From<i64> for GroupedValues {
    fn from(whole: i64) -> Self {
        Self::Keys(BTreeMap::from([(Key::Nothing, whole)]))
    }
}

impl GroupedValues {
    /// The number of a key.
    pub fn of(&self, key: &Key) -> i64 {
        match self {
            Self::Keys(keys) => keys.get(key).copied().unwrap_or(0),
            Self::Same(number) => *number,
        }
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        let keys = match self {
            Self::Keys(keys) => Some(keys.keys()),
            Self::Same(_) => None,
        };
        keys.into_iter().flatten()
    }
}

/// What pulls are joined by.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Shape {
    by_team: bool,
    by_rep: bool,
    /// Whether what others state is read beside.
    around: bool,
    /// The days; `None` where they are told apart, so that one pull reads many spans.
    span: Option<Span>,
    until: Option<DateTime<Utc>>,
    since: Option<DateTime<Utc>>,
    view: Arc<View>,
    by: Option<Group>,
    sources: Option<Arc<[Uuid]>>,
    detail: Detail,
    of_records: bool,
    reaches_back: bool,
}

/// What one pull reads, for all who share its shape.
struct Draft {
    holders: BTreeSet<Uuid>,
    measures: BTreeSet<Measure>,
    span: Span,
}

/// The pulls of a batch of slices.
#[derive(Default)]
struct Drafts {
    places: Map<Shape, usize>,
    drafts: Vec<(Shape, Draft)>,
}

impl Drafts {
    /// Has some facts read; answers the place of the pull that reads them.
    fn ask(&mut self, shape: Shape, part: &Part) -> usize {
        let next = self.drafts.len();
        let place = *self.places.entry(shape.clone()).or_insert(next);
        if place == next {
            let draft = Draft { holders: BTreeSet::new(), measures: BTreeSet::new(), span: part.span };
            self.drafts.push((shape, draft));
        }
        if let Some((_, draft)) = self.drafts.get_mut(place) {
            draft.holders.extend(&part.holders);
            draft.measures.extend(&part.measures);
            draft.span = Span {
                from: draft.span.from.zip(part.span.from).map(|(one, other)| one.min(other)),
                to: draft.span.to.max(part.span.to),
            };
        }
        place
    }

    fn pulls(&self) -> Vec<FactQuery<'_>> {
        let pull = |(shape, draft): &'_ (Shape, Draft)| -> Holders {
            // What others have of the same records, or of all.
            if shape.around && shape.by_team {
                if shape.reaches_back { Holders::EachTeam } else { Holders::AroundTeams(draft.holders.clone()) }
            } else if shape.around && shape.by_rep {
                if shape.reaches_back { Holders::EachRep } else { Holders::AroundReps(draft.holders.clone()) }
            } else if shape.by_team {
                Holders::Teams(draft.holders.clone())
            } else if shape.by_rep {
                Holders::Reps(draft.holders.clone())
            } else {
                Holders::All
            }
        };
        self.drafts
            .iter()
            .map(|entry @ (shape, draft)| FactQuery {
                holders: pull(entry),
                measures: draft.measures.clone(),
                span: draft.span,
                until: shape.until,
                since: shape.since,
                view: &shape.view,
                by: shape.by,
                sources: shape.sources.as_deref(),
                detail: shape.detail,
                of_records: shape.of_records,
                reaches_back: shape.reaches_back,
            })
            .collect()
    }
}

/// A part of a slice: the facts of a pull, added or taken away.
struct Part {
    place: usize,
    holders: BTreeSet<Uuid>,
    measures: BTreeSet<Measure>,
    span: Span,
    sign: i64,
}

impl Part {
    fn holds(&self, row: &Row) -> bool {
        self.holders.contains(&row.holder) && self.covers(row)
    }

    /// Whether a row is one of the part's, whoever holds it.
    fn covers(&self, row: &Row) -> bool {
        row.day.is_none_or(|day| self.span.from.is_none_or(|from| from <= day) && day < self.span.to)
            && self.measures.iter().any(|measure| measure.code() == row.measure)
    }
}

/// A slice and the parts it is made of.
struct Made<'a> {
    slice: &'a GroupedInput,
    /// Whether the totals hold what is known now.
    plain: Option<(Subject, Measure, Span)>,
    parts: Vec<Part>,
}

impl Sums {
    /// The facts of a slice.
    fn part(&self, drafts: &mut Drafts, slice: &GroupedInput, facts: Facts) -> Part {
        let subject = slice.cell.subject().unwrap_or(Subject::Organization);
        let holders = match subject {
            Subject::Organization => BTreeSet::from([Uuid::nil()]),
            Subject::Rep(rep) => BTreeSet::from([rep]),
            Subject::Team(team) => self.tree.subtree_at(team, slice.view.teams_at).into_iter().collect(),
        };
        let Facts { measures, span, until, since, detail, around, reaches_back } = facts;
        let of_records = measures.iter().any(|measure| measure.topic().is_read_from_records());
        let shape = Shape {
            by_team: matches!(subject, Subject::Team(_)),
            by_rep: matches!(subject, Subject::Rep(_)),
            around,
            // What is told apart by days is read over all days that anybody asks for.
            span: (detail == Detail::None).then_some(span),
            // Records bound themselves what they tell, by the view.
            until: until.filter(|_| !of_records),
            since,
            view: Arc::clone(&slice.view),
            by: slice.by,
            sources: slice.sources.clone(),
            detail,
            of_records,
            reaches_back,
        };
        let sign = if since.is_some() { -1 } else { 1 };
        let mut part = Part { place: 0, holders, measures, span, sign };
        part.place = drafts.ask(shape, &part);
        if reaches_back {
            part.span.from = None;
        }
        part
    }

    /// How a sum is made: what is known now, less what was recorded since.
    fn made<'a>(
        &self,
        drafts: &mut Drafts,
        slice: &'a GroupedInput,
        subject: Subject,
        measure: Measure,
        span: Span,
    ) -> Made<'a> {
        let view = &slice.view;
        let is_single = slice.by.is_none() && slice.sources.is_none();
        let measures = BTreeSet::from([measure]);
        let facts = |until, since, detail| {
            let (measures, around, reaches_back) = (measures.clone(), false, false);
            Facts { measures, span, until, since, detail, around, reaches_back }
        };
        if measure.topic().is_read_from_records() {
            let part = self.part(drafts, slice, facts(None, None, Detail::None));
            return Made { slice, plain: None, parts: vec![part] };
        }
        let daily = if is_single { Detail::Day } else { Detail::None };
        if span.from.is_some() || measure.topic() != Topic::OpenPipeline && !(is_single && view.is_past_only()) {
            let detail = if span.from.is_some() { daily } else { Detail::None };
            let part = self.part(drafts, slice, facts(view.as_of, None, detail));
            return Made { slice, plain: None, parts: vec![part] };
        }
        let mut made = Made { slice, plain: None, parts: Vec::new() };
        if is_single && view.is_past_only() && self.stands_as(subject, view.teams_at) {
            made.plain = Some((subject, measure, span));
        } else {
            made.parts.push(self.part(drafts, slice, facts(None, None, Detail::None)));
        }
        if view.as_of.is_some() {
            made.parts.push(self.part(drafts, slice, facts(None, view.as_of, daily)));
        }
        made
    }

    /// Whether a subject is made of the teams that it was made of at an instant: otherwise totals do not tell.
    fn stands_as(&self, subject: Subject, at: Option<DateTime<Utc>>) -> bool {
        let Subject::Team(team) = subject else { return true };
        let teams = |at| self.tree.subtree_at(team, at).into_iter().collect::<BTreeSet<_>>();
        at.is_none() || teams(at) == teams(None)
    }

    /// A sum as a slice of what was known then: what a cell asks to be known earlier is read by an earlier view. `None`
    /// for what is no sum.
    fn as_known(&self, slice: &GroupedInput) -> Option<GroupedInput> {
        match slice.cell {
            InputKey::Sum(..) => Some(slice.clone()),
            InputKey::Known(subject, measure, span, day) => {
                let then = self.ground.book.midnight(day);
                let as_of = slice.view.as_of.map_or(then, |as_of| as_of.min(then));
                let view = Arc::new(View { as_of: Some(as_of), ..View::clone(&slice.view) });
                Some(GroupedInput { cell: InputKey::Sum(subject, measure, span), view, ..slice.clone() })
            }
            _ => None,
        }
    }

    /// Reads the numbers that are sums.
    pub(in crate::kpi) async fn sum_slices(
        &self,
        slices: &[&GroupedInput],
        found: &mut Map<GroupedInput, GroupedValues>,
    ) -> Result<()> {
        let mut drafts = Drafts::default();
        let asked: Vec<(&GroupedInput, GroupedInput)> =
            slices.iter().filter_map(|slice| Some((*slice, self.as_known(slice)?))).collect();
        let mut all = Vec::new();
        for (asked, slice) in &asked {
            if let InputKey::Sum(subject, measure, span) = slice.cell {
                all.push((*asked, self.made(&mut drafts, slice, subject, measure, span)));
            }
        }
        let plain: Vec<_> = all.iter().filter_map(|(_, made)| made.plain).collect();
        let mut totals = Map::default();
        self.sums(&plain, &Departures::default(), &mut totals).await?;
        let rows = self.read(&drafts).await?;
        for (asked, Made { slice, plain, parts }) in all {
            let mut keys: BTreeMap<Key, i64> = BTreeMap::new();
            if plain.is_some() {
                keys.insert(Key::Nothing, totals.get(&slice.cell).copied().unwrap_or(0));
            }
            for part in &parts {
                for row in rows.get(&part.place).into_iter().flatten().filter(|row| part.holds(row)) {
                    *keys.entry(row.key()).or_default() += part.sign * row.value;
                }
            }
            keys.retain(|_, value| *value != 0);
            found.insert(asked.clone(), GroupedValues::Keys(keys));
        }
        Ok(())
    }

    /// Reads the numbers that are no sums.
    async fn spread_slices(
        &self,
        slices: &[&GroupedInput],
        found: &mut Map<GroupedInput, GroupedValues>,
    ) -> Result<()> {
        let mut drafts = Drafts::default();
        let mut all: Vec<(&GroupedInput, Statistic, Span, Part)> = Vec::new();
        for slice in slices {
            if let InputKey::Statistic(_, spread, period) = slice.cell {
                let facts = Facts {
                    measures: spread.measures(),
                    span: spread.days(period),
                    until: slice.view.as_of,
                    since: None,
                    detail: Detail::Record,
                    around: spread.looks_around(),
                    reaches_back: spread.reaches_back(),
                };
                all.push((slice, spread, period, self.part(&mut drafts, slice, facts)));
            }
        }
        let rows = self.read(&drafts).await?;
        for (slice, spread, period, part) in all {
            let mut keys: BTreeMap<Key, Vec<Stated>> = BTreeMap::new();
            let rows = || rows.get(&part.place).into_iter().flatten();
            for row in rows().filter(|row| part.holds(row)) {
                keys.entry(row.key()).or_default().extend(row.stated());
            }
            let around: Vec<Stated> = match spread.looks_around() {
                true => rows().filter(|row| part.covers(row)).filter_map(Row::stated).collect(),
                false => Vec::new(),
            };
            if slice.by.is_none() {
                keys.entry(Key::Nothing).or_default();
            }
            let reduced =
                keys.into_iter().map(|(key, stated)| (key, spread.reduce(stated.iter(), around.iter(), period)));
            found.insert(slice.clone(), GroupedValues::Keys(reduced.collect()));
        }
        Ok(())
    }

    async fn read(&self, drafts: &Drafts) -> Result<HashMap<usize, Vec<Row>>> {
        let mut rows: HashMap<usize, Vec<Row>> = HashMap::new();
        let pulls = drafts.pulls();
        for (chunk, pulls) in pulls.chunks(fact_query::MOST).enumerate() {
            for row in fact_query::read(&self.db, &self.ground, pulls).await? {
                let place = chunk * fact_query::MOST + usize::try_from(row.pull).unwrap_or(0);
                rows.entry(place).or_default().push(row);
            }
        }
        Ok(rows)
    }

    /// A page of the records, or customers, that numbers come from: the last first.
    pub async fn contributors(
        &self,
        slices: &[GroupedInput],
        before: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<(Uuid, Option<String>)>> {
        let drafts = self.drafts(slices);
        fact_query::page(&self.db, &self.ground, &drafts.pulls(), before, limit).await
    }

    /// How many they are.
    pub async fn count_contributors(&self, slices: &[GroupedInput]) -> Result<u64> {
        let drafts = self.drafts(slices);
        fact_query::count(&self.db, &self.ground, &drafts.pulls()).await
    }

    /// The pulls that slices are made of.
    fn drafts(&self, slices: &[GroupedInput]) -> Drafts {
        let mut drafts = Drafts::default();
        for slice in slices {
            match slice.cell {
                InputKey::Sum(..) | InputKey::Known(..) => {
                    if let Some(known) = self.as_known(slice)
                        && let InputKey::Sum(subject, measure, span) = known.cell
                    {
                        self.made(&mut drafts, &known, subject, measure, span);
                    }
                }
                InputKey::Statistic(_, spread, period) => {
                    let (until, since) = (slice.view.as_of, None);
                    let (measures, span) = (spread.measures(), spread.days(period));
                    let (detail, around, reaches_back) = (Detail::None, false, spread.reaches_back());
                    let facts = Facts { measures, span, until, since, detail, around, reaches_back };
                    self.part(&mut drafts, slice, facts);
                }
                InputKey::WorkingDays(..)
                | InputKey::SellingDays(..)
                | InputKey::Target(..)
                | InputKey::Said(..)
                | InputKey::Attainment(..) => {}
            }
        }
        drafts
    }

    /// The organization's day on which a view is read: today, or the day of the instant of the past.
    pub fn day_of(&self, view: &View) -> NaiveDate {
        view.as_of.map_or(self.ground.today, |as_of| self.ground.book.day(as_of))
    }
}

/// Which facts.
struct Facts {
    measures: BTreeSet<Measure>,
    span: Span,
    until: Option<DateTime<Utc>>,
    since: Option<DateTime<Utc>>,
    detail: Detail,
    /// Whether what others state is read beside.
    around: bool,
    /// Whether of deals open on the first day earlier days are read too.
    reaches_back: bool,
}

impl Loader<GroupedInput> for Sums {
    type Value = GroupedValues;

    async fn load(&self, slices: &[GroupedInput]) -> Result<Map<GroupedInput, GroupedValues>> {
        let mut found = Map::with_capacity_and_hasher(slices.len(), Default::default());
        // What is made of no facts was never adjusted.
        let is_no_fact = |measure: Measure| measure.topic().is_read_from_records();
        let is_nothing =
            |slice: &GroupedInput| slice.view.is_adjusted && slice.cell.measures().into_iter().all(is_no_fact);
        found.extend(
            slices.iter().filter(|slice| is_nothing(slice)).map(|slice| (slice.clone(), GroupedValues::Same(0))),
        );
        let of = |wanted: fn(&InputKey) -> bool| {
            slices.iter().filter(move |slice| wanted(&slice.cell) && !is_nothing(slice)).collect::<Vec<_>>()
        };
        self.sum_slices(&of(|cell| matches!(cell, InputKey::Sum(..) | InputKey::Known(..))), &mut found).await?;
        self.said_slices(&of(|cell| matches!(cell, InputKey::Said(..))), &mut found).await?;
        let (left, spreads): (Vec<&GroupedInput>, Vec<&GroupedInput>) =
            of(|cell| matches!(cell, InputKey::Statistic(..)))
                .into_iter()
                .partition(|slice| customer_losses::is_counted(slice));
        let departures = Departures::new(left, &self.tree);
        let changes = self.sums(&[], &departures, &mut Map::default()).await?;
        found.extend(departures.found(&changes).map(|(slice, left)| (slice.clone(), left.into())));
        self.spread_slices(&spreads, &mut found).await?;
        let of_days = |cell: &InputKey| matches!(cell, InputKey::WorkingDays(..) | InputKey::SellingDays(..));
        self.working_slices(&of(of_days), &mut found).await?;
        self.target_slices(&of(|cell| matches!(cell, InputKey::Target(..))), &mut found).await?;
        self.attainment_slices(&of(|cell| matches!(cell, InputKey::Attainment(..))), &mut found).await?;
        Ok(found)
    }
}
