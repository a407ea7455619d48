//! A deal with its credits and its history, which its facts depend on.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::{deal, deal_credit, deal_history, outcome_reason, stage, stage::ForecastCategory};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::{error::Result, ledger::money, mutation::Act};

/// A deal, its shares and its past.
#[derive(Clone, Debug)]
pub struct DealState {
    /// The row.
    pub deal: deal::Model,
    /// Who is credited with how many basis points; empty means the owner with all.
    pub credits: Vec<(Uuid, i32)>,
    /// What it looked like, oldest first.
    pub history: Vec<Snapshot>,
    /// Whether losing it counts as a loss, which its reason decides.
    pub counts_as_loss: bool,
}

/// What a deal looked like from an instant on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Since when.
    pub from_at: DateTime<Utc>,
    /// The stage.
    pub stage: Uuid,
    /// The owner.
    pub owner: Option<Uuid>,
    /// The amount in minor units.
    pub amount: Option<i64>,
    /// The currency of the amount.
    pub currency: String,
    /// The chance of winning in basis points.
    pub probability_bp: i32,
    /// How sure it was thought to be.
    pub category: ForecastCategory,
    /// When it was expected to close.
    pub expected_close_on: Option<NaiveDate>,
    /// Open, won or lost.
    pub status: deal::Status,
    /// How it came to its stage.
    pub route: Route,
}

/// How a deal came to a stage, as the stages were in order then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// Whether it came back from a later stage.
    pub is_back: bool,
    /// The stages it passed over.
    pub passed: Vec<Uuid>,
}

impl Route {
    /// The way from a stage to another, or to the end of the pipeline; `stages` in order.
    pub fn between(stages: &[Uuid], from: Uuid, to: Option<Uuid>) -> Self {
        let place = |wanted: Uuid| stages.iter().position(|stage| *stage == wanted);
        let end = to.map_or(Some(stages.len()), place);
        let Some((from, to)) = place(from).zip(end) else { return Self::default() };
        let between = stages.iter().take(to).skip(from + 1);
        Self { is_back: to < from, passed: between.copied().collect() }
    }
}

/// What is thought of a deal: by itself where it says so, by its stage otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// The chance of winning in basis points.
    pub probability_bp: i32,
    /// How sure it is.
    pub category: ForecastCategory,
}

impl Outlook {
    /// What is thought of a deal in a stage.
    pub fn of(deal: &deal::Model, stage: &stage::Model) -> Self {
        Self {
            probability_bp: deal.probability_bp.unwrap_or(stage.probability_bp),
            category: deal.forecast_category.unwrap_or(stage.forecast_category),
        }
    }
}

impl Snapshot {
    /// What a deal looks like from an instant on, given what is thought of it.
    pub fn of(deal: &deal::Model, outlook: Outlook, from_at: DateTime<Utc>) -> Self {
        let Outlook { probability_bp, category } = outlook;
        Self {
            from_at,
            stage: deal.stage_id,
            owner: deal.owner_id,
            amount: deal.amount,
            currency: deal.currency.clone(),
            probability_bp,
            category,
            expected_close_on: deal.expected_close_on,
            status: deal.status,
            route: Route::default(),
        }
    }

    /// Whether figures tell two snapshots apart; the way here is no part of what it looks like.
    pub fn looks_like(&self, other: &Self) -> bool {
        Self { from_at: other.from_at, route: other.route.clone(), ..self.clone() } == *other
    }

    /// The row of a snapshot.
    pub fn row(&self, deal: Uuid) -> deal_history::ActiveModel {
        deal_history::ActiveModel {
            id: Set(Act::new_id()),
            deal_id: Set(deal),
            from_at: Set(self.from_at),
            stage_id: Set(self.stage),
            owner_id: Set(self.owner),
            amount: Set(self.amount),
            currency: Set(self.currency.clone()),
            probability_bp: Set(self.probability_bp),
            forecast_category: Set(self.category),
            expected_close_on: Set(self.expected_close_on),
            status: Set(self.status),
            is_back: Set(self.route.is_back),
            passed: Set((!self.route.passed.is_empty()).then(|| {
                let ids: Vec<String> = self.route.passed.iter().map(ToString::to_string).collect();
                ids.join(",")
            })),
        }
    }
}

impl From<deal_history::Model> for Snapshot {
    fn from(row: deal_history::Model) -> Self {
        Self {
            from_at: row.from_at,
            stage: row.stage_id,
            owner: row.owner_id,
            amount: row.amount,
            currency: row.currency,
            probability_bp: row.probability_bp,
            category: row.forecast_category,
            expected_close_on: row.expected_close_on,
            status: row.status,
            route: Route {
                is_back: row.is_back,
                passed: row.passed.iter().flat_map(|ids| ids.split(',')).filter_map(|id| id.parse().ok()).collect(),
            },
        }
    }
}

impl DealState {
    /// Who is credited, with how many basis points: the owner with all unless it was split. Nobody is `None`.
    pub fn shares(&self) -> Vec<(Option<Uuid>, i64)> {
        if self.credits.is_empty() {
            return vec![(self.deal.owner_id, money::WHOLE)];
        }
        self.credits.iter().map(|(rep, share)| (Some(*rep), i64::from(*share))).collect()
    }

    /// What was thought of it last.
    pub fn outlook(&self) -> Outlook {
        self.history.last().map_or_else(Outlook::default, |last| Outlook {
            probability_bp: last.probability_bp,
            category: last.category,
        })
    }

    /// When a change made now begins to hold: after the last one, even if that was made by a request that came later.
    pub fn next_instant(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let after = |last: &Snapshot| last.from_at.checked_add_signed(TimeDelta::microseconds(1));
        self.history.last().and_then(after).map_or(now, |after| now.max(after))
    }

    /// Reads the states of some deals, in the order given: three statements, however many deals.
    #[expect(
        clippy::disallowed_methods,
        reason = "the deals were found through the viewer's door, or are posted for all"
    )]
    pub async fn load(db: &impl ConnectionTrait, deals: Vec<deal::Model>) -> Result<Vec<Self>> {
        let ids: Vec<Uuid> = deals.iter().map(|deal| deal.id).collect();
        let credits = deal_credit::Entity::find()
            .filter(deal_credit::Column::DealId.is_in(ids.iter().copied()))
            .order_by_asc(deal_credit::Column::Id)
            .all(db)
            .await?;
        let history = deal_history::Entity::find()
            .filter(deal_history::Column::DealId.is_in(ids))
            .order_by_asc(deal_history::Column::FromAt)
            .order_by_asc(deal_history::Column::Id)
            .all(db)
            .await?;
        let reasons: Vec<Uuid> =
            deals.iter().filter(|deal| deal.status == deal::Status::Lost).filter_map(|deal| deal.reason_id).collect();
        let harmless: Vec<Uuid> = if reasons.is_empty() {
            Vec::new()
        } else {
            outcome_reason::Entity::find()
                .filter(outcome_reason::Column::Id.is_in(reasons))
                .filter(outcome_reason::Column::CountsAsLoss.eq(false))
                .all(db)
                .await?
                .into_iter()
                .map(|reason| reason.id)
                .collect()
        };
        let mut states: Vec<Self> = deals
            .into_iter()
            .map(|deal| {
                let counts_as_loss = !deal.reason_id.is_some_and(|reason| harmless.contains(&reason));
                Self { deal, credits: Vec::new(), history: Vec::new(), counts_as_loss }
            })
            .collect();
        let places: std::collections::HashMap<Uuid, usize> =
            states.iter().enumerate().map(|(place, state)| (state.deal.id, place)).collect();
        for row in credits {
            if let Some(state) = places.get(&row.deal_id).and_then(|place| states.get_mut(*place)) {
                state.credits.push((row.rep_id, row.share_bp));
            }
        }
        for row in history {
            if let Some(state) = places.get(&row.deal_id).and_then(|place| states.get_mut(*place)) {
                state.history.push(row.into());
            }
        }
        Ok(states)
    }
}
