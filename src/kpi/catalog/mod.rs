//! The catalogue: one entry a KPI, one file a theme. Everything else – the enum, the typed fields, the list for
//! dashboards – comes from it.
//!
//! To add a KPI over existing measures, add an entry to the file of its theme. The first line of its text says what it is;
//! the rest when it is not computed and what to beware of. Sources of the formulas are named where the field has a
//! standard. A formula that is code, or longer than a few lines, is a function in [`formulas`].

#[macro_use]
pub mod entry;
pub mod expression;
pub mod formula;
pub mod formulas;
mod names;

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
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use async_graphql::Enum;

use crate::{
    kpi::{
        AttainmentBand, Input, Statistic, Warning, When,
        catalog::{
            entry::{Access, Definition, Direction, Kind, Unit},
            expression::{at_end, of, reps_at, statistic, statistic_so_far, sum},
            formula::{Formula, average, count, duration, money, ratio},
        },
        engine::ageing,
    },
    ledger::Measure as M,
};

every_theme!(define_kpis);
