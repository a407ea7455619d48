//! Complaints and returns: credited as the sale was, whoever looks after the customer by then.

use serde_json::{Value, json};

use crate::{deal, world::World};

const ERRORS: &str = "errors { code field message }";

/// Wins a deal of a rep with Acme on a day and answers its id.
async fn sold(world: &World, rep: &str, amount: &str, on: &str) -> String {
    let id = deal::open(world, rep, amount).await;
    let win = format!(r#"dealWin(id: "{id}", input: {{closedAt: "{on}T09:00:00Z"}}) {{ {ERRORS} }}"#);
    world.as_user("ada").await.done(&win).await;
    id
}

/// Takes down a complaint and answers its id.
pub async fn complaint(world: &World, input: &str) -> String {
    let made = world
        .as_user("ada")
        .await
        .done(&format!("complaintOpen(input: {{{input}}}) {{ complaint {{ id }} {ERRORS} }}"))
        .await;
    made["complaint"]["id"].as_str().unwrap().to_owned()
}

/// Takes goods back and answers the id of the return.
async fn returned(world: &World, input: &str) -> String {
    let made = world
        .as_user("ada")
        .await
        .done(&format!("productReturnCreate(input: {{{input}}}) {{ productReturn {{ id }} {ERRORS} }}"))
        .await;
    made["productReturn"]["id"].as_str().unwrap().to_owned()
}

async fn organization(world: &World, period: &str, figures: &str) -> Value {
    let document = format!("{{ organization {{ kpis(period: {period}) {{ {figures} }} }} }}");
    world.as_user("ada").await.ok(&document).await["organization"]["kpis"].clone()
}

async fn of(world: &World, who: &str, period: &str, figures: &str) -> Value {
    let (subject, _) = who.split_once(':').unwrap();
    let document =
        format!(r#"{{ it: {subject}(id: "{}") {{ kpis(period: {period}) {{ {figures} }} }} }}"#, world.id(who));
    world.as_user("ada").await.ok(&document).await["it"]["kpis"].clone()
}

const NOVEMBER: &str = "{month: {year: 2026, month: 11}}";
const OCTOBER: &str = "{month: {year: 2026, month: 10}}";

#[tokio::test]
async fn complaints_count_by_their_primary_reason_those_without_one_included() {
    let world = World::new().await;
    let (acme, late) = (world.id("customer:Acme"), world.id("reason:Late"));
    let ada = world.as_user("ada").await;
    let wrong = |reason: &str| {
        let reason = world.id(&format!("reason:{reason}"));
        format!(r#"complaintOpen(input: {{customer: "{acme}", secondaryReason: "{reason}"}}) {{ {ERRORS} }}"#)
    };
    assert_eq!(ada.refused(&wrong("Defect")).await, ("BAD_USER_INPUT".into(), "input.secondaryReason".into()));
    let nobody = format!("complaintOpen(input: {{subject: \"x\"}}) {{ {ERRORS} }}");
    assert_eq!(ada.refused(&nobody).await, ("BAD_USER_INPUT".into(), "input.customer".into()));

    complaint(&world, &format!(r#"customer: "{acme}", reason: "{late}", secondaryReason: "{late}""#)).await;
    complaint(&world, &format!(r#"customer: "{acme}", reason: "{late}""#)).await;
    complaint(&world, &format!(r#"customer: "{}""#, world.id("customer:Core"))).await;
    let renamed = format!(r#"outcomeReasonUpdate(id: "{late}", input: {{name: "Too late"}}) {{ {ERRORS} }}"#);
    ada.done(&renamed).await;
    let by_reason =
        "complaints { value breakdown(by: REASON) { rows { key label value { count } share } total { count } } }";
    assert_eq!(
        organization(&world, NOVEMBER, by_reason).await["complaints"],
        json!({"value": 3, "breakdown": {"total": {"count": 3}, "rows": [
            {"key": late, "label": "Too late", "value": {"count": 2}, "share": 0.666666667},
            {"key": null, "label": null, "value": {"count": 1}, "share": 0.333333333}]}})
    );
    assert_eq!(of(&world, "team:South", NOVEMBER, "complaints { value }").await["complaints"]["value"], 1);
    let mixed = "complaintsPer100Wins { breakdown(by: REASON) { rows { key } } }";
    let document = format!("{{ organization {{ kpis(period: {NOVEMBER}) {{ {mixed} }} }} }}");
    assert_eq!(ada.run(&document).await.code(), "BAD_USER_INPUT", "wins have other reasons than complaints");
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_complaint_is_credited_as_the_sale_was_whatever_becomes_of_the_account() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let (acme, alice, dora) = (world.id("customer:Acme"), world.id("rep:alice"), world.id("rep:dora"));
    let sale = deal::open(&world, "bob", "1000").await;
    let credits = format!(
        r#"dealSetCredits(id: "{sale}", input: {{credits: [{{rep: "{alice}", shareBp: 6000}}, {{rep: "{dora}", shareBp: 4000}}]}}) {{ {ERRORS} }}"#
    );
    ada.done(&credits).await;
    let about_open = complaint(&world, &format!(r#"deal: "{sale}""#)).await;
    let figures = "complaints { value }";
    let count = async |who: &str| of(&world, who, NOVEMBER, figures).await["complaints"]["value"].clone();
    assert_eq!([count("rep:alice").await, count("rep:dora").await], [json!(1), json!(0)], "alice owns the account");

    ada.done(&format!(r#"dealWin(id: "{sale}") {{ {ERRORS} }}"#)).await;
    assert_eq!([count("rep:alice").await, count("rep:dora").await], [json!(0.6), json!(0.4)], "the sale is shared");
    ada.done(&format!(r#"dealReassign(id: "{sale}", input: {{rep: "{}"}}) {{ {ERRORS} }}"#, world.id("rep:emil")))
        .await;
    ada.done(&format!(r#"customerUpdate(id: "{acme}", input: {{rep: "{}"}}) {{ {ERRORS} }}"#, world.id("rep:carol")))
        .await;
    assert_eq!([count("rep:alice").await, count("rep:dora").await], [json!(0.6), json!(0.4)]);
    assert_eq!([count("team:North").await, count("team:South").await], [json!(0.6), json!(0.4)]);

    ada.done(&format!(r#"dealDelete(id: "{sale}") {{ {ERRORS} }}"#)).await;
    assert_eq!([count("rep:alice").await, count("rep:dora").await], [json!(1), json!(0)]);
    ada.done(&format!(r#"dealRestore(id: "{sale}") {{ {ERRORS} }}"#)).await;
    ada.done(&format!(r#"complaintUpdate(id: "{about_open}", input: {{deal: null}}) {{ {ERRORS} }}"#)).await;
    assert_eq!([count("rep:alice").await, count("rep:dora").await], [json!(1), json!(0)]);
    world.assert_ledger().await;
}

#[tokio::test]
async fn sellers_owners_and_handlers_see_a_complaint_and_nobody_else() {
    let world = World::new().await;
    let sale = sold(&world, "bob", "100", "2026-11-10").await;
    let id = complaint(&world, &format!(r#"deal: "{sale}", handler: "{}""#, world.id("rep:carol"))).await;
    let back = returned(&world, &format!(r#"deal: "{sale}", units: 1, refund: {{amount: "10"}}"#)).await;
    for (who, complaint, product_return) in [
        ("alice", "", ""),
        ("bob", "", ""),
        ("carol", "", "NOT_FOUND"),
        ("dora", "NOT_FOUND", "NOT_FOUND"),
        ("nora", "", ""),
        ("sam", "NOT_FOUND", "NOT_FOUND"),
    ] {
        let someone = world.as_user(who).await;
        let one = someone.run(&format!(r#"{{ complaint(id: "{id}") {{ id }} }}"#)).await.code();
        let other = someone.run(&format!(r#"{{ productReturn(id: "{back}") {{ id }} }}"#)).await.code();
        assert_eq!((one.as_str(), other.as_str()), (complaint, product_return), "{who}");
    }
    let hide = format!(r#"complaintDelete(id: "{id}") {{ {ERRORS} }}"#);
    assert_eq!(world.as_user("carol").await.refused(&hide).await.0, "FORBIDDEN");
    let shift = format!(r#"complaintUpdate(id: "{id}", input: {{deal: null}}) {{ {ERRORS} }}"#);
    assert_eq!(world.as_user("carol").await.refused(&shift).await.0, "FORBIDDEN", "a rep moves no blame");
    let listed = "{ complaints(filter: {isResolved: false}) { totalCount } productReturns { totalCount }
        customers { nodes { name complaints { totalCount } productReturns { totalCount } surveyResponses { totalCount } } } }";
    let seen = world.as_user("bob").await.ok(listed).await;
    assert_eq!((&seen["complaints"]["totalCount"], &seen["productReturns"]["totalCount"]), (&json!(1), &json!(1)));
    let of_deal = format!(
        r#"{{ deal(id: "{sale}") {{ complaints {{ nodes {{ id }} }} productReturns {{ nodes {{ id }} }} }} }}"#
    );
    let seen = world.as_user("bob").await.ok(&of_deal).await;
    assert_eq!(
        seen["deal"],
        json!({"complaints": {"nodes": [{"id": id}]}, "productReturns": {"nodes": [{"id": back}]}})
    );
}

#[tokio::test]
async fn settling_is_credited_to_the_handler_from_the_complaint_to_the_last_resolution() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let carol = world.id("rep:carol");
    let open = async |on: &str| {
        let input =
            format!(r#"customer: "{}", handler: "{carol}", openedAt: "{on}T09:00:00Z""#, world.id("customer:Acme"));
        complaint(&world, &input).await
    };
    let (quick, slow) = (open("2026-11-02").await, open("2026-11-02").await);
    let resolve = |id: &str, on: &str| {
        format!(
            r#"complaintResolve(id: "{id}", input: {{resolvedAt: "{on}T09:00:00Z"}}) {{ complaint {{ isResolved reopenCount }} {ERRORS} }}"#
        )
    };
    let before = ada.refused(&resolve(&quick, "2026-11-01")).await;
    assert_eq!(before, ("BAD_USER_INPUT".into(), "input.resolvedAt".into()));
    let reopen =
        |id: &str| format!(r#"complaintReopen(id: "{id}") {{ complaint {{ resolvedAt reopenCount }} {ERRORS} }}"#);
    assert_eq!(ada.refused(&reopen(&quick)).await, ("CONFLICT".into(), "id".into()));
    ada.done(&resolve(&quick, "2026-11-03")).await;
    ada.done(&resolve(&slow, "2026-11-05")).await;
    assert_eq!(ada.refused(&resolve(&slow, "2026-11-06")).await, ("CONFLICT".into(), "id".into()));
    let reopened = ada.done(&reopen(&slow)).await;
    assert_eq!(reopened["complaint"], json!({"resolvedAt": null, "reopenCount": 1}));
    let figures = "complaintResolutionDays { value median sampleSize warnings { code count } }
        complaintReopenRate { value numerator denominator }";
    assert_eq!(
        of(&world, "rep:carol", NOVEMBER, figures).await,
        json!({"complaintResolutionDays": {"value": 1.0, "median": 1.0, "sampleSize": 1,
            "warnings": [{"code": "SMALL_SAMPLE", "count": 1}]},
            "complaintReopenRate": {"value": 0.0, "numerator": 0, "denominator": 1}}),
        "what is open again was not resolved"
    );
    ada.done(&resolve(&slow, "2026-11-12")).await;
    let all = of(&world, "rep:carol", NOVEMBER, figures).await;
    assert_eq!(all["complaintReopenRate"], json!({"value": 0.5, "numerator": 1, "denominator": 2}));
    assert_eq!(
        (&all["complaintResolutionDays"]["value"], &all["complaintResolutionDays"]["median"]),
        (&json!(5.5), &json!(5.5))
    );
    assert_eq!(
        of(&world, "rep:alice", NOVEMBER, "complaints { value } complaintResolutionDays { value sampleSize }").await,
        json!({"complaints": {"value": 2}, "complaintResolutionDays": {"value": null, "sampleSize": 0}})
    );
    world.assert_ledger().await;
}

#[tokio::test]
async fn what_comes_back_counts_on_its_day_and_in_the_cohort_of_its_sale() {
    let world = World::new().await;
    let old = sold(&world, "alice", "1000", "2026-10-10").await;
    let new = sold(&world, "bob", "500", "2026-11-10").await;
    let defect = world.id("reason:Defect");
    returned(
        &world,
        &format!(
            r#"deal: "{old}", units: 2.5, refund: {{amount: "250"}}, reason: "{defect}", returnedOn: "2026-11-12""#
        ),
    )
    .await;
    returned(&world, &format!(r#"deal: "{new}", units: 1, refund: {{amount: "0"}}, returnedOn: "2026-11-20""#)).await;
    let figures = "productReturns { value } unitsReturned { value }
        returnRate { value numerator { amount } denominator { amount } } returnRateOfSales { value }
        refundAmount { value { amount } } revenueNetOfReturns { value { amount } }";
    assert_eq!(
        organization(&world, NOVEMBER, figures).await,
        json!({"productReturns": {"value": 2}, "unitsReturned": {"value": 3.5},
            "returnRate": {"value": 0.5, "numerator": {"amount": "250.00"}, "denominator": {"amount": "500.00"}},
            "returnRateOfSales": {"value": 0.0}, "refundAmount": {"value": {"amount": "250.00"}},
            "revenueNetOfReturns": {"value": {"amount": "250.00"}}})
    );
    assert_eq!(
        organization(&world, OCTOBER, figures).await,
        json!({"productReturns": {"value": 0}, "unitsReturned": {"value": 0},
            "returnRate": {"value": 0.0, "numerator": {"amount": "0.00"}, "denominator": {"amount": "1000.00"}},
            "returnRateOfSales": {"value": 0.25}, "refundAmount": {"value": {"amount": "0.00"}},
            "revenueNetOfReturns": {"value": {"amount": "1000.00"}}})
    );
    assert_eq!(
        organization(
            &world,
            "{year: 2025}",
            "returnRate { value } returnRateOfSales { value } complaintsPer100Wins { value }"
        )
        .await,
        json!({"returnRate": {"value": null}, "returnRateOfSales": {"value": null}, "complaintsPer100Wins": {"value": null}})
    );
    let by_reason = "productReturns { breakdown(by: REASON) { rows { label value { count } } } }";
    assert_eq!(
        organization(&world, NOVEMBER, by_reason).await["productReturns"]["breakdown"]["rows"],
        json!([{"label": null, "value": {"count": 1}}, {"label": "Defect", "value": {"count": 1}}])
    );
    let ada = world.as_user("ada").await;
    ada.done(&format!(r#"dealReopen(id: "{old}") {{ {ERRORS} }}"#)).await;
    assert_eq!(
        organization(&world, OCTOBER, "returnRateOfSales { value numerator { amount } }").await["returnRateOfSales"],
        json!({"value": null, "numerator": {"amount": "0.00"}}),
        "what is no sale any more has no cohort"
    );
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_refund_in_another_currency_waits_for_its_rate() {
    let world = World::new().await;
    let acme = world.id("customer:Acme");
    let refund = r#"refund: {amount: "100", currency: "USD"}"#;
    returned(&world, &format!(r#"customer: "{acme}", units: 1, {refund}, returnedOn: "2026-11-12""#)).await;
    complaint(&world, &format!(r#"customer: "{acme}", {refund}, openedAt: "2026-11-13T09:00:00Z""#)).await;
    let figures = "refundAmount { value { amount } warnings { code count } } revenueNetOfReturns { value { amount } }";
    assert_eq!(
        organization(&world, NOVEMBER, figures).await,
        json!({"refundAmount": {"value": null,
            "warnings": [{"code": "MISSING_RATE", "count": 1}, {"code": "MISSING_RATE", "count": 1}]},
            "revenueNetOfReturns": {"value": null}})
    );
    let ada = world.as_user("ada").await;
    let rate =
        format!(r#"exchangeRateCreate(input: {{from: "USD", validOn: "2026-11-12", rate: "0.90"}}) {{ {ERRORS} }}"#);
    ada.done(&rate).await;
    assert_eq!(
        organization(&world, NOVEMBER, figures).await,
        json!({"refundAmount": {"value": {"amount": "180.00"}, "warnings": []},
            "revenueNetOfReturns": {"value": {"amount": "-90.00"}}})
    );
    world.assert_ledger().await;
}

#[tokio::test]
async fn complaints_per_hundred_wins_and_what_a_return_may_not_say() {
    let world = World::new().await;
    let sale = sold(&world, "alice", "100", "2026-11-10").await;
    sold(&world, "alice", "100", "2026-11-11").await;
    complaint(&world, &format!(r#"deal: "{sale}""#)).await;
    assert_eq!(
        organization(&world, NOVEMBER, "complaintsPer100Wins { value numerator denominator unit }").await,
        json!({"complaintsPer100Wins": {"value": 50.0, "numerator": 1, "denominator": 2, "unit": "PER_HUNDRED"}})
    );
    let alice = world.as_user("alice").await;
    let create = |input: &str| {
        format!(r#"productReturnCreate(input: {{deal: "{sale}", refund: {{amount: "1"}}, {input}}}) {{ {ERRORS} }}"#)
    };
    for (input, field) in [
        ("units: 0", "input.units"),
        (r#"units: 1, returnedOn: "2026-11-25""#, "input.returnedOn"),
        (r#"units: 1, returnedOn: "2026-11-20""#, "input.returnedOn"),
    ] {
        assert_eq!(alice.refused(&create(input)).await, ("BAD_USER_INPUT".into(), field.into()), "{input}");
    }
    let none = alice.ok("{ productReturns { totalCount } }").await;
    assert_eq!(none["productReturns"]["totalCount"], 0, "a refused act leaves nothing behind");
    alice.done(&create("units: 1")).await;
}
