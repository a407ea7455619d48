//! Records in the form of facts: what no fact states, because it depends on the period that is asked for or on the present.
//!
//! The rows have the columns of facts, so that holders, filters and breakdowns are those of facts. They say what is known
//! now; an instant of the past bounds what happened, not what was known of it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{Kind, deal, deal_history, fact, interaction, meeting, rep, team_membership, total_rep_day};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition,
    sea_query::{Alias, Expr, ExprTrait, Func, Order, Query, SelectStatement, SimpleExpr, UnionType},
};
use uuid::Uuid;

use crate::{
    kpi::{Span, engine::fact_query::Ground},
    ledger::{Measure, Topic, money::WHOLE},
};

/// The rows of some measures over some days, as things stood at an instant at the latest.
pub fn rows(
    measures: &BTreeSet<Measure>,
    span: Span,
    until: Option<DateTime<Utc>>,
    ground: &Ground,
) -> SelectStatement {
    let mut all: Option<SelectStatement> = None;
    for measure in measures {
        let rows = match measure.topic() {
            Topic::Due => due(*measure, span, until, ground),
            Topic::Ramp => ramp(*measure, span, until, ground),
            _ => stalled(*measure, span, until, ground),
        };
        match &mut all {
            Some(all) => {
                all.union(UnionType::All, rows);
            }
            None => all = Some(rows),
        }
    }
    all.unwrap_or_default()
}

/// Selects the columns of facts of deals: on a day, for an owner, in a stage, with a value.
fn form(
    select: &mut SelectStatement,
    measure: Measure,
    day: NaiveDate,
    (owner, stage): (SimpleExpr, SimpleExpr),
    value: SimpleExpr,
) {
    use deal::Column as D;
    let columns: [(SimpleExpr, fact::Column); 15] = [
        (Expr::value(day), fact::Column::Day),
        (Expr::value(measure.code()), fact::Column::Measure),
        (value, fact::Column::Value),
        (Func::coalesce([team(owner.clone(), day), nil()]).into(), fact::Column::TeamId),
        (Func::coalesce([owner, nil()]).into(), fact::Column::RepId),
        (Expr::value(Kind::Deal.to_value()), fact::Column::SourceKind),
        (of(D::Id), fact::Column::SourceId),
        (of(D::CustomerId), fact::Column::CustomerId),
        (of(D::PipelineId), fact::Column::PipelineId),
        (stage, fact::Column::StageId),
        (of(D::Source), fact::Column::Source),
        (of(D::Currency), fact::Column::Currency),
        (null("uuid"), fact::Column::CampaignId),
        (null("uuid"), fact::Column::ProductId),
        (null("text"), fact::Column::Kind),
    ];
    for (expression, column) in columns {
        select.expr_as(expression, column);
    }
}

fn of(column: impl ColumnTrait) -> SimpleExpr {
    Expr::col(column.as_column_ref())
}

/// Deals that should close in a span, as was known when it began.
fn due(measure: Measure, span: Span, until: Option<DateTime<Utc>>, ground: &Ground) -> SelectStatement {
    use deal_history::Column as H;
    let first = span.from.unwrap_or(span.to);
    let start = ground.book.midnight(first);
    let end = ground.book.midnight(span.to);
    let end = until.map_or(end, |until| std::cmp::min(until, end));
    let mut later = Query::select();
    later
        .expr(Expr::value(1))
        .from_as(deal_history::Entity, "later")
        .and_where(Expr::col(("later", H::DealId)).eq(of(H::DealId)))
        .and_where(Expr::col(("later", H::FromAt)).gt(of(H::FromAt)))
        .and_where(Expr::col(("later", H::FromAt)).lt(start));
    let value = if measure == Measure::DatePushes { pushes(start, end).mul(WHOLE) } else { one() };
    let mut select = Query::select();
    form(&mut select, measure, first, (of(H::OwnerId), of(H::StageId)), value);
    select
        .from(deal_history::Entity)
        .inner_join(deal::Entity, of(deal::Column::Id).eq(of(H::DealId)))
        .and_where(H::ExpectedCloseOn.gte(first))
        .and_where(H::ExpectedCloseOn.lt(span.to))
        .and_where(H::FromAt.lt(start))
        .and_where(H::Status.eq(deal::Status::Open))
        .and_where(deal::Column::DeletedAt.is_null())
        // What was closed before, though nobody had said so yet, was not to be closed any more.
        .cond_where(Condition::any().add(deal::Column::ClosedAt.is_null()).add(deal::Column::ClosedAt.gte(start)))
        .and_where(Expr::not_exists(later));
    if measure == Measure::DealsSlipped {
        select.cond_where(Condition::any().add(deal::Column::ClosedAt.is_null()).add(deal::Column::ClosedAt.gte(end)));
    }
    select
}

/// How many times the expected day of a deal was put off between two instants.
fn pushes(start: DateTime<Utc>, end: DateTime<Utc>) -> SimpleExpr {
    use deal_history::Column as H;
    let mut before = Query::select();
    before
        .column(("before", H::ExpectedCloseOn))
        .from_as(deal_history::Entity, "before")
        .and_where(Expr::col(("before", H::DealId)).eq(Expr::col(("push", H::DealId))))
        .and_where(Expr::col(("before", H::FromAt)).lt(Expr::col(("push", H::FromAt))))
        .order_by(("before", H::FromAt), Order::Desc)
        .limit(1);
    let mut count = Query::select();
    count
        .expr(Expr::col(("push", H::Id)).count())
        .from_as(deal_history::Entity, "push")
        .and_where(Expr::col(("push", H::DealId)).eq(of(H::DealId)))
        .and_where(Expr::col(("push", H::FromAt)).gte(start))
        .and_where(Expr::col(("push", H::FromAt)).lt(end))
        .and_where(Expr::col(("push", H::ExpectedCloseOn)).gt(subquery(before)));
    subquery(count)
}

/// Open deals without a contact, a meeting or a change since long.
fn stalled(measure: Measure, span: Span, until: Option<DateTime<Utc>>, ground: &Ground) -> SelectStatement {
    let end = ground.book.midnight(span.to);
    let since = until.map_or(end, |until| std::cmp::min(until, end)) - ground.book.stalled_after();
    let mut contact = Query::select();
    contact
        .expr(Expr::value(1))
        .from(interaction::Entity)
        .and_where(of(interaction::Column::DealId).eq(of(deal::Column::Id)))
        .and_where(interaction::Column::OccurredAt.gte(since))
        .and_where(interaction::Column::Status.eq(interaction::Status::Done))
        .and_where(interaction::Column::DeletedAt.is_null());
    let mut met = Query::select();
    met.expr(Expr::value(1))
        .from(meeting::Entity)
        .and_where(of(meeting::Column::DealId).eq(of(deal::Column::Id)))
        .and_where(meeting::Column::StartsAt.gte(since))
        .and_where(meeting::Column::Status.eq(meeting::Status::Held))
        .and_where(meeting::Column::DeletedAt.is_null());
    let mut changed = Query::select();
    changed
        .expr(Expr::value(1))
        .from(deal_history::Entity)
        .and_where(of(deal_history::Column::DealId).eq(of(deal::Column::Id)))
        .and_where(deal_history::Column::FromAt.gte(since));
    let mut select = Query::select();
    let day = span.from.unwrap_or(span.to);
    form(&mut select, measure, day, (of(deal::Column::OwnerId), of(deal::Column::StageId)), one());
    select
        .from(deal::Entity)
        .and_where(deal::Column::Status.eq(deal::Status::Open))
        .and_where(deal::Column::DeletedAt.is_null())
        .and_where(Expr::not_exists(contact))
        .and_where(Expr::not_exists(met))
        .and_where(Expr::not_exists(changed));
    select
}

/// The first win ever of each rep whose first working day is known and was not later.
fn ramp(measure: Measure, span: Span, until: Option<DateTime<Utc>>, ground: &Ground) -> SelectStatement {
    use total_rep_day::Column as T;
    let win = |column: T| Expr::col(("earlier", column));
    let is_win = |measure: SimpleExpr, value: SimpleExpr| measure.eq(Measure::DealsWon.code()).and(value.gt(0));
    let mut earlier = Query::select();
    earlier
        .expr(Expr::value(1))
        .from_as(total_rep_day::Entity, "earlier")
        .and_where(win(T::RepId).eq(of(T::RepId)))
        .and_where(win(T::Day).lt(of(T::Day)))
        .and_where(is_win(win(T::Measure), win(T::Value)));
    let value = match measure {
        Measure::RampSeconds => ground.days_from(of(rep::Column::HiredOn), of(T::Day)).mul(86_400),
        _ => one(),
    };
    let columns: [(SimpleExpr, fact::Column); 15] = [
        (of(T::Day), fact::Column::Day),
        (Expr::value(measure.code()), fact::Column::Measure),
        (value, fact::Column::Value),
        (of(T::TeamId), fact::Column::TeamId),
        (of(T::RepId), fact::Column::RepId),
        (Expr::value(Kind::Rep.to_value()), fact::Column::SourceKind),
        (of(T::RepId), fact::Column::SourceId),
        (null("uuid"), fact::Column::CustomerId),
        (null("uuid"), fact::Column::PipelineId),
        (null("uuid"), fact::Column::StageId),
        (null("text"), fact::Column::Source),
        (null("text"), fact::Column::Currency),
        (null("uuid"), fact::Column::CampaignId),
        (null("uuid"), fact::Column::ProductId),
        (null("text"), fact::Column::Kind),
    ];
    let mut select = Query::select();
    for (expression, column) in columns {
        select.expr_as(expression, column);
    }
    let last = until.map(|until| ground.book.day(until));
    select
        .from(total_rep_day::Entity)
        .inner_join(rep::Entity, of(rep::Column::Id).eq(of(T::RepId)))
        .and_where(is_win(of(T::Measure), of(T::Value)))
        .and_where(T::Day.lt(span.to))
        .and_where(of(rep::Column::HiredOn).lte(of(T::Day)))
        .and_where_option(span.from.map(|from| T::Day.gte(from)))
        .and_where_option(last.map(|last| T::Day.lte(last)))
        .and_where(Expr::not_exists(earlier));
    select
}

/// One thing, whole.
fn one() -> SimpleExpr {
    Expr::value(WHOLE)
}

/// The team of a rep on a day.
fn team(rep: SimpleExpr, day: NaiveDate) -> SimpleExpr {
    use team_membership::Column as M;
    let mut team = Query::select();
    team.column((team_membership::Entity, M::TeamId))
        .from(team_membership::Entity)
        .and_where(of(M::RepId).eq(rep))
        .and_where(M::DeletedAt.is_null())
        .cond_where(Condition::any().add(M::StartsOn.is_null()).add(M::StartsOn.lte(day)))
        .cond_where(Condition::any().add(M::EndsOn.is_null()).add(M::EndsOn.gt(day)))
        .limit(1);
    subquery(team)
}

fn subquery(select: SelectStatement) -> SimpleExpr {
    SimpleExpr::SubQuery(None, Box::new(select.into()))
}

fn nil() -> SimpleExpr {
    Expr::value(Uuid::nil())
}

/// A null of a type: PostgreSQL wants to know what it joins.
fn null(of: &str) -> SimpleExpr {
    Expr::value(Option::<String>::None).cast_as(Alias::new(of))
}
