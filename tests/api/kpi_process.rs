//! The ways of selling: deals that stay in their stage for too long, and the panel of how well it all works.

use serde_json::json;

use crate::{
    deal,
    kpi::{organization, team, win},
    world::{Someone, World},
};

const ERRORS: &str = "errors { code field message }";
const NOVEMBER: &str = "period: {month: {year: 2026, month: 11}}";

async fn done(world: &World, mutation: &str) {
    world.as_user("ada").await.done(&format!("{mutation} {{ {ERRORS} }}")).await;
}

#[tokio::test]
async fn a_deal_ages_in_a_stage_that_deals_won_went_through_faster() {
    let world = World::new().await;
    let ageing = "dealAging { value amount { amount } warnings { code } }";
    let of =
        |count: i32, amount: &str| json!({"dealAging": {"value": count, "amount": {"amount": amount}, "warnings": []}});
    assert_eq!(organization(&world, NOVEMBER, ageing).await, of(0, "0.00"), "nothing is open");
    // All opened on 3 November at 10:00; it is noon of the 24th.
    let old = deal::open(&world, "alice", "100").await;
    deal::open(&world, "dora", "50").await;
    assert_eq!(organization(&world, NOVEMBER, ageing).await, of(0, "0.00"), "nobody knows what is long");
    let quick = win(&world, "bob", "10", "2026-11-08T09:00:00Z").await;
    assert_eq!(organization(&world, NOVEMBER, ageing).await, of(2, "150.00"), "21 days, and one was won after 5");
    assert_eq!(team(&world, "North", NOVEMBER, ageing).await, of(1, "100.00"), "whoever won");
    let told =
        "dealAging { value breakdown(by: STAGE) { rows { label value { count } } } series(by: WEEK) { value { count } }
        contributors { nodes { record { ... on Deal { owner: rep { name } } } value { count } } }
        explain { withNumbers attributionRule } }";
    let told = organization(&world, NOVEMBER, told).await["dealAging"].clone();
    assert_eq!(told["breakdown"]["rows"], json!([{"label": "Qualify", "value": {"count": 2}}]));
    let weeks: Vec<_> =
        told["series"].as_array().unwrap().iter().map(|point| point["value"]["count"].as_i64()).collect();
    // Until the 1st, the 8th (5 whole days, which is no longer than 5), the 15th, the 22nd, and today.
    assert_eq!(weeks, [0, 0, 2, 2, 2, 2].map(Some));
    let nodes = told["contributors"]["nodes"].as_array().unwrap();
    assert_eq!(nodes.iter().map(|node| &node["record"]["owner"]["name"]).collect::<Vec<_>>(), ["dora", "alice"]);
    let sentence = told["explain"]["withNumbers"].as_str().unwrap();
    assert!(sentence.starts_with("number of open deals in their stage for more days") && sentence.ends_with(" = 2"));
    let (stage, bob) = (world.id("stage:Propose"), world.id("rep:bob"));
    done(&world, &format!(r#"dealMove(id: "{old}", input: {{stage: "{stage}"}})"#)).await;
    assert_eq!(organization(&world, NOVEMBER, ageing).await, of(1, "50.00"), "new in a stage that no win went through");
    let stage = world.id("stage:Qualify");
    done(&world, &format!(r#"dealMove(id: "{old}", input: {{stage: "{stage}"}})"#)).await;
    assert_eq!(organization(&world, NOVEMBER, ageing).await, of(1, "50.00"), "back since today");
    done(&world, &format!(r#"dealReassign(id: "{old}", input: {{rep: "{bob}"}})"#)).await;
    world.set_now("2026-12-20T11:00:00Z");
    let known = format!(r#"{NOVEMBER}, asOf: "2026-11-24T11:00:00Z""#);
    assert_eq!(organization(&world, &known, ageing).await, of(1, "50.00"));
    assert_eq!(organization(&world, NOVEMBER, ageing).await, of(2, "150.00"), "6 days by the end of the month");
    let rep = format!(r#"{{ rep(id: "{bob}") {{ kpis(period: {{year: 2026}}) {{ dealAging {{ value }} }} }} }}"#);
    let bobs = world.as_user("ada").await.ok(&rep).await["rep"]["kpis"]["dealAging"]["value"].clone();
    assert_eq!(bobs, 1, "whose it is now, whoever brought it there");
    world.assert_ledger().await;
    done(&world, &format!(r#"dealReopen(id: "{quick}")"#)).await;
    assert_eq!(organization(&world, NOVEMBER, ageing).await, of(0, "0.00"), "it was not won after all");
    world.assert_ledger().await;
}

#[tokio::test]
async fn thresholds_of_ageing_tell_nobody_how_fast_a_colleague_is() {
    let world = World::new().await;
    win(&world, "bob", "10", "2026-11-08T09:00:00Z").await;
    let ada = world.as_user("ada").await;
    let alice = world.as_user("alice").await;
    let asked = |about: &str, period: &str| {
        let thresholds = "dealAging { thresholds { stage label days wins } }";
        format!(r#"{{ rep(id: "{}") {{ kpis({period}) {{ {thresholds} }} }} }}"#, world.id(&format!("rep:{about}")))
    };
    let told = async |who: &Someone<'_>, period: &str| {
        who.ok(&asked("alice", period)).await["rep"]["kpis"]["dealAging"]["thresholds"].clone()
    };
    let row = |days: f64, wins: Option<i32>| json!([{"stage": world.id("stage:Qualify"), "label": "Qualify", "days": days, "wins": wins}]);
    assert_eq!(
        told(&ada, NOVEMBER).await,
        row(5.0, Some(1)),
        "from the 3rd at ten in Paris to the 8th at nine in London"
    );
    assert_eq!(told(&alice, NOVEMBER).await, json!([]), "it would tell of one colleague");
    for rep in ["alice", "carol", "dora"] {
        win(&world, rep, "10", "2026-11-09T09:00:00Z").await;
    }
    assert_eq!(told(&alice, NOVEMBER).await, json!([]), "of four colleagues, and a group is of five");
    win(&world, "emil", "10", "2026-11-09T09:00:00Z").await;
    assert_eq!(told(&ada, NOVEMBER).await, row(6.0, Some(5)));
    assert_eq!(told(&alice, NOVEMBER).await, row(6.0, None));
    for period in [
        r#"period: {between: {from: "2026-11-01", to: "2026-11-09"}}"#,
        &format!(r#"{NOVEMBER}, asOf: "2026-11-24T10:00:00Z""#),
        &format!(r#"{NOVEMBER}, filter: {{kind: "CALL"}}"#),
    ] {
        assert_eq!(alice.run(&asked("alice", period)).await.code(), "SUPPRESSED", "{period}");
        told(&ada, period).await;
    }
}

#[tokio::test]
async fn the_efficiency_of_the_ways_of_selling_is_a_panel_with_its_explanation() {
    let world = World::new().await;
    let fields = "processEfficiency { stageConversion { value } timeInStage { value } speedToLead { value }
        nextStepCoverage { value } activitiesPerWin { value } salesVelocity { value { amount } }
        explain(language: FR) { definition figures { label withNumbers } } }";
    let none = json!({"value": null});
    let panel = organization(&world, "period: {year: 2020}", fields).await["processEfficiency"].clone();
    for figure in
        ["stageConversion", "timeInStage", "speedToLead", "nextStepCoverage", "activitiesPerWin", "salesVelocity"]
    {
        assert_eq!(panel[figure], none, "{figure}");
    }
    win(&world, "alice", "100", "2026-11-24T10:00:00Z").await;
    deal::open(&world, "alice", "100").await;
    let panel = organization(&world, NOVEMBER, fields).await["processEfficiency"].clone();
    assert_eq!(
        (&panel["stageConversion"]["value"], &panel["nextStepCoverage"]["value"], &panel["timeInStage"]["value"]),
        (&json!(0.75), &json!(0.0), &json!(21.0417))
    );
    let figures = panel["explain"]["figures"].as_array().unwrap();
    assert_eq!(figures.len(), 6);
    assert_eq!(figures[3], json!({"label": "Affaires avec prochaine étape", "withNumbers": "0 / 1 = 0"}));
    assert!(panel["explain"]["definition"].as_str().unwrap().starts_with("L'efficacité des process"));
}
