//! Pilotage: a GraphQL backend for sales steering.

// The schema merges a type a domain, each inside the one before.
#![recursion_limit = "256"]

pub mod about;
pub mod access;
pub mod act;
pub mod api;
pub mod api_token;
pub mod authenticator;
pub mod change_log;
pub mod cli;
pub mod clock;
pub mod config;
pub mod contact;
pub mod contract;
pub mod customer;
pub mod db;
pub mod deal;
pub mod demo;
pub mod error;
pub mod exchange_rate;
pub mod import;
pub mod interaction;
pub mod kpi;
pub mod lead;
pub mod leaderboard;
pub mod ledger;
pub mod meeting;
pub mod membership;
pub mod node;
pub mod organization;
pub mod pipeline;
pub mod product;
pub mod quote;
pub mod reason;
pub mod record;
pub mod rep;
pub mod request;
pub mod restate;
pub mod schema;
pub mod server;
pub mod session;
pub mod sources;
pub mod team;
pub mod user;
