//! What a customer states to the ledger: the day it became one. Pure, but for [`Life::load`].

use entity::{Kind, customer, deal};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};
use uuid::Uuid;

use crate::{
    deal::DealState,
    error::Result,
    ledger::{Book, Dimensions, Fact, Facts, Measure, States, money},
};

/// A customer and the first deal that was ever won with it.
#[derive(Clone, Debug)]
pub struct Life {
    /// The customer.
    pub customer: Uuid,
    /// The first win; `None` while it is only a prospect, and once it is deleted.
    pub first_win: Option<DealState>,
}

impl Life {
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

    /// Reads the lives of some customers: a handful of statements, however many customers.
    #[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
    pub async fn load(db: &impl ConnectionTrait, customers: &[Uuid]) -> Result<Vec<Self>> {
        let mut lives = Vec::with_capacity(customers.len());
        let live: Vec<Uuid> = customer::Entity::find()
            .filter(customer::Column::Id.is_in(customers.iter().copied()))
            .filter(customer::Column::DeletedAt.is_null())
            .all(db)
            .await?
            .into_iter()
            .map(|customer| customer.id)
            .collect();
        let wins = deal::Entity::find()
            .filter(deal::Column::CustomerId.is_in(live.iter().copied()))
            .filter(deal::Column::Status.eq(deal::Status::Won))
            .filter(deal::Column::DeletedAt.is_null())
            .order_by_asc(deal::Column::ClosedAt)
            .order_by_asc(deal::Column::Id);
        // One customer is the common case: its first win is one row of the index, however many follow.
        let wins = if live.len() == 1 { wins.limit(1) } else { wins }.all(db).await?;
        let mut firsts: Vec<deal::Model> = Vec::new();
        for win in wins {
            if !firsts.iter().any(|first| first.customer_id == win.customer_id) {
                firsts.push(win);
            }
        }
        let mut firsts = DealState::load(db, firsts).await?;
        for customer in customers {
            let place = firsts.iter().position(|first| first.deal.customer_id == Some(*customer));
            lives.push(Self { customer: *customer, first_win: place.map(|place| firsts.swap_remove(place)) });
        }
        Ok(lives)
    }
}

impl States for Life {
    fn kind(&self) -> Kind {
        Kind::Customer
    }

    fn id(&self) -> Uuid {
        self.customer
    }

    fn reps(&self) -> Vec<Uuid> {
        self.first_win.iter().flat_map(States::reps).collect()
    }

    fn currencies(&self) -> Vec<&str> {
        self.first_win.iter().map(|win| win.deal.currency.as_str()).collect()
    }

    fn facts(&self, book: &Book) -> Vec<Fact> {
        let Some(win) = &self.first_win else { return Vec::new() };
        let Some(closed_at) = win.deal.closed_at else { return Vec::new() };
        let day = book.day(closed_at);
        let mut facts = Facts::new(
            book,
            Dimensions {
                customer: Some(self.customer),
                pipeline: Some(win.deal.pipeline_id),
                source: win.deal.source.clone(),
                ..Dimensions::default()
            },
        );
        let shares = win.shares();
        for (rep, share) in &shares {
            facts.state(day, *rep, Measure::NewCustomers, *share);
        }
        if let Some(value) = win.deal.amount.and_then(|amount| book.convert(amount, &win.deal.currency, day)) {
            let points: Vec<i64> = shares.iter().map(|(_, share)| *share).collect();
            facts.with(|dimensions| dimensions.currency = Some(win.deal.currency.clone()));
            for ((rep, _), part) in shares.iter().zip(money::split(value, &points)) {
                facts.state(day, *rep, Measure::NewCustomerRevenue, part);
            }
        }
        facts.done()
    }
}
