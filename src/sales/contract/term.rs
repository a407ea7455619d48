//! The term of a contract: when it is in force. Pure.

use chrono::NaiveDate;
use entity::contract::Model;

/// Where a contract stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is signed and starts later.
    Upcoming,
    /// It is in force.
    InForce,
    /// It reached its end.
    Ended,
    /// It was terminated early.
    Terminated,
}

/// Where a contract stands on a day.
pub fn standing(contract: &Model, day: NaiveDate) -> Standing {
    if contract.terminated_on.is_some_and(|end| end <= day) {
        Standing::Terminated
    } else if contract.ends_on.is_some_and(|end| end <= day) {
        Standing::Ended
    } else if day < contract.starts_on {
        Standing::Upcoming
    } else {
        Standing::InForce
    }
}

/// Why a contract cannot be ended early on a day; `None` when it can.
pub fn refuses_end(contract: &Model, on: NaiveDate) -> Option<&'static str> {
    if on < contract.starts_on {
        Some("A contract cannot be ended before it starts.")
    } else if contract.ends_on.is_some_and(|end| end <= on) {
        Some("The contract runs out by then.")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sales::contract::facts::tests::contract;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_contract_holds_from_its_first_day_until_the_day_after_its_last() {
        let contract = Model { starts_on: day("2026-04-01"), ends_on: Some(day("2027-04-01")), ..contract() };
        assert_eq!(standing(&contract, day("2026-03-31")), Standing::Upcoming);
        assert_eq!(standing(&contract, day("2026-04-01")), Standing::InForce);
        assert_eq!(standing(&contract, day("2027-03-31")), Standing::InForce);
        assert_eq!(standing(&contract, day("2027-04-01")), Standing::Ended);
        let terminated = Model { terminated_on: Some(day("2026-07-01")), ..contract };
        assert_eq!(standing(&terminated, day("2026-06-30")), Standing::InForce);
        assert_eq!(standing(&terminated, day("2026-07-01")), Standing::Terminated);
    }

    #[test]
    fn only_what_runs_can_be_ended_early() {
        let contract = Model { starts_on: day("2026-04-01"), ends_on: Some(day("2027-04-01")), ..contract() };
        assert!(refuses_end(&contract, day("2026-03-31")).is_some());
        assert!(refuses_end(&contract, day("2027-04-01")).is_some());
        assert!(refuses_end(&contract, day("2026-04-01")).is_none());
    }
}
