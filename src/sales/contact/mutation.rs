//! Changing contacts.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::{contact, customer};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::{Contact, erasure};
use crate::{
    error::{Result, UserError},
    graphql::{
        input::{self, LINE},
        payload::answer,
    },
    mutation::Act,
    payload,
};

/// A new contact.
#[derive(InputObject)]
pub struct ContactCreateInput {
    /// The full name, at most 200 characters.
    pub name: String,
    /// The customer the person works for.
    /// Required of reps and managers.
    pub customer: Option<ID>,
    /// The e-mail address, kept in lower case.
    pub email: Option<String>,
    /// The telephone number, as people write it.
    pub phone: Option<String>,
    /// The job title, as in `Head of purchasing`.
    pub job_title: Option<String>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a contact.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct ContactUpdateInput {
    /// The full name; it cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// The customer the person works for.
    /// Reps and managers cannot clear it.
    pub customer: MaybeUndefined<ID>,
    /// The e-mail address.
    pub email: MaybeUndefined<String>,
    /// The telephone number.
    pub phone: MaybeUndefined<String>,
    /// The job title.
    pub job_title: MaybeUndefined<String>,
    /// The version you read; CONFLICT when the contact has changed since.
    pub version: Option<i32>,
}

payload!("contactCreate", ContactCreatePayload, contact: Contact);
payload!("contactUpdate", ContactUpdatePayload, contact: Contact);
payload!("contactErase", ContactErasePayload, contact: Contact);
payload!("contactDelete", ContactDeletePayload, contact: Contact);
payload!("contactRestore", ContactRestorePayload, contact: Contact);

/// Changing contacts.
#[derive(Default)]
pub struct ContactMutation;

#[Object]
impl ContactMutation {
    /// Creates a contact at a customer you may see.
    async fn contact_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: ContactCreateInput,
    ) -> Option<Result<ContactCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a contact.
    async fn contact_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contact.")] id: ID,
        #[graphql(desc = "The changes.")] input: ContactUpdateInput,
    ) -> Option<Result<ContactUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Erases a person's data permanently, on their request.
    ///
    /// Name, e-mail address, telephone number and job title are blanked in the contact, in its lead and in the change
    /// log. The record stays, so links and figures do not change. It works on deleted contacts too.
    async fn contact_erase(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contact.")] id: ID,
    ) -> Option<Result<ContactErasePayload>> {
        answer(erase(ctx, id).await)
    }

    /// Deletes a contact.
    /// It leaves every list and can be restored.
    async fn contact_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contact.")] id: ID,
    ) -> Option<Result<ContactDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted contact.
    async fn contact_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contact.")] id: ID,
    ) -> Option<Result<ContactRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: ContactCreateInput) -> Result<Contact> {
    let mut act = Act::begin(ctx).await?;
    let name = input::text(&input.name, LINE, &["input", "name"])?;
    let email = input::optional_email(input.email.as_deref(), &["input", "email"])?;
    let phone = input::optional(input.phone.as_deref(), LINE, &["input", "phone"])?;
    let job_title = input::optional(input.job_title.as_deref(), LINE, &["input", "jobTitle"])?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let customer = act.refer_maybe::<customer::Entity>(input.customer.as_ref(), &["input", "customer"]).await?;
    if customer.is_none() {
        may_be_alone(&act)?;
    }
    let active = contact::ActiveModel {
        name: Set(name),
        customer_id: Set(customer),
        email: Set(email),
        phone: Set(phone),
        job_title: Set(job_title),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let contact = act.insert::<contact::Entity>(Act::new_id(), active).await?;
    act.commit().await?;
    Ok(Contact(contact))
}

/// A contact without a customer is seen only by those who see everything: others would lose sight of it.
fn may_be_alone(act: &Act<'_>) -> Result<()> {
    match act.may_edit(None) {
        Ok(()) => Ok(()),
        Err(_) => Err(UserError::input(&["input", "customer"], "Name the customer the person works for.").into()),
    }
}

/// Refuses a contact whose person was erased: nothing personal may come back.
pub(super) fn expect_person(contact: &contact::Model) -> Result<()> {
    match contact.erased_at {
        Some(_) => Err(UserError::conflict(&["id"], "The person was erased on request.").into()),
        None => Ok(()),
    }
}

async fn update(ctx: &Context<'_>, id: ID, input: ContactUpdateInput) -> Result<Contact> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<contact::Entity>(&id, &["id"]).await?;
    act.expect_version::<contact::Entity>(&before, input.version)?;
    expect_person(&before)?;
    let mut active = before.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    match &input.customer {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => {
            may_be_alone(&act)?;
            active.customer_id = Set(None);
        }
        MaybeUndefined::Value(id) => {
            active.customer_id = Set(Some(act.refer::<customer::Entity>(id, &["input", "customer"]).await?));
        }
    }
    if let Some(email) = input::change_email(&input.email, &["input", "email"])? {
        active.email = Set(email);
    }
    if let Some(phone) = input::change_optional(&input.phone, LINE, &["input", "phone"])? {
        active.phone = Set(phone);
    }
    if let Some(job_title) = input::change_optional(&input.job_title, LINE, &["input", "jobTitle"])? {
        active.job_title = Set(job_title);
    }
    let contact = act.update::<contact::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(Contact(contact))
}

async fn erase(ctx: &Context<'_>, id: ID) -> Result<Contact> {
    let mut act = Act::begin(ctx).await?;
    let contact = erasure::erase(&mut act, &id).await?;
    act.commit().await?;
    Ok(contact)
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Contact> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<contact::Entity>(&id, &["id"]).await?;
    let contact = act.delete::<contact::Entity>(&before).await?;
    act.commit().await?;
    Ok(Contact(contact))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Contact> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<contact::Entity>(&id, &["id"]).await?;
    let contact = act.restore::<contact::Entity>(&before).await?;
    act.commit().await?;
    Ok(Contact(contact))
}
