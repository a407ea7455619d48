//! Rebuilding: posting what the ledger lacks, and setting the totals to the sums of their facts.
//!
//! The ledger stays append-only: what is wrong is reversed and stated anew, so that a ledger that is right is left as it
//! is. Each batch is a transaction of its own: others go on working between them, and a rebuild that was cut off is begun
//! again without harm.

use chrono::{DateTime, Utc};
use entity::{fact, organization};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr};
use uuid::Uuid;

use super::{
    Net, Posting, PostingContext, Source,
    audit::{self, Difference, Progress, Report},
    lock_exclusive, post, restatement,
    totals::{self, Owner},
};
use crate::{database::Database, error::Result};

/// Makes the ledger say what the records state and the totals what the ledger says; reports what was wrong.
pub async fn rebuild(
    db: &Database,
    sources: &[Box<dyn Source>],
    now: DateTime<Utc>,
    progress: &dyn Progress,
) -> Result<Report> {
    let mut report = Report::default();
    for source in sources {
        let tx = db.write_at_leisure().await?;
        progress.begin(source.kind().name(), source.count(&tx).await?);
        tx.rollback().await?;
        let mut after = None;
        loop {
            let batch = records(db, &**source, after, now).await?;
            report.take(&batch);
            progress.step(batch.records);
            let Some(last) = batch.last else { break };
            after = Some(last);
        }
    }
    orphans(db, sources, now, &mut report).await?;
    for owner in [Owner::Rep, Owner::Team] {
        progress.begin(owner.name(), 0);
        let mut after: Option<Uuid> = None;
        loop {
            let tx = db.write_at_leisure().await?;
            lock_exclusive(&tx).await?;
            let Some(next) = totals::next(&tx, owner, after).await? else { break tx.rollback().await? };
            let mismatches = totals::mismatches(&tx, owner, next).await?;
            totals::repair(&tx, &mismatches).await?;
            tx.commit().await?;
            mismatches.into_iter().for_each(|mismatch| report.add(Difference::Total(mismatch)));
            progress.step(1);
            after = Some(next);
        }
    }
    losses_by_totals(db).await?;
    Ok(report)
}

/// Has customers lost read from totals, now that the measures that tell are stated of all of them: unless facts count on
/// other days than their own.
#[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
async fn losses_by_totals(db: &Database) -> Result<()> {
    let adjusted =
        fact::Entity::find().select_only().column(fact::Column::Id).filter(fact::Column::AdjustedDay.is_not_null());
    let tx = db.write_at_leisure().await?;
    organization::Entity::update_many()
        .col_expr(organization::Column::LossesByTotals, Expr::value(true))
        .filter(organization::Column::LockedThrough.is_null())
        .filter(Expr::not_exists(adjusted.into_query()))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Posts what the ledger lacks of the next records after one.
async fn records(db: &Database, source: &dyn Source, after: Option<Uuid>, now: DateTime<Utc>) -> Result<audit::Batch> {
    let tx = db.write_at_leisure().await?;
    lock_exclusive(&tx).await?;
    let context = PostingContext::whole(&tx, &audit::settings(&tx).await?).await?;
    let batch = audit::compare(&tx, source, &context, after).await?;
    post(&tx, &context, &batch.lacking, now).await?;
    tx.commit().await?;
    Ok(batch)
}

/// Takes back what the ledger says of kinds that state nothing.
async fn orphans(db: &Database, sources: &[Box<dyn Source>], now: DateTime<Utc>, report: &mut Report) -> Result<()> {
    let tx = db.write_at_leisure().await?;
    lock_exclusive(&tx).await?;
    let context = PostingContext::new(&audit::settings(&tx).await?)?;
    for (kind, id, net) in audit::orphans(&tx, sources).await? {
        let back = restatement(net, Net::new());
        let postings: Vec<Posting> = back.into_iter().map(|(key, value)| Posting { kind, id, key, value }).collect();
        post(&tx, &context, &postings, now).await?;
        report.add(Difference::Unknown { kind, id });
    }
    tx.commit().await?;
    Ok(())
}
