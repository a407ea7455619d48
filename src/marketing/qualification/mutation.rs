//! Changing sets of criteria: written as drafts, published, revised by new editions, retired.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{criteria_set, criterion};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::{
    CriteriaSet,
    input::{self, CriterionInput, Draft},
    templates,
};
use crate::{
    error::{Result, UserError},
    graphql::{
        Ratio,
        input::{LINE, basis_points, optional, text},
        payload::answer,
    },
    mutation::Act,
    payload,
};

/// A new set of criteria.
#[derive(InputObject)]
pub struct CriteriaSetCreateInput {
    /// The name, at most 200 characters.
    pub name: String,
    /// The lead source it is for (exact spelling).
    /// Default: all leads whose source has no set of its own.
    pub lead_source: Option<String>,
    /// The score, from 0 to 1, from which a lead counts as qualified.
    pub threshold: Ratio,
    /// The criteria, from 1 to 100, in the order they are asked.
    pub criteria: Vec<CriterionInput>,
}

/// A set of criteria from a well-known sales method.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CriteriaSetTemplate {
    /// Budget, authority, need, timeline.
    Bant,
    /// Metrics, buyer, decision criteria and process, pain, champion.
    Meddic,
}

/// A new set of criteria from a template.
#[derive(InputObject)]
pub struct CriteriaSetCreateFromTemplateInput {
    /// The template.
    pub template: CriteriaSetTemplate,
    /// The name (default: the template's).
    pub name: Option<String>,
    /// The lead source it is for.
    /// Default: all leads whose source has no set of its own.
    pub lead_source: Option<String>,
}

/// Changes to a set of criteria.
/// Omitted fields keep their value.
#[derive(InputObject)]
pub struct CriteriaSetReviseInput {
    /// The name, at most 200 characters.
    pub name: Option<String>,
    /// The score, from 0 to 1, from which a lead counts as qualified.
    pub threshold: Option<Ratio>,
    /// All criteria, from 1 to 100, in the order they are asked.
    pub criteria: Option<Vec<CriterionInput>>,
    /// The version you read; CONFLICT when the set has changed since.
    pub version: Option<i32>,
}

payload!("criteriaSetCreate", CriteriaSetCreatePayload, criteria_set: CriteriaSet);
payload!("criteriaSetCreateFromTemplate", CriteriaSetCreateFromTemplatePayload, criteria_set: CriteriaSet);
payload!("criteriaSetRevise", CriteriaSetRevisePayload, criteria_set: CriteriaSet);
payload!("criteriaSetPublish", CriteriaSetPublishPayload, criteria_set: CriteriaSet);
payload!("criteriaSetRetire", CriteriaSetRetirePayload, criteria_set: CriteriaSet);

/// Changing sets of criteria.
#[derive(Default)]
pub struct CriteriaSetMutation;

#[Object]
impl CriteriaSetMutation {
    /// Creates a set of criteria as a draft.
    async fn criteria_set_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: CriteriaSetCreateInput,
    ) -> Option<Result<CriteriaSetCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Creates a set of criteria from a template, as a draft.
    async fn criteria_set_create_from_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The template and the new set.")] input: CriteriaSetCreateFromTemplateInput,
    ) -> Option<Result<CriteriaSetCreateFromTemplatePayload>> {
        answer(create_from_template(ctx, input).await)
    }

    /// Changes a draft, or begins the next edition of a set.
    ///
    /// A published edition never changes: revising a published or retired edition creates a draft as its copy and
    /// returns it. A set has one draft at a time; a second is refused with CONFLICT.
    async fn criteria_set_revise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft, or the edition to begin from.")] id: ID,
        #[graphql(desc = "The changes.")] input: CriteriaSetReviseInput,
    ) -> Option<Result<CriteriaSetRevisePayload>> {
        answer(revise(ctx, id, input).await)
    }

    /// Publishes a draft: leads are scored by it from now on.
    ///
    /// The set published for the same lead source before is retired. Leads keep their score until the new edition is
    /// answered about them.
    async fn criteria_set_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] id: ID,
    ) -> Option<Result<CriteriaSetPublishPayload>> {
        answer(publish(ctx, id).await)
    }

    /// Retires a published set, which can then no longer be answered.
    async fn criteria_set_retire(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The published edition.")] id: ID,
    ) -> Option<Result<CriteriaSetRetirePayload>> {
        answer(retire(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: CriteriaSetCreateInput) -> Result<CriteriaSet> {
    let mut act = Act::begin(ctx).await?;
    let id = Act::new_id();
    let active = criteria_set::ActiveModel {
        first_id: Set(id),
        edition: Set(1),
        name: Set(text(&input.name, LINE, &["input", "name"])?),
        lead_source: Set(optional(input.lead_source.as_deref(), LINE, &["input", "leadSource"])?),
        threshold_bp: Set(basis_points(input.threshold.0, &["input", "threshold"])?),
        status: Set(criteria_set::Status::Draft),
        ..Default::default()
    };
    let criteria = input::criteria(input.criteria)?;
    let set = act.insert::<criteria_set::Entity>(id, active).await?;
    write(&mut act, &set, criteria).await?;
    act.commit().await?;
    Ok(CriteriaSet(set))
}

async fn create_from_template(ctx: &Context<'_>, input: CriteriaSetCreateFromTemplateInput) -> Result<CriteriaSet> {
    let mut act = Act::begin(ctx).await?;
    let template = match input.template {
        CriteriaSetTemplate::Bant => templates::bant(),
        CriteriaSetTemplate::Meddic => templates::meddic(),
    };
    let id = Act::new_id();
    let name = optional(input.name.as_deref(), LINE, &["input", "name"])?;
    let active = criteria_set::ActiveModel {
        first_id: Set(id),
        edition: Set(1),
        name: Set(name.unwrap_or_else(|| template.name.to_owned())),
        lead_source: Set(optional(input.lead_source.as_deref(), LINE, &["input", "leadSource"])?),
        threshold_bp: Set(template.threshold_bp),
        status: Set(criteria_set::Status::Draft),
        ..Default::default()
    };
    let set = act.insert::<criteria_set::Entity>(id, active).await?;
    write(&mut act, &set, template.criteria).await?;
    act.commit().await?;
    Ok(CriteriaSet(set))
}

async fn revise(ctx: &Context<'_>, id: ID, input: CriteriaSetReviseInput) -> Result<CriteriaSet> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<criteria_set::Entity>(&id, &["id"]).await?;
    act.expect_version::<criteria_set::Entity>(&before, input.version)?;
    let name = input.name.map(|name| text(&name, LINE, &["input", "name"])).transpose()?;
    let threshold = input.threshold.map(|ratio| basis_points(ratio.0, &["input", "threshold"])).transpose()?;
    let criteria = input.criteria.map(input::criteria).transpose()?;
    let (name, threshold) = (name.unwrap_or_else(|| before.name.clone()), threshold.unwrap_or(before.threshold_bp));
    let set = if before.status == criteria_set::Status::Draft {
        let mut active = before.clone().into_active_model();
        active.name = Set(name);
        active.threshold_bp = Set(threshold);
        let set = act.update::<criteria_set::Entity>(&before, active).await?;
        if let Some(criteria) = criteria {
            for criterion in criteria_of(&act, &before).await? {
                act.remove::<criterion::Entity>(&criterion).await?;
            }
            write(&mut act, &set, criteria).await?;
        }
        set
    } else {
        let latest = latest(&act, &before).await?;
        if latest.status == criteria_set::Status::Draft {
            return Err(
                UserError::conflict(&["id"], "The next edition already exists as a draft; revise that one.").into()
            );
        }
        let active = criteria_set::ActiveModel {
            first_id: Set(before.first_id),
            edition: Set(latest.edition.saturating_add(1)),
            name: Set(name),
            lead_source: Set(before.lead_source.clone()),
            threshold_bp: Set(threshold),
            status: Set(criteria_set::Status::Draft),
            ..Default::default()
        };
        let set = act.insert::<criteria_set::Entity>(Act::new_id(), active).await?;
        match criteria {
            Some(criteria) => write(&mut act, &set, criteria).await?,
            None => copy(&mut act, &before, &set).await?,
        }
        set
    };
    act.commit().await?;
    Ok(CriteriaSet(set))
}

async fn publish(ctx: &Context<'_>, id: ID) -> Result<CriteriaSet> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<criteria_set::Entity>(&id, &["id"]).await?;
    if before.status != criteria_set::Status::Draft {
        return Err(UserError::conflict(&["id"], "Only a draft can be published; revise the set first.").into());
    }
    let same_leads = match &before.lead_source {
        Some(source) => criteria_set::Column::LeadSource.eq(source),
        None => criteria_set::Column::LeadSource.is_null(),
    };
    let published = act
        .viewer
        .find::<criteria_set::Entity>()
        .filter(criteria_set::Column::Status.eq(criteria_set::Status::Published))
        .filter(same_leads)
        .lock_exclusive();
    for other in published.all(&act.tx).await? {
        end(&mut act, other).await?;
    }
    let mut active = before.clone().into_active_model();
    active.status = Set(criteria_set::Status::Published);
    active.published_at = Set(Some(act.now));
    let set = act.update::<criteria_set::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(CriteriaSet(set))
}

async fn retire(ctx: &Context<'_>, id: ID) -> Result<CriteriaSet> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<criteria_set::Entity>(&id, &["id"]).await?;
    if before.status != criteria_set::Status::Published {
        return Err(UserError::conflict(&["id"], "Only a published set can be retired.").into());
    }
    let set = end(&mut act, before).await?;
    act.commit().await?;
    Ok(CriteriaSet(set))
}

async fn end(act: &mut Act<'_>, before: criteria_set::Model) -> Result<criteria_set::Model> {
    let mut active = before.clone().into_active_model();
    active.status = Set(criteria_set::Status::Retired);
    active.retired_at = Set(Some(act.now));
    act.update::<criteria_set::Entity>(&before, active).await
}

/// The last edition of a set, locked.
async fn latest(act: &Act<'_>, set: &criteria_set::Model) -> Result<criteria_set::Model> {
    let editions = act
        .viewer
        .find::<criteria_set::Entity>()
        .filter(criteria_set::Column::FirstId.eq(set.first_id))
        .order_by_desc(criteria_set::Column::Edition)
        .lock_exclusive();
    Ok(editions.one(&act.tx).await?.unwrap_or_else(|| set.clone()))
}

async fn criteria_of(act: &Act<'_>, set: &criteria_set::Model) -> Result<Vec<criterion::Model>> {
    let criteria = act.viewer.find::<criterion::Entity>().filter(criterion::Column::SetId.eq(set.id));
    Ok(criteria.order_by_asc(criterion::Column::Position).all(&act.tx).await?)
}

/// Writes the criteria of a set, in order.
async fn write(act: &mut Act<'_>, set: &criteria_set::Model, criteria: Vec<Draft>) -> Result<()> {
    for (position, draft) in (0_i32..).zip(criteria) {
        let active = criterion::ActiveModel {
            set_id: Set(set.id),
            position: Set(position),
            kind: Set(draft.kind()),
            scoring: Set(input::kept(&draft.scoring)?),
            question: Set(draft.question),
            weight: Set(draft.weight),
            is_mandatory: Set(draft.is_mandatory),
            max_age_days: Set(draft.max_age_days),
            ..Default::default()
        };
        act.insert::<criterion::Entity>(Act::new_id(), active).await?;
    }
    Ok(())
}

/// Gives a new edition the criteria of another.
async fn copy(act: &mut Act<'_>, from: &criteria_set::Model, to: &criteria_set::Model) -> Result<()> {
    for criterion in criteria_of(act, from).await? {
        let active = criterion::ActiveModel { set_id: Set(to.id), ..criterion.into_active_model().reset_all() };
        act.insert::<criterion::Entity>(Act::new_id(), active).await?;
    }
    Ok(())
}
