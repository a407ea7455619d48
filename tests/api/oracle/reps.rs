//! The formulas of the sales force, of ageing and of what customers are worth once more, straight over records.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use entity::deal::Status;
use uuid::Uuid;

use super::{
    customers,
    formulas::{Ask, Number, float},
    records::{Span, Who, half_even},
};

impl Ask<'_> {
    /// What a KPI comes to by the records; `None` for the first option when it is none of these.
    pub fn of_reps(&self, key: &str) -> Option<Option<Number>> {
        Some(match key {
            "TOP_REP_SHARE" => {
                self.by_rep().and_then(|sums| customers::share(sums.values().copied().max()?, sums.values().sum()))
            }
            "REP_CONCENTRATION" => self.by_rep().and_then(|sums| {
                let total: i64 = sums.values().sum();
                let share = |sum: &i64| float(*sum) / float(total);
                (total != 0).then(|| Number::Ratio(sums.values().map(|sum| share(sum).powi(2)).sum()))
            }),
            "RAMP_DAYS" => {
                let ramps = self.ramps();
                let count = i64::try_from(ramps.len()).unwrap();
                (count != 0).then(|| Number::Days(float(ramps.iter().sum()) / float(count)))
            }
            "DEAL_AGING" => Some(Number::Count(self.ageing())),
            "LIFETIME_VALUE" => self.lifetime_value(),
            _ => return None,
        })
    }

    /// The revenue of each rep; `None` when some of it is not known.
    fn by_rep(&self) -> Option<BTreeMap<Uuid, i64>> {
        let mut sums = BTreeMap::new();
        for (deal, day) in self.records.closed(Status::Won, self.span) {
            if self.records.fraction(self.who, deal, day) == 0 {
                continue;
            }
            let worth = self.records.worth(deal.amount.unwrap_or(0), &deal.currency, day)?;
            for rep in self.records.reps.iter().filter(|rep| self.records.counts(self.who, Some(rep.id), day)) {
                *sums.entry(rep.id).or_insert(0) += self.records.part(&Who::Rep(rep.id), deal, worth, day);
            }
        }
        Some(sums)
    }

    /// How many days each rep took to the first win that falls in the period.
    fn ramps(&self) -> Vec<i64> {
        let ever = Span { from: NaiveDate::MIN, to: NaiveDate::MAX };
        let won = self.records.closed(Status::Won, ever);
        let ramps = self.records.reps.iter().filter_map(|rep| {
            let own = won.iter().filter(|(deal, day)| self.records.fraction(&Who::Rep(rep.id), deal, *day) != 0);
            let first = own.map(|(_, day)| *day).min().filter(|first| self.span.has(*first))?;
            let days = (first - rep.hired_on?).num_days();
            (days >= 0 && self.records.counts(self.who, Some(rep.id), first)).then_some(days)
        });
        ramps.collect()
    }

    /// How many open deals have been in their stage for longer than the third quartile of those won in a year.
    fn ageing(&self) -> i64 {
        let day = self.last_day();
        let to = day + Days::new(1);
        let mut times: BTreeMap<Uuid, Vec<i64>> = BTreeMap::new();
        for (deal, _) in self.records.closed(Status::Won, Span { from: to - Months::new(12), to }) {
            let mut in_stages: BTreeMap<Uuid, i64> = BTreeMap::new();
            for stay in self.stays(deal) {
                let time = self.records.clock(stay.left.unwrap().0) - self.records.clock(stay.since);
                *in_stages.entry(stay.stage).or_default() += time.num_seconds().max(0);
            }
            in_stages.into_iter().for_each(|(stage, time)| times.entry(stage).or_default().push(time));
        }
        let mut ageing = 0;
        for deal in &self.records.deals {
            let Some((look, _)) = self.records.open_on(deal, day) else { continue };
            let stays = self.stays(deal).into_iter().filter(|stay| stay.stage == look.stage_id);
            let since = stays.map(|stay| self.records.day(stay.since)).filter(|since| *since <= day).max();
            let (Some(since), Some(times)) = (since, times.get(&look.stage_id)) else { continue };
            let age = (day - since).num_seconds();
            // Above the third quartile: at least three quarters are below.
            let below = times.iter().filter(|time| **time < age).count();
            if 4 * below >= 3 * times.len() && self.records.counts(self.who, look.owner_id, day) {
                ageing += 10_000;
            }
        }
        ageing
    }

    /// The margin of an active customer over the churn.
    fn lifetime_value(&self) -> Option<Number> {
        let revenue = self.revenue(self.span)?;
        let (cost, costed) = self.beside(|deal| deal.cost_amount)?;
        let [before, at_end, left] = customers::turnover(self.records, self.who, self.span);
        let whole = i128::from(costed) * i128::from(before + at_end) * i128::from(left);
        let part = i128::from(revenue) * i128::from(costed - cost) * 2 * i128::from(before) * 10_000;
        let (part, whole) = if whole < 0 { (-part, -whole) } else { (part, whole) };
        (whole != 0).then(|| Number::Money(half_even(part, whole)))
    }
}
