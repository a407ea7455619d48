//! The typed fields of the KPIs, from the entries of the catalogue: `kpis { revenue { … } winRate { … } }`.

use std::sync::Arc;

use async_graphql::{Context, MergedObject, Object};
use futures_util::future::BoxFuture;

use crate::{
    access::Subject,
    error::Result,
    graphql::{
        DateTime,
        period::{Comparison, Period, ResolvedPeriod},
        request::Request,
    },
    kpi::{
        Kpi, Lens, View,
        fields::{
            alignment::SalesMarketingAlignment,
            answer::{
                AccuracyKpi, AgeingKpi, Answer, AttainmentKpi, ChurnKpi, CountKpi, DaysKpi, DelayKpi, ForecastKpi,
                KeyInformationKpi, LeadFunnelKpi, LeadQualityKpi, MoneyKpi, MoneyRatioKpi, NpsKpi, OfferRateKpi,
                ProspectQualificationKpi, QuotientKpi, RatioKpi, ReasonsKpi, ShareKpi, StageConversionKpi, SurveyKpi,
                TargetKpi, WaterfallKpi, grains,
            },
            efficiency::ProcessEfficiency,
        },
    },
};

/// What is asked when the KPIs of a subject are.
pub struct Asked {
    /// Whose.
    pub subject: Subject,
    /// When.
    pub period: Period,
    /// What it is compared to.
    pub compare_to: Option<Comparison>,
    /// Which facts they are made of.
    pub view: Arc<View>,
}

impl Asked {
    /// The answer of one KPI. Boxed: every field awaits it, and each would keep room for it.
    pub fn answer<'a>(&'a self, ctx: &'a Context<'_>, kpi: Kpi) -> BoxFuture<'a, Result<Answer>> {
        Box::pin(async move { Answer::one(Request::of(ctx)?, self, kpi, &grains(ctx)).await })
    }
}

/// How the figures were asked for, and the panels made of them.
pub struct Frame(pub Arc<Asked>);

#[Object]
impl Frame {
    /// The period as it was resolved, in the organization's days.
    async fn period(&self) -> ResolvedPeriod {
        self.0.period.into()
    }

    /// The instant whose knowledge the figures go by; null when they go by what is known now.
    async fn as_of(&self) -> Option<DateTime> {
        self.0.view.as_of.map(DateTime)
    }

    /// Whom events count for.
    async fn lens(&self) -> Lens {
        self.0.view.lens
    }

    /// How well marketing and sales work together, with what each figure of it means.
    async fn sales_marketing_alignment(&self) -> SalesMarketingAlignment {
        SalesMarketingAlignment::of(&self.0)
    }

    /// How well the ways of selling work, with what each figure of it means.
    async fn process_efficiency(&self) -> ProcessEfficiency {
        ProcessEfficiency::of(&self.0)
    }
}

/// The typed fields. A theme is an object of its own: one of all fields would take minutes to compile, and more stack than
/// threads have.
macro_rules! type_fields {
    ($(
        $(#[doc = $about:literal])+
        $theme:ident {$(
            $(#[doc = $doc:literal])+
            $name:ident $field:ident: $type:ident { $($entry:tt)+ }
        )+}
    )+) => {
        /// The KPIs of a subject over a period. A field is null, with an error that says why, when you may not read it.
        #[derive(MergedObject)]
        pub struct Kpis(Frame, $(themes::$theme),+);

        impl Kpis {
            /// The KPIs asked for.
            pub fn of(asked: &Arc<Asked>) -> Self {
                Self(Frame(Arc::clone(asked)), $(themes::$theme(Arc::clone(asked))),+)
            }
        }

        mod themes {
            use super::*;

            $(
                pub struct $theme(pub Arc<Asked>);

                #[Object]
                impl $theme {
                    $($(#[doc = $doc])+
                    async fn $field(&self, ctx: &Context<'_>) -> Option<Result<$type>> {
                        Some(self.0.answer(ctx, Kpi::$name).await.map($type::of))
                    })+
                }
            )+
        }
    };
}

every_theme!(type_fields);
