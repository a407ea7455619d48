//! Batches: rows that many resolvers ask for are read in one statement.
//!
//! The library's own loader waits for a timer, so that one pass may be cut in two; here a batch is closed when every
//! resolver that can run has asked: a resolver puts its keys down and yields until nobody adds to them, then takes all.
//! So the number of statements depends on the depth of a document alone. The batch runs as a task of its own: a resolver
//! that is dropped on the way takes nothing from the others.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::oneshot;

use crate::{
    collections::{Map, Set},
    error::{Error, Result},
};

/// Reads the values of many keys at once.
pub trait Loader<K>: Send + Sync + 'static {
    /// What is read for a key.
    type Value: Clone + Send + Sync + 'static;

    /// The values of those keys that have one.
    fn load(&self, keys: &[K]) -> impl Future<Output = Result<Map<K, Self::Value>>> + Send;
}

/// What was read for a batch, shared by all who asked.
type Found<K, V> = Arc<Result<Map<K, V>>>;

/// What was read for a batch: the values of the keys that one asked for, and those of others who asked then.
pub struct Read<K, V>(Option<Found<K, V>>);

impl<K: Hash + Eq, V> Read<K, V> {
    /// The value of a key, if there is one.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.0.as_deref()?.as_ref().ok()?.get(key)
    }
}

/// A loader with the keys that wait for it, apart for each type of key.
pub struct Batcher<L> {
    loader: Arc<L>,
    waiting: Mutex<HashMap<TypeId, Box<dyn Any + Send>>>,
}

/// The keys of one type that wait, and who waits for them.
struct Waiting<K, V> {
    /// Which batch is being gathered.
    batch: u64,
    keys: Set<K>,
    resolvers: Vec<oneshot::Sender<Found<K, V>>>,
}

impl<L> Batcher<L> {
    /// Batches for a loader.
    pub fn new(loader: L) -> Self {
        Self { loader: Arc::new(loader), waiting: Mutex::new(HashMap::new()) }
    }

    /// The loader itself.
    pub fn loader(&self) -> &L {
        &self.loader
    }

    /// The loader itself, for what outlives the borrow.
    pub fn shared(&self) -> Arc<L> {
        Arc::clone(&self.loader)
    }

    /// The value of a key, if there is one.
    pub async fn load_one<K>(&self, key: K) -> Result<Option<L::Value>>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        L: Loader<K>,
    {
        Ok(self.load_many([key.clone()]).await?.get(&key).cloned())
    }

    /// The values of many keys. They are not copied: a dashboard asks for thousands.
    pub async fn load_many<K>(&self, keys: impl IntoIterator<Item = K>) -> Result<Read<K, L::Value>>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        L: Loader<K>,
    {
        let mut keys = keys.into_iter().peekable();
        if keys.peek().is_none() {
            return Ok(Read(None));
        }
        let found = self.batch(keys).await?;
        match &*found {
            Ok(_) => Ok(Read(Some(found))),
            Err(error) => Err(error.clone()),
        }
    }

    async fn batch<K>(&self, keys: impl IntoIterator<Item = K>) -> Result<Found<K, L::Value>>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        L: Loader<K>,
    {
        let (answer, answered) = oneshot::channel();
        let batch = self.with_waiting(|waiting| {
            waiting.keys.extend(keys);
            waiting.resolvers.push(answer);
            waiting.batch
        });
        let mut known = 0;
        let (keys, resolvers) = loop {
            tokio::task::yield_now().await;
            let taken = self.with_waiting(|waiting: &mut Waiting<K, L::Value>| {
                if waiting.batch != batch {
                    // Somebody took it; what waits now is another batch and not ours to close.
                    return Some(Default::default());
                }
                // Whoever asked since the last look may not be the last to ask.
                if waiting.resolvers.len() != known {
                    known = waiting.resolvers.len();
                    return None;
                }
                waiting.batch = waiting.batch.wrapping_add(1);
                Some((std::mem::take(&mut waiting.keys), std::mem::take(&mut waiting.resolvers)))
            });
            if let Some(taken) = taken {
                break taken;
            }
        };
        if !resolvers.is_empty() {
            let loader = Arc::clone(&self.loader);
            tokio::spawn(async move {
                let keys: Vec<K> = keys.into_iter().collect();
                let found = Arc::new(loader.load(&keys).await);
                for resolver in resolvers {
                    // Whoever is gone needs no answer.
                    let _ = resolver.send(Arc::clone(&found));
                }
            });
        }
        // Outside of the runtime's budget: a resolver that is put off for having waited often would ask too late.
        tokio::task::unconstrained(answered).await.map_err(|_| Error::Bug("a batch ended without an answer".into()))
    }

    fn with_waiting<K, V, T>(&self, act: impl FnOnce(&mut Waiting<K, V>) -> T) -> T
    where
        K: Send + Sync + 'static,
        V: Send + Sync + 'static,
        T: Default,
    {
        let mut all = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let empty = || -> Box<dyn Any + Send> {
            Box::new(Waiting::<K, V> { batch: 0, keys: Set::default(), resolvers: Vec::new() })
        };
        let waiting = all.entry(TypeId::of::<K>()).or_insert_with(empty);
        waiting.downcast_mut().map(act).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Default)]
    struct Doubled(AtomicUsize);

    impl Loader<i32> for Doubled {
        type Value = i32;

        async fn load(&self, keys: &[i32]) -> Result<Map<i32, i32>> {
            self.0.fetch_add(1, Ordering::Relaxed);
            if keys.contains(&0) {
                return Err(Error::not_found());
            }
            Ok(keys.iter().filter(|key| **key > 0).map(|key| (*key, key * 2)).collect())
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_is_asked_in_one_pass_is_loaded_once() {
        let batcher = Batcher::new(Doubled::default());
        let all = futures_util::future::join_all((1..200).map(|key| batcher.load_one(key))).await;
        assert_eq!(all.into_iter().map(|value| value.unwrap().unwrap()).sum::<i32>(), 39_800);
        assert_eq!(batcher.loader().0.load(Ordering::Relaxed), 1);
        assert_eq!(batcher.load_one(-1).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_failure_reaches_all_who_asked_and_a_dropped_one_none() {
        let batcher = Batcher::new(Doubled::default());
        let (one, none) = tokio::join!(batcher.load_one(1), batcher.load_one(0));
        assert!(one.is_err() && none.is_err());
        let mut dropped = Box::pin(batcher.load_one(3));
        assert!(futures_util::poll!(&mut dropped).is_pending());
        drop(dropped);
        let kept = batcher.load_one(4).await;
        assert_eq!(kept.unwrap(), Some(8));
    }
}
