//! From a draft to a record: what each kind's table needs to know. Pure.

mod activity;
mod deal;
mod paper;
mod people;
mod selling;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveEnum, FromQueryResult};
use uuid::Uuid;

use super::{
    draft::{Draft, Value},
    moment::When,
    report::Remark,
};
use crate::access::record::Record;

/// What a new record starts with.
#[derive(Clone, Debug)]
pub struct NewRecord {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub now: DateTime<Utc>,
    /// The system it comes from.
    pub source_system: Option<String>,
    /// Its identifier there.
    pub external_id: Option<String>,
}

/// A kind of record that drafts become.
pub trait Target: Record<Model: FromQueryResult + PartialEq> {
    /// A record before its fields are filled in.
    fn blank(new: NewRecord) -> Self::Model;
    /// Fills in what the draft says, and completes what follows from it. The error says why there is no such record.
    fn fill(record: &mut Self::Model, draft: &mut Draft, now: DateTime<Utc>) -> Result<(), Remark>;
}

/// A kind whose records are told apart by an identifier of the source system.
pub trait Sourced: Target {
    /// The columns of the source system and of the identifier in it.
    fn source() -> (Self::Column, Self::Column);
    /// The column that references by name look in.
    fn name_column() -> Option<Self::Column>;
    /// A record's identifier in the source system.
    fn external_id(record: &Self::Model) -> Option<&str>;
    /// Whether a record was deleted here.
    fn is_deleted(record: &Self::Model) -> bool;
    /// The column of the record above, where the kind is a tree.
    fn parent_column() -> Option<Self::Column> {
        None
    }
    /// The column of the record that one was merged into, where records of the kind are.
    fn merged_into_column() -> Option<Self::Column> {
        None
    }
    /// The id of the record that one was merged into.
    fn merged_into(_record: &Self::Model) -> Option<Uuid> {
        None
    }
    /// The id of the record above, where the kind is a tree.
    fn parent(_record: &mut Self::Model) -> Option<&mut Option<Uuid>> {
        None
    }
}

macro_rules! sourced {
    ($entity:ident, $name:expr $(, $parent:ident, $column:ident)? $(; $into:ident, $merged:ident)?) => {
        impl $crate::import::target::Sourced for entity::$entity::Entity {
            fn source() -> (Self::Column, Self::Column) {
                (entity::$entity::Column::SourceSystem, entity::$entity::Column::ExternalId)
            }
            fn name_column() -> Option<Self::Column> {
                $name
            }
            fn external_id(record: &Self::Model) -> Option<&str> {
                record.external_id.as_deref()
            }
            fn is_deleted(record: &Self::Model) -> bool {
                record.deleted_at.is_some()
            }
            $(
                fn parent_column() -> Option<Self::Column> {
                    Some(entity::$entity::Column::$column)
                }
                fn parent(record: &mut Self::Model) -> Option<&mut Option<Uuid>> {
                    Some(&mut record.$parent)
                }
            )?
            $(
                fn merged_into_column() -> Option<Self::Column> {
                    Some(entity::$entity::Column::$merged)
                }
                fn merged_into(record: &Self::Model) -> Option<Uuid> {
                    record.$into
                }
            )?
        }
    };
}
use sourced;

/// What a value of a draft can fill.
pub trait FromValue: Sized {
    /// The value as this type; `None` when it is nothing, or of another.
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! from_value {
    ($($type:ty: $pattern:pat => $made:expr;)+) => {
        $(impl FromValue for $type {
            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    $pattern => $made,
                    _ => None,
                }
            }
        })+
    };
}

from_value! {
    String: Value::Text(text) => Some(text.clone());
    NaiveDate: Value::Day(day) => Some(*day);
    DateTime<Utc>: Value::Instant(when) => Some(when.at);
    When: Value::Instant(when) => Some(*when);
    i64: Value::Number(number) => Some(*number);
    i32: Value::Number(number) => i32::try_from(*number).ok();
    bool: Value::Flag(flag) => Some(*flag);
    Uuid: Value::Id(id) => Some(*id);
}

impl Draft {
    /// The value of a field; `None` when the mapping does not fill it.
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.entries.iter().find(|entry| entry.field.name == field).map(|entry| &entry.value)
    }

    /// The value of a field, if it has one.
    pub fn get<T: FromValue>(&self, field: &str) -> Option<T> {
        self.value(field).and_then(T::from_value)
    }

    /// Sets a field that may be empty to what the row says; left alone when the mapping does not fill it.
    pub fn set<T: FromValue>(&self, slot: &mut Option<T>, field: &str) {
        if let Some(value) = self.value(field) {
            *slot = T::from_value(value);
        }
    }

    /// Sets a field that may not be empty, when the row says something.
    pub fn put<T: FromValue>(&self, slot: &mut T, field: &str) {
        if let Some(value) = self.get(field) {
            *slot = value;
        }
    }

    /// An instant told by its day only is not before another of the same day.
    pub fn on_that_day_after<'s>(
        &self,
        slots: impl IntoIterator<Item = (&'static str, &'s mut Option<DateTime<Utc>>)>,
        earliest: Option<DateTime<Utc>>,
    ) {
        let Some(earliest) = earliest else { return };
        for (field, slot) in slots {
            if let Some(When { at, day_ends: Some(day_ends) }) = self.get(field)
                && (at..day_ends).contains(&earliest)
            {
                *slot = Some(earliest);
            }
        }
    }

    /// Sets a field of a closed list of words, when the row says something.
    pub fn word<T: ActiveEnum<Value = String>>(&self, slot: &mut T, field: &str) {
        if let Some(word) = self.get::<String>(field).and_then(|word| T::try_from_value(&word).ok()) {
            *slot = word;
        }
    }

    /// The same for a field that may be empty.
    pub fn word_maybe<T: ActiveEnum<Value = String>>(&self, slot: &mut Option<T>, field: &str) {
        if self.value(field).is_some() {
            *slot = self.get::<String>(field).and_then(|word| T::try_from_value(&word).ok());
        }
    }
}
