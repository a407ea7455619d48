//! Deals on their way and at their end: reasons, cycles, the waterfall, what needs tidying.

use serde_json::{Value, json};

use crate::{
    deal,
    kpi::{organization, team, win},
    world::World,
};

const ERRORS: &str = "errors { code field message }";
const NOVEMBER: &str = "period: {month: {year: 2026, month: 11}}";

async fn done(world: &World, mutation: &str) {
    world.as_user("ada").await.done(&format!("{mutation} {{ {ERRORS} }}")).await;
}

/// Loses a deal of a rep that was worth so much.
async fn lose(world: &World, rep: &str, amount: &str, input: &str) -> String {
    let id = deal::open(world, rep, amount).await;
    done(world, &format!(r#"dealLose(id: "{id}", input: {{{input}}})"#)).await;
    id
}

#[tokio::test]
async fn figures_of_deals_over_nothing_are_zero_or_null() {
    let world = World::new().await;
    let figures = "winRateByValue { value numerator { amount } denominator { amount } } wonDealsTouched { value }
        medianDealValue { value { amount } } averageOpenDealValue { value { amount } denominator } zeroAmountWins { value }
        lostDealCycleDays { value median sampleSize } winReasons { value amount { amount } reasons { label } }
        lossReasons { value reasons { label } } reasonCoverage { value numerator denominator }
        pipelineGenerated { value { amount } } dataHygiene { value numerator denominator }
        pipelineWaterfall { value { amount } start { amount } created { amount } increases { amount } decreases { amount }
            won { amount } lost { amount } movedOut { amount } movedIn { amount } end { amount } }";
    let zero = json!({"amount": "0.00"});
    assert_eq!(
        organization(&world, NOVEMBER, figures).await,
        json!({
            "winRateByValue": {"value": null, "numerator": zero, "denominator": zero},
            "wonDealsTouched": {"value": 0},
            "medianDealValue": {"value": null},
            "averageOpenDealValue": {"value": null, "denominator": 0},
            "zeroAmountWins": {"value": 0},
            "lostDealCycleDays": {"value": null, "median": null, "sampleSize": 0},
            "winReasons": {"value": 0, "amount": zero, "reasons": []},
            "lossReasons": {"value": 0, "reasons": []},
            "reasonCoverage": {"value": null, "numerator": 0, "denominator": 0},
            "pipelineGenerated": {"value": zero},
            "dataHygiene": {"value": null, "numerator": 0, "denominator": 0},
            "pipelineWaterfall": {"value": zero, "start": zero, "created": zero, "increases": zero, "decreases": zero,
                "won": zero, "lost": zero, "movedOut": zero, "movedIn": zero, "end": zero},
        })
    );
}

#[tokio::test]
async fn the_win_rate_by_value_weighs_deals_by_what_was_at_stake() {
    let world = World::new().await;
    for amount in ["10000", "5000", "3000", "9900", "2100"] {
        win(&world, "alice", amount, "2026-11-10T10:00:00Z").await;
    }
    for amount in ["10000", "6000", "4000"] {
        lose(&world, "bob", amount, "").await;
    }
    let figures = "winRate { value } winRateByValue { value numerator { amount } denominator { amount } }
        medianDealValue { value { amount } }";
    assert_eq!(
        organization(&world, NOVEMBER, figures).await,
        json!({"winRate": {"value": 0.625},
            "winRateByValue": {"value": 0.6, "numerator": {"amount": "30000.00"}, "denominator": {"amount": "50000.00"}},
            "medianDealValue": {"value": {"amount": "5000.00"}}})
    );
}

#[tokio::test]
async fn an_amount_without_a_rate_is_in_no_figure_by_value() {
    let world = World::new().await;
    win(&world, "alice", "100", "2026-11-10T10:00:00Z").await;
    let rep = world.id("rep:bob");
    let input = format!(r#"name: "Abroad", rep: "{rep}", amount: {{amount: "100", currency: "USD"}}"#);
    let made =
        world.as_user("ada").await.done(&format!("dealCreate(input: {{{input}}}) {{ deal {{ id }} {ERRORS} }}")).await;
    let id = made["deal"]["id"].as_str().unwrap().to_owned();
    let figures = "winRateByValue { value warnings { code count } } pipelineGenerated { value { amount } warnings { code count } }
        pipelineWaterfall { value { amount } created { amount } warnings { code } }
        averageOpenDealValue { value { amount } }";
    let missing = json!([{"code": "MISSING_RATE", "count": 1}]);
    let open = organization(&world, NOVEMBER, figures).await;
    assert_eq!(open["pipelineGenerated"], json!({"value": null, "warnings": missing}));
    assert_eq!(
        open["pipelineWaterfall"],
        json!({"value": null, "created": null, "warnings": [{"code": "MISSING_RATE"}]})
    );
    assert_eq!(open["averageOpenDealValue"], json!({"value": null}));
    done(&world, &format!(r#"dealLose(id: "{id}")"#)).await;
    let lost = organization(&world, NOVEMBER, figures).await;
    assert_eq!(lost["winRateByValue"], json!({"value": null, "warnings": missing}));
    done(&world, r#"exchangeRateCreate(input: {from: "USD", validOn: "2026-11-01", rate: "0.90"})"#).await;
    let whole = organization(&world, NOVEMBER, figures).await;
    assert_eq!(whole["winRateByValue"], json!({"value": 0.526315789, "warnings": []}));
    assert_eq!(whole["pipelineGenerated"], json!({"value": {"amount": "190.00"}, "warnings": []}));
}

#[tokio::test]
async fn reasons_are_told_apart_with_those_that_nobody_gave() {
    let world = World::new().await;
    let (price, duplicate, quality) =
        (world.id("reason:Price"), world.id("reason:Duplicate"), world.id("reason:Quality"));
    let won = deal::open(&world, "alice", "500").await;
    done(&world, &format!(r#"dealWin(id: "{won}", input: {{reason: "{quality}"}})"#)).await;
    win(&world, "alice", "100", "2026-11-10T10:00:00Z").await;
    lose(&world, "alice", "30", &format!(r#"reason: "{price}", competitor: "Rival""#)).await;
    lose(&world, "bob", "20", &format!(r#"reason: "{price}""#)).await;
    lose(&world, "bob", "10", "").await;
    lose(&world, "bob", "7", &format!(r#"reason: "{duplicate}""#)).await;
    let reasons = "value amount { amount } reasons { reason label deals amount { amount } share }";
    let figures = format!(
        "winReasons {{ {reasons} }} lossReasons {{ {reasons}
            rivals: breakdown(by: COMPETITOR) {{ rows {{ key value {{ count }} }} }}
            stages: breakdown(by: STAGE) {{ rows {{ label value {{ count }} }} }} }}
        reasonCoverage {{ value numerator denominator }} lostDeals {{ value }}"
    );
    let row = |reason: Option<&str>, label: Option<&str>, deals: i32, amount: &str, share: f64| json!({"reason": reason, "label": label, "deals": deals, "amount": {"amount": amount}, "share": share});
    let found = organization(&world, NOVEMBER, &figures).await;
    assert_eq!(found["winReasons"]["value"], 2);
    assert_eq!(found["winReasons"]["amount"]["amount"], "600.00");
    let wins: Vec<Value> = found["winReasons"]["reasons"].as_array().unwrap().clone();
    assert!(wins.contains(&row(Some(&quality), Some("Quality"), 1, "500.00", 0.5)), "{wins:#?}");
    assert!(wins.contains(&row(None, None, 1, "100.00", 0.5)), "{wins:#?}");
    assert_eq!(
        found["lossReasons"],
        json!({"value": 3, "amount": {"amount": "60.00"},
            "reasons": [row(Some(&price), Some("Price"), 2, "50.00", 0.666666667), row(None, None, 1, "10.00", 0.333333333)],
            "rivals": {"rows": [{"key": null, "value": {"count": 2}}, {"key": "Rival", "value": {"count": 1}}]},
            "stages": {"rows": [{"label": "Qualify", "value": {"count": 3}}]}}),
        "a duplicate is not lost"
    );
    assert_eq!(found["reasonCoverage"], json!({"value": 0.6, "numerator": 3, "denominator": 5}));
    assert_eq!(found["lostDeals"]["value"], 3);
}

#[tokio::test]
async fn lost_deals_have_a_cycle_of_their_own() {
    let world = World::new().await;
    // Opened on 3 November at 10:00 in Paris.
    lose(&world, "alice", "1", r#"closedAt: "2026-11-05T09:00:00Z""#).await;
    lose(&world, "alice", "1", r#"closedAt: "2026-11-06T09:00:00Z""#).await;
    lose(&world, "bob", "1", r#"closedAt: "2026-11-13T09:00:00Z""#).await;
    let figures = "lostDealCycleDays { value median sampleSize } salesCycleDays { value }";
    assert_eq!(
        organization(&world, NOVEMBER, figures).await,
        json!({"lostDealCycleDays": {"value": 5.0, "median": 3.0, "sampleSize": 3}, "salesCycleDays": {"value": null}})
    );
}

const WATERFALL: &str = "pipelineWaterfall { start { amount } created { amount } increases { amount } decreases { amount }
    won { amount } lost { amount } movedOut { amount } movedIn { amount } end { amount } } openPipelineValue { value { amount } }";

/// The parts of a waterfall in order, in cents, after its identity was checked.
#[track_caller]
fn parts(figures: &Value) -> [i64; 9] {
    let cents = |amount: &Value| amount["amount"].as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    let waterfall = &figures["pipelineWaterfall"];
    let names = ["start", "created", "increases", "decreases", "won", "lost", "movedOut", "movedIn", "end"];
    let parts = names.map(|name| cents(&waterfall[name]));
    let [start, created, increases, decreases, won, lost, out, into, end] = parts;
    assert_eq!(start + created + increases - decreases - won - lost - out + into, end, "{waterfall:#}");
    assert_eq!(end, cents(&figures["openPipelineValue"]["value"]));
    parts
}

#[tokio::test]
async fn the_waterfall_says_what_moved_the_pipeline_and_closes() {
    let world = World::new().await;
    let [kept, raised, won, lost, given, reopened] = {
        let mut ids = Vec::new();
        for amount in ["100", "200", "400", "800", "1600", "3200"] {
            ids.push(deal::open(&world, "alice", amount).await);
        }
        ids.try_into().unwrap()
    };
    world.set_now("2026-12-10T11:00:00Z");
    let dora = world.id("rep:dora");
    done(&world, &format!(r#"dealUpdate(id: "{raised}", input: {{amount: {{amount: "250"}}}})"#)).await;
    done(&world, &format!(r#"dealUpdate(id: "{kept}", input: {{amount: {{amount: "90"}}}})"#)).await;
    done(&world, &format!(r#"dealWin(id: "{won}", input: {{amount: {{amount: "444"}}}})"#)).await;
    done(&world, &format!(r#"dealLose(id: "{lost}")"#)).await;
    done(&world, &format!(r#"dealReassign(id: "{given}", input: {{rep: "{dora}"}})"#)).await;
    done(&world, &format!(r#"dealLose(id: "{reopened}")"#)).await;
    done(&world, &format!(r#"dealReopen(id: "{reopened}")"#)).await;
    let made = deal::open(&world, "alice", "5").await;
    done(&world, &format!(r#"dealDelete(id: "{made}")"#)).await;
    let december = "period: {month: {year: 2026, month: 12}}";
    let north = parts(&team(&world, "North", december, WATERFALL).await);
    assert_eq!(north, [630_000, 0, 5_000, 1_000, 40_000, 80_000, 160_000, 0, 354_000]);
    let south = parts(&team(&world, "South", december, WATERFALL).await);
    assert_eq!(south, [0, 0, 0, 0, 0, 0, 0, 160_000, 160_000]);
    let all = parts(&organization(&world, december, WATERFALL).await);
    assert_eq!(all, [630_000, 0, 5_000, 1_000, 40_000, 80_000, 160_000, 160_000, 514_000]);
    let november = parts(&organization(&world, NOVEMBER, WATERFALL).await);
    assert_eq!(november, [0, 630_000, 0, 0, 0, 0, 0, 0, 630_000]);
    world.assert_ledger().await;
}

#[tokio::test]
async fn the_waterfall_closes_when_a_rep_changes_team_and_when_a_deal_passes_in_a_day() {
    let world = World::new().await;
    deal::open(&world, "alice", "100").await;
    let (alice, south) = (world.id("rep:alice"), world.id("team:South"));
    let membership = world.id("membership:alice");
    done(&world, &format!(r#"membershipUpdate(id: "{membership}", input: {{endsOn: "2026-11-15"}})"#)).await;
    let to_south = format!(r#"rep: "{alice}", team: "{south}", startsOn: "2026-11-15""#);
    done(&world, &format!("membershipCreate(input: {{{to_south}}})")).await;
    let north = parts(&team(&world, "North", NOVEMBER, WATERFALL).await);
    assert_eq!(north, [0, 10_000, 0, 0, 0, 0, 10_000, 0, 0]);
    let bob = world.id("rep:bob");
    let input = format!(r#"name: "Quick", rep: "{bob}", amount: {{amount: "7"}}"#);
    let made =
        world.as_user("ada").await.done(&format!("dealCreate(input: {{{input}}}) {{ deal {{ id }} {ERRORS} }}")).await;
    let quick = made["deal"]["id"].as_str().unwrap().to_owned();
    done(&world, &format!(r#"dealWin(id: "{quick}")"#)).await;
    let north = parts(&team(&world, "North", NOVEMBER, WATERFALL).await);
    assert_eq!(north, [0, 10_700, 0, 0, 700, 0, 10_000, 0, 0], "opened and won on the same day");
    world.assert_ledger().await;
}

#[tokio::test]
async fn open_deals_want_tidying_once_their_day_has_passed_or_while_they_have_no_amount() {
    let world = World::new().await;
    // Expected on 10 December.
    let late = deal::open(&world, "alice", "100").await;
    deal::open(&world, "bob", "100").await;
    let unpriced = deal::open(&world, "dora", "100").await;
    let hygiene = async |period: &str| {
        organization(&world, period, "dataHygiene { value numerator denominator }").await["dataHygiene"].clone()
    };
    let shown = |value: f64, numerator: i32, denominator: i32| json!({"value": value, "numerator": numerator, "denominator": denominator});
    assert_eq!(hygiene(NOVEMBER).await, shown(0.0, 0, 3));
    done(&world, &format!(r#"dealUpdate(id: "{unpriced}", input: {{amount: null}})"#)).await;
    assert_eq!(hygiene(NOVEMBER).await, shown(0.333333333, 1, 3));
    world.set_now("2026-12-12T11:00:00Z");
    let december = "period: {month: {year: 2026, month: 12}}";
    assert_eq!(hygiene(december).await, shown(1.0, 3, 3), "the one without an amount is overdue too, and counts once");
    done(&world, &format!(r#"dealUpdate(id: "{late}", input: {{expectedCloseOn: "2026-12-20"}})"#)).await;
    assert_eq!(hygiene(december).await, shown(0.666666667, 2, 3));
    let until = r#"period: {between: {from: "2026-12-01", to: "2026-12-12"}}"#;
    assert_eq!(hygiene(until).await, shown(1.0, 3, 3), "the past does not move");
    done(&world, &format!(r#"dealWin(id: "{late}")"#)).await;
    assert_eq!(hygiene(december).await, shown(1.0, 2, 2));
    world.assert_ledger().await;
}

/// Moves a deal to a stage.
async fn to(world: &World, deal: &str, stage: &str) {
    let stage = world.id(&format!("stage:{stage}"));
    done(world, &format!(r#"dealMove(id: "{deal}", input: {{stage: "{stage}"}})"#)).await;
}

#[tokio::test]
async fn what_came_into_a_stage_went_on_or_back_or_was_lost_or_is_still_there() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for _ in 0..6 {
        ids.push(deal::open(&world, "alice", "100").await);
    }
    let [won, back, lost, dropped, _still, leapt] = ids.try_into().unwrap();
    to(&world, &won, "Propose").await;
    to(&world, &won, "Close").await;
    done(&world, &format!(r#"dealWin(id: "{won}")"#)).await;
    to(&world, &back, "Propose").await;
    to(&world, &back, "Qualify").await;
    done(&world, &format!(r#"dealLose(id: "{lost}")"#)).await;
    let duplicate = world.id("reason:Duplicate");
    done(&world, &format!(r#"dealLose(id: "{dropped}", input: {{reason: "{duplicate}"}})"#)).await;
    // Won from the first stage: it passed over the others.
    done(&world, &format!(r#"dealWin(id: "{leapt}")"#)).await;
    let parts = "value entries advanced lost dropped back stillThere";
    let figures = format!(
        "stageConversion {{ {parts} breakdown(by: STAGE) {{ rows {{ label numerator {{ count }} denominator {{ count }} }} }} }}"
    );
    let row = |label: &str, numerator: i32, denominator: i32| json!({"label": label, "numerator": {"count": numerator}, "denominator": {"count": denominator}});
    let mut found = organization(&world, NOVEMBER, &figures).await["stageConversion"].clone();
    let mut rows = found["breakdown"]["rows"].take();
    rows.as_array_mut().unwrap().sort_by_key(|row| row["label"].as_str().unwrap().to_owned());
    assert_eq!(rows, json!([row("Close", 2, 2), row("Propose", 2, 3), row("Qualify", 3, 7)]));
    let expected = json!({"value": 0.583333333, "entries": 12, "advanced": 7, "lost": 1, "dropped": 1, "back": 1, "stillThere": 2});
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&found[field], value, "{field}");
    }
    done(&world, &format!(r#"dealReopen(id: "{leapt}")"#)).await;
    let reopened = organization(&world, NOVEMBER, &format!("stageConversion {{ {parts} }}")).await;
    assert_eq!(
        reopened["stageConversion"],
        json!({"value": 0.4, "entries": 10, "advanced": 4, "lost": 1, "dropped": 1, "back": 1, "stillThere": 3})
    );
    let empty =
        organization(&world, "period: {year: 2020}", "stageConversion { value entries } timeInStage { value median }")
            .await;
    assert_eq!(
        empty,
        json!({"stageConversion": {"value": null, "entries": 0}, "timeInStage": {"value": null, "median": null}})
    );
    world.assert_ledger().await;
}

#[tokio::test]
async fn time_in_a_stage_is_that_of_stays_that_ended() {
    let world = World::new().await;
    // Opened on 3 November at 10:00, and it is noon of the 24th.
    let first = deal::open(&world, "alice", "100").await;
    to(&world, &first, "Propose").await;
    world.set_now("2026-11-26T11:00:00Z");
    to(&world, &first, "Qualify").await;
    world.set_now("2026-11-27T11:00:00Z");
    to(&world, &first, "Propose").await;
    deal::open(&world, "bob", "100").await;
    let stays = "timeInStage { value median sampleSize breakdown(by: STAGE) { rows { label value { days } } } }";
    let mut found = organization(&world, NOVEMBER, stays).await["timeInStage"].clone();
    found["breakdown"]["rows"].as_array_mut().unwrap().sort_by_key(|row| row["label"].as_str().unwrap().to_owned());
    assert_eq!(
        found,
        json!({"value": 8.0278, "median": 2.0, "sampleSize": 3, "breakdown": {"rows": [
            {"label": "Propose", "value": {"days": 2.0}},
            {"label": "Qualify", "value": {"days": 11.0417}},
        ]}}),
        "21 days and 2 hours, 2 days, 1 day; the stays that go on are not in it"
    );
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_pipeline_that_is_reordered_does_not_change_what_was_forward_then() {
    let world = World::new().await;
    let deal = deal::open(&world, "alice", "100").await;
    to(&world, &deal, "Close").await;
    for (position, stage) in [(2, "Propose"), (1, "Qualify"), (0, "Close")] {
        let stage = world.id(&format!("stage:{stage}"));
        done(&world, &format!(r#"stageUpdate(id: "{stage}", input: {{position: {position}}})"#)).await;
    }
    let parts = "stageConversion { entries advanced back }";
    let found = organization(&world, NOVEMBER, parts).await;
    assert_eq!(found, json!({"stageConversion": {"entries": 3, "advanced": 2, "back": 0}}), "Propose was passed over");
    to(&world, &deal, "Propose").await;
    let found = organization(&world, NOVEMBER, parts).await;
    assert_eq!(
        found,
        json!({"stageConversion": {"entries": 5, "advanced": 4, "back": 0}}),
        "forward since, over Qualify"
    );
    world.assert_ledger().await;
}

#[tokio::test]
async fn open_deals_are_covered_by_next_steps_that_lie_ahead() {
    let world = World::new().await;
    let ahead = deal::open(&world, "alice", "100").await;
    let past = deal::open(&world, "alice", "100").await;
    deal::open(&world, "bob", "100").await;
    let coverage = "nextStepCoverage { value numerator denominator }";
    let empty = organization(&world, NOVEMBER, coverage).await;
    assert_eq!(empty, json!({"nextStepCoverage": {"value": 0.0, "numerator": 0, "denominator": 3}}));
    for (deal, day) in [(&ahead, "2026-12-01"), (&past, "2026-11-23")] {
        done(&world, &format!(r#"dealUpdate(id: "{deal}", input: {{nextStepOn: "{day}"}})"#)).await;
    }
    let one = json!({"nextStepCoverage": {"value": 0.333333333, "numerator": 1, "denominator": 3}});
    assert_eq!(organization(&world, NOVEMBER, coverage).await, one);
    let over = json!({"nextStepCoverage": {"value": null, "numerator": null, "denominator": null}});
    assert_eq!(organization(&world, "period: {month: {year: 2026, month: 10}}", coverage).await, over);
    world.set_now("2026-12-02T11:00:00Z");
    assert_eq!(organization(&world, NOVEMBER, coverage).await, over);
    let known = format!(r#"{NOVEMBER}, asOf: "2026-11-24T11:00:00Z""#);
    assert_eq!(organization(&world, &known, coverage).await, one);
    done(&world, &format!(r#"dealWin(id: "{ahead}")"#)).await;
    let year = organization(&world, "period: {year: 2026}", coverage).await;
    assert_eq!(year, json!({"nextStepCoverage": {"value": 0.0, "numerator": 0, "denominator": 2}}));
    world.assert_ledger().await;
}

#[tokio::test]
async fn discount_and_margin_are_of_the_deals_whose_prices_and_costs_are_known() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let make = async |input: &str| {
        let made = ada.done(&format!("productCreate(input: {{{input}}}) {{ product {{ id }} {ERRORS} }}")).await;
        made["product"]["id"].as_str().unwrap().to_owned()
    };
    let both = make(r#"name: "Both", listPrice: {amount: "100"}, unitCost: {amount: "60"}"#).await;
    let listed = make(r#"name: "Listed", listPrice: {amount: "50"}"#).await;
    let win_lines = async |lines: &str| {
        let id = deal::open(&world, "alice", "1").await;
        done(&world, &format!(r#"dealSetLines(id: "{id}", input: {{lines: [{lines}]}})"#)).await;
        done(&world, &format!(r#"dealWin(id: "{id}")"#)).await;
    };
    // 180 for 200 at list prices and 120 at cost; 50 for 50 without a cost; 30 without either.
    win_lines(&format!(r#"{{product: "{both}", quantity: 2, discount: 0.1}}"#)).await;
    win_lines(&format!(r#"{{product: "{listed}", quantity: 1}}"#)).await;
    win_lines(r#"{description: "Work", quantity: 3, unitPrice: {amount: "10"}}"#).await;
    let figures = "discountRate { value numerator { amount } denominator { amount } warnings { code count } }
        grossMargin { value numerator { amount } denominator { amount } warnings { code count } }";
    assert_eq!(
        organization(&world, NOVEMBER, figures).await,
        json!({
            "discountRate": {"value": 0.08, "numerator": {"amount": "20.00"}, "denominator": {"amount": "250.00"},
                "warnings": [{"code": "MISSING_LIST_PRICE", "count": 1}]},
            "grossMargin": {"value": 0.333333333, "numerator": {"amount": "60.00"}, "denominator": {"amount": "180.00"},
                "warnings": [{"code": "MISSING_COST", "count": 2}]},
        })
    );
    let empty =
        organization(&world, "period: {year: 2020}", "discountRate { value warnings { code } } grossMargin { value }")
            .await;
    assert_eq!(empty, json!({"discountRate": {"value": null, "warnings": []}, "grossMargin": {"value": null}}));
    let cost = r#"unitCost: {amount: "1", currency: "USD"}"#;
    let refused = ada.refused(&format!(r#"productUpdate(id: "{both}", input: {{{cost}}}) {{ {ERRORS} }}"#)).await;
    assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), "input.unitCost".to_owned()));
    world.assert_ledger().await;
}

#[tokio::test]
async fn deals_that_were_due_when_the_period_began_slip_when_they_are_not_closed_by_its_end() {
    let world = World::new().await;
    // All expected on 10 December, and opened in November.
    let mut ids = Vec::new();
    for rep in ["alice", "alice", "alice", "dora"] {
        ids.push(deal::open(&world, rep, "100").await);
    }
    let [won, pushed, _forgotten, moved] = ids.try_into().unwrap();
    let put_off = async |deal: &str, day: &str| {
        done(&world, &format!(r#"dealUpdate(id: "{deal}", input: {{expectedCloseOn: "{day}"}})"#)).await;
    };
    // Known before December began: it is not due in it.
    put_off(&moved, "2027-01-15").await;
    world.set_now("2026-12-05T11:00:00Z");
    // Expected in December since December has begun: not due either.
    let fresh = deal::open(&world, "bob", "100").await;
    let december = "period: {month: {year: 2026, month: 12}}";
    let figures = "slippageRate { value numerator denominator } pushCount { value }";
    put_off(&pushed, "2026-12-20").await;
    let running = organization(&world, december, figures).await;
    assert_eq!(
        running,
        json!({"slippageRate": {"value": null, "numerator": null, "denominator": 4}, "pushCount": {"value": 1}}),
        "the one opened since was opened in November, it is said"
    );
    done(&world, &format!(r#"dealDelete(id: "{fresh}")"#)).await;
    world.set_now("2026-12-30T11:00:00Z");
    done(&world, &format!(r#"dealWin(id: "{won}")"#)).await;
    put_off(&pushed, "2027-01-10").await;
    world.set_now("2027-01-05T11:00:00Z");
    put_off(&pushed, "2027-02-10").await;
    let over =
        json!({"slippageRate": {"value": 0.666666667, "numerator": 2, "denominator": 3}, "pushCount": {"value": 2}});
    assert_eq!(organization(&world, december, figures).await, over);
    assert_eq!(team(&world, "North", december, figures).await, over);
    let nothing = json!({"slippageRate": {"value": null, "numerator": 0, "denominator": 0}, "pushCount": {"value": 0}});
    assert_eq!(team(&world, "South", december, figures).await, nothing);
    let stages = "slippageRate { breakdown(by: STAGE) { rows { label numerator { count } denominator { count } } } }";
    assert_eq!(
        organization(&world, december, stages).await["slippageRate"]["breakdown"]["rows"],
        json!([{"label": "Qualify", "numerator": {"count": 2}, "denominator": {"count": 3}}])
    );
}

#[tokio::test]
async fn a_deal_is_stalled_when_nobody_did_anything_about_it_for_thirty_days() {
    let world = World::new().await;
    deal::open(&world, "alice", "100").await;
    let called = deal::open(&world, "alice", "100").await;
    let changed = deal::open(&world, "dora", "100").await;
    let stalled = "stalledDeals { value }";
    let count = |value: Value| json!({"stalledDeals": {"value": value}});
    let year = "period: {year: 2027}";
    assert_eq!(organization(&world, year, stalled).await, count(json!(0)));
    world.set_now("2027-01-10T11:00:00Z");
    assert_eq!(organization(&world, year, stalled).await, count(json!(3)));
    let alice = world.id("rep:alice");
    let call = format!(r#"kind: CALL, performer: "{alice}", deal: "{called}", occurredAt: "2027-01-08T11:00:00Z""#);
    done(&world, &format!("interactionLog(input: {{{call}}})")).await;
    done(&world, &format!(r#"dealUpdate(id: "{changed}", input: {{expectedCloseOn: "2027-02-01"}})"#)).await;
    assert_eq!(organization(&world, year, stalled).await, count(json!(1)));
    assert_eq!(team(&world, "North", year, stalled).await, count(json!(1)));
    assert_eq!(team(&world, "South", year, stalled).await, count(json!(0)));
    assert_eq!(organization(&world, NOVEMBER, stalled).await, count(Value::Null), "nobody knows any more");
    done(&world, "organizationUpdate(input: {stalledAfterDays: 2})").await;
    world.set_now("2027-01-13T11:00:00Z");
    assert_eq!(organization(&world, year, stalled).await, count(json!(3)), "as long as the organization says");
}
