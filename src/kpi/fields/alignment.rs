//! The alignment of marketing and sales: no figure of its own, for one number would hide what it is made of.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};

use crate::{
    error::Result,
    kpi::{
        Asked, Kpi, MoneyKpi, MoneyRatioKpi, RatioKpi,
        fields::panel::{PanelExplanation, explained},
        insight::explain::Language,
    },
};

/// A panel: how well marketing and sales work together.
/// Several figures, deliberately without an overall score.
#[derive(Description)]
pub struct SalesMarketingAlignment(Arc<Asked>);

impl SalesMarketingAlignment {
    /// The panel of a subject and period.
    pub fn of(asked: &Arc<Asked>) -> Self {
        Self(Arc::clone(asked))
    }
}

const FIGURES: &[Kpi] = &[
    Kpi::LeadAcceptanceRate,
    Kpi::HandOverSlaCompliance,
    Kpi::LeadRejectionFeedbackRate,
    Kpi::MarketingSourcedRevenue,
    Kpi::MarketingSourcedRevenueShare,
];

const DEFINITION: [&str; 2] = [
    "Whether marketing hands over what sales can use, whether sales tells marketing what it cannot use, and what of \
     marketing's work becomes revenue. Leads are looked at from the period in which they were handed over, revenue in the \
     period in which it was booked.",
    "Si le marketing transmet ce que les ventes peuvent exploiter, si les ventes disent au marketing ce qu'elles refusent et \
     pourquoi, et ce qui devient du chiffre d'affaires. Les leads sont suivis depuis la période de leur transmission, le \
     chiffre d'affaires est celui de la période.",
];

#[Object(use_type_description)]
impl SalesMarketingAlignment {
    /// Which share of the leads handed over sales accepted. Null only together with an error.
    async fn lead_acceptance_rate(&self, ctx: &Context<'_>) -> Option<Result<RatioKpi>> {
        Some(self.0.answer(ctx, Kpi::LeadAcceptanceRate).await.map(RatioKpi::of))
    }

    /// Which share of them sales contacted in time. Null only together with an error.
    async fn hand_over_sla_compliance(&self, ctx: &Context<'_>) -> Option<Result<RatioKpi>> {
        Some(self.0.answer(ctx, Kpi::HandOverSlaCompliance).await.map(RatioKpi::of))
    }

    /// Which share of the rejections sales explained. Null only together with an error.
    async fn lead_rejection_feedback_rate(&self, ctx: &Context<'_>) -> Option<Result<RatioKpi>> {
        Some(self.0.answer(ctx, Kpi::LeadRejectionFeedbackRate).await.map(RatioKpi::of))
    }

    /// The revenue that came from campaigns of marketing's. Null only together with an error.
    async fn marketing_sourced_revenue(&self, ctx: &Context<'_>) -> Option<Result<MoneyKpi>> {
        Some(self.0.answer(ctx, Kpi::MarketingSourcedRevenue).await.map(MoneyKpi::of))
    }

    /// Its share of all revenue. Null only together with an error.
    async fn marketing_sourced_revenue_share(&self, ctx: &Context<'_>) -> Option<Result<MoneyRatioKpi>> {
        Some(self.0.answer(ctx, Kpi::MarketingSourcedRevenueShare).await.map(MoneyRatioKpi::of))
    }

    /// What the panel means, and how each of its figures comes about: show it beside them. Null only together with an
    /// error.
    async fn explain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; English when left out.")] language: Option<Language>,
    ) -> Option<Result<PanelExplanation>> {
        Some(explained(ctx, &self.0, FIGURES, language, DEFINITION).await)
    }
}
