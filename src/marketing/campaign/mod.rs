//! Campaigns: what the company undertakes so that leads come in, and what it may cost.

mod mutation;
mod origin;
mod query;

pub use mutation::CampaignMutation;
pub use origin::Origin;
pub use query::CampaignQuery;

use async_graphql::{Context, Description, ID, Object};
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

/// A marketing or sales campaign that brings in leads.
#[derive(Description)]
pub struct Campaign(pub campaign::Model);

impl From<campaign::Model> for Campaign {
    fn from(model: campaign::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Campaign {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Campaign, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The marketing lever or channel, as in `Trade fairs`; null when not given.
    async fn lever(&self) -> Option<&str> {
        self.0.lever.as_deref()
    }

    /// Whether its leads and deals count as marketing-sourced.
    /// It cannot change after creation.
    async fn is_marketing(&self) -> bool {
        self.0.is_marketing
    }

    /// The source of its leads, deals and expenses; null when it has none.
    /// It cannot change after creation.
    async fn lead_source(&self) -> Option<&str> {
        self.0.lead_source.as_deref()
    }

    /// The first day; null when not given.
    async fn starts_on(&self) -> Option<Date> {
        self.0.starts_on.map(Date)
    }

    /// The first day after the campaign; null when it has no end.
    async fn ends_on(&self) -> Option<Date> {
        self.0.ends_on.map(Date)
    }

    /// The planned cost, net of tax; null when none was planned.
    /// The KPI `salesCost` gives the actual cost.
    async fn budget(&self) -> Option<Money> {
        Some(Money::new(self.0.budget?, self.0.currency.as_deref()?))
    }

    /// The organization's KPIs for what this campaign brought or cost.
    /// FORBIDDEN when you may not read the organization's figures.
    async fn kpis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The period.")] period: PeriodInput,
        #[graphql(desc = "What to compare each figure to, in its `change`.")] compare_to: Option<Comparison>,
        #[graphql(desc = "Whom events are credited to (default: EVENT).")] lens: Option<Lens>,
        #[graphql(desc = "The instant whose knowledge counts (default: now).")] as_of: Option<DateTime>,
    ) -> Option<Result<BatchedFigures>> {
        let campaign = id::encode(Kind::Campaign, self.0.id);
        let filter = Some(FilterInput { campaign: Some(campaign), ..FilterInput::default() });
        Some(kpi::kpis_of(ctx, Subject::Organization, period, compare_to, ViewArguments { lens, as_of, filter }).await)
    }

    /// What was spent on it that you may see, latest first.
    async fn expenses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Expense>>> {
        Some(expense::query::of_parent(ctx, expenses::Column::CampaignId, self.0.id, first, after).await)
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
