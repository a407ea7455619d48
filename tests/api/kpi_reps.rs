//! The sales force: how much hangs on whom, how soon who is new sells.

use serde_json::{Value, json};

use crate::{
    kpi::{organization, team, win},
    world::World,
};

const ERRORS: &str = "errors { code field message }";
const NOVEMBER: &str = "period: {month: {year: 2026, month: 11}}";
const DECEMBER: &str = "period: {month: {year: 2026, month: 12}}";

async fn done(world: &World, mutation: &str) {
    world.as_user("ada").await.done(&format!("{mutation} {{ {ERRORS} }}")).await;
}

#[tokio::test]
async fn revenue_hangs_on_few_reps_or_on_many() {
    let world = World::new().await;
    let shares = "topRepShare { value unit } repConcentration { value }";
    let empty = json!({"topRepShare": {"value": null, "unit": "RATIO"}, "repConcentration": {"value": null}});
    assert_eq!(organization(&world, NOVEMBER, shares).await, empty);
    for (rep, amount) in [("alice", "200"), ("alice", "100"), ("bob", "100"), ("dora", "600")] {
        win(&world, rep, amount, "2026-11-10T10:00:00Z").await;
    }
    let of = |top: f64, index: f64| json!({"topRepShare": {"value": top, "unit": "RATIO"}, "repConcentration": {"value": index}});
    assert_eq!(organization(&world, NOVEMBER, shares).await, of(0.6, 0.46));
    assert_eq!(team(&world, "North", NOVEMBER, shares).await, of(0.75, 0.625));
    assert_eq!(team(&world, "South", NOVEMBER, shares).await, of(1.0, 1.0));
    let told = "repConcentration { contributors { nodes { record { ... on Rep { name } } value { ratio } } }
        breakdown(by: TEAM, orderBy: LARGEST) { rows { label value { ratio } } } explain { withNumbers } }";
    let told = organization(&world, NOVEMBER, told).await["repConcentration"].clone();
    let mut names: Vec<&str> = told["contributors"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["record"]["name"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["alice", "bob", "dora"]);
    assert_eq!(
        told["breakdown"]["rows"],
        json!([{"label": "South", "value": {"ratio": 1.0}}, {"label": "North", "value": {"ratio": 0.625}}])
    );
    assert_eq!(
        told["explain"]["withNumbers"],
        "sum over the reps of (revenue of the rep / revenue of all reps)² = 0.46"
    );
}

#[tokio::test]
async fn whoever_reads_a_group_is_not_told_what_its_best_rep_brings() {
    let world = World::new().await;
    done(&world, "organizationUpdate(input: {groupMinimum: 2})").await;
    for rep in ["alice", "bob", "carol"] {
        win(&world, rep, "100", "2026-11-10T10:00:00Z").await;
    }
    let alice = world.as_user("alice").await;
    let north = world.id("team:North");
    let read = async |field: &str| {
        alice.run(&format!(r#"{{ team(id: "{north}") {{ kpis({NOVEMBER}) {{ {field} }} }} }}"#)).await
    };
    assert_eq!(
        read("revenue { value { amount } }").await.0["data"]["team"]["kpis"]["revenue"]["value"]["amount"],
        "300.00"
    );
    for field in ["topRepShare", "repConcentration", "dealAging"] {
        assert_eq!(read(&format!("{field} {{ value }}")).await.code(), "SUPPRESSED", "{field}");
    }
}

#[tokio::test]
async fn a_rep_ramps_up_until_the_first_win() {
    let world = World::new().await;
    let ramp = "rampDays { value median sampleSize unit adjustments { value { days } } }";
    let days = |value: Value, median: Value, count: i32| json!({"rampDays": {"value": value, "median": median, "sampleSize": count, "unit": "DAYS", "adjustments": null}});
    assert_eq!(organization(&world, NOVEMBER, ramp).await, days(Value::Null, Value::Null, 0));
    world.set_now("2026-12-20T12:00:00Z");
    for (rep, hired) in [("alice", "2026-11-01"), ("bob", "2026-10-31"), ("dora", "2026-12-01"), ("emil", "2026-11-04")]
    {
        let id = world.id(&format!("rep:{rep}"));
        done(&world, &format!(r#"repUpdate(id: "{id}", input: {{hiredOn: "{hired}"}})"#)).await;
    }
    for (rep, at) in [
        ("alice", "2026-11-11T10:00:00Z"),
        ("alice", "2026-12-01T10:00:00Z"),
        ("bob", "2026-11-30T22:59:59Z"),
        // Nobody knows when Carol began, and Dora won before she did.
        ("carol", "2026-11-12T10:00:00Z"),
        ("dora", "2026-11-12T10:00:00Z"),
        ("emil", "2026-12-02T10:00:00Z"),
    ] {
        win(&world, rep, "100", at).await;
    }
    assert_eq!(organization(&world, NOVEMBER, ramp).await, days(json!(20.0), json!(20.0), 2), "10 and 30 days");
    assert_eq!(organization(&world, DECEMBER, ramp).await, days(json!(28.0), json!(28.0), 1), "the first win only");
    assert_eq!(team(&world, "South", NOVEMBER, ramp).await, days(Value::Null, Value::Null, 0));
    let until = format!(r#"{NOVEMBER}, asOf: "2026-11-20T11:00:00Z""#);
    assert_eq!(organization(&world, &until, ramp).await, days(json!(10.0), json!(10.0), 1));
    let told = "rampDays { contributors { totalCount nodes { record { ... on Rep { name } } value { days } } }
        breakdown(by: REP, orderBy: LARGEST) { rows { label value { days } } } explain { withNumbers dateRule } }";
    let told = organization(&world, NOVEMBER, told).await["rampDays"].clone();
    let shown = |name: &str, days: f64| json!({"label": name, "value": {"days": days}});
    assert_eq!(told["breakdown"]["rows"], json!([shown("bob", 30.0), shown("alice", 10.0)]));
    assert_eq!(told["contributors"]["totalCount"], 2);
    assert_eq!(told["contributors"]["nodes"][0]["record"]["name"].as_str().map(str::len), Some(3), "bob came later");
    assert_eq!(told["explain"]["withNumbers"], "40 / 2 = 20");
    let year =
        organization(&world, "period: {year: 2026}", "rampDays { median series(by: QUARTER) { value { days } } }")
            .await;
    assert_eq!(year["rampDays"]["median"], json!(28.0));
    assert_eq!(year["rampDays"]["series"][3]["value"]["days"], json!(22.6667));
}
