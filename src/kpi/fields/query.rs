//! Where KPIs are read: `kpis` of a subject, and the catalogue.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, OneofObject, SimpleObject};
use chrono::NaiveDate;
use entity::{change_log, rep, team};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{
    access::Subject,
    error::{Error, Result, UserError},
    graphql::{
        DateTime, id,
        period::{Comparison, Period, PeriodInput},
        request::Request,
    },
    kpi::{
        Access, Asked, Direction, FilterInput, Kind, Kpi, Lens, Theme, Unit, ViewArguments,
        fields::answer::{self, Answer, BatchedFigures, KpiFigure},
        insight::{
            breakdown::{Dimension, dimensions_of},
            explain::Language,
        },
        suppression::{contributor_counts, groups},
    },
};

/// The KPIs of a subject, if the viewer may read the figures of the whole of it.
pub async fn kpis_of(
    ctx: &Context<'_>,
    subject: Subject,
    period: PeriodInput,
    compare_to: Option<Comparison>,
    view: ViewArguments,
) -> Result<BatchedFigures> {
    asked(ctx, subject, period, compare_to, view).await.map(BatchedFigures::of)
}

/// What is asked, if the viewer may ask it.
async fn asked(
    ctx: &Context<'_>,
    subject: Subject,
    period: PeriodInput,
    compare_to: Option<Comparison>,
    view: ViewArguments,
) -> Result<Asked> {
    let request = Request::signed_in(ctx)?;
    let behind = contributor_counts::veil(request, subject)?;
    let period = request.calendar().resolve(period, request.today)?;
    let view = view.view(request.now)?;
    if behind.is_some() && (groups::Unit::of(request.calendar(), period).is_none() || !view.is_plain()) {
        return Err(contributor_counts::too_fine());
    }
    if let Some(as_of) = view.as_of {
        expect_currency_since(request, as_of).await?;
        expect_teams_of(request, subject, as_of)?;
    }
    Ok(Asked { subject, period, compare_to, view: Arc::new(view) })
}

/// Refuses a team that was made of others at an instant, some of which the viewer may neither read by themselves nor as a
/// part of what the team is now.
fn expect_teams_of(request: &Request, subject: Subject, as_of: chrono::DateTime<chrono::Utc>) -> Result<()> {
    let (Subject::Team(team), viewer) = (subject, &request.viewer) else { return Ok(()) };
    let now = viewer.tree().subtree([team]);
    let then = viewer.tree().subtree_at(team, Some(as_of));
    then.into_iter()
        .filter(|then| !now.contains(then))
        .try_for_each(|then| viewer.may_measure(Subject::Team(then)).map(|_| ()))
}

/// Refuses an instant at which the organization counted in another currency: amounts posted then are not in that of now.
#[expect(clippy::disallowed_methods, reason = "asks whether a setting changed, of whoever may read figures")]
async fn expect_currency_since(request: &Request, as_of: chrono::DateTime<chrono::Utc>) -> Result<()> {
    let changes = change_log::Entity::find()
        .filter(change_log::Column::RecordId.eq(request.organization.id))
        .filter(change_log::Column::RecordKind.eq(entity::Kind::Organization.name()))
        .filter(change_log::Column::RecordedAt.gt(as_of))
        .filter(change_log::Column::Changes.contains("\"currency\":[\""))
        .count(&request.line)
        .await?;
    if changes == 0 {
        return Ok(());
    }
    let message = "The organization's currency has changed since: figures of then were in another one.";
    Err(UserError::input(&["asOf"], message).into())
}

/// Refuses a period over which ranks, without the figures, could tell who did what on a day.
pub fn rank_period(request: &Request, period: Period) -> Result<()> {
    let is_whole = groups::Unit::of(request.calendar(), period).is_some();
    if is_whole { Ok(()) } else { Err(contributor_counts::too_fine()) }
}

/// A KPI as the catalogue describes it.
#[derive(SimpleObject, Clone, Debug)]
pub struct KpiDefinition {
    /// The KPI, by name.
    pub key: Kpi,
    /// What it is about, to group a list by.
    pub theme: Theme,
    /// The field of `Kpis` that gives it.
    pub field: String,
    /// The label in English.
    pub label_en: String,
    /// The label in French.
    pub label_fr: String,
    /// What it is, and when it is null.
    pub description: String,
    /// The same in French.
    pub description_fr: String,
    /// How it is computed.
    pub formula: String,
    /// The same in French.
    pub formula_fr: String,
    /// The version of the definition: it grows when the formula changes.
    pub version: i32,
    /// In which unit it is given.
    pub unit: Unit,
    /// Whether more is better.
    pub direction: Direction,
    /// How it relates to time.
    pub kind: Kind,
    /// Whether the figures of teams sum to that of the organization.
    pub is_additive: bool,
    /// What it can be broken down by.
    pub dimensions: Vec<Dimension>,
    /// Who may read it, of the subjects whose figures they may read at all.
    pub access: Access,
}

impl KpiDefinition {
    /// The line of a KPI, seen on a day.
    pub fn of(kpi: Kpi, today: NaiveDate) -> Self {
        let (entry, formula) = (kpi.definition(), kpi.formula());
        Self {
            key: kpi,
            theme: entry.theme,
            field: camel_case(entry.field),
            label_en: entry.label_en.to_owned(),
            label_fr: entry.label_fr.to_owned(),
            description: entry.description.split_whitespace().collect::<Vec<_>>().join(" "),
            description_fr: entry.about_fr.to_owned(),
            formula: formula.text(Language::En),
            formula_fr: formula.text(Language::Fr),
            version: entry.version,
            unit: entry.unit,
            direction: entry.direction,
            kind: entry.kind,
            is_additive: formula.is_additive(),
            access: entry.access,
            dimensions: dimensions_of(kpi, today).into_iter().map(Dimension::from).collect(),
        }
    }
}

/// Whose figures.
#[derive(OneofObject, Clone, Debug)]
#[graphql(name = "KpiSubjectInput")]
pub enum SubjectInput {
    /// Those of a team and all below it.
    Team(ID),
    /// Those of a rep.
    Rep(ID),
}

impl SubjectInput {
    /// The subject, the organization where none is named, if the viewer may see it.
    async fn resolve(subject: Option<Self>, request: &Request) -> Result<Subject> {
        let found = match subject {
            None => return Ok(Subject::Organization),
            Some(Self::Team(id)) => {
                let id = id::parse(entity::Kind::Team, &id, &["subject", "team"])?;
                request.loaders.maybe::<team::Entity, Seen>(Some(id)).await?.map(|_| Subject::Team(id))
            }
            Some(Self::Rep(id)) => {
                let id = id::parse(entity::Kind::Rep, &id, &["subject", "rep"])?;
                request.loaders.maybe::<rep::Entity, Seen>(Some(id)).await?.map(|_| Subject::Rep(id))
            }
        };
        found.ok_or_else(Error::not_found)
    }
}

/// A row that the viewer sees, whatever it says.
struct Seen;

impl From<team::Model> for Seen {
    fn from(_: team::Model) -> Self {
        Self
    }
}

impl From<rep::Model> for Seen {
    fn from(_: rep::Model) -> Self {
        Self
    }
}

/// The most KPIs of one list.
const MOST: usize = 50;

/// Reading the catalogue, and KPIs by name.
#[derive(Default)]
pub struct CatalogQuery;

#[Object]
impl CatalogQuery {
    /// Every KPI there is, with its labels, formula, unit and direction. Null only together with an error.
    async fn kpi_catalog(&self, ctx: &Context<'_>) -> Option<Result<Vec<KpiDefinition>>> {
        Some(
            Request::signed_in(ctx)
                .map(|request| Kpi::ALL.iter().map(|kpi| KpiDefinition::of(*kpi, request.today)).collect()),
        )
    }

    /// One KPI by name: what `kpis` of the subject gives in a typed field.
    /// Null together with an error when the subject is not yours to measure.
    #[graphql(name = "kpi")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn one(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which KPI.")] key: Kpi,
        #[graphql(desc = "Whose; the organization's when left out.")] subject: Option<SubjectInput>,
        #[graphql(desc = "When.")] period: PeriodInput,
        #[graphql(desc = "What the figure is compared to, as `change`.")] compare_to: Option<Comparison>,
        #[graphql(desc = "By whom events count; EVENT when left out.")] lens: Option<Lens>,
        #[graphql(desc = "What was known at this instant; all that is known now when left out.")] as_of: Option<
            DateTime,
        >,
        #[graphql(desc = "Which records the figure is made of; all when left out.")] filter: Option<FilterInput>,
    ) -> Option<Result<KpiFigure>> {
        Some(
            async {
                let view = ViewArguments { lens, as_of, filter };
                let kpis = named(ctx, subject, period, compare_to, view).await?;
                Ok(KpiFigure::of(kpis.answer(ctx, key).await?))
            }
            .await,
        )
    }

    /// Some KPIs by name, in the order asked, for dashboards whose users choose.
    /// Null together with an error when the subject is not yours to measure; a single one is null together with an error
    /// when only that KPI is not yours.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn kpis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which KPIs, 1 to 50.")] keys: Vec<Kpi>,
        #[graphql(desc = "Whose; the organization's when left out.")] subject: Option<SubjectInput>,
        #[graphql(desc = "When.")] period: PeriodInput,
        #[graphql(desc = "What the figures are compared to, as `change` of each.")] compare_to: Option<Comparison>,
        #[graphql(desc = "By whom events count; EVENT when left out.")] lens: Option<Lens>,
        #[graphql(desc = "What was known at this instant; all that is known now when left out.")] as_of: Option<
            DateTime,
        >,
        #[graphql(desc = "Which records the figures are made of; all when left out.")] filter: Option<FilterInput>,
    ) -> Option<Result<Vec<Option<Result<KpiFigure>>>>> {
        Some(
            async {
                if keys.is_empty() || keys.len() > MOST {
                    return Err(Error::bad_input(format!("`keys` must name 1 to {MOST} KPIs.")));
                }
                let view = ViewArguments { lens, as_of, filter };
                let kpis = named(ctx, subject, period, compare_to, view).await?;
                let grains = answer::grains(ctx);
                let all = keys.iter().map(|key| (*key, &*grains));
                if let Ok(answers) = Answer::read(Request::of(ctx)?, &kpis, all).await {
                    return Ok(answers.into_iter().map(|answer| Some(Ok(KpiFigure::of(answer)))).collect());
                }
                // Where one is refused each is asked by itself, and says why.
                let answers = keys.into_iter().map(|key| kpis.answer(ctx, key));
                let answers = futures_util::future::join_all(answers).await;
                Ok(answers.into_iter().map(|answer| Some(answer.map(KpiFigure::of))).collect())
            }
            .await,
        )
    }
}

async fn named(
    ctx: &Context<'_>,
    subject: Option<SubjectInput>,
    period: PeriodInput,
    compare_to: Option<Comparison>,
    view: ViewArguments,
) -> Result<Asked> {
    let subject = SubjectInput::resolve(subject, Request::signed_in(ctx)?).await?;
    asked(ctx, subject, period, compare_to, view).await
}

/// A Rust name as GraphQL spells it.
pub fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut spelled, word| {
        let mut letters = word.chars();
        spelled.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        spelled.push_str(letters.as_str());
        spelled
    })
}
