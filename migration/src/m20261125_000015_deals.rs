//! Deals on their way: how a stage was come to, the next step, what the lines come to at list prices and at cost.

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
        for (table, mut column) in added() {
            manager.alter_table(Table::alter().table(table).add_column(&mut column).to_owned()).await?;
        }
        // Which deals should close in a period.
        index(manager, "deal_history", &["expected_close_on", "from_at"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = "idx-deal_history-expected_close_on-from_at";
        manager.drop_index(Index::drop().name(index).table("deal_history").to_owned()).await?;
        for (table, column) in [
            ("product", "unit_cost"),
            ("deal", "cost_amount"),
            ("deal", "list_amount"),
            ("deal", "next_step_on"),
            ("deal_history", "passed"),
            ("deal_history", "is_back"),
        ] {
            manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

fn added() -> [(&'static str, ColumnDef); 6] {
    let mut is_back = ColumnDef::new("is_back");
    is_back.boolean().not_null().default(false);
    let mut passed = ColumnDef::new("passed");
    passed.text().null();
    let mut next_step = ColumnDef::new("next_step_on");
    next_step.date().null();
    let amount = |name: &'static str| {
        let mut column = ColumnDef::new(name);
        column.big_integer().null();
        column
    };
    [
        ("deal_history", is_back),
        ("deal_history", passed),
        ("deal", next_step),
        ("deal", amount("list_amount")),
        ("deal", amount("cost_amount")),
        ("product", amount("unit_cost")),
    ]
}
