//! The working calendar, objectives, and the figures held against them.

use serde_json::{Value, json};

use crate::{deal, forecast, world::World};

const ERRORS: &str = "errors { code field message }";
const YEAR: &str = "{year: 2026}";

/// Assigns an objective for the revenue of 2026 as the admin: `whose` is an argument such as `rep: "…",`, or empty.
async fn assign(world: &World, whose: &str, amount: &str) -> String {
    let made = world
        .as_user("ada")
        .await
        .done(&format!(
            r#"objectiveAssign(input: {{kpi: REVENUE, {whose} period: {YEAR}, target: {{money: {{amount: "{amount}"}}}}}})
               {{ objective {{ id }} {ERRORS} }}"#
        ))
        .await;
    made["objective"]["id"].as_str().unwrap().to_owned()
}

async fn win(world: &World, rep: &str, amount: &str) {
    let id = deal::open(world, rep, amount).await;
    world.as_user("ada").await.done(&format!(r#"dealWin(id: "{id}") {{ {ERRORS} }}"#)).await;
}

async fn organization(world: &World, arguments: &str, fields: &str) -> Value {
    let document = format!("{{ organization {{ kpis({arguments}) {{ {fields} }} }} }}");
    world.as_user("ada").await.ok(&document).await["organization"]["kpis"].clone()
}

#[tokio::test]
async fn working_days_leave_out_holidays_and_weekdays_that_are_not_worked() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let days = async || {
        let figures =
            organization(&world, "period: {month: {year: 2025, month: 2}}", "interactionFrequency { denominator }")
                .await;
        figures["interactionFrequency"]["denominator"].clone()
    };
    assert_eq!(days().await, 100, "five reps on twenty weekdays");
    let create = r#"holidayCreate(input: {day: "2025-02-03", name: "Founders' day"})"#;
    let made = ada.done(&format!("{create} {{ holiday {{ id day name }} {ERRORS} }}")).await;
    assert_eq!((&made["holiday"]["day"], &made["holiday"]["name"]), (&json!("2025-02-03"), &json!("Founders' day")));
    let id = made["holiday"]["id"].as_str().unwrap();
    assert_eq!(days().await, 95);
    assert_eq!(ada.refused(&format!("{create} {{ {ERRORS} }}")).await, ("CONFLICT".into(), "input.day".into()));
    assert_eq!(world.as_user("nora").await.refused(&format!("{create} {{ {ERRORS} }}")).await.0, "FORBIDDEN");
    let mondays = "organizationUpdate(input: {workingWeekdays: [MONDAY]})";
    ada.done(&format!("{mondays} {{ organization {{ workingWeekdays }} {ERRORS} }}")).await;
    assert_eq!(days().await, 15, "four Mondays less one");
    let sunday = format!(r#"holidayUpdate(id: "{id}", input: {{day: "2025-02-02"}}) {{ {ERRORS} }}"#);
    ada.done(&sunday).await;
    assert_eq!(days().await, 20, "a holiday on a day that nobody works changes nothing");
    ada.done(&format!(r#"holidayDelete(id: "{id}") {{ {ERRORS} }}"#)).await;
    let none = "organizationUpdate(input: {workingWeekdays: []})";
    assert_eq!(
        ada.refused(&format!("{none} {{ {ERRORS} }}")).await,
        ("BAD_USER_INPUT".into(), "input.workingWeekdays".into())
    );
    let all = world.as_user("alice").await.ok("{ holidays { nodes { name } } organization { workingWeekdays } }").await;
    assert_eq!(all, json!({"holidays": {"nodes": []}, "organization": {"workingWeekdays": ["MONDAY"]}}));
}

#[tokio::test]
async fn revenue_is_held_against_its_target_as_in_the_worked_example() {
    let world = World::new().await;
    forecast::sell_the_example(&world).await;
    let figures = "quotaAttainment { value numerator { amount } denominator { amount } status } pace { value }
        requiredRunRate { value { amount } unit } projected { value { amount } }
        pipelineCoverage { value numerator { amount } denominator { amount } status }
        revenue { objective { target { money { amount } } actual { money { amount } } attainment
            expectedToDate { money { amount } } pace remaining { money { amount } } requiredRunRate { money { amount } }
            projected { money { amount } } status allotted { money { amount } } gap { money { amount } } } }";
    let february = format!("{}, asOf: \"2026-02-28T22:00:00Z\"", forecast::QUARTER);
    let money = |amount: &str| json!({"money": {"amount": amount}});
    assert_eq!(
        organization(&world, &february, figures).await,
        json!({
            "quotaAttainment": {"value": 0.40625, "numerator": {"amount": "13000.00"},
                "denominator": {"amount": "32000.00"}, "status": "BEHIND"},
            "pace": {"value": 0.624_237_805},
            "requiredRunRate": {"value": {"amount": "863.64"}, "unit": "MONEY_PER_DAY"},
            "projected": {"value": {"amount": "19975.61"}},
            "pipelineCoverage": {"value": 1.947_368_421, "numerator": {"amount": "37000.00"},
                "denominator": {"amount": "19000.00"}, "status": "BEHIND"},
            "revenue": {"objective": {"target": money("32000.00"), "actual": money("13000.00"), "attainment": 0.40625,
                "expectedToDate": money("20825.40"), "pace": 0.624_237_805, "remaining": money("19000.00"),
                "requiredRunRate": money("863.64"), "projected": money("19975.61"), "status": "BEHIND",
                "allotted": money("0.00"), "gap": money("32000.00")}},
        })
    );
    let end = organization(
        &world,
        forecast::QUARTER,
        "quotaAttainment { value status } requiredRunRate { value { amount } } revenue { objective { status } }",
    )
    .await;
    assert_eq!(
        end,
        json!({"quotaAttainment": {"value": 0.9375, "status": "MISSED"}, "requiredRunRate": {"value": null},
            "revenue": {"objective": {"status": "MISSED"}}})
    );
}

#[tokio::test]
async fn without_a_target_or_with_one_of_nothing_there_is_nothing_to_attain() {
    let world = World::new().await;
    win(&world, "alice", "100").await;
    let figures =
        "quotaAttainment { value denominator { amount } status } pace { value } requiredRunRate { value { amount } }
        pipelineCoverage { value status } targetAttainmentDistribution { value sampleSize }
        revenue { objective { attainment pace status } }";
    let nothing = json!({
        "quotaAttainment": {"value": null, "denominator": null, "status": null}, "pace": {"value": null},
        "requiredRunRate": {"value": null}, "pipelineCoverage": {"value": null, "status": null},
        "targetAttainmentDistribution": {"value": null, "sampleSize": 0}, "revenue": {"objective": null},
    });
    let year = format!("period: {YEAR}");
    assert_eq!(organization(&world, &year, figures).await, nothing);
    let id = assign(&world, "", "0").await;
    let zero = organization(&world, &year, figures).await;
    assert_eq!(zero["revenue"]["objective"], json!({"attainment": null, "pace": null, "status": "ACHIEVED"}));
    assert_eq!(zero["quotaAttainment"], nothing["quotaAttainment"]);
    let ada = world.as_user("ada").await;
    ada.done(&format!(r#"objectiveUpdate(id: "{id}", input: {{target: {{money: {{amount: "50"}}}}}}) {{ {ERRORS} }}"#))
        .await;
    let covered = organization(&world, &year, figures).await;
    assert_eq!(covered["pipelineCoverage"], json!({"value": null, "status": "ACHIEVED"}), "nothing is missing");
    assert_eq!(covered["requiredRunRate"]["value"]["amount"], "0.00");
    assert_eq!(covered["quotaAttainment"]["value"], 2.0);
    ada.done(&format!(r#"objectiveDelete(id: "{id}") {{ {ERRORS} }}"#)).await;
    assert_eq!(organization(&world, &year, figures).await, nothing);
    let again = assign(&world, "", "70").await;
    let restored = ada.refused(&format!(r#"objectiveRestore(id: "{id}") {{ {ERRORS} }}"#)).await;
    assert_eq!(restored, ("CONFLICT".into(), "id".into()), "another took its place");
    ada.done(&format!(r#"objectiveDelete(id: "{again}") {{ {ERRORS} }}"#)).await;
    ada.done(&format!(r#"objectiveRestore(id: "{id}") {{ {ERRORS} }}"#)).await;
    assert_eq!(organization(&world, &year, figures).await, covered);
}

#[tokio::test]
async fn a_period_to_come_has_a_target_and_no_pace() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    ada.done(&format!(
        r#"objectiveAssign(input: {{kpi: WON_DEALS, period: {{quarter: {{year: 2027, quarter: 1}}}}, target: {{count: 128}},
            rationale: "Two a day"}}) {{ objective {{ rationale period {{ from to grain }} owner {{ name }} }} {ERRORS} }}"#
    ))
    .await;
    let figures = organization(
        &world,
        "period: {quarter: {year: 2027, quarter: 1}}",
        "wonDeals { objective { target { count } pace expectedToDate { count } requiredRunRate { count } projected { count } status } }",
    )
    .await;
    assert_eq!(
        figures["wonDeals"]["objective"],
        json!({"target": {"count": 128}, "pace": null, "expectedToDate": {"count": 0},
            "requiredRunRate": {"count": 2}, "projected": null, "status": "NOT_STARTED"})
    );
}

#[tokio::test]
async fn a_teams_target_is_shown_beside_those_of_its_reps() {
    let world = World::new().await;
    let whose = |kind: &str, name: &str| format!("{kind}: \"{}\",", world.id(&format!("{kind}:{name}")));
    assign(&world, &whose("team", "North"), "1000").await;
    for (rep, amount) in [("alice", "400"), ("bob", "300"), ("dora", "900")] {
        assign(&world, &whose("rep", rep), amount).await;
    }
    win(&world, "alice", "400").await;
    win(&world, "bob", "240").await;
    win(&world, "dora", "10").await;
    let north = world.id("team:North");
    let document = format!(
        r#"{{ team(id: "{north}") {{ kpis(period: {YEAR}) {{
            revenue {{ objective {{ attainment allotted {{ money {{ amount }} }} gap {{ money {{ amount }} }} }} }}
            targetAttainmentDistribution {{ value atTarget nearTarget belowTarget sampleSize }}
            quotaAttainment {{ value breakdown(by: REP) {{ rows {{ label value {{ ratio }} }} }} }} }} }} }}"#
    );
    let data = world.as_user("nora").await.ok(&document).await;
    assert_eq!(
        data["team"]["kpis"],
        json!({
            "revenue": {"objective": {"attainment": 0.64, "allotted": {"money": {"amount": "700.00"}},
                "gap": {"money": {"amount": "300.00"}}}},
            "targetAttainmentDistribution": {"value": 0.5, "atTarget": 1, "nearTarget": 1, "belowTarget": 0,
                "sampleSize": 2},
            "quotaAttainment": {"value": 0.64, "breakdown": {"rows": [
                {"label": "alice", "value": {"ratio": 1.0}}, {"label": "bob", "value": {"ratio": 0.8}}]}},
        })
    );
    let all =
        organization(&world, &format!("period: {YEAR}"), "targetAttainmentDistribution { value belowTarget }").await;
    assert_eq!(all["targetAttainmentDistribution"], json!({"value": 0.333_333_333, "belowTarget": 1}));
}

#[tokio::test]
async fn objectives_are_assigned_by_managers_to_their_own_and_read_by_those_they_concern() {
    let world = World::new().await;
    let [alice, dora, north, sales] = ["rep:alice", "rep:dora", "team:North", "team:Sales"].map(|name| world.id(name));
    let assign = |whose: &str| {
        format!(
            r#"objectiveAssign(input: {{kpi: WIN_RATE, {whose} period: {YEAR}, target: {{ratio: 0.4}}}})
               {{ objective {{ id owner {{ name }} rep {{ name }} team {{ name }} target {{ ratio }} kpi }} {ERRORS} }}"#
        )
    };
    let nora = world.as_user("nora").await;
    let made = nora.done(&assign(&format!("rep: \"{alice}\","))).await;
    assert_eq!(made["objective"]["rep"]["name"], "alice");
    assert_eq!((&made["objective"]["kpi"], &made["objective"]["target"]["ratio"]), (&json!("WIN_RATE"), &json!(0.4)));
    nora.done(&assign(&format!("team: \"{north}\","))).await;
    let field = |name: &str| ("NOT_FOUND".to_owned(), format!("input.{name}"));
    assert_eq!(nora.refused(&assign(&format!("rep: \"{dora}\","))).await, field("rep"));
    assert_eq!(nora.refused(&assign(&format!("team: \"{sales}\","))).await, field("team"));
    assert_eq!(nora.refused(&assign("")).await.0, "FORBIDDEN", "the organization is not hers");
    assert_eq!(world.as_user("alice").await.refused(&assign(&format!("rep: \"{alice}\","))).await.0, "FORBIDDEN");
    assert_eq!(
        nora.refused(&assign(&format!("rep: \"{alice}\", team: \"{north}\","))).await,
        ("BAD_USER_INPUT".into(), "input.team".into())
    );
    assert_eq!(
        nora.refused(&assign(&format!("rep: \"{alice}\","))).await,
        ("CONFLICT".into(), "input.period".into()),
        "one a KPI, subject and period"
    );
    let money = assign(&format!("rep: \"{alice}\",")).replace("ratio: 0.4", "money: {amount: \"4\"}");
    assert_eq!(nora.refused(&money).await, ("BAD_USER_INPUT".into(), "input.target".into()));
    let seen = async |who: &str| {
        let data = world.as_user(who).await.ok("{ objectives { totalCount } }").await;
        data["objectives"]["totalCount"].clone()
    };
    assert_eq!((seen("alice").await, seen("bob").await), (json!(2), json!(1)), "one's own, and the team's");
    assert_eq!((seen("nora").await, seen("sam").await, seen("bruno").await), (json!(2), json!(0), json!(2)));
    let id = made["objective"]["id"].as_str().unwrap();
    let progress =
        format!(r#"{{ objective(id: "{id}") {{ owner {{ name }} progress {{ attainment pace status }} }} }}"#);
    let own = world.as_user("alice").await.ok(&progress).await;
    assert_eq!(
        own["objective"],
        json!({"owner": {"name": "alice"}, "progress": {"attainment": null, "pace": null, "status": null}}),
        "no deal was closed"
    );
    assert_eq!(world.as_user("dora").await.run(&progress).await.code(), "NOT_FOUND");
    let change = format!(r#"objectiveUpdate(id: "{id}", input: {{target: {{ratio: 0.5}}}}) {{ {ERRORS} }}"#);
    assert_eq!(world.as_user("alice").await.refused(&change).await.0, "FORBIDDEN");
    assert_eq!(world.as_user("sam").await.refused(&change).await, ("NOT_FOUND".into(), "id".into()));
}

#[tokio::test]
async fn objectives_cost_as_many_statements_however_many_are_asked_for() {
    let world = World::new().await;
    for rep in ["alice", "bob", "carol", "dora", "emil"] {
        assign(&world, &format!("rep: \"{}\",", world.id(&format!("rep:{rep}"))), "100").await;
    }
    let ada = world.as_user("ada").await;
    let cost = async |document: &str| {
        let before = world.statements();
        ada.ok(document).await;
        world.statements() - before
    };
    let one =
        cost("{ reps(first: 1) { nodes { kpis(period: {year: 2026}) { revenue { objective { pace } } } } } }").await;
    let many = cost(
        "{ reps(first: 5) { nodes { kpis(period: {year: 2026}) { revenue { objective { pace } } wonDeals { objective { pace } }
            winRate { objective { attainment } } } last: kpis(period: {year: 2025}) { revenue { objective { pace } } } } } }",
    )
    .await;
    assert!(many <= one + 1, "{one} statements for one objective, {many} for twenty");
    let entries = "{ reps(first: 5) { nodes { kpis(period: {year: 2026}) { quotaAttainment { value } pace { value } projected { value { amount } }
        requiredRunRate { value { amount } } pipelineCoverage { value } targetAttainmentDistribution { value } } } } }";
    let entries = cost(entries).await;
    assert!(entries <= one + 4, "{one} statements for one objective, {entries} for thirty figures");
}
