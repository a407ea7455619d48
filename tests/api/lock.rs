//! Closed books: locked days keep their figures, what is corrected later is an adjustment.

use pilotage::{ledger, registry::fact_sources};
use serde_json::{Value, json};

use crate::{
    customer_life::sold,
    deal,
    world::{World, verified},
};

const ERRORS: &str = "errors { code field message }";

async fn win(world: &World, rep: &str, amount: &str, at: &str) -> String {
    let id = deal::open(world, rep, amount).await;
    let ada = world.as_user("ada").await;
    ada.done(&format!(r#"dealWin(id: "{id}", input: {{closedAt: "{at}"}}) {{ {ERRORS} }}"#)).await;
    id
}

/// The figures of a month of 2026.
async fn month(world: &World, month: u32) -> Value {
    let fields = "revenue { value { amount } adjustments { value { money { amount } } } }
        wonDeals { value adjustments { value { count } } }
        winRate { value adjustments { numerator { count } denominator { count } } }
        openDeals { value adjustments { value { count } } } interactionFrequency { adjustments { numerator { count } } }";
    let document =
        format!("{{ organization {{ kpis(period: {{month: {{year: 2026, month: {month}}}}}) {{ {fields} }} }} }}");
    world.as_user("ada").await.ok(&document).await["organization"]["kpis"].clone()
}

async fn lock(world: &World, through: &str) {
    let lock =
        format!(r#"periodLock(input: {{through: "{through}"}}) {{ organization {{ lockedThrough }} {ERRORS} }}"#);
    let locked = world.as_user("ada").await.done(&lock).await;
    assert_eq!(locked["organization"]["lockedThrough"], through);
}

#[tokio::test]
async fn a_locked_month_keeps_its_figures_and_corrections_come_later() {
    let world = World::new().await;
    let october = win(&world, "alice", "100", "2026-11-04T10:00:00Z").await;
    world.set_now("2026-12-10T11:00:00Z");
    lock(&world, "2026-11-30").await;
    let before = month(&world, 11).await;
    assert_eq!(before["revenue"], json!({"value": {"amount": "100.00"}, "adjustments": null}));

    let ada = world.as_user("ada").await;
    ada.done(&format!(r#"dealReopen(id: "{october}") {{ {ERRORS} }}"#)).await;
    win(&world, "bob", "30", "2026-11-20T10:00:00Z").await;
    assert_eq!(month(&world, 11).await, before, "a deal reopened, another back-dated: November is closed");
    let december = month(&world, 12).await;
    assert_eq!(
        december["revenue"],
        json!({"value": {"amount": "-70.00"}, "adjustments": {"value": {"money": {"amount": "-70.00"}}}})
    );
    assert_eq!(december["wonDeals"], json!({"value": 0, "adjustments": null}), "one less and one more");
    assert_eq!(december["openDeals"], json!({"value": 1, "adjustments": null}), "a stock is what it is");
    assert_eq!(december["interactionFrequency"]["adjustments"], Value::Null);
    verified(&world).await;

    win(&world, "bob", "5", "2026-12-02T10:00:00Z").await;
    let december = month(&world, 12).await;
    assert_eq!(december["revenue"]["value"]["amount"], "-65.00");
    assert_eq!(december["revenue"]["adjustments"]["value"]["money"]["amount"], "-70.00", "only what corrects November");
    let year = ada
        .ok("{ organization { kpis(period: {year: 2026}) { revenue { value { amount } } wonDeals { value } } } }")
        .await;
    assert_eq!(
        year["organization"]["kpis"],
        json!({"revenue": {"value": {"amount": "35.00"}}, "wonDeals": {"value": 2}})
    );
}

#[tokio::test]
async fn days_that_are_opened_again_take_corrections_again() {
    let world = World::new().await;
    world.set_now("2026-12-10T11:00:00Z");
    lock(&world, "2026-11-30").await;
    let ada = world.as_user("ada").await;
    ada.done(&format!(r#"periodUnlock(input: {{through: "2026-10-31"}}) {{ {ERRORS} }}"#)).await;
    win(&world, "bob", "30", "2026-11-20T10:00:00Z").await;
    assert_eq!(month(&world, 11).await["revenue"], json!({"value": {"amount": "30.00"}, "adjustments": null}));
    ada.done(&format!("periodUnlock(input: {{}}) {{ {ERRORS} }}")).await;
    let opened = ada.ok("{ organization { lockedThrough } }").await;
    assert_eq!(opened["organization"]["lockedThrough"], Value::Null);
    verified(&world).await;
}

#[tokio::test]
async fn only_days_that_are_over_and_open_are_locked() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let refused = async |call: &str| ada.refused(&format!("{call} {{ {ERRORS} }}")).await;
    let input = ("BAD_USER_INPUT".to_owned(), "input.through".to_owned());
    assert_eq!(refused(r#"periodLock(input: {through: "2026-11-24"})"#).await, input, "today is not over");
    assert_eq!(refused(r#"periodLock(input: {through: "2026-02-30"})"#).await.0, "BAD_USER_INPUT");
    assert_eq!(refused("periodUnlock(input: {})").await, input, "nothing is locked");
    lock(&world, "2026-10-31").await;
    assert_eq!(refused(r#"periodLock(input: {through: "2026-09-30"})"#).await, input, "that is locked already");
    assert_eq!(refused(r#"periodUnlock(input: {through: "2026-11-10"})"#).await, input, "that is not opening");
    let stale = r#"periodLock(input: {through: "2026-11-10", version: 1})"#;
    assert_eq!(refused(stale).await, ("CONFLICT".to_owned(), "input.version".to_owned()));
}

#[tokio::test]
async fn figures_of_a_time_with_another_currency_are_refused_not_mislabelled() {
    let world = World::new().await;
    win(&world, "alice", "100", "2026-11-04T10:00:00Z").await;
    world.set_now("2026-12-10T11:00:00Z");
    let ada = world.as_user("ada").await;
    ada.done(&format!(r#"organizationUpdate(input: {{currency: "USD"}}) {{ {ERRORS} }}"#)).await;
    let asked = async |as_of: &str| {
        let period = "period: {year: 2026}";
        let document =
            format!(r#"{{ organization {{ kpis({period}, asOf: "{as_of}") {{ wonDeals {{ value }} }} }} }}"#);
        ada.run(&document).await.code()
    };
    world.set_now("2026-12-11T11:00:00Z");
    assert_eq!(asked("2026-12-01T11:00:00Z").await, "BAD_USER_INPUT");
    assert_eq!(asked("2026-12-11T10:00:00Z").await, "");
}

#[tokio::test]
async fn customers_lost_are_counted_from_facts_once_days_were_ever_locked() {
    let world = World::new().await;
    sold(&world, "alice", "Acme", "100", "2025-10-10").await;
    let lost = async |month: u32| {
        let document = format!(
            "{{ organization {{ kpis(period: {{month: {{year: 2026, month: {month}}}}}) {{
                lostCustomers {{ value }} churnEvents {{ value }} }} }} }}"
        );
        let kpis = world.as_user("ada").await.ok(&document).await["organization"]["kpis"].clone();
        [&kpis["lostCustomers"]["value"], &kpis["churnEvents"]["value"]].map(|value| value.as_i64().unwrap())
    };
    lock(&world, "2026-10-31").await;
    sold(&world, "alice", "Acme", "100", "2026-10-01").await;
    let told = [[1, 1], [0, -1]];
    assert_eq!([lost(10).await, lost(11).await], told, "October stays; that it was wrong is told in November");
    world.as_user("ada").await.done(&format!("periodUnlock(input: {{}}) {{ {ERRORS} }}")).await;
    assert_eq!([lost(10).await, lost(11).await], told, "nobody was won back in November, nor fewer than none lost");
    ledger::rebuild(&world.state.database, &fact_sources::all(), world.now(), &()).await.unwrap();
    assert_eq!([lost(10).await, lost(11).await], told, "nor once it is rebuilt, for the adjustments stay");
    verified(&world).await;
}
