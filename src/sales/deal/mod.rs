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

use async_graphql::{Context, Enum, ID, Object, SimpleObject, parser::types::SelectionSet, resolver_utils::enum_value};
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

/// Where a deal stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "deal::Status")]
pub enum DealStatus {
    /// It is being worked.
    Open,
    /// It was won: its amount is revenue.
    Won,
    /// It was lost.
    Lost,
}

/// A deal: one sale that is open, won or lost.
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
    /// Whether you may give it to another rep, split its credit, delete or restore it.
    manage: bool,
}

/// A rep's share in a deal.
pub struct DealCredit {
    rep: uuid::Uuid,
    share_bp: i32,
}

#[Object]
impl DealCredit {
    /// Who is credited; null when you may not see that rep.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(Some(self.rep)).await.transpose()
    }

    /// The share in basis points: the shares of a deal sum to 10 000.
    async fn share_bp(&self) -> i32 {
        self.share_bp
    }
}

/// A line of a deal.
pub struct DealLine(deal_line::Model, String);

#[Object]
impl DealLine {
    /// The product; null when the line names none, or it was deleted.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        Request::of(ctx).ok()?.loaders.maybe::<product::Entity, _>(self.0.product_id).await.transpose()
    }

    /// What is sold.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// How much of it, to four decimals.
    async fn quantity(&self) -> Count {
        Count(self.0.quantity_e4)
    }

    /// The price of one before discount.
    async fn unit_price(&self) -> Money {
        Money::new(self.0.unit_price, &self.1)
    }

    /// The discount on the line, from 0 to 1.
    async fn discount(&self) -> Ratio {
        Ratio(f64::from(self.0.discount_bp) / 1e4)
    }

    /// What the line comes to: quantity times price less discount.
    async fn amount(&self) -> Money {
        Money::new(self.0.amount, &self.1)
    }
}

/// What a deal looked like from an instant on.
pub struct DealChange(deal_history::Model);

#[Object]
impl DealChange {
    /// Since when it looked like this.
    async fn from_at(&self) -> DateTime {
        DateTime(self.0.from_at)
    }

    /// The stage it was in; null when that stage was deleted since.
    async fn stage(&self, ctx: &Context<'_>) -> Option<Result<Stage>> {
        Request::of(ctx).ok()?.loaders.maybe::<stage::Entity, _>(Some(self.0.stage_id)).await.transpose()
    }

    /// Who worked it; null when nobody did, or you may not see that rep.
    async fn owner(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// What it was worth; null when no amount was entered.
    async fn amount(&self) -> Option<Money> {
        self.0.amount.map(|amount| Money::new(amount, &self.0.currency))
    }

    /// The chance of winning it that was in force, from 0 to 1.
    async fn probability(&self) -> Ratio {
        chance(self.0.probability_bp)
    }

    /// The forecast category that was in force.
    async fn forecast_category(&self) -> ForecastCategory {
        self.0.forecast_category.into()
    }

    /// When it was expected to close; null when no day was entered.
    async fn expected_close_on(&self) -> Option<Date> {
        self.0.expected_close_on.map(Date)
    }

    /// Whether it was open, won or lost.
    async fn status(&self) -> DealStatus {
        self.0.status.into()
    }
}

#[Object]
impl Deal {
    /// The id, for `deal(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Deal, self.0.id)
    }

    /// What is sold to whom, in a few words.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether it is open, won or lost.
    async fn status(&self) -> DealStatus {
        self.0.status.into()
    }

    /// The buyer; null when unknown.
    async fn customer(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(self.0.customer_id).await.transpose()
    }

    /// The person dealt with; null when unknown.
    async fn contact(&self, ctx: &Context<'_>) -> Option<Result<Contact>> {
        Request::of(ctx).ok()?.loaders.maybe::<contact::Entity, _>(self.0.contact_id).await.transpose()
    }

    /// The lead that it came from; null when it came from none that you may see.
    async fn lead(&self, ctx: &Context<'_>) -> Option<Result<Lead>> {
        Request::of(ctx).ok()?.loaders.maybe::<lead::Entity, _>(self.0.lead_id).await.transpose()
    }

    /// The pipeline that it goes through; null when that was deleted since.
    async fn pipeline(&self, ctx: &Context<'_>) -> Option<Result<Pipeline>> {
        Request::of(ctx).ok()?.loaders.maybe::<pipeline::Entity, _>(Some(self.0.pipeline_id)).await.transpose()
    }

    /// The stage that it is in, or was closed from; null when that was deleted since.
    async fn stage(&self, ctx: &Context<'_>) -> Option<Result<Stage>> {
        Request::of(ctx).ok()?.loaders.maybe::<stage::Entity, _>(Some(self.0.stage_id)).await.transpose()
    }

    /// The rep who works it; null while unassigned, or when you may not see that rep.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// What it is worth, net of tax and discount; null while unknown.
    async fn amount(&self) -> Option<Money> {
        self.0.amount.map(|amount| Money::new(amount, &self.0.currency))
    }

    /// The chance of winning it, from 0 to 1: its own, or else that of its stage; null when the stage was deleted.
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

    /// How sure it is: its own category, or else that of its stage; null when the stage was deleted. Of open deals only it
    /// matters.
    async fn forecast_category(&self, ctx: &Context<'_>) -> Option<Result<ForecastCategory>> {
        if let Some(own) = self.0.forecast_category {
            return Some(Ok(own.into()));
        }
        let stage = Request::of(ctx).ok()?.loaders.one::<stage::Entity>(self.0.stage_id).await;
        stage.map(|stage| stage.map(|stage| stage.forecast_category.into())).transpose()
    }

    /// Whether `forecastCategory` is the deal's own: moving it to another stage changes nothing of that.
    async fn is_forecast_category_own(&self) -> bool {
        self.0.forecast_category.is_some()
    }

    /// The day on which it should close; null when none was entered.
    async fn expected_close_on(&self) -> Option<Date> {
        self.0.expected_close_on.map(Date)
    }

    /// The day of the next step; null when none was entered.
    async fn next_step_on(&self) -> Option<Date> {
        self.0.next_step_on.map(Date)
    }

    /// When the sale began; null for imported deals of which that is unknown: they count in no cycle.
    async fn opened_at(&self) -> Option<DateTime> {
        self.0.opened_at.map(DateTime)
    }

    /// When it was won or lost; null while open.
    async fn closed_at(&self) -> Option<DateTime> {
        self.0.closed_at.map(DateTime)
    }

    /// The primary reason why it was won or lost; null when none was given.
    async fn reason(&self, ctx: &Context<'_>) -> Option<Result<OutcomeReason>> {
        Request::of(ctx).ok()?.loaders.maybe::<outcome_reason::Entity, _>(self.0.reason_id).await.transpose()
    }

    /// The reason in words; null when none were given.
    async fn reason_note(&self) -> Option<&str> {
        self.0.reason_note.as_deref()
    }

    /// Whom it was lost to or won against; null when unknown.
    async fn competitor(&self) -> Option<&str> {
        self.0.competitor.as_deref()
    }

    /// Where the business came from, frozen at first touch; null when unknown.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// The campaign that it came from, frozen at first touch; null when it came from none, or that was deleted since.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        Request::of(ctx).ok()?.loaders.maybe::<campaign::Entity, _>(self.0.campaign_id).await.transpose()
    }

    /// What it is made of, in order; empty when only the total is known. Null when reading failed.
    async fn lines(&self, ctx: &Context<'_>) -> Option<Result<Vec<DealLine>>> {
        Some(self.read_lines(ctx).await)
    }

    /// Who is credited with it: the owner with all of it unless it was split. Null when reading failed.
    async fn credits(&self, ctx: &Context<'_>) -> Option<Result<Vec<DealCredit>>> {
        Some(self.read_credits(ctx).await)
    }

    /// What it looked like in the past, oldest first: stage, owner, amount, expected day. Null when reading failed.
    async fn history(&self, ctx: &Context<'_>) -> Option<Result<Vec<DealChange>>> {
        Some(self.read_history(ctx).await)
    }

    /// Every contact about it that you may see, the latest first. Null only together with an error.
    async fn interactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Interaction>>>> {
        Some(interaction::query::of_parent(ctx, interactions::Column::DealId, self.0.id, first, after).await)
    }

    /// The meetings about it that you may see, the latest start first. Null only together with an error.
    async fn meetings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Meeting>>> {
        Some(meeting::query::of_parent(ctx, meetings::Column::DealId, self.0.id, first, after).await)
    }

    /// The quotes made for it that you may see, the last made first. Null only together with an error.
    async fn quotes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Quote>>> {
        Some(quote::query::of_parent(ctx, quotes::Column::DealId, self.0.id, first, after).await)
    }

    /// The contracts that seal it and that you may see, the last made first. Null only together with an error.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Contract>>> {
        Some(contract::query::of_parent(ctx, contracts::Column::DealId, self.0.id, first, after).await)
    }

    /// The complaints about it that you may see, the latest first. Null only together with an error.
    async fn complaints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<Complaint>>> {
        Some(complaint::query::of_parent(ctx, complaints::Column::DealId, self.0.id, first, after).await)
    }

    /// What came back of it, as far as you may see, the latest first. Null only together with an error.
    async fn product_returns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Option<Result<Page<ProductReturn>>> {
        Some(product_return::query::of_parent(ctx, returns::Column::DealId, self.0.id, first, after).await)
    }

    /// The satisfaction surveys that rate it and that you may see, the last sent first. Null only together with an error.
    async fn survey_responses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
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

    /// The system that it was imported from or written by; null for deals made here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its identifier in `sourceSystem`; null for deals made here.
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
