//! The organization: the settings that every figure depends on.

mod company;
mod lock;
mod mutation;

pub use company::{current, ensure};
pub use lock::LockMutation;
pub use mutation::OrganizationMutation;

use async_graphql::{Context, Enum, ID, Object};
use chrono::NaiveDate;
use entity::{Kind, key_fact, organization};

use crate::{
    access::{Reach, Subject},
    error::{Error, Result},
    graphql::{
        CurrencyCode, DateTime, id,
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

/// The organization: its settings and its figures.
pub struct Organization(pub organization::Model);

impl From<organization::Model> for Organization {
    fn from(model: organization::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl Organization {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Organization, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The currency that figures are given in.
    async fn currency(&self) -> CurrencyCode {
        CurrencyCode(self.0.currency.clone())
    }

    /// The IANA time zone whose midnights bound days, months and years, as in `Europe/Paris`.
    async fn time_zone(&self) -> &str {
        &self.0.time_zone
    }

    /// The month in which the fiscal year starts, 1 to 12.
    async fn fiscal_year_start_month(&self) -> i32 {
        self.0.fiscal_year_start_month.into()
    }

    /// The first day of the week.
    async fn week_starts_on(&self) -> Weekday {
        Weekday::of(self.0.week_starts_on)
    }

    /// The last day of the closed books; null while all are open.
    /// What changes about it or a day before counts as an adjustment on the day of the change: closed figures stay.
    async fn locked_through(&self) -> Option<NaiveDate> {
        self.0.locked_through
    }

    /// For how many months after a win a customer counts as active.
    async fn activity_window_months(&self) -> i32 {
        self.0.activity_window_months.into()
    }

    /// The number of contributors below which a figure is withheld from those who may not see each of them.
    async fn group_minimum(&self) -> i32 {
        self.0.group_minimum.into()
    }

    /// Within how many hours sales should contact a lead that marketing hands over.
    async fn hand_over_sla_hours(&self) -> i32 {
        self.0.hand_over_sla_hours.into()
    }

    /// The kinds of key fact that must be known of every prospect, in the order of `KeyFactKind`.
    async fn required_key_facts(&self) -> Vec<KeyFactKind> {
        key_fact::Kind::listed(&self.0.required_key_facts).into_iter().map(KeyFactKind::from).collect()
    }

    /// For how many days a key fact counts as fresh after it was found to hold.
    async fn key_fact_fresh_days(&self) -> i32 {
        self.0.key_fact_fresh_days.into()
    }

    /// The weekdays that are worked, Monday first. Without `holidays` they are the working days that pace and frequency count.
    async fn working_weekdays(&self) -> Vec<Weekday> {
        Weekday::ALL.into_iter().filter(|day| self.0.working_weekdays & day.bit() != 0).collect()
    }

    /// Within how many hours of its receipt a lead is to be contacted.
    async fn lead_response_hours(&self) -> i32 {
        self.0.lead_response_hours.into()
    }

    /// After how many days without a contact, a meeting or a change an open deal is stalled.
    async fn stalled_after_days(&self) -> i32 {
        self.0.stalled_after_days.into()
    }

    /// The KPIs of everybody over a period, what is credited to nobody included.
    /// Null with the error FORBIDDEN when they are not yours to read.
    async fn kpis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When.")] period: PeriodInput,
        #[graphql(desc = "What the figures are compared to, as `change` of each.")] compare_to: Option<Comparison>,
        #[graphql(desc = "By whom events count; EVENT when left out.")] lens: Option<Lens>,
        #[graphql(desc = "What was known at this instant; all that is known now when left out.")] as_of: Option<
            DateTime,
        >,
        #[graphql(desc = "Which records the figures are made of; all when left out.")] filter: Option<FilterInput>,
    ) -> Option<Result<BatchedFigures>> {
        Some(kpi::kpis_of(ctx, Subject::Organization, period, compare_to, ViewArguments { lens, as_of, filter }).await)
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

/// Reading the organization.
#[derive(Default)]
pub struct OrganizationQuery;

#[Object]
impl OrganizationQuery {
    /// The organization. Null, with the error NOT_FOUND, for a token that may read neither settings nor KPIs.
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
