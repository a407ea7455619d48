//! Key facts: what is known of leads and customers, and how complete and fresh it is.

use serde_json::{Value, json};

use crate::{qualification::take_in, world::World};

const ERRORS: &str = "errors { code field message }";

fn refused(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

fn know(input: &str) -> String {
    format!("keyFactCreate(input: {{{input}}}) {{ keyFact {{ id isFilled }} {ERRORS} }}")
}

/// Writes something down as the admin, and answers its id.
async fn known(world: &World, lead: &str, input: &str) -> String {
    let made = world.as_user("ada").await.done(&know(&format!(r#"lead: "{lead}", {input}"#))).await;
    made["keyFact"]["id"].as_str().unwrap().to_owned()
}

async fn kpis(world: &World, arguments: &str, fields: &str) -> Value {
    let document = format!("{{ organization {{ kpis({arguments}) {{ {fields} }} }} }}");
    world.as_user("ada").await.ok(&document).await["organization"]["kpis"].clone()
}

fn until(day: &str) -> String {
    format!(r#"period: {{between: {{from: "2026-11-01", to: "{day}"}}}}"#)
}

#[tokio::test]
async fn what_is_known_is_told_from_what_says_nothing() {
    let world = World::new().await;
    let lead = take_in(&world, "alice", "fair").await;
    let (alice, acme) = (world.as_user("alice").await, world.id("customer:Acme"));
    let missing = format!(r#"{{ lead(id: "{lead}") {{ missingKeyFacts }} }}"#);
    assert_eq!(alice.ok(&missing).await["lead"]["missingKeyFacts"], json!(["NEED", "BUDGET"]));
    for (input, filled) in [
        (r#"kind: NEED, text: "n/a""#, false),
        (r#"kind: NEED, text: " ? ""#, false),
        ("kind: NEED", false),
        (r#"kind: COMPETITOR, text: "None""#, true),
        (r#"kind: BUDGET, text: "-", amount: {amount: "5000"}"#, true),
        (r#"kind: DEADLINE, date: "2027-01-31""#, true),
    ] {
        let made = alice.done(&know(&format!(r#"lead: "{lead}", {input}"#))).await;
        assert_eq!(made["keyFact"]["isFilled"], filled, "{input}");
    }
    assert_eq!(alice.ok(&missing).await["lead"]["missingKeyFacts"], json!(["NEED"]));
    let input = r#"kind: PAIN, text: "Too slow", source: "Zoe", capturedAt: "2026-11-20T09:00:00Z", confidence: 0.8"#;
    let whole =
        "keyFact { kind text amount { amount } date isFilled source author { name } capturedAt verifiedAt confidence
        lead { id } customer { name } version }";
    let made = alice
        .done(&format!(
            r#"keyFactCreate(input: {{customer: "{acme}", {input}}}) {{ keyFact {{ id }} {whole} {ERRORS} }}"#
        ))
        .await;
    let mut fact = made["keyFact"].clone();
    let id = fact["id"].as_str().unwrap().to_owned();
    fact.as_object_mut().unwrap().remove("id");
    assert_eq!(
        fact,
        json!({"kind": "PAIN", "text": "Too slow", "amount": null, "date": null, "isFilled": true, "source": "Zoe",
            "author": {"name": "alice"}, "capturedAt": "2026-11-20T09:00:00Z", "verifiedAt": null, "confidence": 0.8,
            "lead": null, "customer": {"name": "Acme"}, "version": 1})
    );
    let changed = alice
        .done(&format!(
            r#"keyFactUpdate(id: "{id}", input: {{text: "tbd", source: null, version: 1}}) {{ keyFact {{ text source isFilled version }} {ERRORS} }}"#
        ))
        .await;
    assert_eq!(changed["keyFact"], json!({"text": "tbd", "source": null, "isFilled": false, "version": 2}));
    let verify = |at: &str| format!(r#"keyFactVerify(id: "{id}", input: {{verifiedAt: "{at}"}}) {{ {ERRORS} }}"#);
    assert_eq!(alice.refused(&verify("2026-11-21T09:00:00Z")).await, refused("CONFLICT", "id"));
    alice.done(&format!(r#"keyFactUpdate(id: "{id}", input: {{text: "Slow"}}) {{ {ERRORS} }}"#)).await;
    for wrong in ["2026-11-19T09:00:00Z", "2026-11-25T09:00:00Z"] {
        assert_eq!(alice.refused(&verify(wrong)).await, refused("BAD_USER_INPUT", "input.verifiedAt"));
    }
    alice.done(&verify("2026-11-21T09:00:00Z")).await;
    let listed = alice.ok(r#"{ keyFacts(filter: {isFilled: true, kind: [PAIN]}) { nodes { verifiedAt } } }"#).await;
    assert_eq!(listed["keyFacts"]["nodes"], json!([{"verifiedAt": "2026-11-21T09:00:00Z"}]));
    let of_customer = alice.ok(&format!(r#"{{ customer(id: "{acme}") {{ keyFacts {{ totalCount }} }} }}"#)).await;
    assert_eq!(of_customer["customer"]["keyFacts"]["totalCount"], 1);
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_key_fact_is_seen_with_what_it_is_about() {
    let world = World::new().await;
    let lead = take_in(&world, "alice", "fair").await;
    let fact = known(&world, &lead, r#"kind: NEED, text: "A roof""#).await;
    let (core, look) = (world.id("customer:Core"), format!(r#"{{ keyFact(id: "{fact}") {{ text }} }}"#));
    for (who, sees) in
        [("alice", true), ("nora", true), ("bruno", true), ("bob", false), ("dora", false), ("sam", false)]
    {
        let answer = world.as_user(who).await.run(&look).await;
        assert_eq!(answer.code(), if sees { "" } else { "NOT_FOUND" }, "{who}");
        let count = world.as_user(who).await.ok("{ keyFacts { totalCount } }").await["keyFacts"]["totalCount"].clone();
        assert_eq!(count, i32::from(sees), "{who}");
    }
    let alice = world.as_user("alice").await;
    for (input, code, field) in [
        (r#"kind: NEED, text: "x""#.to_owned(), "BAD_USER_INPUT", "input.lead"),
        (format!(r#"kind: NEED, customer: "{core}""#), "NOT_FOUND", "input.customer"),
        (format!(r#"kind: NEED, lead: "{lead}", customer: "{core}""#), "BAD_USER_INPUT", "input.customer"),
        (format!(r#"kind: NEED, lead: "{lead}", confidence: 2"#), "BAD_USER_INPUT", "input.confidence"),
        (format!(r#"kind: NEED, lead: "{lead}", amount: {{amount: "-1"}}"#), "BAD_USER_INPUT", "input.amount.amount"),
        (
            format!(r#"kind: NEED, lead: "{lead}", capturedAt: "2027-01-01T00:00:00Z""#),
            "BAD_USER_INPUT",
            "input.capturedAt",
        ),
    ] {
        assert_eq!(alice.refused(&know(&input)).await, refused(code, field), "{input}");
    }
    let delete = format!(r#"keyFactDelete(id: "{fact}") {{ {ERRORS} }}"#);
    assert_eq!(world.as_user("dora").await.refused(&delete).await, refused("NOT_FOUND", "id"));
    let token = world.as_token("keyFacts:read");
    assert_eq!(token.ok(&look).await["keyFact"]["text"], "A roof");
    assert_eq!(token.refused(&delete).await, refused("FORBIDDEN", ""));
    assert_eq!(world.as_token("leads:read").run(&look).await.code(), "NOT_FOUND");
    alice.done(&delete).await;
    alice.done(&format!(r#"keyFactRestore(id: "{fact}") {{ {ERRORS} }}"#)).await;
    world.assert_ledger().await;
}

#[tokio::test]
async fn key_information_is_as_complete_as_the_settings_ask() {
    let world = World::new().await;
    let figure = "keyInformationCompleteness { value numerator denominator prospects } keyFactsFilled { value }";
    let none = kpis(&world, &until("2026-11-25"), figure).await;
    assert_eq!(
        none,
        json!({"keyInformationCompleteness": {"value": null, "numerator": 0, "denominator": 0, "prospects": 0},
            "keyFactsFilled": {"value": 0}})
    );
    let (first, second) = (take_in(&world, "alice", "fair").await, take_in(&world, "dora", "web").await);
    let at = |day: &str| format!(r#"capturedAt: "2026-11-{day}T09:00:00Z""#);
    known(&world, &first, &format!(r#"kind: NEED, text: "A roof", {}"#, at("10"))).await;
    let again = known(&world, &first, &format!(r#"kind: NEED, text: "Two roofs", {}"#, at("11"))).await;
    known(&world, &first, &format!(r#"kind: BUDGET, text: "n/a", {}"#, at("11"))).await;
    known(&world, &first, &format!(r#"kind: PAIN, text: "Rain", {}"#, at("12"))).await;
    known(&world, &second, &format!(r#"kind: BUDGET, amount: {{amount: "9"}}, {}"#, at("13"))).await;
    for (day, filled, all) in [("2026-11-10", 0, 0), ("2026-11-12", 1, 1), ("2026-11-13", 1, 2), ("2026-11-14", 2, 3)] {
        let found = kpis(&world, &until(day), figure).await;
        let value = f64::from(filled) / 4.0;
        assert_eq!(
            found,
            json!({"keyInformationCompleteness": {"value": value, "numerator": filled, "denominator": 4, "prospects": 2},
                "keyFactsFilled": {"value": all}}),
            "before {day}"
        );
    }
    let ada = world.as_user("ada").await;
    let told = kpis(
        &world,
        &until("2026-11-25"),
        "keyInformationCompleteness { byKind { kind filled share } breakdown(by: SOURCE, orderBy: KEY) { rows { key value { ratio } } } }
         keyFactsFilled { breakdown(by: KIND, orderBy: KEY) { rows { key value { count } } isAdditive } }",
    )
    .await;
    let by_kind = told["keyInformationCompleteness"]["byKind"].as_array().unwrap().clone();
    assert_eq!(by_kind.len(), 8);
    assert_eq!(by_kind[0], json!({"kind": "NEED", "filled": 1, "share": 0.5}));
    assert_eq!(by_kind[2], json!({"kind": "DECISION_MAKER", "filled": 0, "share": 0.0}));
    assert_eq!(
        told["keyInformationCompleteness"]["breakdown"]["rows"],
        json!([{"key": "fair", "value": {"ratio": 0.5}}, {"key": "web", "value": {"ratio": 0.5}}])
    );
    assert_eq!(
        told["keyFactsFilled"]["breakdown"],
        json!({"rows": [{"key": "BUDGET", "value": {"count": 1}}, {"key": "NEED", "value": {"count": 1}},
            {"key": "PAIN", "value": {"count": 1}}], "isAdditive": true})
    );
    let require = |kinds: &str| {
        format!(
            "organizationUpdate(input: {{requiredKeyFacts: {kinds}}}) {{ organization {{ requiredKeyFacts }} {ERRORS} }}"
        )
    };
    let settings = ada.done(&require("[PAIN, NEED, DEADLINE]")).await;
    assert_eq!(settings["organization"]["requiredKeyFacts"], json!(["NEED", "DEADLINE", "PAIN"]));
    let found = kpis(&world, &until("2026-11-25"), figure).await;
    assert_eq!(found["keyInformationCompleteness"]["numerator"], 2);
    assert_eq!(found["keyInformationCompleteness"]["denominator"], 6);
    world.assert_ledger().await;
    ada.done(&require("[]")).await;
    let found = kpis(&world, &until("2026-11-25"), figure).await;
    assert_eq!(found["keyInformationCompleteness"]["value"], Value::Null, "nothing is required");
    ada.done(&format!(r#"keyFactDelete(id: "{again}") {{ {ERRORS} }}"#)).await;
    assert_eq!(kpis(&world, &until("2026-11-25"), figure).await["keyFactsFilled"]["value"], 3, "a kind counts once");
    world.assert_ledger().await;
}

#[tokio::test]
async fn key_information_grows_stale_by_itself() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    ada.done(&format!("organizationUpdate(input: {{keyFactFreshDays: 10}}) {{ {ERRORS} }}")).await;
    let lead = take_in(&world, "alice", "fair").await;
    let need = known(&world, &lead, r#"kind: NEED, text: "A roof", capturedAt: "2026-11-03T09:00:00Z""#).await;
    known(&world, &lead, r#"kind: PAIN, text: "Rain", capturedAt: "2026-11-03T09:00:00Z""#).await;
    let verify = |at: &str| format!(r#"keyFactVerify(id: "{need}", input: {{verifiedAt: "{at}"}}) {{ {ERRORS} }}"#);
    ada.done(&verify("2026-11-05T09:00:00Z")).await;
    ada.done(&verify("2026-11-20T09:00:00Z")).await;
    world.set_now("2026-12-24T11:00:00Z");
    let figure = "keyInformationFreshness { value numerator denominator }";
    for (day, value, fresh, filled) in [
        ("2026-11-03", Value::Null, 0, 0),
        ("2026-11-05", json!(0.0), 0, 2),
        ("2026-11-06", json!(0.5), 1, 2),
        ("2026-11-15", json!(0.5), 1, 2),
        ("2026-11-16", json!(0.0), 0, 2),
        ("2026-11-21", json!(0.5), 1, 2),
        ("2026-11-30", json!(0.5), 1, 2),
        ("2026-12-01", json!(0.0), 0, 2),
    ] {
        let found = kpis(&world, &until(day), figure).await;
        assert_eq!(
            found["keyInformationFreshness"],
            json!({"value": value, "numerator": fresh, "denominator": filled}),
            "before {day}"
        );
    }
    ada.done(&format!("organizationUpdate(input: {{keyFactFreshDays: 60}}) {{ {ERRORS} }}")).await;
    let found = kpis(&world, "period: {month: {year: 2026, month: 12}}", figure).await;
    assert_eq!(found["keyInformationFreshness"]["value"], 0.5);
    world.assert_ledger().await;
}

#[tokio::test]
async fn an_erased_person_leaves_the_key_facts_too_and_figures_stay() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let lead = take_in(&world, "alice", "fair").await;
    known(&world, &lead, r#"kind: DECISION_MAKER, text: "Zoe Zed herself", source: "Zoe""#).await;
    let converted = ada
        .done(&format!(
            r#"leadConvert(id: "{lead}", input: {{customerName: "Dune"}}) {{ lead {{ customer {{ id }} deal {{ contact {{ id }} }} }} {ERRORS} }}"#
        ))
        .await;
    let customer = &converted["lead"]["customer"]["id"];
    for text in ["Ask ZOE first", "A second roof"] {
        ada.done(&know(&format!(r#"customer: {customer}, kind: OTHER, text: "{text}""#))).await;
    }
    let contact = &converted["lead"]["deal"]["contact"]["id"];
    ada.done(&format!(r#"contactErase(id: {contact}) {{ {ERRORS} }}"#)).await;
    let left = ada.ok("{ keyFacts(orderBy: OLDEST) { nodes { text source isFilled erasedAt id } } }").await;
    let nodes = left["keyFacts"]["nodes"].as_array().unwrap();
    let texts: Vec<&Value> = nodes.iter().map(|node| &node["text"]).collect();
    assert_eq!(texts, [&Value::Null, &Value::Null, &json!("A second roof")]);
    assert_eq!(
        (&nodes[0]["source"], &nodes[0]["isFilled"], &nodes[0]["erasedAt"]),
        (&Value::Null, &json!(true), &json!("2026-11-24T11:00:00Z"))
    );
    let rewrite = format!(r#"keyFactUpdate(id: {}, input: {{text: "Zoe"}}) {{ {ERRORS} }}"#, nodes[1]["id"]);
    assert_eq!(ada.refused(&rewrite).await, refused("CONFLICT", "id"));
    world.assert_ledger().await;
}
