//! Forecasts by every method, as answers show them: now, in the past, and under hypotheses.

use std::sync::Arc;

use async_graphql::{Enum, SimpleObject};
use chrono::{DateTime as Instant, Days, Utc};
use futures_util::future::try_join_all;

use crate::{
    access::{Reach, Subject},
    error::{Error, Result},
    graphql::{
        Count, DateTime, Money, Ratio,
        period::{Grain, Period},
        request::Request,
        scalars::float,
    },
    kpi::{
        Forecast, InputKey, Question, Sums,
        catalog::formulas::forecast::{self, excess, nearness},
        engine::{
            evaluate::{Parts, compute, compute_if},
            fact_query::Group,
            view::View,
        },
        fields::answer::Answer,
        suppression::contributor_counts,
    },
    ledger::Dimension,
};

/// How a forecast is made.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForecastMethod {
    /// What is won, and each open amount times its chance.
    #[default]
    Weighted,
    /// What is won, and the open deals that will come.
    Commit,
    /// The same and the open deals that come if things go well.
    BestCase,
    /// The same and the open deals that may come.
    Pipeline,
    /// What the reps said.
    Submitted,
    /// What is won by working day elapsed, over all working days.
    RunRate,
    /// What the same period brought a year earlier, times the growth of the year since.
    Historical,
}

/// A category of the open deals of a forecast.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(name = "ForecastCategoryKey")]
pub enum Category {
    /// What is won.
    Closed,
    /// Open deals that will come.
    Commit,
    /// Open deals that come if things go well.
    BestCase,
    /// Open deals that may come.
    Pipeline,
    /// Open deals that are left out.
    Omitted,
}

/// What a category holds, of the deals won in the period or expected in it from today on.
#[derive(SimpleObject, Clone)]
pub struct ForecastCategoryFigure {
    /// The category.
    pub category: Category,
    /// How many deals.
    pub deals: Count,
    /// What they are worth; null when an exchange rate is missing.
    pub amount: Option<Money>,
    /// The same with all that is surer: what is won, then COMMIT, BEST_CASE, PIPELINE. Null for OMITTED, and when an
    /// exchange rate is missing.
    pub cumulative: Option<Money>,
}

/// What a period should bring, by every method. Each amount includes what is won; null when it cannot be said.
#[derive(SimpleObject, Clone)]
pub struct ForecastMethods {
    /// What is won already; null when an exchange rate is missing.
    pub won: Option<Money>,
    /// Method WEIGHTED: what is won, and each open amount times its chance. Null when an exchange rate is missing.
    pub weighted: Option<Money>,
    /// By category, the surest first.
    pub categories: Vec<ForecastCategoryFigure>,
    /// Method SUBMITTED: what the reps said last, summed up over those who did. Null when none did.
    pub submitted: Option<Money>,
    /// How many reps said something.
    pub submitters: Count,
    /// The same with what managers made of it: of the team as a whole where they said so, else of each rep. Null when no
    /// manager said anything, and for reps.
    pub adjusted: Option<Money>,
    /// Method RUN_RATE: what is won by working day elapsed, over all working days. Null before the first working day.
    pub run_rate: Option<Money>,
    /// Method HISTORICAL: what the same period brought a year earlier, times what the twelve months before the period (or
    /// up to today, where it is yet to begin) brought over the twelve months before those. Null without such a past.
    pub historical: Option<Money>,
    /// The range that the weighted forecast may be expected in, two times out of three.
    pub range: Option<ForecastRange>,
    /// What is open and was expected before today, in full: in no method. Null when an exchange rate is missing.
    pub overdue: Option<Money>,
    /// What is open without an expected day, in full: in no method.
    pub undated: Option<Money>,
    /// Deals won.
    pub won_deals: Count,
    /// Deals open and expected from today on.
    pub open_deals: Count,
    /// Method WEIGHTED in volume: deals won, and each open one by its chance.
    pub weighted_deals: Count,
}

/// One standard deviation around the weighted forecast: the deals are taken as independent, each won or lost as a whole.
#[derive(SimpleObject, Clone)]
pub struct ForecastRange {
    /// The lower end: never less than what is won.
    pub low: Money,
    /// The upper end: never more than what is won and open.
    pub high: Money,
    /// σ: the root of the sum of a²p(1 − p), of each open amount a and chance p.
    pub deviation: Money,
}

/// What was forecast at an instant, derived from what was known then.
#[derive(SimpleObject)]
pub struct ForecastSnapshot {
    /// The instant.
    pub as_of: DateTime,
    /// What was forecast; `historical` is null, ask `methods` as of the instant for it.
    pub methods: ForecastMethods,
}

/// How good a forecast was.
#[derive(SimpleObject)]
pub struct ForecastAccuracy {
    /// When it was made: what was known then counts.
    pub as_of: DateTime,
    /// What was forecast; null when it could not be said.
    pub forecast: Option<Money>,
    /// What the period brought; null until it is over, and when an exchange rate is missing.
    pub actual: Option<Money>,
    /// 1 − |forecast − actual| / actual; null when either is or nothing came.
    pub accuracy: Option<Ratio>,
    /// (forecast − actual) / actual; null as `accuracy` is.
    pub bias: Option<Ratio>,
    /// The weighted absolute percentage error over reps: how far each rep's weighted forecast was off, summed up, over
    /// what came. 0 is exact; what is too high here and too low there does not cancel out. Null unless the method is
    /// WEIGHTED, and as `accuracy` is.
    pub wape: Option<Ratio>,
}

impl ForecastMethods {
    fn new(forecast: &Forecast, request: &Request) -> Self {
        let currency = &request.organization.currency;
        let money = |minor: Option<i64>| minor.map(|minor| Money::new(minor, currency));
        let [commit, best_case, pipeline, omitted] = forecast.categories;
        let [closed, to_commit, to_best_case, to_pipeline] = cumulative(forecast);
        let figures = [
            (Category::Closed, (forecast.won, forecast.won_deals), closed),
            (Category::Commit, commit, to_commit),
            (Category::BestCase, best_case, to_best_case),
            (Category::Pipeline, pipeline, to_pipeline),
            (Category::Omitted, omitted, None),
        ];
        let range = || {
            let (weighted, deviation, won, open) =
                (forecast.weighted?, forecast.deviation?, forecast.won?, forecast.open?);
            Some(ForecastRange {
                low: Money::new((weighted - deviation).max(won), currency),
                high: Money::new((weighted + deviation).min(won + open), currency),
                deviation: Money::new(deviation, currency),
            })
        };
        // What a manager makes of a figure is not for those whose figure it is.
        let sees_adjustments = !matches!(request.viewer.reach(), Reach::Own(_));
        Self {
            won: money(forecast.won),
            weighted: money(forecast.weighted),
            categories: figures
                .into_iter()
                .map(|(category, (amount, deals), cumulative)| ForecastCategoryFigure {
                    category,
                    deals: Count(deals),
                    amount: money(amount),
                    cumulative: money(cumulative),
                })
                .collect(),
            submitted: money(forecast.submitted),
            submitters: Count(forecast.submitters),
            adjusted: money(forecast.adjusted).filter(|_| sees_adjustments),
            run_rate: money(forecast.run_rate),
            historical: money(forecast.historical),
            range: range(),
            overdue: money(forecast.overdue),
            undated: money(forecast.undated),
            won_deals: Count(forecast.won_deals),
            open_deals: Count(forecast.open_deals),
            weighted_deals: Count(forecast.weighted_deals),
        }
    }
}

/// What is won; with what will come; with what may well come; with what may come.
fn cumulative(forecast: &Forecast) -> [Option<i64>; 4] {
    let mut sum = forecast.won;
    let [commit, best_case, pipeline, _] = forecast.categories.map(|(amount, _)| amount);
    let mut next = |more: Option<i64>| {
        sum = sum.zip(more).map(|(sum, more)| sum + more);
        sum
    };
    let won = next(Some(0));
    [won, next(commit), next(best_case), next(pipeline)]
}

impl ForecastMethod {
    fn of(self, forecast: &Forecast) -> Option<i64> {
        let [_, commit, best_case, pipeline] = cumulative(forecast);
        match self {
            Self::Weighted => forecast.weighted,
            Self::Commit => commit,
            Self::BestCase => best_case,
            Self::Pipeline => pipeline,
            Self::Submitted => forecast.submitted,
            Self::RunRate => forecast.run_rate,
            Self::Historical => forecast.historical,
        }
    }
}

/// What the period of an answer should bring, by every method.
pub(in crate::kpi) async fn read(request: &Request, answer: &Answer) -> Result<ForecastMethods> {
    answer.expect_freely()?;
    let asked = (answer.question.subject, answer.question.period);
    let forecast =
        compute(Sums::of(request), &answer.view, asked, &forecast::inputs(true), |m| forecast::forecast(m, true))
            .await?;
    Ok(ForecastMethods::new(&forecast, request))
}

/// What a period of a subject should bring, if the viewer may read the subject's figures.
pub async fn expected(request: &Request, subject: Subject, period: Period) -> Result<ForecastMethods> {
    if contributor_counts::veil(request, subject)?.is_some() {
        return Err(contributor_counts::too_fine());
    }
    let view = Arc::new(View::default());
    let forecast =
        compute(Sums::of(request), &view, (subject, period), &forecast::inputs(true), |m| forecast::forecast(m, true))
            .await?;
    Ok(ForecastMethods::new(&forecast, request))
}

/// The same when some measures summed to more: `more` says by how much. Whether the viewer may ask is the caller's to
/// check.
pub async fn hypothetical(
    request: &Request,
    subject: Subject,
    period: Period,
    more: impl Fn(&InputKey) -> i64,
) -> Result<ForecastMethods> {
    let forecast = compute_if(
        Sums::of(request),
        (subject, period),
        &forecast::inputs(true),
        |m| forecast::forecast(m, true),
        more,
    )
    .await?;
    Ok(ForecastMethods::new(&forecast, request))
}

/// The longest list of snapshots.
const LONGEST: usize = 100;

/// What was forecast before the first day, and at the end of each piece of the period up to now.
pub(in crate::kpi) async fn snapshots(request: &Request, answer: &Answer, by: Grain) -> Result<Vec<ForecastSnapshot>> {
    answer.expect_freely()?;
    let Answer { question, view, .. } = answer;
    let now = view.as_of.unwrap_or(request.now);
    let book = &Sums::of(request).loader().ground.book;
    let ends = request.calendar().split(question.period, by)?.into_iter().map(|piece| book.midnight(piece.to));
    let mut instants: Vec<Instant<Utc>> = std::iter::once(book.midnight(question.period.from)).chain(ends).collect();
    let is_running = instants.last().is_some_and(|last| now < *last);
    instants.retain(|instant| *instant <= now);
    if is_running && !instants.contains(&now) {
        instants.push(now);
    }
    if instants.len() > LONGEST {
        return Err(Error::bad_input("A forecast has at most 100 snapshots; choose a coarser grain."));
    }
    let asked = (question.subject, question.period);
    let forecasts = instants.iter().map(|instant| {
        let view = Arc::new(View { as_of: Some(*instant), ..View::clone(view) });
        async move {
            compute(Sums::of(request), &view, asked, &forecast::inputs(false), |m| forecast::forecast(m, false)).await
        }
    });
    let forecasts = try_join_all(forecasts).await?;
    let shown = instants.iter().zip(&forecasts);
    Ok(shown
        .map(|(instant, forecast)| ForecastSnapshot {
            as_of: DateTime(*instant),
            methods: ForecastMethods::new(forecast, request),
        })
        .collect())
}

/// How good the forecast of an answer's period was, made so many days before its end.
pub(in crate::kpi) async fn accuracy(
    request: &Request,
    answer: &Answer,
    method: ForecastMethod,
    horizon_days: Option<i32>,
) -> Result<ForecastAccuracy> {
    answer.expect_freely()?;
    let Answer { question, view, figure, .. } = answer;
    let Question { subject, period, .. } = *question;
    let day = match horizon_days {
        None => period.from,
        Some(days) => u64::try_from(days)
            .ok()
            .filter(|days| *days <= 1_000)
            .and_then(|days| period.to.checked_sub_days(Days::new(days)))
            .ok_or_else(|| Error::bad_input("`horizonDays` must be from 0 to 1 000."))?,
    };
    let sums = Sums::of(request);
    let midnight = sums.loader().ground.book.midnight(day);
    let as_of = view.as_of.map_or(midnight, |as_of| as_of.min(midnight));
    let then = Arc::new(View { as_of: Some(as_of), ..View::clone(view) });
    let is_past = as_of <= request.now;
    let forecast =
        compute(sums, &then, (subject, period), &forecast::inputs(true), |m| forecast::forecast(m, true)).await?;
    let forecast = method.of(&forecast).filter(|_| is_past);
    let actual = match figure.denominator {
        Some(crate::kpi::Value::Money(actual)) => Some(actual),
        _ => None,
    };
    let wape = match actual {
        Some(actual) if method == ForecastMethod::Weighted && is_past => {
            wape(request, question, view, &then, actual).await?
        }
        _ => None,
    };
    let money = |minor: Option<i64>| minor.map(|minor| Money::new(minor, &request.organization.currency));
    let both = forecast.zip(actual);
    Ok(ForecastAccuracy {
        as_of: DateTime(as_of),
        forecast: money(forecast),
        actual: money(actual),
        accuracy: both.and_then(|(forecast, actual)| nearness(forecast, actual)).map(Ratio),
        bias: both.and_then(|(forecast, actual)| excess(forecast, actual)).map(Ratio),
        wape: wape.map(Ratio),
    })
}

/// How far each rep's weighted forecast was off, summed up, over what came.
async fn wape(
    request: &Request,
    question: &Question,
    view: &Arc<View>,
    then: &Arc<View>,
    actual: i64,
) -> Result<Option<f64>> {
    let sums = Sums::of(request);
    let by = Group::Dimension(Dimension::Rep);
    let forecast = Question { kpi: crate::kpi::Kpi::Forecast, ..*question };
    let revenue = Question { kpi: crate::kpi::Kpi::Revenue, ..*question };
    let (forecasts, came) = futures_util::try_join!(
        Parts::read(sums, then, forecast, by, None),
        Parts::read(sums, view, revenue, by, None)
    )?;
    let mut off = 0.0;
    let keys: std::collections::BTreeSet<_> = forecasts.keys().into_iter().chain(came.keys()).collect();
    for key in keys {
        let number = |figure: crate::kpi::Figure| figure.value.map(crate::kpi::Value::number);
        let (Some(forecast), Some(came)) = (number(forecasts.figure([key])?), number(came.figure([key])?)) else {
            return Ok(None);
        };
        off += (forecast - came).abs();
    }
    Ok((actual != 0).then(|| off / float(actual)))
}
