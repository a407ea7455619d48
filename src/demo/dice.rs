//! Chance, the same each time: a generator of fixed algorithm and seed. Pure.

use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus, seq::IndexedRandom};

/// What chance decides.
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A number from one to another, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        if high > low { self.0.random_range(low..=high) } else { low }
    }

    /// A number from one to another that is more often small than large, as amounts and delays are.
    pub fn mostly_small(&mut self, low: i64, high: i64) -> i64 {
        self.between(low, high).min(self.between(low, high)).min(self.between(low, high))
    }

    /// Whether something happens that happens so many times in a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(0, 99) < percent
    }

    /// One of several, each so many times in a hundred; what is left of the hundred goes to `otherwise`.
    pub fn choose<T: Copy>(&mut self, of: &[(i64, T)], otherwise: T) -> T {
        let mut rest = self.between(0, 99);
        for (percent, choice) in of {
            if rest < *percent {
                return *choice;
            }
            rest -= percent;
        }
        otherwise
    }

    /// One of several, all alike; `None` when there is none.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.choose(&mut self.0).copied()
    }

    /// One of several words.
    pub fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.pick(of).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_falls_the_same_way() {
        let throw = |seed| {
            let mut dice = Dice::new(seed);
            (0..8).map(|_| dice.between(1, 6)).collect::<Vec<_>>()
        };
        assert_eq!(throw(1), throw(1));
        assert_ne!(throw(1), throw(2));
    }

    #[test]
    fn what_is_left_of_the_hundred_goes_to_the_last_choice() {
        let mut dice = Dice::new(7);
        let others = (0..10_000).filter(|_| dice.choose(&[(30, 'a'), (50, 'b')], 'c') == 'c').count();
        assert!((1_800..2_200).contains(&others), "{others} in 10 000 should be about 2 000");
    }
}
