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
    ColumnTrait, Condition, DatabaseConnection, EntityTrait, QueryFilter, QuerySelect, Select, sea_query::SimpleExpr,
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
    pub(super) tree: Tree,
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

/// Which rows of one kind of holder are needed.
#[derive(Default)]
struct Need {
    holders: BTreeSet<Uuid>,
    measures: BTreeSet<i16>,
    /// Half-open ranges of days.
    ranges: Vec<(Option<NaiveDate>, NaiveDate)>,
}

impl Need {
    fn add(&mut self, holders: &[Uuid], measure: Measure, from: Option<NaiveDate>, to: NaiveDate) {
        if from.is_some_and(|from| from >= to) {
            return;
        }
        self.holders.extend(holders);
        self.measures.insert(measure.code());
        self.ranges.push((from, to));
    }

    /// The ranges, joined where they touch.
    fn joined(&self) -> Vec<(Option<NaiveDate>, NaiveDate)> {
        let mut ranges = self.ranges.clone();
        ranges.sort_unstable();
        let mut joined: Vec<(Option<NaiveDate>, NaiveDate)> = Vec::new();
        for (from, to) in ranges {
            match joined.last_mut() {
                Some((_, end)) if from.is_none_or(|from| from <= *end) => *end = (*end).max(to),
                _ => joined.push((from, to)),
            }
        }
        joined
    }

    fn when<C: ColumnTrait>(&self, column: C) -> Condition {
        self.joined().into_iter().fold(Condition::any(), |any, (from, to)| {
            any.add(Condition::all().add_option(from.map(|from| column.gte(from))).add(column.lt(to)))
        })
    }

    fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }
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
        let tree = viewer.tree().clone();
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
        self.rep_months(&rep_months, &mut by_month).await?;
        self.team_months(&team_months, &mut by_month).await?;
        self.all_months(&all_months, &mut by_month).await?;
        self.rep_days(&rep_days, &mut by_day).await?;
        self.team_days(&team_days, &mut by_day).await?;
        self.all_days(&all_days, &mut by_day).await?;

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

    #[expect(clippy::disallowed_methods, reason = "totals are read for a subject that the viewer may measure")]
    async fn rep_months(&self, need: &Need, found: &mut HashMap<(Holder, i16), Series>) -> Result<()> {
        use total_rep_month::Column as C;
        if need.is_empty() {
            return Ok(());
        }
        let rows: Vec<(Uuid, i16, NaiveDate, i64)> = total_rep_month::Entity::find()
            .select_only()
            .columns([C::RepId, C::Measure, C::Month, C::Value])
            .filter(C::RepId.is_in(need.holders.iter().copied()))
            .filter(C::Measure.is_in(need.measures.iter().copied()))
            .filter(need.when(C::Month))
            .into_tuple()
            .all(&self.db)
            .await?;
        keep(rows.into_iter().map(|(rep, measure, day, value)| (Holder::Rep(rep), measure, day, value)), found);
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "totals are read for a subject that the viewer may measure")]
    async fn team_months(&self, need: &Need, found: &mut HashMap<(Holder, i16), Series>) -> Result<()> {
        use total_team_month::Column as C;
        if need.is_empty() {
            return Ok(());
        }
        let rows: Vec<(Uuid, i16, NaiveDate, i64)> = total_team_month::Entity::find()
            .select_only()
            .columns([C::TeamId, C::Measure, C::Month, C::Value])
            .filter(C::TeamId.is_in(need.holders.iter().copied()))
            .filter(C::Measure.is_in(need.measures.iter().copied()))
            .filter(need.when(C::Month))
            .into_tuple()
            .all(&self.db)
            .await?;
        keep(rows.into_iter().map(|(team, measure, day, value)| (Holder::Team(team), measure, day, value)), found);
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "totals are read for a subject that the viewer may measure")]
    async fn all_months(&self, need: &Need, found: &mut HashMap<(Holder, i16), Series>) -> Result<()> {
        use total_team_month::Column as C;
        if need.is_empty() {
            return Ok(());
        }
        let rows: Vec<(i16, NaiveDate, i64)> = summed(
            total_team_month::Entity::find()
                .select_only()
                .columns([C::Measure, C::Month])
                .filter(C::Measure.is_in(need.measures.iter().copied()))
                .filter(need.when(C::Month))
                .group_by(C::Measure)
                .group_by(C::Month),
            C::Value,
        )
        .into_tuple()
        .all(&self.db)
        .await?;
        keep(rows.into_iter().map(|(measure, day, value)| (Holder::All, measure, day, value)), found);
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "totals are read for a subject that the viewer may measure")]
    async fn rep_days(&self, need: &Need, found: &mut HashMap<(Holder, i16), Series>) -> Result<()> {
        use total_rep_day::Column as C;
        if need.is_empty() {
            return Ok(());
        }
        let rows: Vec<(Uuid, i16, NaiveDate, i64)> = total_rep_day::Entity::find()
            .select_only()
            .columns([C::RepId, C::Measure, C::Day, C::Value])
            .filter(C::RepId.is_in(need.holders.iter().copied()))
            .filter(C::Measure.is_in(need.measures.iter().copied()))
            .filter(need.when(C::Day))
            .into_tuple()
            .all(&self.db)
            .await?;
        keep(rows.into_iter().map(|(rep, measure, day, value)| (Holder::Rep(rep), measure, day, value)), found);
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "totals are read for a subject that the viewer may measure")]
    async fn team_days(&self, need: &Need, found: &mut HashMap<(Holder, i16), Series>) -> Result<()> {
        use total_rep_day::Column as C;
        if need.is_empty() {
            return Ok(());
        }
        let rows: Vec<(Uuid, i16, NaiveDate, i64)> = summed(
            total_rep_day::Entity::find()
                .select_only()
                .columns([C::TeamId, C::Measure, C::Day])
                .filter(C::TeamId.is_in(need.holders.iter().copied()))
                .filter(C::Measure.is_in(need.measures.iter().copied()))
                .filter(need.when(C::Day))
                .group_by(C::TeamId)
                .group_by(C::Measure)
                .group_by(C::Day),
            C::Value,
        )
        .into_tuple()
        .all(&self.db)
        .await?;
        keep(rows.into_iter().map(|(team, measure, day, value)| (Holder::Team(team), measure, day, value)), found);
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "totals are read for a subject that the viewer may measure")]
    async fn all_days(&self, need: &Need, found: &mut HashMap<(Holder, i16), Series>) -> Result<()> {
        use total_rep_day::Column as C;
        if need.is_empty() {
            return Ok(());
        }
        let rows: Vec<(i16, NaiveDate, i64)> = summed(
            total_rep_day::Entity::find()
                .select_only()
                .columns([C::Measure, C::Day])
                .filter(C::Measure.is_in(need.measures.iter().copied()))
                .filter(need.when(C::Day))
                .group_by(C::Measure)
                .group_by(C::Day),
            C::Value,
        )
        .into_tuple()
        .all(&self.db)
        .await?;
        keep(rows.into_iter().map(|(measure, day, value)| (Holder::All, measure, day, value)), found);
        Ok(())
    }
}

/// Adds the sum of a column: PostgreSQL sums integers to decimals, so it is cast back.
fn summed<E: EntityTrait>(select: Select<E>, column: impl ColumnTrait) -> Select<E> {
    use sea_orm::sea_query::ExprTrait;
    let sum: SimpleExpr = column.sum().cast_as("BIGINT");
    select.column_as(sum, "value")
}

/// Several teams' rows of one rep and day arrive as several rows: they add up.
fn keep(rows: impl Iterator<Item = (Holder, i16, NaiveDate, i64)>, found: &mut HashMap<(Holder, i16), Series>) {
    for (holder, measure, day, value) in rows {
        *found.entry((holder, measure)).or_default().entry(day).or_default() += value;
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
