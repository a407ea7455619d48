//! Answers to criteria about a lead: added or withdrawn, never changed.

use async_graphql::{Context, Description, ID, InputObject, Object};
use chrono::{DateTime as Instant, Utc};
use entity::{Kind, criteria_set, criterion, lead as leads, qualification_answer, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::{
    QualificationCriterion,
    input::AnswerValueInput,
    scoring::Given,
    set::{decimal, scoring_of},
};
use crate::{
    error::{Result, UserError},
    graphql::{Date, DateTime, Decimal, Ratio, id, payload::answer, request::Request},
    ledger::PostingContext,
    marketing::lead::Lead,
    mutation::Act,
    organization::user::User,
    payload,
};

/// How many answers one act may give.
const MOST: usize = 100;

/// An answer to a criterion about a lead.
/// A later answer replaces it; it stays in the history.
#[derive(Description)]
pub struct QualificationAnswer(pub qualification_answer::Model);

impl From<qualification_answer::Model> for QualificationAnswer {
    fn from(model: qualification_answer::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl QualificationAnswer {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::QualificationAnswer, self.0.id)
    }

    /// The lead it is about.
    async fn lead(&self, ctx: &Context<'_>) -> Option<Result<Lead>> {
        Request::of(ctx).ok()?.loaders.maybe::<leads::Entity, _>(Some(self.0.lead_id)).await.transpose()
    }

    /// The criterion; null when you may not read criteria.
    async fn criterion(&self, ctx: &Context<'_>) -> Option<Result<QualificationCriterion>> {
        Request::of(ctx).ok()?.loaders.maybe::<criterion::Entity, _>(Some(self.0.criterion_id)).await.transpose()
    }

    /// The answer to a BOOLEAN criterion; null for others.
    async fn boolean(&self) -> Option<bool> {
        self.0.boolean
    }

    /// The answer to a NUMBER or SCALE criterion; null for others.
    async fn number(&self) -> Option<Decimal> {
        self.0.number_e4.map(|number| decimal(number, 4))
    }

    /// The answer to a CHOICE criterion; null for others.
    async fn choice(&self) -> Option<&str> {
        self.0.choice.as_deref()
    }

    /// The answer to a DATE criterion; null for others.
    async fn date(&self) -> Option<Date> {
        self.0.day.map(Date)
    }

    /// The score, from 0 to 1; null when it withdraws the answer before.
    async fn score(&self) -> Option<Ratio> {
        self.0.score_bp.map(|score| Ratio(f64::from(score) / 1e4))
    }

    /// Who gave it; null for an API token or when you may not see them.
    async fn answered_by(&self, ctx: &Context<'_>) -> Option<Result<User>> {
        Request::of(ctx).ok()?.loaders.maybe::<user::Entity, _>(self.0.answered_by_id).await.transpose()
    }

    /// When it was given.
    async fn answered_at(&self) -> DateTime {
        DateTime(self.0.answered_at)
    }
}

/// The answer to one criterion.
#[derive(InputObject)]
pub struct CriterionAnswerInput {
    /// The criterion, from a published set.
    pub criterion: ID,
    /// The answer, of the criterion's kind.
    /// Null or omitted withdraws the answer before.
    pub value: Option<AnswerValueInput>,
}

/// Answers to qualification criteria.
#[derive(InputObject)]
pub struct LeadAnswerInput {
    /// The answers, 1 to 100, all to criteria of one set.
    /// Other criteria keep their answers.
    pub answers: Vec<CriterionAnswerInput>,
    /// When they were given (default: now).
    /// Not in the future or before the lead was received. Only managers may date it more than a day back.
    pub answered_at: Option<DateTime>,
}

payload!("leadAnswer", LeadAnswerPayload, lead: Lead);

/// Answering criteria.
#[derive(Default)]
pub struct QualificationMutation;

#[Object]
impl QualificationMutation {
    /// Answers criteria about a lead, all or none of them.
    ///
    /// The score is updated immediately. A later answer replaces an earlier one in the score, not in the history.
    /// Criteria of a set that is not published are refused with CONFLICT.
    async fn lead_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
        #[graphql(desc = "The answers.")] input: LeadAnswerInput,
    ) -> Option<Result<LeadAnswerPayload>> {
        answer(give(ctx, id, input).await)
    }
}

async fn give(ctx: &Context<'_>, id: ID, input: LeadAnswerInput) -> Result<Lead> {
    let mut act = Act::begin(ctx).await?;
    let lead = act.get::<leads::Entity>(&id, &["id"]).await?;
    act.may_edit(lead.owner_id)?;
    let at = act.backdated(input.answered_at, &["input", "answeredAt"])?;
    if at < lead.received_at {
        let refused = "This cannot have happened before the lead was received.";
        return Err(UserError::input(&["input", "answeredAt"], refused).into());
    }
    if input.answers.is_empty() || input.answers.len() > MOST {
        return Err(UserError::input(&["input", "answers"], "Give 1 to 100 answers.").into());
    }
    let mut set: Option<Uuid> = None;
    for (place, answer) in input.answers.into_iter().enumerate() {
        let place = place.to_string();
        let criterion =
            act.read::<criterion::Entity>(&answer.criterion, &["input", "answers", &place, "criterion"]).await?;
        if set.is_some_and(|set| set != criterion.set_id) {
            let field = ["input", "answers", &place, "criterion"];
            return Err(UserError::input(&field, "All criteria must be of one set.").into());
        }
        if set.is_none() {
            expect_published(&act, criterion.set_id).await?;
            set = Some(criterion.set_id);
        }
        add(&mut act, &lead, &criterion, answer.value, at, &["input", "answers", &place, "value"]).await?;
    }
    act.follow(Kind::Prospect, lead.id);
    act.commit().await?;
    Ok(Lead(lead))
}

async fn expect_published(act: &Act<'_>, set: Uuid) -> Result<()> {
    // Read, not locked: answers about different leads do not wait for each other.
    let set = act.viewer.find::<criteria_set::Entity>().filter(criteria_set::Column::Id.eq(set)).one(&act.tx).await?;
    match set.map(|set| set.status) {
        None => Err(UserError::not_found(&["input", "answers"]).into()),
        Some(criteria_set::Status::Published) => Ok(()),
        Some(criteria_set::Status::Draft) => {
            Err(UserError::conflict(&["input", "answers"], "The set is a draft; publish it first.").into())
        }
        Some(criteria_set::Status::Retired) => {
            Err(UserError::conflict(&["input", "answers"], "The set is retired; answer the published one.").into())
        }
    }
}

/// Adds one answer.
async fn add(
    act: &mut Act<'_>,
    lead: &leads::Model,
    criterion: &criterion::Model,
    value: Option<AnswerValueInput>,
    at: Instant<Utc>,
    field: &[&str],
) -> Result<()> {
    let given = value.map(|value| value.read(field)).transpose()?;
    let on = PostingContext::new(act.organization)?.day(at);
    let score = match &given {
        Some(given) => {
            let score = scoring_of(criterion)?.score(given, on);
            Some(
                score
                    .ok_or_else(|| UserError::input(field, "This does not answer the criterion; see its `scoring`."))?,
            )
        }
        None => None,
    };
    let mut active = qualification_answer::ActiveModel {
        lead_id: Set(lead.id),
        set_id: Set(criterion.set_id),
        criterion_id: Set(criterion.id),
        boolean: Set(None),
        number_e4: Set(None),
        choice: Set(None),
        day: Set(None),
        score_bp: Set(score),
        answered_by_id: Set(act.viewer.user().map(|user| user.id)),
        answered_at: Set(at),
        ..Default::default()
    };
    match given {
        Some(Given::Boolean(yes)) => active.boolean = Set(Some(yes)),
        Some(Given::Scale(place)) => active.number_e4 = Set(Some(i64::from(place) * 10_000)),
        Some(Given::Number(number)) => active.number_e4 = Set(Some(number)),
        Some(Given::Choice(word)) => active.choice = Set(Some(word)),
        Some(Given::Date(day)) => active.day = Set(Some(day)),
        None => {}
    }
    act.insert::<qualification_answer::Entity>(Act::new_id(), active).await?;
    Ok(())
}
