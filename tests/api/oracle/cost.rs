//! The formulas of cost, return and hand-over once more, straight over records.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use entity::{
    deal::Status,
    expense::{Category, Model},
    lead, meeting,
};
use uuid::Uuid;

use super::{
    formulas::{Ask, Number, average, ratio},
    records::Who,
};

impl Ask<'_> {
    /// What a KPI comes to by the records; `None` for the first option when it is none of these.
    pub fn of_cost(&self, key: &str) -> Option<Option<Number>> {
        let cost = || self.cost(|_| true, |expense| Some(expense.incurred_on));
        Some(match key {
            "SALES_COST" => Some(Number::Money(cost())),
            "SALES_COST_PAID" => Some(Number::Money(self.cost(|_| true, |expense| expense.paid_on))),
            "COST_TO_REVENUE_RATIO" => self.revenue(self.span).and_then(|revenue| ratio(cost(), revenue)),
            "COST_PER_WIN" => average(Some(cost()), self.won(self.span)),
            "COST_PER_MEETING" => average(Some(cost()), self.meetings_held()),
            "ROI" => self.revenue(self.span).and_then(|revenue| ratio(revenue - cost(), cost())),
            "CAC" => average(Some(cost()), self.new_customers()),
            "MARKETING_CAC" => {
                let marketing = |expense: &Model| expense.category == Category::Marketing;
                average(Some(self.cost(marketing, |expense| Some(expense.incurred_on))), self.new_customers())
            }
            "CAC_PAYBACK_MONTHS" => self.new_customer_revenue().map(|revenue| Number::Times(12, cost(), revenue)),
            "LEAD_ACCEPTANCE_RATE" => {
                ratio(self.handed_over(|lead| lead.accepted_at.is_some()), self.handed_over(|_| true))
            }
            "LEAD_REJECTION_FEEDBACK_RATE" => {
                let rejected = self.handed_over(|lead| lead.rejected_at.is_some());
                ratio(self.handed_over(|lead| lead.rejection_reason_id.is_some()), rejected)
            }
            "HAND_OVER_SLA_COMPLIANCE" => {
                let in_time = |lead: &lead::Model| {
                    let waited =
                        lead.contacted_at.zip(lead.handed_over_at).map(|(contact, hand_over)| contact - hand_over);
                    waited.is_some_and(|waited| waited.num_milliseconds() <= 24 * 3_600_000)
                };
                ratio(self.handed_over(in_time), self.handed_over(|_| true))
            }
            "LEAD_DISQUALIFICATION_RATE" => ratio(self.turned_down(), self.leads()),
            "MARKETING_SOURCED_REVENUE" => self.marketing_sourced().map(Number::Money),
            "MARKETING_SOURCED_REVENUE_SHARE" => {
                self.marketing_sourced().zip(self.revenue(self.span)).and_then(|(part, whole)| ratio(part, whole))
            }
            _ => return None,
        })
    }

    /// What some expenses of the period come to for somebody. Those of the demo are in the organization's currency.
    fn cost(&self, which: impl Fn(&Model) -> bool, day_of: impl Fn(&Model) -> Option<NaiveDate>) -> i64 {
        let mut sum = 0;
        for expense in self.records.expenses.iter().filter(|expense| which(expense)) {
            let Some(day) = day_of(expense).filter(|day| self.span.has(*day)) else { continue };
            sum += match expense.rep_id {
                Some(rep) if self.records.counts(self.who, Some(rep), day) => expense.amount,
                Some(_) => 0,
                None => self.share(expense),
            };
        }
        sum
    }

    /// The part of a shared expense that somebody bears: by the weekdays that each rep was there in its month, each part
    /// rounded down and the cents left over to the largest fractions.
    fn share(&self, expense: &Model) -> i64 {
        let mut days: BTreeMap<(Uuid, Option<Uuid>), i128> = BTreeMap::new();
        let of_month = |day: &NaiveDate| day.month() == expense.incurred_on.month();
        for day in expense.incurred_on.with_day(1).unwrap().iter_days().take_while(of_month) {
            let is_there = |rep: &&entity::rep::Model| {
                rep.hired_on.is_none_or(|hired| hired <= day) && rep.left_on.is_none_or(|left| day < left)
            };
            for rep in self.records.reps.iter().filter(is_there).filter(|_| day.weekday().number_from_monday() <= 5) {
                *days.entry((rep.id, self.records.team_of(rep.id, day))).or_default() += 1;
            }
        }
        let whole: i128 = days.values().sum();
        let exact = |days: i128| i128::from(expense.amount) * days;
        let mut parts: Vec<((Uuid, Option<Uuid>), i128, i128)> = days
            .into_iter()
            .map(|(bearer, days)| (bearer, exact(days).div_euclid(whole), exact(days).rem_euclid(whole)))
            .collect();
        let left = i128::from(expense.amount) - parts.iter().map(|(_, part, _)| part).sum::<i128>();
        parts.sort_by_key(|(bearer, _, rest)| (-rest, *bearer));
        let mut sum = 0;
        for (place, ((rep, team), part, _)) in (0_i128..).zip(parts) {
            let counts = match self.who {
                Who::Everybody => true,
                Who::Rep(one) => rep == *one,
                Who::Team(teams) => team.is_some_and(|team| teams.contains(&team)),
            };
            if counts {
                sum += part + i128::from(place < left);
            }
        }
        i64::try_from(sum).unwrap()
    }

    fn meetings_held(&self) -> i64 {
        let counted = self.records.meetings.iter().filter(|meeting| {
            let Some(day) = meeting.starts_at.map(|at| self.records.day(at)) else { return false };
            meeting.status == meeting::Status::Held
                && self.span.has(day)
                && self.records.counts(self.who, meeting.host_id.or(meeting.set_by_id), day)
        });
        i64::try_from(counted.count()).unwrap() * 10_000
    }

    /// What the first deals won with the customers of the period brought.
    fn new_customer_revenue(&self) -> Option<i64> {
        let mut sum = 0;
        for customer in self.records.customers.keys() {
            let won = self.records.deals.iter().filter(|deal| {
                deal.customer_id == Some(*customer) && deal.status == Status::Won && deal.closed_at.is_some()
            });
            let Some(first) = won.min_by_key(|deal| (deal.closed_at, deal.id)) else { continue };
            let day = self.records.day(first.closed_at.unwrap());
            if self.span.has(day) {
                let worth = self.records.worth(first.amount.unwrap_or(0), &first.currency, day)?;
                sum += self.records.part(self.who, first, worth, day);
            }
        }
        Some(sum)
    }

    fn handed_over(&self, which: impl Fn(&lead::Model) -> bool) -> i64 {
        let counted = self.records.leads.iter().filter(|lead| {
            let Some(day) = lead.handed_over_at.map(|at| self.records.day(at)) else { return false };
            which(lead) && self.span.has(day) && self.records.counts(self.who, lead.handed_over_to_id, day)
        });
        i64::try_from(counted.count()).unwrap() * 10_000
    }

    fn turned_down(&self) -> i64 {
        let counted = self.records.leads.iter().filter(|lead| {
            let day = self.records.day(lead.received_at);
            lead.disqualified_at.is_some()
                && self.span.has(day)
                && self.records.counts(self.who, lead.first_owner_id, day)
        });
        i64::try_from(counted.count()).unwrap() * 10_000
    }

    fn marketing_sourced(&self) -> Option<i64> {
        let mut sum = 0;
        for (deal, day) in self.records.closed(Status::Won, self.span) {
            let campaign = deal.campaign_id.and_then(|campaign| self.records.campaigns.get(&campaign));
            if campaign.is_some_and(|campaign| campaign.is_marketing) {
                let worth = self.records.worth(deal.amount.unwrap_or(0), &deal.currency, day)?;
                sum += self.records.part(self.who, deal, worth, day);
            }
        }
        Some(sum)
    }
}
