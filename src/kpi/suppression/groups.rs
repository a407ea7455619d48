//! The veil: which figures of a group are shown to those who may not read the figures of each of its members. Pure.
//!
//! A figure is shown when at least `minimum` people stand behind each number that its formula reads – people other than
//! the reader, who can take their own part away – or nobody at all. That alone would not do: a year less eleven months is a
//! month, an organization less all teams but one is a team. So what remains of a whole after everything that is shown of it
//! is taken away must itself come from enough people, or from nobody; else another part is withheld with it. Months make
//! up quarters, and these years; only such whole units are shown, so that no two of them differ by a day. Teams make up
//! the organization, and are shown month by month only, so that no sum over teams meets one over months.
//!
//! A stock is shown when the last month in which anybody moved it was one in which enough people did: then the difference
//! of any two that are shown comes from enough people too.
//!
//! Watching a period that still runs tells who acts when; the veil does not help against patience.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use crate::{
    access::Tree,
    graphql::period::{Calendar, Grain, Period},
    kpi::Span,
    ledger::CalendarUnit,
};

/// Some people.
pub type People = BTreeSet<Uuid>;

/// What somebody did to a measure in a part of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The team of that time; nil for none, and where teams are not told apart.
    pub team: Uuid,
    /// The rep; nil for none.
    pub rep: Uuid,
    /// The first day of the month.
    pub month: NaiveDate,
    /// Whether it is about today or later days.
    pub is_ahead: bool,
    /// What it sums to.
    pub value: i64,
}

/// What is to be seen of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disclosure {
    /// Enough people stand behind it.
    Shown,
    /// Nobody does.
    Empty,
    /// Too few do.
    Withheld,
}

/// A whole calendar unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
}

impl Unit {
    /// The unit that a period is, if it is a whole one.
    pub fn of(calendar: Calendar, period: Period) -> Option<Self> {
        let is = |grain| {
            let unit = calendar.unit(grain, period.from);
            (unit.from, unit.to) == (period.from, period.to) && !period.to_date
        };
        let units = [(Grain::Month, Self::Month), (Grain::Quarter, Self::Quarter), (Grain::Year, Self::Year)];
        units.into_iter().find(|(grain, _)| is(*grain)).map(|(_, unit)| unit)
    }
}

/// The people who count, and how many of them are enough.
#[derive(Clone, Copy, Debug)]
pub struct Veil {
    /// How many are enough.
    pub minimum: usize,
    /// Who reads.
    pub reader: Option<Uuid>,
    /// The day on which it is read.
    pub today: NaiveDate,
}

impl Veil {
    fn is_enough(&self, people: &People) -> bool {
        people.len() >= self.minimum
    }

    fn disclosure(&self, people: &People, is_shown: bool) -> Disclosure {
        match (people.is_empty(), is_shown) {
            (true, _) => Disclosure::Empty,
            (false, true) => Disclosure::Shown,
            (false, false) => Disclosure::Withheld,
        }
    }

    /// Which parts of a whole are shown when the whole is: the parts withheld and the `rest`, which is never shown by
    /// itself, must together come from enough people, or from nobody.
    fn parts(&self, parts: &[People], rest: &People) -> Vec<bool> {
        let mut shown: Vec<bool> = parts.iter().map(|part| part.is_empty() || self.is_enough(part)).collect();
        loop {
            let mut hidden = rest.clone();
            for (part, _) in parts.iter().zip(&shown).filter(|(_, shown)| !**shown) {
                hidden.extend(part);
            }
            let smallest = parts.iter().zip(&mut shown).filter(|(part, shown)| **shown && !part.is_empty());
            match smallest.min_by_key(|(part, _)| part.len()) {
                Some((_, shown)) if !hidden.is_empty() && !self.is_enough(&hidden) => *shown = false,
                _ => return shown,
            }
        }
    }

    /// Whether somebody counts: not the reader, and not nobody.
    fn counts(&self, person: Uuid) -> bool {
        !person.is_nil() && Some(person) != self.reader
    }

    /// Who moved something in each month of a year, on the days of a span.
    fn months(&self, moves: &[Move], year: i32, span: Span) -> Vec<People> {
        let mut months = vec![People::new(); 12];
        for each in moves.iter().filter(|each| each.month.year() == year && self.counts(each.rep)) {
            let month = usize::try_from(each.month.month0()).ok().and_then(|month| months.get_mut(month));
            if let Some(month) = month.filter(|_| self.holds(span, each)) {
                month.insert(each.rep);
            }
        }
        months
    }

    /// Whether a part of a month lies in a span; of the month that runs, what lies before today is told from what is ahead.
    fn holds(&self, span: Span, each: &Move) -> bool {
        let runs = CalendarUnit::Month.first_day(self.today) == each.month;
        let from = if runs && each.is_ahead { self.today } else { each.month };
        let to = if runs && !each.is_ahead { self.today } else { CalendarUnit::Month.end(each.month) };
        from < span.to && span.from.is_none_or(|first| first < to)
    }

    /// The disclosure of what happened in a period that is a calendar unit, on the days of a span within it. Needs the moves of
    /// the whole year.
    pub fn flow(&self, moves: &[Move], unit: Unit, period: Period, span: Span) -> Disclosure {
        let from = period.from;
        // What is cut at today is cut in every unit: the rest of the month, of the quarter and of the year.
        let reach = Span {
            from: span.from.filter(|first| *first > from),
            to: if span.to < period.to { span.to } else { NaiveDate::MAX },
        };
        let months = self.months(moves, from.year(), reach);
        let nobody = People::new();
        let quarters: Vec<People> = months.chunks(3).map(together).collect();
        let year = together(&quarters);
        let is_year_shown = self.is_enough(&year);
        let quarter = usize::try_from(from.month0() / 3).unwrap_or(0);
        let shown_quarters = self.parts(&quarters, &nobody);
        let is_quarter_shown = is_year_shown && shown_quarters.get(quarter).copied().unwrap_or(false);
        match unit {
            Unit::Year => self.disclosure(&year, is_year_shown),
            Unit::Quarter => self.disclosure(quarters.get(quarter).unwrap_or(&nobody), is_quarter_shown),
            Unit::Month => {
                let of_quarter = months.get(quarter * 3..quarter * 3 + 3).unwrap_or_default();
                let month = usize::try_from(from.month0() % 3).unwrap_or(0);
                let shown = self.parts(of_quarter, &nobody);
                let is_shown = is_quarter_shown && shown.get(month).copied().unwrap_or(false);
                self.disclosure(of_quarter.get(month).unwrap_or(&nobody), is_shown)
            }
        }
    }

    /// The disclosure of days that are no calendar unit: those who moved something in the whole months among them must be
    /// enough.
    pub fn days(&self, moves: &[Move], span: Span) -> Disclosure {
        let among = |whole: bool| -> People {
            let lies = |each: &&Move| {
                let (from, to) = (each.month, CalendarUnit::Month.end(each.month));
                if whole {
                    span.from.is_none_or(|first| first <= from) && to <= span.to
                } else {
                    span.from.is_none_or(|first| first < to) && from < span.to
                }
            };
            moves.iter().filter(lies).map(|each| each.rep).filter(|rep| self.counts(*rep)).collect()
        };
        self.disclosure(&among(false), self.is_enough(&among(true)))
    }

    /// The disclosure of a stock before a day.
    pub fn stock(&self, moves: &[Move], before: NaiveDate) -> Disclosure {
        let mut months: BTreeMap<NaiveDate, People> = BTreeMap::new();
        for each in moves.iter().filter(|each| each.month < before && self.counts(each.rep)) {
            months.entry(each.month).or_default().insert(each.rep);
        }
        let Some((_, last)) = months.last_key_value() else { return Disclosure::Empty };
        self.disclosure(last, self.is_enough(last) && self.is_enough(&self.holders(moves, before, |_| true)))
    }

    /// Who holds something of a stock.
    fn holders(&self, moves: &[Move], before: NaiveDate, of: impl Fn(Uuid) -> bool) -> People {
        let mut stocks: HashMap<Uuid, i64> = HashMap::new();
        for each in moves.iter().filter(|each| each.month < before && self.counts(each.rep) && of(each.team)) {
            *stocks.entry(each.rep).or_default() += each.value;
        }
        stocks.into_iter().filter(|(_, stock)| *stock != 0).map(|(rep, _)| rep).collect()
    }

    /// The disclosure of a team among all teams, going by who did something in a span.
    pub fn among_teams(&self, tree: &Tree, team: Uuid, moves: &[Move], span: Span) -> Disclosure {
        let people = |teams: &[Uuid]| -> People {
            match span.from {
                None => self.holders(moves, span.to, |team| teams.contains(&team)),
                Some(_) => moves
                    .iter()
                    .filter(|each| teams.contains(&each.team) && self.counts(each.rep) && self.holds(span, each))
                    .map(|each| each.rep)
                    .collect(),
            }
        };
        let mut path = tree.ancestors(team);
        path.reverse();
        path.push(team);
        let mut children: Vec<Uuid> = tree.roots();
        let mut rest = people(&[Uuid::nil()]);
        let own = people(&tree.subtree([team]));
        for next in path {
            let parts: Vec<People> = children.iter().map(|child| people(&tree.subtree([*child]))).collect();
            let shown = self.parts(&parts, &rest);
            let is_shown = children.iter().zip(shown).any(|(child, shown)| *child == next && shown);
            if !is_shown {
                return self.disclosure(&own, false);
            }
            children = tree.children(next);
            rest = people(&[next]);
        }
        self.disclosure(&own, true)
    }
}

fn together(sets: &[People]) -> People {
    sets.iter().flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Months;
    use proptest::prelude::*;

    const YEAR: i32 = 2026;

    fn month(month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(YEAR, month, 1).unwrap()
    }

    fn rep(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn moved(number: u128, of: u32) -> Move {
        Move { team: Uuid::nil(), rep: rep(number), month: month(of), is_ahead: false, value: 1 }
    }

    fn veil(minimum: usize, reader: Option<u128>) -> Veil {
        Veil { minimum, reader: reader.map(rep), today: NaiveDate::from_ymd_opt(2027, 6, 15).unwrap() }
    }

    fn span(unit: Unit, from: NaiveDate) -> Span {
        let months = match unit {
            Unit::Month => 1,
            Unit::Quarter => 3,
            Unit::Year => 12,
        };
        Span { from: Some(from), to: from + Months::new(months) }
    }

    fn period(span: Span) -> Period {
        Period { from: span.from.unwrap(), to: span.to, grain: Grain::Custom, to_date: false }
    }

    fn disclosure(veil: &Veil, moves: &[Move], unit: Unit, from: u32) -> Disclosure {
        let span = span(unit, month(from));
        veil.flow(moves, unit, period(span), span)
    }

    #[test]
    fn a_month_of_too_few_takes_another_with_it() {
        let everybody = |of: u32| (1..=5).map(move |number| moved(number, of));
        let moves: Vec<Move> = everybody(1).chain(everybody(2)).chain([moved(1, 3)]).chain(everybody(4)).collect();
        let veil = veil(5, None);
        assert_eq!(disclosure(&veil, &moves, Unit::Quarter, 1), Disclosure::Shown);
        assert_eq!(disclosure(&veil, &moves, Unit::Month, 3), Disclosure::Withheld, "one person");
        let others = [disclosure(&veil, &moves, Unit::Month, 1), disclosure(&veil, &moves, Unit::Month, 2)];
        assert!(others.contains(&Disclosure::Withheld), "else the quarter less the two is March");
        assert!(others.contains(&Disclosure::Shown));
        assert_eq!(disclosure(&veil, &moves, Unit::Month, 4), Disclosure::Shown);
        assert_eq!(disclosure(&veil, &moves, Unit::Month, 5), Disclosure::Empty);
    }

    #[test]
    fn the_reader_does_not_count() {
        let moves: Vec<Move> = (1..=5).map(|number| moved(number, 1)).collect();
        assert_eq!(disclosure(&veil(5, None), &moves, Unit::Month, 1), Disclosure::Shown);
        assert_eq!(disclosure(&veil(5, Some(3)), &moves, Unit::Month, 1), Disclosure::Withheld);
        assert_eq!(disclosure(&veil(4, Some(3)), &moves, Unit::Month, 1), Disclosure::Shown);
    }

    #[test]
    fn a_stock_that_one_person_moved_last_is_withheld() {
        let mut moves: Vec<Move> = (1..=5).map(|number| moved(number, 1)).collect();
        let veil = veil(5, None);
        assert_eq!(veil.stock(&moves, month(2)), Disclosure::Shown);
        moves.push(moved(2, 2));
        assert_eq!(veil.stock(&moves, month(2)), Disclosure::Shown);
        assert_eq!(veil.stock(&moves, month(3)), Disclosure::Withheld);
        assert_eq!(veil.stock(&moves, month(5)), Disclosure::Withheld, "nobody has moved it since");
        assert_eq!(veil.stock(&[], month(5)), Disclosure::Empty);
    }

    #[test]
    fn a_small_team_takes_another_with_it() {
        let (north, south, east) = (rep(101), rep(102), rep(103));
        let tree = Tree::of([(north, None), (south, None), (east, None)]);
        let in_team = |team: Uuid, numbers: std::ops::RangeInclusive<u128>| {
            numbers.map(move |number| Move { team, ..moved(number, 1) })
        };
        let veil = veil(3, None);
        let small: Vec<Move> = in_team(north, 1..=3).chain(in_team(south, 4..=7)).chain(in_team(east, 8..=8)).collect();
        let disclosure = |team, moves: &[Move]| veil.among_teams(&tree, team, moves, span(Unit::Month, month(1)));
        assert_eq!(disclosure(east, &small), Disclosure::Withheld);
        assert_eq!(disclosure(north, &small), Disclosure::Withheld, "else all less the others is East");
        assert_eq!(disclosure(south, &small), Disclosure::Shown);
        let large: Vec<Move> = in_team(north, 1..=3).chain(in_team(south, 4..=7)).collect();
        assert_eq!(
            [north, south, east].map(|team| disclosure(team, &large)),
            [Disclosure::Shown, Disclosure::Shown, Disclosure::Empty]
        );
    }

    #[test]
    fn an_open_end_does_not_show_what_is_ahead_of_one_person() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let veil = Veil { minimum: 5, reader: None, today };
        let mut moves: Vec<Move> = (1..=5).map(|number| moved(number, 11)).collect();
        moves.push(Move { is_ahead: true, ..moved(1, 11) });
        let whole = span(Unit::Month, month(11));
        assert_eq!(veil.flow(&moves, Unit::Month, period(whole), whole), Disclosure::Shown);
        let ahead = Span { from: Some(today), to: whole.to };
        assert_eq!(veil.flow(&moves, Unit::Month, period(whole), ahead), Disclosure::Withheld);
        let past = Span { from: whole.from, to: today };
        assert_eq!(veil.flow(&moves, Unit::Month, period(whole), past), Disclosure::Shown);
    }

    /// Linear equations, each with the place of its first unknown, which is in none after it.
    type Basis = Vec<(usize, Vec<f64>)>;

    /// What is left of an equation when those that are known are taken away as often as they fit.
    fn left(basis: &Basis, mut equation: Vec<f64>) -> Vec<f64> {
        for (place, known) in basis {
            let factor = equation[*place];
            if factor != 0.0 {
                equation.iter_mut().zip(known).for_each(|(cell, part)| *cell -= factor * part);
            }
        }
        equation
    }

    fn basis(equations: Vec<Vec<f64>>) -> Basis {
        let mut basis = Basis::new();
        for equation in equations {
            let left = left(&basis, equation);
            if let Some(place) = left.iter().position(|cell| cell.abs() > 1e-9) {
                let first = left[place];
                basis.push((place, left.into_iter().map(|cell| cell / first).collect()));
            }
        }
        basis
    }

    /// What a person did in some months, as a vector.
    fn cells(people: u128, number: u128, months: &[u32]) -> Vec<f64> {
        let every = (1..=people).flat_map(|each| (1..=12).map(move |of| (each, of)));
        every.map(|(each, of)| if each == number && months.contains(&of) { 1.0 } else { 0.0 }).collect()
    }

    /// What all shown figures say of what each person did in each month: one equation a figure.
    fn equations(veil: &Veil, moves: &[Move], people: u128) -> Vec<Vec<f64>> {
        let did = |number: u128, of: u32| moves.iter().any(|each| each.rep == rep(number) && each.month == month(of));
        let mut equations = Vec::new();
        let units = (1..=12).map(|of| (Unit::Month, of, 1));
        let units = units.chain([1, 4, 7, 10].map(|of| (Unit::Quarter, of, 3))).chain([(Unit::Year, 1, 12)]);
        for (unit, from, months) in units {
            if disclosure(veil, moves, unit, from) != Disclosure::Withheld {
                let row = (1..=people).flat_map(|number| {
                    (1..=12)
                        .map(move |of| if (from..from + months).contains(&of) && did(number, of) { 1.0 } else { 0.0 })
                });
                equations.push(row.collect());
            }
        }
        // Readers know what they did themselves.
        let readers = (1..=people).filter(|number| veil.reader == Some(rep(*number)));
        for (number, of) in readers.flat_map(|number| (1..=12).map(move |of| (number, of))) {
            equations.push(cells(people, number, &[of]));
        }
        equations
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        /// From all figures that are shown, of whatever unit, nobody's part of a month can be solved for, nor what a
        /// person did in a year.
        #[test]
        fn nobody_can_be_singled_out_from_all_that_is_shown(
            did in proptest::collection::vec(proptest::collection::vec(0_u32..3, 12), 1..9),
            minimum in 2_usize..6,
            reads in proptest::bool::ANY,
        ) {
            let people = u128::try_from(did.len()).unwrap();
            let moves: Vec<Move> = (1..=people)
                .zip(&did)
                .flat_map(|(number, months)| (1..=12).zip(months).filter(|(_, did)| **did == 0).map(move |(of, _)| moved(number, of)))
                .collect();
            let veil = veil(minimum, reads.then_some(1));
            let known = basis(equations(&veil, &moves, people));
            for number in (1..=people).filter(|number| veil.reader != Some(rep(*number))) {
                let months: Vec<u32> = moves.iter().filter(|each| each.rep == rep(number)).map(|each| each.month.month()).collect();
                let year = [months.clone()];
                for wanted in months.iter().map(|of| vec![*of]).chain(year).filter(|wanted| !wanted.is_empty()) {
                    let unknown = left(&known, cells(people, number, &wanted)).iter().any(|cell| cell.abs() > 1e-9);
                    prop_assert!(unknown, "person {number} can be singled out");
                }
            }
        }
    }
}
