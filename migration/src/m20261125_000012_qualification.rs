//! Qualification: criteria sets, the answers of leads to them, what is known of prospects, and who worked a lead before.

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
        settings(manager).await?;
        criteria_set(manager).await?;
        criterion(manager).await?;
        answer(manager).await?;
        key_fact(manager).await?;
        verification(manager).await?;
        former_owner(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "lead_former_owner",
            "key_fact_verification",
            "key_fact",
            "qualification_answer",
            "criterion",
            "criteria_set",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for column in ["key_fact_fresh_days", "required_key_facts"] {
            manager.alter_table(Table::alter().table("organization").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

/// What must be known of every prospect, and for how long it counts as fresh.
async fn settings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut required = ColumnDef::new("required_key_facts");
    required.text().not_null().default("NEED,BUDGET,DECISION_MAKER,DEADLINE");
    let mut fresh = ColumnDef::new("key_fact_fresh_days");
    fresh.small_integer().not_null().default(90);
    for mut column in [required, fresh] {
        manager.alter_table(Table::alter().table("organization").add_column(&mut column).to_owned()).await?;
    }
    Ok(())
}

/// An edition of a set of criteria.
async fn criteria_set(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("criteria_set")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("first_id").uuid().not_null())
        .col(ColumnDef::new("edition").integer().not_null())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("lead_source").text().null())
        .col(ColumnDef::new("threshold_bp").integer().not_null())
        .col(ColumnDef::new("status").string_len(24).not_null())
        .col(ColumnDef::new("published_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("retired_at").timestamp_with_time_zone().null())
        .foreign_key(
            ForeignKey::create()
                .name("fk_criteria_set_first_id")
                .from("criteria_set", "first_id")
                .to("criteria_set", "id"),
        );
    timestamps(&mut table, false);
    manager.create_table(table).await?;
    unique(manager, "criteria_set", &["first_id", "edition"]).await?;
    index(manager, "criteria_set", &["status", "id"]).await?;
    index(manager, "criteria_set", &["name"]).await
}

/// A criterion of a set.
async fn criterion(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("criterion")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("set_id").uuid().not_null())
        .col(ColumnDef::new("position").integer().not_null())
        .col(ColumnDef::new("question").text().not_null())
        .col(ColumnDef::new("kind").string_len(24).not_null())
        .col(ColumnDef::new("scoring").text().not_null())
        .col(ColumnDef::new("weight").integer().not_null())
        .col(ColumnDef::new("is_mandatory").boolean().not_null())
        .col(ColumnDef::new("max_age_days").integer().null())
        .foreign_key(
            ForeignKey::create().name("fk_criterion_set_id").from("criterion", "set_id").to("criteria_set", "id"),
        );
    timestamps(&mut table, false);
    manager.create_table(table).await?;
    index(manager, "criterion", &["set_id", "position"]).await
}

/// What was answered to a criterion about a lead: rows are added and never changed.
async fn answer(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("qualification_answer")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("lead_id").uuid().not_null())
        .col(ColumnDef::new("set_id").uuid().not_null())
        .col(ColumnDef::new("criterion_id").uuid().not_null())
        .col(ColumnDef::new("boolean").boolean().null())
        .col(ColumnDef::new("number_e4").big_integer().null())
        .col(ColumnDef::new("choice").text().null())
        .col(ColumnDef::new("day").date().null())
        .col(ColumnDef::new("score_bp").integer().null())
        .col(ColumnDef::new("answered_by_id").uuid().null())
        .col(ColumnDef::new("answered_at").timestamp_with_time_zone().not_null())
        .foreign_key(
            ForeignKey::create()
                .name("fk_qualification_answer_lead_id")
                .from("qualification_answer", "lead_id")
                .to("lead", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_qualification_answer_set_id")
                .from("qualification_answer", "set_id")
                .to("criteria_set", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_qualification_answer_criterion_id")
                .from("qualification_answer", "criterion_id")
                .to("criterion", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_qualification_answer_answered_by_id")
                .from("qualification_answer", "answered_by_id")
                .to("user_account", "id"),
        );
    timestamps(&mut table, false);
    manager.create_table(table).await?;
    index(manager, "qualification_answer", &["lead_id", "answered_at"]).await?;
    index(manager, "qualification_answer", &["set_id"]).await?;
    index(manager, "qualification_answer", &["criterion_id"]).await?;
    index(manager, "qualification_answer", &["answered_by_id"]).await
}

/// Something that is known of a prospect or customer.
async fn key_fact(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("key_fact")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("lead_id").uuid().null())
        .col(ColumnDef::new("customer_id").uuid().null())
        .col(ColumnDef::new("kind").string_len(24).not_null())
        .col(ColumnDef::new("text").text().null())
        .col(ColumnDef::new("amount").big_integer().null())
        .col(ColumnDef::new("currency").string_len(3).null())
        .col(ColumnDef::new("day").date().null())
        .col(ColumnDef::new("is_filled").boolean().not_null())
        .col(ColumnDef::new("learned_from").text().null())
        .col(ColumnDef::new("author_id").uuid().null())
        .col(ColumnDef::new("captured_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("verified_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("confidence_bp").integer().null())
        .col(ColumnDef::new("erased_at").timestamp_with_time_zone().null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null())
        .foreign_key(ForeignKey::create().name("fk_key_fact_lead_id").from("key_fact", "lead_id").to("lead", "id"))
        .foreign_key(
            ForeignKey::create().name("fk_key_fact_customer_id").from("key_fact", "customer_id").to("customer", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_key_fact_author_id").from("key_fact", "author_id").to("user_account", "id"),
        );
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "key_fact", &["source_system", "external_id"]).await?;
    index(manager, "key_fact", &["lead_id", "id"]).await?;
    index(manager, "key_fact", &["customer_id", "id"]).await?;
    index(manager, "key_fact", &["author_id"]).await
}

/// When a key fact was found to hold still.
async fn verification(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("key_fact_verification")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("key_fact_id").uuid().not_null())
        .col(ColumnDef::new("verified_at").timestamp_with_time_zone().not_null())
        .foreign_key(
            ForeignKey::create()
                .name("fk_key_fact_verification_key_fact_id")
                .from("key_fact_verification", "key_fact_id")
                .to("key_fact", "id"),
        );
    manager.create_table(table).await?;
    index(manager, "key_fact_verification", &["key_fact_id"]).await
}

/// Who worked a lead before the rep who works it now, and until when.
async fn former_owner(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("lead_former_owner")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("lead_id").uuid().not_null())
        .col(ColumnDef::new("rep_id").uuid().null())
        .col(ColumnDef::new("until_at").timestamp_with_time_zone().not_null())
        .foreign_key(
            ForeignKey::create()
                .name("fk_lead_former_owner_lead_id")
                .from("lead_former_owner", "lead_id")
                .to("lead", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_lead_former_owner_rep_id")
                .from("lead_former_owner", "rep_id")
                .to("rep", "id"),
        );
    manager.create_table(table).await?;
    index(manager, "lead_former_owner", &["lead_id"]).await?;
    index(manager, "lead_former_owner", &["rep_id"]).await
}
