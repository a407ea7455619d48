//! Authentication ([`token`], [`Viewer`]), row-level security ([`Scoped`]) and permissions ([`policy`]).
//!
//! Invariants: [`Viewer::find`] is the only door to a record's table; a row outside the viewer's scope does not exist for
//! them, wherever it is reached from; roles and teams are those of the moment at each request and never a token's.
//! This room imports only `entity` and `error`.

mod keys;
pub mod password;
pub mod policy;
pub mod record;
mod rows;
mod scope;
pub mod secret_token;
mod structure;
mod subject;
pub mod token;
mod tree;
mod viewer;

pub use keys::Keys;
pub use rows::Scoped;
pub use scope::{Access, Scope, Scopes};
pub use structure::{Structure, Structures, holds_on};
pub use subject::{Measuring, Subject};
pub use tree::{DEEPEST, Tree};
pub use viewer::{Member, Principal, Reach, Viewer};
