//! A fact: what a record contributes to a measure on a day. Rows are only ever added.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "fact")]
pub struct Model {
    /// The order of posting.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The organization's local day that it belongs to.
    pub day: Date,
    /// When it was posted.
    pub recorded_at: DateTimeUtc,
    /// The code of the measure.
    pub measure: i16,
    /// Minor units, ten-thousandths or seconds, as the measure says.
    pub value: i64,
    /// Who is credited; the nil UUID when nobody is.
    pub rep_id: Uuid,
    /// The rep's team on `day`; the nil UUID when there is none.
    pub team_id: Uuid,
    /// The code of the kind of record that it comes from.
    pub source_kind: super::Kind,
    /// The record that it comes from.
    pub source_id: Uuid,
    /// The customer concerned.
    pub customer_id: Option<Uuid>,
    /// The pipeline concerned.
    pub pipeline_id: Option<Uuid>,
    /// The stage concerned.
    pub stage_id: Option<Uuid>,
    /// Where the business came from.
    pub source: Option<String>,
    /// The campaign it came from.
    pub campaign_id: Option<Uuid>,
    /// The product sold.
    pub product_id: Option<Uuid>,
    /// The day that it is about, where that is locked and it therefore counts on a later one.
    pub adjusted_day: Option<Date>,
    /// Kind, purpose or reason, as the measure says.
    pub kind: Option<String>,
    /// The record's own currency, for amounts.
    pub currency: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
