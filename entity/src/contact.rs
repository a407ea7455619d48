//! A person at a customer.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The customer that the person works for.
    pub customer_id: Option<Uuid>,
    /// The full name; blank once erased.
    pub name: String,
    /// The address.
    pub email: Option<String>,
    /// The number.
    pub phone: Option<String>,
    /// The function.
    pub job_title: Option<String>,
    /// When personal fields were blanked on request; the record stays so that figures do not move.
    pub erased_at: Option<DateTimeUtc>,
    /// The system that the record was imported from or written by; `None` for records made here.
    pub source_system: Option<String>,
    /// The record's identifier in `source_system`; unique together with it.
    pub external_id: Option<String>,
    /// Grows by one with each change; an update that names an older one is refused.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
    /// When the record was deleted; a deleted record can be restored.
    pub deleted_at: Option<DateTimeUtc>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Customer", from = "customer_id", to = "id")]
    pub customer: BelongsTo<Option<super::customer::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
