//! ContributorCounts: who stands behind the figures of groups, read for the [veil](crate::kpi::suppression::groups), and what it lets through.

use std::{
    cmp::{max, min},
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{Datelike, Months, NaiveDate};
use entity::{total_rep_day, total_rep_month};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{CaseStatement, Expr, ExprTrait, Func, SelectStatement, SimpleExpr, UnionType},
};
use uuid::Uuid;

use crate::{
    access::{Measuring, Subject},
    collections::Map,
    error::{Error, ErrorCode, Result},
    graphql::{Loader, request::Request},
    kpi::{
        InputKey, Question, Span, Sums,
        suppression::groups::{Disclosure, Move, Unit, Veil},
    },
    ledger::{CalendarUnit, Measure},
};

/// Asks who moved a measure in the months that a span touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContributorCounts {
    whose: Whose,
    measure: Measure,
    span: Span,
}

/// Whose moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Whose {
    /// Everybody's, teams not told apart.
    Everybody,
    /// Everybody's, by team.
    EachTeam,
    /// Those of a team and all below it.
    Team(Uuid),
}

/// The veil over the figures of a subject, if the viewer may read them as those of a group only.
pub fn veil(request: &Request, subject: Subject) -> Result<Option<Veil>> {
    let minimum = usize::try_from(request.organization.group_minimum).unwrap_or(usize::MAX);
    Ok(match request.viewer.may_measure(subject)? {
        Measuring::AsAGroup { reader } if minimum > 1 => Some(Veil { minimum, reader, today: request.today }),
        Measuring::AsAGroup { .. } | Measuring::Freely => None,
    })
}

/// Too few people stand behind a figure.
pub fn withheld() -> Error {
    let message = "Too few people stand behind the figure for it to be shown to you.";
    Error::Refused(ErrorCode::Suppressed, message.into())
}

/// A group is asked about in a way that could single somebody out.
pub fn too_fine() -> Error {
    let message = "Figures of a group are shown to you as a whole, for calendar months, quarters and years: \
                   not for other days, some records, an instant of the past, nor told apart.";
    Error::Refused(ErrorCode::Suppressed, message.into())
}

/// Which of some figures the veil lets through: one statement for all that a request asks.
pub async fn shown(request: &Request, veil: Veil, questions: &[Question]) -> Result<Vec<bool>> {
    let mut asked = Vec::new();
    let nobody: Arc<[Move]> = Arc::default();
    for question in questions {
        Judge { request, veil, read: &mut |movers| (asked.push(movers), Arc::clone(&nobody)).1 }.is_shown(question);
    }
    let known = Sums::of(request).load_many(asked).await?;
    let mut read = |movers| known.get(&movers).map_or_else(|| Arc::clone(&nobody), Arc::clone);
    Ok(questions.iter().map(|question| Judge { request, veil, read: &mut read }.is_shown(question)).collect())
}

/// Decides about figures. What it reads does not depend on what it reads, so that everything is read at once.
struct Judge<'a, F> {
    request: &'a Request,
    veil: Veil,
    read: &'a mut F,
}

impl<F: FnMut(ContributorCounts) -> Arc<[Move]>> Judge<'_, F> {
    fn is_shown(&mut self, question: &Question) -> bool {
        let Some(unit) = Unit::of(self.request.calendar(), question.period) else { return false };
        let mut sights = Vec::new();
        for cell in question.keys(self.request.today) {
            match cell {
                InputKey::Sum(_, measure, span) => sights.push(self.disclosure(question, unit, measure, span)),
                // How each of them stands.
                InputKey::Statistic(_, spread, _) if spread.singles_out() => sights.push(Disclosure::Withheld),
                InputKey::Statistic(_, spread, span) => {
                    let days = spread.days(span);
                    for measure in spread.measures() {
                        sights.push(self.disclosure(question, unit, measure, span));
                        if days != span {
                            sights.push(self.disclosure(question, unit, measure, days));
                        }
                    }
                }
                // Who was there is no secret of theirs, nor what a team that shows its figures is to reach.
                InputKey::WorkingDays(..) | InputKey::SellingDays(..) | InputKey::Target(..) => {}
                // How each of them stands, what was known of them when, and what they said, is.
                InputKey::Attainment(..) | InputKey::Known(..) | InputKey::Said(..) => {
                    sights.push(Disclosure::Withheld)
                }
            }
        }
        sights.contains(&Disclosure::Shown) && !sights.contains(&Disclosure::Withheld)
    }

    fn disclosure(&mut self, question: &Question, unit: Unit, measure: Measure, span: Span) -> Disclosure {
        let mut read = |whose, span| (self.read)(ContributorCounts { whose, measure, span });
        let period = question.period;
        let year = year_of(period.from);
        let is_within = span.from.is_some_and(|from| period.from <= from) && span.to <= period.to;
        let whose = match question.subject {
            Subject::Rep(_) => return Disclosure::Withheld,
            Subject::Organization => Whose::Everybody,
            Subject::Team(team) if self.veil.reader.is_some() => Whose::Team(team),
            Subject::Team(team) => {
                let (everybody, teams) = (read(Whose::Everybody, year), read(Whose::EachTeam, span));
                let tree = self.request.viewer.tree();
                let disclosure = self.veil.among_teams(tree, team, &teams, span);
                let whole = if is_within { self.veil.flow(&everybody, unit, period, span) } else { disclosure };
                return if unit == Unit::Month && whole != Disclosure::Withheld {
                    disclosure
                } else {
                    Disclosure::Withheld
                };
            }
        };
        match span.from {
            None => self.veil.stock(&read(whose, span), span.to),
            Some(_) if is_within => self.veil.flow(&read(whose, year), unit, period, span),
            Some(_) => self.veil.days(&read(whose, span), span),
        }
    }
}

fn year_of(day: NaiveDate) -> Span {
    let first = NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day);
    Span { from: Some(first), to: first.checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX) }
}

/// The months that somebody's moves are read from.
struct Draft {
    whose: Whose,
    measures: BTreeSet<i16>,
    span: Span,
}

impl Sums {
    /// One select for a table of totals by month or day.
    fn moves<E: EntityTrait>(
        &self,
        place: i32,
        draft: &Draft,
        columns: &Columns<E>,
        days: Condition,
    ) -> SelectStatement {
        let Columns { team, rep, measure, day, value } = columns;
        let month =
            Func::cust("SUBSTR").args([Expr::col(day.as_column_ref()).cast_as("text"), Expr::value(1), Expr::value(7)]);
        let is_ahead: SimpleExpr = CaseStatement::new().case(day.gte(self.ground.today), 1).finally(0).into();
        let sum: SimpleExpr = value.sum().cast_as("BIGINT");
        let whose = match draft.whose {
            Whose::Everybody | Whose::EachTeam => Condition::all(),
            Whose::Team(root) => {
                let teams = self.tree.subtree([root]);
                Condition::all().add_option(team.map(|team| team.is_in(teams)))
            }
        };
        let team = match team {
            Some(team) if draft.whose != Whose::Everybody => Expr::col(team.as_column_ref()),
            Some(_) | None => Expr::value(Uuid::nil()),
        };
        let mut select = totals::<E>()
            .expr_as(Expr::value(place), "place")
            .expr_as(team, "team")
            .expr_as(Expr::col(rep.as_column_ref()), "rep")
            .expr_as(Expr::col(measure.as_column_ref()), "measure")
            .expr_as(month, "month")
            .expr_as(is_ahead, "is_ahead")
            .expr_as(sum, "value")
            .filter(measure.is_in(draft.measures.iter().copied()))
            .filter(whose)
            .filter(days)
            .into_query();
        // By place: the same expression twice would be two expressions with parameters of their own.
        select.add_group_by((2..=6).map(|place: i32| Expr::cust(place.to_string())));
        select.and_having(value.sum().ne(0));
        select
    }

    fn selects(&self, place: i32, draft: &Draft) -> Vec<SelectStatement> {
        let by_day = Columns::<total_rep_day::Entity> {
            team: Some(total_rep_day::Column::TeamId),
            rep: total_rep_day::Column::RepId,
            measure: total_rep_day::Column::Measure,
            day: total_rep_day::Column::Day,
            value: total_rep_day::Column::Value,
        };
        let by_month = Columns::<total_rep_month::Entity> {
            team: None,
            rep: total_rep_month::Column::RepId,
            measure: total_rep_month::Column::Measure,
            day: total_rep_month::Column::Month,
            value: total_rep_month::Column::Value,
        };
        let month = CalendarUnit::Month;
        let (from, to) = (draft.span.from.map(|from| month.first_day(from)), draft.span.to);
        if draft.whose != Whose::Everybody {
            let days = Condition::all().add_option(from.map(|from| by_day.day.gte(from))).add(by_day.day.lt(to));
            return vec![self.moves(place, draft, &by_day, days)];
        }
        // The month that runs is read by day: what is ahead is told from what is past.
        let (this, next) = (month.first_day(self.ground.today), month.end(self.ground.today));
        let months = Condition::all()
            .add_option(from.map(|from| by_month.day.gte(from)))
            .add(by_month.day.lt(to))
            .add(by_month.day.ne(this));
        let days = Condition::all()
            .add(by_day.day.gte(from.map_or(this, |from| max(from, this))))
            .add(by_day.day.lt(min(to, next)));
        vec![self.moves(place, draft, &by_month, months), self.moves(place, draft, &by_day, days)]
    }
}

/// Where totals are kept.
struct Columns<E: EntityTrait> {
    team: Option<E::Column>,
    rep: E::Column,
    measure: E::Column,
    day: E::Column,
    value: E::Column,
}

#[expect(clippy::disallowed_methods, reason = "who stands behind a figure decides whether it may be shown")]
fn totals<E: EntityTrait>() -> sea_orm::Select<E> {
    E::find().select_only()
}

impl Loader<ContributorCounts> for Sums {
    type Value = Arc<[Move]>;

    async fn load(&self, keys: &[ContributorCounts]) -> Result<Map<ContributorCounts, Arc<[Move]>>> {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut places = Vec::with_capacity(keys.len());
        for ContributorCounts { whose, measure, span } in keys {
            let place = drafts.iter().position(|draft| draft.whose == *whose).unwrap_or(drafts.len());
            if place == drafts.len() {
                drafts.push(Draft { whose: *whose, measures: BTreeSet::new(), span: *span });
            }
            if let Some(draft) = drafts.get_mut(place) {
                draft.measures.insert(measure.code());
                draft.span = Span {
                    from: draft.span.from.zip(span.from).map(|(one, other)| min(one, other)),
                    to: max(draft.span.to, span.to),
                };
            }
            places.push(place);
        }
        let selects = (0_i32..).zip(&drafts).flat_map(|(place, draft)| self.selects(place, draft));
        let union = selects.reduce(|mut union, select| union.union(UnionType::All, select).to_owned());
        let Some(union) = union else { return Ok(Map::default()) };
        let mut moves: HashMap<(usize, i16), Vec<Move>> = HashMap::new();
        for row in self.db.query_all(&union).await? {
            let (place, measure): (i32, i16) = (row.try_get("", "place")?, row.try_get("", "measure")?);
            let month: String = row.try_get("", "month")?;
            let Ok(month) = format!("{month}-01").parse() else { continue };
            let is_ahead: i32 = row.try_get("", "is_ahead")?;
            let each = Move {
                team: row.try_get("", "team")?,
                rep: row.try_get("", "rep")?,
                month,
                is_ahead: is_ahead == 1,
                value: row.try_get("", "value")?,
            };
            moves.entry((usize::try_from(place).unwrap_or(0), measure)).or_default().push(each);
        }
        let of = |key: &ContributorCounts, place: usize| -> Arc<[Move]> {
            let all = moves.get(&(place, key.measure.code())).into_iter().flatten().copied();
            let from = key.span.from.map(|from| CalendarUnit::Month.first_day(from));
            all.filter(|each| from.is_none_or(|from| from <= each.month) && each.month < key.span.to).collect()
        };
        Ok(keys.iter().zip(places).map(|(key, place)| (*key, of(key, place))).collect())
    }
}
