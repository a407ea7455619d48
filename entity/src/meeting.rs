//! A meeting: attempted, booked, then held, missed or cancelled. A rescheduled meeting stays one meeting.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// Why one meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Purpose {
    /// To win somebody who is no customer yet.
    Prospecting,
    /// With an existing customer.
    Customer,
}

impl Purpose {
    /// The purpose's name, as facts carry it.
    pub fn name(self) -> String {
        self.to_value()
    }
}

/// How far a meeting has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Asked for, not agreed.
    Attempted,
    /// Agreed.
    Booked,
    /// It took place.
    Held,
    /// They did not come.
    NoShow,
    /// Called off.
    Cancelled,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "meeting")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Prospecting, or with somebody who was a customer at that time.
    pub purpose: Purpose,
    /// Whether somebody said so; otherwise what the customer is when it starts decides.
    pub purpose_given: bool,
    /// How far it has come.
    pub status: Status,
    /// What it is about.
    pub subject: Option<String>,
    /// When it was asked for; `None` when it was booked without a logged attempt.
    pub attempted_at: Option<DateTimeUtc>,
    /// When it was agreed.
    pub booked_at: Option<DateTimeUtc>,
    /// When it starts, as agreed last.
    pub starts_at: Option<DateTimeUtc>,
    /// When it was held, missed or cancelled.
    pub closed_at: Option<DateTimeUtc>,
    /// How often the start moved.
    pub reschedule_count: i32,
    /// Who holds it, and is credited when it is held.
    pub host_id: Option<Uuid>,
    /// Who asked for it, and is credited with the attempt.
    pub set_by_id: Option<Uuid>,
    /// With which customer.
    pub customer_id: Option<Uuid>,
    /// With whom.
    pub contact_id: Option<Uuid>,
    /// About which lead.
    pub lead_id: Option<Uuid>,
    /// About which deal.
    pub deal_id: Option<Uuid>,
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
    #[sea_orm(belongs_to, relation_enum = "Host", from = "host_id", to = "id")]
    pub host: BelongsTo<Option<super::rep::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "SetBy", from = "set_by_id", to = "id")]
    pub set_by: BelongsTo<Option<super::rep::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Customer", from = "customer_id", to = "id")]
    pub customer: BelongsTo<Option<super::customer::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Contact", from = "contact_id", to = "id")]
    pub contact: BelongsTo<Option<super::contact::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Lead", from = "lead_id", to = "id")]
    pub lead: BelongsTo<Option<super::lead::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Deal", from = "deal_id", to = "id")]
    pub deal: BelongsTo<Option<super::deal::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
