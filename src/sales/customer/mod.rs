//! Customers: the accounts that are sold to.

mod churn;
mod facts;
mod group;
mod lifecycle;
mod losses;
mod merge;
mod mutation;
pub mod query;
mod source;

pub use churn::{CustomerChurn, CustomerChurnMutation};
pub use lifecycle::{Life, Term, Win};
pub use merge::CustomerMergeMutation;
pub use mutation::CustomerMutation;
pub use query::CustomerQuery;
pub use source::CustomerLifecycles;

use async_graphql::{Context, Description, Enum, ID, Object, parser::types::SelectionSet};
use entity::{
    Kind, complaint as complaints, contract as contracts, customer, deal as deals, interaction as interactions,
    key_fact as key_facts, lead as leads, meeting as meetings, product_return as returns, quote as quotes, rep,
    survey_response as responses,
};

use crate::{
    after_sale::{
        complaint::{self, Complaint},
        product_return::{self, ProductReturn},
        survey::response::{self, SurveyResponse},
    },
    error::Result,
    graphql::{
        DateTime, Page, id,
        json::{Json, Written},
        plain::{Plain, Plainly},
        request::Request,
    },
    marketing::{
        key_fact::{self, KeyFact},
        lead::{self, Lead},
    },
    organization::rep::Rep,
    sales::{
        contact::{self, Contact},
        contract::{self, Contract},
        deal::{self, Deal},
        interaction::{self, Interaction},
        meeting::{self, Meeting},
        quote::{self, Quote},
    },
};

/// The size of a company by employees, as the European Union defines it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompanySize {
    /// A company with fewer than 10 employees.
    Micro,
    /// A company with 10 to 49 employees.
    Small,
    /// A company with 50 to 249 employees.
    Medium,
    /// A company with 250 employees or more.
    Large,
}

impl CompanySize {
    const fn of(employees: i32) -> Self {
        match employees {
            ..10 => Self::Micro,
            10..50 => Self::Small,
            50..250 => Self::Medium,
            250.. => Self::Large,
        }
    }
}

/// A customer account, or a company that may become one.
#[derive(Description)]
pub struct Customer(pub customer::Model);

impl From<customer::Model> for Customer {
    fn from(model: customer::Model) -> Self {
        Self(model)
    }
}

impl From<customer::Model> for Plainly<Customer> {
    fn from(model: customer::Model) -> Self {
        Self(Customer(model))
    }
}

impl Plain for Customer {
    fn write(&self, json: &mut Json, name: &str, _: &SelectionSet, _: &Request) -> Written {
        match name {
            "id" => json.bare(id::encode(Kind::Customer, self.0.id).0),
            "name" => json.text(&self.0.name),
            "segment" => json.or_null(self.0.segment.as_deref(), Json::text),
            "industry" => json.or_null(self.0.industry.as_deref(), Json::text),
            "country" => json.or_null(self.0.country.as_deref(), Json::text),
            _ => None,
        }
    }
}

#[Object(use_type_description)]
impl Customer {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Customer, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The group it is a subsidiary of; null when it is none.
    async fn parent(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Customer>>> {
        Request::of(ctx).ok()?.loaders.maybe::<customer::Entity, _>(self.0.parent_id).await.transpose()
    }

    /// The market segment; null when unknown.
    async fn segment(&self) -> Option<&str> {
        self.0.segment.as_deref()
    }

    /// The industry; null when unknown.
    async fn industry(&self) -> Option<&str> {
        self.0.industry.as_deref()
    }

    /// The number of employees; null when unknown.
    async fn employee_count(&self) -> Option<i32> {
        self.0.employee_count
    }

    /// Its size; null when the number of employees is unknown.
    async fn size(&self) -> Option<CompanySize> {
        self.0.employee_count.map(CompanySize::of)
    }

    /// The country, ISO 3166-1 alpha-2 where known; null when unknown.
    async fn country(&self) -> Option<&str> {
        self.0.country.as_deref()
    }

    /// The website; null when unknown.
    async fn website(&self) -> Option<&str> {
        self.0.website.as_deref()
    }

    /// The account owner; null when there is none or you may not see them.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(self.0.owner_id).await.transpose()
    }

    /// Its deals that you may see, newest first.
    async fn deals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Deal>>>> {
        Some(deal::query::of_parent(ctx, deals::Column::CustomerId, self.0.id, first, after).await)
    }

    /// Its contacts, newest first.
    async fn contacts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Contact>>> {
        Some(contact::query::of_customer(ctx, self.0.id, first, after).await)
    }

    /// Its leads that you may see, latest first.
    async fn leads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Lead>>> {
        Some(lead::query::of_parent(ctx, leads::Column::CustomerId, self.0.id, first, after).await)
    }

    /// Its direct subsidiaries that you may see, by name.
    async fn subsidiaries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Customer>>> {
        Some(query::of_parent(ctx, customer::Column::ParentId, self.0.id, first, after).await)
    }

    /// Its key facts, newest first.
    async fn key_facts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<KeyFact>>> {
        Some(key_fact::query::of_parent(ctx, key_facts::Column::CustomerId, self.0.id, first, after).await)
    }

    /// Its interactions that you may see, latest first.
    async fn interactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Plainly<Interaction>>>> {
        Some(interaction::query::of_parent(ctx, interactions::Column::CustomerId, self.0.id, first, after).await)
    }

    /// Its meetings that you may see, latest start first.
    async fn meetings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Meeting>>> {
        Some(meeting::query::of_parent(ctx, meetings::Column::CustomerId, self.0.id, first, after).await)
    }

    /// Its quotes that you may see, newest first.
    async fn quotes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Quote>>> {
        Some(quote::query::of_parent(ctx, quotes::Column::CustomerId, self.0.id, first, after).await)
    }

    /// Its contracts that you may see, newest first.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Contract>>> {
        Some(contract::query::of_parent(ctx, contracts::Column::CustomerId, self.0.id, first, after).await)
    }

    /// Its complaints that you may see, latest first.
    async fn complaints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<Complaint>>> {
        Some(complaint::query::of_parent(ctx, complaints::Column::CustomerId, self.0.id, first, after).await)
    }

    /// Its returns that you may see, latest first.
    async fn product_returns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<ProductReturn>>> {
        Some(product_return::query::of_parent(ctx, returns::Column::CustomerId, self.0.id, first, after).await)
    }

    /// Its survey responses that you may see, latest first.
    async fn survey_responses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page size, 1 to 100 (default: 20).")] first: Option<i32>,
        #[graphql(desc = "The cursor to start after (default: from the beginning).")] after: Option<String>,
    ) -> Option<Result<Page<SurveyResponse>>> {
        Some(response::query::of_parent(ctx, responses::Column::CustomerId, self.0.id, first, after).await)
    }

    /// Its recorded departures, earliest first.
    /// Customers lost by an expired activity window or a contract's end are not listed.
    async fn churns(&self, ctx: &Context<'_>) -> Option<Result<Vec<CustomerChurn>>> {
        Some(churn::of_customer(ctx, self.0.id).await)
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
