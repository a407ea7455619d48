//! Answers: a figure with its base of comparison, as the API shows it. One type a shape of KPI.

use async_graphql::{Context, Enum, Object, SimpleObject};

use std::sync::Arc;

use super::{
    Figure, Kind, Kpi, ObjectiveProgress, Question, Status, Unit, Value, Warning,
    breakdown::{self, Breakdown, Dimension, Order, ReasonShare},
    contributors::{self, Contributors},
    evaluate,
    explain::{Explanation, Language},
    methods::{self, ForecastAccuracy, ForecastMethod, ForecastMethods, ForecastSnapshot},
    movers,
    reading::KpiDefinition,
    veil::{self, Veil},
    view::View,
};
use crate::{
    api::{
        Count, Days, Money, Ratio,
        period::{Comparison, Grain, Period, ResolvedPeriod},
    },
    error::Result,
    request::Request,
};

/// What a reader of a figure should know.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarningCode {
    /// Amounts could not be converted for want of an exchange rate: the figure is null until the rate is entered.
    MissingRate,
    /// Deals were won for nothing, or for an amount nobody entered.
    ZeroAmount,
    /// The figure is taken of fewer than 30 things, as `count` says: one more or less would move it by points.
    SmallSample,
    /// The figure is the opinion of fewer people than `count`: it is null, for you may not read what each of them said.
    Suppressed,
    /// Deals were left out because not all they sell has a list price.
    /// They have no lines, or one whose product has no list price in the deal's currency.
    MissingListPrice,
    /// Deals were left out because not of all they sell the cost is known.
    /// They have no lines, or one whose product has no cost in the deal's currency.
    MissingCost,
    /// Meetings were booked of which nobody logged that they were asked for: the rate leaves them out.
    UnloggedAttempt,
    /// Interactions of the period concern no deal: the figure leaves them out.
    UnlinkedActivity,
}

/// A warning about a figure.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct KpiWarning {
    /// What it is about.
    pub code: WarningCode,
    /// How many records it concerns.
    pub count: Count,
}

/// A figure, what it was compared to, and how to read more of it.
pub struct Answer {
    pub(super) question: Question,
    pub(super) view: Arc<View>,
    pub(super) figure: Figure,
    /// What it is compared to; without a figure where that is withheld.
    base: Option<(Question, Figure)>,
    /// What the viewer is shown of it, if not all.
    veil: Option<Veil>,
}

impl Answer {
    /// Evaluates a KPI and what it is compared to, as far as the viewer may be shown them.
    pub async fn read(
        request: &Request,
        question: Question,
        compare_to: Option<Comparison>,
        view: Arc<View>,
    ) -> Result<Self> {
        let base = compare_to
            .map(|comparison| Question { period: request.calendar().base(question.period, comparison), ..question });
        let questions: Vec<Question> = std::iter::once(question).chain(base).collect();
        let veil = movers::veil(request, question.subject)?;
        let mut figures = veiled(request, veil, &view, &questions).await?.into_iter();
        let figure = figures.next().flatten().ok_or_else(movers::withheld)?;
        Ok(Self { question, view, figure, base: base.zip(figures.next().map(Option::unwrap_or_default)), veil })
    }

    /// Refuses what tells a figure apart to those who may see it as a whole only.
    pub(super) fn expect_freely(&self) -> Result<()> {
        if self.veil.is_some() { Err(movers::too_fine()) } else { Ok(()) }
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
        let figures = evaluate(&request.loaders.sums, &view, &[self.question]).await?;
        let amount = |value: Option<Value>| value.map(|value| Amount::new(value, &request.organization.currency));
        let shown = |figure: Figure| Adjustments {
            value: amount(figure.value),
            numerator: amount(figure.numerator),
            denominator: amount(figure.denominator),
        };
        Ok(figures.into_iter().find(|figure| !figure.is_empty()).map(shown))
    }

    async fn series(&self, request: &Request, by: Grain) -> Result<Vec<SeriesPoint>> {
        let periods = request.calendar().split(self.question.period, by)?;
        let is_whole = |period: &Period| veil::Unit::of(request.calendar(), *period).is_some();
        if self.veil.is_some() && !periods.iter().all(is_whole) {
            return Err(movers::too_fine());
        }
        let questions: Vec<Question> = periods.into_iter().map(|period| Question { period, ..self.question }).collect();
        let figures = veiled(request, self.veil, &self.view, &questions).await?;
        Ok(questions
            .into_iter()
            .zip(figures)
            .map(|(question, figure)| SeriesPoint {
                period: question.period.into(),
                is_withheld: figure.is_none(),
                value: figure
                    .and_then(|figure| figure.value)
                    .map(|value| Amount::new(value, &request.organization.currency)),
            })
            .collect())
    }
}

/// Evaluates questions about one subject; `None` where the veil lets nothing through.
async fn veiled(
    request: &Request,
    veil: Option<Veil>,
    view: &Arc<View>,
    questions: &[Question],
) -> Result<Vec<Option<Figure>>> {
    let shown = match veil {
        Some(veil) if view.is_plain() => movers::shown(request, veil, questions).await?,
        Some(_) => return Err(movers::too_fine()),
        None => vec![true; questions.len()],
    };
    let figures = evaluate(&request.loaders.sums, view, questions).await?;
    Ok(figures.into_iter().zip(shown).map(|(figure, shown)| shown.then_some(figure)).collect())
}

/// A value of any unit: the field of its unit is filled, the others are null.
#[derive(SimpleObject, Clone, Debug, PartialEq)]
#[graphql(name = "KpiAmount")]
pub struct Amount {
    /// The value, when it is money.
    pub money: Option<Money>,
    /// The value, when it is a number of things.
    pub count: Option<Count>,
    /// The value, when it is a quotient that is neither money nor days: a share, or so many a day.
    pub ratio: Option<Ratio>,
    /// The value, when it is a number of days.
    pub days: Option<Days>,
    /// The value, when it is points of a score, from −100 to 100.
    pub points: Option<f64>,
}

impl Amount {
    /// A value as the API shows it.
    pub fn new(value: Value, currency: &str) -> Self {
        let empty = Self { money: None, count: None, ratio: None, days: None, points: None };
        match value {
            Value::Money(minor) => Self { money: Some(Money::new(minor, currency)), ..empty },
            Value::Count(count) => Self { count: Some(Count(count)), ..empty },
            Value::Ratio(ratio) => Self { ratio: Some(Ratio(ratio)), ..empty },
            Value::Days(days) => Self { days: Some(Days(days)), ..empty },
            Value::Points(points) => Self { points: Some(points), ..empty },
        }
    }
}

/// How a figure changed.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(name = "KpiChange")]
pub struct Change {
    /// The period that it is compared to.
    pub period: ResolvedPeriod,
    /// The figure then; null when there was none, or when it is withheld from you.
    pub base: Option<Amount>,
    /// The figure now less the figure then; null when either is.
    pub delta: Option<Amount>,
    /// The difference as a share of the figure then; null when that is null or 0.
    pub relative: Option<Ratio>,
}

/// What of a figure corrects days whose books were closed when the correction came.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(name = "KpiAdjustments")]
pub struct Adjustments {
    /// What they come to by themselves; null in KPIs that divide when there is nothing to divide by.
    pub value: Option<Amount>,
    /// What they add to what is divided; null in KPIs that do not divide.
    pub numerator: Option<Amount>,
    /// What they add to what it is divided by; null in KPIs that do not divide.
    pub denominator: Option<Amount>,
}

/// A point of a series.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(name = "KpiPoint")]
pub struct SeriesPoint {
    /// The piece of the period.
    pub period: ResolvedPeriod,
    /// The figure of that piece; null when there is none, or when it is withheld.
    pub value: Option<Amount>,
    /// Whether the figure is withheld from you, because too few people stand behind it.
    pub is_withheld: bool,
}

/// A KPI that is an amount of money.
pub struct MoneyKpi(pub Answer);
/// A KPI that is a number of things.
pub struct CountKpi(pub Answer);
/// A KPI that is money divided by a number of things.
pub struct QuotientKpi(pub Answer);
/// A KPI that is a number divided by another: a share, or so many a day as `unit` says.
pub struct RatioKpi(pub Answer);
/// A KPI that is money divided by money.
pub struct MoneyRatioKpi(pub Answer);
/// A KPI that is a number of days.
pub struct DaysKpi(pub Answer);
/// What the period should bring.
pub struct ForecastKpi(pub Answer);
/// Any KPI, for dashboards whose users choose: `definition` says what it is and in which unit.
pub struct KpiFigure(pub Answer);
/// A KPI that is a share or mean of what customers answered.
pub struct SurveyKpi(pub Answer);
/// The net promoter score.
pub struct NpsKpi(pub Answer);
/// A KPI that is money held against a target.
pub struct TargetKpi(pub Answer);
/// How many reps stand where with their targets.
pub struct AttainmentKpi(pub Answer);
/// A KPI that is a share of itself, not of a number that it is divided by.
pub struct ShareKpi(pub Answer);
/// How many customers are lost, as a share of three denominators.
pub struct ChurnKpi(pub Answer);
/// How many leads of a period became customers, and where the others are.
pub struct LeadFunnelKpi(pub Answer);
/// How long one waited, in days and in minutes.
pub struct DelayKpi(pub Answer);
/// How many offers of a period were signed, and what became of the others.
pub struct OfferRateKpi(pub Answer);
/// What became of the deals that came into a stage.
///
/// `advanced + lost + dropped + back + stillThere = entries`.
pub struct StageConversionKpi(pub Answer);
/// Why deals were closed as they were.
pub struct ReasonsKpi(pub Answer);
/// What moved the open pipeline from the beginning of the period to its end.
///
/// `start + created + increases − decreases − won − lost − movedOut + movedIn = end`. A deal that was closed and reopened
/// was open all along, so that neither its closing nor its reopening shows.
pub struct WaterfallKpi(pub Answer);
/// How good forecasts were.
pub struct AccuracyKpi(pub Answer);

fn money(value: Option<Value>, ctx: &Context<'_>) -> Option<Money> {
    match value? {
        Value::Money(minor) => Some(Money::new(minor, &Request::of(ctx).ok()?.organization.currency)),
        Value::Count(_) | Value::Ratio(_) | Value::Days(_) | Value::Points(_) => None,
    }
}

const fn count(value: Option<Value>) -> Option<Count> {
    match value {
        Some(Value::Count(count)) => Some(Count(count)),
        _ => None,
    }
}

const fn ratio(value: Option<Value>) -> Option<Ratio> {
    match value {
        Some(Value::Ratio(ratio)) => Some(Ratio(ratio)),
        _ => None,
    }
}

const fn days(value: Option<Value>) -> Option<Days> {
    match value {
        Some(Value::Days(days)) => Some(Days(days)),
        _ => None,
    }
}

/// Days in minutes, to the hundredth.
fn minutes(value: Option<Value>) -> Option<f64> {
    days(value).map(|days| (days.0 * 144_000.0).round() / 100.0)
}

macro_rules! answers {
    ($($name:ident { $($field:tt)* })+) => {
        $(#[Object]
        impl $name {
            $($field)*

            /// In which unit the value is.
            async fn unit(&self) -> Unit {
                self.0.question.kpi.definition().unit
            }

            /// How it changed; null unless `compareTo` was given.
            async fn change(&self, ctx: &Context<'_>) -> Option<Change> {
                self.0.change(&Request::of(ctx).ok()?.organization.currency)
            }

            /// The same over each piece of the period, in order. Null only together with an error.
            async fn series(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "How long a piece is; the first and last may be cut by the period.")] by: Grain,
            ) -> Option<Result<Vec<SeriesPoint>>> {
                Some(self.0.series(Request::of(ctx).ok()?, by).await)
            }

            /// The same told apart by a dimension, with the figure of the whole. Null only together with an error.
            /// `kpiCatalog` lists the dimensions of each KPI.
            async fn breakdown(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "What to tell the figure apart by.")] by: Dimension,
                #[graphql(desc = "In which order the rows come; the largest first when left out.")]
                order_by: Option<Order>,
                #[graphql(desc = "How many rows, 1 to 500; 50 when left out. The rest is summed up in `others`.")]
                first: Option<i32>,
            ) -> Option<Result<Breakdown>> {
                let Answer { question, view, figure, .. } = &self.0;
                if let Err(error) = self.0.expect_freely() {
                    return Some(Err(error));
                }
                let (order, first) = (order_by.unwrap_or_default(), first.unwrap_or(50));
                Some(breakdown::read(Request::of(ctx).ok()?, view, *question, figure, by.into(), order, first).await)
            }

            /// The records behind the figure, the latest made first, each with what it adds. Null only together with an
            /// error.
            async fn contributors(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "How many records, 1 to 100; 20 when left out.")] first: Option<i32>,
                #[graphql(desc = "The cursor after which to go on.")] after: Option<String>,
            ) -> Option<Result<Contributors>> {
                let Answer { question, view, .. } = &self.0;
                if let Err(error) = self.0.expect_freely() {
                    return Some(Err(error));
                }
                Some(contributors::read(Request::of(ctx).ok()?, view, *question, first, after).await)
            }

            /// How the figure comes about: definition, formula with its numbers, and the rules it goes by. Null only
            /// together with an error.
            async fn explain(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "In which language; English when left out.")] language: Option<Language>,
            ) -> Option<Result<Explanation>> {
                if let Err(error) = self.0.expect_freely() {
                    return Some(Err(error));
                }
                Some(Explanation::read(Request::of(ctx).ok()?, &self.0, language.unwrap_or_default()).await)
            }

            /// What of the figure corrects days whose books were closed when the correction came.
            /// Null when there is nothing of the kind, and in stocks; together with an error when it cannot be read.
            async fn adjustments(&self, ctx: &Context<'_>) -> Option<Result<Adjustments>> {
                self.0.adjustments(Request::of(ctx).ok()?).await.transpose()
            }

            /// The objective for it, and where it stands: the one assigned for exactly this subject and period. Null when none
            /// is set or only some records are asked about, and together with an error.
            async fn objective(&self, ctx: &Context<'_>) -> Option<Result<ObjectiveProgress>> {
                let Answer { question, view, figure, .. } = &self.0;
                ObjectiveProgress::read(Request::of(ctx).ok()?, view, *question, figure).await.transpose()
            }

            /// What a reader should know of the figure; empty when there is nothing to say.
            async fn warnings(&self) -> Vec<KpiWarning> {
                self.0.warnings()
            }
        })+
    };
}

mod prospects;

pub use prospects::{
    KeyInformationKpi, KeyInformationShare, LeadQualityKpi, ProspectQualificationKpi, ScoreBand, ScoreBandCount,
};

answers! {
    KpiFigure {
        /// Which KPI it is.
        async fn key(&self) -> Kpi {
            self.0.question.kpi
        }

        /// Its line of the catalogue: labels, description, formula, unit, direction, dimensions.
        async fn definition(&self, ctx: &Context<'_>) -> Option<Result<KpiDefinition>> {
            Some(Request::of(ctx).map(|request| KpiDefinition::of(self.0.question.kpi, request.today)))
        }

        /// The period as it was resolved, in the organization's days.
        async fn period(&self) -> ResolvedPeriod {
            self.0.question.period.into()
        }

        /// The value; null when there is none or it is unknown (see `warnings`).
        async fn value(&self, ctx: &Context<'_>) -> Option<Amount> {
            self.0.amount(ctx, self.0.figure.value)
        }

        /// What is divided; null in KPIs that do not divide.
        async fn numerator(&self, ctx: &Context<'_>) -> Option<Amount> {
            self.0.amount(ctx, self.0.figure.numerator)
        }

        /// What it is divided by; null in KPIs that do not divide.
        async fn denominator(&self, ctx: &Context<'_>) -> Option<Amount> {
            self.0.amount(ctx, self.0.figure.denominator)
        }

        /// The median, in KPIs that have one; null when there is nothing to take it of.
        async fn median(&self, ctx: &Context<'_>) -> Option<Amount> {
            self.0.amount(ctx, self.0.figure.median)
        }
    }
    MoneyKpi {
        /// The amount; null when it is unknown (see `warnings`) or there is none.
        async fn value(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.value, ctx)
        }
    }
    CountKpi {
        /// The number.
        async fn value(&self) -> Option<Count> {
            count(self.0.figure.value)
        }
    }
    QuotientKpi {
        /// The amount; null when it is divided by 0 or unknown (see `warnings`).
        async fn value(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.value, ctx)
        }

        /// What is divided; null when it is unknown (see `warnings`).
        async fn numerator(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.numerator, ctx)
        }

        /// What it is divided by.
        async fn denominator(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
    RatioKpi {
        /// The quotient; null when it is divided by 0.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// What is divided.
        async fn numerator(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// What it is divided by.
        async fn denominator(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
    MoneyRatioKpi {
        /// The quotient, in the `unit` of the KPI; null when it is divided by 0 or unknown (see `warnings`).
        async fn value(&self) -> Option<Ratio> {
            match self.0.figure.value {
                Some(Value::Ratio(ratio)) => Some(Ratio(ratio)),
                _ => None,
            }
        }

        /// What is divided; null when it is unknown (see `warnings`).
        async fn numerator(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.numerator, ctx)
        }

        /// What it is divided by; null when it is unknown (see `warnings`).
        async fn denominator(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.denominator, ctx)
        }
    }
    DaysKpi {
        /// The mean; null when there is nothing to take it of.
        async fn value(&self) -> Option<Days> {
            days(self.0.figure.value)
        }

        /// The median: half took longer; null when there is nothing to take it of.
        async fn median(&self) -> Option<Days> {
            days(self.0.figure.median)
        }

        /// How many records the mean is taken of.
        async fn sample_size(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
    TargetKpi {
        /// The quotient; null when there is no target, when it is divided by 0 or less, or when an amount is unknown.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// What is divided; null when it is unknown (see `warnings`).
        async fn numerator(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.numerator, ctx)
        }

        /// What it is divided by; null when there is no target or an amount is unknown.
        async fn denominator(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.denominator, ctx)
        }

        /// Where the revenue stands with its target; null when there is no target or an amount is unknown.
        async fn status(&self) -> Option<Status> {
            self.0.figure.status
        }
    }
    AccuracyKpi {
        /// The quotient, by the weighted forecast of the day the period began; null until the period is over, when it
        /// brought nothing, and when an amount is unknown.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// What was forecast when the period began; null when it is unknown (see `warnings`).
        async fn forecast(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.numerator, ctx)
        }

        /// What the period brought; null until it is over and when it is unknown (see `warnings`).
        async fn actual(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.denominator, ctx)
        }

        /// The same by another method or for what was forecast later. Null only together with an error.
        async fn at(
            &self,
            ctx: &Context<'_>,
            #[graphql(desc = "The method; WEIGHTED when left out.")] method: Option<ForecastMethod>,
            #[graphql(desc = "How many days before the end of the period it was made, 0 to 1 000; at its start when left out.")]
            horizon_days: Option<i32>,
        ) -> Option<Result<ForecastAccuracy>> {
            Some(methods::accuracy(Request::of(ctx).ok()?, &self.0, method.unwrap_or_default(), horizon_days).await)
        }
    }
    AttainmentKpi {
        /// The share of the reps with a target who reach it; null when no rep has one.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// How many reach it.
        async fn at_target(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many reach four fifths of it, but not all.
        async fn near_target(&self) -> Option<Count> {
            count(self.0.part(0))
        }

        /// How many do not reach four fifths of it.
        async fn below_target(&self) -> Option<Count> {
            count(self.0.part(1))
        }

        /// How many have a target.
        async fn sample_size(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
    StageConversionKpi {
        /// Which share of the entries advanced; null when there were none.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// How many times a deal came into a stage, those it passed over included.
        async fn entries(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }

        /// How many times it went on to a later stage, was won, or passed over the stage.
        async fn advanced(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many times it was lost from there.
        async fn lost(&self) -> Option<Count> {
            count(self.0.part(0))
        }

        /// How many times it was closed from there without counting as a loss.
        async fn dropped(&self) -> Option<Count> {
            count(self.0.part(1))
        }

        /// How many times it went back to an earlier stage.
        async fn back(&self) -> Option<Count> {
            count(self.0.part(2))
        }

        /// How many times it is there to this day.
        async fn still_there(&self) -> Option<Count> {
            count(self.0.part(3))
        }
    }
    ReasonsKpi {
        /// How many deals were closed that way, whatever the reason.
        async fn value(&self) -> Option<Count> {
            count(self.0.figure.value)
        }

        /// What they come to; null when it is unknown (see `warnings`).
        async fn amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(0), ctx)
        }

        /// The reasons, the most frequent first; deals without one are a row too.
        /// Null only together with an error.
        async fn reasons(&self, ctx: &Context<'_>) -> Option<Result<Vec<ReasonShare>>> {
            if let Err(error) = self.0.expect_freely() {
                return Some(Err(error));
            }
            let Answer { question, view, .. } = &self.0;
            Some(breakdown::reasons(Request::of(ctx).ok()?, view, *question).await)
        }
    }
    WaterfallKpi {
        /// What the pipeline is worth at the end of the period, or now.
        /// Now while the period runs. Null when unknown (see `warnings`).
        async fn value(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.value, ctx)
        }

        /// What it was worth when the period began.
        async fn start(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(0), ctx)
        }

        /// What deals opened in the period were worth at the end of their first day.
        async fn created(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(1), ctx)
        }

        /// By how much amounts of open deals were raised.
        async fn increases(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(2), ctx)
        }

        /// By how much amounts of open deals were lowered.
        async fn decreases(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(3), ctx)
        }

        /// What deals that were won had been worth in the pipeline.
        /// Their revenue may be another.
        async fn won(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(4), ctx)
        }

        /// What deals that were lost had been worth in the pipeline.
        /// Those included whose reason does not count as a loss.
        async fn lost(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(5), ctx)
        }

        /// What went to another rep, or with its rep to another team.
        async fn moved_out(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(6), ctx)
        }

        /// What came from another rep, or with its rep from another team.
        /// The same as `movedOut` in the organization.
        async fn moved_in(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(7), ctx)
        }

        /// What the pipeline is worth in the end: the same as `value`.
        async fn end(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.value, ctx)
        }
    }
    LeadFunnelKpi {
        /// The share of the leads received that became customers: a deal of theirs was won. Null when none was received.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// How many became customers. A lead counts once, however many deals it brought.
        async fn numerator(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many were received.
        async fn denominator(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }

        /// How many were contacted; whoever skipped a step has passed it.
        async fn contacted(&self) -> Option<Count> {
            count(self.0.part(0))
        }

        /// How many were qualified, or went further.
        async fn qualified(&self) -> Option<Count> {
            count(self.0.part(1))
        }

        /// How many brought a deal.
        async fn with_deal(&self) -> Option<Count> {
            count(self.0.part(2))
        }

        /// How many were turned down.
        async fn disqualified(&self) -> Option<Count> {
            count(self.0.part(3))
        }

        /// How many brought only deals that were lost.
        async fn lost(&self) -> Option<Count> {
            count(self.0.part(4))
        }

        /// How many are not decided yet.
        async fn open(&self) -> Option<Count> {
            count(self.0.part(5))
        }

        /// The share that is not decided yet: while it is large, the rate will still grow. Null when none was received.
        async fn still_open(&self) -> Option<Ratio> {
            ratio(self.0.part(6))
        }

        /// How many different customers they became: several leads may be one customer.
        async fn customers(&self) -> Option<Count> {
            count(self.0.part(7))
        }

        /// The share that became a customer within 30 days, to compare young periods with old ones. Null when none was
        /// received.
        async fn within30_days(&self) -> Option<Ratio> {
            ratio(self.0.part(8))
        }

        /// The share that became a customer within 90 days. Null when none was received.
        async fn within90_days(&self) -> Option<Ratio> {
            ratio(self.0.part(9))
        }

        /// The median time from the receipt to the first deal won; null when none was won.
        async fn median_days(&self) -> Option<Days> {
            days(self.0.figure.median)
        }
    }
    DelayKpi {
        /// The mean in days; null when there is nothing to take it of.
        async fn value(&self) -> Option<Days> {
            days(self.0.figure.value)
        }

        /// The median in days: half took longer; null when there is nothing to take it of.
        async fn median(&self) -> Option<Days> {
            days(self.0.figure.median)
        }

        /// The mean in minutes; null when there is nothing to take it of.
        async fn minutes(&self) -> Option<f64> {
            minutes(self.0.figure.value)
        }

        /// The median in minutes; null when there is nothing to take it of.
        async fn median_minutes(&self) -> Option<f64> {
            minutes(self.0.figure.median)
        }

        /// How many records the mean is taken of.
        async fn sample_size(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
    OfferRateKpi {
        /// The share of the offers issued from which a contract was signed; null when none was issued.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// How many were signed.
        async fn numerator(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many were issued: all revisions are one offer.
        async fn denominator(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }

        /// The same by value: what was signed over what was offered last. Null when nothing was offered or an amount is
        /// unknown (see `warnings`).
        async fn value_rate(&self) -> Option<Ratio> {
            ratio(self.0.part(0))
        }

        /// What the offers come to, each as its last revision sent says; null when unknown (see `warnings`).
        async fn offered_amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(1), ctx)
        }

        /// What was signed from them; null when unknown (see `warnings`).
        async fn signed_amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(2), ctx)
        }

        /// How many are with the customer still, or being revised.
        async fn pending(&self) -> Option<Count> {
            count(self.0.part(3))
        }

        /// How many were turned down.
        async fn declined(&self) -> Option<Count> {
            count(self.0.part(4))
        }

        /// How many expired without an answer.
        async fn expired(&self) -> Option<Count> {
            count(self.0.part(5))
        }
    }
    ShareKpi {
        /// The share; null when there is nothing to take it of, or it is unknown (see `warnings`).
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }
    }
    ChurnKpi {
        /// The share of those active at the start; null when nobody was.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// How many were active at the start and are not at the end.
        async fn numerator(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many were active at the start.
        async fn denominator(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }

        /// The share of the mean of those active at the start and at the end; null when that is 0.
        async fn of_average(&self) -> Option<Ratio> {
            ratio(self.0.part(0))
        }

        /// The share of those active at the end; null when nobody is.
        async fn of_end(&self) -> Option<Ratio> {
            ratio(self.0.part(1))
        }

        /// How many are active at the end.
        async fn active_at_end(&self) -> Option<Count> {
            count(self.0.part(2))
        }
    }
    ForecastKpi {
        /// What the period should end with: won and weighted together; null when unknown (see `warnings`).
        async fn value(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.value, ctx)
        }

        /// What is won already.
        async fn won(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(0), ctx)
        }

        /// What is open and expected from today on, each amount times its chance.
        async fn weighted(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(1), ctx)
        }

        /// What is open and expected from today on, in full.
        async fn open_amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(2), ctx)
        }

        /// What is open and was expected before today, in full: not in the value.
        async fn overdue_amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(3), ctx)
        }

        /// What is open without an expected day, in full: not in the value.
        async fn undated_amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(4), ctx)
        }

        /// The same by every method, with the range that the weighted one may be expected in. Null only together with an
        /// error.
        async fn methods(&self, ctx: &Context<'_>) -> Option<Result<ForecastMethods>> {
            Some(methods::read(Request::of(ctx).ok()?, &self.0).await)
        }

        /// What was forecast at the end of each piece of the period, and before its first day: one point an end that lies
        /// in the past, and one for now while the period runs. Derived from the ledger, so that nothing needs to have been
        /// recorded for it. At most 100 points. Null only together with an error.
        async fn snapshots(
            &self,
            ctx: &Context<'_>,
            #[graphql(desc = "How long a piece is.")] by: Grain,
        ) -> Option<Result<Vec<ForecastSnapshot>>> {
            Some(methods::snapshots(Request::of(ctx).ok()?, &self.0, by).await)
        }

        /// How many deals are open and expected from today on.
        async fn open_deals(&self) -> Option<Count> {
            count(self.0.part(5))
        }
    }
    SurveyKpi {
        /// The share or mean, from 0 to 1; null when nobody answered.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// What is divided by the number of answers: the answers that count, or the sum of what each is worth.
        async fn numerator(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many answers it is taken of: the last of each customer to each survey in the period.
        async fn sample_size(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
    NpsKpi {
        /// The share of promoters less that of detractors, in points from −100 to 100; null when nobody answered.
        async fn value(&self) -> Option<f64> {
            match self.0.figure.value {
                Some(Value::Points(points)) => Some(points),
                _ => None,
            }
        }

        /// How many answered 9 or 10.
        async fn promoters(&self) -> Option<Count> {
            count(self.0.figure.parts.first().copied().flatten())
        }

        /// How many answered 7 or 8.
        async fn passives(&self) -> Option<Count> {
            count(self.0.figure.parts.get(1).copied().flatten())
        }

        /// How many answered 0 to 6.
        async fn detractors(&self) -> Option<Count> {
            count(self.0.figure.parts.get(2).copied().flatten())
        }

        /// How many answers it is taken of: the last of each customer to each survey in the period.
        async fn sample_size(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
}
