//! Reading expenses.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, expense};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::{Expense, ExpenseCategory};
use crate::{
    error::{Error, Result},
    graphql::{Date, Listing, Page, Paging, RecordFilter, id, page::Sort, request::Request},
};

/// Which expenses to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct ExpenseFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only expenses of these categories.
    pub category: Option<Vec<ExpenseCategory>>,
    /// Only expenses this rep bears alone.
    pub rep: Option<ID>,
    /// Only expenses this team bears.
    pub team: Option<ID>,
    /// Only expenses for this campaign.
    pub campaign: Option<ID>,
    /// Only expenses incurred on this day or later.
    pub incurred_from: Option<Date>,
    /// Only expenses incurred before this day.
    pub incurred_before: Option<Date>,
    /// Only paid expenses, or only unpaid ones.
    pub is_paid: Option<bool>,
}

/// The sort order of expenses.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpenseOrder {
    /// Latest incurred first.
    LastIncurred,
    /// Earliest incurred first.
    FirstIncurred,
    /// Most recently created first.
    Newest,
    /// First created first.
    Oldest,
}

impl ExpenseOrder {
    const fn sort(self) -> Sort<expense::Column> {
        match self {
            Self::LastIncurred => LAST_INCURRED,
            Self::FirstIncurred => Sort::ascending(expense::Column::IncurredOn),
            Self::Newest => Sort::descending(expense::Column::Id),
            Self::Oldest => Sort::ascending(expense::Column::Id),
        }
    }
}

const LAST_INCURRED: Sort<expense::Column> = Sort::descending(expense::Column::IncurredOn);

impl ExpenseFilter {
    fn condition(&self) -> Result<Condition> {
        use expense::Column;
        let categories = self.category.as_ref().map(|categories| {
            Column::Category.is_in(categories.iter().map(|category| expense::Category::from(*category)))
        });
        let paid = self.is_paid.map(|paid| if paid { Column::PaidOn.is_not_null() } else { Column::PaidOn.is_null() });
        Ok(Condition::all()
            .add_option(categories)
            .add_option(id::filter(Kind::Rep, self.rep.as_ref(), "rep")?.map(|id| Column::RepId.eq(id)))
            .add_option(id::filter(Kind::Team, self.team.as_ref(), "team")?.map(|id| Column::TeamId.eq(id)))
            .add_option(
                id::filter(Kind::Campaign, self.campaign.as_ref(), "campaign")?.map(|id| Column::CampaignId.eq(id)),
            )
            .add_option(self.incurred_from.map(|day| Column::IncurredOn.gte(day.0)))
            .add_option(self.incurred_before.map(|day| Column::IncurredOn.lt(day.0)))
            .add_option(paid))
    }
}

/// Reading expenses.
#[derive(Default)]
pub struct ExpenseQuery;

#[Object]
impl ExpenseQuery {
    /// An expense by id.
    async fn expense(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the expense.")] id: ID,
    ) -> Option<Result<Expense>> {
        Some(one(ctx, &id).await)
    }

    /// The expenses you may see.
    ///
    /// Reps see what they bear themselves; managers what their reps and teams bear, and what was spent on campaigns
    /// except pay; admins, and API tokens with the scope, everything.
    async fn expenses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which expenses to list (default: all).")] filter: Option<ExpenseFilter>,
        #[graphql(desc = "The sort order.", default_with = "ExpenseOrder::LastIncurred")] order_by: ExpenseOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Expense>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<Expense> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Expense, id, &["id"])?;
    request.loaders.one::<expense::Entity>(id).await?.map(Expense).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: ExpenseFilter,
    order: ExpenseOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Expense>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<expense::Entity>().filter(filter.condition()?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("expenses {filter:?}") }.page(request, &paging).await
}

/// The expenses of a rep, a team or a campaign, the last incurred first.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: expense::Column,
    parent: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Expense>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    request.loaders.children::<expense::Entity, _>(column, parent, LAST_INCURRED, &paging).await
}
