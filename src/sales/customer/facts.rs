//! The facts of a customer: when it is active, who is credited with it, how it was won and lost. Pure.
//!
//! A win keeps a customer active for the window W of the settings, a contract while it is in force. Days without a break
//! are one stay, however many wins and contracts it is made of. A departure that is said ends everything that began
//! before its day; a win on that day or later brings the customer back. The first stay makes it a new customer, each
//! further one wins it back. When a stay ends is known when it is stated, so that no clock has to notice.

use chrono::NaiveDate;
use entity::Kind;
use uuid::Uuid;

use super::{
    lifecycle::{Life, Win},
    losses,
};
use crate::ledger::{
    Dimensions, Fact, Facts, Measure, PostingContext, States,
    money::{self, WHOLE},
};

/// A win or a contract: it makes the customer active, and gives it to those who brought it in.
pub(super) struct Claim<'a> {
    pub(super) from: NaiveDate,
    to: Option<NaiveDate>,
    pub(super) shares: Vec<(Option<Uuid>, i64)>,
    /// The deal or contract.
    id: Uuid,
    win: Option<&'a Win>,
}

/// Days on which a customer is active without a break: never without a claim.
pub(super) struct Stay<'a> {
    pub(super) from: NaiveDate,
    pub(super) to: Option<NaiveDate>,
    pub(super) first: Claim<'a>,
    pub(super) further: Vec<Claim<'a>>,
}

impl<'a> Stay<'a> {
    /// The latest win or contract of it.
    pub(super) fn last(&self) -> &Claim<'a> {
        self.further.last().unwrap_or(&self.first)
    }
}

impl Life {
    /// Whether the customer is active on a day and was so on the day before.
    pub fn is_active_around(&self, context: &PostingContext, day: NaiveDate) -> bool {
        !self.is_deleted && self.stays(context).iter().any(|stay| stay.from < day && stay.to.is_none_or(|to| day < to))
    }

    /// The claims in the order in which they begin; on one day contracts first, then the deals as they were won.
    fn claims(&self, context: &PostingContext) -> Vec<Claim<'_>> {
        let wins = self.wins.iter().map(|win| {
            let from = context.day(win.closed_at);
            Claim { from, to: context.lapse(from), shares: win.shares.clone(), id: win.id, win: Some(win) }
        });
        let terms = self.terms.iter().map(|term| {
            // Before it was signed nobody was bound, but who renews late never left.
            let from = if term.is_renewal { term.starts_on } else { term.starts_on.max(context.day(term.signed_at)) };
            Claim { from, to: term.ends_on, shares: vec![(term.owner, WHOLE)], id: term.id, win: None }
        });
        let mut claims: Vec<Claim<'_>> = terms.chain(wins).collect();
        for claim in &mut claims {
            let churn = self.churns.iter().copied().filter(|churn| claim.from < *churn).min();
            claim.to = claim.to.into_iter().chain(churn).min();
        }
        claims.retain(|claim| claim.to.is_none_or(|to| claim.from < to));
        claims.sort_by_key(|claim| (claim.from, claim.win.map(|win| win.closed_at), claim.id));
        claims
    }

    fn stays(&self, context: &PostingContext) -> Vec<Stay<'_>> {
        let mut stays: Vec<Stay<'_>> = Vec::new();
        for claim in self.claims(context) {
            match stays.last_mut() {
                Some(stay) if stay.to.is_none_or(|to| claim.from <= to) => {
                    // No end is the latest of all.
                    stay.to = stay.to.zip(claim.to).map(|(one, other)| one.max(other));
                    stay.further.push(claim);
                }
                _ => stays.push(Stay { from: claim.from, to: claim.to, first: claim, further: Vec::new() }),
            }
        }
        stays
    }
}

impl States for Life {
    fn kind(&self) -> Kind {
        Kind::Customer
    }

    fn id(&self) -> Uuid {
        self.customer
    }

    fn reps(&self) -> Vec<Uuid> {
        let winners = self.wins.iter().flat_map(|win| &win.shares).filter_map(|(rep, _)| *rep);
        winners.chain(self.terms.iter().filter_map(|term| term.owner)).collect()
    }

    fn currencies(&self) -> Vec<&str> {
        self.wins.iter().map(|win| win.currency.as_str()).collect()
    }

    fn facts(&self, context: &PostingContext) -> Vec<Fact> {
        let mut facts = Facts::new(context, Dimensions { customer: Some(self.customer), ..Dimensions::default() });
        if self.is_deleted {
            return facts.done();
        }
        let stays = self.stays(context);
        for (place, stay) in stays.iter().enumerate() {
            let next = stays.get(place + 1);
            held(context, &mut facts, stay);
            if place == 0 {
                came(&mut facts, &stay.first, Measure::NewCustomers);
            } else {
                came(&mut facts, &stay.first, Measure::CustomersWonBack);
                brought(context, &mut facts, stay.first.win, Measure::WonBackRevenue, Measure::WonBackUnconverted);
            }
            lost(context, &mut facts, stay, next);
        }
        losses::differ(context, &mut facts, &stays);
        let first = self.wins.iter().min_by_key(|win| (win.closed_at, win.id));
        brought(context, &mut facts, first, Measure::NewCustomerRevenue, Measure::NewCustomerUnconverted);
        facts.done()
    }
}

/// A stay in the active customers of those who brought in the latest win or contract: from one to the next, and from team
/// to team between.
fn held(context: &PostingContext, facts: &mut Facts<'_>, stay: &Stay<'_>) {
    let ends = stay.further.iter().map(|claim| Some(claim.from)).chain([stay.to]);
    for (claim, to) in std::iter::once(&stay.first).chain(&stay.further).zip(ends) {
        for (rep, share) in &claim.shares {
            let mut days = vec![claim.from];
            days.extend(rep.iter().flat_map(|rep| context.team_changes(*rep, claim.from, to)));
            for (place, day) in days.iter().enumerate() {
                let team = rep.and_then(|rep| context.team(rep, *day));
                facts.state_in(*day, *rep, team, Measure::ActiveCustomers, *share);
                if let Some(end) = days.get(place + 1).copied().or(to) {
                    facts.state_in(end, *rep, team, Measure::ActiveCustomers, -share);
                }
            }
        }
    }
}

/// The customer among the lost ones of those who held it last, in their team of that day, until it comes back.
fn lost(context: &PostingContext, facts: &mut Facts<'_>, stay: &Stay<'_>, next: Option<&Stay<'_>>) {
    let Some(to) = stay.to else { return };
    for (rep, share) in &stay.last().shares {
        let team = rep.and_then(|rep| context.team(rep, to));
        facts.state_in(to, *rep, team, Measure::LostCustomers, *share);
        facts.state_in(to, *rep, team, Measure::ChurnEvents, *share);
        if let Some(next) = next {
            facts.state_in(next.from, *rep, team, Measure::LostCustomers, -share);
        }
    }
}

/// A customer that came, credited to those who brought it in.
fn came(facts: &mut Facts<'_>, claim: &Claim<'_>, measure: Measure) {
    described(facts, claim.win);
    for (rep, share) in &claim.shares {
        facts.state(claim.from, *rep, measure, *share);
    }
    described(facts, None);
}

/// What the win brought that brought a customer in, split so that the parts sum to the whole.
fn brought(context: &PostingContext, facts: &mut Facts<'_>, win: Option<&Win>, revenue: Measure, unconverted: Measure) {
    let Some((win, amount)) = win.and_then(|win| Some((win, win.amount.filter(|amount| *amount != 0)?))) else {
        return;
    };
    let day = context.day(win.closed_at);
    described(facts, Some(win));
    facts.with(|dimensions| dimensions.currency = Some(win.currency.clone()));
    match context.convert(amount, &win.currency, day) {
        Some(value) => {
            let points: Vec<i64> = win.shares.iter().map(|(_, share)| *share).collect();
            for ((rep, _), part) in win.shares.iter().zip(money::split(value, &points)) {
                facts.state(day, *rep, revenue, part);
            }
        }
        None => {
            for (rep, share) in &win.shares {
                facts.state(day, *rep, unconverted, *share);
            }
        }
    }
    described(facts, None);
}

/// The dimensions of a win, or of none.
fn described(facts: &mut Facts<'_>, win: Option<&Win>) {
    facts.with(|dimensions| {
        dimensions.pipeline = win.map(|win| win.pipeline);
        dimensions.source = win.and_then(|win| win.source.clone());
        dimensions.currency = None;
    });
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use chrono::{NaiveTime, TimeDelta};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        ledger::{CalendarUnit, Membership, Net, net, restatement, samples},
        sales::customer::lifecycle::{Term, year_of},
    };

    fn day(number: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + TimeDelta::days(number)
    }

    fn rep(number: u8) -> Option<Uuid> {
        Some(Uuid::from_u128(number.into()))
    }

    fn win(id: u128, on: i64, reps: &[u8]) -> Win {
        let share = WHOLE / i64::try_from(reps.len()).unwrap();
        Win {
            id: Uuid::from_u128(id),
            closed_at: day(on).and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap()).and_utc(),
            shares: reps.iter().map(|number| (rep(*number), share)).collect(),
            amount: Some(10_000),
            currency: "EUR".to_owned(),
            pipeline: Uuid::nil(),
            source: None,
        }
    }

    fn term(id: u128, on: i64, days: Option<i64>) -> Term {
        let starts_on = day(on);
        let signed_at = starts_on.and_time(NaiveTime::MIN).and_utc();
        let ends_on = days.map(|days| day(on + days));
        Term { id: Uuid::from_u128(id), owner: rep(9), signed_at, starts_on, ends_on, is_renewal: false }
    }

    fn summed(life: &Life, context: &PostingContext, measure: Measure) -> Vec<(NaiveDate, Option<Uuid>, i64)> {
        let mut sums: Vec<_> = net(life.facts(context))
            .into_iter()
            .filter(|(key, _)| key.measure == measure)
            .map(|(key, value)| (key.day, key.rep, value))
            .collect();
        sums.sort_unstable();
        sums
    }

    #[test]
    fn a_win_within_the_window_of_another_hands_the_customer_on() {
        let context = samples::paris();
        let life = Life { wins: vec![win(1, 0, &[1]), win(2, 100, &[2])], ..Life::default() };
        let (first, second, lapse) = (day(0), day(100), context.lapse(day(100)).unwrap());
        assert_eq!(
            summed(&life, &context, Measure::ActiveCustomers),
            [(first, rep(1), WHOLE), (second, rep(1), -WHOLE), (second, rep(2), WHOLE), (lapse, rep(2), -WHOLE)]
        );
        assert_eq!(summed(&life, &context, Measure::LostCustomers), [(lapse, rep(2), WHOLE)]);
        assert_eq!(summed(&life, &context, Measure::ChurnEvents), [(lapse, rep(2), WHOLE)]);
        assert_eq!(summed(&life, &context, Measure::NewCustomers), [(first, rep(1), WHOLE)]);
        assert!(summed(&life, &context, Measure::CustomersWonBack).is_empty());
    }

    #[test]
    fn a_departure_ends_what_began_before_and_a_win_after_it_wins_back() {
        let context = samples::paris();
        let life = Life {
            wins: vec![win(1, 0, &[1]), win(2, 50, &[2])],
            terms: vec![term(3, 10, None)],
            churns: vec![day(20)],
            ..Life::default()
        };
        assert_eq!(summed(&life, &context, Measure::CustomersWonBack), [(day(50), rep(2), WHOLE)]);
        assert_eq!(summed(&life, &context, Measure::WonBackRevenue), [(day(50), rep(2), 10_000)]);
        let pool = summed(&life, &context, Measure::LostCustomers);
        assert_eq!(
            pool[..2],
            [(day(20), rep(9), WHOLE), (day(50), rep(9), -WHOLE)],
            "held last by the contract's owner"
        );
        let lapse = context.lapse(day(50)).unwrap();
        assert_eq!(
            summed(&life, &context, Measure::ChurnEvents),
            [(day(20), rep(9), WHOLE), (lapse, rep(2), WHOLE)],
            "lost twice"
        );
        assert!(life.is_active_around(&context, day(19)) && !life.is_active_around(&context, day(20)));
    }

    #[test]
    fn a_customer_by_contract_alone_is_new_on_its_first_day_and_lost_on_its_end() {
        let context = samples::paris();
        let life = Life { terms: vec![term(3, 10, Some(30))], ..Life::default() };
        assert_eq!(summed(&life, &context, Measure::NewCustomers), [(day(10), rep(9), WHOLE)]);
        assert_eq!(summed(&life, &context, Measure::LostCustomers), [(day(40), rep(9), WHOLE)]);
        let renewal = Term { is_renewal: true, ..term(4, 40, Some(30)) };
        let renewed = Life { terms: vec![term(3, 10, Some(30)), renewal], ..Life::default() };
        assert_eq!(summed(&renewed, &context, Measure::LostCustomers), [(day(70), rep(9), WHOLE)]);
    }

    #[test]
    fn an_active_customer_moves_with_the_team_of_its_holder() {
        let mut context = samples::paris();
        let (north, south) = (Uuid::from_u128(100), Uuid::from_u128(200));
        let id = Uuid::from_u128(1);
        context.add_membership(id, Membership { team: north, from: None, to: Some(day(40)) });
        context.add_membership(id, Membership { team: south, from: Some(day(40)), to: None });
        let life = Life { wins: vec![win(1, 0, &[1])], ..Life::default() };
        let teams: BTreeSet<_> = life
            .facts(&context)
            .into_iter()
            .filter(|fact| fact.key.measure == Measure::ActiveCustomers)
            .map(|fact| (fact.key.day, fact.key.team, fact.value))
            .collect();
        let lapse = context.lapse(day(0)).unwrap();
        assert_eq!(
            teams,
            BTreeSet::from([
                (day(0), Some(north), WHOLE),
                (day(40), Some(north), -WHOLE),
                (day(40), Some(south), WHOLE),
                (lapse, Some(south), -WHOLE)
            ])
        );
    }

    fn lives() -> impl Strategy<Value = Life> {
        let reps = prop_oneof![Just(vec![1_u8]), Just(vec![2]), Just(vec![1, 2])];
        let wins = proptest::collection::vec((0_i64..1_500, reps), 0..6);
        let terms = proptest::collection::vec((0_i64..1_500, proptest::option::of(1_i64..600)), 0..3);
        let churns = proptest::collection::vec(0_i64..1_900, 0..4);
        (wins, terms, churns).prop_map(|(wins, terms, churns)| Life {
            wins: (1..).zip(wins).map(|(id, (on, reps))| win(id, on, &reps)).collect(),
            terms: (101..).zip(terms).map(|(id, (on, days))| term(id, on, days)).collect(),
            churns: churns.into_iter().map(day).collect(),
            ..Life::default()
        })
    }

    /// Whether a customer is active on a day, by the definition alone.
    fn is_active(life: &Life, context: &PostingContext, on: NaiveDate) -> bool {
        let stays = |from: NaiveDate| !life.churns.iter().any(|churn| from < *churn && *churn <= on);
        life.wins
            .iter()
            .map(|win| context.day(win.closed_at))
            .any(|from| from <= on && on < context.lapse(from).unwrap() && stays(from))
            || life.terms.iter().any(|term| {
                let from = term.starts_on;
                from <= on && term.ends_on.is_none_or(|end| on < end) && stays(from)
            })
    }

    fn change(before: &Life, after: &Life, context: &PostingContext) -> Net {
        restatement(net(before.facts(context)), net(after.facts(context)))
    }

    proptest! {
        #[test]
        fn the_running_balance_says_on_each_day_whether_the_customer_is_active(life in lives()) {
            let context = samples::paris();
            let facts = net(life.facts(&context));
            let on = |day: NaiveDate, measure: Measure| -> i64 {
                facts.iter().filter(|(key, _)| key.measure == measure && key.day == day).map(|(_, value)| value).sum()
            };
            let (mut active, mut lost, mut came) = (0, 0, 0);
            for number in -1..2_600 {
                let today = day(number);
                let was = active;
                active += on(today, Measure::ActiveCustomers);
                lost += on(today, Measure::LostCustomers);
                prop_assert_eq!(active, if is_active(&life, &context, today) { WHOLE } else { 0 }, "{}", today);
                let new = on(today, Measure::NewCustomers);
                prop_assert_eq!(new + on(today, Measure::CustomersWonBack), (active - was).max(0), "{}", today);
                prop_assert!(new == 0 || came == 0, "new once");
                came += new;
                prop_assert_eq!(active + lost, came, "whoever came is active or lost");
            }
        }

        #[test]
        fn losses_and_their_difference_tell_who_of_the_first_day_of_a_unit_is_lost(
            life in lives(), moves in -1_i64..2_600, start in -40_i64..2_600, window in 1_i16..25
        ) {
            let mut context = samples::paris_of(window);
            let (north, south) = (Uuid::from_u128(100), Uuid::from_u128(200));
            for number in 1..4 {
                let rep = rep(number).unwrap();
                context.add_membership(rep, Membership { team: north, from: None, to: Some(day(moves)) });
                context.add_membership(rep, Membership { team: south, from: Some(day(moves)), to: None });
            }
            let facts = net(life.facts(&context));
            let sums = |measures: [Measure; 2], from: NaiveDate, to: NaiveDate| {
                let mut sums: BTreeMap<(Option<Uuid>, Option<Uuid>), i64> = BTreeMap::new();
                for (key, value) in &facts {
                    if measures.contains(&key.measure) && from <= key.day && key.day < to {
                        *sums.entry((key.rep, key.team)).or_default() += value;
                    }
                }
                sums.retain(|_, sum| *sum != 0);
                sums
            };
            for unit in CalendarUnit::ALL {
                let from = unit.first_day(day(start));
                for to in [day(start), day(start + 1), day(start + 20), unit.end(from)] {
                    let to = to.min(unit.end(from));
                    let changes = sums([Measure::ActiveCustomers; 2], from, to);
                    let lost: BTreeMap<_, i64> = if changes.values().sum::<i64>() < 0 {
                        changes.into_iter().map(|(holder, change)| (holder, -change)).collect()
                    } else {
                        BTreeMap::new()
                    };
                    prop_assert_eq!(sums([Measure::ChurnEvents, unit.loss_difference()], from, to), lost, "{} {}", from, to);
                }
            }
        }

        #[test]
        fn the_wins_since_its_year_tell_all_that_a_deal_changes(
            life in lives(), was in proptest::option::of(0_i64..1_500), is in proptest::option::of(0_i64..1_500),
            window in 1_i16..25
        ) {
            let context = samples::paris_of(window);
            let deal = |on: Option<i64>| on.map(|on| win(1_000, on, &[3]));
            if let Some(first) = was.into_iter().chain(is).map(|on| win(0, on, &[3]).closed_at).min() {
                let first = year_of(first);
                let key = |win: &&Win| (win.closed_at, win.id);
                let before = life.wins.iter().filter(|win| win.closed_at < first).max_by_key(key);
                let since = life.wins.iter().filter(|win| first <= win.closed_at);
                let around: Vec<Win> = before.into_iter().chain(since).cloned().collect();
                let near = Life { wins: around, ..life.clone() };
                let with = |life: &Life, win: Option<Win>| Life { wins: life.wins.iter().cloned().chain(win).collect(), ..life.clone() };
                prop_assert_eq!(
                    change(&with(&near, deal(was)), &with(&near, deal(is)), &context),
                    change(&with(&life, deal(was)), &with(&life, deal(is)), &context)
                );
            }
        }
    }
}
