//! What programs build on: the change log.

pub mod change_log;
