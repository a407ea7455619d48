//! Formulas that are too long for an entry, or that are code. Pure.

pub mod customers;
pub mod forecast;
pub mod journey;
pub mod prospects;
pub mod satisfaction;
pub mod shared;
pub mod target;
