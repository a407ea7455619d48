//! Changing customers.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::customer;
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

use super::{Customer, Life, churn::life, group};
use crate::{
    error::{Result, UserError},
    graphql::{
        input::{self, LINE},
        payload::answer,
    },
    mutation::Act,
    payload,
};

/// A new customer.
#[derive(InputObject)]
pub struct CustomerCreateInput {
    /// The name, at most 200 characters.
    pub name: String,
    /// The group it is a subsidiary of.
    pub parent: Option<ID>,
    /// The market segment, as free text.
    pub segment: Option<String>,
    /// The industry, as free text.
    pub industry: Option<String>,
    /// The number of employees, 0 or more.
    #[graphql(validator(minimum = 0))]
    pub employee_count: Option<i32>,
    /// The country, preferably ISO 3166-1 alpha-2: `FR`, `DE`.
    pub country: Option<String>,
    /// The website, as in `https://example.com` or `example.com`.
    pub website: Option<String>,
    /// The rep who owns the account (default: you).
    pub rep: Option<ID>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a customer.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct CustomerUpdateInput {
    /// The name; it cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// The group it is a subsidiary of; not itself or one of its subsidiaries.
    pub parent: MaybeUndefined<ID>,
    /// The market segment.
    pub segment: MaybeUndefined<String>,
    /// The industry.
    pub industry: MaybeUndefined<String>,
    /// The number of employees, 0 or more.
    #[graphql(validator(minimum = 0))]
    pub employee_count: MaybeUndefined<i32>,
    /// The country, preferably ISO 3166-1 alpha-2.
    pub country: MaybeUndefined<String>,
    /// The website.
    pub website: MaybeUndefined<String>,
    /// The rep who owns the account.
    /// You may name reps whom you may give records to. Only admins can clear it.
    pub rep: MaybeUndefined<ID>,
    /// The version you read; CONFLICT when the customer has changed since.
    pub version: Option<i32>,
}

payload!("customerCreate", CustomerCreatePayload, customer: Customer);
payload!("customerUpdate", CustomerUpdatePayload, customer: Customer);
payload!("customerDelete", CustomerDeletePayload, customer: Customer);
payload!("customerRestore", CustomerRestorePayload, customer: Customer);

/// Changing customers.
#[derive(Default)]
pub struct CustomerMutation;

#[Object]
impl CustomerMutation {
    /// Creates a customer, or a company that may become one.
    async fn customer_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: CustomerCreateInput,
    ) -> Option<Result<CustomerCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a customer of your accounts or your teams' accounts.
    async fn customer_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The customer.")] id: ID,
        #[graphql(desc = "The changes.")] input: CustomerUpdateInput,
    ) -> Option<Result<CustomerUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes a customer; its deals stay and count.
    ///
    /// It leaves all lists and no longer counts as a new customer of any period. It can be restored.
    async fn customer_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The customer.")] id: ID,
    ) -> Option<Result<CustomerDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted customer.
    ///
    /// A customer that was merged into another is refused with CONFLICT.
    async fn customer_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The customer.")] id: ID,
    ) -> Option<Result<CustomerRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: CustomerCreateInput) -> Result<Customer> {
    let mut act = Act::begin(ctx).await?;
    let word = |value: &Option<String>, name| input::optional(value.as_deref(), LINE, &["input", name]);
    let name = input::text(&input.name, LINE, &["input", "name"])?;
    let segment = word(&input.segment, "segment")?;
    let industry = word(&input.industry, "industry")?;
    let country = word(&input.country, "country")?.map(country);
    let website = word(&input.website, "website")?.map(website).transpose()?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let owner = act.owner(input.rep.as_ref(), &["input", "rep"]).await?;
    let parent = match &input.parent {
        Some(id) => Some(parent(&act, None, id).await?),
        None => None,
    };
    let active = customer::ActiveModel {
        name: Set(name),
        parent_id: Set(parent),
        segment: Set(segment),
        industry: Set(industry),
        employee_count: Set(input.employee_count),
        country: Set(country),
        website: Set(website),
        owner_id: Set(owner),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let customer = act.insert::<customer::Entity>(Act::new_id(), active).await?;
    act.commit().await?;
    Ok(Customer(customer))
}

/// The parent named, if the customer can belong to it.
async fn parent(act: &Act<'_>, customer: Option<Uuid>, parent: &ID) -> Result<Uuid> {
    let parent = act.refer::<customer::Entity>(parent, &["input", "parent"]).await?;
    group::check(act, customer, parent).await?;
    Ok(parent)
}

/// A country as it is compared: codes in capitals, names as they are.
pub(super) fn country(country: String) -> String {
    if country.len() == 2 { country.to_ascii_uppercase() } else { country }
}

/// A public site: a host, or an address of the web. Other addresses could run code where they are shown as links.
fn website(site: String) -> Result<String, UserError> {
    let scheme = site.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        None | Some("http" | "https") if !site.contains(char::is_whitespace) => Ok(site),
        _ => Err(UserError::input(
            &["input", "website"],
            "This is not a web address; write one such as `https://example.com`.",
        )),
    }
}

async fn update(ctx: &Context<'_>, id: ID, input: CustomerUpdateInput) -> Result<Customer> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<customer::Entity>(&id, &["id"]).await?;
    act.may_edit(before.owner_id)?;
    act.expect_version::<customer::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    if let Some(segment) = input::change_optional(&input.segment, LINE, &["input", "segment"])? {
        active.segment = Set(segment);
    }
    if let Some(industry) = input::change_optional(&input.industry, LINE, &["input", "industry"])? {
        active.industry = Set(industry);
    }
    if let Some(named) = input::change_optional(&input.country, LINE, &["input", "country"])? {
        active.country = Set(named.map(country));
    }
    if let Some(site) = input::change_optional(&input.website, LINE, &["input", "website"])? {
        active.website = Set(site.map(website).transpose()?);
    }
    if !input.employee_count.is_undefined() {
        active.employee_count = Set(input.employee_count.take());
    }
    match &input.rep {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => {
            act.may_edit(None)?;
            active.owner_id = Set(None);
        }
        MaybeUndefined::Value(rep) => active.owner_id = Set(act.owner(Some(rep), &["input", "rep"]).await?),
    }
    match &input.parent {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => active.parent_id = Set(None),
        MaybeUndefined::Value(id) => active.parent_id = Set(Some(parent(&act, Some(before.id), id).await?)),
    }
    let customer = act.update::<customer::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(Customer(customer))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Customer> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<customer::Entity>(&id, &["id"]).await?;
    act.may_edit(before.owner_id)?;
    let life = life(&act, before.id).await?;
    let customer = act.delete::<customer::Entity>(&before).await?;
    let after = Life { is_deleted: true, ..life.clone() };
    act.restate(Some(life), Some(after));
    act.commit().await?;
    Ok(Customer(customer))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Customer> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<customer::Entity>(&id, &["id"]).await?;
    act.may_edit(before.owner_id)?;
    if before.merged_into_id.is_some() {
        return Err(UserError::conflict(&["id"], "The customer was merged into another.").into());
    }
    let life = life(&act, before.id).await?;
    let customer = act.restore::<customer::Entity>(&before).await?;
    let after = Life { is_deleted: false, ..life.clone() };
    act.restate(Some(life), Some(after));
    act.commit().await?;
    Ok(Customer(customer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_sites_are_kept() {
        for right in ["example.com", "https://example.com/a?b", "HTTP://example.com"] {
            assert!(website(right.into()).is_ok(), "{right}");
        }
        for wrong in ["javascript:alert(1)", "ftp://example.com", "data:text/html,x", "two words"] {
            assert!(website(wrong.into()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn codes_of_countries_are_compared_in_capitals() {
        assert_eq!(country("fr".into()), "FR");
        assert_eq!(country("France".into()), "France");
    }
}
