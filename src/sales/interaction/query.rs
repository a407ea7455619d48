//! Reading interactions.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, interaction};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::{Interaction, InteractionDirection, InteractionKind, InteractionOutcome, InteractionStatus};
use crate::{
    error::{Error, Result},
    graphql::{Date, Listing, Page, Paging, RecordFilter, id, page::Sort, plain::Plainly, request::Request},
    ledger::PostingContext,
};

/// Which interactions to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct InteractionFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only interactions through one of these channels.
    pub kind: Option<Vec<InteractionKind>>,
    /// Only inbound ones, or only outbound ones.
    pub direction: Option<InteractionDirection>,
    /// Only planned ones, or only done ones.
    pub status: Option<InteractionStatus>,
    /// Only those with one of these outcomes.
    pub outcome: Option<Vec<InteractionOutcome>>,
    /// Only those that this rep performed.
    pub performer: Option<ID>,
    /// Only those with this customer.
    pub customer: Option<ID>,
    /// Only those about this lead.
    pub lead: Option<ID>,
    /// Only those about this deal.
    pub deal: Option<ID>,
    /// Only those on this day or later.
    pub occurred_from: Option<Date>,
    /// Only those before this day.
    pub occurred_before: Option<Date>,
}

/// The sort order of interactions.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum InteractionOrder {
    /// Latest first, planned ones included.
    Latest,
    /// Earliest first.
    Earliest,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl InteractionOrder {
    const fn sort(self) -> Sort<interaction::Column> {
        match self {
            Self::Latest => LATEST,
            Self::Earliest => Sort::ascending(interaction::Column::OccurredAt),
            Self::Newest => Sort::descending(interaction::Column::Id),
            Self::Oldest => Sort::ascending(interaction::Column::Id),
        }
    }
}

const LATEST: Sort<interaction::Column> = Sort::descending(interaction::Column::OccurredAt);

impl InteractionFilter {
    fn condition(&self, context: &PostingContext) -> Result<Condition> {
        use interaction::Column;
        Ok(Condition::all()
            .add_option(
                self.kind
                    .as_ref()
                    .map(|kinds| Column::Kind.is_in(kinds.iter().map(|kind| interaction::Kind::from(*kind)))),
            )
            .add_option(self.direction.map(|direction| Column::Direction.eq(interaction::Direction::from(direction))))
            .add_option(self.status.map(|status| Column::Status.eq(interaction::Status::from(status))))
            .add_option(self.outcome.as_ref().map(|outcomes| {
                Column::Outcome.is_in(outcomes.iter().map(|outcome| interaction::Outcome::from(*outcome)))
            }))
            .add_option(
                id::filter(Kind::Rep, self.performer.as_ref(), "performer")?.map(|id| Column::PerformerId.eq(id)),
            )
            .add_option(
                id::filter(Kind::Customer, self.customer.as_ref(), "customer")?.map(|id| Column::CustomerId.eq(id)),
            )
            .add_option(id::filter(Kind::Lead, self.lead.as_ref(), "lead")?.map(|id| Column::LeadId.eq(id)))
            .add_option(id::filter(Kind::Deal, self.deal.as_ref(), "deal")?.map(|id| Column::DealId.eq(id)))
            .add_option(self.occurred_from.map(|day| Column::OccurredAt.gte(context.midnight(day.0))))
            .add_option(self.occurred_before.map(|day| Column::OccurredAt.lt(context.midnight(day.0)))))
    }
}

/// Reading interactions.
#[derive(Default)]
pub struct InteractionQuery;

#[Object]
impl InteractionQuery {
    /// An interaction by id.
    async fn interaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the interaction.")] id: ID,
    ) -> Option<Result<Interaction>> {
        Some(one(ctx, &id).await)
    }

    /// The interactions you may see.
    async fn interactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which interactions to list (default: all).")] filter: Option<InteractionFilter>,
        #[graphql(desc = "The sort order.", default_with = "InteractionOrder::Latest")] order_by: InteractionOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Interaction>>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<Interaction> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Interaction, id, &["id"])?;
    request.loaders.one::<interaction::Entity>(id).await?.map(Interaction).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: InteractionFilter,
    order: InteractionOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Plainly<Interaction>>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let condition = filter.condition(&PostingContext::new(&request.organization)?)?;
    let select = request.viewer.find::<interaction::Entity>().filter(condition);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("interactions {filter:?}") }.page(request, &paging).await
}

/// The interactions with a customer, about a lead or a deal, or of a rep: the latest first.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: interaction::Column,
    parent: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Plainly<Interaction>>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    request.loaders.children::<interaction::Entity, _>(column, parent, LATEST, &paging).await
}
