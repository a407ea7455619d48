//! From what is asked to figures: plan what must be read, read it in a constant number of statements, and compute.

pub mod ageing;
pub mod customer_losses;
pub mod evaluate;
pub mod fact_query;
pub mod figure;
pub mod grouped_input;
pub mod input;
pub mod inputs;
pub mod methods;
pub mod objective;
pub mod progress;
pub mod records;
pub mod reduction;
pub mod statistic;
pub mod submissions;
pub mod sums;
pub mod targets;
pub mod thresholds;
pub mod totals_query;
pub mod view;
pub mod working_days;
