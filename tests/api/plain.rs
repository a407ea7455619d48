//! Objects of which plain fields are asked are written down at once; what they say is what the library would have answered.

use pilotage::demo;
use serde_json::Value;

use crate::world::World;

/// Every plain field of every plain object, and some that are not; `@X` stands for a directive, which nothing plain has.
const DOCUMENT: &str = "{
    deals(first: 40) { nodes { id@X name@X status@X source@X probability@X expectedCloseOn@X nextStepOn@X __typename
        opened: openedAt@X closedAt@X amount@X { __typename amount@X currency@X } stage@X { name@X }
        rep@X { __typename id@X name@X email@X team@X { name@X id@X __typename } }
        owner: rep@X { name@X left: leftOn@X } customer@X { id@X name@X segment@X industry@X country@X __typename }
        bought: customer@X { name@X website@X }
        interactions(first: 3) { edges { node@X { id@X note@X } }
            nodes@X { __typename id@X kind@X status@X subject@X note@X at: occurredAt@X }
            who: nodes@X { kind@X performer@X { name@X } } } } }
    leaderboard(kpi: REVENUE, period: {quarter: {year: 2026, quarter: 3}}) {
        entries@X { __typename rank@X rep@X { name@X team@X { name@X } } value@X { money@X { amount@X currency@X } count@X } }
        you@X { rank@X rep@X { id@X } value@X { money@X { amount@X } } }
        mixed: entries@X { rank@X rep@X { hiredOn@X } }
    }
}";

/// How many names of people an answer tells.
fn names(value: &Value) -> usize {
    match value {
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| usize::from(key == "name" && value.is_string()) + names(value)).sum()
        }
        Value::Array(items) => items.iter().map(names).sum(),
        _ => 0,
    }
}

#[tokio::test]
async fn plain_objects_are_written_as_the_library_answers_them_to_everybody() {
    let world = World::empty().await;
    demo::load(&world.state.database, "0.002".parse().unwrap(), world.now(), &()).await.unwrap_or_else(|_| panic!());
    for login in ["admin", "manager", "rep"] {
        let viewer = world.as_user(&format!("{login}@demo.example")).await;
        let plain = viewer.text(&DOCUMENT.replace("@X", "")).await;
        // As text: in the order asked, too.
        assert_eq!(plain, viewer.text(&DOCUMENT.replace("@X", " @include(if: true)")).await, "{login}");
        let plain: Value = serde_json::from_str(&plain).unwrap();
        assert!(plain.get("errors").is_none(), "{login}");
        assert!(names(&plain) > 100, "{login}: {} names", names(&plain));
    }
}

/// Objects and figures that are selected twice under one key, beside each other and through fragments.
const TWICE: &str = "
    query { deals(first: 20) { nodes { rep@X { name@X } ...More rep@X { id@X } amount@X { currency@X } name@X name@X } }
        organization { kpis(period: {year: 2026}) { wonDeals@X { value@X } } ...Sums } }
    fragment More on Deal { rep@X { email@X } amount@X { amount@X } customer@X { name@X } ...Customers }
    fragment Customers on Deal { customer@X { id@X } }
    fragment Sums on Organization { kpis(period: {year: 2026}) {
        wonDeals@X { unit@X } revenue@X { value@X { amount@X } } ... on Kpis { revenue@X { value@X { currency@X } } } } }";

#[tokio::test]
async fn what_is_selected_twice_under_one_key_is_merged() {
    let world = World::empty().await;
    demo::load(&world.state.database, "0.002".parse().unwrap(), world.now(), &()).await.unwrap_or_else(|_| panic!());
    let viewer = world.as_user("admin@demo.example").await;
    let merged = viewer.text(&TWICE.replace("@X", "")).await;
    assert_eq!(merged, viewer.text(&TWICE.replace("@X", " @include(if: true)")).await);
    let data: Value = serde_json::from_str(&merged).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let deal = &data["data"]["deals"]["nodes"][0];
    assert_eq!(keys(deal), ["amount", "customer", "name", "rep"]);
    assert_eq!(keys(&deal["rep"]), ["email", "id", "name"]);
    assert_eq!((keys(&deal["amount"]).len(), keys(&deal["customer"]).len()), (2, 2));
    let kpis = &data["data"]["organization"]["kpis"];
    assert_eq!(keys(&kpis["wonDeals"]), ["unit", "value"]);
    assert_eq!(keys(&kpis["revenue"]["value"]), ["amount", "currency"]);
}

#[tokio::test]
async fn a_payload_tells_the_team_that_its_mutation_gave() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let leave = format!(
        r#"membershipUpdate(id: "{}", input: {{endsOn: "2026-11-24"}}) {{ errors {{ message }} membership {{ rep {{ team {{ name }} }} }} }}"#,
        world.id("membership:alice")
    );
    assert_eq!(ada.done(&leave).await["membership"]["rep"]["team"], Value::Null);
    let moved = format!(
        r#"membershipCreate(input: {{rep: "{}", team: "{}", startsOn: "2026-11-24"}}) {{
            errors {{ message }} membership {{ rep {{ name team {{ name }} }} }} }}"#,
        world.id("rep:alice"),
        world.id("team:South")
    );
    let payload = ada.done(&moved).await;
    assert_eq!(payload["membership"]["rep"]["team"]["name"], "South");
}
