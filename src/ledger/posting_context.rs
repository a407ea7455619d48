//! The posting context: what facts depend on beside the record. Local days, dated memberships, dated rates.

use std::collections::HashMap;

use chrono::{DateTime, Months, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use entity::{exchange_rate, organization, team_membership};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{Days, money};
use crate::error::{Error, Result};

/// What the pure functions need to know of the world.
#[derive(Clone, Debug)]
pub struct PostingContext {
    zone: Tz,
    currency: String,
    locked_through: Option<NaiveDate>,
    losses_by_totals: bool,
    working_weekdays: i16,
    lead_response: TimeDelta,
    stalled_after: TimeDelta,
    window: Months,
    memberships: HashMap<Uuid, Vec<Membership>>,
    rates: HashMap<String, Vec<(NaiveDate, i64)>>,
    hand_over_sla: TimeDelta,
}

/// From when to when a rep belongs to a team; open ends are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The team.
    pub team: Uuid,
    /// First day.
    pub from: Option<NaiveDate>,
    /// First day after the last.
    pub to: Option<NaiveDate>,
}

impl Membership {
    fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
}

impl PostingContext {
    /// An empty posting context for an organization.
    pub fn new(organization: &organization::Model) -> Result<Self> {
        let zone = organization
            .time_zone
            .parse()
            .map_err(|_| Error::Bug(format!("unknown time zone {}", organization.time_zone)))?;
        // At least a month: a win makes a customer for some days whatever the settings say.
        let window = Months::new(u32::try_from(organization.activity_window_months).unwrap_or(0).max(1));
        Ok(Self {
            zone,
            currency: organization.currency.clone(),
            window,
            locked_through: organization.locked_through,
            losses_by_totals: organization.losses_by_totals,
            working_weekdays: organization.working_weekdays,
            lead_response: TimeDelta::hours(organization.lead_response_hours.into()),
            stalled_after: TimeDelta::days(organization.stalled_after_days.into()),
            memberships: HashMap::new(),
            rates: HashMap::new(),
            hand_over_sla: TimeDelta::hours(organization.hand_over_sla_hours.into()),
        })
    }

    /// Reads the memberships of some reps and the rates of some currencies.
    #[expect(clippy::disallowed_methods, reason = "the ledger posts for everybody, whoever asks")]
    pub async fn open(
        db: &impl ConnectionTrait,
        organization: &organization::Model,
        mut reps: Vec<Uuid>,
        currencies: Vec<String>,
    ) -> Result<Self> {
        reps.sort_unstable();
        reps.dedup();
        // Parameters are bounded; a large batch reads all memberships at once.
        let mut memberships = team_membership::Entity::find().filter(team_membership::Column::DeletedAt.is_null());
        if reps.len() <= 500 {
            memberships = memberships.filter(team_membership::Column::RepId.is_in(reps.iter().copied()));
        }
        let memberships = if reps.is_empty() { Vec::new() } else { memberships.all(db).await? };
        Self::of(db, organization, &memberships, currencies).await
    }

    /// A posting context with some memberships; reads the rates of some currencies.
    #[expect(clippy::disallowed_methods, reason = "the ledger posts for everybody, whoever asks")]
    pub async fn of(
        db: &impl ConnectionTrait,
        organization: &organization::Model,
        memberships: impl IntoIterator<Item = &team_membership::Model>,
        mut currencies: Vec<String>,
    ) -> Result<Self> {
        let mut context = Self::new(organization)?;
        for row in memberships {
            context.add_membership(row.rep_id, Membership { team: row.team_id, from: row.starts_on, to: row.ends_on });
        }
        currencies.retain(|code| *code != context.currency);
        currencies.sort_unstable();
        currencies.dedup();
        if !currencies.is_empty() {
            let rates = exchange_rate::Entity::find()
                .filter(exchange_rate::Column::QuoteCurrency.eq(&context.currency))
                .filter(exchange_rate::Column::BaseCurrency.is_in(currencies));
            for row in rates.all(db).await? {
                context.add_rate(&row.base_currency, row.valid_on, row.rate_e10);
            }
        }
        Ok(context)
    }

    /// Reads all memberships and all rates into the organization's currency: for going through everybody's records.
    #[expect(clippy::disallowed_methods, reason = "the ledger posts for everybody, whoever asks")]
    pub async fn whole(db: &impl ConnectionTrait, organization: &organization::Model) -> Result<Self> {
        let mut context = Self::new(organization)?;
        let memberships = team_membership::Entity::find().filter(team_membership::Column::DeletedAt.is_null());
        for row in memberships.all(db).await? {
            context.add_membership(row.rep_id, Membership { team: row.team_id, from: row.starts_on, to: row.ends_on });
        }
        let rates =
            exchange_rate::Entity::find().filter(exchange_rate::Column::QuoteCurrency.eq(&context.currency)).all(db);
        for row in rates.await? {
            context.add_rate(&row.base_currency, row.valid_on, row.rate_e10);
        }
        Ok(context)
    }

    /// Adds a membership.
    pub fn add_membership(&mut self, rep: Uuid, membership: Membership) {
        self.memberships.entry(rep).or_default().push(membership);
    }

    /// Adds a rate: units of the organization's currency for one unit of `base`, times ten to the tenth.
    pub fn add_rate(&mut self, base: &str, valid_on: NaiveDate, rate_e10: i64) {
        let rates = self.rates.entry(base.to_owned()).or_default();
        rates.push((valid_on, rate_e10));
        rates.sort_unstable();
    }

    /// The day on which a fact about a day counts when it is posted at an instant: that day, or, where the books are
    /// closed, the day of posting, which is open.
    pub fn counts_on(&self, day: NaiveDate, posted_at: DateTime<Utc>) -> NaiveDate {
        match self.locked_through {
            Some(locked) if day <= locked => self.day(posted_at).max(locked.succ_opt().unwrap_or(locked)),
            _ => day,
        }
    }

    /// Whether customers lost are read from totals.
    pub const fn tells_losses_by_totals(&self) -> bool {
        self.losses_by_totals
    }

    /// The organization's currency.
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// Within which time sales should contact a lead that marketing hands over.
    pub const fn hand_over_sla(&self) -> TimeDelta {
        self.hand_over_sla
    }

    /// Whether the organization works on a weekday.
    pub fn works_on(&self, weekday: Weekday) -> bool {
        (self.working_weekdays >> weekday.num_days_from_monday()) & 1 == 1
    }

    /// The organization's time zone.
    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// After which time without anything done about it an open deal is stalled.
    pub const fn stalled_after(&self) -> TimeDelta {
        self.stalled_after
    }

    /// Within which time of its receipt a lead is to be contacted.
    pub const fn lead_response(&self) -> TimeDelta {
        self.lead_response
    }

    /// The local day of an instant.
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date()
    }

    /// The local wall-clock time of an instant.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        self.zone.from_utc_datetime(&at.naive_utc()).naive_local()
    }

    /// The instant at which a local day begins. Where the clock skips midnight, the first instant after it.
    pub fn midnight(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        let local = (0..=4)
            .filter_map(|hours| midnight.checked_add_signed(TimeDelta::minutes(30 * hours)))
            .find_map(|local| self.zone.from_local_datetime(&local).earliest());
        local.map_or_else(|| midnight.and_utc(), |local| local.with_timezone(&Utc))
    }

    /// The day on which a customer lapses who was won on a day and not again; `None` beyond the calendar.
    pub fn lapse(&self, day: NaiveDate) -> Option<NaiveDate> {
        day.checked_add_months(self.window)
    }

    /// The rows whose instant in a column falls on some days.
    pub fn within(&self, column: impl ColumnTrait, days: Days) -> Condition {
        Condition::all()
            .add(column.is_not_null())
            .add_option(days.from.map(|from| column.gte(self.midnight(from))))
            .add_option(days.to.map(|to| column.lt(self.midnight(to))))
    }

    /// The rep's team on a day. When memberships overlap, the one that began last counts.
    pub fn team(&self, rep: Uuid, day: NaiveDate) -> Option<Uuid> {
        self.memberships
            .get(&rep)?
            .iter()
            .filter(|membership| membership.holds_on(day))
            .max_by_key(|membership| (membership.from, membership.team))
            .map(|membership| membership.team)
    }

    /// The days after `from` and before `to` on which the rep's team changes.
    pub fn team_changes(&self, rep: Uuid, from: NaiveDate, to: Option<NaiveDate>) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self
            .memberships
            .get(&rep)
            .into_iter()
            .flatten()
            .flat_map(|membership| [membership.from, membership.to])
            .flatten()
            .filter(|day| *day > from && to.is_none_or(|to| *day < to))
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// An amount in the organization's currency at the rate of a day: the latest rate dated on or before it. `None`
    /// when there is no such rate; never a rate of 1.
    pub fn convert(&self, amount: i64, currency: &str, day: NaiveDate) -> Option<i64> {
        if currency == self.currency {
            return Some(amount);
        }
        let rates = self.rates.get(currency)?;
        let known = rates.partition_point(|(valid_on, _)| *valid_on <= day);
        let (_, rate) = rates.get(known.checked_sub(1)?)?;
        money::convert(amount, *rate, decimals(currency)?, decimals(&self.currency)?)
    }
}

/// How many decimals the minor unit of a currency has; `None` for a code that ISO 4217 does not know.
pub fn decimals(currency: &str) -> Option<u32> {
    let currency = iso_currency::Currency::from_code(currency)?;
    Some(u32::from(currency.exponent().unwrap_or(0)))
}
