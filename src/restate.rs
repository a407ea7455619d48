//! Restating: what records state anew when the book that they are read by has changed.
//!
//! A membership, a rate or a setting changes the facts of records that nobody touched. The act that changes it calls one
//! of these after the change and before its end, having held all others back by [`Act::alone`].

use entity::organization;
use uuid::Uuid;

use crate::{
    act::Act,
    error::Result,
    ledger::{Book, Days, Source},
    sources,
};

/// How many records are held in memory at once.
const BATCH: usize = 500;

/// Restates what concerns a rep whose team on some days is another.
pub async fn rep(act: &mut Act<'_>, rep: Uuid, days: Days) -> Result<()> {
    for source in sources::all() {
        let ids = source.of_rep(&act.tx, rep, days).await?;
        records(act, &*source, &ids).await?;
    }
    Ok(())
}

/// Restates what is in a currency whose rate on some days is another.
pub async fn currency(act: &mut Act<'_>, currency: &str, days: Days) -> Result<()> {
    let book = Book::new(act.organization)?;
    for source in sources::all() {
        let ids = source.of_currency(&act.tx, currency, days, &book).await?;
        records(act, &*source, &ids).await?;
    }
    Ok(())
}

/// Restates everything when a setting of the organization needs it.
pub async fn organization(act: &mut Act<'_>, before: &organization::Model, after: &organization::Model) -> Result<()> {
    if (&before.time_zone, &before.currency) == (&after.time_zone, &after.currency) {
        return Ok(());
    }
    for source in sources::all() {
        let mut last = None;
        loop {
            let ids = source.ids(&act.tx, last, u64::try_from(BATCH).unwrap_or(u64::MAX)).await?;
            records(act, &*source, &ids).await?;
            last = ids.last().copied();
            if last.is_none() {
                break;
            }
        }
    }
    Ok(())
}

/// Restates some records of a source.
async fn records(act: &mut Act<'_>, source: &dyn Source, ids: &[Uuid]) -> Result<()> {
    for ids in ids.chunks(BATCH) {
        let states = source.load(&act.tx, ids).await?;
        act.restate_posted(states);
        act.settle().await?;
    }
    Ok(())
}
