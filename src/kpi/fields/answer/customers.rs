//! Answers about customers: who left, and how satisfied they are.

use std::sync::Arc;

use async_graphql::{MergedObject, Object};

use crate::{
    graphql::{Count, Ratio},
    kpi::{
        Value,
        fields::answer::{
            Answer,
            amount::{count, ratio},
            shared::Shared,
        },
    },
};

answers! {
    /// How many customers are lost, as a share of three denominators.
    ChurnKpi of OfChurn {
        /// The share of those active at the start; null when nobody was.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// How many were active at the start and are not at the end.
        async fn numerator(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many were active at the start.
        async fn denominator(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }

        /// The share of the mean of those active at the start and at the end; null when that is 0.
        async fn of_average(&self) -> Option<Ratio> {
            ratio(self.0.part(0))
        }

        /// The share of those active at the end; null when nobody is.
        async fn of_end(&self) -> Option<Ratio> {
            ratio(self.0.part(1))
        }

        /// How many are active at the end.
        async fn active_at_end(&self) -> Option<Count> {
            count(self.0.part(2))
        }
    }
    /// A KPI that is a share or mean of what customers answered.
    SurveyKpi of OfSurvey {
        /// The share or mean, from 0 to 1; null when nobody answered.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// What is divided by the number of answers: the answers that count, or the sum of what each is worth.
        async fn numerator(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many answers it is taken of: the last of each customer to each survey in the period.
        async fn sample_size(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
    /// The net promoter score.
    NpsKpi of OfNps {
        /// The share of promoters less that of detractors, in points from −100 to 100; null when nobody answered.
        async fn value(&self) -> Option<f64> {
            match self.0.figure.value {
                Some(Value::Points(points)) => Some(points),
                _ => None,
            }
        }

        /// How many answered 9 or 10.
        async fn promoters(&self) -> Option<Count> {
            count(self.0.part(0))
        }

        /// How many answered 7 or 8.
        async fn passives(&self) -> Option<Count> {
            count(self.0.part(1))
        }

        /// How many answered 0 to 6.
        async fn detractors(&self) -> Option<Count> {
            count(self.0.part(2))
        }

        /// How many answers it is taken of: the last of each customer to each survey in the period.
        async fn sample_size(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }
    }
}
