//! The kinds of record that state facts, in one list: what the ledger is verified against and rebuilt from.

use entity::{Kind, meeting, survey_response};

use crate::{
    after_sale::{complaint::Complaints, product_return::Returns},
    ledger::{Plain, Source},
    marketing::{expense::Expenses, lead::Leads, prospect::Prospects},
    sales::{contract::Contracts, customer::CustomerLifecycles, deal::Deals, interaction::Interactions, quote::Offers},
};

/// The kind of record that is restated whenever one of a kind is, for it states facts of its own from the same row.
pub const fn beside(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::Lead => Some(Kind::Prospect),
        _ => None,
    }
}

/// Every source of facts. A new kind of record that states facts adds a line here: `Plain::<E>::default()` where its row
/// alone states them.
pub fn all() -> Vec<Box<dyn Source>> {
    vec![
        Box::new(Deals),
        Box::new(CustomerLifecycles),
        Box::new(Leads),
        Box::new(Prospects),
        Box::new(Contracts::default()),
        Box::new(Interactions),
        Box::new(Plain::<meeting::Entity>::default()),
        Box::new(Offers),
        Box::new(Plain::<survey_response::Entity>::default()),
        Box::new(Complaints),
        Box::new(Returns),
        Box::new(Expenses),
    ]
}
