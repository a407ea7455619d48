//! Pilotage: a GraphQL backend for sales steering.

pub mod clock;
pub mod db;
pub mod error;
pub mod schema;
