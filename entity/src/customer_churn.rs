//! A departure of a customer, said before its window had passed.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "customer_churn")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The customer.
    pub customer_id: Uuid,
    /// First day on which it is no longer one; unique for a customer.
    pub churned_on: Date,
    /// Why.
    pub reason_id: Option<Uuid>,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Customer", from = "customer_id", to = "id")]
    pub customer: BelongsTo<super::customer::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Reason", from = "reason_id", to = "id")]
    pub reason: BelongsTo<Option<super::outcome_reason::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
