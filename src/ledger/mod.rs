//! The ledger: facts, and the totals that they add up to.
//!
//! A record states facts ([`States`]); a change of the record posts `facts(after) − facts(before)` in the record's own
//! transaction ([`mod@post`]), with the totals by rep × day, rep × month and team × month.
//!
//! Invariants: the ledger is append-only; the sum of a record's facts equals what the record states now; a total equals
//! the sum of the facts under it. [`verify()`] checks them, [`rebuild()`] mends what breaks them. This room never imports a
//! domain.

mod audit;
mod bulk;
mod calendar;
mod days;
mod dimension;
mod fact;
mod measure;
mod measure_group;
pub mod money;
mod post;
mod posting_context;
mod posting_lock;
mod rebuild;
#[cfg(test)]
pub mod samples;
mod source;
mod totals;

pub use audit::{Difference, Progress, Report, verify};
pub use bulk::{add_up, post_facts};
pub use calendar::CalendarUnit;
pub use days::Days;
pub use dimension::Dimension;
pub use fact::{Dimensions, Fact, Facts, Key, Net, States, boxed, net, restatement};
pub use measure::{Measure, Unit};
pub use measure_group::{Rule, Topic};
pub use post::{Posting, post};
pub use posting_context::{Membership, PostingContext, decimals};
pub use posting_lock::{join, lock_exclusive};
pub use rebuild::rebuild;
pub use source::{Plain, Source, count, ids, is_blank, stated, stated_between, stated_of_rep};
