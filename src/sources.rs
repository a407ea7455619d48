//! The kinds of record that state facts, in one list: what the ledger is verified against and rebuilt from.

use entity::{interaction, lead, meeting, quote};

use crate::{
    contract::Contracts,
    customer::Lives,
    deal::Deals,
    ledger::{Plain, Source},
};

/// Every source of facts. A new kind of record that states facts adds a line here: `Plain::<E>::default()` where its row
/// alone states them.
pub fn all() -> Vec<Box<dyn Source>> {
    vec![
        Box::new(Deals),
        Box::new(Lives),
        Box::new(Plain::<lead::Entity>::default()),
        Box::new(Contracts::default()),
        Box::new(Plain::<interaction::Entity>::default()),
        Box::new(Plain::<meeting::Entity>::default()),
        Box::new(Plain::<quote::Entity>::default()),
    ]
}
