//! Figures that are asked for plainly are written at once; what they say is what the library would have answered.

use pilotage::demo;
use serde_json::{Value, json};

use crate::world::{Someone, World};

/// The fields that are written at once, of the answer of each KPI: what is selected, with a directive after each field.
async fn plain_fields(ada: &Someone<'_>) -> Vec<(String, String)> {
    let types =
        r#"{ __type(name: "Kpis") { fields { name type { name fields { name type { name ofType { name } } } } } } }"#;
    let data = ada.ok(types).await;
    let mut fields = Vec::new();
    for kpi in data["__type"]["fields"].as_array().unwrap() {
        let Some(parts) = kpi["type"]["fields"].as_array() else { continue };
        if parts.iter().all(|part| part["name"] != "series") {
            continue;
        }
        let amount = "{ ratio@X count@X points@X days@X money@X { amount@X currency@X } }";
        let mut selection = vec!["__typename".to_owned()];
        for part in parts {
            selection.push(match part["name"].as_str().unwrap() {
                "series" => format!("series(by: QUARTER)@X {{ __typename number@X isWithheld@X period@X {{ to@X from@X grain@X }} value@X {amount} }}"),
                "change" => format!("change@X {{ relative@X base@X {amount} delta@X {amount} period@X {{ from@X to@X }} }}"),
                name @ ("value" | "numerator" | "denominator" | "median") => match part["type"]["name"].as_str() {
                    Some("Money") => format!("{name}@X {{ currency@X amount@X __typename }}"),
                    _ => format!("{name}@X"),
                },
                _ => continue,
            });
        }
        fields.push((kpi["name"].as_str().unwrap().to_owned(), selection.join(" ")));
    }
    fields
}

/// The figures of the organization and of its teams, with what is selected of them.
fn document(figures: &str) -> String {
    format!(
        r#"{{ organization {{ kpis(period: {{year: 2026}}, compareTo: SAME_PERIOD_LAST_YEAR) {{ {figures} }} }}
        teams(first: 3) {{ nodes {{ kpis(period: {{quarter: {{year: 2026, quarter: 4}}}}, compareTo: PREVIOUS_PERIOD) {{ {figures} }} }} }} }}"#
    )
}

#[tokio::test]
async fn what_is_written_at_once_is_what_the_library_answers() {
    let world = World::empty().await;
    demo::load(&world.state.database, "0.002".parse().unwrap(), world.now(), &()).await.unwrap_or_else(|_| panic!());
    let ada = world.as_user("admin@demo.example").await;
    let fields = plain_fields(&ada).await;
    assert!(fields.len() > 90, "{}", fields.len());
    let mut filled = 0;
    for some in fields.chunks(6) {
        let figures: Vec<String> = some.iter().map(|(name, below)| format!("{name} {{ {below} }}")).collect();
        let batched = ada.ok(&document(&figures.join(" ").replace("@X", ""))).await;
        let one_by_one = ada.ok(&document(&figures.join(" ").replace("@X", " @include(if: true)"))).await;
        for (name, _) in some {
            assert_eq!(batched["organization"]["kpis"][name], one_by_one["organization"]["kpis"][name], "{name}");
            filled += usize::from(batched["organization"]["kpis"][name]["value"] != Value::Null);
        }
        assert_eq!(batched, one_by_one);
    }
    assert!(filled > 60, "{filled} values");
}

#[tokio::test]
async fn figures_are_mixed_with_what_is_not_plain_in_the_order_asked() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let document = |view: &str| {
        format!(
            r#"query ($by: Grain! = MONTH) {{ teams {{ nodes {{ kpis(period: {{quarter: {{year: 2026, quarter: 4}}}}{view}) {{
                __typename wonDeals {{ value }} period {{ from }} ...Money lost: lostDeals {{ series(by: $by) {{ number }} warnings {{ code }} }}
                ... on Kpis {{ winRate {{ value numerator }} }} months: revenue {{ series(by: $by) {{ number }} }} asOf
            }} }} }} }}
            fragment Money on Kpis {{ revenue {{ value {{ amount }} }} forecast {{ value {{ amount }} won {{ amount }} }} }}"#
        )
    };
    let data = ada.ok(&document("")).await;
    let kpis = &data["teams"]["nodes"][0]["kpis"];
    let text = ada.text(&document("")).await;
    let keys = ["__typename", "wonDeals", "period", "revenue", "forecast", "lost", "winRate", "months", "asOf"];
    let places: Vec<usize> = keys.iter().map(|key| text.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(kpis["winRate"], json!({ "value": null, "numerator": 0 }));
    assert_eq!(kpis["months"]["series"], json!([{ "number": 0.0 }, { "number": 0.0 }, { "number": 0.0 }]));
    assert_eq!(kpis["lost"]["warnings"], json!([]));
    let before = world.statements();
    ada.ok(&document("")).await;
    let once = world.statements() - before;
    ada.ok(&document(", compareTo: PREVIOUS_PERIOD")).await;
    assert_eq!(world.statements() - before, 2 * once, "no more statements for what it is compared to");
}

#[tokio::test]
async fn a_refused_figure_is_null_with_its_error_and_the_others_are_told() {
    let world = World::new().await;
    let alice = world.as_user("alice").await;
    let document = format!(
        r#"{{ rep(id: "{}") {{ kpis(period: {{quarter: {{year: 2026, quarter: 4}}}}) {{ wonDeals {{ value }} salesCost {{ value {{ amount }} }} winRate {{ value }} }} }} }}"#,
        world.id("rep:alice")
    );
    let answer = alice.run(&document).await;
    let kpis = &answer.0["data"]["rep"]["kpis"];
    assert_eq!(*kpis, json!({ "wonDeals": { "value": 0 }, "salesCost": null, "winRate": { "value": null } }));
    assert_eq!(answer.code(), "FORBIDDEN");
    assert_eq!(answer.0["errors"][0]["path"], json!(["rep", "kpis", "salesCost"]));
    assert_eq!(answer.0["errors"].as_array().unwrap().len(), 1);
    // What is beside it is answered once, with its own error.
    let days = r#"period: {between: {from: "2026-11-02", to: "2026-11-20"}}"#;
    let mixed = document.replace("period: {quarter: {year: 2026, quarter: 4}}", days);
    let answer = alice.run(&mixed.replace("winRate {", "dealAging { thresholds { days } } winRate {")).await;
    let codes: Vec<&Value> =
        answer.0["errors"].as_array().unwrap().iter().map(|error| &error["extensions"]["code"]).collect();
    assert_eq!(codes.len(), 2, "{codes:?}");
    assert!(codes.contains(&&json!("FORBIDDEN")) && codes.contains(&&json!("SUPPRESSED")), "{codes:?}");
    let expected = json!({"wonDeals": {"value": 0}, "salesCost": null, "dealAging": {"thresholds": null}, "winRate": {"value": null}});
    assert_eq!(answer.0["data"]["rep"]["kpis"], expected);
}
