//! What if: the forecast under hypotheses on deals. Nothing is written: the facts that the deals would state take the
//! place of those that they do.

use std::collections::{HashMap, HashSet};

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{Kind, deal, rep, team};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    access::Subject,
    error::{Error, Result},
    graphql::{
        Date, MoneyInput, Ratio, id, input,
        period::{PeriodInput, ResolvedPeriod},
        request::Request,
    },
    kpi::{self, ForecastMethods, InputKey},
    ledger::{self, Key, Net, PostingContext, States},
    sales::deal::{DealState, Snapshot},
};

/// The most hypotheses at once.
const MOST: usize = 100;

/// How an open deal would close.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForecastOutcome {
    /// It is won on its expected close date, or today if that has passed.
    Win,
    /// It is lost.
    Lose,
}

/// A hypothesis about an open deal; all given values apply together.
#[derive(InputObject)]
pub struct ForecastHypothesisInput {
    /// An open deal you may see; each deal in one hypothesis only.
    pub deal: ID,
    /// The outcome (default: it stays open).
    pub outcome: Option<ForecastOutcome>,
    /// The win probability, from 0 to 1.
    pub probability: Option<Ratio>,
    /// The value.
    pub amount: Option<MoneyInput>,
    /// The expected close date.
    pub expected_close_on: Option<Date>,
}

/// The forecast of a period, as things are and under hypotheses.
#[derive(SimpleObject)]
pub struct ForecastWhatIf {
    /// The resolved period.
    pub period: ResolvedPeriod,
    /// The forecast as things are.
    pub actual: ForecastMethods,
    /// The forecast under the hypotheses.
    /// Submissions and adjustments stay as they are.
    pub hypothetical: ForecastMethods,
}

/// Forecasting under hypotheses.
#[derive(Default)]
pub struct ForecastWhatIfQuery;

#[Object]
impl ForecastWhatIfQuery {
    /// The forecast of a period if some open deals were different.
    /// Nothing is written. FORBIDDEN when you may not read the figures, NOT_FOUND when you may not see a deal.
    async fn forecast_what_if(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rep (default: the organization).")] rep: Option<ID>,
        #[graphql(desc = "The team, with all below it; mutually exclusive with `rep`.")] team: Option<ID>,
        #[graphql(desc = "The period.")] period: PeriodInput,
        #[graphql(desc = "The hypotheses, at most 100.")] hypotheses: Vec<ForecastHypothesisInput>,
    ) -> Option<Result<ForecastWhatIf>> {
        Some(what_if(ctx, rep, team, period, hypotheses).await)
    }
}

async fn what_if(
    ctx: &Context<'_>,
    rep: Option<ID>,
    team: Option<ID>,
    period: PeriodInput,
    hypotheses: Vec<ForecastHypothesisInput>,
) -> Result<ForecastWhatIf> {
    let request = Request::signed_in(ctx)?;
    let subject = match (rep, team) {
        (Some(_), Some(_)) => return Err(Error::bad_input("Name a rep or a team, not both.")),
        (Some(rep), None) => {
            let rep = id::parse(Kind::Rep, &rep, &["rep"])?;
            request.loaders.one::<rep::Entity>(rep).await?.ok_or_else(Error::not_found)?;
            Subject::Rep(rep)
        }
        (None, Some(team)) => {
            let team = id::parse(Kind::Team, &team, &["team"])?;
            request.loaders.one::<team::Entity>(team).await?.ok_or_else(Error::not_found)?;
            Subject::Team(team)
        }
        (None, None) => Subject::Organization,
    };
    if hypotheses.len() > MOST {
        return Err(Error::bad_input("Give at most 100 hypotheses."));
    }
    let period = request.calendar().resolve(period, request.today)?;
    let actual = kpi::expected(request, subject, period).await?;
    let difference = difference(request, &hypotheses).await?;
    let teams: HashSet<Uuid> = match subject {
        Subject::Team(team) => request.viewer.tree().subtree([team]).into_iter().collect(),
        Subject::Organization | Subject::Rep(_) => HashSet::new(),
    };
    let concerns = |key: &Key| match subject {
        Subject::Organization => true,
        Subject::Rep(rep) => key.rep == Some(rep),
        Subject::Team(_) => key.team.is_some_and(|team| teams.contains(&team)),
    };
    let more = |cell: &InputKey| match cell {
        InputKey::Sum(_, measure, span) => difference
            .iter()
            .filter(|(key, _)| key.measure == *measure && concerns(key))
            .filter(|(key, _)| span.from.is_none_or(|from| from <= key.day) && key.day < span.to)
            .map(|(_, value)| *value)
            .sum::<i64>(),
        _ => 0,
    };
    let hypothetical = kpi::hypothetical(request, subject, period, more).await?;
    Ok(ForecastWhatIf { period: period.into(), actual, hypothetical })
}

/// By how much the hypotheses change what the deals state.
async fn difference(request: &Request, hypotheses: &[ForecastHypothesisInput]) -> Result<Net> {
    let mut wanted: HashMap<Uuid, &ForecastHypothesisInput> = HashMap::new();
    for hypothesis in hypotheses {
        let deal = id::parse(Kind::Deal, &hypothesis.deal, &["hypotheses", "deal"])?;
        if wanted.insert(deal, hypothesis).is_some() {
            return Err(Error::bad_input("Name each deal in one hypothesis only."));
        }
    }
    if wanted.is_empty() {
        return Ok(Net::new());
    }
    let db = &request.line;
    let visible = request.viewer.find::<deal::Entity>().filter(deal::Column::Id.is_in(wanted.keys().copied()));
    let deals = visible.all(db).await?;
    if deals.len() < wanted.len() {
        return Err(Error::not_found());
    }
    let mut states = Vec::with_capacity(deals.len());
    for before in DealState::load(db, deals).await? {
        let Some(hypothesis) = wanted.get(&before.deal.id) else { continue };
        let after = supposed(&before, hypothesis, request)?;
        states.push((before, after));
    }
    let both = || states.iter().flat_map(|(before, after)| [before, after]);
    let reps = both().flat_map(States::reps).collect();
    let currencies = both().flat_map(States::currencies).map(str::to_owned).collect();
    let context = PostingContext::open(db, &request.organization, reps, currencies).await?;
    let mut difference = Net::new();
    for (before, after) in &states {
        let before = ledger::net(before.facts(&context));
        for (key, value) in ledger::restatement(before, ledger::net(after.facts(&context))) {
            *difference.entry(key).or_default() += value;
        }
    }
    Ok(difference)
}

/// A deal as a hypothesis has it.
fn supposed(before: &DealState, hypothesis: &ForecastHypothesisInput, request: &Request) -> Result<DealState> {
    if before.deal.status != deal::Status::Open {
        return Err(Error::bad_input(format!("\"{}\" is closed: only open deals can be otherwise.", before.deal.name)));
    }
    let mut after = before.clone();
    let mut outlook = before.outlook();
    if let Some(amount) = &hypothesis.amount {
        let (amount, currency) = amount.minor(&request.organization.currency, &["hypotheses", "amount"])?;
        after.deal.amount = Some(amount);
        after.deal.currency = currency;
    }
    if let Some(probability) = hypothesis.probability {
        outlook.probability_bp = input::basis_points(probability.0, &["hypotheses", "probability"])?;
    }
    if let Some(day) = hypothesis.expected_close_on {
        after.deal.expected_close_on = Some(day.0);
    }
    let now = before.next_instant(request.now);
    if let Some(outcome) = hypothesis.outcome {
        after.deal.status = match outcome {
            ForecastOutcome::Win => deal::Status::Won,
            ForecastOutcome::Lose => deal::Status::Lost,
        };
        after.deal.closed_at = Some(closing(&after, request, now, outcome)?);
        after.counts_as_loss = true;
    }
    after.history.push(Snapshot::of(&after.deal, outlook, now));
    Ok(after)
}

/// When a deal would close.
fn closing(deal: &DealState, request: &Request, now: DateTime<Utc>, outcome: ForecastOutcome) -> Result<DateTime<Utc>> {
    let ahead = deal.deal.expected_close_on.filter(|day| outcome == ForecastOutcome::Win && *day > request.today);
    Ok(match ahead {
        Some(day) => PostingContext::new(&request.organization)?.midnight(day),
        None => now,
    })
}
