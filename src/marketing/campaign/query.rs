//! Reading campaigns.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{Kind, campaign};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

use super::Campaign;
use crate::{
    error::{Error, Result},
    graphql::{
        Date, Listing, Page, Paging, RecordFilter, id,
        input::{self, LINE},
        page::{self, Sort},
        request::Request,
    },
};

/// Which campaigns to list: those that meet all given conditions.
#[derive(InputObject, Default, Debug)]
pub struct CampaignFilter {
    /// Only records with these ids, here or in another system.
    pub record: Option<RecordFilter>,
    /// Only campaigns whose name contains these words (case-insensitive).
    pub search: Option<String>,
    /// Only campaigns with this lever (exact spelling).
    pub lever: Option<String>,
    /// Only marketing campaigns, or only the others.
    pub is_marketing: Option<bool>,
    /// Only campaigns that run on this day.
    pub running_on: Option<Date>,
}

/// The sort order of campaigns.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CampaignOrder {
    /// By name.
    Name,
    /// Latest first day first; campaigns without a first day come last.
    LastStarted,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

impl CampaignOrder {
    const fn sort(self) -> Sort<campaign::Column> {
        match self {
            Self::Name => Sort::ascending(campaign::Column::Name),
            Self::LastStarted => Sort::descending(campaign::Column::StartsOn),
            Self::Newest => Sort::descending(campaign::Column::Id),
            Self::Oldest => Sort::ascending(campaign::Column::Id),
        }
    }
}

impl CampaignFilter {
    fn condition(&self) -> Result<Condition> {
        use campaign::Column;
        let words = input::search(self.search.as_deref())?;
        let lever = input::optional(self.lever.as_deref(), LINE, &["filter", "lever"])?;
        let running = self.running_on.map(|day| {
            let started = Condition::any().add(Column::StartsOn.is_null()).add(Column::StartsOn.lte(day.0));
            let lasts = Condition::any().add(Column::EndsOn.is_null()).add(Column::EndsOn.gt(day.0));
            Condition::all().add(started).add(lasts)
        });
        Ok(Condition::all()
            .add_option(words.map(|words| page::contains(Column::Name, &words)))
            .add_option(lever.map(|lever| Column::Lever.eq(lever)))
            .add_option(self.is_marketing.map(|is_marketing| Column::IsMarketing.eq(is_marketing)))
            .add_option(running))
    }
}

/// Reading campaigns.
#[derive(Default)]
pub struct CampaignQuery;

#[Object]
impl CampaignQuery {
    /// A campaign by id.
    async fn campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the campaign.")] id: ID,
    ) -> Option<Result<Campaign>> {
        Some(one(ctx, &id).await)
    }

    /// The campaigns you may see.
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which campaigns to list (default: all).")] filter: Option<CampaignFilter>,
        #[graphql(desc = "The sort order.", default_with = "CampaignOrder::Name")] order_by: CampaignOrder,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Campaign>>> {
        Some(list(ctx, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn one(ctx: &Context<'_>, id: &ID) -> Result<Campaign> {
    let request = Request::signed_in(ctx)?;
    let id = id::parse(Kind::Campaign, id, &["id"])?;
    request.loaders.one::<campaign::Entity>(id).await?.map(Campaign).ok_or_else(Error::not_found)
}

async fn list(
    ctx: &Context<'_>,
    filter: CampaignFilter,
    order: CampaignOrder,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Campaign>> {
    let request = Request::signed_in(ctx)?;
    let paging = Paging::new(first, after)?;
    let select = request.viewer.find::<campaign::Entity>().filter(filter.condition()?);
    let select = RecordFilter::apply(filter.record.as_ref(), select)?;
    Listing { select, sort: order.sort(), identity: format!("campaigns {filter:?}") }.page(request, &paging).await
}
