//! The kinds of record that state facts, in one list: what the ledger is verified against and rebuilt from.

use crate::{customer::Lives, deal::Deals, ledger::Source};

/// Every source of facts. A new kind of record that states facts adds a line here: `ledger::Plain::<E>::default()` where
/// its row alone states them.
pub fn all() -> Vec<Box<dyn Source>> {
    vec![Box::new(Deals), Box::new(Lives)]
}
