//! KPIs.
mod sums;
pub use sums::Sums;
