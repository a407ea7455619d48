//! Contacts: who sees them, and how a person is forgotten.

use entity::change_log;
use sea_orm::EntityTrait;
use serde_json::json;

use crate::world::World;

const ERRORS: &str = "errors { code field message }";

fn refused(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

/// Makes a contact at Acme and answers its id.
async fn make(world: &World, name: &str) -> String {
    let acme = world.id("customer:Acme");
    let input = format!(
        r#"{{name: "{name}", customer: "{acme}", email: "Zoe@Example.com", phone: "+33 1", jobTitle: "Buyer"}}"#
    );
    let made = world
        .as_user("alice")
        .await
        .done(&format!("contactCreate(input: {input}) {{ contact {{ id }} {ERRORS} }}"))
        .await;
    made["contact"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_contact_is_seen_with_its_customer() {
    let world = World::new().await;
    let zoe = make(&world, "Zoe Zed").await;
    let listed = |data: serde_json::Value| data["contacts"]["totalCount"].clone();
    for (who, count) in [("alice", 1), ("bob", 0), ("nora", 1), ("sam", 0), ("ada", 1)] {
        let data = world.as_user(who).await.ok("{ contacts { totalCount } }").await;
        assert_eq!(listed(data), count, "{who}");
    }
    let bob = world.as_user("bob").await;
    assert_eq!(bob.run(&format!(r#"{{ contact(id: "{zoe}") {{ name }} }}"#)).await.code(), "NOT_FOUND");
    let ada = world.as_user("ada").await;
    for (filter, count) in [
        (r#"email: "ZOE@example.com""#, 1),
        (r#"email: "zed@example.com""#, 0),
        (r#"search: "zed""#, 1),
        (r#"search: "z_d""#, 0),
    ] {
        let data = ada.ok(&format!("{{ contacts(filter: {{{filter}}}, orderBy: NAME) {{ totalCount }} }}")).await;
        assert_eq!(listed(data), count, "{filter}");
    }
    let partner = world.as_token("contacts:read customers:read");
    let data = partner.ok("{ customers { nodes { name contacts { nodes { email customer { name } } } } } }").await;
    let people = json!({"nodes": [{"email": "zoe@example.com", "customer": {"name": "Acme"}}]});
    assert_eq!(data["customers"]["nodes"][2], json!({"name": "Acme", "contacts": people}));
    assert_eq!(partner.refused(&format!(r#"contactDelete(id: "{zoe}") {{ {ERRORS} }}"#)).await.0, "FORBIDDEN");
}

#[tokio::test]
async fn what_is_wrong_with_a_contact_is_said_at_its_field() {
    let world = World::new().await;
    let (alice, core) = (world.as_user("alice").await, world.id("customer:Core"));
    for (input, code, field) in [
        (r#"name: "Zoe""#.to_owned(), "BAD_USER_INPUT", "input.customer"),
        (format!(r#"name: "Zoe", customer: "{core}""#), "NOT_FOUND", "input.customer"),
        (r#"name: " ""#.to_owned(), "BAD_USER_INPUT", "input.name"),
        (r#"name: "Zoe", email: "zoe""#.to_owned(), "BAD_USER_INPUT", "input.email"),
        (r#"name: "Zoe", externalId: "7""#.to_owned(), "BAD_USER_INPUT", "input.sourceSystem"),
    ] {
        let wrong = format!("contactCreate(input: {{{input}}}) {{ {ERRORS} }}");
        assert_eq!(alice.refused(&wrong).await, refused(code, field), "{input}");
    }
}

#[tokio::test]
async fn an_erased_person_leaves_no_trace_but_the_links() {
    let world = World::new().await;
    let zoe = make(&world, "Zoe Zed").await;
    let (alice, nora) = (world.as_user("alice").await, world.as_user("nora").await);
    let rename = |version: i32| {
        format!(
            r#"contactUpdate(id: "{zoe}", input: {{name: "Zoe Zadie", version: {version}}}) {{ contact {{ version }} {ERRORS} }}"#
        )
    };
    assert_eq!(alice.done(&rename(1)).await["contact"]["version"], 2);
    assert_eq!(alice.refused(&rename(1)).await, refused("CONFLICT", "input.version"));
    alice.done(&format!(r#"contactDelete(id: "{zoe}") {{ {ERRORS} }}"#)).await;
    let erase = format!(
        r#"contactErase(id: "{zoe}") {{ contact {{ name email phone jobTitle erasedAt customer {{ name }} }} {ERRORS} }}"#
    );
    assert_eq!(alice.refused(&erase).await, refused("FORBIDDEN", ""), "a manager's act");
    let blank = json!({"name": "", "email": null, "phone": null, "jobTitle": null,
        "erasedAt": "2026-11-24T11:00:00Z", "customer": {"name": "Acme"}});
    assert_eq!(nora.done(&erase).await["contact"], blank, "deleted people are erased too");
    assert_eq!(nora.refused(&erase).await, refused("CONFLICT", "id"));
    alice.done(&format!(r#"contactRestore(id: "{zoe}") {{ {ERRORS} }}"#)).await;
    assert_eq!(alice.refused(&rename(5)).await, refused("CONFLICT", "id"), "nothing personal comes back");
    assert_forgotten(&world, &["Zoe", "zoe@", "+33", "Buyer"]).await;
}

#[tokio::test]
async fn the_lead_that_a_person_came_by_forgets_them_too() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let made = ada
        .done(&format!(
            r#"leadCreate(input: {{title: "Roof", company: "Dune", contactName: "Zoe Zed", email: "zoe@example.com", phone: "+33"}})
                {{ lead {{ id }} {ERRORS} }}"#
        ))
        .await;
    let lead = made["lead"]["id"].as_str().unwrap();
    let converted = ada
        .done(&format!(r#"leadConvert(id: "{lead}") {{ lead {{ deal {{ contact {{ id name }} }} }} {ERRORS} }}"#))
        .await;
    let zoe = &converted["lead"]["deal"]["contact"];
    assert_eq!(zoe["name"], "Zoe Zed");
    ada.done(&format!(r#"contactErase(id: {}) {{ {ERRORS} }}"#, zoe["id"])).await;
    let data = ada
        .ok(&format!(
            r#"{{ lead(id: "{lead}") {{ title company contactName email phone deal {{ contact {{ name }} }} }} }}"#
        ))
        .await;
    assert_eq!(
        data["lead"],
        json!({"title": "Roof", "company": "Dune", "contactName": null, "email": null, "phone": null,
            "deal": {"contact": {"name": ""}}})
    );
    assert_forgotten(&world, &["Zoe", "zoe@", "+33"]).await;
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn assert_forgotten(world: &World, words: &[&str]) {
    let log = change_log::Entity::find().all(world.state.database.reader()).await.unwrap();
    assert!(log.iter().any(|entry| entry.changes.contains("(erased)")));
    for entry in log {
        assert!(words.iter().all(|word| !entry.changes.contains(word)), "{}", entry.changes);
    }
}
