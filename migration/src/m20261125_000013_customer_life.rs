//! Departures of customers, said before their window has passed.

use sea_orm_migration::prelude::*;

use crate::columns::{index, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("customer_churn")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            .col(ColumnDef::new("customer_id").uuid().not_null())
            .col(ColumnDef::new("churned_on").date().not_null())
            .col(ColumnDef::new("reason_id").uuid().null())
            .col(ColumnDef::new("created_at").timestamp_with_time_zone().not_null())
            .foreign_key(
                ForeignKey::create()
                    .name("fk_customer_churn_customer_id")
                    .from("customer_churn", "customer_id")
                    .to("customer", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_customer_churn_reason_id")
                    .from("customer_churn", "reason_id")
                    .to("outcome_reason", "id"),
            );
        manager.create_table(table).await?;
        unique(manager, "customer_churn", &["customer_id", "churned_on"]).await?;
        index(manager, "customer_churn", &["reason_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("customer_churn").to_owned()).await
    }
}
