//! Figures of groups: what a rep and a partner's program are shown of a team, and that it tells of nobody in it.

use serde_json::{Value, json};

use crate::{deal, world::World};

const ERRORS: &str = "errors { code field message }";

/// Wins a deal of a rep for so much, at an instant.
async fn win(world: &World, rep: &str, amount: &str, at: &str) {
    let id = deal::open(world, rep, amount).await;
    let ada = world.as_user("ada").await;
    ada.done(&format!(r#"dealWin(id: "{id}", input: {{closedAt: "{at}"}}) {{ {ERRORS} }}"#)).await;
}

/// How few people a figure may come from.
async fn at_least(world: &World, people: u8) {
    let change = format!("organizationUpdate(input: {{groupMinimum: {people}}}) {{ {ERRORS} }}");
    world.as_user("ada").await.done(&change).await;
}

/// North, where Alice, Bob and Carol won something: each at least as often as their name says.
async fn north(wins: &[(&str, &str, &str)]) -> World {
    let world = World::new().await;
    at_least(&world, 2).await;
    for (rep, amount, at) in wins {
        win(&world, rep, amount, at).await;
    }
    world
}

fn team(world: &World, name: &str, arguments: &str, fields: &str) -> String {
    let id = world.id(&format!("team:{name}"));
    format!(r#"{{ team(id: "{id}") {{ kpis({arguments}) {{ {fields} }} }} }}"#)
}

const SEPTEMBER: &str = "period: {month: {year: 2026, month: 9}}";
const OCTOBER: &str = "period: {month: {year: 2026, month: 10}}";
const NOVEMBER: &str = "period: {month: {year: 2026, month: 11}}";
const YEAR: &str = "period: {year: 2026}";
const REVENUE: &str = "revenue { value { amount } }";

#[tokio::test]
async fn what_a_single_colleague_did_is_not_shown_in_any_way_of_asking() {
    let world = north(&[
        ("alice", "1000", "2026-10-10T10:00:00Z"),
        ("bob", "300", "2026-10-11T10:00:00Z"),
        ("carol", "400", "2026-10-12T10:00:00Z"),
        ("alice", "500", "2026-09-10T10:00:00Z"),
        ("bob", "600", "2026-09-10T10:00:00Z"),
        ("carol", "700", "2026-09-10T10:00:00Z"),
        // Bob alone in November, and today: 77 777.13 is to be seen nowhere.
        ("bob", "77777.13", "2026-11-24T10:00:00Z"),
    ])
    .await;
    let alice = world.as_user("alice").await;
    let september = alice.ok(&team(&world, "North", SEPTEMBER, REVENUE)).await;
    assert_eq!(september["team"]["kpis"]["revenue"]["value"]["amount"], "1800.00");
    let more = [
        team(&world, "North", NOVEMBER, REVENUE),
        team(&world, "North", "period: {preset: TODAY}", REVENUE),
        team(&world, "North", "period: {preset: THIS_WEEK}", REVENUE),
        team(&world, "North", "period: {preset: YEAR_TO_DATE}", REVENUE),
        team(&world, "North", r#"period: {between: {from: "2026-10-01", to: "2026-12-01"}}"#, REVENUE),
        team(&world, "North", &format!(r#"{SEPTEMBER}, asOf: "2026-10-11T12:00:00Z""#), REVENUE),
        team(&world, "North", &format!("{SEPTEMBER}, lens: CURRENT"), REVENUE),
        team(&world, "North", &format!(r#"{SEPTEMBER}, filter: {{currency: "EUR"}}"#), REVENUE),
        team(&world, "North", SEPTEMBER, "revenue { breakdown(by: REP) { rows { value { money { amount } } } } }"),
        team(&world, "North", SEPTEMBER, "revenue { breakdown(by: CUSTOMER) { rows { value { money { amount } } } } }"),
        team(&world, "North", SEPTEMBER, "revenue { contributors { nodes { value { money { amount } } } } }"),
        team(&world, "North", SEPTEMBER, "revenue { explain { withNumbers } }"),
        team(&world, "North", SEPTEMBER, "revenue { series(by: DAY) { value { money { amount } } } }"),
        team(&world, "North", NOVEMBER, "winRate { value denominator } averageDealValue { value { amount } }"),
        team(&world, "North", NOVEMBER, "salesVelocity { value { amount } }"),
        team(&world, "North", NOVEMBER, "averageRevenuePerCustomer { value { amount } }"),
        team(&world, "North", NOVEMBER, "salesCycleDays { value median sampleSize }"),
        team(&world, "North", NOVEMBER, "forecast { value { amount } won { amount } }"),
        "{ leaderboard(kpi: REVENUE, period: {preset: TODAY}) { entries { rank } } }".to_owned(),
    ];
    for document in more {
        let answer = alice.run(&document).await;
        assert_eq!(answer.code(), "SUPPRESSED", "{document}\n{:#}", answer.0);
        assert!(!answer.0.to_string().contains("77777.13"), "{document}\n{:#}", answer.0);
    }
    // Nor by subtraction: the year less its quarters, the quarter less its months, from one figure to the next.
    let quarters = "revenue { value { amount } series(by: QUARTER) { isWithheld value { money { amount } } } }";
    let quarters = alice.run(&team(&world, "North", YEAR, quarters)).await.0;
    let months = "revenue { value { amount } series(by: MONTH) { isWithheld value { money { amount } } } }";
    let months = alice.run(&team(&world, "North", YEAR, months)).await.0;
    let known = [&quarters, &months].map(|answer| answer["data"]["team"]["kpis"]["revenue"].clone());
    assert_eq!(known[0]["value"]["amount"], "81277.13", "three people in all");
    let shown: Vec<bool> =
        known[1]["series"].as_array().unwrap().iter().map(|point| point["isWithheld"] == json!(false)).collect();
    assert_eq!(shown[8..], [true, false, false, false], "October goes with November, else the quarter tells");
    assert_eq!(known[0]["series"][3]["isWithheld"], json!(false));
    let change = "revenue { change { base { money { amount } } delta { money { amount } } } }";
    let december = "period: {month: {year: 2026, month: 12}}, compareTo: PREVIOUS_PERIOD";
    let change = alice.run(&team(&world, "North", december, change)).await;
    assert_eq!(change.code(), "SUPPRESSED", "nobody won in December");
}

#[tokio::test]
async fn a_base_that_few_stand_behind_is_withheld_with_the_difference() {
    let world = north(&[
        ("bob", "77777.13", "2026-09-10T10:00:00Z"),
        ("alice", "10", "2026-08-10T10:00:00Z"),
        ("bob", "20", "2026-08-10T10:00:00Z"),
        ("carol", "30", "2026-08-10T10:00:00Z"),
        ("bob", "300", "2026-10-11T10:00:00Z"),
        ("carol", "400", "2026-10-12T10:00:00Z"),
    ])
    .await;
    let alice = world.as_user("alice").await;
    let change =
        "revenue { value { amount } change { base { money { amount } } delta { money { amount } } relative } }";
    let compared = alice.ok(&team(&world, "North", &format!("{OCTOBER}, compareTo: PREVIOUS_PERIOD"), change)).await;
    let expected = json!({"value": {"amount": "700.00"}, "change": {"base": null, "delta": null, "relative": null}});
    assert_eq!(compared["team"]["kpis"]["revenue"], expected);
    let nora = world.as_user("nora").await;
    let compared = nora.ok(&team(&world, "North", &format!("{OCTOBER}, compareTo: PREVIOUS_PERIOD"), change)).await;
    assert_eq!(compared["team"]["kpis"]["revenue"]["change"]["base"]["money"]["amount"], "77777.13");
}

#[tokio::test]
async fn one_small_part_of_a_figure_withholds_the_whole() {
    let world = north(&[("bob", "300", "2026-10-11T10:00:00Z"), ("carol", "400", "2026-10-12T10:00:00Z")]).await;
    let alice = world.as_user("alice").await;
    let figures = "wonDeals { value } closedDeals { value }";
    let both = alice.ok(&team(&world, "North", OCTOBER, figures)).await;
    assert_eq!(both["team"]["kpis"], json!({"wonDeals": {"value": 2}, "closedDeals": {"value": 2}}));
    let lost = deal::open(&world, "bob", "5").await;
    let lose = format!(r#"dealLose(id: "{lost}", input: {{closedAt: "2026-10-20T10:00:00Z"}}) {{ {ERRORS} }}"#);
    world.as_user("ada").await.done(&lose).await;
    let won = alice.ok(&team(&world, "North", OCTOBER, "wonDeals { value }")).await;
    assert_eq!(won["team"]["kpis"]["wonDeals"]["value"], 2);
    for figure in ["closedDeals { value }", "lostDeals { value }", "winRate { value }"] {
        let answer = alice.run(&team(&world, "North", OCTOBER, figure)).await;
        assert_eq!(answer.code(), "SUPPRESSED", "{figure}: closed less won is lost, and Bob lost it");
    }
}

#[tokio::test]
async fn a_stock_that_one_colleague_moved_is_withheld() {
    let world = World::new().await;
    at_least(&world, 2).await;
    for rep in ["alice", "carol"] {
        deal::open(&world, rep, "100").await;
    }
    let bobs = deal::open(&world, "bob", "100").await;
    let alice = world.as_user("alice").await;
    let open = |period: &str| team(&world, "North", period, "openDeals { value }");
    let december = "period: {month: {year: 2026, month: 12}}";
    assert_eq!(alice.ok(&open(NOVEMBER)).await["team"]["kpis"]["openDeals"]["value"], 3);
    world.set_now("2026-12-10T10:00:00Z");
    assert_eq!(alice.ok(&open(december)).await["team"]["kpis"]["openDeals"]["value"], 3, "nobody moved it since");
    let lost = format!(r#"dealLose(id: "{bobs}") {{ {ERRORS} }}"#);
    world.as_user("ada").await.done(&lost).await;
    assert_eq!(alice.ok(&open(NOVEMBER)).await["team"]["kpis"]["openDeals"]["value"], 3);
    assert_eq!(alice.run(&open(december)).await.code(), "SUPPRESSED", "three less two is Bob's");
}

#[tokio::test]
async fn a_program_reads_groups_and_no_group_less_another() {
    let world = World::new().await;
    at_least(&world, 3).await;
    for rep in ["alice", "bob", "carol", "dora"] {
        win(&world, rep, "100", "2026-10-10T10:00:00Z").await;
    }
    let program = world.as_token("kpi:read organization:read teams:read reps:read");
    let all = format!("{{ organization {{ kpis({OCTOBER}) {{ {REVENUE} }} }} }}");
    assert_eq!(program.ok(&all).await["organization"]["kpis"]["revenue"]["value"]["amount"], "400.00");
    for name in ["North", "South"] {
        let answer = program.run(&team(&world, name, OCTOBER, REVENUE)).await;
        assert_eq!(answer.code(), "SUPPRESSED", "all less North is South, and South is Dora");
    }
    let sales = program.run(&team(&world, "Sales", OCTOBER, REVENUE)).await;
    assert_eq!(sales.code(), "", "everybody");
    let year = program.run(&team(&world, "Sales", YEAR, REVENUE)).await;
    assert_eq!(year.code(), "SUPPRESSED", "teams are shown month by month");
    let alice = world.id("rep:alice");
    let rep = program.run(&format!(r#"{{ rep(id: "{alice}") {{ kpis({OCTOBER}) {{ {REVENUE} }} }} }}"#)).await;
    assert_eq!(rep.code(), "SUPPRESSED", "nobody is a group");
    at_least(&world, 1).await;
    let alone = program.run(&team(&world, "South", OCTOBER, REVENUE)).await;
    assert_eq!(alone.code(), "", "the organization may say that one is enough");
}

#[tokio::test]
async fn the_veil_costs_one_statement_whatever_is_asked() {
    let wins = ["alice", "bob", "carol"].map(|rep| (rep, "100", "2026-10-10T10:00:00Z"));
    let world = north(&wins).await;
    let alice = world.as_user("alice").await;
    let cost = async |fields: &str| {
        let before = world.statements();
        let answer: Value = alice.run(&team(&world, "North", YEAR, fields)).await.0;
        assert_eq!(answer["data"]["team"]["kpis"]["revenue"]["value"]["amount"], "300.00", "{answer:#}");
        world.statements() - before
    };
    let one = cost(REVENUE).await;
    let many = cost(
        "revenue { value { amount } series(by: MONTH) { isWithheld } } wonDeals { value series(by: QUARTER) { isWithheld } }
         winRate { value } averageDealValue { value { amount } } newCustomers { value } closedDeals { value }",
    )
    .await;
    // A series is asked for once the figure is there: another round of both.
    assert!(many <= one + 2, "{one} statements for one figure, {many} for six and two series");
}
