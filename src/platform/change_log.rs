//! The change log: who changed which record when, field by field.

use async_graphql::{Context, Description, Enum, ID, Object, SimpleObject};
use entity::{change_log, user};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::{Map, Value};

use crate::{
    access::Reach,
    error::{Error, Result},
    graphql::{DateTime, Listing, Page, Paging, id, page::Sort, request::Request},
    organization::user::User,
};

/// What kind of caller made a change.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "change_log::ActorKind")]
pub enum ActorKind {
    /// A user who was signed in.
    User,
    /// A partner's program, with an API token.
    Token,
    /// The service itself: an import or the command line.
    System,
}

/// What was done to a record.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "change_log::Action")]
pub enum ChangeAction {
    /// It was created.
    Create,
    /// Some of its fields changed.
    Update,
    /// It was deleted.
    Delete,
    /// It was restored.
    Restore,
}

/// A field of a record that changed.
#[derive(SimpleObject)]
pub struct FieldChange {
    /// The field's stored name, in lower case with underscores.
    field: String,
    /// The old value as stored; null when it was empty.
    /// Money is in minor units, shares in ten-thousandths.
    before: Option<String>,
    /// The new value as stored; null when it was cleared.
    after: Option<String>,
}

/// An entry of the change log: one change of one record.
#[derive(Description)]
pub struct Change(change_log::Model);

impl From<change_log::Model> for Change {
    fn from(model: change_log::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Change {
    /// When it was made.
    async fn changed_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    /// What kind of caller made it.
    async fn actor_kind(&self) -> ActorKind {
        self.0.actor_kind.into()
    }

    /// The user who made it; null when the caller was not a user.
    async fn user(&self, ctx: &Context<'_>) -> Option<Result<User>> {
        let id = self.0.actor_id.filter(|_| self.0.actor_kind == change_log::ActorKind::User);
        Request::of(ctx).ok()?.loaders.maybe::<user::Entity, _>(id).await.transpose()
    }

    /// What was done.
    async fn action(&self) -> ChangeAction {
        self.0.action.into()
    }

    /// The fields that changed.
    async fn fields(&self) -> Vec<FieldChange> {
        fields(&self.0.changes)
    }
}

/// Reading the change log.
#[derive(Default)]
pub struct ChangeLogQuery;

#[Object]
impl ChangeLogQuery {
    /// The changes of a record, latest first, for admins.
    /// Deleted records are included. FORBIDDEN for others.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of a record of any kind.")] record: ID,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Change>>> {
        Some(of_record(ctx, &record, first, after).await)
    }
}

async fn of_record(ctx: &Context<'_>, record: &ID, first: Option<i32>, after: Option<String>) -> Result<Page<Change>> {
    let request = Request::signed_in(ctx)?;
    if !matches!(request.viewer.reach(), Reach::Everything) {
        return Err(Error::forbidden());
    }
    let paging = Paging::new(first, after)?;
    let (kind, id) = id::decode(record).ok_or_else(|| Error::bad_input("`record` is not a valid id."))?;
    let select = request
        .viewer
        .find::<change_log::Entity>()
        .filter(change_log::Column::RecordId.eq(id))
        .filter(change_log::Column::RecordKind.eq(kind.name()));
    let latest = Sort::descending(change_log::Column::Id);
    Listing { select, sort: latest, identity: format!("changes {}", record.as_str()) }.rows(request, &paging).await
}

/// The fields of a stored change: an object from names to pairs of values.
fn fields(changes: &str) -> Vec<FieldChange> {
    let changes: Map<String, Value> = serde_json::from_str(changes).unwrap_or_default();
    let text = |value: Option<&Value>| match value {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    };
    let mut fields: Vec<FieldChange> = changes
        .into_iter()
        .map(|(field, pair)| FieldChange { field, before: text(pair.get(0)), after: text(pair.get(1)) })
        .collect();
    fields.sort_by(|one, other| one.field.cmp(&other.field));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_text_and_nothing_as_null() {
        let found = fields(r#"{"name":[null,"Ann"],"amount":[100,null],"is_active":[true,false]}"#);
        let found: Vec<_> = found
            .iter()
            .map(|change| (change.field.as_str(), change.before.as_deref(), change.after.as_deref()))
            .collect();
        assert_eq!(
            found,
            [("amount", Some("100"), None), ("is_active", Some("true"), Some("false")), ("name", None, Some("Ann"))]
        );
    }
}
