//! The qualification of a lead, as the API shows it.

use std::collections::HashMap;

use async_graphql::{Context, Description, Object};
use entity::{criteria_set, criterion, lead, qualification_answer};
use sea_orm::{ColumnTrait, sea_query::IntoCondition};

use super::{
    CriteriaSet, QualificationAnswer, QualificationCriterion,
    scoring::{Answered, Outcome, outcome},
    set::set_of,
};
use crate::{
    error::Result,
    graphql::{Paging, Ratio, page::Sort, request::Request},
    ledger::PostingContext,
};

/// The qualification of a lead by the criteria, as of today.
#[derive(Description)]
pub struct LeadQualification {
    source: Option<String>,
    /// All answers, in the order they were given.
    answers: Vec<qualification_answer::Model>,
    /// The set of the latest answer, with its criteria in order.
    set: Option<(criteria_set::Model, Vec<criterion::Model>)>,
    outcome: Option<Outcome>,
    /// The answers that count, by criterion.
    counting: Vec<qualification_answer::Model>,
}

impl LeadQualification {
    /// Reads the answers about a lead: a constant number of statements, however many leads a request asks for.
    pub async fn of(request: &Request, lead: &lead::Model) -> Result<Self> {
        let (column, order) = (qualification_answer::Column::LeadId, qualification_answer::Column::AnsweredAt);
        let answers = request.loaders.every::<qualification_answer::Entity>(column, lead.id, order).await?;
        let set = match answers.last() {
            Some(last) => request.loaders.one::<criteria_set::Entity>(last.set_id).await?,
            None => None,
        };
        let source = lead.source.clone();
        let Some(set) = set else {
            return Ok(Self { source, answers, set: None, outcome: None, counting: Vec::new() });
        };
        let (column, order) = (criterion::Column::SetId, criterion::Column::Position);
        let criteria = request.loaders.every::<criterion::Entity>(column, set.id, order).await?;
        let context = PostingContext::new(&request.organization)?;
        let answered: Vec<Answered> = answers
            .iter()
            .map(|row| Answered {
                set: row.set_id,
                criterion: row.criterion_id,
                score: row.score_bp,
                on: context.day(row.answered_at),
            })
            .collect();
        let rules = set_of(&set, &criteria);
        let counting = criteria
            .iter()
            .zip(&rules.criteria)
            .filter_map(|(row, rule)| {
                let latest = answers.iter().rfind(|answer| answer.criterion_id == row.id)?;
                let expires_on = rule.expires_on(context.day(latest.answered_at));
                let counts = latest.score_bp.is_some() && expires_on.is_none_or(|day| request.today < day);
                counts.then(|| latest.clone())
            })
            .collect();
        let outcome = outcome(&HashMap::from([(set.id, rules)]), &answered, Some(request.today));
        Ok(Self { source, answers, set: Some((set, criteria)), outcome, counting })
    }

    fn open(&self, keep: impl Fn(&criterion::Model) -> bool) -> Vec<QualificationCriterion> {
        let criteria = self.set.iter().flat_map(|(_, criteria)| criteria);
        let is_open =
            |row: &&criterion::Model| !self.counting.iter().any(|answer| answer.criterion_id == row.id) && keep(row);
        criteria.filter(is_open).cloned().map(QualificationCriterion).collect()
    }
}

#[Object(use_type_description)]
impl LeadQualification {
    /// The weighted mean score of the answers, 0 to 1; null without answers.
    async fn score(&self) -> Option<Ratio> {
        self.outcome.and_then(|outcome| outcome.score).map(ratio)
    }

    /// The weight of the answered criteria in that of all, from 0 to 1.
    async fn completeness(&self) -> Ratio {
        ratio(self.outcome.map_or(0, |outcome| outcome.completeness))
    }

    /// Whether all mandatory criteria are answered; false when nothing is.
    async fn is_complete(&self) -> bool {
        self.outcome.is_some_and(|outcome| outcome.is_complete)
    }

    /// Whether all mandatory criteria are answered and the threshold is reached.
    async fn is_qualified(&self) -> bool {
        self.outcome.is_some_and(|outcome| outcome.is_qualified)
    }

    /// The edition the score uses, that of the latest answer.
    /// Null when nothing was answered.
    async fn criteria_set(&self) -> Option<CriteriaSet> {
        self.set.as_ref().map(|(set, _)| CriteriaSet(set.clone()))
    }

    /// The edition to answer now; null when none is published for the lead.
    async fn current_set(&self, ctx: &Context<'_>) -> Option<Result<CriteriaSet>> {
        current(Request::of(ctx).ok()?, self.source.as_deref()).await.transpose()
    }

    /// The answers that count today, in the order of the criteria.
    async fn answers(&self) -> Vec<QualificationAnswer> {
        self.counting.iter().cloned().map(QualificationAnswer).collect()
    }

    /// The criteria of the set without an answer that counts today.
    /// Empty when nothing was answered.
    async fn open_criteria(
        &self,
        #[graphql(desc = "Whether to list mandatory criteria only.", default = false)] only_mandatory: bool,
    ) -> Vec<QualificationCriterion> {
        self.open(|criterion| criterion.is_mandatory || !only_mandatory)
    }

    /// Every answer ever given about the lead, oldest first, to any edition.
    async fn history(&self) -> Vec<QualificationAnswer> {
        self.answers.iter().cloned().map(QualificationAnswer).collect()
    }
}

fn ratio(score: i64) -> Ratio {
    Ratio(crate::graphql::scalars::float(score) / 1e4)
}

/// The edition that leads of a source are to be measured by.
async fn current(request: &Request, source: Option<&str>) -> Result<Option<CriteriaSet>> {
    let published = criteria_set::Column::Status.eq(criteria_set::Status::Published).into_condition();
    let (sort, paging) = (Sort::descending(criteria_set::Column::Id), Paging::new(Some(100), None)?);
    let page = request.loaders.listed::<criteria_set::Entity, CriteriaSet>(
        "published criteria sets".to_owned(),
        published,
        sort,
        &paging,
    );
    let mut sets: Vec<criteria_set::Model> = page.await?.edges.into_iter().map(|edge| edge.node.0).collect();
    let own = sets.iter().position(|set| set.lead_source.is_some() && set.lead_source.as_deref() == source);
    let place = own.or_else(|| sets.iter().position(|set| set.lead_source.is_none()));
    Ok(place.map(|place| CriteriaSet(sets.swap_remove(place))))
}
