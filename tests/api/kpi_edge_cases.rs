//! The edge cases that every figure must bear: who moves when, days that are short or long, deals that come back.

use serde_json::{Value, json};

use crate::{
    deal,
    kpi::{organization, team, win},
    world::World,
};

const ERRORS: &str = "errors { code field message }";
const NOVEMBER: &str = "period: {month: {year: 2026, month: 11}}";

/// What ada does.
async fn done(world: &World, mutation: &str) {
    world.as_user("ada").await.done(&format!("{mutation} {{ {ERRORS} }}")).await;
}

async fn rep(world: &World, name: &str, arguments: &str, fields: &str) -> Value {
    let id = world.id(&format!("rep:{name}"));
    let document = format!(r#"{{ rep(id: "{id}") {{ kpis({arguments}) {{ {fields} }} }} }}"#);
    world.as_user("ada").await.ok(&document).await["rep"]["kpis"].clone()
}

/// The value of revenue, deals won and open deals of somebody.
const THREE: &str = "revenue { value { amount } } wonDeals { value } openDeals { value }";

fn three(revenue: &str, won: impl Into<Value>, open: i32) -> Value {
    let won: Value = won.into();
    json!({"revenue": {"value": {"amount": revenue}}, "wonDeals": {"value": won}, "openDeals": {"value": open}})
}

#[tokio::test]
async fn an_open_deal_that_is_reassigned_leaves_its_old_owner_from_that_day_on() {
    let world = World::new().await;
    let open = deal::open(&world, "alice", "100").await;
    let dora = world.id("rep:dora");
    done(&world, &format!(r#"dealReassign(id: "{open}", input: {{rep: "{dora}"}})"#)).await;
    assert_eq!(rep(&world, "alice", NOVEMBER, THREE).await, three("0.00", 0, 0));
    assert_eq!(rep(&world, "dora", NOVEMBER, THREE).await, three("0.00", 0, 1));
    let until = r#"period: {between: {from: "2026-11-01", to: "2026-11-24"}}"#;
    assert_eq!(rep(&world, "alice", until, THREE).await, three("0.00", 0, 1), "it was hers the day before");
    done(&world, &format!(r#"dealWin(id: "{open}")"#)).await;
    assert_eq!(rep(&world, "dora", NOVEMBER, THREE).await, three("100.00", 1, 0));
    assert_eq!(team(&world, "North", NOVEMBER, THREE).await, three("0.00", 0, 0));
}

#[tokio::test]
async fn a_deal_reassigned_after_winning_stays_credited_to_who_won_it() {
    let world = World::new().await;
    let won = win(&world, "alice", "100", "2026-11-10T10:00:00Z").await;
    let dora = world.id("rep:dora");
    done(&world, &format!(r#"dealReassign(id: "{won}", input: {{rep: "{dora}"}})"#)).await;
    assert_eq!(rep(&world, "alice", NOVEMBER, THREE).await, three("100.00", 1, 0));
    assert_eq!(rep(&world, "dora", NOVEMBER, THREE).await, three("0.00", 0, 0));
    let current = format!("{NOVEMBER}, lens: CURRENT");
    assert_eq!(rep(&world, "dora", &current, THREE).await, three("100.00", 1, 0), "as today's owner");
}

#[tokio::test]
async fn a_deal_split_sixty_to_forty_across_teams_is_split_and_not_doubled() {
    let world = World::new().await;
    let deal = deal::open(&world, "alice", "100.01").await;
    let (alice, dora) = (world.id("rep:alice"), world.id("rep:dora"));
    let credits = format!(r#"[{{rep: "{alice}", shareBp: 6000}}, {{rep: "{dora}", shareBp: 4000}}]"#);
    done(&world, &format!(r#"dealSetCredits(id: "{deal}", input: {{credits: {credits}}})"#)).await;
    done(&world, &format!(r#"dealWin(id: "{deal}")"#)).await;
    assert_eq!(team(&world, "North", NOVEMBER, THREE).await, three("60.01", 0.6, 0));
    assert_eq!(team(&world, "South", NOVEMBER, THREE).await, three("40.00", 0.4, 0));
    assert_eq!(team(&world, "Sales", NOVEMBER, THREE).await, three("100.01", 1, 0));
    let touched =
        "wonDealsTouched { value } medianDealValue { value { amount } } averageDealValue { value { amount } }";
    let whole = json!({"wonDealsTouched": {"value": 1}, "medianDealValue": {"value": {"amount": "100.01"}},
        "averageDealValue": {"value": {"amount": "100.01"}}});
    assert_eq!(organization(&world, NOVEMBER, touched).await, whole);
    let part = json!({"wonDealsTouched": {"value": 1}, "medianDealValue": {"value": {"amount": "100.00"}},
        "averageDealValue": {"value": {"amount": "100.00"}}});
    assert_eq!(team(&world, "South", NOVEMBER, touched).await, part, "Σ credits by Σ shares");
}

#[tokio::test]
async fn a_rep_who_changes_team_on_the_fifteenth_has_a_month_in_both() {
    let world = World::new().await;
    for (amount, at) in [("1", "2026-11-14T22:59:59Z"), ("2", "2026-11-14T23:00:00Z")] {
        win(&world, "alice", amount, at).await;
    }
    let (alice, south) = (world.id("rep:alice"), world.id("team:South"));
    let membership = world.id("membership:alice");
    done(&world, &format!(r#"membershipUpdate(id: "{membership}", input: {{endsOn: "2026-11-15"}})"#)).await;
    let to_south = format!(r#"rep: "{alice}", team: "{south}", startsOn: "2026-11-15""#);
    done(&world, &format!("membershipCreate(input: {{{to_south}}})")).await;
    assert_eq!(team(&world, "North", NOVEMBER, THREE).await, three("1.00", 1, 0), "until midnight in Paris");
    assert_eq!(team(&world, "South", NOVEMBER, THREE).await, three("2.00", 1, 0));
    assert_eq!(rep(&world, "alice", NOVEMBER, THREE).await, three("3.00", 2, 0));
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_rep_who_leaves_hands_over_what_is_open_and_keeps_what_was_won() {
    let world = World::new().await;
    win(&world, "alice", "100", "2026-11-10T10:00:00Z").await;
    let open = deal::open(&world, "alice", "50").await;
    let (alice, bob) = (world.id("rep:alice"), world.id("rep:bob"));
    let membership = world.id("membership:alice");
    done(&world, &format!(r#"repUpdate(id: "{alice}", input: {{leftOn: "2026-11-24"}})"#)).await;
    done(&world, &format!(r#"membershipUpdate(id: "{membership}", input: {{endsOn: "2026-11-24"}})"#)).await;
    done(&world, &format!(r#"dealReassign(id: "{open}", input: {{rep: "{bob}"}})"#)).await;
    assert_eq!(rep(&world, "alice", NOVEMBER, THREE).await, three("100.00", 1, 0));
    assert_eq!(rep(&world, "bob", NOVEMBER, THREE).await, three("0.00", 0, 1));
    assert_eq!(team(&world, "North", NOVEMBER, THREE).await, three("100.00", 1, 1));
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_win_in_the_last_millisecond_of_a_day_belongs_to_it() {
    let world = World::new().await;
    win(&world, "alice", "1", "2026-11-10T22:59:59.999Z").await;
    win(&world, "alice", "2", "2026-11-10T23:00:00Z").await;
    let day = |from: &str, to: &str| format!(r#"period: {{between: {{from: "{from}", to: "{to}"}}}}"#);
    let tenth = organization(&world, &day("2026-11-10", "2026-11-11"), THREE).await;
    assert_eq!(tenth, three("1.00", 1, 1), "23:59:59.999 in Paris, in a period of one day; the other is open that day");
    let eleventh = organization(&world, &day("2026-11-11", "2026-11-12"), THREE).await;
    assert_eq!(eleventh, three("2.00", 1, 0), "00:00 of the next");
}

#[tokio::test]
async fn a_day_of_twenty_five_hours_is_one_day() {
    let world = World::new().await;
    // Clocks went back in Paris on 25 October 2026 at 03:00: that day begins at 22:00 UTC and ends at 23:00 UTC.
    for (amount, at) in [
        ("1", "2026-10-24T21:59:59Z"),
        ("2", "2026-10-24T22:00:00Z"),
        ("4", "2026-10-25T22:59:59Z"),
        ("8", "2026-10-25T23:00:00Z"),
    ] {
        win_opened_in_october(&world, amount, at).await;
    }
    let day = r#"period: {between: {from: "2026-10-25", to: "2026-10-26"}}"#;
    let figures = organization(&world, day, "revenue { value { amount } } salesCycleDays { value median }").await;
    // Opened at 09:00 on 1 October: 23 days and 15 hours, and 24 days and 14:59:59, by the clocks on the wall.
    assert_eq!(
        figures,
        json!({"revenue": {"value": {"amount": "6.00"}}, "salesCycleDays": {"value": 24.1250, "median": 24.125}})
    );
}

async fn win_opened_in_october(world: &World, amount: &str, at: &str) {
    let rep = world.id("rep:alice");
    let input = format!(r#"name: "D", rep: "{rep}", amount: {{amount: "{amount}"}}, openedAt: "2026-10-01T07:00:00Z""#);
    let made =
        world.as_user("ada").await.done(&format!("dealCreate(input: {{{input}}}) {{ deal {{ id }} {ERRORS} }}")).await;
    let id = made["deal"]["id"].as_str().unwrap().to_owned();
    done(world, &format!(r#"dealWin(id: "{id}", input: {{closedAt: "{at}"}})"#)).await;
}

#[tokio::test]
async fn a_deal_reopened_and_won_again_later_counts_in_the_later_period_only() {
    let world = World::new().await;
    let deal = win(&world, "alice", "100", "2026-11-10T10:00:00Z").await;
    assert_eq!(organization(&world, NOVEMBER, THREE).await, three("100.00", 1, 0));
    done(&world, &format!(r#"dealReopen(id: "{deal}")"#)).await;
    world.set_now("2026-12-15T11:00:00Z");
    done(&world, &format!(r#"dealWin(id: "{deal}", input: {{amount: {{amount: "120"}}}})"#)).await;
    assert_eq!(organization(&world, NOVEMBER, THREE).await, three("0.00", 0, 1), "open all through November");
    let december = "period: {month: {year: 2026, month: 12}}";
    assert_eq!(organization(&world, december, THREE).await, three("120.00", 1, 0));
    let known = r#", asOf: "2026-11-24T11:00:00Z""#;
    assert_eq!(
        organization(&world, &format!("{december}{known}"), THREE).await,
        three("0.00", 0, 1),
        "in November nobody knew"
    );
}

#[tokio::test]
async fn a_team_that_is_moved_leaves_what_was_believed_of_those_above_it() {
    let world = World::new().await;
    win(&world, "alice", "100", "2026-11-10T10:00:00Z").await;
    deal::open(&world, "alice", "50").await;
    let [north, south] = ["North", "South"].map(|team| world.id(&format!("team:{team}")));
    done(&world, &format!(r#"teamMove(id: "{north}", input: {{parent: "{south}"}})"#)).await;
    assert_eq!(team(&world, "South", NOVEMBER, THREE).await, three("100.00", 1, 1));
    world.set_now("2026-12-02T11:00:00Z");
    done(&world, &format!(r#"teamMove(id: "{north}", input: {{parent: null}})"#)).await;
    assert_eq!(team(&world, "South", NOVEMBER, THREE).await, three("0.00", 0, 0));
    let then = format!(r#"{NOVEMBER}, asOf: "2026-12-01T11:00:00Z""#);
    assert_eq!(team(&world, "South", &then, THREE).await, three("100.00", 1, 1), "with North below it");
    let churn = "lostCustomers { value } activeCustomers { value }";
    let before = format!(r#"{NOVEMBER}, asOf: "2026-11-01T11:00:00Z""#);
    assert_eq!(team(&world, "South", &before, churn).await["activeCustomers"], json!({"value": 0}));
    let asked = format!(r#"{{ team(id: "{south}") {{ kpis({then}) {{ revenue {{ value {{ amount }} }} }} }} }}"#);
    let sam = world.as_user("sam").await;
    assert_eq!(sam.run(&asked).await.code(), "FORBIDDEN", "North is not theirs any more");
    done(&world, "organizationUpdate(input: {groupMinimum: 1})").await;
    let dora = world.as_user("dora").await;
    assert_eq!(
        dora.run(&asked).await.code(),
        "FORBIDDEN",
        "nor Dora's, whose team is shown to her however small it is"
    );
    let since = asked.replace("2026-12-01", "2026-12-02");
    assert_eq!(dora.run(&since).await.code(), "", "as it is now");
    // What was forecast is held against what came, both of the teams that are South's now, whoever asks.
    let forecast = "forecast { snapshots(by: MONTH) { methods { weighted { amount } } } }
        forecastAccuracy { at(horizonDays: 5) { forecast { amount } actual { amount } } }";
    let asked = format!(r#"{{ team(id: "{south}") {{ kpis({NOVEMBER}) {{ {forecast} }} }} }}"#);
    let nothing = json!({"amount": "0.00"});
    for who in [&sam, &world.as_user("ada").await] {
        let found = who.ok(&asked).await["team"]["kpis"].clone();
        assert_eq!(found["forecastAccuracy"]["at"], json!({"forecast": nothing, "actual": nothing}), "{found}");
        let snapshots = found["forecast"]["snapshots"].as_array().unwrap();
        assert!(
            !snapshots.is_empty() && snapshots.iter().all(|snapshot| snapshot["methods"]["weighted"] == nothing),
            "{found}"
        );
    }
    let days = |kpis: &Value| kpis["interactionFrequency"]["explain"]["withNumbers"].clone();
    let divided = "interactionFrequency { explain { withNumbers } }";
    assert_eq!(days(&team(&world, "South", &then, divided).await), "0 / 105 = 0", "21 working days of five reps");
    assert_eq!(days(&team(&world, "South", NOVEMBER, divided).await), "0 / 42 = 0", "of two");
    for (whose, amount) in
        [(format!(r#"team: "{south}""#), "900"), (format!(r#"rep: "{}""#, world.id("rep:alice")), "400")]
    {
        let target = format!(r#"target: {{money: {{amount: "{amount}"}}}}"#);
        done(&world, &format!("objectiveAssign(input: {{kpi: REVENUE, {whose}, {NOVEMBER}, {target}}})")).await;
    }
    let allotted = "revenue { objective { allotted { money { amount } } } }";
    for (when, amount) in [(then.as_str(), "400.00"), (NOVEMBER, "0.00")] {
        let objective = team(&world, "South", when, allotted).await["revenue"]["objective"].clone();
        assert_eq!(objective["allotted"]["money"]["amount"], amount, "with North below it, and without");
    }
    let found = team(&world, "South", &then, forecast).await["forecastAccuracy"]["at"].clone();
    assert_eq!(found["actual"], json!({"amount": "100.00"}), "with North, as asked for: {found}");
}

#[tokio::test]
async fn a_win_in_euros_is_reported_in_dollars_at_the_rate_of_its_day() {
    let world = World::new().await;
    done(&world, r#"organizationUpdate(input: {currency: "USD"})"#).await;
    for (day, rate) in [("2026-11-01", "1.10"), ("2026-11-15", "1.20")] {
        let input = format!(r#"from: "EUR", to: "USD", validOn: "{day}", rate: "{rate}""#);
        done(&world, &format!("exchangeRateCreate(input: {{{input}}})")).await;
    }
    for at in ["2026-11-14T10:00:00Z", "2026-11-15T10:00:00Z"] {
        let deal = deal::open(&world, "alice", "1").await;
        let won = format!(r#"closedAt: "{at}", amount: {{amount: "100", currency: "EUR"}}"#);
        done(&world, &format!(r#"dealWin(id: "{deal}", input: {{{won}}})"#)).await;
    }
    let figures = "revenue { value { amount currency } series(by: DAY) { value { money { amount } } } }";
    let revenue = organization(&world, NOVEMBER, figures).await["revenue"].clone();
    assert_eq!(revenue["value"], json!({"amount": "230.00", "currency": "USD"}));
    let days = revenue["series"].as_array().unwrap();
    assert_eq!(days[13]["value"]["money"]["amount"], "110.00", "the rate of the 14th is that of the 1st");
    assert_eq!(days[14]["value"]["money"]["amount"], "120.00");
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_win_for_nothing_counts_and_is_warned_of() {
    let world = World::new().await;
    win(&world, "alice", "0", "2026-11-10T10:00:00Z").await;
    win(&world, "alice", "100", "2026-11-11T10:00:00Z").await;
    let figures = "wonDeals { value } zeroAmountWins { value } medianDealValue { value { amount } }
        averageDealValue { value { amount } warnings { code count } } winRateByValue { value }";
    assert_eq!(
        organization(&world, NOVEMBER, figures).await,
        json!({"wonDeals": {"value": 2}, "zeroAmountWins": {"value": 1}, "medianDealValue": {"value": {"amount": "50.00"}},
            "averageDealValue": {"value": {"amount": "50.00"}, "warnings": [{"code": "ZERO_AMOUNT", "count": 1}]},
            "winRateByValue": {"value": 1.0}})
    );
}

#[tokio::test]
async fn a_negative_credit_note_is_refused_and_leaves_no_trace() {
    let world = World::new().await;
    let won = win(&world, "alice", "100", "2026-11-10T10:00:00Z").await;
    let ada = world.as_user("ada").await;
    let rep = world.id("rep:alice");
    let expected = ("BAD_USER_INPUT".to_owned(), "input.amount.amount".to_owned());
    let correction = format!(r#"dealUpdate(id: "{won}", input: {{amount: {{amount: "-30"}}}}) {{ {ERRORS} }}"#);
    assert_eq!(ada.refused(&correction).await, expected);
    let note = format!(r#"name: "Credit note", rep: "{rep}", amount: {{amount: "-30"}}"#);
    assert_eq!(ada.refused(&format!("dealCreate(input: {{{note}}}) {{ {ERRORS} }}")).await, expected);
    assert_eq!(organization(&world, NOVEMBER, THREE).await, three("100.00", 1, 0));
    // What a credit note takes back is corrected on the deal itself: its period is restated.
    done(&world, &format!(r#"dealUpdate(id: "{won}", input: {{amount: {{amount: "70"}}}})"#)).await;
    assert_eq!(organization(&world, NOVEMBER, THREE).await, three("70.00", 1, 0));
}

#[tokio::test]
async fn a_period_to_come_is_empty_and_its_stocks_are_those_of_now() {
    let world = World::new().await;
    deal::open(&world, "alice", "100").await;
    let next = "period: {year: 2027}";
    assert_eq!(organization(&world, next, THREE).await, three("0.00", 0, 1));
    let waterfall = "pipelineWaterfall { start { amount } created { amount } end { amount } }";
    assert_eq!(
        organization(&world, next, waterfall).await,
        json!({"pipelineWaterfall": {"start": {"amount": "100.00"}, "created": {"amount": "0.00"}, "end": {"amount": "100.00"}}})
    );
}
