//! The efficiency of the ways of selling: no figure of its own, for one number would hide what it is made of.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};

use crate::{
    error::Result,
    kpi::{
        Asked, DaysKpi, DelayKpi, Kpi, MoneyKpi, RatioKpi, StageConversionKpi,
        fields::panel::{PanelExplanation, explained},
        insight::explain::Language,
    },
};

/// A panel: how efficient the sales process is.
/// Several figures, deliberately without an overall score.
#[derive(Description)]
pub struct ProcessEfficiency(Arc<Asked>);

impl ProcessEfficiency {
    /// The panel of a subject and period.
    pub fn of(asked: &Arc<Asked>) -> Self {
        Self(Arc::clone(asked))
    }
}

const FIGURES: &[Kpi] = &[
    Kpi::StageConversion,
    Kpi::TimeInStage,
    Kpi::SpeedToLead,
    Kpi::NextStepCoverage,
    Kpi::ActivitiesPerWin,
    Kpi::SalesVelocity,
];

const DEFINITION: [&str; 2] = [
    "How well the ways of selling work: whether deals go on from stage to stage and how long that takes, how soon leads are \
     answered, whether open deals have a next step, what work a win takes, and what all of it brings a day. The figures look \
     at different records on different days: none of them is the reason for another.",
    "L'efficacité des process commerciaux : si les affaires avancent d'étape en étape et en combien de temps, à quelle vitesse \
     les leads sont contactés, si les affaires en cours ont une prochaine étape, ce qu'une vente demande d'activité et ce que \
     le tout rapporte par jour. Ces chiffres portent sur des faits et des jours différents : aucun n'explique l'autre.",
];

#[Object(use_type_description)]
impl ProcessEfficiency {
    /// Which share of the entries of deals into a stage led on from it. Null only together with an error.
    async fn stage_conversion(&self, ctx: &Context<'_>) -> Option<Result<StageConversionKpi>> {
        Some(self.0.answer(ctx, Kpi::StageConversion).await.map(StageConversionKpi::of))
    }

    /// How long deals stayed in a stage that they left in the period. Null only together with an error.
    async fn time_in_stage(&self, ctx: &Context<'_>) -> Option<Result<DaysKpi>> {
        Some(self.0.answer(ctx, Kpi::TimeInStage).await.map(DaysKpi::of))
    }

    /// How long the leads received waited until we first tried to reach them. Null only together with an error.
    async fn speed_to_lead(&self, ctx: &Context<'_>) -> Option<Result<DelayKpi>> {
        Some(self.0.answer(ctx, Kpi::SpeedToLead).await.map(DelayKpi::of))
    }

    /// Which share of the open deals has a next step ahead. Null only together with an error.
    async fn next_step_coverage(&self, ctx: &Context<'_>) -> Option<Result<RatioKpi>> {
        Some(self.0.answer(ctx, Kpi::NextStepCoverage).await.map(RatioKpi::of))
    }

    /// How many interactions there were about each deal won. Null only together with an error.
    async fn activities_per_win(&self, ctx: &Context<'_>) -> Option<Result<RatioKpi>> {
        Some(self.0.answer(ctx, Kpi::ActivitiesPerWin).await.map(RatioKpi::of))
    }

    /// What the open deals bring a day at the present pace. Null only together with an error.
    async fn sales_velocity(&self, ctx: &Context<'_>) -> Option<Result<MoneyKpi>> {
        Some(self.0.answer(ctx, Kpi::SalesVelocity).await.map(MoneyKpi::of))
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
