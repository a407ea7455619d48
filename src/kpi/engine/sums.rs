//! Sums: many cells read from the totals at once.
//!
//! A span is read as whole months plus the days at its edges; a running balance as all months before plus the days of the
//! last. Whatever the cells, one statement reads all that are sums – a select for each table of totals and kind of subject
//! – and one more each kind of number that is no sum.

use std::sync::Arc;

use chrono::NaiveDate;
use entity::{total_rep_day, total_rep_month, total_team_month};
use sea_orm::{
    ConnectionTrait, QueryResult,
    sea_query::{SelectStatement, UnionType},
};
use uuid::Uuid;

use crate::{
    access::{Reach, Subject, Tree},
    collections::Map,
    database::RequestConnection,
    error::Result,
    graphql::{Batcher, Loader, request::Request},
    kpi::{
        GroupedInput, GroupedValues, InputKey, Span, Statistic,
        engine::{
            customer_losses::{self, Changes, Departures},
            fact_query::{self, Ground},
            totals_query::{Need, cut},
            view::{Key, View},
        },
    },
    ledger::{CalendarUnit, Measure, money::WHOLE},
};

/// Reads the numbers that formulas ask for. Lives as long as a request.
pub struct Sums {
    pub(in crate::kpi) db: RequestConnection,
    pub(in crate::kpi) tree: Arc<Tree>,
    pub(in crate::kpi) ground: Ground,
    /// Opinions of fewer people than this, in ten-thousandths, are withheld; 0 where the viewer may read each of them.
    pub(in crate::kpi) least_people: i64,
    /// Whether the viewer may read figures of cost.
    pub(in crate::kpi) may_know_costs: bool,
}

/// The rows of one subject and measure, in the order of their first day of month or day.
type Series = Vec<(NaiveDate, i64)>;

/// What a subject's rows are found under: a rep, a team, or everything (nil).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Holder {
    Rep(Uuid),
    Team(Uuid),
    All,
}

impl Sums {
    /// The reader of a request.
    pub fn of(request: &Request) -> &Batcher<Self> {
        request.extensions.get_or_make(&|| Batcher::new(Self::new(request)))
    }

    fn new(request: &Request) -> Self {
        let Request { viewer, line, today, posting, organization, .. } = request;
        let tree = Arc::clone(viewer.tree());
        let teams = tree.all().chain([Uuid::nil()]).collect();
        let backend = line.get_database_backend();
        let ground = Ground { teams, today: *today, book: posting.clone(), backend };
        // A token reads totals without the rows behind them: no single answer may be seen through one.
        let least_people = match viewer.reach() {
            Reach::Scopes(_) => i64::from(organization.group_minimum) * WHOLE,
            Reach::Nothing | Reach::Everything | Reach::Teams { .. } | Reach::Own(_) => 0,
        };
        Self { db: line.clone(), tree, ground, least_people, may_know_costs: viewer.may_know_costs() }
    }

    /// The measures that sum up to the customers who were active when a span began and are lost when it ends: of the first
    /// days of a calendar unit, where the ledger tells.
    fn losses(&self, span: Span) -> Option<[Measure; 2]> {
        let unit = span.from.and_then(|from| CalendarUnit::that_holds(from, span.to));
        let unit = unit.filter(|_| self.ground.book.tells_losses_by_totals())?;
        Some([Measure::ChurnEvents, unit.loss_difference()])
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
    pub(in crate::kpi) async fn sums(
        &self,
        cells: &[(Subject, Measure, Span)],
        departures: &Departures<'_>,
        found: &mut Map<InputKey, i64>,
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
            series.entry((holder, row.measure)).or_default().push((row.day, row.value));
        }
        by_month.values_mut().chain(by_day.values_mut()).for_each(|series| series.sort_unstable());

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
            found.insert(InputKey::Sum(*subject, *measure, *span), sum);
        }
        Ok(changes)
    }

    /// The rows of some selects, joined by `UNION ALL`.
    async fn rows(&self, selects: impl IntoIterator<Item = SelectStatement>) -> Result<Vec<Row>> {
        let mut selects = selects.into_iter();
        let mut rows = Vec::new();
        while let Some(mut union) = selects.next() {
            for select in selects.by_ref().take(fact_query::MOST - 1) {
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
    let place = |day: NaiveDate| series.partition_point(|(other, _)| *other < day);
    let within = series.get(place(from)..place(to)).unwrap_or_default();
    within.iter().map(|(_, value)| value).sum()
}

impl Loader<InputKey> for Sums {
    type Value = i64;

    async fn load(&self, keys: &[InputKey]) -> Result<Map<InputKey, i64>> {
        let mut found = Map::with_capacity_and_hasher(keys.len(), Default::default());
        let mut sums = Vec::new();
        let mut losses = Vec::new();
        let mut others = Vec::new();
        let view = Arc::new(View::default());
        for cell in keys {
            match cell {
                InputKey::Sum(subject, measure, span) if !measure.topic().is_read_from_records() => {
                    sums.push((*subject, *measure, *span));
                }
                InputKey::Statistic(subject, Statistic::Left, span) if self.losses(*span).is_some() => {
                    let measures = self.losses(*span).into_iter().flatten();
                    let parts: Vec<_> = measures.map(|measure| (*subject, measure, *span)).collect();
                    sums.extend(&parts);
                    losses.push((cell, parts));
                }
                cell => others.push(GroupedInput { cell: *cell, view: Arc::clone(&view), by: None, sources: None }),
            }
        }
        let (left, others): (Vec<GroupedInput>, Vec<GroupedInput>) =
            others.into_iter().partition(customer_losses::is_counted);
        let departures = Departures::new(&left, &self.tree);
        let changes = self.sums(&sums, &departures, &mut found).await?;
        for (cell, parts) in losses {
            let part = |(subject, measure, span)| found.get(&InputKey::Sum(subject, measure, span));
            let lost = parts.into_iter().filter_map(part).sum();
            found.insert(*cell, lost);
        }
        found.extend(departures.found(&changes).map(|(slice, left)| (slice.cell, left)));
        if !others.is_empty() {
            let slices: Map<GroupedInput, GroupedValues> = self.load(&others).await?;
            found.extend(slices.into_iter().map(|(slice, sliced)| (slice.cell, sliced.of(&Key::Nothing))));
        }
        Ok(found)
    }
}
