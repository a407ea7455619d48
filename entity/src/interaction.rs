//! A contact with a customer or prospect: a call, an e-mail, a visit.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// The channel of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// A telephone or video call.
    Call,
    /// An e-mail written by a person.
    Email,
    /// A visit on site.
    Visit,
    /// A chat or text message.
    Message,
    /// A demonstration.
    Demo,
    /// An exchange on a social network.
    Social,
}

impl Kind {
    /// The channel's name, as facts carry it.
    pub fn name(self) -> String {
        self.to_value()
    }
}

/// Who took the initiative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Direction {
    /// We did.
    Outbound,
    /// They did.
    Inbound,
}

/// Whether it took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Still to come.
    Planned,
    /// It took place.
    Done,
}

/// What came of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// Spoke to the person.
    Reached,
    /// Nobody answered.
    NoAnswer,
    /// A message was left.
    LeftMessage,
    /// A meeting was agreed.
    MeetingBooked,
    /// They declined.
    NotInterested,
    /// To be continued.
    FollowUp,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "interaction")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The channel.
    pub kind: Kind,
    /// Who took the initiative.
    pub direction: Direction,
    /// Planned or done; only done ones count.
    pub status: Status,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// When it took place, or is planned.
    pub occurred_at: DateTimeUtc,
    /// Who did it, and is credited.
    pub performer_id: Option<Uuid>,
    /// With which customer.
    pub customer_id: Option<Uuid>,
    /// With whom.
    pub contact_id: Option<Uuid>,
    /// About which lead.
    pub lead_id: Option<Uuid>,
    /// About which deal.
    pub deal_id: Option<Uuid>,
    /// What it was about.
    pub subject: Option<String>,
    /// What was said.
    pub note: Option<String>,
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
    #[sea_orm(belongs_to, relation_enum = "Performer", from = "performer_id", to = "id")]
    pub performer: BelongsTo<Option<super::rep::Entity>>,
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
