//! The way from a lead to a contract: what the rates count, on which day and for whom.

use serde_json::{Value, json};

use crate::{deal, quote, world::World};

const ERRORS: &str = "errors { code field message }";
const NOVEMBER: &str = "period: {month: {year: 2026, month: 11}}";

/// Takes in a lead for a rep on a day of 2026, and answers its id.
async fn lead(world: &World, rep: &str, received_at: &str) -> String {
    let rep = world.id(&format!("rep:{rep}"));
    let made = world
        .as_user("ada")
        .await
        .done(&format!(
            r#"leadCreate(input: {{title: "Roof", company: "Dune", receivedAt: "2026-{received_at}", rep: "{rep}"}}) {{
                lead {{ id }} {ERRORS} }}"#
        ))
        .await;
    text(&made["lead"]["id"])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Does something as the admin.
async fn act(world: &World, mutation: &str) -> Value {
    world.as_user("ada").await.done(mutation).await
}

/// Does something to a lead as the admin.
async fn step(world: &World, name: &str, lead: &str, input: &str) {
    act(world, &format!(r#"{name}(id: "{lead}", input: {{{input}}}) {{ {ERRORS} }}"#)).await;
}

/// Makes a deal of a lead and answers its id.
async fn convert(world: &World, lead: &str) -> String {
    let made = act(world, &format!(r#"leadConvert(id: "{lead}") {{ lead {{ deal {{ id }} }} {ERRORS} }}"#)).await;
    text(&made["lead"]["deal"]["id"])
}

async fn all(world: &World, arguments: &str, fields: &str) -> Value {
    let document = format!("{{ organization {{ kpis({arguments}) {{ {fields} }} }} }}");
    world.as_user("ada").await.ok(&document).await["organization"]["kpis"].clone()
}

async fn of_rep(world: &World, rep: &str, fields: &str) -> Value {
    let id = world.id(&format!("rep:{rep}"));
    let document = format!(r#"{{ rep(id: "{id}") {{ kpis({NOVEMBER}) {{ {fields} }} }} }}"#);
    world.as_user("ada").await.ok(&document).await["rep"]["kpis"].clone()
}

const FUNNEL: &str =
    "leadToCustomerRate { value numerator denominator contacted qualified withDeal disqualified lost open
    stillOpen customers within30Days within90Days medianDays }";

#[tokio::test]
async fn a_cohort_of_leads_follows_each_of_them_to_its_end() {
    let world = World::new().await;
    let mut leads = Vec::new();
    for day in ["02", "03", "04", "05"] {
        leads.push(lead(&world, "alice", &format!("11-{day}T08:00:00Z")).await);
    }
    step(&world, "leadContact", &leads[1], r#"contactedAt: "2026-11-03T10:00:00Z""#).await;
    step(&world, "leadDisqualify", &leads[2], &format!(r#"reason: "{}""#, world.id("reason:Spam"))).await;
    let won = convert(&world, &leads[0]).await;
    let again = act(
        &world,
        &format!(
            r#"dealCreate(input: {{name: "More", lead: "{}", rep: "{}", amount: {{amount: "5"}}}}) {{ deal {{ id }} {ERRORS} }}"#,
            leads[0],
            world.id("rep:alice")
        ),
    )
    .await;
    let before = all(&world, NOVEMBER, FUNNEL).await;
    assert_eq!(
        before["leadToCustomerRate"],
        json!({"value": 0.0, "numerator": 0, "denominator": 4, "contacted": 2, "qualified": 1, "withDeal": 1,
            "disqualified": 1, "lost": 0, "open": 3, "stillOpen": 0.75, "customers": 0, "within30Days": 0.0,
            "within90Days": 0.0, "medianDays": null})
    );
    world.set_now("2026-12-12T08:00:00Z");
    for deal in [&won, &text(&again["deal"]["id"])] {
        act(&world, &format!(r#"dealWin(id: "{deal}") {{ {ERRORS} }}"#)).await;
    }
    let lost = convert(&world, &leads[3]).await;
    act(&world, &format!(r#"dealLose(id: "{lost}") {{ {ERRORS} }}"#)).await;
    let after = all(&world, NOVEMBER, FUNNEL).await;
    assert_eq!(
        after["leadToCustomerRate"],
        json!({"value": 0.25, "numerator": 1, "denominator": 4, "contacted": 3, "qualified": 2, "withDeal": 2,
            "disqualified": 1, "lost": 1, "open": 1, "stillOpen": 0.25, "customers": 1, "within30Days": 0.0,
            "within90Days": 0.25, "medianDays": 40.0}),
        "two deals won, one customer"
    );
    let known_then = all(&world, &format!(r#"{NOVEMBER}, asOf: "2026-12-01T00:00:00Z""#), FUNNEL).await;
    assert_eq!(known_then, before, "what was known before the win");
    let rates = "leadToDealRate { value } leadConversionRate { value numerator denominator } leadDisqualificationRate { value }";
    assert_eq!(
        all(&world, NOVEMBER, rates).await,
        json!({"leadToDealRate": {"value": 0.5}, "leadConversionRate": {"value": 0.25, "numerator": 1, "denominator": 4},
            "leadDisqualificationRate": {"value": 0.25}})
    );
    let december = all(&world, "period: {month: {year: 2026, month: 12}}", rates).await;
    assert_eq!(december["leadConversionRate"], json!({"value": null, "numerator": 1, "denominator": 0}));
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_lead_is_no_customer_while_its_deal_is_reopened_or_deleted() {
    let world = World::new().await;
    let lead = lead(&world, "alice", "11-02T08:00:00Z").await;
    let deal = convert(&world, &lead).await;
    let state = async || {
        let kpis =
            all(&world, NOVEMBER, "leadToCustomerRate { numerator withDeal open } leadsConverted { value }").await;
        world.assert_ledger().await;
        let funnel = kpis["leadToCustomerRate"].clone();
        [&funnel["numerator"], &funnel["withDeal"], &funnel["open"], &kpis["leadsConverted"]["value"]]
            .map(|count| count.as_i64().unwrap())
    };
    let deal_act = async |name: &str| act(&world, &format!(r#"{name}(id: "{deal}") {{ {ERRORS} }}"#)).await;
    assert_eq!(state().await, [0, 1, 1, 1]);
    deal_act("dealWin").await;
    assert_eq!(state().await, [1, 1, 0, 1]);
    deal_act("dealReopen").await;
    assert_eq!(state().await, [0, 1, 1, 1]);
    deal_act("dealLose").await;
    assert_eq!(state().await, [0, 1, 0, 1]);
    deal_act("dealDelete").await;
    assert_eq!(state().await, [0, 0, 1, 0], "converted into nothing that is there");
    deal_act("dealRestore").await;
    assert_eq!(state().await, [0, 1, 0, 1]);
}

#[tokio::test]
async fn each_step_stays_with_who_worked_the_lead_then() {
    let world = World::new().await;
    let lead = lead(&world, "alice", "11-02T08:00:00Z").await;
    step(&world, "leadContact", &lead, "").await;
    step(&world, "leadQualify", &lead, "").await;
    let bob = world.id("rep:bob");
    step(&world, "leadAssign", &lead, &format!(r#"rep: "{bob}""#)).await;
    let steps = "leadsReceived { value } leadsContacted { value } leadsQualified { value } leadsDisqualified { value }";
    let counts = |received: u8, contacted: u8, qualified: u8, disqualified: u8| {
        json!({"leadsReceived": {"value": received}, "leadsContacted": {"value": contacted},
            "leadsQualified": {"value": qualified}, "leadsDisqualified": {"value": disqualified}})
    };
    assert_eq!(of_rep(&world, "alice", steps).await, counts(1, 1, 1, 0), "a later move changes nothing");
    step(&world, "leadDisqualify", &lead, "").await;
    assert_eq!(of_rep(&world, "alice", steps).await, counts(1, 1, 1, 0));
    assert_eq!(of_rep(&world, "bob", steps).await, counts(0, 0, 0, 1));
    let by = format!(
        r#"{{ lead(id: "{lead}") {{ contactedBy {{ name }} qualifiedBy {{ name }} disqualifiedBy {{ name }} convertedBy {{ name }} }} }}"#
    );
    assert_eq!(
        world.as_user("ada").await.ok(&by).await["lead"],
        json!({"contactedBy": {"name": "alice"}, "qualifiedBy": {"name": "alice"}, "disqualifiedBy": {"name": "bob"},
            "convertedBy": null})
    );
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_recycled_lead_is_received_once_and_counted_apart() {
    let world = World::new().await;
    let lead = lead(&world, "alice", "11-02T08:00:00Z").await;
    let recycle = format!(r#"leadRecycle(id: "{lead}") {{ lead {{ status disqualifiedAt recycledAt }} {ERRORS} }}"#);
    let ada = world.as_user("ada").await;
    assert_eq!(ada.refused(&recycle).await, ("CONFLICT".into(), "id".into()), "nobody worked it");
    step(&world, "leadContact", &lead, "").await;
    step(&world, "leadDisqualify", &lead, "").await;
    let again = ada.done(&recycle).await;
    let now = "2026-11-24T11:00:00Z";
    assert_eq!(again["lead"], json!({"status": "CONTACTED", "disqualifiedAt": null, "recycledAt": now}));
    let bob = world.id("rep:bob");
    step(&world, "leadRecycle", &lead, &format!(r#"rep: "{bob}""#)).await;
    let counts = "leadsReceived { value } leadsRecycled { value } leadsDisqualified { value }";
    assert_eq!(
        all(&world, NOVEMBER, counts).await,
        json!({"leadsReceived": {"value": 1}, "leadsRecycled": {"value": 2}, "leadsDisqualified": {"value": 0}})
    );
    assert_eq!(of_rep(&world, "bob", "leadsRecycled { value }").await["leadsRecycled"]["value"], 1);
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_lead_merged_after_its_conversion_counts_once_with_the_first_touch() {
    let world = World::new().await;
    let stays = lead(&world, "bob", "11-10T08:00:00Z").await;
    let goes = lead(&world, "alice", "11-02T08:00:00Z").await;
    let deal = convert(&world, &goes).await;
    act(&world, &format!(r#"dealWin(id: "{deal}") {{ {ERRORS} }}"#)).await;
    let ada = world.as_user("ada").await;
    let merge = |one: &str, other: &str| {
        format!(
            r#"leadMerge(id: "{one}", input: {{duplicate: "{other}"}}) {{
                lead {{ status receivedAt firstRep {{ name }} rep {{ name }} deal {{ id }} }} {ERRORS} }}"#
        )
    };
    let same = ("BAD_USER_INPUT".to_owned(), "input.duplicate".to_owned());
    assert_eq!(ada.refused(&merge(&stays, &stays)).await, same);
    let bob = world.as_user("bob").await;
    assert_eq!(bob.refused(&merge(&stays, &goes)).await.0, "FORBIDDEN");
    let sam = world.as_user("sam").await;
    assert_eq!(sam.refused(&merge(&stays, &goes)).await.0, "NOT_FOUND", "leads of another team");
    let merged = ada.done(&merge(&stays, &goes)).await;
    assert_eq!(
        merged["lead"],
        json!({"status": "CONVERTED", "receivedAt": "2026-11-02T08:00:00Z", "firstRep": {"name": "alice"},
            "rep": {"name": "bob"}, "deal": {"id": deal}})
    );
    let funnel = "leadsReceived { value } leadToCustomerRate { numerator denominator }";
    assert_eq!(
        all(&world, NOVEMBER, funnel).await,
        json!({"leadsReceived": {"value": 1}, "leadToCustomerRate": {"numerator": 1, "denominator": 1}})
    );
    let restore = format!(r#"leadRestore(id: "{goes}") {{ {ERRORS} }}"#);
    assert_eq!(ada.refused(&restore).await, ("CONFLICT".into(), "id".into()));
    let of_deal = ada.ok(&format!(r#"{{ deal(id: "{deal}") {{ lead {{ id }} }} }}"#)).await;
    assert_eq!(of_deal["deal"]["lead"]["id"], stays);
    world.assert_ledger().await;
}

#[tokio::test]
async fn leads_are_answered_by_the_first_try_and_in_time_as_the_settings_say() {
    let world = World::new().await;
    let quick = lead(&world, "alice", "11-02T08:00:00Z").await;
    let slow = lead(&world, "alice", "11-03T08:00:00Z").await;
    lead(&world, "alice", "11-04T08:00:00Z").await;
    let alice = world.id("rep:alice");
    let log = async |lead: &str, direction: &str, at: &str| {
        let logged = act(
            &world,
            &format!(
                r#"interactionLog(input: {{kind: CALL, direction: {direction}, lead: "{lead}", performer: "{alice}",
                    occurredAt: "2026-11-{at}"}}) {{ interaction {{ id }} {ERRORS} }}"#
            ),
        )
        .await;
        text(&logged["interaction"]["id"])
    };
    log(&quick, "INBOUND", "02T08:10:00Z").await;
    let first = log(&quick, "OUTBOUND", "02T08:30:00Z").await;
    step(&world, "leadContact", &quick, r#"contactedAt: "2026-11-02T10:00:00Z""#).await;
    step(&world, "leadContact", &slow, r#"contactedAt: "2026-11-05T08:00:00Z""#).await;
    let speed =
        "speedToLead { minutes medianMinutes sampleSize value } contactedWithinSla { value numerator denominator }";
    assert_eq!(
        all(&world, NOVEMBER, speed).await,
        json!({"speedToLead": {"minutes": 1455.0, "medianMinutes": 1455.0, "sampleSize": 2, "value": 1.0104},
            "contactedWithinSla": {"value": 0.333333333, "numerator": 1, "denominator": 3}}),
        "one was never contacted"
    );
    act(&world, &format!(r#"interactionDelete(id: "{first}") {{ {ERRORS} }}"#)).await;
    let later = all(&world, NOVEMBER, speed).await;
    assert_eq!(later["speedToLead"]["minutes"], json!(1500.0), "two hours then");
    act(
        &world,
        &format!(
            r#"organizationUpdate(input: {{leadResponseHours: 1}}) {{ organization {{ leadResponseHours }} {ERRORS} }}"#
        ),
    )
    .await;
    assert_eq!(all(&world, NOVEMBER, speed).await["contactedWithinSla"]["numerator"], 0);
    world.assert_ledger().await;
}

#[tokio::test]
async fn a_meeting_counts_once_however_often_it_moves() {
    let world = World::new().await;
    let alice = world.id("rep:alice");
    let (first, second) =
        (lead(&world, "alice", "11-02T08:00:00Z").await, lead(&world, "alice", "11-02T09:00:00Z").await);
    let ask = async |lead: &str| {
        let asked = act(
            &world,
            &format!(
                r#"meetingAttempt(input: {{lead: "{lead}", setBy: "{alice}", attemptedAt: "2026-11-09T09:00:00Z"}}) {{
                    meeting {{ id }} {ERRORS} }}"#
            ),
        )
        .await;
        text(&asked["meeting"]["id"])
    };
    let meeting = ask(&first).await;
    ask(&first).await;
    ask(&second).await;
    act(
        &world,
        &format!(r#"meetingBook(input: {{attempt: "{meeting}", startsAt: "2026-11-10T09:00:00Z"}}) {{ {ERRORS} }}"#),
    )
    .await;
    for day in ["11", "12"] {
        act(
            &world,
            &format!(
                r#"meetingReschedule(id: "{meeting}", input: {{startsAt: "2026-11-{day}T09:00:00Z"}}) {{ {ERRORS} }}"#
            ),
        )
        .await;
    }
    let book = async |starts_at: &str| {
        let booked = act(
            &world,
            &format!(r#"meetingBook(input: {{lead: "{second}", setBy: "{alice}", startsAt: "{starts_at}"}}) {{ meeting {{ id }} {ERRORS} }}"#),
        )
        .await;
        text(&booked["meeting"]["id"])
    };
    let missed = book("2026-11-13T09:00:00Z").await;
    book("2026-11-16T09:00:00Z").await;
    book("2026-11-28T09:00:00Z").await;
    let cancelled = book("2026-11-17T09:00:00Z").await;
    act(&world, &format!(r#"meetingHold(id: "{meeting}") {{ {ERRORS} }}"#)).await;
    act(&world, &format!(r#"meetingMiss(id: "{missed}") {{ {ERRORS} }}"#)).await;
    act(&world, &format!(r#"meetingCancel(id: "{cancelled}") {{ {ERRORS} }}"#)).await;
    let figures = "meetingBookingRate { value numerator denominator warnings { code count } }
        prospectBookingRate { value numerator denominator } meetingsBooked { value } prospectingMeetingsHeld { value }
        meetingsCancelled { value } showRate { value numerator denominator } noShowRate { value } meetingToDeal { value }";
    assert_eq!(
        all(&world, NOVEMBER, figures).await,
        json!({
            "meetingBookingRate": {"value": 0.333333333, "numerator": 1, "denominator": 3,
                "warnings": [{"code": "UNLOGGED_ATTEMPT", "count": 4}]},
            "prospectBookingRate": {"value": 0.5, "numerator": 1, "denominator": 2},
            "meetingsBooked": {"value": 5},
            "prospectingMeetingsHeld": {"value": 1},
            "meetingsCancelled": {"value": 1},
            // One held, one missed, one of which nobody noted the outcome; one is still to come.
            "showRate": {"value": 0.333333333, "numerator": 1, "denominator": 3},
            "noShowRate": {"value": 0.333333333},
            "meetingToDeal": {"value": 0.0},
        })
    );
    convert(&world, &first).await;
    let figure = all(&world, NOVEMBER, "meetingToDeal { value }").await;
    assert_eq!(figure["meetingToDeal"]["value"], json!(1.0), "the meeting led to the deal");
    world.assert_ledger().await;
}

#[tokio::test]
async fn four_revisions_are_one_offer_and_a_contract_without_a_quote_is_none() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let deal = deal::open(&world, "alice", "100").await;
    let mut last = quote::sent(&alice, &deal, "120").await;
    for amount in ["110", "105", "100"] {
        let revised = alice
            .done(&format!(
                r#"quoteRevise(id: "{last}", input: {{amount: {{amount: "{amount}"}}}}) {{ quote {{ id }} {ERRORS} }}"#
            ))
            .await;
        last = text(&revised["quote"]["id"]);
        alice.done(&format!(r#"quoteSend(id: "{last}") {{ {ERRORS} }}"#)).await;
    }
    let declined = quote::sent(&alice, &deal, "50").await;
    alice.done(&format!(r#"quoteDecline(id: "{declined}") {{ {ERRORS} }}"#)).await;
    quote::sent(&alice, &deal, "50").await;
    let figures =
        "quoteToContractRate { value numerator denominator valueRate offeredAmount { amount } signedAmount { amount }
            pending declined expired warnings { code } }
        quoteToSignatureDays { value median sampleSize } quoteDiscountRate { value } quotesIssued { value }
        quoteToContractPeriodRate { value } contractsSigned { value } contractedRevenue { value { amount } }";
    let acme = world.id("customer:Acme");
    alice
        .done(&format!(
            r#"contractSign(input: {{customer: "{acme}", amount: {{amount: "999"}}, startsOn: "2026-12-01"}}) {{ {ERRORS} }}"#
        ))
        .await;
    let open = all(&world, NOVEMBER, figures).await;
    assert_eq!(
        open["quoteToContractRate"],
        json!({"value": 0.0, "numerator": 0, "denominator": 3, "valueRate": 0.0, "offeredAmount": {"amount": "200.00"},
            "signedAmount": {"amount": "0.00"}, "pending": 2, "declined": 1, "expired": 0, "warnings": []})
    );
    world.set_now("2026-12-04T11:00:00Z");
    let signed = alice
        .done(&format!(
            r#"contractSign(input: {{quote: "{last}", amount: {{amount: "90"}}, startsOn: "2027-01-01"}}) {{ contract {{ id }} {ERRORS} }}"#
        ))
        .await;
    let after = all(&world, NOVEMBER, figures).await;
    assert_eq!(
        after,
        json!({
            "quoteToContractRate": {"value": 0.333333333, "numerator": 1, "denominator": 3, "valueRate": 0.45,
                "offeredAmount": {"amount": "200.00"}, "signedAmount": {"amount": "90.00"}, "pending": 1, "declined": 1,
                "expired": 0, "warnings": []},
            "quoteToSignatureDays": {"value": null, "median": null, "sampleSize": 0},
            "quoteDiscountRate": {"value": null},
            "quotesIssued": {"value": 3},
            "quoteToContractPeriodRate": {"value": 0.0},
            "contractsSigned": {"value": 1},
            "contractedRevenue": {"value": {"amount": "999.00"}},
        })
    );
    let december = all(&world, "period: {month: {year: 2026, month: 12}}", figures).await;
    assert_eq!(december["quoteToSignatureDays"], json!({"value": 10.0, "median": 10.0, "sampleSize": 1}));
    assert_eq!(december["quoteDiscountRate"]["value"], json!(0.25), "from 120 to 90");
    assert_eq!(december["quoteToContractPeriodRate"]["value"], Value::Null);
    let contract = &signed["contract"]["id"];
    act(&world, &format!("contractDelete(id: {contract}) {{ {ERRORS} }}")).await;
    // The quote stays accepted; there is no contract.
    assert_eq!(all(&world, NOVEMBER, figures).await["quoteToContractRate"], open["quoteToContractRate"]);
    act(&world, &format!("contractRestore(id: {contract}) {{ {ERRORS} }}")).await;
    assert_eq!(all(&world, NOVEMBER, figures).await, after);
    world.assert_ledger().await;
}

#[tokio::test]
async fn an_offer_without_a_rate_leaves_the_value_unknown_and_the_number_known() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let acme = world.id("customer:Acme");
    let made = alice
        .done(&format!(
            r#"quoteCreate(input: {{customer: "{acme}", amount: {{amount: "100", currency: "USD"}}}}) {{ quote {{ id }} {ERRORS} }}"#
        ))
        .await;
    alice.done(&format!("quoteSend(id: {}) {{ {ERRORS} }}", made["quote"]["id"])).await;
    let figures = "quoteToContractRate { denominator valueRate offeredAmount { amount } warnings { code count } }";
    assert_eq!(
        all(&world, NOVEMBER, figures).await["quoteToContractRate"],
        json!({"denominator": 1, "valueRate": null, "offeredAmount": null,
            "warnings": [{"code": "MISSING_RATE", "count": 1}]})
    );
    act(
        &world,
        &format!(r#"exchangeRateCreate(input: {{from: "USD", validOn: "2026-11-01", rate: "0.90"}}) {{ {ERRORS} }}"#),
    )
    .await;
    assert_eq!(
        all(&world, NOVEMBER, figures).await["quoteToContractRate"],
        json!({"denominator": 1, "valueRate": 0.0, "offeredAmount": {"amount": "90.00"}, "warnings": []})
    );
    world.assert_ledger().await;
}

#[tokio::test]
async fn what_was_done_for_a_deal_counts_on_the_day_it_is_won() {
    let world = World::new().await;
    let deal = deal::open(&world, "alice", "100").await;
    let alice = world.as_user("alice").await;
    for (outcome, about, day) in
        [("MEETING_BOOKED", "deal", "05"), ("REACHED", "deal", "09"), ("NO_ANSWER", "customer", "10")]
    {
        let id = if about == "deal" { deal.clone() } else { world.id("customer:Acme") };
        alice
            .done(&format!(
                r#"interactionLog(input: {{kind: CALL, outcome: {outcome}, {about}: "{id}",
                    occurredAt: "2026-11-{day}T09:00:00Z"}}) {{ {ERRORS} }}"#
            ))
            .await;
    }
    let figures = "activitiesPerWin { value numerator denominator unit warnings { code count } }
        callToMeeting { value numerator denominator } daysBetweenContacts { value median sampleSize }";
    let unlinked = json!([{"code": "UNLINKED_ACTIVITY", "count": 1}]);
    let calls = json!({"value": 0.333333333, "numerator": 1, "denominator": 3});
    let pauses = json!({"value": 2.5, "median": 2.5, "sampleSize": 2});
    assert_eq!(
        all(&world, NOVEMBER, figures).await,
        json!({"activitiesPerWin": {"value": null, "numerator": 0, "denominator": 0, "unit": "PER_WIN",
                "warnings": unlinked},
            "callToMeeting": calls, "daysBetweenContacts": pauses})
    );
    world.set_now("2026-12-02T09:00:00Z");
    alice.done(&format!(r#"dealWin(id: "{deal}") {{ {ERRORS} }}"#)).await;
    let december = all(&world, "period: {month: {year: 2026, month: 12}}", figures).await;
    assert_eq!(december["activitiesPerWin"]["value"], json!(2.0));
    act(&world, &format!(r#"dealReopen(id: "{deal}") {{ {ERRORS} }}"#)).await;
    let reopened = all(&world, "period: {month: {year: 2026, month: 12}}", figures).await;
    assert_eq!(reopened["activitiesPerWin"]["numerator"], 0);
    world.assert_ledger().await;
}

#[tokio::test]
async fn nothing_is_null_or_zero_on_the_way() {
    let world = World::new().await;
    let ratios = [
        "leadToCustomerRate",
        "leadToDealRate",
        "leadConversionRate",
        "leadDisqualificationRate",
        "speedToLead",
        "contactedWithinSla",
        "meetingBookingRate",
        "prospectBookingRate",
        "showRate",
        "noShowRate",
        "callToMeeting",
        "meetingToDeal",
        "activitiesPerWin",
        "daysBetweenContacts",
        "quoteToContractRate",
        "quoteToContractPeriodRate",
        "quoteToSignatureDays",
        "quoteDiscountRate",
    ];
    let counts = [
        "leadsContacted",
        "leadsQualified",
        "leadsConverted",
        "leadsDisqualified",
        "leadsRecycled",
        "meetingsBooked",
        "customerMeetingsHeld",
        "meetingsCancelled",
        "quotesIssued",
        "contractsSigned",
    ];
    let fields = ratios.iter().chain(&counts).map(|field| format!("{field} {{ value }} ")).collect::<String>();
    let empty = all(&world, "period: {month: {year: 2025, month: 2}}", &fields).await;
    for field in ratios {
        assert_eq!(empty[field]["value"], Value::Null, "{field}");
    }
    for field in counts {
        assert_eq!(empty[field]["value"], 0, "{field}");
    }
    let parts =
        "leadToCustomerRate { stillOpen within30Days open medianDays } quoteToContractRate { valueRate pending }
        contractedRevenue { value { amount } }";
    assert_eq!(
        all(&world, "period: {month: {year: 2025, month: 2}}", parts).await,
        json!({"leadToCustomerRate": {"stillOpen": null, "within30Days": null, "open": 0, "medianDays": null},
            "quoteToContractRate": {"valueRate": null, "pending": 0}, "contractedRevenue": {"value": {"amount": "0.00"}}})
    );
}
