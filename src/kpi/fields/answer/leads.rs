//! Answers about the way of leads and offers.

use std::sync::Arc;

use async_graphql::{Context, MergedObject, Object};

use crate::{
    graphql::{Count, Days, Money, Ratio},
    kpi::fields::answer::{
        Answer,
        amount::{count, days, money, ratio},
        shared::Shared,
    },
};

answers! {
    /// How many leads of a period became customers, and where the others are.
    LeadFunnelKpi of OfLeadFunnel {
        /// The share of the leads received that became customers: a deal of theirs was won. Null when none was received.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// How many became customers. A lead counts once, however many deals it brought.
        async fn numerator(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many were received.
        async fn denominator(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }

        /// How many were contacted; whoever skipped a step has passed it.
        async fn contacted(&self) -> Option<Count> {
            count(self.0.part(0))
        }

        /// How many were qualified, or went further.
        async fn qualified(&self) -> Option<Count> {
            count(self.0.part(1))
        }

        /// How many brought a deal.
        async fn with_deal(&self) -> Option<Count> {
            count(self.0.part(2))
        }

        /// How many were turned down.
        async fn disqualified(&self) -> Option<Count> {
            count(self.0.part(3))
        }

        /// How many brought only deals that were lost.
        async fn lost(&self) -> Option<Count> {
            count(self.0.part(4))
        }

        /// How many are not decided yet.
        async fn open(&self) -> Option<Count> {
            count(self.0.part(5))
        }

        /// The share that is not decided yet: while it is large, the rate will still grow. Null when none was received.
        async fn still_open(&self) -> Option<Ratio> {
            ratio(self.0.part(6))
        }

        /// How many different customers they became: several leads may be one customer.
        async fn customers(&self) -> Option<Count> {
            count(self.0.part(7))
        }

        /// The share that became a customer within 30 days, to compare young periods with old ones. Null when none was
        /// received.
        async fn within30_days(&self) -> Option<Ratio> {
            ratio(self.0.part(8))
        }

        /// The share that became a customer within 90 days. Null when none was received.
        async fn within90_days(&self) -> Option<Ratio> {
            ratio(self.0.part(9))
        }

        /// The median time from the receipt to the first deal won; null when none was won.
        async fn median_days(&self) -> Option<Days> {
            days(self.0.figure.median)
        }
    }
    /// How many offers of a period were signed, and what became of the others.
    OfferRateKpi of OfOfferRate {
        /// The share of the offers issued from which a contract was signed; null when none was issued.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// How many were signed.
        async fn numerator(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many were issued: all revisions are one offer.
        async fn denominator(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }

        /// The same by value: what was signed over what was offered last. Null when nothing was offered or an amount is
        /// unknown (see `warnings`).
        async fn value_rate(&self) -> Option<Ratio> {
            ratio(self.0.part(0))
        }

        /// What the offers come to, each as its last revision sent says; null when unknown (see `warnings`).
        async fn offered_amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(1), ctx)
        }

        /// What was signed from them; null when unknown (see `warnings`).
        async fn signed_amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(2), ctx)
        }

        /// How many are with the customer still, or being revised.
        async fn pending(&self) -> Option<Count> {
            count(self.0.part(3))
        }

        /// How many were turned down.
        async fn declined(&self) -> Option<Count> {
            count(self.0.part(4))
        }

        /// How many expired without an answer.
        async fn expired(&self) -> Option<Count> {
            count(self.0.part(5))
        }
    }
}
