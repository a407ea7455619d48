//! An act: one mutation, from permission to commit.
//!
//! An act reads through the viewer's door inside its own transaction, changes records, remembers what each stated before
//! and states after, and on [`Act::commit`] posts the difference to the ledger, writes the change log and commits. An act
//! that is dropped on the way leaves nothing behind.

mod bulk;
mod erasure;
mod inputs;
mod reassign;
pub mod restate;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_graphql::{Context, ID};
use chrono::{DateTime, Utc};
use entity::{Kind, change_log, organization};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, FromQueryResult, IdenStatic,
    IntoActiveModel, Iterable, QueryFilter, QuerySelect, SqlErr,
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{
    access::{Principal, Structures, Viewer, policy, record::Record},
    error::{Error, Result, UserError},
    graphql::{id, request::Request},
    ledger::{self, Net, Posting, PostingContext, States},
    registry::fact_sources,
};

/// One mutation on its way.
pub struct Act<'a> {
    /// Who acts.
    pub viewer: &'a Viewer,
    /// The transaction.
    pub tx: DatabaseTransaction,
    /// When.
    pub now: DateTime<Utc>,
    /// The organization's settings.
    pub organization: &'a organization::Model,
    /// The request that it is an act of, if it is one.
    request: Option<&'a Request>,
    changes: Vec<Change>,
    /// Records that are restated from what the act leaves behind.
    beside: BTreeMap<Kind, BTreeSet<Uuid>>,
    log: Vec<change_log::ActiveModel>,
}

/// What a record stated before and states after.
struct Change {
    before: Before,
    after: Option<Box<dyn States>>,
}

/// What a record stated before.
enum Before {
    /// Nothing: it did not exist.
    Nothing,
    /// What this state says in the posting context as it is.
    State(Box<dyn States>),
    /// What the ledger says: the posting context itself has changed.
    Posted,
}

impl<'a> Act<'a> {
    /// Begins the mutation that a resolver runs: refuses whoever may not use the field, then opens the transaction.
    pub async fn begin(ctx: &Context<'a>) -> Result<Self> {
        let request = Request::of(ctx)?;
        policy::allow_mutation(&request.viewer, ctx.field().name())?;
        request.act().await;
        let tx = request.state.database.write().await?;
        let act = Self::new(&request.viewer, tx, request.now, &request.organization);
        Ok(Self { request: Some(request), ..act })
    }

    /// An act outside a request: of the command line, the demo, an import.
    pub const fn new(
        viewer: &'a Viewer,
        tx: DatabaseTransaction,
        now: DateTime<Utc>,
        organization: &'a organization::Model,
    ) -> Self {
        Self {
            viewer,
            tx,
            now,
            organization,
            request: None,
            changes: Vec::new(),
            beside: BTreeMap::new(),
            log: Vec::new(),
        }
    }

    /// A new id, in the order of creation.
    pub fn new_id() -> Uuid {
        Uuid::now_v7()
    }

    /// The record of an id that the viewer may see, locked until the end of the act. `field` is the argument at fault
    /// when there is none.
    pub async fn get<E: Record<Model: FromQueryResult>>(&self, id: &ID, field: &[&str]) -> Result<E::Model> {
        let id = id::parse(E::KIND, id, field)?;
        self.row::<E>(id, field).await
    }

    /// The same by the bare id.
    pub async fn row<E: Record<Model: FromQueryResult>>(&self, id: Uuid, field: &[&str]) -> Result<E::Model> {
        let found = self.viewer.find::<E>().filter(E::id().eq(id)).lock_exclusive().one(&self.tx).await?;
        Ok(found.ok_or_else(|| UserError::not_found(field))?)
    }

    /// A deleted record that the viewer may see, to be restored.
    pub async fn get_deleted<E: Record<Model: FromQueryResult>>(&self, id: &ID, field: &[&str]) -> Result<E::Model> {
        let id = id::parse(E::KIND, id, field)?;
        let mut select = self.viewer.find_with_deleted::<E>().filter(E::id().eq(id)).lock_exclusive();
        if let Some(column) = E::deleted_at() {
            select = select.filter(column.is_not_null());
        }
        Ok(select.one(&self.tx).await?.ok_or_else(|| UserError::not_found(field))?)
    }

    /// The id that a reference names, if the viewer may see what it refers to.
    pub async fn refer<E: Record<Model: FromQueryResult>>(&self, id: &ID, field: &[&str]) -> Result<Uuid> {
        self.read::<E>(id, field).await.map(|row| E::id_of(&row))
    }

    /// What a reference names, if the viewer may see it: read, not locked.
    pub async fn read<E: Record<Model: FromQueryResult>>(&self, id: &ID, field: &[&str]) -> Result<E::Model> {
        let id = id::parse(E::KIND, id, field)?;
        let found = self.viewer.find::<E>().filter(E::id().eq(id)).one(&self.tx).await?;
        Ok(found.ok_or_else(|| UserError::not_found(field))?)
    }

    /// The same for an optional reference.
    pub async fn refer_maybe<E: Record<Model: FromQueryResult>>(
        &self,
        id: Option<&ID>,
        field: &[&str],
    ) -> Result<Option<Uuid>> {
        match id {
            Some(id) => self.refer::<E>(id, field).await.map(Some),
            None => Ok(None),
        }
    }

    /// Refuses a record that is visible but not the viewer's to change.
    pub fn may_edit(&self, owner: Option<Uuid>) -> Result<()> {
        if policy::may_edit(self.viewer, owner) { Ok(()) } else { Err(Error::forbidden()) }
    }

    /// The owner of a new record: the rep named, or the viewer's own profile. A rep can only act for themselves.
    pub async fn owner(&self, rep: Option<&ID>, field: &[&str]) -> Result<Option<Uuid>> {
        let owner = match rep {
            Some(rep) => Some(self.refer::<entity::rep::Entity>(rep, field).await?),
            None => self.viewer.rep(),
        };
        match owner {
            Some(owner) if !policy::may_assign(self.viewer, owner) => Err(Error::forbidden()),
            // Only those who see records without an owner may make one.
            None if !policy::may_edit(self.viewer, None) => Err(UserError::input(field, "Name a rep.").into()),
            owner => Ok(owner),
        }
    }

    /// Refuses an update that was made from an older version than the record has.
    pub fn expect_version<E: Record>(&self, record: &E::Model, read: Option<i32>) -> Result<()> {
        match read {
            Some(read) if read != E::version_of(record) => Err(UserError::conflict(
                &["input", "version"],
                format!("The record has changed: it is at version {}.", E::version_of(record)),
            )
            .into()),
            _ => Ok(()),
        }
    }

    /// Makes a record: stamps it, writes it, logs it.
    pub async fn insert<E: Record>(&mut self, id: Uuid, mut active: E::Active) -> Result<E::Model>
    where
        E::Model: FromQueryResult,
    {
        E::stamp_new(&mut active, id, self.now);
        self.expect_new_external_id::<E>(&active).await?;
        let made = active.insert(&self.tx).await.map_err(|cause| taken(cause, E::KIND))?;
        self.record(E::KIND, id, change_log::Action::Create, differences(&Value::Null, &json_of(&made)?))?;
        Ok(made)
    }

    /// Refuses a record of another system that is here already, and says which one it is.
    async fn expect_new_external_id<E: Record>(&self, active: &E::Active) -> Result<()>
    where
        E::Model: FromQueryResult,
    {
        let column = |name: &str| E::Column::iter().find(|column| column.as_str() == name);
        let (Some(system), Some(external_id)) = (column("source_system"), column("external_id")) else { return Ok(()) };
        let given = |column| active.get(column).into_value().filter(|value| *value != value.as_null());
        let (Some(of_system), Some(of_id)) = (given(system), given(external_id)) else { return Ok(()) };
        let known = self.viewer.find_with_deleted::<E>().filter(system.eq(of_system)).filter(external_id.eq(of_id));
        match known.one(&self.tx).await? {
            Some(row) => {
                let message = format!("This {} was imported or written before.", E::KIND.name());
                let error = UserError::conflict(&["input", "externalId"], message);
                Err(error.conflicting_with(Some(id::encode(E::KIND, E::id_of(&row)))).into())
            }
            None => Ok(()),
        }
    }

    /// Changes a record: the row must still be as `before`. Logs every field that differs.
    pub async fn update<E: Record>(&mut self, before: &E::Model, active: E::Active) -> Result<E::Model>
    where
        E::Model: FromQueryResult,
    {
        self.change::<E>(before, active, change_log::Action::Update).await
    }

    /// Deletes a record softly; it can be restored.
    pub async fn delete<E: Record>(&mut self, before: &E::Model) -> Result<E::Model>
    where
        E::Model: FromQueryResult,
    {
        let mut active = before.clone().into_active_model();
        E::mark_deleted(&mut active, Some(self.now));
        self.change::<E>(before, active, change_log::Action::Delete).await
    }

    /// Brings a deleted record back.
    pub async fn restore<E: Record>(&mut self, before: &E::Model) -> Result<E::Model>
    where
        E::Model: FromQueryResult,
    {
        let mut active = before.clone().into_active_model();
        E::mark_deleted(&mut active, None);
        self.change::<E>(before, active, change_log::Action::Restore).await
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the row was found through the viewer's door; this is the write door"
    )]
    async fn change<E: Record>(
        &mut self,
        before: &E::Model,
        mut active: E::Active,
        action: change_log::Action,
    ) -> Result<E::Model>
    where
        E::Model: FromQueryResult,
    {
        let version = E::version_of(before);
        E::stamp(&mut active, version.saturating_add(1), self.now);
        let changed = E::update_many()
            .set(active)
            .filter(E::id().eq(E::id_of(before)))
            .filter(E::version_column().eq(version))
            .exec_with_returning(&self.tx)
            .await
            .map_err(|cause| taken(cause, E::KIND))?;
        let Some(after) = changed.into_iter().next() else {
            return Err(changed_meanwhile());
        };
        self.record(E::KIND, E::id_of(before), action, differences(&json_of(before)?, &json_of(&after)?))?;
        Ok(after)
    }

    /// Removes a record of a kind that is not deleted softly; the log keeps what it was.
    #[expect(
        clippy::disallowed_methods,
        reason = "the row was found through the viewer's door; this is the write door"
    )]
    pub async fn remove<E: Record>(&mut self, before: &E::Model) -> Result<()> {
        let removed = E::delete_many()
            .filter(E::id().eq(E::id_of(before)))
            .filter(E::version_column().eq(E::version_of(before)))
            .exec(&self.tx)
            .await?;
        if removed.rows_affected == 0 {
            return Err(changed_meanwhile());
        }
        let mut changes = differences(&Value::Null, &json_of(before)?);
        for value in changes.values_mut() {
            if let Some(pair) = value.as_array_mut() {
                pair.reverse();
            }
        }
        self.record(E::KIND, E::id_of(before), change_log::Action::Delete, changes)
    }

    /// Logs a change that the record's own row does not show.
    pub fn note(&mut self, kind: Kind, id: Uuid, field: &str, before: Value, after: Value) -> Result<()> {
        if before == after {
            return Ok(());
        }
        let mut changes = Map::new();
        changes.insert(field.to_owned(), json!([before, after]));
        self.record(kind, id, change_log::Action::Update, changes)
    }

    fn record(&mut self, kind: Kind, id: Uuid, action: change_log::Action, changes: Map<String, Value>) -> Result<()> {
        let (actor_kind, actor_id) = match self.viewer.principal() {
            Principal::User(user) => (change_log::ActorKind::User, Some(user.id)),
            Principal::Token { id, .. } => (change_log::ActorKind::Token, Some(*id)),
            Principal::System | Principal::Anonymous => (change_log::ActorKind::System, None),
        };
        self.log.push(change_log::ActiveModel {
            id: Set(Self::new_id()),
            recorded_at: Set(self.now),
            actor_kind: Set(actor_kind),
            actor_id: Set(actor_id),
            record_kind: Set(kind.name().to_owned()),
            record_id: Set(id),
            action: Set(action),
            changes: Set(Value::Object(changes).to_string()),
        });
        Ok(())
    }

    /// Remembers what a record stated before the act and states after it: `None` where it did not exist.
    pub fn restate<S: States + 'static>(&mut self, before: Option<S>, after: Option<S>) {
        if let Some(state) = before.as_ref().or(after.as_ref())
            && let Some(kind) = fact_sources::beside(state.kind())
        {
            self.follow(kind, state.id());
        }
        self.state(before, after);
    }

    /// The same of a record whose own row is as it was, for something around it has changed: what hangs on the row states
    /// what it did.
    pub fn restate_around<S: States + 'static>(&mut self, before: S, after: S) {
        self.state(Some(before), Some(after));
    }

    fn state<S: States + 'static>(&mut self, before: Option<S>, after: Option<S>) {
        self.changes.push(Change {
            before: before.map_or(Before::Nothing, |state| Before::State(Box::new(state))),
            after: after.map(ledger::boxed),
        });
    }

    /// Has a record restated that other rows than its own belong to, once the act has written them: what it states is read
    /// from them, and what it stated before is what the ledger says.
    pub fn follow(&mut self, kind: Kind, id: Uuid) {
        self.beside.entry(kind).or_default().insert(id);
    }

    /// Has a record restated for a reason outside it: a membership, a rate, a setting that its facts depend on. What it
    /// stated before is what the ledger says.
    pub fn restate_posted(&mut self, states: impl IntoIterator<Item = Box<dyn States>>) {
        self.changes.extend(states.into_iter().map(|state| Change { before: Before::Posted, after: Some(state) }));
    }

    /// Posts what changed, writes the log and commits.
    pub async fn commit(mut self) -> Result<()> {
        self.flush().await?;
        self.tx.commit().await?;
        if let Some(request) = self.request {
            request.loaders.act();
        }
        Ok(())
    }

    /// Posts what changed so far and writes the log; the act goes on in the same transaction.
    pub async fn flush(&mut self) -> Result<()> {
        let changes = std::mem::take(&mut self.changes);
        let beside = std::mem::take(&mut self.beside);
        self.post(changes, beside).await?;
        let log = std::mem::take(&mut self.log);
        for chunk in log.chunks(1_000) {
            change_log::Entity::insert_many(chunk.to_vec()).exec_without_returning(&self.tx).await?;
        }
        Ok(())
    }

    /// Holds back all other posting until the end of the act: for acts that change what the facts of many records depend
    /// on. Rows that the act changes beside its own are locked before this, so that nobody waits in a circle.
    pub async fn lock_exclusive(&self) -> Result<()> {
        ledger::lock_exclusive(&self.tx).await
    }

    /// The settings as they are now: another act may have changed them since this one began.
    async fn settings(&self) -> Result<organization::Model> {
        let id = self.organization.id;
        let system = Viewer::system();
        let now = system.find::<organization::Entity>().filter(organization::Column::Id.eq(id)).one(&self.tx).await?;
        Ok(now.unwrap_or_else(|| self.organization.clone()))
    }

    /// The posting context for some reps and currencies: from memory as far as nothing of it has changed, not even by
    /// this act.
    async fn posting_context(&self, reps: Vec<Uuid>, currencies: Vec<String>) -> Result<PostingContext> {
        if let Some(request) = self.request
            && Structures::revision_now(&self.tx).await? == request.structure.revision()
        {
            let reps = reps.into_iter().collect::<BTreeSet<_>>();
            let memberships = reps.into_iter().flat_map(|rep| request.structure.memberships(rep));
            return PostingContext::of(&self.tx, &request.organization, memberships, currencies).await;
        }
        let organization = self.settings().await?;
        PostingContext::open(&self.tx, &organization, reps, currencies).await
    }

    async fn post(&self, mut changes: Vec<Change>, beside: BTreeMap<Kind, BTreeSet<Uuid>>) -> Result<()> {
        if changes.is_empty() && beside.is_empty() {
            return Ok(());
        }
        ledger::join(&self.tx).await?;
        for source in fact_sources::all() {
            let ids: Vec<Uuid> = beside.get(&source.kind()).into_iter().flatten().copied().collect();
            for ids in ids.chunks(500) {
                let states = source.load(&self.tx, ids).await?;
                changes.extend(states.into_iter().map(|state| Change { before: Before::Posted, after: Some(state) }));
            }
        }
        let mut reps: Vec<Uuid> = Vec::new();
        let mut currencies: Vec<String> = Vec::new();
        let mut posted: HashMap<Kind, Vec<Uuid>> = HashMap::new();
        for Change { before, after } in &changes {
            if let (Before::Posted, Some(state)) = (before, after) {
                posted.entry(state.kind()).or_default().push(state.id());
            }
            let before = match before {
                Before::State(state) => Some(state),
                Before::Nothing | Before::Posted => None,
            };
            for state in before.into_iter().chain(after) {
                reps.extend(state.reps());
                currencies.extend(state.currencies().into_iter().map(str::to_owned));
            }
        }
        let context = self.posting_context(reps, currencies).await?;
        let mut stated: HashMap<(Kind, Uuid), Net> = HashMap::new();
        for (kind, ids) in posted {
            let nets = ledger::stated(&self.tx, kind, &ids).await?;
            stated.extend(nets.into_iter().map(|(id, net)| ((kind, id), net)));
        }
        let mut postings = Vec::new();
        for Change { before, after } in &changes {
            let net_of = |state: &dyn States| ledger::net(state.facts(&context));
            let source = match (before, after) {
                (_, Some(state)) | (Before::State(state), None) => (state.kind(), state.id()),
                (Before::Nothing | Before::Posted, None) => continue,
            };
            let before = match before {
                Before::Nothing => Net::new(),
                Before::State(state) => net_of(&**state),
                Before::Posted => stated.remove(&source).unwrap_or_default(),
            };
            let after = after.as_deref().map(net_of).unwrap_or_default();
            let (kind, id) = source;
            let restated = ledger::restatement(before, after);
            postings.extend(restated.into_iter().map(|(key, value)| Posting { kind, id, key, value }));
        }
        ledger::post(&self.tx, &context, &postings, self.now).await
    }
}

fn json_of(record: &impl Serialize) -> Result<Value> {
    serde_json::to_value(record).map_err(|cause| Error::Bug(cause.to_string()))
}

/// The fields that differ, each as `[before, after]`. Stamps are left out: the log has its own.
pub fn differences(before: &Value, after: &Value) -> Map<String, Value> {
    let empty = Map::new();
    let before = before.as_object().unwrap_or(&empty);
    let mut changes = Map::new();
    for (field, value) in after.as_object().unwrap_or(&empty) {
        let old = before.get(field).unwrap_or(&Value::Null);
        if old != value && !matches!(field.as_str(), "id" | "version" | "created_at" | "updated_at") {
            changes.insert(field.clone(), json!([old, value]));
        }
    }
    changes
}

fn changed_meanwhile() -> Error {
    UserError::conflict(&[], "The record has changed meanwhile; read it again.").into()
}

/// A unique constraint that was hit is the caller's mistake; the text names no other record.
fn taken(cause: sea_orm::DbErr, kind: Kind) -> Error {
    match cause.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => {
            UserError::conflict(&["input"], format!("Another {} already has the same identifying values.", kind.name()))
                .into()
        }
        _ => cause.into(),
    }
}
