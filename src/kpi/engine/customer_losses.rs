//! Customers who left, counted where the facts are: a row for each rep or team, however many customers came and went.
//!
//! The same as [`Statistic::Left`] says of the facts record by record, which is how they are counted where they are told
//! apart by something, or seen by another view.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::fact;
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    access::{Subject, Tree},
    collections::Map,
    kpi::{
        GroupedInput, InputKey, Span, Statistic,
        engine::{
            fact_query::{Detail, FactQuery, Ground, Holders},
            view::View,
        },
    },
    ledger::Measure,
};

use fact::Column as C;

/// Whose customers.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Whose {
    Everybodys,
    Teams,
    Reps,
}

/// What is counted together: the customers of some, in some days, as was known at an instant.
type Count = (Whose, Span, Option<DateTime<Utc>>);

/// By how much the customers of each count became each holder's: less than nothing, for they left.
pub(in crate::kpi) type Changes = Map<(usize, Uuid), i64>;

/// Whether a slice is counted here.
pub fn is_counted(slice: &GroupedInput) -> bool {
    let is_whole = slice.by.is_none() && slice.sources.is_none() && slice.view.is_past_only();
    is_whole && matches!(slice.cell, InputKey::Statistic(_, Statistic::Left, _))
}

/// The counts that some slices are made of.
#[derive(Default)]
pub(in crate::kpi) struct Departures<'a> {
    counts: Vec<(Count, BTreeSet<Uuid>)>,
    /// Each slice with the place of its count and whose customers they are.
    parts: Vec<(&'a GroupedInput, usize, Vec<Uuid>)>,
}

impl<'a> Departures<'a> {
    /// What is to be counted for some slices that are [counted](is_counted) here.
    pub fn new(slices: impl IntoIterator<Item = &'a GroupedInput>, tree: &Tree) -> Self {
        let (mut counts, mut parts): (Vec<(Count, BTreeSet<Uuid>)>, _) = (Vec::new(), Vec::new());
        for slice in slices {
            let InputKey::Statistic(subject, _, span) = slice.cell else { continue };
            let (whose, holders) = match subject {
                Subject::Organization => (Whose::Everybodys, vec![Uuid::nil()]),
                Subject::Rep(rep) => (Whose::Reps, vec![rep]),
                Subject::Team(team) => (Whose::Teams, tree.subtree_at(team, slice.view.teams_at)),
            };
            let count = (whose, span, slice.view.as_of);
            let place = counts.iter().position(|(other, _)| *other == count).unwrap_or(counts.len());
            if place == counts.len() {
                counts.push((count, BTreeSet::new()));
            }
            if let Some((_, all)) = counts.get_mut(place) {
                all.extend(&holders);
            }
            parts.push((slice, place, holders));
        }
        Self { counts, parts }
    }

    /// A select for each count, numbered from a place on.
    pub fn selects<'b>(&'b self, first: i32, ground: &'b Ground) -> impl Iterator<Item = SelectStatement> {
        (first..).zip(&self.counts).map(|(place, count)| select(place, count, ground))
    }

    /// What each slice comes to, by the change that each count found of each holder.
    pub fn found(&self, changes: &Changes) -> impl Iterator<Item = (&'a GroupedInput, i64)> {
        self.parts.iter().map(move |(slice, place, holders)| {
            (*slice, -holders.iter().filter_map(|holder| changes.get(&(*place, *holder))).sum::<i64>())
        })
    }
}

/// What of each holder's customers went: those that were theirs when the days began, and nobody's when they ended. In the
/// columns of [`Sums`](crate::kpi::Sums).
fn select(place: i32, ((whose, span, until), holders): &(Count, BTreeSet<Uuid>), ground: &Ground) -> SelectStatement {
    let view = View { as_of: *until, ..View::default() };
    let measures = BTreeSet::from([Measure::ActiveCustomers]);
    let (holders, holder) = match whose {
        Whose::Everybodys => (Holders::All, Expr::value(Uuid::nil())),
        Whose::Teams => (Holders::Teams(holders.clone()), column(C::TeamId)),
        Whose::Reps => (Holders::Reps(holders.clone()), column(C::RepId)),
    };
    let own = FactQuery {
        holders,
        measures,
        span: *span,
        until: *until,
        since: None,
        view: &view,
        by: None,
        sources: None,
        detail: Detail::None,
        of_records: false,
        reaches_back: false,
    };
    let mut changes = Query::select();
    changes
        .expr_as(column(C::SourceId), "customer")
        .expr_as(holder, "holder")
        .expr_as(column(C::Value).sum(), "change")
        .from(fact::Entity)
        .cond_where(own.condition(ground))
        .add_group_by([Expr::cust("1"), Expr::cust("2")])
        // Of a customer that is nobody's in the end, nobody holds more than when the days began.
        .and_having(column(C::Value).sum().lt(0));
    let mut left = Query::select();
    left.expr_as(Expr::value(place), "place")
        .expr_as(Expr::col(("own", "holder")), "holder")
        .expr_as(Expr::value(Measure::ActiveCustomers.code()), "measure")
        .expr_as(Expr::value(span.to), "day")
        .expr_as(Expr::col(("own", "change")).sum().cast_as("BIGINT"), "value")
        .from_subquery(changes, "own")
        .group_by_col(("own", "holder"));
    if !matches!(whose, Whose::Everybodys) {
        left.and_where(change_of_all(*span, *until).lt(0));
    }
    left
}

/// By how much a customer became anybody's or nobody's.
fn change_of_all(span: Span, until: Option<DateTime<Utc>>) -> SimpleExpr {
    let all = Condition::all()
        .add(column(C::SourceId).eq(Expr::col(("own", "customer"))))
        .add(C::Measure.eq(Measure::ActiveCustomers.code()))
        .add_option(span.from.map(|from| C::Day.gte(from)))
        .add(C::Day.lt(span.to))
        .add_option(until.map(|until| C::RecordedAt.lte(until)));
    let mut change = Query::select();
    change.expr(column(C::Value).sum()).from(fact::Entity).cond_where(all);
    SimpleExpr::SubQuery(None, Box::new(change.into()))
}

fn column(column: C) -> SimpleExpr {
    Expr::col(column.as_column_ref())
}
