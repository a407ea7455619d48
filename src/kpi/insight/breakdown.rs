//! Breakdowns: a figure for each key of a dimension, what is attributed to nothing included.

use std::{cmp::Ordering, collections::BTreeSet, sync::Arc};

use async_graphql::{Enum, SimpleObject};
use chrono::NaiveDate;
use entity::{Kind, campaign, customer, outcome_reason, pipeline, product, rep, stage, survey, team};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    access::{Subject, record::Record},
    error::{Error, Result},
    graphql::{
        Count, Money, Ratio, id,
        period::{Grain, Period},
        request::Request,
    },
    kpi::{
        Figure, InputKey, Kpi, Question, Sums, Unit,
        engine::{
            evaluate::Parts,
            fact_query::Group,
            view::{Key, View},
        },
        fields::answer::Amount,
    },
    ledger::{self, Topic},
};

/// What a KPI can be broken down by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "ledger::Dimension", name = "KpiDimension")]
pub enum Dimension {
    /// The team that was credited.
    Team,
    /// The rep who was credited.
    Rep,
    /// Where the business came from, frozen at first touch.
    Source,
    /// The campaign that it came from, frozen at first touch.
    Campaign,
    /// The lever that the campaign pulls, or the channel that it goes through, as it is now.
    Lever,
    /// The pipeline.
    Pipeline,
    /// The stage, of open deals.
    Stage,
    /// The segment of the customer as it is now.
    Segment,
    /// The industry of the customer as it is now.
    Industry,
    /// The size of the customer by employees as it is now: `MICRO`, `SMALL`, `MEDIUM`, `LARGE`, as in `CompanySize`.
    Size,
    /// The country of the customer as it is now, an ISO 3166 code.
    Country,
    /// The product sold.
    Product,
    /// The category of the product sold.
    ProductCategory,
    /// The currency of the record, before conversion.
    Currency,
    /// The customer.
    Customer,
    /// The primary reason for the outcome, the complaint or the return.
    Reason,
    /// Whom a deal was lost to or won against, as it is spelled on the deal.
    Competitor,
    /// The kind of interaction, the purpose of the meeting, the category of the expense.
    Kind,
    /// Who took the initiative of an interaction.
    Direction,
    /// What came of an interaction.
    Outcome,
    /// The satisfaction survey that was sent or answered.
    Survey,
}

/// In which order the rows of a breakdown come.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[graphql(name = "KpiBreakdownOrder")]
pub enum Order {
    /// The largest value first; rows without a value last.
    #[default]
    Largest,
    /// The smallest value first; rows without a value last.
    Smallest,
    /// By key.
    Key,
}

/// A KPI, told apart by a dimension.
#[derive(SimpleObject)]
#[graphql(name = "KpiBreakdown")]
pub struct Breakdown {
    /// What it is told apart by.
    pub by: Dimension,
    /// A row for each key for which there is anything, the one of what is attributed to nothing included.
    pub rows: Vec<BreakdownRow>,
    /// The keys beyond `first`, taken together; null when there are none.
    pub others: Option<BreakdownRest>,
    /// The figure of the whole, the one that `value` gives; null when there is none.
    pub total: Option<Amount>,
    /// Whether the values of all rows and of `others` sum to the total. Otherwise each is computed from its own sums.
    pub is_additive: bool,
}

/// A part of a figure.
#[derive(SimpleObject)]
#[graphql(name = "KpiBreakdownRow")]
pub struct BreakdownRow {
    /// The id of the record, or the word, that the part belongs to; null for what is attributed to nothing.
    pub key: Option<String>,
    /// The name to show; null for what is attributed to nothing, and for a record that is deleted or not yours to see.
    pub label: Option<String>,
    /// The figure of the part; null when there is none.
    pub value: Option<Amount>,
    /// What is divided, in KPIs that divide.
    pub numerator: Option<Amount>,
    /// What it is divided by, in KPIs that divide.
    pub denominator: Option<Amount>,
    /// The part's share in the total, in KPIs whose parts sum to it; null otherwise and when the total is 0 or unknown.
    pub share: Option<Ratio>,
}

/// The parts of a figure that are not listed.
#[derive(SimpleObject)]
#[graphql(name = "KpiBreakdownRest")]
pub struct BreakdownRest {
    /// How many keys there are beyond those listed.
    pub count: usize,
    /// Their figure, taken together; null when there is none.
    pub value: Option<Amount>,
}

/// The longest breakdown.
const LONGEST: i32 = 500;

/// What a KPI can be broken down by: what all measures of its formula have in common.
fn dimensions(kpi: Kpi, cells: &[InputKey]) -> BTreeSet<ledger::Dimension> {
    let topics: BTreeSet<Topic> = cells.iter().flat_map(InputKey::measures).map(ledger::Measure::topic).collect();
    // Reasons of complaints and reasons of deals are not the same things.
    let mixes_reasons = topics.iter().any(|topic| topic.is_after_sale()) && !topics.iter().all(|t| t.is_after_sale());
    let mut topics = topics.into_iter().map(|topic| topic.rule().dimensions.iter().copied().collect::<BTreeSet<_>>());
    let mut common = topics.next().unwrap_or_default();
    for other in topics {
        common.retain(|dimension| other.contains(dimension));
    }
    if mixes_reasons {
        common.remove(&ledger::Dimension::Reason);
    }
    if kpi.definition().unit != Unit::MoneyPerDay {
        common.extend([ledger::Dimension::Team, ledger::Dimension::Rep]);
    }
    common
}

/// What a KPI can be broken down by, seen on a day: whatever it asks for while its period runs.
pub fn dimensions_of(kpi: Kpi, today: NaiveDate) -> BTreeSet<ledger::Dimension> {
    let to = today.succ_opt().unwrap_or(today);
    let period = Period { from: today, to, grain: Grain::Day, to_date: false };
    dimensions(kpi, &Question { kpi, subject: Subject::Organization, period }.keys(today))
}

/// Refuses a dimension that a KPI does not have.
pub fn expect_dimension(question: &Question, request: &Request, dimension: ledger::Dimension) -> Result<()> {
    if dimensions_of(question.kpi, request.today).contains(&dimension) {
        return Ok(());
    }
    let name = format!("{dimension:?}");
    Err(Error::bad_input(format!("{} has no dimension {name}: see `kpiCatalog`.", question.kpi.definition().field)))
}

/// Breaks a question down.
pub async fn read(
    request: &Request,
    view: &Arc<View>,
    question: Question,
    total: &Figure,
    by: ledger::Dimension,
    order: Order,
    first: i32,
) -> Result<Breakdown> {
    expect_dimension(&question, request, by)?;
    let first = usize::try_from(first)
        .ok()
        .filter(|_| (1..=LONGEST).contains(&first))
        .ok_or_else(|| Error::bad_input(format!("`first` must be from 1 to {LONGEST}.")))?;
    let parts = Parts::read(Sums::of(request), view, question, Group::Dimension(by), None).await?;
    let mut rows: Vec<(&Key, Figure)> = parts
        .keys()
        .into_iter()
        .map(|key| Ok((key, parts.figure([key])?)))
        .filter(|row| !row.as_ref().is_ok_and(|(_, figure)| figure.is_empty()))
        .collect::<Result<_>>()?;
    match order {
        Order::Largest => rows.sort_by(|(_, one), (_, other)| by_value(one, other, Ordering::reverse)),
        Order::Smallest => rows.sort_by(|(_, one), (_, other)| by_value(one, other, |order| order)),
        Order::Key => {}
    }
    let rest = rows.split_off(first.min(rows.len()));
    let is_additive = question.kpi.formula().is_additive();
    let currency = &request.organization.currency;
    let amount = |value| Amount::new(value, currency);
    let others = if rest.is_empty() {
        None
    } else {
        let figure = parts.figure(rest.iter().map(|(key, _)| *key))?;
        Some(BreakdownRest { count: rest.len(), value: figure.value.map(amount) })
    };
    let whole = total.value.map(crate::kpi::Value::number).filter(|whole| *whole != 0.0 && is_additive);
    let mut listed = Vec::with_capacity(rows.len());
    let keys: Vec<&Key> = rows.iter().map(|(key, _)| *key).collect();
    let labels = futures_util::future::join_all(keys.iter().map(|key| label(request, by, key))).await;
    for ((key, figure), label) in rows.into_iter().zip(labels) {
        listed.push(BreakdownRow {
            key: written(by, key),
            label: label?,
            value: figure.value.map(amount),
            numerator: figure.numerator.map(amount),
            denominator: figure.denominator.map(amount),
            share: whole.zip(figure.value).map(|(whole, part)| Ratio(part.number() / whole)),
        });
    }
    Ok(Breakdown { by: by.into(), rows: listed, others, total: total.value.map(amount), is_additive })
}

/// A reason, and the deals closed for it.
#[derive(SimpleObject)]
#[graphql(name = "KpiReason")]
pub struct ReasonShare {
    /// The id of the reason; null for deals closed without one.
    pub reason: Option<String>,
    /// What it is called; null for deals closed without one.
    /// Null as well for a reason that is deleted.
    pub label: Option<String>,
    /// How many deals; a fraction where the credit for a deal is split.
    pub deals: Option<Count>,
    /// What they come to; null when an exchange rate is missing.
    pub amount: Option<Money>,
    /// Their share in all deals closed that way, by number; null when there are none.
    pub share: Option<Ratio>,
}

/// The reasons of deals closed one way, the most frequent first.
pub async fn reasons(request: &Request, view: &Arc<View>, question: Question) -> Result<Vec<ReasonShare>> {
    let by = ledger::Dimension::Reason;
    let parts = Parts::read(Sums::of(request), view, question, Group::Dimension(by), None).await?;
    let mut rows: Vec<(&Key, Figure)> =
        parts.keys().into_iter().map(|key| Ok((key, parts.figure([key])?))).collect::<Result<_>>()?;
    rows.sort_by(|(_, one), (_, other)| by_value(one, other, Ordering::reverse));
    let whole: f64 = rows.iter().filter_map(|(_, figure)| figure.value).map(crate::kpi::Value::number).sum();
    let labels = futures_util::future::join_all(rows.iter().map(|(key, _)| label(request, by, key))).await;
    let currency = &request.organization.currency;
    let mut shares = Vec::with_capacity(rows.len());
    for ((key, figure), label) in rows.into_iter().zip(labels) {
        let deals = figure.value.map(|deals| Amount::new(deals, currency));
        let amount = figure.parts.first().copied().flatten().map(|amount| Amount::new(amount, currency));
        shares.push(ReasonShare {
            reason: written(by, key),
            label: label?,
            deals: deals.and_then(|deals| deals.count),
            amount: amount.and_then(|amount| amount.money),
            share: figure.value.filter(|_| whole != 0.0).map(|deals| Ratio(deals.number() / whole)),
        });
    }
    Ok(shares)
}

/// Rows without a value come last whichever way the others are sorted.
fn by_value(one: &Figure, other: &Figure, turn: fn(Ordering) -> Ordering) -> Ordering {
    let number = |figure: &Figure| figure.value.map(crate::kpi::Value::number);
    match (number(one), number(other)) {
        (Some(one), Some(other)) => turn(one.total_cmp(&other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// The kind of record that the keys of a dimension are, if they are records.
const fn kind(dimension: ledger::Dimension) -> Option<Kind> {
    use ledger::Dimension as D;
    match dimension {
        D::Team => Some(Kind::Team),
        D::Rep => Some(Kind::Rep),
        D::Campaign => Some(Kind::Campaign),
        D::Pipeline => Some(Kind::Pipeline),
        D::Stage => Some(Kind::Stage),
        D::Product => Some(Kind::Product),
        D::Customer => Some(Kind::Customer),
        D::Reason => Some(Kind::OutcomeReason),
        D::Source
        | D::Lever
        | D::Segment
        | D::Industry
        | D::Size
        | D::Country
        | D::ProductCategory
        | D::Currency
        | D::Competitor
        | D::Kind
        | D::Direction
        | D::Outcome
        | D::Survey => None,
    }
}

pub(in crate::kpi) fn written(dimension: ledger::Dimension, key: &Key) -> Option<String> {
    match (key, kind(dimension)) {
        (Key::Id(id), Some(kind)) => Some(id::encode(kind, *id).0),
        (Key::Text(text), _) => Some(text.clone()),
        (Key::Nothing | Key::Id(_), _) => None,
    }
}

/// What a key is called, as far as the viewer sees it.
pub(in crate::kpi) async fn label(
    request: &Request,
    dimension: ledger::Dimension,
    key: &Key,
) -> Result<Option<String>> {
    let id = match key {
        Key::Id(id) => id,
        Key::Text(text) if dimension == ledger::Dimension::Survey => {
            let Some((Kind::Survey, id)) = id::decode(text) else { return Ok(None) };
            return name::<survey::Entity>(request, id, |row| row.name).await;
        }
        Key::Text(text) => return Ok(Some(text.clone())),
        Key::Nothing => return Ok(None),
    };
    match kind(dimension) {
        Some(Kind::Team) => name::<team::Entity>(request, *id, |row| row.name).await,
        Some(Kind::Rep) => name::<rep::Entity>(request, *id, |row| row.name).await,
        Some(Kind::Campaign) => name::<campaign::Entity>(request, *id, |row| row.name).await,
        Some(Kind::Pipeline) => name::<pipeline::Entity>(request, *id, |row| row.name).await,
        Some(Kind::Stage) => name::<stage::Entity>(request, *id, |row| row.name).await,
        Some(Kind::Product) => name::<product::Entity>(request, *id, |row| row.name).await,
        Some(Kind::Customer) => name::<customer::Entity>(request, *id, |row| row.name).await,
        Some(Kind::OutcomeReason) => name::<outcome_reason::Entity>(request, *id, |row| row.name).await,
        _ => Ok(None),
    }
}

async fn name<E: Record<Model: FromQueryResult>>(
    request: &Request,
    id: Uuid,
    name: fn(E::Model) -> String,
) -> Result<Option<String>> {
    Ok(request.loaders.one::<E>(id).await?.map(name))
}
