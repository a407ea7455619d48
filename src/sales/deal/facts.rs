//! The facts of a deal. Pure.
//!
//! An open deal stands in the open pipeline of its owner, from the day it was opened until the day it is closed; each
//! change of owner, team, stage or amount moves it on the day of the change. It also stands on the day it should close.
//! A closed deal states its latest outcome only, shared among those it is credited to: a deal that was won and reopened
//! has left the period it was won in.

use chrono::NaiveDate;
use entity::{Kind, deal, stage::ForecastCategory};
use uuid::Uuid;

use super::state::{DealState, Snapshot};
use crate::ledger::{
    Days, Dimensions, Fact, Facts, Measure, PostingContext, States,
    money::{self, WHOLE},
};

/// What a deal looks like on the days from one to another.
pub(super) struct Stretch<'a> {
    pub(super) from: NaiveDate,
    pub(super) to: Option<NaiveDate>,
    /// The day whose rate values the amount: that of the last change of the amount.
    valued_on: NaiveDate,
    pub(super) look: &'a Snapshot,
}

impl Stretch<'_> {
    /// What the deal is worth: `None` without an amount, `Some(None)` for want of a rate.
    pub(super) fn value(&self, context: &PostingContext) -> Option<Option<i64>> {
        self.look.amount.map(|amount| context.convert(amount, &self.look.currency, self.valued_on))
    }

    /// The days on which it stands with an owner of another team than the day before, the first included.
    pub(super) fn days(&self, context: &PostingContext) -> Vec<NaiveDate> {
        let changes = self.look.owner.into_iter().flat_map(|owner| context.team_changes(owner, self.from, self.to));
        std::iter::once(self.from).chain(changes).collect()
    }
}

impl States for DealState {
    fn kind(&self) -> Kind {
        Kind::Deal
    }

    fn id(&self) -> Uuid {
        self.deal.id
    }

    fn reps(&self) -> Vec<Uuid> {
        let owners = self.history.iter().filter_map(|look| look.owner);
        owners.chain(self.deal.owner_id).chain(self.credits.iter().map(|(rep, _)| *rep)).collect()
    }

    fn currencies(&self) -> Vec<&str> {
        let past = self.history.iter().map(|look| look.currency.as_str());
        past.chain([self.deal.currency.as_str()]).collect()
    }

    fn facts(&self, context: &PostingContext) -> Vec<Fact> {
        if self.deal.deleted_at.is_some() {
            return Vec::new();
        }
        let mut facts = Facts::new(
            context,
            Dimensions {
                customer: self.deal.customer_id,
                pipeline: Some(self.deal.pipeline_id),
                source: self.deal.source.clone(),
                campaign: self.deal.campaign_id,
                ..Dimensions::default()
            },
        );
        self.opening(context, &mut facts);
        let stretches = self.stretches(context);
        for stretch in &stretches {
            self.pipeline(context, &mut facts, stretch);
        }
        self.flows(context, &mut facts, &stretches);
        self.stays(context, &mut facts);
        match (self.deal.status, self.deal.closed_at) {
            (deal::Status::Open, _) => {
                if let Some(last) = stretches.last() {
                    self.expectation(context, &mut facts, last);
                    self.next_step(&mut facts, last);
                }
            }
            (deal::Status::Won, Some(at)) => self.won(context, &mut facts, context.day(at)),
            (deal::Status::Lost, Some(at)) if self.counts_as_loss => self.lost(context, &mut facts, context.day(at)),
            _ => {}
        }
        facts.done()
    }
}

/// The measures of the deals of a category and of their amounts.
const fn expected_in(category: ForecastCategory) -> (Measure, Measure) {
    match category {
        ForecastCategory::Pipeline => (Measure::ExpectedPipelineDeals, Measure::ExpectedPipeline),
        ForecastCategory::BestCase => (Measure::ExpectedBestCaseDeals, Measure::ExpectedBestCase),
        ForecastCategory::Commit => (Measure::ExpectedCommitDeals, Measure::ExpectedCommit),
        ForecastCategory::Omitted => (Measure::ExpectedOmittedDeals, Measure::ExpectedOmitted),
    }
}

impl DealState {
    /// The deal as created, on the day it was opened.
    fn opening(&self, context: &PostingContext, facts: &mut Facts<'_>) {
        let (Some(opened_at), Some(first)) = (self.deal.opened_at, self.history.first()) else { return };
        let day = context.day(opened_at);
        facts.state(day, first.owner, Measure::DealsCreated, WHOLE);
        if let Some(amount) = first.amount.and_then(|amount| context.convert(amount, &first.currency, day)) {
            facts.with(|dimensions| dimensions.currency = Some(first.currency.clone()));
            facts.state(day, first.owner, Measure::PipelineCreated, amount);
            facts.with(|dimensions| dimensions.currency = None);
        } else if first.amount.is_some() {
            facts.state(day, first.owner, Measure::CreatedUnconverted, WHOLE);
        }
    }

    /// The days on which the deal was open, cut where it changed. Of several changes on a day the last counts. A deal
    /// that was closed and reopened was open all along, as its earlier outcome no longer counts.
    fn stretches(&self, context: &PostingContext) -> Vec<Stretch<'_>> {
        let closed_on = match self.deal.status {
            deal::Status::Open => None,
            _ => match self.deal.closed_at {
                Some(at) => Some(context.day(at)),
                None => return Vec::new(),
            },
        };
        let mut stretches: Vec<Stretch<'_>> = Vec::new();
        for look in self.history.iter().filter(|look| look.status == deal::Status::Open) {
            let day = context.day(look.from_at);
            // The first look holds since the opening, even if the row was written later.
            let from = if stretches.is_empty() { self.deal.opened_at.map_or(day, |at| context.day(at)) } else { day };
            let mut valued_on = from;
            if let Some(last) = stretches.last_mut() {
                if (last.look.amount, &last.look.currency) == (look.amount, &look.currency) {
                    valued_on = last.valued_on;
                }
                last.to = Some(from.max(last.from));
            }
            stretches.push(Stretch { from, to: None, valued_on, look });
        }
        if let Some(last) = stretches.last_mut() {
            last.to = closed_on;
        }
        if let Some(closed_on) = closed_on {
            stretches.retain(|stretch| stretch.from < closed_on);
            for stretch in &mut stretches {
                stretch.to = stretch.to.map(|to| to.min(closed_on));
            }
        }
        stretches.retain(|stretch| stretch.to.is_none_or(|to| stretch.from < to));
        stretches
    }

    /// A stretch in the open pipeline: in on its first day, out on the first day after, and from team to team between.
    fn pipeline(&self, context: &PostingContext, facts: &mut Facts<'_>, stretch: &Stretch<'_>) {
        let Stretch { to, look, .. } = stretch;
        let days = stretch.days(context);
        let value = stretch.value(context);
        facts.with(|dimensions| {
            dimensions.stage = Some(look.stage);
            dimensions.currency = look.amount.map(|_| look.currency.clone());
        });
        for (place, day) in days.iter().enumerate() {
            let team = look.owner.and_then(|owner| context.team(owner, *day));
            let ends = days.get(place + 1).copied().or(*to);
            for (day, sign) in [(Some(*day), 1), (ends, -1)] {
                let Some(day) = day else { continue };
                facts.state_in(day, look.owner, team, Measure::OpenDeals, sign * WHOLE);
                match value {
                    Some(Some(value)) => facts.state_in(day, look.owner, team, Measure::OpenAmount, sign * value),
                    Some(None) => facts.state_in(day, look.owner, team, Measure::OpenUnconverted, sign * WHOLE),
                    None => {}
                }
            }
            self.untidy(facts, look, Days::new(Some(*day), ends), team);
        }
        facts.with(|dimensions| {
            dimensions.stage = None;
            dimensions.currency = None;
        });
    }

    /// An open deal on the day it should close, or among those without such a day.
    fn expectation(&self, context: &PostingContext, facts: &mut Facts<'_>, last: &Stretch<'_>) {
        let look = last.look;
        let value = last.value(context);
        facts.with(|dimensions| {
            dimensions.stage = Some(look.stage);
            dimensions.currency = look.amount.map(|_| look.currency.clone());
        });
        let weighted = |value| money::share_of(value, i64::from(look.probability_bp));
        match look.expected_close_on {
            Some(day) => {
                let chance = i64::from(look.probability_bp);
                let (deals, amount) = expected_in(look.category);
                facts.state(day, look.owner, Measure::ExpectedDeals, WHOLE);
                facts.state(day, look.owner, Measure::ExpectedWeightedDeals, chance);
                facts.state(day, look.owner, deals, WHOLE);
                match value {
                    Some(Some(value)) => {
                        facts.state(day, look.owner, Measure::ExpectedAmount, value);
                        facts.state(day, look.owner, Measure::ExpectedWeighted, weighted(value));
                        facts.state(day, look.owner, Measure::ExpectedVariance, money::variance(value, chance));
                        facts.state(day, look.owner, amount, value);
                    }
                    Some(None) => facts.state(day, look.owner, Measure::ExpectedUnconverted, WHOLE),
                    None => {}
                }
            }
            None => {
                facts.state(last.from, look.owner, Measure::UndatedDeals, WHOLE);
                if let Some(Some(value)) = value {
                    facts.state(last.from, look.owner, Measure::UndatedAmount, value);
                    facts.state(last.from, look.owner, Measure::UndatedWeighted, weighted(value));
                }
            }
        }
    }

    /// An open deal on the day of its next step.
    fn next_step(&self, facts: &mut Facts<'_>, last: &Stretch<'_>) {
        if let Some(day) = self.deal.next_step_on {
            facts.with(|dimensions| dimensions.stage = Some(last.look.stage));
            facts.state(day, last.look.owner, Measure::NextSteps, WHOLE);
            facts.with(|dimensions| dimensions.stage = None);
        }
    }

    fn won(&self, context: &PostingContext, facts: &mut Facts<'_>, day: NaiveDate) {
        let shares = self.shares();
        for (rep, share) in &shares {
            facts.state(day, *rep, Measure::DealsWon, *share);
        }
        if self.deal.amount.unwrap_or(0) == 0 {
            for (rep, share) in &shares {
                facts.state(day, *rep, Measure::ZeroAmountWins, *share);
            }
        }
        self.reason(facts, day, Measure::WonWithReason);
        self.amounts(context, facts, day, Measure::Revenue, Measure::RevenueUnconverted);
        if self.deal.is_marketing_sourced {
            self.amounts(context, facts, day, Measure::MarketingRevenue, Measure::MarketingRevenueUnconverted);
        }
        self.cycle(context, facts, day, Measure::CycleSeconds, Measure::CycleDeals);
        let listed = [Measure::ListedAmount, Measure::ListedRevenue, Measure::ListedDeals];
        self.beside(context, facts, day, self.deal.list_amount, listed);
        let costed = [Measure::CostAmount, Measure::CostedRevenue, Measure::CostedDeals];
        self.beside(context, facts, day, self.deal.cost_amount, costed);
    }

    fn lost(&self, context: &PostingContext, facts: &mut Facts<'_>, day: NaiveDate) {
        facts.with(|dimensions| dimensions.stage = Some(self.deal.stage_id));
        for (rep, share) in self.shares() {
            facts.state(day, rep, Measure::DealsLost, share);
        }
        self.reason(facts, day, Measure::LostWithReason);
        self.amounts(context, facts, day, Measure::LostAmount, Measure::LostUnconverted);
        self.cycle(context, facts, day, Measure::LostCycleSeconds, Measure::LostCycleDeals);
        facts.with(|dimensions| dimensions.stage = None);
    }

    /// Whether a closed deal says why.
    fn reason(&self, facts: &mut Facts<'_>, day: NaiveDate, given: Measure) {
        if self.deal.reason_id.is_some() {
            for (rep, share) in self.shares() {
                facts.state(day, rep, given, share);
            }
        }
    }

    /// How long a closed deal had been worked, where its opening is known.
    fn cycle(&self, context: &PostingContext, facts: &mut Facts<'_>, day: NaiveDate, time: Measure, deals: Measure) {
        let (Some(opened_at), Some(closed_at)) = (self.deal.opened_at, self.deal.closed_at) else { return };
        // Wall-clock time, so that a change to summer time costs nobody an hour.
        let seconds = (context.local(closed_at) - context.local(opened_at)).num_seconds().max(0);
        for (rep, share) in self.shares() {
            facts.state(day, rep, time, money::share_of(seconds, share));
            facts.state(day, rep, deals, share);
        }
    }

    /// What a deal brought beside another amount of its lines, where both are known: that amount, the revenue, the deal.
    fn beside(
        &self,
        context: &PostingContext,
        facts: &mut Facts<'_>,
        day: NaiveDate,
        other: Option<i64>,
        measures: [Measure; 3],
    ) {
        let value = |own: Option<i64>| own.and_then(|own| context.convert(own, &self.deal.currency, day));
        let (Some(other), Some(own)) = (value(other), value(self.deal.amount)) else { return };
        let shares = self.shares();
        let points: Vec<i64> = shares.iter().map(|(_, share)| *share).collect();
        let [others, owns, deals] = measures;
        for (measure, value) in [(others, other), (owns, own)] {
            for ((rep, _), part) in shares.iter().zip(money::split(value, &points)) {
                facts.state(day, *rep, measure, part);
            }
        }
        for (rep, share) in shares {
            facts.state(day, rep, deals, share);
        }
    }

    /// The amount at the rate of the closing day, split so that the parts sum to the whole.
    fn amounts(
        &self,
        context: &PostingContext,
        facts: &mut Facts<'_>,
        day: NaiveDate,
        amount: Measure,
        unconverted: Measure,
    ) {
        let Some(own) = self.deal.amount.filter(|own| *own != 0) else { return };
        facts.with(|dimensions| dimensions.currency = Some(self.deal.currency.clone()));
        let shares = self.shares();
        match context.convert(own, &self.deal.currency, day) {
            Some(value) => {
                let points: Vec<i64> = shares.iter().map(|(_, share)| *share).collect();
                for ((rep, _), part) in shares.iter().zip(money::split(value, &points)) {
                    facts.state(day, *rep, amount, part);
                }
            }
            None => {
                for (rep, share) in shares {
                    facts.state(day, rep, unconverted, share);
                }
            }
        }
        facts.with(|dimensions| dimensions.currency = None);
    }
}
