//! One batch: drafts of one kind written and, once the batch is complete, the facts that they state posted, all in the
//! transaction of one act.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::{
    Kind as RecordKind, contact, contract, customer, deal, interaction, lead, meeting, outcome_reason, pipeline,
    product, quote, rep, stage, team,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    deals,
    draft::Draft,
    kind::Kind,
    resolve::{Known, Later},
    target::Sourced,
    tree, unnamed,
    upsert::{self, UpsertOutcome, Verdict, Written},
};
use crate::{
    after_sale::won_deal_credit,
    error::Result,
    ledger::Days,
    mutation::{Act, restate},
    registry::fact_sources,
    sales::customer::Life,
};

/// A batch being written.
pub struct Batch<'a> {
    /// The act whose transaction it is.
    pub act: Act<'a>,
    source_system: &'a str,
    today: NaiveDate,
    touched: BTreeMap<RecordKind, BTreeSet<Uuid>>,
    /// Reps who are new in this batch.
    born: BTreeSet<Uuid>,
    /// Reps whose memberships changed.
    moved: BTreeSet<Uuid>,
    /// Currencies whose rates changed.
    revalued: BTreeSet<String>,
}

impl<'a> Batch<'a> {
    /// Begins a batch in an act. `today` is the organization's local day.
    pub const fn new(act: Act<'a>, source_system: &'a str, today: NaiveDate) -> Self {
        Self {
            act,
            source_system,
            today,
            touched: BTreeMap::new(),
            born: BTreeSet::new(),
            moved: BTreeSet::new(),
            revalued: BTreeSet::new(),
        }
    }

    /// Writes drafts of one kind, no two of one external id.
    pub async fn write(&mut self, kind: Kind, drafts: Vec<Draft>, later: Later) -> Result<Vec<Verdict>> {
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        let known = Known::of(&self.act, self.source_system, &drafts).await?;
        match kind {
            Kind::Team => self.plain::<team::Entity>(kind, drafts, &known, later).await,
            Kind::Rep => self.plain::<rep::Entity>(kind, drafts, &known, later).await,
            Kind::Product => self.plain::<product::Entity>(kind, drafts, &known, later).await,
            Kind::Pipeline => self.plain::<pipeline::Entity>(kind, drafts, &known, later).await,
            Kind::Stage => self.plain::<stage::Entity>(kind, drafts, &known, later).await,
            Kind::Reason => self.plain::<outcome_reason::Entity>(kind, drafts, &known, later).await,
            Kind::Customer => self.plain::<customer::Entity>(kind, drafts, &known, later).await,
            Kind::Contact => self.plain::<contact::Entity>(kind, drafts, &known, later).await,
            Kind::Lead => self.plain::<lead::Entity>(kind, drafts, &known, later).await,
            Kind::Deal => self.deals(drafts, &known, later).await,
            Kind::Interaction => self.plain::<interaction::Entity>(kind, drafts, &known, later).await,
            Kind::Meeting => self.plain::<meeting::Entity>(kind, drafts, &known, later).await,
            Kind::Quote => self.plain::<quote::Entity>(kind, drafts, &known, later).await,
            Kind::Contract => self.contracts(drafts, &known, later).await,
            Kind::Membership => {
                let (verdicts, moved) = unnamed::write_memberships(&mut self.act, drafts, &known, self.today).await?;
                self.moved.extend(moved);
                Ok(verdicts)
            }
            Kind::ExchangeRate => {
                let (verdicts, revalued) = unnamed::write_rates(&mut self.act, drafts).await?;
                self.revalued.extend(revalued);
                Ok(verdicts)
            }
        }
    }

    async fn plain<E: Sourced>(
        &mut self,
        kind: Kind,
        drafts: Vec<Draft>,
        known: &Known,
        later: Later,
    ) -> Result<Vec<Verdict>> {
        let (mut written, mut verdicts) =
            upsert::sort::<E>(&self.act, self.source_system, kind, drafts, known, later).await?;
        tree::break_cycles::<E>(&self.act, &mut written, &mut verdicts).await?;
        upsert::write::<E>(&mut self.act, &written).await?;
        self.touch::<E>(&written);
        Ok(verdicts)
    }

    async fn contracts(&mut self, drafts: Vec<Draft>, known: &Known, later: Later) -> Result<Vec<Verdict>> {
        let (mut written, mut verdicts) =
            upsert::sort::<contract::Entity>(&self.act, self.source_system, Kind::Contract, drafts, known, later)
                .await?;
        tree::break_cycles::<contract::Entity>(&self.act, &mut written, &mut verdicts).await?;
        // A contract makes its customer active, or did.
        let before = written.changed.iter().map(|(before, _, _)| before);
        let after = written.changed.iter().map(|(_, after, _)| after);
        let created = written.created.iter().map(|(contract, _)| contract);
        let customers: BTreeSet<Uuid> =
            before.chain(after).chain(created).filter_map(|contract| contract.customer_id).collect();
        Life::lock(&self.act.tx, &customers.iter().copied().collect::<Vec<_>>()).await?;
        upsert::write::<contract::Entity>(&mut self.act, &written).await?;
        self.touch::<contract::Entity>(&written);
        self.touched.entry(RecordKind::Customer).or_default().extend(customers);
        Ok(verdicts)
    }

    async fn deals(&mut self, drafts: Vec<Draft>, known: &Known, later: Later) -> Result<Vec<Verdict>> {
        let (mut written, mut verdicts) =
            upsert::sort::<deal::Entity>(&self.act, self.source_system, Kind::Deal, drafts, known, later).await?;
        let lines = deals::lines_of(&self.act, &written).await?;
        // A deal whose line changes is a deal that changes: its version says so.
        for (deal, draft) in std::mem::take(&mut written.unchanged) {
            if lines.changes.contains_key(&deal.id) {
                for verdict in verdicts.iter_mut().filter(|verdict| verdict.line == draft.line) {
                    verdict.outcome = UpsertOutcome::Updated;
                }
                written.changed.push((deal.clone(), deal, draft));
            }
        }
        // A win may be the first of its customer, or have been.
        let before = written.changed.iter().map(|(before, _, _)| before);
        let after = written.changed.iter().map(|(_, after, _)| after);
        let created = written.created.iter().map(|(deal, _)| deal);
        let wins = before.chain(after).chain(created).filter(|deal| deal.status == deal::Status::Won);
        let customers: BTreeSet<Uuid> = wins.filter_map(|deal| deal.customer_id).collect();
        Life::lock(&self.act.tx, &customers.iter().copied().collect::<Vec<_>>()).await?;
        upsert::write::<deal::Entity>(&mut self.act, &written).await?;
        deals::write_histories(&self.act, known, &written).await?;
        lines.write(&mut self.act).await?;
        self.touch::<deal::Entity>(&written);
        self.touched.entry(RecordKind::Customer).or_default().extend(customers);
        // What came after a sale is credited as the sale is.
        let changed: Vec<Uuid> = written.changed.iter().map(|(deal, _, _)| deal.id).collect();
        for ids in changed.chunks(500) {
            let (complaints, returns) = won_deal_credit::hanging_on(&self.act.tx, ids).await?;
            self.touched.entry(RecordKind::Complaint).or_default().extend(complaints);
            self.touched.entry(RecordKind::ProductReturn).or_default().extend(returns);
        }
        Ok(verdicts)
    }

    /// Posts what the batch's records state, and what others state anew because a membership or rate changed. The act
    /// can then be committed or go on.
    pub async fn settle(&mut self) -> Result<()> {
        let born = std::mem::take(&mut self.born);
        let revalued = std::mem::take(&mut self.revalued);
        // Of a rep who is new nothing was stated yet.
        let moved: BTreeSet<Uuid> = std::mem::take(&mut self.moved).difference(&born).copied().collect();
        if !moved.is_empty() || !revalued.is_empty() {
            self.act.lock_exclusive().await?;
        }
        let mut touched = std::mem::take(&mut self.touched);
        around(&self.act, &mut touched).await?;
        let beside: Vec<(RecordKind, BTreeSet<Uuid>)> =
            touched.iter().filter_map(|(kind, ids)| Some((fact_sources::beside(*kind)?, ids.clone()))).collect();
        touched.extend(beside);
        for source in fact_sources::all() {
            let ids: Vec<Uuid> = touched.remove(&source.kind()).unwrap_or_default().into_iter().collect();
            for ids in ids.chunks(500) {
                self.act.restate_posted(source.load(&self.act.tx, ids).await?);
            }
        }
        self.act.flush().await?;
        let always = Days::new(None, None);
        for rep in moved {
            restate::rep(&mut self.act, rep, always).await?;
        }
        for currency in revalued {
            restate::currency(&mut self.act, &currency, always).await?;
        }
        self.act.flush().await
    }

    fn touch<E: Sourced>(&mut self, written: &Written<E::Model>) {
        let created = written.created.iter().map(|(record, _)| record);
        let changed = written.changed.iter().map(|(_, record, _)| record);
        if E::KIND == RecordKind::Rep {
            self.born.extend(created.clone().map(E::id_of));
        }
        self.touched.entry(E::KIND).or_default().extend(created.chain(changed).map(E::id_of));
    }
}

/// Adds what is told by other records than its own: leads by their deals and interactions, interactions by their deals,
/// offers by their revisions and contracts.
#[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
async fn around(act: &Act<'_>, touched: &mut BTreeMap<RecordKind, BTreeSet<Uuid>>) -> Result<()> {
    async fn through<E: EntityTrait>(
        act: &Act<'_>,
        ids: &[Uuid],
        of: E::Column,
        column: E::Column,
    ) -> Result<Vec<Uuid>> {
        let select = E::find().select_only().column(column).filter(of.is_in(ids.iter().copied()));
        Ok(select.filter(column.is_not_null()).into_tuple().all(&act.tx).await?)
    }
    let of = |touched: &BTreeMap<RecordKind, BTreeSet<Uuid>>, kind| -> Vec<Uuid> {
        touched.get(&kind).into_iter().flatten().copied().collect()
    };
    for ids in of(touched, RecordKind::Deal).chunks(500) {
        let leads = through::<deal::Entity>(act, ids, deal::Column::Id, deal::Column::LeadId).await?;
        touched.entry(RecordKind::Lead).or_default().extend(leads);
        let activities =
            through::<interaction::Entity>(act, ids, interaction::Column::DealId, interaction::Column::Id).await?;
        touched.entry(RecordKind::Interaction).or_default().extend(activities);
    }
    for ids in of(touched, RecordKind::Interaction).chunks(500) {
        let leads =
            through::<interaction::Entity>(act, ids, interaction::Column::Id, interaction::Column::LeadId).await?;
        touched.entry(RecordKind::Lead).or_default().extend(leads);
    }
    for ids in of(touched, RecordKind::Contract).chunks(500) {
        let quotes = through::<contract::Entity>(act, ids, contract::Column::Id, contract::Column::QuoteId).await?;
        touched.entry(RecordKind::Quote).or_default().extend(quotes);
    }
    for ids in of(touched, RecordKind::Quote).chunks(500) {
        let families = through::<quote::Entity>(act, ids, quote::Column::Id, quote::Column::FamilyId).await?;
        touched.entry(RecordKind::Quote).or_default().extend(families);
    }
    Ok(())
}
