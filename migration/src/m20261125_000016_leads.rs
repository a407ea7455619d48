//! Who contacted, qualified, disqualified and converted a lead; leads that come in again or are merged; how soon a lead is
//! to be contacted.

use sea_orm_migration::prelude::*;

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The columns of credit, each with the step that it goes with.
const CREDITS: [(&str, &str); 4] = [
    ("contacted_by_id", "contacted_at"),
    ("qualified_by_id", "qualified_at"),
    ("disqualified_by_id", "disqualified_at"),
    ("converted_by_id", "converted_at"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (column, step) in CREDITS {
            add(manager, "lead", ColumnDef::new(column).uuid().null()).await?;
            // Until now a step was credited to the owner.
            let backfill = format!("UPDATE lead SET {column} = owner_id WHERE {step} IS NOT NULL");
            manager.get_connection().execute_unprepared(&backfill).await?;
            index(manager, "lead", &[column]).await?;
        }
        add(manager, "lead", ColumnDef::new("recycled_at").timestamp_with_time_zone().null()).await?;
        add(manager, "lead", ColumnDef::new("merged_into_id").uuid().null()).await?;
        index(manager, "lead", &["merged_into_id"]).await?;
        let mut hours = ColumnDef::new("lead_response_hours");
        add(manager, "organization", hours.small_integer().not_null().default(24)).await?;
        let mut recycling = Table::create();
        recycling
            .table("lead_recycling")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            .col(ColumnDef::new("lead_id").uuid().not_null())
            .col(ColumnDef::new("recycled_at").timestamp_with_time_zone().not_null())
            .col(ColumnDef::new("rep_id").uuid().null())
            .foreign_key(
                ForeignKey::create()
                    .name("fk_lead_recycling_lead_id")
                    .from("lead_recycling", "lead_id")
                    .to("lead", "id"),
            )
            .foreign_key(
                ForeignKey::create().name("fk_lead_recycling_rep_id").from("lead_recycling", "rep_id").to("rep", "id"),
            );
        manager.create_table(recycling).await?;
        index(manager, "lead_recycling", &["lead_id", "recycled_at"]).await?;
        index(manager, "lead_recycling", &["rep_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("lead_recycling").to_owned()).await?;
        drop(manager, "organization", "lead_response_hours").await?;
        for column in CREDITS.map(|(column, _)| column).into_iter().chain(["merged_into_id"]) {
            manager.drop_index(Index::drop().name(format!("idx-lead-{column}")).table("lead").to_owned()).await?;
            drop(manager, "lead", column).await?;
        }
        drop(manager, "lead", "recycled_at").await
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: &mut ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}

async fn drop(manager: &SchemaManager<'_>, table: &'static str, column: &'static str) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await
}
