//! What the company does to be known, and what selling costs it: campaigns by the year, pay, travel and tools by the month.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use entity::{
    campaign,
    expense::{Allocation, Category, Model},
    expense_share,
};
use uuid::Uuid;

use super::{calendar::Calendar, company::Company, ids::Ids, market::CURRENCY, staff::Rep};
use crate::{
    ledger::Days as Span,
    marketing::expense::{self, ExpenseState, Stay},
};

/// A line of that table.
type CampaignLine = (&'static str, &'static str, bool, &'static str, (u32, u32), i64);

/// Name, lever, whether marketing runs it, the source it stands for, first and last month, budget in whole units.
const CAMPAIGNS: [CampaignLine; 5] = [
    ("Spring fair", "Trade fairs", true, "Trade fair", (3, 5), 42_000),
    ("Autumn fair", "Trade fairs", true, "Trade fair", (9, 11), 38_000),
    ("Search advertising", "Online advertising", true, "Website", (1, 12), 60_000),
    ("Mailing to former contacts", "Mailings", true, "Campaign", (1, 12), 18_000),
    ("Partner days", "Partners", false, "Partner", (4, 10), 15_000),
];

/// The campaigns of each year of a calendar.
pub fn campaigns(calendar: &Calendar, ids: &mut Ids, founded: DateTime<Utc>) -> Vec<campaign::Model> {
    let years = calendar.first.year()..=calendar.today.year();
    let all = years.flat_map(|year| CAMPAIGNS.into_iter().map(move |planned| (year, planned)));
    all.filter_map(|(year, (name, lever, is_marketing, source, (first, last), budget))| {
        let starts_on = NaiveDate::from_ymd_opt(year, first, 1)?;
        let ends_on = NaiveDate::from_ymd_opt(year, last, 1)?.checked_add_months(Months::new(1))?;
        (ends_on > calendar.first && starts_on <= calendar.today).then(|| campaign::Model {
            id: ids.at(founded),
            name: format!("{name} {year}"),
            lever: Some(lever.to_owned()),
            is_marketing,
            lead_source: Some(source.to_owned()),
            starts_on: Some(starts_on),
            ends_on: Some(ends_on),
            budget: Some(budget * 100),
            currency: Some(CURRENCY.to_owned()),
            source_system: None,
            external_id: None,
            version: 1,
            created_at: founded,
            updated_at: founded,
            deleted_at: None,
        })
    })
    .collect()
}

/// Whether a campaign runs on a day.
fn runs(campaign: &campaign::Model, day: NaiveDate) -> bool {
    Span::new(campaign.starts_on, campaign.ends_on).contains(day)
}

/// What an expense was, apart from what all have in common.
struct Spent {
    category: Category,
    amount: i64,
    rep: Option<Uuid>,
    campaign: Option<Uuid>,
    source: Option<String>,
}

impl Company {
    /// The campaign that brings a lead of a source on a day, for most of them.
    pub(super) fn campaign(&mut self, day: NaiveDate, source: &str) -> Option<(Uuid, bool)> {
        let is_followed = self.dice.chance(85);
        let brings =
            |campaign: &&campaign::Model| campaign.lead_source.as_deref() == Some(source) && runs(campaign, day);
        let found = self.market.campaigns.iter().find(brings).filter(|_| is_followed);
        found.map(|campaign| (campaign.id, campaign.is_marketing))
    }

    /// What a month cost, on its last day.
    pub(super) fn costs(&mut self, day: NaiveDate) {
        if day.checked_add_days(Days::new(1)).is_none_or(|next| next.day() != 1) {
            return;
        }
        let here: Vec<Rep> = self.staff.reps.iter().filter(|rep| rep.is_here(day)).copied().collect();
        for rep in &here {
            let own = |category, amount| Spent { category, amount, rep: Some(rep.id), campaign: None, source: None };
            let travel = self.dice.mostly_small(80, 900);
            self.expense(day, own(Category::Salary, (2_900 + rep.skill * 17) * 100));
            self.expense(day, own(Category::Travel, travel * 100));
        }
        let staff = i64::try_from(here.len()).unwrap_or(0);
        let shared = |category, amount| Spent { category, amount, rep: None, campaign: None, source: None };
        self.expense(day, shared(Category::Tools, staff * 140 * 100));
        if self.dice.chance(25) {
            self.expense(day, shared(Category::Training, staff * 210 * 100));
        }
        let running: Vec<campaign::Model> =
            self.market.campaigns.iter().filter(|campaign| runs(campaign, day)).cloned().collect();
        for campaign in running {
            let months = campaign.starts_on.zip(campaign.ends_on).map_or(1, |(from, to)| (to - from).num_days() / 30);
            let amount = campaign.budget.unwrap_or(0) / months.max(1) * self.dice.between(80, 115) / 100;
            let (campaign, source) = (Some(campaign.id), campaign.lead_source);
            self.expense(day, Spent { category: Category::Marketing, amount, rep: None, campaign, source });
        }
    }

    fn expense(&mut self, day: NaiveDate, spent: Spent) {
        let at = self.context.midnight(day);
        let allocation = Allocation::HeadcountDays;
        let paid_on = day.checked_add_days(Days::new(15)).filter(|paid_on| *paid_on <= self.calendar.today);
        let expense = Model {
            id: self.ids.at(at),
            category: spent.category,
            description: None,
            amount: spent.amount,
            currency: CURRENCY.to_owned(),
            incurred_on: day,
            paid_on: if spent.category.is_pay() { Some(day) } else { paid_on },
            rep_id: spent.rep,
            team_id: None,
            campaign_id: spent.campaign,
            lead_source: spent.source,
            allocation,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        };
        let shares = if spent.rep.is_some() {
            Vec::new()
        } else {
            let stays: Vec<Stay> = self.staff.reps.iter().flat_map(stays).collect();
            expense::by_presence(allocation, &stays, day)
        };
        let rows: Vec<expense_share::Model> = shares
            .iter()
            .map(|share| expense_share::Model {
                id: self.ids.at(at),
                expense_id: expense.id,
                rep_id: share.rep,
                team_id: share.team,
                weight: share.weight,
            })
            .collect();
        let state = ExpenseState { expense, shares };
        self.batch.state(&self.context, &state);
        self.batch.expenses.push(state.expense);
        self.batch.expense_shares.extend(rows);
    }
}

/// The days that a rep is in a team.
fn stays(rep: &Rep) -> Vec<Stay> {
    let stay = |membership: crate::ledger::Membership| Stay {
        rep: rep.id,
        team: Some(membership.team),
        days: Span::new(membership.from, membership.to),
    };
    rep.memberships().into_iter().map(stay).collect()
}
