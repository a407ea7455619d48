//! Formulas that several entries share, or that are too long for one. Pure.

use super::figure::Value;
use crate::{api::scalars::float, ledger::money::WHOLE};

/// Seconds shared among reps, over deals shared the same way, in days.
pub fn days(seconds: i64, deals: i64) -> Option<Value> {
    (deals != 0).then(|| Value::Days(float(seconds) * float(WHOLE) / float(deals) / 86_400.0))
}
