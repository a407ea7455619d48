//! Objects of which plain fields are asked are written down at once; what they say is what the library would have answered.

use pilotage::demo;
use serde_json::Value;

use crate::world::World;

/// Every plain field of every plain object, and some that are not; `@X` stands for a directive, which nothing plain has.
const DOCUMENT: &str = "{
    deals(first: 40) { nodes { id rep@X { __typename id@X name@X email@X team@X { name@X id@X __typename } }
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
        let plain = viewer.ok(&DOCUMENT.replace("@X", "")).await;
        let answered = viewer.ok(&DOCUMENT.replace("@X", " @include(if: true)")).await;
        assert_eq!(plain, answered, "{login}");
        assert!(names(&plain) > 100, "{login}: {} names", names(&plain));
    }
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
