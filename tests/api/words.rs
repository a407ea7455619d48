//! The words of the schema: everything that a client can see is described, by one rule.

use async_graphql::{Request, Value, value};
use pilotage::registry::{description::DESCRIPTION, schema};
use serde_json::Value as Json;

/// The longest first line of a description.
const LONGEST: usize = 80;

/// What the library describes in its own words.
const OF_THE_LIBRARY: &[&str] = &["@deprecated", "@include", "@oneOf", "@skip", "@specifiedBy"];

/// Types of the KPI room whose words do not follow the rule yet. The list shrinks; nothing is added to it.
const OF_KPIS: &[&str] = &[
    "AccuracyKpi",
    "AgeingKpi",
    "AttainmentKpi",
    "ChurnKpi",
    "CountKpi",
    "DaysKpi",
    "DelayKpi",
    "ForecastAccuracy",
    "ForecastCategoryFigure",
    "ForecastKpi",
    "ForecastMethods",
    "ForecastRange",
    "KeyInformationKpi",
    "Kpi",
    "KpiAccess",
    "KpiAdjustments",
    "KpiAgeingThreshold",
    "KpiAmount",
    "KpiBreakdown",
    "KpiBreakdownRow",
    "KpiContributor",
    "KpiDimension",
    "KpiFigure",
    "KpiFilterInput",
    "KpiKind",
    "KpiLens",
    "KpiPoint",
    "KpiTheme",
    "KpiUnit",
    "Kpis",
    "LeadFunnelKpi",
    "LeadQualityKpi",
    "MoneyKpi",
    "MoneyRatioKpi",
    "NpsKpi",
    "ObjectiveProgress",
    "ObjectiveStatus",
    "OfferRateKpi",
    "ProcessEfficiency",
    "ProspectQualificationKpi",
    "QuotientKpi",
    "RatioKpi",
    "ReasonsKpi",
    "SalesMarketingAlignment",
    "ShareKpi",
    "StageConversionKpi",
    "SurveyKpi",
    "TargetKpi",
    "WarningCode",
    "WaterfallKpi",
];

async fn introspected() -> Json {
    let request = Request::new(include_str!("introspection.graphql"));
    let answer = schema::build().execute(request).await;
    assert!(answer.errors.is_empty(), "{:?}", answer.errors);
    answer.data.into_json().unwrap()["__schema"].take()
}

fn list<'a>(of: &'a Json, key: &str) -> impl Iterator<Item = &'a Json> {
    of[key].as_array().into_iter().flatten()
}

/// Everything with a description, by a name that says where it stands.
fn described(schema: &Json) -> Vec<(String, Option<String>)> {
    let mut found = vec![];
    let mut add = |place: String, item: &Json| found.push((place, item["description"].as_str().map(str::to_owned)));
    let named = |item: &Json| item["name"].as_str().unwrap().to_owned();
    for kind in list(schema, "types") {
        let name = named(kind);
        if name.starts_with("__") || ["Boolean", "Float", "ID", "Int", "String"].contains(&name.as_str()) {
            continue;
        }
        add(name.clone(), kind);
        for field in list(kind, "fields") {
            let place = format!("{name}.{}", named(field));
            add(place.clone(), field);
            for argument in list(field, "args") {
                add(format!("{place}({})", named(argument)), argument);
            }
        }
        for item in list(kind, "inputFields").chain(list(kind, "enumValues")) {
            add(format!("{name}.{}", named(item)), item);
        }
    }
    for directive in list(schema, "directives") {
        add(format!("@{}", named(directive)), directive);
    }
    found
}

/// What is wrong with a description.
fn fault(text: &str) -> Option<&'static str> {
    let first = text.lines().next().unwrap_or_default();
    // Names of the API are in code quotes; what is left is prose.
    let prose: String = text.split('`').step_by(2).collect();
    let is_name_of_a_table = |word: &str| {
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        word.contains('_') && word.chars().all(|letter| letter.is_lowercase() || letter == '_')
    };
    let starts_low = first.chars().next().is_none_or(|letter| !letter.is_uppercase() && letter != '`');
    if first.chars().count() > LONGEST {
        Some("its first line is too long")
    } else if starts_low {
        Some("does not start with a capital")
    } else if !first.ends_with('.') {
        Some("its first line does not end with a full stop")
    } else if !text.trim_end().ends_with('.') {
        Some("does not end with a full stop")
    } else if prose.split_whitespace().any(is_name_of_a_table) {
        Some("names a table")
    } else if prose.contains("ull only together with an error") {
        Some("says of one field what the schema's description says of all")
    } else {
        None
    }
}

#[tokio::test]
async fn everything_is_described_by_one_rule() {
    let mut wrong = vec![];
    for (place, description) in described(&introspected().await) {
        let kind = place.split('.').next().unwrap_or_default();
        let fault = match &description {
            None => Some("has no description"),
            Some(text) => fault(text),
        };
        match fault {
            Some(_) if OF_THE_LIBRARY.contains(&place.as_str()) || place == "Query.kpiCatalog" => {}
            Some(_) if description.is_some() && OF_KPIS.contains(&kind) => {}
            Some(fault) => wrong.push(format!("{place} {fault}: {}", description.unwrap_or_default())),
            None => {}
        }
    }
    assert!(wrong.is_empty(), "{} descriptions:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_description_that_breaks_the_rule_is_found() {
    for (text, found) in [
        ("The deal.", None),
        ("The deal.\nNull when it was deleted.", None),
        ("`from` is the first day.", None),
        ("the deal.", Some("does not start with a capital")),
        ("The deal", Some("its first line does not end with a full stop")),
        ("The deal.\nAnd more", Some("does not end with a full stop")),
        ("The key_fact after the change.", Some("names a table")),
        (
            "The deal. Null only together with an error.",
            Some("says of one field what the schema's description says of all"),
        ),
        (
            "The deal that a rep opened, in a pipeline, in a stage, on a day, for a customer, by hand.",
            Some("its first line is too long"),
        ),
    ] {
        assert_eq!(fault(text), found, "{text}");
    }
}

#[tokio::test]
async fn the_schema_says_what_holds_for_all_of_it() {
    let asked = Request::new("{ mine: __schema { words: description } }");
    let answer = schema::build().execute(asked).await;
    assert_eq!(answer.data, value!({ "mine": { "words": Value::from(DESCRIPTION) } }));
    assert_eq!(introspected().await["description"], DESCRIPTION);
    let sdl = schema::sdl(&schema::build());
    assert!(sdl.contains(&format!("\"\"\"\n{DESCRIPTION}\n\"\"\"\nschema {{\n")));
}

#[test]
fn the_committed_schema_is_what_the_code_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql");
    let sdl = format!("{}\n", schema::sdl(&schema::build()).trim_end());
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &sdl).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), sdl, "UPDATE_SCHEMA=1 cargo test --test api committed_schema");
}
