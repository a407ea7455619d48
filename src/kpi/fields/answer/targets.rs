//! Answers about what is expected, and what it is held against.

use std::sync::Arc;

use async_graphql::{Context, MergedObject, Object};

use crate::{
    error::Result,
    graphql::{Count, Money, Ratio, period::Grain, request::Request},
    kpi::{
        Status,
        engine::methods::{self, ForecastAccuracy, ForecastMethod, ForecastMethods, ForecastSnapshot},
        fields::answer::{
            Answer,
            amount::{count, money, ratio},
            shared::Shared,
        },
    },
};

answers! {
    /// What the period should bring.
    ForecastKpi of OfForecast {
        /// What the period should end with: won and weighted together; null when unknown (see `warnings`).
        async fn value(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.value, ctx)
        }

        /// What is won already.
        async fn won(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(0), ctx)
        }

        /// What is open and expected from today on, each amount times its chance.
        async fn weighted(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(1), ctx)
        }

        /// What is open and expected from today on, in full.
        async fn open_amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(2), ctx)
        }

        /// What is open and was expected before today, in full: not in the value.
        async fn overdue_amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(3), ctx)
        }

        /// What is open without an expected day, in full: not in the value.
        async fn undated_amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(4), ctx)
        }

        /// The same by every method, with the range that the weighted one may be expected in. Null only together with an
        /// error.
        async fn methods(&self, ctx: &Context<'_>) -> Option<Result<ForecastMethods>> {
            Some(methods::read(Request::of(ctx).ok()?, &self.0).await)
        }

        /// What was forecast at the end of each piece of the period, and before its first day: one point an end that lies
        /// in the past, and one for now while the period runs. Derived from the ledger, so that nothing needs to have been
        /// recorded for it. At most 100 points. Null only together with an error.
        async fn snapshots(
            &self,
            ctx: &Context<'_>,
            #[graphql(desc = "How long a piece is.")] by: Grain,
        ) -> Option<Result<Vec<ForecastSnapshot>>> {
            Some(methods::snapshots(Request::of(ctx).ok()?, &self.0, by).await)
        }

        /// How many deals are open and expected from today on.
        async fn open_deals(&self) -> Option<Count> {
            count(self.0.part(5))
        }
    }
    /// A KPI that is money held against a target.
    TargetKpi of OfTarget {
        /// The quotient; null when there is no target, when it is divided by 0 or less, or when an amount is unknown.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// What is divided; null when it is unknown (see `warnings`).
        async fn numerator(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.numerator, ctx)
        }

        /// What it is divided by; null when there is no target or an amount is unknown.
        async fn denominator(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.denominator, ctx)
        }

        /// Where the revenue stands with its target; null when there is no target or an amount is unknown.
        async fn status(&self) -> Option<Status> {
            self.0.figure.status
        }
    }
    /// How many reps stand where with their targets.
    AttainmentKpi of OfAttainment {
        /// The share of the reps with a target who reach it; null when no rep has one.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// How many reach it.
        async fn at_target(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many reach four fifths of it, but not all.
        async fn near_target(&self) -> Option<Count> {
            count(self.0.part(0))
        }

        /// How many do not reach four fifths of it.
        async fn below_target(&self) -> Option<Count> {
            count(self.0.part(1))
        }

        /// How many have a target.
        async fn sample_size(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
    /// How good forecasts were.
    AccuracyKpi of OfAccuracy {
        /// The quotient, by the weighted forecast of the day the period began; null until the period is over, when it
        /// brought nothing, and when an amount is unknown.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// What was forecast when the period began; null when it is unknown (see `warnings`).
        async fn forecast(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.numerator, ctx)
        }

        /// What the period brought; null until it is over and when it is unknown (see `warnings`).
        async fn actual(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.denominator, ctx)
        }

        /// The same by another method or for what was forecast later. Null only together with an error.
        async fn at(
            &self,
            ctx: &Context<'_>,
            #[graphql(desc = "The method; WEIGHTED when left out.")] method: Option<ForecastMethod>,
            #[graphql(desc = "How many days before the end of the period it was made, 0 to 1 000; at its start when left out.")]
            horizon_days: Option<i32>,
        ) -> Option<Result<ForecastAccuracy>> {
            Some(methods::accuracy(Request::of(ctx).ok()?, &self.0, method.unwrap_or_default(), horizon_days).await)
        }
    }
}
