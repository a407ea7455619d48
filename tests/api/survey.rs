//! Surveys: sent, answered on their scale, and what they say together.

use serde_json::{Value, json};

use crate::world::World;

const ERRORS: &str = "errors { code field message }";

/// Makes a survey and answers its id.
pub async fn make(world: &World, input: &str) -> String {
    let made = world
        .as_user("ada")
        .await
        .done(&format!(r#"surveyCreate(input: {{name: "Survey", {input}}}) {{ survey {{ id }} {ERRORS} }}"#))
        .await;
    made["survey"]["id"].as_str().unwrap().to_owned()
}

const STARS: &str = "kind: CSAT, scale: {min: 1, max: 5, satisfiedThreshold: 4}";

/// Sends a survey to a customer and answers the id of the response.
pub async fn send(world: &World, survey: &str, customer: &str, more: &str) -> String {
    let customer = world.id(&format!("customer:{customer}"));
    let sent = world
        .as_user("ada")
        .await
        .done(&format!(
            r#"surveyResponseSend(input: {{survey: "{survey}", customer: "{customer}", {more}}}) {{
                surveyResponse {{ id }} {ERRORS} }}"#
        ))
        .await;
    sent["surveyResponse"]["id"].as_str().unwrap().to_owned()
}

/// Sends a survey on a day and takes down what was answered on another.
pub async fn answered(world: &World, survey: &str, customer: &str, [sent, came]: [&str; 2], value: &str) -> String {
    let id = send(world, survey, customer, &format!(r#"sentAt: "{sent}T09:00:00Z""#)).await;
    let answer = format!(
        r#"surveyResponseAnswer(id: "{id}", input: {{value: {value}, respondedAt: "{came}T09:00:00Z"}}) {{ {ERRORS} }}"#
    );
    world.as_user("ada").await.done(&answer).await;
    id
}

async fn kpis(world: &World, of: &str, period: &str, figures: &str) -> Value {
    let (subject, id) = of.split_once(':').unwrap();
    let document = match subject {
        "organization" => format!("{{ node: organization {{ kpis(period: {period}) {{ {figures} }} }} }}"),
        subject => format!(
            r#"{{ node: {subject}(id: "{}") {{ kpis(period: {period}) {{ {figures} }} }} }}"#,
            world.id(&format!("{subject}:{id}"))
        ),
    };
    world.as_user("ada").await.ok(&document).await["node"]["kpis"].clone()
}

const MARCH: &str = "{month: {year: 2026, month: 3}}";

#[tokio::test]
async fn a_scale_is_data_and_an_answer_off_it_is_refused() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let create = |input: &str| format!(r#"surveyCreate(input: {{name: "S", {input}}}) {{ survey {{ id }} {ERRORS} }}"#);
    for (input, field) in [
        ("kind: CSAT", "input.scale"),
        ("kind: CSAT, scale: {min: 5, max: 5, satisfiedThreshold: 5}", "input.scale.max"),
        ("kind: CUSTOM, scale: {min: 1, max: 5, satisfiedThreshold: 6}", "input.scale.satisfiedThreshold"),
        ("kind: NPS, scale: {min: 1, max: 5, satisfiedThreshold: 4}", "input.scale.min"),
    ] {
        assert_eq!(ada.refused(&create(input)).await, ("BAD_USER_INPUT".into(), field.into()), "{input}");
    }
    assert_eq!(world.as_user("nora").await.refused(&create("kind: NPS")).await.0, "FORBIDDEN");

    let survey = make(&world, STARS).await;
    let sent = send(&world, &survey, "Acme", r#"sentAt: "2026-03-02T09:00:00Z""#).await;
    let answer = |value: &str, on: &str| {
        format!(
            r#"surveyResponseAnswer(id: "{sent}", input: {{value: {value}, respondedAt: "{on}T09:00:00Z"}}) {{
                surveyResponse {{ value score isSatisfied rep {{ name }} version }} {ERRORS} }}"#
        )
    };
    assert_eq!(ada.refused(&answer("6", "2026-03-03")).await, ("BAD_USER_INPUT".into(), "input.value".into()));
    assert_eq!(ada.refused(&answer("4", "2026-03-01")).await, ("BAD_USER_INPUT".into(), "input.respondedAt".into()));
    let still = ada.ok(&format!(r#"{{ surveyResponse(id: "{sent}") {{ value respondedAt version }} }}"#)).await;
    assert_eq!(still["surveyResponse"], json!({"value": null, "respondedAt": null, "version": 1}));
    assert_eq!(
        ada.done(&answer("4", "2026-03-03")).await["surveyResponse"],
        json!({"value": 4, "score": 0.75, "isSatisfied": true, "rep": {"name": "alice"}, "version": 2})
    );
    let alice = world.as_user("alice").await;
    assert_eq!(alice.refused(&answer("5", "2026-11-24")).await, ("CONFLICT".into(), "id".into()));
    assert_eq!(ada.done(&answer("5", "2026-03-03")).await["surveyResponse"]["score"], 1.0, "a manager corrects it");
}

#[tokio::test]
async fn what_was_sent_keeps_its_scale_when_the_surveys_changes() {
    let world = World::new().await;
    let survey = make(&world, STARS).await;
    let old = send(&world, &survey, "Acme", r#"sentAt: "2026-03-02T09:00:00Z""#).await;
    let ada = world.as_user("ada").await;
    let changed = ada
        .done(&format!(
            r#"surveyUpdate(id: "{survey}", input: {{scale: {{min: 0, max: 100, satisfiedThreshold: 80}}}}) {{
                survey {{ scale {{ version min max satisfiedThreshold direction }} }} {ERRORS} }}"#
        ))
        .await;
    assert_eq!(
        changed["survey"]["scale"],
        json!({"version": 2, "min": 0, "max": 100, "satisfiedThreshold": 80, "direction": "HIGHER"})
    );
    ada.done(&format!(
        r#"surveyResponseAnswer(id: "{old}", input: {{value: 5, respondedAt: "2026-03-05T09:00:00Z"}}) {{ {ERRORS} }}"#
    ))
    .await;
    answered(&world, &survey, "Bolt", ["2026-03-03", "2026-03-06"], "50").await;
    // 5 of 5 is worth 1, 50 of 100 half: their mean is no mean of 5 and 50.
    let figures = kpis(
        &world,
        "organization:",
        MARCH,
        "customerSatisfaction { value numerator sampleSize warnings { code count } } csat { value }",
    )
    .await;
    assert_eq!(
        figures,
        json!({"customerSatisfaction": {"value": 0.75, "numerator": 1.5, "sampleSize": 2,
            "warnings": [{"code": "SMALL_SAMPLE", "count": 2}]}, "csat": {"value": 0.5}})
    );
}

#[tokio::test]
async fn of_several_answers_of_a_customer_in_the_period_the_last_counts() {
    let world = World::new().await;
    let survey = make(&world, STARS).await;
    let effort = make(&world, "kind: CUSTOM, scale: {min: 1, max: 7, direction: LOWER, satisfiedThreshold: 3}").await;
    answered(&world, &survey, "Acme", ["2026-02-02", "2026-02-03"], "1").await;
    answered(&world, &survey, "Acme", ["2026-03-02", "2026-03-20"], "5").await;
    answered(&world, &survey, "Acme", ["2026-03-03", "2026-03-10"], "2").await;
    answered(&world, &effort, "Acme", ["2026-03-03", "2026-03-11"], "1").await;
    answered(&world, &survey, "Core", ["2026-03-03", "2026-03-12"], "1").await;
    let figures = "customerSatisfaction { value sampleSize } csat { value numerator sampleSize }";
    assert_eq!(
        kpis(&world, "organization:", MARCH, figures).await,
        json!({"customerSatisfaction": {"value": 0.666666667, "sampleSize": 3},
            "csat": {"value": 0.666666667, "numerator": 2, "sampleSize": 3}}),
        "5 of 5 stars, no effort at all, and 1 of 5"
    );
    assert_eq!(
        kpis(&world, "rep:alice", "{quarter: {year: 2026, quarter: 1}}", figures).await["customerSatisfaction"],
        json!({"value": 1.0, "sampleSize": 2}),
        "over the quarter it is still the answer of the 20th"
    );
    assert_eq!(
        kpis(&world, "organization:", "{month: {year: 2026, month: 4}}", figures).await,
        json!({"customerSatisfaction": {"value": null, "sampleSize": 0},
            "csat": {"value": null, "numerator": 0, "sampleSize": 0}})
    );
    let by_survey = kpis(
        &world,
        "organization:",
        MARCH,
        "csat { breakdown(by: SURVEY, orderBy: KEY) { rows { key label value { ratio } } } }",
    )
    .await;
    assert_eq!(
        by_survey["csat"]["breakdown"]["rows"],
        json!([{"key": survey, "label": "Survey", "value": {"ratio": 0.5}},
            {"key": effort, "label": "Survey", "value": {"ratio": 1.0}}])
    );
    let filtered = world
        .as_user("ada")
        .await
        .ok(&format!(
            r#"{{ organization {{ kpis(period: {MARCH}, filter: {{survey: "{effort}"}}) {{ csat {{ value sampleSize }} }} }} }}"#
        ))
        .await;
    assert_eq!(filtered["organization"]["kpis"]["csat"], json!({"value": 1.0, "sampleSize": 1}));
    world.assert_ledger().await;
}

#[tokio::test]
async fn the_net_promoter_score_goes_from_minus_to_plus_a_hundred() {
    let world = World::new().await;
    let survey = make(&world, "kind: NPS").await;
    for (customer, value) in [("Acme", "10"), ("Bolt", "6"), ("Core", "0")] {
        answered(&world, &survey, customer, ["2026-03-02", "2026-03-03"], value).await;
    }
    let figures = "nps { value promoters passives detractors sampleSize unit
        breakdown(by: TEAM) { rows { label value { points } } } explain { withNumbers } }";
    let found = kpis(&world, "organization:", MARCH, figures).await;
    assert_eq!(
        found["nps"],
        json!({"value": -33.3333, "promoters": 1, "passives": 0, "detractors": 2, "sampleSize": 3, "unit": "POINTS",
            "breakdown": {"rows": [{"label": "North", "value": {"points": 0.0}},
                {"label": "South", "value": {"points": -100.0}}]},
            "explain": {"withNumbers": "(1 − 2) / 3 × 100 ≈ -33.3333"}})
    );
    let none = kpis(&world, "organization:", "{year: 2025}", "nps { value sampleSize }").await;
    assert_eq!(none["nps"], json!({"value": null, "sampleSize": 0}));
    let half = send(&world, &survey, "Acme", "").await;
    let answer = format!(r#"surveyResponseAnswer(id: "{half}", input: {{value: 6.5}}) {{ {ERRORS} }}"#);
    let refused = world.as_user("ada").await.refused(&answer).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "input.value".into()));
}

#[tokio::test]
async fn the_response_rate_is_that_of_the_surveys_sent_in_the_period() {
    let world = World::new().await;
    let survey = make(&world, STARS).await;
    answered(&world, &survey, "Acme", ["2026-03-31", "2026-04-02"], "5").await;
    send(&world, &survey, "Bolt", r#"sentAt: "2026-03-31T21:59:59Z""#).await;
    send(&world, &survey, "Core", r#"sentAt: "2026-03-31T22:00:00Z""#).await;
    let rate = "surveyResponseRate { value numerator denominator }";
    assert_eq!(
        kpis(&world, "organization:", MARCH, rate).await["surveyResponseRate"],
        json!({"value": 0.5, "numerator": 1, "denominator": 2}),
        "midnight in Paris is 22:00 in Greenwich"
    );
    assert_eq!(
        kpis(&world, "organization:", "{month: {year: 2026, month: 5}}", rate).await["surveyResponseRate"],
        json!({"value": null, "numerator": 0, "denominator": 0})
    );
}

#[tokio::test]
async fn an_answer_is_credited_to_who_was_rated_or_owned_the_account_when_it_came() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let (bolt, bob, emil) = (world.id("customer:Bolt"), world.id("rep:bob"), world.id("rep:emil"));
    let call = ada
        .done(&format!(
            r#"interactionLog(input: {{kind: CALL, customer: "{bolt}", performer: "{emil}"}}) {{ interaction {{ id }} {ERRORS} }}"#
        ))
        .await;
    let call = call["interaction"]["id"].as_str().unwrap();
    let survey = make(&world, STARS).await;
    let sent = "sentAt: \"2026-11-24T10:00:00Z\"";
    let rated = send(&world, &survey, "Bolt", &format!(r#"{sent}, interaction: "{call}""#)).await;
    let other = send(&world, &survey, "Bolt", sent).await;
    let wrong = format!(
        r#"surveyResponseSend(input: {{survey: "{survey}", customer: "{}", interaction: "{call}"}}) {{ {ERRORS} }}"#,
        world.id("customer:Acme")
    );
    assert_eq!(ada.refused(&wrong).await, ("BAD_USER_INPUT".into(), "input.interaction".into()));
    ada.done(&format!(r#"customerUpdate(id: "{bolt}", input: {{rep: "{}"}}) {{ {ERRORS} }}"#, world.id("rep:carol")))
        .await;
    for id in [&rated, &other] {
        ada.done(&format!(r#"surveyResponseAnswer(id: "{id}", input: {{value: 5}}) {{ {ERRORS} }}"#)).await;
    }
    ada.done(&format!(r#"customerUpdate(id: "{bolt}", input: {{rep: "{bob}"}}) {{ {ERRORS} }}"#)).await;
    let figures = "csat { sampleSize } surveyResponseRate { denominator }";
    let mut found = Vec::new();
    for rep in ["bob", "carol", "emil"] {
        let kpis = kpis(&world, &format!("rep:{rep}"), "{year: 2026}", figures).await;
        found.push((kpis["csat"]["sampleSize"].clone(), kpis["surveyResponseRate"]["denominator"].clone()));
    }
    assert_eq!(
        found,
        [(json!(0), json!(1)), (json!(1), json!(0)), (json!(1), json!(1))],
        "bob had the account on sending, carol when the answer came, emil was rated"
    );
    for (who, code) in [("carol", ""), ("bob", ""), ("alice", "NOT_FOUND"), ("nora", ""), ("sam", "NOT_FOUND")] {
        let answer = world.as_user(who).await.run(&format!(r#"{{ surveyResponse(id: "{other}") {{ id }} }}"#)).await;
        assert_eq!(answer.code(), code, "{who}");
    }
}

#[tokio::test]
async fn a_token_reads_no_opinion_of_fewer_customers_than_the_least() {
    let world = World::new().await;
    let survey = make(&world, STARS).await;
    for customer in ["Acme", "Bolt", "Core"] {
        answered(&world, &survey, customer, ["2026-03-02", "2026-03-03"], "5").await;
    }
    let document =
        format!("{{ organization {{ kpis(period: {MARCH}) {{ customerSatisfaction {{ value sampleSize }} }} }} }}");
    let token = world.as_token("kpi:read organization:read");
    assert_eq!(token.run(&document).await.code(), "SUPPRESSED", "three customers of three reps");

    let ada = world.as_user("ada").await;
    ada.done(&format!("organizationUpdate(input: {{groupMinimum: 3}}) {{ {ERRORS} }}")).await;
    let shown = token.ok(&document).await["organization"]["kpis"]["customerSatisfaction"].clone();
    assert_eq!(shown, json!({"value": 1.0, "sampleSize": 3}));
    for part in ["breakdown(by: TEAM) { rows { label } }", "contributors { nodes { id } }"] {
        let finer = format!("{{ organization {{ kpis(period: {MARCH}) {{ customerSatisfaction {{ {part} }} }} }} }}");
        assert_eq!(token.run(&finer).await.code(), "SUPPRESSED", "{part}");
        ada.ok(&finer).await;
    }
}

#[tokio::test]
async fn a_deleted_answer_leaves_the_figures_and_an_erased_person_the_words() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let acme = world.id("customer:Acme");
    let contact = ada
        .done(&format!(r#"contactCreate(input: {{name: "Ann", customer: "{acme}"}}) {{ contact {{ id }} {ERRORS} }}"#))
        .await;
    let contact = contact["contact"]["id"].as_str().unwrap();
    let survey = make(&world, STARS).await;
    let id = send(&world, &survey, "Acme", &format!(r#"contact: "{contact}""#)).await;
    let answer = format!(r#"surveyResponseAnswer(id: "{id}", input: {{value: 2, comment: "Ask Ann"}}) {{ {ERRORS} }}"#);
    ada.done(&answer).await;
    ada.done(&format!(r#"contactErase(id: "{contact}") {{ {ERRORS} }}"#)).await;
    let kept = ada.ok(&format!(r#"{{ surveyResponse(id: "{id}") {{ value comment }} }}"#)).await;
    assert_eq!(kept["surveyResponse"], json!({"value": 2, "comment": null}));

    let size = "csat { sampleSize }";
    ada.done(&format!(r#"surveyResponseDelete(id: "{id}") {{ {ERRORS} }}"#)).await;
    assert_eq!(kpis(&world, "organization:", "{year: 2026}", size).await["csat"]["sampleSize"], 0);
    ada.done(&format!(r#"surveyResponseRestore(id: "{id}") {{ {ERRORS} }}"#)).await;
    assert_eq!(kpis(&world, "organization:", "{year: 2026}", size).await["csat"]["sampleSize"], 1);
    world.assert_ledger().await;
}
