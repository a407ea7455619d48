//! People and means: the organization, users, reps, the team tree, dated memberships, products, exchange rates.

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
        organization(manager).await?;
        rep(manager).await?;
        user_account(manager).await?;
        team(manager).await?;
        team_membership(manager).await?;
        product(manager).await?;
        exchange_rate(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["exchange_rate", "product", "team_membership", "team", "user_account", "rep", "organization"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// The organization: one row of settings that every figure depends on.
async fn organization(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("organization")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("time_zone").text().not_null())
        .col(ColumnDef::new("fiscal_year_start_month").small_integer().not_null())
        .col(ColumnDef::new("week_starts_on").small_integer().not_null())
        .col(ColumnDef::new("activity_window_months").small_integer().not_null())
        .col(ColumnDef::new("group_minimum").small_integer().not_null());
    timestamps(&mut table, false);
    manager.create_table(table).await?;
    Ok(())
}

/// A rep: the sales profile that credit goes to; it may have no login.
async fn rep(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("rep")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("email").text().null())
        .col(ColumnDef::new("hired_on").date().null())
        .col(ColumnDef::new("left_on").date().null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null());
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "rep", &["source_system", "external_id"]).await?;
    index(manager, "rep", &["name"]).await?;
    Ok(())
}

/// A user: somebody who can sign in.
async fn user_account(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("user_account")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("email").text().not_null())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("password_hash").text().not_null())
        .col(ColumnDef::new("role").string_len(24).not_null())
        .col(ColumnDef::new("rep_id").uuid().null())
        .col(ColumnDef::new("locale").text().not_null())
        .col(ColumnDef::new("disabled_at").timestamp_with_time_zone().null())
        .foreign_key(
            ForeignKey::create().name("fk_user_account_rep_id").from("user_account", "rep_id").to("rep", "id"),
        );
    timestamps(&mut table, false);
    manager.create_table(table).await?;
    unique(manager, "user_account", &["email"]).await?;
    index(manager, "user_account", &["rep_id"]).await?;
    index(manager, "user_account", &["name", "id"]).await?;
    Ok(())
}

/// A team: a node of the tree that steers the sales force.
async fn team(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("team")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("parent_id").uuid().null())
        .col(ColumnDef::new("manager_id").uuid().null())
        .col(ColumnDef::new("shares_kpis").boolean().not_null())
        .col(ColumnDef::new("shares_leaderboard").boolean().not_null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null())
        .foreign_key(ForeignKey::create().name("fk_team_parent_id").from("team", "parent_id").to("team", "id"))
        .foreign_key(
            ForeignKey::create().name("fk_team_manager_id").from("team", "manager_id").to("user_account", "id"),
        );
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "team", &["source_system", "external_id"]).await?;
    index(manager, "team", &["name"]).await?;
    index(manager, "team", &["parent_id", "name"]).await?;
    index(manager, "team", &["manager_id"]).await?;
    Ok(())
}

/// A dated membership: from when to when a rep belongs to a team.
async fn team_membership(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("team_membership")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("rep_id").uuid().not_null())
        .col(ColumnDef::new("team_id").uuid().not_null())
        .col(ColumnDef::new("starts_on").date().null())
        .col(ColumnDef::new("ends_on").date().null())
        .foreign_key(
            ForeignKey::create().name("fk_team_membership_rep_id").from("team_membership", "rep_id").to("rep", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_team_membership_team_id").from("team_membership", "team_id").to("team", "id"),
        );
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    index(manager, "team_membership", &["rep_id", "starts_on"]).await?;
    index(manager, "team_membership", &["team_id"]).await?;
    Ok(())
}

/// A product or service that deals are made of.
async fn product(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("product")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("name").text().not_null())
        .col(ColumnDef::new("sku").text().null())
        .col(ColumnDef::new("category").text().null())
        .col(ColumnDef::new("list_price").big_integer().null())
        .col(ColumnDef::new("currency").text().null())
        .col(ColumnDef::new("is_active").boolean().not_null())
        .col(ColumnDef::new("source_system").text().null())
        .col(ColumnDef::new("external_id").text().null());
    timestamps(&mut table, true);
    manager.create_table(table).await?;
    unique(manager, "product", &["source_system", "external_id"]).await?;
    index(manager, "product", &["name"]).await?;
    Ok(())
}

/// An exchange rate: what one unit of a currency is worth from a day on, until the next rate.
async fn exchange_rate(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("exchange_rate")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new("base_currency").text().not_null())
        .col(ColumnDef::new("quote_currency").text().not_null())
        .col(ColumnDef::new("valid_on").date().not_null())
        .col(ColumnDef::new("rate_e10").big_integer().not_null());
    timestamps(&mut table, false);
    manager.create_table(table).await?;
    unique(manager, "exchange_rate", &["base_currency", "quote_currency", "valid_on"]).await?;
    index(manager, "exchange_rate", &["valid_on"]).await?;
    Ok(())
}
