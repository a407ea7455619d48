//! What a partner's program meets: scopes that it lacks, records that it wrote before.

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn c05_a_token_without_the_scope_is_told_which_it_lacks() {
    let world = World::new().await;
    let token = world.as_token("kpi:read leads:write customers:read");
    for (list, scope) in [
        ("deals { totalCount }", "deals:read"),
        ("stages { totalCount }", "pipelines:read"),
        ("customers(first: 1) { nodes { deals { totalCount } } }", "deals:read"),
    ] {
        let answer = token.run(&format!("{{ {list} }}")).await.0;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "FORBIDDEN", "{answer:#}");
        assert_eq!(error["message"], format!("The token lacks the scope `{scope}`."));
    }
    let may = token.run("{ viewer { kind scopes user { id } } leads { totalCount } }").await.0;
    assert_eq!(
        may["data"]["viewer"],
        json!({
            "kind": "TOKEN", "scopes": ["customers:read", "leads:write", "kpi:read"], "user": null
        })
    );
    assert!(may["data"]["leads"]["totalCount"].is_number(), "{may:#}");
    let ada = world.as_user("ada").await.run("{ viewer { kind scopes user { email } } }").await.0;
    assert_eq!(ada["data"]["viewer"], json!({"kind": "USER", "scopes": null, "user": {"email": "ada@example.com"}}));
    let nobody = world.as_nobody().run("{ viewer { kind scopes user { email } } }").await.0;
    assert_eq!(nobody["data"]["viewer"], json!({"kind": "ANONYMOUS", "scopes": null, "user": null}));
}

#[tokio::test]
async fn c06_a_record_of_another_system_that_is_here_already_is_named() {
    let world = World::new().await;
    let token = world.as_token("leads:write");
    let create = r#"mutation { leadCreate(input: {title: "Roof", sourceSystem: "fair", externalId: "7"})
        { lead { id } errors { code field conflictsWith } } }"#;
    let first = token.run(create).await.0;
    let id = first["data"]["leadCreate"]["lead"]["id"].clone();
    assert!(id.is_string(), "{first:#}");
    let again = token.run(create).await.0;
    assert_eq!(
        again["data"]["leadCreate"],
        json!({
            "lead": null,
            "errors": [{"code": "CONFLICT", "field": ["input", "externalId"], "conflictsWith": id}],
        })
    );
    // A rep who may not see it learns that it is taken, and nothing more.
    let bob = world.as_user("bob").await.run(create).await.0;
    let error = &bob["data"]["leadCreate"]["errors"][0];
    assert_eq!((&error["code"], &error["conflictsWith"]), (&json!("CONFLICT"), &json!(null)), "{bob:#}");
    let found = token
        .run(r#"{ leads(filter: {record: {sourceSystem: "fair", externalIds: ["7", "8"]}}) { nodes { id } } }"#)
        .await
        .0;
    assert_eq!(found["data"]["leads"]["nodes"], json!([{ "id": id }]), "{found:#}");
}
