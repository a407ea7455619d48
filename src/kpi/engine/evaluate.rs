//! Evaluating: many questions, one answer each, a constant number of statements.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::{
    access::Subject,
    collections::{Map, Set},
    error::{Error, Result},
    graphql::{Batcher, period::Period},
    kpi::{
        Access, Figure, GroupedInput, GroupedValues, Input, InputKey, Inputs, Kpi, Numbers, Sums,
        engine::{
            fact_query::Group,
            inputs::Scope,
            view::{Key, View},
        },
    },
};

/// Which KPI, of whom, when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// The KPI.
    pub kpi: Kpi,
    /// Whose.
    pub subject: Subject,
    /// When.
    pub period: Period,
}

impl Question {
    /// What its formula is asked about, seen from a day.
    pub const fn scope(&self, today: NaiveDate) -> Scope {
        Scope { subject: self.subject, period: self.period, today }
    }

    /// The numbers that its formula needs, seen from a day.
    pub fn keys(&self, today: NaiveDate) -> Vec<InputKey> {
        self.scope(today).keys(self.kpi.formula().inputs())
    }

    fn figure(&self, today: NaiveDate, numbers: &Numbers) -> Result<Figure> {
        self.kpi.formula().figure(self.scope(today), numbers)
    }
}

/// The numbers that questions ask for, by a view.
pub async fn numbers(sums: &Batcher<Sums>, view: &Arc<View>, cells: Vec<InputKey>) -> Result<Numbers> {
    if view.is_plain() {
        return sums.load_many(cells).await.map(Numbers::Read);
    }
    let slices = sliced(sums, view, cells.into_iter().collect(), None, None).await?;
    Ok(Numbers::Made(slices.into_iter().map(|(cell, sliced)| (cell, sliced.of(&Key::Nothing))).collect()))
}

/// Refuses a KPI that is not for the viewer, of whichever subject.
fn allow(sums: &Batcher<Sums>, kpi: Kpi) -> Result<()> {
    match kpi.definition().access {
        Access::Everyone => Ok(()),
        Access::Managers if sums.loader().may_know_costs => Ok(()),
        Access::Managers => Err(Error::forbidden()),
    }
}

/// Evaluates questions together, in their order; refuses KPIs that are not for the viewer, and withholds opinions of too
/// few people. Whether the viewer may measure the subjects is the caller's to check.
pub async fn evaluate(sums: &Batcher<Sums>, view: &Arc<View>, questions: &[Question]) -> Result<Vec<Figure>> {
    for question in questions {
        allow(sums, question.kpi)?;
    }
    let today = sums.loader().day_of(view);
    let known = numbers(sums, view, questions.iter().flat_map(|question| question.keys(today)).collect()).await?;
    let least = sums.loader().least_people;
    questions.iter().map(|question| Ok(question.figure(today, &known)?.guarded(least))).collect()
}

/// Computes a formula of some inputs for a subject and period, by a view.
pub async fn compute<T>(
    sums: &Batcher<Sums>,
    view: &Arc<View>,
    (subject, period): (Subject, Period),
    inputs: &[Input],
    formula: impl Fn(&Inputs<'_>) -> T,
) -> Result<T> {
    let scope = Scope { subject, period, today: sums.loader().day_of(view) };
    let known = numbers(sums, view, scope.keys(inputs)).await?;
    scope.compute(inputs, &known, formula)
}

/// Computes the same with some numbers changed: `more` says by how much.
pub async fn compute_if<T>(
    sums: &Batcher<Sums>,
    (subject, period): (Subject, Period),
    inputs: &[Input],
    formula: impl Fn(&Inputs<'_>) -> T,
    more: impl Fn(&InputKey) -> i64,
) -> Result<T> {
    let view = Arc::new(View::default());
    let scope = Scope { subject, period, today: sums.loader().day_of(&view) };
    let keys = scope.keys(inputs);
    let known = numbers(sums, &view, keys.clone()).await?;
    let known = Numbers::Made(keys.into_iter().map(|key| (key, known.of(&key) + more(&key))).collect());
    scope.compute(inputs, &known, formula)
}

/// The figure of one question for each key of a group, in the order of keys, and for all keys but some together.
pub struct Parts {
    question: Question,
    today: NaiveDate,
    slices: Map<InputKey, GroupedValues>,
    least_people: i64,
}

impl Parts {
    /// Evaluates a question for each key.
    pub async fn read(
        sums: &Batcher<Sums>,
        view: &Arc<View>,
        question: Question,
        by: Group,
        sources: Option<Arc<[Uuid]>>,
    ) -> Result<Self> {
        allow(sums, question.kpi)?;
        let today = sums.loader().day_of(view);
        let cells = question.keys(today).into_iter().collect();
        let slices = sliced(sums, view, cells, Some(by), sources).await?;
        Ok(Self { question, today, slices, least_people: sums.loader().least_people })
    }

    /// The keys for which there is anything.
    pub fn keys(&self) -> BTreeSet<&Key> {
        self.slices.values().flat_map(GroupedValues::keys).collect()
    }

    /// The figure of some keys together.
    pub fn figure<'k>(&self, keys: impl IntoIterator<Item = &'k Key>) -> Result<Figure> {
        let keys: Vec<&Key> = keys.into_iter().collect();
        let known = self.slices.iter().map(|(cell, sliced)| {
            let number = match sliced {
                GroupedValues::Same(number) => *number,
                GroupedValues::Keys(_) => keys.iter().map(|key| sliced.of(key)).sum(),
            };
            (*cell, number)
        });
        let figure = self.question.figure(self.today, &Numbers::Made(known.collect()))?;
        Ok(figure.guarded(self.least_people))
    }
}

/// The numbers of some cells, told apart by a group.
pub async fn grouped(
    sums: &Batcher<Sums>,
    view: &Arc<View>,
    cells: impl IntoIterator<Item = InputKey>,
    by: Group,
) -> Result<Map<InputKey, GroupedValues>> {
    sliced(sums, view, cells.into_iter().collect(), Some(by), None).await
}

async fn sliced(
    sums: &Batcher<Sums>,
    view: &Arc<View>,
    cells: Set<InputKey>,
    by: Option<Group>,
    sources: Option<Arc<[Uuid]>>,
) -> Result<Map<InputKey, GroupedValues>> {
    let slice = |cell| GroupedInput { cell, view: Arc::clone(view), by, sources: sources.clone() };
    let slices: Vec<GroupedInput> = cells.into_iter().map(slice).collect();
    let read = sums.load_many(slices.iter().cloned()).await?;
    Ok(slices.into_iter().filter_map(|slice| Some((slice.cell, read.get(&slice)?.clone()))).collect())
}
