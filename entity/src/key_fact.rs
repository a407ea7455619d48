//! A key fact: something that is known of a prospect's needs, or of a customer's.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// What a key fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// What they need.
    Need,
    /// What they can spend.
    Budget,
    /// Who decides.
    DecisionMaker,
    /// By when.
    Deadline,
    /// Who supplies them now.
    CurrentSupplier,
    /// Who else makes them an offer.
    Competitor,
    /// What hurts.
    Pain,
    /// Anything else.
    Other,
}

impl Kind {
    /// The kind's name, as settings and facts carry it.
    pub fn name(self) -> String {
        self.to_value()
    }

    /// The kinds that a list of names separated by commas holds, each once.
    pub fn listed(names: &str) -> std::collections::BTreeSet<Self> {
        names.split(',').filter_map(|name| Self::try_from_value(&name.to_owned()).ok()).collect()
    }
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "key_fact")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The lead that it is about.
    pub lead_id: Option<Uuid>,
    /// The customer that it is about.
    pub customer_id: Option<Uuid>,
    /// What it is about.
    pub kind: Kind,
    /// What is known, in words; `None` once erased.
    pub text: Option<String>,
    /// What is known, as an amount in minor units.
    pub amount: Option<i64>,
    /// The currency of the amount.
    pub currency: Option<String>,
    /// What is known, as a day.
    pub day: Option<Date>,
    /// Whether it says anything: "n/a" does not.
    pub is_filled: bool,
    /// Who or what it was learned from.
    pub learned_from: Option<String>,
    /// Who wrote it down; `None` for programs.
    pub author_id: Option<Uuid>,
    /// When it was learned.
    pub captured_at: DateTimeUtc,
    /// When it was last found to hold.
    pub verified_at: Option<DateTimeUtc>,
    /// How sure it is.
    pub confidence_bp: Option<i32>,
    /// When its words were blanked because a person asked to be erased.
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
    #[sea_orm(belongs_to, relation_enum = "Lead", from = "lead_id", to = "id")]
    pub lead: BelongsTo<Option<super::lead::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Customer", from = "customer_id", to = "id")]
    pub customer: BelongsTo<Option<super::customer::Entity>>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Author", from = "author_id", to = "id")]
    pub author: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
