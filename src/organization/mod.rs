//! The sales force and its rules: the organization's settings, teams, reps, memberships, users, sessions, products, rates, holidays, API tokens.

pub mod api_token;
pub mod authenticator;
pub mod exchange_rate;
pub mod holiday;
pub mod membership;
pub mod product;
pub mod rep;
pub mod session;
pub mod settings;
pub mod team;
pub mod user;
pub mod viewer;
