//! Pilotage: a GraphQL backend for sales steering.

pub mod access;
pub mod act;
pub mod api;
pub mod cli;
pub mod clock;
pub mod config;
pub mod contact;
pub mod customer;
pub mod db;
pub mod deal;
pub mod error;
pub mod import;
pub mod kpi;
pub mod lead;
pub mod ledger;
pub mod pipeline;
pub mod product;
pub mod reason;
pub mod record;
pub mod rep;
pub mod request;
pub mod schema;
pub mod server;
pub mod sources;
pub mod team;
pub mod user;
