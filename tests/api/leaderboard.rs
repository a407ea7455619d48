//! Leaderboards: ranks for all, figures for those who may read them.

use serde_json::{Value, json};

use crate::{deal, world::World};

const ERRORS: &str = "errors { code field message }";

async fn board(world: &World, who: &str, arguments: &str) -> Value {
    let document = format!(
        "{{ leaderboard(kpi: REVENUE, period: {{year: 2026}}{arguments}) {{
            entries {{ rank rep {{ name }} value {{ money {{ amount }} }} }} you {{ rank rep {{ name }} }} }} }}"
    );
    world.as_user(who).await.run(&document).await.0
}

fn lines(answer: &Value) -> Vec<String> {
    let entries = answer["data"]["leaderboard"]["entries"].as_array().unwrap();
    let line = |entry: &Value| {
        let amount = entry["value"]["money"]["amount"].as_str().unwrap_or("hidden");
        format!("{} {} {amount}", entry["rank"], entry["rep"]["name"].as_str().unwrap())
    };
    entries.iter().map(line).collect()
}

#[tokio::test]
async fn reps_are_ranked_and_see_their_own_figure_only() {
    let world = World::new().await;
    for (rep, amount) in [("alice", "300"), ("bob", "300"), ("dora", "500")] {
        let id = deal::open(&world, rep, amount).await;
        world.as_user("ada").await.done(&format!(r#"dealWin(id: "{id}") {{ {ERRORS} }}"#)).await;
    }
    let all = board(&world, "ada", "").await;
    assert_eq!(lines(&all), ["1 dora 500.00", "2 alice 300.00", "2 bob 300.00", "4 carol 0.00", "4 emil 0.00"]);
    let north = world.id("team:North");
    let team = board(&world, "nora", &format!(r#", within: "{north}""#)).await;
    assert_eq!(lines(&team), ["1 alice 300.00", "1 bob 300.00", "3 carol 0.00"]);
    let own = board(&world, "carol", "").await;
    assert_eq!(lines(&own), ["1 alice hidden", "1 bob hidden", "3 carol 0.00"]);
    assert_eq!(own["data"]["leaderboard"]["you"], json!({"rank": 3, "rep": {"name": "carol"}}));

    let south = world.id("team:South");
    for (who, arguments) in [("carol", format!(r#", within: "{south}""#)), ("nora", format!(r#", within: "{south}""#))]
    {
        let refused = board(&world, who, &arguments).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "{who}");
        assert_eq!(refused["data"], json!({"leaderboard": null}));
    }
    let token = world
        .as_token("kpi:read reps:read")
        .run("{ leaderboard(kpi: REVENUE, period: {year: 2026}) { you { rank } } }")
        .await;
    assert_eq!(token.code(), "FORBIDDEN", "a token that reads totals reads nobody's own");
    let nobody = world.as_nobody().run("{ leaderboard(kpi: REVENUE, period: {year: 2026}) { you { rank } } }").await;
    assert_eq!(nobody.code(), "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_leaderboard_costs_as_many_statements_for_five_reps_as_for_two() {
    let world = World::new().await;
    let count = async |arguments: &str| {
        let before = world.statements();
        board(&world, "ada", arguments).await;
        world.statements() - before
    };
    let (north, south) = (world.id("team:North"), world.id("team:South"));
    let three = count(&format!(r#", within: "{north}""#)).await;
    let two = count(&format!(r#", within: "{south}""#)).await;
    assert_eq!(three, two);
    world.set_now("2027-03-03T12:00:00Z");
    assert_eq!(count(&format!(r#", within: "{north}""#)).await, two);
}
