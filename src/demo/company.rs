//! The company and its days: each brings leads, deals and calls, and every lead and deal its whole story at once.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::organization;

use super::{
    batch::Batch,
    calendar::Calendar,
    clients::Clients,
    dice::Dice,
    ids::Ids,
    market::Market,
    prospects::Criteria,
    size::{Scale, Size},
    staff::Staff,
};
use crate::{error::Result, ledger::PostingContext, marketing::prospect};

/// The seed of all chance.
const SEED: u64 = 0x70_69_6c_6f_74;

/// The seed of what customers think of what they bought.
const MOODS: u64 = 0x6d6f_6f64;

/// How many rows and facts make a batch.
const FULL: usize = 20_000;

/// A company that is being made up.
pub struct Company {
    pub(super) context: PostingContext,
    pub(super) calendar: Calendar,
    pub(super) size: Size,
    pub(super) staff: Staff,
    pub(super) market: Market,
    pub(super) clients: Clients,
    pub(super) criteria: Criteria,
    pub(super) ids: Ids,
    pub(super) dice: Dice,
    pub(super) moods: Dice,
    pub(super) batch: Batch,
    /// How many quotes and contracts were numbered.
    pub(super) papers: u32,
}

impl Company {
    /// Founds the company: its people, what it sells and whom it knows on the first day are in the first batch. Everybody
    /// who signs in has the one password.
    pub fn found(
        organization: &organization::Model,
        scale: Scale,
        now: DateTime<Utc>,
        password_hash: &str,
    ) -> Result<Self> {
        let mut context = PostingContext::new(organization)?;
        let calendar = Calendar::new(&context, now);
        let founded = context.midnight(calendar.first) - TimeDelta::days(30);
        let (size, mut ids, mut dice) = (Size::from(scale), Ids::default(), Dice::new(SEED));
        let market = Market::open(&calendar, &mut ids, founded, &mut dice);
        let staff = Staff::hire(&size, &calendar, &mut ids, founded, &mut dice);
        for rate in &market.rates {
            context.add_rate(&rate.base_currency, rate.valid_on, rate.rate_e10);
        }
        for rep in &staff.reps {
            rep.memberships().into_iter().for_each(|membership| context.add_membership(rep.id, membership));
        }
        let (clients, mut batch) = (Clients::default(), Batch::default());
        let criteria = Criteria::publish(prospect::rule(organization), founded, &mut ids, &mut batch)?;
        let moods = Dice::new(MOODS);
        let mut company =
            Self { context, calendar, size, staff, market, clients, criteria, ids, dice, moods, batch, papers: 0 };
        company.batch.products.clone_from(&company.market.products);
        company.batch.rates.clone_from(&company.market.rates);
        company.batch.reasons.clone_from(&company.market.reasons);
        company.batch.pipelines.clone_from(&company.market.pipelines);
        company.batch.campaigns.clone_from(&company.market.campaigns);
        company.batch.stages.clone_from(&company.market.stages);
        company.batch.surveys.clone_from(&company.market.surveys);
        company.people(founded, password_hash);
        company.set_objectives(founded);
        company.first_clients(founded);
        Ok(company)
    }

    /// How many days there are to live.
    pub fn days(&self) -> u64 {
        u64::try_from(self.calendar.days().count()).unwrap_or(0)
    }

    /// Lives day by day; hands over what happened in batches, each with the days it took, until nobody takes them.
    pub fn live(mut self, mut take: impl FnMut(Batch, u64) -> bool) {
        let leads = self.calendar.shares(self.size.leads, 20);
        let deals = self.calendar.shares(self.size.deals, 0);
        let calls = self.calendar.shares(self.size.calls, 0);
        let mut days = 0;
        for (((day, leads), deals), calls) in self.calendar.days().zip(leads).zip(deals).zip(calls) {
            self.day(day, [leads, deals, calls]);
            days += 1;
            if self.batch.len() > FULL && !take(std::mem::take(&mut self.batch), std::mem::take(&mut days)) {
                return;
            }
        }
        for life in std::mem::take(&mut self.clients).lives() {
            self.batch.state(&self.context, &life);
            if self.batch.len() > FULL && !take(std::mem::take(&mut self.batch), 0) {
                return;
            }
        }
        take(self.batch, days);
    }

    fn day(&mut self, day: NaiveDate, [leads, deals, calls]: [u64; 3]) {
        for _ in 0..leads {
            self.lead(day);
        }
        for _ in 0..deals {
            self.direct_deal(day);
        }
        for _ in 0..calls {
            self.call(day);
        }
        self.costs(day);
    }

    /// An instant within office hours so many days after another, or later on its day.
    pub(super) fn after(&mut self, at: DateTime<Utc>, days: i64) -> DateTime<Utc> {
        self.calendar.after(&self.context, at, days, &mut self.dice)
    }

    /// An instant within office hours on a day, or on the next working day.
    pub(super) fn office(&mut self, day: NaiveDate) -> DateTime<Utc> {
        self.calendar.office(&self.context, day, &mut self.dice)
    }
}
