//! The life of a customer, as far as its facts depend on it: what was won with it, what it signed, when it left.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{contract, customer, customer_churn, deal, deal_credit};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{LockType, Query, SelectStatement, UnionType},
};
use uuid::Uuid;

use crate::{act::Act, deal::DealState, error::Result, ledger::money};

/// A customer with what makes it one.
#[derive(Clone, Debug, Default)]
pub struct Life {
    /// The customer.
    pub customer: Uuid,
    /// Whether it is deleted, and therefore states nothing.
    pub is_deleted: bool,
    /// The deals won with it.
    pub wins: Vec<Win>,
    /// The contracts with it.
    pub terms: Vec<Term>,
    /// The days on which it was said to have left.
    pub churns: Vec<NaiveDate>,
}

/// A deal that was won, as far as a customer's life depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Win {
    /// The deal.
    pub id: Uuid,
    /// When it was won.
    pub closed_at: DateTime<Utc>,
    /// Who is credited, in basis points.
    pub shares: Vec<(Option<Uuid>, i64)>,
    /// What it brought, in minor units.
    pub amount: Option<i64>,
    /// The currency of the amount.
    pub currency: String,
    /// The pipeline.
    pub pipeline: Uuid,
    /// Where the business came from.
    pub source: Option<String>,
}

impl Win {
    /// The win that a deal is, and with whom; `None` while it is none.
    pub fn of(deal: &DealState) -> Option<(Uuid, Self)> {
        let row = &deal.deal;
        if row.status != deal::Status::Won || row.deleted_at.is_some() {
            return None;
        }
        Some((row.customer_id?, Self::new(row, row.closed_at?, deal.shares())))
    }

    fn new(row: &deal::Model, closed_at: DateTime<Utc>, shares: Vec<(Option<Uuid>, i64)>) -> Self {
        Self {
            id: row.id,
            closed_at,
            shares,
            amount: row.amount,
            currency: row.currency.clone(),
            pipeline: row.pipeline_id,
            source: row.source.clone(),
        }
    }
}

/// A contract, as far as a customer's life depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The contract.
    pub id: Uuid,
    /// Who is credited with it.
    pub owner: Option<Uuid>,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
    /// First day in force.
    pub starts_on: NaiveDate,
    /// First day no longer in force, whether it ran out or was ended early.
    pub ends_on: Option<NaiveDate>,
    /// Whether it renews another: signed late, it closes the gap.
    pub is_renewal: bool,
}

impl Term {
    /// The term of a contract, and with whom; `None` when it is deleted or with nobody.
    pub fn of(contract: &contract::Model) -> Option<(Uuid, Self)> {
        let term = Self {
            id: contract.id,
            owner: contract.owner_id,
            signed_at: contract.signed_at,
            starts_on: contract.starts_on,
            ends_on: contract.ends_on.into_iter().chain(contract.terminated_on).min(),
            is_renewal: contract.renews_id.is_some(),
        };
        contract.customer_id.filter(|_| contract.deleted_at.is_none()).map(|customer| (customer, term))
    }
}

impl Life {
    /// The same with another deal won, or without it.
    fn with_win(mut self, id: Uuid, win: Option<&(Uuid, Win)>) -> Self {
        self.wins.retain(|known| known.id != id);
        self.wins.extend(win.filter(|(customer, _)| *customer == self.customer).map(|(_, win)| win.clone()));
        self
    }

    /// The same with another contract, or without it.
    fn with_term(mut self, id: Uuid, term: Option<&(Uuid, Term)>) -> Self {
        self.terms.retain(|known| known.id != id);
        self.terms.extend(term.filter(|(customer, _)| *customer == self.customer).map(|(_, term)| term.clone()));
        self
    }

    /// Has customers state anew what a deal made them, when that has changed. Only the wins around it are read, however
    /// long the customer's history is: what came before the last one and what came after the next one stays as it is.
    pub async fn deal_changed(act: &mut Act<'_>, before: &DealState, after: &DealState) -> Result<()> {
        let id = before.deal.id;
        let (was, is) = (Win::of(before), Win::of(after));
        if was == is {
            return Ok(());
        }
        let both = || was.iter().chain(&is);
        let customers: BTreeSet<Uuid> = both().map(|(customer, _)| *customer).collect();
        let customers: Vec<Uuid> = customers.into_iter().collect();
        let at = || both().map(|(_, win)| win.closed_at);
        let (Some(first), Some(last)) = (at().min(), at().max()) else { return Ok(()) };
        Self::lock(&act.tx, &customers).await?;
        for life in Self::around(&act.tx, &customers, id, first, last).await? {
            let before = life.clone().with_win(id, was.as_ref());
            act.restate(Some(before), Some(life.with_win(id, is.as_ref())));
        }
        Ok(())
    }

    /// Has customers state anew what a contract made them, when that has changed.
    pub async fn contract_changed(
        act: &mut Act<'_>,
        before: Option<&contract::Model>,
        after: &contract::Model,
    ) -> Result<()> {
        let (was, is) = (before.and_then(Term::of), Term::of(after));
        if was == is {
            return Ok(());
        }
        let customers: Vec<Uuid> = was.iter().chain(&is).map(|(customer, _)| *customer).collect();
        Self::lock(&act.tx, &customers).await?;
        for life in Self::load(&act.tx, &customers).await? {
            let before = life.clone().with_term(after.id, was.as_ref());
            act.restate(Some(before), Some(life.with_term(after.id, is.as_ref())));
        }
        Ok(())
    }

    /// Holds some customers until the end of the transaction, so that two wins at once do not both become the first.
    #[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
    pub async fn lock(db: &impl ConnectionTrait, customers: &[Uuid]) -> Result<()> {
        if !customers.is_empty() {
            let ids = customer::Entity::find()
                .select_only()
                .column(customer::Column::Id)
                .filter(customer::Column::Id.is_in(customers.iter().copied()))
                .order_by_asc(customer::Column::Id)
                // Weaker than for an update: others may go on referring to the customer.
                .lock(LockType::NoKeyUpdate);
            ids.into_tuple::<Uuid>().all(db).await?;
        }
        Ok(())
    }

    /// Reads the lives of some customers, each once: five statements, however many customers.
    pub async fn load(db: &impl ConnectionTrait, customers: &[Uuid]) -> Result<Vec<Self>> {
        let wins = won(customers).select_only().column(deal::Column::Id).into_query();
        read(db, customers, wins).await
    }

    /// The same without a deal, and of the wins only the last before an instant, those until another and the next one.
    async fn around(
        db: &impl ConnectionTrait,
        customers: &[Uuid],
        deal: Uuid,
        first: DateTime<Utc>,
        last: DateTime<Utc>,
    ) -> Result<Vec<Self>> {
        use deal::Column::{ClosedAt, Id};
        let mut wins: Option<SelectStatement> = None;
        for customer in customers {
            let won = || won(&[*customer]).filter(Id.ne(deal)).select_only().column(Id);
            let before = won().filter(ClosedAt.lt(first)).order_by_desc(ClosedAt).order_by_desc(Id).limit(1);
            let between = won().filter(ClosedAt.between(first, last));
            let after = won().filter(ClosedAt.gt(last)).order_by_asc(ClosedAt).order_by_asc(Id).limit(1);
            for some in [before, between, after] {
                // Neither database sorts a part of a union by itself.
                let some = Query::select().column("id").from_subquery(some.into_query(), "some").to_owned();
                match &mut wins {
                    Some(wins) => {
                        wins.union(UnionType::All, some);
                    }
                    None => wins = Some(some),
                }
            }
        }
        match wins {
            Some(wins) => read(db, customers, wins).await,
            None => Ok(Vec::new()),
        }
    }
}

/// The deals won with some customers.
#[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
fn won(customers: &[Uuid]) -> sea_orm::Select<deal::Entity> {
    deal::Entity::find()
        .filter(deal::Column::CustomerId.is_in(customers.iter().copied()))
        .filter(deal::Column::Status.eq(deal::Status::Won))
        .filter(deal::Column::DeletedAt.is_null())
}

/// Reads customers with some of the deals won with them, all contracts and all departures.
#[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
async fn read(db: &impl ConnectionTrait, customers: &[Uuid], wins: SelectStatement) -> Result<Vec<Life>> {
    let rows = customer::Entity::find()
        .select_only()
        .columns([customer::Column::Id, customer::Column::DeletedAt])
        .filter(customer::Column::Id.is_in(customers.iter().copied()))
        .into_tuple::<(Uuid, Option<DateTime<Utc>>)>();
    let mut lives: HashMap<Uuid, Life> = rows
        .all(db)
        .await?
        .into_iter()
        .map(|(id, deleted_at)| (id, Life { customer: id, is_deleted: deleted_at.is_some(), ..Life::default() }))
        .collect();
    let deals = deal::Entity::find().filter(deal::Column::Id.in_subquery(wins.clone())).all(db).await?;
    let mut shares: HashMap<Uuid, Vec<(Option<Uuid>, i64)>> = HashMap::new();
    let credits = deal_credit::Entity::find()
        .filter(deal_credit::Column::DealId.in_subquery(wins))
        .order_by_asc(deal_credit::Column::Id);
    for credit in credits.all(db).await? {
        shares.entry(credit.deal_id).or_default().push((Some(credit.rep_id), i64::from(credit.share_bp)));
    }
    for row in deals {
        let life = row.customer_id.and_then(|customer| lives.get_mut(&customer));
        if let (Some(life), Some(closed_at)) = (life, row.closed_at) {
            let shares = shares.remove(&row.id).unwrap_or_else(|| vec![(row.owner_id, money::WHOLE)]);
            life.wins.push(Win::new(&row, closed_at, shares));
        }
    }
    let contracts = contract::Entity::find()
        .filter(contract::Column::CustomerId.is_in(customers.iter().copied()))
        .filter(contract::Column::DeletedAt.is_null());
    for (customer, term) in contracts.all(db).await?.iter().filter_map(Term::of) {
        if let Some(life) = lives.get_mut(&customer) {
            life.terms.push(term);
        }
    }
    let churns = customer_churn::Entity::find()
        .filter(customer_churn::Column::CustomerId.is_in(customers.iter().copied()))
        .all(db);
    for churn in churns.await? {
        if let Some(life) = lives.get_mut(&churn.customer_id) {
            life.churns.push(churn.churned_on);
        }
    }
    let mut lives: Vec<Life> = lives.into_values().collect();
    lives.sort_unstable_by_key(|life| life.customer);
    Ok(lives)
}
