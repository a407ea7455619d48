//! Identities: what must hold between figures, whatever happened, for every KPI that the catalogue lists.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value;

use crate::{
    ledger::play::{Company, Play},
    world::World,
};

/// How many things happen to each company.
const STEPS: usize = 250;

const AMOUNT: &str = "{ money { amount } count ratio days }";

/// A line of the catalogue.
struct Entry {
    key: String,
    is_additive: bool,
    is_flow: bool,
    dimensions: Vec<String>,
}

async fn catalogue(world: &World) -> Vec<Entry> {
    let data = world.as_user("ada").await.ok("{ kpiCatalog { key kind isAdditive dimensions } }").await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    data["kpiCatalog"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| Entry {
            key: text(&line["key"]),
            is_additive: line["isAdditive"].as_bool().unwrap(),
            is_flow: line["kind"] == "FLOW",
            dimensions: line["dimensions"].as_array().unwrap().iter().map(text).collect(),
        })
        .collect()
}

/// Rates since long ago, so that amounts of all currencies have a worth.
async fn rates(world: &World) {
    let ada = world.as_user("ada").await;
    for (from, to) in [("USD", "EUR"), ("JPY", "EUR"), ("EUR", "USD"), ("JPY", "USD")] {
        let input = format!(r#"from: "{from}", to: "{to}", validOn: "2020-01-01", rate: "0.7""#);
        ada.done(&format!("exchangeRateCreate(input: {{{input}}}) {{ errors {{ code field message }} }}")).await;
    }
}

/// A company to which much happened; all of it is known by the end.
async fn played(seed: u64, steps: usize) -> Arc<Company> {
    let mut play = Play::new(Company::new().await, seed);
    rates(&play.company.world).await;
    // Who is deleted can no longer be asked about, and what cannot be converted has no figure.
    play.never = &["repDelete", "exchangeRateDelete"];
    for _ in 0..steps {
        play.step().await;
    }
    play.company.world.set_now("2028-02-10T09:00:00Z");
    play.company
}

/// An amount in the smallest parts that are exact: minor units, ten-thousandths. Null is `None`.
fn exact(amount: &Value) -> Option<i128> {
    if let Some(money) = amount["money"]["amount"].as_str() {
        return Some(money.replace('.', "").parse().unwrap());
    }
    let number = |field: &str| amount[field].as_f64();
    #[expect(clippy::cast_possible_truncation, clippy::as_conversions, reason = "rounded first, and small")]
    number("count").or_else(|| number("days")).map(|number| (number * 1e4).round() as i128)
}

/// One KPI of a subject, as the generic field gives it.
async fn ask(world: &World, key: &str, arguments: &str, fields: &str) -> Value {
    let document = format!("{{ kpi(key: {key}, {arguments}) {{ {fields} }} }}");
    world.as_user("ada").await.ok(&document).await["kpi"].clone()
}

fn subject(world: &World, name: &str) -> String {
    match name.split_once(':') {
        Some((kind, _)) => format!(r#"subject: {{{kind}: "{}"}}, "#, world.id(name)),
        None => String::new(),
    }
}

const SUBJECTS: [&str; 4] = ["everybody", "team:Sales", "team:North", "rep:alice"];
const PERIODS: [&str; 2] =
    [r#"period: {between: {from: "2026-07-01", to: "2028-01-01"}}"#, "period: {quarter: {year: 2027, quarter: 1}}"];

#[tokio::test]
async fn breakdowns_sum_to_the_total_whatever_they_are_by() {
    let company = played(16, STEPS).await;
    let world = &company.world;
    let mut seen = 0;
    for entry in catalogue(world).await.iter().filter(|entry| entry.is_additive) {
        let fields: String = entry
            .dimensions
            .iter()
            .map(|dimension| {
                format!("{dimension}: breakdown(by: {dimension}, first: 2) {{ rows {{ value {AMOUNT} }} others {{ value {AMOUNT} }} }} ")
            })
            .collect();
        for name in SUBJECTS {
            let arguments = format!("{}{}", subject(world, name), PERIODS[0]);
            let figure = ask(world, &entry.key, &arguments, &format!("value {AMOUNT} {fields}")).await;
            let Some(total) = exact(&figure["value"]) else { continue };
            for dimension in &entry.dimensions {
                let breakdown = &figure[dimension.as_str()];
                let rows = breakdown["rows"].as_array().unwrap().iter().map(|row| exact(&row["value"]));
                let others = Some(&breakdown["others"]).filter(|others| !others.is_null());
                let parts: Option<i128> = rows.chain(others.map(|others| exact(&others["value"]))).sum();
                assert_eq!(parts, Some(total), "{} of {name} by {dimension}: {breakdown:#}", entry.key);
                seen += usize::from(total != 0);
            }
        }
    }
    assert!(seen > 100, "too little was broken down to say anything: {seen}");
}

#[tokio::test]
async fn contributors_sum_to_the_figure_they_are_behind() {
    let mut seen = BTreeMap::new();
    for seed in [16, 21] {
        sum_contributors(&played(seed, STEPS).await.world, &mut seen).await;
    }
    assert!(seen.values().filter(|times| **times > 0).count() >= 8, "too little was listed: {seen:#?}");
}

/// Sums the contributors of every figure, page by page; counts the figures that are not nothing.
async fn sum_contributors(world: &World, seen: &mut BTreeMap<String, usize>) {
    for entry in catalogue(world).await {
        for name in SUBJECTS {
            let arguments = format!("{}{}", subject(world, name), PERIODS[0]);
            let parts = format!("value {AMOUNT} numerator {AMOUNT} denominator {AMOUNT}");
            let mut cursor = String::new();
            let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
            let figure = loop {
                let fields = format!(
                    "{parts} contributors(first: 40{cursor}) {{ nodes {{ id {parts} }} pageInfo {{ hasNextPage endCursor }} }}"
                );
                let figure = ask(world, &entry.key, &arguments, &fields).await;
                for node in figure["contributors"]["nodes"].as_array().unwrap() {
                    for part in ["value", "numerator", "denominator"] {
                        *sums.entry(part).or_default() += exact(&node[part]).unwrap_or(0);
                    }
                }
                let page = &figure["contributors"]["pageInfo"];
                if page["hasNextPage"] == false {
                    break figure;
                }
                cursor = format!(", after: {}", page["endCursor"]);
            };
            let part = if entry.is_additive { "value" } else { "numerator" };
            if let Some(whole) = exact(&figure[part]).filter(|_| !figure["value"].is_null()) {
                let sum = sums.get(part).copied().unwrap_or(0);
                assert_eq!(sum, whole, "{part} of {} of {name}: {figure:#}", entry.key);
                *seen.entry(entry.key.clone()).or_insert(0) += usize::from(whole != 0);
            }
        }
    }
}

#[tokio::test]
async fn what_is_known_now_is_what_is_known() {
    let company = played(13, STEPS).await;
    let world = &company.world;
    let now = r#", asOf: "2028-02-10T09:00:00Z""#;
    let fields =
        format!("value {AMOUNT} numerator {AMOUNT} denominator {AMOUNT} median {AMOUNT} warnings {{ code count }}");
    for entry in catalogue(world).await {
        for name in SUBJECTS {
            for period in PERIODS {
                let arguments = format!("{}{period}", subject(world, name));
                let plain = ask(world, &entry.key, &arguments, &fields).await;
                let known = ask(world, &entry.key, &format!("{arguments}{now}"), &fields).await;
                assert_eq!(known, plain, "{} of {name}", entry.key);
            }
        }
    }
}

#[tokio::test]
async fn what_was_believed_then_can_be_read_ever_after() {
    let mut play = Play::new(Company::new().await, 14);
    // Units, days and the tree of teams are those of now, also when the past is looked at.
    play.never = &["organizationUpdate", "repDelete", "teamMove"];
    for _ in 0..STEPS / 2 {
        play.step().await;
    }
    let company = Arc::clone(&play.company);
    let world = &company.world;
    let then = world.now() + chrono::TimeDelta::minutes(30);
    let then_text = then.to_rfc3339();
    world.set_now(&then_text);
    let fields = format!("value {AMOUNT} numerator {AMOUNT} denominator {AMOUNT} median {AMOUNT}");
    let entries = catalogue(world).await;
    let mut believed = Vec::new();
    // How many days there were to work is told by memberships, what is due or stalled by deals as they are, when reps began
    // by reps: none of it is in the ledger.
    let unrecorded = ["INTERACTION_FREQUENCY", "SLIPPAGE_RATE", "PUSH_COUNT", "STALLED_DEALS", "RAMP_DAYS"];
    for entry in entries.iter().filter(|entry| !unrecorded.contains(&entry.key.as_str())) {
        for name in SUBJECTS {
            let arguments = format!("{}{}", subject(world, name), PERIODS[0]);
            believed.push((entry, name, ask(world, &entry.key, &arguments, &fields).await, arguments));
        }
    }
    world.set_now(&(then + chrono::TimeDelta::minutes(30)).to_rfc3339());
    for _ in 0..STEPS {
        play.step().await;
    }
    let mut changed = 0;
    for (entry, name, figure, arguments) in believed {
        let past = ask(world, &entry.key, &format!(r#"{arguments}, asOf: "{then_text}""#), &fields).await;
        assert_eq!(past, figure, "{} of {name}", entry.key);
        changed += usize::from(ask(world, &entry.key, &arguments, &fields).await != figure);
    }
    assert!(changed > 10, "too little changed since to say anything: {changed}");
}

#[tokio::test]
async fn pieces_of_a_period_sum_to_it() {
    let company = played(15, STEPS).await;
    let world = &company.world;
    for entry in catalogue(world).await.iter().filter(|entry| entry.is_flow && entry.is_additive) {
        for name in SUBJECTS {
            let arguments = format!("{}{}", subject(world, name), PERIODS[0]);
            let fields = format!(
                "value {AMOUNT} m: series(by: MONTH) {{ value {AMOUNT} }} w: series(by: WEEK) {{ value {AMOUNT} }}"
            );
            let figure = ask(world, &entry.key, &arguments, &fields).await;
            let Some(total) = exact(&figure["value"]) else { continue };
            for pieces in ["m", "w"] {
                let sum: Option<i128> =
                    figure[pieces].as_array().unwrap().iter().map(|point| exact(&point["value"])).sum();
                assert_eq!(sum, Some(total), "{} of {name} by {pieces}", entry.key);
            }
        }
    }
}

#[tokio::test]
async fn every_typed_field_says_what_its_name_in_the_catalogue_says() {
    let company = played(16, STEPS).await;
    let world = &company.world;
    let data = world.as_user("ada").await.ok("{ kpiCatalog { key field } }").await;
    for line in data["kpiCatalog"].as_array().unwrap() {
        let (key, field) = (line["key"].as_str().unwrap(), line["field"].as_str().unwrap());
        let document =
            format!("{{ organization {{ kpis({}) {{ {field} {{ unit explain {{ withNumbers }} }} }} }} }}", PERIODS[0]);
        let typed = world.as_user("ada").await.ok(&document).await["organization"]["kpis"][field].clone();
        let named = ask(world, key, PERIODS[0], "unit explain { withNumbers }").await;
        assert_eq!(typed, named, "{key}");
    }
}

#[tokio::test]
async fn figures_of_some_are_those_of_the_rows_they_list() {
    let company = played(17, STEPS).await;
    let world = &company.world;
    for who in ["alice", "dora"] {
        let someone = world.as_user(who).await;
        let data = someone
            .ok("{ me { rep { kpis(period: {preset: THIS_MONTH}) { openDeals { value } } } }
                deals(first: 100) { nodes { status owner: rep { name } } } }")
            .await;
        let rep = world.id(&format!("rep:{who}"));
        let named = world.as_user("ada").await.ok(&format!(r#"{{ rep(id: "{rep}") {{ name }} }}"#)).await;
        let name = &named["rep"]["name"];
        let open = data["deals"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|deal| deal["status"] == "OPEN" && deal["owner"]["name"] == *name)
            .count();
        assert_eq!(data["me"]["rep"]["kpis"]["openDeals"]["value"].as_u64(), u64::try_from(open).ok(), "{who}");
    }
}
