//! Erasing a person on request: from the contact, from the leads that the person came by, from what is known of both, and
//! from what the person wrote.

use async_graphql::ID;
use entity::{Kind, contact, deal, lead, survey_response};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
};

use super::Contact;
use crate::{
    error::{Result, UserError},
    graphql::id,
    marketing::key_fact,
    mutation::Act,
};

/// The fields of a contact that say who the person is.
const OF_CONTACT: [&str; 4] = ["name", "email", "phone", "job_title"];
/// The fields of a lead that do.
const OF_LEAD: [&str; 3] = ["contact_name", "email", "phone"];
/// The same, and the title, which an export without titles takes from the name.
const OF_TITLED_LEAD: [&str; 4] = ["title", "contact_name", "email", "phone"];
/// What a title that names the person becomes.
const ERASED: &str = "(erased)";

/// The field of an answer to a survey that may.
const OF_RESPONSE: [&str; 1] = ["comment"];

/// Erases a contact, deleted or not. Its customer, its deals and every figure stay as they are.
pub async fn erase(act: &mut Act<'_>, id: &ID) -> Result<Contact> {
    let id = id::parse(Kind::Contact, id, &["id"])?;
    let found = act.viewer.find_with_deleted::<contact::Entity>().filter(contact::Column::Id.eq(id));
    let before = found.lock_exclusive().one(&act.tx).await?.ok_or_else(|| UserError::not_found(&["id"]))?;
    super::mutation::expect_person(&before)?;
    let leads = leads_of(act, &before).await?;
    key_fact::erasure::of_leads(act, &leads).await?;
    key_fact::erasure::of_contact(act, &before).await?;
    for lead in leads {
        let mut active = lead.clone().into_active_model();
        active.contact_name = Set(None);
        active.email = Set(None);
        active.phone = Set(None);
        active.erased_at = Set(Some(act.now));
        if names(&lead.title, &before) {
            active.title = Set(ERASED.to_owned());
            act.erase::<lead::Entity>(&lead, active, &OF_TITLED_LEAD).await?;
        } else {
            act.erase::<lead::Entity>(&lead, active, &OF_LEAD).await?;
        }
    }
    for response in responses_of(act, &before).await? {
        let mut active = response.clone().into_active_model();
        active.comment = Set(None);
        act.erase::<survey_response::Entity>(&response, active, &OF_RESPONSE).await?;
    }
    let mut active = before.clone().into_active_model();
    active.name = Set(String::new());
    active.email = Set(None);
    active.phone = Set(None);
    active.job_title = Set(None);
    active.erased_at = Set(Some(act.now));
    Ok(Contact(act.erase::<contact::Entity>(&before, active, &OF_CONTACT).await?))
}

/// Whether a text names the person.
fn names(text: &str, person: &contact::Model) -> bool {
    text.to_lowercase().contains(&person.name.to_lowercase())
}

/// What the person answered in words.
#[expect(clippy::disallowed_methods, reason = "a person is erased everywhere, whoever asked them")]
async fn responses_of(act: &Act<'_>, contact: &contact::Model) -> Result<Vec<survey_response::Model>> {
    let answers = survey_response::Entity::find()
        .filter(survey_response::Column::ContactId.eq(contact.id))
        .filter(survey_response::Column::Comment.is_not_null());
    Ok(answers.lock_exclusive().all(&act.tx).await?)
}

/// The leads that became a deal with the contact and name the same person.
#[expect(clippy::disallowed_methods, reason = "a person is erased everywhere, whoever works the lead")]
async fn leads_of(act: &Act<'_>, contact: &contact::Model) -> Result<Vec<lead::Model>> {
    let deals = deal::Entity::find().select_only().column(deal::Column::LeadId);
    let deals = deals.filter(deal::Column::ContactId.eq(contact.id)).filter(deal::Column::LeadId.is_not_null());
    let same = Condition::any()
        .add(lead::Column::ContactName.eq(&contact.name))
        .add_option(contact.email.as_ref().map(|email| lead::Column::Email.eq(email)));
    let leads = lead::Entity::find().filter(lead::Column::Id.in_subquery(deals.into_query())).filter(same);
    Ok(leads.lock_exclusive().all(&act.tx).await?)
}
