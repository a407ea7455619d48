//! People and means: teams, reps, memberships, products, exchange rates.

use chrono::{DateTime, Utc};
use entity::{exchange_rate, product, rep, team, team_membership};
use uuid::Uuid;

use super::{NewRecord, Target, sourced};
use crate::import::{draft::Draft, report::Remark};

impl Target for team::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        team::Model {
            id,
            name: String::new(),
            parent_id: None,
            manager_id: None,
            shares_kpis: true,
            shares_leaderboard: true,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(team: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.put(&mut team.name, "name");
        draft.set(&mut team.parent_id, "parent");
        draft.set(&mut team.manager_id, "manager");
        Ok(())
    }
}
sourced!(team, Some(team::Column::Name), parent_id, ParentId);

impl Target for rep::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        rep::Model {
            id,
            name: String::new(),
            email: None,
            hired_on: None,
            left_on: None,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(rep: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.put(&mut rep.name, "name");
        draft.set(&mut rep.email, "email");
        draft.set(&mut rep.hired_on, "hired_on");
        draft.set(&mut rep.left_on, "left_on");
        Ok(())
    }
}
sourced!(rep, Some(rep::Column::Name));

impl Target for product::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, source_system, external_id } = new;
        product::Model {
            id,
            name: String::new(),
            sku: None,
            category: None,
            list_price: None,
            unit_cost: None,
            currency: None,
            is_active: true,
            source_system,
            external_id,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(product: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.put(&mut product.name, "name");
        draft.set(&mut product.sku, "sku");
        draft.set(&mut product.category, "category");
        draft.set(&mut product.list_price, "list_price");
        // A cost that was entered here keeps its currency.
        let kept = product.unit_cost.and(product.currency.take());
        product.currency = product.list_price.and_then(|_| draft.get("currency")).or(kept);
        draft.put(&mut product.is_active, "is_active");
        Ok(())
    }
}
sourced!(product, Some(product::Column::Name));

impl Target for team_membership::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, .. } = new;
        team_membership::Model {
            id,
            rep_id: Uuid::nil(),
            team_id: Uuid::nil(),
            starts_on: None,
            ends_on: None,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }

    fn fill(team_membership: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.put(&mut team_membership.rep_id, "rep");
        draft.put(&mut team_membership.team_id, "team");
        draft.set(&mut team_membership.starts_on, "starts_on");
        draft.set(&mut team_membership.ends_on, "ends_on");
        Ok(())
    }
}

impl Target for exchange_rate::Entity {
    fn blank(new: NewRecord) -> Self::Model {
        let NewRecord { id, now, .. } = new;
        exchange_rate::Model {
            id,
            base_currency: String::new(),
            quote_currency: String::new(),
            valid_on: now.date_naive(),
            rate_e10: 0,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    fn fill(exchange_rate: &mut Self::Model, draft: &mut Draft, _now: DateTime<Utc>) -> Result<(), Remark> {
        draft.put(&mut exchange_rate.base_currency, "base_currency");
        draft.put(&mut exchange_rate.quote_currency, "quote_currency");
        draft.put(&mut exchange_rate.valid_on, "valid_on");
        draft.put(&mut exchange_rate.rate_e10, "rate");
        Ok(())
    }
}
