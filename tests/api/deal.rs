//! Deals: from opening to their outcome, and what is refused on the way.

use serde_json::json;

use crate::world::World;

/// Opens a deal of a rep with Acme and answers its id.
pub async fn open(world: &World, rep: &str, amount: &str) -> String {
    let acme = world.id("customer:Acme");
    let rep = world.id(&format!("rep:{rep}"));
    let made = world
        .as_user("ada")
        .await
        .done(&format!(
            r#"dealCreate(input: {{name: "Machines", customer: "{acme}", rep: "{rep}", amount: {{amount: "{amount}"}},
                openedAt: "2026-11-03T09:00:00Z", expectedCloseOn: "2026-12-10"}}) {{ deal {{ id }} errors {{ code field message }} }}"#
        ))
        .await;
    made["deal"]["id"].as_str().unwrap().to_owned()
}

const ERRORS: &str = "errors { code field message }";

#[tokio::test]
async fn a_won_deal_is_revenue_of_its_day_for_rep_and_team() {
    let world = World::new().await;
    let deal = open(&world, "alice", "1500.50").await;
    let alice = world.as_user("alice").await;
    let won = alice.done(&format!(r#"dealWin(id: "{deal}") {{ deal {{ status closedAt version }} {ERRORS} }}"#)).await;
    assert_eq!(won["deal"], json!({"status": "WON", "closedAt": "2026-11-24T11:00:00Z", "version": 2}));

    let figures = "revenue { value { amount currency } } wonDeals { value } winRate { value numerator denominator }
        averageDealValue { value { amount } } salesCycleDays { value median } openDeals { value }";
    let expected = json!({
        "revenue": {"value": {"amount": "1500.50", "currency": "EUR"}},
        "wonDeals": {"value": 1},
        "winRate": {"value": 1.0, "numerator": 1, "denominator": 1},
        "averageDealValue": {"value": {"amount": "1500.50"}},
        "salesCycleDays": {"value": 21.0833, "median": 21.0833},
        "openDeals": {"value": 0},
    });
    let month = "{month: {year: 2026, month: 11}}";
    let data =
        alice.ok(&format!(r#"{{ deal(id: "{deal}") {{ rep {{ kpis(period: {month}) {{ {figures} }} }} }} }}"#)).await;
    assert_eq!(data["deal"]["rep"]["kpis"], expected);
}

#[tokio::test]
async fn a_reopened_deal_leaves_the_period_it_was_won_in() {
    let world = World::new().await;
    let deal = open(&world, "alice", "100").await;
    let alice = world.as_user("alice").await;
    alice.done(&format!(r#"dealWin(id: "{deal}") {{ {ERRORS} }}"#)).await;
    alice.done(&format!(r#"dealReopen(id: "{deal}") {{ {ERRORS} }}"#)).await;
    let data = alice
        .ok(&format!(
            r#"{{ deal(id: "{deal}") {{ status closedAt rep {{ kpis(period: {{year: 2026}}) {{
                revenue {{ value {{ amount }} }} wonDeals {{ value }} winRate {{ value denominator }} openDeals {{ value }}
                openPipelineValue {{ value {{ amount }} }} forecast {{ value {{ amount }} weighted {{ amount }} openDeals }} }} }} }} }}"#
        ))
        .await;
    assert_eq!(
        data["deal"],
        json!({"status": "OPEN", "closedAt": null, "rep": {"kpis": {
            "revenue": {"value": {"amount": "0.00"}},
            "wonDeals": {"value": 0},
            "winRate": {"value": null, "denominator": 0},
            "openDeals": {"value": 1},
            "openPipelineValue": {"value": {"amount": "100.00"}},
            "forecast": {"value": {"amount": "20.00"}, "weighted": {"amount": "20.00"}, "openDeals": 1},
        }}})
    );
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_a_code_and_a_path() {
    let world = World::new().await;
    let deal = open(&world, "alice", "100").await;
    let alice = world.as_user("alice").await;
    let (talk, bob) = (world.id("stage:Talk"), world.id("rep:bob"));
    let refused = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    let win = format!(r#"dealWin(id: "{deal}") {{ {ERRORS} }}"#);
    assert_eq!(
        alice.refused(&format!(r#"dealMove(id: "{deal}", input: {{stage: "{talk}"}}) {{ {ERRORS} }}"#)).await,
        refused("BAD_USER_INPUT", "input.stage"),
        "a stage of another pipeline"
    );
    assert_eq!(
        alice
            .refused(&format!(r#"dealUpdate(id: "{deal}", input: {{amount: {{amount: "-1"}}}}) {{ {ERRORS} }}"#))
            .await,
        refused("BAD_USER_INPUT", "input.amount.amount"),
    );
    assert_eq!(
        alice.refused(&format!(r#"dealUpdate(id: "{deal}", input: {{name: "x", version: 9}}) {{ {ERRORS} }}"#)).await,
        refused("CONFLICT", "input.version"),
    );
    assert_eq!(
        alice.refused(&format!(r#"dealReassign(id: "{deal}", input: {{rep: "{bob}"}}) {{ {ERRORS} }}"#)).await,
        refused("FORBIDDEN", ""),
    );
    let nora = world.as_user("nora").await;
    assert_eq!(
        nora.refused(&format!(
            r#"dealSetCredits(id: "{deal}", input: {{credits: [{{rep: "{bob}", shareBp: 6000}}]}}) {{ {ERRORS} }}"#
        ))
        .await,
        refused("BAD_USER_INPUT", "input.credits"),
        "shares that do not sum to the whole"
    );
    alice.done(&win).await;
    assert_eq!(alice.refused(&win).await, refused("CONFLICT", "id"), "winning a won deal");
}

#[tokio::test]
async fn a_hidden_deal_and_none_look_alike() {
    let world = World::new().await;
    let deal = open(&world, "alice", "100").await;
    let missing = "deal_01k00000000000000000000000";
    let bob = world.as_user("bob").await;
    let hidden = bob.run(&format!(r#"{{ deal(id: "{deal}") {{ id }} }}"#)).await;
    let none = bob.run(&format!(r#"{{ deal(id: "{missing}") {{ id }} }}"#)).await;
    assert_eq!(hidden.0, none.0);
    assert_eq!(hidden.code(), "NOT_FOUND");
    let win = |id: &str| format!(r#"dealWin(id: "{id}") {{ {ERRORS} }}"#);
    assert_eq!(bob.refused(&win(&deal)).await, bob.refused(&win(missing)).await);
    let listed = bob.ok("{ deals { totalCount nodes { id } } }").await;
    assert_eq!(listed["deals"], json!({"totalCount": 0, "nodes": []}));
    let of_the_team = world.as_user("nora").await.ok("{ deals { totalCount } }").await;
    assert_eq!(of_the_team["deals"]["totalCount"], 1);
    let of_another = world.as_user("sam").await.ok("{ deals { totalCount } }").await;
    assert_eq!(of_another["deals"]["totalCount"], 0);
}

#[tokio::test]
async fn a_split_is_credited_to_the_cent_and_seen_by_all_who_share() {
    let world = World::new().await;
    let deal = open(&world, "alice", "0.05").await;
    let ada = world.as_user("ada").await;
    let (alice, dora) = (world.id("rep:alice"), world.id("rep:dora"));
    ada.done(&format!(
        r#"dealSetCredits(id: "{deal}", input: {{credits: [{{rep: "{alice}", shareBp: 5000}}, {{rep: "{dora}", shareBp: 5000}}]}}) {{ {ERRORS} }}"#
    ))
    .await;
    ada.done(&format!(r#"dealWin(id: "{deal}") {{ {ERRORS} }}"#)).await;
    let data = ada
        .ok(&format!(
            r#"{{ deal(id: "{deal}") {{ credits {{ shareBp rep {{ name kpis(period: {{year: 2026}}) {{ revenue {{ value {{ amount }} }} wonDeals {{ value }} }} }} }} }} }}"#
        ))
        .await;
    let figures = |name: &str, amount: &str| json!({"shareBp": 5000, "rep": {"name": name, "kpis": {"revenue": {"value": {"amount": amount}}, "wonDeals": {"value": 0.5}}}});
    assert_eq!(data["deal"]["credits"], json!([figures("alice", "0.03"), figures("dora", "0.02")]));
    let seen = world.as_user("dora").await.ok("{ deals { nodes { name } } }").await;
    assert_eq!(seen["deals"]["nodes"], json!([{"name": "Machines"}]));
}

#[tokio::test]
async fn pages_join_without_gap_and_their_cursors_fit_nowhere_else() {
    let world = World::new().await;
    for amount in ["30", "10", "20", "10"] {
        open(&world, "alice", amount).await;
    }
    let ada = world.as_user("ada").await;
    let mut seen = Vec::new();
    let mut after = String::from("null");
    loop {
        let page = ada
            .ok(&format!(
                "{{ deals(orderBy: LARGEST_AMOUNT, first: 1, after: {after}) {{ nodes {{ amount {{ amount }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
            ))
            .await;
        seen.push(page["deals"]["nodes"][0]["amount"]["amount"].as_str().unwrap().to_owned());
        after = page["deals"]["pageInfo"]["endCursor"].to_string();
        if page["deals"]["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(seen, ["30.00", "20.00", "10.00", "10.00"]);
    for (who, document) in [
        (&ada, format!("{{ deals(orderBy: NEWEST, after: {after}) {{ totalCount }} }}")),
        (&ada, r#"{ deals(after: "00ff") { totalCount } }"#.to_owned()),
        (&ada, "{ deals(first: 100000) { totalCount } }".to_owned()),
        (
            &world.as_user("nora").await,
            format!("{{ deals(orderBy: LARGEST_AMOUNT, after: {after}) {{ totalCount }} }}"),
        ),
    ] {
        assert_eq!(who.run(&document).await.code(), "BAD_USER_INPUT", "{document}");
    }
}

#[tokio::test]
async fn a_reopened_deal_has_the_chance_that_its_stage_has_now() {
    let world = World::new().await;
    let deal = open(&world, "alice", "100").await;
    let ada = world.as_user("ada").await;
    ada.done(&format!(r#"dealLose(id: "{deal}") {{ {ERRORS} }}"#)).await;
    let stage = world.id("stage:Qualify");
    ada.done(&format!(r#"stageUpdate(id: "{stage}", input: {{probability: 0.4}}) {{ {ERRORS} }}"#)).await;
    ada.done(&format!(r#"dealReopen(id: "{deal}") {{ {ERRORS} }}"#)).await;
    let forecast = "forecast { weighted { amount } }";
    let data = ada.ok(&format!("{{ organization {{ kpis(period: {{year: 2026}}) {{ {forecast} }} }} }}")).await;
    assert_eq!(data["organization"]["kpis"]["forecast"]["weighted"]["amount"], "40.00", "20 % when it was lost");
    ada.done(&format!(r#"dealLose(id: "{deal}") {{ {ERRORS} }}"#)).await;
    ada.done(&format!(r#"stageUpdate(id: "{stage}", input: {{probability: 0.6}}) {{ {ERRORS} }}"#)).await;
    ada.done(&format!(r#"dealReopen(id: "{deal}") {{ {ERRORS} }}"#)).await;
    ada.done(&format!(r#"dealUpdate(id: "{deal}", input: {{probability: 0.1}}) {{ {ERRORS} }}"#)).await;
    ada.done(&format!(r#"dealLose(id: "{deal}") {{ {ERRORS} }}"#)).await;
    ada.done(&format!(r#"dealReopen(id: "{deal}") {{ {ERRORS} }}"#)).await;
    let data = ada.ok(&format!("{{ organization {{ kpis(period: {{year: 2026}}) {{ {forecast} }} }} }}")).await;
    assert_eq!(data["organization"]["kpis"]["forecast"]["weighted"]["amount"], "10.00", "its own chance stays");
    world.assert_ledger().await;
}
