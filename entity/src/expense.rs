//! An expense: what selling costs.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// What an expense was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Category {
    /// Fixed pay, with its charges.
    Salary,
    /// Commissions and bonuses, with their charges.
    Variable,
    /// Travel and hospitality.
    Travel,
    /// Software, telephones, cars.
    Tools,
    /// Media, fairs, agencies.
    Marketing,
    /// Training.
    Training,
    /// Anything else.
    Other,
}

impl Category {
    /// The category's name, as facts carry it.
    pub fn name(self) -> String {
        self.to_value()
    }

    /// Whether it says what somebody earns.
    pub const fn is_pay(self) -> bool {
        matches!(self, Self::Salary | Self::Variable)
    }
}

/// How an expense that no rep bears alone is shared among reps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Allocation {
    /// By the working days that each was there in the month.
    HeadcountDays,
    /// By the revenue that each booked in the month.
    Revenue,
    /// The same for everybody who was there on the day.
    Equal,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "expense")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it was for.
    pub category: Category,
    /// The same in words.
    pub description: Option<String>,
    /// Net of tax, in minor units.
    pub amount: i64,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// The day that it is a cost of.
    pub incurred_on: Date,
    /// The day that it was paid on.
    pub paid_on: Option<Date>,
    /// The rep who bears it alone.
    pub rep_id: Option<Uuid>,
    /// The team that bears it; with neither rep nor team, the whole organization does.
    pub team_id: Option<Uuid>,
    /// The campaign that it was spent on.
    pub campaign_id: Option<Uuid>,
    /// The lead source that it was spent on.
    pub lead_source: Option<String>,
    /// How it is shared among reps, unless one bears it alone.
    pub allocation: Allocation,
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
    #[sea_orm(belongs_to, relation_enum = "Rep", from = "rep_id", to = "id")]
    pub rep: BelongsTo<Option<super::rep::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Team", from = "team_id", to = "id")]
    pub team: BelongsTo<Option<super::team::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Campaign", from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<Option<super::campaign::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
