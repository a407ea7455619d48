//! The lifecycle of a customer, which its facts depend on: wins, contracts and departures.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use entity::{contract, customer, customer_churn, deal, deal_credit};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
    sea_query::{Expr, ExprTrait, LockType, Query, SelectStatement, UnionType},
};
use uuid::Uuid;

use crate::{
    error::Result,
    ledger::{CalendarUnit, money},
    mutation::Act,
    sales::deal::DealState,
};

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
        let win = Self {
            id: row.id,
            closed_at: row.closed_at?,
            shares: deal.shares(),
            amount: row.amount,
            currency: row.currency.clone(),
            pipeline: row.pipeline_id,
            source: row.source.clone(),
        };
        Some((row.customer_id?, win))
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

    /// Has customers state anew what a deal made them, when that has changed. Of the wins only the last one before its year and
    /// those since are read, however long the customer's history is: what came before stays as it is.
    pub async fn deal_changed(act: &mut Act<'_>, before: &DealState, after: &DealState) -> Result<()> {
        let id = before.deal.id;
        let (was, is) = (Win::of(before), Win::of(after));
        if was == is {
            return Ok(());
        }
        let both = || was.iter().chain(&is);
        let customers: BTreeSet<Uuid> = both().map(|(customer, _)| *customer).collect();
        let customers: Vec<Uuid> = customers.into_iter().collect();
        let Some(first) = both().map(|(_, win)| win.closed_at).min() else { return Ok(()) };
        let held = Self::hold(&act.tx, &customers).await?;
        for life in Self::since(&act.tx, held, id, year_of(first)).await? {
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
        let held = Self::hold(&act.tx, &customers).await?;
        let wins = won(&customers).select_only().column(deal::Column::Id).into_query();
        for life in read(&act.tx, held, wins).await? {
            let before = life.clone().with_term(after.id, was.as_ref());
            act.restate(Some(before), Some(life.with_term(after.id, is.as_ref())));
        }
        Ok(())
    }

    /// Holds some customers until the end of the transaction, so that two wins at once do not both become the first.
    pub async fn lock(db: &impl ConnectionTrait, customers: &[Uuid]) -> Result<()> {
        Self::hold(db, customers).await.map(drop)
    }

    /// The same; answers lives of which there is nothing but the customer yet.
    async fn hold(db: &impl ConnectionTrait, customers: &[Uuid]) -> Result<Vec<Self>> {
        if customers.is_empty() {
            return Ok(Vec::new());
        }
        // Weaker than for an update: others may go on referring to the customer.
        bare(db, customers, |rows| rows.lock(LockType::NoKeyUpdate)).await
    }

    /// Reads the lives of some customers, each once: four statements, however many customers.
    pub async fn load(db: &impl ConnectionTrait, customers: &[Uuid]) -> Result<Vec<Self>> {
        let wins = won(customers).select_only().column(deal::Column::Id).into_query();
        read(db, bare(db, customers, |rows| rows).await?, wins).await
    }

    /// The lives of customers without a deal, and of the wins only the last before an instant and those since.
    async fn since(
        db: &impl ConnectionTrait,
        customers: Vec<Self>,
        deal: Uuid,
        first: DateTime<Utc>,
    ) -> Result<Vec<Self>> {
        use deal::Column::{ClosedAt, Id};
        let mut wins: Option<SelectStatement> = None;
        for life in &customers {
            let won = || won(&[life.customer]).filter(Id.ne(deal)).select_only().column(Id);
            let before = won().filter(ClosedAt.lt(first)).order_by_desc(ClosedAt).order_by_desc(Id).limit(1);
            for some in [before, won().filter(ClosedAt.gte(first))] {
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

/// Since when it must be known what else was won, beside the last win before, to tell what a deal won at an instant changes:
/// the first day of its year, whose customers are told apart, wherever on earth that day begins.
pub(super) fn year_of(won_at: DateTime<Utc>) -> DateTime<Utc> {
    let eve = |day: NaiveDate| day.pred_opt().unwrap_or(day);
    eve(CalendarUnit::Year.first_day(eve(won_at.date_naive()))).and_time(NaiveTime::MIN).and_utc()
}

/// The deals won with some customers.
#[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
fn won(customers: &[Uuid]) -> Select<deal::Entity> {
    deal::Entity::find()
        .filter(deal::Column::CustomerId.is_in(customers.iter().copied()))
        .filter(deal::Column::Status.eq(deal::Status::Won))
        .filter(deal::Column::DeletedAt.is_null())
}

/// Some customers in the order of their ids, of whose lives nothing is read yet.
#[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
async fn bare(
    db: &impl ConnectionTrait,
    customers: &[Uuid],
    how: impl FnOnce(Select<customer::Entity>) -> Select<customer::Entity>,
) -> Result<Vec<Life>> {
    let rows = customer::Entity::find()
        .select_only()
        .columns([customer::Column::Id, customer::Column::DeletedAt])
        .filter(customer::Column::Id.is_in(customers.iter().copied()))
        .order_by_asc(customer::Column::Id);
    let rows: Vec<(Uuid, Option<DateTime<Utc>>)> = how(rows).into_tuple().all(db).await?;
    let life = |(customer, deleted_at): (Uuid, Option<_>)| Life {
        customer,
        is_deleted: deleted_at.is_some(),
        ..Life::default()
    };
    Ok(rows.into_iter().map(life).collect())
}

/// A deal that was won beside one of its shares, if it was split.
#[derive(FromQueryResult)]
struct Share {
    id: Uuid,
    customer_id: Option<Uuid>,
    owner_id: Option<Uuid>,
    closed_at: Option<DateTime<Utc>>,
    amount: Option<i64>,
    currency: String,
    pipeline_id: Uuid,
    source: Option<String>,
    rep_id: Option<Uuid>,
    share_bp: Option<i32>,
}

/// The life of a customer among lives in the order of ids.
fn life_of(lives: &mut [Life], customer: Uuid) -> Option<&mut Life> {
    let place = lives.binary_search_by_key(&customer, |life| life.customer).ok()?;
    lives.get_mut(place)
}

/// Fills lives with some of the deals won with the customers, all contracts and all departures.
#[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
async fn read(db: &impl ConnectionTrait, mut lives: Vec<Life>, wins: SelectStatement) -> Result<Vec<Life>> {
    use deal::Column::{Amount, ClosedAt, Currency, CustomerId, Id, OwnerId, PipelineId, Source};
    let customers: Vec<Uuid> = lives.iter().map(|life| life.customer).collect();
    let mut shares = deal::Entity::find()
        .select_only()
        .columns([Id, CustomerId, OwnerId, ClosedAt, Amount, Currency, PipelineId, Source])
        .columns([deal_credit::Column::RepId, deal_credit::Column::ShareBp])
        .filter(Id.in_subquery(wins))
        .order_by_asc(Id)
        .order_by_asc(deal_credit::Column::Id)
        .into_query();
    shares.left_join(
        deal_credit::Entity,
        Expr::col(Id.as_column_ref()).equals(deal_credit::Column::DealId.as_column_ref()),
    );
    for row in db.query_all(&shares).await? {
        let row = Share::from_query_result(&row, "")?;
        let Some(life) = row.customer_id.and_then(|customer| life_of(&mut lives, customer)) else { continue };
        let share = (row.rep_id.or(row.owner_id), row.share_bp.map_or(money::WHOLE, i64::from));
        match (life.wins.last_mut(), row.closed_at) {
            (Some(win), _) if win.id == row.id => win.shares.push(share),
            (_, Some(closed_at)) => life.wins.push(Win {
                id: row.id,
                closed_at,
                shares: vec![share],
                amount: row.amount,
                currency: row.currency,
                pipeline: row.pipeline_id,
                source: row.source,
            }),
            _ => {}
        }
    }
    let contracts = contract::Entity::find()
        .filter(contract::Column::CustomerId.is_in(customers.iter().copied()))
        .filter(contract::Column::DeletedAt.is_null());
    for (customer, term) in contracts.all(db).await?.iter().filter_map(Term::of) {
        if let Some(life) = life_of(&mut lives, customer) {
            life.terms.push(term);
        }
    }
    let churns = customer_churn::Entity::find()
        .filter(customer_churn::Column::CustomerId.is_in(customers.iter().copied()))
        .all(db);
    for churn in churns.await? {
        if let Some(life) = life_of(&mut lives, churn.customer_id) {
            life.churns.push(churn.churned_on);
        }
    }
    Ok(lives)
}
