//! What activities and papers are about: a customer, one of its people, a lead, a deal.

use async_graphql::{ID, MaybeUndefined};
use entity::{contact, customer, deal, lead};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    error::{Result, UserError},
    mutation::Act,
};

/// What a record is about; each `None` where it is about none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RelatedTo {
    /// The customer.
    pub customer: Option<Uuid>,
    /// The person.
    pub contact: Option<Uuid>,
    /// The lead.
    pub lead: Option<Uuid>,
    /// The deal.
    pub deal: Option<Uuid>,
}

/// What an input says of it: left out keeps, null clears.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The customer.
    pub customer: MaybeUndefined<ID>,
    /// The person.
    pub contact: MaybeUndefined<ID>,
    /// The lead.
    pub lead: MaybeUndefined<ID>,
    /// The deal.
    pub deal: MaybeUndefined<ID>,
}

/// What a new record's input says: left out and null are one.
pub fn given(id: Option<ID>) -> MaybeUndefined<ID> {
    id.map_or(MaybeUndefined::Undefined, MaybeUndefined::Value)
}

impl RelatedTo {
    /// What it becomes by an input. Where the customer is not said it is that of the deal, the person or the lead; a deal
    /// with another customer is refused.
    pub async fn changed(self, act: &Act<'_>, given: &Given) -> Result<Self> {
        let contact = match &given.contact {
            MaybeUndefined::Value(id) => Some(act.read::<contact::Entity>(id, &["input", "contact"]).await?),
            _ => None,
        };
        let lead = match &given.lead {
            MaybeUndefined::Value(id) => Some(act.read::<lead::Entity>(id, &["input", "lead"]).await?),
            _ => None,
        };
        let deal = match (&given.deal, self.deal) {
            (MaybeUndefined::Value(id), _) => Some(act.read::<deal::Entity>(id, &["input", "deal"]).await?),
            // The customer may change only to that of the deal which stays.
            (MaybeUndefined::Undefined, Some(id)) if !given.customer.is_undefined() => {
                act.viewer.find::<deal::Entity>().filter(deal::Column::Id.eq(id)).one(&act.tx).await?
            }
            _ => None,
        };
        let kept = |said: &MaybeUndefined<ID>, before| if said.is_null() { None } else { before };
        let mut about = Self {
            customer: kept(&given.customer, self.customer),
            contact: contact.as_ref().map(|row| row.id).or(kept(&given.contact, self.contact)),
            lead: lead.as_ref().map(|row| row.id).or(kept(&given.lead, self.lead)),
            deal: deal.as_ref().map(|row| row.id).or(kept(&given.deal, self.deal)),
        };
        let of_deal = deal.and_then(|row| row.customer_id);
        if let MaybeUndefined::Value(id) = &given.customer {
            about.customer = Some(act.refer::<customer::Entity>(id, &["input", "customer"]).await?);
            if of_deal.is_some() && of_deal != about.customer {
                return Err(UserError::input(&["input", "customer"], "The deal is with another customer.").into());
            }
            return Ok(about);
        }
        let implied = contact.and_then(|row| row.customer_id).or(lead.and_then(|row| row.customer_id));
        about.customer = of_deal.or(about.customer).or(implied);
        Ok(about)
    }

    /// The customer of a record that cannot do without one, and who owns the account now.
    pub async fn account(self, act: &Act<'_>) -> Result<(Uuid, Option<Uuid>)> {
        let message = "Name a customer, or something that is with one.";
        let customer = self.customer.ok_or_else(|| UserError::input(&["input", "customer"], message))?;
        let found =
            act.viewer.find::<customer::Entity>().filter(customer::Column::Id.eq(customer)).one(&act.tx).await?;
        Ok((customer, found.and_then(|customer| customer.owner_id)))
    }
}
