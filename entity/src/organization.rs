//! The organization: one row of settings that every figure depends on.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "organization")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The name shown to users.
    pub name: String,
    /// ISO 4217 code of the currency that figures are given in.
    pub currency: String,
    /// IANA time zone whose midnights bound days, months and years.
    pub time_zone: String,
    /// 1 to 12: the month in which the fiscal year starts.
    pub fiscal_year_start_month: i16,
    /// ISO number of the first day of the week, 1 = Monday.
    pub week_starts_on: i16,
    /// W: a customer counts as active for this many months after a win.
    pub activity_window_months: i16,
    /// k: figures of groups with fewer contributors are withheld from those without individual rights.
    pub group_minimum: i16,
    /// The last day of the books that are closed: what is posted behind it counts as an adjustment later.
    pub locked_through: Option<Date>,
    /// Whether customers lost are read from totals: the measures that tell are stated of all customers, and no days were ever
    /// locked, so that every fact counts on its own day.
    pub losses_by_totals: bool,
    /// Within how many hours sales should contact a lead that marketing hands over.
    pub hand_over_sla_hours: i16,
    /// The kinds of key fact that must be known of every prospect, separated by commas.
    pub required_key_facts: String,
    /// For how many days a key fact counts as fresh after it was found to hold.
    pub key_fact_fresh_days: i16,
    /// The weekdays that are worked, a bit each: 1 = Monday, 64 = Sunday.
    pub working_weekdays: i16,
    /// Within how many hours of its receipt a lead is to be contacted.
    pub lead_response_hours: i16,
    /// After how many days without anything done about it an open deal is stalled.
    pub stalled_after_days: i16,
    /// Grows by one with each change; an update that names an older one is refused.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When the row last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
