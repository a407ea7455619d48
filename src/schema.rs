//! The GraphQL schema: what the domains declare, merged.

use async_graphql::{EmptySubscription, MergedObject, Object, SDLExportOptions};

use crate::{
    api_token::{ApiTokenMutation, ApiTokenQuery},
    campaign::{CampaignMutation, CampaignQuery},
    change_log::ChangeLogQuery,
    complaint::{ComplaintMutation, ComplaintQuery},
    contact::{ContactMutation, ContactQuery},
    contract::{ContractMutation, ContractQuery},
    customer::{CustomerChurnMutation, CustomerMutation, CustomerQuery},
    deal::{DealMutation, DealQuery},
    exchange_rate::{ExchangeRateMutation, ExchangeRateQuery},
    expense::{ExpenseMutation, ExpenseQuery},
    forecast::{ForecastMutation, ForecastQuery, ForecastWhatIfQuery},
    holiday::{HolidayMutation, HolidayQuery},
    interaction::{InteractionMutation, InteractionQuery},
    key_fact::{KeyFactMutation, KeyFactQuery},
    kpi::CatalogQuery,
    lead::{LeadHandOverMutation, LeadMutation, LeadQuery},
    leaderboard::LeaderboardQuery,
    meeting::{MeetingMutation, MeetingQuery},
    membership::{MembershipMutation, MembershipQuery},
    node::NodeQuery,
    objective::{ObjectiveMutation, ObjectiveQuery},
    organization::{LockMutation, OrganizationMutation, OrganizationQuery},
    pipeline::{PipelineMutation, PipelineQuery, StageMutation, StageQuery},
    product::{ProductMutation, ProductQuery},
    product_return::{ProductReturnMutation, ProductReturnQuery},
    qualification::{CriteriaSetMutation, CriteriaSetQuery, QualificationMutation},
    quote::{QuoteMutation, QuoteQuery},
    reason::{OutcomeReasonMutation, OutcomeReasonQuery},
    rep::{RepMutation, RepQuery},
    server,
    session::SessionMutation,
    survey::{SurveyMutation, SurveyQuery, SurveyResponseMutation, SurveyResponseQuery},
    team::{TeamMutation, TeamQuery},
    user::{UserMutation, UserQuery},
};

/// The schema that the server executes.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Where reading starts.
#[derive(MergedObject, Default)]
#[rustfmt::skip]
pub struct Query(
    ServiceQuery,
    ApiTokenQuery,
    CampaignQuery,
    CatalogQuery,
    ChangeLogQuery,
    ComplaintQuery,
    ContactQuery,
    ContractQuery,
    CriteriaSetQuery,
    CustomerQuery,
    DealQuery,
    ExchangeRateQuery,
ExpenseQuery, ForecastQuery, HolidayQuery, ForecastWhatIfQuery,
    InteractionQuery,
    KeyFactQuery,
    LeadQuery,
    LeaderboardQuery,
    MeetingQuery,
    MembershipQuery,
    NodeQuery,
    ObjectiveQuery,
    OrganizationQuery,
    OutcomeReasonQuery,
    PipelineQuery,
    ProductQuery,
    ProductReturnQuery,
    QuoteQuery,
    RepQuery,
    StageQuery,
    SurveyQuery,
    SurveyResponseQuery,
    TeamQuery,
    UserQuery,
);

/// Where changing starts: one field an act.
#[derive(MergedObject, Default)]
#[rustfmt::skip]
pub struct Mutation(
    ApiTokenMutation,
ComplaintMutation, CampaignMutation,
    ContactMutation,
    ContractMutation,
CriteriaSetMutation, CustomerChurnMutation,
    CustomerMutation,
    DealMutation,
    ExchangeRateMutation,
ExpenseMutation, ForecastMutation, HolidayMutation,
    InteractionMutation,
LeadHandOverMutation, KeyFactMutation,
    LeadMutation,
    LockMutation,
    MeetingMutation,
    MembershipMutation,
    ObjectiveMutation,
    OrganizationMutation,
    OutcomeReasonMutation,
    PipelineMutation,
    ProductMutation,
ProductReturnMutation, QualificationMutation,
    QuoteMutation,
    RepMutation,
    SessionMutation,
    StageMutation,
    SurveyMutation,
    SurveyResponseMutation,
    TeamMutation,
    UserMutation,
);

#[derive(Default)]
struct ServiceQuery;

#[Object]
impl ServiceQuery {
    /// The version of the service, as in `1.4.0`.
    async fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }
}

/// The schema's builder, with the limits and checks that every request goes through: the caller adds data.
pub fn builder() -> async_graphql::SchemaBuilder<Query, Mutation, EmptySubscription> {
    server::checked(Schema::build(Query::default(), Mutation::default(), EmptySubscription))
}

/// The schema without data: to print it.
pub fn build() -> Schema {
    builder().finish()
}

/// The schema in GraphQL's own language, sorted, as committed in `schema.graphql`.
pub fn sdl(schema: &Schema) -> String {
    schema.sdl_with_options(
        SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items().include_specified_by(),
    )
}
