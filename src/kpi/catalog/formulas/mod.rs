//! Formulas that several entries share, or that are too long for one. Pure.

pub mod cost;
pub mod customers;
pub mod forecast;
pub mod journey;
pub mod prospects;
pub mod satisfaction;
pub mod shared;
pub mod target;
