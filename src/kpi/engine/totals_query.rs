//! What of the totals is needed: spans cut into whole months and the days at their edges, and the rows that hold them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{CaseStatement, Expr, ExprTrait, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    kpi::Span,
    ledger::{CalendarUnit, Measure},
};

/// Which rows of one kind of holder are needed: half-open ranges of days, by measure.
#[derive(Default)]
pub struct Need {
    holders: BTreeSet<Uuid>,
    ranges: BTreeMap<i16, Vec<(Option<NaiveDate>, NaiveDate)>>,
}

impl Need {
    /// Takes the days of a span for some holders.
    pub fn add(&mut self, holders: &[Uuid], measure: Measure, from: Option<NaiveDate>, to: NaiveDate) {
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
        let is_month = |from: NaiveDate, to| from.day() == 1 && CalendarUnit::Month.end(from) == to;
        let many = self.bounds().len() > MOST_BOUNDS;
        ranges.all(|(from, to)| from.is_some_and(|from| many || is_month(from, *to)))
    }

    /// What is needed of one table of totals: by the column that tells whose rows are, or everybody's.
    #[expect(clippy::disallowed_methods, reason = "totals are read for a subject that the viewer may measure")]
    pub fn select<E: EntityTrait>(
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
pub struct Cut {
    /// The whole months.
    pub months: Option<(Option<NaiveDate>, NaiveDate)>,
    /// The days before the first of them and after the last.
    pub days: Vec<(NaiveDate, NaiveDate)>,
}

/// Cuts a span.
pub fn cut(span: Span) -> Cut {
    let month = CalendarUnit::Month;
    let last = month.first_day(span.to);
    let Some(from) = span.from else {
        return Cut { months: Some((None, last)), days: vec![(last, span.to)] };
    };
    let first = if from.day() == 1 { from } else { month.end(from) };
    if first >= last {
        return Cut { months: None, days: vec![(from, span.to)] };
    }
    Cut { months: Some((Some(first), last)), days: vec![(from, first), (last, span.to)] }
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
