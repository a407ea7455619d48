//! KPIs: formulas over the measures of the ledger.
//!
//! One entry a KPI in [`catalog`]: name, labels, formula, unit, direction. An entry's formula is a pure function of
//! [`Inputs`]; which sums it needs is found by running it once over a recorder, so that nothing is said twice. All KPIs of
//! a request are evaluated together, in a number of statements that depends neither on how many there are nor on how
//! many reps or periods they cover.
//!
//! Invariants: a figure covers its whole subject; a sum of nothing is 0 and a quotient by nothing is null; this room
//! never imports a domain.

mod answer;
mod catalog;
mod evaluate;
mod figure;
mod inputs;
mod reading;
mod spread;
mod sums;

pub use answer::{
    Amount, Change, CountKpi, DaysKpi, ForecastKpi, KpiWarning, MoneyKpi, QuotientKpi, RatioKpi, WarningCode,
};
pub use catalog::{Definition, Direction, Kind, Kpi, Kpis, Unit};
pub use evaluate::{Question, evaluate};
pub use figure::{Figure, Value, Warning};
pub use inputs::{Cell, Inputs, Span};
pub use reading::{CatalogQuery, kpis_of};
pub use sums::Sums;
