//! A stage of a pipeline.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// How sure a deal is, as forecasts tell deals apart. A closed deal needs no category.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ForecastCategory {
    /// It may come.
    #[default]
    Pipeline,
    /// It comes if things go well.
    BestCase,
    /// It will come.
    Commit,
    /// It is left out of the categories.
    Omitted,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "stage")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The pipeline.
    pub pipeline_id: Uuid,
    /// The name.
    pub name: String,
    /// Rank in the pipeline, from 0.
    pub position: i32,
    /// Default chance of winning, in basis points.
    pub probability_bp: i32,
    /// How sure the deals in it are, where they are not judged otherwise.
    pub forecast_category: ForecastCategory,
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
    #[sea_orm(belongs_to, relation_enum = "Pipeline", from = "pipeline_id", to = "id")]
    pub pipeline: BelongsTo<super::pipeline::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
