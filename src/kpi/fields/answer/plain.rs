//! Answers of one figure: money, numbers, quotients, durations.

use std::sync::Arc;

use async_graphql::{Context, MergedObject, Object};

use crate::{
    error::Result,
    graphql::{Count, Days, Money, Ratio, period::ResolvedPeriod, request::Request},
    kpi::{
        Kpi, KpiDefinition,
        fields::answer::{
            Amount, Answer,
            amount::{count, days, minutes, money, ratio},
            shared::Shared,
        },
    },
};

answers! {
    /// Any KPI, for dashboards whose users choose: `definition` says what it is and in which unit.
    KpiFigure of OfAny {
        /// Which KPI it is.
        async fn key(&self) -> Kpi {
            self.0.question.kpi
        }

        /// Its line of the catalogue: labels, description, formula, unit, direction, dimensions.
        async fn definition(&self, ctx: &Context<'_>) -> Option<Result<KpiDefinition>> {
            Some(Request::of(ctx).map(|request| KpiDefinition::of(self.0.question.kpi, request.today)))
        }

        /// The period as it was resolved, in the organization's days.
        async fn period(&self) -> ResolvedPeriod {
            self.0.question.period.into()
        }

        /// The value; null when there is none or it is unknown (see `warnings`).
        async fn value(&self, ctx: &Context<'_>) -> Option<Amount> {
            self.0.amount(ctx, self.0.figure.value)
        }

        /// What is divided; null in KPIs that do not divide.
        async fn numerator(&self, ctx: &Context<'_>) -> Option<Amount> {
            self.0.amount(ctx, self.0.figure.numerator)
        }

        /// What it is divided by; null in KPIs that do not divide.
        async fn denominator(&self, ctx: &Context<'_>) -> Option<Amount> {
            self.0.amount(ctx, self.0.figure.denominator)
        }

        /// The median, in KPIs that have one; null when there is nothing to take it of.
        async fn median(&self, ctx: &Context<'_>) -> Option<Amount> {
            self.0.amount(ctx, self.0.figure.median)
        }
    }
    /// A KPI that is an amount of money.
    MoneyKpi of OfMoney {
        /// The amount; null when it is unknown (see `warnings`) or there is none.
        async fn value(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.value, ctx)
        }
    }
    /// A KPI that is a number of things.
    CountKpi of OfCount {
        /// The number.
        async fn value(&self) -> Option<Count> {
            count(self.0.figure.value)
        }
    }
    /// A KPI that is money divided by a number of things.
    QuotientKpi of OfQuotient {
        /// The amount; null when it is divided by 0 or unknown (see `warnings`).
        async fn value(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.value, ctx)
        }

        /// What is divided; null when it is unknown (see `warnings`).
        async fn numerator(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.numerator, ctx)
        }

        /// What it is divided by.
        async fn denominator(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
    /// A KPI that is a number divided by another: a share, or so many a day as `unit` says.
    RatioKpi of OfRatio {
        /// The quotient; null when it is divided by 0.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// What is divided.
        async fn numerator(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// What it is divided by.
        async fn denominator(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
    /// A KPI that is money divided by money.
    MoneyRatioKpi of OfMoneyRatio {
        /// The quotient, in the `unit` of the KPI; null when it is divided by 0 or unknown (see `warnings`).
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// What is divided; null when it is unknown (see `warnings`).
        async fn numerator(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.numerator, ctx)
        }

        /// What it is divided by; null when it is unknown (see `warnings`).
        async fn denominator(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.denominator, ctx)
        }
    }
    /// A KPI that is a share of itself, not of a number that it is divided by.
    ShareKpi of OfShare {
        /// The share; null when there is nothing to take it of, or it is unknown (see `warnings`).
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }
    }
    /// A KPI that is a number of days.
    DaysKpi of OfDays {
        /// The mean; null when there is nothing to take it of.
        async fn value(&self) -> Option<Days> {
            days(self.0.figure.value)
        }

        /// The median: half took longer; null when there is nothing to take it of.
        async fn median(&self) -> Option<Days> {
            days(self.0.figure.median)
        }

        /// How many records the mean is taken of.
        async fn sample_size(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
    /// How long one waited, in days and in minutes.
    DelayKpi of OfDelay {
        /// The mean in days; null when there is nothing to take it of.
        async fn value(&self) -> Option<Days> {
            days(self.0.figure.value)
        }

        /// The median in days: half took longer; null when there is nothing to take it of.
        async fn median(&self) -> Option<Days> {
            days(self.0.figure.median)
        }

        /// The mean in minutes; null when there is nothing to take it of.
        async fn minutes(&self) -> Option<f64> {
            minutes(self.0.figure.value)
        }

        /// The median in minutes; null when there is nothing to take it of.
        async fn median_minutes(&self) -> Option<f64> {
            minutes(self.0.figure.median)
        }

        /// How many records the mean is taken of.
        async fn sample_size(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
}
