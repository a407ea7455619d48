//! Before the deal: leads, prospects and their qualification, campaigns, what selling costs.

pub mod campaign;
pub mod expense;
pub mod key_fact;
pub mod lead;
pub mod prospect;
pub mod qualification;
