//! Pilotage: a GraphQL backend for sales steering.
//!
//! # The idea
//!
//! Records are what people edit: leads, deals, meetings, quotes. A record *states facts* – on this day, this rep, in this
//! team, contributed so much to this measure – by one pure function a kind. A change posts
//! `facts(after) − facts(before)` to an append-only ledger, and to the totals above it, in the transaction that changes
//! the record. A KPI is a formula over measures. So every correction restates itself, every figure equals the sum of the
//! records behind it, and a figure costs what its months cost, however long the history is.
//!
//! # The way of a change
//!
//! [`server`] (an HTTP front of our own: refuses before it parses) → [`request`] (who asks, how far they see) → the
//! domain's mutation, as in [`deal`] → [`act`] (permission, transaction, versions, change log) → the domain's pure facts →
//! [`ledger`] (facts and totals) → commit.
//!
//! # The way of a question
//!
//! [`server`] → [`request`] → the domain's query → [`access::Viewer::find`] (the only door to a table) and
//! [`api::Loaders`] for rows, [`kpi`] for figures.
//!
//! # The rooms
//!
//! - [`access`]: who asks, which rows, which acts. Imports only `entity` and [`error`].
//! - [`api`]: the vocabulary of GraphQL – ids, scalars, periods, pages, loaders, payloads – without business.
//! - [`ledger`], [`kpi`]: facts, totals, formulas. Never import a domain.
//! - one file or folder a domain: its type, queries, mutations, rules. Domains use each other's types and never each
//!   other's mutations. Files of pure rules (facts, stages, prices) import no database, no GraphQL and no clock.
//! - [`json`]: the text that answers are written down as.
//! - [`maps`]: maps with a fast hash, for what lives as long as a request.
//! - [`sources`], [`restate`]: the records that state facts, in one list, and what changes beside them (a membership, a
//!   rate, a setting) has restated.
//! - [`import`], [`demo`]: records by the thousand, through the same facts.
//! - [`cli`], [`config`], [`server`], [`schema`]: how it is run.
//!
//! # Invariants
//!
//! - The ledger's sum for a record equals the facts it states now; a total equals the sum of the facts under it
//!   (`pilotage ledger verify`).
//! - A row outside the viewer's scope does not exist for them, wherever it is reached from. A KPI is answered for a whole
//!   subject or not at all.
//! - Money is integer minor units with a currency; a missing exchange rate is a null with a warning, never a rate of 1.
//! - Nothing internal reaches a client: every error passes [`error::Error::expose`].
//! - The clock is injected; the few other doors are listed in `.clippy.toml`, and `tests/api/house.rs` holds this map.
//!
//! # Known quirks, not to be copied
//!
//! - A GraphQL field that may fail is `Option<Result<T>>`, because async-graphql turns `Result<Option<T>>` into a null
//!   of the parent.
//! - SQLite takes facts in four statements where PostgreSQL takes one; both are in `ledger/post.rs` and nowhere else.

// The schema merges a type a domain, each inside the one before.
#![recursion_limit = "256"]

pub mod access;
pub mod after_sale;
pub mod cli;
pub mod clock;
pub mod collections;
pub mod database;
pub mod demo;
pub mod error;
pub mod graphql;
pub mod import;
pub mod kpi;
pub mod ledger;
pub mod marketing;
pub mod mutation;
pub mod organization;
pub mod platform;
pub mod registry;
pub mod sales;
pub mod server;
pub mod steering;
