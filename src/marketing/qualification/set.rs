//! Sets of criteria and their criteria, as the API shows them.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use entity::{Kind, criteria_set, criterion};
use uuid::Uuid;

use super::scoring::{self, Scoring};
use crate::{
    error::{Error, Result},
    graphql::{DateTime, Decimal, Ratio, id, request::Request},
};

/// How far an edition of a set of criteria has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "criteria_set::Status")]
pub enum CriteriaSetStatus {
    /// It is being written: nobody can answer it yet, and it can still be changed.
    Draft,
    /// Leads are measured by it.
    Published,
    /// It can no longer be answered; the answers given to it stay, and count until the next edition is answered.
    Retired,
}

/// What an answer to a criterion is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "criterion::Kind")]
pub enum CriterionKind {
    /// Yes or no.
    Boolean,
    /// A whole number between two ends.
    Scale,
    /// One of several words.
    Choice,
    /// A number.
    Number,
    /// A day.
    Date,
}

/// An edition of a set of criteria that leads are qualified by; immutable once published.
pub struct CriteriaSet(pub criteria_set::Model);

impl From<criteria_set::Model> for CriteriaSet {
    fn from(model: criteria_set::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl CriteriaSet {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::CriteriaSet, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Which edition of the set it is, from 1.
    async fn edition(&self) -> i32 {
        self.0.edition
    }

    /// How far it has come.
    async fn status(&self) -> CriteriaSetStatus {
        self.0.status.into()
    }

    /// The source of the leads that it is for; null for all leads whose source has no set of its own.
    async fn lead_source(&self) -> Option<&str> {
        self.0.lead_source.as_deref()
    }

    /// The score, from 0 to 1, from which a lead counts as qualified.
    async fn threshold(&self) -> Ratio {
        Ratio(f64::from(self.0.threshold_bp) / 1e4)
    }

    /// Its criteria, in the order they are asked. Null only together with an error.
    async fn criteria(&self, ctx: &Context<'_>) -> Option<Result<Vec<QualificationCriterion>>> {
        Some(criteria(Request::of(ctx).ok()?, self.0.id).await)
    }

    /// All editions of the set, the first first, this one included. Null only together with an error.
    async fn editions(&self, ctx: &Context<'_>) -> Option<Result<Vec<Self>>> {
        let (column, order) = (criteria_set::Column::FirstId, criteria_set::Column::Edition);
        let rows = Request::of(ctx).ok()?.loaders.every::<criteria_set::Entity>(column, self.0.first_id, order).await;
        Some(rows.map(|rows| rows.into_iter().map(Self).collect()))
    }

    /// Since when leads are measured by it; null for a draft.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(DateTime)
    }

    /// Since when it can no longer be answered; null while it can, and for a draft.
    async fn retired_at(&self) -> Option<DateTime> {
        self.0.retired_at.map(DateTime)
    }

    /// The version: send it with a change to be refused when somebody else was faster.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was made here.
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

/// A criterion of a set: what is asked, how answers score, how much it weighs.
pub struct QualificationCriterion(pub criterion::Model);

impl From<criterion::Model> for QualificationCriterion {
    fn from(model: criterion::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl QualificationCriterion {
    /// The id, for `node(id)` and for answering it.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Criterion, self.0.id)
    }

    /// The set that it belongs to; null only together with an error.
    async fn criteria_set(&self, ctx: &Context<'_>) -> Option<Result<CriteriaSet>> {
        Request::of(ctx).ok()?.loaders.maybe::<criteria_set::Entity, _>(Some(self.0.set_id)).await.transpose()
    }

    /// What is asked.
    async fn question(&self) -> &str {
        &self.0.question
    }

    /// What an answer is, which says the field of the answer to fill.
    async fn kind(&self) -> CriterionKind {
        self.0.kind.into()
    }

    /// How answers score; null only together with an error.
    async fn scoring(&self) -> Option<Result<CriterionScoring>> {
        Some(scoring_of(&self.0).map(CriterionScoring::from))
    }

    /// How much it weighs beside the others, from 1 to 1000.
    async fn weight(&self) -> i32 {
        self.0.weight
    }

    /// Whether a lead must answer it to count as qualified.
    async fn is_mandatory(&self) -> bool {
        self.0.is_mandatory
    }

    /// After how many days an answer no longer counts; null when it counts for ever.
    async fn max_age_days(&self) -> Option<i32> {
        self.0.max_age_days
    }
}

/// How the answers to a criterion score: the fields of its kind are filled, the others are null or empty.
#[derive(SimpleObject, Debug, Default)]
pub struct CriterionScoring {
    /// What yes scores, of a BOOLEAN.
    pub when_true: Option<Ratio>,
    /// What no scores, of a BOOLEAN.
    pub when_false: Option<Ratio>,
    /// The end that scores 0, of a SCALE. It may be the larger number.
    pub worst: Option<i32>,
    /// The end that scores 1, of a SCALE.
    pub best: Option<i32>,
    /// The words to choose from, of a CHOICE.
    pub choices: Vec<CriterionChoice>,
    /// The steps, the lowest first, of a NUMBER or DATE: the highest that is reached scores, and none scores 0.
    pub steps: Vec<CriterionStep>,
}

/// A word to choose, and what it scores.
#[derive(SimpleObject, Debug)]
pub struct CriterionChoice {
    /// The word.
    pub value: String,
    /// What it scores, from 0 to 1.
    pub score: Ratio,
}

/// A step, and what it scores to reach it.
#[derive(SimpleObject, Debug)]
pub struct CriterionStep {
    /// From where it is reached: a number or, of a DATE, days from the answer to the day named, negative when it is over.
    pub at_least: Decimal,
    /// What it scores, from 0 to 1.
    pub score: Ratio,
}

fn ratio(score: i32) -> Ratio {
    Ratio(f64::from(score) / 1e4)
}

impl From<Scoring> for CriterionScoring {
    fn from(scoring: Scoring) -> Self {
        let stepped = |steps: Vec<scoring::Step>, scale: u32| {
            let step = |step: scoring::Step| CriterionStep {
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
