//! Sets of criteria and their criteria, as the API shows them.

use async_graphql::{Context, Description, Enum, ID, Object, SimpleObject};
use entity::{Kind, criteria_set, criterion};
use uuid::Uuid;

use super::scoring::{self, Scoring};
use crate::{
    error::{Error, Result},
    graphql::{DateTime, Decimal, Ratio, id, request::Request},
};

/// The status of an edition of a set of criteria.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "criteria_set::Status")]
pub enum CriteriaSetStatus {
    /// It is being written: it can still change, and cannot be answered yet.
    Draft,
    /// Leads are scored by it.
    Published,
    /// It can no longer be answered.
    /// Answers already given count until the next edition is answered.
    Retired,
}

/// The kind of answer to a criterion.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "criterion::Kind")]
pub enum CriterionKind {
    /// Yes or no.
    Boolean,
    /// A whole number on a scale.
    Scale,
    /// One of several words.
    Choice,
    /// A number.
    Number,
    /// A day.
    Date,
}

/// An edition of a set of qualification criteria; immutable once published.
#[derive(Description)]
pub struct CriteriaSet(pub criteria_set::Model);

impl From<criteria_set::Model> for CriteriaSet {
    fn from(model: criteria_set::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl CriteriaSet {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::CriteriaSet, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The number of the edition, from 1.
    async fn edition(&self) -> i32 {
        self.0.edition
    }

    /// The status.
    async fn status(&self) -> CriteriaSetStatus {
        self.0.status.into()
    }

    /// The lead source it is for.
    /// Null for all leads whose source has no set of its own.
    async fn lead_source(&self) -> Option<&str> {
        self.0.lead_source.as_deref()
    }

    /// The score, from 0 to 1, from which a lead counts as qualified.
    async fn threshold(&self) -> Ratio {
        Ratio(f64::from(self.0.threshold_bp) / 1e4)
    }

    /// Its criteria, in the order they are asked.
    async fn criteria(&self, ctx: &Context<'_>) -> Option<Result<Vec<QualificationCriterion>>> {
        Some(criteria(Request::of(ctx).ok()?, self.0.id).await)
    }

    /// All editions of the set, oldest first, this one included.
    async fn editions(&self, ctx: &Context<'_>) -> Option<Result<Vec<Self>>> {
        let (column, order) = (criteria_set::Column::FirstId, criteria_set::Column::Edition);
        let rows = Request::of(ctx).ok()?.loaders.every::<criteria_set::Entity>(column, self.0.first_id, order).await;
        Some(rows.map(|rows| rows.into_iter().map(Self).collect()))
    }

    /// When it was published; null for a draft.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(DateTime)
    }

    /// When it was retired; null for a draft and while it is published.
    async fn retired_at(&self) -> Option<DateTime> {
        self.0.retired_at.map(DateTime)
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

async fn criteria(request: &Request, set: Uuid) -> Result<Vec<QualificationCriterion>> {
    let rows =
        request.loaders.every::<criterion::Entity>(criterion::Column::SetId, set, criterion::Column::Position).await?;
    Ok(rows.into_iter().map(QualificationCriterion).collect())
}

/// A criterion of a set: the question, its scoring and its weight.
#[derive(Description)]
pub struct QualificationCriterion(pub criterion::Model);

impl From<criterion::Model> for QualificationCriterion {
    fn from(model: criterion::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl QualificationCriterion {
    /// The id, for `node(id)` and for answering it.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Criterion, self.0.id)
    }

    /// The set it belongs to.
    async fn criteria_set(&self, ctx: &Context<'_>) -> Option<Result<CriteriaSet>> {
        Request::of(ctx).ok()?.loaders.maybe::<criteria_set::Entity, _>(Some(self.0.set_id)).await.transpose()
    }

    /// The question.
    async fn question(&self) -> &str {
        &self.0.question
    }

    /// The kind of answer, which names the answer field to set.
    async fn kind(&self) -> CriterionKind {
        self.0.kind.into()
    }

    /// How answers score.
    async fn scoring(&self) -> Option<Result<CriterionScoring>> {
        Some(scoring_of(&self.0).map(CriterionScoring::from))
    }

    /// Its weight relative to the other criteria, from 1 to 1000.
    async fn weight(&self) -> i32 {
        self.0.weight
    }

    /// Whether a lead must answer it to count as qualified.
    async fn is_mandatory(&self) -> bool {
        self.0.is_mandatory
    }

    /// Days after which an answer expires; null when it never does.
    async fn max_age_days(&self) -> Option<i32> {
        self.0.max_age_days
    }
}

/// How answers to a criterion score.
/// Only the fields of the criterion's kind are set; the others are null or empty.
#[derive(SimpleObject, Debug, Default)]
pub struct CriterionScoring {
    /// The score of yes, for a BOOLEAN.
    pub when_true: Option<Ratio>,
    /// The score of no, for a BOOLEAN.
    pub when_false: Option<Ratio>,
    /// The end of a SCALE that scores 0.
    /// It may be the larger number.
    pub worst: Option<i32>,
    /// The end of a SCALE that scores 1.
    pub best: Option<i32>,
    /// The choices of a CHOICE.
    pub choices: Vec<CriterionChoice>,
    /// The steps of a NUMBER or DATE, lowest first.
    /// The highest step reached gives the score; below all steps the score is 0.
    pub steps: Vec<CriterionStep>,
}

/// A choice and its score.
#[derive(SimpleObject, Debug)]
pub struct CriterionChoice {
    /// The word to choose.
    pub value: String,
    /// The score, from 0 to 1.
    pub score: Ratio,
}

/// A step and the score for reaching it.
#[derive(SimpleObject, Debug)]
pub struct CriterionStep {
    /// The smallest value that reaches it.
    /// A number; for a DATE, days from the answer to the date, negative when it has passed.
    pub at_least: Decimal,
    /// The score, from 0 to 1.
    pub score: Ratio,
}

fn ratio(score: i32) -> Ratio {
    Ratio(f64::from(score) / 1e4)
}

impl From<Scoring> for CriterionScoring {
    fn from(scoring: Scoring) -> Self {
        let stepped = |steps: Vec<scoring::ScoreStep>, scale: u32| {
            let step = |step: scoring::ScoreStep| CriterionStep {
                at_least: decimal(step.at_least, scale),
                score: ratio(step.score),
            };
            steps.into_iter().map(step).collect()
        };
        match scoring {
            Scoring::Boolean { when_true, when_false } => {
                Self { when_true: Some(ratio(when_true)), when_false: Some(ratio(when_false)), ..Self::default() }
            }
            Scoring::Scale { worst, best } => Self { worst: Some(worst), best: Some(best), ..Self::default() },
            Scoring::Choice { choices } => {
                let choice = |one: scoring::Choice| CriterionChoice { value: one.value, score: ratio(one.score) };
                Self { choices: choices.into_iter().map(choice).collect(), ..Self::default() }
            }
            Scoring::Number { steps } => Self { steps: stepped(steps, 4), ..Self::default() },
            Scoring::Date { steps } => Self { steps: stepped(steps, 0), ..Self::default() },
        }
    }
}

/// A number stored with so many decimals, without those that are 0.
pub fn decimal(number: i64, scale: u32) -> Decimal {
    Decimal(rust_decimal::Decimal::new(number, scale).normalize())
}

/// How the answers to a criterion score.
pub fn scoring_of(criterion: &criterion::Model) -> Result<Scoring> {
    serde_json::from_str(&criterion.scoring)
        .map_err(|cause| Error::Bug(format!("criterion {} has no scoring: {cause}", criterion.id)))
}

/// A set as scores are computed by it. `criteria` may hold those of other sets too.
pub fn set_of(set: &criteria_set::Model, criteria: &[criterion::Model]) -> scoring::Set {
    let own = criteria.iter().filter(|criterion| criterion.set_id == set.id);
    scoring::Set {
        threshold: set.threshold_bp.into(),
        criteria: own
            .map(|row| scoring::Criterion {
                id: row.id,
                weight: row.weight,
                is_mandatory: row.is_mandatory,
                max_age_days: row.max_age_days,
            })
            .collect(),
    }
}
