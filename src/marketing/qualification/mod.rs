//! Qualification: which leads are worth selling to, by criteria of the organization's own.
//!
//! A set of criteria is written as a draft, published, and never changed again: a change makes a new edition. An answer
//! belongs to the edition that it was given to and keeps the score that it had there, so that no change of weights
//! rewrites the past.

mod answer;
mod input;
mod lead;
mod mutation;
mod query;
mod scoring;
mod set;
mod templates;

pub use answer::{QualificationAnswer, QualificationMutation};
pub use input::{Draft, kept};
pub use lead::LeadQualification;
pub use mutation::CriteriaSetMutation;
pub use query::CriteriaSetQuery;
pub use scoring::{Answered, Criterion, Given, Outcome, Scoring, Set, outcome};
pub use set::{CriteriaSet, CriteriaSetStatus, CriterionKind, QualificationCriterion, scoring_of, set_of};
pub use templates::{Template, bant, meddic};
