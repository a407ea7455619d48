//! Sums of facts by rep, team of the day, and day.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "total_rep_day")]
pub struct Model {
    /// The rep; nil for none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub rep_id: Uuid,
    /// The local day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    /// The code of the measure.
    #[sea_orm(primary_key, auto_increment = false)]
    pub measure: i16,
    /// The team of that day; nil for none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub team_id: Uuid,
    /// The sum.
    pub value: i64,
}

impl ActiveModelBehavior for ActiveModel {}
