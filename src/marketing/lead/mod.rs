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

use async_graphql::{Context, Description, Enum, ID, Object};
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

/// The status of a lead.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "lead::Status")]
pub enum LeadStatus {
    /// It was received and not contacted yet.
    New,
    /// It was contacted.
    Contacted,
    /// It is worth selling to.
    Qualified,
    /// It was disqualified.
    Disqualified,
    /// It became a customer with a deal.
    Converted,
}

/// A lead: somebody's interest, before there is a deal.
#[derive(Description)]
pub struct Lead(pub lead::Model);

impl From<lead::Model> for Lead {
    fn from(model: lead::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Lead {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Lead, self.0.id)
    }

    /// What it is about.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The company; null when not given.
    async fn company(&self) -> Option<&str> {
        self.0.company.as_deref()
    }

    /// The person; null when not given.
    async fn contact_name(&self) -> Option<&str> {
        self.0.contact_name.as_deref()
    }

    /// The e-mail address; null when not given.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// The telephone number; null when not given.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// The source, fixed at first touch; null when unknown.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// The campaign it came from, fixed at first touch.
    /// Null when there is none or it was deleted.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        Request::of(ctx).ok()?.loaders.maybe::<campaign::Entity, _>(self.0.campaign_id).await.transpose()
    }

    /// The status.
    async fn status(&self) -> LeadStatus {
        self.0.status.into()
    }

    /// The owner; null while unassigned.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// The first owner, who is credited with receiving it; null if unassigned.
    async fn first_rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.first_owner_id).await.transpose()
    }

    /// When it was received.
    async fn received_at(&self) -> DateTime {
        DateTime(self.0.received_at)
    }

    /// When they were first contacted; null when not yet.
    async fn contacted_at(&self) -> Option<DateTime> {
        self.0.contacted_at.map(DateTime)
    }

    /// The owner at first contact, who is credited.
    /// Null when there is none or you may not see them.
    async fn contacted_by(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.contacted_by_id).await.transpose()
    }

    /// When it was qualified; null when not.
    async fn qualified_at(&self) -> Option<DateTime> {
        self.0.qualified_at.map(DateTime)
    }

    /// The owner at qualification, who is credited.
    /// Null when there is none or you may not see them.
    async fn qualified_by(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.qualified_by_id).await.transpose()
    }

    /// When it was disqualified; null when not.
    async fn disqualified_at(&self) -> Option<DateTime> {
        self.0.disqualified_at.map(DateTime)
    }

    /// The owner at disqualification, who is credited.
    /// Null when there is none or you may not see them.
    async fn disqualified_by(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.disqualified_by_id).await.transpose()
    }

    /// Why it was disqualified; null when not given.
    async fn reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.reason_id).await.transpose()
    }

    /// When marketing handed it over to sales; null when not.
    async fn handed_over_at(&self) -> Option<DateTime> {
        self.0.handed_over_at.map(DateTime)
    }

    /// The first owner after the hand-over, who is credited with it.
    /// Null when there is none or you may not see them.
    async fn handed_over_to(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.handed_over_to_id).await.transpose()
    }

    /// When sales accepted it; null when not, or no longer.
    async fn accepted_at(&self) -> Option<DateTime> {
        self.0.accepted_at.map(DateTime)
    }

    /// When sales rejected it; null when not, or no longer.
    async fn rejected_at(&self) -> Option<DateTime> {
        self.0.rejected_at.map(DateTime)
    }

    /// Why sales rejected it; null when not given.
    async fn rejection_reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.rejection_reason_id).await.transpose()
    }

    /// The feedback of sales on the rejection; null when not given.
    async fn rejection_note(&self) -> Option<&str> {
        self.0.rejection_note.as_deref()
    }

    /// When it was converted; null when not.
    async fn converted_at(&self) -> Option<DateTime> {
        self.0.converted_at.map(DateTime)
    }

    /// The owner at conversion, who is credited.
    /// Null when there is none or you may not see them.
    async fn converted_by(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.converted_by_id).await.transpose()
    }

    /// When it last came in again after being worked; null when never.
    async fn recycled_at(&self) -> Option<DateTime> {
        self.0.recycled_at.map(DateTime)
    }

    /// The customer it became; null when not converted or you may not see it.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(self.0.customer_id).await.transpose()
    }

    /// The deal it became; null when not converted or you may not see it.
    async fn deal(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Deal>>> {
        Request::of(ctx).ok()?.loaders.maybe::<deal::Entity, _>(self.0.deal_id).await.transpose()
    }

    /// Its score against the qualification criteria.
    async fn qualification(&self, ctx: &Context<'_>) -> Option<Result<LeadQualification>> {
        Some(LeadQualification::of(Request::of(ctx).ok()?, &self.0).await)
    }

    /// Its key facts, newest first.
    async fn key_facts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<KeyFact>>> {
        Some(key_fact::query::of_parent(ctx, key_facts::Column::LeadId, self.0.id, first, after).await)
    }

    /// The required kinds of key fact that are not known yet.
    async fn missing_key_facts(&self, ctx: &Context<'_>) -> Option<Result<Vec<KeyFactKind>>> {
        Some(key_fact::missing(Request::of(ctx).ok()?, &self.0).await)
    }

    /// Its interactions that you may see, latest first.
    async fn interactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Interaction>>>> {
        Some(interaction::query::of_parent(ctx, interactions::Column::LeadId, self.0.id, first, after).await)
    }

    /// Its meetings that you may see, latest start first.
    async fn meetings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Meeting>>> {
        Some(meeting::query::of_parent(ctx, meetings::Column::LeadId, self.0.id, first, after).await)
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
