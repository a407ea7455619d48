//! Sums: many cells read from the totals at once.
//!
//! A span is read as whole months plus the days at its edges; a running balance as all months before plus the days of the
//! last. Whatever the cells, one statement reads all that are sums – a select for each table of totals and kind of subject
//! – and one more each kind of number that is no sum.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{Datelike, Months, NaiveDate};
use entity::{total_rep_day, total_rep_month, total_team_month};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryResult, QuerySelect, QueryTrait,
    sea_query::{CaseStatement, Expr, ExprTrait, SelectStatement, SimpleExpr, UnionType},
};
use uuid::Uuid;

use super::{
    Cell, Slice, Sliced, Span,
    departures::{self, Changes, Departures},
    pull::{self, Ground},
    view::{Key, View},
};
use crate::{
    access::{Subject, Tree, Viewer},
    api::Loader,
    db::Line,
    error::Result,
    ledger::{Book, Measure},
    maps::Map,
};

/// Reads the numbers that formulas ask for. Lives as long as a request.
pub struct Sums {
    pub(super) db: Line,
    pub(super) tree: Arc<Tree>,
    pub(super) ground: Ground,
    /// Opinions of fewer people than this, in ten-thousandths, are withheld; 0 where the viewer may read each of them.
    pub(super) least_people: i64,
    /// Whether the viewer may read figures of cost.
    pub(super) may_know_costs: bool,
}

/// The rows of one subject and measure, by first day of month or by day.
type Series = BTreeMap<NaiveDate, i64>;

/// What a subject's rows are found under: a rep, a team, or everything (nil).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Holder {
    Rep(Uuid),
    Team(Uuid),
    All,
}

/// Which rows of one kind of holder are needed: half-open ranges of days, by measure.
#[derive(Default)]
struct Need {
    holders: BTreeSet<Uuid>,
    ranges: BTreeMap<i16, Vec<(Option<NaiveDate>, NaiveDate)>>,
}

impl Need {
    fn add(&mut self, holders: &[Uuid], measure: Measure, from: Option<NaiveDate>, to: NaiveDate) {
        if from.is_some_and(|from| from >= to) {
            return;
        }
        self.holders.extend(holders);
        self.ranges.entry(measure.code()).or_default().push((from, to));
    }

    /// The measures, and when: those of the same days together. A balance reads all of the past, a flow its own days.
    fn what<C: ColumnTrait>(&self, measure: C, when: C) -> Condition {
        let mut alike: BTreeMap<Vec<(Option<NaiveDate>, NaiveDate)>, Vec<i16>> = BTreeMap::new();
        for (measure, ranges) in &self.ranges {
            alike.entry(joined(ranges)).or_default().push(*measure);
        }
        alike.into_iter().fold(Condition::any(), |any, (ranges, measures)| {
            let days = ranges.into_iter().fold(Condition::any(), |any, (from, to)| {
                any.add(Condition::all().add_option(from.map(|from| when.gte(from))).add(when.lt(to)))
            });
            any.add(Condition::all().add(measure.is_in(measures)).add(days))
        })
    }

    /// The days that sums begin or end on: what lies between two of them is only ever summed as a whole.
    fn bounds(&self) -> BTreeSet<NaiveDate> {
        self.ranges.values().flatten().flat_map(|(from, to)| from.iter().chain([to]).copied()).collect()
    }

    /// A column of days, each as the last [bound](Self::bounds) that it does not lie before; all before the first one as the
    /// day before that. Where there are many bounds, later days stay as they are.
    fn day(&self, column: impl ColumnTrait) -> SimpleExpr {
        let bounds = self.bounds();
        let Some(first) = bounds.first() else { return column.into_expr() };
        let before = first.pred_opt().unwrap_or(*first);
        let reaches_back = self.ranges.values().flatten().any(|(from, _)| from.is_none());
        let begins = reaches_back.then_some(before).into_iter().chain(bounds.iter().copied());
        let mut days = CaseStatement::new();
        if bounds.len() > MOST_BOUNDS {
            days = if reaches_back { days.case(column.lt(*first), before) } else { return column.into_expr() };
            return days.finally(column.into_expr()).into();
        }
        let ends = bounds.iter().skip(usize::from(!reaches_back));
        for (begin, end) in begins.zip(ends) {
            days = days.case(column.lt(*end), begin);
        }
        days.finally(column.into_expr()).into()
    }

    /// Whether no two rows of a holder and measure are ever summed as a whole: each range is a single month, or there are
    /// too many [bounds](Self::bounds) to tell days apart by.
    fn takes_each(&self) -> bool {
        let mut ranges = self.ranges.values().flatten();
        let is_month = |from: NaiveDate, to| from.day() == 1 && from.checked_add_months(Months::new(1)) == Some(to);
        let many = self.bounds().len() > MOST_BOUNDS;
        ranges.all(|(from, to)| from.is_some_and(|from| many || is_month(from, *to)))
    }

    /// What is needed of one table of totals: by the column that tells whose rows are, or everybody's.
    #[expect(clippy::disallowed_methods, reason = "totals are read for a subject that the viewer may measure")]
    fn select<E: EntityTrait>(
        &self,
        place: i32,
        holder: Option<E::Column>,
        [measure, day, value]: [E::Column; 3],
    ) -> Option<SelectStatement> {
        if self.ranges.is_empty() {
            return None;
        }
        let whose = holder.map_or_else(|| Expr::value(Uuid::nil()), |holder| holder.into_expr());
        let select = E::find()
            .select_only()
            .column_as(Expr::value(place), "place")
            .column_as(whose, "holder")
            .column(measure)
            .filter(Condition::all().add_option(holder.map(|holder| holder.is_in(self.holders.iter().copied()))))
            .filter(self.what(measure, day));
        // The rows as they are, where there is nothing to sum: grouping them would cost more than reading them.
        if holder.is_some() && self.takes_each() {
            return Some(select.column_as(day.into_expr(), "day").column_as(value.into_expr(), "value").into_query());
        }
        // PostgreSQL sums integers to decimals, so sums are cast back.
        let select = select
            .column_as(self.day(day), "day")
            .column_as(value.sum().cast_as("BIGINT"), "value")
            .group_by(Expr::cust("2"))
            .group_by(Expr::cust("3"))
            .group_by(Expr::cust("4"));
        Some(select.into_query())
    }
}

/// With more bounds than this days are told apart by themselves.
const MOST_BOUNDS: usize = 8;

/// Ranges, joined where they touch.
fn joined(ranges: &[(Option<NaiveDate>, NaiveDate)]) -> Vec<(Option<NaiveDate>, NaiveDate)> {
    let mut ranges = ranges.to_vec();
    ranges.sort_unstable();
    let mut joined: Vec<(Option<NaiveDate>, NaiveDate)> = Vec::new();
    for (from, to) in ranges {
        match joined.last_mut() {
            Some((_, end)) if from.is_none_or(|from| from <= *end) => *end = Ord::max(*end, to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// A span cut into whole months and the days at its edges.
struct Cut {
    months: Option<(Option<NaiveDate>, NaiveDate)>,
    days: Vec<(NaiveDate, NaiveDate)>,
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn cut(span: Span) -> Cut {
    let last = first_of_month(span.to);
    let Some(from) = span.from else {
        return Cut { months: Some((None, last)), days: vec![(last, span.to)] };
    };
    let first = if from.day() == 1 {
        from
    } else {
        first_of_month(from).checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX)
    };
    if first >= last {
        return Cut { months: None, days: vec![(from, span.to)] };
    }
    Cut { months: Some((Some(first), last)), days: vec![(from, first), (last, span.to)] }
}

impl Sums {
    /// A reader for one request.
    pub fn new(db: Line, viewer: &Viewer, today: NaiveDate, book: Book, least_people: i64) -> Self {
        let tree = Arc::clone(viewer.tree());
        let teams = tree.all().chain([Uuid::nil()]).collect();
        let ground = Ground { teams, today, book, backend: db.get_database_backend() };
        Self { db, tree, ground, least_people, may_know_costs: viewer.may_know_costs() }
    }

    /// Where the rows of a subject are found.
    fn holders(&self, subject: Subject) -> Vec<Holder> {
        match subject {
            Subject::Organization => vec![Holder::All],
            Subject::Rep(rep) => vec![Holder::Rep(rep)],
            Subject::Team(team) => self.tree.subtree([team]).into_iter().map(Holder::Team).collect(),
        }
    }

    /// Reads sums, and counts departures beside: one statement.
    pub(super) async fn sums(
        &self,
        cells: &[(Subject, Measure, Span)],
        departures: &Departures<'_>,
        found: &mut Map<Cell, i64>,
    ) -> Result<Changes> {
        let mut rep_months = Need::default();
        let mut rep_days = Need::default();
        let mut team_months = Need::default();
        let mut team_days = Need::default();
        let mut all_months = Need::default();
        let mut all_days = Need::default();
        let mut holders: Map<Subject, Vec<Holder>> = Map::default();
        for (subject, measure, span) in cells {
            let holders = holders.entry(*subject).or_insert_with(|| self.holders(*subject));
            let (months, days, ids) = match subject {
                Subject::Organization => (&mut all_months, &mut all_days, vec![]),
                Subject::Rep(rep) => (&mut rep_months, &mut rep_days, vec![*rep]),
                Subject::Team(_) => {
                    let ids = holders.iter().filter_map(|holder| match holder {
                        Holder::Team(team) => Some(*team),
                        Holder::Rep(_) | Holder::All => None,
                    });
                    (&mut team_months, &mut team_days, ids.collect())
                }
            };
            let cut = cut(*span);
            if let Some((from, to)) = cut.months {
                months.add(&ids, *measure, from, to);
            }
            for (from, to) in cut.days {
                days.add(&ids, *measure, Some(from), to);
            }
        }
        let totals = {
            use total_rep_day::Column as D;
            use total_rep_month::Column as R;
            use total_team_month::Column as T;
            let (rep, team) = ([R::Measure, R::Month, R::Value], [T::Measure, T::Month, T::Value]);
            let day = [D::Measure, D::Day, D::Value];
            [
                rep_months.select::<total_rep_month::Entity>(0, Some(R::RepId), rep),
                team_months.select::<total_team_month::Entity>(1, Some(T::TeamId), team),
                all_months.select::<total_team_month::Entity>(2, None, team),
                rep_days.select::<total_rep_day::Entity>(3, Some(D::RepId), day),
                team_days.select::<total_rep_day::Entity>(4, Some(D::TeamId), day),
                all_days.select::<total_rep_day::Entity>(5, None, day),
            ]
        };
        let selects = totals.into_iter().flatten().chain(departures.selects(DEPARTURES, &self.ground));
        let mut by_month: Map<(Holder, i16), Series> = Map::default();
        let mut by_day: Map<(Holder, i16), Series> = Map::default();
        let mut changes = Changes::default();
        for row in self.rows(selects).await? {
            // As they stand above.
            let (series, holder) = match row.place {
                0 => (&mut by_month, Holder::Rep(row.holder)),
                1 => (&mut by_month, Holder::Team(row.holder)),
                2 => (&mut by_month, Holder::All),
                3 => (&mut by_day, Holder::Rep(row.holder)),
                4 => (&mut by_day, Holder::Team(row.holder)),
                5 => (&mut by_day, Holder::All),
                place => {
                    let place = usize::try_from(place - DEPARTURES).unwrap_or(0);
                    changes.insert((place, row.holder), row.value);
                    continue;
                }
            };
            *series.entry((holder, row.measure)).or_default().entry(row.day).or_default() += row.value;
        }

        for (subject, measure, span) in cells {
            let cut = cut(*span);
            let mut sum = 0;
            for holder in holders.get(subject).into_iter().flatten() {
                let key = (*holder, measure.code());
                if let (Some((from, to)), Some(series)) = (cut.months, by_month.get(&key)) {
                    sum += total(series, from, to);
                }
                if let Some(series) = by_day.get(&key) {
                    sum += cut.days.iter().map(|(from, to)| total(series, Some(*from), *to)).sum::<i64>();
                }
            }
            found.insert(Cell::Sum(*subject, *measure, *span), sum);
        }
        Ok(changes)
    }

    /// The rows of some selects, joined by `UNION ALL`.
    async fn rows(&self, selects: impl IntoIterator<Item = SelectStatement>) -> Result<Vec<Row>> {
        let mut selects = selects.into_iter();
        let mut rows = Vec::new();
        while let Some(mut union) = selects.next() {
            for select in selects.by_ref().take(pull::MOST - 1) {
                union.union(UnionType::All, select);
            }
            for row in self.db.query_all(&union).await? {
                rows.push(Row::of(&row)?);
            }
        }
        Ok(rows)
    }
}

/// The place from which departures are numbered, after the tables of totals.
const DEPARTURES: i32 = 6;

/// A sum that was read.
struct Row {
    place: i32,
    holder: Uuid,
    measure: i16,
    day: NaiveDate,
    value: i64,
}

impl Row {
    /// By place and not by name, for there are many.
    fn of(row: &QueryResult) -> Result<Self> {
        Ok(Self {
            place: row.try_get_by_index(0)?,
            holder: row.try_get_by_index(1)?,
            measure: row.try_get_by_index(2)?,
            day: row.try_get_by_index(3)?,
            value: row.try_get_by_index(4)?,
        })
    }
}

fn total(series: &Series, from: Option<NaiveDate>, to: NaiveDate) -> i64 {
    let from = from.unwrap_or(NaiveDate::MIN);
    if from >= to { 0 } else { series.range(from..to).map(|(_, value)| value).sum() }
}

impl Loader<Cell> for Sums {
    type Value = i64;

    async fn load(&self, keys: &[Cell]) -> Result<Map<Cell, i64>> {
        let mut found = Map::with_capacity_and_hasher(keys.len(), Default::default());
        let mut sums = Vec::new();
        let mut others = Vec::new();
        let view = Arc::new(View::default());
        for cell in keys {
            match cell {
                Cell::Sum(subject, measure, span) if !measure.topic().is_read_from_records() => {
                    sums.push((*subject, *measure, *span));
                }
                cell => others.push(Slice { cell: *cell, view: Arc::clone(&view), by: None, sources: None }),
            }
        }
        let (left, others): (Vec<Slice>, Vec<Slice>) = others.into_iter().partition(departures::is_counted);
        let departures = Departures::new(&left, &self.tree);
        let changes = self.sums(&sums, &departures, &mut found).await?;
        found.extend(departures.found(&changes).map(|(slice, left)| (slice.cell, left)));
        if !others.is_empty() {
            let slices: Map<Slice, Sliced> = self.load(&others).await?;
            found.extend(slices.into_iter().map(|(slice, sliced)| (slice.cell, sliced.of(&Key::Nothing))));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn months_and_edge_days_cover_a_span_once(start in 0_i64..2_000, length in 1_i64..800, open in proptest::bool::ANY) {
            let epoch = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
            let from = epoch + chrono::TimeDelta::days(start);
            let span = Span { from: (!open).then_some(from), to: from + chrono::TimeDelta::days(length) };
            let cut = cut(span);
            let mut days: Vec<NaiveDate> = Vec::new();
            if let Some((first, last)) = cut.months {
                let mut day = first.unwrap_or(epoch);
                prop_assert!(first.is_none_or(|first| first.day() == 1) && last.day() == 1);
                while day < last { days.push(day); day = day.succ_opt().unwrap(); }
            }
            for (first, last) in cut.days {
                let mut day = first;
                while day < last { days.push(day); day = day.succ_opt().unwrap(); }
            }
            days.sort_unstable();
            let mut expected = Vec::new();
            let mut day = span.from.unwrap_or(epoch);
            while day < span.to { expected.push(day); day = day.succ_opt().unwrap(); }
            prop_assert_eq!(days, expected);
        }
    }
}
