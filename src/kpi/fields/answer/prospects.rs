//! Answers about the file of prospects: how well it is qualified, what is known of it, how good its leads are.

use std::sync::Arc;

use async_graphql::{Context, Enum, MergedObject, Object, SimpleObject};

use crate::{
    error::Result,
    graphql::{Count, Ratio, request::Request, scalars::float},
    kpi::{
        Kpi, Question, Sums, Value,
        engine::{evaluate::Parts, fact_query::Group, view::Key},
        fields::answer::{
            Answer,
            amount::{count, ratio},
            shared::Shared,
        },
    },
    ledger::Dimension as By,
};

/// A kind of key fact, and how many prospects it is known of.
#[derive(SimpleObject, Clone, Debug)]
pub struct KeyInformationShare {
    /// The name of the kind, as `KeyFactKind` has it.
    pub kind: String,
    /// How many prospects it is known of.
    pub filled: Count,
    /// Their share in all prospects; null when there is none.
    pub share: Option<Ratio>,
}

/// A part of the scores from 0 to 1.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreBand {
    /// From 0 to below 0.25.
    FirstQuarter,
    /// From 0.25 to below 0.5.
    SecondQuarter,
    /// From 0.5 to below 0.75.
    ThirdQuarter,
    /// From 0.75 to 1.
    LastQuarter,
}

/// How many prospects score within a band.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct ScoreBandCount {
    /// The band.
    pub band: ScoreBand,
    /// How many prospects score within it.
    pub prospects: Count,
}

/// How many prospects each kind of key fact is known of.
async fn by_kind(request: &Request, answer: &Answer) -> Result<Vec<KeyInformationShare>> {
    answer.expect_freely()?;
    let question = Question { kpi: Kpi::KeyFactsFilled, ..answer.question };
    let by = Group::Dimension(By::Kind);
    let parts = Parts::read(Sums::of(request), &answer.view, question, by, None).await?;
    let prospects = match answer.part(0) {
        Some(Value::Count(prospects)) => prospects,
        _ => 0,
    };
    let kinds = <entity::key_fact::Kind as sea_orm::Iterable>::iter();
    let shares = kinds.map(|kind| {
        let kind = kind.name();
        let filled = match parts.figure([&Key::Text(kind.clone())])?.value {
            Some(Value::Count(filled)) => filled,
            _ => 0,
        };
        let share = (prospects != 0).then(|| Ratio(float(filled) / float(prospects)));
        Ok(KeyInformationShare { kind, filled: Count(filled), share })
    });
    shares.collect()
}

answers! {
    /// How well the file of prospects is qualified by the organization's criteria.
    ProspectQualificationKpi of OfProspectQualification {
        /// The share of the prospects that are qualified: all mandatory criteria answered, with a score from the threshold
        /// up. Null when there is no prospect.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// How many prospects are qualified.
        async fn numerator(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many prospects there are, those without any answer included.
        async fn denominator(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }

        /// The mean score, from 0 to 1, of the prospects that have one; null when none has.
        async fn mean_score(&self) -> Option<Ratio> {
            ratio(self.0.part(0))
        }

        /// How many prospects have a score.
        async fn scored_prospects(&self) -> Option<Count> {
            count(self.0.part(1))
        }

        /// How many prospects have no score, for nothing is answered about them or the answers are too old.
        async fn unscored_prospects(&self) -> Option<Count> {
            count(self.0.part(2))
        }

        /// How the scores are distributed, the lowest band first.
        async fn distribution(&self) -> Vec<ScoreBandCount> {
            let bands =
                [ScoreBand::FirstQuarter, ScoreBand::SecondQuarter, ScoreBand::ThirdQuarter, ScoreBand::LastQuarter];
            let counted = |(band, place)| ScoreBandCount {
                band,
                prospects: count(self.0.part(place)).unwrap_or(Count(0)),
            };
            bands.into_iter().zip(3..).map(counted).collect()
        }
    }
    /// How complete the key information on prospects is.
    KeyInformationKpi of OfKeyInformation {
        /// The share of what must be known of prospects that is known; null when there is no prospect, or nothing must be
        /// known.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// How many of the required key facts are known, each kind once a prospect.
        async fn numerator(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many key facts are required: the prospects times the kinds required.
        async fn denominator(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }

        /// How many prospects there are.
        async fn prospects(&self) -> Option<Count> {
            count(self.0.part(0))
        }

        /// Each kind of key fact, required or not, and how many prospects it is known of. Null only together with an
        /// error.
        async fn by_kind(&self, ctx: &Context<'_>) -> Option<Result<Vec<KeyInformationShare>>> {
            Some(by_kind(Request::of(ctx).ok()?, &self.0).await)
        }
    }
    /// How good the leads received are.
    LeadQualityKpi of OfLeadQuality {
        /// The mean of the scores that the leads came to have first, from 0 to 1; null when none has a score.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// The mean of the scores that the same leads have by their latest answers, however old; null when none has one.
        async fn latest(&self) -> Option<Ratio> {
            ratio(self.0.part(0))
        }

        /// How many leads the means are taken of: those received in the period that have a score.
        async fn scored_leads(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }

        /// How many leads were received in the period.
        async fn received_leads(&self) -> Option<Count> {
            count(self.0.part(1))
        }
    }
}
