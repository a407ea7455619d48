//! Where KPIs are read: `kpis` of a subject, and the catalogue.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use entity::{rep, team_membership};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, sea_query::ExprTrait};

use super::{Direction, Kind, Kpi, Kpis, Unit, ViewArguments};
use crate::{
    access::Subject,
    api::period::{Comparison, PeriodInput},
    error::Result,
    request::Request,
};

/// The KPIs of a subject, if the viewer may read the figures of the whole of it.
pub async fn kpis_of(
    ctx: &Context<'_>,
    subject: Subject,
    period: PeriodInput,
    compare_to: Option<Comparison>,
    view: ViewArguments,
) -> Result<Kpis> {
    let request = Request::signed_in(ctx)?;
    let minimum = request.organization.group_minimum;
    request.viewer.may_measure(subject, minimum, contributors(request, subject)).await?;
    let period = request.calendar().resolve(period, request.today)?;
    Ok(Kpis { subject, period, compare_to, view: Arc::new(view.view(request.now)?) })
}

/// How many reps a subject covers.
#[expect(clippy::disallowed_methods, reason = "counts the reps of a group to decide whether its figures may be shown")]
async fn contributors(request: &Request, subject: Subject) -> Result<u64> {
    let db = request.state.database.reader();
    Ok(match subject {
        Subject::Rep(_) => 1,
        Subject::Organization => rep::Entity::find().filter(rep::Column::DeletedAt.is_null()).count(db).await?,
        Subject::Team(team) => {
            let teams = request.viewer.tree().subtree([team]);
            let members = team_membership::Entity::find()
                .select_only()
                .column(team_membership::Column::RepId)
                .filter(team_membership::Column::TeamId.is_in(teams))
                .filter(team_membership::Column::DeletedAt.is_null())
                .filter(team_membership::Column::EndsOn.is_null().or(team_membership::Column::EndsOn.gt(request.today)))
                .distinct()
                .into_tuple::<uuid::Uuid>()
                .all(db)
                .await?;
            u64::try_from(members.len()).unwrap_or(u64::MAX)
        }
    })
}

/// A KPI as the catalogue describes it.
#[derive(SimpleObject, Clone, Debug)]
pub struct KpiDefinition {
    /// The KPI, by name.
    pub key: Kpi,
    /// The field of `Kpis` that gives it.
    pub field: String,
    /// The label in English.
    pub label_en: String,
    /// The label in French.
    pub label_fr: String,
    /// What it is, and when it is null.
    pub description: String,
    /// How it is computed.
    pub formula: String,
    /// In which unit it is given.
    pub unit: Unit,
    /// Whether more is better.
    pub direction: Direction,
    /// How it relates to time.
    pub kind: Kind,
    /// Whether the figures of teams sum to that of the organization.
    pub is_additive: bool,
}

/// Reading the catalogue.
#[derive(Default)]
pub struct CatalogQuery;

#[Object]
impl CatalogQuery {
    /// Every KPI there is, with its labels, formula, unit and direction. Null only together with an error.
    async fn kpi_catalog(&self, ctx: &Context<'_>) -> Option<Result<Vec<KpiDefinition>>> {
        Some(Request::signed_in(ctx).map(|_| Kpi::ALL.iter().map(|kpi| described(*kpi)).collect()))
    }
}

fn described(kpi: Kpi) -> KpiDefinition {
    let entry = kpi.definition();
    KpiDefinition {
        key: kpi,
        field: camel_case(entry.field),
        label_en: entry.label_en.to_owned(),
        label_fr: entry.label_fr.to_owned(),
        description: entry.description.split_whitespace().collect::<Vec<_>>().join(" "),
        formula: entry.formula.to_owned(),
        unit: entry.unit,
        direction: entry.direction,
        kind: entry.kind,
        is_additive: entry.is_additive,
    }
}

/// A Rust name as GraphQL spells it.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut spelled, word| {
        let mut letters = word.chars();
        spelled.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        spelled.push_str(letters.as_str());
        spelled
    })
}
