//! The ledger: append-only facts and the totals summed from them.

use sea_orm_migration::prelude::*;

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        fact(manager).await?;
        total_rep_day(manager).await?;
        total_rep_month(manager).await?;
        total_team_month(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["total_team_month", "total_rep_month", "total_rep_day", "fact"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// A fact: what a record contributes to a measure on a day. Rows are only ever added.
async fn fact(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("fact")
        .col(ColumnDef::new("id").big_integer().not_null().auto_increment().primary_key())
        .col(ColumnDef::new("day").date().not_null())
        .col(ColumnDef::new("recorded_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("measure").small_integer().not_null())
        .col(ColumnDef::new("value").big_integer().not_null())
        .col(ColumnDef::new("rep_id").uuid().not_null())
        .col(ColumnDef::new("team_id").uuid().not_null())
        .col(ColumnDef::new("source_kind").small_integer().not_null())
        .col(ColumnDef::new("source_id").uuid().not_null())
        .col(ColumnDef::new("customer_id").uuid().null())
        .col(ColumnDef::new("pipeline_id").uuid().null())
        .col(ColumnDef::new("stage_id").uuid().null())
        .col(ColumnDef::new("source").text().null())
        .col(ColumnDef::new("kind").text().null())
        .col(ColumnDef::new("currency").text().null());
    manager.create_table(table).await?;
    index(manager, "fact", &["source_id", "source_kind"]).await?;
    index(manager, "fact", &["rep_id", "measure", "day"]).await?;
    index(manager, "fact", &["team_id", "measure", "day"]).await?;
    Ok(())
}

/// Sums of facts by rep, team of the day, and day.
async fn total_rep_day(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("total_rep_day")
        .col(ColumnDef::new("rep_id").uuid().not_null())
        .col(ColumnDef::new("day").date().not_null())
        .col(ColumnDef::new("measure").small_integer().not_null())
        .col(ColumnDef::new("team_id").uuid().not_null())
        .col(ColumnDef::new("value").big_integer().not_null())
        .primary_key(Index::create().col("rep_id").col("day").col("measure").col("team_id"));
    manager.create_table(table).await?;
    index(manager, "total_rep_day", &["team_id", "day"]).await?;
    index(manager, "total_rep_day", &["day"]).await?;
    Ok(())
}

/// Sums of facts by rep and month.
async fn total_rep_month(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("total_rep_month")
        .col(ColumnDef::new("rep_id").uuid().not_null())
        .col(ColumnDef::new("month").date().not_null())
        .col(ColumnDef::new("measure").small_integer().not_null())
        .col(ColumnDef::new("value").big_integer().not_null())
        .primary_key(Index::create().col("rep_id").col("month").col("measure"));
    manager.create_table(table).await?;
    Ok(())
}

/// Sums of facts by team and month.
async fn total_team_month(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("total_team_month")
        .col(ColumnDef::new("team_id").uuid().not_null())
        .col(ColumnDef::new("month").date().not_null())
        .col(ColumnDef::new("measure").small_integer().not_null())
        .col(ColumnDef::new("value").big_integer().not_null())
        .primary_key(Index::create().col("team_id").col("month").col("measure"));
    manager.create_table(table).await?;
    Ok(())
}
