//! Credit for complaints and returns: the won deal they concern, when it was won and who is credited with it.
//!
//! Complaints and returns are credited as the sale was, whoever looks after the customer by then. Where there is no sale –
//! none is named, it is not won, or no longer – the owner of the account at that time is.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{complaint, deal, product_return};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, UnionType},
};
use uuid::Uuid;

use crate::{
    error::Result,
    ledger::{Dimensions, Facts, Measure, PostingContext, money},
    sales::deal::DealState,
};

/// A deal that was won.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// When.
    pub sold_at: DateTime<Utc>,
    /// Who is credited, with how many basis points.
    pub shares: Vec<(Option<Uuid>, i64)>,
    /// The pipeline that it came through.
    pub pipeline: Uuid,
    /// Where the business came from.
    pub source: Option<String>,
}

impl Sale {
    /// The sale that a deal is; `None` unless it is won.
    pub fn of(state: &DealState) -> Option<Self> {
        let deal = &state.deal;
        let sold_at = deal.closed_at.filter(|_| deal.status == deal::Status::Won && deal.deleted_at.is_none())?;
        let source = deal.source.clone();
        Some(Self { sold_at, shares: state.shares(), pipeline: deal.pipeline_id, source })
    }

    /// Reads the sales that some deals are: a handful of statements, however many.
    #[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
    pub async fn load(db: &impl ConnectionTrait, deals: BTreeSet<Uuid>) -> Result<HashMap<Uuid, Self>> {
        if deals.is_empty() {
            return Ok(HashMap::new());
        }
        let won = deal::Entity::find()
            .filter(deal::Column::Id.is_in(deals))
            .filter(deal::Column::Status.eq(deal::Status::Won))
            .all(db)
            .await?;
        let states = DealState::load(db, won).await?;
        Ok(states.iter().filter_map(|state| Some((state.deal.id, Self::of(state)?))).collect())
    }
}

/// Holds some deals until the end of the transaction, so that nobody changes what they are credited to while what hangs on
/// them is being stated. Whoever changes a deal restates what hangs on it.
#[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
pub async fn hold(tx: &DatabaseTransaction, deals: impl IntoIterator<Item = Uuid>) -> Result<()> {
    let deals: BTreeSet<Uuid> = deals.into_iter().collect();
    if !deals.is_empty() {
        let ids = deal::Entity::find()
            .select_only()
            .column(deal::Column::Id)
            .filter(deal::Column::Id.is_in(deals))
            .order_by_asc(deal::Column::Id)
            .lock_shared();
        ids.into_tuple::<Uuid>().all(tx).await?;
    }
    Ok(())
}

/// The complaints and the returns that hang on some deals: one statement, for there are seldom any.
#[expect(clippy::disallowed_methods, reason = "the ledger covers everybody's records")]
pub async fn hanging_on(tx: &DatabaseTransaction, deals: &[Uuid]) -> Result<(Vec<Uuid>, Vec<Uuid>)> {
    let complaints = complaint::Entity::find()
        .select_only()
        .column(complaint::Column::Id)
        .expr_as(Expr::val(true), "is_complaint")
        .filter(complaint::Column::DealId.is_in(deals.iter().copied()));
    let returns = product_return::Entity::find()
        .select_only()
        .column(product_return::Column::Id)
        .expr_as(Expr::val(false), "is_complaint")
        .filter(product_return::Column::DealId.is_in(deals.iter().copied()));
    let both = complaints.into_query().union(UnionType::All, returns.into_query()).to_owned();
    let (mut complaints, mut returns) = (Vec::new(), Vec::new());
    for row in tx.query_all(&both).await? {
        let (id, is_complaint): (Uuid, bool) = row.try_get_many_by_index()?;
        let hanging = if is_complaint { &mut complaints } else { &mut returns };
        hanging.push(id);
    }
    Ok((complaints, returns))
}

/// Who is credited with something that came after a sale: the rep, the team, the share.
pub struct Credits(Vec<(Option<Uuid>, Option<Uuid>, i64)>);

impl Credits {
    /// Those whom the sale is credited to, in their team of the day of the sale; without a sale the owner of the account,
    /// in the team of the day on which it came.
    pub fn of(context: &PostingContext, sale: Option<&Sale>, owner: Option<Uuid>, day: NaiveDate) -> Self {
        let team = |rep: Option<Uuid>, day| rep.and_then(|rep| context.team(rep, day));
        let credits = match sale {
            Some(sale) => {
                let sold_on = context.day(sale.sold_at);
                sale.shares.iter().map(|(rep, share)| (*rep, team(*rep, sold_on), *share)).collect()
            }
            None => vec![(owner, team(owner, day), money::WHOLE)],
        };
        Self(credits)
    }

    /// States a value on a day, split among those credited so that the parts sum to the whole.
    pub fn state(&self, facts: &mut Facts<'_>, day: NaiveDate, measure: Measure, value: i64) {
        let points: Vec<i64> = self.0.iter().map(|(_, _, share)| *share).collect();
        for ((rep, team, _), part) in self.0.iter().zip(money::split(value, &points)) {
            facts.state_in(day, *rep, *team, measure, part);
        }
    }
}

/// What the facts of something after a sale share.
pub fn dimensions(sale: Option<&Sale>, customer: Uuid, product: Option<Uuid>) -> Dimensions {
    Dimensions {
        customer: Some(customer),
        product,
        pipeline: sale.map(|sale| sale.pipeline),
        source: sale.and_then(|sale| sale.source.clone()),
        ..Dimensions::default()
    }
}

/// Sales for the unit tests of what comes after them.
#[cfg(test)]
pub mod samples {
    use super::*;

    /// A sale of one day, shared 60 to 40 between reps 1 and 2.
    pub fn shared(sold_at: &str) -> Sale {
        let shares = vec![(Some(Uuid::from_u128(1)), 6_000), (Some(Uuid::from_u128(2)), 4_000)];
        Sale { sold_at: sold_at.parse().unwrap(), shares, pipeline: Uuid::from_u128(30), source: None }
    }
}
