//! Meetings: asked for, booked, moved, held.

use serde_json::{Value, json};

use crate::{
    deal,
    world::{Someone, World},
};

const ERRORS: &str = "errors { code field message }";

async fn book(someone: &Someone<'_>, customer: &str, starts_at: &str) -> Value {
    let booked = format!(
        r#"meetingBook(input: {{customer: "{customer}", startsAt: "{starts_at}"}}) {{
            meeting {{ id purpose status host {{ name }} setBy {{ name }} }} {ERRORS} }}"#
    );
    someone.done(&booked).await["meeting"].clone()
}

#[tokio::test]
async fn an_attempt_becomes_one_meeting_that_moves_and_is_held() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let acme = world.id("customer:Acme");
    let bob = world.id("rep:bob");
    let asked = alice
        .done(&format!(
            r#"meetingAttempt(input: {{customer: "{acme}", subject: "Demo"}}) {{ meeting {{ id status purpose }} {ERRORS} }}"#
        ))
        .await;
    assert_eq!(asked["meeting"]["status"], "ATTEMPTED");
    let id = asked["meeting"]["id"].as_str().unwrap();
    let hold = format!(r#"meetingHold(id: "{id}") {{ meeting {{ status purpose rescheduleCount }} {ERRORS} }}"#);
    assert_eq!(alice.refused(&hold).await, ("CONFLICT".into(), "id".into()));

    let booking = format!(
        r#"meetingBook(input: {{attempt: "{id}", host: "{bob}", startsAt: "2026-11-25T09:00:00Z"}}) {{
            meeting {{ id status subject host {{ name }} setBy {{ name }} bookedAt }} {ERRORS} }}"#
    );
    let booked = alice.done(&booking).await;
    assert_eq!(
        booked["meeting"],
        json!({"id": id, "status": "BOOKED", "subject": "Demo", "host": {"name": "bob"}, "setBy": {"name": "alice"},
            "bookedAt": "2026-11-24T11:00:00Z"})
    );
    assert_eq!(alice.refused(&booking).await, ("CONFLICT".into(), "input.attempt".into()));
    for day in ["26", "27"] {
        let moved =
            format!(r#"meetingReschedule(id: "{id}", input: {{startsAt: "2026-11-{day}T09:00:00Z"}}) {{ {ERRORS} }}"#);
        alice.done(&moved).await;
    }
    let host = world.as_user("bob").await;
    assert_eq!(host.refused(&hold).await, ("CONFLICT".into(), "id".into()), "it has not started");
    world.set_now("2026-11-27T10:00:00Z");
    let held = host.done(&hold).await;
    assert_eq!(held["meeting"], json!({"status": "HELD", "purpose": "PROSPECTING", "rescheduleCount": 2}));

    let figures = "kpis(period: {month: {year: 2026, month: 11}}) { prospectingMeetingsHeld { value } }";
    let data = world
        .as_user("nora")
        .await
        .ok(&format!(
            r#"{{ meeting(id: "{id}") {{ host {{ {figures} meetings {{ totalCount }} }} setBy {{ {figures} meetings {{ totalCount }} }} }} }}"#
        ))
        .await;
    assert_eq!(
        data["meeting"],
        json!({
            "host": {"kpis": {"prospectingMeetingsHeld": {"value": 1}}, "meetings": {"totalCount": 1}},
            "setBy": {"kpis": {"prospectingMeetingsHeld": {"value": 0}}, "meetings": {"totalCount": 0}},
        })
    );
}

#[tokio::test]
async fn who_buys_before_the_meeting_is_a_customer_in_it() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let acme = world.id("customer:Acme");
    let booked = book(&alice, &acme, "2026-11-26T09:00:00Z").await;
    assert_eq!(booked["purpose"], "PROSPECTING");
    let deal = deal::open(&world, "alice", "100").await;
    alice.done(&format!(r#"dealWin(id: "{deal}") {{ {ERRORS} }}"#)).await;
    world.set_now("2026-11-26T10:00:00Z");
    let id = booked["id"].as_str().unwrap();
    let held = alice.done(&format!(r#"meetingHold(id: "{id}") {{ meeting {{ purpose }} {ERRORS} }}"#)).await;
    assert_eq!(held["meeting"]["purpose"], "CUSTOMER");
    let next = book(&alice, &acme, "2026-11-28T09:00:00Z").await;
    assert_eq!(next["purpose"], "CUSTOMER");
}

#[tokio::test]
async fn a_missed_meeting_can_move_and_a_called_off_one_cannot() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let meeting = book(&alice, &world.id("customer:Acme"), "2026-11-24T09:00:00Z").await;
    let id = meeting["id"].as_str().unwrap();
    let act = |name: &str| format!(r#"{name}(id: "{id}") {{ meeting {{ status closedAt }} {ERRORS} }}"#);
    let moved = format!(
        r#"meetingReschedule(id: "{id}", input: {{startsAt: "2026-11-30T09:00:00Z"}}) {{ meeting {{ status closedAt }} {ERRORS} }}"#
    );
    let missed = alice.done(&act("meetingMiss")).await;
    assert_eq!(missed["meeting"], json!({"status": "NO_SHOW", "closedAt": "2026-11-24T11:00:00Z"}));
    assert_eq!(alice.done(&moved).await["meeting"], json!({"status": "BOOKED", "closedAt": null}));
    assert_eq!(alice.done(&act("meetingCancel")).await["meeting"]["status"], "CANCELLED");
    assert_eq!(alice.refused(&moved).await, ("CONFLICT".into(), "id".into()));
}

#[tokio::test]
async fn a_meeting_is_seen_by_its_host_and_who_set_it_up_and_their_managers() {
    let world = World::new().await;
    let bob = world.id("rep:bob");
    let booked = world
        .as_user("alice")
        .await
        .done(&format!(
            r#"meetingBook(input: {{host: "{bob}", startsAt: "2026-11-26T09:00:00Z"}}) {{ meeting {{ id }} {ERRORS} }}"#
        ))
        .await;
    let id = booked["meeting"]["id"].as_str().unwrap();
    for (who, code) in
        [("alice", ""), ("bob", ""), ("nora", ""), ("ada", ""), ("carol", "NOT_FOUND"), ("sam", "NOT_FOUND")]
    {
        let answer = world.as_user(who).await.run(&format!(r#"{{ meeting(id: "{id}") {{ id }} }}"#)).await;
        assert_eq!(answer.code(), code, "{who}");
    }
    let foreign = format!(
        r#"meetingBook(input: {{host: "{bob}", setBy: "{bob}", startsAt: "2026-11-26T09:00:00Z"}}) {{ {ERRORS} }}"#
    );
    assert_eq!(world.as_user("alice").await.refused(&foreign).await.0, "FORBIDDEN");
}
