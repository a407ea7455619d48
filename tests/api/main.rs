//! The tests of the API: one binary, one file a domain.

// Says to clippy what a binary of tests does not say by itself.
#![cfg(test)]

mod access_matrix;
mod after_sale;
mod auth;
mod auth_http;
mod contact;
mod contract;
mod cost;
mod customer;
mod customer_life;
mod customer_merge;
mod deal;
mod demo;
mod forecast;
mod house;
mod http;
mod http_conformance;
mod http_input;
mod http_node;
mod identities;
mod import;
mod import_cases;
mod import_crm;
mod interaction;
mod journey;
mod key_fact;
mod kpi;
mod kpi_at_once;
mod kpi_customers;
mod kpi_deals;
mod kpi_edge_cases;
mod kpi_process;
mod kpi_reps;
mod lead;
mod leaderboard;
mod ledger;
mod lists;
mod lock;
mod meeting;
mod objective;
mod oracle;
mod partner;
mod people;
mod plain;
mod process;
mod qualification;
mod query_count;
mod quote;
mod seed;
mod survey;
mod veil;
mod words;
mod worked_example;
mod world;
