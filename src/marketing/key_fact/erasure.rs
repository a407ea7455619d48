//! Erasing a person from what is known of leads and customers.

use entity::{contact, key_fact, lead};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use crate::{error::Result, mutation::Act};

/// The fields of a key fact that may say who a person is.
const PERSONAL: [&str; 2] = ["text", "learned_from"];

/// Erases the words of all key facts about leads that name a person, deleted ones included. They go on counting as known,
/// so that figures do not move.
#[expect(clippy::disallowed_methods, reason = "a person is erased everywhere, whoever works the lead")]
pub async fn of_leads(act: &mut Act<'_>, leads: &[lead::Model]) -> Result<()> {
    let ids = leads.iter().map(|lead| lead.id);
    let facts = key_fact::Entity::find().filter(key_fact::Column::LeadId.is_in(ids)).lock_exclusive();
    for fact in facts.all(&act.tx).await? {
        blank(act, fact).await?;
    }
    Ok(())
}

/// Erases the words of those key facts about a contact's customer that name the contact.
#[expect(clippy::disallowed_methods, reason = "a person is erased everywhere, whoever works the customer")]
pub async fn of_contact(act: &mut Act<'_>, contact: &contact::Model) -> Result<()> {
    let Some(customer) = contact.customer_id else { return Ok(()) };
    let facts = key_fact::Entity::find().filter(key_fact::Column::CustomerId.eq(customer)).lock_exclusive();
    for fact in facts.all(&act.tx).await? {
        if names(&fact, contact) {
            blank(act, fact).await?;
        }
    }
    Ok(())
}

/// Whether a key fact names a contact: by a part of the name, the address or the number.
fn names(fact: &key_fact::Model, contact: &contact::Model) -> bool {
    let words = [&fact.text, &fact.learned_from].into_iter().flatten().map(|text| text.to_lowercase());
    let words = words.collect::<Vec<_>>().join("\n");
    let parts = contact.name.split_whitespace().filter(|part| part.chars().count() > 2).map(str::to_lowercase);
    let known = parts.chain(contact.email.clone()).chain(contact.phone.clone());
    known.into_iter().any(|known| words.contains(&known))
}

async fn blank(act: &mut Act<'_>, fact: key_fact::Model) -> Result<()> {
    if fact.erased_at.is_some() {
        return Ok(());
    }
    let mut active = fact.clone().into_active_model();
    active.text = Set(None);
    active.learned_from = Set(None);
    active.erased_at = Set(Some(act.now));
    act.erase::<key_fact::Entity>(&fact, active, &PERSONAL).await?;
    Ok(())
}
