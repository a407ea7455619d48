//! A survey sent to a customer, and what came back.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use super::survey::{Direction, Kind};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "survey_response")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What was asked.
    pub survey_id: Uuid,
    /// What the survey measures.
    pub kind: Kind,
    /// The version of the scale, which is frozen here so that later changes leave the answer as it was meant.
    pub scale_version: i32,
    /// The lowest answer, in ten-thousandths.
    pub scale_min: i64,
    /// The highest answer, in ten-thousandths.
    pub scale_max: i64,
    /// Which end is the good one.
    pub direction: Direction,
    /// From which answer on a customer is satisfied, in ten-thousandths.
    pub threshold: i64,
    /// Who was asked.
    pub customer_id: Uuid,
    /// The person who was asked.
    pub contact_id: Option<Uuid>,
    /// The interaction that is rated.
    pub interaction_id: Option<Uuid>,
    /// The deal that is rated.
    pub deal_id: Option<Uuid>,
    /// When it was sent.
    pub sent_at: DateTimeUtc,
    /// Who is credited with the sending, frozen at that time.
    pub sent_rep_id: Option<Uuid>,
    /// When the answer came; `None` while there is none.
    pub responded_at: Option<DateTimeUtc>,
    /// Who is credited with the answer, frozen at that time.
    pub response_rep_id: Option<Uuid>,
    /// The answer, in ten-thousandths.
    pub value: Option<i64>,
    /// The answer in words.
    pub comment: Option<String>,
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
    #[sea_orm(belongs_to, relation_enum = "Survey", from = "survey_id", to = "id")]
    pub survey: BelongsTo<super::survey::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Customer", from = "customer_id", to = "id")]
    pub customer: BelongsTo<super::customer::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Contact", from = "contact_id", to = "id")]
    pub contact: BelongsTo<Option<super::contact::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Interaction", from = "interaction_id", to = "id")]
    pub interaction: BelongsTo<Option<super::interaction::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Deal", from = "deal_id", to = "id")]
    pub deal: BelongsTo<Option<super::deal::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "SentRep", from = "sent_rep_id", to = "id")]
    pub sent_rep: BelongsTo<Option<super::rep::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "ResponseRep", from = "response_rep_id", to = "id")]
    pub response_rep: BelongsTo<Option<super::rep::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
