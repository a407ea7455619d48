//! Reasons for wins, losses and disqualifications, for complaints, returns and departures.

mod mutation;
mod query;

pub use mutation::OutcomeReasonMutation;
pub use query::OutcomeReasonQuery;

use async_graphql::{Description, Enum, ID, Object};
use entity::{Kind, outcome_reason};
use uuid::Uuid;

use crate::{
    error::{Result, UserError},
    graphql::{DateTime, id},
    mutation::Act,
};

/// The outcome a reason explains.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "outcome_reason::Outcome")]
pub enum ReasonOutcome {
    /// A deal that was won.
    Won,
    /// A deal that was lost.
    Lost,
    /// A lead that was disqualified.
    Disqualified,
    /// A complaint of a customer.
    Complaint,
    /// Goods that came back.
    Return,
    /// A customer that left.
    Churned,
}

/// A reason to choose for an outcome.
/// Why a deal was won or lost, a lead disqualified, a complaint made, goods returned or a customer left.
#[derive(Description)]
pub struct OutcomeReason(pub outcome_reason::Model);

impl From<outcome_reason::Model> for OutcomeReason {
    fn from(model: outcome_reason::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl OutcomeReason {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::OutcomeReason, self.0.id)
    }

    /// The wording.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The outcome it explains.
    async fn outcome(&self) -> ReasonOutcome {
        self.0.outcome.into()
    }

    /// Whether a deal lost for this reason counts as lost in figures.
    async fn counts_as_loss(&self) -> bool {
        self.0.counts_as_loss
    }

    /// Whether it may still be chosen.
    async fn is_active(&self) -> bool {
        self.0.is_active
    }

    /// The external system it comes from; null for records created here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its id in `sourceSystem`; null for records created here.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The version; send it with an update to detect concurrent changes.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was created here.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// The reason that an act names in its input, if it may be chosen to explain such an outcome.
pub async fn chosen(act: &Act<'_>, id: Option<&ID>, outcome: outcome_reason::Outcome) -> Result<Option<Uuid>> {
    chosen_at(act, id, outcome, &["input", "reason"]).await
}

/// The same where the input calls the reason something else.
pub async fn chosen_at(
    act: &Act<'_>,
    id: Option<&ID>,
    outcome: outcome_reason::Outcome,
    field: &[&str],
) -> Result<Option<Uuid>> {
    let Some(id) = id else { return Ok(None) };
    let reason = act.get::<outcome_reason::Entity>(id, field).await?;
    if reason.outcome != outcome {
        return Err(UserError::input(field, "The reason is for another outcome.").into());
    }
    if !reason.is_active {
        return Err(UserError::input(field, "The reason is no longer active.").into());
    }
    Ok(Some(reason.id))
}
