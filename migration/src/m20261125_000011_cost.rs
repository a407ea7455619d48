//! Campaigns, what selling costs, and the hand-over of leads from marketing to sales.

use sea_orm_migration::prelude::*;

use crate::columns::{index, latest, timestamps, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        campaign(manager).await?;
        expense(manager).await?;
        expense_share(manager).await?;
        for (table, columns) in added() {
            for mut column in columns {
                manager.alter_table(Table::alter().table(table).add_column(&mut column).to_owned()).await?;
            }
        }
        latest(manager, "lead", &["campaign_id"], "received_at").await?;
        index(manager, "lead", &["handed_over_to_id"]).await?;
        index(manager, "lead", &["rejection_reason_id"]).await?;
        index(manager, "deal", &["campaign_id", "id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table) in [
            ("idx-deal-campaign_id-id", "deal"),
            ("idx-lead-rejection_reason_id", "lead"),
            ("idx-lead-handed_over_to_id", "lead"),
            ("idx-lead-campaign_id-received_at-latest", "lead"),
        ] {
            manager.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        for (table, columns) in added() {
            for column in columns.into_iter().rev() {
                let name = column.get_column_name();
                manager.alter_table(Table::alter().table(table).drop_column(name).to_owned()).await?;
            }
        }
        for table in ["expense_share", "expense", "campaign"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// What leads, deals and settings say besides.
fn added() -> [(&'static str, Vec<ColumnDef>); 3] {
    let reference = |name: &'static str, to: &str| {
        let mut column = ColumnDef::new(name);
        column.uuid().null().extra(format!("REFERENCES \"{to}\" (\"id\")"));
        column
    };
    let instant = |name: &'static str| {
        let mut column = ColumnDef::new(name);
        column.timestamp_with_time_zone().null();
        column
    };
    let mut note = ColumnDef::new("rejection_note");
    note.text().null();
    let mut marketing = ColumnDef::new("is_marketing_sourced");
    marketing.boolean().not_null().default(false);
    let mut sla = ColumnDef::new("hand_over_sla_hours");
    sla.small_integer().not_null().default(24);
    [
        ("organization", vec![sla]),
        (
            "lead",
            vec![
                reference("campaign_id", "campaign"),
                instant("handed_over_at"),
                reference("handed_over_to_id", "rep"),
                instant("accepted_at"),
                instant("rejected_at"),
                reference("rejection_reason_id", "outcome_reason"),
                note,
            ],
        ),
        ("deal", vec![reference("campaign_id", "campaign"), marketing]),
    ]
}

/// What the company undertakes so that leads come in.
async fn campaign(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("campaign")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("lever").text().null())
        .col(ColumnDef::new("is_marketing").boolean().not_null())
        .col(ColumnDef::new("lead_source").text().null())
        .col(ColumnDef::new("starts_on").date().null())
        .col(ColumnDef::new("ends_on").date().null())
        .col(ColumnDef::new("budget").big_integer().null())
        .col(ColumnDef::new("currency").text().null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null());
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "campaign", &["source_system", "external_id"]).await?;
    index(manager, "campaign", &["name"]).await?;
    latest(manager, "campaign", &[], "starts_on").await
}

/// What selling costs.
async fn expense(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("expense")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("category").string_len(24).not_null())
        .col(ColumnDef::new("description").text().null())
        .col(ColumnDef::new("amount").big_integer().not_null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("incurred_on").date().not_null())
        .col(ColumnDef::new("paid_on").date().null())
        .col(ColumnDef::new("rep_id").uuid().null())
        .col(ColumnDef::new("team_id").uuid().null())
        .col(ColumnDef::new("campaign_id").uuid().null())
        .col(ColumnDef::new("lead_source").text().null())
        .col(ColumnDef::new("allocation").string_len(24).not_null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null())
        .foreign_key(ForeignKey::create().name("fk_expense_rep_id").from("expense", "rep_id").to("rep", "id"))
        .foreign_key(ForeignKey::create().name("fk_expense_team_id").from("expense", "team_id").to("team", "id"))
        .foreign_key(
            ForeignKey::create().name("fk_expense_campaign_id").from("expense", "campaign_id").to("campaign", "id"),
        );
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "expense", &["source_system", "external_id"]).await?;
    index(manager, "expense", &["incurred_on", "id"]).await?;
    index(manager, "expense", &["rep_id", "incurred_on", "id"]).await?;
    index(manager, "expense", &["team_id", "incurred_on", "id"]).await?;
    index(manager, "expense", &["campaign_id", "incurred_on", "id"]).await?;
    index(manager, "expense", &["currency", "incurred_on"]).await?;
    index(manager, "expense", &["currency", "paid_on"]).await
}

/// Who bears what no rep bears alone.
async fn expense_share(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("expense_share")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("expense_id").uuid().not_null())
        .col(ColumnDef::new("rep_id").uuid().not_null())
        .col(ColumnDef::new("team_id").uuid().null())
        .col(ColumnDef::new("weight").big_integer().not_null())
        .foreign_key(
            ForeignKey::create()
                .name("fk_expense_share_expense_id")
                .from("expense_share", "expense_id")
                .to("expense", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_expense_share_rep_id").from("expense_share", "rep_id").to("rep", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_expense_share_team_id").from("expense_share", "team_id").to("team", "id"),
        );
    manager.create_table(table).await?;
    index(manager, "expense_share", &["expense_id", "id"]).await?;
    index(manager, "expense_share", &["rep_id"]).await?;
    index(manager, "expense_share", &["team_id"]).await
}
