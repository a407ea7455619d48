//! Customers: whose they are, how they form groups, and what deleting one does to figures.

use serde_json::{Value, json};

use crate::{deal::open, world::World};

const ERRORS: &str = "errors { code field message }";

fn refused(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

fn id_in<'a>(payload: &'a Value, field: &str) -> &'a str {
    payload[field]["id"].as_str().unwrap()
}

/// Makes a customer and answers its id.
async fn make(world: &World, input: &str) -> String {
    let made = world
        .as_user("ada")
        .await
        .done(&format!("customerCreate(input: {{{input}}}) {{ customer {{ id }} {ERRORS} }}"))
        .await;
    id_in(&made, "customer").to_owned()
}

async fn names(world: &World, who: &str, arguments: &str) -> Vec<String> {
    let data = world.as_user(who).await.ok(&format!("{{ customers{arguments} {{ nodes {{ name }} }} }}")).await;
    let nodes = data["customers"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn reps_see_their_accounts_and_those_of_their_deals() {
    let world = World::new().await;
    let ordered = "(orderBy: NAME)";
    assert_eq!(names(&world, "bob", ordered).await, ["Bolt"]);
    open(&world, "bob", "10").await;
    assert_eq!(names(&world, "bob", ordered).await, ["Acme", "Bolt"], "Acme is alice's, the deal is bob's");
    assert_eq!(names(&world, "nora", ordered).await, ["Acme", "Bolt"]);
    assert_eq!(names(&world, "sam", ordered).await, ["Core"]);
    assert_eq!(names(&world, "ada", ordered).await, ["Acme", "Bolt", "Core"]);
    let (acme, core) = (world.id("customer:Acme"), world.id("customer:Core"));
    let bob = world.as_user("bob").await;
    let rename = |id: &str| format!(r#"customerUpdate(id: "{id}", input: {{name: "Mine"}}) {{ {ERRORS} }}"#);
    assert_eq!(bob.refused(&rename(&acme)).await, refused("FORBIDDEN", ""), "seen, but alice's to change");
    assert_eq!(bob.refused(&rename(&core)).await, refused("NOT_FOUND", "id"));
    assert_eq!(
        bob.refused(&rename("customer_01k00000000000000000000000")).await,
        refused("NOT_FOUND", "id"),
        "hidden and missing look alike"
    );
}

#[tokio::test]
async fn lists_are_filtered_and_ordered() {
    let world = World::new().await;
    let head = make(&world, r#"name: "Dune", segment: "Mid", industry: "Rail", country: "fr""#).await;
    make(&world, &format!(r#"name: "Ébène 100%", parent: "{head}", country: "FR""#)).await;
    let alice = world.id("rep:alice");
    for (filter, expected) in [
        (r#"country: "fr""#.to_owned(), vec!["Dune", "Ébène 100%"]),
        (r#"segment: "Mid", industry: "Rail""#.to_owned(), vec!["Dune"]),
        (format!(r#"parent: "{head}""#), vec!["Ébène 100%"]),
        (r#"search: "0%""#.to_owned(), vec!["Ébène 100%"]),
        (r#"search: "O""#.to_owned(), vec!["Bolt", "Core"]),
        (format!(r#"rep: "{alice}""#), vec!["Acme"]),
    ] {
        let arguments = format!("(filter: {{{filter}}}, orderBy: NAME)");
        assert_eq!(names(&world, "ada", &arguments).await, expected, "{filter}");
    }
    assert_eq!(names(&world, "ada", "(first: 2)").await, ["Ébène 100%", "Dune"], "the last made first");
    let deal = r#"{ customers(filter: {rep: "deal_00000000000000000000000000"}) { totalCount } }"#;
    assert_eq!(world.as_user("ada").await.run(deal).await.code(), "BAD_USER_INPUT");
    let long = format!(r#"{{ customers(filter: {{search: "{}"}}) {{ totalCount }} }}"#, "x".repeat(300));
    assert_eq!(world.as_user("ada").await.run(&long).await.code(), "BAD_USER_INPUT");
}

#[tokio::test]
async fn a_group_has_no_circle_and_twenty_levels_at_most() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let mut chain = vec![make(&world, r#"name: "1""#).await];
    for level in 2..=20 {
        chain.push(make(&world, &format!(r#"name: "{level}", parent: "{}""#, chain.last().unwrap())).await);
    }
    let adopt = |child: &str, parent: &str| {
        format!(r#"customerUpdate(id: "{child}", input: {{parent: "{parent}"}}) {{ {ERRORS} }}"#)
    };
    let deeper = format!(r#"customerCreate(input: {{name: "21", parent: "{}"}}) {{ {ERRORS} }}"#, chain[19]);
    for wrong in [deeper, adopt(&chain[0], &chain[0]), adopt(&chain[0], &chain[19]), adopt(&chain[3], &chain[7])] {
        assert_eq!(ada.refused(&wrong).await, refused("BAD_USER_INPUT", "input.parent"), "{wrong}");
    }
    let acme = world.id("customer:Acme");
    assert_eq!(ada.refused(&adopt(&chain[0], &acme)).await, refused("BAD_USER_INPUT", "input.parent"), "21 levels");
    ada.done(&adopt(&chain[19], &acme)).await;
    ada.done(&adopt(&chain[0], &acme)).await;
    let data = ada
        .ok(&format!(r#"{{ customer(id: "{acme}") {{ parent {{ name }} subsidiaries {{ totalCount nodes {{ name parent {{ name }} }} }} }} }}"#))
        .await;
    assert_eq!(
        data["customer"],
        json!({"parent": null, "subsidiaries": {"totalCount": 2, "nodes": [
            {"name": "1", "parent": {"name": "Acme"}}, {"name": "20", "parent": {"name": "Acme"}}]}})
    );
}

#[tokio::test]
async fn a_deleted_customer_is_no_new_customer_until_it_is_back() {
    let world = World::new().await;
    let deal = open(&world, "alice", "100").await;
    let acme = world.id("customer:Acme");
    let alice = world.as_user("alice").await;
    alice.done(&format!(r#"dealWin(id: "{deal}") {{ {ERRORS} }}"#)).await;
    let figures = format!(
        r#"{{ deal(id: "{deal}") {{ customer {{ name }} rep {{ kpis(period: {{year: 2026}}) {{
            newCustomers {{ value }} wonDeals {{ value }} }} }} }} }}"#
    );
    let expected = |customer: Value, new: i32| json!({"customer": customer, "rep": {"kpis": {"newCustomers": {"value": new}, "wonDeals": {"value": 1}}}});
    assert_eq!(alice.ok(&figures).await["deal"], expected(json!({"name": "Acme"}), 1));
    let delete = format!(r#"customerDelete(id: "{acme}") {{ {ERRORS} }}"#);
    assert_eq!(alice.refused(&delete).await, refused("FORBIDDEN", ""));
    let nora = world.as_user("nora").await;
    nora.done(&delete).await;
    assert_eq!(nora.refused(&delete).await, refused("NOT_FOUND", "id"));
    assert_eq!(alice.ok(&figures).await["deal"], expected(Value::Null, 0));
    nora.done(&format!(r#"customerRestore(id: "{acme}") {{ {ERRORS} }}"#)).await;
    assert_eq!(alice.ok(&figures).await["deal"], expected(json!({"name": "Acme"}), 1));
    world.assert_ledger().await;
}

#[tokio::test]
async fn an_account_changes_hands_only_by_those_who_may_give_it() {
    let world = World::new().await;
    let (acme, bob, dora) = (world.id("customer:Acme"), world.id("rep:bob"), world.id("rep:dora"));
    let give = |rep: &str| {
        format!(
            r#"customerUpdate(id: "{acme}", input: {{rep: {rep}}}) {{ customer {{ rep {{ name }} version }} {ERRORS} }}"#
        )
    };
    let quoted = |id: &str| format!(r#""{id}""#);
    let (alice, nora) = (world.as_user("alice").await, world.as_user("nora").await);
    assert_eq!(alice.refused(&give(&quoted(&bob))).await, refused("FORBIDDEN", ""), "a rep gives nothing away");
    assert_eq!(nora.refused(&give(&quoted(&dora))).await, refused("NOT_FOUND", "input.rep"), "a rep of another team");
    assert_eq!(nora.refused(&give("null")).await, refused("FORBIDDEN", ""));
    let given = nora.done(&give(&quoted(&bob))).await;
    assert_eq!(given["customer"], json!({"rep": {"name": "bob"}, "version": 2}));
    let stale = format!(r#"customerUpdate(id: "{acme}", input: {{name: "x", version: 1}}) {{ {ERRORS} }}"#);
    assert_eq!(nora.refused(&stale).await, refused("CONFLICT", "input.version"));
    for (input, field) in [
        (r#"name: null"#, "input.name"),
        (r#"website: "javascript:alert(1)""#, "input.website"),
        (r#"segment: "a\u0000b""#, "input.segment"),
    ] {
        let wrong = format!(r#"customerUpdate(id: "{acme}", input: {{{input}}}) {{ {ERRORS} }}"#);
        assert_eq!(nora.refused(&wrong).await, refused("BAD_USER_INPUT", field), "{input}");
    }
}

#[tokio::test]
async fn many_customers_cost_as_many_statements_as_one() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let asked = "nodes { name rep { name } parent { name } contacts(first: 3) { nodes { name } }
        deals(first: 3) { nodes { name } } leads(first: 3) { nodes { title } } subsidiaries(first: 3) { nodes { name } } }";
    let mut costs = Vec::new();
    for first in [1, 30] {
        let before = world.statements();
        ada.ok(&format!("{{ customers(first: {first}) {{ {asked} }} }}")).await;
        costs.push(world.statements() - before);
        let acme = world.id("customer:Acme");
        for number in 0..15 {
            make(&world, &format!(r#"name: "{number}", parent: "{acme}""#)).await;
        }
    }
    // Parents were not there to be read the first time.
    assert_eq!(costs[1], costs[0] + 1);
}
