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

use async_graphql::{Context, Enum, ID, Object};
use entity::{Kind, campaign, expense, expense_share, rep, team};
use uuid::Uuid;

use crate::{
    error::Result,
    graphql::{Date, DateTime, Money, id, plain::Plainly, request::Request},
    marketing::campaign::Campaign,
    organization::{rep::Rep, team::Team},
};

/// What an expense was for.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "expense::Category")]
pub enum ExpenseCategory {
    /// Fixed pay, with its charges.
    Salary,
    /// Commissions and bonuses, with their charges. Pay is a cost once: when it is incurred, not again when it is paid.
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

/// By which key an expense that no rep bears alone is shared among reps.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "expense::Allocation", name = "ExpenseAllocation")]
pub enum AllocationKey {
    /// By the working days, Monday to Friday, that each was there in the month in which it was incurred.
    HeadcountDays,
    /// By the revenue that each booked in that month, as known when it was recorded or last allocated.
    Revenue,
    /// In equal parts among those who were there on the day on which it was incurred.
    Equal,
}

/// Who bears an expense.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpenseBearer {
    /// A rep, alone.
    Rep,
    /// A team and all below it: it is shared among their reps.
    Team,
    /// A campaign: it is shared among all reps.
    Campaign,
    /// The organization: it is shared among all reps.
    Organization,
}

/// An expense: a cost of selling.
pub struct Expense(pub expense::Model);

impl From<expense::Model> for Expense {
    fn from(model: expense::Model) -> Self {
        Self(model)
    }
}

/// What a rep bears of a shared expense.
pub struct ExpenseShare {
    rep: Uuid,
    team: Option<Uuid>,
    amount: Money,
}

#[Object]
impl ExpenseShare {
    /// The rep; null when you may not see them.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(Some(self.rep)).await.transpose()
    }

    /// The team that the rep bears it in; null when the rep was in none, or you may not see it.
    async fn team(&self, ctx: &Context<'_>) -> Option<Result<Team>> {
        Request::of(ctx).ok()?.loaders.maybe::<team::Entity, _>(self.team).await.transpose()
    }

    /// The rep's part. All parts sum to the amount of the expense.
    async fn amount(&self) -> Money {
        self.amount.clone()
    }
}

#[Object]
impl Expense {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Expense, self.0.id)
    }

    /// What it was for.
    async fn category(&self) -> ExpenseCategory {
        self.0.category.into()
    }

    /// What it was for, in words; null when none were given.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// What it cost, net of tax.
    async fn amount(&self) -> Money {
        Money::new(self.0.amount, &self.0.currency)
    }

    /// The day that it is a cost of: figures count it then, at the exchange rate of that day.
    async fn incurred_on(&self) -> Date {
        Date(self.0.incurred_on)
    }

    /// The day on which it was paid; null while unpaid or unknown.
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

    /// The rep who bears it alone; null when it is shared, or you may not see the rep.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.rep_id).await.transpose()
    }

    /// The team that bears it; null when none does, or you may not see the team.
    async fn team(&self, ctx: &Context<'_>) -> Option<Result<Team>> {
        Request::of(ctx).ok()?.loaders.maybe::<team::Entity, _>(self.0.team_id).await.transpose()
    }

    /// The campaign that it was spent on; null when it was spent on none, or that was deleted since.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        Request::of(ctx).ok()?.loaders.maybe::<campaign::Entity, _>(self.0.campaign_id).await.transpose()
    }

    /// The lead source that it was spent on, for the return on it; null when it was spent on none.
    async fn lead_source(&self) -> Option<&str> {
        self.0.lead_source.as_deref()
    }

    /// By which key it is shared among reps; null when a rep bears it alone.
    async fn allocation(&self) -> Option<AllocationKey> {
        self.0.rep_id.is_none().then(|| self.0.allocation.into())
    }

    /// What each rep bears of it, as decided when it was recorded or last allocated. Null only together with an error.
    ///
    /// Empty when a rep bears it alone, and when nobody was there or booked anything to share it by: then it counts for
    /// its team or the organization only.
    async fn shares(&self, ctx: &Context<'_>) -> Option<Result<Vec<ExpenseShare>>> {
        Some(self.read_shares(ctx).await)
    }

    /// The system that it was imported from or written by; null for records made here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its identifier in `sourceSystem`; null for records made here.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The version: send it with an update to be refused when somebody else was faster.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was made here.
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
