//! What the references of a batch refer to: one statement a kind, however many rows.

use std::collections::{HashMap, HashSet};

use entity::{
    contact, contract, customer, deal, interaction, lead, meeting, outcome_reason, pipeline, product, quote, rep,
    stage, team, user,
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    draft::{Draft, Reference, Value},
    kind::{Kind, Need},
    report::{Outcome, Remark},
    source::By,
    target::Sourced,
};
use crate::{error::Result, mutation::Act};

/// What a reference was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    One(Uuid),
    Several,
}

/// The records that a batch refers to.
#[derive(Debug, Default)]
pub struct Known {
    records: HashMap<Reference, Found>,
    users: HashMap<String, Found>,
    stages: Vec<stage::Model>,
}

/// What to do about a reference to a record of the draft's own kind that is not there (yet).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// It may come further down in the file: leave the field alone for now.
    May,
    /// The whole file was read: it is missing.
    Never,
}

impl Known {
    /// Looks up all that the drafts refer to.
    pub async fn of(act: &Act<'_>, source_system: &str, drafts: &[Draft]) -> Result<Self> {
        let mut wanted: HashMap<(Kind, By), HashSet<&str>> = HashMap::new();
        let mut users: HashSet<&str> = HashSet::new();
        for entry in drafts.iter().flat_map(|draft| &draft.entries) {
            if let Some(Reference { kind, by, key }) = &entry.fallback {
                wanted.entry((*kind, *by)).or_default().insert(key);
            }
            match &entry.value {
                Value::Reference(Reference { kind, by, key }) => {
                    wanted.entry((*kind, *by)).or_default().insert(key);
                }
                Value::User(key) => {
                    users.insert(key);
                }
                _ => {}
            }
        }
        let mut known = Self::default();
        if wanted.keys().any(|(kind, _)| *kind == Kind::Stage) {
            known.stages = act.viewer.find::<stage::Entity>().all(&act.tx).await?;
        }
        for ((kind, by), keys) in wanted {
            let found = look_up(act, source_system, kind, by, keys.into_iter().collect()).await?;
            known.records.extend(found.into_iter().map(|(key, found)| (Reference { kind, by, key }, found)));
        }
        if !users.is_empty() {
            let users: Vec<String> = users.iter().flat_map(|key| [(*key).to_owned(), key.to_lowercase()]).collect();
            let any = Condition::any()
                .add(user::Column::Email.is_in(users.iter().map(String::as_str)))
                .add(user::Column::Name.is_in(users.iter().map(String::as_str)));
            for user in act.viewer.find::<user::Entity>().filter(any).all(&act.tx).await? {
                for key in [user.email, user.name] {
                    known
                        .users
                        .entry(key.to_lowercase())
                        .and_modify(|found| *found = Found::Several)
                        .or_insert(Found::One(user.id));
                }
            }
        }
        Ok(known)
    }

    /// Puts ids in the place of references. A reference to nothing leaves its field alone and is noted, unless the
    /// record needs it: then the error says why there is no such record. `true` = a reference may come later.
    pub fn settle(&self, draft: &mut Draft, kind: Kind, later: Later) -> Result<bool, Remark> {
        let mut awaits = false;
        let mut kept = Vec::with_capacity(draft.entries.len());
        for mut entry in std::mem::take(&mut draft.entries) {
            let (found, noun) = match &entry.value {
                Value::Reference(reference) if reference.kind == Kind::Stage => {
                    kept.push(entry);
                    continue;
                }
                Value::Reference(reference) => (self.records.get(reference), reference.kind.name()),
                Value::User(key) => (self.users.get(&key.to_lowercase()), "user"),
                _ => {
                    kept.push(entry);
                    continue;
                }
            };
            if let Some(Found::One(id)) = found {
                entry.value = Value::Id(*id);
                kept.push(entry);
                continue;
            }
            let instead = entry.fallback.as_ref().and_then(|reference| Some((self.records.get(reference)?, reference)));
            if let (None, Some((Found::One(id), reference)), Value::Reference(missing)) = (found, instead, &entry.value)
            {
                let reason = format!("{}: read as `{}`: there is no such {noun}", entry.field.name, reference.key);
                draft.remarks.push(Remark::new(Outcome::Noted, &entry.column, missing.key.as_str(), reason));
                entry.value = Value::Id(*id);
                kept.push(entry);
                continue;
            }
            let own_kind = matches!(&entry.value, Value::Reference(reference) if reference.kind == kind);
            if own_kind && later == Later::May {
                awaits = true;
                continue;
            }
            let text = match entry.value {
                Value::Reference(reference) => reference.key,
                Value::User(key) => key,
                _ => String::new(),
            };
            let why = if found.is_some() {
                format!("several a {noun} are called so")
            } else {
                format!("there is no such {noun}")
            };
            let name = entry.field.name;
            if entry.field.need == Need::Required {
                return Err(Remark::new(Outcome::Rejected, &entry.column, text, format!("{name}: {why}")));
            }
            draft.remarks.push(Remark::new(Outcome::Noted, &entry.column, text, format!("kept without {name}: {why}")));
        }
        draft.entries = kept;
        self.settle_stage(draft)?;
        Ok(awaits)
    }

    /// A stage is looked for in the pipeline that the draft names, and else in all of them.
    fn settle_stage(&self, draft: &mut Draft) -> Result<(), Remark> {
        let pipeline = draft.get::<Uuid>("pipeline");
        let Some(entry) = draft.entries.iter_mut().find(|entry| entry.field.name == "stage") else { return Ok(()) };
        let Value::Reference(reference) = &entry.value else { return Ok(()) };
        let find = |reference: &Reference| {
            let mut found = self.stages.iter().filter(|stage| {
                let is_called_so = match reference.by {
                    By::Name => stage.name.to_lowercase() == reference.key.to_lowercase(),
                    By::ExternalId => stage.external_id.as_deref() == Some(reference.key.as_str()),
                };
                is_called_so && pipeline.is_none_or(|pipeline| stage.pipeline_id == pipeline)
            });
            (found.next(), found.next())
        };
        let instead = entry.fallback.as_ref().and_then(|fallback| Some((find(fallback).0?, fallback)));
        let (stage, pipeline_id) = match (find(reference), instead) {
            ((Some(stage), None), _) => (stage.id, stage.pipeline_id),
            ((None, _), Some((stage, fallback))) => {
                let why = format!("stage: read as `{}`: there is no such stage in the pipeline", fallback.key);
                draft.remarks.push(Remark::new(Outcome::Noted, &entry.column, reference.key.as_str(), why));
                (stage.id, stage.pipeline_id)
            }
            ((None, _), None) => {
                let why = "stage: there is no such stage in the pipeline";
                return Err(Remark::new(Outcome::Rejected, &entry.column, reference.key.clone(), why));
            }
            ((Some(_), Some(_)), _) => {
                let why = "stage: several stages are called so; map `pipeline`";
                return Err(Remark::new(Outcome::Rejected, &entry.column, reference.key.clone(), why));
            }
        };
        entry.value = Value::Id(stage);
        if pipeline.is_none() {
            draft.fill("pipeline", Value::Id(pipeline_id));
        }
        Ok(())
    }

    /// A stage.
    pub fn stage(&self, stage: Uuid) -> Option<&stage::Model> {
        self.stages.iter().find(|known| known.id == stage)
    }
}

async fn look_up(
    act: &Act<'_>,
    source_system: &str,
    kind: Kind,
    by: By,
    keys: Vec<&str>,
) -> Result<HashMap<String, Found>> {
    match kind {
        Kind::Team => find::<team::Entity>(act, source_system, by, keys).await,
        Kind::Rep => find::<rep::Entity>(act, source_system, by, keys).await,
        Kind::Product => find::<product::Entity>(act, source_system, by, keys).await,
        Kind::Pipeline => find::<pipeline::Entity>(act, source_system, by, keys).await,
        Kind::Reason => find::<outcome_reason::Entity>(act, source_system, by, keys).await,
        Kind::Customer => find::<customer::Entity>(act, source_system, by, keys).await,
        Kind::Contact => find::<contact::Entity>(act, source_system, by, keys).await,
        Kind::Lead => find::<lead::Entity>(act, source_system, by, keys).await,
        Kind::Deal => find::<deal::Entity>(act, source_system, by, keys).await,
        Kind::Interaction => find::<interaction::Entity>(act, source_system, by, keys).await,
        Kind::Meeting => find::<meeting::Entity>(act, source_system, by, keys).await,
        Kind::Quote => find::<quote::Entity>(act, source_system, by, keys).await,
        Kind::Contract => find::<contract::Entity>(act, source_system, by, keys).await,
        // Stages were read whole; the others are not referred to.
        Kind::Stage | Kind::Membership | Kind::ExchangeRate => Ok(HashMap::new()),
    }
}

/// The live records of those external ids or names, and those that such were merged into. Of those with one name, the
/// source system's own come first.
async fn find<E: Sourced>(
    act: &Act<'_>,
    source_system: &str,
    by: By,
    keys: Vec<&str>,
) -> Result<HashMap<String, Found>> {
    let (system, external_id) = E::source();
    let column = match by {
        By::ExternalId => external_id,
        By::Name => match E::name_column() {
            Some(name) => name,
            None => return Ok(HashMap::new()),
        },
    };
    let mut select = act.viewer.find::<E>().filter(column.is_in(keys.iter().copied()));
    if by == By::ExternalId {
        select = select.filter(system.eq(source_system));
    }
    let rows: Vec<(String, Uuid, Option<String>)> =
        select.select_only().columns([column, E::id(), system]).into_tuple().all(&act.tx).await?;
    let mut own: HashMap<String, Found> = HashMap::new();
    let mut others: HashMap<String, Found> = HashMap::new();
    for (key, id, system) in rows {
        let found = if system.as_deref() == Some(source_system) { &mut own } else { &mut others };
        found.entry(key).and_modify(|found| *found = Found::Several).or_insert(Found::One(id));
    }
    others.extend(own);
    let missing: Vec<&str> = keys.into_iter().filter(|key| !others.contains_key(*key)).collect();
    if let Some(into) = E::merged_into_column().filter(|_| !missing.is_empty()) {
        let called = Condition::all().add(column.is_in(missing)).add(into.is_not_null());
        let own = (by == By::ExternalId).then(|| system.eq(source_system));
        others.extend(merged::<E>(act, column, into, called.add_option(own)).await?);
    }
    Ok(others)
}

/// The live records that records called so were merged into: what an export goes on calling by the old name is the one
/// that is left.
async fn merged<E: Sourced>(
    act: &Act<'_>,
    column: E::Column,
    into: E::Column,
    called: Condition,
) -> Result<HashMap<String, Found>> {
    let select = act.viewer.find_with_deleted::<E>().filter(called).select_only().columns([column, into]);
    let rows: Vec<(String, Uuid)> = select.into_tuple().all(&act.tx).await?;
    let left = act.viewer.find::<E>().filter(E::id().is_in(rows.iter().map(|(_, id)| *id)));
    let left: Vec<Uuid> = left.select_only().column(E::id()).into_tuple().all(&act.tx).await?;
    let mut found: HashMap<String, Found> = HashMap::new();
    for (key, id) in rows.into_iter().filter(|(_, id)| left.contains(id)) {
        let one = Found::One(id);
        found.entry(key).and_modify(|known| *known = if *known == one { one } else { Found::Several }).or_insert(one);
    }
    Ok(found)
}
