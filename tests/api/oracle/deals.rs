//! The formulas of deals on their way once more: stages, reasons, what is due, what wants tidying.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use entity::{
    deal::{self, Status},
    deal_history, interaction, meeting,
};
use uuid::Uuid;

use super::{
    formulas::{Ask, Number, average, float, ratio},
    records::half_even,
};

/// A deal in a stage.
pub struct Stay {
    pub stage: Uuid,
    pub since: DateTime<Utc>,
    first: Option<Uuid>,
    /// When it was left and by whom; `None` while it goes on.
    pub left: Option<(DateTime<Utc>, Option<Uuid>)>,
    /// Whether it was closed from there without a win.
    is_lost: bool,
}

fn midnight(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN)
}

fn counted(number: usize) -> i64 {
    i64::try_from(number).unwrap() * 10_000
}

fn share(part: Option<i64>, whole: Option<i64>) -> Option<Number> {
    part.zip(whole).and_then(|(part, whole)| ratio(part, whole))
}

impl Ask<'_> {
    pub fn of_deals(&self, key: &str) -> Option<Option<Number>> {
        let span = self.span;
        Some(match key {
            "WIN_RATE_BY_VALUE" => {
                let won = self.revenue(span);
                share(won, won.zip(self.lost_amount()).map(|(won, lost)| won + lost))
            }
            "WON_DEALS_TOUCHED" => Some(Number::Count(counted(self.touched().len()))),
            "MEDIAN_DEAL_VALUE" => self.median(),
            "AVERAGE_OPEN_DEAL_VALUE" => average(self.open().1, self.open().0),
            "ZERO_AMOUNT_WINS" => {
                Some(Number::Count(self.fractions(Status::Won, |deal| deal.amount.unwrap_or(0) == 0)))
            }
            "LOST_DEAL_CYCLE_DAYS" => self.lost_cycle().map(Number::Days),
            "WIN_REASONS" => Some(Number::Count(self.won(span))),
            "LOSS_REASONS" => Some(Number::Count(self.lost(span))),
            "REASON_COVERAGE" => {
                let given = |status| self.fractions(status, |deal| deal.reason_id.is_some());
                ratio(given(Status::Won) + given(Status::Lost), self.won(span) + self.lost(span))
            }
            "PIPELINE_GENERATED" => self.generated().map(Number::Money),
            "PIPELINE_WATERFALL" => self.open().1.map(Number::Money),
            "DATA_HYGIENE" => ratio(self.untidy(), self.open().0),
            "STAGE_CONVERSION" => self.conversion(),
            "TIME_IN_STAGE" => self.time_in_stage().map(Number::Days),
            "NEXT_STEP_COVERAGE" if span.to <= self.records.today => None,
            "NEXT_STEP_COVERAGE" => ratio(self.covered(), self.open().0),
            "DISCOUNT_RATE" => self.beside(|deal| deal.list_amount).and_then(|(list, own)| ratio(list - own, list)),
            "GROSS_MARGIN" => self.beside(|deal| deal.cost_amount).and_then(|(cost, own)| ratio(own - cost, own)),
            "SLIPPAGE_RATE" if span.to > self.records.today => None,
            "SLIPPAGE_RATE" => {
                let due = self.expected();
                let slipped = due
                    .iter()
                    .filter(|deal| deal.closed_at.is_none_or(|at| self.records.clock(at) >= midnight(span.to)));
                ratio(counted(slipped.count()), counted(due.len()))
            }
            "PUSH_COUNT" => Some(Number::Count(counted(self.expected().iter().map(|deal| self.pushes(deal)).sum()))),
            "STALLED_DEALS" if span.to <= self.records.today => None,
            "STALLED_DEALS" => Some(Number::Count(counted(self.stalled()))),
            _ => return None,
        })
    }

    fn lost_amount(&self) -> Option<i64> {
        let mut sum = 0;
        for (deal, day) in self.records.closed(Status::Lost, self.span) {
            if self.records.fraction(self.who, deal, day) != 0 && self.records.counts_as_loss(deal) {
                let worth = self.records.worth(deal.amount.unwrap_or(0), &deal.currency, day)?;
                sum += self.records.part(self.who, deal, worth, day);
            }
        }
        Some(sum)
    }

    fn touched(&self) -> Vec<(&deal::Model, NaiveDate)> {
        let won = self.records.closed(Status::Won, self.span).into_iter();
        won.filter(|(deal, day)| self.records.fraction(self.who, deal, *day) != 0).collect()
    }

    /// The middle of what deals won brought, each part brought to the whole.
    fn median(&self) -> Option<Number> {
        let mut values = Vec::new();
        for (deal, day) in self.touched() {
            let worth = self.records.worth(deal.amount.unwrap_or(0), &deal.currency, day)?;
            let part = self.records.part(self.who, deal, worth, day);
            let share = self.records.fraction(self.who, deal, day);
            values.push(half_even(i128::from(part) * 10_000, i128::from(share)));
        }
        values.sort_unstable();
        let middle = values.len() / 2;
        let upper = values.get(middle)?;
        Some(Number::Money(if values.len() % 2 == 0 { (values[middle - 1] + upper) / 2 } else { *upper }))
    }

    /// The fractions of deals closed one way of which something is so.
    fn fractions(&self, status: Status, is_so: impl Fn(&deal::Model) -> bool) -> i64 {
        let closed = self.records.closed(status, self.span).into_iter();
        closed
            .filter(|(deal, _)| is_so(deal) && (status == Status::Won || self.records.counts_as_loss(deal)))
            .map(|(deal, day)| self.records.fraction(self.who, deal, day))
            .sum()
    }

    fn lost_cycle(&self) -> Option<f64> {
        let (mut seconds, mut shares) = (0.0, 0.0);
        for (deal, day) in self.records.closed(Status::Lost, self.span) {
            let (Some(opened), Some(closed)) = (deal.opened_at, deal.closed_at) else { continue };
            if self.records.counts_as_loss(deal) {
                let share = float(self.records.fraction(self.who, deal, day)) / 1e4;
                let time = (self.records.clock(closed) - self.records.clock(opened)).num_seconds().max(0);
                seconds += float(time) * share;
                shares += share;
            }
        }
        (shares != 0.0).then(|| seconds / shares / 86_400.0)
    }

    /// What deals opened in the period were worth at first.
    fn generated(&self) -> Option<i64> {
        let mut sum = 0;
        for deal in &self.records.deals {
            let Some(day) = deal.opened_at.map(|at| self.records.day(at)) else { continue };
            let Some(first) = self.records.history.get(&deal.id).and_then(|looks| looks.first()) else { continue };
            if self.span.has(day) && self.records.counts(self.who, first.owner_id, day) {
                sum += self.records.worth(first.amount.unwrap_or(0), &first.currency, day)?;
            }
        }
        Some(sum)
    }

    fn untidy(&self) -> i64 {
        let day = self.last_day();
        let looks = self.records.deals.iter().filter_map(|deal| self.records.open_on(deal, day));
        let mine = looks.filter(|(look, _)| self.records.counts(self.who, look.owner_id, day));
        let untidy = mine
            .filter(|(look, _)| look.amount.is_none() || look.expected_close_on.is_some_and(|expected| expected < day));
        counted(untidy.count())
    }

    /// The stays of a deal in stages.
    pub fn stays(&self, deal: &deal::Model) -> Vec<Stay> {
        let mut stays: Vec<Stay> = Vec::new();
        let mut before: Option<&deal_history::Model> = None;
        for look in self.records.history.get(&deal.id).into_iter().flatten().filter(|look| look.status == Status::Open)
        {
            if before.is_none_or(|before| before.stage_id != look.stage_id) {
                if let (Some(stay), Some(before)) = (stays.last_mut(), before) {
                    stay.left = Some((look.from_at, before.owner_id));
                }
                let since = if stays.is_empty() { deal.opened_at.unwrap_or(look.from_at) } else { look.from_at };
                stays.push(Stay { stage: look.stage_id, since, first: look.owner_id, left: None, is_lost: false });
            }
            before = Some(look);
        }
        if let (Some(stay), Some(before), Some(at)) = (stays.last_mut(), before, deal.closed_at) {
            stay.left = Some((at, before.owner_id));
            stay.is_lost = deal.status == Status::Lost;
        }
        stays
    }

    /// In the demo nobody goes back or passes over a stage.
    fn conversion(&self) -> Option<Number> {
        let (mut entries, mut advanced) = (0, 0);
        for stay in self.records.deals.iter().flat_map(|deal| self.stays(deal)) {
            let day = self.records.day(stay.since);
            if self.span.has(day) && self.records.counts(self.who, stay.first, day) {
                entries += 1;
                advanced += i64::from(stay.left.is_some() && !stay.is_lost);
            }
        }
        ratio(advanced * 10_000, entries * 10_000)
    }

    fn time_in_stage(&self) -> Option<f64> {
        let mut times = Vec::new();
        for stay in self.records.deals.iter().flat_map(|deal| self.stays(deal)) {
            let Some((at, owner)) = stay.left else { continue };
            let day = self.records.day(at);
            if self.span.has(day) && self.records.counts(self.who, owner, day) {
                times.push((self.records.clock(at) - self.records.clock(stay.since)).num_seconds().max(0));
            }
        }
        let count = i64::try_from(times.len()).unwrap();
        (count != 0).then(|| float(times.iter().sum()) / float(count) / 86_400.0)
    }

    fn covered(&self) -> i64 {
        let open = self.records.deals.iter().filter(|deal| deal.status == Status::Open);
        let covered = open.filter(|deal| {
            deal.next_step_on
                .is_some_and(|day| day >= self.records.today && self.records.counts(self.who, deal.owner_id, day))
        });
        counted(covered.count())
    }

    /// What deals won come to otherwise, and what they brought, where both are known.
    pub fn beside(&self, other: impl Fn(&deal::Model) -> Option<i64>) -> Option<(i64, i64)> {
        let mut sums = (0, 0);
        for (deal, day) in self.records.closed(Status::Won, self.span) {
            let (Some(other), Some(own)) = (other(deal), deal.amount) else { continue };
            let part = |amount| {
                let worth = self.records.worth(amount, &deal.currency, day)?;
                Some(self.records.part(self.who, deal, worth, day))
            };
            sums = (sums.0 + part(other)?, sums.1 + part(own)?);
        }
        Some(sums)
    }

    /// The deals that should close in the period, as was known when it began.
    fn expected(&self) -> Vec<&deal::Model> {
        let start = midnight(self.span.from);
        let due = self.records.deals.iter().filter(|deal| {
            let mut looks = self.records.history.get(&deal.id).into_iter().flatten();
            let Some(look) = looks.rfind(|look| self.records.clock(look.from_at) < start) else { return false };
            look.status == Status::Open
                && look.expected_close_on.is_some_and(|day| self.span.has(day))
                && deal.closed_at.is_none_or(|at| self.records.clock(at) >= start)
                && self.records.counts(self.who, look.owner_id, self.span.from)
        });
        due.collect()
    }

    fn pushes(&self, deal: &deal::Model) -> usize {
        let looks: Vec<&deal_history::Model> = self.records.history.get(&deal.id).into_iter().flatten().collect();
        let pairs = looks.windows(2).filter(|pair| {
            let at = self.records.clock(pair[1].from_at);
            let is_later = pair[0].expected_close_on.zip(pair[1].expected_close_on).is_some_and(|(one, two)| one < two);
            is_later && midnight(self.span.from) <= at && at < midnight(self.span.to)
        });
        pairs.count()
    }

    fn stalled(&self) -> usize {
        let since = midnight(self.records.today.checked_sub_days(Days::new(29)).unwrap());
        let is_recent = |at: DateTime<Utc>| self.records.clock(at) >= since;
        let open = self.records.deals.iter().filter(|deal| deal.status == Status::Open);
        let mine = open.filter(|deal| self.records.counts(self.who, deal.owner_id, self.records.today));
        let stalled = mine.filter(|deal| {
            let contacts = self.records.interactions.iter().filter(|one| one.deal_id == Some(deal.id));
            let meetings = self.records.meetings.iter().filter(|one| one.deal_id == Some(deal.id));
            let mut looks = self.records.history.get(&deal.id).into_iter().flatten();
            !contacts.filter(|one| one.status == interaction::Status::Done).any(|one| is_recent(one.occurred_at))
                && !meetings
                    .filter(|one| one.status == meeting::Status::Held)
                    .any(|one| one.starts_at.is_some_and(is_recent))
                && !looks.any(|look| is_recent(look.from_at))
        });
        stalled.count()
    }
}
