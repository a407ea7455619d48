//! Leads: interest, before there is a deal.

mod convert;
mod facts;
mod hand_over;
mod merge;
mod mutation;
pub mod query;
mod rules;
#[cfg(test)]
pub mod samples;
mod source;
mod state;

pub use hand_over::LeadHandOverMutation;
pub use mutation::LeadMutation;
pub use query::LeadQuery;
pub use source::Leads;
pub use state::{LeadState, Offspring};

use async_graphql::{Context, Enum, ID, Object};
use entity::{
    Kind, campaign, customer, deal, interaction as interactions, key_fact as key_facts, lead, meeting as meetings,
    outcome_reason, rep,
};

use crate::{
    error::Result,
    graphql::{DateTime, Page, id, plain::Plainly, request::Request},
    marketing::{
        campaign::Campaign,
        key_fact::{self, KeyFact, KeyFactKind},
        qualification::LeadQualification,
    },
    organization::rep::Rep,
    sales::{
        customer::Customer,
        deal::Deal,
        interaction::{self, Interaction},
        meeting::{self, Meeting},
        reason::OutcomeReason,
    },
};

/// How far a lead has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "lead::Status")]
pub enum LeadStatus {
    /// It was received, and nobody spoke to them yet.
    New,
    /// Somebody spoke to them.
    Contacted,
    /// It is worth selling to.
    Qualified,
    /// It was turned down.
    Disqualified,
    /// It became a customer with a deal.
    Converted,
}

/// A lead: somebody's interest, before there is a deal.
pub struct Lead(pub lead::Model);

impl From<lead::Model> for Lead {
    fn from(model: lead::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl Lead {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Lead, self.0.id)
    }

    /// What it is about.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The company named; null when none was.
    async fn company(&self) -> Option<&str> {
        self.0.company.as_deref()
    }

    /// The person named; null when none was.
    async fn contact_name(&self) -> Option<&str> {
        self.0.contact_name.as_deref()
    }

    /// The address given; null when none was.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// The number given; null when none was.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// Where it came from, frozen at first touch; null when unknown.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// The campaign that it came from, frozen at first touch; null when it came from none, or that was deleted since.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        Request::of(ctx).ok()?.loaders.maybe::<campaign::Entity, _>(self.0.campaign_id).await.transpose()
    }

    /// How far it has come.
    async fn status(&self) -> LeadStatus {
        self.0.status.into()
    }

    /// The rep who works it; null while unassigned.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// The first rep it was assigned to, who is credited with the receipt; null while unassigned.
    async fn first_rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.first_owner_id).await.transpose()
    }

    /// When the interest arrived.
    async fn received_at(&self) -> DateTime {
        DateTime(self.0.received_at)
    }

    /// When they were first contacted; null when not yet.
    async fn contacted_at(&self) -> Option<DateTime> {
        self.0.contacted_at.map(DateTime)
    }

    /// Who worked it when it was contacted, and is credited; null when nobody did, or you may not see that rep.
    async fn contacted_by(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.contacted_by_id).await.transpose()
    }

    /// When it was qualified; null when not.
    async fn qualified_at(&self) -> Option<DateTime> {
        self.0.qualified_at.map(DateTime)
    }

    /// Who worked it when it was qualified, and is credited; null when nobody did, or you may not see that rep.
    async fn qualified_by(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.qualified_by_id).await.transpose()
    }

    /// When it was turned down; null when not.
    async fn disqualified_at(&self) -> Option<DateTime> {
        self.0.disqualified_at.map(DateTime)
    }

    /// Who worked it when it was disqualified, and is credited; null when nobody did, or you may not see that rep.
    async fn disqualified_by(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.disqualified_by_id).await.transpose()
    }

    /// Why it was turned down; null when no reason was given.
    async fn reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.reason_id).await.transpose()
    }

    /// When marketing handed it over to sales; null when not.
    async fn handed_over_at(&self) -> Option<DateTime> {
        self.0.handed_over_at.map(DateTime)
    }

    /// The first rep who had it after the hand-over, who is credited with it; null when nobody had, or you may not see
    /// that rep.
    async fn handed_over_to(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.handed_over_to_id).await.transpose()
    }

    /// When sales accepted the hand-over; null when not, or no longer.
    async fn accepted_at(&self) -> Option<DateTime> {
        self.0.accepted_at.map(DateTime)
    }

    /// When sales rejected the hand-over; null when not, or no longer.
    async fn rejected_at(&self) -> Option<DateTime> {
        self.0.rejected_at.map(DateTime)
    }

    /// Why sales rejected it; null when no reason was given.
    async fn rejection_reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.rejection_reason_id).await.transpose()
    }

    /// What sales tells marketing about the rejection; null when nothing.
    async fn rejection_note(&self) -> Option<&str> {
        self.0.rejection_note.as_deref()
    }

    /// When it became a customer with a deal; null when not.
    async fn converted_at(&self) -> Option<DateTime> {
        self.0.converted_at.map(DateTime)
    }

    /// Who worked it when it was converted, and is credited; null when nobody did, or you may not see that rep.
    async fn converted_by(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.converted_by_id).await.transpose()
    }

    /// When it last came in again after it had been worked; null when it never did.
    async fn recycled_at(&self) -> Option<DateTime> {
        self.0.recycled_at.map(DateTime)
    }

    /// The customer that it became; null when it did not, or you may not see it.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(self.0.customer_id).await.transpose()
    }

    /// The deal that it became; null when it did not, or you may not see it.
    async fn deal(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Deal>>> {
        Request::of(ctx).ok()?.loaders.maybe::<deal::Entity, _>(self.0.deal_id).await.transpose()
    }

    /// How well it is qualified by the criteria; null only together with an error.
    async fn qualification(&self, ctx: &Context<'_>) -> Option<Result<LeadQualification>> {
        Some(LeadQualification::of(Request::of(ctx).ok()?, &self.0).await)
    }

    /// What is known of the prospect's needs, the last written first. Null only together with an error.
    async fn key_facts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<KeyFact>>> {
        Some(key_fact::query::of_parent(ctx, key_facts::Column::LeadId, self.0.id, first, after).await)
    }

    /// The kinds of key fact that must be known of every prospect and are not known of this one. Null only together with
    /// an error.
    async fn missing_key_facts(&self, ctx: &Context<'_>) -> Option<Result<Vec<KeyFactKind>>> {
        Some(key_fact::missing(Request::of(ctx).ok()?, &self.0).await)
    }

    /// Every contact about it that you may see, the latest first. Null only together with an error.
    async fn interactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Interaction>>>> {
        Some(interaction::query::of_parent(ctx, interactions::Column::LeadId, self.0.id, first, after).await)
    }

    /// The meetings about it that you may see, the latest start first. Null only together with an error.
    async fn meetings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Meeting>>> {
        Some(meeting::query::of_parent(ctx, meetings::Column::LeadId, self.0.id, first, after).await)
    }

    /// The system that it was imported from or written by; null for records made here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its identifier in `sourceSystem`; null for records made here.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The version: send it with an update to be refused when somebody else was faster.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was made here.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
