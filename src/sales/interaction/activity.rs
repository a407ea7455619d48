//! An interaction with whether its deal was won, which its facts depend on.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{deal, interaction};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};
use uuid::Uuid;

use crate::{error::Result, marketing::lead::LeadState, mutation::Act};

/// An interaction and the win that it helped to.
#[derive(Clone, Debug)]
pub struct Activity {
    /// The row.
    pub interaction: interaction::Model,
    /// When the deal that it concerns was won; `None` when it was not, or there is none.
    pub won_at: Option<DateTime<Utc>>,
}

impl Activity {
    /// When a deal was won; `None` while it is not, and once it is deleted.
    pub fn won_at(deal: &deal::Model) -> Option<DateTime<Utc>> {
        deal.closed_at.filter(|_| deal.status == deal::Status::Won && deal.deleted_at.is_none())
    }

    /// Reads what some interactions depend on, in their order: one statement.
    #[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
    pub async fn load(db: &impl ConnectionTrait, interactions: Vec<interaction::Model>) -> Result<Vec<Self>> {
        let deals: Vec<Uuid> = interactions.iter().filter_map(|interaction| interaction.deal_id).collect();
        let won = deal::Entity::find()
            .filter(deal::Column::Id.is_in(deals.iter().copied()))
            .filter(deal::Column::Status.eq(deal::Status::Won));
        let won = if deals.is_empty() { Vec::new() } else { won.all(db).await? };
        let won: HashMap<Uuid, &deal::Model> = won.iter().map(|deal| (deal.id, deal)).collect();
        let states = interactions.into_iter().map(|interaction| {
            let deal = interaction.deal_id.and_then(|deal| won.get(&deal));
            Self { won_at: deal.and_then(|deal| Self::won_at(deal)), interaction }
        });
        Ok(states.collect())
    }

    /// The interactions that concern a deal which the act holds.
    #[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
    pub async fn of_deal(act: &Act<'_>, deal: &deal::Model) -> Result<Vec<Self>> {
        let interactions = interaction::Entity::find()
            .filter(interaction::Column::DealId.eq(deal.id))
            .filter(interaction::Column::Status.eq(interaction::Status::Done))
            .filter(interaction::Column::DeletedAt.is_null())
            .all(&act.tx)
            .await?;
        let won_at = Self::won_at(deal);
        Ok(interactions.into_iter().map(|interaction| Self { interaction, won_at }).collect())
    }
}

/// The leads that an interaction concerns, as they were before it changed, held with its deals until the end of the act:
/// whether the one is won and when the other was reached is told one after the other.
#[expect(clippy::disallowed_methods, reason = "facts are posted for everybody, whoever asks")]
pub async fn hold(act: &Act<'_>, deals: [Option<Uuid>; 2], leads: [Option<Uuid>; 2]) -> Result<Vec<LeadState>> {
    let deals: Vec<Uuid> = deals.into_iter().flatten().collect();
    if !deals.is_empty() {
        let held = deal::Entity::find()
            .filter(deal::Column::Id.is_in(deals))
            .order_by_asc(deal::Column::Id)
            // Weaker than for an update: others may go on referring to the deal.
            .lock(LockType::NoKeyUpdate);
        held.all(&act.tx).await?;
    }
    let leads: Vec<Uuid> = leads.into_iter().flatten().collect();
    LeadState::hold(act, &leads).await
}
