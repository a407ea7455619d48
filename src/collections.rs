//! Maps and sets with a fast hash, for keys that are made for one request: seeded anew in each process, and no larger than
//! the limits of a document allow. And what was of use lately, which may be of use again.

use std::{
    borrow::Borrow,
    collections::{HashMap, HashSet},
    hash::Hash,
};

use foldhash::fast::RandomState;

/// A map.
pub type Map<K, V> = HashMap<K, V, RandomState>;

/// A set.
pub type Set<K> = HashSet<K, RandomState>;

/// What was of use lately, within a bound, and what was before: when the one is full it takes the place of the other.
#[derive(Debug)]
pub struct GenerationalCache<K, V> {
    young: HashMap<K, (usize, V)>,
    old: HashMap<K, (usize, V)>,
    /// What the young ones weigh.
    weight: usize,
    /// What they may weigh.
    most: usize,
}

impl<K: Hash + Eq, V: Clone> GenerationalCache<K, V> {
    /// Nothing yet; holds at most twice so much.
    pub fn within(most: usize) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), weight: 0, most }
    }

    /// What was put under a key, if that was lately.
    pub fn get<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        if let Some((_, value)) = self.young.get(key) {
            return Some(value.clone());
        }
        let (key, (weight, value)) = self.old.remove_entry(key)?;
        self.put(key, value.clone(), weight);
        Some(value)
    }

    /// Puts something under a key.
    pub fn put(&mut self, key: K, value: V, weight: usize) {
        if self.weight + weight > self.most {
            self.old = std::mem::take(&mut self.young);
            self.weight = 0;
        }
        self.weight += weight;
        self.young.insert(key, (weight, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_again_is_kept_and_the_rest_is_forgotten() {
        let mut lately = GenerationalCache::within(10);
        lately.put("a".to_owned(), 0, 1);
        for number in 1..100 {
            lately.put(number.to_string(), number, 3);
            assert_eq!(lately.get("a"), Some(0), "used all the time");
        }
        assert_eq!((lately.get("1"), lately.get("99")), (None, Some(99)));
        assert!(lately.young.len() + lately.old.len() <= 8);
    }
}
