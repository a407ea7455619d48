//! Signing in and staying signed in: people by password, programs by API tokens, and when neither may any more.

use std::{net::IpAddr, sync::Arc};

use entity::Kind;
use pilotage::{
    access::Structures,
    error::Error,
    graphql::{id, request::State},
    organization::authenticator::Authenticator,
    server::{Authenticate, Credentials},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::world::World;

const PASSWORD: &str = "correct horse battery";
const TOKENS: &str = "accessToken refreshToken expiresAt errors { code field message }";

/// The world as it is entered from outside: with a token or without, from an address.
pub struct Door<'a> {
    world: &'a World,
    authenticator: Arc<Authenticator>,
    address: IpAddr,
}

impl<'a> Door<'a> {
    pub fn new(world: &'a World) -> Self {
        let authenticator = Arc::new(Authenticator::new(world.state.clone(), world.keys.clone()));
        Self { world, authenticator, address: "192.0.2.1".parse().unwrap() }
    }

    fn at(mut self, address: &str) -> Self {
        self.address = address.parse().unwrap();
        self
    }

    /// The answer; a token that is not good is the code of its refusal.
    pub async fn ask(&self, bearer: Option<&str>, document: &str) -> Value {
        let credentials =
            Credentials { bearer: bearer.map(str::to_owned), peer: Some(self.address), now: self.world.now() };
        let sender = match Arc::clone(&self.authenticator).authenticate(credentials) {
            Ok(lookup) => lookup.await,
            Err(refused) => Err(refused),
        };
        match sender {
            Ok(sender) => {
                let mut request = async_graphql::Request::new(document);
                request.data = sender.data;
                serde_json::to_value(self.world.schema.execute(request).await).unwrap()
            }
            Err(Error::Refused(code, _)) => json!(code.as_str()),
            Err(other) => panic!("{other:?}"),
        }
    }

    /// Whether somebody enters with a token.
    async fn lets_in(&self, bearer: &str) -> bool {
        self.ask(Some(bearer), "{ version }").await != json!("UNAUTHENTICATED")
    }

    async fn sign_in(&self, email: &str, password: &str) -> Value {
        let document =
            format!(r#"mutation {{ signIn(input: {{email: "{email}", password: "{password}"}}) {{ {TOKENS} }} }}"#);
        self.ask(None, &document).await["data"]["signIn"].clone()
    }

    async fn refresh(&self, token: &str) -> Value {
        let document = format!(r#"mutation {{ sessionRefresh(input: {{refreshToken: "{token}"}}) {{ {TOKENS} }} }}"#);
        self.ask(None, &document).await["data"]["sessionRefresh"].clone()
    }

    /// The access and the refresh token of somebody who has just signed in.
    async fn enter(&self, email: &str) -> (String, String) {
        tokens(&self.sign_in(email, PASSWORD).await)
    }
}

fn tokens(payload: &Value) -> (String, String) {
    assert_eq!(payload["errors"], json!([]), "{payload:#}");
    let text = |name: &str| payload[name].as_str().unwrap().to_owned();
    (text("accessToken"), text("refreshToken"))
}

fn code(payload: &Value) -> &str {
    payload["errors"][0]["code"].as_str().unwrap_or_else(|| panic!("{payload:#}"))
}

/// Somebody who can sign in.
async fn make(world: &World, email: &str, role: &str) -> String {
    let made = world
        .as_user("ada")
        .await
        .done(&format!(
            r#"userCreate(input: {{email: "{email}", name: "New", role: {role}, password: "{PASSWORD}"}})
                {{ user {{ id }} errors {{ code field message }} }}"#
        ))
        .await;
    made["user"]["id"].as_str().unwrap().to_owned()
}

async fn disable(world: &World, id: &str) {
    world.as_user("ada").await.done(&format!(r#"userDisable(id: "{id}") {{ user {{ id }} errors {{ code }} }}"#)).await;
}

#[tokio::test]
async fn whoever_signs_in_is_known_by_the_token_for_ten_minutes() {
    let world = World::new().await;
    let door = Door::new(&world);
    make(&world, "zoe@example.com", "MANAGER").await;
    let payload = door.sign_in("  Zoe@Example.COM ", PASSWORD).await;
    assert_eq!(payload["expiresAt"], "2026-11-24T11:10:00Z");
    let (access, _) = tokens(&payload);
    let me = door.ask(Some(&access), "{ me { email name role locale rep { id } disabledAt } }").await;
    let zoe = json!({"email": "zoe@example.com", "name": "New", "role": "MANAGER", "locale": "EN", "rep": null,
        "disabledAt": null});
    assert_eq!(me["data"]["me"], zoe);
    assert_eq!(door.ask(None, "{ me { id } }").await, json!({"data": {"me": null}}));
    world.set_now("2026-11-24T11:09:59Z");
    assert!(door.lets_in(&access).await);
    world.set_now("2026-11-24T11:10:00Z");
    assert!(!door.lets_in(&access).await);
}

#[tokio::test]
async fn a_wrong_password_an_unknown_address_and_a_disabled_user_look_alike() {
    let world = World::new().await;
    let door = Door::new(&world);
    make(&world, "zoe@example.com", "REP").await;
    let gone = make(&world, "gone@example.com", "REP").await;
    disable(&world, &gone).await;
    let wrong = door.sign_in("zoe@example.com", "incorrect horse").await;
    assert_eq!(
        (code(&wrong), &wrong["accessToken"], &wrong["expiresAt"]),
        ("UNAUTHENTICATED", &json!(null), &json!(null))
    );
    assert_eq!(door.sign_in("nobody@example.com", PASSWORD).await, wrong);
    assert_eq!(door.sign_in("gone@example.com", PASSWORD).await, wrong);
    assert_eq!(code(&door.sign_in("no address", PASSWORD).await), "BAD_USER_INPUT");
}

#[tokio::test]
async fn c03_a_refresh_token_shown_again_within_seconds_gives_the_same_successor_and_later_ends_the_session() {
    let world = World::new().await;
    let door = Door::new(&world);
    make(&world, "zoe@example.com", "REP").await;
    let (_, first) = door.enter("zoe@example.com").await;
    let (_, second) = tokens(&door.refresh(&first).await);
    world.set_now("2026-11-24T11:00:29Z");
    let (access, again) = tokens(&door.refresh(&first).await);
    assert_eq!(again, second, "the lost answer, given again");
    assert!(door.lets_in(&access).await);
    world.set_now("2026-11-24T11:00:30Z");
    assert_eq!(code(&door.refresh(&first).await), "UNAUTHENTICATED");
    assert_eq!(code(&door.refresh(&second).await), "UNAUTHENTICATED", "the session is over");
    assert!(!door.lets_in(&access).await);
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_shown_again_ends_the_session() {
    let world = World::new().await;
    let door = Door::new(&world);
    make(&world, "zoe@example.com", "REP").await;
    let (_, first) = door.enter("zoe@example.com").await;
    let (other_access, _) = door.enter("zoe@example.com").await;
    let (_, second) = tokens(&door.refresh(&first).await);
    let (access, third) = tokens(&door.refresh(&second).await);
    assert!(door.lets_in(&access).await);
    let forged = format!("{}zzzz", &third[..80]);
    assert_eq!(code(&door.refresh(&forged).await), "UNAUTHENTICATED");
    assert!(door.lets_in(&access).await, "what we never gave out proves nothing");
    assert_eq!(code(&door.refresh(&first).await), "UNAUTHENTICATED");
    assert!(!door.lets_in(&access).await);
    assert_eq!(code(&door.refresh(&third).await), "UNAUTHENTICATED");
    assert!(door.lets_in(&other_access).await, "another session of hers goes on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c03_those_who_refresh_at_once_get_the_same_successor() {
    let world = World::new().await;
    let door = Door::new(&world);
    make(&world, "zoe@example.com", "REP").await;
    for _ in 0..10 {
        let (_, token) = door.enter("zoe@example.com").await;
        let all = futures_util::future::join_all((0..4).map(|_| door.refresh(&token))).await;
        let successors: std::collections::HashSet<String> = all.iter().map(|payload| tokens(payload).1).collect();
        assert_eq!(successors.len(), 1, "{all:#?}");
    }
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_after_thirty_days() {
    let world = World::new().await;
    let door = Door::new(&world);
    make(&world, "zoe@example.com", "REP").await;
    let (_, idle) = door.enter("zoe@example.com").await;
    let (_, mut busy) = door.enter("zoe@example.com").await;
    for day in ["2026-11-30", "2026-12-06", "2026-12-12", "2026-12-18", "2026-12-24"] {
        world.set_now(&format!("{day}T10:59:59Z"));
        (_, busy) = tokens(&door.refresh(&busy).await);
    }
    assert_eq!(code(&door.refresh(&idle).await), "UNAUTHENTICATED");
    world.set_now("2026-12-24T11:00:00Z");
    assert_eq!(code(&door.refresh(&busy).await), "UNAUTHENTICATED");
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once() {
    let world = World::new().await;
    let door = Door::new(&world);
    make(&world, "zoe@example.com", "REP").await;
    let (access, refresh) = door.enter("zoe@example.com").await;
    let out = door.ask(Some(&access), "mutation { signOut { user { email } errors { code } } }").await;
    assert_eq!(out["data"]["signOut"], json!({"user": {"email": "zoe@example.com"}, "errors": []}));
    assert!(!door.lets_in(&access).await);
    assert_eq!(code(&door.refresh(&refresh).await), "UNAUTHENTICATED");
    let nobody = door.ask(None, "mutation { signOut { errors { code } } }").await;
    assert_eq!(nobody["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

#[tokio::test]
async fn five_failures_a_minute_close_an_account_to_an_address() {
    let world = World::new().await;
    let (door, elsewhere) = (Door::new(&world), Door::new(&world).at("192.0.2.2"));
    make(&world, "zoe@example.com", "REP").await;
    door.enter("zoe@example.com").await;
    for _ in 0..5 {
        assert_eq!(code(&door.sign_in("zoe@example.com", "a guess or two").await), "UNAUTHENTICATED");
    }
    for password in ["a guess or two", PASSWORD] {
        assert_eq!(code(&door.sign_in("zoe@example.com", password).await), "THROTTLED");
    }
    elsewhere.enter("zoe@example.com").await;
    world.set_now("2026-11-24T11:01:01Z");
    door.enter("zoe@example.com").await;
}

#[tokio::test]
async fn twenty_failures_a_minute_close_every_account_to_an_address() {
    let world = World::new().await;
    let door = Door::new(&world).at("2001:db8::1");
    make(&world, "zoe@example.com", "REP").await;
    for guess in 0..20 {
        let payload = door.sign_in(&format!("user{guess}@example.com"), "a guess or two").await;
        assert_eq!(code(&payload), "UNAUTHENTICATED");
    }
    let neighbour = Door::new(&world).at("2001:db8::2");
    assert_eq!(code(&neighbour.sign_in("zoe@example.com", PASSWORD).await), "THROTTLED");
    Door::new(&world).at("2001:db8:0:1::1").enter("zoe@example.com").await;
}

#[tokio::test]
async fn a_request_tries_one_password() {
    let world = World::new().await;
    let door = Door::new(&world);
    let attempt = format!(r#"signIn(input: {{email: "zoe@example.com", password: "a guess"}}) {{ {TOKENS} }}"#);
    let aliases: String = (0..10).map(|n| format!("a{n}: {attempt} ")).collect();
    let answer = door.ask(None, &format!("mutation {{ {aliases} }}")).await;
    let errors = answer["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 9);
    assert!(errors.iter().all(|error| error["extensions"]["code"] == "LIMIT_EXCEEDED"));
}

#[tokio::test]
async fn a_disabled_user_is_out_at_once_with_all_they_made() {
    let world = World::new().await;
    let door = Door::new(&world);
    let zoe = make(&world, "zoe@example.com", "ADMIN").await;
    let (access, refresh) = door.enter("zoe@example.com").await;
    let made = door
        .ask(
            Some(&access),
            r#"mutation { apiTokenCreate(input: {name: "BI", scopes: ["kpi:read"]})
                { token apiToken { createdBy { email } } errors { code } } }"#,
        )
        .await;
    let made = &made["data"]["apiTokenCreate"];
    assert_eq!(made["apiToken"]["createdBy"]["email"], "zoe@example.com");
    let program = made["token"].as_str().unwrap();
    assert!(door.lets_in(&access).await && door.lets_in(program).await);

    let role = |role: &str| format!(r#"userUpdate(id: "{zoe}", input: {{role: {role}}}) {{ errors {{ code }} }}"#);
    let ada = world.as_user("ada").await;
    ada.done(&role("REP")).await;
    assert!(!door.lets_in(program).await, "it may not do more than its maker");
    let users = door.ask(Some(&access), "{ users { nodes { email } } }").await;
    assert_eq!(users["data"]["users"]["nodes"], json!([{"email": "zoe@example.com"}]), "read at each request");
    ada.done(&role("ADMIN")).await;
    assert!(door.lets_in(program).await);

    disable(&world, &zoe).await;
    assert!(!door.lets_in(&access).await && !door.lets_in(program).await);
    assert_eq!(code(&door.refresh(&refresh).await), "UNAUTHENTICATED");
    ada.done(&format!(r#"userEnable(id: "{zoe}") {{ user {{ disabledAt }} errors {{ code }} }}"#)).await;
    assert!(!door.lets_in(&access).await, "a session does not come back to life");
    door.enter("zoe@example.com").await;
}

#[tokio::test]
async fn one_admin_stays() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let id = world.id("user:ada");
    let off = format!(r#"userDisable(id: "{id}") {{ errors {{ code field message }} }}"#);
    assert_eq!(ada.refused(&off).await, ("CONFLICT".into(), "id".into()));
    let down = format!(r#"userUpdate(id: "{id}", input: {{role: MANAGER}}) {{ errors {{ code field message }} }}"#);
    assert_eq!(ada.refused(&down).await, ("CONFLICT".into(), "input.role".into()));
    make(&world, "zoe@example.com", "ADMIN").await;
    ada.done(&down).await;
}

#[tokio::test]
async fn users_are_made_by_admins_and_checked() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let create = |email: &str, locale: &str, password: &str| {
        format!(
            r#"userCreate(input: {{email: "{email}", name: "Zoe", role: REP, rep: "{}", locale: {locale},
                password: "{password}"}}) {{ user {{ role rep {{ name }} }} errors {{ code field message }} }}"#,
            world.id("rep:alice")
        )
    };
    for (mutation, code, field) in [
        (create("zoe", "EN", PASSWORD), "BAD_USER_INPUT", "input.email"),
        (create("zoe@example.com", "EN", "short"), "BAD_USER_INPUT", "input.password"),
        (create("ADA@example.com", "EN", PASSWORD), "CONFLICT", "input"),
    ] {
        assert_eq!(ada.refused(&mutation).await, (code.to_owned(), field.to_owned()), "{mutation}");
    }
    let good = create("zoe@example.com", "FR", PASSWORD);
    assert_eq!(ada.done(&good).await["user"], json!({"role": "REP", "rep": {"name": "alice"}}));
    for other in ["nora", "alice"] {
        assert_eq!(world.as_user(other).await.refused(&good).await.0, "FORBIDDEN");
    }
    assert_eq!(world.as_token("users:read").refused(&good).await.0, "FORBIDDEN");
    assert_eq!(world.as_nobody().refused(&good).await.0, "UNAUTHENTICATED");
    let found = ada.ok(r#"{ users(filter: {search: "ZO", role: [REP], disabled: false}, orderBy: EMAIL)
        { totalCount nodes { email locale } } }"#);
    assert_eq!(found.await["users"], json!({"totalCount": 1, "nodes": [{"email": "zoe@example.com", "locale": "FR"}]}));
    let ada_id = world.id("user:ada");
    let hidden = world.as_user("alice").await.run(&format!(r#"{{ user(id: "{ada_id}") {{ email }} }}"#)).await;
    assert_eq!((hidden.code().as_str(), &hidden.0["data"]["user"]), ("NOT_FOUND", &json!(null)));
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let world = World::new().await;
    let door = Door::new(&world);
    make(&world, "zoe@example.com", "REP").await;
    let (here, _) = door.enter("zoe@example.com").await;
    let (there, _) = door.enter("zoe@example.com").await;
    let change = |current: &str, new: &str| {
        format!(
            r#"mutation {{ userChangePassword(input: {{current: "{current}", new: "{new}"}})
                {{ user {{ email }} errors {{ code field }} }} }}"#
        )
    };
    for (current, new, field) in [("a guess or two", "another horse battery", "current"), (PASSWORD, "short", "new")] {
        let answer = door.ask(Some(&here), &change(current, new)).await;
        let expected = json!({"code": "BAD_USER_INPUT", "field": ["input", field]});
        assert_eq!(answer["data"]["userChangePassword"]["errors"][0], expected);
    }
    let done = door.ask(Some(&here), &change(PASSWORD, "another horse battery")).await;
    assert_eq!(done["data"]["userChangePassword"]["errors"], json!([]));
    assert!(door.lets_in(&here).await && !door.lets_in(&there).await);
    assert_eq!(code(&door.sign_in("zoe@example.com", PASSWORD).await), "UNAUTHENTICATED");
    assert_eq!(door.sign_in("zoe@example.com", "another horse battery").await["errors"], json!([]));
}

#[tokio::test]
async fn an_admin_gives_somebody_another_password_and_ends_their_sessions() {
    let world = World::new().await;
    let door = Door::new(&world);
    let zoe = make(&world, "zoe@example.com", "REP").await;
    let (access, refresh) = door.enter("zoe@example.com").await;
    let reset = |id: &str, new: &str, more: &str| {
        format!(
            r#"userResetPassword(id: "{id}", input: {{new: "{new}"{more}}}) {{ user {{ email }} errors {{ code field message }} }}"#
        )
    };
    let (ada, good) = (world.as_user("ada").await, "another horse battery");
    for (mutation, code, field) in [
        (reset(&zoe, "short", ""), "BAD_USER_INPUT", "input.new"),
        (reset(&zoe, good, ", version: 7"), "CONFLICT", "input.version"),
        (reset(&world.id("user:ada"), good, ""), "CONFLICT", "id"),
        (reset(&world.id("rep:alice"), good, ""), "BAD_USER_INPUT", "id"),
    ] {
        assert_eq!(ada.refused(&mutation).await, (code.to_owned(), field.to_owned()), "{mutation}");
    }
    for other in ["nora", "alice"] {
        assert_eq!(world.as_user(other).await.refused(&reset(&zoe, good, "")).await.0, "FORBIDDEN");
    }
    assert!(door.lets_in(&access).await);
    ada.done(&reset(&zoe, good, "")).await;
    assert!(!door.lets_in(&access).await, "the session is over");
    assert_eq!(code(&door.refresh(&refresh).await), "UNAUTHENTICATED");
    assert_eq!(code(&door.sign_in("zoe@example.com", PASSWORD).await), "UNAUTHENTICATED");
    assert_eq!(door.sign_in("zoe@example.com", good).await["errors"], json!([]));
    let changes =
        ada.ok(&format!(r#"{{ changes(record: "{zoe}") {{ nodes {{ fields {{ field before after }} }} }} }}"#)).await;
    assert!(!changes.to_string().contains("argon2"), "{changes}");
}

#[tokio::test]
async fn an_api_token_does_what_its_scopes_list_until_it_is_revoked() {
    let world = World::new().await;
    let door = Door::new(&world);
    let ada = world.as_user("ada").await;
    let create = |scopes: &str, more: &str| {
        format!(
            r#"apiTokenCreate(input: {{name: "Partner", scopes: [{scopes}]{more}}})
                {{ token apiToken {{ id scopes expiresAt revokedAt lastUsedAt }} errors {{ code field message }} }}"#
        )
    };
    for (mutation, field) in [
        (create(r#""root:write""#, ""), "input.scopes.0"),
        (create(r#""kpi:read", "deals: read""#, ""), "input.scopes.1"),
        (create(r#""deals:read leads:read""#, ""), "input.scopes.0"),
        (create("", ""), "input.scopes"),
        (create(r#""kpi:read""#, r#", expiresAt: "2026-11-24T11:00:00Z""#), "input.expiresAt"),
    ] {
        assert_eq!(ada.refused(&mutation).await, ("BAD_USER_INPUT".to_owned(), field.to_owned()), "{mutation}");
    }
    let good = create(r#""leads:write", "deals:read""#, r#", expiresAt: "2026-12-01T00:00:00Z""#);
    assert_eq!(world.as_user("nora").await.refused(&good).await.0, "FORBIDDEN");
    let made = ada.done(&good).await;
    assert_eq!(made["apiToken"]["scopes"], json!(["leads:write", "deals:read"]));
    let (token, id) = (made["token"].as_str().unwrap(), made["apiToken"]["id"].as_str().unwrap());

    let seen = door.ask(Some(token), "{ me { id } deals { totalCount } users { totalCount } }").await;
    assert_eq!(seen["data"], json!({"me": null, "deals": {"totalCount": 0}, "users": null}));
    let acme = world.id("customer:Acme");
    let write =
        format!(r#"mutation {{ dealCreate(input: {{name: "X", customer: "{acme}"}}) {{ errors {{ code }} }} }}"#);
    let refused = door.ask(Some(token), &write).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");

    let before = world.statements();
    let typo = token.replace(&token[80..], "0000");
    assert!(!door.lets_in(&typo).await && !door.lets_in("plt_").await);
    assert_eq!(world.statements(), before, "a typo costs no statement");

    let list = "{ apiTokens { nodes { id lastUsedAt revokedAt } } }";
    let mut used = json!(null);
    for _ in 0..100 {
        used = ada.ok(list).await["apiTokens"]["nodes"][0]["lastUsedAt"].clone();
        if !used.is_null() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(used, "2026-11-24T11:00:00Z");

    let revoke = format!(r#"apiTokenRevoke(id: "{id}") {{ apiToken {{ revokedAt }} errors {{ code field }} }}"#);
    assert_eq!(ada.done(&revoke).await["apiToken"]["revokedAt"], "2026-11-24T11:00:00Z");
    assert!(!door.lets_in(token).await);
    assert_eq!(ada.refused(&revoke).await.0, "CONFLICT");

    let brief = ada.done(&good).await["token"].as_str().unwrap().to_owned();
    assert!(door.lets_in(&brief).await);
    world.set_now("2026-12-01T00:00:00Z");
    assert!(!door.lets_in(&brief).await);
}

#[tokio::test]
async fn finding_out_who_asks_takes_few_statements() {
    let world = World::new().await;
    let door = Door::new(&world);
    make(&world, "zoe@example.com", "ADMIN").await;
    let (access, _) = door.enter("zoe@example.com").await;
    let rep = world.id("rep:alice");
    let seller = make(&world, "seller@example.com", "REP").await;
    let link = format!(r#"userUpdate(id: "{seller}", input: {{rep: "{rep}"}}) {{ errors {{ code }} }}"#);
    world.as_user("ada").await.done(&link).await;
    let (of_rep, _) = door.enter("seller@example.com").await;
    for bearer in [None, Some(&access), Some(&of_rep)] {
        let before = world.statements();
        door.ask(bearer.map(String::as_str), "{ version }").await;
        assert_eq!(world.statements() - before, 1, "{bearer:?}: {:#?}", world.take_log());
    }
}

#[tokio::test]
async fn a_node_sees_at_once_what_another_one_changed() {
    let world = World::new().await;
    let other = State { structures: Structures::default(), ..world.state.clone() };
    let known = async || other.structures.now(other.database.reader()).await.unwrap();
    let before = known().await;
    assert!(Arc::ptr_eq(&before, &known().await), "nothing changed, so nothing is read again");
    let (ada, north) = (world.as_user("ada").await, world.id("team:North"));
    ada.done(&format!(r#"teamUpdate(id: "{north}", input: {{name: "Arctic"}}) {{ errors {{ code }} }}"#)).await;
    let renamed = known().await;
    assert!(renamed.teams.values().any(|team| team.name == "Arctic"));
    assert!(before.teams.values().all(|team| team.name != "Arctic"));
    ada.done(r#"organizationUpdate(input: {name: "Elsewhere"}) { errors { code } }"#).await;
    assert_eq!(known().await.organization.name, "Elsewhere");
    let stage = renamed.stages.values().next().unwrap().id;
    let stage = id::encode(Kind::Stage, stage).0;
    ada.done(&format!(r#"stageUpdate(id: "{stage}", input: {{name: "Elsewhere"}}) {{ errors {{ code }} }}"#)).await;
    assert!(known().await.stages.values().any(|stage| stage.name == "Elsewhere"));
    // Whoever changes it, by whatever way.
    let tx = world.state.database.write().await.unwrap();
    tx.execute_unprepared("DELETE FROM team_membership").await.unwrap();
    let unseen = known().await;
    tx.commit().await.unwrap();
    let teams = || renamed.teams.values().map(|team| team.id);
    assert!(unseen.members(teams()).count() > 0, "what is not committed has not happened");
    assert_eq!(known().await.members(teams()).count(), 0);
}

#[tokio::test]
async fn what_is_kept_in_memory_is_seen_by_those_who_see_it_in_the_table() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let everything =
        "{ reps(first: 100) { nodes { id } } teams(first: 100) { nodes { id } } stages(first: 100) { nodes { id } } }";
    let ids = |data: &Value, list: &str| -> Vec<String> {
        let nodes = data[list]["nodes"].as_array().into_iter().flatten();
        nodes.map(|node| node["id"].as_str().unwrap().to_owned()).collect()
    };
    let all = ada.ok(everything).await;
    let gone = world.id("rep:dora");
    ada.done(&format!(r#"repDelete(id: "{gone}") {{ errors {{ code }} }}"#)).await;
    let people = [ada, world.as_user("nora").await, world.as_user("sam").await, world.as_user("alice").await];
    let stage = ids(&all, "stages").remove(0);
    people[0].done(&format!(r#"stageDelete(id: "{stage}") {{ errors {{ code }} }}"#)).await;
    let tokens = ["reps:read", "teams:read", "deals:read", "pipelines:read"].map(|scopes| world.as_token(scopes));
    let mut seen = 0;
    for (list, field) in [("reps", "rep"), ("teams", "team"), ("stages", "stage")] {
        for someone in people.iter().chain(&tokens) {
            let listed = ids(&someone.run(everything).await.0["data"], list);
            for id in ids(&all, list) {
                let one = someone.run(&format!(r#"{{ {field}(id: "{id}") {{ id }} }}"#)).await;
                assert_eq!(one.0["data"][field]["id"] == json!(id), listed.contains(&id), "{field} {id}");
                seen += usize::from(listed.contains(&id));
            }
        }
    }
    assert!(seen > 20, "{seen}");
}
