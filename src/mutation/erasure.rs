//! Erasing personal data: from a record, and from what the change log remembers of it.

use entity::change_log;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
};
use serde_json::{Map, Value};

use super::Act;
use crate::{
    access::record::Record,
    error::{Error, Result},
};

/// What stands in the log where an erased value stood.
const ERASED: &str = "(erased)";

impl Act<'_> {
    /// Changes a record that somebody asked to be erased from. The log goes on to say when which of the `personal` fields
    /// changed, and no longer what they held: neither before this act nor in it.
    #[expect(clippy::disallowed_methods, reason = "the log of a record that was found through the viewer's door")]
    pub async fn erase<E: Record>(
        &mut self,
        before: &E::Model,
        active: E::Active,
        personal: &[&str],
    ) -> Result<E::Model>
    where
        E::Model: FromQueryResult,
    {
        let id = E::id_of(before);
        let after = self.update::<E>(before, active).await?;
        for entry in self.log.iter_mut().filter(|entry| entry.record_id == Set(id)) {
            if let Set(changes) = &mut entry.changes {
                *changes = forget(changes, personal)?;
            }
        }
        let entries = change_log::Entity::find()
            .filter(change_log::Column::RecordId.eq(id))
            .filter(change_log::Column::RecordKind.eq(E::KIND.name()));
        for entry in entries.all(&self.tx).await? {
            let changes = forget(&entry.changes, personal)?;
            if changes != entry.changes {
                let mut entry = entry.into_active_model();
                entry.changes = Set(changes);
                entry.update(&self.tx).await?;
            }
        }
        Ok(after)
    }
}

/// An entry of the log without what some fields held.
fn forget(changes: &str, fields: &[&str]) -> Result<String> {
    let unreadable = |cause: serde_json::Error| Error::Bug(format!("a change that cannot be read: {cause}"));
    let mut changes: Map<String, Value> = serde_json::from_str(changes).map_err(unreadable)?;
    for (field, values) in &mut changes {
        let values = values.as_array_mut().filter(|_| fields.contains(&field.as_str()));
        for value in values.into_iter().flatten().filter(|value| !value.is_null()) {
            *value = ERASED.into();
        }
    }
    Ok(Value::Object(changes).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_forgets_what_was_personal_and_nothing_else() {
        let before = r#"{"customer_id":[null,"0199"],"email":["ann@example.com",null],"name":[null,"Ann"]}"#;
        let after = r#"{"customer_id":[null,"0199"],"email":["(erased)",null],"name":[null,"(erased)"]}"#;
        assert_eq!(forget(before, &["name", "email", "phone"]).unwrap(), after);
        assert_eq!(forget(after, &["name", "email", "phone"]).unwrap(), after);
    }
}
