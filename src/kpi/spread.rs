//! Numbers that are no sums: a median, a number of different customers, the days that reps were there to work.
//!
//! They are read from the facts, or the memberships, of the period: they cost what happened in it.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use entity::{fact, rep, team_membership};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use super::{Cell, Span, Sums};
use crate::{
    access::Subject,
    error::Result,
    ledger::{Measure, money::WHOLE},
};

/// One record's contribution, as the ledger sums it.
#[derive(FromQueryResult)]
struct Row {
    rep_id: Uuid,
    team_id: Uuid,
    day: NaiveDate,
    source_id: Uuid,
    customer_id: Option<Uuid>,
    measure: i16,
    value: i64,
}

pub(super) async fn load(sums: &Sums, cells: &HashSet<Cell>, found: &mut HashMap<Cell, i64>) -> Result<()> {
    let mut medians = Vec::new();
    let mut buyers = Vec::new();
    let mut working = Vec::new();
    for cell in cells {
        match cell {
            Cell::Sum(..) => {}
            Cell::MedianCycle(subject, span) => medians.push((*subject, *span)),
            Cell::Buyers(subject, span) => buyers.push((*subject, *span)),
            Cell::WorkingDays(subject, span) => working.push((*subject, *span)),
        }
    }
    if !medians.is_empty() {
        let rows = facts(sums, &medians, &[Measure::CycleSeconds, Measure::CycleDeals]).await?;
        for (subject, span) in medians {
            found.insert(Cell::MedianCycle(subject, span), median(rows.iter().filter(within(sums, subject, span))));
        }
    }
    if !buyers.is_empty() {
        let rows = facts(sums, &buyers, &[Measure::DealsWon]).await?;
        for (subject, span) in buyers {
            let customers: HashSet<Uuid> =
                rows.iter().filter(within(sums, subject, span)).filter_map(|row| row.customer_id).collect();
            let count = i64::try_from(customers.len()).unwrap_or(i64::MAX / WHOLE);
            found.insert(Cell::Buyers(subject, span), count * WHOLE);
        }
    }
    if !working.is_empty() {
        working_days(sums, &working, found).await?;
    }
    Ok(())
}

/// Which rows are a subject's in a span.
fn within(sums: &Sums, subject: Subject, span: Span) -> impl Fn(&&Row) -> bool + use<> {
    let teams: HashSet<Uuid> = match subject {
        Subject::Team(team) => sums.tree.subtree([team]).into_iter().collect(),
        Subject::Organization | Subject::Rep(_) => HashSet::new(),
    };
    move |row| {
        span.from.is_none_or(|from| from <= row.day)
            && row.day < span.to
            && match subject {
                Subject::Organization => true,
                Subject::Rep(rep) => row.rep_id == rep,
                Subject::Team(_) => teams.contains(&row.team_id),
            }
    }
}

/// The middle of the cycles of the deals in some rows, in seconds; −1 when there is none. A rep's share of a deal is
/// undone: half a deal took as long as the whole.
fn median<'a>(rows: impl Iterator<Item = &'a Row>) -> i64 {
    let mut deals: HashMap<Uuid, (i64, i64)> = HashMap::new();
    for row in rows {
        let (seconds, share) = deals.entry(row.source_id).or_default();
        if row.measure == Measure::CycleDeals.code() {
            *share += row.value;
        } else {
            *seconds += row.value;
        }
    }
    let mut cycles: Vec<i64> = deals
        .into_values()
        .filter(|(_, share)| *share != 0)
        .filter_map(|(seconds, share)| {
            crate::ledger::money::divide_half_even(i128::from(seconds) * i128::from(WHOLE), i128::from(share))
        })
        .collect();
    cycles.sort_unstable();
    let middle = cycles.len() / 2;
    match (cycles.get(middle.wrapping_sub(1)), cycles.get(middle)) {
        (Some(before), Some(after)) if cycles.len().is_multiple_of(2) => (before + after) / 2,
        (_, Some(middle)) => *middle,
        _ => -1,
    }
}

/// The facts of some measures that the cells cover, restatements already summed away: one statement.
#[expect(clippy::disallowed_methods, reason = "facts are read for a subject that the viewer may measure")]
async fn facts(sums: &Sums, cells: &[(Subject, Span)], measures: &[Measure]) -> Result<Vec<Row>> {
    use fact::Column as C;
    use sea_orm::sea_query::ExprTrait;
    let mut reps: BTreeSet<Uuid> = BTreeSet::new();
    let mut teams: BTreeSet<Uuid> = BTreeSet::new();
    for (subject, _) in cells {
        match subject {
            Subject::Rep(rep) => {
                reps.insert(*rep);
            }
            Subject::Team(team) => teams.extend(sums.tree.subtree([*team])),
            // Everybody's facts are those of all teams and of none, so that the index on teams serves.
            Subject::Organization => teams.extend(sums.tree.all().chain([Uuid::nil()])),
        }
    }
    let from = cells.iter().filter_map(|(_, span)| span.from).min();
    let to = cells.iter().map(|(_, span)| span.to).max().unwrap_or(NaiveDate::MIN);
    let whose = Condition::any()
        .add_option((!reps.is_empty()).then(|| C::RepId.is_in(reps)))
        .add_option((!teams.is_empty()).then(|| C::TeamId.is_in(teams)));
    Ok(fact::Entity::find()
        .select_only()
        .columns([C::RepId, C::TeamId, C::Day, C::SourceId, C::CustomerId, C::Measure])
        .column_as(C::Value.sum().cast_as("BIGINT"), "value")
        .filter(whose)
        .filter(C::Measure.is_in(measures.iter().map(|measure| measure.code())))
        .filter(Condition::all().add_option(from.map(|from| C::Day.gte(from))).add(C::Day.lt(to)))
        .group_by(C::RepId)
        .group_by(C::TeamId)
        .group_by(C::Day)
        .group_by(C::SourceId)
        .group_by(C::CustomerId)
        .group_by(C::Measure)
        .having(Expr::expr(C::Value.sum()).ne(0))
        .into_model::<Row>()
        .all(&sums.db)
        .await?)
}

/// The weekdays on which each rep of a subject was there, in ten-thousandths: two statements.
#[expect(clippy::disallowed_methods, reason = "counted for a subject that the viewer may measure")]
async fn working_days(sums: &Sums, cells: &[(Subject, Span)], found: &mut HashMap<Cell, i64>) -> Result<()> {
    let reps = rep::Entity::find().filter(rep::Column::DeletedAt.is_null()).all(&sums.db).await?;
    let memberships =
        team_membership::Entity::find().filter(team_membership::Column::DeletedAt.is_null()).all(&sums.db).await?;
    for (subject, span) in cells {
        let mut days = 0;
        let teams: HashSet<Uuid> = match subject {
            Subject::Team(team) => sums.tree.subtree([*team]).into_iter().collect(),
            Subject::Organization | Subject::Rep(_) => HashSet::new(),
        };
        for rep in &reps {
            let there = clip(*span, rep.hired_on, rep.left_on);
            days += match subject {
                Subject::Organization => weekdays(there),
                Subject::Rep(id) if *id == rep.id => weekdays(there),
                Subject::Rep(_) => 0,
                Subject::Team(_) => memberships
                    .iter()
                    .filter(|row| row.rep_id == rep.id && teams.contains(&row.team_id))
                    .map(|row| weekdays(clip(there, row.starts_on, row.ends_on)))
                    .sum(),
            };
        }
        found.insert(Cell::WorkingDays(*subject, *span), days * WHOLE);
    }
    Ok(())
}

fn clip(span: Span, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Span {
    Span { from: span.from.max(from), to: to.map_or(span.to, |to| span.to.min(to)) }
}

/// How many days from Monday to Friday a span has.
fn weekdays(span: Span) -> i64 {
    let Some(from) = span.from.filter(|from| *from < span.to) else { return 0 };
    let days = (span.to - from).num_days();
    let whole_weeks = days / 7;
    let first = i64::from(from.weekday().num_days_from_monday());
    let rest = (0..days % 7).filter(|day| (first + day) % 7 < 5).count();
    whole_weeks * 5 + i64::try_from(rest).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Span {
        Span { from: Some(from.parse().unwrap()), to: to.parse().unwrap() }
    }

    #[test]
    fn weekdays_leave_out_the_week_end() {
        assert_eq!(weekdays(span("2026-01-01", "2026-04-01")), 64, "63 working days and New Year's Day");
        assert_eq!(weekdays(span("2026-02-28", "2026-03-02")), 0, "a Saturday and a Sunday");
        assert_eq!(weekdays(span("2026-03-02", "2026-03-02")), 0);
    }

    #[test]
    fn a_median_lies_between_the_two_in_the_middle() {
        let row = |source: u128, measure: Measure, value| Row {
            rep_id: Uuid::nil(),
            team_id: Uuid::nil(),
            day: NaiveDate::MIN,
            source_id: Uuid::from_u128(source),
            customer_id: None,
            measure: measure.code(),
            value,
        };
        let deal = |source, seconds, share| {
            [row(source, Measure::CycleSeconds, seconds), row(source, Measure::CycleDeals, share)]
        };
        let rows: Vec<Row> = [deal(1, 100, 10_000), deal(2, 300, 10_000)].into_iter().flatten().collect();
        assert_eq!(median(rows.iter()), 200);
        let half = deal(3, 50, 5_000);
        assert_eq!(median(half.iter()), 100, "half the credit, the whole time");
        assert_eq!(median([].iter()), -1);
    }
}
