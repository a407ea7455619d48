//! A complaint of a customer.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "complaint")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who complains.
    pub customer_id: Uuid,
    /// The sale that it is about.
    pub deal_id: Option<Uuid>,
    /// The product that it is about.
    pub product_id: Option<Uuid>,
    /// The number of the order that it is about, as other systems call it.
    pub order_number: Option<String>,
    /// The primary reason.
    pub reason_id: Option<Uuid>,
    /// A further reason, which figures by reason leave out.
    pub secondary_reason_id: Option<Uuid>,
    /// What it is about, in a few words.
    pub subject: Option<String>,
    /// What was said and done.
    pub note: Option<String>,
    /// The owner of the account when it was opened: credited where no sale says who is.
    pub owner_id: Option<Uuid>,
    /// Who handles it.
    pub handler_id: Option<Uuid>,
    /// When it was made.
    pub opened_at: DateTimeUtc,
    /// When it was settled last; `None` while it is open.
    pub resolved_at: Option<DateTimeUtc>,
    /// How often it was reopened.
    pub reopen_count: i32,
    /// What was paid back, in minor units.
    pub refund_amount: Option<i64>,
    /// ISO 4217 code of the refund.
    pub refund_currency: Option<String>,
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
    pub customer: BelongsTo<super::customer::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Deal", from = "deal_id", to = "id")]
    pub deal: BelongsTo<Option<super::deal::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Product", from = "product_id", to = "id")]
    pub product: BelongsTo<Option<super::product::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Reason", from = "reason_id", to = "id")]
    pub reason: BelongsTo<Option<super::outcome_reason::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "SecondaryReason", from = "secondary_reason_id", to = "id")]
    pub secondary_reason: BelongsTo<Option<super::outcome_reason::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Owner", from = "owner_id", to = "id")]
    pub owner: BelongsTo<Option<super::rep::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Handler", from = "handler_id", to = "id")]
    pub handler: BelongsTo<Option<super::rep::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
