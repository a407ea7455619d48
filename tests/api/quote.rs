//! Quotes: families of revisions, and their answers.

use serde_json::json;

use crate::{
    deal,
    world::{Someone, World},
};

const ERRORS: &str = "errors { code field message }";

/// Drafts a quote for a deal and sends it; answers its id.
pub async fn sent(someone: &Someone<'_>, deal: &str, amount: &str) -> String {
    let made = someone
        .done(&format!(
            r#"quoteCreate(input: {{deal: "{deal}", amount: {{amount: "{amount}"}}, validUntilOn: "2026-12-24"}}) {{
                quote {{ id status revision customer {{ name }} }} {ERRORS} }}"#
        ))
        .await;
    assert_eq!(made["quote"]["status"], "DRAFT");
    let id = made["quote"]["id"].as_str().unwrap().to_owned();
    someone.done(&format!(r#"quoteSend(id: "{id}") {{ quote {{ sentAt }} {ERRORS} }}"#)).await;
    id
}

#[tokio::test]
async fn a_quote_that_was_sent_is_revised_and_its_family_told_apart() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let deal = deal::open(&world, "alice", "100").await;
    let first = sent(&alice, &deal, "100").await;
    let cheaper = format!(r#"quoteUpdate(id: "{first}", input: {{amount: {{amount: "90"}}}}) {{ {ERRORS} }}"#);
    assert_eq!(alice.refused(&cheaper).await, ("CONFLICT".into(), "id".into()));
    let revise = format!(
        r#"quoteRevise(id: "{first}", input: {{amount: {{amount: "90"}}}}) {{
            quote {{ id family revision status amount {{ amount }} validUntilOn sentAt revisions {{ revision status }} }} {ERRORS} }}"#
    );
    let revised = alice.done(&revise).await;
    let second = revised["quote"]["id"].as_str().unwrap();
    assert_eq!(
        revised["quote"],
        json!({"id": second, "family": first, "revision": 2, "status": "DRAFT", "amount": {"amount": "90.00"},
            "validUntilOn": "2026-12-24", "sentAt": null,
            "revisions": [{"revision": 1, "status": "SUPERSEDED"}, {"revision": 2, "status": "DRAFT"}]})
    );
    assert_eq!(alice.refused(&revise).await, ("CONFLICT".into(), "id".into()), "only the last is revised");

    // A revision that is deleted makes room for the next.
    alice.done(&format!(r#"quoteDelete(id: "{second}") {{ {ERRORS} }}"#)).await;
    let third = alice.done(&revise).await;
    assert_eq!(third["quote"]["revision"], 3);
    let restore = format!(r#"quoteRestore(id: "{second}") {{ {ERRORS} }}"#);
    assert_eq!(alice.refused(&restore).await, ("CONFLICT".into(), "id".into()));
}

#[tokio::test]
async fn a_quote_is_answered_once_and_in_time() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let deal = deal::open(&world, "alice", "100").await;
    let quote = sent(&alice, &deal, "100").await;
    let act = |name: &str| format!(r#"{name}(id: "{quote}") {{ quote {{ status closedAt }} {ERRORS} }}"#);
    assert_eq!(alice.refused(&act("quoteExpire")).await, ("CONFLICT".into(), "id".into()), "it is still valid");
    world.set_now("2026-12-25T11:00:00Z");
    assert_eq!(alice.refused(&act("quoteAccept")).await, ("CONFLICT".into(), "id".into()), "it is past its last day");
    let expired = alice.done(&act("quoteExpire")).await;
    assert_eq!(expired["quote"], json!({"status": "EXPIRED", "closedAt": "2026-12-25T11:00:00Z"}));
    assert_eq!(alice.refused(&act("quoteDecline")).await, ("CONFLICT".into(), "id".into()));
}

#[tokio::test]
async fn a_quote_is_for_somebody_and_not_of_a_negative_amount() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let create = |fields: &str| format!("quoteCreate(input: {{{fields}}}) {{ {ERRORS} }}");
    let (acme, core) = (world.id("customer:Acme"), world.id("customer:Core"));
    let deal = deal::open(&world, "alice", "100").await;
    for (fields, code, path) in [
        (r#"amount: {amount: "1"}"#.to_owned(), "BAD_USER_INPUT", "input.customer"),
        (format!(r#"customer: "{acme}", amount: {{amount: "-1"}}"#), "BAD_USER_INPUT", "input.amount.amount"),
        (format!(r#"customer: "{core}", amount: {{amount: "1"}}"#), "NOT_FOUND", "input.customer"),
        (format!(r#"deal: "{acme}", amount: {{amount: "1"}}"#), "BAD_USER_INPUT", "input.deal"),
    ] {
        assert_eq!(alice.refused(&create(&fields)).await, (code.to_owned(), path.to_owned()), "{fields}");
    }
    let other = create(&format!(r#"deal: "{deal}", customer: "{core}", amount: {{amount: "1"}}"#));
    let refused = world.as_user("ada").await.refused(&other).await;
    assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), "input.customer".to_owned()), "the deal is with Acme");
}
