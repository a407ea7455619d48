//! The columns that every record has: kind, id, version, timestamps. One line per entity.

use chrono::{DateTime, Utc};
use entity::{
    Kind, api_token, campaign, complaint, contact, contract, criteria_set, criterion, customer, deal, exchange_rate,
    expense, forecast_adjustment, forecast_submission, holiday, interaction, key_fact, lead, meeting, objective,
    organization, outcome_reason, pipeline, product, product_return, qualification_answer, quote, rep, stage, survey,
    survey_response, team, team_membership, user,
};
use sea_orm::{ActiveModelBehavior, ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde::Serialize;
use uuid::Uuid;

use crate::access::Scoped;

/// An entity whose rows are records: versioned, logged, addressed by an id.
pub trait Record:
    Scoped + EntityTrait<Model: Serialize + Clone + Send + Sync + IntoActiveModel<Self::Active>, ActiveModel = Self::Active>
{
    /// The active model, named so that it can be bounded.
    type Active: ActiveModelTrait<Entity = Self> + ActiveModelBehavior + Send;
    /// The kind of the records.
    const KIND: Kind;
    /// The column of the version.
    fn version_column() -> Self::Column;
    /// A record's id.
    fn id_of(model: &Self::Model) -> Uuid;
    /// A record's version.
    fn version_of(model: &Self::Model) -> i32;
    /// Stamps a record about to be made.
    fn stamp_new(active: &mut Self::Active, id: Uuid, now: DateTime<Utc>);
    /// Stamps a record about to change.
    fn stamp(active: &mut Self::Active, version: i32, now: DateTime<Utc>);
    /// Marks a record as deleted or live; `false` when records of the kind are not deleted softly.
    fn mark_deleted(active: &mut Self::Active, at: Option<DateTime<Utc>>) -> bool;
}

macro_rules! record {
    ($entity:ident, $kind:ident, $($soft:ident)?) => {
        impl Record for $entity::Entity {
            type Active = $entity::ActiveModel;
            const KIND: Kind = Kind::$kind;
            fn version_column() -> Self::Column {
                $entity::Column::Version
            }
            fn id_of(model: &Self::Model) -> Uuid {
                model.id
            }
            fn version_of(model: &Self::Model) -> i32 {
                model.version
            }
            fn stamp_new(active: &mut Self::Active, id: Uuid, now: DateTime<Utc>) {
                active.id = Set(id);
                active.version = Set(1);
                active.created_at = Set(now);
                active.updated_at = Set(now);
                $(record!(@$soft active, None);)?
            }
            fn stamp(active: &mut Self::Active, version: i32, now: DateTime<Utc>) {
                active.version = Set(version);
                active.updated_at = Set(now);
            }
            #[allow(unused_variables, clippy::allow_attributes, reason = "unused where nothing is deleted softly")]
            fn mark_deleted(active: &mut Self::Active, at: Option<DateTime<Utc>>) -> bool {
                $(record!(@$soft active, at); return true;)?
                #[allow(unreachable_code, clippy::allow_attributes, reason = "reached where nothing is deleted softly")]
                false
            }
        }
    };
    (@soft $active:ident, $at:expr) => {
        $active.deleted_at = Set($at)
    };
}

record!(organization, Organization,);
record!(user, User,);
record!(rep, Rep, soft);
record!(team, Team, soft);
record!(team_membership, Membership, soft);
record!(product, Product, soft);
record!(exchange_rate, ExchangeRate,);
record!(customer, Customer, soft);
record!(contact, Contact, soft);
record!(outcome_reason, OutcomeReason, soft);
record!(pipeline, Pipeline, soft);
record!(stage, Stage, soft);
record!(lead, Lead, soft);
record!(deal, Deal, soft);
record!(interaction, Interaction, soft);
record!(meeting, Meeting, soft);
record!(quote, Quote, soft);
record!(contract, Contract, soft);
record!(survey, Survey, soft);
record!(survey_response, SurveyResponse, soft);
record!(complaint, Complaint, soft);
record!(product_return, ProductReturn, soft);
record!(campaign, Campaign, soft);
record!(expense, Expense, soft);
record!(criteria_set, CriteriaSet,);
record!(criterion, Criterion,);
record!(qualification_answer, QualificationAnswer,);
record!(key_fact, KeyFact, soft);
record!(objective, Objective, soft);
record!(forecast_submission, ForecastSubmission,);
record!(forecast_adjustment, ForecastAdjustment,);
record!(holiday, Holiday,);
record!(api_token, ApiToken,);
