//! What comes after the sale once more, straight over records: satisfaction, complaints, returns.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{
    deal,
    survey::{Direction, Kind},
    survey_response,
};
use uuid::Uuid;

use super::{
    customers,
    formulas::{self, Number, float, ratio},
    records::{Records, Span, Who, half_even},
};

/// What a KPI comes to by the records, as in [`formulas::value`].
pub fn value(records: &Records, key: &str, who: &Who, span: Span) -> Option<Option<Number>> {
    let ask = Ask { records, who, span };
    Some(match key {
        "CUSTOMER_SATISFACTION" => {
            let answers = ask.answers();
            ratio(answers.iter().map(|answer| score(answer)).sum(), whole(answers.len()))
        }
        "CSAT" => {
            let answers = ask.answers();
            ratio(whole(answers.iter().filter(|answer| is_satisfied(answer)).count()), whole(answers.len()))
        }
        "NPS" => ask.net_promoters(),
        "SURVEY_RESPONSE_RATE" => ask.response_rate(),
        "COMPLAINTS" => Some(Number::Count(ask.complaints())),
        "COMPLAINT_RATE" => {
            let [before, at_end, _] = customers::turnover(records, who, span);
            customers::share(2 * ask.complaints(), before + at_end)
        }
        "COMPLAINT_RESOLUTION_DAYS" => ask.resolution(),
        "COMPLAINT_REOPEN_RATE" => {
            let resolved = ask.resolved();
            ratio(whole(resolved.iter().filter(|(_, reopened)| *reopened).count()), whole(resolved.len()))
        }
        "PRODUCT_RETURNS" => Some(Number::Count(ask.returned(|_| Some(10_000))?)),
        "UNITS_RETURNED" => Some(Number::Count(ask.returned(|returned| Some(returned.units_e4))?)),
        "RETURN_RATE" => money_ratio(ask.value_returned(), ask.revenue()),
        "RETURN_RATE_OF_SALES" => money_ratio(ask.ever_returned(), ask.revenue()),
        "REFUND_AMOUNT" => ask.value_returned().zip(ask.refunds()).map(|(one, other)| Number::Money(one + other)),
        "REVENUE_NET_OF_RETURNS" => {
            ask.revenue().zip(ask.value_returned()).map(|(one, other)| Number::Money(one - other))
        }
        key if key.starts_with("COMPLAINTS_PER") => {
            let Some(Some(Number::Count(won))) = formulas::value(records, "WON_DEALS", who, span) else { return None };
            (won != 0).then(|| Number::Ratio(float(ask.complaints()) * 100.0 / float(won)))
        }
        _ => return None,
    })
}

struct Ask<'a> {
    records: &'a Records,
    who: &'a Who,
    span: Span,
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap() * 10_000
}

fn money_ratio(numerator: Option<i64>, denominator: Option<i64>) -> Option<Number> {
    ratio(numerator?, denominator?)
}

/// The place of an answer between the worst and the best of its scale.
fn score(answer: &survey_response::Model) -> i64 {
    let value = answer.value.unwrap();
    let above = if answer.direction == Direction::Lower { answer.scale_max - value } else { value - answer.scale_min };
    half_even(i128::from(above) * 10_000, i128::from(answer.scale_max - answer.scale_min))
}

fn is_satisfied(answer: &survey_response::Model) -> bool {
    let value = answer.value.unwrap();
    if answer.direction == Direction::Lower { value <= answer.threshold } else { value >= answer.threshold }
}

impl Ask<'_> {
    /// The last answer of each customer to each survey in the period.
    fn answers(&self) -> Vec<&survey_response::Model> {
        let mut last: BTreeMap<(Uuid, Uuid), (NaiveDate, &survey_response::Model)> = BTreeMap::new();
        for answer in &self.records.responses {
            let Some(day) = answer.responded_at.map(|at| self.records.day(at)) else { continue };
            if !self.span.has(day) || !self.records.counts(self.who, answer.response_rep_id, day) {
                continue;
            }
            let kept = last.entry((answer.customer_id, answer.survey_id)).or_insert((day, answer));
            if (kept.0, kept.1.id) < (day, answer.id) {
                *kept = (day, answer);
            }
        }
        last.into_values().map(|(_, answer)| answer).collect()
    }

    fn net_promoters(&self) -> Option<Number> {
        let answers: Vec<_> = self.answers().into_iter().filter(|answer| answer.kind == Kind::Nps).collect();
        let of = |low: i64, high: i64| {
            let range = low * 10_000..=high * 10_000;
            whole(answers.iter().filter(|answer| range.contains(&answer.value.unwrap())).count())
        };
        if answers.is_empty() {
            return None;
        }
        let points = half_even(i128::from(of(9, 10) - of(0, 6)) * 1_000_000, i128::from(whole(answers.len())));
        Some(Number::Ratio(float(points) / 1e4))
    }

    fn response_rate(&self) -> Option<Number> {
        let sent: Vec<_> = self
            .records
            .responses
            .iter()
            .filter(|sent| {
                let day = self.records.day(sent.sent_at);
                self.span.has(day) && self.records.counts(self.who, sent.sent_rep_id, day)
            })
            .collect();
        ratio(whole(sent.iter().filter(|sent| sent.responded_at.is_some()).count()), whole(sent.len()))
    }

    /// The sale that something is about; all of the demo is about one.
    fn sale(&self, deal: Option<Uuid>) -> (&deal::Model, NaiveDate) {
        let deal = self.records.deals.iter().find(|known| Some(known.id) == deal).unwrap();
        assert_eq!(deal.status, deal::Status::Won);
        (deal, self.records.day(deal.closed_at.unwrap()))
    }

    fn complaints(&self) -> i64 {
        let made = self.records.complaints.iter().filter(|made| self.span.has(self.records.day(made.opened_at)));
        made.map(|made| {
            let (deal, sold_on) = self.sale(made.deal_id);
            self.records.fraction(self.who, deal, sold_on)
        })
        .sum()
    }

    fn refunds(&self) -> Option<i64> {
        let mut sum = 0;
        for made in &self.records.complaints {
            let day = self.records.day(made.opened_at);
            let (Some(amount), true) = (made.refund_amount, self.span.has(day)) else { continue };
            let (deal, sold_on) = self.sale(made.deal_id);
            if self.records.fraction(self.who, deal, sold_on) != 0 {
                let worth = self.records.worth(amount, made.refund_currency.as_deref().unwrap(), day)?;
                sum += self.records.part(self.who, deal, worth, sold_on);
            }
        }
        Some(sum)
    }

    /// How many seconds each complaint took to be resolved, and whether it had been reopened.
    fn resolved(&self) -> Vec<(i64, bool)> {
        let resolved = self.records.complaints.iter().filter_map(|made| {
            let at = made.resolved_at?;
            let day = self.records.day(at);
            let counts = self.span.has(day) && self.records.counts(self.who, made.handler_id, day);
            let time = self.records.clock(at) - self.records.clock(made.opened_at);
            counts.then(|| (time.num_seconds().max(0), made.reopen_count > 0))
        });
        resolved.collect()
    }

    fn resolution(&self) -> Option<Number> {
        let times = self.resolved();
        let seconds: i64 = times.iter().map(|(seconds, _)| seconds).sum();
        (!times.is_empty()).then(|| Number::Days(float(seconds) * 1e4 / float(whole(times.len())) / 86_400.0))
    }

    /// The sum of something over the returns of the period, as far as they count.
    fn returned(&self, what: impl Fn(&entity::product_return::Model) -> Option<i64>) -> Option<i64> {
        let mut sum = 0;
        for returned in self.records.returns.iter().filter(|returned| self.span.has(returned.returned_on)) {
            let (deal, sold_on) = self.sale(returned.deal_id);
            if self.records.fraction(self.who, deal, sold_on) != 0 {
                sum += self.records.part(self.who, deal, what(returned)?, sold_on);
            }
        }
        Some(sum)
    }

    fn value_returned(&self) -> Option<i64> {
        self.returned(|returned| self.records.worth(returned.amount, &returned.currency, returned.returned_on))
    }

    /// What ever came back of the sales of the period.
    fn ever_returned(&self) -> Option<i64> {
        let mut sum = 0;
        for returned in &self.records.returns {
            let (deal, sold_on) = self.sale(returned.deal_id);
            if self.span.has(sold_on) && self.records.fraction(self.who, deal, sold_on) != 0 {
                let worth = self.records.worth(returned.amount, &returned.currency, returned.returned_on)?;
                sum += self.records.part(self.who, deal, worth, sold_on);
            }
        }
        Some(sum)
    }

    fn revenue(&self) -> Option<i64> {
        match formulas::value(self.records, "REVENUE", self.who, self.span) {
            Some(Some(Number::Money(revenue))) => Some(revenue),
            _ => None,
        }
    }
}
