//! The tables of Pilotage, one file each, with the enums that only they use.
//!
//! Invariant: this crate knows nothing of GraphQL, of access rules or of the ledger. Amounts are minor units
//! (`i64`) beside an ISO 4217 code, shares and probabilities are basis points (10 000 = the whole), instants are UTC
//! with microseconds, days are calendar days of the organization.
#![expect(clippy::disallowed_methods, reason = "the entity derives call `find` in the code they generate")]
#![expect(missing_docs, reason = "the entity derives generate public items without documentation")]

pub mod api_token;
pub mod campaign;
pub mod change_log;
pub mod complaint;
pub mod contact;
pub mod contract;
pub mod criteria_set;
pub mod criterion;
pub mod customer;
pub mod customer_churn;
pub mod deal;
pub mod deal_credit;
pub mod deal_history;
pub mod deal_line;
pub mod exchange_rate;
pub mod expense;
pub mod expense_share;
pub mod fact;
pub mod forecast_adjustment;
pub mod forecast_submission;
pub mod holiday;
pub mod interaction;
pub mod key_fact;
pub mod key_fact_verification;
pub mod kind;
pub mod lead;
pub mod lead_former_owner;
pub mod lead_recycling;
pub mod meeting;
pub mod objective;
pub mod organization;
pub mod outcome_reason;
pub mod pipeline;
pub mod product;
pub mod product_return;
pub mod qualification_answer;
pub mod quote;
pub mod rep;
pub mod session;
pub mod sign_in_attempt;
pub mod stage;
pub mod survey;
pub mod survey_response;
pub mod team;
pub mod team_membership;
pub mod total_rep_day;
pub mod total_rep_month;
pub mod total_team_month;
pub mod user;

pub use kind::Kind;
