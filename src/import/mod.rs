//! Import: a company's CRM export becomes records, through a declarative mapping.
//!
//! A file is read as a stream of rows ([`reader`]), each row becomes drafts of records ([`plan`], [`draft`]) with typed values
//! ([`value`], [`moment`]), and drafts are written in batches. What a file holds is said by a [`mapping`]; what became of
//! every row is told by the [`report`].
//!
//! Invariants: a row is imported whole or not at all; a second import of the same files changes nothing; a missing
//! reference does not lose a row when the field may be empty.

mod batch;
mod cell;
mod check;
mod currency;
mod deals;
mod decode;
pub mod draft;
mod files;
pub mod kind;
pub mod mapping;
pub mod moment;
mod number;
mod plan;
pub mod reader;
pub mod report;
mod resolve;
mod run;
mod setup;
pub mod source;
mod survey;
pub mod target;
mod tree;
mod unnamed;
mod upsert;
pub mod value;

pub use mapping::Mapping;
pub use report::Report;
pub use run::{Options, run};
