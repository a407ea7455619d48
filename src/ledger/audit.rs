//! Verifying: whether the ledger says what the records state, and the totals what the ledger says.
//!
//! Records and facts are walked side by side in the order of ids, a batch at a time, so that a company with millions of
//! either needs no more memory than a batch.

use std::fmt;

use entity::{Kind, fact, organization};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    Key, Measure, Net, Posting, PostingContext, Source, net, restatement, stated_between,
    totals::{self, Owner, TotalMismatch},
};
use crate::{
    database::Database,
    error::{Error, Result},
};

/// How many records a batch holds.
pub const BATCH: u64 = 1_000;

/// How many differences a report lists; it counts all.
const LISTED: usize = 1_000;

/// Where a difference is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The ledger says something else of a record than the record states.
    Fact {
        /// The kind of the record.
        kind: Kind,
        /// The record.
        id: Uuid,
        /// Where it counts.
        key: Key,
        /// What the ledger lacks, or has too much of when negative.
        lacking: i64,
    },
    /// The ledger speaks of a record that does not exist.
    Unknown {
        /// The kind that the ledger names.
        kind: Kind,
        /// The record that it names.
        id: Uuid,
    },
    /// A total is not the sum of the facts under it.
    Total(TotalMismatch),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fact { kind, id, key, lacking } => {
                let Key { day, measure, rep, team, .. } = key;
                let named = |id: &Option<Uuid>| id.map_or_else(|| "none".to_owned(), |id| id.to_string());
                let (rep, team) = (named(rep), named(team));
                write!(f, "{} {id}: {measure:?} on {day}, rep {rep}, team {team}: lacks {lacking}", kind.name())
            }
            Self::Unknown { kind, id } => write!(f, "{} {id}: there is no such record", kind.name()),
            Self::Total(TotalMismatch { slot, total, facts }) => {
                let measure = Measure::from_code(slot.measure)
                    .map_or_else(|| slot.measure.to_string(), |measure| format!("{measure:?}"));
                let (table, owner, day) = (slot.table.name(), slot.owner, slot.day);
                write!(f, "{table} of {owner}: {measure} on {day} is {total}, its facts sum to {facts}")
            }
        }
    }
}

/// What was looked at and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many records were looked at.
    pub records: u64,
    /// How many differences were found.
    pub found: u64,
    /// The first thousand of them.
    pub differences: Vec<Difference>,
}

impl Report {
    /// Whether there was no difference.
    pub const fn is_clean(&self) -> bool {
        self.found == 0
    }

    pub(super) fn add(&mut self, difference: Difference) {
        self.found += 1;
        if self.differences.len() < LISTED {
            self.differences.push(difference);
        }
    }

    pub(super) fn take(&mut self, batch: &Batch) {
        self.records += batch.records;
        for id in &batch.unknown {
            self.add(Difference::Unknown { kind: batch.kind, id: *id });
        }
        for Posting { kind, id, key, value } in &batch.lacking {
            if !batch.unknown.contains(id) {
                self.add(Difference::Fact { kind: *kind, id: *id, key: key.clone(), lacking: *value });
            }
        }
    }
}

/// Somebody who watches a long walk.
pub trait Progress: Send + Sync {
    /// A part begins, of so many steps; 0 when nobody knows.
    fn begin(&self, part: &str, steps: u64);
    /// Steps were made.
    fn step(&self, steps: u64);
}

impl Progress for () {
    fn begin(&self, _part: &str, _steps: u64) {}
    fn step(&self, _steps: u64) {}
}

/// Compares every record with the ledger and every total with its facts, at one instant.
pub async fn verify(db: &Database, sources: &[Box<dyn Source>], progress: &dyn Progress) -> Result<Report> {
    let tx = db.snapshot().await?;
    let mut report = Report::default();
    let context = PostingContext::whole(&tx, &settings(&tx).await?).await?;
    for source in sources {
        progress.begin(source.kind().name(), source.count(&tx).await?);
        let mut after = None;
        loop {
            let batch = compare(&tx, &**source, &context, after).await?;
            report.take(&batch);
            progress.step(batch.records);
            let Some(last) = batch.last else { break };
            after = Some(last);
        }
    }
    for (kind, id, _) in orphans(&tx, sources).await? {
        report.add(Difference::Unknown { kind, id });
    }
    for owner in [Owner::Rep, Owner::Team] {
        progress.begin(owner.name(), 0);
        let mut after = None;
        while let Some(next) = totals::next(&tx, owner, after).await? {
            for mismatch in totals::mismatches(&tx, owner, next).await? {
                report.add(Difference::Total(mismatch));
            }
            progress.step(1);
            after = Some(next);
        }
    }
    tx.rollback().await?;
    Ok(report)
}

/// The organization's settings as the transaction sees them.
#[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
pub(super) async fn settings(tx: &DatabaseTransaction) -> Result<organization::Model> {
    let found = organization::Entity::find().order_by_asc(organization::Column::Id).one(tx).await?;
    found.ok_or_else(|| Error::bad_input("There is no organization yet."))
}

/// A batch of records beside what the ledger says of them.
pub(super) struct Batch {
    pub kind: Kind,
    pub records: u64,
    /// The last record, when there may be more.
    pub last: Option<Uuid>,
    /// What must be posted so that the ledger says what the records state.
    pub lacking: Vec<Posting>,
    /// What the ledger speaks of without there being such a record.
    pub unknown: Vec<Uuid>,
}

/// Compares the next records after one with the ledger.
pub(super) async fn compare(
    tx: &DatabaseTransaction,
    source: &dyn Source,
    context: &PostingContext,
    after: Option<Uuid>,
) -> Result<Batch> {
    let kind = source.kind();
    let ids = source.ids(tx, after, BATCH).await?;
    let records = u64::try_from(ids.len()).unwrap_or(u64::MAX);
    let last = ids.last().copied().filter(|_| records >= BATCH);
    let states = source.load(tx, &ids).await?;
    let mut stated = stated_between(tx, kind, after, last).await?;
    let mut lacking = Vec::new();
    let mut post = |id, net: Net| {
        lacking.extend(net.into_iter().map(|(key, value)| Posting { kind, id, key, value }));
    };
    for state in states {
        let before = stated.remove(&state.id()).unwrap_or_default();
        post(state.id(), restatement(before, net(state.facts(context))));
    }
    let unknown: Vec<Uuid> = stated.keys().copied().collect();
    for (id, before) in stated {
        post(id, restatement(before, Net::new()));
    }
    Ok(Batch { kind, records, last, lacking, unknown })
}

/// What the ledger says of kinds that state nothing.
#[expect(clippy::disallowed_methods, reason = "the ledger reads its own table")]
pub(super) async fn orphans(tx: &DatabaseTransaction, sources: &[Box<dyn Source>]) -> Result<Vec<(Kind, Uuid, Net)>> {
    let kinds: Vec<Kind> = fact::Entity::find()
        .select_only()
        .column(fact::Column::SourceKind)
        .distinct()
        .filter(fact::Column::SourceKind.is_not_in(sources.iter().map(|source| source.kind())))
        .into_tuple()
        .all(tx)
        .await?;
    let mut orphans = Vec::new();
    for kind in kinds {
        let said = stated_between(tx, kind, None, None).await?;
        orphans.extend(said.into_iter().map(|(id, net)| (kind, id, net)));
    }
    Ok(orphans)
}
