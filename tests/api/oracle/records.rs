//! The records of a company, as they lie in the tables, and what a calendar, a list of memberships and a list of rates say
//! of them. Slow and plain on purpose; nothing of it is shared with the engine.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use entity::{
    campaign, complaint, contract, customer, deal, deal_credit, deal_history, exchange_rate, expense, interaction,
    lead, meeting, outcome_reason, product_return, quote, rep, survey_response, team, team_membership,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::prospects::File;
use crate::world::World;

/// Everything there is.
pub struct Records {
    pub zone: Tz,
    pub currency: String,
    /// For how many months a win makes a customer.
    pub window: u32,
    pub today: NaiveDate,
    pub deals: Vec<deal::Model>,
    pub history: BTreeMap<Uuid, Vec<deal_history::Model>>,
    pub credits: BTreeMap<Uuid, Vec<(Uuid, i64)>>,
    pub reasons: BTreeMap<Uuid, outcome_reason::Model>,
    pub customers: BTreeMap<Uuid, customer::Model>,
    pub contracts: Vec<contract::Model>,
    pub leads: Vec<lead::Model>,
    pub interactions: Vec<interaction::Model>,
    pub meetings: Vec<meeting::Model>,
    pub quotes: Vec<quote::Model>,
    /// Within how many hours a lead is to be contacted.
    pub response_hours: i64,
    pub responses: Vec<survey_response::Model>,
    pub complaints: Vec<complaint::Model>,
    pub returns: Vec<product_return::Model>,
    pub expenses: Vec<expense::Model>,
    pub campaigns: BTreeMap<Uuid, campaign::Model>,
    /// What is known of leads as prospects.
    pub file: File,
    pub reps: Vec<rep::Model>,
    pub teams: Vec<team::Model>,
    memberships: Vec<team_membership::Model>,
    rates: Vec<exchange_rate::Model>,
}

/// Whom a figure is about.
#[derive(Clone, Debug)]
pub enum Who {
    Everybody,
    Team(BTreeSet<Uuid>),
    Rep(Uuid),
}

/// The days of a period, the last one left out.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Span {
    pub fn has(&self, day: NaiveDate) -> bool {
        self.from <= day && day < self.to
    }
}

#[expect(clippy::disallowed_methods, reason = "the oracle looks at the bare tables")]
impl Records {
    /// Reads everything.
    pub async fn read(world: &World) -> Self {
        let db = world.state.database.reader();
        let organization = world.organization().await;
        let zone: Tz = organization.time_zone.parse().unwrap();
        let mut history: BTreeMap<Uuid, Vec<deal_history::Model>> = BTreeMap::new();
        let looks = deal_history::Entity::find().order_by_asc(deal_history::Column::FromAt);
        for row in looks.all(db).await.unwrap() {
            history.entry(row.deal_id).or_default().push(row);
        }
        let mut credits: BTreeMap<Uuid, Vec<(Uuid, i64)>> = BTreeMap::new();
        for row in deal_credit::Entity::find().order_by_asc(deal_credit::Column::Id).all(db).await.unwrap() {
            credits.entry(row.deal_id).or_default().push((row.rep_id, i64::from(row.share_bp)));
        }
        let live = |all: Vec<customer::Model>| all.into_iter().map(|row| (row.id, row)).collect();
        Self {
            zone,
            currency: organization.currency,
            window: organization.activity_window_months.try_into().unwrap(),
            today: zone.from_utc_datetime(&world.now().naive_utc()).date_naive(),
            deals: deal::Entity::find().filter(deal::Column::DeletedAt.is_null()).all(db).await.unwrap(),
            history,
            credits,
            reasons: outcome_reason::Entity::find()
                .all(db)
                .await
                .unwrap()
                .into_iter()
                .map(|row| (row.id, row))
                .collect(),
            customers: live(
                customer::Entity::find().filter(customer::Column::DeletedAt.is_null()).all(db).await.unwrap(),
            ),
            contracts: contract::Entity::find().filter(contract::Column::DeletedAt.is_null()).all(db).await.unwrap(),
            leads: lead::Entity::find().filter(lead::Column::DeletedAt.is_null()).all(db).await.unwrap(),
            interactions: interaction::Entity::find()
                .filter(interaction::Column::DeletedAt.is_null())
                .all(db)
                .await
                .unwrap(),
            meetings: meeting::Entity::find().filter(meeting::Column::DeletedAt.is_null()).all(db).await.unwrap(),
            quotes: quote::Entity::find().filter(quote::Column::DeletedAt.is_null()).all(db).await.unwrap(),
            response_hours: organization.lead_response_hours.into(),
            responses: survey_response::Entity::find()
                .filter(survey_response::Column::DeletedAt.is_null())
                .all(db)
                .await
                .unwrap(),
            complaints: complaint::Entity::find().filter(complaint::Column::DeletedAt.is_null()).all(db).await.unwrap(),
            returns: product_return::Entity::find()
                .filter(product_return::Column::DeletedAt.is_null())
                .all(db)
                .await
                .unwrap(),
            expenses: expense::Entity::find().filter(expense::Column::DeletedAt.is_null()).all(db).await.unwrap(),
            campaigns: campaign::Entity::find().all(db).await.unwrap().into_iter().map(|row| (row.id, row)).collect(),
            file: File::read(world).await,
            reps: rep::Entity::find().filter(rep::Column::DeletedAt.is_null()).all(db).await.unwrap(),
            teams: team::Entity::find().all(db).await.unwrap(),
            memberships: team_membership::Entity::find()
                .filter(team_membership::Column::DeletedAt.is_null())
                .all(db)
                .await
                .unwrap(),
            rates: exchange_rate::Entity::find().all(db).await.unwrap(),
        }
    }
}

impl Records {
    /// The wall clock of an instant.
    pub fn clock(&self, at: DateTime<Utc>) -> NaiveDateTime {
        self.zone.from_utc_datetime(&at.naive_utc()).naive_local()
    }

    /// The day of an instant.
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        self.clock(at).date()
    }

    /// The team of a rep on a day: of several, the one joined last.
    pub fn team_of(&self, rep: Uuid, day: NaiveDate) -> Option<Uuid> {
        let mut best: Option<&team_membership::Model> = None;
        for row in self.memberships.iter().filter(|row| row.rep_id == rep) {
            let begun = row.starts_on.is_none() || row.starts_on.unwrap() <= day;
            let over = row.ends_on.is_some() && row.ends_on.unwrap() <= day;
            if begun && !over && best.is_none_or(|best| (best.starts_on, best.team_id) < (row.starts_on, row.team_id)) {
                best = Some(row);
            }
        }
        best.map(|row| row.team_id)
    }

    /// A team and all below it.
    pub fn below(&self, team: Uuid) -> BTreeSet<Uuid> {
        let mut found = BTreeSet::from([team]);
        loop {
            let more: Vec<Uuid> = self
                .teams
                .iter()
                .filter(|row| row.parent_id.is_some_and(|parent| found.contains(&parent)) && !found.contains(&row.id))
                .map(|row| row.id)
                .collect();
            if more.is_empty() {
                return found;
            }
            found.extend(more);
        }
    }

    /// Whether what a rep did on a day counts for somebody.
    pub fn counts(&self, who: &Who, rep: Option<Uuid>, day: NaiveDate) -> bool {
        match who {
            Who::Everybody => true,
            Who::Rep(one) => rep == Some(*one),
            Who::Team(teams) => rep.and_then(|rep| self.team_of(rep, day)).is_some_and(|team| teams.contains(&team)),
        }
    }

    /// What an amount was worth on a day in the organization's currency, in minor units: at the latest rate until then.
    pub fn worth(&self, amount: i64, currency: &str, day: NaiveDate) -> Option<i64> {
        if currency == self.currency {
            return Some(amount);
        }
        let rate = self
            .rates
            .iter()
            .filter(|row| row.base_currency == currency && row.quote_currency == self.currency && row.valid_on <= day)
            .max_by_key(|row| row.valid_on)?;
        // All currencies of the demo have two decimals.
        Some(half_even(i128::from(amount) * i128::from(rate.rate_e10), 10_000_000_000))
    }

    /// Who shares a deal, with ten-thousandths that sum to the whole.
    pub fn shares(&self, deal: &deal::Model) -> Vec<(Option<Uuid>, i64)> {
        match self.credits.get(&deal.id) {
            Some(credits) => credits.iter().map(|(rep, share)| (Some(*rep), *share)).collect(),
            None => vec![(deal.owner_id, 10_000)],
        }
    }

    /// The part of a deal's amount that counts for somebody: each gets the whole units of their share, and the units
    /// left over go to the largest fractions.
    pub fn part(&self, who: &Who, deal: &deal::Model, amount: i64, day: NaiveDate) -> i64 {
        let shares = self.shares(deal);
        let mut parts: Vec<(i128, i128, usize)> = shares
            .iter()
            .enumerate()
            .map(|(place, (_, share))| {
                let exact = i128::from(amount) * i128::from(*share);
                (exact.div_euclid(10_000), exact.rem_euclid(10_000), place)
            })
            .collect();
        let mut left = i128::from(amount) - parts.iter().map(|(whole, ..)| whole).sum::<i128>();
        parts.sort_by_key(|(_, rest, place)| (-rest, *place));
        for (whole, ..) in &mut parts {
            if left > 0 {
                *whole += 1;
                left -= 1;
            }
        }
        parts
            .into_iter()
            .filter(|(.., place)| self.counts(who, shares[*place].0, day))
            .map(|(whole, ..)| i64::try_from(whole).unwrap())
            .sum()
    }

    /// The ten-thousandths of a deal that count for somebody.
    pub fn fraction(&self, who: &Who, deal: &deal::Model, day: NaiveDate) -> i64 {
        self.shares(deal).into_iter().filter(|(rep, _)| self.counts(who, *rep, day)).map(|(_, share)| share).sum()
    }

    /// The deals that ended one way in a span, each with the day.
    pub fn closed(&self, status: deal::Status, span: Span) -> Vec<(&deal::Model, NaiveDate)> {
        self.deals
            .iter()
            .filter(|deal| deal.status == status)
            .filter_map(|deal| Some((deal, self.day(deal.closed_at?))))
            .filter(|(_, day)| span.has(*day))
            .collect()
    }

    /// Whether losing a deal counts as a loss.
    pub fn counts_as_loss(&self, deal: &deal::Model) -> bool {
        deal.reason_id.and_then(|reason| self.reasons.get(&reason)).is_none_or(|reason| reason.counts_as_loss)
    }

    /// How a deal stood at the end of a day, with the day since which it has had its amount; `None` when it was not open.
    pub fn open_on(&self, deal: &deal::Model, day: NaiveDate) -> Option<(&deal_history::Model, NaiveDate)> {
        let opened = self.day(deal.opened_at?);
        let closed = deal.closed_at.map(|at| self.day(at)).filter(|_| deal.status != deal::Status::Open);
        if day < opened || closed.is_some_and(|closed| closed <= day) {
            return None;
        }
        let looks: Vec<&deal_history::Model> =
            self.history.get(&deal.id)?.iter().filter(|look| look.status == deal::Status::Open).collect();
        let place = looks.iter().rposition(|look| self.day(look.from_at) <= day).unwrap_or(0);
        let look = looks[place];
        let mut first = place;
        while first > 0 && (looks[first - 1].amount, &looks[first - 1].currency) == (look.amount, &look.currency) {
            first -= 1;
        }
        let since = if first == 0 { opened } else { self.day(looks[first].from_at) };
        Some((look, since))
    }

    /// The weekdays on which somebody's reps were there.
    pub fn days_at_work(&self, who: &Who, span: Span) -> i64 {
        let mut days = 0;
        let mut day = span.from;
        while day < span.to {
            if day.weekday().number_from_monday() <= 5 {
                let there = self.reps.iter().filter(|rep| {
                    rep.hired_on.is_none_or(|hired| hired <= day)
                        && rep.left_on.is_none_or(|left| day < left)
                        && self.counts(who, Some(rep.id), day)
                });
                days += i64::try_from(there.count()).unwrap();
            }
            day = day.checked_add_days(Days::new(1)).unwrap();
        }
        days
    }
}

/// A quotient rounded to the nearest, halves to the even neighbour.
pub fn half_even(numerator: i128, denominator: i128) -> i64 {
    let (down, rest) = (numerator.div_euclid(denominator), numerator.rem_euclid(denominator) * 2);
    let up = rest > denominator || rest == denominator && down % 2 != 0;
    i64::try_from(down + i128::from(up)).unwrap()
}
