//! Converting a lead: a customer, a deal and, if the lead names one, a contact, all or none of them.

use async_graphql::{ID, InputObject};
use entity::{Kind, contact, customer, deal, lead, meeting};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    LeadState, hand_over,
    rules::{self, LeadStep},
};
use crate::{
    access::policy,
    error::{Result, UserError},
    graphql::{
        Date, MoneyInput, id,
        input::{self, LINE},
    },
    marketing::campaign::Origin,
    mutation::Act,
    sales::deal::opening,
};

/// The conversion of a lead.
#[derive(InputObject, Default)]
pub struct LeadConvertInput {
    /// The existing customer it belongs to (default: a new customer).
    pub customer: Option<ID>,
    /// The name of the new customer (default: the lead's company).
    /// Mutually exclusive with `customer`.
    pub customer_name: Option<String>,
    /// Whether its person becomes a contact of the customer (default: true).
    pub make_contact: Option<bool>,
    /// The name of the deal (default: the lead's title).
    pub deal_name: Option<String>,
    /// The pipeline of the deal (default: the default pipeline).
    pub pipeline: Option<ID>,
    /// The stage of the deal, in that pipeline (default: the first).
    pub stage: Option<ID>,
    /// The value of the deal, net of tax and discount.
    pub amount: Option<MoneyInput>,
    /// The expected close date of the deal.
    pub expected_close_on: Option<Date>,
    /// The version you read of the lead; CONFLICT when it has changed since.
    pub version: Option<i32>,
}

/// Makes a customer, a contact and a deal of a lead, all owned by whoever works it.
pub async fn convert(act: &mut Act<'_>, lead: lead::Model, input: LeadConvertInput) -> Result<lead::Model> {
    rules::allow(&lead, LeadStep::Convert)?;
    policy::allow_mutation(act.viewer, "dealCreate")?;
    let customer = customer_of(act, &lead, &input).await?;
    let contact = if input.make_contact.unwrap_or(true) { contact_of(act, &lead, customer).await? } else { None };
    let name = input::optional(input.deal_name.as_deref(), LINE, &["input", "dealName"])?;
    let stage = opening::stage(act, input.pipeline.as_ref(), input.stage.as_ref()).await?;
    let (amount, currency) = opening::amount(act, input.amount.as_ref())?;
    let origin = Origin::inherited(act, None, None, Some(&lead)).await?;
    let active = deal::ActiveModel {
        name: Set(name.unwrap_or_else(|| lead.title.clone())),
        customer_id: Set(Some(customer)),
        contact_id: Set(contact),
        lead_id: Set(Some(lead.id)),
        pipeline_id: Set(stage.pipeline_id),
        stage_id: Set(stage.id),
        owner_id: Set(lead.owner_id),
        status: Set(deal::Status::Open),
        amount: Set(amount),
        currency: Set(currency),
        expected_close_on: Set(input.expected_close_on.map(|day| day.0)),
        opened_at: Set(Some(act.now)),
        source: Set(origin.source),
        campaign_id: Set(origin.campaign),
        is_marketing_sourced: Set(origin.is_marketing),
        ..Default::default()
    };
    let deal = opening::open(act, active, &stage).await?;
    // The deal stands already, so this is the lead's part alone.
    let before = LeadState::read(act, lead.clone()).await?;
    let mut active = lead.clone().into_active_model();
    hand_over::taken_up(&mut active, &lead, act.now);
    active.status = Set(lead::Status::Converted);
    active.converted_at = Set(Some(act.now));
    active.converted_by_id = Set(lead.owner_id);
    active.customer_id = Set(Some(customer));
    active.deal_id = Set(Some(deal.id));
    let converted = act.update::<lead::Entity>(&lead, active).await?;
    let after = LeadState { lead: converted.clone(), ..before.clone() };
    act.restate(Some(before), Some(after));
    link_meetings(act, lead.id, customer, deal.id).await?;
    Ok(converted)
}

/// Holds the meetings about a lead before the lead itself: whoever changes one of them may refer to the lead next.
#[expect(clippy::disallowed_methods, reason = "what a meeting is about goes with the lead, whoever holds it")]
pub async fn hold_meetings(act: &Act<'_>, lead: &ID) -> Result<()> {
    let lead = id::parse(Kind::Lead, lead, &["id"])?;
    let meetings = meeting::Entity::find()
        .select_only()
        .column(meeting::Column::Id)
        .filter(meeting::Column::LeadId.eq(lead))
        .order_by_asc(meeting::Column::Id)
        .lock_exclusive();
    meetings.into_tuple::<Uuid>().all(&act.tx).await?;
    Ok(())
}

/// The meetings about the lead concern its deal from now on.
#[expect(clippy::disallowed_methods, reason = "what a meeting is about goes with the lead, whoever holds it")]
async fn link_meetings(act: &mut Act<'_>, lead: Uuid, customer: Uuid, deal: Uuid) -> Result<()> {
    let meetings = meeting::Entity::find()
        .filter(meeting::Column::LeadId.eq(lead))
        .filter(meeting::Column::DealId.is_null())
        .filter(meeting::Column::DeletedAt.is_null())
        .order_by_asc(meeting::Column::Id)
        .all(&act.tx)
        .await?;
    for before in meetings {
        let mut active = before.clone().into_active_model();
        active.deal_id = Set(Some(deal));
        active.customer_id = Set(before.customer_id.or(Some(customer)));
        let after = act.update::<meeting::Entity>(&before, active).await?;
        act.restate(Some(before), Some(after));
    }
    Ok(())
}

/// The customer named, or a new one.
async fn customer_of(act: &mut Act<'_>, lead: &lead::Model, input: &LeadConvertInput) -> Result<Uuid> {
    let field = &["input", "customerName"];
    let name = input::optional(input.customer_name.as_deref(), LINE, field)?;
    if let Some(customer) = &input.customer {
        if name.is_some() {
            return Err(UserError::input(field, "Name an existing customer or a new one, not both.").into());
        }
        return act.refer::<customer::Entity>(customer, &["input", "customer"]).await;
    }
    policy::allow_mutation(act.viewer, "customerCreate")?;
    let name = name.or_else(|| lead.company.clone());
    let name = name.ok_or_else(|| UserError::input(field, "The lead has no company; give `customerName`."))?;
    let active = customer::ActiveModel { name: Set(name), owner_id: Set(lead.owner_id), ..Default::default() };
    Ok(act.insert::<customer::Entity>(Act::new_id(), active).await?.id)
}

/// The person whom the lead names, as a contact.
async fn contact_of(act: &mut Act<'_>, lead: &lead::Model, customer: Uuid) -> Result<Option<Uuid>> {
    let Some(name) = &lead.contact_name else { return Ok(None) };
    policy::allow_mutation(act.viewer, "contactCreate")?;
    let active = contact::ActiveModel {
        name: Set(name.clone()),
        customer_id: Set(Some(customer)),
        email: Set(lead.email.clone()),
        phone: Set(lead.phone.clone()),
        ..Default::default()
    };
    Ok(Some(act.insert::<contact::Entity>(Act::new_id(), active).await?.id))
}
