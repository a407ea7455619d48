//! Sums of facts by team and month.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "total_team_month")]
pub struct Model {
    /// The team; nil for none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub team_id: Uuid,
    /// First day of the month.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: Date,
    /// The code of the measure.
    #[sea_orm(primary_key, auto_increment = false)]
    pub measure: i16,
    /// The sum.
    pub value: i64,
}

impl ActiveModelBehavior for ActiveModel {}
