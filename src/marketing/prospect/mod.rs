//! Prospects: leads as the file of prospects knows them – whose they are, how they score, what is known of them.
//!
//! A prospect is no record of its own: it is a lead with the answers and key facts about it, read together. Whatever
//! changes one of them has the prospect restated: acts on leads do so by themselves
//! ([`Act::restate`](crate::mutation::Act::restate)), the others call [`Act::follow`](crate::mutation::Act::follow).

mod facts;
mod source;

pub use facts::{Answer, Known, Prospect, Rule};
pub use source::{Prospects, rule};

use entity::{lead, lead_former_owner};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::{error::Result, mutation::Act};

/// Remembers who worked a lead until now, for it is about to be given to somebody else.
pub async fn pass_on(act: &Act<'_>, lead: &lead::Model) -> Result<()> {
    let former = lead_former_owner::ActiveModel {
        id: Set(Act::new_id()),
        lead_id: Set(lead.id),
        rep_id: Set(lead.owner_id),
        until_at: Set(act.now),
    };
    lead_former_owner::Entity::insert(former).exec_without_returning(&act.tx).await?;
    Ok(())
}
