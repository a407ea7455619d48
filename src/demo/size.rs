//! How large the company is at a scale. Pure.

use std::str::FromStr;

use rust_decimal::{Decimal, prelude::ToPrimitive};

/// The size of a company, in millionths of the whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale(u64);

const WHOLE: u64 = 1_000_000;

impl Scale {
    /// Small enough to be there within seconds.
    pub const SMALL: Self = Self(WHOLE / 100);

    /// So much of what the whole company has.
    fn of(self, whole: u64) -> u64 {
        whole * self.0 / WHOLE
    }

    /// The same of what shrinks more slowly than the rest: a tenth of the deals needs more than a tenth of the reps.
    fn slowly_of(self, whole: u64) -> u64 {
        let share = if self.0 < WHOLE { (self.0 * WHOLE).isqrt() } else { self.0 };
        whole * share / WHOLE
    }
}

impl FromStr for Scale {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let millionths = Decimal::from_str(text).ok().and_then(|scale| (scale * Decimal::from(WHOLE)).to_u64());
        match millionths {
            Some(scale @ 1_000..=100_000_000) => Ok(Self(scale)),
            _ => Err("a scale is a number from 0.001 to 100".to_owned()),
        }
    }
}

/// How many there are of what is counted beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Teams at the bottom of the tree.
    pub teams: u64,
    /// Groups of teams, below the root.
    pub regions: u64,
    /// Reps.
    pub reps: u64,
    /// Customers and prospects known from the beginning; others come with leads.
    pub customers: u64,
    /// Leads.
    pub leads: u64,
    /// Deals that do not come from a lead.
    pub deals: u64,
    /// Interactions that concern a customer and neither a lead nor a deal.
    pub calls: u64,
}

impl From<Scale> for Size {
    fn from(scale: Scale) -> Self {
        let reps = scale.slowly_of(200).max(12);
        let teams = (reps * 15 / 200).max(4);
        Self {
            teams,
            regions: (teams * 4 / 15).max(2),
            reps,
            customers: scale.of(21_000).max(20),
            leads: scale.of(300_000),
            deals: scale.of(130_000),
            calls: scale.of(420_000),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_company_has_twenty_teams_and_two_hundred_reps() {
        let size = Size::from("1".parse::<Scale>().unwrap());
        assert_eq!((size.teams + size.regions + 1, size.reps, size.leads), (20, 200, 300_000));
    }

    #[test]
    fn a_small_company_still_has_teams() {
        let size = Size::from("0.002".parse::<Scale>().unwrap());
        assert_eq!((size.teams, size.regions, size.reps, size.leads), (4, 2, 12, 600));
    }

    #[test]
    fn a_scale_that_is_none_is_refused() {
        for bad in ["0", "-1", "1e9", "one", "0.0001", "101"] {
            assert!(bad.parse::<Scale>().is_err(), "{bad}");
        }
    }
}
