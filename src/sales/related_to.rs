//! The customer, contact, lead and deal that an activity, a quote or a contract relates to.

use async_graphql::{ID, MaybeUndefined};
use entity::{contact, customer, deal, lead};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    error::{Result, UserError},
    mutation::Act,
};

/// The records that a record relates to; `None` where it relates to none of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RelatedTo {
    /// The customer.
    pub customer: Option<Uuid>,
    /// The contact.
    pub contact: Option<Uuid>,
    /// The lead.
    pub lead: Option<Uuid>,
    /// The deal.
    pub deal: Option<Uuid>,
}

/// The same as input: omitted keeps, null clears.
#[derive(Clone, Debug, Default)]
pub struct RelatedToInput {
    /// The customer.
    pub customer: MaybeUndefined<ID>,
    /// The contact.
    pub contact: MaybeUndefined<ID>,
    /// The lead.
    pub lead: MaybeUndefined<ID>,
    /// The deal.
    pub deal: MaybeUndefined<ID>,
}

/// An input of a new record, where omitted and null mean the same.
pub fn optional(id: Option<ID>) -> MaybeUndefined<ID> {
    id.map_or(MaybeUndefined::Undefined, MaybeUndefined::Value)
}

impl RelatedTo {
    /// Applies an input. A customer that is not given is that of the deal, the contact or the lead; a deal with another
    /// customer is refused.
    pub async fn changed(self, act: &Act<'_>, input: &RelatedToInput) -> Result<Self> {
        let contact = match &input.contact {
            MaybeUndefined::Value(id) => Some(act.read::<contact::Entity>(id, &["input", "contact"]).await?),
            _ => None,
        };
        let lead = match &input.lead {
            MaybeUndefined::Value(id) => Some(act.read::<lead::Entity>(id, &["input", "lead"]).await?),
            _ => None,
        };
        let deal = match (&input.deal, self.deal) {
            (MaybeUndefined::Value(id), _) => Some(act.read::<deal::Entity>(id, &["input", "deal"]).await?),
            // The customer may change only to that of the deal which stays.
            (MaybeUndefined::Undefined, Some(id)) if !input.customer.is_undefined() => {
                act.viewer.find::<deal::Entity>().filter(deal::Column::Id.eq(id)).one(&act.tx).await?
            }
            _ => None,
        };
        let kept = |said: &MaybeUndefined<ID>, before| if said.is_null() { None } else { before };
        let mut related = Self {
            customer: kept(&input.customer, self.customer),
            contact: contact.as_ref().map(|row| row.id).or(kept(&input.contact, self.contact)),
            lead: lead.as_ref().map(|row| row.id).or(kept(&input.lead, self.lead)),
            deal: deal.as_ref().map(|row| row.id).or(kept(&input.deal, self.deal)),
        };
        let of_deal = deal.and_then(|row| row.customer_id);
        if let MaybeUndefined::Value(id) = &input.customer {
            related.customer = Some(act.refer::<customer::Entity>(id, &["input", "customer"]).await?);
            if of_deal.is_some() && of_deal != related.customer {
                return Err(UserError::input(&["input", "customer"], "The deal is with another customer.").into());
            }
            return Ok(related);
        }
        let implied = contact.and_then(|row| row.customer_id).or(lead.and_then(|row| row.customer_id));
        related.customer = of_deal.or(related.customer).or(implied);
        Ok(related)
    }

    /// The customer of a record that needs one, and the present owner of the account.
    pub async fn account(self, act: &Act<'_>) -> Result<(Uuid, Option<Uuid>)> {
        let message = "Name a customer, or a record that has one.";
        let customer = self.customer.ok_or_else(|| UserError::input(&["input", "customer"], message))?;
        let found =
            act.viewer.find::<customer::Entity>().filter(customer::Column::Id.eq(customer)).one(&act.tx).await?;
        Ok((customer, found.and_then(|customer| customer.owner_id)))
    }
}
