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
//! # The groups
//!
//! Each knows only those above it; `tests/api/house.rs` holds the list.
//!
//! - [`collections`], [`error`], [`clock`], [`database`]: what everybody needs. The clock is injected.
//! - [`access`]: who asks, which rows they see (`access/rows`), which acts they may do (`access/policy.rs`). Knows only
//!   `entity` and [`error`].
//! - [`ledger`]: facts, measures and totals; posting, verifying, rebuilding; the calendar and exact money. Knows no domain.
//! - [`graphql`]: ids, scalars, periods, pages, loaders, payloads, the request. Knows no domain.
//! - [`server`]: the HTTP front: limits, documents, sign-in headers, health, metrics, explorer. Knows no domain.
//! - [`kpi`]: the catalogue of KPIs (`kpi/catalog`, a file a theme), how they are computed (`kpi/engine`), when small groups
//!   are withheld (`kpi/suppression`), breakdowns and explanations (`kpi/insight`), GraphQL types (`kpi/fields`). Knows no
//!   domain.
//! - [`mutation`]: one act, from permission to commit.
//! - the domains, a folder a kind of record, each with its type, queries, mutations, rules and facts:
//!   - [`organization`]: settings, teams, reps, memberships, users, sessions, products, exchange rates, holidays, tokens;
//!   - [`marketing`]: leads, prospects, qualification, key facts, campaigns, expenses;
//!   - [`sales`]: customers, contacts, deals, pipelines, interactions, meetings, quotes, contracts;
//!   - [`after_sale`]: surveys, complaints, product returns;
//!   - [`steering`]: objectives, forecasts, the leaderboard; plans, alerts and audits will join;
//!   - `support`, to come: skills, training, compensation (pay statements) and challenges;
//!   - [`platform`]: the change log; the feed, webhooks and subscriptions will join.
//! - [`registry`]: the lists of what exists: the schema's roots, the types behind `node(id)`, the records that state facts.
//!   Knows every domain, and no domain knows it.
//! - [`import`], [`demo`]: records by the thousand, through the same facts.
//! - [`cli`]: the command line and its settings.
//!
//! Domains use each other's types, as the records refer to each other, and never each other's mutations. A file whose
//! comment ends with "Pure." performs no I/O; facts and formulas are pure and know no GraphQL either.
//!
//! # The way of a change
//!
//! [`server`] (refuses before it parses) → [`graphql::request`] (who asks, how far they see) → the domain's mutation, as in
//! [`sales::deal`] → [`mutation`] (permission, transaction, versions, change log) → the domain's pure facts → [`ledger`]
//! (facts and totals) → commit.
//!
//! # The way of a question
//!
//! [`server`] → [`graphql::request`] → the domain's query → [`access::Viewer::find`] (the door to the rows of a viewer) and
//! [`graphql::Loaders`] for rows, [`kpi`] for figures. What is computed for everybody – facts, rules that must hold whoever
//! asks – reads past the viewer; each such place says why.
//!
//! # Invariants
//!
//! - The ledger's sum for a record equals the facts it states now; a total equals the sum of the facts under it
//!   (`pilotage ledger verify`).
//! - A row outside the viewer's scope does not exist for them, wherever it is reached from. A KPI is answered for a whole
//!   subject or not at all.
//! - Money is integer minor units with a currency; a missing exchange rate is a null with a warning, never a rate of 1.
//! - Nothing internal reaches a client: every error passes [`error::Error::expose`].
//! - Both databases give the same answers.
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | record | what people edit; has a kind, an id, a version and a line in the change log for each change |
//! | fact | one contribution of a record to a measure: a day, a rep, a team, dimensions and an amount |
//! | measure | what facts are counted in, as `Won` or `Revenue`; KPIs are formulas over measures |
//! | measure group | what some measures are about, as won deals: says on which day they count, for whom, and their dimensions |
//! | totals | sums of facts by rep and day, rep and month, team and month |
//! | posting | writing the difference between what a record stated and what it states |
//! | posting context | what facts depend on beside the record: time zone, memberships, exchange rates, settings |
//! | posting lock | what keeps a change of the posting context and other postings apart |
//! | restating | posting anew what a record states, because the record or something that it depends on changed |
//! | source | where records of a kind that states facts are found and loaded, for restating, verifying, rebuilding |
//! | act | one mutation, from permission to commit, in one transaction |
//! | viewer | who asks, with the rows they reach: everything, teams, their own, or a token's scopes |
//! | subject | whom a KPI is about: the organization, a team or a rep |
//! | view, lens | which facts a figure is made of: filters, and whether a rep counts for today's or the former team |
//! | input key | one number that a formula asks for: a measure or statistic, of a subject, over a span |
//! | statistic | a number that is no sum, as a median: it is read from facts, not from totals |
//! | suppression | withholding figures of a group so small that its members' figures could be worked out |
//! | contributor count | how many people or records stand behind a figure: what suppression is decided by |
//! | contributor | a record behind a figure, with what it adds |
//! | structure | teams, reps, memberships, stages and settings, kept in memory and read again when they change |
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
