//! Signing in over HTTP: what passes from the head of a request to its resolvers.

use std::sync::Arc;

use pilotage::{organization::authenticator::Authenticator, registry::schema, server::Options};
use serde_json::json;

use crate::{http_node::Node, world::World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_opens_the_node_to_its_holder() {
    let world = World::new().await;
    world
        .as_user("ada")
        .await
        .done(
            r#"userCreate(input: {email: "zoe@example.com", name: "Zoe", role: ADMIN, password: "correct horse battery"})
                { errors { code } }"#,
        )
        .await;
    let authenticator = Authenticator::new(world.state.clone(), world.keys.clone());
    let node = Node::knowing(Arc::new(authenticator), Options::default(), schema::build()).await;

    let sign_in = r#"mutation { signIn(input: {email: "zoe@example.com", password: "correct horse battery"})
        { accessToken errors { code } } }"#;
    let answer = node.query(sign_in).await.json();
    let token = answer["data"]["signIn"]["accessToken"].as_str().unwrap_or_else(|| panic!("{answer:#}")).to_owned();
    let me = json!({ "query": "{ me { email } __schema { queryType { name } } }" }).to_string();
    let bearer = format!("Bearer {token}");
    let seen = node.post(&[("authorization", &bearer)], &me).await;
    assert_eq!(seen.json()["data"]["me"]["email"], "zoe@example.com");

    let end = token.len() - 4;
    let stale = format!("Bearer {}AAAA", &token[..end]);
    let refused = node.post(&[("authorization", &stale)], &me).await;
    assert_eq!((refused.status, refused.code().as_str()), (401, "UNAUTHENTICATED"));
    let typo = node.post(&[("authorization", "Bearer plt_0000")], &me).await;
    assert_eq!(typo.body.replace(char::is_numeric, ""), refused.body.replace(char::is_numeric, ""), "one text for all");

    // c01: who signs in need not be signed in.
    let again = json!({ "query": sign_in }).to_string();
    for bad in [stale.as_str(), "Bearer plt_0000", "Basic YTpi"] {
        let answer = node.post(&[("authorization", bad)], &again).await;
        assert!(answer.json()["data"]["signIn"]["accessToken"].is_string(), "{bad}: {answer:?}");
    }
    let beside = json!({ "query": format!("{} signOut {{ errors {{ code }} }} }}", sign_in.trim_end_matches('}')) });
    let refused = node.post(&[("authorization", &stale)], &beside.to_string()).await;
    assert_eq!(refused.status, 401, "signing out needs somebody");

    let guess = sign_in.replace("correct", "incorrect");
    for _ in 0..5 {
        assert_eq!(node.query(&guess).await.json()["data"]["signIn"]["errors"][0]["code"], "UNAUTHENTICATED");
    }
    // c10: how long to wait.
    let throttled = node.query(sign_in).await;
    assert_eq!(throttled.json()["data"]["signIn"]["errors"][0]["code"], "THROTTLED");
    assert_eq!(
        (throttled.header("retry-after"), &throttled.json()["extensions"]["retryAfter"]),
        (Some("60"), &json!(60))
    );
    // We trust no proxy here, so that a head cannot make a guesser somebody else.
    let elsewhere = json!({ "query": sign_in }).to_string();
    let answer = node.post(&[("x-forwarded-for", "192.0.2.7")], &elsewhere).await;
    assert_eq!(answer.json()["data"]["signIn"]["errors"][0]["code"], "THROTTLED");
}
