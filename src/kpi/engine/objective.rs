//! The objective of a figure, as answers show it.

use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use entity::{Kind as RecordKind, objective};

use crate::{
    error::Result,
    graphql::{
        Ratio, id,
        period::{Grain, Period},
        request::Request,
    },
    kpi::{
        Asked, Figure, Input, Inputs, Kpi, PeriodPart, Question, Standing, Status, Sums, Value,
        engine::{
            evaluate::compute,
            progress,
            targets::{Sought, subject_of},
            view::View,
        },
        fields::answer::{Amount, Answer},
        suppression::{contributor_counts, groups},
    },
};

/// Where a figure stands with its objective. Amounts are in the unit of the KPI.
#[derive(SimpleObject, Clone)]
pub struct ObjectiveProgress {
    /// The objective's id, for `objective(id)` and `node(id)`.
    pub id: ID,
    /// What the figure should come to.
    pub target: Amount,
    /// What it comes to; null when it is unknown or there is none.
    pub actual: Option<Amount>,
    /// The share of the target that is reached; where less is better, the target divided by the figure. Null when the
    /// target is 0, the figure is unknown, or the target is in a currency that the organization no longer counts in.
    pub attainment: Option<Ratio>,
    /// What should be reached by the end of today: the target in proportion to the working days elapsed. Null for KPIs
    /// that are no sum over the period.
    pub expected_to_date: Option<Amount>,
    /// What is reached as a share of that: below 1 is behind, turned round where less is better. Null before the first
    /// working day, and for KPIs that are no sum over the period.
    pub pace: Option<Ratio>,
    /// What is left to do, 0 when the target is reached. Null for KPIs that are no sum over the period.
    pub remaining: Option<Amount>,
    /// What each working day left should bring. Null when none is left, for KPIs that are no sum over the period and
    /// where less is better.
    pub required_run_rate: Option<Amount>,
    /// What the whole period brings if the working days left go like those elapsed. Null before the first working day,
    /// and for KPIs that are no sum over the period.
    pub projected: Option<Amount>,
    /// Where that leaves us; null when the figure is unknown.
    pub status: Option<Status>,
    /// What the objectives of the reps sum to, for the same KPI and period: of all reps, or of those who belong to the
    /// team or below at the end of the period, today while it runs; beside a figure that is read `asOf`, to the team and
    /// those that were below it then. Null for a rep's own objective, and for KPIs of which teams are no sum.
    pub allotted: Option<Amount>,
    /// The target less what is allotted: above 0 where the reps' objectives do not suffice. Null as `allotted` is.
    pub gap: Option<Amount>,
}

impl ObjectiveProgress {
    /// Where the answer to a question stands with its objective; `None` without one.
    pub(in crate::kpi) async fn read(
        request: &Request,
        view: &Arc<View>,
        question: Question,
        figure: &Figure,
    ) -> Result<Option<Self>> {
        // An objective is of the whole subject.
        if !view.filter.is_empty() {
            return Ok(None);
        }
        let span = crate::kpi::Span { from: Some(question.period.from), to: question.period.to };
        let sought = Sought { kpi: question.kpi, subject: question.subject, span };
        let Some(target) = Sums::of(request).load_one((sought, view.teams_at)).await? else { return Ok(None) };
        let definition = question.kpi.definition();
        let value = progress::target(definition.unit, target.row.target);
        let own = &request.organization.currency;
        let currency = target.row.currency.as_ref().unwrap_or(own);
        let asked = (question.subject, question.period);
        let days = [PeriodPart::Whole, PeriodPart::Elapsed, PeriodPart::Left].map(Input::SellingDays);
        let now = |inputs: &Inputs<'_>| (inputs.selling_days(), inputs.timing());
        let (days, timing) = compute(Sums::of(request), view, asked, &days, now).await?;
        let progress = if currency == own {
            let (direction, kind) = (definition.direction, definition.kind);
            Standing { target: value, actual: figure.value, direction, kind, timing, days }.progress()
        } else {
            progress::Progress::default()
        };
        let amount = |value: Option<Value>| value.map(|value| Amount::new(value, own));
        let allotted = target.allotted.map(|stored| progress::target(definition.unit, stored));
        Ok(Some(Self {
            id: id::encode(RecordKind::Objective, target.row.id),
            target: Amount::new(value, currency),
            actual: amount(figure.value),
            attainment: progress.attainment.map(Ratio),
            expected_to_date: amount(progress.expected),
            pace: progress.pace.map(Ratio),
            remaining: amount(progress.remaining),
            required_run_rate: amount(progress.required),
            projected: amount(progress.projected),
            status: progress.status,
            allotted: amount(allotted),
            gap: amount(allotted.and_then(|allotted| value.minus(allotted))),
        }))
    }
}

/// Where an objective stands, if the viewer may read the figures of its subject; `None` when its KPI is no more.
pub async fn progress_of(request: &Request, row: &objective::Model) -> Result<Option<ObjectiveProgress>> {
    let Some(kpi) = Kpi::of_field(&row.kpi) else { return Ok(None) };
    let subject = subject_of(row);
    let period = Period { from: row.starts_on, to: row.ends_on, grain: Grain::Custom, to_date: false };
    let question = Question { kpi, subject, period };
    let is_whole = groups::Unit::of(request.calendar(), period).is_some();
    if contributor_counts::veil(request, subject)?.is_some() && !is_whole {
        return Err(contributor_counts::too_fine());
    }
    let asked = Asked { subject, period, compare_to: None, view: Arc::default() };
    let answer = Answer::one(request, &asked, kpi, &[]).await?;
    ObjectiveProgress::read(request, &answer.view, question, &answer.figure).await
}
