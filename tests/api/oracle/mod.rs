//! The oracle: every figure of the catalogue once more, by a slow and separate way straight over the records of the demo
//! company, compared with what the engine says: every KPI × subject × month.

mod after_sale;
mod cost;
mod customers;
mod deals;
mod formulas;
mod journey;
mod prospects;
mod records;
mod reps;

use std::collections::BTreeSet;

use chrono::{Datelike, Months, NaiveDate};
use entity::Kind;
use pilotage::{demo, graphql::id};
use serde_json::Value;

use self::{
    formulas::{Number, value},
    records::{Records, Span, Who},
};
use crate::world::{Someone, World};

/// For how many months.
const MONTHS: u32 = 38;

/// The months, counted from the first, of which it is compared what is divided by what: long ago, lately, now.
const LOOKED_INTO: &[u32] = &[9, 35, 36];

fn said(amount: &Value) -> Option<Number> {
    if let Some(money) = amount["money"]["amount"].as_str() {
        return Some(Number::Money(money.replace('.', "").parse().unwrap()));
    }
    if let Some(count) = amount["count"].as_f64() {
        #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "rounded just before")]
        return Some(Number::Count((count * 1e4).round() as i64));
    }
    amount["points"]
        .as_f64()
        .or_else(|| amount["ratio"].as_f64())
        .map(Number::Ratio)
        .or_else(|| amount["days"].as_f64().map(Number::Days))
}

fn first_month(records: &Records) -> NaiveDate {
    records.today.with_day(1).unwrap().checked_sub_months(Months::new(MONTHS - 2)).unwrap()
}

/// Somebody, with the argument that names them.
fn subjects(records: &Records) -> Vec<(String, Who)> {
    let argument = |kind, name, id| format!(r#"subject: {{{name}: "{}"}}, "#, id::encode(kind, id).as_str());
    let teams = records.teams.iter().filter(|team| team.deleted_at.is_none());
    let teams = teams.map(|team| (argument(Kind::Team, "team", team.id), Who::Team(records.below(team.id))));
    let reps = records.reps.iter().map(|rep| (argument(Kind::Rep, "rep", rep.id), Who::Rep(rep.id)));
    std::iter::once((String::new(), Who::Everybody)).chain(teams).chain(reps).collect()
}

/// The days of a period, as the API says them.
fn span(period: &Value) -> Span {
    let day = |end: &str| period[end].as_str().unwrap().parse::<NaiveDate>().unwrap();
    Span { from: day("from"), to: day("to") }
}

/// What was compared.
#[derive(Default)]
struct Tally {
    compared: usize,
    filled: usize,
    parts: usize,
    known: BTreeSet<String>,
}

impl Tally {
    /// Holds a value of the engine against the records.
    fn value(&mut self, key: &str, who: &Who, span: Span, found: &Value, expected: Option<Number>) {
        let (found, expected) = (said(found), expected.and_then(Number::shown));
        let is_same = match (&found, &expected) {
            // The seconds of a cycle are shared among reps in whole ones, and a lifetime value is a product of quotients: a
            // cent either way.
            (Some(Number::Money(found)), Some(Number::Money(expected)))
                if ["SALES_VELOCITY", "LIFETIME_VALUE"].contains(&key) =>
            {
                (found - expected).abs() <= 1
            }
            (Some(found), Some(expected)) => found.is(expected),
            (None, None) => true,
            _ => false,
        };
        let month = span.from.format("%Y-%m");
        assert!(is_same, "{key} of {who:?} in {month}: the engine says {found:?}, the records {expected:?}");
        self.known.insert(key.to_owned());
        self.compared += 1;
        self.filled += usize::from(expected.is_some_and(|number| !number.is(&Number::Count(0))));
    }

    /// Holds what was divided, and by what, against the records: also where there is nothing to divide by.
    fn parts(&mut self, key: &str, who: &Who, span: Span, figure: &Value, expected: Option<Number>) {
        let Some((part, whole)) = expected.and_then(Number::parts) else { return };
        let exact = |amount: &Value| match said(amount) {
            Some(Number::Money(number) | Number::Count(number)) => Some(number),
            _ => None,
        };
        let found = (exact(&figure["numerator"]), exact(&figure["denominator"]));
        let month = span.from.format("%Y-%m");
        assert_eq!(found, (Some(part), Some(whole)), "what {key} of {who:?} divides in {month}, and by what");
        self.parts += 1;
    }
}

const VALUE: &str = "{ money { amount } count ratio days points }";

/// What the API says of some KPIs.
async fn figures(admin: &Someone<'_>, keys: &[String], subject: &str, span: Span, what: &str) -> Vec<Value> {
    let (keys, Span { from, to }) = (keys.join(" "), span);
    let document = format!(
        r#"{{ kpis(keys: [{keys}], {subject}period: {{between: {{from: "{from}", to: "{to}"}}}}) {{ key {what} }} }}"#
    );
    admin.ok(&document).await["kpis"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_engine_says_what_the_records_say() {
    let world = World::empty().await;
    demo::load(&world.state.database, "0.001".parse().unwrap(), world.now(), &()).await.unwrap();
    let records = Records::read(&world).await;
    let admin = world.as_user("admin@demo.example").await;
    let data = admin.ok("{ kpiCatalog { key } }").await;
    let keys: Vec<String> =
        data["kpiCatalog"].as_array().unwrap().iter().map(|line| line["key"].as_str().unwrap().to_owned()).collect();
    let from = first_month(&records);
    let month = |number| from.checked_add_months(Months::new(number)).unwrap();
    let mut tally = Tally::default();
    for (subject, who) in subjects(&records) {
        for keys in keys.chunks(20) {
            let series = format!("series(by: MONTH) {{ period {{ from to }} value {VALUE} }}");
            let whole = Span { from, to: month(MONTHS) };
            for figure in figures(&admin, keys, &subject, whole, &series).await {
                let key = figure["key"].as_str().unwrap();
                for point in figure["series"].as_array().unwrap() {
                    let span = span(&point["period"]);
                    if let Some(expected) = value(&records, key, &who, span) {
                        tally.value(key, &who, span, &point["value"], expected);
                    }
                }
            }
            for number in LOOKED_INTO {
                let span = Span { from: month(*number), to: month(number + 1) };
                let parts = format!("numerator {VALUE} denominator {VALUE}");
                for figure in figures(&admin, keys, &subject, span, &parts).await {
                    let key = figure["key"].as_str().unwrap();
                    tally.parts(key, &who, span, &figure, value(&records, key, &who, span).flatten());
                }
            }
        }
    }
    let unknown: Vec<&String> = keys.iter().filter(|key| !tally.known.contains(*key)).collect();
    assert!(unknown.is_empty(), "the oracle does not know {unknown:?}");
    // Much is rare in a month of a rep: most ratios of a small company are null.
    let Tally { compared, filled, parts, .. } = tally;
    assert!(compared > 5_000 && filled > compared / 6, "{compared} compared, {filled} of them not nothing");
    assert!(parts > 1_000, "{parts} looked into");
}
