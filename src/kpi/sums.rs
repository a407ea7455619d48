//! Sums: many cells read from the totals at once.
//!
//! A span is read as whole months plus the days at its edges; a running balance as all months before plus the days of the
//! last. Whatever the cells, at most two statements a kind of subject (months, days) are sent, and one more for each kind
//! of number that is no sum.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use async_graphql::dataloader::Loader;
use chrono::{Datelike, Months, NaiveDate};
use entity::{total_rep_day, total_rep_month, total_team_month};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{CaseStatement, Expr, ExprTrait, SimpleExpr},
};
use uuid::Uuid;

use super::{
    Cell, Slice, Sliced, Span,
    pull::Ground,
    view::{Key, View},
};
use crate::{
    access::{Subject, Tree, Viewer},
    error::{Error, Result},
    ledger::{Book, Measure},
};

/// Reads the numbers that formulas ask for. Lives as long as a request.
pub struct Sums {
    pub(super) db: DatabaseConnection,
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

/// The column that tells whose rows are, none where everybody's are summed; and what it names.
type Whose<E> = (Option<<E as EntityTrait>::Column>, fn(Uuid) -> Holder);

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

    /// The first day that sums begin or end on: what lies before it is only ever summed as a whole.
    fn floor(&self) -> Option<NaiveDate> {
        self.ranges.values().flatten().map(|(from, to)| from.unwrap_or(*to)).min()
    }

    /// A column of days, all before the [`floor`](Self::floor) as the day before it.
    fn day(&self, column: impl ColumnTrait) -> SimpleExpr {
        if self.ranges.values().flatten().all(|(from, _)| from.is_some()) {
            return column.into_expr();
        }
        let before = self.floor().and_then(|floor| floor.pred_opt()).unwrap_or(NaiveDate::MIN);
        CaseStatement::new().case(column.lt(before), before).finally(column.into_expr()).into()
    }

    fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }
}

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
    pub fn new(db: DatabaseConnection, viewer: &Viewer, today: NaiveDate, book: Book, least_people: i64) -> Self {
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

    pub(super) async fn sums(&self, cells: &[(Subject, Measure, Span)], found: &mut HashMap<Cell, i64>) -> Result<()> {
        let mut rep_months = Need::default();
        let mut rep_days = Need::default();
        let mut team_months = Need::default();
        let mut team_days = Need::default();
        let mut all_months = Need::default();
        let mut all_days = Need::default();
        let mut holders: HashMap<Subject, Vec<Holder>> = HashMap::new();
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
        let mut by_month: HashMap<(Holder, i16), Series> = HashMap::new();
        let mut by_day: HashMap<(Holder, i16), Series> = HashMap::new();
        {
            use total_rep_month::{Column as C, Entity as E};
            let columns = [C::Measure, C::Month, C::Value];
            self.totals::<E>(&rep_months, (Some(C::RepId), Holder::Rep), columns, &mut by_month).await?;
        }
        {
            use total_team_month::{Column as C, Entity as E};
            let columns = [C::Measure, C::Month, C::Value];
            self.totals::<E>(&team_months, (Some(C::TeamId), Holder::Team), columns, &mut by_month).await?;
            self.totals::<E>(&all_months, (None, |_| Holder::All), columns, &mut by_month).await?;
        }
        {
            use total_rep_day::{Column as C, Entity as E};
            let columns = [C::Measure, C::Day, C::Value];
            self.totals::<E>(&rep_days, (Some(C::RepId), Holder::Rep), columns, &mut by_day).await?;
            self.totals::<E>(&team_days, (Some(C::TeamId), Holder::Team), columns, &mut by_day).await?;
            self.totals::<E>(&all_days, (None, |_| Holder::All), columns, &mut by_day).await?;
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
        Ok(())
    }

    /// Reads what is needed of one table of totals.
    #[expect(clippy::disallowed_methods, reason = "totals are read for a subject that the viewer may measure")]
    async fn totals<E: EntityTrait>(
        &self,
        need: &Need,
        (holder, kind): Whose<E>,
        [measure, day, value]: [E::Column; 3],
        found: &mut HashMap<(Holder, i16), Series>,
    ) -> Result<()> {
        if need.is_empty() {
            return Ok(());
        }
        // PostgreSQL sums integers to decimals, so sums are cast back.
        let rows: Vec<(Uuid, i16, NaiveDate, i64)> = E::find()
            .select_only()
            .column_as(holder.map_or_else(|| Expr::value(Uuid::nil()), |holder| holder.into_expr()), "holder")
            .column(measure)
            .column_as(need.day(day), "day")
            .column_as(value.sum().cast_as("BIGINT"), "value")
            .filter(Condition::all().add_option(holder.map(|holder| holder.is_in(need.holders.iter().copied()))))
            .filter(need.what(measure, day))
            .group_by(Expr::cust("1"))
            .group_by(Expr::cust("2"))
            .group_by(Expr::cust("3"))
            .into_tuple()
            .all(&self.db)
            .await?;
        for (holder, measure, day, value) in rows {
            *found.entry((kind(holder), measure)).or_default().entry(day).or_default() += value;
        }
        Ok(())
    }
}

fn total(series: &Series, from: Option<NaiveDate>, to: NaiveDate) -> i64 {
    let from = from.unwrap_or(NaiveDate::MIN);
    if from >= to { 0 } else { series.range(from..to).map(|(_, value)| value).sum() }
}

impl Loader<Cell> for Sums {
    type Value = i64;
    type Error = Error;

    async fn load(&self, keys: &[Cell]) -> Result<HashMap<Cell, i64>> {
        let mut found = HashMap::with_capacity(keys.len());
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
        self.sums(&sums, &mut found).await?;
        if !others.is_empty() {
            let slices: HashMap<Slice, Sliced> = self.load(&others).await?;
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
