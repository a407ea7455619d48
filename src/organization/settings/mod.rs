//! The organization: the settings that every figure depends on.

mod company;
mod lock;
mod mutation;

pub use company::{current, ensure};
pub use lock::LockMutation;
pub use mutation::OrganizationMutation;

use async_graphql::{Context, Description, Enum, ID, Object};
use entity::{Kind, key_fact, organization};

use crate::{
    access::{Reach, Subject},
    error::{Error, Result},
    graphql::{
        CurrencyCode, Date, DateTime, id,
        period::{Comparison, PeriodInput},
        request::Request,
    },
    kpi::{self, BatchedFigures, FilterInput, Lens, ViewArguments},
    marketing::key_fact::KeyFactKind,
};

/// A day of the week.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The day of an ISO number, 1 = Monday.
    fn of(number: i16) -> Self {
        Self::ALL.into_iter().find(|day| day.number() == number).unwrap_or(Self::Monday)
    }

    /// Its bit among the weekdays that are worked.
    const fn bit(self) -> i16 {
        1 << (self.number() - 1)
    }

    /// Its ISO number.
    const fn number(self) -> i16 {
        match self {
            Self::Monday => 1,
            Self::Tuesday => 2,
            Self::Wednesday => 3,
            Self::Thursday => 4,
            Self::Friday => 5,
            Self::Saturday => 6,
            Self::Sunday => 7,
        }
    }
}

/// The organization: its settings and its KPIs.
#[derive(Description)]
pub struct Organization(pub organization::Model);

impl From<organization::Model> for Organization {
    fn from(model: organization::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Organization {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Organization, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The currency of all figures.
    async fn currency(&self) -> CurrencyCode {
        CurrencyCode(self.0.currency.clone())
    }

    /// The IANA time zone of days, months and years, as in `Europe/Paris`.
    async fn time_zone(&self) -> &str {
        &self.0.time_zone
    }

    /// The month the fiscal year starts in, 1 to 12.
    async fn fiscal_year_start_month(&self) -> i32 {
        self.0.fiscal_year_start_month.into()
    }

    /// The first day of the week.
    async fn week_starts_on(&self) -> Weekday {
        Weekday::of(self.0.week_starts_on)
    }

    /// The last day of the closed books; null while all are open.
    /// Corrections of that day or earlier count as adjustments on the day of the change.
    async fn locked_through(&self) -> Option<Date> {
        self.0.locked_through.map(Date)
    }

    /// The months after a win during which a customer counts as active.
    async fn activity_window_months(&self) -> i32 {
        self.0.activity_window_months.into()
    }

    /// The smallest number of contributors of a figure shown to everybody.
    /// Figures of fewer are withheld from those who may not see each contributor.
    async fn group_minimum(&self) -> i32 {
        self.0.group_minimum.into()
    }

    /// The hours within which sales should contact a lead handed over.
    async fn hand_over_sla_hours(&self) -> i32 {
        self.0.hand_over_sla_hours.into()
    }

    /// The kinds of key fact required of every prospect.
    async fn required_key_facts(&self) -> Vec<KeyFactKind> {
        key_fact::Kind::listed(&self.0.required_key_facts).into_iter().map(KeyFactKind::from).collect()
    }

    /// The days a key fact counts as fresh after verification.
    async fn key_fact_fresh_days(&self) -> i32 {
        self.0.key_fact_fresh_days.into()
    }

    /// The working weekdays, Monday first.
    /// Without `holidays` they are the working days of pace and frequency KPIs.
    async fn working_weekdays(&self) -> Vec<Weekday> {
        Weekday::ALL.into_iter().filter(|day| self.0.working_weekdays & day.bit() != 0).collect()
    }

    /// The hours within which a received lead should be contacted.
    async fn lead_response_hours(&self) -> i32 {
        self.0.lead_response_hours.into()
    }

    /// The days without activity or change after which an open deal is stalled.
    async fn stalled_after_days(&self) -> i32 {
        self.0.stalled_after_days.into()
    }

    /// The organization's KPIs over a period, unattributed results included.
    /// FORBIDDEN when you may not read them.
    async fn kpis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The period.")] period: PeriodInput,
        #[graphql(desc = "What to compare each figure to, in its `change`.")] compare_to: Option<Comparison>,
        #[graphql(desc = "Whom events are credited to (default: EVENT).")] lens: Option<Lens>,
        #[graphql(desc = "The instant whose knowledge counts (default: now).")] as_of: Option<DateTime>,
        #[graphql(desc = "Which records count (default: all).")] filter: Option<FilterInput>,
    ) -> Option<Result<BatchedFigures>> {
        Some(kpi::kpis_of(ctx, Subject::Organization, period, compare_to, ViewArguments { lens, as_of, filter }).await)
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

/// Reading the organization.
#[derive(Default)]
pub struct OrganizationQuery;

#[Object]
impl OrganizationQuery {
    /// The organization.
    /// NOT_FOUND for a token that may read neither settings nor KPIs.
    async fn organization(&self, ctx: &Context<'_>) -> Option<Result<Organization>> {
        Some(visible(ctx))
    }
}

/// The organization as the request found it, if the viewer may see it. Whoever may read figures may read what they are
/// counted in.
fn visible(ctx: &Context<'_>) -> Result<Organization> {
    let request = Request::signed_in(ctx)?;
    let reads_kpis = matches!(request.viewer.reach(), Reach::Scopes(scopes) if scopes.reads_kpis());
    if reads_kpis || request.viewer.may_read(Kind::Organization) {
        Ok(Organization((*request.organization).clone()))
    } else {
        Err(Error::not_found())
    }
}
