//! The GraphQL schema: what the domains declare, merged.

use async_graphql::{EmptySubscription, MergedObject, Object, SDLExportOptions};

use crate::{
    after_sale::{
        complaint::{ComplaintMutation, ComplaintQuery},
        product_return::{ProductReturnMutation, ProductReturnQuery},
        survey::{SurveyMutation, SurveyQuery, SurveyResponseMutation, SurveyResponseQuery},
    },
    graphql::node::NodeFinder,
    kpi::CatalogQuery,
    marketing::{
        campaign::{CampaignMutation, CampaignQuery},
        expense::{ExpenseMutation, ExpenseQuery},
        key_fact::{KeyFactMutation, KeyFactQuery},
        lead::{LeadHandOverMutation, LeadMutation, LeadQuery},
        qualification::{CriteriaSetMutation, CriteriaSetQuery, QualificationMutation},
    },
    organization::{
        api_token::{ApiTokenMutation, ApiTokenQuery},
        exchange_rate::{ExchangeRateMutation, ExchangeRateQuery},
        holiday::{HolidayMutation, HolidayQuery},
        membership::{MembershipMutation, MembershipQuery},
        product::{ProductMutation, ProductQuery},
        rep::{RepMutation, RepQuery},
        session::SessionMutation,
        settings::{LockMutation, OrganizationMutation, OrganizationQuery},
        team::{TeamMutation, TeamQuery},
        user::{UserMutation, UserQuery},
        viewer::ViewerQuery,
    },
    platform::change_log::ChangeLogQuery,
    registry::{
        description::DESCRIPTION,
        node::{self, NodeQuery},
    },
    sales::{
        contact::{ContactMutation, ContactQuery},
        contract::{ContractMutation, ContractQuery},
        customer::{CustomerChurnMutation, CustomerMergeMutation, CustomerMutation, CustomerQuery},
        deal::{DealMutation, DealQuery},
        interaction::{InteractionMutation, InteractionQuery},
        meeting::{MeetingMutation, MeetingQuery},
        pipeline::{PipelineMutation, PipelineQuery, StageMutation, StageQuery},
        quote::{QuoteMutation, QuoteQuery},
        reason::{OutcomeReasonMutation, OutcomeReasonQuery},
    },
    server,
    steering::{
        forecast::{ForecastMutation, ForecastQuery, ForecastWhatIfQuery},
        leaderboard::LeaderboardQuery,
        objective::{ObjectiveMutation, ObjectiveQuery},
    },
};

/// The schema that the server executes.
pub type Schema = server::Checked<Query, Mutation, EmptySubscription>;

// Themes are merged, and then merged: a chain as long as all rooms would be as deep at run time.

/// All reads.
#[derive(MergedObject, Default)]
pub struct Query(PeopleQuery, CompanyQuery, CustomersQuery, ProspectingQuery, SellingQuery, AfterQuery, SteeringQuery);

/// All writes; each field is one action in one transaction.
#[derive(MergedObject, Default)]
pub struct Mutation(
    PeopleMutation,
    CompanyMutation,
    CustomersMutation,
    ProspectingMutation,
    SellingMutation,
    AfterMutation,
    ForecastMutation,
);

#[derive(MergedObject, Default)]
struct PeopleQuery(ViewerQuery, UserQuery, ApiTokenQuery, RepQuery, TeamQuery, MembershipQuery, ObjectiveQuery);

#[derive(MergedObject, Default)]
struct PeopleMutation(
    SessionMutation,
    UserMutation,
    ApiTokenMutation,
    RepMutation,
    TeamMutation,
    MembershipMutation,
    ObjectiveMutation,
);

#[derive(MergedObject, Default)]
struct CompanyQuery(
    OrganizationQuery,
    HolidayQuery,
    ProductQuery,
    ExchangeRateQuery,
    ServiceQuery,
    ChangeLogQuery,
    NodeQuery,
);

#[derive(MergedObject, Default)]
struct CompanyMutation(OrganizationMutation, LockMutation, HolidayMutation, ProductMutation, ExchangeRateMutation);

#[derive(MergedObject, Default)]
struct CustomersQuery(CustomerQuery, ContactQuery, KeyFactQuery, CriteriaSetQuery, CampaignQuery);

#[derive(MergedObject, Default)]
struct CustomersMutation(
    CustomerMutation,
    CustomerChurnMutation,
    CustomerMergeMutation,
    ContactMutation,
    KeyFactMutation,
    CriteriaSetMutation,
    QualificationMutation,
    CampaignMutation,
);

#[derive(MergedObject, Default)]
struct ProspectingQuery(LeadQuery, InteractionQuery, MeetingQuery);

#[derive(MergedObject, Default)]
struct ProspectingMutation(LeadMutation, LeadHandOverMutation, InteractionMutation, MeetingMutation);

#[derive(MergedObject, Default)]
struct SellingQuery(DealQuery, PipelineQuery, StageQuery, OutcomeReasonQuery, QuoteQuery, ContractQuery);

#[derive(MergedObject, Default)]
struct SellingMutation(
    DealMutation,
    PipelineMutation,
    StageMutation,
    OutcomeReasonMutation,
    QuoteMutation,
    ContractMutation,
);

#[derive(MergedObject, Default)]
struct AfterQuery(SurveyQuery, SurveyResponseQuery, ComplaintQuery, ProductReturnQuery, ExpenseQuery);

#[derive(MergedObject, Default)]
struct AfterMutation(SurveyMutation, SurveyResponseMutation, ComplaintMutation, ProductReturnMutation, ExpenseMutation);

#[derive(MergedObject, Default)]
struct SteeringQuery(CatalogQuery, LeaderboardQuery, ForecastQuery, ForecastWhatIfQuery);

#[derive(Default)]
struct ServiceQuery;

#[Object]
impl ServiceQuery {
    /// The version of the service, as in `1.4.0`.
    async fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }
}

/// The schema, with the limits and checks that every request goes through.
pub fn build() -> Schema {
    let begin = || {
        async_graphql::Schema::build(Query::default(), Mutation::default(), EmptySubscription)
            .data(NodeFinder(node::boxed))
    };
    server::Checked::new(begin, DESCRIPTION)
}

/// The schema in GraphQL's own language, sorted, as committed in `schema.graphql`.
pub fn sdl(schema: &Schema) -> String {
    let sdl = schema.schema().sdl_with_options(
        SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items().include_specified_by(),
    );
    // The library knows no description of a schema.
    sdl.replacen("\nschema {", &format!("\n\"\"\"\n{DESCRIPTION}\n\"\"\"\nschema {{"), 1)
}
