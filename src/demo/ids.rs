//! Ids that are the same each time: shaped like UUIDv7, of the instant that a record came to be and a counter. Pure.

use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

/// Gives ids out.
#[derive(Default)]
pub struct Ids(u64);

impl Ids {
    /// The id of a record that came to be at an instant. Of two records of one millisecond the later one has the greater
    /// id.
    pub fn at(&mut self, instant: DateTime<Utc>) -> Uuid {
        self.0 += 1;
        let milliseconds = u64::try_from(instant.timestamp_millis()).unwrap_or(0);
        // The counter comes first; what follows only keeps neighbours from looking alike.
        let mixed = self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        let tail = u128::from(self.0) << 24 | u128::from(mixed);
        // The variant takes the upper two bits of the third byte; the counter stays below them.
        let [.., a, b, c, d, e, f, g, h] = tail.to_be_bytes();
        Builder::from_unix_timestamp_millis(milliseconds, &[0, 0, a & 0x3f, b, c, d, e, f, g, h]).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_7_and_in_the_order_of_creation() {
        let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
        let mut ids = Ids::default();
        let ids: Vec<Uuid> = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.001Z"]
            .into_iter()
            .map(|text| ids.at(at(text)))
            .collect();
        assert!(ids.is_sorted() && ids.iter().all(|id| id.get_version_num() == 7), "{ids:?}");
    }
}
