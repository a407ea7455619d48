//! The formulas of KPIs that hold revenue against its target. Pure.

use crate::{
    graphql::scalars::float,
    kpi::{
        Direction, Figure, Input, Inputs, Kind, Kpi, PeriodPart, Progress, Standing, Status, Value,
        catalog::{
            expression::{Expression, Terms, selling_days, sum},
            formula::{Formula, code},
        },
    },
    ledger::Measure as M,
};

fn target() -> Terms {
    Input::Target(Kpi::Revenue).into()
}

/// A formula over the revenue and its target, and what else it needs.
fn against_target(value: Expression, further: &[Terms], compute: fn(&Inputs<'_>) -> Figure) -> Formula {
    let days = [PeriodPart::Whole, PeriodPart::Elapsed, PeriodPart::Left].map(selling_days);
    let inputs = [sum(M::Revenue), sum(M::RevenueUnconverted), target()].into_iter().chain(days);
    code(value, &inputs.chain(further.iter().cloned()).collect::<Vec<_>>(), compute)
}

/// The revenue of the period, its target where there is one, and where they stand.
struct Revenue {
    won: Figure,
    target: Option<i64>,
    progress: Progress,
}

fn revenue(m: &Inputs<'_>) -> Revenue {
    let won = Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted));
    let target = Some(m.target(Kpi::Revenue)).filter(|target| *target != 0);
    let standing = Standing {
        target: Value::Money(target.unwrap_or(0)),
        actual: won.value,
        direction: Direction::Higher,
        kind: Kind::Flow,
        timing: m.timing(),
        days: m.selling_days(),
    };
    Revenue { won, target, progress: standing.progress() }
}

impl Revenue {
    fn held(self, value: Option<f64>, denominator: Option<Value>) -> Figure {
        let Self { won, target, progress } = self;
        Figure {
            value: value.filter(|_| target.is_some()).map(Value::Ratio),
            numerator: won.value,
            denominator: denominator.filter(|_| target.is_some()),
            status: progress.status.filter(|_| target.is_some()),
            warnings: won.warnings,
            ..Figure::default()
        }
    }
}

/// Revenue by its target.
pub fn attainment() -> Formula {
    against_target(sum(M::Revenue) / target(), &[], |m| {
        let revenue = revenue(m);
        let (value, target) = (revenue.progress.attainment, revenue.target.map(Value::Money));
        revenue.held(value, target)
    })
}

/// Revenue by what its target asks for by today.
pub fn pace() -> Formula {
    let expected = Expression::from(target()) * selling_days(PeriodPart::Elapsed) / selling_days(PeriodPart::Whole);
    against_target(sum(M::Revenue) / expected, &[], |m| {
        let revenue = revenue(m);
        let (value, expected) = (revenue.progress.pace, revenue.progress.expected);
        revenue.held(value, expected)
    })
}

/// What each working day left should bring.
pub fn required_run_rate() -> Formula {
    let missing = Expression::NotBelowZero(Box::new((target() - sum(M::Revenue)).into()));
    against_target(missing / selling_days(PeriodPart::Left), &[], |m| {
        let Revenue { won, target, progress } = revenue(m);
        Figure { value: progress.required.filter(|_| target.is_some()), warnings: won.warnings, ..Figure::default() }
    })
}

/// What the period ends with if it goes on like this.
pub fn projected() -> Formula {
    let value = Expression::from(sum(M::Revenue)) * selling_days(PeriodPart::Whole) / selling_days(PeriodPart::Elapsed);
    against_target(value, &[], |m| {
        let Revenue { won, progress, .. } = revenue(m);
        Figure { value: progress.projected, warnings: won.warnings, ..Figure::default() }
    })
}

/// The amounts expected in the period by what is missing to its target.
pub fn pipeline_coverage() -> Formula {
    let value = sum(M::ExpectedAmount) / (target() - sum(M::Revenue));
    against_target(value, &[sum(M::ExpectedUnconverted)], |m| {
        let Revenue { won, target, progress } = revenue(m);
        let open = Figure::money(m.sum(M::ExpectedAmount), m.sum(M::ExpectedUnconverted));
        let missing = match (won.value, target) {
            (Some(Value::Money(won)), Some(target)) => Some(target - won),
            _ => None,
        };
        let value = match (open.value, missing) {
            (Some(Value::Money(open)), Some(missing)) if missing > 0 => {
                Some(Value::Ratio(float(open) / float(missing)))
            }
            _ => None,
        };
        let status = missing.and_then(|missing| if missing <= 0 { Some(Status::Achieved) } else { progress.status });
        Figure {
            value,
            numerator: open.value,
            denominator: missing.map(Value::Money),
            status,
            warnings: [won.warnings, open.warnings].concat(),
            ..Figure::default()
        }
    })
}
