//! Interactions: logged for oneself, about a deal, and counted on their day.

use serde_json::json;

use crate::{deal, world::World};

const ERRORS: &str = "errors { code field message }";

#[tokio::test]
async fn a_call_about_a_deal_is_with_its_customer_and_counts_for_who_made_it() {
    let world = World::new().await;
    let deal = deal::open(&world, "alice", "100").await;
    let alice = world.as_user("alice").await;
    let logged = alice
        .done(&format!(
            r#"interactionLog(input: {{kind: CALL, outcome: REACHED, deal: "{deal}", occurredAt: "2026-11-20T09:00:00Z"}}) {{
                interaction {{ kind direction status occurredAt performer {{ name }} customer {{ name }} }} {ERRORS} }}"#
        ))
        .await;
    assert_eq!(
        logged["interaction"],
        json!({"kind": "CALL", "direction": "OUTBOUND", "status": "DONE", "occurredAt": "2026-11-20T09:00:00Z",
            "performer": {"name": "alice"}, "customer": {"name": "Acme"}})
    );
    let data = alice
        .ok(&format!(
            r#"{{ deal(id: "{deal}") {{ interactions(first: 3) {{ totalCount nodes {{ kind }} }}
                rep {{ kpis(period: {{year: 2026}}) {{ interactionCount {{ value }} }} }} }} }}"#
        ))
        .await;
    assert_eq!(data["deal"]["interactions"], json!({"totalCount": 1, "nodes": [{"kind": "CALL"}]}));
    assert_eq!(data["deal"]["rep"]["kpis"]["interactionCount"]["value"], json!(1));
}

#[tokio::test]
async fn what_is_planned_counts_once_it_is_done() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let customer = world.id("customer:Acme");
    let log = |status: &str| {
        format!(
            r#"interactionLog(input: {{kind: VISIT, status: {status}, customer: "{customer}",
                occurredAt: "2026-11-27T09:00:00Z"}}) {{ interaction {{ id }} {ERRORS} }}"#
        )
    };
    assert_eq!(alice.refused(&log("DONE")).await, ("BAD_USER_INPUT".into(), "input.occurredAt".into()));
    let planned = alice.done(&log("PLANNED")).await;
    let id = planned["interaction"]["id"].as_str().unwrap();
    let done = format!(r#"interactionUpdate(id: "{id}", input: {{status: DONE}}) {{ {ERRORS} }}"#);
    assert_eq!(alice.refused(&done).await, ("BAD_USER_INPUT".into(), "input.occurredAt".into()));
    world.set_now("2026-11-28T09:00:00Z");
    alice.done(&done).await;
    let listed = alice.ok("{ interactions(filter: {status: DONE, kind: [VISIT]}) { nodes { id } } }").await;
    assert_eq!(listed["interactions"]["nodes"][0]["id"], id);
}

#[tokio::test]
async fn nobody_logs_for_a_rep_of_another_team() {
    let world = World::new().await;
    let (bob, dora, customer) = (world.id("rep:bob"), world.id("rep:dora"), world.id("customer:Bolt"));
    let log = |performer: &str| {
        format!(
            r#"interactionLog(input: {{kind: EMAIL, performer: "{performer}"}}) {{ interaction {{ id }} {ERRORS} }}"#
        )
    };
    assert_eq!(world.as_user("alice").await.refused(&log(&bob)).await.0, "FORBIDDEN");
    let nora = world.as_user("nora").await;
    assert_eq!(nora.refused(&log(&dora)).await.0, "NOT_FOUND");
    let logged = nora.done(&log(&bob)).await;
    let id = logged["interaction"]["id"].as_str().unwrap();
    for stranger in ["alice", "dora", "sam"] {
        let answer = world.as_user(stranger).await.run(&format!(r#"{{ interaction(id: "{id}") {{ id }} }}"#)).await;
        assert_eq!(answer.code(), "NOT_FOUND", "{stranger}");
    }
    let about = format!(r#"interactionUpdate(id: "{id}", input: {{customer: "{customer}"}}) {{ {ERRORS} }}"#);
    world.as_user("bob").await.done(&about).await;
}

#[tokio::test]
async fn a_deleted_interaction_comes_back_as_it_was() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let logged = alice
        .done(&format!(r#"interactionLog(input: {{kind: DEMO}}) {{ interaction {{ id version }} {ERRORS} }}"#))
        .await;
    let id = logged["interaction"]["id"].as_str().unwrap();
    let stale = format!(r#"interactionUpdate(id: "{id}", input: {{subject: "x", version: 7}}) {{ {ERRORS} }}"#);
    assert_eq!(alice.refused(&stale).await, ("CONFLICT".into(), "input.version".into()));
    alice.done(&format!(r#"interactionDelete(id: "{id}") {{ {ERRORS} }}"#)).await;
    let count = "{ interactions { totalCount } }";
    assert_eq!(alice.ok(count).await["interactions"]["totalCount"], 0);
    alice.done(&format!(r#"interactionRestore(id: "{id}") {{ {ERRORS} }}"#)).await;
    assert_eq!(alice.ok(count).await["interactions"]["totalCount"], 1);
}
