//! A quote with what its facts depend on. The first revision also stands for the offer: all revisions, and the contract
//! that was signed from one of them.

use std::collections::HashMap;

use entity::{contract, quote};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};
use uuid::Uuid;

use crate::{error::Result, mutation::Act};

/// A quote, and the offer where it is the first revision.
#[derive(Clone, Debug)]
pub struct QuoteState {
    /// The row.
    pub quote: quote::Model,
    /// The offer that it begins; `None` for later revisions.
    pub offer: Option<Offer>,
}

/// The revisions of an offer that are not deleted, the first first, and what was signed.
#[derive(Clone, Debug, Default)]
pub struct Offer {
    /// The revisions.
    pub revisions: Vec<quote::Model>,
    /// The contract that was signed from one of them.
    pub contract: Option<contract::Model>,
}

impl QuoteState {
    /// Holds an offer until the end of the act, and reads what its quotes state: whatever changes that does so one after
    /// the other. The first revision is held for all.
    #[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
    pub async fn hold(act: &Act<'_>, family: Uuid) -> Result<Vec<Self>> {
        let first = quote::Entity::find().filter(quote::Column::Id.eq(family));
        // Weaker than for an update: others may go on referring to the quote.
        first.lock(LockType::NoKeyUpdate).all(&act.tx).await?;
        Self::of_family(act, family).await
    }

    /// The same by a quote of the offer; nothing where there is none.
    #[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
    pub async fn hold_of(act: &Act<'_>, quote: Option<Uuid>) -> Result<Vec<Self>> {
        let Some(id) = quote else { return Ok(Vec::new()) };
        match quote::Entity::find().filter(quote::Column::Id.eq(id)).one(&act.tx).await? {
            Some(quote) => Self::hold(act, quote.family_id).await,
            None => Ok(Vec::new()),
        }
    }

    /// Has the quotes of an offer restated that the act holds.
    pub async fn restate(act: &mut Act<'_>, mut before: Vec<Self>, family: Uuid) -> Result<()> {
        for after in Self::of_family(act, family).await? {
            let place = before.iter().position(|state| state.quote.id == after.quote.id);
            act.restate(place.map(|place| before.swap_remove(place)), Some(after));
        }
        Ok(())
    }

    /// The same for the offer that was held, if any.
    pub async fn restate_held(act: &mut Act<'_>, before: Vec<Self>) -> Result<()> {
        match before.first().map(|state| state.quote.family_id) {
            Some(family) => Self::restate(act, before, family).await,
            None => Ok(()),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
    async fn of_family(act: &Act<'_>, family: Uuid) -> Result<Vec<Self>> {
        let quotes = quote::Entity::find().filter(quote::Column::FamilyId.eq(family)).all(&act.tx).await?;
        Self::load(&act.tx, quotes).await
    }

    /// Reads what some quotes depend on, in their order: two statements, however many.
    #[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
    pub async fn load(db: &impl ConnectionTrait, quotes: Vec<quote::Model>) -> Result<Vec<Self>> {
        let families: Vec<Uuid> = quotes.iter().filter(|quote| is_first(quote)).map(|quote| quote.id).collect();
        if families.is_empty() {
            return Ok(quotes.into_iter().map(|quote| Self { quote, offer: None }).collect());
        }
        let revisions = quote::Entity::find()
            .filter(quote::Column::FamilyId.is_in(families))
            .order_by_asc(quote::Column::Revision)
            .all(db)
            .await?;
        let contracts = contract::Entity::find()
            .filter(contract::Column::QuoteId.is_in(revisions.iter().map(|revision| revision.id)))
            .filter(contract::Column::DeletedAt.is_null())
            .order_by_asc(contract::Column::SignedAt)
            .order_by_asc(contract::Column::Id)
            .all(db)
            .await?;
        let family_of: HashMap<Uuid, Uuid> = revisions.iter().map(|row| (row.id, row.family_id)).collect();
        let mut offers: HashMap<Uuid, Offer> = HashMap::new();
        for row in revisions.into_iter().filter(|row| row.deleted_at.is_none()) {
            offers.entry(row.family_id).or_default().revisions.push(row);
        }
        for contract in contracts {
            if let Some(family) = contract.quote_id.and_then(|quote| family_of.get(&quote)) {
                offers.entry(*family).or_default().contract.get_or_insert(contract);
            }
        }
        let states = quotes.into_iter().map(|quote| {
            let offer = is_first(&quote).then(|| offers.remove(&quote.id).unwrap_or_default());
            Self { quote, offer }
        });
        Ok(states.collect())
    }
}

fn is_first(quote: &quote::Model) -> bool {
    quote.id == quote.family_id
}
