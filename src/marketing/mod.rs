//! Before the deal: leads, prospects, qualification, campaigns and sales costs.

pub mod campaign;
pub mod expense;
pub mod key_fact;
pub mod lead;
pub mod prospect;
pub mod qualification;
