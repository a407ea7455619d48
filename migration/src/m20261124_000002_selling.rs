//! Selling: customers, contacts, leads, pipelines, deals and what happens around them.

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
        customer(manager).await?;
        contact(manager).await?;
        outcome_reason(manager).await?;
        pipeline(manager).await?;
        stage(manager).await?;
        lead(manager).await?;
        deal(manager).await?;
        deal_line(manager).await?;
        deal_credit(manager).await?;
        deal_history(manager).await?;
        interaction(manager).await?;
        meeting(manager).await?;
        quote(manager).await?;
        contract(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "contract",
            "quote",
            "meeting",
            "interaction",
            "deal_history",
            "deal_credit",
            "deal_line",
            "deal",
            "lead",
            "stage",
            "pipeline",
            "outcome_reason",
            "contact",
            "customer",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// A customer account, or a company that may become one.
async fn customer(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("customer")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("parent_id").uuid().null())
        .col(ColumnDef::new("segment").text().null())
        .col(ColumnDef::new("industry").text().null())
        .col(ColumnDef::new("employee_count").integer().null())
        .col(ColumnDef::new("country").text().null())
        .col(ColumnDef::new("website").text().null())
        .col(ColumnDef::new("owner_id").uuid().null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null())
        .foreign_key(
            ForeignKey::create().name("fk_customer_parent_id").from("customer", "parent_id").to("customer", "id"),
        )
        .foreign_key(ForeignKey::create().name("fk_customer_owner_id").from("customer", "owner_id").to("rep", "id"));
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "customer", &["source_system", "external_id"]).await?;
    index(manager, "customer", &["name"]).await?;
    index(manager, "customer", &["owner_id", "id"]).await?;
    index(manager, "customer", &["parent_id"]).await?;
    Ok(())
}

/// A person at a customer.
async fn contact(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("contact")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("customer_id").uuid().null())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("email").text().null())
        .col(ColumnDef::new("phone").text().null())
        .col(ColumnDef::new("job_title").text().null())
        .col(ColumnDef::new("erased_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null())
        .foreign_key(
            ForeignKey::create().name("fk_contact_customer_id").from("contact", "customer_id").to("customer", "id"),
        );
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "contact", &["source_system", "external_id"]).await?;
    index(manager, "contact", &["customer_id", "id"]).await?;
    Ok(())
}

/// A reason for a win, a loss or a disqualification.
async fn outcome_reason(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("outcome_reason")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("outcome").string_len(24).not_null())
        .col(ColumnDef::new("counts_as_loss").boolean().not_null())
        .col(ColumnDef::new("is_active").boolean().not_null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null());
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "outcome_reason", &["source_system", "external_id"]).await?;
    Ok(())
}

/// A pipeline: an ordered list of stages.
async fn pipeline(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("pipeline")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("is_default").boolean().not_null())
        .col(ColumnDef::new("position").integer().not_null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null());
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "pipeline", &["source_system", "external_id"]).await?;
    Ok(())
}

/// A stage of a pipeline.
async fn stage(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("stage")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("pipeline_id").uuid().not_null())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("position").integer().not_null())
        .col(ColumnDef::new("probability_bp").integer().not_null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null())
        .foreign_key(
            ForeignKey::create().name("fk_stage_pipeline_id").from("stage", "pipeline_id").to("pipeline", "id"),
        );
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "stage", &["source_system", "external_id"]).await?;
    index(manager, "stage", &["pipeline_id", "position"]).await?;
    Ok(())
}

/// A lead: somebody's interest, before there is a deal.
async fn lead(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("lead")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("title").text().not_null())
        .col(ColumnDef::new("company").text().null())
        .col(ColumnDef::new("contact_name").text().null())
        .col(ColumnDef::new("email").text().null())
        .col(ColumnDef::new("phone").text().null())
        .col(ColumnDef::new("source").text().null())
        .col(ColumnDef::new("status").string_len(24).not_null())
        .col(ColumnDef::new("owner_id").uuid().null())
        .col(ColumnDef::new("first_owner_id").uuid().null())
        .col(ColumnDef::new("received_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("contacted_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("qualified_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("disqualified_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("reason_id").uuid().null())
        .col(ColumnDef::new("converted_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("customer_id").uuid().null())
        .col(ColumnDef::new("deal_id").uuid().null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null())
        .foreign_key(ForeignKey::create().name("fk_lead_owner_id").from("lead", "owner_id").to("rep", "id"))
        .foreign_key(ForeignKey::create().name("fk_lead_first_owner_id").from("lead", "first_owner_id").to("rep", "id"))
        .foreign_key(
            ForeignKey::create().name("fk_lead_reason_id").from("lead", "reason_id").to("outcome_reason", "id"),
        )
        .foreign_key(ForeignKey::create().name("fk_lead_customer_id").from("lead", "customer_id").to("customer", "id"));
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "lead", &["source_system", "external_id"]).await?;
    index(manager, "lead", &["owner_id", "id"]).await?;
    index(manager, "lead", &["received_at", "id"]).await?;
    index(manager, "lead", &["customer_id"]).await?;
    index(manager, "lead", &["deal_id"]).await?;
    index(manager, "lead", &["first_owner_id"]).await?;
    index(manager, "lead", &["reason_id"]).await?;
    Ok(())
}

/// A deal: one sale that is won or lost.
async fn deal(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("deal")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("customer_id").uuid().null())
        .col(ColumnDef::new("contact_id").uuid().null())
        .col(ColumnDef::new("lead_id").uuid().null())
        .col(ColumnDef::new("pipeline_id").uuid().not_null())
        .col(ColumnDef::new("stage_id").uuid().not_null())
        .col(ColumnDef::new("owner_id").uuid().null())
        .col(ColumnDef::new("status").string_len(24).not_null())
        .col(ColumnDef::new("amount").big_integer().null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("probability_bp").integer().null())
        .col(ColumnDef::new("expected_close_on").date().null())
        .col(ColumnDef::new("opened_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("closed_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("reason_id").uuid().null())
        .col(ColumnDef::new("reason_note").text().null())
        .col(ColumnDef::new("competitor").text().null())
        .col(ColumnDef::new("source").text().null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null())
        .foreign_key(ForeignKey::create().name("fk_deal_customer_id").from("deal", "customer_id").to("customer", "id"))
        .foreign_key(ForeignKey::create().name("fk_deal_contact_id").from("deal", "contact_id").to("contact", "id"))
        .foreign_key(ForeignKey::create().name("fk_deal_lead_id").from("deal", "lead_id").to("lead", "id"))
        .foreign_key(ForeignKey::create().name("fk_deal_pipeline_id").from("deal", "pipeline_id").to("pipeline", "id"))
        .foreign_key(ForeignKey::create().name("fk_deal_stage_id").from("deal", "stage_id").to("stage", "id"))
        .foreign_key(ForeignKey::create().name("fk_deal_owner_id").from("deal", "owner_id").to("rep", "id"))
        .foreign_key(
            ForeignKey::create().name("fk_deal_reason_id").from("deal", "reason_id").to("outcome_reason", "id"),
        );
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "deal", &["source_system", "external_id"]).await?;
    index(manager, "deal", &["owner_id", "id"]).await?;
    index(manager, "deal", &["customer_id", "status", "closed_at"]).await?;
    index(manager, "deal", &["status", "closed_at", "id"]).await?;
    index(manager, "deal", &["currency", "closed_at"]).await?;
    latest(manager, "deal", &[], "closed_at").await?;
    latest(manager, "deal", &[], "amount").await?;
    index(manager, "deal", &["expected_close_on", "id"]).await?;
    index(manager, "deal", &["pipeline_id", "stage_id"]).await?;
    index(manager, "deal", &["stage_id"]).await?;
    index(manager, "deal", &["name"]).await?;
    index(manager, "deal", &["contact_id"]).await?;
    index(manager, "deal", &["lead_id"]).await?;
    index(manager, "deal", &["reason_id"]).await?;
    Ok(())
}

/// A line of a deal: so much of a product at a price.
async fn deal_line(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("deal_line")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("deal_id").uuid().not_null())
        .col(ColumnDef::new("product_id").uuid().null())
        .col(ColumnDef::new("description").text().not_null())
        .col(ColumnDef::new("position").integer().not_null())
        .col(ColumnDef::new("quantity_e4").big_integer().not_null())
        .col(ColumnDef::new("unit_price").big_integer().not_null())
        .col(ColumnDef::new("discount_bp").integer().not_null())
        .col(ColumnDef::new("amount").big_integer().not_null())
        .foreign_key(ForeignKey::create().name("fk_deal_line_deal_id").from("deal_line", "deal_id").to("deal", "id"))
        .foreign_key(
            ForeignKey::create().name("fk_deal_line_product_id").from("deal_line", "product_id").to("product", "id"),
        );
    manager.create_table(table).await?;
    unique(manager, "deal_line", &["deal_id", "position"]).await?;
    index(manager, "deal_line", &["product_id"]).await?;
    Ok(())
}

/// A rep's share in a deal; the shares of a deal sum to 10 000.
async fn deal_credit(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("deal_credit")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("deal_id").uuid().not_null())
        .col(ColumnDef::new("rep_id").uuid().not_null())
        .col(ColumnDef::new("share_bp").integer().not_null())
        .foreign_key(
            ForeignKey::create().name("fk_deal_credit_deal_id").from("deal_credit", "deal_id").to("deal", "id"),
        )
        .foreign_key(ForeignKey::create().name("fk_deal_credit_rep_id").from("deal_credit", "rep_id").to("rep", "id"));
    manager.create_table(table).await?;
    unique(manager, "deal_credit", &["deal_id", "rep_id"]).await?;
    index(manager, "deal_credit", &["rep_id", "deal_id"]).await?;
    Ok(())
}

/// What a deal looked like from an instant on: one row a change of anything that figures depend on.
async fn deal_history(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("deal_history")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("deal_id").uuid().not_null())
        .col(ColumnDef::new("from_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("stage_id").uuid().not_null())
        .col(ColumnDef::new("owner_id").uuid().null())
        .col(ColumnDef::new("amount").big_integer().null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("probability_bp").integer().not_null())
        .col(ColumnDef::new("expected_close_on").date().null())
        .col(ColumnDef::new("status").string_len(24).not_null())
        .foreign_key(
            ForeignKey::create().name("fk_deal_history_deal_id").from("deal_history", "deal_id").to("deal", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_deal_history_stage_id").from("deal_history", "stage_id").to("stage", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_deal_history_owner_id").from("deal_history", "owner_id").to("rep", "id"),
        );
    manager.create_table(table).await?;
    index(manager, "deal_history", &["deal_id", "from_at"]).await?;
    index(manager, "deal_history", &["currency", "from_at"]).await?;
    index(manager, "deal_history", &["stage_id"]).await?;
    index(manager, "deal_history", &["owner_id"]).await?;
    Ok(())
}

/// A contact with a customer or prospect: a call, an e-mail, a visit.
async fn interaction(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("interaction")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("kind").string_len(24).not_null())
        .col(ColumnDef::new("direction").string_len(24).not_null())
        .col(ColumnDef::new("status").string_len(24).not_null())
        .col(ColumnDef::new("outcome").string_len(24).null())
        .col(ColumnDef::new("occurred_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("performer_id").uuid().null())
        .col(ColumnDef::new("customer_id").uuid().null())
        .col(ColumnDef::new("contact_id").uuid().null())
        .col(ColumnDef::new("lead_id").uuid().null())
        .col(ColumnDef::new("deal_id").uuid().null())
        .col(ColumnDef::new("subject").text().null())
        .col(ColumnDef::new("note").text().null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null())
        .foreign_key(
            ForeignKey::create()
                .name("fk_interaction_performer_id")
                .from("interaction", "performer_id")
                .to("rep", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_interaction_customer_id")
                .from("interaction", "customer_id")
                .to("customer", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_interaction_contact_id")
                .from("interaction", "contact_id")
                .to("contact", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_interaction_lead_id").from("interaction", "lead_id").to("lead", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_interaction_deal_id").from("interaction", "deal_id").to("deal", "id"),
        );
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "interaction", &["source_system", "external_id"]).await?;
    index(manager, "interaction", &["performer_id", "occurred_at", "id"]).await?;
    index(manager, "interaction", &["deal_id", "occurred_at", "id"]).await?;
    index(manager, "interaction", &["customer_id", "occurred_at", "id"]).await?;
    index(manager, "interaction", &["lead_id", "occurred_at", "id"]).await?;
    index(manager, "interaction", &["contact_id"]).await?;
    index(manager, "interaction", &["occurred_at", "id"]).await?;
    Ok(())
}

/// A meeting: attempted, booked, then held, missed or cancelled. A rescheduled meeting stays one meeting.
async fn meeting(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("meeting")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("purpose").string_len(24).not_null())
        .col(ColumnDef::new("purpose_given").boolean().not_null())
        .col(ColumnDef::new("status").string_len(24).not_null())
        .col(ColumnDef::new("subject").text().null())
        .col(ColumnDef::new("attempted_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("booked_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("starts_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("closed_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("reschedule_count").integer().not_null())
        .col(ColumnDef::new("host_id").uuid().null())
        .col(ColumnDef::new("set_by_id").uuid().null())
        .col(ColumnDef::new("customer_id").uuid().null())
        .col(ColumnDef::new("contact_id").uuid().null())
        .col(ColumnDef::new("lead_id").uuid().null())
        .col(ColumnDef::new("deal_id").uuid().null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null())
        .foreign_key(ForeignKey::create().name("fk_meeting_host_id").from("meeting", "host_id").to("rep", "id"))
        .foreign_key(ForeignKey::create().name("fk_meeting_set_by_id").from("meeting", "set_by_id").to("rep", "id"))
        .foreign_key(
            ForeignKey::create().name("fk_meeting_customer_id").from("meeting", "customer_id").to("customer", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_meeting_contact_id").from("meeting", "contact_id").to("contact", "id"),
        )
        .foreign_key(ForeignKey::create().name("fk_meeting_lead_id").from("meeting", "lead_id").to("lead", "id"))
        .foreign_key(ForeignKey::create().name("fk_meeting_deal_id").from("meeting", "deal_id").to("deal", "id"));
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "meeting", &["source_system", "external_id"]).await?;
    latest(manager, "meeting", &["host_id"], "starts_at").await?;
    index(manager, "meeting", &["set_by_id"]).await?;
    index(manager, "meeting", &["customer_id"]).await?;
    index(manager, "meeting", &["deal_id", "starts_at", "id"]).await?;
    index(manager, "meeting", &["lead_id"]).await?;
    index(manager, "meeting", &["contact_id"]).await?;
    index(manager, "meeting", &["starts_at", "id"]).await?;
    latest(manager, "meeting", &[], "starts_at").await?;
    Ok(())
}

/// A quote, one row a revision; the revisions of one offer form a family.
async fn quote(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("quote")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("family_id").uuid().not_null())
        .col(ColumnDef::new("revision").integer().not_null())
        .col(ColumnDef::new("number").text().null())
        .col(ColumnDef::new("deal_id").uuid().null())
        .col(ColumnDef::new("customer_id").uuid().null())
        .col(ColumnDef::new("author_id").uuid().null())
        .col(ColumnDef::new("status").string_len(24).not_null())
        .col(ColumnDef::new("amount").big_integer().not_null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("valid_until_on").date().null())
        .col(ColumnDef::new("sent_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("closed_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null())
        .foreign_key(ForeignKey::create().name("fk_quote_deal_id").from("quote", "deal_id").to("deal", "id"))
        .foreign_key(
            ForeignKey::create().name("fk_quote_customer_id").from("quote", "customer_id").to("customer", "id"),
        )
        .foreign_key(ForeignKey::create().name("fk_quote_author_id").from("quote", "author_id").to("rep", "id"));
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "quote", &["family_id", "revision"]).await?;
    unique(manager, "quote", &["source_system", "external_id"]).await?;
    index(manager, "quote", &["deal_id", "id"]).await?;
    index(manager, "quote", &["customer_id"]).await?;
    index(manager, "quote", &["author_id", "id"]).await?;
    latest(manager, "quote", &[], "sent_at").await?;
    Ok(())
}

/// A signed contract.
async fn contract(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("contract")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("number").text().null())
        .col(ColumnDef::new("quote_id").uuid().null())
        .col(ColumnDef::new("deal_id").uuid().null())
        .col(ColumnDef::new("customer_id").uuid().null())
        .col(ColumnDef::new("owner_id").uuid().null())
        .col(ColumnDef::new("amount").big_integer().not_null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("signed_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("starts_on").date().not_null())
        .col(ColumnDef::new("ends_on").date().null())
        .col(ColumnDef::new("renews_id").uuid().null())
        .col(ColumnDef::new("terminated_on").date().null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null())
        .foreign_key(ForeignKey::create().name("fk_contract_quote_id").from("contract", "quote_id").to("quote", "id"))
        .foreign_key(ForeignKey::create().name("fk_contract_deal_id").from("contract", "deal_id").to("deal", "id"))
        .foreign_key(
            ForeignKey::create().name("fk_contract_customer_id").from("contract", "customer_id").to("customer", "id"),
        )
        .foreign_key(ForeignKey::create().name("fk_contract_owner_id").from("contract", "owner_id").to("rep", "id"))
        .foreign_key(
            ForeignKey::create().name("fk_contract_renews_id").from("contract", "renews_id").to("contract", "id"),
        );
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "contract", &["source_system", "external_id"]).await?;
    index(manager, "contract", &["quote_id"]).await?;
    index(manager, "contract", &["deal_id"]).await?;
    index(manager, "contract", &["customer_id", "starts_on"]).await?;
    index(manager, "contract", &["owner_id", "id"]).await?;
    index(manager, "contract", &["signed_at", "id"]).await?;
    index(manager, "contract", &["currency", "signed_at"]).await?;
    index(manager, "contract", &["ends_on", "id"]).await?;
    index(manager, "contract", &["renews_id"]).await?;
    Ok(())
}
