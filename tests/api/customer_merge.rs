//! Merging customers: two that are the same come out as if there had always been one.

use entity::customer;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::world::{World, verified};

const ERRORS: &str = "errors { code field message }";

async fn done(world: &World, mutation: &str) -> Value {
    world.as_user("ada").await.done(&format!("{mutation} {ERRORS} }}")).await
}

/// Makes something and answers its id.
async fn made(world: &World, mutation: &str, input: &str, kind: &str) -> String {
    let made = done(world, &format!("{mutation}(input: {{{input}}}) {{ {kind} {{ id }}")).await;
    made[kind]["id"].as_str().unwrap().to_owned()
}

fn merge(from: &str, into: &str, more: &str) -> String {
    format!(
        r#"customerMerge(input: {{from: "{from}", into: "{into}"{more}}}) {{ customer {{ id name country rep {{ name }}
            version }} {ERRORS} }}"#
    )
}

fn refused(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

/// Sells a deal of a rep on a day of 2026 and answers its id.
async fn sold(world: &World, rep: &str, customer: &str, amount: &str, on: &str) -> String {
    let rep = world.id(&format!("rep:{rep}"));
    let input = format!(
        r#"name: "D", customer: "{customer}", rep: "{rep}", amount: {{amount: "{amount}"}}, openedAt: "2026-{on}T08:00:00Z""#
    );
    let deal = made(world, "dealCreate", &input, "deal").await;
    done(world, &format!(r#"dealWin(id: "{deal}", input: {{closedAt: "2026-{on}T12:00:00Z"}}) {{"#)).await;
    deal
}

/// A year with a company that is written down as one customer and as another.
async fn lived(world: &World, one: &str, other: &str) {
    let alice = world.id("rep:alice");
    done(world, "organizationUpdate(input: {activityWindowMonths: 3}) {").await;
    sold(world, "alice", one, "100", "01-10").await;
    let deal = sold(world, "bob", other, "50", "03-05").await;
    sold(world, "dora", one, "30", "09-15").await;
    sold(world, "dora", other, "20", "09-20").await;
    done(world, &format!(r#"customerChurn(id: "{other}", input: {{on: "2026-10-20"}}) {{"#)).await;
    let core = world.id("customer:Core");
    sold(world, "dora", &core, "100", "09-01").await;
    let about = format!(r#"customer: "{other}""#);
    made(world, "contactCreate", &format!(r#"name: "Zoe", {about}"#), "contact").await;
    made(world, "keyFactCreate", &format!(r#"kind: NEED, text: "Two sites", {about}"#), "keyFact").await;
    let lead = format!(r#"title: "Roof", receivedAt: "2026-09-01T08:00:00Z", rep: "{alice}""#);
    let lead = made(world, "leadCreate", &lead, "lead").await;
    done(world, &format!(r#"leadConvert(id: "{lead}", input: {{{about}, amount: {{amount: "7"}}}}) {{"#)).await;
    for (customer, at) in [(one, "09-01"), (other, "09-04"), (one, "09-11")] {
        let call = format!(
            r#"kind: CALL, direction: OUTBOUND, occurredAt: "2026-{at}T08:00:00Z", performer: "{alice}", customer: "{customer}""#
        );
        made(world, "interactionLog", &call, "interaction").await;
        let meeting = format!(
            r#"purpose: CUSTOMER, attemptedAt: "2026-{at}T08:00:00Z", host: "{alice}", setBy: "{alice}", customer: "{customer}""#
        );
        made(world, "meetingAttempt", &meeting, "meeting").await;
    }
    let quote = format!(r#"{about}, author: "{alice}", amount: {{amount: "9"}}"#);
    made(world, "quoteCreate", &quote, "quote").await;
    let contract = format!(
        r#"{about}, rep: "{alice}", amount: {{amount: "1"}}, signedAt: "2026-06-01T08:00:00Z", startsOn: "2026-06-01",
            endsOn: "2026-06-20""#
    );
    made(world, "contractSign", &contract, "contract").await;
    let survey = made(world, "surveyCreate", r#"name: "S", kind: NPS"#, "survey").await;
    for (customer, value) in [(one, 3), (other, 9)] {
        let sent = format!(r#"survey: "{survey}", customer: "{customer}", sentAt: "2026-09-0{value}T08:00:00Z""#);
        let sent = made(world, "surveyResponseSend", &sent, "surveyResponse").await;
        let answer = format!(r#"value: {value}, respondedAt: "2026-09-1{value}T08:00:00Z""#);
        done(world, &format!(r#"surveyResponseAnswer(id: "{sent}", input: {{{answer}}}) {{"#)).await;
    }
    let complaint = format!(r#"{about}, deal: "{deal}", openedAt: "2026-09-02T08:00:00Z""#);
    made(world, "complaintOpen", &complaint, "complaint").await;
    let returned = format!(r#"{about}, deal: "{deal}", units: 1, refund: {{amount: "5"}}, returnedOn: "2026-09-03""#);
    made(world, "productReturnCreate", &returned, "productReturn").await;
}

/// What the figures say, month by month, of everybody and of alice.
async fn figures(world: &World) -> Value {
    let keys = "REVENUE ACTIVE_CUSTOMERS NEW_CUSTOMERS NEW_CUSTOMER_REVENUE LOST_CUSTOMERS WON_BACK_CUSTOMERS
        WON_BACK_REVENUE CUSTOMER_RETENTION_RATE REPEAT_PURCHASE_RATE NET_REVENUE_RETENTION TOP_CUSTOMER_SHARE
        CUSTOMER_CONCENTRATION AVERAGE_REVENUE_PER_CUSTOMER DAYS_BETWEEN_CONTACTS PROSPECT_BOOKING_RATE NPS COMPLAINTS
        REFUND_AMOUNT QUOTES_ISSUED CONTRACTED_REVENUE";
    let alice = world.id("rep:alice");
    const VALUE: &str = "value { count ratio days points money { amount } }";
    let one = |name: &str, subject: &str| {
        format!(
            r#"{name}: kpis(keys: [{keys}], {subject}period: {{year: 2026}}) {{ key numerator {{ count }} {VALUE}
                series(by: MONTH) {{ {VALUE} }} breakdown(by: SEGMENT) {{ rows {{ key {VALUE} }} }} }}"#
        )
    };
    let subject = format!(r#"subject: {{rep: "{alice}"}}, "#);
    let document = format!("{{ {} {} }}", one("all", ""), one("alice", &subject));
    world.as_user("ada").await.ok(&document).await
}

#[tokio::test]
async fn two_customers_that_are_the_same_come_out_as_if_there_had_always_been_one() {
    let (always_one, world) = (World::new().await, World::new().await);
    let acme = always_one.id("customer:Acme");
    lived(&always_one, &acme, &acme).await;
    let (acme, bolt) = (world.id("customer:Acme"), world.id("customer:Bolt"));
    // What was credited by the account's owner stays credited to them: of two owners nobody could make one.
    let owner = format!(r#"customerUpdate(id: "{bolt}", input: {{rep: "{}"}}) {{"#, world.id("rep:alice"));
    done(&world, &owner).await;
    lived(&world, &acme, &bolt).await;
    let child = made(&world, "customerCreate", &format!(r#"name: "Bolt Sud", parent: "{bolt}""#), "customer").await;
    let country = r#"country: "FR", segment: "Key""#;
    done(&always_one, &format!(r#"customerUpdate(id: "{}", input: {{{country}}}) {{"#, always_one.id("customer:Acme")))
        .await;
    done(&world, &format!(r#"customerUpdate(id: "{bolt}", input: {{{country}}}) {{"#)).await;
    assert_ne!(figures(&world).await, figures(&always_one).await);

    let merged = world.as_user("nora").await.done(&merge(&bolt, &acme, "")).await;
    assert_eq!(
        merged["customer"],
        json!({"id": acme, "name": "Acme", "country": "FR", "rep": {"name": "alice"}, "version": 2}),
        "what is not known is taken from the other"
    );
    let (found, wanted) = (figures(&world).await, figures(&always_one).await);
    for whose in ["all", "alice"] {
        for (found, wanted) in found[whose].as_array().unwrap().iter().zip(wanted[whose].as_array().unwrap()) {
            assert_eq!(found, wanted, "{} of {whose}", wanted["key"]);
        }
    }
    verified(&world).await;

    let lists =
        ["contacts", "deals", "interactions", "meetings", "quotes", "contracts", "leads", "keyFacts", "complaints"]
            .into_iter()
            .chain(["productReturns", "surveyResponses", "subsidiaries"]);
    let counted: Vec<String> = lists.map(|list| format!("{list} {{ totalCount }}")).collect();
    let asked = format!(
        r#"{{ customer(id: "{acme}") {{ {} churns {{ churnedOn }} }}
            child: customer(id: "{child}") {{ parent {{ id }} }} }}"#,
        counted.join(" ")
    );
    let count = |count: i32| json!({"totalCount": count});
    assert_eq!(
        world.as_user("ada").await.ok(&asked).await,
        json!({"customer": {"contacts": count(1), "deals": count(5), "interactions": count(3), "meetings": count(3),
            "quotes": count(1), "contracts": count(1), "leads": count(1), "keyFacts": count(1), "complaints": count(1),
            "productReturns": count(1), "surveyResponses": count(2), "subsidiaries": count(1),
            "churns": [{"churnedOn": "2026-10-20"}]}, "child": {"parent": {"id": acme}}})
    );
    let gone = world.as_user("ada").await.run(&format!(r#"{{ customer(id: "{bolt}") {{ id }} }}"#)).await;
    assert_eq!(gone.code(), "NOT_FOUND");
}

#[tokio::test]
async fn what_was_merged_is_gone_for_good_and_the_log_says_what_went_where() {
    let world = World::new().await;
    let (acme, bolt, core) = (world.id("customer:Acme"), world.id("customer:Bolt"), world.id("customer:Core"));
    let ada = world.as_user("ada").await;
    let deal = sold(&world, "bob", &bolt, "50", "03-05").await;
    ada.done(&merge(&bolt, &acme, ", version: 1")).await;
    let restore = format!(r#"customerRestore(id: "{bolt}") {{ {ERRORS} }}"#);
    assert_eq!(ada.refused(&restore).await, refused("CONFLICT", "id"));
    assert_eq!(ada.refused(&merge(&bolt, &acme, "")).await, refused("NOT_FOUND", "input.from"), "it is gone");
    assert_eq!(ada.refused(&merge(&acme, &bolt, "")).await, refused("NOT_FOUND", "input.into"));
    let log = |record: &str| {
        format!(
            r#"{{ changes(record: "{record}", first: 1) {{ nodes {{ action fields {{ field before after }} }} }} }}"#
        )
    };
    let uuid = |name: &str| world.uuid(name).to_string();
    let moved = ada.ok(&log(&deal)).await["changes"]["nodes"].clone();
    let (from, to) = (uuid("customer:Bolt"), uuid("customer:Acme"));
    assert_eq!(moved, json!([{"action": "UPDATE", "fields": [{"field": "customer_id", "before": from, "after": to}]}]));
    assert_eq!(ada.ok(&log(&bolt)).await["changes"]["nodes"][0]["action"], "DELETE");

    ada.done(&merge(&acme, &core, "")).await;
    let rows = merged_into(&world).await;
    assert_eq!(rows, [world.uuid("customer:Core"); 2], "nobody has to follow a chain");
    let of_deal = ada.ok(&format!(r#"{{ deal(id: "{deal}") {{ customer {{ name }} }} }}"#)).await;
    assert_eq!(of_deal["deal"]["customer"]["name"], "Core");
    verified(&world).await;
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn merged_into(world: &World) -> Vec<uuid::Uuid> {
    let rows = customer::Entity::find().all(world.state.database.reader()).await.unwrap();
    rows.into_iter().filter_map(|row| row.merged_into_id).collect()
}

#[tokio::test]
async fn a_merge_that_makes_no_sense_or_is_not_yours_changes_nothing() {
    let world = World::new().await;
    let (acme, bolt, core) = (world.id("customer:Acme"), world.id("customer:Bolt"), world.id("customer:Core"));
    let child = made(&world, "customerCreate", &format!(r#"name: "Sud", parent: "{acme}""#), "customer").await;
    let grandchild = made(&world, "customerCreate", &format!(r#"name: "Nice", parent: "{child}""#), "customer").await;
    let before = world.as_user("ada").await.ok("{ customers { nodes { id version } } }").await;
    for (who, from, into, more, code, field) in [
        ("ada", &acme, &acme, "", "BAD_USER_INPUT", "input.from"),
        ("ada", &acme, &grandchild, "", "BAD_USER_INPUT", "input.from"),
        ("ada", &grandchild, &acme, "", "BAD_USER_INPUT", "input.from"),
        ("ada", &bolt, &acme, ", version: 7", "CONFLICT", "input.version"),
        ("bob", &bolt, &acme, "", "FORBIDDEN", ""),
        ("nora", &core, &acme, "", "NOT_FOUND", "input.from"),
        ("sam", &core, &acme, "", "NOT_FOUND", "input.into"),
    ] {
        let found = world.as_user(who).await.refused(&merge(from, into, more)).await;
        assert_eq!(found, refused(code, field), "{who} {from} {into}");
    }
    assert_eq!(world.as_user("ada").await.ok("{ customers { nodes { id version } } }").await, before);
    let deal = world.as_user("ada").await.refused(&merge("nonsense", &acme, "")).await;
    assert_eq!(deal, refused("BAD_USER_INPUT", "input.from"));
    verified(&world).await;
}
