//! The catalogue: one entry a KPI, one file a theme. Everything else – the enum, the typed fields, the list for
//! dashboards – comes from it.
//!
//! To add a KPI over existing measures, add an entry to the file of its theme. The first line of its text says what it is;
//! the rest when it is not computed and what to beware of. Sources of the formulas are named where the field has a
//! standard. A formula longer than a few lines is a function in [`formulas`].

#[macro_use]
pub mod entry;
pub mod formulas;

#[macro_use]
mod activity;
#[macro_use]
mod after_sale;
#[macro_use]
mod costs;
#[macro_use]
mod customers;
#[macro_use]
mod deals;
#[macro_use]
mod leads;
#[macro_use]
mod marketing;
#[macro_use]
mod offers;
#[macro_use]
mod qualification;
#[macro_use]
mod reps;
#[macro_use]
mod sales;
#[macro_use]
mod targets;

use async_graphql::Enum;

use crate::{
    graphql::scalars::float,
    kpi::{
        Figure, Inputs, Statistic, Warning,
        catalog::{
            entry::{Access, Definition, Direction, Kind, Unit},
            formulas::{
                cost, forecast, journey, prospects, satisfaction,
                shared::{
                    closed, days, discount_rate, duration, gross_margin, median_deal_value, stage_conversion, waterfall,
                },
                target,
            },
        },
        engine::{ageing, figure::Value},
    },
    ledger::{Measure as M, money},
};

every_theme!(define_kpis);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_described_in_both_languages() {
        for kpi in Kpi::ALL {
            let entry = kpi.definition();
            for text in [entry.label_en, entry.label_fr, entry.formula, entry.formula_fr, entry.about_fr] {
                assert!(!text.is_empty(), "{}", entry.field);
            }
            let first = entry.description.lines().next().unwrap_or_default();
            assert!(first.trim().ends_with(['.', ':']) && first.trim().len() <= 100, "{}: {first}", entry.field);
        }
    }
}
