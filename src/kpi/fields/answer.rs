//! Answers: a figure with its base of comparison, as the API shows it. One type a shape of KPI.

use std::sync::Arc;

use async_graphql::{Context, InputType, SelectionField};

#[macro_use]
mod shared;

mod amount;
mod batched;
mod customers;
mod deals;
mod leads;
mod plain;
mod prospects;
mod targets;

use crate::{
    error::{Error, Result},
    graphql::{
        Count, Ratio,
        period::{Grain, Period},
        request::Request,
    },
    kpi::{
        Asked, Figure, Kind, Kpi, Question, Sums, Value, Warning,
        engine::{evaluate::evaluate, view::View},
        suppression::{
            contributor_counts,
            groups::{self, Veil},
        },
    },
};

pub use amount::{Adjustments, Amount, Change, KpiWarning, SeriesPoint, WarningCode};
pub use batched::BatchedFigures;
pub use customers::{ChurnKpi, NpsKpi, SurveyKpi};
pub use deals::{AgeingKpi, ReasonsKpi, StageConversionKpi, WaterfallKpi};
pub use leads::{LeadFunnelKpi, OfferRateKpi};
pub use plain::{CountKpi, DaysKpi, DelayKpi, KpiFigure, MoneyKpi, MoneyRatioKpi, QuotientKpi, RatioKpi, ShareKpi};
pub use prospects::{
    KeyInformationKpi, KeyInformationShare, LeadQualityKpi, ProspectQualificationKpi, ScoreBand, ScoreBandCount,
};
pub use targets::{AccuracyKpi, AttainmentKpi, ForecastKpi, TargetKpi};

/// The pieces that series cut a period into, by grain.
type Pieces = Vec<(Grain, Vec<Period>)>;

/// A figure, what it was compared to, and how to read more of it.
pub struct Answer {
    pub(in crate::kpi) question: Question,
    pub(in crate::kpi) view: Arc<View>,
    pub(in crate::kpi) figure: Figure,
    /// What it is compared to; without a figure where that is withheld.
    base: Option<(Question, Figure)>,
    /// What the viewer is shown of it, if not all.
    veil: Option<Veil>,
    /// The series that are asked for, read with the figure itself.
    series: Vec<(Grain, Vec<SeriesPoint>)>,
}

impl Answer {
    /// Evaluates one KPI, as [`read`](Self::read) does many.
    pub async fn one(request: &Request, asked: &Asked, kpi: Kpi, grains: &[Grain]) -> Result<Self> {
        let answer = Self::read(request, asked, [(kpi, grains)]).await?.pop();
        answer.ok_or_else(|| Error::Bug("a KPI without an answer".into()))
    }

    /// Evaluates KPIs and what they are compared to, as far as the viewer may be shown them, each with the series that are
    /// asked for with it. Fails when one of them is not for the viewer.
    pub async fn read<'g>(
        request: &Request,
        asked: &Asked,
        kpis: impl IntoIterator<Item = (Kpi, &'g [Grain])>,
    ) -> Result<Vec<Self>> {
        let Asked { subject, period, compare_to, view } = asked;
        let calendar = request.calendar();
        let base = compare_to.map(|comparison| calendar.base(*period, comparison));
        let veil = contributor_counts::veil(request, *subject)?;
        let mut questions = Vec::new();
        let mut sought: Vec<(Question, Pieces)> = Vec::new();
        for (kpi, grains) in kpis {
            let question = Question { kpi, subject: *subject, period: *period };
            questions.push(question);
            questions.extend(base.map(|period| Question { period, ..question }));
            let mut pieces = Vec::new();
            for by in grains.iter().filter(|_| veil.is_none()) {
                // A grain that does not fit is refused where the series is answered.
                let Ok(periods) = calendar.split(*period, *by) else { continue };
                questions.extend(periods.iter().map(|period| Question { period: *period, ..question }));
                pieces.push((*by, periods));
            }
            sought.push((question, pieces));
        }
        let mut figures = veiled(request, veil, view, &questions).await?.into_iter();
        let one = |(question, pieces): (Question, Pieces)| {
            let figure = figures.next().flatten().ok_or_else(contributor_counts::withheld)?;
            let base =
                base.and_then(|period| Some((Question { period, ..question }, figures.next()?.unwrap_or_default())));
            let series = pieces.into_iter().map(|(by, periods)| (by, points(periods, &mut figures))).collect();
            Ok(Self { question, view: Arc::clone(view), figure, base, veil, series })
        };
        sought.into_iter().map(one).collect()
    }

    /// Refuses what tells a figure apart to those who may see it as a whole only.
    pub(in crate::kpi) fn expect_freely(&self) -> Result<()> {
        if self.veil.is_some() { Err(contributor_counts::too_fine()) } else { Ok(()) }
    }

    /// A further part of the figure, by its place.
    fn part(&self, place: usize) -> Option<Value> {
        self.figure.parts.get(place).copied().flatten()
    }

    /// A value of the figure as the API shows it.
    fn amount(&self, ctx: &Context<'_>, value: Option<Value>) -> Option<Amount> {
        Some(Amount::new(value?, &Request::of(ctx).ok()?.organization.currency))
    }

    fn warnings(&self) -> Vec<KpiWarning> {
        let shown = |warning: &Warning| match warning {
            Warning::MissingRate(count) => KpiWarning { code: WarningCode::MissingRate, count: Count(*count) },
            Warning::ZeroAmount(count) => KpiWarning { code: WarningCode::ZeroAmount, count: Count(*count) },
            Warning::SmallSample(count) => KpiWarning { code: WarningCode::SmallSample, count: Count(*count) },
            Warning::MissingListPrice(count) => {
                KpiWarning { code: WarningCode::MissingListPrice, count: Count(*count) }
            }
            Warning::MissingCost(count) => KpiWarning { code: WarningCode::MissingCost, count: Count(*count) },
            Warning::UnloggedAttempt(count) => KpiWarning { code: WarningCode::UnloggedAttempt, count: Count(*count) },
            Warning::UnlinkedActivity(count) => {
                KpiWarning { code: WarningCode::UnlinkedActivity, count: Count(*count) }
            }
        };
        let withheld =
            self.figure.withheld.map(|least| KpiWarning { code: WarningCode::Suppressed, count: Count(least) });
        self.figure.warnings.iter().map(shown).chain(withheld).collect()
    }

    fn change(&self, currency: &str) -> Option<Change> {
        let (question, base) = self.base.as_ref()?;
        let value = self.figure.value;
        let delta = value.zip(base.value).and_then(|(value, base)| value.minus(base));
        let relative = delta.zip(base.value).and_then(|(delta, base)| {
            let base = base.number();
            (base != 0.0).then(|| Ratio(delta.number() / base))
        });
        Some(Change {
            period: question.period.into(),
            base: base.value.map(|value| Amount::new(value, currency)),
            delta: delta.map(|value| Amount::new(value, currency)),
            relative,
        })
    }

    async fn adjustments(&self, request: &Request) -> Result<Option<Adjustments>> {
        self.expect_freely()?;
        // Only what was ever locked was ever adjusted, and the books may be open again: the facts know.
        if self.question.kpi.definition().kind == Kind::Stock {
            return Ok(None);
        }
        let view = Arc::new(View { is_adjusted: true, ..View::clone(&self.view) });
        let figures = evaluate(Sums::of(request), &view, &[self.question]).await?;
        let amount = |value: Option<Value>| value.map(|value| Amount::new(value, &request.organization.currency));
        let shown = |figure: Figure| Adjustments {
            value: amount(figure.value),
            numerator: amount(figure.numerator),
            denominator: amount(figure.denominator),
        };
        Ok(figures.into_iter().find(|figure| !figure.is_empty()).map(shown))
    }

    async fn series(&self, request: &Request, by: Grain) -> Result<Vec<SeriesPoint>> {
        if let Some((_, points)) = self.series.iter().find(|(grain, _)| *grain == by) {
            return Ok(points.clone());
        }
        let periods = request.calendar().split(self.question.period, by)?;
        let is_whole = |period: &Period| groups::Unit::of(request.calendar(), *period).is_some();
        if self.veil.is_some() && !periods.iter().all(is_whole) {
            return Err(contributor_counts::too_fine());
        }
        let questions: Vec<Question> =
            periods.iter().map(|period| Question { period: *period, ..self.question }).collect();
        let figures = veiled(request, self.veil, &self.view, &questions).await?;
        Ok(points(periods, &mut figures.into_iter()))
    }
}

/// The points of a series, from as many figures.
fn points(periods: Vec<Period>, figures: &mut impl Iterator<Item = Option<Figure>>) -> Vec<SeriesPoint> {
    let point =
        |(period, figure): (Period, Option<Figure>)| SeriesPoint { period, figure: figure.map(|figure| figure.value) };
    periods.into_iter().zip(figures).map(point).collect()
}

/// The grains of the series that are selected right below a field.
pub fn grains(ctx: &Context<'_>) -> Vec<Grain> {
    let mut grains = Vec::new();
    for field in ctx.field().selection_set().filter(|field| field.name() == "series") {
        grains.extend(grain(field).filter(|by| !grains.contains(by)));
    }
    grains
}

/// The grain of a series that is selected.
fn grain(series: SelectionField<'_>) -> Option<Grain> {
    let (_, by) = series.arguments().ok()?.into_iter().find(|(name, _)| name == "by")?;
    Grain::parse(Some(by)).ok()
}

/// Evaluates questions about one subject; `None` where the veil lets nothing through.
async fn veiled(
    request: &Request,
    veil: Option<Veil>,
    view: &Arc<View>,
    questions: &[Question],
) -> Result<Vec<Option<Figure>>> {
    let shown = match veil {
        Some(veil) if view.is_plain() => contributor_counts::shown(request, veil, questions).await?,
        Some(_) => return Err(contributor_counts::too_fine()),
        None => vec![true; questions.len()],
    };
    let figures = evaluate(Sums::of(request), view, questions).await?;
    Ok(figures.into_iter().zip(shown).map(|(figure, shown)| shown.then_some(figure)).collect())
}
