//! The schema of Pilotage, step by step.
//!
//! Invariant: a migration names tables and columns literally and never imports `entity`, so that it means the same for
//! ever. A released migration is never edited; a new one follows it.

use sea_orm_migration::prelude::*;

mod columns;
mod m20261124_000001_people;
mod m20261124_000002_selling;
mod m20261124_000003_ledger;
mod m20261124_000004_platform;
mod m20261124_000007_dimensions;
mod m20261125_000010_after_sale;
mod m20261125_000011_cost;
mod m20261125_000012_qualification;
mod m20261125_000013_customer_life;
mod m20261125_000014_steering;
mod m20261125_000015_deals;
mod m20261125_000016_leads;
mod m20261125_000017_forecast_categories;
mod m20261125_000018_lists;
mod m20261125_000019_lock;
mod m20261125_000020_customer_merge;
mod m20261125_000021_totals;
mod m20261125_000022_structure;
mod m20261125_000023_facts_of_records;
mod m20261126_000024_open_deals;
mod m20261126_000025_facts_by_index;
mod m20261126_000026_stalled_deals;
mod m20261126_000027_structure_of_reps;
mod m20261126_000028_room_in_totals;
mod m20261126_000029_losses_by_totals;
mod m20261127_000030_structure_of_stages;

/// The list of migrations, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_people::Migration),
            Box::new(m20261124_000002_selling::Migration),
            Box::new(m20261124_000003_ledger::Migration),
            Box::new(m20261124_000004_platform::Migration),
            Box::new(m20261124_000007_dimensions::Migration),
            Box::new(m20261125_000010_after_sale::Migration),
            Box::new(m20261125_000011_cost::Migration),
            Box::new(m20261125_000012_qualification::Migration),
            Box::new(m20261125_000013_customer_life::Migration),
            Box::new(m20261125_000014_steering::Migration),
            Box::new(m20261125_000015_deals::Migration),
            Box::new(m20261125_000016_leads::Migration),
            Box::new(m20261125_000017_forecast_categories::Migration),
            Box::new(m20261125_000018_lists::Migration),
            Box::new(m20261125_000019_lock::Migration),
            Box::new(m20261125_000020_customer_merge::Migration),
            Box::new(m20261125_000021_totals::Migration),
            Box::new(m20261125_000022_structure::Migration),
            Box::new(m20261125_000023_facts_of_records::Migration),
            Box::new(m20261126_000024_open_deals::Migration),
            Box::new(m20261126_000025_facts_by_index::Migration),
            Box::new(m20261126_000026_stalled_deals::Migration),
            Box::new(m20261126_000027_structure_of_reps::Migration),
            Box::new(m20261126_000028_room_in_totals::Migration),
            Box::new(m20261126_000029_losses_by_totals::Migration),
            Box::new(m20261127_000030_structure_of_stages::Migration),
        ]
    }
}
