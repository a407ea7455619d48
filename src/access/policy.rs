//! Permissions: who may use a field of `Query` or `Mutation`, in one table.
//!
//! The table says who may try; which rows an act can touch is decided by [`Viewer::find`](super::Viewer::find), and
//! whether a visible row is one's own to change by [`may_edit`]. A field without a line here is refused to everybody, and
//! a test fails.

use entity::{Kind, user::Role};
use uuid::Uuid;

use super::{Principal, Reach, Subject, Viewer};
use crate::error::{Error, Result};

/// Who may use a root field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// Everybody who is signed in, tokens included; rows and scopes decide the rest.
    SignedIn,
    /// People who are signed in, no tokens.
    Person,
    /// Reps, managers and admins, and tokens that may write the kind.
    Seller(Kind),
    /// Managers and admins, and tokens that may write the kind.
    Manager(Kind),
    /// Admins, and tokens that may write the kind.
    Steward(Kind),
    /// Admins only.
    Admin,
}

impl Who {
    /// Whether a viewer is among them.
    pub fn includes(self, viewer: &Viewer) -> bool {
        let principal = viewer.principal();
        let role = viewer.user().map(|user| user.role);
        let writes = |kind| matches!(principal, Principal::Token { scopes, .. } if scopes.writes(kind));
        if matches!(principal, Principal::System) {
            return true;
        }
        match self {
            Self::Anyone => true,
            Self::SignedIn => !matches!(principal, Principal::Anonymous),
            Self::Person => role.is_some(),
            Self::Seller(kind) => role.is_some() || writes(kind),
            Self::Manager(kind) => matches!(role, Some(Role::Admin | Role::Manager)) || writes(kind),
            Self::Steward(kind) => role == Some(Role::Admin) || writes(kind),
            Self::Admin => role == Some(Role::Admin),
        }
    }
}

/// Who may use the fields of `Mutation`.
pub const MUTATIONS: &[(&str, Who)] = &[
    ("signIn", Who::Anyone),
    ("sessionRefresh", Who::Anyone),
    ("signOut", Who::Person),
    ("organizationUpdate", Who::Steward(Kind::Organization)),
    ("periodLock", Who::Admin),
    ("periodUnlock", Who::Admin),
    ("userCreate", Who::Admin),
    ("userUpdate", Who::Admin),
    ("userDisable", Who::Admin),
    ("userEnable", Who::Admin),
    ("userResetPassword", Who::Admin),
    ("userChangePassword", Who::Person),
    ("apiTokenCreate", Who::Admin),
    ("apiTokenRevoke", Who::Admin),
    ("repCreate", Who::Steward(Kind::Rep)),
    ("repUpdate", Who::Manager(Kind::Rep)),
    ("repDelete", Who::Steward(Kind::Rep)),
    ("repRestore", Who::Steward(Kind::Rep)),
    ("teamCreate", Who::Steward(Kind::Team)),
    ("teamUpdate", Who::Steward(Kind::Team)),
    ("teamMove", Who::Steward(Kind::Team)),
    ("teamDelete", Who::Steward(Kind::Team)),
    ("teamRestore", Who::Steward(Kind::Team)),
    ("membershipCreate", Who::Steward(Kind::Membership)),
    ("membershipUpdate", Who::Steward(Kind::Membership)),
    ("membershipDelete", Who::Steward(Kind::Membership)),
    ("productCreate", Who::Steward(Kind::Product)),
    ("productUpdate", Who::Steward(Kind::Product)),
    ("productDelete", Who::Steward(Kind::Product)),
    ("productRestore", Who::Steward(Kind::Product)),
    ("exchangeRateCreate", Who::Steward(Kind::ExchangeRate)),
    ("exchangeRateUpdate", Who::Steward(Kind::ExchangeRate)),
    ("exchangeRateDelete", Who::Steward(Kind::ExchangeRate)),
    ("pipelineCreate", Who::Steward(Kind::Pipeline)),
    ("pipelineUpdate", Who::Steward(Kind::Pipeline)),
    ("pipelineDelete", Who::Steward(Kind::Pipeline)),
    ("pipelineRestore", Who::Steward(Kind::Pipeline)),
    ("stageCreate", Who::Steward(Kind::Stage)),
    ("stageUpdate", Who::Steward(Kind::Stage)),
    ("stageDelete", Who::Steward(Kind::Stage)),
    ("stageRestore", Who::Steward(Kind::Stage)),
    ("outcomeReasonCreate", Who::Steward(Kind::OutcomeReason)),
    ("outcomeReasonUpdate", Who::Steward(Kind::OutcomeReason)),
    ("outcomeReasonDelete", Who::Steward(Kind::OutcomeReason)),
    ("outcomeReasonRestore", Who::Steward(Kind::OutcomeReason)),
    ("customerCreate", Who::Seller(Kind::Customer)),
    ("customerUpdate", Who::Seller(Kind::Customer)),
    ("customerDelete", Who::Manager(Kind::Customer)),
    ("customerRestore", Who::Manager(Kind::Customer)),
    ("customerMerge", Who::Manager(Kind::Customer)),
    ("customerChurn", Who::Seller(Kind::Customer)),
    ("customerChurnRevoke", Who::Seller(Kind::Customer)),
    ("contactCreate", Who::Seller(Kind::Contact)),
    ("contactUpdate", Who::Seller(Kind::Contact)),
    ("contactErase", Who::Manager(Kind::Contact)),
    ("contactDelete", Who::Seller(Kind::Contact)),
    ("contactRestore", Who::Seller(Kind::Contact)),
    ("leadCreate", Who::Seller(Kind::Lead)),
    ("leadUpdate", Who::Seller(Kind::Lead)),
    ("leadAssign", Who::Manager(Kind::Lead)),
    ("leadContact", Who::Seller(Kind::Lead)),
    ("leadQualify", Who::Seller(Kind::Lead)),
    ("leadDisqualify", Who::Seller(Kind::Lead)),
    ("leadConvert", Who::Seller(Kind::Lead)),
    ("leadHandOver", Who::Manager(Kind::Lead)),
    ("leadAccept", Who::Seller(Kind::Lead)),
    ("leadReject", Who::Seller(Kind::Lead)),
    ("leadRecycle", Who::Seller(Kind::Lead)),
    ("leadMerge", Who::Manager(Kind::Lead)),
    ("leadDelete", Who::Manager(Kind::Lead)),
    ("leadRestore", Who::Manager(Kind::Lead)),
    ("leadAnswer", Who::Seller(Kind::Lead)),
    ("criteriaSetCreate", Who::Steward(Kind::CriteriaSet)),
    ("criteriaSetCreateFromTemplate", Who::Steward(Kind::CriteriaSet)),
    ("criteriaSetRevise", Who::Steward(Kind::CriteriaSet)),
    ("criteriaSetPublish", Who::Steward(Kind::CriteriaSet)),
    ("criteriaSetRetire", Who::Steward(Kind::CriteriaSet)),
    ("keyFactCreate", Who::Seller(Kind::KeyFact)),
    ("keyFactUpdate", Who::Seller(Kind::KeyFact)),
    ("keyFactVerify", Who::Seller(Kind::KeyFact)),
    ("keyFactDelete", Who::Seller(Kind::KeyFact)),
    ("keyFactRestore", Who::Seller(Kind::KeyFact)),
    ("dealCreate", Who::Seller(Kind::Deal)),
    ("dealUpdate", Who::Seller(Kind::Deal)),
    ("dealMove", Who::Seller(Kind::Deal)),
    ("dealReassign", Who::Manager(Kind::Deal)),
    ("dealSetCredits", Who::Manager(Kind::Deal)),
    ("dealSetLines", Who::Seller(Kind::Deal)),
    ("dealWin", Who::Seller(Kind::Deal)),
    ("dealLose", Who::Seller(Kind::Deal)),
    ("dealReopen", Who::Seller(Kind::Deal)),
    ("dealDelete", Who::Manager(Kind::Deal)),
    ("dealRestore", Who::Manager(Kind::Deal)),
    ("interactionLog", Who::Seller(Kind::Interaction)),
    ("interactionUpdate", Who::Seller(Kind::Interaction)),
    ("interactionDelete", Who::Seller(Kind::Interaction)),
    ("interactionRestore", Who::Seller(Kind::Interaction)),
    ("meetingAttempt", Who::Seller(Kind::Meeting)),
    ("meetingBook", Who::Seller(Kind::Meeting)),
    ("meetingUpdate", Who::Seller(Kind::Meeting)),
    ("meetingReschedule", Who::Seller(Kind::Meeting)),
    ("meetingHold", Who::Seller(Kind::Meeting)),
    ("meetingMiss", Who::Seller(Kind::Meeting)),
    ("meetingCancel", Who::Seller(Kind::Meeting)),
    ("meetingDelete", Who::Seller(Kind::Meeting)),
    ("meetingRestore", Who::Seller(Kind::Meeting)),
    ("quoteCreate", Who::Seller(Kind::Quote)),
    ("quoteUpdate", Who::Seller(Kind::Quote)),
    ("quoteRevise", Who::Seller(Kind::Quote)),
    ("quoteSend", Who::Seller(Kind::Quote)),
    ("quoteAccept", Who::Seller(Kind::Quote)),
    ("quoteDecline", Who::Seller(Kind::Quote)),
    ("quoteExpire", Who::Seller(Kind::Quote)),
    ("quoteDelete", Who::Seller(Kind::Quote)),
    ("quoteRestore", Who::Seller(Kind::Quote)),
    ("contractSign", Who::Seller(Kind::Contract)),
    ("contractUpdate", Who::Seller(Kind::Contract)),
    ("contractRenew", Who::Seller(Kind::Contract)),
    ("contractTerminate", Who::Seller(Kind::Contract)),
    ("contractDelete", Who::Manager(Kind::Contract)),
    ("contractRestore", Who::Manager(Kind::Contract)),
    ("surveyCreate", Who::Steward(Kind::Survey)),
    ("surveyUpdate", Who::Steward(Kind::Survey)),
    ("surveyDelete", Who::Steward(Kind::Survey)),
    ("surveyRestore", Who::Steward(Kind::Survey)),
    ("surveyResponseSend", Who::Seller(Kind::SurveyResponse)),
    ("surveyResponseAnswer", Who::Seller(Kind::SurveyResponse)),
    ("surveyResponseDelete", Who::Manager(Kind::SurveyResponse)),
    ("surveyResponseRestore", Who::Manager(Kind::SurveyResponse)),
    ("complaintOpen", Who::Seller(Kind::Complaint)),
    ("complaintUpdate", Who::Seller(Kind::Complaint)),
    ("complaintResolve", Who::Seller(Kind::Complaint)),
    ("complaintReopen", Who::Seller(Kind::Complaint)),
    ("complaintDelete", Who::Manager(Kind::Complaint)),
    ("complaintRestore", Who::Manager(Kind::Complaint)),
    ("productReturnCreate", Who::Seller(Kind::ProductReturn)),
    ("productReturnUpdate", Who::Seller(Kind::ProductReturn)),
    ("productReturnDelete", Who::Manager(Kind::ProductReturn)),
    ("productReturnRestore", Who::Manager(Kind::ProductReturn)),
    ("campaignCreate", Who::Steward(Kind::Campaign)),
    ("campaignUpdate", Who::Steward(Kind::Campaign)),
    ("campaignDelete", Who::Steward(Kind::Campaign)),
    ("campaignRestore", Who::Steward(Kind::Campaign)),
    ("expenseCreate", Who::Manager(Kind::Expense)),
    ("expenseUpdate", Who::Manager(Kind::Expense)),
    ("expenseAllocate", Who::Manager(Kind::Expense)),
    ("expenseDelete", Who::Manager(Kind::Expense)),
    ("expenseRestore", Who::Manager(Kind::Expense)),
    ("holidayCreate", Who::Steward(Kind::Holiday)),
    ("holidayUpdate", Who::Steward(Kind::Holiday)),
    ("holidayDelete", Who::Steward(Kind::Holiday)),
    ("objectiveAssign", Who::Manager(Kind::Objective)),
    ("objectiveUpdate", Who::Manager(Kind::Objective)),
    ("objectiveDelete", Who::Manager(Kind::Objective)),
    ("objectiveRestore", Who::Manager(Kind::Objective)),
    ("forecastSubmit", Who::Seller(Kind::ForecastSubmission)),
    ("forecastAdjust", Who::Manager(Kind::ForecastAdjustment)),
];

/// Refuses a viewer who may not use a field of `Mutation`.
pub fn allow_mutation(viewer: &Viewer, field: &str) -> Result<()> {
    let who = MUTATIONS.iter().find(|(name, _)| *name == field).map(|(_, who)| *who);
    match who {
        Some(who) if who.includes(viewer) => Ok(()),
        Some(_) if matches!(viewer.principal(), Principal::Anonymous) => Err(Error::unauthenticated()),
        Some(_) => Err(Error::forbidden()),
        None => Err(Error::Bug(format!("mutation {field} has no rule"))),
    }
}

/// Whether a visible record that belongs to `owner` is the viewer's to change: a rep changes their own, a manager those
/// of their teams, and whoever sees everything, or holds the scope, all.
pub fn may_edit(viewer: &Viewer, owner: Option<Uuid>) -> bool {
    match viewer.reach() {
        Reach::Nothing | Reach::Own(None) => false,
        Reach::Everything | Reach::Scopes(_) => true,
        Reach::Own(Some(member)) => owner == Some(member.rep),
        Reach::Teams { reps, own, .. } => owner.is_some_and(|owner| reps.contains(&owner) || *own == Some(owner)),
    }
}

/// Whether a viewer may set what a subject should bring, or correct what it says it will: a manager of their teams and of
/// the reps in them, and whoever sees everything, or holds the scope, of all.
pub fn may_steer(viewer: &Viewer, subject: Subject) -> bool {
    match (viewer.reach(), subject) {
        (Reach::Everything | Reach::Scopes(_), _) => true,
        (Reach::Teams { teams, .. }, Subject::Team(team)) => teams.contains(&team),
        (Reach::Teams { reps, .. }, Subject::Rep(rep)) => reps.contains(&rep),
        (Reach::Teams { .. } | Reach::Own(_) | Reach::Nothing, _) => false,
    }
}

/// Whether a viewer may give a record to a rep, or act in the rep's name.
pub fn may_assign(viewer: &Viewer, rep: Uuid) -> bool {
    may_edit(viewer, Some(rep))
}

/// Whether an expense that a rep, a team or, with neither, everybody bears is the viewer's to record.
pub fn may_bear(viewer: &Viewer, rep: Option<Uuid>, team: Option<Uuid>) -> bool {
    match (viewer.reach(), rep, team) {
        (Reach::Everything | Reach::Scopes(_), _, _) => true,
        (Reach::Teams { .. }, Some(_), _) => may_edit(viewer, rep),
        (Reach::Teams { teams, .. }, None, Some(team)) => teams.contains(&team),
        (Reach::Teams { .. } | Reach::Own(_) | Reach::Nothing, _, _) => false,
    }
}
