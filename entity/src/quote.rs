//! A quote, one row a revision; the revisions of one offer form a family.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// How far a quote has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Not sent yet.
    Draft,
    /// With the customer.
    Sent,
    /// Agreed.
    Accepted,
    /// Turned down.
    Declined,
    /// Past its date without an answer.
    Expired,
    /// Replaced by a later revision.
    Superseded,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "quote")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Shared by the revisions of one offer: the id of its first.
    pub family_id: Uuid,
    /// 1 for the first.
    pub revision: i32,
    /// The number printed on it.
    pub number: Option<String>,
    /// The deal that it is made for.
    pub deal_id: Option<Uuid>,
    /// The addressee.
    pub customer_id: Option<Uuid>,
    /// Who made it, and is credited.
    pub author_id: Option<Uuid>,
    /// How far it has come.
    pub status: Status,
    /// Net of tax and discount, in minor units.
    pub amount: i64,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// Last day on which it can be accepted.
    pub valid_until_on: Option<Date>,
    /// When it was sent.
    pub sent_at: Option<DateTimeUtc>,
    /// When it was accepted, declined or expired.
    pub closed_at: Option<DateTimeUtc>,
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
    #[sea_orm(belongs_to, relation_enum = "Deal", from = "deal_id", to = "id")]
    pub deal: BelongsTo<Option<super::deal::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Customer", from = "customer_id", to = "id")]
    pub customer: BelongsTo<Option<super::customer::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Author", from = "author_id", to = "id")]
    pub author: BelongsTo<Option<super::rep::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
