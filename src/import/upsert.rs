//! Making and changing the records of a batch: what is the same already is left alone.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use super::{
    draft::Draft,
    kind::Kind,
    report::{Outcome, Remark},
    resolve::{Known, Later},
    target::{NewRecord, Sourced},
};
use crate::{error::Result, mutation::Act};

/// What became of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpsertOutcome {
    /// It was created.
    Created,
    /// It changed.
    Updated,
    /// It says what is known already.
    Unchanged,
    /// It was not imported.
    Rejected,
}

/// A draft's line, outcome and remarks.
#[derive(Debug)]
pub struct Verdict {
    /// The line of its row.
    pub line: u64,
    /// What became of it.
    pub outcome: UpsertOutcome,
    /// What is to be said about it.
    pub remarks: Vec<Remark>,
    /// Whether it refers to a record that may come later in the file.
    pub awaits: bool,
    /// What a draft that was not imported is worth: its currency and minor units.
    pub lost: Option<(String, i64)>,
}

impl Verdict {
    /// A draft that was imported, or that was known already.
    pub const fn kept(line: u64, outcome: UpsertOutcome, remarks: Vec<Remark>) -> Self {
        Self { line, outcome, remarks, awaits: false, lost: None }
    }

    /// A row that was not imported.
    pub fn rejected(line: u64, remark: Remark) -> Self {
        Self { line, outcome: UpsertOutcome::Rejected, remarks: vec![remark], awaits: false, lost: None }
    }

    /// A draft that was not imported, with the reasons.
    pub fn refused(draft: &Draft, remarks: Vec<Remark>) -> Self {
        let (line, lost) = (draft.line, draft.money());
        Self { line, outcome: UpsertOutcome::Rejected, remarks, awaits: false, lost }
    }
}

/// The records that a batch made and changed, each with the draft it comes from.
#[derive(Debug)]
pub struct Written<M> {
    /// New records.
    pub created: Vec<(M, Draft)>,
    /// Records before and after.
    pub changed: Vec<(M, M, Draft)>,
    /// Records that stay as they are.
    pub unchanged: Vec<(M, Draft)>,
}

/// Sorts drafts into new, changed and known records; no two drafts have one external id. Nothing is written yet.
pub async fn sort<E: Sourced>(
    act: &Act<'_>,
    source_system: &str,
    kind: Kind,
    drafts: Vec<Draft>,
    known: &Known,
    later: Later,
) -> Result<(Written<E::Model>, Vec<Verdict>)> {
    let (system, external_id) = E::source();
    let ids: Vec<&str> = drafts.iter().filter_map(|draft| draft.external_id.as_deref()).collect();
    let existing = act
        .viewer
        .find_with_deleted::<E>()
        .filter(system.eq(source_system))
        .filter(external_id.is_in(ids))
        .lock_exclusive()
        .all(&act.tx)
        .await?;
    let mut existing: HashMap<String, E::Model> = existing
        .into_iter()
        .filter_map(|record| E::external_id(&record).map(str::to_owned).map(|id| (id, record)))
        .collect();
    let mut written = Written { created: Vec::new(), changed: Vec::new(), unchanged: Vec::new() };
    let mut verdicts = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        let before = draft.external_id.as_deref().and_then(|id| existing.remove(id));
        let line = draft.line;
        if let Some(before) = before.as_ref().filter(|before| E::is_deleted(before)) {
            let why = match E::merged_into(before) {
                Some(_) => "left out: it was merged into another here, which what refers to it refers to",
                None => "left deleted: it was deleted here",
            };
            let remarks = vec![Remark::row(Outcome::Noted, why)];
            verdicts.push(Verdict::kept(line, UpsertOutcome::Unchanged, remarks));
            continue;
        }
        if before.is_none() && !draft.lacks.is_empty() {
            let lacks = std::mem::take(&mut draft.lacks);
            verdicts.push(Verdict::refused(&draft, lacks));
            continue;
        }
        let filled = known.settle(&mut draft, kind, later).and_then(|awaits| {
            let mut after = match &before {
                Some(before) => before.clone(),
                None => E::blank(NewRecord {
                    id: Act::new_id(),
                    now: act.now,
                    source_system: Some(source_system.to_owned()),
                    external_id: draft.external_id.clone(),
                }),
            };
            E::fill(&mut after, &mut draft, act.now)?;
            Ok((after, awaits))
        });
        let (after, awaits) = match filled {
            Ok(filled) => filled,
            Err(remark) => {
                verdicts.push(Verdict::refused(&draft, vec![remark]));
                continue;
            }
        };
        let remarks = std::mem::take(&mut draft.remarks);
        let outcome = match before {
            None => {
                written.created.push((after, draft));
                UpsertOutcome::Created
            }
            Some(before) if before == after => {
                written.unchanged.push((after, draft));
                UpsertOutcome::Unchanged
            }
            Some(before) => {
                written.changed.push((before, after, draft));
                UpsertOutcome::Updated
            }
        };
        verdicts.push(Verdict { awaits, ..Verdict::kept(line, outcome, remarks) });
    }
    Ok((written, verdicts))
}

/// Writes what was sorted.
pub async fn write<E: Sourced>(act: &mut Act<'_>, written: &Written<E::Model>) -> Result<()> {
    let created: Vec<E::Model> = written.created.iter().map(|(record, _)| record.clone()).collect();
    act.insert_all::<E>(&created).await?;
    let changed: Vec<(E::Model, E::Model)> =
        written.changed.iter().map(|(before, after, _)| (before.clone(), after.clone())).collect();
    act.update_all::<E>(&changed).await
}
