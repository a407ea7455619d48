//! Reading reasons.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, outcome_reason};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::{OutcomeReason, ReasonOutcome};
use crate::{
    error::{Error, Result},
    graphql::{
        Listing, Page, Paging, RecordFilter, id, input,
        page::{self, Sort},
        request::Request,
    },
};

/// Which reasons to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct OutcomeReasonFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only reasons for this outcome.
    pub outcome: Option<ReasonOutcome>,
    /// Only reasons that may still be chosen, or only those that may not.
    pub is_active: Option<bool>,
    /// Only reasons whose wording contains these words (case-insensitive).
    pub search: Option<String>,
}

/// The sort order of reasons.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeReasonOrder {
    /// By wording.
    Name,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl OutcomeReasonOrder {
    const fn sort(self) -> Sort<outcome_reason::Column> {
        match self {
            Self::Name => Sort::ascending(outcome_reason::Column::Name),
            Self::Newest => Sort::descending(outcome_reason::Column::Id),
            Self::Oldest => Sort::ascending(outcome_reason::Column::Id),
        }
    }
}

impl OutcomeReasonFilter {
    fn condition(&self) -> Result<Condition> {
        Ok(Condition::all()
            .add_option(
                self.outcome.map(|outcome| outcome_reason::Column::Outcome.eq(outcome_reason::Outcome::from(outcome))),
            )
            .add_option(self.is_active.map(|active| outcome_reason::Column::IsActive.eq(active)))
            .add_option(
                input::search(self.search.as_deref())?
                    .map(|words| page::contains(outcome_reason::Column::Name, &words)),
            ))
    }
}

/// Reading reasons.
#[derive(Default)]
pub struct OutcomeReasonQuery;

#[Object]
impl OutcomeReasonQuery {
    /// An outcome reason by id.
    async fn outcome_reason(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the reason.")] id: ID,
    ) -> Option<Result<OutcomeReason>> {
        Some(find(ctx, &id).await)
    }

    /// The outcome reasons you may see.
    async fn outcome_reasons(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which reasons to list (default: all).")] filter: Option<OutcomeReasonFilter>,
        #[graphql(desc = "The sort order.", default_with = "OutcomeReasonOrder::Name")] order_by: OutcomeReasonOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<OutcomeReason>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<OutcomeReason> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::OutcomeReason, id, &["id"])?;
    request.loaders.one::<outcome_reason::Entity>(id).await?.map(OutcomeReason).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: OutcomeReasonFilter,
    order: OutcomeReasonOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<OutcomeReason>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<outcome_reason::Entity>().filter(filter.condition()?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("outcome_reasons {filter:?}") }.page(request, &paging).await
}
