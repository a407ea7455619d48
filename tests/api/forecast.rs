//! What reps and managers say of periods, and the forecast figures of the worked example.

use serde_json::{Value, json};

use crate::world::World;

const ERRORS: &str = "errors { code field message }";

/// The period of the worked example, as an argument.
pub const QUARTER: &str = "period: {quarter: {year: 2026, quarter: 1}}";

/// What the company of the worked example sells in the first quarter of 2026: the deals, each with its amount, currency,
/// chance and expected day. Ends on 2 April.
pub async fn sell_the_example(world: &World) {
    world.set_now("2026-01-05T09:00:00Z");
    let ada = world.as_user("ada").await;
    ada.done(&format!(r#"holidayCreate(input: {{day: "2026-01-01", name: "New Year's Day"}}) {{ {ERRORS} }}"#)).await;
    ada.done(&format!(
        r#"exchangeRateCreate(input: {{from: "USD", validOn: "2026-01-01", rate: "0.90"}}) {{ {ERRORS} }}"#
    ))
    .await;
    ada.done(&format!(
        r#"objectiveAssign(input: {{kpi: REVENUE, {QUARTER}, target: {{money: {{amount: "32000"}}}}}}) {{ {ERRORS} }}"#
    ))
    .await;
    let rep = world.id("rep:alice");
    let mut deals = Vec::new();
    for (name, amount, currency, chance, expected) in [
        ("F", "3000", "EUR", "0.5", "2026-01-20"),
        ("A", "10000", "EUR", "0.5", "2026-02-12"),
        ("C", "5000", "EUR", "0.8", "2026-03-15"),
        ("G", "11000", "USD", "0.5", "2026-03-20"),
        ("H", "2100", "EUR", "0.9", "2026-03-31"),
        ("first lost", "10000", "EUR", "0.2", "2026-03-10"),
        ("second lost", "6000", "EUR", "0.2", "2026-03-10"),
        ("third lost", "4000", "EUR", "0.2", "2026-03-10"),
    ] {
        let made = ada
            .done(&format!(
                r#"dealCreate(input: {{name: "{name}", rep: "{rep}", amount: {{amount: "{amount}", currency: "{currency}"}},
                    probability: {chance}, expectedCloseOn: "{expected}"}}) {{ deal {{ id }} {ERRORS} }}"#
            ))
            .await;
        deals.push(made["deal"]["id"].as_str().unwrap().to_owned());
    }
    for (at, act, place) in [
        ("2026-01-15T10:00:00Z", "dealWin", 0),
        ("2026-02-10T10:00:00Z", "dealWin", 1),
        ("2026-03-10T10:00:00Z", "dealLose", 5),
        ("2026-03-11T10:00:00Z", "dealLose", 6),
        ("2026-03-12T10:00:00Z", "dealLose", 7),
        ("2026-03-20T10:00:00Z", "dealWin", 2),
        ("2026-03-25T10:00:00Z", "dealWin", 3),
        ("2026-03-28T10:00:00Z", "dealWin", 4),
    ] {
        world.set_now(at);
        ada.done(&format!(r#"{act}(id: "{}") {{ {ERRORS} }}"#, deals[place])).await;
    }
    world.set_now("2026-04-02T09:00:00Z");
}

/// A submission or adjustment of November 2026, by somebody.
async fn say(world: &World, who: &str, act: &str, whose: &str, amount: &str) -> Value {
    let note = if act == "forecastAdjust" { "note: \"Prudence\"," } else { "" };
    let object = if act == "forecastAdjust" { "forecastAdjustment" } else { "forecastSubmission" };
    world
        .as_user(who)
        .await
        .done(&format!(
            r#"{act}(input: {{{whose} {note} period: {{month: {{year: 2026, month: 11}}}}, amount: {{amount: "{amount}"}}}})
               {{ {object} {{ id period {{ grain }} amount {{ amount }} note }} {ERRORS} }}"#
        ))
        .await
}

#[tokio::test]
async fn a_word_on_a_period_overwrites_no_other() {
    let world = World::new().await;
    let (alice, north) = (world.id("rep:alice"), world.id("team:North"));
    let made = say(&world, "alice", "forecastSubmit", "", "900").await;
    assert_eq!(made["forecastSubmission"]["period"]["grain"], "MONTH");
    say(&world, "alice", "forecastSubmit", "", "950").await;
    say(&world, "nora", "forecastAdjust", &format!("rep: \"{alice}\","), "800").await;
    say(&world, "bruno", "forecastAdjust", &format!("team: \"{north}\","), "2000").await;
    let said = "{ forecastSubmissions { nodes { amount { amount } rep { name } } } forecastAdjustments { nodes { amount { amount } note } } }";
    let seen = async |who: &str| world.as_user(who).await.ok(said).await;
    let word = |amount: &str| json!({"amount": {"amount": amount}, "rep": {"name": "alice"}});
    let judged = |amount: &str| json!({"amount": {"amount": amount}, "note": "Prudence"});
    assert_eq!(
        seen("nora").await,
        json!({"forecastSubmissions": {"nodes": [word("950.00"), word("900.00")]},
            "forecastAdjustments": {"nodes": [judged("2000.00"), judged("800.00")]}})
    );
    let own = seen("alice").await;
    assert_eq!(own["forecastSubmissions"]["nodes"].as_array().unwrap().len(), 2);
    assert_eq!(own["forecastAdjustments"]["nodes"], json!([]), "what managers make of it is theirs");
    for who in ["bob", "sam"] {
        let empty = json!({"forecastSubmissions": {"nodes": []}, "forecastAdjustments": {"nodes": []}});
        assert_eq!(seen(who).await, empty, "{who}");
    }
}

#[tokio::test]
async fn nobody_speaks_for_others_or_in_other_money() {
    let world = World::new().await;
    let [bob, dora, sales] = ["rep:bob", "rep:dora", "team:Sales"].map(|name| world.id(name));
    let call = |act: &str, whose: &str, currency: &str| {
        let note = if act == "forecastAdjust" { "note: \"Why\"," } else { "" };
        format!(
            r#"{act}(input: {{{whose} {note} period: {{year: 2026}}, amount: {{amount: "1", currency: "{currency}"}}}}) {{ {ERRORS} }}"#
        )
    };
    let [alice, nora] = [world.as_user("alice").await, world.as_user("nora").await];
    assert_eq!(alice.refused(&call("forecastSubmit", &format!("rep: \"{bob}\","), "EUR")).await.0, "FORBIDDEN");
    assert_eq!(alice.refused(&call("forecastAdjust", &format!("rep: \"{bob}\","), "EUR")).await.0, "FORBIDDEN");
    let wrong_money = ("BAD_USER_INPUT".to_owned(), "input.amount.currency".to_owned());
    assert_eq!(alice.refused(&call("forecastSubmit", "", "USD")).await, wrong_money);
    nora.done(&call("forecastSubmit", &format!("rep: \"{bob}\","), "EUR")).await;
    let missing = |field: &str| ("NOT_FOUND".to_owned(), format!("input.{field}"));
    assert_eq!(nora.refused(&call("forecastSubmit", &format!("rep: \"{dora}\","), "EUR")).await, missing("rep"));
    assert_eq!(nora.refused(&call("forecastAdjust", &format!("team: \"{sales}\","), "EUR")).await, missing("team"));
    let nobody = ("BAD_USER_INPUT".to_owned(), "input.rep".to_owned());
    assert_eq!(nora.refused(&call("forecastAdjust", "", "EUR")).await, nobody);
    let all = world.as_user("ada").await.ok("{ forecastSubmissions { totalCount } }").await;
    assert_eq!(all["forecastSubmissions"]["totalCount"], 1);
}
