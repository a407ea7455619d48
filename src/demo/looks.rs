//! The history of a demo deal: stage, owner, amount and expected close date over time.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::{deal::Status, deal_history::Model};
use uuid::Uuid;

use super::{
    calendar::{plus, way},
    clients::Client,
    company::Company,
    deals::{Course, Opening},
    market::category_of,
};

/// The looks of a deal, and what follows from them.
pub struct Looks {
    /// The pipeline.
    pub pipeline: Uuid,
    /// The looks, oldest first.
    pub rows: Vec<Model>,
    /// When it came to the stage in which one makes an offer.
    pub proposed_at: Option<DateTime<Utc>>,
}

/// What changes of a look.
#[derive(Clone, Copy)]
enum Change {
    Stage(Uuid, i32),
    Amount(i64),
    Expected(NaiveDate),
    Owner(Option<Uuid>),
}

impl Company {
    /// The looks of a deal whose amount becomes what was offered, sooner or later.
    pub(super) fn looks(
        &mut self,
        deal: Uuid,
        client: &Client,
        opening: &Opening,
        course: &Course,
        offered: i64,
    ) -> Looks {
        let stages: Vec<(Uuid, i32)> = self
            .market
            .stages(opening.is_new_business)
            .into_iter()
            .map(|stage| (stage.id, stage.probability_bp))
            .collect();
        let pipeline = self.market.stages(opening.is_new_business).first().map(|stage| stage.pipeline_id);
        let mut changes = self.moves(&stages, course);
        let proposed_at = changes.get(stages.len() / 2 - 1).map(|(at, _)| *at);
        let amount = self.first_amount(offered, course, &mut changes);
        let expected = self.expectation(course, &mut changes);
        if let Some(at) = course.hands.changes_at() {
            changes.push((at, Change::Owner(course.hands.at(at).map(|rep| rep.id))));
        }
        changes.sort_by_key(|(at, _)| *at);
        let (stage, chance) = stages.first().copied().unwrap_or_default();
        let first = Model {
            id: self.ids.at(opening.at),
            deal_id: deal,
            from_at: opening.at,
            stage_id: stage,
            owner_id: opening.owner.map(|rep| rep.id),
            amount,
            currency: client.currency.to_owned(),
            probability_bp: chance,
            forecast_category: category_of(chance),
            expected_close_on: expected,
            status: Status::Open,
            is_back: false,
            passed: None,
        };
        let until = course.until(self.calendar.now);
        let rows = self.rows(first, &changes, course, until);
        Looks { pipeline: pipeline.unwrap_or_default(), rows, proposed_at: proposed_at.filter(|at| *at < until) }
    }

    /// The stages after the first that the deal gets to, evenly on its way; some are passed over.
    fn moves(&mut self, stages: &[(Uuid, i32)], course: &Course) -> Vec<(DateTime<Utc>, Change)> {
        let all = i64::try_from(stages.len()).unwrap_or(1) - 1;
        let reached = all * course.gets_through / 100;
        let moves = (1..).zip(stages.iter().skip(1)).take_while(|(rank, _)| *rank <= reached);
        moves
            .map(|(rank, (stage, chance))| {
                let hundredths = (100 * rank - self.dice.between(0, 40)) / (reached + 1);
                (way(course.opened_at, course.closes_at, hundredths), Change::Stage(*stage, *chance))
            })
            .collect()
    }

    /// The amount at first: what is offered in the end, or a guess that is corrected on the way, or nothing yet.
    fn first_amount(
        &mut self,
        offered: i64,
        course: &Course,
        changes: &mut Vec<(DateTime<Utc>, Change)>,
    ) -> Option<i64> {
        let guess = match self.dice.between(0, 99) {
            0..4 => None,
            4..22 => Some(offered * self.dice.between(70, 140) / 100 / 10_000 * 10_000),
            _ => return Some(offered),
        };
        let hundredths = self.dice.between(15, 60);
        changes.push((way(course.opened_at, course.closes_at, hundredths), Change::Amount(offered)));
        guess
    }

    /// The day on which the deal should close: about the one on which it does, sometimes put off on the way, and
    /// sometimes nobody says.
    fn expectation(&mut self, course: &Course, changes: &mut Vec<(DateTime<Utc>, Change)>) -> Option<NaiveDate> {
        let closes_on = self.context.day(course.closes_at);
        if self.dice.chance(5) {
            return None;
        }
        let earliest = plus(self.context.day(course.opened_at), 3);
        if self.dice.chance(22) {
            let hundredths = self.dice.between(40, 80);
            changes.push((way(course.opened_at, course.closes_at, hundredths), Change::Expected(closes_on)));
            let early = closes_on - TimeDelta::days(self.dice.between(5, 40));
            return Some(early.max(earliest));
        }
        Some(plus(closes_on, u64::try_from(self.dice.mostly_small(0, 40)).unwrap_or(0)))
    }

    /// The looks one after the other, each a little later than the last, up to the present or the closing.
    fn rows(
        &mut self,
        first: Model,
        changes: &[(DateTime<Utc>, Change)],
        course: &Course,
        until: DateTime<Utc>,
    ) -> Vec<Model> {
        let mut rows = vec![first.clone()];
        let mut look = first;
        for (at, change) in changes {
            let at = (*at).max(look.from_at + TimeDelta::seconds(1));
            if at >= until {
                break;
            }
            match *change {
                Change::Stage(stage, chance) => {
                    (look.stage_id, look.probability_bp) = (stage, chance);
                    look.forecast_category = category_of(chance);
                }
                Change::Amount(amount) => look.amount = Some(amount),
                Change::Expected(day) => look.expected_close_on = Some(day),
                Change::Owner(owner) => look.owner_id = owner,
            }
            (look.from_at, look.id) = (at, self.ids.at(at));
            rows.push(look.clone());
        }
        if let Some((status, at)) = course.closed {
            rows.push(Model { id: self.ids.at(at), from_at: at, status, ..look });
        }
        rows
    }
}
