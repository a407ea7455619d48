//! Qualification: criteria, answers about leads, and what they come to.

use serde_json::{Value, json};

use crate::world::World;

const ERRORS: &str = "errors { code field message }";
/// Two criteria: a mandatory one that weighs three and counts for twenty days, and another that weighs one.
const CRITERIA: &str = r#"[
    {question: "Is there money?", scoring: {boolean: {}}, weight: 3, isMandatory: true, maxAgeDays: 20},
    {question: "How badly is it needed?", scoring: {scale: {worst: 0, best: 4}}}]"#;

fn refused(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

/// A lead of a rep from a source, received on 2 November.
pub async fn take_in(world: &World, rep: &str, source: &str) -> String {
    let rep = world.id(&format!("rep:{rep}"));
    let made = world
        .as_user("ada")
        .await
        .done(&format!(
            r#"leadCreate(input: {{title: "Roof", contactName: "Zoe Zed", receivedAt: "2026-11-02T08:00:00Z", source: "{source}", rep: "{rep}"}}) {{ lead {{ id }} {ERRORS} }}"#
        ))
        .await;
    made["lead"]["id"].as_str().unwrap().to_owned()
}

/// A published set of the criteria above with a threshold, and the ids of its criteria.
async fn published(world: &World, threshold: &str) -> (String, Vec<String>) {
    let ada = world.as_user("ada").await;
    let made = ada
        .done(&format!(
            r#"criteriaSetCreate(input: {{name: "Ours", threshold: {threshold}, criteria: {CRITERIA}}}) {{ criteriaSet {{ id }} {ERRORS} }}"#
        ))
        .await;
    let set = made["criteriaSet"]["id"].as_str().unwrap().to_owned();
    publish(world, &set).await
}

async fn publish(world: &World, set: &str) -> (String, Vec<String>) {
    let ada = world.as_user("ada").await;
    let made = ada
        .done(&format!(r#"criteriaSetPublish(id: "{set}") {{ criteriaSet {{ status criteria {{ id }} }} {ERRORS} }}"#))
        .await;
    assert_eq!(made["criteriaSet"]["status"], "PUBLISHED");
    let criteria = made["criteriaSet"]["criteria"].as_array().unwrap().iter();
    (set.to_owned(), criteria.map(|criterion| criterion["id"].as_str().unwrap().to_owned()).collect())
}

fn answers(lead: &str, given: &[(&str, &str)], more: &str, selection: &str) -> String {
    let given: Vec<String> =
        given.iter().map(|(criterion, value)| format!(r#"{{criterion: "{criterion}", value: {value}}}"#)).collect();
    format!(
        r#"leadAnswer(id: "{lead}", input: {{answers: [{}]{more}}}) {{ lead {{ {selection} }} {ERRORS} }}"#,
        given.join(", ")
    )
}

const STANDING: &str = "qualification { score completeness isComplete isQualified }";

fn standing(score: Option<f64>, completeness: f64, complete: bool, qualified: bool) -> Value {
    json!({"score": score, "completeness": completeness, "isComplete": complete, "isQualified": qualified})
}

async fn kpis(world: &World, arguments: &str, fields: &str) -> Value {
    let document = format!("{{ organization {{ kpis({arguments}) {{ {fields} }} }} }}");
    world.as_user("ada").await.ok(&document).await["organization"]["kpis"].clone()
}

#[tokio::test]
async fn a_set_is_written_published_and_revised_by_new_editions() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let made = ada
        .done(&format!(
            r#"criteriaSetCreateFromTemplate(input: {{template: BANT, name: "Ours"}})
                {{ criteriaSet {{ id name edition status threshold leadSource criteria {{ question kind weight }} }} {ERRORS} }}"#
        ))
        .await;
    let set = &made["criteriaSet"];
    assert_eq!(
        (&set["name"], &set["edition"], &set["status"], &set["threshold"], &set["leadSource"]),
        (&json!("Ours"), &json!(1), &json!("DRAFT"), &json!(0.6), &Value::Null)
    );
    let kinds: Vec<&str> =
        set["criteria"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["CHOICE", "CHOICE", "SCALE", "DATE"]);
    let revise = |id: &Value, input: &str| {
        format!(
            "criteriaSetRevise(id: {id}, input: {{{input}}}) {{ criteriaSet {{ id edition status threshold
                criteria {{ question weight isMandatory maxAgeDays scoring {{ whenTrue whenFalse worst best }} }} editions {{ edition }} }} {ERRORS} }}"
        )
    };
    let draft = ada.done(&revise(&set["id"], &format!("threshold: 0.5, criteria: {CRITERIA}"))).await;
    assert_eq!((&draft["criteriaSet"]["id"], &draft["criteriaSet"]["edition"]), (&set["id"], &json!(1)), "in place");
    assert_eq!(
        draft["criteriaSet"]["criteria"],
        json!([
            {"question": "Is there money?", "weight": 3, "isMandatory": true, "maxAgeDays": 20,
                "scoring": {"whenTrue": 1.0, "whenFalse": 0.0, "worst": null, "best": null}},
            {"question": "How badly is it needed?", "weight": 1, "isMandatory": false, "maxAgeDays": null,
                "scoring": {"whenTrue": null, "whenFalse": null, "worst": 0, "best": 4}},
        ])
    );
    let publish = |id: &Value| {
        format!("criteriaSetPublish(id: {id}) {{ criteriaSet {{ status publishedAt retiredAt }} {ERRORS} }}")
    };
    assert_eq!(
        ada.done(&publish(&set["id"])).await["criteriaSet"],
        json!({"status": "PUBLISHED", "publishedAt": "2026-11-24T11:00:00Z", "retiredAt": null})
    );
    assert_eq!(ada.refused(&publish(&set["id"])).await, refused("CONFLICT", "id"));
    let next = ada.done(&revise(&set["id"], "threshold: 0.75")).await["criteriaSet"].clone();
    assert_ne!(next["id"], set["id"], "what is published never changes");
    assert_eq!(
        (&next["edition"], &next["status"], &next["threshold"], &next["editions"]),
        (&json!(2), &json!("DRAFT"), &json!(0.75), &json!([{"edition": 1}, {"edition": 2}]))
    );
    assert_eq!(next["criteria"].as_array().unwrap().len(), 2, "a copy to begin with");
    assert_eq!(
        ada.refused(&revise(&set["id"], "threshold: 0.8")).await,
        refused("CONFLICT", "id"),
        "one draft at a time"
    );
    ada.done(&publish(&next["id"])).await;
    let state = "{ criteriaSets(orderBy: OLDEST) { nodes { edition status threshold retiredAt } } }";
    assert_eq!(
        world.as_user("dora").await.ok(state).await["criteriaSets"]["nodes"],
        json!([
            {"edition": 1, "status": "RETIRED", "threshold": 0.5, "retiredAt": "2026-11-24T11:00:00Z"},
            {"edition": 2, "status": "PUBLISHED", "threshold": 0.75, "retiredAt": null},
        ]),
        "everybody reads the criteria; one edition is in force"
    );
    let retire = |id: &Value| format!("criteriaSetRetire(id: {id}) {{ {ERRORS} }}");
    ada.done(&retire(&next["id"])).await;
    assert_eq!(ada.refused(&retire(&next["id"])).await, refused("CONFLICT", "id"));
    assert_eq!(world.as_user("nora").await.refused(&retire(&next["id"])).await, refused("FORBIDDEN", ""));
}

#[tokio::test]
async fn criteria_that_make_no_sense_are_refused() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let scored = |scoring: &str| format!(r#"[{{question: "Q", scoring: {{{scoring}}}}}]"#);
    for (threshold, criteria, field) in [
        ("1.5", scored("boolean: {}"), "input.threshold"),
        ("0.5", "[]".to_owned(), "input.criteria"),
        ("0.5", r#"[{question: " ", scoring: {boolean: {}}}]"#.to_owned(), "input.criteria.0.question"),
        ("0.5", scored("boolean: {whenTrue: 2}"), "input.criteria.0.scoring.boolean.whenTrue"),
        ("0.5", scored("scale: {worst: 3, best: 3}"), "input.criteria.0.scoring.scale"),
        ("0.5", scored("choice: {choices: []}"), "input.criteria.0.scoring.choice.choices"),
        (
            "0.5",
            scored(r#"number: {steps: [{atLeast: "2", score: 1}, {atLeast: "1", score: 0}]}"#),
            "input.criteria.0.scoring.number.steps",
        ),
        (
            "0.5",
            scored(r#"number: {steps: [{atLeast: "0.00001", score: 1}]}"#),
            "input.criteria.0.scoring.number.steps",
        ),
    ] {
        let create = format!(
            r#"criteriaSetCreate(input: {{name: "X", threshold: {threshold}, criteria: {criteria}}}) {{ {ERRORS} }}"#
        );
        assert_eq!(ada.refused(&create).await, refused("BAD_USER_INPUT", field), "{create}");
    }
    let none = ada.ok("{ criteriaSets { totalCount } }").await;
    assert_eq!(none["criteriaSets"]["totalCount"], 0, "nothing half-written");
}

#[tokio::test]
async fn a_lead_is_measured_by_its_answers() {
    let world = World::new().await;
    let (set, criteria) = published(&world, "0.6").await;
    let [money, need] = criteria.as_slice() else { panic!("two criteria") };
    let lead = take_in(&world, "alice", "fair").await;
    let alice = world.as_user("alice").await;
    let look = |selection: &str| format!(r#"{{ lead(id: "{lead}") {{ qualification {{ {selection} }} }} }}"#);
    let empty = alice
        .ok(&look("score completeness isQualified criteriaSet { id } currentSet { id } answers { id } history { id }"))
        .await;
    assert_eq!(
        empty["lead"]["qualification"],
        json!({"score": null, "completeness": 0.0, "isQualified": false, "criteriaSet": null,
            "currentSet": {"id": set}, "answers": [], "history": []})
    );
    let answered = |given: &[(&str, &str)]| answers(&lead, given, "", STANDING);
    let half = alice.done(&answered(&[(need, "{scale: 1}")])).await;
    assert_eq!(half["lead"]["qualification"], standing(Some(0.25), 0.25, false, false), "unanswered is not 0");
    let full = alice.done(&answered(&[(money, "{boolean: true}")])).await;
    assert_eq!(full["lead"]["qualification"], standing(Some(0.8125), 1.0, true, true));
    for (given, code, field) in [
        (vec![(money.as_str(), "{scale: 1}")], "BAD_USER_INPUT", "input.answers.0.value"),
        (vec![(need.as_str(), "{scale: 2}"), (need.as_str(), "{scale: 9}")], "BAD_USER_INPUT", "input.answers.1.value"),
        (vec![], "BAD_USER_INPUT", "input.answers"),
        (vec![(lead.as_str(), "{scale: 1}")], "BAD_USER_INPUT", "input.answers.0.criterion"),
    ] {
        assert_eq!(alice.refused(&answered(&given)).await, refused(code, field), "{given:?}");
    }
    for (at, field) in [
        ("2026-11-25T11:00:00Z", "input.answeredAt"),
        ("2026-11-20T11:00:00Z", "input.answeredAt"),
        ("2026-11-01T11:00:00Z", "input.answeredAt"),
    ] {
        let late = answers(&lead, &[(need, "{scale: 1}")], &format!(r#", answeredAt: "{at}""#), "id");
        assert_eq!(alice.refused(&late).await, refused("BAD_USER_INPUT", field), "{at}");
    }
    let foreign = world.as_user("dora").await.refused(&answered(&[(need, "{scale: 1}")])).await;
    assert_eq!(foreign, refused("NOT_FOUND", "id"));
    let back = alice.done(&answered(&[(money, "null")])).await;
    assert_eq!(back["lead"]["qualification"], standing(Some(0.25), 0.25, false, false), "taken back");
    let told = alice
        .ok(&look(
            "answers { number boolean score criterion { question } }
             history { boolean number score answeredAt answeredBy { name } } openCriteria(onlyMandatory: true) { question }",
        ))
        .await;
    let at = "2026-11-24T11:00:00Z";
    let by = json!({"name": "alice"});
    assert_eq!(
        told["lead"]["qualification"],
        json!({
            "answers": [{"number": "1", "boolean": null, "score": 0.25, "criterion": {"question": "How badly is it needed?"}}],
            "history": [
                {"boolean": null, "number": "1", "score": 0.25, "answeredAt": at, "answeredBy": by},
                {"boolean": true, "number": null, "score": 1.0, "answeredAt": at, "answeredBy": by},
                {"boolean": null, "number": null, "score": null, "answeredAt": at, "answeredBy": by},
            ],
            "openCriteria": [{"question": "Is there money?"}],
        })
    );
    alice.done(&answered(&[(money, "{boolean: true}")])).await;
    world.set_now("2026-12-14T11:00:00Z");
    let alice = world.as_user("alice").await;
    let old = alice.ok(&format!(r#"{{ lead(id: "{lead}") {{ {STANDING} }} }}"#)).await;
    assert_eq!(old["lead"]["qualification"], standing(Some(0.25), 0.25, false, false), "twenty days later");
    world.assert_ledger().await;
}

#[tokio::test]
async fn new_weights_do_not_rewrite_the_past() {
    let world = World::new().await;
    let (set, criteria) = published(&world, "0.6").await;
    let lead = take_in(&world, "alice", "fair").await;
    let (ada, alice) = (world.as_user("ada").await, world.as_user("alice").await);
    let both = [(criteria[0].as_str(), "{boolean: true}"), (criteria[1].as_str(), "{scale: 0}")];
    let first = alice.done(&answers(&lead, &both, "", STANDING)).await;
    assert_eq!(first["lead"]["qualification"], standing(Some(0.75), 1.0, true, true));
    let draft = ada
        .done(&format!(
            r#"criteriaSetRevise(id: "{set}", input: {{threshold: 0.9, criteria: [{{question: "Need", scoring: {{scale: {{worst: 0, best: 4}}}}}}]}})
                {{ criteriaSet {{ id }} {ERRORS} }}"#
        ))
        .await;
    let early = ada.ok(&format!("{{ criteriaSet(id: {}) {{ criteria {{ id }} }} }}", draft["criteriaSet"]["id"])).await;
    let unpublished = early["criteriaSet"]["criteria"][0]["id"].as_str().unwrap().to_owned();
    let answer = answers(&lead, &[(&unpublished, "{scale: 1}")], "", "id");
    assert_eq!(alice.refused(&answer).await, refused("CONFLICT", "input.answers"), "a draft");
    let (_, next) = publish(&world, draft["criteriaSet"]["id"].as_str().unwrap()).await;
    let look = format!(r#"{{ lead(id: "{lead}") {{ {STANDING} }} }}"#);
    assert_eq!(alice.ok(&look).await["lead"]["qualification"], standing(Some(0.75), 1.0, true, true), "by its edition");
    let retired = answers(&lead, &both, "", "id");
    assert_eq!(alice.refused(&retired).await, refused("CONFLICT", "input.answers"));
    let mixed = answers(&lead, &[(&next[0], "{scale: 1}"), (&criteria[1], "{scale: 1}")], "", "id");
    assert_eq!(alice.refused(&mixed).await, refused("BAD_USER_INPUT", "input.answers.1.criterion"));
    let second = alice.done(&answers(&lead, &[(&next[0], "{scale: 2}")], "", STANDING)).await;
    assert_eq!(second["lead"]["qualification"], standing(Some(0.5), 1.0, true, false));
    let quality = kpis(&world, "period: {month: {year: 2026, month: 11}}", "leadQualityScore { value latest }").await;
    assert_eq!(quality["leadQualityScore"], json!({"value": 0.5, "latest": 0.5}), "both on one day");
    world.assert_ledger().await;
}

#[tokio::test]
async fn the_file_of_prospects_is_a_stock() {
    let world = World::new().await;
    let figure = "prospectQualification { value numerator denominator meanScore scoredProspects unscoredProspects
        distribution { band prospects } unit }";
    let at = |day: &str| format!(r#"period: {{between: {{from: "2026-11-01", to: "{day}"}}}}"#);
    let nothing = kpis(&world, "period: {month: {year: 2025, month: 2}}", figure).await;
    assert_eq!(
        (&nothing["prospectQualification"]["value"], &nothing["prospectQualification"]["denominator"]),
        (&Value::Null, &json!(0))
    );
    assert_eq!(nothing["prospectQualification"]["meanScore"], Value::Null);
    let (_, criteria) = published(&world, "0.6").await;
    let (first, second, third) = (
        take_in(&world, "alice", "fair").await,
        take_in(&world, "bob", "web").await,
        take_in(&world, "dora", "web").await,
    );
    let ada = world.as_user("ada").await;
    let on = |day: &str| format!(r#", answeredAt: "2026-11-{day}T09:00:00Z""#);
    let full = [(criteria[0].as_str(), "{boolean: true}"), (criteria[1].as_str(), "{scale: 4}")];
    ada.done(&answers(&first, &full, &on("10"), "id")).await;
    ada.done(&answers(&second, &[(&criteria[1], "{scale: 1}")], &on("12"), "id")).await;
    let one = |value: f64, qualified: i64, prospects: i64, mean: Option<f64>, scored: i64, bands: [i64; 4]| {
        let names = ["FIRST_QUARTER", "SECOND_QUARTER", "THIRD_QUARTER", "LAST_QUARTER"];
        let bands: Vec<Value> =
            names.iter().zip(bands).map(|(band, prospects)| json!({"band": band, "prospects": prospects})).collect();
        json!({"prospectQualification": {"value": value, "numerator": qualified, "denominator": prospects, "meanScore": mean,
            "scoredProspects": scored, "unscoredProspects": prospects - scored, "distribution": bands, "unit": "RATIO"}})
    };
    for (day, expected) in [
        ("2026-11-10", one(0.0, 0, 3, None, 0, [0, 0, 0, 0])),
        ("2026-11-11", one(0.333333333, 1, 3, Some(1.0), 1, [0, 0, 0, 1])),
        ("2026-11-13", one(0.333333333, 1, 3, Some(0.625), 2, [0, 1, 0, 1])),
        ("2026-12-01", one(0.333333333, 1, 3, Some(0.625), 2, [0, 1, 0, 1])),
    ] {
        assert_eq!(kpis(&world, &at(day), figure).await, expected, "before {day}");
    }
    // A lead that is turned down leaves the file; one that changes hands leaves its team.
    ada.done(&format!(r#"leadDisqualify(id: "{third}") {{ {ERRORS} }}"#)).await;
    assert_eq!(kpis(&world, &at("2026-12-01"), figure).await, one(0.5, 1, 2, Some(0.625), 2, [0, 1, 0, 1]));
    let of_team = async |team: &str, day: &str| {
        let id = world.id(&format!("team:{team}"));
        let document = format!(
            r#"{{ team(id: "{id}") {{ kpis({}) {{ prospectQualification {{ numerator denominator }} }} }} }}"#,
            at(day)
        );
        world.as_user("ada").await.ok(&document).await["team"]["kpis"]["prospectQualification"].clone()
    };
    assert_eq!(of_team("South", "2026-12-01").await, json!({"numerator": 0, "denominator": 0}));
    let emil = world.id("rep:emil");
    ada.done(&format!(r#"leadAssign(id: "{first}", input: {{rep: "{emil}"}}) {{ {ERRORS} }}"#)).await;
    assert_eq!(of_team("South", "2026-12-01").await, json!({"numerator": 1, "denominator": 1}));
    assert_eq!(of_team("North", "2026-12-01").await, json!({"numerator": 0, "denominator": 1}));
    assert_eq!(of_team("North", "2026-11-20").await, json!({"numerator": 1, "denominator": 2}), "the past stays");
    let by_source = kpis(
        &world,
        &at("2026-12-01"),
        "prospectQualification { breakdown(by: SOURCE, orderBy: KEY) { rows { key value { ratio } } } }",
    )
    .await;
    assert_eq!(
        by_source["prospectQualification"]["breakdown"]["rows"],
        json!([{"key": "fair", "value": {"ratio": 1.0}}, {"key": "web", "value": {"ratio": 0.0}}])
    );
    // An answer that is too old stops counting by itself: that of 10 November after twenty days.
    world.set_now("2026-12-24T11:00:00Z");
    for (day, qualified) in [("2026-11-30", 1), ("2026-12-01", 0)] {
        let found = kpis(&world, &at(day), "prospectQualification { numerator }").await;
        assert_eq!(found["prospectQualification"]["numerator"], qualified, "before {day}");
    }
    world.assert_ledger().await;
}

#[tokio::test]
async fn leads_are_as_good_as_they_were_when_first_scored() {
    let world = World::new().await;
    let (_, criteria) = published(&world, "0.6").await;
    let figure = "leadQualityScore { value latest scoredLeads receivedLeads breakdown(by: SOURCE, orderBy: KEY) { rows { key value { ratio } } } }";
    let november = "period: {month: {year: 2026, month: 11}}";
    let empty = kpis(&world, november, "leadQualityScore { value latest scoredLeads receivedLeads }").await;
    assert_eq!(empty["leadQualityScore"], json!({"value": null, "latest": null, "scoredLeads": 0, "receivedLeads": 0}));
    let (first, second) = (take_in(&world, "alice", "fair").await, take_in(&world, "bob", "web").await);
    take_in(&world, "dora", "web").await;
    let ada = world.as_user("ada").await;
    let on = |day: &str| format!(r#", answeredAt: "2026-11-{day}T09:00:00Z""#);
    ada.done(&answers(&first, &[(&criteria[1], "{scale: 2}")], &on("10"), "id")).await;
    ada.done(&answers(&first, &[(&criteria[1], "{scale: 4}")], &on("12"), "id")).await;
    ada.done(&answers(&second, &[(&criteria[0], "{boolean: false}")], &on("12"), "id")).await;
    let found = kpis(&world, november, figure).await;
    assert_eq!(
        found["leadQualityScore"],
        json!({"value": 0.25, "latest": 0.5, "scoredLeads": 2, "receivedLeads": 3,
            "breakdown": {"rows": [{"key": "fair", "value": {"ratio": 0.5}}, {"key": "web", "value": {"ratio": 0.0}}]}})
    );
    let december = kpis(&world, "period: {month: {year: 2026, month: 12}}", "leadQualityScore { value }").await;
    assert_eq!(december["leadQualityScore"]["value"], Value::Null);
    let explained = kpis(&world, november, "leadQualityScore { explain { withNumbers } }").await;
    assert_eq!(explained["leadQualityScore"]["explain"]["withNumbers"], "0.5 / 2 = 0.25");
    world.assert_ledger().await;
}

#[tokio::test]
async fn many_leads_cost_no_more_statements_than_one() {
    let world = World::new().await;
    let (_, criteria) = published(&world, "0.6").await;
    let document = "{ leads(first: 50) { nodes { missingKeyFacts keyFacts(first: 2) { nodes { text } }
        qualification { score isQualified currentSet { name } criteriaSet { name criteria { question } } answers { score criterion { question } } } } } }";
    let alice = world.as_user("alice").await;
    let mut costs = Vec::new();
    for _ in 0..2 {
        for _ in 0..3 {
            let lead = take_in(&world, "alice", "fair").await;
            alice.done(&answers(&lead, &[(&criteria[1], "{scale: 2}")], "", "id")).await;
        }
        let before = world.statements();
        let data = alice.ok(document).await;
        costs.push(world.statements() - before);
        assert_eq!(data["leads"]["nodes"][0]["qualification"]["score"], 0.5);
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn a_program_reads_criteria_by_its_own_scope() {
    let world = World::new().await;
    let (set, criteria) = published(&world, "0.6").await;
    let lead = take_in(&world, "alice", "fair").await;
    let token = world.as_token("leads:write criteriaSets:read");
    let done = token.done(&answers(&lead, &[(&criteria[1], "{scale: 2}")], "", STANDING)).await;
    assert_eq!(done["lead"]["qualification"]["score"], 0.5);
    let retire = format!(r#"criteriaSetRetire(id: "{set}") {{ {ERRORS} }}"#);
    assert_eq!(token.refused(&retire).await, refused("FORBIDDEN", ""));
    assert_eq!(
        world.as_token("leads:read").run(&format!(r#"{{ criteriaSet(id: "{set}") {{ id }} }}"#)).await.code(),
        "NOT_FOUND"
    );
    world.as_token("criteriaSets:write").done(&retire).await;
}

#[tokio::test]
async fn the_later_answer_about_either_of_two_leads_counts_once_they_are_one() {
    let world = World::new().await;
    let (_, criteria) = published(&world, "0.5").await;
    let (money, need) = (criteria[0].as_str(), criteria[1].as_str());
    let (stays, goes) = (take_in(&world, "alice", "web").await, take_in(&world, "bob", "web").await);
    let ada = world.as_user("ada").await;
    let give = async |lead: &str, criterion: &str, value: &str, on: &str| {
        let at = format!(r#", answeredAt: "2026-11-{on}T08:00:00Z""#);
        ada.done(&answers(lead, &[(criterion, value)], &at, "id")).await;
    };
    give(&stays, money, "{boolean: false}", "10").await;
    give(&stays, need, "{scale: 2}", "12").await;
    give(&goes, money, "{boolean: true}", "11").await;
    give(&goes, need, "{scale: 4}", "03").await;
    let merge =
        format!(r#"leadMerge(id: "{stays}", input: {{duplicate: "{goes}"}}) {{ lead {{ {STANDING} }} {ERRORS} }}"#);
    let merged = ada.done(&merge).await;
    assert_eq!(merged["lead"]["qualification"], standing(Some(0.875), 1.0, true, true), "3 × 1 and 1 × 0.5 of 4");
    let history = format!(r#"{{ lead(id: "{stays}") {{ qualification {{ history {{ id score }} }} }} }}"#);
    let history = ada.ok(&history).await["lead"]["qualification"]["history"].clone();
    assert_eq!(
        history.as_array().unwrap().iter().map(|answer| &answer["score"]).collect::<Vec<_>>(),
        [1.0, 0.0, 1.0, 0.5]
    );
    let moved = history[0]["id"].as_str().unwrap();
    let log = format!(r#"{{ changes(record: "{moved}") {{ nodes {{ action fields {{ field }} }} }} }}"#);
    let log = ada.ok(&log).await["changes"]["nodes"][0].clone();
    assert_eq!(log, json!({"action": "UPDATE", "fields": [{"field": "lead_id"}]}));
    let fields =
        "prospectQualification { numerator denominator scoredProspects } leadQualityScore { value scoredLeads latest }";
    assert_eq!(
        kpis(&world, "period: {month: {year: 2026, month: 11}}", fields).await,
        json!({"prospectQualification": {"numerator": 1, "denominator": 1, "scoredProspects": 1},
            "leadQualityScore": {"value": 1.0, "scoredLeads": 1, "latest": 0.875}}),
        "the first answer of both is the first of the one"
    );
    world.assert_ledger().await;
}
