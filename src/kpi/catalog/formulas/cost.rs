//! Sums that the formulas of cost share. Pure.

use crate::{
    kpi::{Figure, Inputs},
    ledger::Measure as M,
};

/// What selling cost.
pub fn sales(m: &Inputs<'_>) -> Figure {
    Figure::money(m.sum(M::SalesCost), m.sum(M::SalesCostUnconverted))
}

/// What was booked.
pub fn revenue(m: &Inputs<'_>) -> Figure {
    Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted))
}

/// What of it came from marketing.
pub fn marketing_sourced(m: &Inputs<'_>) -> Figure {
    Figure::money(m.sum(M::MarketingRevenue), m.sum(M::MarketingRevenueUnconverted))
}
