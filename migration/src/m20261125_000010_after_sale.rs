//! After the sale: satisfaction surveys and their answers, complaints, product returns.

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
        survey(manager).await?;
        survey_response(manager).await?;
        complaint(manager).await?;
        product_return(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["product_return", "complaint", "survey_response", "survey"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// References a table by a column of that name.
fn refer(table: &mut TableCreateStatement, from: &'static str, column: &'static str, to: &'static str) {
    let name = format!("fk_{from}_{column}");
    table.foreign_key(ForeignKey::create().name(name).from(from, column).to(to, "id"));
}

/// The columns that tell a record of another system.
fn external(table: &mut TableCreateStatement) {
    table.col(ColumnDef::new("source_system").text().null()).col(ColumnDef::new("external_id").text().null());
}

/// What customers are asked, and on which scale they answer.
async fn survey(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("survey")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("question").text().null())
        .col(ColumnDef::new("kind").string_len(24).not_null())
        .col(ColumnDef::new("scale_min").big_integer().not_null())
        .col(ColumnDef::new("scale_max").big_integer().not_null())
        .col(ColumnDef::new("direction").string_len(24).not_null())
        .col(ColumnDef::new("threshold").big_integer().not_null())
        .col(ColumnDef::new("scale_version").integer().not_null())
        .col(ColumnDef::new("is_active").boolean().not_null());
    external(&mut table);
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "survey", &["source_system", "external_id"]).await?;
    index(manager, "survey", &["name", "id"]).await
}

/// A survey sent to a customer, and what came back. The scale is a copy of what it was when it was sent.
async fn survey_response(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("survey_response")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("survey_id").uuid().not_null())
        .col(ColumnDef::new("kind").string_len(24).not_null())
        .col(ColumnDef::new("scale_version").integer().not_null())
        .col(ColumnDef::new("scale_min").big_integer().not_null())
        .col(ColumnDef::new("scale_max").big_integer().not_null())
        .col(ColumnDef::new("direction").string_len(24).not_null())
        .col(ColumnDef::new("threshold").big_integer().not_null())
        .col(ColumnDef::new("customer_id").uuid().not_null())
        .col(ColumnDef::new("contact_id").uuid().null())
        .col(ColumnDef::new("interaction_id").uuid().null())
        .col(ColumnDef::new("deal_id").uuid().null())
        .col(ColumnDef::new("sent_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("sent_rep_id").uuid().null())
        .col(ColumnDef::new("responded_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("response_rep_id").uuid().null())
        .col(ColumnDef::new("value").big_integer().null())
        .col(ColumnDef::new("comment").text().null());
    refer(&mut table, "survey_response", "survey_id", "survey");
    refer(&mut table, "survey_response", "customer_id", "customer");
    refer(&mut table, "survey_response", "contact_id", "contact");
    refer(&mut table, "survey_response", "interaction_id", "interaction");
    refer(&mut table, "survey_response", "deal_id", "deal");
    refer(&mut table, "survey_response", "sent_rep_id", "rep");
    refer(&mut table, "survey_response", "response_rep_id", "rep");
    external(&mut table);
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "survey_response", &["source_system", "external_id"]).await?;
    index(manager, "survey_response", &["sent_at", "id"]).await?;
    index(manager, "survey_response", &["survey_id", "sent_at", "id"]).await?;
    index(manager, "survey_response", &["customer_id", "sent_at", "id"]).await?;
    index(manager, "survey_response", &["sent_rep_id", "sent_at", "id"]).await?;
    index(manager, "survey_response", &["response_rep_id", "sent_at", "id"]).await?;
    index(manager, "survey_response", &["contact_id"]).await?;
    index(manager, "survey_response", &["interaction_id"]).await?;
    index(manager, "survey_response", &["deal_id", "sent_at", "id"]).await
}

/// A complaint of a customer.
async fn complaint(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("complaint")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("customer_id").uuid().not_null())
        .col(ColumnDef::new("deal_id").uuid().null())
        .col(ColumnDef::new("product_id").uuid().null())
        .col(ColumnDef::new("order_number").text().null())
        .col(ColumnDef::new("reason_id").uuid().null())
        .col(ColumnDef::new("secondary_reason_id").uuid().null())
        .col(ColumnDef::new("subject").text().null())
        .col(ColumnDef::new("note").text().null())
        .col(ColumnDef::new("owner_id").uuid().null())
        .col(ColumnDef::new("handler_id").uuid().null())
        .col(ColumnDef::new("opened_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("resolved_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("reopen_count").integer().not_null())
        .col(ColumnDef::new("refund_amount").big_integer().null())
        .col(ColumnDef::new("refund_currency").text().null());
    refer(&mut table, "complaint", "customer_id", "customer");
    refer(&mut table, "complaint", "deal_id", "deal");
    refer(&mut table, "complaint", "product_id", "product");
    refer(&mut table, "complaint", "reason_id", "outcome_reason");
    refer(&mut table, "complaint", "secondary_reason_id", "outcome_reason");
    refer(&mut table, "complaint", "owner_id", "rep");
    refer(&mut table, "complaint", "handler_id", "rep");
    external(&mut table);
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "complaint", &["source_system", "external_id"]).await?;
    index(manager, "complaint", &["opened_at", "id"]).await?;
    index(manager, "complaint", &["customer_id", "opened_at", "id"]).await?;
    index(manager, "complaint", &["deal_id", "opened_at", "id"]).await?;
    index(manager, "complaint", &["handler_id", "opened_at", "id"]).await?;
    index(manager, "complaint", &["owner_id", "opened_at", "id"]).await?;
    index(manager, "complaint", &["resolved_at", "opened_at", "id"]).await?;
    index(manager, "complaint", &["product_id"]).await?;
    index(manager, "complaint", &["reason_id"]).await?;
    index(manager, "complaint", &["secondary_reason_id"]).await?;
    index(manager, "complaint", &["refund_currency", "opened_at"]).await
}

/// Goods that a customer sent back.
async fn product_return(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("product_return")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("customer_id").uuid().not_null())
        .col(ColumnDef::new("deal_id").uuid().null())
        .col(ColumnDef::new("product_id").uuid().null())
        .col(ColumnDef::new("units_e4").big_integer().not_null())
        .col(ColumnDef::new("amount").big_integer().not_null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("reason_id").uuid().null())
        .col(ColumnDef::new("note").text().null())
        .col(ColumnDef::new("owner_id").uuid().null())
        .col(ColumnDef::new("returned_on").date().not_null());
    refer(&mut table, "product_return", "customer_id", "customer");
    refer(&mut table, "product_return", "deal_id", "deal");
    refer(&mut table, "product_return", "product_id", "product");
    refer(&mut table, "product_return", "reason_id", "outcome_reason");
    refer(&mut table, "product_return", "owner_id", "rep");
    external(&mut table);
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "product_return", &["source_system", "external_id"]).await?;
    index(manager, "product_return", &["returned_on", "id"]).await?;
    index(manager, "product_return", &["customer_id", "returned_on", "id"]).await?;
    index(manager, "product_return", &["deal_id", "returned_on", "id"]).await?;
    index(manager, "product_return", &["owner_id", "returned_on", "id"]).await?;
    index(manager, "product_return", &["product_id"]).await?;
    index(manager, "product_return", &["reason_id"]).await?;
    index(manager, "product_return", &["currency", "returned_on"]).await
}
