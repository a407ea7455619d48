//! Campaigns: what the company undertakes so that leads come in, and what it may cost.

mod mutation;
mod origin;
mod query;

pub use mutation::CampaignMutation;
pub use origin::Origin;
pub use query::CampaignQuery;

use async_graphql::{Context, ID, Object};
use entity::{Kind, campaign, expense as expenses};

use crate::{
    access::Subject,
    error::Result,
    graphql::{
        Date, DateTime, Money, Page, id,
        period::{Comparison, PeriodInput},
    },
    kpi::{self, BatchedFigures, FilterInput, Lens, ViewArguments},
    marketing::expense::{self, Expense},
};

/// A campaign: what the company undertakes so that leads come in.
pub struct Campaign(pub campaign::Model);

impl From<campaign::Model> for Campaign {
    fn from(model: campaign::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl Campaign {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Campaign, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The lever that it pulls or the channel that it goes through, as in `Trade fairs`; null when none was named.
    async fn lever(&self) -> Option<&str> {
        self.0.lever.as_deref()
    }

    /// Whether marketing runs it: what it brings is marketing-sourced. Fixed when it is made.
    async fn is_marketing(&self) -> bool {
        self.0.is_marketing
    }

    /// The source that its leads, deals and expenses carry; null when it stands for none. Fixed when it is made.
    async fn lead_source(&self) -> Option<&str> {
        self.0.lead_source.as_deref()
    }

    /// The first day; null when none was entered.
    async fn starts_on(&self) -> Option<Date> {
        self.0.starts_on.map(Date)
    }

    /// The first day after the last; null while without end.
    async fn ends_on(&self) -> Option<Date> {
        self.0.ends_on.map(Date)
    }

    /// What it may cost, net of tax; null when nothing was planned. What it did cost is in the KPI `salesCost`.
    async fn budget(&self) -> Option<Money> {
        Some(Money::new(self.0.budget?, self.0.currency.as_deref()?))
    }

    /// The KPIs of everybody over a period, of what came from the campaign or was spent on it only.
    /// Null with the error FORBIDDEN when the figures of everybody are not yours to read.
    async fn kpis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When.")] period: PeriodInput,
        #[graphql(desc = "What the figures are compared to, as `change` of each.")] compare_to: Option<Comparison>,
        #[graphql(desc = "By whom events count; EVENT when left out.")] lens: Option<Lens>,
        #[graphql(desc = "What was known at this instant; all that is known now when left out.")] as_of: Option<
            DateTime,
        >,
    ) -> Option<Result<BatchedFigures>> {
        let campaign = id::encode(Kind::Campaign, self.0.id);
        let filter = Some(FilterInput { campaign: Some(campaign), ..FilterInput::default() });
        Some(kpi::kpis_of(ctx, Subject::Organization, period, compare_to, ViewArguments { lens, as_of, filter }).await)
    }

    /// What was spent on it, as far as you may see it, the last incurred first. Null only together with an error.
    async fn expenses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Expense>>> {
        Some(expense::query::of_parent(ctx, expenses::Column::CampaignId, self.0.id, first, after).await)
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
