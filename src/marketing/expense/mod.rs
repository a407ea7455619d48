//! Expenses: what selling costs, who bears it, and among whom it is shared.
//!
//! A shared cost is divided once, when it is recorded, by what is known then: the working days or the revenue of its month.
//! The shares are kept with it. So no cost is divided twice, the parts always sum to it, and neither a later win nor a
//! later move changes what somebody bore; whoever wants that divides it anew (`expenseAllocate`).

mod facts;
mod key;
mod mutation;
pub mod query;
mod source;
mod state;

pub use key::{Share, Stay, by_presence};
pub use mutation::ExpenseMutation;
pub use query::ExpenseQuery;
pub use source::Expenses;
pub use state::ExpenseState;

use async_graphql::{Context, Description, Enum, ID, Object};
use entity::{Kind, campaign, expense, expense_share, rep, team};
use uuid::Uuid;

use crate::{
    error::Result,
    graphql::{Date, DateTime, Money, id, plain::Plainly, request::Request},
    marketing::campaign::Campaign,
    organization::{rep::Rep, team::Team},
};

/// The category of an expense.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "expense::Category")]
pub enum ExpenseCategory {
    /// Fixed pay, with employer contributions.
    Salary,
    /// Commissions and bonuses, with employer contributions.
    /// A cost when incurred, not again when paid.
    Variable,
    /// Travel and hospitality.
    Travel,
    /// Software, telephones, cars.
    Tools,
    /// Media, fairs, agencies.
    Marketing,
    /// Training.
    Training,
    /// Anything else.
    Other,
}

/// The key by which an expense is shared among reps.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "expense::Allocation", name = "ExpenseAllocation")]
pub enum AllocationKey {
    /// By each rep's working days (Monday to Friday) in the month of the expense.
    HeadcountDays,
    /// By each rep's booked revenue in that month, as known at allocation.
    Revenue,
    /// Equal parts among the reps present on the day it was incurred.
    Equal,
}

/// Who bears an expense.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpenseBearer {
    /// One rep alone.
    Rep,
    /// A team and those below it, shared among their reps.
    Team,
    /// A campaign, shared among all reps.
    Campaign,
    /// The organization, shared among all reps.
    Organization,
}

/// A cost of selling.
#[derive(Description)]
pub struct Expense(pub expense::Model);

impl From<expense::Model> for Expense {
    fn from(model: expense::Model) -> Self {
        Self(model)
    }
}

/// The share of an expense that a rep bears.
#[derive(Description)]
pub struct ExpenseShare {
    rep: Uuid,
    team: Option<Uuid>,
    amount: Money,
}

#[Object(use_type_description)]
impl ExpenseShare {
    /// The rep; null when you may not see them.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(Some(self.rep)).await.transpose()
    }

    /// The rep's team then; null when there was none or you may not see it.
    async fn team(&self, ctx: &Context<'_>) -> Option<Result<Team>> {
        Request::of(ctx).ok()?.loaders.maybe::<team::Entity, _>(self.team).await.transpose()
    }

    /// The rep's share; the shares sum to the amount of the expense.
    async fn amount(&self) -> Money {
        self.amount.clone()
    }
}

#[Object(use_type_description)]
impl Expense {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Expense, self.0.id)
    }

    /// The category.
    async fn category(&self) -> ExpenseCategory {
        self.0.category.into()
    }

    /// The description; null when not given.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// The amount, net of tax.
    async fn amount(&self) -> Money {
        Money::new(self.0.amount, &self.0.currency)
    }

    /// The day it is a cost of; figures use this day and its exchange rate.
    async fn incurred_on(&self) -> Date {
        Date(self.0.incurred_on)
    }

    /// The day it was paid; null while unpaid or unknown.
    async fn paid_on(&self) -> Option<Date> {
        self.0.paid_on.map(Date)
    }

    /// Who bears it.
    async fn bearer(&self) -> ExpenseBearer {
        match (self.0.rep_id, self.0.team_id, self.0.campaign_id) {
            (Some(_), _, _) => ExpenseBearer::Rep,
            (None, Some(_), _) => ExpenseBearer::Team,
            (None, None, Some(_)) => ExpenseBearer::Campaign,
            (None, None, None) => ExpenseBearer::Organization,
        }
    }

    /// The rep who bears it alone.
    /// Null when it is shared or you may not see the rep.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.rep_id).await.transpose()
    }

    /// The team that bears it; null when there is none or you may not see it.
    async fn team(&self, ctx: &Context<'_>) -> Option<Result<Team>> {
        Request::of(ctx).ok()?.loaders.maybe::<team::Entity, _>(self.0.team_id).await.transpose()
    }

    /// The campaign it was spent on; null when there is none or it was deleted.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        Request::of(ctx).ok()?.loaders.maybe::<campaign::Entity, _>(self.0.campaign_id).await.transpose()
    }

    /// The lead source it was spent on, for its return; null when none.
    async fn lead_source(&self) -> Option<&str> {
        self.0.lead_source.as_deref()
    }

    /// The allocation key; null when a rep bears it alone.
    async fn allocation(&self) -> Option<AllocationKey> {
        self.0.rep_id.is_none().then(|| self.0.allocation.into())
    }

    /// What each rep bears of it, as decided when it was last allocated.
    ///
    /// Empty when a rep bears it alone, and when there was nobody or no revenue to share it by. Then it counts for its
    /// team or the organization only.
    async fn shares(&self, ctx: &Context<'_>) -> Option<Result<Vec<ExpenseShare>>> {
        Some(self.read_shares(ctx).await)
    }

    /// The external system it comes from; null for records created here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its id in `sourceSystem`; null for records created here.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The version; send it with an update to detect concurrent changes.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was created here.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

impl Expense {
    async fn read_shares(&self, ctx: &Context<'_>) -> Result<Vec<ExpenseShare>> {
        let loaders = &Request::of(ctx)?.loaders;
        let (expense, id) = (expense_share::Column::ExpenseId, expense_share::Column::Id);
        let rows = loaders.every::<expense_share::Entity>(expense, self.0.id, id).await?;
        let shares: Vec<Share> = rows.iter().map(Share::from).collect();
        let parts = key::parts(self.0.amount, &shares);
        let told = |(share, part): (Share, i64)| ExpenseShare {
            rep: share.rep,
            team: share.team,
            amount: Money::new(part, &self.0.currency),
        };
        Ok(shares.into_iter().zip(parts).map(told).collect())
    }
}
