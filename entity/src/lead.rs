//! A lead: somebody's interest, before there is a deal.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// How far a lead has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Received, not yet contacted.
    New,
    /// Somebody spoke to them.
    Contacted,
    /// Worth selling to.
    Qualified,
    /// Turned down.
    Disqualified,
    /// Became a customer with a deal.
    Converted,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "lead")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it is about.
    pub title: String,
    /// The company named.
    pub company: Option<String>,
    /// The person named.
    pub contact_name: Option<String>,
    /// The address given.
    pub email: Option<String>,
    /// The number given.
    pub phone: Option<String>,
    /// Where it came from, frozen at first touch.
    pub source: Option<String>,
    /// The campaign that it came from, frozen at first touch.
    pub campaign_id: Option<Uuid>,
    /// How far it has come.
    pub status: Status,
    /// The rep who works it; `None` while unassigned.
    pub owner_id: Option<Uuid>,
    /// The first rep it was assigned to, who is credited with the receipt.
    pub first_owner_id: Option<Uuid>,
    /// When the interest arrived, not when the row was written.
    pub received_at: DateTimeUtc,
    /// First outbound contact.
    pub contacted_at: Option<DateTimeUtc>,
    /// Who worked it then, and is credited with the contact.
    pub contacted_by_id: Option<Uuid>,
    /// When sales accepted it.
    pub qualified_at: Option<DateTimeUtc>,
    /// Who worked it then.
    pub qualified_by_id: Option<Uuid>,
    /// When it was turned down.
    pub disqualified_at: Option<DateTimeUtc>,
    /// Who worked it then.
    pub disqualified_by_id: Option<Uuid>,
    /// Why it was disqualified.
    pub reason_id: Option<Uuid>,
    /// When marketing handed it over to sales.
    pub handed_over_at: Option<DateTimeUtc>,
    /// The rep it was handed over to, whose hand-over it stays.
    pub handed_over_to_id: Option<Uuid>,
    /// When sales accepted the hand-over.
    pub accepted_at: Option<DateTimeUtc>,
    /// When sales rejected it.
    pub rejected_at: Option<DateTimeUtc>,
    /// Why.
    pub rejection_reason_id: Option<Uuid>,
    /// Why, in words.
    pub rejection_note: Option<String>,
    /// When it became a customer with a deal.
    pub converted_at: Option<DateTimeUtc>,
    /// Who worked it then.
    pub converted_by_id: Option<Uuid>,
    /// The customer that it became.
    pub customer_id: Option<Uuid>,
    /// The deal that it became.
    pub deal_id: Option<Uuid>,
    /// When the person was erased on request: nothing personal may come back.
    pub erased_at: Option<DateTimeUtc>,
    /// When it last came in again after it was turned down or forgotten.
    pub recycled_at: Option<DateTimeUtc>,
    /// The lead that it turned out to be the same as; it is deleted then.
    pub merged_into_id: Option<Uuid>,
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
    #[sea_orm(belongs_to, relation_enum = "Owner", from = "owner_id", to = "id")]
    pub owner: BelongsTo<Option<super::rep::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "FirstOwner", from = "first_owner_id", to = "id")]
    pub first_owner: BelongsTo<Option<super::rep::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Reason", from = "reason_id", to = "id")]
    pub reason: BelongsTo<Option<super::outcome_reason::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Campaign", from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<Option<super::campaign::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "HandedOverTo", from = "handed_over_to_id", to = "id")]
    pub handed_over_to: BelongsTo<Option<super::rep::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "RejectionReason", from = "rejection_reason_id", to = "id")]
    pub rejection_reason: BelongsTo<Option<super::outcome_reason::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Customer", from = "customer_id", to = "id")]
    pub customer: BelongsTo<Option<super::customer::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
