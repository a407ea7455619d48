//! What stands behind a figure: breakdowns, contributors, explanations.

pub mod breakdown;
pub mod contributors;
pub mod explain;
