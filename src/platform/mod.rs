//! Services for other programs: the change log.

pub mod change_log;
