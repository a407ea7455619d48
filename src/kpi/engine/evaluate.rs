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
        Access, Figure, GroupedInput, GroupedValues, InputKey, Inputs, Kpi, Numbers, Sums,
        engine::{
            fact_query::Group,
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
    /// The numbers that its formula asks for, seen from a day.
    pub fn cells(&self, today: NaiveDate) -> Vec<InputKey> {
        let recorder = Inputs::recorder(self.subject, self.period, today);
        self.kpi.formula(&recorder);
        recorder.asked()
    }

    fn figure(&self, today: NaiveDate, known: &Numbers) -> Figure {
        self.kpi.formula(&Inputs::known(self.subject, self.period, today, known))
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
    let known = numbers(sums, view, questions.iter().flat_map(|question| question.cells(today)).collect()).await?;
    let least = sums.loader().least_people;
    Ok(questions.iter().map(|question| question.figure(today, &known).guarded(least)).collect())
}

/// Computes what a formula comes to for a subject and period, by a view.
pub async fn compute<T>(
    sums: &Batcher<Sums>,
    view: &Arc<View>,
    (subject, period): (Subject, Period),
    formula: impl Fn(&Inputs<'_>) -> T,
) -> Result<T> {
    let today = sums.loader().day_of(view);
    let recorder = Inputs::recorder(subject, period, today);
    formula(&recorder);
    let known = numbers(sums, view, recorder.asked()).await?;
    Ok(formula(&Inputs::known(subject, period, today, &known)))
}

/// Computes the same with some numbers changed: `more` says by how much.
pub async fn compute_if<T>(
    sums: &Batcher<Sums>,
    (subject, period): (Subject, Period),
    formula: impl Fn(&Inputs<'_>) -> T,
    more: impl Fn(&InputKey) -> i64,
) -> Result<T> {
    let view = Arc::new(View::default());
    let today = sums.loader().day_of(&view);
    let recorder = Inputs::recorder(subject, period, today);
    formula(&recorder);
    let asked = recorder.asked();
    let known = numbers(sums, &view, asked.clone()).await?;
    let known = Numbers::Made(asked.into_iter().map(|cell| (cell, known.of(&cell) + more(&cell))).collect());
    Ok(formula(&Inputs::known(subject, period, today, &known)))
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
        let cells = question.cells(today).into_iter().collect();
        let slices = sliced(sums, view, cells, Some(by), sources).await?;
        Ok(Self { question, today, slices, least_people: sums.loader().least_people })
    }

    /// The keys for which there is anything.
    pub fn keys(&self) -> BTreeSet<&Key> {
        self.slices.values().flat_map(GroupedValues::keys).collect()
    }

    /// The figure of some keys together.
    pub fn figure<'k>(&self, keys: impl IntoIterator<Item = &'k Key>) -> Figure {
        let keys: Vec<&Key> = keys.into_iter().collect();
        let known = self.slices.iter().map(|(cell, sliced)| {
            let number = match sliced {
                GroupedValues::Same(number) => *number,
                GroupedValues::Keys(_) => keys.iter().map(|key| sliced.of(key)).sum(),
            };
            (*cell, number)
        });
        self.question.figure(self.today, &Numbers::Made(known.collect())).guarded(self.least_people)
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
