//! Prospects as the ledger reads them: all of them, those of a rep.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use entity::{
    Kind, criteria_set, criterion, fact, key_fact, key_fact_verification, lead, lead_former_owner, organization,
    qualification_answer,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::{Answer, Known, Prospect, Rule};
use crate::{
    error::Result,
    ledger::{self, Days, Source, States},
    marketing::qualification,
};

/// The prospects.
pub struct Prospects;

#[async_trait]
impl Source for Prospects {
    fn kind(&self) -> Kind {
        Kind::Prospect
    }

    async fn count(&self, tx: &DatabaseTransaction) -> Result<u64> {
        ledger::count::<lead::Entity>(tx).await
    }

    async fn ids(&self, tx: &DatabaseTransaction, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
        ledger::ids::<lead::Entity>(tx, after, limit).await
    }

    async fn load(&self, tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<Vec<Box<dyn States>>> {
        let prospects = Prospect::load(tx, ids).await?;
        Ok(prospects.into_iter().map(ledger::boxed).collect())
    }

    /// Those with a fact on those days or later, for a prospect leaves a team's file when it is closed; and those still
    /// open, which move with their owner.
    #[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
    async fn of_rep(&self, tx: &DatabaseTransaction, rep: Uuid, days: Days) -> Result<Vec<Uuid>> {
        let since = ledger::stated_of_rep(tx, Kind::Prospect, rep, Days::new(days.from, None)).await?;
        let stated = fact::Entity::find()
            .select_only()
            .column(fact::Column::SourceId)
            .filter(fact::Column::RepId.eq(rep))
            .filter(fact::Column::SourceKind.eq(Kind::Prospect));
        let closed = [lead::Status::Converted, lead::Status::Disqualified];
        let open: Vec<Uuid> = lead::Entity::find()
            .select_only()
            .column(lead::Column::Id)
            .filter(lead::Column::Status.is_not_in(closed))
            .filter(lead::Column::Id.in_subquery(stated.into_query()))
            .into_tuple()
            .all(tx)
            .await?;
        Ok(since.into_iter().chain(open).collect::<BTreeSet<_>>().into_iter().collect())
    }
}

impl Prospect {
    /// Reads some prospects: a handful of statements, however many.
    #[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
    pub async fn load(db: &impl ConnectionTrait, leads: &[Uuid]) -> Result<Vec<Self>> {
        let Some(settings) = organization::Entity::find().one(db).await? else { return Ok(Vec::new()) };
        let rule = rule(&settings);
        let rows = lead::Entity::find().filter(lead::Column::Id.is_in(leads.iter().copied())).all(db).await?;
        let mut former: HashMap<Uuid, Vec<_>> = HashMap::new();
        let owners = lead_former_owner::Entity::find()
            .filter(lead_former_owner::Column::LeadId.is_in(leads.iter().copied()))
            .order_by_asc(lead_former_owner::Column::UntilAt)
            .order_by_asc(lead_former_owner::Column::Id);
        for row in owners.all(db).await? {
            former.entry(row.lead_id).or_default().push((row.until_at, row.rep_id));
        }
        let mut answers: HashMap<Uuid, Vec<Answer>> = HashMap::new();
        let given = qualification_answer::Entity::find()
            .filter(qualification_answer::Column::LeadId.is_in(leads.iter().copied()))
            .order_by_asc(qualification_answer::Column::AnsweredAt)
            .order_by_asc(qualification_answer::Column::Id);
        for row in given.all(db).await? {
            let answer =
                Answer { set: row.set_id, criterion: row.criterion_id, score: row.score_bp, at: row.answered_at };
            answers.entry(row.lead_id).or_default().push(answer);
        }
        let sets = sets(db, answers.values().flatten().map(|answer| answer.set).collect()).await?;
        let mut known = known(db, leads).await?;
        let of_lead = |lead: lead::Model| {
            let answers = answers.remove(&lead.id).unwrap_or_default();
            let used: BTreeSet<Uuid> = answers.iter().map(|answer| answer.set).collect();
            Self {
                former: former.remove(&lead.id).unwrap_or_default(),
                sets: sets.iter().filter(|(id, _)| used.contains(id)).map(|(id, set)| (*id, set.clone())).collect(),
                answers,
                known: known.remove(&lead.id).unwrap_or_default(),
                rule: rule.clone(),
                lead,
            }
        };
        Ok(rows.into_iter().map(of_lead).collect())
    }
}

/// What the settings want to be known.
pub fn rule(settings: &organization::Model) -> Rule {
    Rule {
        required: key_fact::Kind::listed(&settings.required_key_facts),
        fresh_days: u64::try_from(settings.key_fact_fresh_days).unwrap_or(0),
    }
}

/// Sets with their criteria.
#[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
async fn sets(db: &impl ConnectionTrait, ids: BTreeSet<Uuid>) -> Result<HashMap<Uuid, qualification::Set>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = criteria_set::Entity::find().filter(criteria_set::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let criteria = criterion::Entity::find().filter(criterion::Column::SetId.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, qualification::set_of(&row, &criteria))).collect())
}

/// What is known of leads and says something.
#[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
async fn known(db: &impl ConnectionTrait, leads: &[Uuid]) -> Result<HashMap<Uuid, Vec<Known>>> {
    let facts = key_fact::Entity::find()
        .filter(key_fact::Column::LeadId.is_in(leads.iter().copied()))
        .filter(key_fact::Column::IsFilled.eq(true))
        .filter(key_fact::Column::DeletedAt.is_null())
        .all(db)
        .await?;
    let verified: Vec<Uuid> = facts.iter().filter(|row| row.verified_at.is_some()).map(|row| row.id).collect();
    let mut verifications: HashMap<Uuid, Vec<_>> = HashMap::new();
    // As many at once as parameters allow.
    for ids in verified.chunks(5_000) {
        let rows = key_fact_verification::Entity::find()
            .filter(key_fact_verification::Column::KeyFactId.is_in(ids.iter().copied()));
        for row in rows.all(db).await? {
            verifications.entry(row.key_fact_id).or_default().push(row.verified_at);
        }
    }
    let mut known: HashMap<Uuid, Vec<Known>> = HashMap::new();
    for row in facts {
        let Some(lead) = row.lead_id else { continue };
        let verified_at = verifications.remove(&row.id).unwrap_or_default();
        known.entry(lead).or_default().push(Known { kind: row.kind, captured_at: row.captured_at, verified_at });
    }
    Ok(known)
}
