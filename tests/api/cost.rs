//! What selling costs: expenses and who shares them, campaigns and what they bring, who may know.

use serde_json::{Value, json};

use crate::{deal, world::World};

const ERRORS: &str = "errors { code field message }";
const YEAR: &str = "period: {year: 2026}";

fn refused(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

/// Records an expense and answers its id.
async fn spend(world: &World, amount: &str, more: &str) -> String {
    let input = format!(r#"amount: {{amount: "{amount}"}}, incurredOn: "2026-11-10", {more}"#);
    let made = world
        .as_user("ada")
        .await
        .done(&format!("expenseCreate(input: {{{input}}}) {{ expense {{ id }} {ERRORS} }}"))
        .await;
    made["expense"]["id"].as_str().unwrap().to_owned()
}

/// Plans a campaign and answers its id.
async fn plan(world: &World, name: &str, more: &str) -> String {
    let ada = world.as_user("ada").await;
    let made = ada
        .done(&format!(r#"campaignCreate(input: {{name: "{name}", {more}}}) {{ campaign {{ id }} {ERRORS} }}"#))
        .await;
    made["campaign"]["id"].as_str().unwrap().to_owned()
}

/// Wins a deal that came from a campaign.
async fn win(world: &World, rep: &str, customer: &str, amount: &str, more: &str) {
    let (rep, customer) = (world.id(&format!("rep:{rep}")), world.id(&format!("customer:{customer}")));
    let ada = world.as_user("ada").await;
    let input = format!(
        r#"name: "D", customer: "{customer}", rep: "{rep}", amount: {{amount: "{amount}"}}, openedAt: "2026-11-02T09:00:00Z""#
    );
    let made = ada.done(&format!("dealCreate(input: {{{input}{more}}}) {{ deal {{ id }} {ERRORS} }}")).await;
    let id = made["deal"]["id"].as_str().unwrap();
    ada.done(&format!(r#"dealWin(id: "{id}", input: {{closedAt: "2026-11-12T09:00:00Z"}}) {{ {ERRORS} }}"#)).await;
}

async fn kpis(world: &World, who: &str, subject: &str, arguments: &str, fields: &str) -> Value {
    let document = if subject.is_empty() {
        format!("{{ subject: organization {{ kpis({arguments}) {{ {fields} }} }} }}")
    } else {
        let (kind, _) = subject.split_once(':').unwrap();
        let id = world.id(subject);
        format!(r#"{{ subject: {kind}(id: "{id}") {{ kpis({arguments}) {{ {fields} }} }} }}"#)
    };
    world.as_user(who).await.ok(&document).await["subject"]["kpis"].clone()
}

async fn cost(world: &World, subject: &str) -> Value {
    let found = kpis(world, "ada", subject, YEAR, "salesCost { value { amount } }").await;
    found["salesCost"]["value"]["amount"].clone()
}

#[tokio::test]
async fn a_shared_cost_is_divided_to_the_last_cent_and_never_twice() {
    let world = World::new().await;
    let expense = spend(&world, "100", "category: TOOLS").await;
    let read = format!(
        r#"{{ expense(id: "{expense}") {{ bearer allocation paidOn shares {{ rep {{ name }} team {{ name }} amount {{ amount }} }} }} }}"#
    );
    let found = world.as_user("ada").await.ok(&read).await["expense"].clone();
    assert_eq!((&found["bearer"], &found["allocation"]), (&json!("ORGANIZATION"), &json!("HEADCOUNT_DAYS")));
    let shares = found["shares"].as_array().unwrap();
    assert_eq!(shares.len(), 5);
    assert!(shares.iter().all(|share| share["amount"]["amount"] == "20.00"), "{shares:#?}");
    for (subject, amount) in [
        ("", "100.00"),
        ("team:Sales", "100.00"),
        ("team:North", "60.00"),
        ("team:South", "40.00"),
        ("rep:alice", "20.00"),
    ] {
        assert_eq!(cost(&world, subject).await, amount, "{subject}");
    }
    spend(&world, "10", &format!(r#"category: TRAVEL, allocation: EQUAL, team: "{}""#, world.id("team:North"))).await;
    let reps = [cost(&world, "rep:alice").await, cost(&world, "rep:bob").await, cost(&world, "rep:carol").await];
    assert_eq!(reps, ["23.34", "23.33", "23.33"]);
    assert_eq!((cost(&world, "team:North").await, cost(&world, "").await), (json!("70.00"), json!("110.00")));
    let by_kind =
        kpis(&world, "ada", "", YEAR, "salesCost { breakdown(by: KIND) { rows { key value { money { amount } } } } }");
    assert_eq!(
        by_kind.await["salesCost"]["breakdown"]["rows"],
        json!([{"key": "TOOLS", "value": {"money": {"amount": "100.00"}}},
            {"key": "TRAVEL", "value": {"money": {"amount": "10.00"}}}])
    );
    world.assert_ledger().await;
}

#[tokio::test]
async fn what_was_shared_stays_so_until_it_is_shared_anew() {
    let world = World::new().await;
    let north = world.id("team:North");
    win(&world, "alice", "Acme", "300", "").await;
    win(&world, "bob", "Bolt", "100", "").await;
    let expense = spend(&world, "80", &format!(r#"category: MARKETING, allocation: REVENUE, team: "{north}""#)).await;
    let both = async || (cost(&world, "rep:alice").await, cost(&world, "rep:bob").await);
    assert_eq!(both().await, (json!("60.00"), json!("20.00")));
    win(&world, "bob", "Bolt", "200", "").await;
    assert_eq!(both().await, (json!("60.00"), json!("20.00")), "a later win moves nothing");
    let ada = world.as_user("ada").await;
    let membership = world.id("membership:bob");
    ada.done(&format!(r#"membershipDelete(id: "{membership}") {{ {ERRORS} }}"#)).await;
    assert_eq!(cost(&world, "team:North").await, "80.00", "nor does a corrected membership");
    world.assert_ledger().await;
    ada.done(&format!(r#"expenseAllocate(id: "{expense}") {{ {ERRORS} }}"#)).await;
    assert_eq!(both().await, (json!("80.00"), json!("0.00")), "only bob's wins outside the team are left");
    ada.done(&format!(
        r#"expenseUpdate(id: "{expense}", input: {{team: null, amount: {{amount: "90"}}}}) {{ {ERRORS} }}"#
    ))
    .await;
    assert_eq!(both().await, (json!("45.00"), json!("45.00")));
    ada.done(&format!(r#"expenseUpdate(id: "{expense}", input: {{rep: "{}"}}) {{ {ERRORS} }}"#, world.id("rep:dora")))
        .await;
    assert_eq!((cost(&world, "rep:dora").await, cost(&world, "").await), (json!("90.00"), json!("90.00")));
    ada.done(&format!(r#"expenseDelete(id: "{expense}") {{ {ERRORS} }}"#)).await;
    assert_eq!(cost(&world, "").await, "0.00");
    ada.done(&format!(r#"expenseRestore(id: "{expense}") {{ {ERRORS} }}"#)).await;
    assert_eq!(cost(&world, "").await, "90.00");
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_cost_that_nobody_can_share_stays_with_its_team() {
    let world = World::new().await;
    spend(&world, "50", &format!(r#"category: OTHER, allocation: REVENUE, team: "{}""#, world.id("team:South"))).await;
    assert_eq!((cost(&world, "team:South").await, cost(&world, "rep:dora").await), (json!("50.00"), json!("0.00")));
    assert_eq!((cost(&world, "team:Sales").await, cost(&world, "").await), (json!("50.00"), json!("50.00")));
}

#[tokio::test]
async fn cost_is_set_against_what_it_brought() {
    let world = World::new().await;
    spend(&world, "3000", &format!(r#"category: SALARY, rep: "{}", paidOn: "2026-11-20""#, world.id("rep:alice")))
        .await;
    let fields = "salesCost { value { amount } } salesCostPaid { value { amount } }
        costToRevenueRatio { value numerator { amount } denominator { amount } unit }
        costPerWin { value { amount } } costPerMeeting { value { amount } } cac { value { amount } }
        marketingCac { value { amount } } cacPaybackMonths { value unit } roi { value }";
    let spent = kpis(&world, "ada", "", YEAR, fields).await;
    assert_eq!(
        spent,
        json!({"salesCost": {"value": {"amount": "3000.00"}}, "salesCostPaid": {"value": {"amount": "3000.00"}},
            "costToRevenueRatio": {"value": null, "numerator": {"amount": "3000.00"}, "denominator": {"amount": "0.00"},
                "unit": "RATIO"},
            "costPerWin": {"value": null}, "costPerMeeting": {"value": null}, "cac": {"value": null},
            "marketingCac": {"value": null}, "cacPaybackMonths": {"value": null, "unit": "MONTHS"},
            "roi": {"value": -1.0}})
    );
    win(&world, "alice", "Acme", "9000", "").await;
    win(&world, "bob", "Bolt", "3000", "").await;
    win(&world, "bob", "Bolt", "3000", "").await;
    spend(&world, "1000", "category: MARKETING").await;
    let ada = world.as_user("ada").await;
    let (alice, acme) = (world.id("rep:alice"), world.id("customer:Acme"));
    let met = ada
        .done(&format!(
            r#"meetingBook(input: {{purpose: CUSTOMER, customer: "{acme}", host: "{alice}", startsAt: "2026-11-23T09:00:00Z"}})
                {{ meeting {{ id }} {ERRORS} }}"#
        ))
        .await;
    ada.done(&format!(r#"meetingHold(id: "{}") {{ {ERRORS} }}"#, met["meeting"]["id"].as_str().unwrap())).await;
    let earned = kpis(&world, "ada", "", YEAR, fields).await;
    assert_eq!(
        earned,
        json!({"salesCost": {"value": {"amount": "4000.00"}}, "salesCostPaid": {"value": {"amount": "3000.00"}},
            "costToRevenueRatio": {"value": 0.266666667, "numerator": {"amount": "4000.00"},
                "denominator": {"amount": "15000.00"}, "unit": "RATIO"},
            "costPerWin": {"value": {"amount": "1333.33"}}, "costPerMeeting": {"value": {"amount": "4000.00"}},
            "cac": {"value": {"amount": "2000.00"}}, "marketingCac": {"value": {"amount": "500.00"}},
            "cacPaybackMonths": {"value": 4.0, "unit": "MONTHS"}, "roi": {"value": 2.75}})
    );
    let before = kpis(&world, "ada", "", "period: {year: 2025}", "roi { value } salesCost { value { amount } }").await;
    assert_eq!(before, json!({"roi": {"value": null}, "salesCost": {"value": {"amount": "0.00"}}}));

    let dollars = format!(
        r#"name: "D", customer: "{acme}", rep: "{alice}", amount: {{amount: "9", currency: "USD"}}, openedAt: "2026-11-02T09:00:00Z""#
    );
    let made = ada.done(&format!("dealCreate(input: {{{dollars}}}) {{ deal {{ id }} {ERRORS} }}")).await;
    let id = made["deal"]["id"].as_str().unwrap();
    ada.done(&format!(r#"dealWin(id: "{id}", input: {{closedAt: "2026-11-13T09:00:00Z"}}) {{ {ERRORS} }}"#)).await;
    let without_rate = kpis(&world, "ada", "", YEAR, "roi { value } cacPaybackMonths { value }").await;
    assert_eq!(without_rate, json!({"roi": {"value": null}, "cacPaybackMonths": {"value": 4.0}}), "no first deal");
}

#[tokio::test]
async fn a_missing_rate_makes_cost_unknown_to_everybody_who_shares_it() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    ada.done(&format!(
        r#"expenseCreate(input: {{category: TOOLS, amount: {{amount: "100", currency: "USD"}}, incurredOn: "2026-11-10"}}) {{ {ERRORS} }}"#
    ))
    .await;
    let fields = "salesCost { value { amount } warnings { code count } } costToRevenueRatio { value } roi { value }";
    let unknown = kpis(&world, "ada", "", YEAR, fields).await;
    assert_eq!(
        unknown,
        json!({"salesCost": {"value": null, "warnings": [{"code": "MISSING_RATE", "count": 1}]},
            "costToRevenueRatio": {"value": null}, "roi": {"value": null}})
    );
    let rate =
        format!(r#"exchangeRateCreate(input: {{from: "USD", validOn: "2026-11-01", rate: "0.90"}}) {{ {ERRORS} }}"#);
    ada.done(&rate).await;
    assert_eq!((cost(&world, "").await, cost(&world, "rep:alice").await), (json!("90.00"), json!("18.00")));
    world.assert_ledger().await;
}

#[tokio::test]
async fn the_return_on_a_campaign_goes_by_the_first_touch() {
    let world = World::new().await;
    let fair = plan(&world, "Fair", r#"lever: "Trade fairs", leadSource: "fair""#).await;
    let partners =
        plan(&world, "Partner days", r#"lever: "Partners", isMarketing: false, leadSource: "partner""#).await;
    spend(&world, "1000", &format!(r#"category: MARKETING, campaign: "{fair}""#)).await;
    spend(&world, "500", &format!(r#"category: TRAVEL, campaign: "{partners}""#)).await;
    let ada = world.as_user("ada").await;
    let alice = world.id("rep:alice");
    let taken = ada
        .done(&format!(
            r#"leadCreate(input: {{title: "L", company: "New", rep: "{alice}", campaign: "{fair}", receivedAt: "2026-11-03T09:00:00Z"}})
                {{ lead {{ id source campaign {{ name }} }} {ERRORS} }}"#
        ))
        .await;
    assert_eq!((&taken["lead"]["source"], &taken["lead"]["campaign"]["name"]), (&json!("fair"), &json!("Fair")));
    let lead = taken["lead"]["id"].as_str().unwrap();
    let converted = ada
        .done(&format!(
            r#"leadConvert(id: "{lead}", input: {{amount: {{amount: "3500"}}}}) {{ lead {{ deal {{ id source campaign {{ name }} }} }} {ERRORS} }}"#
        ))
        .await;
    let made = &converted["lead"]["deal"];
    assert_eq!((&made["source"], &made["campaign"]["name"]), (&json!("fair"), &json!("Fair")));
    ada.done(&format!(r#"dealWin(id: "{}") {{ {ERRORS} }}"#, made["id"].as_str().unwrap())).await;
    win(&world, "dora", "Core", "250", &format!(r#", campaign: "{partners}""#)).await;
    let elsewhere = deal::open(&world, "dora", "100").await;
    ada.done(&format!(r#"dealWin(id: "{elsewhere}") {{ {ERRORS} }}"#)).await;
    let by = async |dimension: &str| {
        let fields = format!("roi {{ breakdown(by: {dimension}) {{ rows {{ label value {{ ratio }} }} }} }}");
        let rows = kpis(&world, "ada", "", YEAR, &fields).await["roi"]["breakdown"]["rows"].clone();
        let row = |row: &Value| (row["label"].as_str().unwrap_or("–").to_owned(), row["value"]["ratio"].as_f64());
        rows.as_array().unwrap().iter().map(row).collect::<Vec<_>>()
    };
    let named = |one: &str, other: &str| {
        vec![(one.to_owned(), Some(2.5)), (other.to_owned(), Some(-0.5)), ("–".to_owned(), None)]
    };
    assert_eq!(by("CAMPAIGN").await, named("Fair", "Partner days"));
    assert_eq!(by("SOURCE").await, named("fair", "partner"));
    assert_eq!(by("LEVER").await, named("Trade fairs", "Partners"));
    let of_fair = format!(r#"{YEAR}, filter: {{campaign: "{fair}"}}"#);
    let fields = "revenue { value { amount } } roi { value } leadsReceived { value } salesCost { value { amount } }";
    let data = ada
        .ok(&format!(r#"{{ campaign(id: "{fair}") {{ kpis({YEAR}) {{ {fields} }} expenses {{ totalCount }} }} }}"#))
        .await;
    assert_eq!(data["campaign"]["kpis"], kpis(&world, "ada", "", &of_fair, fields).await);
    assert_eq!(data["campaign"]["expenses"]["totalCount"], 1);
    assert_eq!(
        kpis(&world, "ada", "", &of_fair, fields).await,
        json!({"revenue": {"value": {"amount": "3500.00"}}, "roi": {"value": 2.5}, "leadsReceived": {"value": 1},
            "salesCost": {"value": {"amount": "1000.00"}}})
    );
    let fields = "marketingSourcedRevenue { value { amount } } marketingSourcedRevenueShare { value }";
    assert_eq!(
        kpis(&world, "ada", "", YEAR, fields).await,
        json!({"marketingSourcedRevenue": {"value": {"amount": "3500.00"}},
            "marketingSourcedRevenueShare": {"value": 0.909090909}})
    );
    let delete = format!(r#"campaignDelete(id: "{fair}") {{ {ERRORS} }}"#);
    ada.done(&delete).await;
    assert_eq!(by("SOURCE").await, named("fair", "partner"), "a campaign that is gone brought what it brought");
    let data = ada
        .ok(&format!(r#"{{ leads(filter: {{rep: "{alice}"}}) {{ nodes {{ campaign {{ name }} source }} }} }}"#))
        .await;
    assert_eq!(data["leads"]["nodes"][0], json!({"campaign": null, "source": "fair"}));
    assert_eq!(world.as_user("dora").await.refused(&delete).await, refused("FORBIDDEN", ""));
    world.assert_ledger().await;
}

#[tokio::test]
async fn costs_are_recorded_by_those_whose_people_bear_them() {
    let world = World::new().await;
    let nora = world.as_user("nora").await;
    let input = |more: &str| {
        format!(
            r#"expenseCreate(input: {{category: SALARY, amount: {{amount: "1"}}, incurredOn: "2026-11-10"{more}}}) {{ expense {{ id }} {ERRORS} }}"#
        )
    };
    let (alice, north, south) = (world.id("rep:alice"), world.id("team:North"), world.id("team:South"));
    nora.done(&input(&format!(r#", rep: "{alice}""#))).await;
    nora.done(&input(&format!(r#", team: "{north}""#))).await;
    assert_eq!(nora.refused(&input("")).await, refused("FORBIDDEN", ""));
    assert_eq!(nora.refused(&input(&format!(r#", team: "{south}""#))).await, refused("NOT_FOUND", "input.team"));
    let both = input(&format!(r#", team: "{north}", rep: "{alice}""#));
    assert_eq!(nora.refused(&both).await, refused("BAD_USER_INPUT", "input.team"));
    let late = input(&format!(r#", team: "{north}", paidOn: "2026-11-25""#));
    assert_eq!(nora.refused(&late).await, refused("BAD_USER_INPUT", "input.paidOn"));
    let own = input(&format!(r#", rep: "{alice}""#));
    assert_eq!(world.as_user("alice").await.refused(&own).await, refused("FORBIDDEN", ""));
    assert_eq!(cost(&world, "").await, "2.00", "what was refused left nothing");
}

#[tokio::test]
async fn nobody_reads_what_others_earn() {
    let world = World::new().await;
    let (alice, bob, north) = (world.id("rep:alice"), world.id("rep:bob"), world.id("team:North"));
    let fair = plan(&world, "Fair", "lever: null").await;
    for more in [
        format!(r#"category: SALARY, rep: "{alice}""#),
        format!(r#"category: SALARY, rep: "{bob}""#),
        format!(r#"category: SALARY, team: "{north}""#),
        "category: SALARY".to_owned(),
        format!(r#"category: MARKETING, campaign: "{fair}""#),
        format!(r#"category: VARIABLE, campaign: "{fair}""#),
    ] {
        spend(&world, "100", &more).await;
    }
    let seen = async |who: &str| {
        let data = world.as_user(who).await.ok("{ expenses { totalCount nodes { bearer category } } }").await;
        data["expenses"]["totalCount"].as_i64().unwrap()
    };
    assert_eq!((seen("alice").await, seen("dora").await), (1, 0), "one's own");
    assert_eq!((seen("nora").await, seen("sam").await, seen("ada").await), (4, 1, 6), "no pay of campaigns");
    let code = async |who: &str, subject: &str, field: &str| {
        let id = world.id(subject);
        let document = format!(
            r#"{{ node(id: "{id}") {{ ... on Team {{ kpis({YEAR}) {{ {field} }} }} ... on Rep {{ kpis({YEAR}) {{ {field} }} }} }} }}"#
        );
        world.as_user(who).await.run(&document).await.code()
    };
    for field in ["salesCost { value { amount } }", "roi { value }", "cac { change { relative } }"] {
        assert_eq!(code("alice", "rep:alice", field).await, "FORBIDDEN", "shares of others' pay are in it");
        assert_eq!(code("nora", "team:North", field).await, "");
        assert_eq!(code("nora", "rep:alice", field).await, "");
    }
    let leaders = format!("{{ leaderboard(kpi: SALES_COST, {YEAR}) {{ entries {{ rank }} }} }}");
    assert_eq!(world.as_user("alice").await.run(&leaders).await.code(), "FORBIDDEN", "a rank tells as well");
    let everybody = format!("{{ organization {{ kpis({YEAR}) {{ salesCost {{ value {{ amount }} }} }} }} }}");
    assert_eq!(world.as_token("kpi:read").run(&everybody).await.code(), "FORBIDDEN");
    assert_eq!(world.as_token("kpi:read expenses:read").run(&everybody).await.code(), "");
    let catalog = world.as_user("alice").await.ok("{ kpiCatalog { key access } }").await;
    let entries = catalog["kpiCatalog"].as_array().unwrap();
    let access = |key: &str| entries.iter().find(|entry| entry["key"] == key).unwrap()["access"].clone();
    assert_eq!((access("SALES_COST"), access("REVENUE")), (json!("MANAGERS"), json!("EVERYONE")));
}

#[tokio::test]
async fn hand_overs_are_followed_from_the_day_of_the_hand_over() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let (alice, bob, spam) = (world.id("rep:alice"), world.id("rep:bob"), world.id("reason:Spam"));
    let mut leads = Vec::new();
    for _ in 0..4 {
        let made = ada
            .done(&format!(
                r#"leadCreate(input: {{title: "L", company: "C", rep: "{bob}", receivedAt: "2026-10-20T09:00:00Z"}}) {{ lead {{ id }} {ERRORS} }}"#
            ))
            .await;
        leads.push(made["lead"]["id"].as_str().unwrap().to_owned());
    }
    let seller = world.as_user("alice").await;
    let hand_over = |lead: &str, at: &str| {
        format!(
            r#"leadHandOver(id: "{lead}", input: {{rep: "{alice}", handedOverAt: "{at}"}}) {{ lead {{ handedOverTo {{ name }} }} {ERRORS} }}"#
        )
    };
    assert_eq!(
        ada.refused(&hand_over(&leads[0], "2026-10-19T09:00:00Z")).await,
        refused("BAD_USER_INPUT", "input.handedOverAt")
    );
    assert_eq!(
        ada.refused(&format!(r#"leadAccept(id: "{}") {{ {ERRORS} }}"#, leads[0])).await,
        refused("CONFLICT", "id")
    );
    for lead in &leads {
        ada.done(&hand_over(lead, "2026-10-30T09:00:00Z")).await;
    }
    assert_eq!(ada.refused(&hand_over(&leads[0], "2026-10-30T09:00:00Z")).await, refused("CONFLICT", "id"), "once");
    seller.done(&format!(r#"leadAccept(id: "{}") {{ {ERRORS} }}"#, leads[0])).await;
    let reject = |lead: &str, input: &str| {
        format!(
            r#"leadReject(id: "{lead}", input: {{{input}}}) {{ lead {{ rejectionReason {{ name }} acceptedAt }} {ERRORS} }}"#
        )
    };
    let early = reject(&leads[1], r#"rejectedAt: "2026-10-29T09:00:00Z""#);
    assert_eq!(ada.refused(&early).await, refused("BAD_USER_INPUT", "input.rejectedAt"));
    seller.done(&format!(r#"leadContact(id: "{}") {{ {ERRORS} }}"#, leads[0])).await;
    let early = r#"{contactedAt: "2026-10-31T09:00:00Z"}"#;
    ada.done(&format!(r#"leadContact(id: "{}", input: {early}) {{ {ERRORS} }}"#, leads[3])).await;
    let told = seller.done(&reject(&leads[1], &format!(r#"reason: "{spam}""#))).await;
    assert_eq!(told["lead"], json!({"rejectionReason": {"name": "Spam"}, "acceptedAt": null}));
    seller.done(&reject(&leads[2], "")).await;
    let in_time = async |hours: u32| {
        ada.done(&format!("organizationUpdate(input: {{handOverSlaHours: {hours}}}) {{ {ERRORS} }}")).await;
        kpis(&world, "ada", "rep:alice", "period: {month: {year: 2026, month: 10}}", "handOverSlaCompliance { value }")
            .await["handOverSlaCompliance"]["value"]
            .clone()
    };
    assert_eq!((in_time(24).await, in_time(23).await, in_time(2_000).await), (json!(0.25), json!(0.0), json!(0.5)));
    let fields = "leadAcceptanceRate { value numerator denominator } leadRejectionFeedbackRate { value denominator }
        leadDisqualificationRate { value }";
    let october = "period: {month: {year: 2026, month: 10}}";
    assert_eq!(
        kpis(&world, "ada", "rep:alice", october, fields).await,
        json!({"leadAcceptanceRate": {"value": 0.25, "numerator": 1, "denominator": 4},
            "leadRejectionFeedbackRate": {"value": 0.5, "denominator": 2}, "leadDisqualificationRate": {"value": null}})
    );
    seller.done(&format!(r#"leadQualify(id: "{}") {{ {ERRORS} }}"#, leads[2])).await;
    seller.done(&format!(r#"leadDisqualify(id: "{}") {{ {ERRORS} }}"#, leads[1])).await;
    assert_eq!(
        kpis(&world, "ada", "", october, fields).await,
        json!({"leadAcceptanceRate": {"value": 0.5, "numerator": 2, "denominator": 4},
            "leadRejectionFeedbackRate": {"value": 1.0, "denominator": 1}, "leadDisqualificationRate": {"value": 0.25}}),
        "whoever qualifies a lead accepts it"
    );
    ada.done(&format!(r#"leadAssign(id: "{}", input: {{rep: "{bob}"}}) {{ {ERRORS} }}"#, leads[0])).await;
    let kept = kpis(&world, "ada", "rep:alice", october, "leadAcceptanceRate { denominator }").await;
    assert_eq!(kept["leadAcceptanceRate"]["denominator"], 4, "a hand-over stays with whom it was made to");
    let november = kpis(&world, "ada", "", "period: {month: {year: 2026, month: 11}}", fields).await;
    assert_eq!(
        november,
        json!({"leadAcceptanceRate": {"value": null, "numerator": 0, "denominator": 0},
            "leadRejectionFeedbackRate": {"value": null, "denominator": 0}, "leadDisqualificationRate": {"value": null}})
    );
    world.assert_ledger().await;
}

#[tokio::test]
async fn the_alignment_of_marketing_and_sales_is_a_panel_with_its_explanation() {
    let world = World::new().await;
    let fields = "salesMarketingAlignment { leadAcceptanceRate { value } leadRejectionFeedbackRate { value }
        marketingSourcedRevenue { value { amount } } marketingSourcedRevenueShare { value }
        explain(language: FR) { definition figures { label formula withNumbers } } }";
    let panel = kpis(&world, "ada", "", YEAR, fields).await["salesMarketingAlignment"].clone();
    assert_eq!(
        (&panel["leadAcceptanceRate"]["value"], &panel["marketingSourcedRevenue"]["value"]["amount"]),
        (&json!(null), &json!("0.00"))
    );
    let figures = panel["explain"]["figures"].as_array().unwrap();
    assert_eq!(figures[0]["label"], "Taux d'acceptation des leads");
    assert_eq!(figures[0]["withNumbers"], "0 / 0 = non calculé");
    assert!(panel["explain"]["definition"].as_str().unwrap().starts_with("Si le marketing"));
}

#[tokio::test]
async fn a_panel_of_costs_takes_no_more_statements_than_one_figure() {
    let world = World::new().await;
    spend(&world, "100", "category: TOOLS").await;
    let ada = world.as_user("ada").await;
    let cost = async |fields: &str| {
        let document = format!("{{ teams(first: 3) {{ nodes {{ kpis({YEAR}) {{ {fields} }} }} }} }}");
        let before = world.statements();
        ada.ok(&document).await;
        world.statements() - before
    };
    let one = cost("salesCost { value { amount } }").await;
    let all = cost(
        "salesCost { value { amount } } costToRevenueRatio { value } costPerWin { value { amount } } roi { value }
            cac { value { amount } } cacPaybackMonths { value } leadAcceptanceRate { value }
            salesMarketingAlignment { leadAcceptanceRate { value } marketingSourcedRevenueShare { value } }",
    )
    .await;
    assert!(all <= one + 1, "{one} statements for one figure, {all} for nine, and a panel one field deeper");
}
