//! The kinds of record, in one list: what ids, scopes, facts and the change log call them.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// A kind of record. The numbers are stored in facts and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum, Serialize)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
pub enum Kind {
    /// The organization's settings.
    #[sea_orm(num_value = 1)]
    Organization,
    /// A user.
    #[sea_orm(num_value = 2)]
    User,
    /// A rep.
    #[sea_orm(num_value = 3)]
    Rep,
    /// A team.
    #[sea_orm(num_value = 4)]
    Team,
    /// A team membership.
    #[sea_orm(num_value = 5)]
    Membership,
    /// A product.
    #[sea_orm(num_value = 6)]
    Product,
    /// An exchange rate.
    #[sea_orm(num_value = 7)]
    ExchangeRate,
    /// A customer.
    #[sea_orm(num_value = 10)]
    Customer,
    /// A contact.
    #[sea_orm(num_value = 11)]
    Contact,
    /// A reason for an outcome.
    #[sea_orm(num_value = 12)]
    OutcomeReason,
    /// A pipeline.
    #[sea_orm(num_value = 13)]
    Pipeline,
    /// A stage.
    #[sea_orm(num_value = 14)]
    Stage,
    /// A lead.
    #[sea_orm(num_value = 15)]
    Lead,
    /// A deal.
    #[sea_orm(num_value = 16)]
    Deal,
    /// An interaction.
    #[sea_orm(num_value = 17)]
    Interaction,
    /// A meeting.
    #[sea_orm(num_value = 18)]
    Meeting,
    /// A quote.
    #[sea_orm(num_value = 19)]
    Quote,
    /// A contract.
    #[sea_orm(num_value = 20)]
    Contract,
    /// An edition of a set of criteria.
    #[sea_orm(num_value = 47)]
    CriteriaSet,
    /// A criterion.
    #[sea_orm(num_value = 48)]
    Criterion,
    /// A key fact.
    #[sea_orm(num_value = 49)]
    KeyFact,
    /// An answer to a criterion.
    #[sea_orm(num_value = 59)]
    QualificationAnswer,
    /// A lead as a prospect: its id is the lead's. Facts of how well prospects are known come from it.
    #[sea_orm(num_value = 60)]
    Prospect,
    /// An objective.
    #[sea_orm(num_value = 50)]
    Objective,
    /// What a rep says a period will bring.
    #[sea_orm(num_value = 51)]
    ForecastSubmission,
    /// What a manager makes of it.
    #[sea_orm(num_value = 52)]
    ForecastAdjustment,
    /// A day on which nobody works.
    #[sea_orm(num_value = 53)]
    Holiday,
    /// An API token.
    #[sea_orm(num_value = 30)]
    ApiToken,
    /// A session.
    #[sea_orm(num_value = 31)]
    Session,
    /// A satisfaction survey.
    #[sea_orm(num_value = 40)]
    Survey,
    /// A survey sent, and its answer.
    #[sea_orm(num_value = 41)]
    SurveyResponse,
    /// A complaint.
    #[sea_orm(num_value = 42)]
    Complaint,
    /// Goods that came back.
    #[sea_orm(num_value = 43)]
    ProductReturn,
    /// A campaign.
    #[sea_orm(num_value = 44)]
    Campaign,
    /// An expense.
    #[sea_orm(num_value = 45)]
    Expense,
}

impl Kind {
    /// The kind's name, as ids begin and the change log says.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::User => "user",
            Self::Rep => "rep",
            Self::Team => "team",
            Self::Membership => "membership",
            Self::Product => "product",
            Self::ExchangeRate => "rate",
            Self::Customer => "customer",
            Self::Contact => "contact",
            Self::OutcomeReason => "reason",
            Self::Pipeline => "pipeline",
            Self::Stage => "stage",
            Self::Lead => "lead",
            Self::Deal => "deal",
            Self::Interaction => "interaction",
            Self::Meeting => "meeting",
            Self::Quote => "quote",
            Self::Contract => "contract",
            Self::CriteriaSet => "criteriaset",
            Self::Criterion => "criterion",
            Self::KeyFact => "keyfact",
            Self::QualificationAnswer => "answer",
            Self::Prospect => "prospect",
            Self::Objective => "objective",
            Self::ForecastSubmission => "submission",
            Self::ForecastAdjustment => "adjustment",
            Self::Holiday => "holiday",
            Self::ApiToken => "token",
            Self::Session => "session",
            Self::Survey => "survey",
            Self::SurveyResponse => "response",
            Self::Complaint => "complaint",
            Self::ProductReturn => "return",
            Self::Campaign => "campaign",
            Self::Expense => "expense",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        <Self as sea_orm::Iterable>::iter().find(|kind| kind.name() == name)
    }
}
