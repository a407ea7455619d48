//! Deals: one sale each, from opening to its outcome.

mod facts;
mod flow;
mod lifecycle;
mod lines;
mod mutation;
pub mod opening;
pub mod query;
mod source;
mod stage_durations;
mod state;

pub use lines::amount as line_amount;
pub use mutation::DealMutation;
pub use query::{DealFilter, DealQuery};
pub use source::Deals;
pub use state::{DealState, Outlook, Route, Snapshot};

use async_graphql::{
    Context, Description, Enum, ID, Object, SimpleObject, parser::types::SelectionSet, resolver_utils::enum_value,
};
use entity::{
    Kind, campaign, complaint as complaints, contact, contract as contracts, customer, deal, deal_credit, deal_history,
    deal_line, interaction as interactions, lead, meeting as meetings, outcome_reason, pipeline, product,
    product_return as returns, quote as quotes, rep, stage, survey_response as responses,
};

use crate::{
    access::policy,
    after_sale::{
        complaint::{self, Complaint},
        product_return::{self, ProductReturn},
        survey::response::{self, SurveyResponse},
    },
    error::Result,
    graphql::{
        Count, Date, DateTime, Money, Page, Ratio, id,
        json::{Json, Written},
        plain::{self, Plain, Plainly},
        request::Request,
    },
    ledger::money,
    marketing::{campaign::Campaign, lead::Lead},
    organization::{product::Product, rep::Rep},
    sales::{
        contact::Contact,
        contract::{self, Contract},
        customer::Customer,
        interaction::{self, Interaction},
        meeting::{self, Meeting},
        pipeline::{ForecastCategory, Pipeline, Stage},
        quote::{self, Quote},
        reason::OutcomeReason,
    },
};

/// The status of a deal.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "deal::Status")]
pub enum DealStatus {
    /// It is open.
    Open,
    /// It was won; its amount is revenue.
    Won,
    /// It was lost.
    Lost,
}

/// A deal: one sale that is open, won or lost.
#[derive(Description)]
pub struct Deal(pub deal::Model);

impl From<deal::Model> for Deal {
    fn from(model: deal::Model) -> Self {
        Self(model)
    }
}

impl From<deal::Model> for Plainly<Deal> {
    fn from(model: deal::Model) -> Self {
        Self(Deal(model))
    }
}

impl Plain for Deal {
    fn write(&self, json: &mut Json, name: &str, below: &SelectionSet, request: &Request) -> Written {
        let deal = &self.0;
        match name {
            "id" => json.bare(id::encode(Kind::Deal, deal.id).0),
            "name" => json.text(&deal.name),
            "status" => json.value(&enum_value(DealStatus::from(deal.status))),
            "rep" => json.or_null(request.known_of::<rep::Entity>(deal.owner_id)?, |json, rep| {
                plain::selected(json, &Rep(rep), below, request)
            }),
            "amount" => json.or_null(deal.amount, |json, amount| Money::new(amount, &deal.currency).write(json, below)),
            "probability" => match deal.probability_bp {
                Some(own) => json.scalar(&chance(own)),
                None => json.or_null(request.known::<stage::Entity>(deal.stage_id)?, |json, stage| {
                    json.scalar(&chance(stage.probability_bp))
                }),
            },
            "expectedCloseOn" => json.or_null(deal.expected_close_on, Json::bare),
            "nextStepOn" => json.or_null(deal.next_step_on, Json::bare),
            "openedAt" => json.or_null(deal.opened_at, |json, at| json.scalar(&DateTime(at))),
            "closedAt" => json.or_null(deal.closed_at, |json, at| json.scalar(&DateTime(at))),
            "source" => json.or_null(deal.source.as_deref(), Json::text),
            _ => None,
        }
    }
}

/// A chance in basis points as the API shows it.
fn chance(points: i32) -> Ratio {
    Ratio(f64::from(points) / 1e4)
}

/// What you may do with a deal.
#[derive(SimpleObject)]
pub struct DealPermissions {
    /// Whether you may change, move, win, lose or reopen it.
    edit: bool,
    /// Whether you may reassign it, split its credit, delete or restore it.
    manage: bool,
}

/// A rep's share of the credit for a deal.
#[derive(Description)]
pub struct DealCredit {
    rep: uuid::Uuid,
    share_bp: i32,
}

#[Object(use_type_description)]
impl DealCredit {
    /// Who is credited; null when you may not see that rep.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(Some(self.rep)).await.transpose()
    }

    /// The share in basis points; the shares of a deal sum to 10 000.
    async fn share_bp(&self) -> i32 {
        self.share_bp
    }
}

/// A line of a deal.
#[derive(Description)]
pub struct DealLine(deal_line::Model, String);

#[Object(use_type_description)]
impl DealLine {
    /// The product; null when the line names none or it was deleted.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        Request::of(ctx).ok()?.loaders.maybe::<product::Entity, _>(self.0.product_id).await.transpose()
    }

    /// What is sold.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// The quantity, to four decimals.
    async fn quantity(&self) -> Count {
        Count(self.0.quantity_e4)
    }

    /// The unit price before discount.
    async fn unit_price(&self) -> Money {
        Money::new(self.0.unit_price, &self.1)
    }

    /// The discount on the line, from 0 to 1.
    async fn discount(&self) -> Ratio {
        Ratio(f64::from(self.0.discount_bp) / 1e4)
    }

    /// The value of the line: quantity times price less discount.
    async fn amount(&self) -> Money {
        Money::new(self.0.amount, &self.1)
    }
}

/// A past state of a deal, from an instant on.
#[derive(Description)]
pub struct DealChange(deal_history::Model);

#[Object(use_type_description)]
impl DealChange {
    /// When this state began.
    async fn from_at(&self) -> DateTime {
        DateTime(self.0.from_at)
    }

    /// The stage; null when it was deleted.
    async fn stage(&self, ctx: &Context<'_>) -> Option<Result<Stage>> {
        Request::of(ctx).ok()?.loaders.maybe::<stage::Entity, _>(Some(self.0.stage_id)).await.transpose()
    }

    /// The owner; null when there was none or you may not see them.
    async fn owner(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// The value; null when not given.
    async fn amount(&self) -> Option<Money> {
        self.0.amount.map(|amount| Money::new(amount, &self.0.currency))
    }

    /// The win probability, from 0 to 1.
    async fn probability(&self) -> Ratio {
        chance(self.0.probability_bp)
    }

    /// The forecast category.
    async fn forecast_category(&self) -> ForecastCategory {
        self.0.forecast_category.into()
    }

    /// The expected close date; null when not given.
    async fn expected_close_on(&self) -> Option<Date> {
        self.0.expected_close_on.map(Date)
    }

    /// The status.
    async fn status(&self) -> DealStatus {
        self.0.status.into()
    }
}

#[Object(use_type_description)]
impl Deal {
    /// The id, for `deal(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Deal, self.0.id)
    }

    /// What is sold to whom.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The status: open, won or lost.
    async fn status(&self) -> DealStatus {
        self.0.status.into()
    }

    /// The customer; null when unknown.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(self.0.customer_id).await.transpose()
    }

    /// The contact person; null when unknown.
    async fn contact(&self, ctx: &Context<'_>) -> Option<Result<Contact>> {
        Request::of(ctx).ok()?.loaders.maybe::<contact::Entity, _>(self.0.contact_id).await.transpose()
    }

    /// The lead it came from; null when there is none you may see.
    async fn lead(&self, ctx: &Context<'_>) -> Option<Result<Lead>> {
        Request::of(ctx).ok()?.loaders.maybe::<lead::Entity, _>(self.0.lead_id).await.transpose()
    }

    /// The pipeline; null when it was deleted.
    async fn pipeline(&self, ctx: &Context<'_>) -> Option<Result<Pipeline>> {
        Request::of(ctx).ok()?.loaders.maybe::<pipeline::Entity, _>(Some(self.0.pipeline_id)).await.transpose()
    }

    /// The stage, or the one it was closed from; null when it was deleted.
    async fn stage(&self, ctx: &Context<'_>) -> Option<Result<Stage>> {
        Request::of(ctx).ok()?.loaders.maybe::<stage::Entity, _>(Some(self.0.stage_id)).await.transpose()
    }

    /// The owner; null when unassigned or you may not see that rep.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// The value, net of tax and discount; null when unknown.
    async fn amount(&self) -> Option<Money> {
        self.0.amount.map(|amount| Money::new(amount, &self.0.currency))
    }

    /// The win probability, from 0 to 1: its own, or else its stage's.
    /// Null when the stage was deleted.
    async fn probability(&self, ctx: &Context<'_>) -> Option<Result<Ratio>> {
        let own = self.0.probability_bp.map(|points| Ok(Some(points)));
        let points = match own {
            Some(own) => own,
            None => {
                let loaders = &Request::of(ctx).ok()?.loaders;
                loaders.one::<stage::Entity>(self.0.stage_id).await.map(|stage| stage.map(|stage| stage.probability_bp))
            }
        };
        points.map(|points| points.map(chance)).transpose()
    }

    /// The forecast category: its own, or else its stage's.
    /// Null when the stage was deleted. Only open deals use it.
    async fn forecast_category(&self, ctx: &Context<'_>) -> Option<Result<ForecastCategory>> {
        if let Some(own) = self.0.forecast_category {
            return Some(Ok(own.into()));
        }
        let stage = Request::of(ctx).ok()?.loaders.one::<stage::Entity>(self.0.stage_id).await;
        stage.map(|stage| stage.map(|stage| stage.forecast_category.into())).transpose()
    }

    /// Whether `forecastCategory` is the deal's own.
    /// If so, moving the deal to another stage keeps it.
    async fn is_forecast_category_own(&self) -> bool {
        self.0.forecast_category.is_some()
    }

    /// The expected close date; null when not given.
    async fn expected_close_on(&self) -> Option<Date> {
        self.0.expected_close_on.map(Date)
    }

    /// The date of the next step; null when not given.
    async fn next_step_on(&self) -> Option<Date> {
        self.0.next_step_on.map(Date)
    }

    /// When the sale began; null for imported deals when unknown.
    /// A deal without it counts in no sales cycle.
    async fn opened_at(&self) -> Option<DateTime> {
        self.0.opened_at.map(DateTime)
    }

    /// When it was won or lost; null while open.
    async fn closed_at(&self) -> Option<DateTime> {
        self.0.closed_at.map(DateTime)
    }

    /// The primary reason for the outcome; null when not given.
    async fn reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.reason_id).await.transpose()
    }

    /// The reason in words; null when not given.
    async fn reason_note(&self) -> Option<&str> {
        self.0.reason_note.as_deref()
    }

    /// The competitor it was lost to or won against; null when unknown.
    async fn competitor(&self) -> Option<&str> {
        self.0.competitor.as_deref()
    }

    /// The source of the business, fixed at first touch; null when unknown.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// The campaign it came from, fixed at first touch.
    /// Null when there is none or it was deleted.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        Request::of(ctx).ok()?.loaders.maybe::<campaign::Entity, _>(self.0.campaign_id).await.transpose()
    }

    /// The lines, in order; empty when only the total is known.
    async fn lines(&self, ctx: &Context<'_>) -> Option<Result<Vec<DealLine>>> {
        Some(self.read_lines(ctx).await)
    }

    /// Who is credited with it: the owner alone, unless the credit was split.
    async fn credits(&self, ctx: &Context<'_>) -> Option<Result<Vec<DealCredit>>> {
        Some(self.read_credits(ctx).await)
    }

    /// Its past states, oldest first.
    /// Each with stage, owner, amount and expected close date.
    async fn history(&self, ctx: &Context<'_>) -> Option<Result<Vec<DealChange>>> {
        Some(self.read_history(ctx).await)
    }

    /// Its interactions that you may see, latest first.
    async fn interactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Interaction>>>> {
        Some(interaction::query::of_parent(ctx, interactions::Column::DealId, self.0.id, first, after).await)
    }

    /// Its meetings that you may see, latest start first.
    async fn meetings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Meeting>>> {
        Some(meeting::query::of_parent(ctx, meetings::Column::DealId, self.0.id, first, after).await)
    }

    /// Its quotes that you may see, newest first.
    async fn quotes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Quote>>> {
        Some(quote::query::of_parent(ctx, quotes::Column::DealId, self.0.id, first, after).await)
    }

    /// Its contracts that you may see, newest first.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Contract>>> {
        Some(contract::query::of_parent(ctx, contracts::Column::DealId, self.0.id, first, after).await)
    }

    /// Its complaints that you may see, latest first.
    async fn complaints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Complaint>>> {
        Some(complaint::query::of_parent(ctx, complaints::Column::DealId, self.0.id, first, after).await)
    }

    /// Its returns that you may see, latest first.
    async fn product_returns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<ProductReturn>>> {
        Some(product_return::query::of_parent(ctx, returns::Column::DealId, self.0.id, first, after).await)
    }

    /// The survey responses about it that you may see, latest first.
    async fn survey_responses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<SurveyResponse>>> {
        Some(response::query::of_parent(ctx, responses::Column::DealId, self.0.id, first, after).await)
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> DealPermissions {
        let viewer = Request::of(ctx).ok().map(|request| &request.viewer);
        let edit = viewer.is_some_and(|viewer| {
            policy::may_edit(viewer, self.0.owner_id) && policy::allow_mutation(viewer, "dealWin").is_ok()
        });
        let manage = edit && viewer.is_some_and(|viewer| policy::allow_mutation(viewer, "dealReassign").is_ok());
        DealPermissions { edit, manage }
    }

    /// The external system it comes from; null for deals created here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its id in `sourceSystem`; null for deals created here.
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

impl Deal {
    async fn read_lines(&self, ctx: &Context<'_>) -> Result<Vec<DealLine>> {
        let loaders = &Request::of(ctx)?.loaders;
        let (deal, position) = (deal_line::Column::DealId, deal_line::Column::Position);
        let lines = loaders.every::<deal_line::Entity>(deal, self.0.id, position).await?;
        Ok(lines.into_iter().map(|line| DealLine(line, self.0.currency.clone())).collect())
    }

    async fn read_credits(&self, ctx: &Context<'_>) -> Result<Vec<DealCredit>> {
        let loaders = &Request::of(ctx)?.loaders;
        let (deal, id) = (deal_credit::Column::DealId, deal_credit::Column::Id);
        let rows = loaders.every::<deal_credit::Entity>(deal, self.0.id, id).await?;
        if let (true, Some(rep)) = (rows.is_empty(), self.0.owner_id) {
            return Ok(vec![DealCredit { rep, share_bp: i32::try_from(money::WHOLE).unwrap_or(i32::MAX) }]);
        }
        Ok(rows.into_iter().map(|row| DealCredit { rep: row.rep_id, share_bp: row.share_bp }).collect())
    }

    async fn read_history(&self, ctx: &Context<'_>) -> Result<Vec<DealChange>> {
        let loaders = &Request::of(ctx)?.loaders;
        let (deal, from_at) = (deal_history::Column::DealId, deal_history::Column::FromAt);
        let rows = loaders.every::<deal_history::Entity>(deal, self.0.id, from_at).await?;
        Ok(rows.into_iter().map(DealChange).collect())
    }
}
