//! The people and the means: the organization, reps, teams, memberships, products, rates, pipelines, reasons.

use serde_json::{Value, json};

use crate::{
    deal,
    world::{World, verified},
};

const ERRORS: &str = "errors { code field message }";

fn refused(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

fn id_of(payload: &Value, name: &str) -> String {
    payload[name]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_rep_is_in_one_team_a_day() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let (alice, south) = (world.id("rep:alice"), world.id("team:South"));
    let create = |from: &str, to: &str| {
        format!(
            r#"membershipCreate(input: {{rep: "{alice}", team: "{south}", startsOn: {from}, endsOn: {to}}}) {{
                membership {{ id startsOn endsOn rep {{ name }} team {{ name }} }} {ERRORS} }}"#
        )
    };
    let overlapping = create(r#""2026-06-01""#, "null");
    assert_eq!(ada.refused(&overlapping).await, refused("BAD_USER_INPUT", "input.startsOn"));
    assert_eq!(
        ada.refused(&create(r#""2026-06-01""#, r#""2026-06-01""#)).await,
        refused("BAD_USER_INPUT", "input.endsOn")
    );
    let north = world.id("membership:alice");
    ada.done(&format!(r#"membershipUpdate(id: "{north}", input: {{endsOn: "2026-06-01"}}) {{ {ERRORS} }}"#)).await;
    let made = ada.done(&overlapping).await;
    assert_eq!(made["membership"]["team"], json!({"name": "South"}),);
    let seen = ada
        .ok(&format!(
            r#"{{ rep(id: "{alice}") {{ team {{ name reps {{ totalCount nodes {{ name }} }} }}
                memberships {{ nodes {{ team {{ name }} startsOn endsOn }} }} }} }}"#
        ))
        .await;
    assert_eq!(
        seen["rep"],
        json!({
            "team": {"name": "South", "reps": {"totalCount": 3, "nodes": [{"name": "alice"}, {"name": "dora"}, {"name": "emil"}]}},
            "memberships": {"nodes": [
                {"team": {"name": "South"}, "startsOn": "2026-06-01", "endsOn": null},
                {"team": {"name": "North"}, "startsOn": null, "endsOn": "2026-06-01"},
            ]},
        })
    );
}

#[tokio::test]
async fn moving_a_rep_moves_what_was_done_since_and_nothing_else() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let deal = deal::open(&world, "alice", "100").await;
    ada.done(&format!(r#"dealWin(id: "{deal}", input: {{closedAt: "2026-11-10T09:00:00Z"}}) {{ {ERRORS} }}"#)).await;
    deal::open(&world, "alice", "40").await;
    let figures = |team: &str| {
        let team = world.id(team);
        format!(
            r#"{{ team(id: "{team}") {{ kpis(period: {{month: {{year: 2026, month: 11}}}}) {{
                revenue {{ value {{ amount }} }} openDeals {{ value }} }} }} }}"#
        )
    };
    let of = |amount: &str, open: u8| json!({"revenue": {"value": {"amount": amount}}, "openDeals": {"value": open}});
    let (north, alice, south) = (world.id("membership:alice"), world.id("rep:alice"), world.id("team:South"));
    for (day, north_has, south_has) in
        [("2026-11-11", of("100.00", 0), of("0.00", 1)), ("2026-11-10", of("0.00", 0), of("100.00", 1))]
    {
        ada.done(&format!(r#"membershipUpdate(id: "{north}", input: {{endsOn: "{day}"}}) {{ {ERRORS} }}"#)).await;
        let made = ada
            .done(&format!(
                r#"membershipCreate(input: {{rep: "{alice}", team: "{south}", startsOn: "{day}"}}) {{
                    membership {{ id rep {{ team {{ name }} }} }} {ERRORS} }}"#
            ))
            .await;
        assert_eq!(made["membership"]["rep"], json!({"team": {"name": "South"}}), "as the act leaves it");
        assert_eq!(ada.ok(&figures("team:North")).await["team"]["kpis"], north_has, "{day}");
        assert_eq!(ada.ok(&figures("team:South")).await["team"]["kpis"], south_has, "{day}");
        verified(&world).await;
        let made = id_of(&made, "membership");
        ada.done(&format!(r#"membershipDelete(id: "{made}") {{ {ERRORS} }}"#)).await;
        verified(&world).await;
    }
}

#[tokio::test]
async fn a_rate_restates_what_is_in_its_currency_from_its_day_on() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let rep = world.id("rep:alice");
    for closed in ["2026-11-05T09:00:00Z", "2026-11-20T09:00:00Z"] {
        let made = ada
            .done(&format!(
                r#"dealCreate(input: {{name: "Tools", rep: "{rep}", amount: {{amount: "100", currency: "USD"}}, openedAt: "2026-11-01T09:00:00Z"}}) {{ deal {{ id }} {ERRORS} }}"#
            ))
            .await;
        let deal = id_of(&made, "deal");
        ada.done(&format!(r#"dealWin(id: "{deal}", input: {{closedAt: "{closed}"}}) {{ {ERRORS} }}"#)).await;
    }
    let revenue = async || {
        let data = ada.ok(r"{ organization { kpis(period: {year: 2026}) { revenue { value { amount } } } } }").await;
        data["organization"]["kpis"]["revenue"]["value"].clone()
    };
    assert_eq!(revenue().await, Value::Null, "there is no rate, and never a rate of 1");
    let create = |day: &str, rate: &str| {
        format!(
            r#"exchangeRateCreate(input: {{from: "USD", validOn: "{day}", rate: "{rate}"}}) {{ exchangeRate {{ id from to rate validOn }} {ERRORS} }}"#
        )
    };
    let first = ada.done(&create("2026-01-01", "0.9")).await;
    assert_eq!(first["exchangeRate"]["rate"], "0.9");
    assert_eq!(revenue().await["amount"], "180.00");
    verified(&world).await;
    let second = id_of(&ada.done(&create("2026-11-10", "0.8")).await, "exchangeRate");
    assert_eq!(revenue().await["amount"], "170.00");
    verified(&world).await;
    assert_eq!(ada.refused(&create("2026-11-10", "0.8")).await, refused("CONFLICT", "input.validOn"));
    assert_eq!(ada.refused(&create("2026-11-11", "0")).await, refused("BAD_USER_INPUT", "input.rate"));
    ada.done(&format!(r#"exchangeRateUpdate(id: "{second}", input: {{validOn: "2026-11-01"}}) {{ {ERRORS} }}"#)).await;
    assert_eq!(revenue().await["amount"], "160.00");
    verified(&world).await;
    ada.done(&format!(r#"exchangeRateDelete(id: "{second}") {{ {ERRORS} }}"#)).await;
    assert_eq!(revenue().await["amount"], "180.00");
    verified(&world).await;
}

#[tokio::test]
async fn the_organization_counts_in_its_own_time_and_currency() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let deal = deal::open(&world, "alice", "100").await;
    ada.done(&format!(r#"dealWin(id: "{deal}", input: {{closedAt: "2026-10-31T23:30:00Z"}}) {{ {ERRORS} }}"#)).await;
    let revenue = async |month: u8| {
        let data = ada
            .ok(&format!(
                "{{ organization {{ kpis(period: {{month: {{year: 2026, month: {month}}}}}) {{ revenue {{ value {{ amount currency }} }} }} }} }}"
            ))
            .await;
        data["organization"]["kpis"]["revenue"]["value"].clone()
    };
    let euros = |amount: &str| json!({"amount": amount, "currency": "EUR"});
    assert_eq!((revenue(10).await, revenue(11).await), (euros("0.00"), euros("100.00")));
    ada.done(&format!(r#"organizationUpdate(input: {{timeZone: "America/New_York", weekStartsOn: SUNDAY}}) {{ organization {{ timeZone }} {ERRORS} }}"#)).await;
    assert_eq!((revenue(10).await, revenue(11).await), (euros("100.00"), euros("0.00")));
    verified(&world).await;
    ada.done(&format!(r#"organizationUpdate(input: {{currency: "USD"}}) {{ {ERRORS} }}"#)).await;
    assert_eq!(revenue(10).await, Value::Null);
    verified(&world).await;
    for (input, field) in [
        (r#"timeZone: "Mars/Olympus""#, "input.timeZone"),
        ("currency: null", "input.currency"),
        ("name: \" \"", "input.name"),
    ] {
        let update = format!("organizationUpdate(input: {{{input}}}) {{ {ERRORS} }}");
        assert_eq!(ada.refused(&update).await, refused("BAD_USER_INPUT", field));
    }
    let alice = world.as_user("alice").await;
    let update = format!(r#"organizationUpdate(input: {{name: "Mine"}}) {{ {ERRORS} }}"#);
    assert_eq!(alice.refused(&update).await, refused("FORBIDDEN", ""));
}

#[tokio::test]
async fn a_stage_gives_its_chance_to_the_open_deals_that_have_none() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let deal = deal::open(&world, "alice", "100").await;
    let own = deal::open(&world, "alice", "1000").await;
    ada.done(&format!(r#"dealUpdate(id: "{own}", input: {{probability: 0.1}}) {{ {ERRORS} }}"#)).await;
    let stage = world.id("stage:Qualify");
    ada.done(&format!(
        r#"stageUpdate(id: "{stage}", input: {{probability: 0.4}}) {{ stage {{ probability }} {ERRORS} }}"#
    ))
    .await;
    let forecast = ada.ok("{ organization { kpis(period: {year: 2026}) { forecast { value { amount } } } } }").await;
    assert_eq!(forecast["organization"]["kpis"]["forecast"]["value"]["amount"], "140.00");
    verified(&world).await;
    let history = ada.ok(&format!(r#"{{ deal(id: "{deal}") {{ history {{ probability }} }} }}"#)).await;
    assert_eq!(history["deal"]["history"], json!([{"probability": 0.2}, {"probability": 0.4}]));
    assert_eq!(
        ada.refused(&format!(r#"stageDelete(id: "{stage}") {{ {ERRORS} }}"#)).await,
        refused("CONFLICT", "id"),
        "deals are open in it"
    );
}

#[tokio::test]
async fn a_reason_decides_whether_a_loss_counts() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let deal = deal::open(&world, "alice", "100").await;
    let reason = world.id("reason:Price");
    ada.done(&format!(r#"dealLose(id: "{deal}", input: {{reason: "{reason}"}}) {{ {ERRORS} }}"#)).await;
    for (counts, lost) in [(false, 0), (true, 1)] {
        ada.done(&format!(r#"outcomeReasonUpdate(id: "{reason}", input: {{countsAsLoss: {counts}}}) {{ {ERRORS} }}"#))
            .await;
        let data = ada.ok("{ organization { kpis(period: {year: 2026}) { lostDeals { value } } } }").await;
        assert_eq!(data["organization"]["kpis"]["lostDeals"]["value"], lost);
        verified(&world).await;
    }
}

#[tokio::test]
async fn the_tree_of_teams_stays_a_tree() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let (sales, north) = (world.id("team:Sales"), world.id("team:North"));
    let move_to =
        |team: &str, parent: &str| format!(r#"teamMove(id: "{team}", input: {{parent: "{parent}"}}) {{ {ERRORS} }}"#);
    assert_eq!(ada.refused(&move_to(&sales, &north)).await, refused("BAD_USER_INPUT", "input.parent"));
    let create = |name: &str| {
        format!(r#"teamCreate(input: {{name: "{name}", parent: "{north}"}}) {{ team {{ id }} {ERRORS} }}"#)
    };
    assert_eq!(ada.refused(&create("South")).await, refused("CONFLICT", "input.name"));
    let east = id_of(&ada.done(&create("East")).await, "team");
    assert_eq!(ada.refused(&format!(r#"teamDelete(id: "{north}") {{ {ERRORS} }}"#)).await, refused("CONFLICT", "id"));
    ada.done(&move_to(&east, &sales)).await;
    let seen =
        ada.ok(&format!(r#"{{ team(id: "{sales}") {{ children {{ nodes {{ name parent {{ name }} }} }} }} }}"#)).await;
    let child = |name: &str| json!({"name": name, "parent": {"name": "Sales"}});
    assert_eq!(seen["team"]["children"]["nodes"], json!([child("East"), child("North"), child("South")]));
    ada.done(&format!(r#"teamDelete(id: "{east}") {{ {ERRORS} }}"#)).await;
    ada.done(&format!(r#"teamRestore(id: "{east}") {{ {ERRORS} }}"#)).await;
}

#[tokio::test]
async fn whoever_may_not_see_a_thing_finds_none() {
    let world = World::new().await;
    let (alice, sam) = (world.as_user("alice").await, world.as_user("sam").await);
    let dora = world.id("rep:dora");
    for document in [
        format!(r#"{{ rep(id: "{dora}") {{ id }} }}"#),
        format!(r#"{{ node(id: "{dora}") {{ id }} }}"#),
        format!(r#"{{ node(id: "{}") {{ id }} }}"#, world.id("team:South")),
        format!(r#"{{ node(id: "{}") {{ id }} }}"#, world.id("user:ada")),
    ] {
        assert_eq!(alice.run(&document).await.code(), "NOT_FOUND", "{document}");
    }
    let mates =
        alice.ok("{ reps { nodes { name team { name } } } teams { nodes { name reps { nodes { name } } } } }").await;
    let in_north = |name: &str| json!({"name": name, "team": {"name": "North"}});
    assert_eq!(mates["reps"]["nodes"], json!([in_north("alice"), in_north("bob"), in_north("carol")]));
    assert_eq!(
        mates["teams"]["nodes"],
        json!([{"name": "North", "reps": {"nodes": [{"name": "alice"}, {"name": "bob"}, {"name": "carol"}]}}])
    );
    let update = format!(r#"repUpdate(id: "{dora}", input: {{name: "Dora D."}}) {{ rep {{ name }} {ERRORS} }}"#);
    assert_eq!(alice.refused(&update).await, refused("FORBIDDEN", ""));
    assert_eq!(sam.done(&update).await["rep"]["name"], "Dora D.");
    let found = sam.ok(&format!(r#"{{ node(id: "{dora}") {{ id ... on Rep {{ name }} }} }}"#)).await;
    assert_eq!(found["node"], json!({"id": dora, "name": "Dora D."}));
    assert_eq!(sam.run(&format!(r#"{{ changes(record: "{dora}") {{ totalCount }} }}"#)).await.code(), "FORBIDDEN");
    let ada = world.as_user("ada").await;
    let log = ada
        .ok(&format!(
            r#"{{ changes(record: "{dora}", first: 1) {{ totalCount nodes {{ action actorKind user {{ name }} fields {{ field before after }} }} pageInfo {{ hasNextPage }} }} }}"#
        ))
        .await;
    assert_eq!(
        log["changes"],
        json!({"totalCount": 2, "pageInfo": {"hasNextPage": true}, "nodes": [{
            "action": "UPDATE", "actorKind": "USER", "user": {"name": "sam"},
            "fields": [{"field": "name", "before": "dora", "after": "Dora D."}],
        }]})
    );
}

#[tokio::test]
async fn the_teams_of_many_reps_cost_as_much_as_those_of_one() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let document = |first: u8| {
        format!(
            "{{ reps(first: {first}) {{ nodes {{ team {{ name members {{ totalCount }} }} memberships {{ nodes {{ id }} }} }} }} }}"
        )
    };
    let mut costs = Vec::new();
    for first in [1, 5] {
        let before = world.statements();
        ada.ok(&document(first)).await;
        costs.push(world.statements() - before);
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn the_catalogue_and_the_pipelines_are_kept_by_admins() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let made = ada
        .done(&format!(
            r#"productCreate(input: {{name: "Drill", sku: "D-1", category: "Tools", listPrice: {{amount: "99.90"}}}}) {{ product {{ id listPrice {{ amount currency }} isActive }} {ERRORS} }}"#
        ))
        .await;
    assert_eq!(made["product"]["listPrice"], json!({"amount": "99.90", "currency": "EUR"}));
    let drill = id_of(&made, "product");
    ada.done(&format!(
        r#"productUpdate(id: "{drill}", input: {{listPrice: null, isActive: false, version: 1}}) {{ {ERRORS} }}"#
    ))
    .await;
    let stale = format!(r#"productUpdate(id: "{drill}", input: {{name: "x", version: 1}}) {{ {ERRORS} }}"#);
    assert_eq!(ada.refused(&stale).await, refused("CONFLICT", "input.version"));
    let listed = ada
        .ok(r#"{ products(filter: {search: "dri", isActive: false}) { nodes { name listPrice { amount } } } }"#)
        .await;
    assert_eq!(listed["products"]["nodes"], json!([{"name": "Drill", "listPrice": null}]));
    ada.done(&format!(r#"productDelete(id: "{drill}") {{ {ERRORS} }}"#)).await;
    assert_eq!(ada.run(&format!(r#"{{ product(id: "{drill}") {{ id }} }}"#)).await.code(), "NOT_FOUND");
    ada.done(&format!(r#"productRestore(id: "{drill}") {{ {ERRORS} }}"#)).await;

    let made = ada
        .done(&format!(
            r#"pipelineCreate(input: {{name: "Renewals", isDefault: true}}) {{ pipeline {{ id position }} {ERRORS} }}"#
        ))
        .await;
    assert_eq!(made["pipeline"]["position"], 2);
    let renewals = id_of(&made, "pipeline");
    ada.done(&format!(r#"stageCreate(input: {{pipeline: "{renewals}", name: "Ask", probability: 0.5}}) {{ stage {{ position }} {ERRORS} }}"#)).await;
    let listed = ada.ok("{ pipelines { nodes { name isDefault stages { nodes { name } } } } }").await;
    let pipeline = |name: &str, default: bool, stages: &[&str]| {
        let stages: Vec<Value> = stages.iter().map(|name| json!({"name": name})).collect();
        json!({"name": name, "isDefault": default, "stages": {"nodes": stages}})
    };
    assert_eq!(
        listed["pipelines"]["nodes"],
        json!([
            pipeline("Sales", false, &["Qualify", "Propose", "Close"]),
            pipeline("Partners", false, &["Talk"]),
            pipeline("Renewals", true, &["Ask"]),
        ])
    );
}
