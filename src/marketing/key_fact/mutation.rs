//! Changing key facts.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use chrono::Utc;
use entity::{Kind, customer, key_fact, key_fact_verification, lead};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::{KeyFact, KeyFactKind, filled::says_something};
use crate::{
    error::{Result, UserError},
    graphql::{
        Date, DateTime, MoneyInput, Ratio, id,
        input::{self, LINE, NOTE},
        payload::answer,
    },
    mutation::Act,
    payload,
};

/// A new key fact about a lead or a customer.
#[derive(InputObject)]
pub struct KeyFactCreateInput {
    /// The kind.
    pub kind: KeyFactKind,
    /// The lead it is about.
    /// Mutually exclusive with `customer`.
    pub lead: Option<ID>,
    /// The customer it is about.
    /// Mutually exclusive with `lead`.
    pub customer: Option<ID>,
    /// The fact in words, at most 10 000 characters.
    pub text: Option<String>,
    /// The fact as an amount.
    pub amount: Option<MoneyInput>,
    /// The fact as a date.
    pub date: Option<Date>,
    /// Who or what it was learned from, at most 200 characters.
    pub source: Option<String>,
    /// When it was learned, not in the future (default: now).
    pub captured_at: Option<DateTime>,
    /// When it was last verified (default: never).
    /// Not in the future or before it was learned.
    pub verified_at: Option<DateTime>,
    /// The confidence, from 0 to 1.
    pub confidence: Option<Ratio>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`; CONFLICT when a key fact already has it.
    pub external_id: Option<String>,
}

/// Changes to a key fact.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct KeyFactUpdateInput {
    /// The fact in words.
    pub text: MaybeUndefined<String>,
    /// The fact as an amount.
    pub amount: MaybeUndefined<MoneyInput>,
    /// The fact as a date.
    pub date: MaybeUndefined<Date>,
    /// Who or what it was learned from.
    pub source: MaybeUndefined<String>,
    /// The confidence, from 0 to 1.
    pub confidence: MaybeUndefined<Ratio>,
    /// The version you read; CONFLICT when the key fact has changed since.
    pub version: Option<i32>,
}

/// The verification of a key fact.
#[derive(InputObject, Default)]
pub struct KeyFactVerifyInput {
    /// When it was verified (default: now).
    /// Not in the future or before it was learned.
    pub verified_at: Option<DateTime>,
    /// The version you read; CONFLICT when the key fact has changed since.
    pub version: Option<i32>,
}

payload!("keyFactCreate", KeyFactCreatePayload, key_fact: KeyFact);
payload!("keyFactUpdate", KeyFactUpdatePayload, key_fact: KeyFact);
payload!("keyFactVerify", KeyFactVerifyPayload, key_fact: KeyFact);
payload!("keyFactDelete", KeyFactDeletePayload, key_fact: KeyFact);
payload!("keyFactRestore", KeyFactRestorePayload, key_fact: KeyFact);

/// Changing key facts.
#[derive(Default)]
pub struct KeyFactMutation;

#[Object]
impl KeyFactMutation {
    /// Creates a key fact about a lead or a customer.
    async fn key_fact_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key fact.")] input: KeyFactCreateInput,
    ) -> Option<Result<KeyFactCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a key fact; it counts so from the day it was learned.
    async fn key_fact_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key fact.")] id: ID,
        #[graphql(desc = "The changes.")] input: KeyFactUpdateInput,
    ) -> Option<Result<KeyFactUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Verifies a key fact: it counts as fresh again from then on.
    async fn key_fact_verify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key fact.")] id: ID,
        #[graphql(desc = "When it was verified.")] input: Option<KeyFactVerifyInput>,
    ) -> Option<Result<KeyFactVerifyPayload>> {
        answer(verify(ctx, id, input.unwrap_or_default()).await)
    }

    /// Deletes a key fact.
    /// It leaves every list and figure and can be restored.
    async fn key_fact_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key fact.")] id: ID,
    ) -> Option<Result<KeyFactDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted key fact.
    async fn key_fact_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key fact.")] id: ID,
    ) -> Option<Result<KeyFactRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: KeyFactCreateInput) -> Result<KeyFact> {
    let mut act = Act::begin(ctx).await?;
    let (lead, customer) = match (&input.lead, &input.customer) {
        (Some(lead), None) => (Some(act.get::<lead::Entity>(lead, &["input", "lead"]).await?), None),
        (None, Some(customer)) => (None, Some(act.get::<customer::Entity>(customer, &["input", "customer"]).await?)),
        (Some(_), Some(_)) => {
            return Err(UserError::input(&["input", "customer"], "Name a lead or a customer, not both.").into());
        }
        (None, None) => return Err(UserError::input(&["input", "lead"], "Name a lead or a customer.").into()),
    };
    let owner = lead.as_ref().map(|lead| lead.owner_id).or(customer.as_ref().map(|customer| customer.owner_id));
    act.may_edit(owner.flatten())?;
    let (amount, currency) = money(&act, input.amount.as_ref())?;
    let captured_at = act.past(input.captured_at, &["input", "capturedAt"])?;
    let verified_at = match input.verified_at {
        Some(at) => Some(verified(&act, at, captured_at)?),
        None => None,
    };
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let mut active = key_fact::ActiveModel {
        lead_id: Set(lead.map(|lead| lead.id)),
        customer_id: Set(customer.map(|customer| customer.id)),
        kind: Set(input.kind.into()),
        text: Set(input::optional(input.text.as_deref(), NOTE, &["input", "text"])?),
        amount: Set(amount),
        currency: Set(currency),
        day: Set(input.date.map(|day| day.0)),
        learned_from: Set(input::optional(input.source.as_deref(), LINE, &["input", "source"])?),
        author_id: Set(act.viewer.user().map(|user| user.id)),
        captured_at: Set(captured_at),
        verified_at: Set(verified_at),
        confidence_bp: Set(confidence(input.confidence)?),
        erased_at: Set(None),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    active.is_filled = Set(is_filled(&active));
    let fact = act.insert::<key_fact::Entity>(Act::new_id(), active).await?;
    if let Some(at) = verified_at {
        note_verification(&act, &fact, at).await?;
    }
    finish(act, fact).await
}

/// The key fact of an id, if what it is about is the viewer's to change; that is locked until the end of the act.
async fn open(act: &Act<'_>, id: &ID, version: Option<i32>) -> Result<key_fact::Model> {
    let fact = act.read::<key_fact::Entity>(id, &["id"]).await?;
    expect_subject(act, &fact).await?;
    act.expect_version::<key_fact::Entity>(&fact, version)?;
    Ok(fact)
}

async fn expect_subject(act: &Act<'_>, fact: &key_fact::Model) -> Result<()> {
    let owner = match (fact.lead_id, fact.customer_id) {
        (Some(lead), _) => act.row::<lead::Entity>(lead, &["id"]).await?.owner_id,
        (None, Some(customer)) => act.row::<customer::Entity>(customer, &["id"]).await?.owner_id,
        (None, None) => None,
    };
    act.may_edit(owner)
}

/// Has the prospect restated, and commits.
async fn finish(mut act: Act<'_>, fact: key_fact::Model) -> Result<KeyFact> {
    if let Some(lead) = fact.lead_id {
        act.follow(Kind::Prospect, lead);
    }
    act.commit().await?;
    Ok(KeyFact(fact))
}

async fn update(ctx: &Context<'_>, id: ID, input: KeyFactUpdateInput) -> Result<KeyFact> {
    let mut act = Act::begin(ctx).await?;
    let before = open(&act, &id, input.version).await?;
    if before.erased_at.is_some() {
        return Err(UserError::conflict(&["id"], "It was erased on request; create a new key fact.").into());
    }
    let mut active = before.clone().into_active_model();
    if let Some(text) = input::change_optional(&input.text, NOTE, &["input", "text"])? {
        active.text = Set(text);
    }
    if let Some(amount) = input::change_maybe(input.amount) {
        let (amount, currency) = money(&act, amount.as_ref())?;
        active.amount = Set(amount);
        active.currency = Set(currency);
    }
    if let Some(day) = input::change_maybe(input.date) {
        active.day = Set(day.map(|day| day.0));
    }
    if let Some(source) = input::change_optional(&input.source, LINE, &["input", "source"])? {
        active.learned_from = Set(source);
    }
    if let Some(given) = input::change_maybe(input.confidence) {
        active.confidence_bp = Set(confidence(given)?);
    }
    active.is_filled = Set(is_filled(&active));
    let fact = act.update::<key_fact::Entity>(&before, active).await?;
    finish(act, fact).await
}

async fn verify(ctx: &Context<'_>, id: ID, input: KeyFactVerifyInput) -> Result<KeyFact> {
    let mut act = Act::begin(ctx).await?;
    let before = open(&act, &id, input.version).await?;
    if !before.is_filled {
        return Err(UserError::conflict(&["id"], "There is nothing to verify: the key fact is empty.").into());
    }
    let at = verified(&act, input.verified_at.unwrap_or(DateTime(act.now)), before.captured_at)?;
    let mut active = before.clone().into_active_model();
    active.verified_at = Set(before.verified_at.max(Some(at)));
    let fact = act.update::<key_fact::Entity>(&before, active).await?;
    note_verification(&act, &fact, at).await?;
    finish(act, fact).await
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<KeyFact> {
    let mut act = Act::begin(ctx).await?;
    let before = open(&act, &id, None).await?;
    let fact = act.delete::<key_fact::Entity>(&before).await?;
    finish(act, fact).await
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<KeyFact> {
    let mut act = Act::begin(ctx).await?;
    let id = id::parse(Kind::KeyFact, &id, &["id"])?;
    // Read, not locked: what it is about is locked first, as in every act.
    let deleted = act.viewer.find_with_deleted::<key_fact::Entity>().filter(key_fact::Column::Id.eq(id));
    let found = deleted.filter(key_fact::Column::DeletedAt.is_not_null()).one(&act.tx).await?;
    let before = found.ok_or_else(|| UserError::not_found(&["id"]))?;
    expect_subject(&act, &before).await?;
    let fact = act.restore::<key_fact::Entity>(&before).await?;
    finish(act, fact).await
}

type Instant = chrono::DateTime<Utc>;

/// An instant at which something was found to hold that was known by then.
fn verified(act: &Act<'_>, at: DateTime, captured_at: Instant) -> Result<Instant> {
    let field = &["input", "verifiedAt"];
    let at = act.past(Some(at), field)?;
    if at < captured_at {
        return Err(UserError::input(field, "This cannot be before it was learned.").into());
    }
    Ok(at)
}

async fn note_verification(act: &Act<'_>, fact: &key_fact::Model, at: Instant) -> Result<()> {
    let row =
        key_fact_verification::ActiveModel { id: Set(Act::new_id()), key_fact_id: Set(fact.id), verified_at: Set(at) };
    key_fact_verification::Entity::insert(row).exec_without_returning(&act.tx).await?;
    Ok(())
}

fn money(act: &Act<'_>, amount: Option<&MoneyInput>) -> Result<(Option<i64>, Option<String>)> {
    let Some(amount) = amount else { return Ok((None, None)) };
    let (minor, currency) = amount.minor(&act.organization.currency, &["input", "amount"])?;
    Ok((Some(minor), Some(currency)))
}

fn confidence(given: Option<Ratio>) -> Result<Option<i32>, UserError> {
    given.map(|ratio| input::basis_points(ratio.0, &["input", "confidence"])).transpose()
}

/// Whether a key fact about to be written says anything.
fn is_filled(fact: &key_fact::ActiveModel) -> bool {
    let says = fact.text.try_as_ref().and_then(Option::as_deref).is_some_and(says_something);
    let has = |is_there: Option<bool>| is_there.unwrap_or(false);
    says || has(fact.amount.try_as_ref().map(Option::is_some)) || has(fact.day.try_as_ref().map(Option::is_some))
}
