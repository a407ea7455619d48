//! The oracle: every figure of the catalogue once more, by a slow and separate way straight over the records of the demo
//! company, compared with what the engine says: every KPI × subject × month.

mod after_sale;
mod cost;
mod customers;
mod deals;
mod formulas;
mod journey;
mod records;
mod reps;

use std::collections::BTreeSet;

use chrono::{Datelike, Months, NaiveDate};
use pilotage::{api::id, demo};
use serde_json::Value;

use self::{
    formulas::{Number, value},
    records::{Records, Span, Who},
};
use crate::world::World;

/// KPIs that the oracle does not know: this list may only shrink.
const UNKNOWN: &[&str] = &[
    "PROSPECT_QUALIFICATION",
    "KEY_INFORMATION_COMPLETENESS",
    "KEY_FACTS_FILLED",
    "KEY_INFORMATION_FRESHNESS",
    "LEAD_QUALITY_SCORE",
];

/// The first day looked at, and how many months from there.
const MONTHS: u32 = 38;

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

#[tokio::test]
async fn the_engine_says_what_the_records_say() {
    let world = World::empty().await;
    demo::load(&world.state.database, "0.001".parse().unwrap(), world.now(), &()).await.unwrap();
    let records = Records::read(&world).await;
    let admin = world.as_user("admin@demo.example").await;
    let data = admin.ok("{ kpiCatalog { key } }").await;
    let keys: Vec<String> =
        data["kpiCatalog"].as_array().unwrap().iter().map(|line| line["key"].as_str().unwrap().to_owned()).collect();
    let mut subjects = vec![(String::new(), Who::Everybody)];
    for team in records.teams.iter().filter(|team| team.deleted_at.is_none()) {
        let id = id::encode(entity::Kind::Team, team.id);
        subjects.push((format!(r#"subject: {{team: "{}"}}, "#, id.as_str()), Who::Team(records.below(team.id))));
    }
    for rep in &records.reps {
        let id = id::encode(entity::Kind::Rep, rep.id);
        subjects.push((format!(r#"subject: {{rep: "{}"}}, "#, id.as_str()), Who::Rep(rep.id)));
    }
    let from = first_month(&records);
    let to = from.checked_add_months(Months::new(MONTHS)).unwrap();
    let (mut compared, mut filled) = (0, 0);
    let mut known: BTreeSet<String> = BTreeSet::new();
    for (subject, who) in &subjects {
        for keys in keys.chunks(20) {
            let document = format!(
                r#"{{ kpis(keys: [{}], {subject}period: {{between: {{from: "{from}", to: "{to}"}}}}) {{
                    key series(by: MONTH) {{ period {{ from to }} value {{ money {{ amount }} count ratio days points }} }} }} }}"#,
                keys.join(" ")
            );
            let data = admin.ok(&document).await;
            for figure in data["kpis"].as_array().unwrap() {
                let key = figure["key"].as_str().unwrap();
                for point in figure["series"].as_array().unwrap() {
                    let day = |end: &str| point["period"][end].as_str().unwrap().parse::<NaiveDate>().unwrap();
                    let span = Span { from: day("from"), to: day("to") };
                    let Some(expected) = value(&records, key, who, span) else { continue };
                    known.insert(key.to_owned());
                    let found = said(&point["value"]);
                    let is_same = match (&found, &expected) {
                        // The seconds of a cycle are shared among reps in whole ones: a cent either way.
                        // A lifetime value is a product of quotients.
                        (Some(Number::Money(found)), Some(Number::Money(expected)))
                            if ["SALES_VELOCITY", "LIFETIME_VALUE"].contains(&key) =>
                        {
                            (found - expected).abs() <= 1
                        }
                        (Some(found), Some(expected)) => found.is(expected),
                        (None, None) => true,
                        _ => false,
                    };
                    assert!(
                        is_same,
                        "{key} of {who:?} in {}-{}: the engine says {found:?}, the records {expected:?}",
                        span.from.year(),
                        span.from.month()
                    );
                    compared += 1;
                    filled += usize::from(expected.is_some_and(|number| !number.is(&Number::Count(0))));
                }
            }
        }
    }
    let strange: Vec<&String> =
        keys.iter().filter(|key| known.contains(*key) == UNKNOWN.contains(&key.as_str())).collect();
    assert!(strange.is_empty(), "known and listed as unknown, or neither: {strange:?}");
    // Much is rare in a month of a rep: most ratios of a small company are null.
    assert!(compared > 5_000 && filled > compared / 6, "{compared} compared, {filled} of them not nothing");
}
