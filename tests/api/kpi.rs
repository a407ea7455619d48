//! KPIs: values, comparison, series, attribution, and what they cost.

use serde_json::{Value, json};

use crate::{deal, world::World};

const ERRORS: &str = "errors { code field message }";

/// Wins a deal of a rep for so much, at an instant.
pub async fn win(world: &World, rep: &str, amount: &str, at: &str) -> String {
    let id = deal::open(world, rep, amount).await;
    let ada = world.as_user("ada").await;
    ada.done(&format!(r#"dealWin(id: "{id}", input: {{closedAt: "{at}"}}) {{ {ERRORS} }}"#)).await;
    id
}

pub async fn organization(world: &World, arguments: &str, fields: &str) -> Value {
    let data =
        world.as_user("ada").await.ok(&format!("{{ organization {{ kpis({arguments}) {{ {fields} }} }} }}")).await;
    data["organization"]["kpis"].clone()
}

pub async fn team(world: &World, name: &str, arguments: &str, fields: &str) -> Value {
    let id = world.id(&format!("team:{name}"));
    let data = world
        .as_user("ada")
        .await
        .ok(&format!(r#"{{ team(id: "{id}") {{ kpis({arguments}) {{ {fields} }} }} }}"#))
        .await;
    data["team"]["kpis"].clone()
}

#[tokio::test]
async fn an_event_belongs_to_the_local_day() {
    let world = World::new().await;
    world.set_now("2026-12-31T12:00:00Z");
    // 23:59:59 of 30 November in Paris, and one second later.
    win(&world, "alice", "1", "2026-11-30T22:59:59Z").await;
    win(&world, "alice", "2", "2026-11-30T23:00:00Z").await;
    let amounts = async |month: u32| {
        organization(
            &world,
            &format!("period: {{month: {{year: 2026, month: {month}}}}}"),
            "revenue { value { amount } }",
        )
        .await["revenue"]["value"]["amount"]
            .clone()
    };
    assert_eq!((amounts(11).await, amounts(12).await), (json!("1.00"), json!("2.00")));
}

#[tokio::test]
async fn teams_sum_to_the_organization_and_months_to_the_year() {
    let world = World::new().await;
    for (rep, amount, at) in [
        ("alice", "100", "2026-11-05T10:00:00Z"),
        ("bob", "200.10", "2026-11-20T10:00:00Z"),
        ("dora", "300", "2026-11-24T10:00:00Z"),
    ] {
        win(&world, rep, amount, at).await;
    }
    let year = "period: {year: 2026}";
    let figures = "revenue { value { amount } series(by: MONTH) { value { money { amount } } } } wonDeals { value }";
    let all = organization(&world, year, figures).await;
    assert_eq!(all["revenue"]["value"]["amount"], "600.10");
    assert_eq!(all["wonDeals"]["value"], 3);
    let months = all["revenue"]["series"].as_array().unwrap();
    let amounts: Vec<&str> = months.iter().map(|point| point["value"]["money"]["amount"].as_str().unwrap()).collect();
    assert_eq!(amounts.len(), 12);
    assert_eq!(amounts.iter().filter(|amount| **amount != "0.00").collect::<Vec<_>>(), [&"600.10"]);
    for (name, amount) in [("Sales", "600.10"), ("North", "300.10"), ("South", "300.00")] {
        assert_eq!(
            team(&world, name, year, "revenue { value { amount } }").await["revenue"]["value"]["amount"],
            amount
        );
    }
    let weeks = organization(
        &world,
        "period: {month: {year: 2026, month: 11}}",
        "revenue { series(by: WEEK) { period { from to } number value { money { amount } } } }
            wonDeals { series(by: WEEK) { number } } winRate { series(by: DAY) { number } }",
    )
    .await;
    let numbers = |kpi: &str| -> Vec<Value> {
        weeks[kpi]["series"].as_array().unwrap().iter().map(|point| point["number"].clone()).collect()
    };
    assert_eq!(numbers("revenue")[4], 300.0);
    assert_eq!(numbers("wonDeals")[4], 1.0);
    assert_eq!((numbers("winRate")[0].clone(), numbers("winRate")[23].clone()), (Value::Null, json!(1.0)));
    let weeks = weeks["revenue"]["series"].as_array().unwrap().clone();
    assert_eq!(weeks.len(), 6, "1 November 2026 is a Sunday");
    assert_eq!(weeks[4]["period"], json!({"from": "2026-11-23", "to": "2026-11-30"}));
    assert_eq!(weeks[4]["value"]["money"]["amount"], "300.00");
}

#[tokio::test]
async fn a_figure_is_compared_to_the_whole_unit_before() {
    let world = World::new().await;
    win(&world, "alice", "300", "2026-11-20T10:00:00Z").await;
    let compared = |to: &str| format!("period: {{month: {{year: 2026, month: 11}}}}, compareTo: {to}");
    let change =
        "revenue { change { period { from to grain } base { money { amount } } delta { money { amount } } relative } }";
    let before = organization(&world, &compared("PREVIOUS_PERIOD"), change).await;
    assert_eq!(
        before["revenue"]["change"],
        json!({"period": {"from": "2026-10-01", "to": "2026-11-01", "grain": "MONTH"},
            "base": {"money": {"amount": "0.00"}}, "delta": {"money": {"amount": "300.00"}}, "relative": null}),
        "a base of 0 has no relative change"
    );
    world.set_now("2027-11-24T11:00:00Z");
    let year_before = "period: {month: {year: 2027, month: 11}}, compareTo: SAME_PERIOD_LAST_YEAR";
    let now = organization(&world, year_before, change).await;
    assert_eq!(now["revenue"]["change"]["relative"], json!(-1.0));
}

#[tokio::test]
async fn nothing_is_zero_and_a_quotient_by_nothing_is_null() {
    let world = World::new().await;
    let figures = "revenue { value { amount } warnings { code } } forecast { value { amount } } averageDealValue { value { amount } numerator { amount } denominator }
        averageRevenuePerCustomer { value { amount } } interactionCount { value } interactionFrequency { value numerator denominator }
        leadsReceived { value } prospectingMeetingsHeld { value } openDeals { value } openPipelineValue { value { amount } }
        newCustomers { value } wonDeals { value } lostDeals { value } closedDeals { value } winRate { value numerator denominator }
        salesCycleDays { value median sampleSize } salesVelocity { value { amount } }";
    let empty = organization(&world, "period: {month: {year: 2025, month: 2}}", figures).await;
    assert_eq!(
        empty,
        json!({
            "revenue": {"value": {"amount": "0.00"}, "warnings": []},
            "forecast": {"value": {"amount": "0.00"}},
            "averageDealValue": {"value": null, "numerator": {"amount": "0.00"}, "denominator": 0},
            "averageRevenuePerCustomer": {"value": null},
            "interactionCount": {"value": 0},
            "interactionFrequency": {"value": 0.0, "numerator": 0, "denominator": 100},
            "leadsReceived": {"value": 0},
            "prospectingMeetingsHeld": {"value": 0},
            "openDeals": {"value": 0},
            "openPipelineValue": {"value": {"amount": "0.00"}},
            "newCustomers": {"value": 0},
            "wonDeals": {"value": 0},
            "lostDeals": {"value": 0},
            "closedDeals": {"value": 0},
            "winRate": {"value": null, "numerator": 0, "denominator": 0},
            "salesCycleDays": {"value": null, "median": null, "sampleSize": 0},
            "salesVelocity": {"value": null},
        })
    );
}

#[tokio::test]
async fn a_missing_rate_is_null_with_a_warning_until_it_arrives() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let deal = deal::open(&world, "alice", "100").await;
    ada.done(&format!(
        r#"dealWin(id: "{deal}", input: {{amount: {{amount: "11000", currency: "USD"}}}}) {{ {ERRORS} }}"#
    ))
    .await;
    let figures =
        "revenue { value { amount } warnings { code count } } averageDealValue { value { amount } } wonDeals { value }";
    let short = organization(&world, "period: {year: 2026}", figures).await;
    assert_eq!(
        short,
        json!({"revenue": {"value": null, "warnings": [{"code": "MISSING_RATE", "count": 1}]},
            "averageDealValue": {"value": null}, "wonDeals": {"value": 1}})
    );
    ada.done(&format!(
        r#"exchangeRateCreate(input: {{from: "USD", validOn: "2026-11-01", rate: "0.90"}}) {{ {ERRORS} }}"#
    ))
    .await;
    let whole = organization(&world, "period: {year: 2026}", figures).await;
    assert_eq!(whole["revenue"], json!({"value": {"amount": "9900.00"}, "warnings": []}));
}

#[tokio::test]
async fn credit_stays_where_it_was_earned_when_people_and_deals_move() {
    let world = World::new().await;
    let won = win(&world, "alice", "100", "2026-11-10T10:00:00Z").await;
    let open = deal::open(&world, "alice", "50").await;
    let ada = world.as_user("ada").await;
    let (dora, south, alice) = (world.id("rep:dora"), world.id("team:South"), world.id("rep:alice"));
    ada.done(&format!(r#"dealReassign(id: "{won}", input: {{rep: "{dora}"}}) {{ {ERRORS} }}"#)).await;
    let membership = world.id("membership:alice");
    ada.done(&format!(r#"membershipUpdate(id: "{membership}", input: {{endsOn: "2026-11-15"}}) {{ {ERRORS} }}"#)).await;
    ada.done(&format!(
        r#"membershipCreate(input: {{rep: "{alice}", team: "{south}", startsOn: "2026-11-15"}}) {{ {ERRORS} }}"#
    ))
    .await;
    let period = "period: {month: {year: 2026, month: 11}}";
    let figures = "revenue { value { amount } } openDeals { value }";
    let expected =
        |amount: &str, open: i32| json!({"revenue": {"value": {"amount": amount}}, "openDeals": {"value": open}});
    assert_eq!(team(&world, "North", period, figures).await, expected("100.00", 0), "won there, moved away since");
    assert_eq!(team(&world, "South", period, figures).await, expected("0.00", 1), "an open deal goes with its rep");
    let until = "period: {between: {from: \"2026-11-01\", to: \"2026-11-15\"}}";
    assert_eq!(team(&world, "North", until, figures).await, expected("100.00", 1), "it was open there on the 14th");
    ada.done(&format!(r#"dealLose(id: "{open}") {{ {ERRORS} }}"#)).await;
    assert_eq!(team(&world, "South", period, "lostDeals { value }").await, json!({"lostDeals": {"value": 1}}));
}

#[tokio::test]
async fn a_customer_is_new_once() {
    let world = World::new().await;
    let first = win(&world, "alice", "100", "2026-10-10T10:00:00Z").await;
    win(&world, "bob", "100", "2026-11-10T10:00:00Z").await;
    let new = async |month: u32| {
        let period = format!("period: {{month: {{year: 2026, month: {month}}}}}");
        organization(&world, &period, "newCustomers { value }").await["newCustomers"]["value"].clone()
    };
    assert_eq!((new(10).await, new(11).await), (json!(1), json!(0)));
    world.as_user("ada").await.done(&format!(r#"dealReopen(id: "{first}") {{ {ERRORS} }}"#)).await;
    assert_eq!((new(10).await, new(11).await), (json!(0), json!(1)), "the first win is the other now");
}

#[tokio::test]
async fn reps_read_their_teams_figures_only_as_the_team_and_its_size_allow() {
    let world = World::new().await;
    let (north, south, sales) = (world.id("team:North"), world.id("team:South"), world.id("team:Sales"));
    let code = async |who: &str, id: &str| {
        let document = format!(
            r#"{{ node(id: "{id}") {{ ... on Team {{ kpis(period: {{year: 2026}}) {{ revenue {{ value {{ amount }} }} }} }} }} }}"#
        );
        world.as_user(who).await.run(&document).await.code()
    };
    for rep in ["alice", "bob", "carol", "dora", "emil"] {
        win(&world, rep, "100", "2026-11-10T10:00:00Z").await;
    }
    assert_eq!(code("alice", &north).await, "SUPPRESSED", "three people");
    assert_eq!(code("alice", &south).await, "NOT_FOUND");
    assert_eq!(code("nora", &north).await, "");
    assert_eq!(code("nora", &sales).await, "NOT_FOUND");
    assert_eq!(code("bruno", &sales).await, "");
    let everybody = "{ organization { kpis(period: {year: 2026}) { revenue { value { amount } } } } }";
    assert_eq!(world.as_user("bruno").await.run(everybody).await.code(), "FORBIDDEN");
    assert_eq!(world.as_token("kpi:read organization:read").run(everybody).await.code(), "");
    assert_eq!(world.as_token("organization:read").run(everybody).await.code(), "FORBIDDEN");
}

#[tokio::test]
async fn a_dashboard_costs_as_many_statements_however_much_it_asks() {
    let world = World::new().await;
    win(&world, "alice", "100", "2026-11-10T10:00:00Z").await;
    let ada = world.as_user("ada").await;
    let cost = async |document: &str| {
        let before = world.statements();
        ada.ok(document).await;
        world.statements() - before
    };
    let few = cost(
        "{ teams(first: 1) { nodes { kpis(period: {year: 2026}) { revenue { value { amount } series(by: QUARTER) { value { money { amount } } } } } } } }",
    )
    .await;
    let many = cost(
        "{ teams(first: 3) { nodes { kpis(period: {year: 2026}, compareTo: PREVIOUS_PERIOD) {
            revenue { value { amount } change { relative } series(by: MONTH) { value { money { amount } } } }
            wonDeals { value series(by: WEEK) { value { count } } } winRate { value } openDeals { value } forecast { value { amount } }
            leadsReceived { value } interactionCount { value } newCustomers { value } } } } }",
    )
    .await;
    // Weeks and balances also read days: one more statement than whole months, whatever their number.
    assert!(many <= few + 2, "{few} statements for one figure of one team, {many} for eight of three");
    let deeper = cost(
        "{ teams(first: 3) { nodes { kpis(period: {year: 2025}, compareTo: PREVIOUS_PERIOD) {
            revenue { value { amount } change { relative } series(by: DAY) { value { money { amount } } } }
            wonDeals { value series(by: WEEK) { value { count } } } winRate { value } openDeals { value } forecast { value { amount } }
            leadsReceived { value } interactionCount { value } newCustomers { value } lostDeals { value } closedDeals { value } } } } }",
    )
    .await;
    assert!(deeper <= many, "{deeper} statements for ten figures by day and week, {many} for eight by month");
}

#[tokio::test]
async fn points_of_a_series_are_the_same_however_they_are_asked_for() {
    let world = World::new().await;
    win(&world, "alice", "1234.5", "2026-11-10T10:00:00Z").await;
    let fields = "period { from to grain } number isWithheld
        value { money { amount currency } count ratio days points }";
    let ask = async |series: &str, more: &str| {
        let kpis = format!("revenue {{ {series} }} wonDeals {{ {series} }} winRate {{ {series} }}");
        let document = format!("{{ organization {{ kpis(period: {{year: 2026}}) {{ {kpis} }} }} }} {more}");
        world.as_user("ada").await.ok(&document).await["organization"]["kpis"].clone()
    };
    let plain = ask(&format!("series(by: QUARTER) {{ {fields} }}"), "").await;
    assert_eq!(
        plain["revenue"]["series"][3],
        json!({"period": {"from": "2026-10-01", "to": "2027-01-01", "grain": "QUARTER"}, "number": 1234.5,
            "isWithheld": false, "value": {"money": {"amount": "1234.50", "currency": "EUR"}, "count": null,
            "ratio": null, "days": null, "points": null}})
    );
    assert_eq!(plain["winRate"]["series"][0]["value"], json!(null));
    let spread = "series(by: QUARTER) { ...Point }";
    assert_eq!(ask(spread, &format!("fragment Point on KpiPoint {{ {fields} }}")).await, plain);
    let below = fields.replace("money {", "money @include(if: true) {");
    assert_eq!(ask(&format!("series(by: QUARTER) {{ {below} }}"), "").await, plain);
    let twice = format!("series(by: QUARTER) {{ {fields} value {{ count }} period {{ to }} }}");
    assert_eq!(ask(&twice, "").await, plain, "merged");
    let named = ask("series(by: QUARTER) { __typename start: period { day: from } }", "").await;
    assert_eq!(named["wonDeals"]["series"][0], json!({"__typename": "KpiPoint", "start": {"day": "2026-01-01"}}));
}
