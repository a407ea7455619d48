//! Leads: from the receipt to a customer with a deal, or to nowhere.

use serde_json::{Value, json};

use crate::world::World;

const ERRORS: &str = "errors { code field message }";

fn refused(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

/// Takes in a lead for a rep, or for nobody, and answers its id.
async fn take_in(world: &World, rep: Option<&str>, more: &str) -> String {
    let rep = rep.map_or_else(String::new, |rep| format!(r#", rep: "{}""#, world.id(&format!("rep:{rep}"))));
    let made = world
        .as_user("ada")
        .await
        .done(&format!(
            r#"leadCreate(input: {{title: "Roof", receivedAt: "2026-11-02T08:00:00Z", source: "fair"{rep}{more}}}) {{ lead {{ id }} {ERRORS} }}"#
        ))
        .await;
    made["lead"]["id"].as_str().unwrap().to_owned()
}

/// How many leads a rep received this month, as the rep sees it.
async fn received(world: &World, rep: &str) -> Value {
    let me = world.as_user(rep).await;
    let data = me
        .ok("{ customers(first: 1) { nodes { rep { kpis(period: {month: {year: 2026, month: 11}}) { leadsReceived { value } } } } } }")
        .await;
    data["customers"]["nodes"][0]["rep"]["kpis"]["leadsReceived"]["value"].clone()
}

#[tokio::test]
async fn a_lead_goes_from_step_to_step() {
    let world = World::new().await;
    let lead = take_in(&world, Some("alice"), "").await;
    let (alice, spam, price) = (world.as_user("alice").await, world.id("reason:Spam"), world.id("reason:Price"));
    let state = "lead { status contactedAt qualifiedAt disqualifiedAt reason { name } }";
    let act = |name: &str, input: &str| format!(r#"{name}(id: "{lead}"{input}) {{ {state} {ERRORS} }}"#);
    let contact = act("leadContact", "");
    alice.done(&contact).await;
    assert_eq!(alice.refused(&contact).await, refused("CONFLICT", "id"), "a first contact happens once");
    alice.done(&act("leadQualify", r#", input: {qualifiedAt: "2026-11-24T09:00:00Z"}"#)).await;
    for (input, field) in [
        (format!(r#"{{reason: "{price}"}}"#), "input.reason"),
        (r#"{disqualifiedAt: "2026-11-25T00:00:00Z"}"#.to_owned(), "input.disqualifiedAt"),
        (r#"{disqualifiedAt: "2026-11-01T00:00:00Z"}"#.to_owned(), "input.disqualifiedAt"),
        (r#"{disqualifiedAt: "2026-11-10T00:00:00Z"}"#.to_owned(), "input.disqualifiedAt"),
    ] {
        let wrong = act("leadDisqualify", &format!(", input: {input}"));
        assert_eq!(alice.refused(&wrong).await, refused("BAD_USER_INPUT", field), "{input}");
    }
    let turned_down = alice.done(&act("leadDisqualify", &format!(r#", input: {{reason: "{spam}"}}"#))).await;
    assert_eq!(
        turned_down["lead"],
        json!({"status": "DISQUALIFIED", "contactedAt": "2026-11-24T11:00:00Z", "qualifiedAt": "2026-11-24T09:00:00Z",
            "disqualifiedAt": "2026-11-24T11:00:00Z", "reason": {"name": "Spam"}})
    );
    assert_eq!(alice.refused(&act("leadConvert", "")).await, refused("CONFLICT", "id"));
    let back = alice.done(&act("leadQualify", "")).await;
    assert_eq!(back["lead"]["status"], "QUALIFIED");
    assert_eq!((&back["lead"]["disqualifiedAt"], &back["lead"]["reason"]), (&Value::Null, &Value::Null));
    world.assert_ledger().await;
}

#[tokio::test]
async fn the_receipt_stays_with_the_first_rep() {
    let world = World::new().await;
    let lead = take_in(&world, None, "").await;
    let assign = |rep: &str| {
        let rep = world.id(&format!("rep:{rep}"));
        format!(
            r#"leadAssign(id: "{lead}", input: {{rep: "{rep}"}}) {{ lead {{ rep {{ name }} firstRep {{ name }} }} {ERRORS} }}"#
        )
    };
    let nora = world.as_user("nora").await;
    let seen = |who: &'static str| async {
        world.as_user(who).await.ok("{ leads { totalCount } }").await["leads"]["totalCount"].clone()
    };
    assert_eq!((seen("nora").await, seen("sam").await, seen("alice").await), (json!(1), json!(1), json!(0)));
    assert_eq!(world.as_user("alice").await.refused(&assign("alice")).await, refused("FORBIDDEN", ""));
    let delete = format!(r#"leadDelete(id: "{lead}") {{ {ERRORS} }}"#);
    assert_eq!(nora.refused(&delete).await, refused("FORBIDDEN", ""), "nobody's leads are hers to hand out, no more");
    assert_eq!(nora.refused(&assign("dora")).await, refused("NOT_FOUND", "input.rep"));
    nora.done(&assign("alice")).await;
    let given = nora.done(&assign("bob")).await;
    assert_eq!(given["lead"], json!({"rep": {"name": "bob"}, "firstRep": {"name": "alice"}}));
    assert_eq!((received(&world, "alice").await, received(&world, "bob").await), (json!(1), json!(0)));
    assert_eq!((seen("alice").await, seen("bob").await, seen("sam").await), (json!(0), json!(1), json!(0)));
    assert_eq!(world.as_user("bob").await.refused(&delete).await, refused("FORBIDDEN", ""));
    nora.done(&delete).await;
    assert_eq!(received(&world, "alice").await, json!(0));
    nora.done(&format!(r#"leadRestore(id: "{lead}") {{ {ERRORS} }}"#)).await;
    assert_eq!(received(&world, "alice").await, json!(1));
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_conversion_makes_customer_contact_and_deal_at_once_and_once() {
    let world = World::new().await;
    let more = r#", company: "Dune", contactName: "Zoe Zed", email: "zoe@example.com""#;
    let lead = take_in(&world, Some("alice"), more).await;
    let alice = world.as_user("alice").await;
    let (talk, close) = (world.id("stage:Talk"), world.id("stage:Close"));
    let becomes = "lead { status convertedAt customer { name rep { name } leads { nodes { title } } }
        deal { name status amount { amount } stage { name } source rep { name } contact { name email } lead { title } customer { name } } }";
    let convert = |input: &str| format!(r#"leadConvert(id: "{lead}", input: {{{input}}}) {{ {becomes} {ERRORS} }}"#);
    let sales = world.id("pipeline:Sales");
    for (input, code, field) in [
        (format!(r#"pipeline: "{sales}", stage: "{talk}""#), "BAD_USER_INPUT", "input.stage"),
        (r#"amount: {amount: "-5"}"#.to_owned(), "BAD_USER_INPUT", "input.amount.amount"),
        (format!(r#"customer: "{}""#, world.id("customer:Core")), "NOT_FOUND", "input.customer"),
        (
            format!(r#"customer: "{}", customerName: "x""#, world.id("customer:Acme")),
            "BAD_USER_INPUT",
            "input.customerName",
        ),
        ("version: 7".to_owned(), "CONFLICT", "input.version"),
    ] {
        assert_eq!(alice.refused(&convert(&input)).await, refused(code, field), "{input}");
    }
    let counts = "{ customers { totalCount } contacts { totalCount } deals { totalCount } }";
    let nothing = json!({"customers": {"totalCount": 1}, "contacts": {"totalCount": 0}, "deals": {"totalCount": 0}});
    assert_eq!(alice.ok(counts).await, nothing, "nothing half-made");
    let done = alice
        .done(&convert(&format!(r#"stage: "{close}", amount: {{amount: "900"}}, dealName: "Roof of Dune""#)))
        .await;
    assert_eq!(
        done["lead"],
        json!({"status": "CONVERTED", "convertedAt": "2026-11-24T11:00:00Z",
            "customer": {"name": "Dune", "rep": {"name": "alice"}, "leads": {"nodes": [{"title": "Roof"}]}},
            "deal": {"name": "Roof of Dune", "status": "OPEN", "amount": {"amount": "900.00"}, "stage": {"name": "Close"},
                "source": "fair", "rep": {"name": "alice"}, "contact": {"name": "Zoe Zed", "email": "zoe@example.com"},
                "lead": {"title": "Roof"}, "customer": {"name": "Dune"}}})
    );
    assert_eq!(alice.refused(&convert("")).await, refused("CONFLICT", "id"), "converted twice");
    let bob = world.id("rep:bob");
    let assign = format!(r#"leadAssign(id: "{lead}", input: {{rep: "{bob}"}}) {{ {ERRORS} }}"#);
    assert_eq!(world.as_user("nora").await.refused(&assign).await, refused("CONFLICT", "id"));
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_conversion_may_join_a_customer_that_is_there() {
    let world = World::new().await;
    let lead = take_in(&world, Some("alice"), r#", contactName: "Zoe Zed""#).await;
    let alice = world.as_user("alice").await;
    let nameless = format!(r#"leadConvert(id: "{lead}") {{ {ERRORS} }}"#);
    assert_eq!(alice.refused(&nameless).await, refused("BAD_USER_INPUT", "input.customerName"), "no company named");
    let acme = world.id("customer:Acme");
    let done = alice
        .done(&format!(
            r#"leadConvert(id: "{lead}", input: {{customer: "{acme}", makeContact: false}}) {{ lead {{ customer {{ id }} deal {{ name contact {{ id }} stage {{ name }} }} }} {ERRORS} }}"#
        ))
        .await;
    assert_eq!(
        done["lead"],
        json!({"customer": {"id": acme}, "deal": {"name": "Roof", "contact": null, "stage": {"name": "Qualify"}}})
    );
}

#[tokio::test]
async fn partners_push_each_lead_once_and_reach_no_further() {
    let world = World::new().await;
    let partner = world.as_token("leads:write");
    let push = format!(
        r#"leadCreate(input: {{title: "Roof", company: "Dune", sourceSystem: "fair-app", externalId: "7"}}) {{ lead {{ id rep {{ id }} receivedAt }} {ERRORS} }}"#
    );
    let made = partner.done(&push).await;
    assert_eq!((&made["lead"]["rep"], &made["lead"]["receivedAt"]), (&Value::Null, &json!("2026-11-24T11:00:00Z")));
    assert_eq!(partner.refused(&push).await, refused("CONFLICT", "input.externalId"));
    let convert = format!(r#"leadConvert(id: {}) {{ {ERRORS} }}"#, made["lead"]["id"]);
    assert_eq!(partner.refused(&convert).await, refused("FORBIDDEN", ""), "a deal is not a lead");
    assert_eq!(world.as_token("leads:read").refused(&push).await, refused("FORBIDDEN", ""));
    let listed = partner.run("{ leads { totalCount } deals { totalCount } customers { totalCount } }").await.0;
    assert_eq!(listed["data"], json!({"leads": {"totalCount": 1}, "deals": null, "customers": null}));
    for (input, field) in [
        (r#"title: "x", receivedAt: "2026-11-24T11:00:01Z""#, "input.receivedAt"),
        (r#"title: "x", email: "nobody""#, "input.email"),
        (r#"title: "x", externalId: "8""#, "input.sourceSystem"),
    ] {
        let wrong = format!("leadCreate(input: {{{input}}}) {{ {ERRORS} }}");
        assert_eq!(partner.refused(&wrong).await, refused("BAD_USER_INPUT", field), "{input}");
    }
}

#[tokio::test]
async fn leads_are_filtered_by_local_day_status_and_source() {
    let world = World::new().await;
    let first = take_in(&world, Some("alice"), "").await;
    let ada = world.as_user("ada").await;
    // Half past eleven at night in UTC is the next day in Paris.
    ada.done(&format!(r#"leadCreate(input: {{title: "Late", receivedAt: "2026-11-02T23:30:00Z"}}) {{ {ERRORS} }}"#))
        .await;
    ada.done(&format!(r#"leadQualify(id: "{first}") {{ {ERRORS} }}"#)).await;
    let alice = world.id("rep:alice");
    for (arguments, expected) in [
        ("".to_owned(), vec!["Late", "Roof"]),
        ("(orderBy: FIRST_RECEIVED)".to_owned(), vec!["Roof", "Late"]),
        (r#"(filter: {receivedFrom: "2026-11-03"})"#.to_owned(), vec!["Late"]),
        (r#"(filter: {receivedBefore: "2026-11-03"})"#.to_owned(), vec!["Roof"]),
        ("(filter: {status: [QUALIFIED, CONVERTED]})".to_owned(), vec!["Roof"]),
        (r#"(filter: {source: "fair"})"#.to_owned(), vec!["Roof"]),
        (r#"(filter: {search: "LATE"})"#.to_owned(), vec!["Late"]),
        (format!(r#"(filter: {{rep: "{alice}"}})"#), vec!["Roof"]),
    ] {
        let data = ada.ok(&format!("{{ leads{arguments} {{ nodes {{ title }} }} }}")).await;
        let titles: Vec<&str> =
            data["leads"]["nodes"].as_array().unwrap().iter().map(|node| node["title"].as_str().unwrap()).collect();
        assert_eq!(titles, expected, "{arguments}");
    }
}
