//! What reps and managers say of periods, and the forecast figures of the worked example.

use serde_json::{Value, json};

use crate::{
    deal,
    world::{World, verified},
};

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

async fn organization(world: &World, arguments: &str, fields: &str) -> Value {
    let document = format!("{{ organization {{ kpis({arguments}) {{ {fields} }} }} }}");
    world.as_user("ada").await.ok(&document).await["organization"]["kpis"].clone()
}

#[tokio::test]
async fn the_forecast_of_the_worked_example_is_what_was_known_at_the_end_of_february() {
    let world = World::new().await;
    sell_the_example(&world).await;
    let february = format!("{QUARTER}, asOf: \"2026-02-28T22:00:00Z\"");
    let figures = "forecast { value { amount } methods { won { amount } weighted { amount } runRate { amount } historical { amount }
        range { low { amount } high { amount } deviation { amount } } wonDeals openDeals weightedDeals
        overdue { amount } undated { amount } submitted { amount } } }";
    let amount = |amount: &str| json!({"amount": amount});
    assert_eq!(
        organization(&world, &february, figures).await["forecast"],
        json!({"value": amount("27840.00"), "methods": {
            "won": amount("13000.00"), "weighted": amount("27840.00"), "runRate": amount("19975.61"), "historical": null,
            "range": {"low": amount("20544.84"), "high": amount("35135.16"), "deviation": amount("7295.16")},
            "wonDeals": 2, "openDeals": 6, "weightedDeals": 4.8,
            "overdue": amount("0.00"), "undated": amount("0.00"), "submitted": null}})
    );
    let figures = "forecastAccuracy { value forecast { amount } actual { amount }
            at(horizonDays: 31) { asOf forecast { amount } actual { amount } accuracy bias wape } }
        forecastBias { value at(method: RUN_RATE, horizonDays: 31) { forecast { amount } bias wape } }";
    assert_eq!(
        organization(&world, QUARTER, figures).await,
        json!({
            "forecastAccuracy": {"value": 0.0, "forecast": amount("0.00"), "actual": amount("30000.00"),
                "at": {"asOf": "2026-02-28T23:00:00Z", "forecast": amount("27840.00"), "actual": amount("30000.00"),
                    "accuracy": 0.928, "bias": -0.072, "wape": 0.072}},
            "forecastBias": {"value": -1.0,
                "at": {"forecast": amount("19975.61"), "bias": -0.334_146_333, "wape": null}},
        })
    );
}

#[tokio::test]
async fn snapshots_say_what_was_forecast_without_having_been_recorded() {
    let world = World::new().await;
    sell_the_example(&world).await;
    let data =
        organization(&world, QUARTER, "forecast { snapshots(by: MONTH) { asOf methods { weighted { amount } } } }")
            .await;
    let points: Vec<(String, String)> = data["forecast"]["snapshots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|point| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&point["asOf"]), text(&point["methods"]["weighted"]["amount"]))
        })
        .collect();
    let expected = [
        ("2025-12-31T23:00:00Z", "0.00"),
        ("2026-01-31T23:00:00Z", "22840.00"),
        ("2026-02-28T23:00:00Z", "27840.00"),
        ("2026-03-31T22:00:00Z", "30000.00"),
    ];
    assert_eq!(points, expected.map(|(at, amount)| (at.to_owned(), amount.to_owned())));
    let days = "forecast { snapshots(by: DAY) { asOf } }";
    let document = format!("{{ organization {{ kpis(period: {{year: 2026}}) {{ {days} }} }} }}");
    world.set_now("2026-12-31T12:00:00Z");
    assert_eq!(world.as_user("ada").await.run(&document).await.code(), "BAD_USER_INPUT", "at most a hundred");
}

#[tokio::test]
async fn a_category_that_a_deal_was_given_outlives_the_stages_it_goes_through() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let own = deal::open(&world, "alice", "100").await;
    deal::open(&world, "alice", "40").await;
    let won = deal::open(&world, "alice", "7").await;
    alice.done(&format!(r#"dealWin(id: "{won}") {{ {ERRORS} }}"#)).await;
    let categories = async || {
        let document = "{ me { rep { kpis(period: {year: 2026}) { forecast { methods { categories { category deals amount { amount } cumulative { amount } } } } } } } }";
        let data = world.as_user("alice").await.ok(document).await;
        let rows = data["me"]["rep"]["kpis"]["forecast"]["methods"]["categories"].as_array().unwrap().clone();
        let row = |row: &Value| {
            let text = |value: &Value| value["amount"].as_str().unwrap_or("-").to_owned();
            format!(
                "{} {} {} {}",
                row["category"].as_str().unwrap(),
                row["deals"],
                text(&row["amount"]),
                text(&row["cumulative"])
            )
        };
        rows.iter().map(row).collect::<Vec<_>>()
    };
    let by_stage = [
        "CLOSED 1 7.00 7.00",
        "COMMIT 0 0.00 7.00",
        "BEST_CASE 0 0.00 7.00",
        "PIPELINE 2 140.00 147.00",
        "OMITTED 0 0.00 -",
    ];
    assert_eq!(categories().await, by_stage);
    let update = |category: &str| {
        format!(
            r#"dealUpdate(id: "{own}", input: {{forecastCategory: {category}}})
               {{ deal {{ forecastCategory isForecastCategoryOwn }} {ERRORS} }}"#
        )
    };
    let judged = alice.done(&update("COMMIT")).await;
    assert_eq!(judged["deal"], json!({"forecastCategory": "COMMIT", "isForecastCategoryOwn": true}));
    let propose = world.id("stage:Propose");
    let moved = alice
        .done(&format!(
            r#"dealMove(id: "{own}", input: {{stage: "{propose}"}}) {{ deal {{ forecastCategory }} {ERRORS} }}"#
        ))
        .await;
    assert_eq!(moved["deal"]["forecastCategory"], "COMMIT", "a stage overwrites no judgement");
    let committed = [
        "CLOSED 1 7.00 7.00",
        "COMMIT 1 100.00 107.00",
        "BEST_CASE 0 0.00 107.00",
        "PIPELINE 1 40.00 147.00",
        "OMITTED 0 0.00 -",
    ];
    assert_eq!(categories().await, committed);
    alice.done(&update("null")).await;
    let back = [
        "CLOSED 1 7.00 7.00",
        "COMMIT 0 0.00 7.00",
        "BEST_CASE 1 100.00 107.00",
        "PIPELINE 1 40.00 147.00",
        "OMITTED 0 0.00 -",
    ];
    assert_eq!(categories().await, back);
    alice.done(&update("COMMIT")).await;
    for stage in ["Qualify", "Propose"] {
        let id = world.id(&format!("stage:{stage}"));
        let omit = format!(r#"stageUpdate(id: "{id}", input: {{forecastCategory: OMITTED}}) {{ {ERRORS} }}"#);
        world.as_user("ada").await.done(&omit).await;
    }
    let omitted = [
        "CLOSED 1 7.00 7.00",
        "COMMIT 1 100.00 107.00",
        "BEST_CASE 0 0.00 107.00",
        "PIPELINE 0 0.00 107.00",
        "OMITTED 1 40.00 -",
    ];
    assert_eq!(categories().await, omitted);
    verified(&world).await;
}

#[tokio::test]
async fn what_was_submitted_is_summed_up_and_adjusted_apart() {
    let world = World::new().await;
    let (alice, north) = (world.id("rep:alice"), world.id("team:North"));
    world.set_now("2026-11-23T11:00:00Z");
    say(&world, "alice", "forecastSubmit", "", "900").await;
    world.set_now("2026-11-24T11:00:00Z");
    say(&world, "alice", "forecastSubmit", "", "950").await;
    say(&world, "bob", "forecastSubmit", "", "1000").await;
    say(&world, "nora", "forecastAdjust", &format!("rep: \"{alice}\","), "800").await;
    let said = async |who: &str, id: &str, kind: &str, as_of: &str| {
        let document = format!(
            r#"{{ node(id: "{id}") {{ ... on {kind} {{ kpis(period: {{month: {{year: 2026, month: 11}}}} {as_of}) {{
                forecast {{ methods {{ submitted {{ amount }} submitters adjusted {{ amount }} }} }} }} }} }} }}"#
        );
        world.as_user(who).await.ok(&document).await["node"]["kpis"]["forecast"]["methods"].clone()
    };
    let expected = |submitted: &str, submitters: i32, adjusted: Option<&str>| {
        json!({"submitted": {"amount": submitted}, "submitters": submitters,
            "adjusted": adjusted.map(|amount| json!({"amount": amount}))})
    };
    assert_eq!(said("nora", &north, "Team", "").await, expected("1950.00", 2, Some("1800.00")));
    assert_eq!(said("alice", &alice, "Rep", "").await, expected("950.00", 1, None), "the manager's word is not hers");
    assert_eq!(said("nora", &alice, "Rep", "").await, expected("950.00", 1, Some("800.00")));
    let before = ", asOf: \"2026-11-23T12:00:00Z\"";
    assert_eq!(said("nora", &north, "Team", before).await, expected("900.00", 1, None));
    say(&world, "bruno", "forecastAdjust", &format!("team: \"{north}\","), "2000").await;
    assert_eq!(said("nora", &north, "Team", "").await, expected("1950.00", 2, Some("2000.00")));
    let empty = json!({"submitted": null, "submitters": 0, "adjusted": null});
    assert_eq!(said("sam", &world.id("team:South"), "Team", "").await, empty);
}

#[tokio::test]
async fn history_needs_two_years_and_the_weighted_forecast_stays_below_all_that_is_open() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let november = "period: {month: {year: 2026, month: 11}}";
    let historical = "forecast { methods { historical { amount } } }";
    for (amount, at) in
        [("100", "2025-11-10T10:00:00Z"), ("300", "2026-05-01T10:00:00Z"), ("200", "2025-05-01T10:00:00Z")]
    {
        let none = organization(&world, november, historical).await;
        assert_eq!(none["forecast"]["methods"]["historical"], Value::Null, "the first period ever");
        let id = deal::open(&world, "alice", amount).await;
        ada.done(&format!(r#"dealWin(id: "{id}", input: {{closedAt: "{at}"}}) {{ {ERRORS} }}"#)).await;
    }
    let doubled = organization(&world, november, historical).await;
    assert_eq!(
        doubled["forecast"]["methods"]["historical"]["amount"], "200.00",
        "100 a year ago, and twice as much since"
    );

    let open = deal::open(&world, "bob", "80").await;
    let overdue = deal::open(&world, "bob", "50").await;
    let undated = deal::open(&world, "bob", "30").await;
    for (deal, day) in [(&overdue, "\"2026-11-20\""), (&undated, "null")] {
        ada.done(&format!(r#"dealUpdate(id: "{deal}", input: {{expectedCloseOn: {day}}}) {{ {ERRORS} }}"#)).await;
    }
    ada.done(&format!(r#"dealUpdate(id: "{open}", input: {{probability: 1}}) {{ {ERRORS} }}"#)).await;
    let year = organization(
        &world,
        "period: {year: 2026}",
        "forecast { openAmount { amount } methods { won { amount } weighted { amount } overdue { amount } undated { amount }
            range { low { amount } high { amount } } } }",
    )
    .await;
    let amount = |amount: &str| json!({"amount": amount});
    assert_eq!(
        year["forecast"],
        json!({"openAmount": amount("80.00"), "methods": {"won": amount("300.00"), "weighted": amount("380.00"),
            "overdue": amount("50.00"), "undated": amount("30.00"),
            "range": {"low": amount("380.00"), "high": amount("380.00")}}}),
        "what is certain varies by nothing"
    );
}

#[tokio::test]
async fn hypotheses_change_the_forecast_and_nothing_else() {
    let world = World::new().await;
    let deal = deal::open(&world, "alice", "1000").await;
    let others = deal::open(&world, "dora", "500").await;
    let north = world.id("team:North");
    let ask = |hypotheses: &str| {
        format!(
            r#"{{ forecastWhatIf(team: "{north}", period: {{year: 2026}}, hypotheses: [{hypotheses}]) {{
                actual {{ won {{ amount }} weighted {{ amount }} }}
                hypothetical {{ won {{ amount }} weighted {{ amount }} openDeals range {{ deviation {{ amount }} }} }} }} }}"#
        )
    };
    let nora = world.as_user("nora").await;
    for (hypothesis, won, weighted, open, deviation) in [
        ("", "0.00", "200.00", 1, "400.00"),
        ("outcome: WIN", "1000.00", "1000.00", 0, "0.00"),
        ("outcome: LOSE", "0.00", "0.00", 0, "0.00"),
        ("probability: 0.5", "0.00", "500.00", 1, "500.00"),
        ("amount: {amount: \"3000\"}", "0.00", "600.00", 1, "1200.00"),
        ("expectedCloseOn: \"2027-01-05\"", "0.00", "0.00", 0, "0.00"),
        ("outcome: WIN, expectedCloseOn: \"2027-01-05\"", "0.00", "0.00", 0, "0.00"),
    ] {
        let data = nora.ok(&ask(&format!("{{deal: \"{deal}\", {hypothesis}}}"))).await;
        assert_eq!(
            data["forecastWhatIf"],
            json!({"actual": {"won": {"amount": "0.00"}, "weighted": {"amount": "200.00"}},
                "hypothetical": {"won": {"amount": won}, "weighted": {"amount": weighted}, "openDeals": open,
                    "range": {"deviation": {"amount": deviation}}}}),
            "{hypothesis}"
        );
    }
    let hidden = ask(&format!("{{deal: \"{others}\", outcome: WIN}}"));
    assert_eq!(nora.run(&hidden).await.code(), "NOT_FOUND");
    assert_eq!(world.as_user("sam").await.run(&ask("")).await.code(), "NOT_FOUND", "not his team");
    let twice = format!("{{deal: \"{deal}\"}}, {{deal: \"{deal}\"}}");
    assert_eq!(nora.run(&ask(&twice)).await.code(), "BAD_USER_INPUT");
    let data = nora.ok(&format!(r#"{{ deal(id: "{deal}") {{ status version }} }}"#)).await;
    assert_eq!(data["deal"], json!({"status": "OPEN", "version": 1}), "nothing was written");
    verified(&world).await;
}
