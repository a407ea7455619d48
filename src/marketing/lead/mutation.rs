//! The lead mutations.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::{lead, lead_recycling, outcome_reason};
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::{
    Lead, LeadState,
    convert::{self, LeadConvertInput},
    hand_over,
    merge::{self, LeadMergeInput},
    rules::{self, LeadStep},
};
use crate::{
    access::Reach,
    error::{Result, UserError},
    graphql::{
        DateTime,
        input::{self, LINE},
        payload::answer,
    },
    marketing::{campaign::Origin, prospect},
    mutation::Act,
    payload,
    sales::reason,
};

/// A new lead.
#[derive(InputObject)]
pub struct LeadCreateInput {
    /// What it is about, at most 200 characters.
    pub title: String,
    /// The company.
    pub company: Option<String>,
    /// The person.
    pub contact_name: Option<String>,
    /// The person's e-mail address, kept in lower case.
    pub email: Option<String>,
    /// The person's telephone number, as people write it.
    pub phone: Option<String>,
    /// The source, as in `website` or `fair`.
    /// It cannot change later.
    pub source: Option<String>,
    /// The campaign it came from.
    /// Its source becomes the lead's, unless you give another. It cannot change later.
    pub campaign: Option<ID>,
    /// When it was received, not in the future (default: now).
    pub received_at: Option<DateTime>,
    /// The owner, who is credited with receiving it.
    /// Default: you; nobody for an API token.
    pub rep: Option<ID>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`; CONFLICT when a lead already has it.
    pub external_id: Option<String>,
}

/// Changes to a lead; its source cannot change.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct LeadUpdateInput {
    /// What it is about; it cannot be cleared.
    pub title: MaybeUndefined<String>,
    /// The company.
    pub company: MaybeUndefined<String>,
    /// The person.
    pub contact_name: MaybeUndefined<String>,
    /// The person's e-mail address.
    pub email: MaybeUndefined<String>,
    /// The person's telephone number.
    pub phone: MaybeUndefined<String>,
    /// The version you read; CONFLICT when the lead has changed since.
    pub version: Option<i32>,
}

/// The new owner of a lead.
#[derive(InputObject)]
pub struct LeadAssignInput {
    /// The new owner.
    /// The first owner stays credited with receiving the lead.
    pub rep: ID,
    /// The version you read; CONFLICT when the lead has changed since.
    pub version: Option<i32>,
}

/// The first contact with a lead.
#[derive(InputObject, Default)]
pub struct LeadContactInput {
    /// When it happened (default: now).
    /// Not in the future or before the receipt. Only managers may date it more than a day back.
    pub contacted_at: Option<DateTime>,
    /// The version you read; CONFLICT when the lead has changed since.
    pub version: Option<i32>,
}

/// The qualification of a lead.
#[derive(InputObject, Default)]
pub struct LeadQualifyInput {
    /// When it happened (default: now).
    /// Not in the future or before the receipt. Only managers may date it more than a day back.
    pub qualified_at: Option<DateTime>,
    /// The version you read; CONFLICT when the lead has changed since.
    pub version: Option<i32>,
}

/// The disqualification of a lead.
#[derive(InputObject, Default)]
pub struct LeadDisqualifyInput {
    /// When it happened (default: now).
    /// Not in the future or before the receipt. Only managers may date it more than a day back.
    pub disqualified_at: Option<DateTime>,
    /// The reason, one with the outcome DISQUALIFIED.
    pub reason: Option<ID>,
    /// The version you read; CONFLICT when the lead has changed since.
    pub version: Option<i32>,
}

/// The return of a lead.
#[derive(InputObject, Default)]
pub struct LeadRecycleInput {
    /// When it happened (default: now).
    /// Not in the future or before the receipt. Only managers may date it more than a day back.
    pub recycled_at: Option<DateTime>,
    /// The new owner (default: the present one).
    pub rep: Option<ID>,
    /// The version you read; CONFLICT when the lead has changed since.
    pub version: Option<i32>,
}

payload!("leadCreate", LeadCreatePayload, lead: Lead);
payload!("leadUpdate", LeadUpdatePayload, lead: Lead);
payload!("leadAssign", LeadAssignPayload, lead: Lead);
payload!("leadContact", LeadContactPayload, lead: Lead);
payload!("leadQualify", LeadQualifyPayload, lead: Lead);
payload!("leadDisqualify", LeadDisqualifyPayload, lead: Lead);
payload!("leadConvert", LeadConvertPayload, lead: Lead);
payload!("leadRecycle", LeadRecyclePayload, lead: Lead);
payload!("leadMerge", LeadMergePayload, lead: Lead);
payload!("leadDelete", LeadDeletePayload, lead: Lead);
payload!("leadRestore", LeadRestorePayload, lead: Lead);

/// Changing leads.
#[derive(Default)]
pub struct LeadMutation;

#[Object]
impl LeadMutation {
    /// Creates a lead.
    async fn lead_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: LeadCreateInput,
    ) -> Option<Result<LeadCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a lead.
    async fn lead_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
        #[graphql(desc = "The changes.")] input: LeadUpdateInput,
    ) -> Option<Result<LeadUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Gives a lead that is not converted to a rep of your teams.
    async fn lead_assign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
        #[graphql(desc = "The new owner.")] input: LeadAssignInput,
    ) -> Option<Result<LeadAssignPayload>> {
        answer(assign(ctx, id, input).await)
    }

    /// Records the first contact with a lead; a second is refused.
    async fn lead_contact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
        #[graphql(desc = "How it was contacted.")] input: Option<LeadContactInput>,
    ) -> Option<Result<LeadContactPayload>> {
        answer(contact(ctx, id, input.unwrap_or_default()).await)
    }

    /// Qualifies a lead as worth selling to, a disqualified one included.
    async fn lead_qualify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
        #[graphql(desc = "How it was qualified.")] input: Option<LeadQualifyInput>,
    ) -> Option<Result<LeadQualifyPayload>> {
        answer(qualify(ctx, id, input.unwrap_or_default()).await)
    }

    /// Disqualifies a lead.
    async fn lead_disqualify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
        #[graphql(desc = "Why and when it was disqualified.")] input: Option<LeadDisqualifyInput>,
    ) -> Option<Result<LeadDisqualifyPayload>> {
        answer(disqualify(ctx, id, input.unwrap_or_default()).await)
    }

    /// Converts a lead into a customer and a deal, once.
    ///
    /// All of it happens or nothing. The deal carries the lead's source; deal, customer and contact belong to the owner
    /// of the lead. A second conversion is refused with CONFLICT.
    async fn lead_convert(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
        #[graphql(desc = "The customer and the deal.")] input: Option<LeadConvertInput>,
    ) -> Option<Result<LeadConvertPayload>> {
        answer(convert(ctx, id, input.unwrap_or_default()).await)
    }

    /// Reopens a lead that was worked before and comes in again.
    ///
    /// It stays the same lead: `leadsReceived` counts its first receipt only, and `leadsRecycled` counts each return. A
    /// disqualified lead is open again; its first contact stays the first. A converted lead is refused.
    async fn lead_recycle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
        #[graphql(desc = "The new owner.")] input: Option<LeadRecycleInput>,
    ) -> Option<Result<LeadRecyclePayload>> {
        answer(recycle(ctx, id, input.unwrap_or_default()).await)
    }

    /// Merges two leads that are the same, and returns the one kept.
    ///
    /// It counts once: its receipt is the earlier of both, with the source and the rep of that one, and each step is
    /// the earlier of both. Deals, interactions, meetings, key facts and answers of the duplicate move to it; of two
    /// answers to a criterion the later counts. The duplicate cannot be restored.
    async fn lead_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead to keep.")] id: ID,
        #[graphql(desc = "The duplicate.")] input: LeadMergeInput,
    ) -> Option<Result<LeadMergePayload>> {
        answer(merge(ctx, id, input).await)
    }

    /// Deletes a lead.
    /// It leaves every list and figure and can be restored.
    async fn lead_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
    ) -> Option<Result<LeadDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted lead.
    async fn lead_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead.")] id: ID,
    ) -> Option<Result<LeadRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: LeadCreateInput) -> Result<Lead> {
    let mut act = Act::begin(ctx).await?;
    let word = |value: &Option<String>, name| input::optional(value.as_deref(), LINE, &["input", name]);
    let title = input::text(&input.title, LINE, &["input", "title"])?;
    let email = input::optional_email(input.email.as_deref(), &["input", "email"])?;
    let received_at = input.received_at.map_or(act.now, |at| at.0);
    if received_at > act.now {
        return Err(UserError::input(&["input", "receivedAt"], "A lead cannot be received in the future.").into());
    }
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let owner = act.owner(input.rep.as_ref(), &["input", "rep"]).await?;
    let origin = Origin::named(&act, input.campaign.as_ref(), word(&input.source, "source")?).await?;
    let active = lead::ActiveModel {
        title: Set(title),
        company: Set(word(&input.company, "company")?),
        contact_name: Set(word(&input.contact_name, "contactName")?),
        email: Set(email),
        phone: Set(word(&input.phone, "phone")?),
        source: Set(origin.source),
        campaign_id: Set(origin.campaign),
        status: Set(lead::Status::New),
        owner_id: Set(owner),
        first_owner_id: Set(owner),
        received_at: Set(received_at),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let lead = act.insert::<lead::Entity>(Act::new_id(), active).await?;
    act.restate(None, Some(LeadState::of(lead.clone())));
    act.commit().await?;
    Ok(Lead(lead))
}

/// The lead of an id, if it is the viewer's to change and still at the version that they read.
pub(super) async fn open(act: &Act<'_>, id: &ID, version: Option<i32>) -> Result<lead::Model> {
    let lead = act.get::<lead::Entity>(id, &["id"]).await?;
    act.may_edit(lead.owner_id)?;
    act.expect_version::<lead::Entity>(&lead, version)?;
    Ok(lead)
}

/// Writes a change, has it restated, and commits.
pub(super) async fn save(mut act: Act<'_>, before: lead::Model, active: lead::ActiveModel) -> Result<Lead> {
    let state = LeadState::read(&act, before.clone()).await?;
    let lead = act.update::<lead::Entity>(&before, active).await?;
    done(act, state, lead).await
}

/// Has a lead restated of which nothing but the row has changed, and commits.
async fn done(mut act: Act<'_>, before: LeadState, lead: lead::Model) -> Result<Lead> {
    let after = LeadState { lead: lead.clone(), ..before.clone() };
    act.restate(Some(before), Some(after));
    act.commit().await?;
    Ok(Lead(lead))
}

/// When something happened, by the rules: reps may date back a day.
pub(super) fn happened(
    act: &Act<'_>,
    lead: &lead::Model,
    given: Option<DateTime>,
    name: &str,
) -> Result<chrono::DateTime<chrono::Utc>> {
    let recent_only = matches!(act.viewer.reach(), Reach::Own(_));
    Ok(rules::happened(lead, given.map(|at| at.0), act.now, recent_only, &["input", name])?)
}

async fn update(ctx: &Context<'_>, id: ID, input: LeadUpdateInput) -> Result<Lead> {
    let act = Act::begin(ctx).await?;
    let before = open(&act, &id, input.version).await?;
    let names_a_person = [&input.contact_name, &input.email, &input.phone];
    if before.erased_at.is_some() && names_a_person.into_iter().any(|value| matches!(value, MaybeUndefined::Value(_))) {
        return Err(UserError::conflict(&["id"], "The person was erased on request.").into());
    }
    let mut active = before.clone().into_active_model();
    if let Some(title) = input::change(&input.title, LINE, &["input", "title"])? {
        active.title = Set(title);
    }
    if let Some(company) = input::change_optional(&input.company, LINE, &["input", "company"])? {
        active.company = Set(company);
    }
    if let Some(name) = input::change_optional(&input.contact_name, LINE, &["input", "contactName"])? {
        active.contact_name = Set(name);
    }
    if let Some(email) = input::change_email(&input.email, &["input", "email"])? {
        active.email = Set(email);
    }
    if let Some(phone) = input::change_optional(&input.phone, LINE, &["input", "phone"])? {
        active.phone = Set(phone);
    }
    save(act, before, active).await
}

async fn assign(ctx: &Context<'_>, id: ID, input: LeadAssignInput) -> Result<Lead> {
    let act = Act::begin(ctx).await?;
    let before = act.get::<lead::Entity>(&id, &["id"]).await?;
    // What belongs to nobody is for every manager to hand out, to a rep of theirs.
    if before.owner_id.is_some() {
        act.may_edit(before.owner_id)?;
    }
    act.expect_version::<lead::Entity>(&before, input.version)?;
    rules::allow(&before, LeadStep::Assign)?;
    let rep = act.owner(Some(&input.rep), &["input", "rep"]).await?;
    if rep != before.owner_id {
        prospect::pass_on(&act, &before).await?;
    }
    let mut active = before.clone().into_active_model();
    active.owner_id = Set(rep);
    if before.first_owner_id.is_none() {
        active.first_owner_id = Set(rep);
    }
    if before.handed_over_at.is_some() && before.handed_over_to_id.is_none() {
        active.handed_over_to_id = Set(rep);
    }
    save(act, before, active).await
}

async fn contact(ctx: &Context<'_>, id: ID, input: LeadContactInput) -> Result<Lead> {
    let act = Act::begin(ctx).await?;
    let before = open(&act, &id, input.version).await?;
    rules::allow(&before, LeadStep::Contact)?;
    let mut active = before.clone().into_active_model();
    active.status = Set(rules::contacted(before.status));
    active.contacted_at = Set(Some(happened(&act, &before, input.contacted_at, "contactedAt")?));
    active.contacted_by_id = Set(before.owner_id);
    save(act, before, active).await
}

async fn qualify(ctx: &Context<'_>, id: ID, input: LeadQualifyInput) -> Result<Lead> {
    let act = Act::begin(ctx).await?;
    let before = open(&act, &id, input.version).await?;
    rules::allow(&before, LeadStep::Qualify)?;
    let mut active = before.clone().into_active_model();
    hand_over::taken_up(&mut active, &before, act.now);
    active.status = Set(lead::Status::Qualified);
    active.qualified_at = Set(Some(happened(&act, &before, input.qualified_at, "qualifiedAt")?));
    active.qualified_by_id = Set(before.owner_id);
    active.disqualified_at = Set(None);
    active.disqualified_by_id = Set(None);
    active.reason_id = Set(None);
    save(act, before, active).await
}

async fn disqualify(ctx: &Context<'_>, id: ID, input: LeadDisqualifyInput) -> Result<Lead> {
    let act = Act::begin(ctx).await?;
    let before = open(&act, &id, input.version).await?;
    rules::allow(&before, LeadStep::Disqualify)?;
    let mut active = before.clone().into_active_model();
    active.status = Set(lead::Status::Disqualified);
    active.disqualified_at = Set(Some(happened(&act, &before, input.disqualified_at, "disqualifiedAt")?));
    active.disqualified_by_id = Set(before.owner_id);
    active.reason_id = Set(reason::chosen(&act, input.reason.as_ref(), outcome_reason::Outcome::Disqualified).await?);
    save(act, before, active).await
}

async fn convert(ctx: &Context<'_>, id: ID, input: LeadConvertInput) -> Result<Lead> {
    let mut act = Act::begin(ctx).await?;
    convert::hold_meetings(&act, &id).await?;
    let before = open(&act, &id, input.version).await?;
    let lead = convert::convert(&mut act, before, input).await?;
    act.commit().await?;
    Ok(Lead(lead))
}

async fn recycle(ctx: &Context<'_>, id: ID, input: LeadRecycleInput) -> Result<Lead> {
    let mut act = Act::begin(ctx).await?;
    let before = open(&act, &id, input.version).await?;
    rules::allow(&before, LeadStep::Recycle)?;
    let at = happened(&act, &before, input.recycled_at, "recycledAt")?;
    let rep = match &input.rep {
        Some(rep) => act.owner(Some(rep), &["input", "rep"]).await?,
        None => before.owner_id,
    };
    if rep != before.owner_id {
        prospect::pass_on(&act, &before).await?;
    }
    let state = LeadState::read(&act, before.clone()).await?;
    let mut active = before.clone().into_active_model();
    active.status = Set(rules::recycled(&before));
    active.owner_id = Set(rep);
    if before.first_owner_id.is_none() {
        active.first_owner_id = Set(rep);
    }
    active.disqualified_at = Set(None);
    active.disqualified_by_id = Set(None);
    active.reason_id = Set(None);
    active.recycled_at = Set(Some(before.recycled_at.map_or(at, |last| last.max(at))));
    let lead = act.update::<lead::Entity>(&before, active).await?;
    let row = lead_recycling::ActiveModel {
        id: Set(Act::new_id()),
        lead_id: Set(lead.id),
        recycled_at: Set(at),
        rep_id: Set(rep),
    };
    lead_recycling::Entity::insert(row).exec_without_returning(&act.tx).await?;
    let mut recycled = state.recycled.clone();
    recycled.push((at, rep));
    let after = LeadState { lead: lead.clone(), recycled, ..state.clone() };
    act.restate(Some(state), Some(after));
    act.commit().await?;
    Ok(Lead(lead))
}

async fn merge(ctx: &Context<'_>, id: ID, input: LeadMergeInput) -> Result<Lead> {
    let mut act = Act::begin(ctx).await?;
    let lead = merge::merge(&mut act, &id, &input).await?;
    act.commit().await?;
    Ok(Lead(lead))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Lead> {
    let mut act = Act::begin(ctx).await?;
    let before = open(&act, &id, None).await?;
    let state = LeadState::read(&act, before.clone()).await?;
    let lead = act.delete::<lead::Entity>(&before).await?;
    done(act, state, lead).await
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Lead> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<lead::Entity>(&id, &["id"]).await?;
    act.may_edit(before.owner_id)?;
    if before.merged_into_id.is_some() {
        return Err(UserError::conflict(&["id"], "The lead was merged into another.").into());
    }
    let state = LeadState::read(&act, before.clone()).await?;
    let lead = act.restore::<lead::Entity>(&before).await?;
    done(act, state, lead).await
}
