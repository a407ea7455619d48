//! Pilotage: a GraphQL backend for sales steering.

pub mod access;
pub mod act;
pub mod api;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod import;
pub mod kpi;
pub mod ledger;
pub mod record;
pub mod request;
pub mod schema;
pub mod server;
