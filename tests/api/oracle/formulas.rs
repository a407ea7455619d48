//! The formulas of the catalogue once more, straight over records: one function a KPI.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use entity::{deal::Status, interaction, meeting};

use super::{
    after_sale, customers, journey, prospects,
    records::{Records, Span, Who, half_even},
};

/// A value in the parts that the API is exact to, or near to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    Money(i64),
    Count(i64),
    Ratio(f64),
    Days(f64),
    /// What is divided, and by what.
    Quotient(i64, i64),
    /// The same, times so much.
    Times(i64, i64, i64),
    /// Money, and the ten-thousandths of things that it is divided by.
    Mean(i64, i64),
}

impl Number {
    /// What a reader sees of it: nothing where there is nothing to divide by.
    pub fn shown(self) -> Option<Self> {
        match self {
            Self::Quotient(part, whole) => (whole != 0).then(|| Self::Ratio(float(part) / float(whole))),
            Self::Times(times, part, whole) => Self::Quotient(times * part, whole).shown(),
            Self::Mean(sum, things) => {
                (things != 0).then(|| Self::Money(half_even(i128::from(sum) * 10_000, i128::from(things))))
            }
            other => Some(other),
        }
    }

    /// What was divided, and by what; `None` where nothing is.
    pub fn parts(self) -> Option<(i64, i64)> {
        match self {
            Self::Quotient(part, whole) | Self::Times(_, part, whole) | Self::Mean(part, whole) => Some((part, whole)),
            _ => None,
        }
    }

    /// Whether it is the same as far as a reader can tell.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Ratio(one), Self::Ratio(other)) => (one - other).abs() < 2e-6,
            (Self::Days(one), Self::Days(other)) => (one - other).abs() < 2e-4,
            _ => self == other,
        }
    }
}

/// What a KPI comes to by the records; `None` for the second option when it is null. `None` for the first when the
/// oracle does not know the KPI.
pub fn value(records: &Records, key: &str, who: &Who, span: Span) -> Option<Option<Number>> {
    let ask = Ask { records, who, span };
    Some(match key {
        "REVENUE" => ask.revenue(span).map(Number::Money),
        "WON_DEALS" => Some(Number::Count(ask.won(span))),
        "LOST_DEALS" => Some(Number::Count(ask.lost(span))),
        "CLOSED_DEALS" => Some(Number::Count(ask.won(span) + ask.lost(span))),
        "WIN_RATE" => ratio(ask.won(span), ask.won(span) + ask.lost(span)),
        "AVERAGE_DEAL_VALUE" => average(ask.revenue(span), ask.won(span)),
        "AVERAGE_REVENUE_PER_CUSTOMER" => average(ask.revenue(span), ask.buyers()),
        "FORECAST" => ask.forecast().map(Number::Money),
        "INTERACTION_COUNT" => Some(Number::Count(ask.interactions())),
        "INTERACTION_FREQUENCY" => ratio(ask.interactions(), ask.days_at_work() * 10_000),
        "LEADS_RECEIVED" => Some(Number::Count(ask.leads())),
        "PROSPECTING_MEETINGS_HELD" => Some(Number::Count(ask.prospecting())),
        "OPEN_DEALS" => Some(Number::Count(ask.open().0)),
        "OPEN_PIPELINE_VALUE" => ask.open().1.map(Number::Money),
        "SALES_CYCLE_DAYS" => ask.cycle(span).map(Number::Days),
        "SALES_VELOCITY" => ask.velocity(),
        "PROJECTED" => ask.projected(),
        // The demo is loaded at once: nothing was known when its past began.
        "FORECAST_ACCURACY" => {
            ask.is_over().then(|| ask.revenue(span)).flatten().filter(|sum| *sum != 0).map(|_| Number::Ratio(0.0))
        }
        "FORECAST_BIAS" => {
            ask.is_over().then(|| ask.revenue(span)).flatten().filter(|sum| *sum != 0).map(|_| Number::Ratio(-1.0))
        }
        // The demo sets no objectives.
        "QUOTA_ATTAINMENT" | "PACE" | "REQUIRED_RUN_RATE" | "PIPELINE_COVERAGE" | "TARGET_ATTAINMENT_DISTRIBUTION" => {
            None
        }
        key => {
            return ask
                .of_deals(key)
                .or_else(|| journey::value(&ask, key))
                .or_else(|| prospects::value(&ask, key))
                .or_else(|| customers::value(records, key, who, span))
                .or_else(|| after_sale::value(records, key, who, span))
                .or_else(|| ask.of_cost(key))
                .or_else(|| ask.of_reps(key));
        }
    })
}

/// Whose figures of when.
pub struct Ask<'a> {
    pub records: &'a Records,
    pub who: &'a Who,
    pub span: Span,
}

pub fn float(number: i64) -> f64 {
    number.to_string().parse().unwrap()
}

pub fn ratio(numerator: i64, denominator: i64) -> Option<Number> {
    Some(Number::Quotient(numerator, denominator))
}

/// Money by ten-thousandths of things.
pub fn average(sum: Option<i64>, things: i64) -> Option<Number> {
    sum.map(|sum| Number::Mean(sum, things))
}

impl Ask<'_> {
    /// The last day of the period, or today while it runs.
    pub fn last_day(&self) -> NaiveDate {
        self.span.to.checked_sub_days(Days::new(1)).unwrap().min(self.records.today)
    }

    fn is_over(&self) -> bool {
        self.span.to <= self.records.today
    }

    pub fn revenue(&self, span: Span) -> Option<i64> {
        let mut sum = 0;
        for (deal, day) in self.records.closed(Status::Won, span) {
            if self.records.fraction(self.who, deal, day) == 0 {
                continue;
            }
            let amount = deal.amount.unwrap_or(0);
            sum += self.records.part(self.who, deal, self.records.worth(amount, &deal.currency, day)?, day);
        }
        Some(sum)
    }

    pub fn won(&self, span: Span) -> i64 {
        let won = self.records.closed(Status::Won, span);
        won.into_iter().map(|(deal, day)| self.records.fraction(self.who, deal, day)).sum()
    }

    pub fn lost(&self, span: Span) -> i64 {
        let lost = self.records.closed(Status::Lost, span).into_iter();
        lost.filter(|(deal, _)| self.records.counts_as_loss(deal))
            .map(|(deal, day)| self.records.fraction(self.who, deal, day))
            .sum()
    }

    fn buyers(&self) -> i64 {
        let won = self.records.closed(Status::Won, self.span).into_iter();
        let buyers: BTreeSet<_> = won
            .filter(|(deal, day)| self.records.fraction(self.who, deal, *day) != 0)
            .filter_map(|(deal, _)| deal.customer_id)
            .collect();
        i64::try_from(buyers.len()).unwrap() * 10_000
    }

    /// What is won, and each open deal expected from today on times its chance.
    fn forecast(&self) -> Option<i64> {
        let mut sum = self.revenue(self.span)?;
        for deal in self.records.deals.iter().filter(|deal| deal.status == Status::Open) {
            let Some(expected) = deal.expected_close_on else { continue };
            if expected < self.records.today
                || !self.span.has(expected)
                || !self.records.counts(self.who, deal.owner_id, expected)
            {
                continue;
            }
            let Some((look, since)) = self.records.open_on(deal, self.records.today) else { continue };
            let Some(amount) = look.amount else { continue };
            let worth = self.records.worth(amount, &look.currency, since)?;
            sum += half_even(i128::from(worth) * i128::from(look.probability_bp), 10_000);
        }
        Some(sum)
    }

    fn interactions(&self) -> i64 {
        let done = self.records.interactions.iter().filter(|one| one.status == interaction::Status::Done);
        let counted = done.filter(|one| {
            let day = self.records.day(one.occurred_at);
            self.span.has(day) && self.records.counts(self.who, one.performer_id, day)
        });
        i64::try_from(counted.count()).unwrap() * 10_000
    }

    fn days_at_work(&self) -> i64 {
        let to = self.last_day().checked_add_days(Days::new(1)).unwrap();
        self.records.days_at_work(self.who, Span { from: self.span.from, to })
    }

    /// What is won, for the weekdays elapsed, over all weekdays.
    fn projected(&self) -> Option<Number> {
        let weekdays = |to: NaiveDate| {
            let days = self.span.from.iter_days().take_while(|day| *day < to);
            i128::try_from(days.filter(|day| day.weekday().number_from_monday() <= 5).count()).unwrap()
        };
        let elapsed = weekdays(self.last_day().checked_add_days(Days::new(1)).unwrap());
        let won = i128::from(self.revenue(self.span)?);
        (elapsed > 0).then(|| Number::Money(half_even(won * weekdays(self.span.to), elapsed)))
    }

    pub fn leads(&self) -> i64 {
        let counted = self.records.leads.iter().filter(|lead| {
            let day = self.records.day(lead.received_at);
            self.span.has(day) && self.records.counts(self.who, lead.first_owner_id, day)
        });
        i64::try_from(counted.count()).unwrap() * 10_000
    }

    fn prospecting(&self) -> i64 {
        let counted = self.records.meetings.iter().filter(|meeting| {
            let Some(day) = meeting.starts_at.map(|at| self.records.day(at)) else { return false };
            meeting.status == meeting::Status::Held
                && meeting.purpose == meeting::Purpose::Prospecting
                && self.span.has(day)
                && self.records.counts(self.who, meeting.host_id.or(meeting.set_by_id), day)
        });
        i64::try_from(counted.count()).unwrap() * 10_000
    }

    /// How many deals are open, and what they are worth.
    pub fn open(&self) -> (i64, Option<i64>) {
        let day = self.last_day();
        let (mut count, mut sum) = (0, Some(0));
        for deal in &self.records.deals {
            let Some((look, since)) = self.records.open_on(deal, day) else { continue };
            if !self.records.counts(self.who, look.owner_id, day) {
                continue;
            }
            count += 10_000;
            if let Some(amount) = look.amount {
                let worth = self.records.worth(amount, &look.currency, since);
                sum = sum.zip(worth).map(|(sum, worth)| sum + worth);
            }
        }
        (count, sum)
    }

    /// Of the first deals ever won with each customer, those of the period.
    pub fn new_customers(&self) -> i64 {
        let mut sum = 0;
        for customer in self.records.customers.keys() {
            let won = self.records.deals.iter().filter(|deal| {
                deal.customer_id == Some(*customer) && deal.status == Status::Won && deal.closed_at.is_some()
            });
            let Some(first) = won.min_by_key(|deal| (deal.closed_at, deal.id)) else { continue };
            let day = self.records.day(first.closed_at.unwrap());
            if self.span.has(day) {
                sum += self.records.fraction(self.who, first, day);
            }
        }
        sum
    }

    /// The mean of the days that deals won had been open, each by the share that counts.
    fn cycle(&self, span: Span) -> Option<f64> {
        let (mut seconds, mut shares) = (0.0, 0.0);
        for (deal, day) in self.records.closed(Status::Won, span) {
            let (Some(opened), Some(closed)) = (deal.opened_at, deal.closed_at) else { continue };
            let share = float(self.records.fraction(self.who, deal, day)) / 1e4;
            let time = (self.records.clock(closed) - self.records.clock(opened)).num_seconds().max(0);
            seconds += float(time) * share;
            shares += share;
        }
        (shares != 0.0).then(|| seconds / shares / 86_400.0)
    }

    /// The four factors over the ninety days that end with the period.
    fn velocity(&self) -> Option<Number> {
        let to = self.last_day().checked_add_days(Days::new(1)).unwrap();
        let span = Span { from: to.checked_sub_days(Days::new(90)).unwrap(), to };
        let (won, lost, revenue) = (self.won(span), self.lost(span), self.revenue(span)?);
        let cycle = self.cycle(span).filter(|cycle| *cycle > 0.0)?;
        if won == 0 {
            return None;
        }
        let rate = float(won) / float(won + lost);
        let average = float(revenue) * 1e4 / float(won);
        let money = float(self.open().0) / 1e4 * rate * average / cycle;
        #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "rounded just before")]
        Some(Number::Money(money.round_ties_even() as i64))
    }
}
