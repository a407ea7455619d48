//! The formulas of KPIs that hold revenue against its target. Pure.

use crate::{
    graphql::scalars::float,
    kpi::{Band, Direction, Figure, Inputs, Kind, Kpi, Progress, Standing, Status, Value},
    ledger::Measure as M,
};

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
        moment: m.where_today_is(),
        days: m.all_selling_days(),
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

/// Revenue over its target.
pub fn attainment(m: &Inputs<'_>) -> Figure {
    let revenue = revenue(m);
    let (value, target) = (revenue.progress.attainment, revenue.target.map(Value::Money));
    revenue.held(value, target)
}

/// Revenue over what its target asks for by today.
pub fn pace(m: &Inputs<'_>) -> Figure {
    let revenue = revenue(m);
    let (value, expected) = (revenue.progress.pace, revenue.progress.expected);
    revenue.held(value, expected)
}

/// What each working day left should bring.
pub fn required_run_rate(m: &Inputs<'_>) -> Figure {
    let Revenue { won, target, progress } = revenue(m);
    Figure { value: progress.required.filter(|_| target.is_some()), warnings: won.warnings, ..Figure::default() }
}

/// What the period ends with if it goes on like this.
pub fn projected(m: &Inputs<'_>) -> Figure {
    let Revenue { won, progress, .. } = revenue(m);
    Figure { value: progress.projected, warnings: won.warnings, ..Figure::default() }
}

/// What is expected in the period over what is missing to its target.
pub fn pipeline_coverage(m: &Inputs<'_>) -> Figure {
    let Revenue { won, target, progress } = revenue(m);
    let open = Figure::money(m.sum(M::ExpectedAmount), m.sum(M::ExpectedUnconverted));
    let missing = match (won.value, target) {
        (Some(Value::Money(won)), Some(target)) => Some(target - won),
        _ => None,
    };
    let value = match (open.value, missing) {
        (Some(Value::Money(open)), Some(missing)) if missing > 0 => Some(Value::Ratio(float(open) / float(missing))),
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
}

/// Which share of the reps reach their targets.
pub fn distribution(m: &Inputs<'_>) -> Figure {
    let [reached, near, below] = [Band::Reached, Band::Near, Band::Below].map(|band| m.attainment(band));
    let parts = vec![Some(Value::Count(near)), Some(Value::Count(below))];
    Figure { parts, ..Figure::ratio(reached, reached + near + below) }
}
