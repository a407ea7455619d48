//! Steering: the working calendar, objectives, and what reps and managers say they will bring.

use sea_orm_migration::prelude::*;

use crate::columns::{index, timestamps, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut weekdays = ColumnDef::new("working_weekdays");
        weekdays.small_integer().not_null().default(0b001_1111);
        manager.alter_table(Table::alter().table("organization").add_column(&mut weekdays).to_owned()).await?;
        holiday(manager).await?;
        objective(manager).await?;
        forecast_submission(manager).await?;
        forecast_adjustment(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["forecast_adjustment", "forecast_submission", "objective", "holiday"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        manager.alter_table(Table::alter().table("organization").drop_column("working_weekdays").to_owned()).await
    }
}

/// A day on which nobody works.
async fn holiday(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("holiday")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("day").date().not_null())
        .col(ColumnDef::new("name").text().not_null());
    timestamps(&mut table, false);
    manager.create_table(table).await?;
    unique(manager, "holiday", &["day"]).await
}

/// What a KPI of a subject should come to in a period.
async fn objective(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("objective")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("kpi").text().not_null())
        .col(ColumnDef::new("team_id").uuid().null())
        .col(ColumnDef::new("rep_id").uuid().null())
        .col(ColumnDef::new("starts_on").date().not_null())
        .col(ColumnDef::new("ends_on").date().not_null())
        .col(ColumnDef::new("target").big_integer().not_null())
        .col(ColumnDef::new("currency").text().null())
        .col(ColumnDef::new("owner_id").uuid().null())
        .col(ColumnDef::new("rationale").text().null())
        .foreign_key(ForeignKey::create().name("fk_objective_team_id").from("objective", "team_id").to("team", "id"))
        .foreign_key(ForeignKey::create().name("fk_objective_rep_id").from("objective", "rep_id").to("rep", "id"))
        .foreign_key(
            ForeignKey::create().name("fk_objective_owner_id").from("objective", "owner_id").to("user_account", "id"),
        );
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    for columns in [&["starts_on", "kpi"][..], &["team_id"], &["rep_id"], &["owner_id"]] {
        index(manager, "objective", columns).await?;
    }
    // A null differs from every null: each kind of subject has an index of its own.
    for (subject, columns, which) in [
        ("organization", "", "team_id IS NULL AND rep_id IS NULL"),
        ("team", ", team_id", "team_id IS NOT NULL"),
        ("rep", ", rep_id", "rep_id IS NOT NULL"),
    ] {
        let sql = format!(
            "CREATE UNIQUE INDEX \"idx-objective-{subject}-live\" ON objective (kpi, starts_on, ends_on{columns}) \
             WHERE deleted_at IS NULL AND {which}"
        );
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// What a rep says a period will bring. Rows are only added: the last one holds.
async fn forecast_submission(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("forecast_submission")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("rep_id").uuid().not_null())
        .col(ColumnDef::new("starts_on").date().not_null())
        .col(ColumnDef::new("ends_on").date().not_null())
        .col(ColumnDef::new("amount").big_integer().not_null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("note").text().null())
        .foreign_key(
            ForeignKey::create()
                .name("fk_forecast_submission_rep_id")
                .from("forecast_submission", "rep_id")
                .to("rep", "id"),
        );
    timestamps(&mut table, false);
    manager.create_table(table).await?;
    index(manager, "forecast_submission", &["rep_id"]).await?;
    index(manager, "forecast_submission", &["starts_on", "ends_on"]).await
}

/// What a manager makes of a rep's or a team's figure. Rows are only added: the last one holds.
async fn forecast_adjustment(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("forecast_adjustment")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("team_id").uuid().null())
        .col(ColumnDef::new("rep_id").uuid().null())
        .col(ColumnDef::new("author_id").uuid().null())
        .col(ColumnDef::new("starts_on").date().not_null())
        .col(ColumnDef::new("ends_on").date().not_null())
        .col(ColumnDef::new("amount").big_integer().not_null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("note").text().not_null());
    for (name, column, target) in [
        ("fk_forecast_adjustment_team_id", "team_id", "team"),
        ("fk_forecast_adjustment_rep_id", "rep_id", "rep"),
        ("fk_forecast_adjustment_author_id", "author_id", "user_account"),
    ] {
        table.foreign_key(ForeignKey::create().name(name).from("forecast_adjustment", column).to(target, "id"));
    }
    timestamps(&mut table, false);
    manager.create_table(table).await?;
    for columns in [&["team_id"][..], &["rep_id"], &["author_id"], &["starts_on", "ends_on"]] {
        index(manager, "forecast_adjustment", columns).await?;
    }
    Ok(())
}
