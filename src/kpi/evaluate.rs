//! Evaluating: many questions, one answer each, a constant number of statements.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{Cell, Figure, Inputs, Kpi, Sums};
use crate::{
    access::Subject,
    api::{Batcher, period::Period},
    error::Result,
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

/// Evaluates questions together, in their order. Whether the viewer may ask them is the caller's to check.
pub async fn evaluate(sums: &Batcher<Sums>, today: NaiveDate, questions: &[Question]) -> Result<Vec<Figure>> {
    let asked: HashSet<Cell> = questions
        .iter()
        .flat_map(|question| {
            let recorder = Inputs::recorder(question.subject, question.period, today);
            question.kpi.formula(&recorder);
            recorder.asked()
        })
        .collect();
    let known: HashMap<Cell, i64> = sums.load_many(asked).await?;
    Ok(questions
        .iter()
        .map(|question| question.kpi.formula(&Inputs::known(question.subject, question.period, today, &known)))
        .collect())
}
