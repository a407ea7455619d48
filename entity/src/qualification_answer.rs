//! An answer to a criterion about a lead. Rows are added and never changed: the latest of a criterion counts.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "qualification_answer")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The lead.
    pub lead_id: Uuid,
    /// The edition of the set that was answered.
    pub set_id: Uuid,
    /// What was answered.
    pub criterion_id: Uuid,
    /// The answer to a yes-or-no question.
    pub boolean: Option<bool>,
    /// The answer on a scale or in a number, in ten-thousandths.
    pub number_e4: Option<i64>,
    /// The word chosen.
    pub choice: Option<String>,
    /// The day named.
    pub day: Option<Date>,
    /// What the answer scores; `None` when the answer before was taken back.
    pub score_bp: Option<i32>,
    /// Who answered; `None` for programs.
    pub answered_by_id: Option<Uuid>,
    /// When.
    pub answered_at: DateTimeUtc,
    /// Grows by one with each change; an update that names an older one is refused.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Lead", from = "lead_id", to = "id")]
    pub lead: BelongsTo<super::lead::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Set", from = "set_id", to = "id")]
    pub set: BelongsTo<super::criteria_set::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Criterion", from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "AnsweredBy", from = "answered_by_id", to = "id")]
    pub answered_by: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
