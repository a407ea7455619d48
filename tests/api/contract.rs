//! Contracts: signed from quotes, renewed, ended early.

use serde_json::json;

use crate::{deal, quote, world::World};

const ERRORS: &str = "errors { code field message }";

#[tokio::test]
async fn signing_accepts_the_quote_in_the_same_act_and_only_once() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let deal = deal::open(&world, "alice", "100").await;
    let quote = quote::sent(&alice, &deal, "120.50").await;
    let sign = |ends: &str| {
        format!(
            r#"contractSign(input: {{quote: "{quote}", startsOn: "2026-12-01", endsOn: "{ends}"}}) {{ contract {{
                id standing amount {{ amount currency }} rep {{ name }} customer {{ name }} deal {{ id }}
                quote {{ status closedAt contract {{ endsOn }} }} }} {ERRORS} }}"#
        )
    };
    assert_eq!(alice.refused(&sign("2026-12-01")).await, ("BAD_USER_INPUT".into(), "input.endsOn".into()));
    let status = alice.ok(&format!(r#"{{ quote(id: "{quote}") {{ status contract {{ id }} }} }}"#)).await;
    assert_eq!(status["quote"], json!({"status": "SENT", "contract": null}), "a refused act leaves nothing behind");

    let signed = alice.done(&sign("2027-12-01")).await;
    let id = signed["contract"]["id"].as_str().unwrap();
    assert_eq!(
        signed["contract"],
        json!({"id": id, "standing": "UPCOMING", "amount": {"amount": "120.50", "currency": "EUR"},
            "rep": {"name": "alice"}, "customer": {"name": "Acme"}, "deal": {"id": deal},
            "quote": {"status": "ACCEPTED", "closedAt": "2026-11-24T11:00:00Z", "contract": {"endsOn": "2027-12-01"}}})
    );
    assert_eq!(alice.refused(&sign("2027-12-01")).await, ("CONFLICT".into(), "input.quote".into()));
}

#[tokio::test]
async fn a_contract_is_renewed_once_from_where_it_ends() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let acme = world.id("customer:Acme");
    let signed = alice
        .done(&format!(
            r#"contractSign(input: {{customer: "{acme}", amount: {{amount: "1000"}}, startsOn: "2026-01-01",
                endsOn: "2027-01-01"}}) {{ contract {{ id standing }} {ERRORS} }}"#
        ))
        .await;
    assert_eq!(signed["contract"]["standing"], "IN_FORCE");
    let id = signed["contract"]["id"].as_str().unwrap();
    let renew = format!(
        r#"contractRenew(id: "{id}", input: {{endsOn: "2028-01-01", amount: {{amount: "1100"}}}}) {{
            contract {{ startsOn endsOn renews {{ id renewal {{ startsOn }} }} }} {ERRORS} }}"#
    );
    assert_eq!(
        alice.done(&renew).await["contract"],
        json!({"startsOn": "2027-01-01", "endsOn": "2028-01-01",
            "renews": {"id": id, "renewal": {"startsOn": "2027-01-01"}}})
    );
    assert_eq!(alice.refused(&renew).await, ("CONFLICT".into(), "id".into()));
    let listed = alice
        .ok(&format!(
            r#"{{ customer(id: "{acme}") {{ contracts {{ totalCount nodes {{ startsOn }} }} }}
                contracts(filter: {{inForceOn: "2026-06-01"}}, orderBy: ENDS_FIRST) {{ nodes {{ id }} }} }}"#
        ))
        .await;
    assert_eq!(listed["customer"]["contracts"]["totalCount"], 2);
    assert_eq!(listed["contracts"]["nodes"], json!([{"id": id}]));
}

#[tokio::test]
async fn what_restates_a_closed_period_is_for_managers() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let acme = world.id("customer:Acme");
    let signed = alice
        .done(&format!(
            r#"contractSign(input: {{customer: "{acme}", amount: {{amount: "1000"}}, startsOn: "2026-01-01"}}) {{
                contract {{ id }} {ERRORS} }}"#
        ))
        .await;
    let id = signed["contract"]["id"].as_str().unwrap();
    let raise = format!(
        r#"contractUpdate(id: "{id}", input: {{amount: {{amount: "2000"}}}}) {{ contract {{ amount {{ amount }} }} {ERRORS} }}"#
    );
    assert_eq!(alice.refused(&raise).await.0, "FORBIDDEN");
    let nora = world.as_user("nora").await;
    assert_eq!(nora.done(&raise).await["contract"]["amount"]["amount"], "2000.00");
    let back = format!(
        r#"contractSign(input: {{customer: "{acme}", amount: {{amount: "1"}}, startsOn: "2026-01-01",
            signedAt: "2026-10-01T09:00:00Z"}}) {{ {ERRORS} }}"#
    );
    assert_eq!(alice.refused(&back).await, ("BAD_USER_INPUT".into(), "input.signedAt".into()));
    let end = |day: &str| {
        format!(
            r#"contractTerminate(id: "{id}", input: {{terminatedOn: "{day}"}}) {{ contract {{ standing }} {ERRORS} }}"#
        )
    };
    assert_eq!(alice.refused(&end("2025-12-31")).await, ("BAD_USER_INPUT".into(), "input.terminatedOn".into()));
    assert_eq!(alice.done(&end("2026-11-24")).await["contract"]["standing"], "TERMINATED");
    assert_eq!(alice.refused(&end("2026-11-30")).await, ("CONFLICT".into(), "id".into()));
}

#[tokio::test]
async fn a_contract_is_not_restored_next_to_another_from_the_same_offer() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let deal = deal::open(&world, "alice", "100").await;
    let quote = quote::sent(&world.as_user("alice").await, &deal, "120").await;
    let sign = format!(
        r#"contractSign(input: {{quote: "{quote}", startsOn: "2026-12-01"}}) {{ contract {{ id }} {ERRORS} }}"#
    );
    let id = |signed: serde_json::Value| signed["contract"]["id"].as_str().unwrap().to_owned();
    let first = id(ada.done(&sign).await);
    ada.done(&format!(r#"contractDelete(id: "{first}") {{ {ERRORS} }}"#)).await;
    let second = id(ada.done(&sign).await);
    let restore = format!(r#"contractRestore(id: "{first}") {{ {ERRORS} }}"#);
    assert_eq!(ada.refused(&restore).await, ("CONFLICT".into(), "id".into()), "it was signed again");
    let listed = ada.ok("{ contracts { totalCount } }").await;
    assert_eq!(listed["contracts"]["totalCount"], 1);
    ada.done(&format!(r#"contractDelete(id: "{second}") {{ {ERRORS} }}"#)).await;
    ada.done(&restore).await;
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_renewal_is_not_restored_next_to_another() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let (acme, alice) = (world.id("customer:Acme"), world.id("rep:alice"));
    let signed = ada
        .done(&format!(
            r#"contractSign(input: {{customer: "{acme}", rep: "{alice}", amount: {{amount: "10"}}, startsOn: "2026-01-01",
                endsOn: "2027-01-01"}}) {{ contract {{ id }} {ERRORS} }}"#
        ))
        .await;
    let renew =
        format!(r#"contractRenew(id: {}, input: {{}}) {{ contract {{ id }} {ERRORS} }}"#, signed["contract"]["id"]);
    let first = ada.done(&renew).await["contract"]["id"].clone();
    ada.done(&format!("contractDelete(id: {first}) {{ {ERRORS} }}")).await;
    ada.done(&renew).await;
    let restore = format!("contractRestore(id: {first}) {{ {ERRORS} }}");
    assert_eq!(ada.refused(&restore).await, ("CONFLICT".into(), "id".into()));
}
