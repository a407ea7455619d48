//! Surveys: how satisfied customers say they are, on whatever scale they are asked.
//!
//! A scale is data and never changes under an answer: what is sent keeps a copy of the scale it was sent with.

mod facts;
mod mutation;
mod query;
pub mod response;
mod scale;

pub use mutation::SurveyMutation;
pub use query::{SurveyFilter, SurveyQuery};
pub use response::{SurveyResponse, SurveyResponseMutation, SurveyResponseQuery};
pub use scale::Scale;

use async_graphql::{Description, Enum, ID, InputObject, Object, SimpleObject};
use entity::{Kind, survey};

use crate::graphql::{Count, DateTime, id};

/// What a survey measures.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "survey::Kind")]
pub enum SurveyKind {
    /// Satisfaction with a purchase, a service or a contact.
    Csat,
    /// Likelihood to recommend, 0 to 10, for the net promoter score.
    Nps,
    /// Anything else on a scale, as in "How much effort did it take?".
    Custom,
}

/// Which end of a scale is better.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "survey::Direction")]
pub enum SurveyDirection {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// The scale of a survey.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct SurveyScale {
    /// The version, which grows by one with each change of the scale.
    pub version: i32,
    /// The lowest answer.
    pub min: Count,
    /// The highest answer.
    pub max: Count,
    /// Which end is better.
    pub direction: SurveyDirection,
    /// The least answer of a satisfied customer.
    /// Where lower is better, the greatest.
    pub satisfied_threshold: Count,
}

impl SurveyScale {
    fn new(version: i32, scale: Scale) -> Self {
        Self {
            version,
            min: Count(scale.min),
            max: Count(scale.max),
            direction: scale.direction.into(),
            satisfied_threshold: Count(scale.threshold),
        }
    }
}

/// The scale of a survey as input.
#[derive(InputObject, Clone, Copy, Debug)]
pub struct SurveyScaleInput {
    /// The lowest answer, at least −1 000 000.
    pub min: Count,
    /// The highest answer, above the lowest and at most 1 000 000.
    pub max: Count,
    /// Which end is better (default: HIGHER).
    #[graphql(default_with = "SurveyDirection::Higher")]
    pub direction: SurveyDirection,
    /// The least answer of a satisfied customer, on the scale.
    /// Where lower is better, the greatest.
    pub satisfied_threshold: Count,
}

impl From<SurveyScaleInput> for Scale {
    fn from(input: SurveyScaleInput) -> Self {
        Self {
            min: input.min.0,
            max: input.max.0,
            direction: input.direction.into(),
            threshold: input.satisfied_threshold.0,
        }
    }
}

/// A satisfaction survey: its question and its scale.
#[derive(Description)]
pub struct Survey(pub survey::Model);

impl From<survey::Model> for Survey {
    fn from(model: survey::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Survey {
    /// The id, for `survey(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Survey, self.0.id)
    }

    /// The internal name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The question; null when not given.
    async fn question(&self) -> Option<&str> {
        self.0.question.as_deref()
    }

    /// What it measures.
    async fn kind(&self) -> SurveyKind {
        self.0.kind.into()
    }

    /// The present scale; what was sent earlier keeps its own.
    async fn scale(&self) -> SurveyScale {
        SurveyScale::new(self.0.scale_version, Scale::from(&self.0))
    }

    /// Whether it may still be sent.
    async fn is_active(&self) -> bool {
        self.0.is_active
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
