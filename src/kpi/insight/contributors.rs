//! Contributors: the records behind a figure, each with what it adds.
//!
//! What a record adds is the formula over its own facts alone. Formulas of sums are linear, so that the contributions of
//! all records sum to the figure; of KPIs that divide, the numerators and the denominators do.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};
use entity::Kind;
use sea_orm::ActiveEnum;
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    graphql::{
        connection::{Connection, Edge},
        id,
        node::{self, AnyNode},
        page::{self, Paging, Total},
        request::Request,
    },
    kpi::{
        Figure, GroupedInput, InputKey, Question, Statistic, Sums,
        engine::{
            evaluate::Parts,
            fact_query::Group,
            view::{Key, View},
        },
        fields::answer::Amount,
    },
    ledger::Dimension,
};

/// A page of contributors.
pub type Contributors = Connection<String, Contributor>;

/// A record behind a figure, and what it contributes.
#[derive(Description)]
pub struct Contributor {
    kind: Option<Kind>,
    id: Uuid,
    figure: Figure,
}

#[Object(name = "KpiContributor", use_type_description)]
impl Contributor {
    /// The id of the record, for `node(id)`; null for what is attributed to no record.
    async fn id(&self) -> Option<ID> {
        self.kind.map(|kind| id::encode(kind, self.id))
    }

    /// The record itself; null when it is deleted, or not yours to see.
    async fn record(&self, ctx: &Context<'_>) -> Option<Result<AnyNode>> {
        node::find(ctx, self.kind?, self.id).await.transpose()
    }

    /// What the KPI comes to by this record alone. Of KPIs that do not divide, these sum to the value.
    async fn value(&self, ctx: &Context<'_>) -> Option<Amount> {
        amount(ctx, self.figure.value)
    }

    /// What the record adds to the numerator; null in KPIs that do not divide.
    async fn numerator(&self, ctx: &Context<'_>) -> Option<Amount> {
        amount(ctx, self.figure.numerator)
    }

    /// What the record adds to the denominator; null in KPIs that do not divide.
    async fn denominator(&self, ctx: &Context<'_>) -> Option<Amount> {
        amount(ctx, self.figure.denominator)
    }
}

fn amount(ctx: &Context<'_>, value: Option<crate::kpi::Value>) -> Option<Amount> {
    let request = Request::of(ctx).ok()?;
    value.map(|value| Amount::new(value, &request.organization.currency))
}

/// What the contributors of a question are: customers or reps where they are counted once each, records otherwise.
fn group(cells: &[InputKey]) -> Group {
    let spreads = || {
        cells.iter().filter_map(|cell| match cell {
            InputKey::Statistic(_, spread, _) => Some(*spread),
            _ => None,
        })
    };
    if spreads().any(|spread| matches!(spread, Statistic::TopRepShare(_) | Statistic::RepConcentration(_))) {
        return Group::Dimension(Dimension::Rep);
    }
    let is_of_records = |spread| matches!(spread, Statistic::Median(..) | Statistic::Records(_) | Statistic::Aged(_));
    if spreads().all(is_of_records) { Group::Source } else { Group::Dimension(Dimension::Customer) }
}

/// A page of the contributors of a question, the latest record first.
pub async fn read(
    request: &Request,
    view: &Arc<View>,
    question: Question,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Contributors> {
    let paging = Paging::new(first, None)?;
    let key = &request.state.cursor_key;
    let list = format!("{}\0contributors\0{question:?}\0{view:?}", page::reader(&request.viewer));
    let before = match after {
        Some(cursor) => {
            let place = key.open(&list, &cursor).and_then(|place| Uuid::try_parse(&place).ok());
            Some(place.ok_or_else(|| Error::bad_input("`after` is not a cursor of this list."))?)
        }
        None => None,
    };
    let sums = Sums::of(request);
    let cells = question.keys(sums.loader().day_of(view));
    let by = group(&cells);
    let slice = |cell: &InputKey| GroupedInput { cell: *cell, view: Arc::clone(view), by: Some(by), sources: None };
    let slices: Vec<GroupedInput> = cells.iter().map(slice).collect();
    let limit = u64::try_from(paging.first()).unwrap_or(0);
    let mut listed = sums.loader().contributors(&slices, before, limit.saturating_add(1)).await?;
    let has_next = listed.len() > paging.first();
    listed.truncate(paging.first());
    let total = total(request, slices);
    let mut contributors = Connection::new(before.is_some(), has_next, total);
    // Only the facts of the records of the page, unless others say what to make of them.
    let looks_around =
        cells.iter().any(|cell| matches!(cell, InputKey::Statistic(_, spread, _) if spread.looks_around()));
    let sources =
        (by == Group::Source && !looks_around).then(|| listed.iter().map(|(id, _)| *id).collect::<Arc<[Uuid]>>());
    let parts = Parts::read(sums, view, question, by, sources).await?;
    for (id, kind) in listed {
        let part = if id.is_nil() { Key::Nothing } else { Key::Id(id) };
        let kind = match by {
            Group::Source => kind.and_then(|code| kind_of(&code)),
            Group::Dimension(Dimension::Rep) => (!id.is_nil()).then_some(Kind::Rep),
            Group::Dimension(_) => (!id.is_nil()).then_some(Kind::Customer),
        };
        let figure = parts.figure([&part])?;
        if !figure.is_empty() {
            let cursor = key.seal(&list, &id.simple().to_string());
            contributors.edges.push(Edge::new(cursor, Contributor { kind, id, figure }));
        }
    }
    Ok(contributors)
}

/// The kind of record of a code in the database, as clients know it.
fn kind_of(code: &str) -> Option<Kind> {
    match Kind::try_from_value(&code.parse().ok()?).ok()? {
        // A prospect is a lead by another name.
        Kind::Prospect => Some(Kind::Lead),
        kind => Some(kind),
    }
}

fn total(request: &Request, slices: Vec<GroupedInput>) -> Total {
    let sums = Sums::of(request).shared();
    let slices: Arc<[GroupedInput]> = slices.into();
    Total::new(move || {
        let (sums, slices) = (Arc::clone(&sums), Arc::clone(&slices));
        Box::pin(async move { sums.count_contributors(&slices).await })
    })
}
