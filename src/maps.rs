//! Maps and sets with a fast hash, for keys that are made for one request: seeded anew in each process, and no larger than
//! the limits of a document allow.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

/// A map.
pub type Map<K, V> = HashMap<K, V, RandomState>;

/// A set.
pub type Set<K> = HashSet<K, RandomState>;
